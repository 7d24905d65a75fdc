"""PYP of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    JSON,
    LOWER,
    Shape,
)


def shapes() -> Iterator[Shape]:
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
