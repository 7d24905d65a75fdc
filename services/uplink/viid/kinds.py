"""The collections of GA/T 1400: where they are, how they are wrapped, what names an object."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from tomllib import loads


class Holds(StrEnum):
    """What kind of data an object is, before anything is known about it."""

    THINGS = "things"  # devices, places, cars: no person by itself
    FACES = "faces"  # a picture or description of somebody
    IDENTITIES = "identities"  # who lives where, owns what
    ORDERS = "orders"  # subscriptions, watch requests, notifications


@dataclass(frozen=True)
class Kind:
    """One collection. `lists` and `items` are all spellings seen; the first ones are the
    standard's. `inner` is where the id lies when not in the object itself; `kept` objects are
    replaced by later ones of the same id, others are stored once; an `unnamed` one that has no
    id, as its form is known from its address alone, is named by its content."""

    name: str
    path: str
    lists: tuple[str, ...]
    items: tuple[str, ...]
    id: str
    holds: Holds = Holds.THINGS
    inner: str = ""
    kept: bool = False
    detail: int = 0  # SubscribeDetail
    notified: str = ""  # its list in notifications
    unnamed: bool = False


def _standard() -> Iterator[Kind]:
    yield Kind(
        "ape",
        "/VIID/APEs",
        ("APEListObject", "APEObjectList", "DeviceList"),
        ("APEObject", "APEList", "DeviceObject"),
        "ApeID",
        kept=True,
        detail=3,
        notified="DeviceList",
    )
    yield Kind(
        "ape_status",
        "",
        ("DeviceStatusList", "APEStatusListObject", "APEStatusObjectList"),
        ("APEStatusObject", "APEStatusList"),
        "ApeID",
        kept=True,
        detail=4,
        notified="DeviceStatusList",
    )
    yield Kind(
        "aps",
        "/VIID/APSs",
        ("APSListObject", "APSObjectList"),
        ("APSObject",),
        "ApsID",
        kept=True,
        detail=5,
    )
    yield _both("tollgate", "Tollgates", "Tollgate", "TollgateID", 7, kept=True)
    yield _both("lane", "Lanes", "Lane", "LaneId", 9, kept=True)
    yield _both("face", "Faces", "Face", "FaceID", 12, Holds.FACES)
    yield _both("person", "Persons", "Person", "PersonID", 11, Holds.FACES)
    yield _both("motor_vehicle", "MotorVehicles", "MotorVehicle", "MotorVehicleID", 13)
    yield _both("non_motor_vehicle", "NonMotorVehicles", "NonMotorVehicle", "NonMotorVehicleID", 14)
    yield _both("thing", "Things", "Thing", "ThingID", 15)
    yield _both("scene", "Scenes", "Scene", "SceneID", 0)
    yield Kind(
        "image",
        "/VIID/Images",
        ("ImageListObject", "ImageList", "ImageObjectList"),
        ("Image", "ImageObject"),
        "ImageID",
        inner="ImageInfo",
    )
    yield Kind(
        "video_slice",
        "/VIID/VideoSlices",
        ("VideoSliceListObject", "VideoSliceList"),
        ("VideoSlice", "VideoSliceObject"),
        "VideoID",
        inner="VideoSliceInfo",
    )
    yield Kind(
        "file",
        "/VIID/Files",
        ("FileListObject", "FileList"),
        ("File", "FileObject"),
        "FileID",
        inner="FileInfo",
        detail=16,
    )
    yield _both("subscribe", "Subscribes", "Subscribe", "SubscribeID", 0, Holds.ORDERS)
    yield Kind(
        "subscribe_notification",
        "/VIID/SubscribeNotifications",
        ("SubscribeNotificationListObject", "SubscribeNotificationObjectList", "NotifyListObject"),
        ("SubscribeNotificationObject", "NotifyObject"),
        "NotificationID",
        Holds.ORDERS,
    )
    yield _both("disposition", "Dispositions", "Disposition", "DispositionID", 0, Holds.ORDERS)
    yield _both(
        "disposition_notification",
        "DispositionNotifications",
        "DispositionNotification",
        "NotificationID",
        0,
        Holds.FACES,
    )


def _both(
    name: str,
    path: str,
    word: str,
    key: str,
    detail: int,
    holds: Holds = Holds.THINGS,
    kept: bool = False,
) -> Kind:
    """Both word orders are accepted everywhere: FaceListObject and FaceObjectList."""
    lists = (f"{word}ListObject", f"{word}ObjectList")
    items = (f"{word}Object", f"{word}List")
    return Kind(
        name, f"/VIID/{path}", lists, items, key, holds, "", kept, detail, f"{word}ObjectList"
    )


def _extensions() -> Iterator[Kind]:
    """The community extension and what vendors add, as data beside this file."""
    table = loads(files(__package__).joinpath("extensions.toml").read_text())
    for name, row in table.items():
        yield Kind(
            name,
            row["path"],
            tuple(row["lists"]),
            tuple(row["items"]),
            row["id"],
            Holds(row.get("holds", "things")),
            kept=row.get("kept", False),
            unnamed=row.get("unnamed", False),
        )


KINDS: dict[str, Kind] = {each.name: each for each in (*_standard(), *_extensions())}
BY_PATH: dict[str, Kind] = {each.path.lower(): each for each in KINDS.values() if each.path}
NOTIFIED: tuple[Kind, ...] = tuple(
    each for each in KINDS.values() if each.notified and each.holds is not Holds.ORDERS
)
