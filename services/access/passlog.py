"""The pass log: every decision is on disk, with its event, before the gate hears of it.

Passes that arrive together share one transaction, so that sixteen gates cost little more than
one. Anti-passback is decided here, inside that transaction, where all passes come by in order.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from kit.db import Database
from kit.gathering import Gathering
from kit.tables import ADD_EVENTS
from kit.telemetry import traceparent
from services.access import store
from services.access.events import pass_decided
from services.access.models import Direction, Outcome, Pass, PassView, Presence
from services.access.reasons import PASSBACK

_PASS = sa.insert(Pass)  # made once: building a statement costs as much as running it


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

    def coming(self) -> AbstractContextManager[None]:
        """Around a decision that will be recorded: see `Gathering.coming`."""
        return self._gathering.coming()

    async def record(self, row: PassView, passback: bool = False) -> PassView:
        """Writes the pass and its event; returns it as it stands in the log.

        With `passback`, a second pass of the subject in the same direction is turned into a
        refusal. A request id seen before returns the pass that was recorded then.
        Raises ResourceExhausted PASS_LOG_FULL, or Unavailable when the log cannot be written.
        """
        return await self._gathering.ask(_Entry(row, passback))

    async def run(self) -> None:
        """Writes until cancelled."""
        await self._gathering.run()

    async def _write(self, entries: Sequence[_Entry]) -> list[PassView]:
        rows = await self._db.bulk(partial(self._insert, entries))
        self._db.outbox_filled.set()
        return rows

    def _insert(self, entries: Sequence[_Entry], connection: sa.Connection) -> list[PassView]:
        known = store.passes_of_requests(
            connection, {_key(entry.row) for entry in entries if entry.row.request_id}
        )
        asking = {e.row.subject_id for e in entries if e.passback and e.row.subject_id}
        last = store.presences(connection, asking) if asking else {}
        moved: dict[str, Presence] = {}
        rows, fresh = [], []
        for entry in entries:
            row = known.setdefault(_key(entry.row), entry.row)
            if row is entry.row:
                if entry.passback:
                    self._judge(row, last | moved, moved)
                fresh.append(entry)
            rows.append(row)
        if fresh:
            connection.execute(_PASS, [_columns(entry.row) for entry in fresh])
            events = [pass_decided(e.row) | {"traceparent": e.trace} for e in fresh]
            connection.execute(ADD_EVENTS, events)
        store.move(connection, last, moved)
        return rows

    def _judge(self, row: PassView, known: dict[str, Presence], moved: dict[str, Presence]) -> None:
        if row.outcome is not Outcome.OPEN or not row.subject_id:
            return
        if row.direction is Direction.BOTH:
            return
        last = known.get(row.subject_id)
        if last and last.direction == row.direction and self._recent(last, row.time):
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
