"""From a JPEG file to objects: decode, detect."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2

from kit.errors import AnjuError
from services.inference.image import Source
from services.inference.loader import Loader
from services.inference.object_detection import DetectedObjects
from services.inference.settings import ImageLimits

DEFAULT_OBJECTS = 100


@dataclass(frozen=True, slots=True)
class ObjectRequest:
    """`threshold` 0 is the pack's own; no `labels` are all."""

    image: bytes
    pack: str = ""
    labels: tuple[str, ...] = ()
    threshold: float = 0.0
    max_objects: int = DEFAULT_OBJECTS


@dataclass(frozen=True, slots=True)
class View:
    """Objects as fractions of the picture's sides; times in milliseconds."""

    objects: DetectedObjects
    width: int
    height: int
    decode: float
    detect: float


class ObjectFinder:
    """Any number of threads may call it."""

    def __init__(self, loader: Loader, limits: ImageLimits | None = None) -> None:
        cv2.setNumThreads(1)  # pictures run in parallel, not parts of one
        self._loader = loader
        self._limits = limits or ImageLimits()

    def warm(self) -> None:
        """Loads the recommended pack. Raises Unavailable when a file is missing or altered."""
        self._loader.object_detector()

    def find(self, request: ObjectRequest) -> View:
        detector = self._loader.object_detector(request.pack)
        marks = [time.perf_counter()]
        source = Source(request.image, self._limits, detector.side)
        marks.append(time.perf_counter())
        found = detector(source.picture, request.threshold, request.labels)
        marks.append(time.perf_counter())
        decode, detect = ((b - a) * 1e3 for a, b in pairwise(marks))
        best = found.first(request.max_objects)
        return View(best, source.width, source.height, decode, detect)

    def find_many(self, requests: Sequence[ObjectRequest]) -> list[View | AnjuError]:
        """One outcome each."""
        return [self._attempt(request) for request in requests]

    def _attempt(self, request: ObjectRequest) -> View | AnjuError:
        try:
            return self.find(request)
        except AnjuError as error:
            return error
