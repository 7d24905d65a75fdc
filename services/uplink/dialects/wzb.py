"""WZB of the protocol notes."""

import base64
from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    LOWER,
    PICTURE,
    Shape,
    car,
    listed,
    listed_as,
    sub_image,
)


def shapes() -> Iterator[Shape]:
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
