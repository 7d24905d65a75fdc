"""Which devices are heard of: a state machine in memory, written to the tables once a second.

Each replica hears of every heartbeat and finds the same states; who writes one first is the one
who tells of it.
"""

import asyncio
import contextlib
import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.exc import OperationalError

from kit.db import AsyncSession, Database, emit, purge
from kit.peers import Peers
from kit.principal import DEVICES, Principal
from kit.tables import now
from services.registry import events, store
from services.registry.models import (
    DeviceState,
)

log = logging.getLogger("registry.heartbeats")
CHANGES = 500  # state changes per transaction; each costs the event loop 0.2 ms
SEEN = 20_000  # heartbeats per transaction
# A device that beats once per interval is late by its jitter; it must be able to come back.
SLACK = 1.5
HOUR = 3600.0
DRIFT_LIMIT = 2**31 - 1
TOPIC = "registry.heartbeats"


class Beat(NamedTuple):
    device_id: str
    device_ms: int | None  # the device's clock, milliseconds since 1970


class Seen(NamedTuple):
    time: datetime
    drift_ms: int | None


@dataclass(slots=True)
class Slot:
    """One device. `saved` is its state in the tables, `heard` on the monotonic clock; `run`
    counts heartbeats since it was offline."""

    id: str
    community_id: str
    state: DeviceState
    saved: DeviceState
    heard: float = -math.inf
    run: int = 0


class Change(NamedTuple):
    slot: Slot
    state: DeviceState
    time: datetime


@dataclass
class Taken:
    seen: dict[str, Seen] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


class Tracker:
    """States of all enabled devices, without a clock, a loop or a database of its own.

    `at` is time on the monotonic clock and decides; `wall` is recorded and decides nothing.
    """

    def __init__(self, interval: float, missed: int, recover: int, stall: float) -> None:
        self._timeout = interval * missed
        self._apart = interval * SLACK
        self._recover = recover
        self._stall = stall
        self._checked = math.inf
        self._slots: dict[str, Slot] = {}
        # All devices have the same time-out, so the one heard of first is the next to expire.
        self._online: OrderedDict[str, Slot] = OrderedDict()
        self._seen: dict[str, Seen] = {}
        self._changes: deque[Change] = deque()

    def __len__(self) -> int:
        return len(self._slots)

    def slot(self, device_id: str) -> Slot | None:
        return self._slots.get(device_id)

    def put(self, device_id: str, community_id: str, state: DeviceState, at: float) -> None:
        """Takes a device as the tables have it; one that is online gets a full time-out."""
        old = self._slots.get(device_id)
        if old and old.saved is state:
            old.community_id = community_id
            return
        self.remove(device_id)
        slot = self._slots[device_id] = Slot(device_id, community_id, state, state)
        if state is DeviceState.ONLINE:
            slot.heard = at
            self._online[device_id] = slot

    def remove(self, device_id: str) -> None:
        self._slots.pop(device_id, None)
        self._online.pop(device_id, None)
        self._seen.pop(device_id, None)

    def beat(self, slot: Slot, at: float, wall: datetime, drift_ms: int | None = None) -> None:
        """A heartbeat that came here: it is written down here."""
        self._seen[slot.id] = Seen(wall, drift_ms)
        self.hear(slot, at, wall)

    def hear(self, slot: Slot, at: float, wall: datetime) -> None:
        """A heartbeat that came here or to another replica."""
        gap = at - slot.heard
        slot.heard = at
        if slot.state is DeviceState.ONLINE:
            self._online.move_to_end(slot.id)
            return
        if gap <= 0:
            return  # a second one in the same batch does not show that the device stays
        slot.run = slot.run + 1 if gap < self._apart else 1
        if slot.state is DeviceState.NEVER_SEEN or slot.run >= self._recover:
            self._turn(slot, DeviceState.ONLINE, wall)
            self._online[slot.id] = slot

    def expire(self, at: float, wall: datetime) -> None:
        """Turns silent devices offline. To be called often: after a stall of this process
        nothing is known about the devices, and each gets a full time-out."""
        if at - self._checked > self._stall:
            for slot in self._online.values():
                slot.heard = at
        self._checked = at
        while self._online:
            slot = next(iter(self._online.values()))
            if at - slot.heard < self._timeout:
                break
            del self._online[slot.id]
            self._turn(slot, DeviceState.OFFLINE, wall)

    def _turn(self, slot: Slot, state: DeviceState, wall: datetime) -> None:
        slot.state, slot.run = state, 0
        self._changes.append(Change(slot, state, wall))

    def passes(self, changes: int, seen: int) -> int:
        """How often to `take` for all that waits now."""
        return max(-(-len(self._changes) // changes), -(-len(self._seen) // seen))

    def take(self, changes: int, seen: int) -> Taken:
        """What has to be written, oldest first."""
        taken = Taken()
        while self._changes and len(taken.changes) < changes:
            change = self._changes.popleft()
            if self._slots.get(change.slot.id) is change.slot:  # else removed or replaced
                taken.changes.append(change)
        for device_id in [key for key, _ in zip(self._seen, range(seen), strict=False)]:
            taken.seen[device_id] = self._seen.pop(device_id)
        return taken

    def done(self, taken: Taken) -> None:
        """After the commit."""
        for change in taken.changes:
            change.slot.saved = change.state

    def give_back(self, taken: Taken) -> None:
        """After a failed write."""
        self._changes.extendleft(reversed(taken.changes))
        self._seen = taken.seen | self._seen


class Monitor:
    """Feeds the tracker from calls and from the tables, and writes what it found."""

    def __init__(
        self,
        db: Database,
        tracker: Tracker,
        flush_interval: float,
        keep_states: timedelta,
        peers: Peers,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._tracker = tracker
        self._flush_interval = flush_interval
        self._keep_states = keep_states
        self._peers = peers
        self._clock = clock
        self._revision = 0
        self._syncing = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._stopped = False

    async def start(self) -> None:
        await self.sync()
        await self._peers.hear(TOPIC, self._told)

    def _told(self, device_ids: list[str]) -> None:
        at, wall = self._clock(), now()
        for device_id in device_ids:
            if slot := self._tracker.slot(device_id):
                self._tracker.hear(slot, at, wall)

    async def sync(self) -> None:
        async with self._db.read() as session:
            await self._sync(session)

    async def report(self, who: Principal, beats: Sequence[Beat]) -> list[str]:
        """Takes heartbeats; returns the ids of unknown, disabled or out-of-scope devices."""
        wall, at = now(), self._clock()
        refused, unknown = self._take(who, beats, at, wall)
        if unknown:
            # Perhaps created a moment ago: the tables know.
            async with self._db.read() as session:
                await self._sync(session)
            more, unknown = self._take(who, unknown, at, wall)
            refused += more
        refused += [beat.device_id for beat in unknown]
        wrong = set(refused)
        self._peers.tell(TOPIC, [b.device_id for b in beats if b.device_id not in wrong])
        return list(dict.fromkeys(refused))

    def _take(
        self, who: Principal, beats: Iterable[Beat], at: float, wall: datetime
    ) -> tuple[list[str], list[Beat]]:
        refused: list[str] = []
        unknown: list[Beat] = []
        tracker, server_ms = self._tracker, int(wall.timestamp() * 1000)
        only = who.subject if who.role in DEVICES else None
        for beat in beats:
            device_id, device_ms = beat
            if only is not None and device_id != only:
                refused.append(device_id)
            elif (slot := tracker.slot(device_id)) is None:
                unknown.append(beat)
            elif not who.sees(slot.community_id):
                refused.append(device_id)
            else:
                drift = None if device_ms is None else device_ms - server_ms
                if drift is not None and abs(drift) > DRIFT_LIMIT:
                    drift = DRIFT_LIMIT if drift > 0 else -DRIFT_LIMIT
                tracker.beat(slot, at, wall, drift)
        return refused, unknown

    async def _sync(self, session: AsyncSession) -> None:
        """Brings the tracker up to the tables' newest revision."""
        async with self._syncing:
            while rows := await store.devices_changed(session, self._revision):
                at = self._clock()
                for id_, community_id, state, deleted, revision in rows:
                    if deleted or state == DeviceState.DISABLED:
                        self._tracker.remove(id_)
                    else:
                        self._tracker.put(id_, community_id, DeviceState(state), at)
                    self._revision = revision

    async def run(self) -> None:
        swept = -math.inf
        while not self._stopped:
            await asyncio.sleep(self._flush_interval)
            async with self._writing:
                if self._stopped:
                    return
                await self.flush()
                if self._clock() - swept > HOUR:
                    swept = self._clock()
                    await self._sweep()

    async def stop(self) -> None:
        """Writes what is left; afterwards the database is not touched any more."""
        self._stopped = True
        async with self._writing:
            await self.flush()

    async def flush(self) -> None:
        """Writes all that is pending. A database that refuses (disk full, locked) is asked
        again the next time; nothing is lost meanwhile."""
        if not self._peers.deaf:
            # Others may hear devices that this replica does not; after such a time each device
            # gets a full time-out, as after a stall.
            self._tracker.expire(self._clock(), now())
        try:
            for _ in range(self._tracker.passes(CHANGES, SEEN)):
                await self._flush_some()
            await self.sync()
        except OperationalError as error:
            log.error("heartbeats cannot be written yet", exc_info=error)

    async def _flush_some(self) -> None:
        taken = Taken()
        try:
            async with self._db.write() as session:
                await self._sync(session)
                taken = self._tracker.take(CHANGES, SEEN)
                await self._save(session, taken)
        except BaseException:
            self._tracker.give_back(taken)
            raise
        self._tracker.done(taken)

    async def _save(self, session: AsyncSession, taken: Taken) -> None:
        rows = [
            {"key": id_, "seen": seen.time, "drift": seen.drift_ms}
            for id_, seen in sorted(taken.seen.items())
        ]
        await store.save_seen(session, rows)
        # A device that was disabled or deleted meanwhile has no other state any more.
        devices = await store.live_devices(session, {change.slot.id for change in taken.changes})
        for change in taken.changes:
            device = devices.get(change.slot.id)
            if device is None or device.state == change.state:
                continue
            previous = DeviceState(device.state)
            store.set_state(session, device, change.state, change.time)
            emit(session, events.state_changed(device, previous, change.state))

    async def _sweep(self) -> None:
        with contextlib.suppress(OperationalError):
            async with self._db.write() as session:
                await purge(session)
                await store.forget_states(session, now() - self._keep_states)
