"""What the pretended camera may do to a picture, and what it may not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.inference.training.plates.camera import photograph, place, quad, wear

SEEDS = st.integers(0, 2**32 - 1)


def picture(width: int = 160, height: int = 60) -> np.ndarray:
    across = np.linspace(0, 255, width, dtype=np.uint8)
    return np.repeat(np.tile(across, (height, 1))[..., None], 3, axis=2)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_size_stays(seed):
    before = picture()
    for change in (photograph, wear):
        after = change(before, np.random.default_rng(seed))
        assert (after.shape, after.dtype) == (before.shape, np.uint8)
    assert (before == picture()).all()


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_corners_go_round_from_the_top_left(seed):
    corners = quad((200, 100), 120, 3.1, np.random.default_rng(seed))
    area = 0.5 * sum(
        x * corners[(i + 1) % 4][1] - corners[(i + 1) % 4][0] * y
        for i, (x, y) in enumerate(corners)
    )
    assert area > 0  # clockwise, since y grows downwards
    assert corners[:2, 1].mean() < corners[2:, 1].mean()
    assert corners[[0, 3], 0].mean() < corners[[1, 2], 0].mean()


def test_only_the_quadrangle_is_painted():
    onto = np.zeros((100, 200, 3), np.uint8)
    corners = np.array(((50, 30), (150, 35), (148, 70), (52, 66)), np.float32)
    place(np.full((140, 440, 3), 255, np.uint8), onto, corners)
    assert onto[50, 100, 0] >= 250
    assert not onto[:28].any()
    assert not onto[:, :48].any()
    assert not onto[:, 153:].any()


def test_a_plate_outside_changes_nothing():
    onto = picture()
    corners = np.array(((500, 30), (600, 30), (600, 60), (500, 60)), np.float32)
    assert (place(np.zeros((140, 440, 3), np.uint8), onto, corners) == picture()).all()
