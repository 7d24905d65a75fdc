"""What becomes of a detector's rows, with a model that answers what it is told to."""

import numpy as np
import pytest

from services.inference.plate_detection import PlateDetector


class Model:
    def __init__(self, width: int, height: int, rows: np.ndarray) -> None:
        self.width, self.height, self.rows, self.seen = width, height, rows, None

    def __call__(self, pictures):
        self.seen = pictures
        return [self.rows[None]]


def row(x: float, y: float, width: float, height: float, score: float) -> list[float]:
    left, top, right, bottom = x - width / 2, y - height / 2, x + width / 2, y + height / 2
    return [x, y, width, height, score, left, top, right, top, right, bottom, left, bottom]


def detector(*rows: list[float]) -> tuple[PlateDetector, list[Model]]:
    made: list[Model] = []

    def load(width: int, height: int) -> Model:
        made.append(Model(width, height, np.array(rows, np.float32).reshape(-1, 13)))
        return made[-1]

    return PlateDetector(load, 640, 0.4), made


@pytest.mark.parametrize(
    ("width", "height", "sides"),
    [
        (1280, 720, (640, 384)),
        (1920, 1080, (640, 384)),
        (720, 1280, (384, 640)),
        (94, 24, (640, 192)),
    ],
)
def test_the_input_is_as_small_as_the_picture_allows(width, height, sides):
    find, made = detector()
    assert len(find(np.zeros((height, width, 3), np.uint8))) == 0
    assert (made[0].width, made[0].height) == sides
    assert made[0].seen.shape == (1, sides[1], sides[0], 3)


def test_each_shape_is_loaded_once():
    find, made = detector()
    for _ in range(3):
        find(np.zeros((720, 1280, 3), np.uint8))
    find(np.zeros((480, 640, 3), np.uint8))
    assert len(made) == 2


def test_corners_come_back_in_pixels_of_the_picture():
    find, _ = detector(row(100, 50, 40, 12, 0.9))
    seen = find(np.zeros((720, 1280, 3), np.uint8))
    assert seen.corners[0].tolist() == [[160, 88], [240, 88], [240, 112], [160, 112]]
    assert seen.scores.tolist() == pytest.approx([0.9])


def test_of_overlapping_plates_the_surest_stays_and_the_largest_comes_first():
    find, _ = detector(
        row(100, 50, 40, 12, 0.6),
        row(102, 50, 40, 12, 0.9),
        row(300, 50, 80, 25, 0.5),
        row(500, 50, 40, 12, 0.3),
    )
    seen = find(np.zeros((360, 640, 3), np.uint8))
    assert seen.scores.tolist() == pytest.approx([0.5, 0.9])
