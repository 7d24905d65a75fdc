"""Quadrangles to strips."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inference.rectification import aspect, corners_of, rectify, rows_of


def upright(width: float, height: float, left: float = 20, top: float = 30) -> np.ndarray:
    sides = ((0, 0), (width, 0), (width, height), (0, height))
    return np.add(sides, (left, top), dtype=np.float32)


def painted(width: int, height: int) -> np.ndarray:
    """Left half red, right half blue, lower half with green added."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2, 2] = picture[:, width // 2 :, 0] = 200
    picture[height // 2 :, :, 1] = 200
    return picture


@pytest.mark.parametrize(
    ("width", "height", "rows"), [(440, 140, 1), (480, 140, 1), (440, 220, 2), (300, 165, 2)]
)
def test_rows_follow_the_sides(width, height, rows):
    assert rows_of(upright(width, height)) == rows


def test_corners_of_a_picture_are_its_own():
    picture = np.zeros((24, 94, 3), np.uint8)
    assert aspect(corners_of(picture)) == pytest.approx(94 / 24)


def test_one_row_is_stretched_as_it_is():
    picture = painted(314, 100)
    strip = rectify(picture, corners_of(picture), 168, 1)
    assert strip.shape == (48, 168, 3)
    wanted = cv2.resize(picture, (168, 48), interpolation=cv2.INTER_AREA)
    assert np.abs(strip.astype(int) - wanted).mean() < 6


def test_two_rows_stand_side_by_side():
    strip = rectify(painted(440, 220), upright(440, 220, 0, 0), 168, 2)
    assert strip.shape == (48, 168, 3)
    top, bottom = strip[:, :40], strip[:, 60:]
    assert top[..., 1].mean() < 30  # the upper row has no green
    assert bottom[..., 1].mean() > 150


@given(st.floats(-0.5, 0.5), st.floats(0.6, 3))
def test_a_turned_plate_becomes_upright(angle, size):
    flat = painted(220, 70)
    turn = cv2.getRotationMatrix2D((0, 0), np.degrees(angle), size)
    turn[:, 2] += 400
    canvas = cv2.warpAffine(flat, turn, (1000, 1000))
    corners = (np.hstack((corners_of(flat), np.ones((4, 1)))) @ turn.T).astype(np.float32)
    strip = rectify(canvas, corners, 168, 1)
    wanted = cv2.resize(flat, (168, 48))
    inner = (slice(4, 20), slice(8, 76))
    assert np.abs(strip[inner].astype(int) - wanted[inner]).mean() < 12


def test_corners_outside_the_picture_are_filled_from_its_edge():
    strip = rectify(painted(100, 40), upright(200, 60, -50, -10), 168, 1)
    assert strip.shape == (48, 168, 3)
    assert strip[0, 0].any()
