"""All queries of the plate service. What lies outside the caller's scope looks absent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, one, scoped
from services.plate.inputs import LaneQuery, PassageQuery, PermitQuery, SeenQuery
from services.plate.models import (
    CarPark,
    Lane,
    Passage,
    Permit,
    PermitKind,
    PermitState,
    Phase,
    SeenPlate,
)

T = TypeVar("T", bound=SQLModel)
UNDER_WAY = (Phase.PRESSED, Phase.PICTURED, Phase.DECIDED)


async def get(session: AsyncSession, who: Principal, model: type[T], key: str, what: str) -> T:
    """Raises NotFound `<WHAT>_NOT_FOUND`."""
    return await one(session, scoped(model, who), model, key, what)


async def every(session: AsyncSession, model: type[T]) -> Sequence[T]:
    return (await session.exec(select(model))).all()


async def standing_permits(session: AsyncSession, community_id: str = "") -> Sequence[Permit]:
    """Permits that are not revoked, of all communities when none is named."""
    query = equal(select(Permit), Permit, community_id=community_id)
    return (await session.exec(query.where(Permit.state != PermitState.REVOKED))).all()


async def list_permits(
    session: AsyncSession, who: Principal, ask: PermitQuery, plate: str
) -> tuple[list[Permit], str]:
    query = equal(
        scoped(Permit, who),
        Permit,
        community_id=ask.community_id,
        plate=plate,
        kind=ask.kind,
        state=ask.state,
        house_id=ask.house_id,
    )
    return await page(session, query, [col(Permit.id)], ask.page_size, ask.page_token)


async def standing(
    session: AsyncSession, community_id: str, plate: str, kind: PermitKind, source: str = ""
) -> Permit | None:
    """A permit of this plate and kind that is not revoked, other than a resident's credential;
    of a visitor, one of the same visit: a guest may be invited twice."""
    query = select(Permit).where(
        Permit.community_id == community_id,
        Permit.plate == plate,
        Permit.kind == kind,
        Permit.state != PermitState.REVOKED,
        col(Permit.source).not_like("resident:%"),
    )
    if kind is PermitKind.VISITOR:
        query = query.where(Permit.source == source)
    return (await session.exec(query)).first()


async def of_source(session: AsyncSession, source: str) -> Permit | None:
    """The newest permit that this source keeps."""
    query = select(Permit).where(Permit.source == source).order_by(sa.desc(col(Permit.id)))
    return (await session.exec(query)).first()


async def of_house(
    session: AsyncSession, community_id: str, house_id: str, state: PermitState
) -> Sequence[Permit]:
    """The house's resident permits in that state, oldest first."""
    query = select(Permit).where(
        Permit.community_id == community_id,
        Permit.house_id == house_id,
        Permit.kind == PermitKind.RESIDENT,
        Permit.state == state,
    )
    return (await session.exec(query.order_by(col(Permit.id)))).all()


async def lapsed(session: AsyncSession, at: datetime, limit: int) -> Sequence[Permit]:
    query = select(Permit).where(Permit.state != PermitState.REVOKED, col(Permit.valid_to) <= at)
    return (await session.exec(query.limit(limit))).all()


async def list_lanes(
    session: AsyncSession, who: Principal, ask: LaneQuery
) -> tuple[list[Lane], str]:
    query = equal(scoped(Lane, who), Lane, community_id=ask.community_id)
    return await page(session, query, [col(Lane.access_point_id)], ask.page_size, ask.page_token)


async def list_seen(
    session: AsyncSession, who: Principal, ask: SeenQuery
) -> tuple[list[SeenPlate], str]:
    query = equal(
        scoped(SeenPlate, who),
        SeenPlate,
        community_id=ask.community_id,
        access_point_id=ask.access_point_id,
        outcome=ask.outcome,
    )
    query = _between(query, SeenPlate.time, ask)
    order = [sa.desc(col(SeenPlate.time)), sa.desc(col(SeenPlate.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def list_passages(
    session: AsyncSession, who: Principal, ask: PassageQuery
) -> tuple[list[Passage], str]:
    query = equal(
        scoped(Passage, who),
        Passage,
        community_id=ask.community_id,
        access_point_id=ask.access_point_id,
        phase=ask.phase,
    )
    query = _between(query, Passage.create_time, ask)
    order = [sa.desc(col(Passage.create_time)), sa.desc(col(Passage.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


def _between(
    query: SelectOfScalar[T], column: Any, ask: SeenQuery | PassageQuery
) -> SelectOfScalar[T]:
    if ask.start_time:
        query = query.where(col(column) >= ask.start_time)
    if ask.end_time:
        query = query.where(col(column) < ask.end_time)
    return query


async def idle(session: AsyncSession, before: datetime, limit: int) -> Sequence[Passage]:
    """Passages under way that began before."""
    query = select(Passage).where(
        col(Passage.phase).in_(UNDER_WAY), col(Passage.create_time) < before
    )
    return (await session.exec(query.limit(limit))).all()


async def car_park(session: AsyncSession, community_id: str, name: str) -> CarPark:
    """The car park; an empty one where none was counted yet."""
    row = await session.get(CarPark, (community_id, name), with_for_update=True)
    if row is None:
        row = CarPark(community_id=community_id, name=name)
        session.add(row)
    return row


async def delete_permits(session: AsyncSession, subject_id: str) -> Sequence[Permit]:
    rows = (await session.exec(select(Permit).where(Permit.subject_id == subject_id))).all()
    for row in rows:
        await session.delete(row)
    return rows


async def anonymise(session: AsyncSession, subject_id: str) -> int:
    """Takes the subject's plates out of reads and passages; what is left are counts."""
    gone = {"subject_id": "", "plate": "", "permit_id": ""}
    count = 0
    for model in (SeenPlate, Passage):
        where = sa.inspect(model).c.subject_id == subject_id
        count += int((await session.exec(sa.update(model).where(where).values(**gone))).rowcount)
    return count


async def expire(
    session: AsyncSession, known: datetime, unknown: datetime, revoked: datetime
) -> None:
    """Deletes what is older: known plates, unknown ones, and revoked permits. A passage of an
    unknown car stays as a count, without its plate."""
    seen, passage = sa.inspect(SeenPlate).c, sa.inspect(Passage).c
    too_old = sa.or_(seen.time < known, sa.and_(~seen.known, seen.time < unknown))
    await session.exec(sa.delete(SeenPlate).where(too_old))
    stranger = sa.and_(~passage.known, passage.create_time < unknown, passage.plate != "")
    await session.exec(sa.update(Passage).where(stranger).values(plate=""))
    await session.exec(sa.delete(Passage).where(passage.create_time < known))
    ended = sa.and_(col(Permit.state) == PermitState.REVOKED, col(Permit.revoke_time) < revoked)
    await session.exec(sa.delete(Permit).where(ended))
