"""YuNet's twelve outputs to faces: class, object, box and landmarks, each at three strides."""

from dataclasses import dataclass

import cv2
import numpy as np

from services.inference.image import Picture
from services.inference.runtime import Floats, Model
from services.inference.suppression import suppress

_STRIDES = (8, 16, 32)
_OVERLAP = 0.3  # share of two boxes that makes them one face, as in OpenCV's FaceDetectorYN


@dataclass(frozen=True, slots=True)
class Detections:
    """Faces in pixels of the picture, the largest first."""

    scores: Floats  # (n,)
    boxes: Floats  # (n, 4): left, top, width, height
    landmarks: Floats  # (n, 5, 2): eyes, nose, corners of the mouth; the left in the picture first

    def __len__(self) -> int:
        return len(self.scores)


class YuNet:
    def __init__(self, model: Model, threshold: float) -> None:
        self.side = max(model.width, model.height)
        self._model = model
        self._least = threshold * threshold  # compared with cls * obj, the score squared
        self._grids = [_grid(model.width // s, model.height // s, s) for s in _STRIDES]

    def __call__(self, picture: Picture, fill: float = 1.0) -> Detections:
        """Faces of a picture letterboxed into `fill` of the input's sides."""
        canvas, unit = self._letterbox(picture, fill)
        out = self._model(canvas[None])
        found = [self._decode(i, out[i], out[i + 3], out[i + 6], out[i + 9]) for i in range(3)]
        scores, boxes, points = (np.concatenate(parts) for parts in zip(*found, strict=True))
        kept = suppress(scores, boxes, _OVERLAP)
        kept.sort(key=lambda i: -boxes[i, 2] * boxes[i, 3])
        landmarks = points[kept].reshape(-1, 5, 2)
        return Detections(np.sqrt(scores[kept]), boxes[kept] * unit, landmarks * unit)

    def _letterbox(self, picture: Picture, fill: float) -> tuple[Picture, np.float32]:
        """The input, and the pixels of the picture that one of its pixels stands for."""
        height, width = picture.shape[:2]
        scale = min(self._model.width * fill / width, self._model.height * fill / height)
        if scale == 1 and (width, height) == (self._model.width, self._model.height):
            return picture, np.float32(1)
        sides = max(1, round(width * scale)), max(1, round(height * scale))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        canvas = np.zeros((self._model.height, self._model.width, 3), np.uint8)
        canvas[: sides[1], : sides[0]] = cv2.resize(picture, sides, interpolation=how)
        return canvas, np.float32(1 / scale)

    def _decode(
        self, level: int, cls: Floats, obj: Floats, box: Floats, points: Floats
    ) -> tuple[Floats, Floats, Floats]:
        stride = np.float32(_STRIDES[level])
        squared = cls.reshape(-1) * obj.reshape(-1)
        (cells,) = np.nonzero(squared >= self._least)  # few pass, so only theirs are decoded
        origin = self._grids[level][cells]
        raw = box.reshape(-1, 4)[cells]
        sides = np.exp(raw[:, 2:]) * stride
        corners = raw[:, :2] * stride + origin - sides / 2
        landmarks = points.reshape(-1, 10)[cells] * stride + np.tile(origin, 5)
        return np.minimum(squared[cells], 1), np.hstack((corners, sides)), landmarks


def _grid(columns: int, rows: int, stride: int) -> Floats:
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return (np.stack((x, y), -1).reshape(-1, 2) * stride).astype(np.float32)
