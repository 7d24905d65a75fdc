"""Strips side by side with their texts, to be looked at."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from services.inference.training.plates.drawing import Picture
from services.inference.training.plates.scenes import SIGN_FONT

_COLUMNS = 4
_CELL = (252, 100)  # pixels
_SMALL = (252, 72)


def sheet(rows: Sequence[tuple[Picture, str, str]], path: Path) -> None:
    """Each strip over its true text and what was read."""
    lines = max(1, -(-len(rows) // _COLUMNS))
    page = Image.new("RGB", (_COLUMNS * _CELL[0], lines * _CELL[1]), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(SIGN_FONT, 18)
    for i, (strip, truth, read) in enumerate(rows):
        x, y = i % _COLUMNS * _CELL[0], i // _COLUMNS * _CELL[1]
        large = cv2.resize(strip, _SMALL, interpolation=cv2.INTER_LINEAR)
        page.paste(Image.fromarray(np.ascontiguousarray(large[..., ::-1])), (x, y))
        pen.text((x + 4, y + _SMALL[1] + 2), f"{truth}  {read or 'nothing'}", "black", font)
    page.save(path)
