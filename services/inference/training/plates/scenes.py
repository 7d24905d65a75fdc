"""Streets with cars, and what on them looks like a plate but is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from services.inference.training.plates import texts
from services.inference.training.plates.camera import Corners, photograph, place, quad, wear
from services.inference.training.plates.cars import PLATE, SIDE, Car, draw_car
from services.inference.training.plates.drawing import Picture, draw
from services.inference.training.plates.streets import drive_up
from services.plate.grammar import RULE, Color, Kind

VERSION = 4
"""Of the generator: a change of what a seed draws raises it."""

_PACKAGES = ("skimage", "sklearn", "matplotlib", "ultralytics", "scipy")
SIGN_FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
_SIGN_WORDS = "停车场出入口物业超市小区营业便利店水果烟酒修理洗车公安派出所安全通道消防禁止"


_NIGHT, _REAL, _DRAWN, _WORN, _ASIDE = 0.25, 0.25, 0.6, 0.85, 0.25
"""Shares: of scenes at night, of real crops among plates, of streets that are drawn, of plates on
cars, of plates seen from far aside."""

Crop = tuple[Picture, str]
"""A real plate and its text."""


@dataclass(frozen=True)
class Label:
    text: str
    kind: Kind
    color: Color
    corners: Corners


def plate(rng: np.random.Generator, kind: Kind | None = None) -> tuple[Picture, str, Kind, Color]:
    """A worn plate of a random text, flat."""
    kind = kind or texts.kind(rng)
    text, dot = texts.text(kind, rng)
    colors = RULE[kind].colors
    color = colors[int(rng.integers(len(colors)))]
    return wear(draw(text, dot, kind, color, rng), rng), text, kind, color


def close_up(
    rng: np.random.Generator, kind: Kind | None = None, width: float | None = None
) -> tuple[Picture, Label]:
    """One plate on a piece of car, photographed; 55 to 230 pixels wide unless said."""
    flat, text, kind, color = plate(rng, kind)
    wide = width or float(np.exp(rng.uniform(np.log(55), np.log(230))))
    aspect = flat.shape[1] / flat.shape[0]
    size = round(wide * 1.5), round(wide / aspect * 2.4)
    around = _surroundings(size[0], size[1], rng)
    corners = quad((size[0] / 2, size[1] / 2), wide, aspect, rng)
    return photograph(place(flat, around, corners), rng), Label(text, kind, color, corners)


def scene(
    rng: np.random.Generator, width: int, height: int, real: Sequence[Crop] = ()
) -> tuple[Picture, list[Label]]:
    """A street with up to three cars, and things that look like plates.

    A quarter of the cars wear one of the `real` crops, if there are any.
    """
    drawn = rng.random() < _DRAWN
    street = drive_up(width, height, rng) if drawn else _street(width, height, rng)
    for _ in range(rng.poisson(1.2)):
        _decoy(street, rng)
    labels: list[Label] = []
    lamps: list[Corners] = []
    for _ in range(int(rng.choice((0, 1, 2, 3), p=(0.12, 0.58, 0.2, 0.1)))):
        _stop(street, labels, lamps, rng, real)
    if rng.random() < _NIGHT:
        street = _night(street, labels, lamps, rng)
    return photograph(street, rng), labels


def one_car(
    rng: np.random.Generator, kind: Kind, width: int, height: int, wide: float
) -> tuple[Picture, Label]:
    """A street with one car, whose plate is `wide` pixels wide."""
    street = drive_up(width, height, rng)
    flat, text, kind, color = plate(rng, kind)
    middle = width * float(rng.uniform(0.4, 0.6)), height * float(rng.uniform(0.6, 0.75))
    aspect = flat.shape[1] / flat.shape[0]
    corners = quad(middle, wide, aspect, rng)
    _put(street, draw_car(rng), corners, aspect, rng)
    return photograph(place(flat, street, corners), rng), Label(text, kind, color, corners)


def _night(
    street: Picture, labels: Sequence[Label], lamps: Sequence[Corners], rng: np.random.Generator
) -> Picture:
    """Little light but that of headlamps, which dazzle, and of a flash, which plates throw back."""
    height, width = street.shape[:2]
    dark = street * rng.uniform(0.12, 0.5)
    down, across = np.mgrid[:height, :width]
    if rng.random() < 0.5:
        back = np.zeros((height, width), np.uint8)
        for label in labels:
            cv2.fillConvexPoly(back, label.corners.round().astype(np.int32), 255)
        dark += street * (back[..., None] / 255) * rng.uniform(0.2, 0.8)
    if rng.random() < 0.8:
        glow = rng.uniform(0.15, 0.9)
        for x, y in np.concatenate(lamps) if lamps else ():
            away = np.hypot(across - x, down - y)
            size = height * 0.06 * rng.uniform(0.3, 1) * glow
            dark += 255 * np.exp(-((away / max(1.0, size)) ** 2))[..., None]
    if rng.random() < 0.3:
        dark[:] = dark.mean(-1, keepdims=True)  # infrared
    return np.clip(dark, 0, 255).astype(np.uint8)


def _stop(
    street: Picture,
    others: list[Label],
    lamps: list[Corners],
    rng: np.random.Generator,
    real: Sequence[Crop],
) -> None:
    """A car stops, or a plate alone, where there is room."""
    height, width = street.shape[:2]
    flat, text, kind, color = plate(rng)
    wide = float(np.exp(rng.uniform(np.log(22), np.log(width * 0.42))))
    if real and rng.random() < _REAL:
        flat, text = real[int(rng.integers(len(real)))]
        kind, color, wide = Kind.SMALL, Color.BLUE, float(rng.uniform(40, 130))
    aspect = flat.shape[1] / flat.shape[0]
    middle = (
        float(rng.uniform(wide * 0.6, width - wide * 0.6)),
        float(rng.uniform(wide * 0.4, height - wide * 0.4)),
    )
    corners = quad(middle, wide, aspect, rng, aside=rng.random() < _ASIDE)
    if any(np.linalg.norm(other.corners.mean(0) - middle) < wide * 4 for other in others):
        return
    if corners.min() < 1 or (corners.max(0) > (width - 2, height - 2)).any():
        return
    if rng.random() < _WORN:
        lamps.append(_put(street, draw_car(rng), corners, aspect, rng))
    place(flat, street, corners)
    others.append(Label(text, kind, color, corners))


def _put(
    street: Picture, car: Car, corners: Corners, aspect: float, rng: np.random.Generator
) -> Corners:
    """The car as its plate is turned; returns where its lamps are."""
    half = np.array((1, 1 / aspect)) * PLATE * SIDE / 2
    flat = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1))) * half + car.middle
    # Of the plate's perspective only what an affine view keeps: small errors of four near
    # corners would throw the far ones of a car anywhere.
    matrix, _ = cv2.estimateAffine2D(flat.astype(np.float32), corners, method=cv2.LMEDS)
    size = street.shape[1], street.shape[0]
    if rng.random() < 0.7:
        _shade(street, car, matrix, float(rng.uniform(0.2, 0.7)))
    seen = cv2.warpAffine(car.picture, matrix, size, flags=cv2.INTER_AREA)
    share = cv2.warpAffine(car.mask, matrix, size)[..., None] / np.float32(255)
    street[:] = (street * (1 - share) + seen * share).astype(np.uint8)
    return (car.lamps @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


def _shade(street: Picture, car: Car, matrix: npt.NDArray[Any], share: float) -> None:
    """Below and beside the car."""
    height, width = car.mask.shape
    spot = np.zeros((height, width), np.uint8)
    axes = round(width * 0.48), round(height * 0.12)
    cv2.ellipse(spot, (width // 2, round(height * 0.93)), axes, 0, 0, 360, 255, -1)
    size = street.shape[1], street.shape[0]
    soft = cv2.GaussianBlur(cv2.warpAffine(spot, matrix, size), (0, 0), size[0] * 0.012)
    street[:] = (street * (1 - soft[..., None] * (share / 255))).astype(np.uint8)


def _decoy(street: Picture, rng: np.random.Generator) -> None:
    """A shop sign, a clock burned in, a roof sign, a sticker: text that is no plate."""
    height, width = street.shape[:2]
    size = int(rng.integers(9, 34))
    chance = rng.random()
    if chance < 0.4:
        text = "".join(rng.choice(list(_SIGN_WORDS), int(rng.integers(2, 8))))
    elif chance < 0.75:
        clock = datetime(2000, 1, 1) + timedelta(seconds=int(rng.integers(2**31)))
        text = str(clock)[: int(rng.integers(8, 20))]
    else:
        text = str(
            rng.choice(
                ["TAXI", "出租", "0000/00001", "BMW", "TOYOTA", "4S店", "实习", "VIP", "120"]
            )
        )
    font = ImageFont.truetype(SIGN_FONT, size)
    box = font.getbbox(text)
    wide, tall = round(box[2] + size * 0.6), round(box[3] + size * 0.4)
    ground, ink = _any(rng), _any(rng)
    sign = Image.new("RGB", (wide, tall), ground)
    ImageDraw.Draw(sign).text((size * 0.3, size * 0.1), text, fill=ink, font=font)
    x, y = int(rng.integers(max(1, width - wide))), int(rng.integers(max(1, height - tall)))
    area = street[y : y + tall, x : x + wide]
    drawn = np.asarray(sign)[: area.shape[0], : area.shape[1]]
    if chance < 0.6 or rng.random() < 0.4:
        area[:] = drawn
    else:  # burned in: no ground of its own
        inked = (drawn == np.array(ink, np.uint8)).all(-1)
        area[inked] = ink


def _any(rng: np.random.Generator) -> tuple[int, int, int]:
    blue, green, red = (int(v) for v in rng.integers(0, 256, 3))
    return blue, green, red


def _surroundings(width: int, height: int, rng: np.random.Generator) -> Picture:
    if rng.random() < 0.5:
        return _street(width, height, rng)
    flat = np.empty((height, width, 3), np.float32)
    flat[:] = rng.integers(0, 256, 3) if rng.random() < 0.4 else rng.integers(0, 256)
    flat += np.linspace(-1, 1, height)[:, None, None] * rng.normal(0, 30)
    for _ in range(rng.poisson(2)):
        level = int(rng.integers(0, 255))
        y = int(rng.integers(height))
        cv2.line(
            flat,
            (0, y),
            (width, y + int(rng.integers(-9, 9))),
            (level,) * 3,
            int(rng.integers(1, 8)),
        )
    return np.clip(flat, 0, 255).astype(np.uint8)


def _street(width: int, height: int, rng: np.random.Generator) -> Picture:
    pictures = _pictures()
    if not pictures or rng.random() < 0.1:
        noise = rng.integers(0, 255, (6, 8, 3)).astype(np.uint8)
        return cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    source = pictures[int(rng.integers(len(pictures)))]
    share = rng.uniform(0.15, 1.0)
    rows, columns = source.shape[:2]
    cut = max(16, round(rows * share)), max(16, round(columns * share))
    top, left = int(rng.integers(rows - cut[0] + 1)), int(rng.integers(columns - cut[1] + 1))
    piece = source[top : top + cut[0], left : left + cut[1]]
    if rng.random() < 0.5:
        piece = piece[:, ::-1]
    how = cv2.INTER_AREA if piece.shape[1] > width else cv2.INTER_LINEAR
    return cv2.resize(np.ascontiguousarray(piece), (width, height), interpolation=how)


@lru_cache(maxsize=1)
def _pictures() -> list[Picture]:
    """Photographs that installed packages carry; the more are installed, the more variety."""
    found = []
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        for path in sorted(Path(spec.origin).parent.rglob("*.[jp][pn]g")):
            picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if picture is not None and min(picture.shape[:2]) >= 200:
                found.append(picture)
    return found
