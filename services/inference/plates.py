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
from services.inference.plate_detection import Quads
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

    def add(self, other: "PlateTimes") -> None:
        self.decode += other.decode
        self.detect += other.detect
        self.rectify += other.rectify
        self.recognize += other.recognize


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
    moire: float


@dataclass(frozen=True, slots=True)
class _Found:
    sight: Sight
    speller: PlateSpeller
    least: float  # confidence
    seen: list[_Seen]


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
        """Loads the recommended packs. Raises Unavailable when none can be used."""
        self._loader.plate_detector()
        self._loader.plate_recognizers("")

    def read(self, request: PlateRequest) -> Sight:
        (outcome,) = self.read_many([request])
        if isinstance(outcome, AnjuError):
            raise outcome
        return outcome

    def read_many(self, requests: Sequence[PlateRequest]) -> list[Sight | AnjuError]:
        """One outcome each; where no plate is read, the second look has more pixels."""
        outcomes = self._look(requests, 1.0)
        empty = [
            i
            for i, each in enumerate(outcomes)
            if isinstance(each, Sight) and not each.plates and not requests[i].cropped
        ]
        for i, again in zip(empty, self._look([requests[i] for i in empty], _CLOSER), strict=True):
            first = outcomes[i]
            if isinstance(first, Sight) and isinstance(again, Sight):
                again.times.add(first.times)
            outcomes[i] = again
        return outcomes

    def _look(self, requests: Sequence[PlateRequest], closer: float) -> list[Sight | AnjuError]:
        """The plates of all pictures pass through each model together."""
        outcomes = [self._attempt(request, closer) for request in requests]
        groups: dict[tuple[str, ...], list[_Found]] = {}
        for each in outcomes:
            if isinstance(each, _Found):
                groups.setdefault(each.speller.names, []).append(each)
        for group in groups.values():
            _spell(group)
        return [each.sight if isinstance(each, _Found) else each for each in outcomes]

    def _attempt(self, request: PlateRequest, closer: float) -> "_Found | AnjuError":
        try:
            return self._find(request, closer)
        except AnjuError as error:
            return error

    def _find(self, request: PlateRequest, closer: float) -> _Found:
        recognizers = self._loader.plate_recognizers(request.pack)
        detector = None if request.cropped else self._loader.plate_detector()
        marks = [time.perf_counter()]
        source = Source(request.image, self._limits, LONG_SIDE)
        marks.append(time.perf_counter())
        quads = detector(source.picture, closer) if detector else _whole(source.picture)
        marks.append(time.perf_counter())
        width = max(each.width for each in recognizers)
        sides = np.array(source.picture.shape[1::-1], np.float32)
        seen = []
        # What looks least like a plate is left out, and the order by size stays.
        surest = sorted(np.argsort(-quads.scores, kind="stable")[: request.max_plates].tolist())
        for corners, score in ((quads.corners[i], quads.scores[i]) for i in surest):
            place = _enough(source, corners, width)
            fine = 0.0 if request.cropped else moire(place.picture, place.corners)
            seen.append(_Seen(place, corners / sides, float(score), fine))
        marks.append(time.perf_counter())
        times = PlateTimes(*(float(step) for step in np.diff(marks) * 1e3))
        sight = Sight([], source.width, source.height, times)
        # A crop is known to be a plate.
        least = 0.0 if request.cropped else recognizers[0].threshold
        return _Found(sight, PlateSpeller(recognizers, self._plates.sure), least, seen)


def _whole(picture: Picture) -> Quads:
    return Quads(np.ones(1, np.float32), corners_of(picture)[None])


def _enough(source: Source, corners: Floats, width: int) -> Place:
    """The picture in which the plate has enough pixels, and its corners there."""
    across = float(np.linalg.norm(corners[1] - corners[0]))
    if source.reduction == 1 or across >= width:
        return Place(source.picture, corners, rows_of(corners))
    unit = np.float32(source.full.shape[1] / source.picture.shape[1])
    return Place(source.full, corners * unit, rows_of(corners))


def _spell(group: Sequence[_Found]) -> None:
    """Reads the plates of pictures that the same recognisers read."""
    began = time.perf_counter()
    places = [each.place for item in group for each in item.seen]
    spelled = iter(group[0].speller(places))
    for item in group:
        for seen in item.seen:
            plate = _plate(seen, next(spelled))
            if plate and plate.confidence >= item.least:
                item.sight.plates.append(plate)
    elapsed = (time.perf_counter() - began) * 1e3
    for item in group:
        item.sight.times.recognize = elapsed


def _plate(seen: _Seen, spelled: Spelled) -> Plate | None:
    reading = spelled.reading
    if reading is None:
        return None
    return Plate(
        text=reading.text,
        kind=_kind(reading, spelled.color, spelled.rows),
        color=spelled.color,
        confidence=reading.confidence,
        characters=reading.characters,
        corners=seen.corners,
        score=seen.score,
        moire=seen.moire,
    )


def _kind(reading: Reading, color: Color, rows: int) -> Kind:
    """The kind that the text, the ground and the rows agree on; the text counts most."""
    plate = parse(reading.text)
    kinds = plate.fitting(color, rows) or plate.fitting(color) or plate.fitting(rows=rows)
    return (kinds or plate.kinds)[0]
