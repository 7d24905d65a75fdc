"""FWD of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    JSON,
    Shape,
)


def shapes() -> Iterator[Shape]:
    """A face terminal: one result or many, each time under one of two addresses."""
    one = {"PersonID": "-1", "DeviceID": DEVICE, "RecognitionTime": "2026-01-01 08:00:00"}
    many = [one | {"PersonID": "p1", "Similarity": 0.9}, one | {"PersonID": ""}]
    for path, kind in (
        ("Extend/ExtendFaceRecognition", "face_recognition"),
        ("Face/Pass", "face_pass"),
    ):
        yield Shape(
            "FWD",
            f"a stranger alone at {path}",
            path,
            {"PersonRecognitionResultListObject": {"PersonRecognitionObject": one}},
            headers=JSON,
            counts={f"dropped/{kind}": 1},
        )
        yield Shape(
            "FWD",
            f"many at {path}",
            path,
            {"PersonRecognitionResultListObject": {"PersonRecognitionObject": many}},
            headers=JSON,
            codes=(0, 0),
            counts={f"dropped/{kind}": 2},
        )
    yield Shape(
        "FWD",
        "refused: a stranger whom nothing tells from others",
        "Face/Pass",
        {"PersonRecognitionResultListObject": {"PersonRecognitionObject": {"PersonID": "-1"}}},
        headers=JSON,
        http=400,
        codes=(8,),
    )
