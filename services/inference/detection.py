"""Finding faces and their landmarks: where to look, and how closely."""

from collections.abc import Callable

import cv2
import numpy as np

from services.inference.image import Picture
from services.inference.runtime import Floats
from services.inference.yunet import Detections, YuNet

# Measured on frames with pasted LFW photos: a face smaller than this in the detector's input
# gets landmarks too coarse to recognise it by, and a closer look mends that.
_COARSE = 48
# The closer look takes twice the face, so that it fills half of the input.
_AROUND = 2.0
# How much of the input a picture takes that is one cropped face.
_CROPPED = 0.75


class Detector:
    """Looks at the whole picture; again with more pixels if it sees none; closer at small faces.

    `load` gives the model with its input scaled by a factor.
    """

    def __init__(self, load: Callable[[float], YuNet]) -> None:
        self._scan, self._fine, self._close = load(1.0), load(2.0), load(0.5)

    def __call__(self, picture: Picture, cropped: bool = False) -> Detections:
        if cropped and len(seen := self._close(picture, _CROPPED)):
            return seen
        seen = self._scan(picture)
        if not len(seen) and max(picture.shape) > self._scan.side:
            seen = self._fine(picture)
        return seen

    def is_coarse(self, picture: Picture, box: Floats) -> bool:
        """Whether a face found in this picture is worth a closer look."""
        return bool(box[2:].max() * self._scan.side < _COARSE * max(picture.shape))

    def look_closer(self, picture: Picture, box: Floats, landmarks: Floats) -> Floats:
        """Better landmarks of the face in the box, or those given if it is not seen again."""
        side = self._close.side
        scale = side / (_AROUND * float(box[2:].max()))
        left, top = (box[:2] + box[2:] / 2 - side / scale / 2).tolist()
        window = np.array(((scale, 0, -left * scale), (0, scale, -top * scale)))
        seen = self._close(cv2.warpAffine(picture, window, (side, side)))  # type: ignore[arg-type]
        if not len(seen):
            return landmarks
        away = seen.boxes[:, :2] + seen.boxes[:, 2:] / 2 - side / 2
        nearest = int(np.square(away).sum(1).argmin())
        better: Floats = (seen.landmarks[nearest] / scale + (left, top)).astype(np.float32)
        return better
