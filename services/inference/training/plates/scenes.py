"""Streets with cars, and what on them looks like a plate but is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from services.inference.training.plates import texts
from services.inference.training.plates.camera import Corners, photograph, place, quad, wear
from services.inference.training.plates.drawing import Picture, draw
from services.plate.grammar import RULE, Color, Kind

VERSION = 2
"""Of the generator: a change of what a seed draws raises it."""

_PACKAGES = ("skimage", "sklearn", "matplotlib", "ultralytics", "scipy")
SIGN_FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
_SIGN_WORDS = "停车场出入口物业超市小区营业便利店水果烟酒修理洗车公安派出所安全通道消防禁止"


_NIGHT, _REAL = 0.25, 0.25

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
    street = _street(width, height, rng)
    for _ in range(rng.poisson(1.2)):
        _decoy(street, rng)
    labels: list[Label] = []
    for _ in range(int(rng.choice((0, 1, 2, 3), p=(0.12, 0.58, 0.2, 0.1)))):
        label = _car(street, labels, rng, real)
        if label:
            labels.append(label)
    if rng.random() < _NIGHT:
        street = _night(street, labels, rng)
    return photograph(street, rng), labels


def one_car(
    rng: np.random.Generator, kind: Kind, width: int, height: int, wide: float
) -> tuple[Picture, Label]:
    """A street with one car, whose plate is `wide` pixels wide."""
    street = _street(width, height, rng)
    flat, text, kind, color = plate(rng, kind)
    middle = width * float(rng.uniform(0.4, 0.6)), height * float(rng.uniform(0.6, 0.75))
    corners = quad(middle, wide, flat.shape[1] / flat.shape[0], rng)
    _body(street, middle, wide, rng)
    return photograph(place(flat, street, corners), rng), Label(text, kind, color, corners)


def _night(street: Picture, labels: Sequence[Label], rng: np.random.Generator) -> Picture:
    """Little light but that of headlamps, which dazzle beside the plates."""
    height, width = street.shape[:2]
    dark = street * rng.uniform(0.12, 0.5)
    down, across = np.mgrid[:height, :width]
    for label in labels:
        wide = float(np.ptp(label.corners[:, 0]))
        x, y = label.corners.mean(0) + rng.normal(0, 0.3, 2) * wide
        for side in (-1.3, 1.3):
            away = np.hypot(across - x - side * wide, down - y + wide * rng.uniform(0.2, 0.7))
            dark += 255 * np.exp(-((away / (wide * rng.uniform(0.15, 0.5))) ** 2))[..., None]
    return np.clip(dark, 0, 255).astype(np.uint8)


def _car(
    street: Picture, others: list[Label], rng: np.random.Generator, real: Sequence[Crop]
) -> Label | None:
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
    corners = quad(middle, wide, aspect, rng)
    for other in others:
        if np.linalg.norm(other.corners.mean(0) - middle) < wide * 2:
            return None
    if corners.min() < 1 or (corners.max(0) > (width - 2, height - 2)).any():
        return None
    if rng.random() < 0.75:
        _body(street, middle, wide, rng)
    place(flat, street, corners)
    return Label(text, kind, color, corners)


def _body(
    street: Picture, middle: tuple[float, float], wide: float, rng: np.random.Generator
) -> None:
    """A front or rear: paint, bumper, grille or window, lamps."""
    x, y = middle
    half = wide * rng.uniform(1.4, 2.2)
    paint = tuple(int(v) for v in rng.integers(10, 245, 3))
    if rng.random() < 0.5:
        level = int(rng.integers(10, 245))
        paint = (level, level, level)
    top, bottom = y - half * rng.uniform(0.5, 1.3), y + half * rng.uniform(0.15, 0.5)
    box = (round(x - half), round(top)), (round(x + half), round(bottom))
    cv2.rectangle(street, *box, paint, -1)
    dark = tuple(int(v * rng.uniform(0.3, 0.8)) for v in paint)
    grille = (
        (round(x - half * 0.6), round(y - wide * 0.6)),
        (round(x + half * 0.6), round(y - wide * 0.25)),
    )
    cv2.rectangle(street, *grille, dark, -1)
    for line in range(grille[0][1], grille[1][1], max(3, round(wide * 0.06))):
        cv2.line(street, (grille[0][0], line), (grille[1][0], line), _any(rng), 1)
    for side in (-1, 1):
        lamp = round(x + side * half * 0.78), round(y - wide * 0.45)
        axes = (
            max(1, round(wide * rng.uniform(0.15, 0.35))),
            max(1, round(wide * rng.uniform(0.1, 0.2))),
        )
        cv2.ellipse(street, lamp, axes, 0, 0, 360, _any(rng), -1, cv2.LINE_AA)
    shelf = (round(x - half), round(y + wide * 0.2)), (round(x + half), round(bottom))
    if rng.random() < 0.5:
        cv2.rectangle(street, *shelf, dark, -1)


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
