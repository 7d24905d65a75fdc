"""From a JPEG file to number plates: decode, detect, rectify, recognise, spell."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from kit.errors import AnjuError
from services.inference.image import Picture, Source
from services.inference.loader import Loader
from services.inference.moire import moire
from services.inference.plate_detection import PlateDetector, Quads
from services.inference.plate_recognition import PlateRecognizer
from services.inference.plate_spelling import Place, PlateSpeller, Spelled
from services.inference.plate_text import Character, Reading
from services.inference.rectification import corners_of, rows_of
from services.inference.runtime import Floats
from services.inference.settings import ImageLimits, PlateLimits
from services.plate.grammar import Color, Kind, parse

LONG_SIDE = 1280
"""Least long side of a reduced picture: twice the detector's."""
DEFAULT_PLATES = 4
_CLOSER = 1.5
_SHAPES = ((16, 9), (4, 3))  # of cameras' pictures; others cost a moment when they first come


@dataclass(frozen=True, slots=True)
class PlateRequest:
    image: bytes
    max_plates: int = DEFAULT_PLATES
    pack: str = ""
    cropped: bool = False


@dataclass(frozen=True, slots=True)
class Plate:
    """Corners are fractions of the picture's sides."""

    text: str
    kind: Kind
    color: Color
    confidence: float
    characters: tuple[Character, ...]
    corners: Floats  # (4, 2)
    score: float
    moire: float


@dataclass(slots=True)
class PlateTimes:
    """Milliseconds."""

    decode: float
    detect: float = 0.0
    rectify: float = 0.0
    recognize: float = 0.0


@dataclass(frozen=True, slots=True)
class Sight:
    plates: list[Plate]  # the largest first
    width: int
    height: int
    times: PlateTimes


@dataclass(frozen=True, slots=True)
class _Seen:
    """A plate that is located and not yet read."""

    place: Place
    corners: Floats  # fractions of the picture's sides
    score: float


@dataclass(frozen=True, slots=True)
class _Task:
    """A picture, decoded once for all looks at it."""

    request: PlateRequest
    source: Source
    detector: PlateDetector | None  # none for a picture that is one plate
    recognizers: list[PlateRecognizer]
    sight: Sight

    @property
    def least(self) -> float:
        """Confidence; a crop is known to be a plate."""
        return 0.0 if self.request.cropped else self.recognizers[0].threshold


class PlateReader:
    """Any number of threads may call it."""

    def __init__(
        self, loader: Loader, limits: ImageLimits | None = None, plates: PlateLimits | None = None
    ) -> None:
        cv2.setNumThreads(1)  # pictures run in parallel, not parts of one
        self._loader = loader
        self._limits = limits or ImageLimits()
        self._plates = plates or PlateLimits()

    def warm(self) -> None:
        """Loads the recommended packs, for the shapes that cameras have. Raises Unavailable when
        none can be used."""
        detector = self._loader.plate_detector()
        for width, height in _SHAPES:
            for closer in (1.0, _CLOSER):
                detector.prepare(width, height, closer)
        self._loader.plate_recognizers("")

    def read(self, request: PlateRequest) -> Sight:
        (outcome,) = self.read_many([request])
        if isinstance(outcome, AnjuError):
            raise outcome
        return outcome

    def read_many(self, requests: Sequence[PlateRequest]) -> list[Sight | AnjuError]:
        """One outcome each; where no plate is read, the second look has more pixels."""
        outcomes = [self._attempt(request) for request in requests]
        tasks = [each for each in outcomes if isinstance(each, _Task)]
        self._look(tasks, 1.0)
        self._look([each for each in tasks if each.detector and not each.sight.plates], _CLOSER)
        return [each.sight if isinstance(each, _Task) else each for each in outcomes]

    def _attempt(self, request: PlateRequest) -> "_Task | AnjuError":
        try:
            return self._begin(request)
        except AnjuError as error:
            return error

    def _begin(self, request: PlateRequest) -> _Task:
        recognizers = self._loader.plate_recognizers(request.pack)
        detector = None if request.cropped else self._loader.plate_detector()
        began = time.perf_counter()
        source = Source(request.image, self._limits, LONG_SIDE)
        times = PlateTimes((time.perf_counter() - began) * 1e3)
        sight = Sight([], source.width, source.height, times)
        return _Task(request, source, detector, recognizers, sight)

    def _look(self, tasks: Sequence[_Task], closer: float) -> None:
        """The plates of pictures that the same recognisers read pass through them together."""
        groups: dict[tuple[str, ...], list[tuple[_Task, list[_Seen]]]] = {}
        for task in tasks:
            names = tuple(each.name for each in task.recognizers)
            groups.setdefault(names, []).append((task, _find(task, closer)))
        for group in groups.values():
            _read(group, PlateSpeller(group[0][0].recognizers, self._plates.sure))


def _find(task: _Task, closer: float) -> list[_Seen]:
    marks = [time.perf_counter()]
    picture, most = task.source.picture, task.request.max_plates
    quads = task.detector(picture, closer) if task.detector else _whole(picture)
    marks.append(time.perf_counter())
    width = max(each.width for each in task.recognizers)
    sides = np.array(picture.shape[1::-1], np.float32)
    # What looks least like a plate is left out, and the order by size stays.
    surest = sorted(np.argsort(-quads.scores, kind="stable")[:most].tolist())
    seen = [
        _Seen(_enough(task.source, quads.corners[i], width), quads.corners[i] / sides, score)
        for i, score in ((i, float(quads.scores[i])) for i in surest)
    ]
    marks.append(time.perf_counter())
    task.sight.times.detect += (marks[1] - marks[0]) * 1e3
    task.sight.times.rectify += (marks[2] - marks[1]) * 1e3
    return seen


def _whole(picture: Picture) -> Quads:
    return Quads(np.ones(1, np.float32), corners_of(picture)[None])


def _enough(source: Source, corners: Floats, width: int) -> Place:
    """The picture in which the plate has enough pixels, and its corners there."""
    across = float(np.linalg.norm(corners[1] - corners[0]))
    if source.reduction == 1 or across >= width:
        return Place(source.picture, corners, rows_of(corners))
    unit = np.float32(source.full.shape[1] / source.picture.shape[1])
    return Place(source.full, corners * unit, rows_of(corners))


def _read(group: Sequence[tuple[_Task, list[_Seen]]], spell: PlateSpeller) -> None:
    began = time.perf_counter()
    spelled = iter(spell([each.place for _, seen in group for each in seen]))
    for task, seen in group:
        for each in seen:
            told = next(spelled)
            if told.reading and told.confidence >= task.least:
                task.sight.plates.append(_plate(each, told.reading, told, task.request.cropped))
    elapsed = (time.perf_counter() - began) * 1e3
    for task, _ in group:
        task.sight.times.recognize += elapsed


def _plate(seen: _Seen, reading: Reading, spelled: Spelled, cropped: bool) -> Plate:
    place = seen.place
    return Plate(
        text=reading.text,
        kind=_kind(reading, spelled.color, spelled.rows),
        color=spelled.color,
        confidence=reading.confidence,
        characters=reading.characters,
        corners=seen.corners,
        score=seen.score,
        moire=0.0 if cropped else moire(place.picture, place.corners),
    )


def _kind(reading: Reading, color: Color, rows: int) -> Kind:
    """The kind that the text, the ground and the rows agree on; the text counts most."""
    plate = parse(reading.text)
    kinds = plate.fitting(color, rows) or plate.fitting(color) or plate.fitting(rows=rows)
    return (kinds or plate.kinds)[0]
