"""A trial run as the platform itself saw it: nobody tells it the uptime (R87)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from pydantic import BaseModel

from services.coverage import store
from services.coverage.clock import DAY_MS, moment
from services.coverage.folding import Site
from services.coverage.measures import expected
from services.coverage.snapshots import grouped
from services.coverage.timeline import ONLINE, Moments, Turns

MAX_FAULTS = 500


class FaultView(BaseModel):
    device_id: str
    start_time: datetime
    end_time: datetime | None


class TrialView(BaseModel):
    """`silent_points` are those none of whose devices was heard of by the end."""

    days: int
    online_ms: int
    service_ms: int
    devices: int
    faults: list[FaultView]
    silent_points: list[str]

    @property
    def uptime(self) -> float:
        return self.online_ms / self.service_ms if self.service_ms else 0.0


def moments_of(site: Site, connection: sa.Connection) -> Moments:
    return grouped(store.read_turns(connection, site.devices))


def trial(site: Site, moments: Moments, points: Collection[str], start: int, end: int) -> TrialView:
    """Of the devices that stand at the points, between two moments in ms. A device that was never
    heard of counts as away all the time."""
    a, b = np.array([start], np.int64), np.array([end], np.int64)
    wanted, heard_at = set(points), set()
    online = total = count = 0
    faults: list[FaultView] = []
    for stay in site.stays:
        if stay.position not in wanted or stay.start >= end or stay.end <= start:
            continue
        count += 1
        turns = Turns.of(moments.get((stay.device_id, ONLINE), ()))
        up, span = expected(site, stay, turns, a, b)
        if turns.first is not None and turns.first < end:
            heard_at.add(stay.position)
            # Silent from the start of the run until first heard: it was away then.
            online += int(up[0])
            total += int(span[0]) + max(0, turns.first - max(start, stay.start))
        else:
            total += end - max(start, stay.start)
        faults += _faults(stay.device_id, turns, start, end)
    return TrialView(
        days=(end - start) // DAY_MS,
        online_ms=online,
        service_ms=total,
        devices=count,
        faults=sorted(faults, key=lambda f: (f.start_time, f.device_id))[:MAX_FAULTS],
        silent_points=sorted(wanted - heard_at),
    )


def _faults(device_id: str, turns: Turns, start: int, end: int) -> list[FaultView]:
    pairs = list(zip(*(each.tolist() for each in turns.repairs()), strict=True))
    found: list[tuple[Any, Any]] = [(away, back) for away, back in pairs]
    if len(turns.value) and turns.value[-1] == 0:
        found.append((int(turns.at[-1]), None))
    return [
        FaultView(
            device_id=device_id,
            start_time=moment(away),
            end_time=moment(back) if back is not None and back < end else None,
        )
        for away, back in found
        if away < end and (back is None or back > start)
    ]
