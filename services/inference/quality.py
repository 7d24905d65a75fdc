"""How fit a face is for enrolment, from its landmarks and its aligned crop."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from services.inference.image import Picture
from services.inference.runtime import Floats
from services.inference.settings import QualityLimits

# Geometry of an average head, in distances between the eyes: how far the nose tip stands out,
# and where it lies between eyes (0) and mouth (1) of the ArcFace template.
_NOSE_DEPTH = 0.5
_NOSE_LEVEL = 0.494


@dataclass(frozen=True, slots=True)
class Quality:
    """Angles are rough: they assume an average head, and the detector's landmarks."""

    eye_distance: float
    sharpness: float
    yaw: float
    pitch: float
    roll: float
    brightness: float

    def defects(self, limits: QualityLimits) -> list[str]:
        checks = {
            "FACE_TOO_SMALL": self.eye_distance < limits.eye_distance,
            "FACE_BLURRED": self.sharpness < limits.sharpness,
            "FACE_TURNED": max(abs(self.yaw), abs(self.pitch), abs(self.roll)) > limits.turn,
            "FACE_TOO_DARK": self.brightness < limits.darkest,
            "FACE_TOO_BRIGHT": self.brightness > limits.brightest,
        }
        return [name for name, found in checks.items() if found]


def assess(crop: Picture, landmarks: Floats) -> Quality:
    """`landmarks` in pixels of the picture as sent, `crop` aligned from it."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    yaw, pitch, roll = pose(landmarks)
    return Quality(
        eye_distance=float(np.hypot(*(landmarks[1] - landmarks[0]))),
        sharpness=float(deviation[0, 0]) ** 2,
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        brightness=cv2.mean(grey)[0],
    )


def pose(landmarks: Floats) -> tuple[float, float, float]:
    """Yaw to the left of the picture negative, pitch downwards positive, roll clockwise."""
    first, second, nose, *mouth = (complex(x, y) for x, y in landmarks.tolist())
    across = second - first
    if not across:
        return 90.0, 0.0, 0.0
    # Seen from the middle of the eyes, in units of and turned by the line between them.
    middle = (first + second) / 2
    tip, lips = (nose - middle) / across, (sum(mouth) / 2 - middle) / across
    yaw = math.atan(tip.real / _NOSE_DEPTH)
    pitch = math.atan((tip.imag - _NOSE_LEVEL * lips.imag) / _NOSE_DEPTH)
    roll = math.atan2(across.imag, across.real)
    return math.degrees(yaw), math.degrees(pitch), math.degrees(roll)
