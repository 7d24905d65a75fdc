"""RUO of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    LOWER,
    Shape,
    car,
    face,
    listed,
)


def shapes() -> Iterator[Shape]:
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
