"""Privacy masks: what must not be seen is black before anything else looks (R12)."""

from collections.abc import Sequence

import cv2
import numpy as np

from services.perimeter.scene.shapes import Point
from services.perimeter.video.source import Picture


class Masks:
    def __init__(self, areas: Sequence[Sequence[Point]]) -> None:
        self._areas = [np.array(area, np.float64) for area in areas]
        self._shape: tuple[int, ...] = ()
        self._pixels: list[np.ndarray] = []

    def apply(self, picture: Picture) -> Picture:
        """Blackens the areas in place, and returns the picture."""
        if not self._areas:
            return picture
        if picture.shape != self._shape:
            self._shape = picture.shape
            sides = np.array(picture.shape[1::-1], np.float64)
            self._pixels = [np.round(area * sides).astype(np.int32) for area in self._areas]
        cv2.fillPoly(picture, self._pixels, (0, 0, 0))
        return picture
