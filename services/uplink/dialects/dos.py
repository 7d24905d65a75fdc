"""DOS of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    JSON,
    PICTURE,
    UPPER,
    Shape,
    car,
    face,
    listed,
    sub_image,
    wish,
)


def shapes() -> Iterator[Shape]:
    """A service in Python that follows the trial rules of 2018."""
    feature = {"Vendor": "v", "AlgorithmVersion": "1", "FeatureData": PICTURE}
    yield Shape(
        "DOS",
        "faces in the word order of notifications, with features and ids of 33",
        "Faces",
        {
            "FaceObjectList": {
                "FaceObject": [
                    face("0" * 33, SubImageList=[sub_image("11", FeatureInfoObject=feature)])
                ]
            }
        },
        headers=JSON,
        counts={"dropped/face": 1, "field_dropped/face": 1},
    )
    yield Shape(
        "DOS",
        "a feature of a car, which is dropped out of it",
        "MotorVehicles",
        listed("MotorVehicle", car("dos-1", SubImageList=[sub_image("15", FeatureInfo=feature)])),
        headers=JSON,
        rows={"motor_vehicle": 1},
        counts={"field_dropped/motor_vehicle": 1},
    )
    yield Shape(
        "DOS",
        "a subscription with what the trial rules added",
        "Subscribes",
        listed(
            "Subscribe",
            wish(
                "dos-1",
                SubscribeDetail="12,13",
                ResourceClass=4,
                ResultImageDeclare="11",
                ResultFeatureDeclare=-1,
                TabID="",
            ),
        ),
        headers=JSON,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    gates = [{"TollgateID": f"dos-{n}", "PlaceCode": "370303"} for n in range(5)]
    yield Shape(
        "DOS",
        "gates",
        "Tollgates",
        listed("Tollgate", *gates),
        headers=JSON,
        codes=(0,) * 5,
        rows={"tollgate": 5},
    )
    yield Shape(
        "DOS",
        "a page from an offset",
        "Tollgates?PlaceCode=370303&RecordStartNo=3&MaxNumRecordReturn=10",
        method="GET",
        headers=JSON,
        shows=("dos-3", "dos-4"),
    )
    yield Shape(
        "DOS",
        "ids with commas",
        "Tollgates?IDList=dos-0,dos-1",
        method="DELETE",
        headers=JSON,
        codes=(0, 0),
        rows={"tollgate": -2},
    )
