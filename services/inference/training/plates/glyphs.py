"""Characters of plates as masks, after GA 36: 45×90 mm, strokes of about 10 mm.

Digits and letters come from road-sign typefaces, the nearest free ones to the real forms
(correlation 0.85 with rectified real characters), Chinese characters from sans typefaces drawn
narrow. Both are varied in weight and width, so that no one typeface is learned. A real 1 is a
plain bar. All typefaces are Debian packages: fonts-roadgeek, fonts-routed-gothic,
fonts-noto-cjk, fonts-noto-cjk-extra, fonts-wqy-microhei.
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
_SIZE = 200


def fonts_missing() -> list[str]:
    """Files of typefaces that are not installed."""
    return [name for name, _, _ in (*_LATIN, *_CHINESE) if not (_FONTS / name).exists()]


def glyph(character: str, rng: np.random.Generator) -> Mask:
    """HEIGHT × WIDTH, 255 where paint is."""
    fonts = _LATIN if character.isascii() else _CHINESE
    shares = np.array([share for _, _, share in fonts])
    name, index, _ = fonts[int(rng.choice(len(fonts), p=shares / shares.sum()))]
    mask = _bar() if character == "1" else _drawn(character, name, index)
    weight = int(rng.integers(-2, 5))
    if weight:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(weight) + 1,) * 2)
        mask = cv2.dilate(mask, kernel) if weight > 0 else cv2.erode(mask, kernel)
    return _narrowed(mask, float(rng.uniform(0.9, 1.0)))


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
    return _fit(cut)


def _fit(cut: Mask) -> Mask:
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
