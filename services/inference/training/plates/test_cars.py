"""Cars and drive-ups that the detector learns from."""

import cv2
import numpy as np
import pytest

from services.inference.training.plates import scenes
from services.inference.training.plates.camera import quad
from services.inference.training.plates.cars import PLATE, SIDE, draw_car
from services.inference.training.plates.streets import drive_up


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("seed", range(20))
def test_a_car_has_room_for_its_plate_between_its_lamps(seed):
    car = draw_car(rng(seed))
    x, y = car.middle
    half = PLATE * SIDE / 2
    row = car.mask[round(y), round(x - half) : round(x + half)]
    assert row.min() == 255
    (left, top), (right, _) = car.lamps
    assert left < x - half
    assert x + half < right
    assert top < y


@pytest.mark.parametrize("seed", range(20))
def test_a_car_is_turned_as_its_plate_is(seed):
    """A plate of a known colour, painted on the car before it is put down, lies in the corners."""
    car = draw_car(rng(seed))
    half = np.array((1, 140 / 440)) * PLATE * SIDE / 2
    low, high = (np.round(car.middle + sign * half).astype(int) for sign in (-1, 1))
    car.picture[low[1] : high[1], low[0] : high[0]] = (255, 0, 255)
    street = np.zeros((400, 500, 3), np.uint8)
    corners = quad((250, 200), 100, 440 / 140, rng(seed), aside=True)
    scenes._put(street, car, corners, 440 / 140, rng(seed))
    inner = np.zeros(street.shape[:2], np.uint8)
    shrunk = corners.mean(0) + (corners - corners.mean(0)) * 0.7
    cv2.fillConvexPoly(inner, shrunk.round().astype(np.int32), 1)
    assert (street[inner == 1] == (255, 0, 255)).all(-1).mean() > 0.95


@pytest.mark.parametrize("seed", range(20))
def test_drive_ups_differ_and_come_again(seed):
    one = drive_up(320, 240, rng(seed))
    assert (one.shape, one.dtype) == ((240, 320, 3), np.uint8)
    assert (one == drive_up(320, 240, rng(seed))).all()
    assert (one != drive_up(320, 240, rng(seed + 1))).any()
