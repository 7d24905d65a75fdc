"""From a JPEG file to faces with embeddings: decode, detect, align, embed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from kit.errors import AnjuError
from services.inference.alignment import TEMPLATE_EYES, align
from services.inference.detection import Detector
from services.inference.embedding import Crop, Embedder
from services.inference.image import Picture, Source
from services.inference.loader import Loader
from services.inference.quality import Quality, assess
from services.inference.runtime import Floats
from services.inference.settings import ImageLimits, QualityLimits
from services.inference.yunet import Detections


@dataclass(frozen=True, slots=True)
class Request:
    image: bytes
    max_faces: int = 1
    packs: tuple[str, ...] = ()
    cropped: bool = False
    mirror: bool = False


@dataclass(slots=True)
class Face:
    """Positions are fractions of the picture's sides; quality is of embedded faces alone."""

    box: Floats  # left, top, width, height
    landmarks: Floats  # (5, 2)
    score: float
    quality: Quality | None = None
    defects: Sequence[str] = ()
    embeddings: dict[str, Floats] = field(default_factory=dict)  # by pack


@dataclass(slots=True)
class Times:
    """Milliseconds."""

    decode: float
    detect: float
    align: float
    embed: float = 0.0


@dataclass(frozen=True, slots=True)
class Analysis:
    faces: list[Face]  # the largest first
    width: int
    height: int
    times: Times


@dataclass(frozen=True, slots=True)
class _Found:
    analysis: Analysis
    crops: list[tuple[Embedder, Face, Crop]]


class FaceAnalyzer:
    """Any number of threads may call it."""

    def __init__(
        self,
        loader: Loader,
        limits: ImageLimits | None = None,
        quality: QualityLimits | None = None,
    ) -> None:
        cv2.setNumThreads(1)  # pictures run in parallel, not parts of one
        self._loader = loader
        self._limits = limits or ImageLimits()
        self._quality = quality or QualityLimits()

    def warm(self) -> None:
        """Loads the recommended packs. Raises Unavailable when a file is missing or altered."""
        self._loader.detector()
        self._loader.embedders(())

    def analyze(self, request: Request) -> Analysis:
        (outcome,) = self.analyze_many([request])
        if isinstance(outcome, AnjuError):
            raise outcome
        return outcome

    def analyze_many(self, requests: Sequence[Request]) -> list[Analysis | AnjuError]:
        """One outcome each; the faces of all pictures pass through each model together."""
        outcomes = [self._attempt(request) for request in requests]
        found = [outcome for outcome in outcomes if isinstance(outcome, _Found)]
        began = time.perf_counter()
        try:
            _embed([crop for item in found for crop in item.crops])
        except AnjuError as error:
            return [error if isinstance(each, _Found) else each for each in outcomes]
        elapsed = (time.perf_counter() - began) * 1e3
        for item in found:
            item.analysis.times.embed = elapsed
        return [each.analysis if isinstance(each, _Found) else each for each in outcomes]

    def _attempt(self, request: Request) -> _Found | AnjuError:
        try:
            return self._find(request)
        except AnjuError as error:
            return error

    def _find(self, request: Request) -> _Found:
        detector = self._loader.detector()
        embedders = self._loader.embedders(request.packs) if request.max_faces else []
        marks = [time.perf_counter()]
        source = Source(request.image, self._limits)
        marks.append(time.perf_counter())
        seen = detector(source.picture, request.cropped)
        marks.append(time.perf_counter())
        faces = _place(seen, source)
        crops = []
        for i, face in enumerate(faces[: request.max_faces]):
            picture, landmarks = _landmarks(detector, source, seen, i, embedders)
            cut = [align(picture, landmarks, each.width, each.height) for each in embedders]
            unit = np.float32(source.width / picture.shape[1])
            face.quality = assess(cut[0], landmarks * unit)
            face.defects = face.quality.defects(self._quality)
            pairs = zip(embedders, cut, strict=True)
            crops += [(embedder, face, Crop(crop, request.mirror)) for embedder, crop in pairs]
        marks.append(time.perf_counter())
        times = Times(*(float(step) for step in np.diff(marks) * 1e3))
        return _Found(Analysis(faces, source.width, source.height, times), crops)


def _landmarks(
    detector: Detector, source: Source, seen: Detections, i: int, embedders: Sequence[Embedder]
) -> tuple[Picture, Floats]:
    """Landmarks good enough to align by, and the picture that they lie in."""
    picture, box, points = source.picture, seen.boxes[i], seen.landmarks[i]
    coarse = detector.is_coarse(picture, box)
    needed = max(TEMPLATE_EYES * each.width / 112 for each in embedders)
    if source.reduction > 1 and np.hypot(*(points[1] - points[0])) < needed:
        scale = np.float32(source.full.shape[1] / picture.shape[1])
        picture, box, points = source.full, box * scale, points * scale
    if coarse:
        points = detector.look_closer(picture, box, points)
    return picture, points


def _embed(crops: Sequence[tuple[Embedder, Face, Crop]]) -> None:
    for embedder in dict.fromkeys(embedder for embedder, _, _ in crops):
        own = [(face, crop) for user, face, crop in crops if user is embedder]
        vectors = embedder([crop for _, crop in own])
        for (face, _), vector in zip(own, vectors, strict=True):
            face.embeddings[embedder.name] = vector


def _place(seen: Detections, source: Source) -> list[Face]:
    rows, columns = source.picture.shape[:2]
    share = np.array((1 / columns, 1 / rows), np.float32)
    corners = np.clip(seen.boxes[:, :2] * share, 0, 1)
    ends = np.clip((seen.boxes[:, :2] + seen.boxes[:, 2:]) * share, 0, 1)
    boxes = np.hstack((corners, ends - corners))
    points = np.clip(seen.landmarks * share, 0, 1)
    return [Face(*each) for each in zip(boxes, points, seen.scores.tolist(), strict=True)]
