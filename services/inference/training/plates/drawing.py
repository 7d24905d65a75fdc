"""A plate as it leaves the press: ground, frame, characters, dot, in the layout of GA 36."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.training.plates.glyphs import glyph
from services.plate.grammar import RULE, Color, Kind

Picture = npt.NDArray[Any]  # (height, width, 3), bytes, BGR

SCALE = 1
"""Pixels per millimetre."""
_GROUNDS = {
    Color.BLUE: (160, 65, 10),
    Color.YELLOW: (20, 185, 245),
    Color.WHITE: (235, 235, 235),
    Color.BLACK: (25, 22, 20),
    Color.GREEN: (110, 190, 60),
}
_WHITE, _BLACK, _RED = (240, 240, 240), (25, 25, 25), (40, 30, 200)
_RED_MARKS = "警使领WJ"


@dataclass(frozen=True)
class Cell:
    """Where a character stands, in millimetres."""

    left: float
    top: float
    width: float
    height: float


def draw(text: str, dot: int, kind: Kind, color: Color, rng: np.random.Generator) -> Picture:
    """`dot` characters stand before the dot, or in the upper row of two."""
    rule = RULE[kind]
    width, height = rule.width_mm, rule.height_mm
    plate = _ground(kind, color, width * SCALE, height * SCALE, rng)
    ink = _WHITE if color in (Color.BLUE, Color.BLACK) or kind is Kind.AIRPORT else _BLACK
    cells, point = _two_rows(text, dot, rule.width_mm, rule.height_mm)
    if rule.rows == 1:
        cells, point = one_row(text, dot, width, height)
    for character, cell in zip(text, cells, strict=True):
        marked = character in _RED_MARKS and color is Color.WHITE
        _stamp(plate, glyph(character, rng), cell, _RED if marked else ink)
    if point and rng.random() < 0.9:
        middle = round(point[0] * SCALE), round(point[1] * SCALE)
        cv2.circle(plate, middle, round(rng.uniform(4, 6) * SCALE), ink, -1, cv2.LINE_AA)
    edge = round(rng.uniform(3, 6) * SCALE)
    last = plate.shape[1] - edge, plate.shape[0] - edge
    if kind not in (Kind.NEW_ENERGY_SMALL, Kind.NEW_ENERGY_LARGE) or rng.random() < 0.5:
        cv2.rectangle(plate, (edge, edge), last, ink, round(rng.uniform(1, 2.5) * SCALE))
    return plate


def _ground(kind: Kind, color: Color, width: int, height: int, rng: np.random.Generator) -> Picture:
    plate = np.empty((height, width, 3), np.float32)
    if color is Color.GREEN and kind is Kind.NEW_ENERGY_SMALL:
        fall = np.linspace(0, 1, height)[:, None, None] ** rng.uniform(0.7, 1.5)
        plate[:] = np.array(_WHITE) * (1 - fall) + np.array(_GROUNDS[Color.GREEN]) * fall
    elif color is Color.YELLOW_GREEN:
        plate[:] = _GROUNDS[Color.GREEN]
        plate[:, : round(width * 0.28)] = _GROUNDS[Color.YELLOW]
    else:
        plate[:] = _GROUNDS[color]
    if kind is Kind.TEMPORARY:
        waves = np.sin(np.arange(width) / rng.uniform(4, 12))[None, :, None] * 12
        plate += waves
    plate += rng.normal(0, 14, 3)
    return np.clip(plate, 0, 255).astype(np.uint8)


def one_row(text: str, dot: int, width: int, height: int) -> tuple[list[Cell], tuple[float, float]]:
    """GA 36: 45 mm characters 12 apart and 34 at the dot; 43 and 9 on the longer plates."""
    each, gap, wide = (43.0, 9.0, 49.0) if len(text) == 8 else (45.0, 12.0, 34.0)
    need = len(text) * each + (len(text) - 2) * gap + wide
    squeeze = min(1.0, (width - 20) / need)
    tall = min(90.0, height * 0.64)
    left = (width - need * squeeze) / 2
    cells, point = [], 0.0
    for i in range(len(text)):
        cells.append(Cell(left, (height - tall) / 2, each * squeeze, tall))
        left += (each + (wide if i == dot - 1 else gap)) * squeeze
        if i == dot - 1:
            point = left - wide * squeeze / 2
    return cells, (point, height / 2)


def _two_rows(
    text: str, dot: int, width: int, height: int
) -> tuple[list[Cell], tuple[float, float] | None]:
    """GA 36, 440×220: 80×60 mm characters above, 65×110 below; smaller plates alike."""
    x, y = width / 440, height / 220
    upper, lower = text[:dot], text[dot:]
    space = 70 if len(upper) == 2 else 20
    left = (440 - 80 * len(upper) - space * (len(upper) - 1)) / 2
    cells = [Cell((left + i * (80 + space)) * x, 15 * y, 80 * x, 60 * y) for i in range(len(upper))]
    left = (440 - 65 * len(lower) - 15 * (len(lower) - 1)) / 2
    cells += [Cell((left + i * 80) * x, 92 * y, 65 * x, 110 * y) for i in range(len(lower))]
    return cells, (width / 2, 45 * y) if len(upper) == 2 else None


def _stamp(plate: Picture, mask: npt.NDArray[Any], cell: Cell, ink: tuple[int, int, int]) -> None:
    left, top = round(cell.left * SCALE), round(cell.top * SCALE)
    size = round(cell.width * SCALE), round(cell.height * SCALE)
    share = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)[..., None] / 255.0
    area = plate[top : top + size[1], left : left + size[0]]
    share = share[: area.shape[0], : area.shape[1]]
    area[:] = (area * (1 - share) + np.array(ink) * share).astype(np.uint8)
