"""Real crops laid over drawn plates: where in a crop each character stands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.training.plates.drawing import Cell, Picture, one_row
from services.inference.training.plates.glyphs import Mask, standard
from services.plate.grammar import normalise

WIDTH, HEIGHT = 440, 140
"""Millimetres of a plate of one row and seven characters, and pixels here."""
DOT = 2
_STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4)
_EVERYWHERE = np.full((HEIGHT, WIDTH), 255, np.uint8)
_LOOSE = (1.0, 1.08, 1.18)
"""How much larger than its plate a crop may be, to begin with."""
_BLUR = 4.0
"""Pixels: what a crop of 94×24 loses of a plate."""

Map = npt.NDArray[Any]  # (3, 3), floats


@dataclass(frozen=True)
class Laid:
    """A crop whose plate was found."""

    text: str
    crop: Picture
    matrix: Map
    """From millimetres of the plate to pixels of the crop."""
    correlation: float

    def flat(self) -> npt.NDArray[Any]:
        """The plate itself, HEIGHT × WIDTH × 3 floats, BGR. Red, which blue grounds lack, is the
        light of the paint."""
        return cv2.warpPerspective(
            self.crop.astype(np.float32),
            self.matrix,
            (WIDTH, HEIGHT),
            flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        )


def cells(text: str) -> list[Cell]:
    return one_row(text, DOT, WIDTH, HEIGHT)[0]


def lay(path: Path, glyph: Callable[[str], Mask] = standard) -> Laid | None:
    """The crop `path`, named by its text, under the plate that best fits it (enhanced correlation
    coefficient, Evangelidis and Psarakis 2008); None where none does."""
    text = normalise(path.stem.partition("_")[0])
    crop: Any = cv2.imread(str(path))
    height, width = crop.shape[:2]
    large = cv2.resize(
        crop[..., 2].astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    template = cv2.GaussianBlur(_drawn(text, glyph), (0, 0), _BLUR)
    tries = [_fit(template, large, loose) for loose in _LOOSE]
    correlation, matrix = max(tries, key=lambda each: each[0])
    if correlation <= 0:
        return None
    smaller = np.diag((width / WIDTH, height / HEIGHT, 1.0))
    return Laid(text, crop, smaller @ matrix, correlation)


def _drawn(text: str, glyph: Callable[[str], Mask]) -> npt.NDArray[Any]:
    plate = np.zeros((HEIGHT, WIDTH), np.float32)
    for character, cell in zip(text, cells(text), strict=True):
        left, top, size = round(cell.left), round(cell.top), (round(cell.width), round(cell.height))
        drawn = cv2.resize(glyph(character), size, interpolation=cv2.INTER_AREA)
        plate[top : top + size[1], left : left + size[0]] = drawn
    return plate


def _fit(template: npt.NDArray[Any], large: npt.NDArray[Any], loose: float) -> tuple[float, Map]:
    start = np.diag((1 / loose, 1 / loose, 1.0)).astype(np.float32)
    start[:2, 2] = np.array((WIDTH, HEIGHT)) / 2 * (1 - 1 / loose)
    try:
        _, affine = cv2.findTransformECC(
            template, large, start[:2].copy(), cv2.MOTION_AFFINE, _STEPS, _EVERYWHERE, 5
        )
        start[:2] = affine
        correlation, matrix = cv2.findTransformECC(
            template, large, start, cv2.MOTION_HOMOGRAPHY, _STEPS, _EVERYWHERE, 5
        )
    except cv2.error:  # it ran away
        return 0.0, start
    return correlation, matrix
