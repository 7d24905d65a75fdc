"""Which permits a read is about: exactly, or one confusable character away.

The tables hold every permitted plate with each one of its characters masked, so a read is
compared with the permits that differ from it in one place and with no others.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from kit.hours import SHANGHAI, OpeningHours
from services.plate import grammar
from services.plate.confusions import Confusions
from services.plate.grammar import Color, Kind
from services.plate.models import PermitKind

MASK = "*"
BY_RULE = 1.0
THOUGHT = 0.1
"""Confidence from which another reading counts as one that the recogniser means: below it, a
network names every other character."""
LONG = 8
"""Characters of a new-energy plate, whose last one readers lose."""


@dataclass(frozen=True)
class Entry:
    """A permit as a decision needs it; a waiting one is over the quota of its house."""

    id: str
    plate: str
    kind: PermitKind
    valid_from: datetime
    valid_to: datetime | None = None
    hours: tuple[OpeningHours, ...] = ()
    house_id: str = ""
    subject_id: str = ""
    color: Color | None = None
    plate_kind: Kind | None = None
    waiting: bool = False

    def ended(self, at: datetime) -> bool:
        return self.valid_to is not None and self.valid_to <= at

    def within_hours(self, at: datetime) -> bool:
        local = at.astimezone(SHANGHAI)
        return not self.hours or any(span.covers(local) for span in self.hours)

    def in_force(self, at: datetime) -> bool:
        return self.valid_from <= at and not self.ended(at) and self.within_hours(at)


@dataclass(frozen=True)
class Candidate:
    """Another text that a read may be; the confidence goes from 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Read:
    """What a camera or a device says that it read; confidences from 0 to 1."""

    text: str
    confidences: tuple[float, ...] = ()
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    color: Color | None = None
    kind: Kind | None = None

    def thoughts(self, least: float = 0.0) -> set[str]:
        """Canonical texts of the candidates that have at least this confidence."""
        found = (each for each in self.candidates if each.confidence >= least)
        return {grammar.normalise(each.text) for each in found}

    def sure(self, text: str, but: int, least: float) -> bool:
        """Whether every character of the canonical `text` but one is read with `least`.

        A device that gives one confidence for all stands by it for each character.
        """
        each = self.confidences
        if len(each) != len(text):
            each = (self.confidence,) * len(text)
        return all(value >= least for place, value in enumerate(each) if place != but)

    def doubts(self, text: str, near: "Near", certain: float) -> bool:
        """Whether the character in which the permit differs may be misread: it was read with
        less than `certain`, or the permit's is one that the recogniser thought of. Else it is
        another car. Where a character is lost there is none to doubt."""
        if near.plate in self.thoughts(THOUGHT) or not near.misread.read:
            return True
        each = self.confidences
        place = near.misread.position - 1
        return (each[place] if len(each) == len(text) else self.confidence) < certain


@dataclass(frozen=True)
class Misread:
    """One character taken for another; `read` or `permitted` is empty where one was lost or
    gained. Positions count from 1; the weight goes from 0 to 1."""

    position: int
    read: str
    permitted: str
    weight: float


@dataclass(frozen=True)
class Near:
    plate: str
    misread: Misread


@dataclass
class Index:
    """The permits of one community that are not revoked."""

    confusions: Confusions
    _entries: dict[str, Entry] = field(default_factory=dict)
    _plates: dict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    _masks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _long: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> None:
        """Replaces the permit of the same id. Idempotent."""
        self.remove(entry.id)
        self._entries[entry.id] = entry
        if entry.plate not in self._plates:
            for mask in _masks(entry.plate):
                self._masks[mask].add(entry.plate)
            if len(entry.plate) == LONG:
                self._long[entry.plate[:-1]].add(entry.plate)
        self._plates[entry.plate][entry.id] = entry

    def remove(self, permit_id: str) -> None:
        """Idempotent."""
        entry = self._entries.pop(permit_id, None)
        if entry is None:
            return
        del self._plates[entry.plate][permit_id]
        if self._plates[entry.plate]:
            return
        del self._plates[entry.plate]
        for mask in _masks(entry.plate):
            _discard(self._masks, mask, entry.plate)
        _discard(self._long, entry.plate[:-1], entry.plate)

    def ids(self) -> set[str]:
        return set(self._entries)

    def exact(self, text: str) -> list[Entry]:
        """The plate's permits, in an order that does not depend on when they came."""
        return sorted(self._plates.get(text, {}).values(), key=lambda each: each.id)

    def near(self, read: Read, text: str) -> list[Near]:
        """Permitted plates one step from the canonical text, by plate."""
        found = {near.plate: near for near in self._steps(read, text)}
        return [found[plate] for plate in sorted(found)]

    def _steps(self, read: Read, text: str) -> Iterator[Near]:
        others = read.thoughts(THOUGHT)
        for place, mask in enumerate(_masks(text)):
            for plate in self._masks.get(mask, ()):
                weight = self.confusions.weight(plate[place], text[place])
                if plate != text and (weight > 0 or plate in others):
                    yield Near(plate, Misread(place + 1, text[place], plate[place], weight))
        for plate in self._long.get(text, ()):
            if _painted(read.color, plate):
                yield Near(plate, Misread(LONG, "", plate[-1], BY_RULE))
        if len(text) == LONG and text[:-1] in self._plates and _painted(read.color, text[:-1]):
            yield Near(text[:-1], Misread(LONG, text[-1], "", BY_RULE))


def _painted(color: Color | None, plate: str) -> bool:
    """Whether the ground that was seen belongs to this plate.

    A character too few or too many makes another car's plate out of a new-energy one, so this
    step needs the colour as its witness.
    """
    try:
        return color is not None and bool(grammar.parse(plate).fitting(color))
    except grammar.NotAPlate:
        return False


def _masks(text: str) -> list[str]:
    return [text[:place] + MASK + text[place + 1 :] for place in range(len(text))]


def _discard(table: dict[str, set[str]], key: str, plate: str) -> None:
    if key in table:
        table[key].discard(plate)
        if not table[key]:
            del table[key]
