"""EYE of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    LOWER,
    UPPER,
    VIID,
    Shape,
    face,
    listed,
    wish,
)


def shapes() -> Iterator[Shape]:
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
