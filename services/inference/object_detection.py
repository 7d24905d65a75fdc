"""Finding objects with a YOLO detector as Ultralytics exports it, of any number of classes."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from kit.errors import InvalidArgument
from services.inference.image import Picture
from services.inference.runtime import Floats, Model
from services.inference.suppression import suppress

_OVERLAP = 0.6  # share of two boxes of one class that makes them one object
_FINISHED = 6  # columns of a graph that suppresses by itself: corners, score, class


@dataclass(frozen=True, slots=True)
class DetectedObjects:
    """Objects as fractions of the picture's sides, the surest first."""

    labels: list[str]
    scores: Floats  # (n,)
    boxes: Floats  # (n, 4): left, top, width, height, within 0 to 1

    def __len__(self) -> int:
        return len(self.scores)

    def first(self, count: int) -> "DetectedObjects":
        return DetectedObjects(self.labels[:count], self.scores[:count], self.boxes[:count])


class ObjectDetector:
    """The graph gives (1, 4 + classes, n): centre, width, height in pixels of the input, and a
    score per class; or (1, n, 6) where its export suppresses overlaps itself."""

    def __init__(self, model: Model, labels: Sequence[str], threshold: float) -> None:
        self.side = max(model.width, model.height)
        self.labels = tuple(labels)
        self._model, self._threshold = model, threshold

    def __call__(
        self, picture: Picture, threshold: float = 0.0, wanted: Sequence[str] = ()
    ) -> DetectedObjects:
        """Raises InvalidArgument for a wanted label that the pack does not have."""
        numbers = self._numbers(wanted)
        canvas, scale = self._letterbox(picture)
        (found,) = self._model(canvas[None])[:1]
        corners, scores, classes = self._decode(found[0], threshold or self._threshold, numbers)
        height, width = picture.shape[:2]
        share = np.array((width, height, width, height), np.float32) * np.float32(scale)
        ends = np.clip(corners / share, 0, 1)
        boxes = np.hstack((ends[:, :2], ends[:, 2:] - ends[:, :2]))
        return DetectedObjects([self.labels[i] for i in classes], scores, boxes)

    def _numbers(self, wanted: Sequence[str]) -> list[int]:
        if unknown := [each for each in wanted if each not in self.labels]:
            raise InvalidArgument(
                "UNKNOWN_LABEL",
                f"the pack does not know {unknown[0]!r}",
                field="labels",
                remedy="see the labels of its manifest entry",
            )
        return [self.labels.index(each) for each in wanted]

    def _letterbox(self, picture: Picture) -> tuple[Picture, float]:
        height, width = picture.shape[:2]
        scale = min(self._model.width / width, self._model.height / height)
        sides = max(1, round(width * scale)), max(1, round(height * scale))
        # Down to a half each pixel still counts, in a sixth of the time.
        how = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
        canvas = np.full((self._model.height, self._model.width, 3), 114, np.uint8)
        canvas[: sides[1], : sides[0]] = cv2.resize(picture, sides, interpolation=how)
        return canvas, scale

    def _decode(
        self, found: Floats, least: float, wanted: list[int]
    ) -> tuple[Floats, Floats, list[int]]:
        """Left, top, right, bottom in pixels of the input; scores; classes."""
        if found.shape[1] == _FINISHED:
            corners, scores, classes = found[:, :4], found[:, 4], found[:, 5].astype(int)
        else:
            # Of some thousand places few hold anything: only for those the class is looked for.
            likely = found[:, found[4:].max(0) >= least]
            classes, scores = likely[4:].argmax(0), likely[4:].max(0)
            centre, sides = likely[:2].T, likely[2:4].T
            corners = np.hstack((centre - sides / 2, centre + sides / 2))
        kept = scores >= least
        if wanted:
            kept &= np.isin(classes, wanted)
        corners, scores, classes = corners[kept], scores[kept], classes[kept]
        if found.shape[1] == _FINISHED:
            order = np.argsort(-scores, kind="stable").tolist()
        else:
            order = self._suppressed(corners, scores, classes)
        return corners[order], scores[order], [int(classes[i]) for i in order]

    def _suppressed(self, corners: Floats, scores: Floats, classes: Floats) -> list[int]:
        # Classes side by side, far enough apart that only boxes of one class overlap.
        apart = (classes * np.float32(4 * self.side))[:, None].astype(np.float32)
        boxes = np.hstack((corners[:, :2] + apart, corners[:, 2:] - corners[:, :2]))
        return suppress(scores, boxes, _OVERLAP)
