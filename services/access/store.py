"""All queries of the access service. What lies outside the caller's scope looks absent."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel

from kit.auth import Principal
from kit.db import DAY, AsyncSession, Overtaken, col, page, select
from kit.scope import equal, scoped
from kit.tables import made_at, now
from services.access.inputs import PassFilter
from services.access.models import Emergency, Pass, PassView, Presence, Right, Secret

SOME = 2000
T = TypeVar("T", bound=SQLModel)


async def every(session: AsyncSession, model: type[T]) -> Sequence[T]:
    return (await session.exec(select(model))).all()


async def rights(session: AsyncSession) -> AsyncIterator[Sequence[Right]]:
    """All rights, some at a time: a district has millions."""
    query = select(Right).execution_options(yield_per=SOME)
    async for some in (await session.stream_scalars(query)).partitions():
        yield some
        session.expunge_all()


async def get_pass(session: AsyncSession, who: Principal, key: str) -> Pass | None:
    row = await session.get(Pass, key)
    return row if row and who.sees(row.community_id) else None


async def list_passes(
    session: AsyncSession, who: Principal, wanted: PassFilter
) -> tuple[list[Pass], str]:
    names = {"community_id", "access_point_id", "outcome", "subject_id"}
    query = equal(scoped(Pass, who), Pass, **wanted.model_dump(include=names))
    if wanted.start_time:
        query = query.where(col(Pass.time) >= wanted.start_time)
    if wanted.end_time:
        query = query.where(col(Pass.time) < wanted.end_time)
    order = [sa.desc(col(Pass.time)), sa.desc(col(Pass.id))]
    return await page(session, query, order, wanted.page_size, wanted.page_token)


def presences(connection: sa.Connection, subject_ids: Collection[str]) -> dict[str, Presence]:
    """Which way these subjects went last, where anti-passback is asked for."""
    query = sa.select(*sa.inspect(Presence).columns).where(
        col(Presence.subject_id).in_(subject_ids)
    )
    rows = [Presence(**row) for row in connection.execute(query).mappings()]
    return {row.subject_id: row for row in rows}


def move(connection: sa.Connection, last: dict[str, Presence], moved: dict[str, Presence]) -> None:
    """Writes which way the subjects go now. Raises Overtaken, or collides, where another replica
    moved one since `last` was read."""
    for subject_id, row in moved.items():
        values = {"direction": row.direction, "time": row.time}
        if before := last.get(subject_id):
            known = (col(Presence.subject_id) == subject_id, col(Presence.time) == before.time)
            result = connection.execute(sa.update(Presence).where(*known).values(values))
            if not result.rowcount:
                raise Overtaken
        else:
            connection.execute(sa.insert(Presence).values(subject_id=subject_id, **values))


def passes_of_requests(
    connection: sa.Connection, keys: set[tuple[str, str]]
) -> dict[tuple[str, str], PassView]:
    """Passes recorded under these pairs of access point and request id within the last day;
    older ones give their request id free."""
    if not keys:
        return {}
    pair = sa.tuple_(col(Pass.access_point_id), col(Pass.request_id))
    old = sa.and_(pair.in_(keys), col(Pass.time) < now() - DAY)
    connection.execute(sa.update(Pass).where(old).values(request_id=""))
    query = sa.select(*sa.inspect(Pass).columns).where(pair.in_(keys))
    rows = [PassView.model_validate(dict(r)) for r in connection.execute(query).mappings()]
    return {(row.access_point_id, row.request_id): row for row in rows}


async def list_emergencies(
    session: AsyncSession,
    who: Principal,
    community_id: str,
    only_open: bool,
    size: int,
    token: str,
) -> tuple[list[Emergency], str]:
    query = select(Emergency)
    if who.scope is not None:
        query = query.where(col(Emergency.community_id).in_(who.scope))
    if community_id:
        query = query.where(Emergency.community_id == community_id)
    if only_open:
        query = query.where(col(Emergency.end_time).is_(None))
    return await page(session, query, [sa.desc(col(Emergency.id))], size, token)


async def open_emergencies(session: AsyncSession) -> Sequence[Emergency]:
    return (await session.exec(select(Emergency).where(col(Emergency.end_time).is_(None)))).all()


async def snapshots_of(session: AsyncSession, subject_id: str) -> Sequence[Pass]:
    query = select(Pass).where(Pass.subject_id == subject_id, Pass.snapshot != "")
    return (await session.exec(query)).all()


async def forget_snapshot(session: AsyncSession, pass_id: str) -> None:
    await session.exec(sa.update(Pass).where(col(Pass.id) == pass_id).values(snapshot=""))


async def anonymise(session: AsyncSession, subject_id: str) -> int:
    """Takes the subject out of the pass log; the passes stay as counts of the door."""
    query = sa.update(Pass).where(col(Pass.subject_id) == subject_id).values(subject_id="")
    return int((await session.exec(query)).rowcount)


async def rights_of(session: AsyncSession, subject_id: str) -> Sequence[Right]:
    return (await session.exec(select(Right).where(Right.subject_id == subject_id))).all()


async def delete_rights(
    session: AsyncSession, subject_id: str, before: datetime
) -> Sequence[Right]:
    """Of rights that came after that time nothing is taken: whoever moves back in keeps them."""
    rows = [row for row in await rights_of(session, subject_id) if made_at(row.id) < before]
    for row in rows:
        await session.delete(row)
    await session.exec(sa.delete(Presence).where(col(Presence.subject_id) == subject_id))
    return rows


async def purge_passes(session: AsyncSession, before: datetime, limit: int) -> int:
    old = sa.select(col(Pass.id)).where(col(Pass.time) < before).limit(limit)
    result = await session.exec(sa.delete(Pass).where(col(Pass.id).in_(old)))
    return int(result.rowcount)


async def sealed_exists(session: AsyncSession) -> bool:
    return (await session.exec(select(Secret.name).limit(1))).first() is not None
