"""XZH of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    CAR_ID,
    DEVICE,
    JSON,
    LOWER,
    UPPER,
    Shape,
    car,
    listed,
    notice,
    sub_image,
    wish,
)


def shapes() -> Iterator[Shape]:
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
