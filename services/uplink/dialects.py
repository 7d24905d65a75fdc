"""Requests in the shapes of the implementations that the protocol notes name, and what becomes of
each here: data for `test_dialects.py`. All values are made up.

The letters are the notes' own; where a shape has to be refused, its row says so.
"""

import base64
from collections.abc import Iterator, Mapping
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


def _hxr() -> Iterator[Shape]:
    """A device-side client in Java."""
    kind = {"Content-Type": "application/json;charset=utf-8", "Connection": "keepalive"}
    yield Shape(
        "HXR",
        "a keepalive with small first letters",
        "System/Keepalive",
        {"keepaliveObject": {"deviceID": DEVICE}},
        headers=kind,
    )
    yield Shape(
        "HXR",
        "a face with its picture",
        "Faces",
        listed(
            "Face",
            face(
                GenderCode="1",
                IsDriver=2,
                SubImageList={
                    "SubImageInfoObject": [sub_image("11", EventSort=2, Data=PICTURE, Width=80)]
                },
            ),
        ),
        headers=kind,
        counts={"dropped/face": 1},
    )
    yield Shape(
        "HXR",
        "a car whose HasPlate is a boolean",
        "MotorVehicles",
        listed(
            "MotorVehicle",
            car(
                HasPlate=True,
                PlateClass="02",
                PlateColor="99",
                PlateNo="无车牌",
                SubImageList={"SubImageInfoObject": [sub_image("02", Data=PICTURE)]},
            ),
        ),
        headers=kind,
        rows={"motor_vehicle": 1},
    )
    yield Shape(
        "HXR",
        "a notification with the word order of an upload",
        "SubscribeNotifications",
        notice(FaceListObject={"FaceObject": [face()]}),
        headers=kind,
        counts={"dropped/face": 1},
    )
    yield Shape(
        "HXR",
        "a subscription with dashed times",
        "Subscribes",
        listed(
            "Subscribe",
            wish("hxr-1", BeginTime="2026-01-01 00:00:00", EndTime="2099-12-31 23:59:59"),
        ),
        headers=kind,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    yield Shape(
        "HXR",
        "refused: a device subscribes",
        "Subscribes",
        listed("Subscribe", wish("hxr-2")),
        headers=kind,
        http=403,
        codes=(4,),
    )


def _xzh() -> Iterator[Shape]:
    """A platform in Java that packs what is large."""
    yield Shape(
        "XZH",
        "a packed notification of cars, numbers as text",
        "SubscribeNotifications",
        notice(
            InfoIDs=f"{CAR_ID},{CAR_ID}",
            ExecuteOperation="1",
            MotorVehicleObjectList={
                "MotorVehicleObject": [
                    car(
                        f"xzh-{n}",
                        LaneNo=n,
                        Speed="30",
                        HasPlate="1",
                        PlateNo="-",
                        SubImageList={
                            "SubImageInfoObject": [sub_image("01", Width="80", Height="60")]
                        },
                    )
                    for n in range(3)
                ]
            },
        ),
        headers=JSON | {"Content-Encoding": "gzip"},
        speaker=LOWER,
        rows={"motor_vehicle": 3},
    )
    yield Shape(
        "XZH",
        "a notification of two-wheelers and lanes",
        "SubscribeNotifications",
        notice(
            NonMotorVehicleObjectList={"NonMotorVehicleObject": [{"NonMotorVehicleID": "n1"}]},
            LaneObjectList={"LaneObject": [{"TollgateID": "g1", "LaneId": 1, "LaneNo": 1}]},
        ),
        headers=JSON,
        speaker=LOWER,
        rows={"non_motor_vehicle": 1, "lane": 1},
    )
    yield Shape(
        "XZH",
        "devices and their state",
        "SubscribeNotifications",
        notice(
            DeviceList={"APEObject": [{"ApeID": DEVICE, "Port": "80", "IsOnline": "1"}]},
            DeviceStatusList={
                "APEStatusObject": [
                    {"ApeID": DEVICE, "IsOnline": "1", "CurrentTime": "20260101080000"}
                ]
            },
        ),
        headers=JSON,
        speaker=LOWER,
        rows={"ape": 1, "ape_status": 1},
    )
    yield Shape(
        "XZH",
        "a subscription whose detail ends in a comma",
        "Subscribes",
        listed(
            "Subscribe",
            wish(
                "xzh-1",
                SubscribeDetail="7,",
                BeginTime="20251231160000",
                EndTime="20991231235959",
                ResultImageDeclare="-1",
            ),
        ),
        headers=JSON,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    yield Shape(
        "XZH",
        "IDList repeated",
        "Subscribes?IDList=xzh-1&IDList=xzh-2",
        method="DELETE",
        headers=JSON,
        speaker=UPPER,
        codes=(0, 0),
    )
    yield Shape(
        "XZH",
        "refused: a subscription over a WebSocket's address",
        "Subscribe/WebSocket",
        {},
        headers=JSON,
        speaker=UPPER,
        http=404,
        codes=(4,),
    )


def _fli() -> Iterator[Shape]:
    """An upper platform and its client for cascades."""
    kind = {"Content-Type": "application/VIID+JSON;charset=UTF-8"}
    yield Shape("FLI", "a bare keepalive", "System/Keepalive", {"DeviceID": DEVICE}, headers=VIID)
    yield Shape(
        "FLI",
        "lists of lists in a notification",
        "SubscribeNotifications",
        notice(
            FaceObjectList={"FaceList": [face()]},
            MotorVehicleObjectList={"MotorVehicleList": [car("fli-1")]},
        ),
        headers=kind,
        speaker=LOWER,
        rows={"motor_vehicle": 1},
        counts={"dropped/face": 1},
    )
    yield Shape(
        "FLI",
        "sub-images in a flat list",
        "MotorVehicles",
        listed("MotorVehicle", car("fli-2", SubImageList=[sub_image("09", Data=PICTURE)])),
        headers=kind,
        rows={"motor_vehicle": 1},
    )
    yield Shape(
        "FLI",
        "a vendor's flow of traffic, without an id that we know",
        "VehiclesFlows",
        listed("VehiclesFlow", {"TollgateID": "g1", "Flow": 3}, {"TollgateID": "g1", "Flow": 4}),
        headers=kind,
        codes=(0, 0),
        rows={"vehicles_flow": 2},
    )
    yield Shape(
        "FLI",
        "cameras and gates",
        "Tollgates",
        listed("Tollgate", {"TollgateID": "fli-g", "Name": "北门", "TollgateUsage": 80}),
        headers=kind,
        speaker=LOWER,
        rows={"tollgate": 1},
    )


def _rkg() -> Iterator[Shape]:
    """A camera's client in C++, which closes each connection and sends whole batches again."""
    kind = {"Content-Type": "application/VIID+json;charset=UTF-8", "Connection": "close"}
    picture = {"ImageID": IMAGE_ID, "InfoKind": 1, "EventSort": 1, "ShotPlaceFullAdress": "南门"}
    yield Shape(
        "RKG",
        "an image, its description first",
        "Images",
        listed_as("Image", "ImageListObject", {"ImageInfo": picture, "Data": PICTURE}),
        headers=kind,
        rows={"image": 1},
    )
    yield Shape(
        "RKG",
        "then its raw data under the type of JSON",
        f"Images/{IMAGE_ID}/Data",
        PICTURE.encode(),
        headers=kind,
    )
    yield Shape(
        "RKG",
        "data of an image with somebody on it",
        "Images",
        listed_as(
            "Image",
            "ImageListObject",
            {"ImageInfo": picture | {"ImageID": "rkg-i"}, "FaceList": {"FaceObject": [face()]}},
        ),
        headers=kind,
        rows={"image": 1},
        counts={"picture_dropped/image": 1},
    )
    yield Shape(
        "RKG",
        "is dropped and answered with 0",
        "Images/rkg-i/Data",
        PICTURE.encode(),
        headers=kind,
        counts={"picture_dropped/image": 1},
    )
    yield Shape(
        "RKG",
        "videos in a list without Object",
        "VideoSlices",
        listed_as("VideoSlice", "VideoSliceList", {"VideoSliceInfo": {"VideoID": "rkg-v"}}),
        headers=kind,
        rows={"video_slice": 1},
    )
    yield Shape(
        "RKG",
        "files",
        "Files",
        listed_as("File", "FileListObject", {"FileInfo": {"FileID": "rkg-f", "FileSize": 1}}),
        headers=kind,
        rows={"file": 1},
    )
    yield Shape(
        "RKG",
        "a car with codes that are not padded, in a batch that fails in part",
        "MotorVehicles",
        listed("MotorVehicle", car("rkg-1", PlateClass="2", PlateColor=14), car("")),
        headers=kind,
        codes=(0, 8),
        rows={"motor_vehicle": 1},
    )
    yield Shape(
        "RKG",
        "and comes again as a whole",
        "MotorVehicles",
        listed("MotorVehicle", car("rkg-1", PlateClass="2", PlateColor=14), car("")),
        headers=kind,
        codes=(0, 8),
    )
    yield Shape(
        "RKG",
        "a bicycle",
        "NonMotorVehicles",
        listed("NonMotorVehicle", {"NonMotorVehicleID": "rkg-n", "VehicleColor": "5"}),
        headers=kind,
        rows={"non_motor_vehicle": 1},
    )
    yield Shape(
        "RKG",
        "somebody, who is dropped",
        "Persons",
        listed("Person", {"PersonID": "rkg-p", "InfoKind": 1, "DeviceID": DEVICE}),
        headers=kind,
        counts={"dropped/person": 1},
    )
    yield Shape(
        "RKG",
        "things of a notification at its root",
        "SubscribeNotifications",
        notice()
        | {
            "ThingObjectList": {"ThingObject": [{"ThingID": "rkg-t"}]},
            "SceneObjectList": {"SceneObject": [{"SceneID": "rkg-s"}]},
        },
        headers=kind,
        rows={"thing": 1, "scene": 1},
    )
    yield Shape(
        "RKG",
        "lanes of two tollgates with the same number",
        "Lanes",
        listed("Lane", {"TollgateID": "g8", "LaneId": 1}, {"TollgateID": "g9", "LaneId": 1}),
        headers=kind,
        codes=(0, 0),
        rows={"lane": 2},
    )
    yield Shape(
        "RKG", "itself", "APEs", listed("APE", {"ApeID": DEVICE}), headers=kind, rows={"ape": 1}
    )
    yield Shape(
        "RKG",
        "an alarm about somebody, who is dropped",
        "DispositionNotifications",
        listed(
            "DispositionNotification",
            {"NotificationID": "rkg-d", "PersonObject": {"PersonID": "rkg-p"}},
        ),
        headers=kind,
        counts={"dropped/disposition_notification": 1},
    )
    yield Shape(
        "RKG",
        "refused: a DELETE without ids",
        "Tollgates",
        method="DELETE",
        headers=kind,
        http=403,
        codes=(4,),
    )
    for path in ("Cases", "AnalysisRules", "VideoLabels"):
        yield Shape(
            "RKG", f"refused: {path} are kept nowhere", path, {}, headers=kind, http=404, codes=(4,)
        )


def listed_as(item: str, outer: str, *items: Any) -> dict[str, Any]:
    """A list whose items have no Object in their name."""
    return {outer: {item: list(items)}}


def _wzb() -> Iterator[Shape]:
    """A community's own platform towards the police: empty values, ids of 20 digits."""
    common = {"CommunityID": "37030300002160000001", "DataSourceID": "3703030000", "DataStatus": 0}
    door = "37030300001250000001"
    twice = base64.b64encode(f"data:image/jpeg;base64,{PICTURE}".encode()).decode()
    somebody = {"PersonID": "37030300007010000001", "Name": "某某", "PhotoData": twice}
    yield Shape(
        "WZB",
        "a resident, whom nobody has a basis for",
        "Community/PersonInfos",
        listed("PersonInfo", somebody | {"Religion": "0", "Birthday": None} | common),
        speaker=LOWER,
        counts={"dropped/person_info": 1, "field_dropped/person_info": 1},
    )
    yield Shape(
        "WZB",
        "a resident's car, likewise, in a list without Object",
        "Community/CarInfos",
        listed_as("CarInfo", "CarInfoList", {"CarInfoID": "37030300007020000001"} | common),
        speaker=LOWER,
        counts={"dropped/car_info": 1},
    )
    yield Shape(
        "WZB",
        "a door's device",
        "Community/DoorDevices",
        listed("DoorDevice", {"DeviceID": door, "Name": "门", "Latitude": 0} | common),
        speaker=LOWER,
        rows={"door_device": 1},
    )
    yield Shape(
        "WZB",
        "a door with the id of its device",
        "Community/DoorInfos",
        listed("DoorInfo", {"DoorID": door, "DeviceID": door, "Direction": 1} | common),
        speaker=LOWER,
        rows={"door_info": 1},
    )
    yield Shape(
        "WZB",
        "cameras by POST",
        "APEs",
        listed("APE", {"ApeID": DEVICE, "PositionDetailType": 1, "CapDirection": 3} | common),
        speaker=LOWER,
        rows={"ape": 1},
    )
    yield Shape(
        "WZB",
        "a car that went in, short of everything else",
        "MotorVehicles",
        listed(
            "MotorVehicle",
            car(
                "37030300007020000009",
                DeviceID="",
                TollgateID="",
                InOut="in",
                HasPlate="1",
                PassTime="20260101080000",
                AppearTime="",
                SubImageList={"SubImageInfoObject": [sub_image("01", EventSort="", Data=PICTURE)]},
            ),
        ),
        speaker=LOWER,
        rows={"motor_vehicle": 1},
    )


def _ruo() -> Iterator[Shape]:
    """Another community platform's paths."""
    yield Shape(
        "RUO",
        "a community",
        "Communities",
        listed("CommunityInfo", {"CommunityID": "37030300002160000002", "CommunityName": "A"}),
        speaker=LOWER,
        rows={"community": 1},
    )
    yield Shape(
        "RUO",
        "houses",
        "Community/HouseInfos",
        listed("HouseInfo", *({"HouseID": f"h{n}", "Floor": n, "Unit": 1} for n in range(2))),
        speaker=LOWER,
        codes=(0, 0),
        rows={"house_info": 2},
    )
    yield Shape(
        "RUO",
        "devices",
        "Community/Devices",
        listed("Device", {"DeviceID": "d1", "Name": "机"}),
        speaker=LOWER,
        rows={"community_device": 1},
    )
    yield Shape(
        "RUO",
        "residents, whom nobody has a basis for",
        "Community/PersonInfos",
        listed("PersonInfo", {"PersonID": "p1", "Name": "某某", "Address": "x"}),
        speaker=LOWER,
        counts={"dropped/person_info": 1},
    )
    yield Shape(
        "RUO",
        "faces at a gate",
        "Faces",
        listed("Face", face("ruo-1")),
        speaker=LOWER,
        counts={"dropped/face": 1},
    )
    yield Shape(
        "RUO",
        "cars at a gate",
        "MotorVehicles",
        listed("MotorVehicle", car("ruo-1")),
        speaker=LOWER,
        rows={"motor_vehicle": 1},
    )


def _dos() -> Iterator[Shape]:
    """A service in Python that follows the trial rules of 2018."""
    feature = {"Vendor": "v", "AlgorithmVersion": "1", "FeatureData": PICTURE}
    yield Shape(
        "DOS",
        "faces in the word order of notifications, with features and ids of 33",
        "Faces",
        {
            "FaceObjectList": {
                "FaceObject": [
                    face("0" * 33, SubImageList=[sub_image("11", FeatureInfoObject=feature)])
                ]
            }
        },
        headers=JSON,
        counts={"dropped/face": 1, "field_dropped/face": 1},
    )
    yield Shape(
        "DOS",
        "a feature of a car, which is dropped out of it",
        "MotorVehicles",
        listed("MotorVehicle", car("dos-1", SubImageList=[sub_image("15", FeatureInfo=feature)])),
        headers=JSON,
        rows={"motor_vehicle": 1},
        counts={"field_dropped/motor_vehicle": 1},
    )
    yield Shape(
        "DOS",
        "a subscription with what the trial rules added",
        "Subscribes",
        listed(
            "Subscribe",
            wish(
                "dos-1",
                SubscribeDetail="12,13",
                ResourceClass=4,
                ResultImageDeclare="11",
                ResultFeatureDeclare=-1,
                TabID="",
            ),
        ),
        headers=JSON,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    gates = [{"TollgateID": f"dos-{n}", "PlaceCode": "370303"} for n in range(5)]
    yield Shape(
        "DOS",
        "gates",
        "Tollgates",
        listed("Tollgate", *gates),
        headers=JSON,
        codes=(0,) * 5,
        rows={"tollgate": 5},
    )
    yield Shape(
        "DOS",
        "a page from an offset",
        "Tollgates?PlaceCode=370303&RecordStartNo=3&MaxNumRecordReturn=10",
        method="GET",
        headers=JSON,
        shows=("dos-3", "dos-4"),
    )
    yield Shape(
        "DOS",
        "ids with commas",
        "Tollgates?IDList=dos-0,dos-1",
        method="DELETE",
        headers=JSON,
        codes=(0, 0),
        rows={"tollgate": -2},
    )


def _nor() -> Iterator[Shape]:
    """A simulator in Go with names of its own."""
    yield Shape(
        "NOR",
        "times after RFC 3339",
        "MotorVehicles",
        listed("MotorVehicle", car("nor-1", PassTime="2026-01-01T08:00:00+08:00")),
        headers=JSON,
        rows={"motor_vehicle": 1},
    )
    yield Shape(
        "NOR",
        "subscriptions that a POST deletes",
        "Subscribes",
        {"SubscribeIDList": ["nor-1", "nor-2"]},
        headers=JSON,
        speaker=UPPER,
        codes=(0, 0),
    )
    yield Shape(
        "NOR", "a list of nothing", "Scenes?SceneID=x", method="GET", headers=JSON, shows=()
    )
    yield Shape(
        "NOR",
        "signing off, in the end",
        "System/UnRegister",
        {"UnRegisterObject": {"DeviceID": DEVICE}},
        headers=JSON,
    )
    yield Shape(
        "NOR",
        "refused: what comes after it, before it registers again",
        "APEs",
        listed("APE", {"ApeID": DEVICE}),
        headers=JSON,
        http=401,
        codes=(4,),
    )


def _sun() -> Iterator[Shape]:
    """A gateway in Go with addresses for things of the internet."""
    yield Shape(
        "SUN",
        "the log of a door, which names who opened it",
        "AcOpenLog",
        listed("AcOpenLog", {"DoorID": "d1", "OpenTime": "20260101080000", "CardNo": "1"}),
        headers=VIID,
        counts={"dropped/door_log": 1},
    )
    yield Shape(
        "SUN",
        "a keepalive with the id in the header alone",
        "System/Keepalive",
        {},
        headers=VIID,
    )
    for path in ("AcOpenLogImg", "AcOpenLogVideo", "FireDevice", "WifiData"):
        yield Shape(
            "SUN", f"refused: {path} is kept nowhere", path, {}, headers=VIID, http=404, codes=(4,)
        )


def _eye() -> Iterator[Shape]:
    """A platform of face terminals."""
    yield Shape(
        "EYE",
        "a list of notices with an id of 32",
        "SubscribeNotifications",
        {
            "NotifyListObject": {
                "NotificationID": "0123456789abcdef0123456789abcdef",
                "SubscribeID": "s1",
                "NotificationTime": "20260101080000",
                "ResourceType": "12",
                "FaceObjectList": {"FaceObject": [face("eye-1"), face("eye-2")]},
            }
        },
        headers=VIID,
        speaker=LOWER,
        counts={"dropped/face": 2},
    )
    yield Shape(
        "EYE",
        "a subscription that a PUT adds, with fields of its own",
        "Subscribes/eye-1",
        {
            "SubscribeObject": wish(
                "eye-1",
                OperateType=2,
                ReceiveAddr="127.0.0.1",
                ReceivePort="8000",
                ApplicantMail="",
            )
        },
        method="PUT",
        headers=VIID,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    yield Shape(
        "EYE",
        "a DELETE that holds whole objects",
        "Subscribes",
        listed("Subscribe", {"SubscribeID": "eye-1"}),
        method="DELETE",
        headers=VIID,
        speaker=UPPER,
    )


def _bng() -> Iterator[Shape]:
    """A subscriber in Java."""
    key = "550e8400-e29b-41d4-a716-446655440000"
    many = ",".join(f"3703030000121{n:07}" for n in range(10))
    yield Shape(
        "BNG",
        "a subscription by a UUID to ten gates, without a limit of time",
        "Subscribes",
        listed("Subscribe", wish(key, ResourceURI=many, ReportInterval=0)),
        headers=LOW,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    yield Shape(
        "BNG",
        "the subscription by its id",
        f"Subscribes?SubscribeID={key}",
        method="GET",
        headers=LOW,
        speaker=UPPER,
        shows=(key,),
    )
    yield Shape(
        "BNG",
        "its end by the standard's PUT",
        f"Subscribes/{key}",
        {"SubscribeObject": {"SubscribeID": key, "CancelReason": "r", "SubscribeStatus": 1}},
        method="PUT",
        headers=LOW,
        speaker=UPPER,
    )


def _pyc() -> Iterator[Shape]:
    """A script in Python that registers."""
    yield Shape(
        "PYC",
        "refused: the first Register, with no body at all",
        "System/Register",
        headers=LOW,
        http=401,
        codes=(4,),
    )
    yield Shape(
        "PYC",
        "a keepalive",
        "System/Keepalive",
        {"KeepaliveObject": {"DeviceID": DEVICE}},
        headers=LOW,
    )


def _pyp() -> Iterator[Shape]:
    """A script that passes on what a queue holds: JSON within a string of JSON."""
    inner = (
        '{"SubscribeNotificationListObject":{"SubscribeNotificationObject":[{"NotificationID":"n1",'
        '"SubscribeID":"s1","InfoIDs":"pyp-1","MotorVehicleObjectList":{"MotorVehicleObject":'
        f'[{{"MotorVehicleID":"pyp-1","DeviceID":"{DEVICE}"}}]}}}}]}}}}'
    )
    yield Shape(
        "PYP",
        "a notification encoded twice",
        "SubscribeNotifications",
        inner,
        headers=JSON,
        speaker=LOWER,
        rows={"motor_vehicle": 1},
    )


def _pyd() -> Iterator[Shape]:
    """A tester of alarms."""
    seen = car("1234567890", DeviceID="00005001051210000001", LaneNo="1", VehicleClass="1")
    yield Shape(
        "PYD",
        "an alarm without an outer list, about a car: dropped, as it watches somebody",
        "DispositionNotifications",
        {
            "DispositionNotificationObject": [
                {
                    "NotificationID": "370303000000022026010108000000001",
                    "DispositionID": "370303000000012026010108000000001",
                    "CntObjectID": CAR_ID,
                    "MotorVehicleObject": seen,
                }
            ]
        },
        speaker=LOWER,
        counts={"dropped/disposition_notification": 1},
    )
    yield Shape(
        "PYD",
        "a car with an id of ten, zeros before its device's, and pictures by address",
        "MotorVehicles",
        listed(
            "MotorVehicle",
            seen | {"SubImageList": [sub_image("01", StoragePath="http://10.0.0.1/a?token=x")]},
        ),
        speaker=LOWER,
        rows={"motor_vehicle": 1},
    )


def _fwd() -> Iterator[Shape]:
    """A face terminal: one result or many, each time under one of two addresses."""
    one = {"PersonID": "-1", "DeviceID": DEVICE, "RecognitionTime": "2026-01-01 08:00:00"}
    many = [one | {"PersonID": "p1", "Similarity": 0.9}, one | {"PersonID": ""}]
    for path, kind in (
        ("Extend/ExtendFaceRecognition", "face_recognition"),
        ("Face/Pass", "face_pass"),
    ):
        yield Shape(
            "FWD",
            f"a stranger alone at {path}",
            path,
            {"PersonRecognitionResultListObject": {"PersonRecognitionObject": one}},
            headers=JSON,
            counts={f"dropped/{kind}": 1},
        )
        yield Shape(
            "FWD",
            f"many at {path}",
            path,
            {"PersonRecognitionResultListObject": {"PersonRecognitionObject": many}},
            headers=JSON,
            codes=(0, 0),
            counts={f"dropped/{kind}": 2},
        )
    yield Shape(
        "FWD",
        "refused: a stranger whom nothing tells from others",
        "Face/Pass",
        {"PersonRecognitionResultListObject": {"PersonRecognitionObject": {"PersonID": "-1"}}},
        headers=JSON,
        http=400,
        codes=(8,),
    )


def _kee() -> Iterator[Shape]:
    """A client that asks with dotted names."""
    gates = [{"TollgateID": f"kee-{n}", "Status": str(n)} for n in range(4)]
    yield Shape(
        "KEE",
        "what is asked for then",
        "Tollgates",
        listed("Tollgate", *gates),
        codes=(0,) * 4,
        rows={"tollgate": 4},
    )
    yield Shape(
        "KEE",
        "one of several, an order and a page",
        "Tollgates?Tollgate.TollgateID.In=kee-1,kee-2,kee-3&Tollgate.TollgateID.Order=asc"
        "&Tollgate.RecordStartNo=1&Tollgate.PageRecordNum=2",
        method="GET",
        shows=("kee-2", "kee-3"),
    )
    yield Shape(
        "KEE",
        "between two bounds",
        "Tollgates?Tollgate.Status.Gte=1&Tollgate.Status.Lte=2",
        method="GET",
        shows=("kee-1", "kee-2"),
    )


SHAPES: tuple[Shape, ...] = tuple(
    shape
    for of in (
        *(_hxr, _xzh, _fli, _rkg, _wzb, _ruo, _dos, _nor),
        *(_sun, _eye, _bng, _pyc, _pyp, _pyd, _fwd, _kee),
    )
    for shape in of()
)
