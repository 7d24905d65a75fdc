"""Devices that ring, and the clock of calls: who is to hear of a call hears at once."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from kit.auth import Principal
from kit.db import Database, patient
from kit.tables import now
from services.visitor import store
from services.visitor.calls import Calls
from services.visitor.models import CallState, VisitCall
from services.visitor.rooms import HOST, Rooms
from services.visitor.snapshots import Snapshots

BATCH = 100
QUIET = 5.0  # seconds between looks where nobody calls, should a call not have been told
QUEUE = 2048  # messages that a slow device may be behind; then it is dropped


@dataclass(eq=False)
class Listener:
    """A device of somebody who may answer. `heard` ends with None when it is too slow."""

    who: Principal
    heard: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    rings: set[str] = field(default_factory=set)


class Ringing:
    def __init__(self, db: Database, calls: Calls, rooms: Rooms, snapshots: Snapshots) -> None:
        self._db = db
        self._snapshots = snapshots
        self._calls = calls
        self._rooms = rooms
        self._listeners: set[Listener] = set()
        self._called = asyncio.Event()

    async def listen(self, who: Principal) -> Listener:
        """Registers a device; it hears of calls that ring for it already."""
        listener = Listener(who)
        self._listeners.add(listener)
        async with self._db.read() as session:
            for row in await store.open_calls(session):
                await self._hear(listener, row, await self._calls.answerers(session, row))
        return listener

    def forget(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    async def changed(self, rows: Sequence[VisitCall]) -> None:
        """Tells devices of calls as they are now, once their change is committed."""
        self._called.set()
        async with self._db.read() as session:
            for row in rows:
                if row.state in (CallState.ENDED, CallState.MISSED):
                    self._rooms.close(row.id)
                    self._snapshots.drop(row.id)
                elif row.state is CallState.RINGING:
                    self._rooms.vacate(row.id, HOST)
                subjects = await self._calls.answerers(session, row)
                for listener in list(self._listeners):
                    await self._hear(listener, row, subjects)

    async def _hear(self, listener: Listener, row: VisitCall, subjects: set[str]) -> None:
        rings = row.state is CallState.RINGING
        rings = rings and self._calls.rings_for(row, listener.who, subjects)
        if rings == (row.id in listener.rings):
            return
        (listener.rings.add if rings else listener.rings.discard)(row.id)
        kind = "ring" if rings else "stop"
        message = {"type": kind, "call_id": row.id, "access_point_id": row.access_point_id}
        if rings:
            message |= {"tier": row.tier, "emergency": row.emergency}  # type: ignore[dict-item]
        try:
            listener.heard.put_nowait(json.dumps(message))
        except asyncio.QueueFull:
            self.forget(listener)
            listener.heard.get_nowait()
            listener.heard.put_nowait(None)

    async def run(self, interval: float) -> None:
        """Goes on with calls whose time is up, until cancelled. Looks every `interval` seconds
        while there are calls."""
        while True:
            self._called.clear()
            calls = True
            with patient("visitor calls"):
                calls = await self._turn()
            if calls:
                await asyncio.sleep(interval)
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._called.wait(), QUIET)

    async def _turn(self) -> bool:
        """Whether there are calls."""
        async with self._db.read() as session:
            calls = await store.open_calls(session)
        if any(call.deadline <= now() for call in calls):
            async with self._db.write() as session:
                rows = await self._calls.sweep(session, now(), BATCH)
            await self.changed(rows)
        return bool(calls)
