"""Keeps today's figures up to date, and makes days final once they are over."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

import sqlalchemy as sa

from kit.db import Database, emit
from kit.tables import now
from services.coverage import events, facts, snapshots, store
from services.coverage.clock import day_of, end_of, ms
from services.coverage.measures import Days, Limits
from services.coverage.models import Community, Dirty, Fact, Snapshot
from services.coverage.settings import CoverageSettings

log = logging.getLogger("coverage.live")
SOME = 25  # communities per transaction
WHOLE = 300.0  # seconds after which all are looked at again: time itself changes their figures


class Keeper:
    def __init__(
        self,
        db: Database,
        settings: CoverageSettings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._settings = settings
        self._limits = Limits(settings.storage_days, settings.clock_limit_ms)
        self._clock = clock
        self._all = -math.inf

    @property
    def limits(self) -> Limits:
        return self._limits

    async def work(self) -> bool:
        """One look; whether more communities wait."""
        at = now()
        today = day_of(at)
        if self._clock() - self._all > WHOLE:
            self._all = self._clock()
            await self._db.bulk(_touch_all)
        more: bool = await self._db.bulk(partial(self._refresh, today, ms(at)))
        if ms(at) >= end_of(today - timedelta(days=1)) + self._settings.snapshot_delay * 1000:
            await self._finish(today - timedelta(days=1))
        return more

    def _refresh(self, today: date, at: int, connection: sa.Connection) -> bool:
        ids = store.take_dirty(connection, SOME)
        if not ids:
            return False
        held = snapshots.load(connection, ids, today, today)
        rows = list(snapshots.compute(held, Days.of([today], at), self._limits))
        snapshots.replace(connection, today, rows)
        snapshots.roll_up(connection, today, today)
        return len(ids) == SOME

    async def _finish(self, day: date) -> None:
        """Makes yesterday final, of communities that were known by then, and forgets what is
        needed no longer."""
        ids: list[str] = await self._db.bulk(partial(_unfinished, day))
        if not ids:
            return
        await self.take(day, day, ids)
        before = day - timedelta(days=self._settings.plate_days)
        await self._db.bulk(lambda connection: facts.condense(connection, before))

    async def take(self, first: date, last: date, ids: Sequence[str] | None = None) -> int:
        """Makes days final; returns how many communities' days are new. What is final stays."""
        if ids is None:
            ids = await self._db.bulk(_everybody)
        made = 0
        for start in range(0, len(ids), SOME):
            part = ids[start : start + SOME]
            made += await self._db.bulk(partial(self._take, first, last, part))
        await self._db.bulk(partial(_rolled, first, last))
        async with self._db.write() as session:
            for row in await store.trend(session, last, last, "district", ""):
                emit(
                    session,
                    events.snapshot_taken(row.day, row.communities, row.covered_n, row.networked_n),
                )
        return made

    def _take(self, first: date, last: date, ids: Sequence[str], connection: sa.Connection) -> int:
        held = snapshots.load(connection, ids, first, last)
        days = Days.of([first + timedelta(days=n) for n in range((last - first).days + 1)])
        return snapshots.keep(connection, list(snapshots.compute(held, days, self._limits)))

    async def recompute(self, community_id: str, day: date) -> None:
        """Adds the revision that a correction asks for."""
        await self._db.bulk(partial(self._take, day, day, [community_id]))
        await self._db.bulk(partial(snapshots.roll_up, first=day, last=day))

    async def verify(self, first: date, last: date, facts_of: Database) -> tuple[int, list[str]]:
        """How many rows were compared, and which of those kept here differ from what the facts of
        that database give."""
        ids: list[str] = await facts_of.bulk(_everybody)
        count, wrong = 0, []
        days = Days.of([first + timedelta(days=n) for n in range((last - first).days + 1)])
        for start in range(0, len(ids), SOME):
            part = ids[start : start + SOME]
            held = await facts_of.bulk(partial(snapshots.load, ids=part, first=first, last=last))
            rows = list(snapshots.compute(held, days, self._limits))
            count += len(rows)

            def compare(connection: sa.Connection, rows: list[snapshots.Row] = rows) -> list[str]:
                found = snapshots.differing(connection, rows)
                return [f"{day} {community}" for day, community in found]

            wrong += await self._db.bulk(compare)
        return count, wrong


def _rolled(first: date, last: date, connection: sa.Connection) -> None:
    snapshots.drop_unfinished(connection, last + timedelta(days=1))
    snapshots.roll_up(connection, first, last)


def _touch_all(connection: sa.Connection) -> None:
    t = store.table_of(Community).c
    rows = [{"community_id": each} for each in connection.execute(sa.select(t.id)).scalars()]
    store.insert_new(connection, Dirty, rows)


def _everybody(connection: sa.Connection) -> list[str]:
    t = store.table_of(Fact).c
    query = sa.select(t.community_id).where(t.kind == "community").distinct()
    return sorted(connection.execute(query).scalars())


def _unfinished(day: date, connection: sa.Connection) -> list[str]:
    """Communities that were known before the day's end and have no final row of it."""
    fact, snapshot = store.table_of(Fact).c, store.table_of(Snapshot).c
    known = sa.select(fact.community_id).where(
        fact.kind == "community", fact.record_time < snapshots.ends(day)
    )
    done = sa.select(snapshot.community_id).where(snapshot.day == day, snapshot.revision > 0)
    return sorted(
        set(connection.execute(known).scalars()) - set(connection.execute(done).scalars())
    )
