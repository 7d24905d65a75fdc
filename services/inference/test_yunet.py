import numpy as np
import pytest

from services.inference.yunet import YuNet

SIDE = 64
CELLS = [(SIDE // stride) ** 2 for stride in (8, 16, 32)]


class FakeModel:
    """Faces at chosen cells: (level, row, column, score, side in strides)."""

    width = height = SIDE

    def __init__(self, *faces: tuple[int, int, int, float, float]) -> None:
        self.faces = faces
        self.seen: list[np.ndarray] = []

    def __call__(self, pictures: np.ndarray) -> list[np.ndarray]:
        self.seen.append(pictures[0].copy())
        out = [np.zeros((1, n, k), np.float32) for k in (1, 1, 4, 10) for n in CELLS]
        for level, row, column, score, side in self.faces:
            cell = row * (SIDE // (8 << level)) + column
            out[level][0, cell] = score
            out[level + 3][0, cell] = score
            out[level + 6][0, cell] = (0.5, 0.5, np.log(side), np.log(side))
            out[level + 9][0, cell] = np.arange(10) / 10
        return out


def look(*faces, shape=(SIDE, SIDE), fill=1.0):
    return YuNet(FakeModel(*faces), 0.6)(np.zeros((*shape, 3), np.uint8), fill)


def test_box_and_landmarks_are_decoded_per_stride() -> None:
    seen = look((1, 1, 2, 0.9, 1.5))
    np.testing.assert_allclose(seen.scores, [0.9], rtol=1e-6)
    np.testing.assert_allclose(seen.boxes, [[28, 12, 24, 24]], rtol=1e-5)
    np.testing.assert_allclose(seen.landmarks[0, 0], (32, 17.6), rtol=1e-5)
    np.testing.assert_allclose(seen.landmarks[0, 4], (44.8, 30.4), rtol=1e-5)


def test_weak_faces_are_dropped_and_the_largest_is_first() -> None:
    seen = look((0, 0, 0, 0.59, 2), (0, 6, 6, 0.95, 1), (2, 0, 0, 0.7, 0.9))
    assert seen.boxes[:, 2].tolist() == pytest.approx([28.8, 8.0])


def test_overlapping_boxes_are_one_face_the_surest() -> None:
    seen = look((1, 1, 1, 0.8, 1.5), (1, 1, 2, 0.9, 4), (1, 2, 1, 0.7, 3.8))
    assert seen.scores.tolist() == pytest.approx([0.9, 0.8])


def test_nothing_is_an_answer() -> None:
    seen = look()
    assert len(seen) == 0
    assert seen.landmarks.shape == (0, 5, 2)


@pytest.mark.parametrize(("shape", "fill", "unit"), [((128, 64), 1, 2), ((32, 32), 1, 0.5)])
def test_positions_are_in_pixels_of_the_picture(shape, fill, unit) -> None:
    seen = look((1, 1, 2, 0.9, 1.5), shape=shape, fill=fill)
    np.testing.assert_allclose(
        seen.boxes, [[28 * unit, 12 * unit, 24 * unit, 24 * unit]], rtol=1e-5
    )


def test_letterbox_keeps_the_aspect_and_fills_with_black() -> None:
    model = FakeModel()
    YuNet(model, 0.6)(np.full((50, 100, 3), 200, np.uint8), 0.5)
    assert (model.seen[0][:16, :32] == 200).all()
    assert model.seen[0][16:].max() == 0
    assert model.seen[0][:, 32:].max() == 0
