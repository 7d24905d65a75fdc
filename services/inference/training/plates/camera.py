"""From the press to the camera's file: what roads, weather, lenses and codecs do to a plate."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.training.plates.drawing import Picture

Shot = npt.NDArray[Any]  # (height, width, 3), floats, BGR
Corners = npt.NDArray[Any]  # (4, 2): top left, top right, bottom right, bottom left


def wear(plate: Picture, rng: np.random.Generator) -> Picture:
    """Screws, dirt, scratches, a frame of the dealer's, a tow bar before it."""
    worn = plate.copy()
    height, width = worn.shape[:2]
    if rng.random() < 0.6:
        for x in (0.17, 0.83):
            middle = round(width * (x + rng.normal(0, 0.02))), round(height * 0.08)
            cv2.circle(worn, middle, round(rng.uniform(2, 6)), _grey(rng), -1, cv2.LINE_AA)
    for _ in range(rng.poisson(0.8)):
        blot = tuple(int(v) for v in rng.integers(30, 120, 3))
        middle = int(rng.integers(width)), int(rng.integers(height))
        axes = int(rng.integers(3, width // 8)), int(rng.integers(2, height // 4))
        cover = worn.copy()
        cv2.ellipse(cover, middle, axes, float(rng.uniform(0, 180)), 0, 360, blot, -1)
        worn = cv2.addWeighted(cover, share := float(rng.uniform(0.1, 0.5)), worn, 1 - share, 0)
    if rng.random() < 0.15:  # part of the edge is hidden
        depth = round(height * rng.uniform(0.03, 0.1))
        worn[-depth:] = _grey(rng)
    if rng.random() < 0.3:
        edge = round(rng.uniform(3, 12))
        worn = cv2.copyMakeBorder(
            worn, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=_grey(rng)
        )
        worn = cv2.resize(worn, (width, height), interpolation=cv2.INTER_AREA)
    return worn


def _grey(rng: np.random.Generator) -> tuple[int, int, int]:
    level = int(rng.integers(20, 220))
    return level, level, level


def place(plate: Picture, onto: Picture, corners: Corners) -> Picture:
    """The plate seen with its corners there."""
    across = max(8.0, float(np.linalg.norm(corners[1] - corners[0])))
    shrink = min(1.0, 1.4 * across / plate.shape[1])
    small = cv2.resize(plate, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    source = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    left, top = np.maximum(np.floor(corners.min(0)).astype(int) - 1, 0)
    right, bottom = np.ceil(corners.max(0)).astype(int) + 1
    area = onto[top:bottom, left:right]
    if not area.size:
        return onto
    shift = np.array(((1, 0, -left), (0, 1, -top), (0, 0, 1)), np.float64)
    size = area.shape[1], area.shape[0]
    seen = cv2.warpPerspective(small, shift @ matrix, size, flags=cv2.INTER_LINEAR)
    full = np.full((height, width), 255, np.uint8)
    share = cv2.warpPerspective(full, shift @ matrix, size)[..., None] / np.float32(255)
    area[:] = (area * (1 - share) + seen * share).astype(np.uint8)
    return onto


def quad(
    middle: tuple[float, float],
    width: float,
    aspect: float,
    rng: np.random.Generator,
    aside: bool = False,
) -> Corners:
    """Corners of a plate seen from a gate: turned, tilted, sheared, a little out of plane; or
    from far `aside`, as of a car that still turns in."""
    height = width / aspect
    base = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1)), np.float32) * (width / 2, height / 2)
    base[:, 0] *= rng.uniform(0.5 if aside else 0.8, 1.0)
    angle = rng.normal(0, 0.16 if aside else 0.09)
    turn = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    shear = np.array(((1, rng.normal(0, 0.12)), (rng.normal(0, 0.06), 1)))
    away = 1 + rng.normal(0, 0.04, (4, 1))
    corners: Corners = ((base * away) @ shear.T @ turn.T + middle).astype(np.float32)
    return corners


def photograph(picture: Picture, rng: np.random.Generator) -> Picture:
    """Light, weather, lens, sensor and codec, each by chance."""
    shot = _light(picture.astype(np.float32), rng)
    if rng.random() < 0.12:
        shot = _rain(shot, rng)
    shot = _blur(shot, rng)
    shot += rng.normal(0, rng.uniform(0, 9), shot.shape).astype(np.float32)
    shot8 = np.clip(shot, 0, 255).astype(np.uint8)
    if rng.random() < 0.85:
        quality = int(rng.integers(25, 96))
        coded = cv2.imencode(".jpg", shot8, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return cv2.imdecode(coded, cv2.IMREAD_COLOR)  # type: ignore[return-value]
    return shot8


def _light(shot: Shot, rng: np.random.Generator) -> Shot:
    height, width = shot.shape[:2]
    gain = np.exp(rng.normal(0, 0.45)) * (1 + rng.normal(0, 0.06, 3))
    across = np.linspace(-1, 1, width)[None, :, None] * rng.normal(0, 0.18)
    down = np.linspace(-1, 1, height)[:, None, None] * rng.normal(0, 0.18)
    lit = shot * gain.astype(np.float32) * np.clip(1 + across + down, 0.3, 1.8)
    if rng.random() < 0.25:  # an edge of shadow
        x, slope = rng.uniform(0, width), rng.normal(0, 1)
        shadow = (np.arange(width)[None] + np.arange(height)[:, None] * slope) > x
        lit *= np.where(shadow, rng.uniform(0.4, 0.8), 1.0)[..., None]
    if rng.random() < 0.15:  # glare
        spot = np.exp(
            -(
                ((np.arange(width) - rng.uniform(0, width)) / (width * rng.uniform(0.05, 0.3)))[
                    None
                ]
                ** 2
                + ((np.arange(height) - rng.uniform(0, height)) / (height * rng.uniform(0.1, 0.5)))[
                    :, None
                ]
                ** 2
            )
        )
        lit += spot[..., None] * rng.uniform(40, 160)
    if rng.random() < 0.2:  # fog, or little contrast
        lit = lit * (keep := rng.uniform(0.4, 0.9)) + rng.uniform(60, 180) * (1 - keep)
    lit32: Shot = lit.astype(np.float32)
    return lit32


def _rain(shot: Shot, rng: np.random.Generator) -> Shot:
    height, width = shot.shape[:2]
    streaks = np.zeros((height, width), np.float32)
    lean = rng.uniform(-0.4, 0.4)
    for _ in range(int(width * height / 900)):
        x, y, length = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(3, height / 5)
        end = round(x + lean * length), round(y + length)
        cv2.line(streaks, (round(x), round(y)), end, float(rng.uniform(20, 90)), 1)
    wet: Shot = shot + cv2.GaussianBlur(streaks, (3, 3), 0)[..., None]
    return wet


def _blur(shot: Shot, rng: np.random.Generator) -> Shot:
    chance = rng.random()
    if chance < 0.45:
        return cv2.GaussianBlur(shot, (0, 0), float(rng.uniform(0.3, 1.3)))
    if chance < 0.65:
        length = int(rng.integers(2, 7))
        kernel = np.zeros((2 * length + 1,) * 2, np.float32)
        angle = rng.normal(0, 0.5)
        tip = np.array((np.cos(angle), np.sin(angle))) * length / 2
        start, end = np.round(length - tip).astype(int), np.round(length + tip).astype(int)
        ends = [(int(x), int(y)) for x, y in (start, end)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        return cv2.filter2D(shot, -1, kernel / kernel.sum())
    return shot
