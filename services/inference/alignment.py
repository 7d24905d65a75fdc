"""The five landmarks laid onto the ArcFace template by least squares."""

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.image import Picture
from services.inference.runtime import Floats

# Public ArcFace template for 112×112: eyes, nose, corners of the mouth, left in picture first.
_SIDE = 112
_TEMPLATE = np.array(
    [
        38.2946 + 51.6963j,
        73.5318 + 51.5014j,
        56.0252 + 71.7366j,
        41.5493 + 92.3655j,
        70.7299 + 92.2041j,
    ]
)
TEMPLATE_EYES = float(abs(_TEMPLATE[1] - _TEMPLATE[0]))


def similarity(landmarks: Floats, width: int, height: int) -> npt.NDArray[np.float64]:
    """2×3 matrix of the least-squares similarity (Umeyama) onto the template of that size.

    Points as complex numbers make it closed: w = m·z + t, m = Σ conj(z)w / Σ|z|², centred.
    """
    size = min(width, height) / _SIDE
    corner = complex(width - size * _SIDE, height - size * _SIDE) / 2
    target = _TEMPLATE * size + corner
    points = np.ascontiguousarray(landmarks, np.float64).view(np.complex128).ravel()
    middle, goal = points.mean(), target.mean()
    centred = points - middle
    spread = np.vdot(centred, centred).real
    turn = np.vdot(centred, target - goal) / spread if spread else 0j
    shift = goal - turn * middle
    return np.array(
        [[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]],
    )


def align(picture: Picture, landmarks: Floats, width: int = _SIDE, height: int = _SIDE) -> Picture:
    matrix = similarity(landmarks, width, height)
    # A large face is warped larger and then averaged down: plain bilinear would alias.
    times = max(1, min(4, int(1 / max(abs(complex(*matrix[:, 0])), 0.25))))
    sides = width * times, height * times
    warped = cv2.warpAffine(picture, matrix * times, sides, flags=cv2.INTER_LINEAR)
    if times > 1:
        warped = cv2.resize(warped, (width, height), interpolation=cv2.INTER_AREA)
    return warped  # type: ignore[return-value]
