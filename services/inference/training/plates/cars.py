"""Fronts and rears of cars, drawn flat: paint that mirrors, glass, lamps, grilles, wheels.

What a detector takes for plates on real cars is what fills them: slats, lamps, badges. So they
are drawn in plenty, and none of them is labelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.training.plates.drawing import Picture

PLATE = 0.244
"""Width of a plate of 440 mm on a car of 1.8 m."""
SIDE = 480
"""Pixels of a car's width."""
_TALL = 0.86  # of its picture
_PAINTS = ((235, 235, 235), (25, 25, 25), (150, 150, 150), (90, 90, 95), (190, 190, 185))
_COLOURFUL = ((40, 30, 160), (150, 70, 30), (40, 90, 40), (60, 120, 160), (40, 60, 90))
_BADGES = ("TOYOTA", "HAVAL", "BMW 320", "2.0T", "1.8L", "4WD", "AUDI A6L", "SPORT", "CRV", "X5")

Mask = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Car:
    picture: Picture
    mask: Mask  # 255 where it hides what is behind
    middle: tuple[float, float]  # of its plate, pixels
    lamps: Points  # (2, 2) pixels


class _Canvas:
    """Places in widths of the car: x from its middle, y upwards from the ground."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.picture = np.zeros((round(SIDE * _TALL), round(SIDE * 1.08), 3), np.uint8)
        self.mask: Mask = np.zeros(self.picture.shape[:2], np.uint8)

    def at(self, x: float, y: float) -> tuple[int, int]:
        height, width = self.mask.shape
        return round(width / 2 + x * SIDE), round(height - y * SIDE)

    def shape(
        self, half: list[tuple[float, float]], tone: Sequence[float], solid: bool = False
    ) -> None:
        """A polygon and its mirror image, given by the half on the right."""
        right = [self.at(x, y) for x, y in half]
        left = [self.at(-x, y) for x, y in reversed(half)]
        outline = np.array(right + left, np.int32)
        cv2.fillPoly(self.picture, [outline], tone, cv2.LINE_AA)
        if solid:
            cv2.fillPoly(self.mask, [outline], 255, cv2.LINE_AA)

    def grey(self, low: int, high: int) -> tuple[int, int, int]:
        level = int(self.rng.integers(low, high))
        return level, level, level

    def about(self, value: float, share: float = 0.15) -> float:
        return value * float(self.rng.uniform(1 - share, 1 + share))


def draw_car(rng: np.random.Generator) -> Car:
    on = _Canvas(rng)
    rear = rng.random() < 0.35
    hood, roof = on.about(0.5, 0.12), on.about(0.76, 0.08)
    _wheels(on)
    _cabin(on, hood, roof)
    _paint(on, hood)
    lamps = _lamps(on, hood, rear)
    if not rear:
        _grille(on, hood)
    _bumper(on)
    _badge(on, hood, rear)
    y = on.about(hood * 0.62 if rear else 0.25, 0.2)
    if rng.random() < 0.5:
        _recess(on, y)
    _mirrored(on)
    return Car(
        on.picture, on.mask, on.at(float(rng.normal(0, 0.01)), y), np.array(lamps, np.float32)
    )


def _wheels(on: _Canvas) -> None:
    for side in (-1, 1):
        inner, outer = sorted((on.at(side * 0.47, 0)[0], on.at(side * 0.36, 0)[0]))
        box = (inner, on.at(0, 0.26)[1]), (outer, on.at(0, 0)[1])
        for layer, tone in ((on.picture, on.grey(10, 45)), (on.mask, (255,) * 3)):
            cv2.rectangle(layer, *box, tone, -1)


def _cabin(on: _Canvas, hood: float, roof: float) -> None:
    wide, narrow = on.about(0.44, 0.05), on.about(0.33, 0.1)
    on.shape([(wide, hood - 0.04), (narrow, roof), (0, roof + 0.015)], on.grey(20, 220), True)
    glass = [(wide - 0.04, hood), (narrow - 0.02, roof - 0.035), (0, roof - 0.02)]
    on.shape(glass, on.grey(15, 130))
    for _ in range(int(on.rng.integers(4))):  # seats, people, what is mirrored
        x, y = float(on.rng.uniform(-0.28, 0.28)), float(on.rng.uniform(hood, roof - 0.06))
        size = round(SIDE * on.rng.uniform(0.02, 0.07)), round(SIDE * on.rng.uniform(0.02, 0.08))
        cv2.ellipse(on.picture, on.at(x, y), size, 0, 0, 360, on.grey(20, 200), -1, cv2.LINE_AA)


def _paint(on: _Canvas, hood: float) -> None:
    paints = _PAINTS if on.rng.random() < 0.75 else _COLOURFUL
    tone = np.array(paints[int(on.rng.integers(len(paints)))], np.float64)
    tone = np.clip(tone + on.rng.normal(0, 14), 5, 250)
    side, low = on.about(0.49, 0.03), on.about(0.12, 0.3)
    body = [(side - 0.05, low), (side, low + 0.1), (side, hood - 0.1), (side - 0.06, hood)]
    before = on.picture.copy()
    on.shape([*body, (0, hood + 0.02)], tuple(tone), True)
    painted = (on.picture != before).any(-1)
    # Rounded: lighter towards the sky, darker below and at the sides.
    height, width = painted.shape
    down = np.linspace(on.rng.uniform(1.0, 1.5), on.rng.uniform(0.45, 0.9), height)[:, None]
    across = 1 - on.rng.uniform(0, 0.35) * np.linspace(-1, 1, width)[None] ** 2
    shaded = np.clip(on.picture * (down * across)[..., None], 0, 255).astype(np.uint8)
    on.picture[painted] = shaded[painted]
    for height_ in (hood - on.rng.uniform(0.05, 0.12), on.rng.uniform(0.3, 0.4)):  # seams
        tone_ = tuple(int(v) for v in tone * on.rng.uniform(0.4, 0.8))
        cv2.line(on.picture, on.at(-side, height_), on.at(side, height_), tone_, 1, cv2.LINE_AA)


def _lamps(on: _Canvas, hood: float, rear: bool) -> list[tuple[int, int]]:
    x, y = on.about(0.37, 0.06), hood - on.about(0.11, 0.3)
    wide, tall, lean = on.about(0.09, 0.3), on.about(0.045, 0.4), float(on.rng.uniform(-0.02, 0.05))
    corners = [(x - wide, y - tall + lean), (x + wide, y - tall), (x + wide, y + tall)]
    corners.append((x - wide, y + tall * 0.6 - lean))
    red = (int(on.rng.integers(20, 90)),) * 2 + (int(on.rng.integers(110, 230)),)
    for side in (-1, 1):
        outline = np.array([on.at(side * a, b) for a, b in corners], np.int32)
        cv2.fillPoly(on.picture, [outline], red if rear else on.grey(90, 230), cv2.LINE_AA)
        for _ in range(int(on.rng.integers(1, 4))):
            spot = on.at(side * (x + on.rng.uniform(-0.7, 0.7) * wide), y + on.rng.normal(0, 0.01))
            size = round(SIDE * tall * on.rng.uniform(0.3, 0.8))
            cv2.circle(on.picture, spot, size, on.grey(120, 256), -1, cv2.LINE_AA)
            cv2.circle(on.picture, spot, size, on.grey(20, 120), 1, cv2.LINE_AA)
        cv2.polylines(on.picture, [outline], True, on.grey(20, 255), 1, cv2.LINE_AA)
    return [on.at(-x, y), on.at(x, y)]


def _grille(on: _Canvas, hood: float) -> None:
    wide, tall = on.about(0.2, 0.4), on.about(0.05, 0.5)
    y = hood - 0.07 - tall
    half = [(wide * on.rng.uniform(0.7, 1), y - tall), (wide, y + tall)]
    on.shape(half, on.grey(5, 70))
    (left, top), (right, bottom) = on.at(-wide * 0.9, y + tall), on.at(wide * 0.9, y - tall)
    gap, thick, tone = int(on.rng.integers(5, 18)), int(on.rng.integers(1, 4)), on.grey(60, 245)
    if on.rng.random() < 0.65:
        for row in range(top + gap // 2, bottom, gap):
            cv2.line(on.picture, (left, row), (right, row), tone, thick, cv2.LINE_AA)
    if on.rng.random() < 0.5:
        for column in range(left + gap // 2, right, gap):
            cv2.line(on.picture, (column, top), (column, bottom), tone, thick, cv2.LINE_AA)
    if on.rng.random() < 0.6:  # chrome
        edge = np.array(
            [on.at(x, z) for x, z in (*half, *((-a, b) for a, b in half[::-1]))], np.int32
        )
        cv2.polylines(
            on.picture, [edge], True, on.grey(150, 256), int(on.rng.integers(1, 5)), cv2.LINE_AA
        )
    if on.rng.random() < 0.8:
        size = round(SIDE * on.rng.uniform(0.02, 0.05)), round(SIDE * on.rng.uniform(0.015, 0.04))
        middle = on.at(0, y)
        for shrink in (1.0, 0.7, 0.35):
            axes = round(size[0] * shrink), round(size[1] * shrink)
            cv2.ellipse(on.picture, middle, axes, 0, 0, 360, on.grey(80, 256), 2, cv2.LINE_AA)


def _bumper(on: _Canvas) -> None:
    y = on.about(0.16, 0.15)
    wide, tall = on.about(0.26, 0.4), on.about(0.025, 0.5)
    on.shape([(wide * 0.85, y - tall), (wide, y + tall)], on.grey(5, 90))
    if on.rng.random() < 0.6:
        (left, top), (right, bottom) = on.at(-wide * 0.8, y + tall), on.at(wide * 0.8, y - tall)
        for row in range(top + 3, bottom, int(on.rng.integers(4, 9))):
            cv2.line(on.picture, (left, row), (right, row), on.grey(40, 160), 1)
    if on.rng.random() < 0.6:  # fog lamps
        x, z, size = on.about(0.37, 0.1), on.about(0.19, 0.15), round(SIDE * on.about(0.022, 0.4))
        for side in (-1, 1):
            middle = on.at(side * x, z)
            axes = round(size * on.rng.uniform(1, 2.2)), size
            cv2.ellipse(on.picture, middle, axes, 0, 0, 360, on.grey(10, 120), -1, cv2.LINE_AA)
            cv2.circle(on.picture, middle, round(size * 0.7), on.grey(120, 256), -1, cv2.LINE_AA)


def _badge(on: _Canvas, hood: float, rear: bool) -> None:
    """Letters of the maker, mostly on the rear."""
    if on.rng.random() > (0.7 if rear else 0.15):
        return
    text = _BADGES[int(on.rng.integers(len(_BADGES)))]
    spot = on.at(float(on.rng.uniform(-0.35, 0.15)), hood - on.about(0.06, 0.3))
    size = float(on.rng.uniform(0.4, 0.9))
    cv2.putText(
        on.picture, text, spot, cv2.FONT_HERSHEY_DUPLEX, size, on.grey(100, 256), 1, cv2.LINE_AA
    )


def _recess(on: _Canvas, y: float) -> None:
    """Where the plate hangs: darker or framed."""
    wide, tall = on.about(0.15, 0.15), on.about(0.06, 0.25)
    on.shape([(wide, y - tall), (wide, y + tall)], on.grey(10, 200))


def _mirrored(on: _Canvas) -> None:
    """Sky, trees and houses on the paint and the glass."""
    glow = np.zeros(on.mask.shape, np.float32)
    for _ in range(int(on.rng.integers(1, 6))):
        start = on.at(float(on.rng.uniform(-0.5, 0.5)), float(on.rng.uniform(0.1, 0.8)))
        end = on.at(float(on.rng.uniform(-0.5, 0.5)), float(on.rng.uniform(0.1, 0.8)))
        cv2.line(glow, start, end, float(on.rng.normal(0, 50)), int(on.rng.integers(2, 30)))
    soft = cv2.GaussianBlur(glow, (0, 0), float(on.rng.uniform(2, 9)))
    lit = np.clip(on.picture + soft[..., None], 0, 255)
    on.picture[:] = cv2.GaussianBlur(lit, (0, 0), float(on.rng.uniform(0.3, 1.0))).astype(np.uint8)
