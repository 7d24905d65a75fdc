"""Facts: recorded with who and why, published with the rest, added once however often they come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import FailedPrecondition
from kit.tables import new_id
from services.coverage import events, store
from services.coverage.clock import day_of, moment
from services.coverage.folding import FactView
from services.coverage.models import Dirty, Fact, PlatePass, Tally, Turn

# What machines report may be late; what people enter must not change a day that is final.
BY_MACHINE = {"placed", "reading", "community"}


async def record(
    session: AsyncSession,
    kind: str,
    community_id: str,
    at: int,
    data: Mapping[str, Any],
    who: Principal | None = None,
    reason: str = "",
) -> Fact:
    """Raises FailedPrecondition DAY_IS_FINAL when a person would change a final day by it."""
    if kind not in BY_MACHINE and kind != "correction":
        await check_open(session, community_id, day_of(moment(at)))
    fact = Fact(
        id=new_id(),
        kind=kind,
        community_id=community_id,
        at=at,
        actor=who.subject if who else "",
        reason=reason,
        data=dict(data),
    )
    session.add(fact)
    emit(session, events.recorded(fact))
    await touch(session, [community_id])
    return fact


async def check_open(session: AsyncSession, community_id: str, day: date) -> None:
    last = await store.last_final(session, community_id)
    if last and day <= last:
        raise FailedPrecondition(
            "DAY_IS_FINAL",
            f"snapshots are final up to {last}",
            day=day,
            final=last,
            remedy="let it count from a later time, or correct the snapshot with a reason",
        )


async def record_turns(
    session: AsyncSession, community_id: str, turns: Sequence[tuple[str, int, int, int]]
) -> None:
    """Moments from elsewhere: kept as turns, published as one event."""
    fact = Fact(id=new_id(), kind="turned", community_id=community_id, at=0, data={"turns": turns})
    emit(session, events.recorded(fact))
    await store.add_many(session, Turn, turn_rows(turns))
    await touch(session, [community_id])


def turn_rows(turns: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    return [{"device_id": d, "aspect": a, "at": t, "value": v} for d, a, t, v in turns]


async def touch(session: AsyncSession, community_ids: Iterable[str]) -> None:
    rows = [{"community_id": each} for each in community_ids if each]
    await store.add_many(session, Dirty, rows)


def views(rows: Iterable[Fact]) -> list[FactView]:
    return [FactView(row.id, row.kind, row.at, row.data) for row in rows]


def condense(connection: sa.Connection, before: date) -> int:
    """Turns passes of days before into that day's count; returns how many."""
    table = store.table_of(PlatePass)
    old = table.c.day < before
    query = (
        sa.select(
            table.c.community_id,
            table.c.day,
            sa.func.sum(sa.cast(table.c.readable, sa.Integer)),
            sa.func.count(),
        )
        .where(old)
        .group_by(table.c.community_id, table.c.day)
    )
    rows = [
        {
            "community_id": community,
            "day": day,
            "measure": "plate_read",
            "source": "passes",
            "numerator": int(good),
            "denominator": int(count),
        }
        for community, day, good, count in connection.execute(query)
    ]
    if rows:
        store.insert_new(connection, Tally, rows)
        connection.execute(sa.delete(table).where(old))
    return len(rows)
