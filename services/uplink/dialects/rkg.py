"""RKG of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    IMAGE_ID,
    PICTURE,
    Shape,
    car,
    face,
    listed,
    listed_as,
    notice,
)


def shapes() -> Iterator[Shape]:
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
