"""From a JPEG file to number plates: decode, detect, rectify, recognise, spell."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from kit.errors import AnjuError
from services.inference.image import Picture, Source
from services.inference.loader import Loader
from services.inference.moire import moire
from services.inference.plate_color import ground
from services.inference.plate_detection import Quads
from services.inference.plate_recognition import Columns, PlateRecognizer
from services.inference.plate_text import Character, Reading, Spelling, decode
from services.inference.rectification import corners_of, rectify, rows_of
from services.inference.runtime import Floats
from services.inference.settings import ImageLimits
from services.plate.grammar import Color, Kind, parse

LONG_SIDE = 1280
"""Least long side of a reduced picture: twice the detector's."""
DEFAULT_PLATES = 4


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
    detect: float
    rectify: float
    recognize: float = 0.0


@dataclass(frozen=True, slots=True)
class Sight:
    plates: list[Plate]  # the largest first
    width: int
    height: int
    times: PlateTimes


@dataclass(frozen=True, slots=True)
class _Found:
    """A picture whose plates are located and not yet read."""

    sight: Sight
    recognizer: PlateRecognizer
    least: float  # confidence
    strips: list[Picture] = field(default_factory=list)
    places: list[tuple[Floats, float, int, float]] = field(default_factory=list)


class PlateReader:
    """Any number of threads may call it."""

    def __init__(self, loader: Loader, limits: ImageLimits | None = None) -> None:
        cv2.setNumThreads(1)  # pictures run in parallel, not parts of one
        self._loader = loader
        self._limits = limits or ImageLimits()

    def warm(self) -> None:
        """Loads the recommended packs. Raises Unavailable when none can be used."""
        self._loader.plate_detector()
        self._loader.plate_recognizer("")

    def read(self, request: PlateRequest) -> Sight:
        (outcome,) = self.read_many([request])
        if isinstance(outcome, AnjuError):
            raise outcome
        return outcome

    def read_many(self, requests: Sequence[PlateRequest]) -> list[Sight | AnjuError]:
        """One outcome each; the plates of all pictures pass through each model together."""
        outcomes = [self._attempt(request) for request in requests]
        found = [each for each in outcomes if isinstance(each, _Found)]
        for recognizer in {item.recognizer.name: item.recognizer for item in found}.values():
            _recognize(recognizer, [item for item in found if item.recognizer is recognizer])
        return [each.sight if isinstance(each, _Found) else each for each in outcomes]

    def _attempt(self, request: PlateRequest) -> "_Found | AnjuError":
        try:
            return self._find(request)
        except AnjuError as error:
            return error

    def _find(self, request: PlateRequest) -> _Found:
        recognizer = self._loader.plate_recognizer(request.pack)
        detector = None if request.cropped else self._loader.plate_detector()
        marks = [time.perf_counter()]
        source = Source(request.image, self._limits, LONG_SIDE)
        marks.append(time.perf_counter())
        seen = detector(source.picture) if detector else _whole(source.picture)
        marks.append(time.perf_counter())
        strips: list[Picture] = []
        places: list[tuple[Floats, float, int, float]] = []
        sides = np.array(source.picture.shape[1::-1], np.float32)
        for corners, score in zip(seen.corners, seen.scores, strict=True):
            if len(strips) == request.max_plates:
                break
            picture, inside = _enough(source, corners, recognizer.width)
            strips.append(rectify(picture, inside, recognizer.width))
            fine = 0.0 if request.cropped else moire(picture, inside)
            places.append((corners / sides, float(score), rows_of(inside), fine))
        marks.append(time.perf_counter())
        times = PlateTimes(*(float(step) for step in np.diff(marks) * 1e3))
        least = 0.0 if request.cropped else recognizer.threshold  # a crop is known to be a plate
        sight = Sight([], source.width, source.height, times)
        return _Found(sight, recognizer, least, strips, places)


def _whole(picture: Picture) -> Quads:
    return Quads(np.ones(1, np.float32), corners_of(picture)[None])


def _enough(source: Source, corners: Floats, width: int) -> tuple[Picture, Floats]:
    """The picture in which the plate has enough pixels, and its corners there."""
    across = float(np.linalg.norm(corners[1] - corners[0]))
    if source.reduction == 1 or across >= width:
        return source.picture, corners
    unit = np.float32(source.full.shape[1] / source.picture.shape[1])
    return source.full, corners * unit


def _recognize(recognizer: PlateRecognizer, found: Sequence[_Found]) -> None:
    began = time.perf_counter()
    strips = [strip for item in found for strip in item.strips]
    columns = iter(recognizer(strips)) if strips else iter(())
    for item in found:
        for strip, place in zip(item.strips, item.places, strict=True):
            plate = _plate(next(columns), strip, recognizer, *place)
            if plate and plate.confidence >= item.least:
                item.sight.plates.append(plate)
    elapsed = (time.perf_counter() - began) * 1e3
    for item in found:
        item.sight.times.recognize = elapsed


def _plate(
    columns: Columns,
    strip: Picture,
    recognizer: PlateRecognizer,
    corners: Floats,
    score: float,
    rows: int,
    fine: float,
) -> Plate | None:
    color = _color(columns, strip)
    reading = decode([Spelling(columns.probabilities, recognizer.characters)], color)
    if reading is None:
        return None
    kind, color = _kind(reading, color, rows)
    return Plate(
        reading.text, kind, color, reading.confidence, reading.characters, corners, score, fine
    )


def _color(columns: Columns, strip: Picture) -> Color:
    if not columns.colors:
        return ground(strip)
    return Color(max(columns.colors, key=lambda name: columns.colors[name]))


def _kind(reading: Reading, color: Color, rows: int) -> tuple[Kind, Color]:
    """The kind that the text, the ground and the rows agree on; the text counts most."""
    plate = parse(reading.text)
    kinds = plate.fitting(color, rows) or plate.fitting(color) or plate.fitting(rows=rows)
    return (kinds or plate.kinds)[0], color
