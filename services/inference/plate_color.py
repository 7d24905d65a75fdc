"""The ground of a plate, from its pixels."""

import cv2
import numpy as np

from services.inference.image import Picture
from services.plate.grammar import Color

# OpenCV's hue of the grounds, 0 to 179. GA 36 gives colours of paint; cameras shift them.
_HUES = {Color.YELLOW: (12, 34), Color.GREEN: (35, 94), Color.BLUE: (95, 135)}
_VIVID = 70  # least saturation of a colour, 0 to 255
_EDGE = 0.12  # share of the strip's height at its edges that may be frame
_CLEAR = 0.18  # least share of the pixels that a second colour has


def ground(strip: Picture) -> Color:
    """The colour that most of the plate has; characters cover about a third."""
    margin = round(strip.shape[0] * _EDGE)
    hsv = cv2.cvtColor(strip[margin:-margin], cv2.COLOR_BGR2HSV)
    hue, saturation, value = (hsv[..., i].ravel() for i in range(3))
    vivid = (saturation >= _VIVID) & (value >= 40)
    shares = {
        color: float((vivid & (hue >= low) & (hue <= high)).mean())
        for color, (low, high) in _HUES.items()
    }
    best = max(shares, key=lambda color: shares[color])
    if shares[Color.GREEN] > _CLEAR and shares[Color.YELLOW] > _CLEAR:
        return Color.YELLOW_GREEN
    if shares[best] > _CLEAR:
        return best
    middle = (int(value.min()) + int(value.max())) / 2
    return Color.WHITE if np.median(value) > middle else Color.BLACK
