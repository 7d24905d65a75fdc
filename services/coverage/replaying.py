"""Facts from the event stream alone, in tables of their own, to prove that snapshots follow from
them."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from kit.app import migrated
from kit.bus import Bus
from kit.config import DatabaseSettings
from kit.db import Database
from kit.events import Event
from kit.sqlite import SqliteFile
from services.coverage.events import KINDS
from services.coverage.intake import take

MIGRATIONS = Path(__file__).parent / "migrations"
SOURCES = (
    *("anju.*.registry.device.*", "anju.*.access.pass.*", "anju.*.perimeter.camera.*"),
    *("anju.*.uplink.ledger.reconciled", *(f"anju.*.{name}" for name in sorted(KINDS))),
)


@asynccontextmanager
async def replayed(bus: Bus) -> AsyncIterator[Database]:
    """A database whose facts are what the stream holds; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="anju-replay-") as folder:
        place = SqliteFile(Path(folder) / "coverage.db")
        migrated(place, MIGRATIONS)
        db = Database(place, DatabaseSettings(synchronous="NORMAL"))
        try:
            for subject in SOURCES:
                async for events in bus.history(subject):
                    await db.bulk(_taker(events))
            yield db
        finally:
            await db.close()


def _taker(events: list[Event]) -> Callable[[sa.Connection], None]:
    def work(connection: sa.Connection) -> None:
        for event in events:
            take(event, connection)

    return work
