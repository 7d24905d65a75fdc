"""Finding number plates: the picture letterboxed, each plate with its four corners."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from services.inference.image import Picture
from services.inference.runtime import Floats, Model
from services.inference.suppression import suppress

_OVERLAP = 0.3  # share of two boxes that makes them one plate
_STRIDE = 32  # sides of the input are multiples of it


@dataclass(frozen=True, slots=True)
class Quads:
    """Plates in pixels of the picture, the largest first."""

    scores: Floats  # (n,)
    corners: Floats  # (n, 4, 2): top left, top right, bottom right, bottom left as one reads it

    def __len__(self) -> int:
        return len(self.scores)


class PlateDetector:
    """`load` gives the model for an input of a width and height.

    The model gives (1, n, 13): centre, width and height of a box, its score, and the corners,
    in pixels of the input.
    """

    def __init__(self, load: Callable[[int, int], Model], side: int, threshold: float) -> None:
        self._load, self._side, self._threshold = load, side, threshold
        self._models: dict[tuple[int, int], Model] = {}

    def __call__(self, picture: Picture, closer: float = 1.0) -> Quads:
        """`closer` is how many times its usual pixels the input has along each side."""
        height, width = picture.shape[:2]
        columns, rows, scale = self._sides(width, height, closer)
        model = self.prepare(width, height, closer)
        canvas = np.full((model.height, model.width, 3), 114, np.uint8)
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        canvas[:rows, :columns] = cv2.resize(picture, (columns, rows), interpolation=how)
        (found,) = model(canvas[None])[:1]
        return self._decode(found.reshape(-1, 13), np.float32(1 / scale))

    def prepare(self, width: int, height: int, closer: float) -> Model:
        """The model for pictures of this shape. Few shapes occur, since cameras have few; each is
        compiled once, which takes a third of a second."""
        columns, rows, _ = self._sides(width, height, closer)
        key = _round_up(columns), _round_up(rows)
        if key not in self._models:
            self._models[key] = self._load(*key)
        return self._models[key]

    def _sides(self, width: int, height: int, closer: float) -> tuple[int, int, float]:
        """Of the picture within the input, and the scale."""
        scale = self._side * closer / max(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale)), scale

    def _decode(self, found: Floats, unit: np.float32) -> Quads:
        found = found[found[:, 4] >= self._threshold]
        corner = found[:, :2] - found[:, 2:4] / 2
        kept = suppress(found[:, 4], np.hstack((corner, found[:, 2:4])), _OVERLAP)
        corners = found[kept, 5:].reshape(-1, 4, 2) * unit
        order = np.argsort([-cv2.contourArea(each) for each in corners], kind="stable")
        return Quads(found[kept, 4][order], corners[order])


def _round_up(side: int) -> int:
    return -(-side // _STRIDE) * _STRIDE
