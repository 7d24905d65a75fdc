"""Real crops as strips, and the same crops with other characters painted in.

Nineteen of twenty real crops are of one province: learned as they are, they teach that what looks
real begins with 皖.
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.rectification import corners_of, rectify
from services.inference.training.plates import registration
from services.inference.training.plates.dataset import STRIP
from services.inference.training.plates.drawing import Cell, Picture
from services.inference.training.plates.glyphs import Mask, glyph
from services.inference.training.plates.registration import HEIGHT, WIDTH, Laid
from services.inference.training.plates.split import CROPS, Part, files
from services.plate.grammar import DIGITS, LETTERS, PROVINCES, normalise

Flat = npt.NDArray[Any]  # floats, HEIGHT × WIDTH, and three colours or none
Strips = tuple[npt.NDArray[np.uint8], list[list[str]]]

_FITS = 0.7
_CHANGED = (1.0, 0.5, 0.15, 0.15, 0.15, 0.15, 0.15)
"""How often the character of a place becomes another."""
_MARGIN = 5
"""Millimetres around a character, painted over too."""


def real(which: Part) -> Strips | None:
    """Crops of a part; their colour is not known from their names."""
    chosen = files(CROPS, which)
    if not chosen:
        return None
    strips = [_strip(cv2.imread(str(path))) for path in chosen]
    return np.stack(strips), [[_text(path), ""] for path in chosen]


def repainted(which: Part, times: int, seed: int) -> Strips | None:
    """The crops of a part and, of those whose characters are located, `times` repaintings."""
    as_is = real(which)
    if as_is is None:
        return None
    rng = np.random.default_rng(seed)
    strips, labels = list(as_is[0]), as_is[1]
    for path in files(CROPS, which):
        laid = registration.lay(path)
        if laid is None or laid.correlation < _FITS:
            continue
        for _ in range(times):
            text = _other(laid.text, rng)
            strips.append(_strip(repaint(laid, text, rng)))
            labels.append([text, ""])
    return np.stack(strips), labels


def _other(text: str, rng: np.random.Generator) -> str:
    """Of any province, every second time of another authority, each serial rarely another."""
    choices = [PROVINCES, LETTERS] + [LETTERS if each.isalpha() else DIGITS for each in text[2:]]
    return "".join(
        choice[int(rng.integers(len(choice)))] if rng.random() < share else each
        for each, choice, share in zip(text, choices, _CHANGED, strict=True)
    )


def repaint(laid: Laid, text: str, rng: np.random.Generator) -> Picture:
    """The crop as if its plate bore `text`: its own ground, its own paint."""
    flat = laid.flat()
    over = np.zeros((HEIGHT, WIDTH), np.float32)
    blur = float(rng.uniform(1.0, 3.5))
    for cell, before, after in zip(registration.cells(text), laid.text, text, strict=True):
        if after != before:
            _paint(flat, over, cell, glyph(after, rng), blur)
    size = laid.crop.shape[1::-1]
    share = cv2.warpPerspective(cv2.GaussianBlur(over, (0, 0), 2), laid.matrix, size)[..., None]
    painted = cv2.warpPerspective(flat, laid.matrix, size) + rng.normal(0, 3, laid.crop.shape)
    return np.clip(laid.crop * (1 - share) + painted * share, 0, 255).astype(np.uint8)


def _paint(flat: Flat, over: Flat, cell: Cell, mask: Mask, blur: float) -> None:
    left, top = round(cell.left) - _MARGIN, round(cell.top) - _MARGIN
    size = round(cell.width), round(cell.height)
    area = (
        slice(top, top + size[1] + 2 * _MARGIN),
        slice(max(0, left), left + size[0] + 2 * _MARGIN),
    )
    light = flat[area][..., 2]
    ground = flat[area][light <= np.percentile(light, 15)].mean(0)
    paint = flat[area][light >= np.percentile(light, 96)].mean(0)
    drawn = np.zeros((HEIGHT, WIDTH), np.float32)
    top, left = top + _MARGIN, left + _MARGIN
    drawn[top : top + size[1], left : left + size[0]] = cv2.resize(mask, size) / 255.0
    share = cv2.GaussianBlur(drawn, (0, 0), blur)[area][..., None]
    flat[area] = ground * (1 - share) + paint * share
    over[area] = 1


def _strip(picture: Any) -> Picture:
    return rectify(picture, corners_of(picture), STRIP, 1)


def _text(path: Path) -> str:
    return normalise(path.stem.partition("_")[0])
