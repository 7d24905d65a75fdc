"""A rule as it would be, over the tracks of the last days: what would it have raised?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from heapq import merge

from kit.auth import Principal
from kit.db import AsyncSession
from services.perimeter import store
from services.perimeter.inputs import ReplayIn
from services.perimeter.models import Camera, StoredTrack, WouldBeView, Zone
from services.perimeter.scene.rules import Frame, Hit
from services.perimeter.scene.shapes import Box
from services.perimeter.scene.spec import RuleSpec, points_of
from services.perimeter.scene.tracking import Found, Track
from services.perimeter.scene.watch import Watch
from services.perimeter.setup import fits, holidays_of, spec

MOST = 1000
_TRACKS = 50_000
_TOGETHER = 0.05  # seconds within which places are of one frame


async def replay(
    session: AsyncSession, who: Principal, body: ReplayIn
) -> tuple[list[RuleSpec], Sequence[StoredTrack], frozenset[date]]:
    """What `run` needs, read in one go: the work itself is for a thread."""
    zone = await store.get(session, who, Zone, body.zone_id, "zone")
    camera = await store.get(session, who, Camera, zone.camera_id, "camera")
    points = [each.model_dump() for each in body.points] or zone.points
    fits(body.kind, len(points))
    rule = spec("replay", body, points_of(points), camera)
    tracks = await store.tracks_between(session, camera.id, body.start_time, body.end_time, _TRACKS)
    return [rule], tracks, await holidays_of(session, camera.community_id)


def run(
    rules: list[RuleSpec], tracks: Sequence[StoredTrack], holidays: frozenset[date]
) -> list[WouldBeView]:
    """At most `MOST` alarms, the first first."""
    watch = Watch()
    watch.arm(rules, holidays)
    found: list[WouldBeView] = []
    for frame in _frames(tracks):
        found += [_would_be(hit) for hit in watch.judge(frame)]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _frames(tracks: Sequence[StoredTrack]) -> Iterator[Frame]:
    """The tracks frame by frame, as the camera's own tracker gave them."""
    live: dict[int, Track] = {}
    now, together = 0.0, list[Track]()
    for time, number, box in merge(*(_places(i, each) for i, each in enumerate(tracks))):
        if together and time - now > _TOGETHER:
            yield Frame(now, together)
            together = []
            live = {k: v for k, v in live.items() if time - v.seen < 60}
        now = time
        together.append(_step(live, number, tracks[number], time, box))
    if together:
        yield Frame(now, together)


def _places(number: int, track: StoredTrack) -> Iterator[tuple[float, int, Box]]:
    start = track.start_time.timestamp()
    return ((start + at, number, Box(*box)) for at, *box in track.places)


def _step(live: dict[int, Track], number: int, stored: StoredTrack, time: float, box: Box) -> Track:
    if track := live.get(number):
        track.update(time, Found(stored.label, stored.score, box))
        return track
    live[number] = Track(number, stored.label, box, stored.score, time, time)
    live[number].remember(time)
    return live[number]


def _would_be(hit: Hit) -> WouldBeView:
    at = datetime.fromtimestamp(hit.time, UTC)
    return WouldBeView(time=at, kind=hit.kind, box=list(hit.box))
