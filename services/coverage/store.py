"""All queries of the coverage service. What lies outside the caller's scope looks absent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, one, scoped
from services.coverage import inputs
from services.coverage.measures import COLUMNS
from services.coverage.models import (
    Acceptance,
    Act,
    Award,
    Community,
    Correction,
    Device,
    Dirty,
    Document,
    Fact,
    Filing,
    Maintenance,
    PlatePass,
    ProfileVersion,
    Rollup,
    Snapshot,
    Survey,
    Tally,
    Town,
    Turn,
)

T = TypeVar("T", bound=SQLModel)
CHUNK = 500
Rows = Sequence[Mapping[str, Any]]


async def get(session: AsyncSession, who: Principal, model: type[T], key: str, what: str) -> T:
    """Raises NotFound `<WHAT>_NOT_FOUND`."""
    return await one(session, scoped(model, who), model, key, what)


def table_of(model: type[SQLModel]) -> sa.Table:
    table: sa.Table = sa.inspect(model).local_table
    return table


def _insert(dialect: str, model: type[SQLModel]) -> Any:
    make: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table_of(model)).on_conflict_do_nothing()


async def add_many(session: AsyncSession, model: type[SQLModel], rows: Rows) -> None:
    """Adds rows; those whose key is there already stay as they are."""
    connection = await session.connection()
    statement = _insert(connection.dialect.name, model)
    for start in range(0, len(rows), CHUNK):
        await connection.execute(statement, rows[start : start + CHUNK])


def insert_new(connection: sa.Connection, model: type[SQLModel], rows: Rows) -> int:
    """The same in bulk work; returns how many there were to try."""
    if rows:
        connection.execute(_insert(connection.dialect.name, model), rows)
    return len(rows)


# Places


def communities(who: Principal) -> SelectOfScalar[Community]:
    query = select(Community)
    return query if who.scope is None else query.where(col(Community.id).in_(who.scope))


async def community(session: AsyncSession, who: Principal, id_: str) -> Community:
    return await one(session, communities(who), Community, id_, "community")


async def list_sites(
    session: AsyncSession, who: Principal, ask: inputs.SiteQuery
) -> tuple[list[Community], str]:
    query = equal(communities(who), Community, id=ask.community_id, town_code=ask.town_code)
    return await page(session, query, [col(Community.id)], ask.page_size, ask.page_token)


async def every(session: AsyncSession, model: type[T]) -> Sequence[T]:
    return (await session.exec(select(model))).all()


async def towns(session: AsyncSession) -> dict[str, str]:
    return {row.code: row.display_name for row in await every(session, Town)}


async def devices(session: AsyncSession, ids: Iterable[str]) -> dict[str, Device]:
    found: dict[str, Device] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(Device).where(col(Device.id).in_(wanted[start : start + CHUNK]))
        found |= {row.id: row for row in (await session.exec(query)).all()}
    return found


# Facts


async def facts(session: AsyncSession, community_id: str, *kinds: str) -> Sequence[Fact]:
    query = select(Fact).where(Fact.community_id == community_id)
    if kinds:
        query = query.where(col(Fact.kind).in_(kinds))
    return (await session.exec(query)).all()


async def newest(session: AsyncSession, community_id: str, kind: str) -> Fact | None:
    query = select(Fact).where(Fact.community_id == community_id, Fact.kind == kind)
    order = [sa.desc(col(Fact.at)), sa.desc(col(Fact.id))]
    return (await session.exec(query.order_by(*order).limit(1))).first()


async def last_final(session: AsyncSession, community_id: str) -> date | None:
    """The community's last day that is final; of any where none is named."""
    query = sa.select(sa.func.max(col(Snapshot.day))).where(col(Snapshot.revision) > 0)
    if community_id:
        query = query.where(col(Snapshot.community_id) == community_id)
    found: date | None = (await (await session.connection()).execute(query)).scalar()
    return found


def read_facts(connection: sa.Connection, community_ids: Sequence[str] | None) -> list[Any]:
    """(id, kind, community, at, data), of all communities when none is named, in their order."""
    t = table_of(Fact).c
    query = sa.select(t.id, t.kind, t.community_id, t.at, t.data).where(t.kind != "plan")
    return _of(connection, query, t.community_id, community_ids, t.community_id)


def read_plans(connection: sa.Connection) -> list[Any]:
    t = table_of(Fact).c
    query = sa.select(t.id, t.at, t.data).where(t.kind == "plan").order_by(t.at, t.id)
    return list(connection.execute(query))


def read_turns(connection: sa.Connection, device_ids: Sequence[str] | None) -> list[Any]:
    """(device, aspect, at, value) by device and aspect."""
    t = table_of(Turn).c
    query = sa.select(t.device_id, t.aspect, t.at, t.value)
    # There are millions, and they are what the driver says: no need for rows of SQLAlchemy.
    if device_ids is None:
        return _raw(connection, query.order_by(t.device_id, t.aspect))
    rows: list[Any] = []
    for start in range(0, len(device_ids), CHUNK):
        part = query.where(t.device_id.in_(device_ids[start : start + CHUNK]))
        rows += _raw(connection, part.order_by(t.device_id, t.aspect))
    return rows


def _raw(connection: sa.Connection, query: Any) -> list[Any]:
    result: Any = connection.execute(query)
    with result:
        return list(result.cursor.fetchall())


def _of(
    connection: sa.Connection, query: Any, column: Any, ids: Sequence[str] | None, *order: Any
) -> list[Any]:
    if ids is None:
        return list(connection.execute(query.order_by(*order)))
    rows: list[Any] = []
    for start in range(0, len(ids), CHUNK):
        part = query.where(column.in_(ids[start : start + CHUNK]))
        rows += connection.execute(part.order_by(*order))
    return rows


def read_counts(connection: sa.Connection, first: date, last: date) -> list[Any]:
    """(community, day, measure, numerator, denominator) of passes and tallies."""
    p, t = table_of(PlatePass).c, table_of(Tally).c
    passes = (
        sa.select(
            p.community_id,
            p.day,
            sa.literal("plate_read"),
            sa.func.sum(sa.cast(p.readable, sa.Integer)),
            sa.func.count(),
        )
        .where(p.day.between(first, last))
        .group_by(p.community_id, p.day)
    )
    tallies = (
        sa.select(
            t.community_id,
            t.day,
            t.measure,
            sa.func.sum(t.numerator),
            sa.func.sum(t.denominator),
        )
        .where(t.day.between(first, last))
        .group_by(t.community_id, t.day, t.measure)
    )
    return [*connection.execute(passes), *connection.execute(tallies)]


def take_dirty(connection: sa.Connection, limit: int) -> list[str]:
    t = table_of(Dirty)
    ids = list(connection.execute(sa.select(t.c.community_id).limit(limit)).scalars())
    connection.execute(sa.delete(t).where(t.c.community_id.in_(ids)))
    return ids


# Snapshots


def newest_snapshots() -> Any:
    """Each day's newest revision of each community: a subquery of (day, community, revision)."""
    t = table_of(Snapshot).c
    query = sa.select(t.day, t.community_id, sa.func.max(t.revision).label("revision"))
    return query.group_by(t.day, t.community_id)


def sums(prefix: Any) -> list[Any]:
    return [sa.func.sum(prefix[name]).label(name) for name in COLUMNS]


async def rollups(session: AsyncSession, day: date, level: str = "") -> Sequence[Rollup]:
    query = select(Rollup).where(Rollup.day == day)
    if level:
        query = query.where(Rollup.level == level)
    return (await session.exec(query.order_by(col(Rollup.level), col(Rollup.key)))).all()


async def stamp(session: AsyncSession, day: date) -> tuple[str, str]:
    """What changes when the day's sums do, and when the plan does; empty where there are none."""
    sums_ = sa.select(col(Rollup.stamp)).where(
        col(Rollup.day) == day, col(Rollup.level) == "district", col(Rollup.key) == ""
    )
    plans = sa.select(sa.func.max(col(Fact.id))).where(
        col(Fact.community_id) == "", col(Fact.kind) == "plan"
    )
    query = sa.select(sums_.scalar_subquery(), plans.scalar_subquery())
    found = (await (await session.connection()).execute(query)).one()
    return found[0] or "", found[1] or ""


async def trend(
    session: AsyncSession, first: date, last: date, level: str, key: str
) -> Sequence[Rollup]:
    query = select(Rollup).where(
        col(Rollup.day).between(first, last), Rollup.level == level, Rollup.key == key
    )
    return (await session.exec(query.order_by(col(Rollup.day)))).all()


async def last_day(session: AsyncSession, before: date) -> date | None:
    """The last day with a rollup up to that one."""
    query = sa.select(sa.func.max(col(Rollup.day))).where(col(Rollup.day) <= before)
    found: date | None = (await (await session.connection()).execute(query)).scalar()
    return found


async def snapshots_of(session: AsyncSession, who: Principal, day: date) -> Sequence[Snapshot]:
    """The newest revision of each of the caller's communities on that day."""
    rows = (await session.exec(scoped(Snapshot, who).where(Snapshot.day == day))).all()
    newest_: dict[str, Snapshot] = {}
    for row in rows:
        if row.community_id not in newest_ or newest_[row.community_id].revision < row.revision:
            newest_[row.community_id] = row
    return [newest_[key] for key in sorted(newest_)]


async def community_snapshots(
    session: AsyncSession, community_id: str, first: date, last: date
) -> Sequence[Snapshot]:
    """The newest revision of each day, in order."""
    query = select(Snapshot).where(
        Snapshot.community_id == community_id, col(Snapshot.day).between(first, last)
    )
    rows = (await session.exec(query.order_by(col(Snapshot.day), col(Snapshot.revision)))).all()
    return list({row.day: row for row in rows}.values())


async def list_snapshots(
    session: AsyncSession, who: Principal, ask: inputs.SnapshotQuery
) -> tuple[list[Snapshot], str]:
    query = equal(scoped(Snapshot, who), Snapshot, community_id=ask.community_id)
    if ask.first_day:
        query = query.where(col(Snapshot.day) >= ask.first_day)
    if ask.last_day:
        query = query.where(col(Snapshot.day) <= ask.last_day)
    order = [col(Snapshot.community_id), col(Snapshot.day), col(Snapshot.revision)]
    query = query.where(col(Snapshot.revision) >= 0)
    return await _page_by(session, query, order, ask)


async def _page_by(
    session: AsyncSession, query: SelectOfScalar[T], order: list[Any], ask: inputs.Page
) -> tuple[list[T], str]:
    return await page(session, query, order, ask.page_size, ask.page_token)


# Surveys, maintenance, acceptances, filings, corrections, awards


async def list_of(
    session: AsyncSession, who: Principal, model: type[T], ask: Any, **narrow: Any
) -> tuple[list[T], str]:
    """By id, of one community where one is named."""
    query = equal(scoped(model, who), model, community_id=ask.community_id, **narrow)
    order = [sa.inspect(model).c.id]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def overlapping(
    session: AsyncSession, community_id: str, device_id: str, start: datetime, end: datetime
) -> Maintenance | None:
    query = select(Maintenance).where(
        Maintenance.community_id == community_id,
        ~col(Maintenance.cancelled),
        col(Maintenance.start_time) < end,
        col(Maintenance.end_time) > start,
    )
    if device_id:
        query = query.where(col(Maintenance.device_id).in_(["", device_id]))
    return (await session.exec(query.limit(1))).first()


async def acts(session: AsyncSession, acceptance_id: str) -> Sequence[Act]:
    query = select(Act).where(Act.acceptance_id == acceptance_id).order_by(col(Act.id))
    return (await session.exec(query)).all()


async def documents(session: AsyncSession, acceptance_id: str) -> Sequence[Document]:
    query = select(Document).where(Document.acceptance_id == acceptance_id)
    return (await session.exec(query.order_by(col(Document.id)))).all()


async def running(session: AsyncSession, community_id: str) -> Sequence[Acceptance]:
    query = select(Acceptance).where(Acceptance.community_id == community_id)
    return (await session.exec(query)).all()


async def filings_of(session: AsyncSession, community_id: str) -> Sequence[Filing]:
    query = select(Filing).where(Filing.community_id == community_id)
    return (await session.exec(query.order_by(col(Filing.point)))).all()


async def list_filings(
    session: AsyncSession, who: Principal, ask: inputs.FilingQuery, at: datetime
) -> tuple[list[Filing], str]:
    query = equal(scoped(Filing, who), Filing, community_id=ask.community_id)
    if ask.overdue:
        query = query.where(col(Filing.file_time).is_(None), col(Filing.due_time) < at)
    return await page(session, query, [col(Filing.id)], ask.page_size, ask.page_token)


async def profiles(session: AsyncSession) -> Sequence[ProfileVersion]:
    query = select(ProfileVersion).order_by(
        col(ProfileVersion.valid_from), col(ProfileVersion.create_time)
    )
    return (await session.exec(query)).all()


async def latest_survey(session: AsyncSession, community_id: str) -> Survey | None:
    query = select(Survey).where(Survey.community_id == community_id)
    return (await session.exec(query.order_by(sa.desc(col(Survey.survey_time))))).first()


async def corrections(session: AsyncSession, community_id: str, day: date) -> Sequence[Correction]:
    query = select(Correction).where(Correction.community_id == community_id, Correction.day == day)
    return (await session.exec(query.order_by(col(Correction.id)))).all()


async def awards_over(
    session: AsyncSession, community_id: str, first: date, last: date
) -> Award | None:
    """An award of the community that covers some of these days."""
    query = select(Award).where(
        Award.community_id == community_id,
        col(Award.first_day) <= last,
        col(Award.last_day) >= first,
    )
    return (await session.exec(query.limit(1))).first()
