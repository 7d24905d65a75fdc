"""HXR of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    PICTURE,
    UPPER,
    Shape,
    car,
    face,
    listed,
    notice,
    sub_image,
    wish,
)


def shapes() -> Iterator[Shape]:
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
