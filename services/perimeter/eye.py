"""One camera as the service sees it: its rules, what it tracks, and the pictures it keeps."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.perimeter.models import Camera, StoredTrack
from services.perimeter.scene.rules import Hit, Static
from services.perimeter.scene.shapes import Box
from services.perimeter.scene.tracking import Found, Track
from services.perimeter.scene.watch import Watch

_SHORTEST = 3  # sightings of a track that is kept for replays
_LONGEST = 2000  # places of one track; it goes on as another one
_BEST = 16  # tracks whose best picture is kept
_PASSES = 256
_HOLD = 3.0  # seconds that the gate stays open after somebody was seen


@dataclass
class Granted:
    """When passes were granted at access points."""

    times: dict[str, deque[float]] = field(default_factory=dict)

    def note(self, access_point_id: str, at: float) -> None:
        self.times.setdefault(access_point_id, deque(maxlen=_PASSES)).append(at)

    def between(self, access_point_id: str, start: float, end: float) -> int:
        return sum(start <= at <= end for at in self.times.get(access_point_id, ()))


@dataclass(frozen=True, slots=True)
class _Best:
    worth: float
    jpeg: bytes


class Eye:
    def __init__(self, camera: Camera, granted: Granted) -> None:
        self.camera = camera
        point = camera.access_point_id
        self.watch = Watch(lambda start, end: granted.between(point, start, end))
        self.blind = True  # no rule looks, so nothing is detected
        self._best: dict[int, _Best] = {}
        self._places: dict[int, tuple[Track, list[list[float]]]] = {}
        self.ended: list[StoredTrack] = []

    def observe(
        self, time: float, found: Sequence[Found], statics: Sequence[Static], jpeg: bytes
    ) -> list[Hit]:
        tracks, hits = self.watch.observe(time, found, statics)
        for track in tracks:
            self._remember(track, time, jpeg)
        self._end({each.id for each in self.watch.tracker.tracks})
        return hits

    def occupied(self, time: float) -> bool:
        """Whether somebody was here just now."""
        return any(time - each.seen <= _HOLD for each in self.watch.tracker.tracks)

    def picture_of(self, hit: Hit, jpeg: bytes) -> bytes:
        """The best picture of who the hit is about, or the present one."""
        found = [best for key in hit.track_ids if (best := self._best.get(key))]
        return max(found, key=lambda best: best.worth).jpeg if found else jpeg

    def _remember(self, track: Track, time: float, jpeg: bytes) -> None:
        worth = track.box.width * track.box.height * track.score
        best = self._best.get(track.id)
        if best is None or worth > best.worth:
            self._best.pop(track.id, None)
            self._best[track.id] = _Best(worth, jpeg)
        while len(self._best) > _BEST:
            del self._best[next(iter(self._best))]
        _, places = self._places.setdefault(track.id, (track, []))
        places.append([time, *track.box])
        if len(places) >= _LONGEST:
            self._keep(track.id)

    def _end(self, live: set[int]) -> None:
        for key in [key for key in self._places if key not in live]:
            self._keep(key)
            self._best.pop(key, None)

    def _keep(self, key: int) -> None:
        track, places = self._places.pop(key)
        if len(places) < _SHORTEST:
            return
        start = places[0][0]
        self.ended.append(
            StoredTrack(
                community_id=self.camera.community_id,
                camera_id=self.camera.id,
                label=track.label,
                score=round(track.score, 3),
                start_time=datetime.fromtimestamp(start, UTC),
                places=[
                    [round(at - start, 3), *(round(side, 4) for side in box)] for at, *box in places
                ],
            )
        )

    def finish(self) -> None:
        """Everything that is tracked has ended."""
        self._end(set())


def statics_of(rows: Sequence[Sequence[Any]]) -> list[Static]:
    return [
        Static(Box(*(float(side) for side in box)), float(since), bool(removed))
        for *box, since, removed in rows
    ]
