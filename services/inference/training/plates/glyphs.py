"""Characters of plates as masks, after GA 36: 45×90 mm, strokes of about 10 mm.

Digits and letters are the mean of real ones (`averaging.py` makes `letters.png`) or come from
road-sign typefaces, the nearest free ones; Chinese characters from sans typefaces drawn narrow, or
from their thinnest cut with strokes of one pen, as plates have them. All are varied in weight,
width and shape, so that no one typeface is learned. A real 1 is a plain bar. All typefaces are
Debian packages: fonts-roadgeek, fonts-routed-gothic, fonts-noto-cjk, fonts-noto-cjk-extra,
fonts-wqy-microhei.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Mask = npt.NDArray[Any]  # bytes

WIDTH, HEIGHT = 90, 180
"""Pixels of a mask: 2 per millimetre."""

_FONTS = Path("/usr/share/fonts")
_LATIN = (
    ("truetype/roadgeek/RG2014C.ttf", 0, 0.5),
    ("truetype/roadgeek/RG2014D.ttf", 0, 0.2),
    ("truetype/routed-gothic/routed-gothic-narrow.ttf", 0, 0.1),
    ("opentype/noto/NotoSansCJK-Medium.ttc", 2, 0.2),
)
_CHINESE = (
    ("opentype/noto/NotoSansCJK-Medium.ttc", 2, 0.35),
    ("opentype/noto/NotoSansCJK-Bold.ttc", 2, 0.25),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2, 0.15),
    ("truetype/wqy/wqy-microhei.ttc", 0, 0.25),
)
_THIN = {"routed-gothic-narrow.ttf": 9}  # a stroke of one pen, to be thickened
_ONE_PEN = ("opentype/noto/NotoSansCJK-Thin.ttc", 2)
_PENS, _FULL = (7, 9, 11, 13), 0.5
"""Pixels; and the share of a cell that may be paint before strokes run together."""
_SIZE = 200

AVERAGED = "023456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Characters of `letters.png`, side by side."""
LETTERS = Path(__file__).with_name("letters.png")
_REAL, _PENNED, _BENT = 0.4, 0.4, 0.7
"""Shares: of letters and digits that are averaged ones, of Chinese characters drawn with one pen,
of all that are bent."""


def fonts_missing() -> list[str]:
    """Files of typefaces that are not installed."""
    names = [name for name, _, _ in (*_LATIN, *_CHINESE)] + [_ONE_PEN[0]]
    return [name for name in names if not (_FONTS / name).exists()]


def glyph(character: str, rng: np.random.Generator) -> Mask:
    """HEIGHT × WIDTH, 255 where paint is."""
    mask = _bar() if character == "1" else _plain(character, rng)
    weight = int(rng.integers(-2, 5))
    if weight:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(weight) + 1,) * 2)
        mask = cv2.dilate(mask, kernel) if weight > 0 else cv2.erode(mask, kernel)
    mask = _narrowed(mask, float(rng.uniform(0.9, 1.0)))
    return _bent(mask, rng) if rng.random() < _BENT else mask


def standard(character: str) -> Mask:
    """The commonest form, not varied."""
    if character == "1":
        return _bar()
    name, index, _ = (_LATIN if character.isascii() else _CHINESE)[0]
    return _drawn(character, name, index)


def _plain(character: str, rng: np.random.Generator) -> Mask:
    alike = "0" if character == "O" else character
    if alike in AVERAGED and rng.random() < _REAL:
        return averaged(alike)
    if not character.isascii() and rng.random() < _PENNED:
        return _penned(character, int(rng.integers(len(_PENS))))
    fonts = _LATIN if character.isascii() else _CHINESE
    shares = np.array([share for _, _, share in fonts])
    name, index, _ = fonts[int(rng.choice(len(fonts), p=shares / shares.sum()))]
    return _drawn(character, name, index)


@lru_cache(maxsize=64)
def averaged(character: str) -> Mask:
    """One of AVERAGED, as real plates bear it."""
    cells = np.asarray(Image.open(LETTERS).convert("L"))
    at = AVERAGED.index(character) * WIDTH // 2
    large = cv2.resize(cells[:, at : at + WIDTH // 2], (WIDTH, HEIGHT))
    return (large > 127).astype(np.uint8) * 255


@lru_cache(maxsize=512)
def _penned(character: str, pen: int) -> Mask:
    """Strokes as wide as `_PENS[pen]`, or as wide as leaves room between them."""
    thin = _drawn(character, *_ONE_PEN)
    for width in reversed(_PENS[: pen + 1]):
        mask = cv2.dilate(thin, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)))
        if (mask > 127).mean() < _FULL:
            break
    return mask


@lru_cache(maxsize=4096)
def _drawn(character: str, name: str, index: int) -> Mask:
    font = ImageFont.truetype(str(_FONTS / name), _SIZE, index=index)
    canvas = Image.new("L", (2 * _SIZE, 2 * _SIZE))
    ImageDraw.Draw(canvas).text((_SIZE // 2, _SIZE // 2), character, fill=255, font=font)
    mask = np.asarray(canvas)
    if pen := _THIN.get(Path(name).name):
        mask = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pen, pen)))
    rows, columns = np.nonzero(mask > 64)
    cut = mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return fit(cut)


def fit(cut: Mask) -> Mask:
    """Fills the cell: that is what makes a road-sign letter a plate letter."""
    inner = cv2.resize(cut, (WIDTH - 8, HEIGHT - 8), interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(inner, 4, 4, 4, 4, cv2.BORDER_CONSTANT)


def _bar() -> Mask:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.rectangle(mask, (WIDTH // 2 - 10, 4), (WIDTH // 2 + 10, HEIGHT - 4), 255, -1)
    return mask


def _narrowed(mask: Mask, share: float) -> Mask:
    width = round(WIDTH * share)
    side = (WIDTH - width) // 2
    inner = cv2.resize(mask, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(inner, 0, 0, side, WIDTH - width - side, cv2.BORDER_CONSTANT)


def _bent(mask: Mask, rng: np.random.Generator) -> Mask:
    """Strokes a millimetre or two from where they were: no two makers' characters agree."""
    coarse = rng.normal(0, 3, (5, 4, 2)).astype(np.float32)
    shift = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    down, across = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    return cv2.remap(mask, across + shift[..., 0], down + shift[..., 1], cv2.INTER_LINEAR)
