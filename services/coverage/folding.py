"""Facts of one community, in any order and any number of times, as one state over time.

The order that counts is that of (when, id): whoever replays the same facts gets the same state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.coverage.points import Point, changed

FOREVER = 2**62
BEFORE = -(2**62)


class FactView(NamedTuple):
    """`at` in ms since 1970; `data` by kind as events.py describes it."""

    id: str
    kind: str
    at: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """A point as it was planned from `start` until before `end`."""

    point: Point
    start: int
    end: int


@dataclass(frozen=True)
class Stay:
    """A device at a position (by name, may be empty) from `start` until before `end`."""

    device_id: str
    kind: str
    position: str
    start: int
    end: int


@dataclass(frozen=True)
class Window:
    """Maintenance; of one device, or of all where none is named."""

    device_id: str
    start: int
    end: int


class Reading(NamedTuple):
    at: int
    device_id: str
    kind: str
    value: int


@dataclass
class Site:
    """`traits` holds (from, kind, enclosure, town_code, name) in order; the first counts for all
    time before it too, as a community is older than its record."""

    traits: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)  # point name → first accepted at
    stays: list[Stay] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    profiles: list[tuple[int, str]] = field(default_factory=list)
    columns: list[tuple[int, str]] = field(default_factory=list)
    surveyed: int = FOREVER

    def trait(self, at: int) -> tuple[str, str, str, str]:
        """(kind, enclosure, town_code, name) then."""
        if not self.traits:
            return "", "", "", ""
        found = [t for t in self.traits if t[0] <= at] or self.traits[:1]
        return found[-1][1:]

    def profile(self, at: int) -> str:
        found = [version for since, version in self.profiles if since <= at]
        return found[-1] if found else ""

    def column(self, at: int) -> str:
        found = [column for since, column in self.columns if since <= at]
        return found[-1] if found else ""

    def points(self, at: int) -> dict[str, Point]:
        return {s.point.name: s.point for s in self.spans if s.start <= at < s.end}

    @property
    def devices(self) -> list[str]:
        return sorted({stay.device_id for stay in self.stays})


def fold(facts: Iterable[FactView]) -> Site:
    unique = {fact.id: fact for fact in facts}
    ordered = sorted(unique.values(), key=lambda fact: (fact.at, fact.id))
    site = Site()
    _points(site, ordered)
    _devices(site, [f for f in ordered if f.kind == "placed"])
    cancelled = {f.data["maintenance_id"] for f in ordered if f.kind == "maintenance_cancelled"}
    for fact in ordered:
        if fact.kind == "community":
            d = fact.data
            site.traits.append((fact.at, d["kind"], d["enclosure"], d["town_code"], d["name"]))
        elif fact.kind == "accepted":
            for name in fact.data["points"]:
                site.accepted.setdefault(name, fact.at)
        elif fact.kind == "maintenance" and fact.data["maintenance_id"] not in cancelled:
            start, end = fact.data["start"], fact.data["end"]
            site.windows.append(Window(fact.data.get("device_id", ""), start, end))
        elif fact.kind == "reading":
            for device_id, kind, value in fact.data["values"]:
                site.readings.append(Reading(fact.at, device_id, kind, value))
    return site


def _points(site: Site, facts: Iterable[FactView]) -> None:
    """Spans of points that stay the same between two facts are one span."""
    open_: dict[str, tuple[Point, int]] = {}
    for fact in facts:
        if fact.kind == "planned":
            now = {p["name"]: Point.model_validate(p) for p in fact.data["points"]}
            site.profiles.append((fact.at, fact.data["profile"]))
            site.columns.append((fact.at, fact.data["column"]))
            site.surveyed = min(site.surveyed, fact.at)
        elif fact.kind == "adjusted":
            now = changed({name: point for name, (point, _) in open_.items()}, fact.data)
        else:
            continue
        for name, (point, since) in list(open_.items()):
            if now.get(name) != point:
                site.spans.append(Span(point, since, fact.at))
                del open_[name]
        for name, point in now.items():
            open_.setdefault(name, (point, fact.at))
    site.spans += [Span(point, since, FOREVER) for point, since in open_.values()]
    site.spans = [s for s in site.spans if s.start < s.end]
    site.spans.sort(key=lambda s: (s.point.name, s.start))


def _devices(site: Site, facts: Iterable[FactView]) -> None:
    """Of one revision the earliest report counts; a later revision ends the stay before it."""
    seen: dict[str, dict[int, tuple[int, Mapping[str, Any]]]] = {}
    for fact in facts:
        for each in fact.data["devices"]:
            known = seen.setdefault(each["id"], {})
            known.setdefault(each["revision"], (fact.at, each))
    for device_id, revisions in sorted(seen.items()):
        start, current = 0, None
        for _, (at, each) in sorted(revisions.items()):
            if current is not None and at > start:
                site.stays.append(_stay(device_id, current, start, at))
            start = at if current is None else max(start, at)
            current = each
        if current is not None:
            site.stays.append(_stay(device_id, current, start, FOREVER))
    site.stays = [s for s in site.stays if s.kind]


def _stay(device_id: str, each: Mapping[str, Any], start: int, end: int) -> Stay:
    """One that is gone from here (deleted, disabled, elsewhere) has no kind."""
    kind = "" if each.get("gone") else each["kind"]
    return Stay(device_id, kind, each.get("position", ""), start, end)
