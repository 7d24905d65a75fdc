"""Regular patterns that a painted plate has not: the dots of a screen, the raster of a print."""

import cv2
import numpy as np

from services.inference.image import Picture
from services.inference.rectification import warp
from services.inference.runtime import Floats

_WIDTH, _HEIGHT = 256, 80
_FINE = 0.16  # cycles per pixel; strokes and gaps of characters are coarser
_LEAST = 96  # pixels: a plate smaller than this shows no pattern finer than its strokes


def moire(picture: Picture, corners: Floats) -> float:
    """Strongest fine frequency of the plate over what is usual there: about 1 without a pattern.

    0 when the plate has too few pixels to tell.
    """
    across = float(np.linalg.norm(corners[1] - corners[0]))
    if across < _LEAST:
        return 0.0
    grey = cv2.cvtColor(warp(picture, corners, _WIDTH, _HEIGHT), cv2.COLOR_BGR2GRAY)
    values = grey.astype(np.float32)
    values -= cv2.blur(values, (9, 9))
    window = np.outer(np.hanning(_HEIGHT), np.hanning(_WIDTH))
    power = np.abs(np.fft.rfft2(values * window))
    down, across_ = np.fft.fftfreq(_HEIGHT), np.fft.rfftfreq(_WIDTH)
    fine = np.hypot(*np.meshgrid(across_, down)) > _FINE
    # What is usual falls with frequency, so that each is compared with its neighbourhood.
    usual = cv2.blur(power.astype(np.float32), (21, 21)) + 1e-3
    return float((power / usual)[fine].max() / 6.0)
