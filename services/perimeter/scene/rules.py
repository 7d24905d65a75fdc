"""Rules over tracks: each looks at one frame after another and says when something is the case.

Times are seconds of the frames themselves, so that video from a file, a replay of stored tracks
and a live camera give the same result.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Protocol

from services.perimeter.models import RuleKind
from services.perimeter.scene.shapes import Box, Point, crosses, inside
from services.perimeter.scene.spec import RuleSpec
from services.perimeter.scene.tracking import Track

PEOPLE = ("person",)
VEHICLES = ("car", "truck", "bus", "motorcycle")
BIKES = ("bicycle", "motorcycle")
CLASSES: dict[RuleKind, tuple[str, ...]] = {
    RuleKind.FIRE_LANE: VEHICLES,
    RuleKind.WRONG_WAY: VEHICLES,
    RuleKind.EBIKE: BIKES,
}
MOVED = 0.35  # widths that something must have moved to be no poster and no shadow
TALLER, SMALLER = 2.2, 0.45  # of what the perspective says a person is there
_GAP = 2.0  # seconds that somebody may be hidden and counts as still there
_SEEN = 3  # frames in which something must have been seen
_STILL = 0.4  # widths within which a vehicle stands


@dataclass(frozen=True, slots=True)
class Static:
    """A part of the picture that changed and stays so."""

    box: Box
    since: float
    removed: bool  # whether something is gone, rather than something came


@dataclass(frozen=True, slots=True)
class Frame:
    """What one look at a camera gave."""

    time: float
    tracks: Sequence[Track]
    statics: Sequence[Static] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule holds. `track_ids` are those of the camera's present tracker."""

    rule_id: str
    kind: RuleKind
    time: float
    box: Box
    track_ids: tuple[int, ...] = ()
    count: int = 1


class Checker(Protocol):
    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]: ...


@dataclass(slots=True)
class _Presence:
    """Since when each track satisfies a condition, across short gaps."""

    since: dict[int, tuple[float, float, int]] = field(default_factory=dict)

    def note(self, time: float, tracks: Sequence[Track]) -> None:
        for each in tracks:
            began, _, looks = self.since.get(each.id, (time, time, 0))
            self.since[each.id] = (began, time, looks + 1)
        self.since = {k: v for k, v in self.since.items() if time - v[1] <= _GAP}

    def lasting(self, time: float, tracks: Sequence[Track], seconds: float) -> list[Track]:
        found = []
        for each in tracks:
            began, _, looks = self.since.get(each.id, (time, time, 0))
            if time - began >= seconds and looks >= _SEEN:
                found.append(each)
        return found


class Rule:
    """One rule at one camera: what it looks at, and when it speaks."""

    def __init__(self, spec: RuleSpec, passes: Callable[[float, float], int] | None = None) -> None:
        self.spec = spec
        self._passes = passes or (lambda start, end: 0)
        self._check = CHECKS[spec.kind](spec, self._passes)
        self._labels = frozenset(spec.classes or CLASSES.get(spec.kind, PEOPLE))
        self._told: dict[int, float] = {}
        self._quiet_until = float("-inf")

    def step(self, frame: Frame, awake: bool = True) -> Hit | None:
        """At most one hit a frame; none within the cooldown, and none for a track that was told
        of already. One that sleeps looks all the same: who is inside when it wakes counts."""
        wanted = [each for each in frame.tracks if self._counts(each)]
        best = None
        for box, ids, count in self._check.step(Frame(frame.time, wanted, frame.statics)):
            if not awake:
                continue
            fresh = not ids or any(each not in self._told for each in ids)
            self._told.update(dict.fromkeys(ids, frame.time))
            if fresh and frame.time >= self._quiet_until:
                best = Hit(self.spec.id, self.spec.kind, frame.time, box, ids, count)
        if best:
            self._quiet_until = frame.time + self.spec.cooldown
        if len(self._told) > 1000:
            self._told = {k: v for k, v in self._told.items() if frame.time - v < 600}
        return best

    def _counts(self, track: Track) -> bool:
        """Of the rule's classes, as large as the perspective lets it be, and no still picture."""
        if track.label not in self._labels or track.box.height < self.spec.min_height:
            return False
        high = self.spec.expected_height(track.foot.y) if track.label in PEOPLE else 0.0
        fits = not high or SMALLER * high <= track.box.height <= TALLER * high
        return fits and track.travel >= MOVED


class _Inside:
    def __init__(self, spec: RuleSpec, _: Callable[[float, float], int]) -> None:
        self._spec = spec
        self._there = _Presence()

    def _in(self, frame: Frame) -> list[Track]:
        return [each for each in frame.tracks if inside(each.foot, self._spec.points)]

    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]:
        within = self._in(frame)
        self._there.note(frame.time, within)
        for each in self._there.lasting(frame.time, within, self._spec.seconds):
            yield each.box, (each.id,), 1


class _Crowd(_Inside):
    def __init__(self, spec: RuleSpec, passes: Callable[[float, float], int]) -> None:
        super().__init__(spec, passes)
        self._since: float | None = None
        self._last = float("-inf")

    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]:
        within = self._in(frame)
        if len(within) > self._spec.count:
            self._since = frame.time if self._since is None else self._since
            self._last = frame.time
            if frame.time - self._since >= self._spec.seconds:
                yield _around(within), (), len(within)
        elif frame.time - self._last > _GAP:
            self._since = None


class _Parked(_Inside):
    """Stands in the area: has not left the place where it stopped."""

    def __init__(self, spec: RuleSpec, passes: Callable[[float, float], int]) -> None:
        super().__init__(spec, passes)
        self._stopped: dict[int, tuple[float, Point]] = {}

    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]:
        live = {each.id for each in frame.tracks}
        for each in self._in(frame):
            since, place = self._stopped.get(each.id, (frame.time, each.foot))
            away = hypot(each.foot.x - place.x, each.foot.y - place.y)
            if away > _STILL * each.box.width:
                since, place = frame.time, each.foot
            self._stopped[each.id] = (since, place)
            if frame.time - since >= self._spec.seconds:
                yield each.box, (each.id,), 1
        if len(self._stopped) > 100:
            self._stopped = {k: v for k, v in self._stopped.items() if k in live}


class _Climbing(_Inside):
    """Feet in the face of the fence, and higher than they were on the ground."""

    def _in(self, frame: Frame) -> list[Track]:
        return [each for each in super()._in(frame) if _risen(each) >= 0.3]


class _WrongWay(_Inside):
    def _in(self, frame: Frame) -> list[Track]:
        return [each for each in super()._in(frame) if self._against(each, frame.time)]

    def _against(self, track: Track, time: float) -> bool:
        recent = [place for at, place in track.trail if time - at <= 2.0]
        dx, dy = recent[-1].x - recent[0].x, recent[-1].y - recent[0].y
        along = dx * self._spec.heading.x + dy * self._spec.heading.y
        length = hypot(dx, dy)
        return length >= max(0.3 * track.box.width, 0.02) and along <= -0.7 * length


class _Line:
    """A step over the line that is not taken back by the next look."""

    def __init__(self, spec: RuleSpec, _: Callable[[float, float], int]) -> None:
        self._spec = spec
        self._last: dict[int, tuple[float, Point]] = {}
        self._over: dict[int, tuple[float, int]] = {}

    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]:
        for track in self.crossed(frame):
            yield track.box, (track.id,), 1

    def crossed(self, frame: Frame) -> Iterator[Track]:
        for track in frame.tracks:
            foot = track.foot
            _, before = self._last.get(track.id, _before(track))
            self._last[track.id] = (frame.time, foot)
            if way := crosses(before, foot, self._spec.points):
                if track.id in self._over:
                    del self._over[track.id]  # back again
                else:
                    self._over[track.id] = (frame.time, way)
            elif track.id in self._over and track.sightings >= _SEEN:
                _, way = self._over.pop(track.id)
                if self._spec.direction in (0, way):
                    yield track
        self._last = {k: v for k, v in self._last.items() if frame.time - v[0] <= _GAP}
        self._over = {k: v for k, v in self._over.items() if frame.time - v[0] <= _GAP}


class _Tailgating:
    """More persons over the line than passes were granted in the same seconds."""

    def __init__(self, spec: RuleSpec, passes: Callable[[float, float], int]) -> None:
        self._line, self._spec, self._passes = _Line(spec, passes), spec, passes
        self._through: list[tuple[float, Track]] = []

    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]:
        self._through += [(frame.time, each) for each in self._line.crossed(frame)]
        span = self._spec.seconds
        settled = [each for each in self._through if frame.time - each[0] >= span]
        if not settled:
            return
        last = settled[0][0]
        group = [each for each in self._through if abs(each[0] - last) <= span]
        self._through = [each for each in self._through if each not in group]
        if len(group) > self._passes(last - span, last + 2 * span):
            yield group[-1][1].box, tuple(track.id for _, track in group), len(group)


class _Object:
    """Something stands where nothing was, or is gone; people and vehicles are no objects."""

    def __init__(self, spec: RuleSpec, _: Callable[[float, float], int]) -> None:
        self._spec = spec
        self._gone = spec.kind is RuleKind.OBJECT_REMOVED

    def step(self, frame: Frame) -> Iterator[tuple[Box, tuple[int, ...], int]]:
        for each in frame.statics:
            lasting = frame.time - each.since >= self._spec.seconds
            if (
                each.removed == self._gone
                and lasting
                and inside(each.box.centre, self._spec.points)
            ):
                yield each.box, (), 1


CHECKS: dict[RuleKind, Callable[[RuleSpec, Callable[[float, float], int]], Checker]] = {
    RuleKind.LINE_CROSSING: _Line,
    RuleKind.INTRUSION: _Inside,
    RuleKind.LOITERING: _Inside,
    RuleKind.CLIMBING: _Climbing,
    RuleKind.CROWD: _Crowd,
    RuleKind.WRONG_WAY: _WrongWay,
    RuleKind.OBJECT_LEFT: _Object,
    RuleKind.OBJECT_REMOVED: _Object,
    RuleKind.FIRE_LANE: _Parked,
    RuleKind.EBIKE: _Inside,
    RuleKind.TAILGATING: _Tailgating,
}


def _before(track: Track) -> tuple[float, Point]:
    return track.trail[-2] if len(track.trail) > 1 else track.trail[-1]


def _risen(track: Track) -> float:
    """How far the feet are above the lowest place they had, in heights of the box."""
    lowest = max(place.y for _, place in track.trail)
    return (lowest - track.foot.y) / max(track.box.height, 1e-3)


def _around(tracks: Sequence[Track]) -> Box:
    left, top = min(t.box.x for t in tracks), min(t.box.y for t in tracks)
    right = max(t.box.x + t.box.width for t in tracks)
    bottom = max(t.box.y + t.box.height for t in tracks)
    return Box(left, top, right - left, bottom - top)
