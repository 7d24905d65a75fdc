"""Deletes what is too old: received objects, figures, ended objects, and the ledger after three
years, whose chain then starts at the last entry that was deleted. Objects that waited too long to
be sent are set aside (R98)."""

from datetime import datetime, timedelta
from itertools import takewhile

import sqlalchemy as sa

from kit.db import Database, col, purge
from kit.files import Files
from kit.tables import now
from services.uplink import store
from services.uplink.ledger import head
from services.uplink.models import Act, Destination, LedgerEntry, SentObject
from services.uplink.pictures import FOLDER
from services.uplink.queue import Queue
from services.uplink.settings import UplinkSettings
from services.uplink.statistics import day_of

DAY = 86400.0
INTERVAL = 600.0
FIGURE_DAYS = 400
BATCH = 5000


class Retention:
    def __init__(self, db: Database, queue: Queue, files: Files, settings: UplinkSettings) -> None:
        self._db = db
        self._queue = queue
        self._files = files
        self._settings = settings

    async def turn(self) -> bool:
        limits, at = self._settings, now()
        await self._files.keep_for(FOLDER, limits.picture_days)
        await self._files.purge(FOLDER, limits.picture_days * DAY)
        async with self._db.write() as session:
            await store.forget(
                session,
                received=at - timedelta(days=limits.received_days),
                watches=at - timedelta(days=limits.watch_days),
                objects=at - timedelta(days=limits.object_days),
                figures=day_of(at - timedelta(days=FIGURE_DAYS)),
            )
            await purge(session)
            destinations = list(await store.heads(session))
        too_old = col(SentObject.create_time) < at - timedelta(days=limits.waiting_days)
        await self._queue.end_where([too_old], "TOO_OLD", Act.SET_ASIDE)
        before = at - timedelta(days=limits.ledger_days)
        cut = [await self.cut(each, before) for each in destinations]
        return any(count == BATCH for count in cut)

    async def cut(self, destination_id: str, before: datetime) -> int:
        """Deletes the oldest entries of a chain and keeps the hash of the last of them."""

        def work(connection: sa.Connection) -> int:
            known = head(connection, destination_id)
            query = (
                sa.select(col(LedgerEntry.number), col(LedgerEntry.hash), col(LedgerEntry.time))
                .where(
                    col(LedgerEntry.destination_id) == destination_id,
                    col(LedgerEntry.number) > known.cut_number,
                )
                .order_by(col(LedgerEntry.number))
                .limit(BATCH)
            )
            # Times only grow along a chain, so that its head tells enough.
            rows = connection.execute(query).all()
            old = list(takewhile(lambda row: row.time < before, rows))
            if old:
                last = old[-1]
                connection.execute(
                    sa.delete(LedgerEntry).where(
                        col(LedgerEntry.destination_id) == destination_id,
                        col(LedgerEntry.number) <= last.number,
                    )
                )
                connection.execute(
                    sa.update(Destination)
                    .where(col(Destination.destination_id) == destination_id)
                    .values(cut_number=last.number, cut_hash=last.hash)
                )
            return len(old)

        return await self._db.bulk(work)
