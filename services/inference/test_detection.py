import numpy as np
import pytest

from services.inference.detection import Detector
from services.inference.yunet import Detections

PICTURE = np.zeros((480, 640, 3), np.uint8)


class FakeYuNet:
    """Sees the given boxes, in pixels of the picture it gets."""

    def __init__(self, side: int) -> None:
        self.side = side
        self.boxes: list[tuple[float, ...]] = []
        self.looks: list[tuple[tuple[int, ...], float]] = []

    def __call__(self, picture: np.ndarray, fill: float = 1.0) -> Detections:
        self.looks.append((picture.shape, fill))
        boxes = np.array(self.boxes, np.float32).reshape(-1, 4)
        middles = boxes[:, None, :2] + boxes[:, None, 2:] / 2
        return Detections(np.ones(len(boxes), np.float32), boxes, np.repeat(middles, 5, 1))


@pytest.fixture
def looks() -> dict[float, FakeYuNet]:
    return {factor: FakeYuNet(int(320 * factor)) for factor in (0.5, 1.0, 2.0)}


@pytest.fixture
def detector(looks) -> Detector:
    return Detector(looks.__getitem__)


def test_one_look_is_enough_when_a_face_is_seen(detector, looks) -> None:
    looks[1.0].boxes = [(10, 10, 100, 100)]
    assert len(detector(PICTURE)) == 1
    assert [len(look.looks) for look in looks.values()] == [0, 1, 0]


def test_nothing_seen_is_looked_at_with_more_pixels(detector, looks) -> None:
    looks[2.0].boxes = [(10, 10, 20, 20)]
    assert len(detector(PICTURE)) == 1
    assert len(detector(PICTURE[:200, :200])) == 0  # no more pixels to see
    assert len(looks[2.0].looks) == 1


def test_a_cropped_face_is_looked_at_small_first(detector, looks) -> None:
    looks[0.5].boxes = [(10, 10, 300, 300)]
    assert len(detector(PICTURE, cropped=True)) == 1
    assert looks[0.5].looks == [(PICTURE.shape, 0.75)]
    looks[0.5].boxes = []
    looks[1.0].boxes = [(10, 10, 300, 300)]
    assert len(detector(PICTURE, cropped=True)) == 1


def test_small_faces_are_coarse(detector) -> None:
    assert detector.is_coarse(PICTURE, np.float32([0, 0, 90, 95]))
    assert not detector.is_coarse(PICTURE, np.float32([0, 0, 90, 97]))


def test_the_closer_look_maps_back_and_takes_the_face_in_the_middle(detector, looks) -> None:
    looks[0.5].boxes = [(0, 0, 90, 90), (44, 40, 80, 80)]  # the second is about the middle
    box = np.float32([100, 200, 40, 40])
    found = detector.look_closer(PICTURE, box, np.zeros((5, 2), np.float32))
    # 160 pixels show 80 of the picture, from (80, 180) on.
    np.testing.assert_allclose(found, np.tile((80 + 84 / 2, 180 + 80 / 2), (5, 1)))
    assert looks[0.5].looks == [((160, 160, 3), 1.0)]


def test_a_face_not_seen_again_keeps_its_landmarks(detector) -> None:
    points = np.ones((5, 2), np.float32)
    assert detector.look_closer(PICTURE, np.float32([0, 0, 40, 40]), points) is points
