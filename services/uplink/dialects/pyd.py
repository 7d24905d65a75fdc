"""PYD of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    CAR_ID,
    LOWER,
    Shape,
    car,
    listed,
    sub_image,
)


def shapes() -> Iterator[Shape]:
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
