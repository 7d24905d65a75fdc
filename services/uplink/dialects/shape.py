"""What a request of a dialect is and what is to come of it, and the pieces that they share."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DEVICE = "37030300001310000001"
LOWER = "37030300005030000007"
UPPER = "37030300005030000009"
PICTURE = base64.b64encode(b"\xff\xd8\xff made up").decode()
IMAGE_ID = f"{DEVICE}022026010108000000001"
FACE_ID = f"{IMAGE_ID}0600001"
CAR_ID = f"{IMAGE_ID}0200001"
JSON = {"Content-Type": "application/json"}
VIID = {"Content-Type": "application/VIID+JSON"}
LOW = {"Content-Type": "application/viid+json"}


@dataclass(frozen=True)
class Shape:
    """One request, and what is to come of it.

    `who` is the notes' short name, `path` begins behind `/VIID/`; a `body` of bytes goes as it is
    and others as JSON, packed with gzip where the headers say so. `codes` are the StatusCodes of
    its objects in order; `rows` says how many more objects of a kind are stored after it, `counts`
    how much more a counter says, and `shows` which ids a GET answers.
    """

    who: str
    what: str
    path: str
    body: Any = None
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    speaker: str = DEVICE
    http: int = 200
    codes: tuple[int, ...] = (0,)
    rows: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    shows: tuple[str, ...] | None = None


def listed(word: str, *items: Any) -> dict[str, Any]:
    return {f"{word}ListObject": {f"{word}Object": list(items)}}


def notice(**brought: Any) -> dict[str, Any]:
    one = {
        "NotificationID": "370303000000042026010108000000001",
        "SubscribeID": "370303000000032026010108000000001",
        "Title": "t",
        "TriggerTime": "20260101080001",
    }
    return listed("SubscribeNotification", one | brought)


def sub_image(kind: Any, **more: Any) -> dict[str, Any]:
    return {"ImageID": IMAGE_ID, "EventSort": 1, "Type": kind, "FileFormat": "Jpeg"} | more


def car(key: str = CAR_ID, **more: Any) -> dict[str, Any]:
    return {"MotorVehicleID": key, "InfoKind": 1, "SourceID": IMAGE_ID, "DeviceID": DEVICE} | more


def face(key: str = FACE_ID, **more: Any) -> dict[str, Any]:
    return {"FaceID": key, "InfoKind": 1, "SourceID": IMAGE_ID, "DeviceID": DEVICE} | more


def wish(key: str, **more: Any) -> dict[str, Any]:
    """A subscription."""
    whole = {"SubscribeID": key, "Title": "t", "SubscribeDetail": "13", "ResourceURI": DEVICE}
    return whole | {"OperateType": 0} | more


def listed_as(item: str, outer: str, *items: Any) -> dict[str, Any]:
    """A list whose items have no Object in their name."""
    return {outer: {item: list(items)}}
