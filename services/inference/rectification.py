"""Plates as cameras see them to upright strips of one row."""

import cv2
import numpy as np

from services.inference.image import Picture
from services.inference.runtime import Floats

HEIGHT = 48
"""Rows of a strip."""
TWO_ROWS = 2.2
"""Plates narrower than this times their height have two rows (GA 36: 440/220 against 440/140)."""
AMBIGUOUS = (1.2, 2.8)
TOP = 0.40
"""Share of the height that the upper row takes."""
OVERLAP = 0.02
"""Share of the height that both halves get, since corners are never exact."""
TOP_WIDTH = 0.3
"""Share of the strip that the upper row, of two characters, becomes."""


def corners_of(picture: Picture) -> Floats:
    """Those of the picture itself, for a plate that the device cropped."""
    height, width = picture.shape[:2]
    return np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)


def aspect(corners: Floats) -> float:
    """Width by height, each the mean of two opposite sides."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return float((sides[0] + sides[2]) / max(1e-6, sides[1] + sides[3]))


def rows_of(corners: Floats) -> int:
    return 2 if aspect(corners) < TWO_ROWS else 1


def is_ambiguous(corners: Floats) -> bool:
    """Whether the plate may have one row or two: turned away, one row looks like two."""
    return AMBIGUOUS[0] < aspect(corners) < AMBIGUOUS[1]


def rectify(picture: Picture, corners: Floats, width: int, rows: int) -> Picture:
    """The plate as a strip of HEIGHT × width; the rows of a plate of two stand side by side."""
    if rows == 1:
        return warp(picture, corners, width, HEIGHT)
    upper = round(width * TOP_WIDTH)
    top = warp(picture, _band(corners, 0, TOP + OVERLAP), upper, HEIGHT)
    bottom = warp(picture, _band(corners, TOP - OVERLAP, 1), width - upper, HEIGHT)
    return np.hstack((top, bottom))


def widened(corners: Floats, share: float) -> Floats:
    """Corners further out: each side by a share of the width, and of the height half as much."""
    across = (corners[1] - corners[0] + corners[2] - corners[3]) / 2 * share
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2 * share / 2
    out = np.stack((-across - down, across - down, across + down, down - across))
    moved: Floats = (corners + out).astype(np.float32)
    return moved


def warp(picture: Picture, corners: Floats, width: int, height: int) -> Picture:
    """The quadrangle as a rectangle. Pixels are averaged where there are many."""
    across = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    factor = max(1, min(4, round(float(across) / width)))
    sides = width * factor, height * factor
    target = np.array(((0, 0), (sides[0], 0), sides, (0, sides[1])), np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    large = cv2.warpPerspective(
        picture, matrix, sides, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if factor == 1:
        return large  # type: ignore[return-value]
    return cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _band(corners: Floats, above: float, below: float) -> Floats:
    """The part of the plate between two shares of its height."""
    left, right = corners[3] - corners[0], corners[2] - corners[1]
    return np.stack(
        (
            corners[0] + left * above,
            corners[1] + right * above,
            corners[1] + right * below,
            corners[0] + left * below,
        )
    )
