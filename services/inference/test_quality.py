import cv2
import numpy as np
import pytest

from services.inference.quality import Quality, assess, pose
from services.inference.settings import QualityLimits
from services.inference.test_alignment import TEMPLATE

FIT = Quality(eye_distance=80, sharpness=200, yaw=0, pitch=0, roll=0, brightness=120)


def turned(degrees: float) -> np.ndarray:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (TEMPLATE @ turn.T).astype(np.float32)


@pytest.mark.parametrize("degrees", [-40, 0, 25, 90])
def test_roll_is_the_tilt_of_the_eyes_and_no_yaw(degrees) -> None:
    yaw, pitch, roll = pose(turned(degrees))
    assert roll == pytest.approx(degrees, abs=1)
    assert abs(yaw) < 5
    assert abs(pitch) < 5


def test_yaw_and_pitch_follow_the_nose() -> None:
    points = TEMPLATE.astype(np.float32)
    aside, down = points.copy(), points.copy()
    aside[2, 0] += 10
    down[2, 1] += 10
    assert pose(aside)[0] > 20
    assert pose(down)[1] > 20


def test_eyes_in_one_point_count_as_turned_away() -> None:
    assert pose(np.zeros((5, 2), np.float32))[0] == 90


@pytest.mark.parametrize(
    ("change", "defect"),
    [
        ({}, None),
        ({"eye_distance": 20}, "FACE_TOO_SMALL"),
        ({"sharpness": 5}, "FACE_BLURRED"),
        ({"yaw": -45}, "FACE_TURNED"),
        ({"pitch": 45}, "FACE_TURNED"),
        ({"roll": 45}, "FACE_TURNED"),
        ({"brightness": 20}, "FACE_TOO_DARK"),
        ({"brightness": 240}, "FACE_TOO_BRIGHT"),
    ],
)
def test_defects(change, defect) -> None:
    values = {name: getattr(FIT, name) for name in Quality.__slots__} | change
    assert Quality(**values).defects(QualityLimits()) == ([defect] if defect else [])


def test_blur_lowers_sharpness() -> None:
    crop = np.random.default_rng(0).integers(0, 255, (112, 112, 3), np.uint8)
    sharp = assess(crop, turned(0))
    soft = assess(cv2.GaussianBlur(crop, (0, 0), 3), turned(0))
    assert soft.sharpness < sharp.sharpness / 10
    assert soft.brightness == pytest.approx(sharp.brightness, abs=2)
    assert sharp.eye_distance == pytest.approx(35.2, abs=0.1)


@pytest.mark.models
def test_defaults_pass_most_good_photos(analyzer, photos) -> None:
    from services.inference.faces import Request

    firsts = [photo for photo in photos if photo.name.endswith("_0001.jpg")]
    faces = [analyzer.analyze(Request(photo.read_bytes())).faces[0] for photo in firsts]
    fit = [face for face in faces if not face.defects]
    assert len(fit) >= 0.85 * len(firsts)
