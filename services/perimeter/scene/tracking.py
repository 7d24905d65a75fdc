"""Tracking by detection: who is who from one analysed frame to the next.

Two rounds of assignment as ByteTrack has them (sure detections first, the others only continue
tracks), over overlap and distance together, because at a few frames a second a person moves by
their own width between two looks. The assignment itself is `lap`'s. `supervision` no longer has a
tracker, `trackers` brings a second OpenCV that needs a display's libraries, and `ultralytics`
brings torch.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import lap
import numpy as np
import numpy.typing as npt

from services.perimeter.scene.shapes import Box, Point

Floats = npt.NDArray[np.float64]
SURE = 0.5  # score from which a detection may begin a track
_FAR = 0.85  # cost above which two boxes are two objects
_MEMORY = 2.5  # seconds that an unseen track waits for its object
_TRAIL = 64  # places that a track remembers
_WHEELS = frozenset({"car", "truck", "bus"})
_BIKES = frozenset({"bicycle", "motorcycle"})


def family(label: str) -> str:
    """Classes that a detector confuses with one another from frame to frame."""
    if label in _WHEELS:
        return "car"
    return "bicycle" if label in _BIKES else label


@dataclass(frozen=True, slots=True)
class Found:
    label: str
    score: float
    box: Box


@dataclass(slots=True)
class Track:
    """`box` is where it was seen last; `trail` holds (time, foot) since it began."""

    id: int
    label: str
    box: Box
    score: float
    began: float
    seen: float
    sightings: int = 1
    velocity: tuple[float, float] = (0.0, 0.0)  # of the centre, per second
    trail: deque[tuple[float, Point]] = field(default_factory=lambda: deque(maxlen=_TRAIL))
    travel: float = 0.0  # furthest from where it began, in widths of its box
    shown: bool = True  # in the newest frame

    @property
    def foot(self) -> Point:
        return self.box.foot

    def expected(self, time: float) -> Box:
        ahead = min(time - self.seen, 1.0)  # a guess further on is worse than none
        x, y = (speed * ahead for speed in self.velocity)
        return Box(self.box.x + x, self.box.y + y, self.box.width, self.box.height)

    def update(self, time: float, found: Found) -> None:
        elapsed = max(time - self.seen, 1e-3)
        here, there = self.box.centre, found.box.centre
        fresh = ((there.x - here.x) / elapsed, (there.y - here.y) / elapsed)
        weight = 0.5 if self.sightings > 1 else 1.0
        self.velocity = (
            self.velocity[0] * (1 - weight) + fresh[0] * weight,
            self.velocity[1] * (1 - weight) + fresh[1] * weight,
        )
        self.box, self.seen, self.shown = found.box, time, True
        self.sightings += 1
        self.score += (found.score - self.score) / min(self.sightings, 10)
        self.remember(time)

    def remember(self, time: float) -> None:
        """Notes where it stands; `update` does so by itself."""
        foot = self.foot
        self.trail.append((time, foot))
        start = self.trail[0][1]
        scale = max(self.box.width, self.box.height / 3, 1e-3)
        moved = ((foot.x - start.x) ** 2 + (foot.y - start.y) ** 2) ** 0.5
        self.travel = max(self.travel, moved / scale)


class Tracker:
    """Tracks of one camera. Call `step` with each analysed frame, in order of time."""

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._ids = count(1)

    def step(self, time: float, found: Sequence[Found]) -> list[Track]:
        """Tracks that are seen now; those that wait for their object are kept and not returned."""
        for track in self.tracks:
            track.shown = False
        sure = [each for each in found if each.score >= SURE]
        rest = [each for each in found if each.score < SURE]
        left, fresh = self._assign(time, self.tracks, sure)
        self._assign(time, left, rest)
        for each in fresh:
            track = Track(next(self._ids), each.label, each.box, each.score, time, time)
            track.remember(time)
            self.tracks.append(track)
        self.tracks = [each for each in self.tracks if time - each.seen <= _MEMORY]
        return [each for each in self.tracks if each.shown]

    def _assign(
        self, time: float, tracks: Sequence[Track], found: Sequence[Found]
    ) -> tuple[list[Track], list[Found]]:
        """Updates the tracks that are found; returns those that are not, and what is new."""
        if not tracks or not found:
            return list(tracks), list(found)
        _, chosen, _ = lap.lapjv(_costs(time, tracks, found), extend_cost=True, cost_limit=_FAR)
        for track, i in zip(tracks, chosen, strict=True):
            if i >= 0:
                track.update(time, found[i])
        taken = set(chosen.tolist())
        return (
            [each for each, i in zip(tracks, chosen, strict=True) if i < 0],
            [each for i, each in enumerate(found) if i not in taken],
        )


def _costs(time: float, tracks: Sequence[Track], found: Sequence[Found]) -> Floats:
    """0 for the same place to 1; 2 for another kind of object."""
    a = np.array([each.expected(time) for each in tracks])[:, None]
    b = np.array([each.box for each in found])[None]
    shared = np.minimum(a[..., :2] + a[..., 2:], b[..., :2] + b[..., 2:]) - np.maximum(
        a[..., :2], b[..., :2]
    )
    both = np.clip(shared, 0, None).prod(-1)
    union = a[..., 2:].prod(-1) + b[..., 2:].prod(-1) - both
    away = a[..., :2] + a[..., 2:] / 2 - b[..., :2] - b[..., 2:] / 2
    size = np.hypot(a[..., 2], a[..., 3]) + np.hypot(b[..., 2], b[..., 3])
    near = np.hypot(away[..., 0], away[..., 1]) / np.maximum(size / 2, 1e-6)
    resized = np.abs(np.log(np.maximum(a[..., 3], 1e-6) / np.maximum(b[..., 3], 1e-6)))
    cost = 0.4 * (1 - both / np.maximum(union, 1e-9)) + 0.5 * np.minimum(near, 1.5) + 0.2 * resized
    kinds = np.array([[family(t.label) != family(f.label) for f in found] for t in tracks])
    return np.where(kinds, 2.0, cost)
