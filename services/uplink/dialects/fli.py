"""FLI of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    LOWER,
    PICTURE,
    VIID,
    Shape,
    car,
    face,
    listed,
    notice,
    sub_image,
)


def shapes() -> Iterator[Shape]:
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
