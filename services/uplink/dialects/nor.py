"""NOR of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    JSON,
    UPPER,
    Shape,
    car,
    listed,
)


def shapes() -> Iterator[Shape]:
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
