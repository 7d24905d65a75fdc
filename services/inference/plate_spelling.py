"""Plates that were found to texts: by the fast recogniser, and where it is unsure by both."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.inference.image import Picture
from services.inference.plate_color import ground
from services.inference.plate_recognition import Columns, PlateRecognizer
from services.inference.plate_text import Reading, Spelling, decode
from services.inference.rectification import rectify
from services.inference.runtime import Floats
from services.plate.grammar import Color


@dataclass(frozen=True, slots=True)
class Place:
    """A picture, and a plate's corners in its pixels."""

    picture: Picture
    corners: Floats  # (4, 2)


@dataclass(frozen=True, slots=True)
class Spelled:
    reading: Reading | None
    color: Color

    @property
    def confidence(self) -> float:
        return self.reading.confidence if self.reading else 0.0


class PlateSpeller:
    """`recognizers` come fastest first; the next is asked about what is less than `sure`."""

    def __init__(self, recognizers: Sequence[PlateRecognizer], sure: float) -> None:
        self._recognizers, self._sure = recognizers, sure
        self.names = tuple(each.name for each in recognizers)

    def __call__(self, places: Sequence[Place]) -> list[Spelled]:
        opinions: list[list[Spelling]] = [[] for _ in places]
        first: list[Columns | None] = [None] * len(places)
        spelled: list[Spelled] = [Spelled(None, Color.BLUE)] * len(places)
        for recognizer in self._recognizers:
            unsure = [i for i, each in enumerate(spelled) if each.confidence < self._sure]
            if not unsure:
                break
            strips = [_strip(places[i], recognizer) for i in unsure]
            for i, strip, columns in zip(unsure, strips, recognizer(strips), strict=True):
                opinions[i].append(Spelling(columns.probabilities, recognizer.characters))
                first[i] = first[i] or columns
                color = _color(first[i], strip)
                spelled[i] = Spelled(decode(opinions[i], color), color)
        return spelled


def _strip(place: Place, recognizer: PlateRecognizer) -> Picture:
    return rectify(place.picture, place.corners, recognizer.width)


def _color(columns: Columns | None, strip: Picture) -> Color:
    """As the recogniser says that learned colours, else by the pixels."""
    if columns is None or not columns.colors:
        return ground(strip)
    return Color(max(columns.colors, key=lambda name: columns.colors[name]))
