"""`python -m services.inference.training.plates.averaging`: makes `letters.png`.

The mean of each letter and digit over the real crops that may be learned from: blur and noise of
single crops, 10×18 pixels a character, average out. It takes half a minute, and no chance.
"""

from collections.abc import Callable

import cv2
import numpy as np

from services.inference.training.plates import registration
from services.inference.training.plates.glyphs import AVERAGED, LETTERS, Mask, fit, standard
from services.inference.training.plates.split import CROPS, Part, files

_ROUNDS = (0.72, 0.78)
"""How well a crop has to fit, before and after its letters are real ones."""
_MARGIN = 5
_PAINT = 0.65
"""Of the way from ground to paint: the mean of what is laid a little beside is wide."""


def mean_letters(glyph: Callable[[str], Mask], fits: float) -> dict[str, Mask]:
    """180×90 each, of the characters that occur."""
    seen: dict[str, list[Mask]] = {}
    for path in files(CROPS, Part.FIT):
        laid = registration.lay(path, glyph)
        if laid is None or laid.correlation < fits:
            continue
        flat = laid.flat()[..., 2]
        for character, cell in zip(laid.text, registration.cells(laid.text), strict=True):
            left, top = round(cell.left) - _MARGIN, round(cell.top) - _MARGIN
            piece = flat[top : top + 90 + 2 * _MARGIN, left : left + 45 + 2 * _MARGIN]
            low, high = np.percentile(piece, (10, 92))
            seen.setdefault(character, []).append((piece - low) / max(1.0, high - low))
    return {character: _mask(np.mean(pieces, 0)) for character, pieces in seen.items()}


def _mask(mean: Mask) -> Mask:
    """The largest piece that is paint, as large as a cell; the others are of neighbours."""
    large = cv2.resize(mean.astype(np.float32), None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    low, high = np.percentile(large, (20, 97))
    paint = ((large - low) / (high - low) > _PAINT).astype(np.uint8)
    _, pieces, boxes, _ = cv2.connectedComponentsWithStats(paint)
    which = 1 + int(boxes[1:, cv2.CC_STAT_AREA].argmax())
    left, top, width, height, _ = boxes[which]
    cut = (pieces == which)[top : top + height, left : left + width]
    return fit(cut.astype(np.uint8) * 255)


def main() -> None:
    letters: dict[str, Mask] = {}
    for fits in _ROUNDS:
        known = {key: mask for key, mask in letters.items() if key in AVERAGED}
        letters = mean_letters(lambda each: known[each] if each in known else standard(each), fits)  # noqa: B023
    small = [cv2.resize(letters[c], (45, 90), interpolation=cv2.INTER_AREA) for c in AVERAGED]
    cv2.imwrite(str(LETTERS), np.hstack(small))


if __name__ == "__main__":
    main()
