"""All queries of the face service. What lies outside the caller's scope looks absent."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from services.face.models import ErasedSubject, Template, Transform

CHUNK = 2000


async def transform_version(session: AsyncSession, community_id: str) -> int:
    row = await session.get(Transform, community_id)
    return row.version if row else 1


async def templates_of(session: AsyncSession, subject_id: str) -> Sequence[Template]:
    """Oldest first."""
    query = select(Template).where(Template.subject_id == subject_id)
    return (await session.exec(query.order_by(col(Template.id)))).all()


async def list_templates(
    session: AsyncSession,
    who: Principal,
    community_id: str,
    subject_id: str,
    size: int,
    token: str,
) -> tuple[list[Template], str]:
    query = select(Template)
    if who.scope is not None:
        query = query.where(col(Template.community_id).in_(who.scope))
    if community_id:
        query = query.where(Template.community_id == community_id)
    if subject_id:
        query = query.where(Template.subject_id == subject_id)
    return await page(session, query, [col(Template.id)], size, token)


async def all_templates(
    session: AsyncSession, community_id: str = ""
) -> AsyncIterator[Sequence[Template]]:
    """Every template in chunks, by id; of one community when it is named."""
    last = ""
    while True:
        query = select(Template).where(col(Template.id) > last)
        if community_id:
            query = query.where(Template.community_id == community_id)
        rows = (await session.exec(query.order_by(col(Template.id)).limit(CHUNK))).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


async def all_ids(session: AsyncSession) -> set[str]:
    return set((await session.exec(select(Template.id))).all())


async def lapsed(session: AsyncSession, at: datetime, limit: int) -> Sequence[str]:
    """Subjects none of whose templates stands on a consent any more."""
    other = aliased(Template)
    stands = sa.exists().where(
        col(other.subject_id) == col(Template.subject_id), col(other.expire_time) > at
    )
    query = select(Template.subject_id).where(col(Template.expire_time) <= at, ~stands).distinct()
    return (await session.exec(query.limit(limit))).all()


async def erased_since(session: AsyncSession, subject_id: str, time: datetime) -> bool:
    row = await session.get(ErasedSubject, subject_id)
    return row is not None and row.erase_time >= time


async def delete(session: AsyncSession, rows: Sequence[Template]) -> None:
    ids = [row.id for row in rows]
    await session.exec(sa.delete(Template).where(col(Template.id).in_(ids)))


async def exists(session: AsyncSession) -> bool:
    return (await session.exec(select(Template.id).limit(1))).first() is not None
