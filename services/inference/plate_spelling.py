"""Plates that were found to texts: by the fast recogniser, and where it is unsure by both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.inference.image import Picture
from services.inference.plate_color import ground
from services.inference.plate_recognition import Columns, PlateRecognizer
from services.inference.plate_text import Reading, Spelling, decode
from services.inference.rectification import is_ambiguous, rectify, widened
from services.inference.runtime import Floats
from services.plate.grammar import Color

_AROUND = (0.06, 0.13)  # shares of the plate's width


@dataclass(frozen=True, slots=True)
class Place:
    """A picture, and a plate's corners in its pixels."""

    picture: Picture
    corners: Floats  # (4, 2)
    rows: int


@dataclass(frozen=True, slots=True)
class Spelled:
    reading: Reading | None
    color: Color
    rows: int

    @property
    def confidence(self) -> float:
        return self.reading.confidence if self.reading else 0.0


class PlateSpeller:
    """`recognizers` come fastest first; the next is asked about what is less than `sure`.

    What all are unsure of is read again: as the other number of rows where its shape allows both,
    and with more around it, since corners cut off first characters. The surest reading counts.
    """

    def __init__(self, recognizers: Sequence[PlateRecognizer], sure: float) -> None:
        self._recognizers, self._sure = recognizers, sure

    def __call__(self, places: Sequence[Place]) -> list[Spelled]:
        best = self._read(places)
        self._again(best, [_other_rows(place) for place in places])
        for share in _AROUND:
            pairs = zip(places, best, strict=True)
            self._again(best, [_wider(place, each.rows, share) for place, each in pairs])
        return best

    def _again(self, best: list[Spelled], others: Sequence[Place | None]) -> None:
        """Another look at what is unsure."""
        looks = [
            (i, other)
            for i, other in enumerate(others)
            if other and best[i].confidence < self._sure
        ]
        read = self._read([other for _, other in looks])
        for (i, _), again in zip(looks, read, strict=True):
            if again.confidence > best[i].confidence:
                best[i] = again

    def _read(self, places: Sequence[Place]) -> list[Spelled]:
        opinions: list[list[Spelling]] = [[] for _ in places]
        first: list[Columns | None] = [None] * len(places)
        spelled = [Spelled(None, Color.BLUE, each.rows) for each in places]
        for recognizer in self._recognizers:
            unsure = [i for i, each in enumerate(spelled) if each.confidence < self._sure]
            if not unsure:
                break
            strips = [_strip(places[i], recognizer) for i in unsure]
            for i, strip, columns in zip(unsure, strips, recognizer(strips), strict=True):
                opinions[i].append(Spelling(columns.probabilities, recognizer.characters))
                first[i] = first[i] or columns
                color = _color(first[i], strip)
                spelled[i] = Spelled(decode(opinions[i], color), color, places[i].rows)
        return spelled


def _other_rows(place: Place) -> Place | None:
    return replace(place, rows=3 - place.rows) if is_ambiguous(place.corners) else None


def _wider(place: Place, rows: int, share: float) -> Place:
    return replace(place, rows=rows, corners=widened(place.corners, share))


def _strip(place: Place, recognizer: PlateRecognizer) -> Picture:
    return rectify(place.picture, place.corners, recognizer.width, place.rows)


def _color(columns: Columns | None, strip: Picture) -> Color:
    """As the recogniser says that learned colours, else by the pixels."""
    if columns is None or not columns.colors:
        return ground(strip)
    return Color(max(columns.colors, key=lambda name: columns.colors[name]))
