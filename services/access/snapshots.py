"""Snapshots of those let in, stored after the answer; a full or dead store never slows a door."""

import asyncio
import logging

from kit.db import Database, emit, patient
from kit.errors import Unavailable
from kit.files import Files
from kit.telemetry import meter
from services.access import store
from services.access.events import snapshot_lost
from services.access.models import PassView

log = logging.getLogger("access.snapshots")
FOLDER = "snapshots"
lost = meter.create_counter("anju_snapshots_lost", description="Snapshots that were not stored")


def key_of(row: PassView) -> str:
    return f"{FOLDER}/{row.community_id}/{row.time:%Y-%m-%d}/{row.id}.jpg"


class Snapshots:
    def __init__(self, db: Database, files: Files, max_waiting: int) -> None:
        self._db = db
        self._files = files
        self._queue: asyncio.Queue[tuple[PassView, bytes]] = asyncio.Queue(max_waiting)

    async def keep(self, row: PassView, picture: bytes) -> None:
        """Hands the picture over; when too many wait it is lost, told and counted."""
        try:
            self._queue.put_nowait((row, picture))
        except asyncio.QueueFull:
            await self._lose(row, "QUEUE_FULL")

    async def run(self) -> None:
        """Stores until cancelled, and then what still waits."""
        try:
            while True:
                row, picture = await self._queue.get()
                with patient("snapshots"):
                    await self._store(row, picture)
        finally:
            while not self._queue.empty():
                await self._store(*self._queue.get_nowait())

    async def _store(self, row: PassView, picture: bytes) -> None:
        try:
            await self._files.put(row.snapshot, picture)
        except Unavailable as error:
            await self._lose(row, error.reason)

    async def _lose(self, row: PassView, reason: str) -> None:
        lost.add(1, {"reason": reason})
        log.error("snapshot lost", extra={"pass_id": row.id, "reason": reason})
        async with self._db.write() as session:
            await store.forget_snapshot(session, row.id)
            emit(session, snapshot_lost(row.community_id, row.id, reason))
