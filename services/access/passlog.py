"""The pass log: every decision is on disk, with its event, before the gate hears of it.

Passes that arrive together share one transaction, so that sixteen gates cost little more than
one. Anti-passback is decided here, where all passes come by in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from kit.db import Database, col
from kit.gathering import Gathering
from kit.tables import Outbox
from kit.telemetry import traceparent
from services.access import store
from services.access.events import pass_decided
from services.access.models import Direction, Outcome, Pass, PassView, Presence
from services.access.reasons import PASSBACK


@dataclass
class _Entry:
    row: PassView
    passback: bool
    trace: str = field(default_factory=traceparent)  # of the request; all are written together


class PassLog:
    def __init__(self, db: Database, max_waiting: int, passback_hours: float) -> None:
        self._db = db
        self._memory = timedelta(hours=passback_hours)
        self._gathering = Gathering[_Entry, PassView]("PASS_LOG", self._write, max_waiting)
        self._presence: dict[str, Presence] = {}

    async def load(self) -> None:
        async with self._db.read() as session:
            for row in await store.every(session, Presence):
                self._presence[row.subject_id] = row

    async def record(self, row: PassView, passback: bool = False) -> PassView:
        """Writes the pass and its event; returns it as it stands in the log.

        With `passback`, a second pass of the subject in the same direction is turned into a
        refusal. A request id seen before returns the pass that was recorded then.
        Raises ResourceExhausted PASS_LOG_FULL, or Unavailable when the log cannot be written.
        """
        return await self._gathering.ask(_Entry(row, passback))

    def forget(self, subject_id: str) -> None:
        self._presence.pop(subject_id, None)

    async def run(self) -> None:
        """Writes until cancelled."""
        await self._gathering.run()

    async def _write(self, entries: Sequence[_Entry]) -> list[PassView]:
        moved: dict[str, Presence] = {}
        rows = await self._db.bulk(partial(self._insert, entries, moved))
        self._db.outbox_filled.set()
        self._presence |= moved
        return rows

    def _insert(
        self, entries: Sequence[_Entry], moved: dict[str, Presence], connection: sa.Connection
    ) -> list[PassView]:
        moved.clear()  # what a run that another replica overtook had found
        known = store.passes_of_requests(
            connection, {_key(entry.row) for entry in entries if entry.row.request_id}
        )
        rows, fresh = [], []
        for entry in entries:
            row = known.setdefault(_key(entry.row), entry.row)
            if row is entry.row:
                if entry.passback:
                    self._judge(row, moved)
                fresh.append(entry)
            rows.append(row)
        if fresh:
            connection.execute(sa.insert(Pass), [_columns(entry.row) for entry in fresh])
            events = [pass_decided(e.row) | {"traceparent": e.trace} for e in fresh]
            connection.execute(sa.insert(Outbox), events)
        if moved:
            gone = col(Presence.subject_id).in_(moved)
            connection.execute(sa.delete(Presence).where(gone))
            connection.execute(sa.insert(Presence), [dict(row) for row in moved.values()])
        return rows

    def _judge(self, row: PassView, moved: dict[str, Presence]) -> None:
        if row.outcome is not Outcome.OPEN or not row.subject_id:
            return
        if row.direction is Direction.BOTH:
            return
        last = moved.get(row.subject_id) or self._presence.get(row.subject_id)
        if last and last.direction is row.direction and self._recent(last, row.time):
            row.outcome, row.reason, row.snapshot = Outcome.REFUSED, PASSBACK, ""
            return
        moved[row.subject_id] = Presence(
            subject_id=row.subject_id, direction=row.direction, time=row.time
        )

    def _recent(self, last: Presence, at: datetime) -> bool:
        # abs: after a jump of the clock an entry may lie in the future; it still counts.
        return abs(at - last.time) < self._memory


def _key(row: PassView) -> tuple[str, str]:
    """What names a repeated request; nothing does for one without a request id."""
    return row.access_point_id, row.request_id or row.id


def _columns(row: PassView) -> dict[str, Any]:
    values = dict(row)
    values.pop("message")
    return values
