"""All queries about patrols. What lies outside the caller's scope looks absent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, scoped
from services.perimeter.patrol.inputs import FindingQuery, RoundQuery
from services.perimeter.patrol.models import (
    CheckIn,
    Checkpoint,
    Finding,
    FindingState,
    PointState,
    Round,
    RoundPoint,
    RoundState,
    Route,
)

UNDER_WAY = (RoundState.PLANNED, RoundState.RUNNING)


async def checkpoints_of(
    session: AsyncSession, community_id: str, keys: Sequence[str]
) -> Sequence[str]:
    """Those of the ids that are checkpoints of the community."""
    query = select(col(Checkpoint.id)).where(
        Checkpoint.community_id == community_id, col(Checkpoint.id).in_(keys)
    )
    return (await session.exec(query)).all()


async def by_tag(session: AsyncSession, community_id: str, tag: str) -> Checkpoint | None:
    query = select(Checkpoint).where(Checkpoint.community_id == community_id, Checkpoint.tag == tag)
    return (await session.exec(query)).first()


async def routes(session: AsyncSession, **values: Any) -> Sequence[Route]:
    return (await session.exec(equal(select(Route), Route, **values))).all()


async def planned_starts(
    session: AsyncSession, route_id: str, start: datetime, end: datetime
) -> set[datetime]:
    query = select(col(Round.start_time)).where(
        Round.route_id == route_id, Round.start_time >= start, Round.start_time < end
    )
    return set((await session.exec(query)).all())


async def drop_planned(session: AsyncSession, route_id: str, after: datetime) -> None:
    """Forgets rounds that have not begun: the route changed or is gone."""
    ids = select(col(Round.id)).where(
        Round.route_id == route_id, Round.state == RoundState.PLANNED, Round.start_time > after
    )
    await session.exec(sa.delete(RoundPoint).where(col(RoundPoint.round_id).in_(ids)))
    gone = sa.and_(
        col(Round.route_id) == route_id,
        col(Round.state) == RoundState.PLANNED,
        col(Round.start_time) > after,
    )
    await session.exec(sa.delete(Round).where(gone))


async def points_of(session: AsyncSession, round_id: str) -> list[RoundPoint]:
    query = select(RoundPoint).where(RoundPoint.round_id == round_id)
    return list((await session.exec(query.order_by(col(RoundPoint.place)))).all())


async def candidates(
    session: AsyncSession, community_id: str, checkpoint_id: str, start: datetime, end: datetime
) -> Sequence[tuple[Round, RoundPoint]]:
    """Points of rounds at this checkpoint whose window touches the span, the earliest first."""
    query = (
        select(Round, RoundPoint)
        .where(
            RoundPoint.round_id == Round.id,
            Round.community_id == community_id,
            RoundPoint.checkpoint_id == checkpoint_id,
            RoundPoint.due_from <= end,
            Round.end_time >= start,
        )
        .order_by(col(RoundPoint.due_from))
        .limit(20)
    )
    return (await session.exec(query)).all()


async def known_check_in(
    session: AsyncSession, community_id: str, guard: str, key: str
) -> CheckIn | None:
    query = select(CheckIn).where(
        CheckIn.community_id == community_id, CheckIn.guard == guard, CheckIn.key == key
    )
    return (await session.exec(query)).first()


async def overdue_points(
    session: AsyncSession, at: datetime, limit: int
) -> Sequence[tuple[Round, RoundPoint]]:
    query = (
        select(Round, RoundPoint)
        .where(
            RoundPoint.round_id == Round.id,
            RoundPoint.state == PointState.DUE,
            RoundPoint.due_to < at,
        )
        .order_by(col(RoundPoint.due_to))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def list_rounds(
    session: AsyncSession, who: Principal, ask: RoundQuery
) -> tuple[list[Round], str]:
    query = equal(
        scoped(Round, who),
        Round,
        community_id=ask.community_id,
        route_id=ask.route_id,
        state=ask.state,
    )
    if ask.start_time:
        query = query.where(Round.start_time >= ask.start_time)
    if ask.end_time:
        query = query.where(Round.start_time < ask.end_time)
    order = [sa.desc(col(Round.start_time)), sa.desc(col(Round.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def running_rounds(session: AsyncSession, community_id: str) -> Sequence[Round]:
    query = select(Round).where(
        Round.community_id == community_id, Round.state == RoundState.RUNNING
    )
    return (await session.exec(query.limit(100))).all()


async def list_findings(
    session: AsyncSession, who: Principal, ask: FindingQuery
) -> tuple[list[Finding], str]:
    query = equal(scoped(Finding, who), Finding, community_id=ask.community_id, state=ask.state)
    order = [sa.desc(col(Finding.create_time)), sa.desc(col(Finding.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def open_findings(session: AsyncSession, community_id: str) -> Sequence[Finding]:
    query = select(Finding).where(
        Finding.community_id == community_id, Finding.state == FindingState.OPEN
    )
    return (await session.exec(query.order_by(col(Finding.create_time)).limit(100))).all()


async def point_counts(
    session: AsyncSession, community_id: str, start: datetime, end: datetime
) -> tuple[int, dict[PointState, int]]:
    """Rounds that began in the span, and their points by state."""
    of = (Round.community_id == community_id, Round.start_time >= start, Round.start_time < end)
    rounds = (await session.exec(select(sa.func.count()).select_from(Round).where(*of))).one()
    query = (
        select(RoundPoint.state, sa.func.count())
        .where(RoundPoint.round_id == Round.id, *of)
        .group_by(col(RoundPoint.state))
    )
    found = (await session.exec(query)).all()
    return rounds, {PointState(state): count for state, count in found}


async def finding_counts(
    session: AsyncSession, community_id: str, start: datetime, end: datetime
) -> tuple[int, int]:
    """Findings of the span, and of them those that are closed."""
    query = (
        select(Finding.state, sa.func.count())
        .where(
            Finding.community_id == community_id,
            Finding.create_time >= start,
            Finding.create_time < end,
        )
        .group_by(col(Finding.state))
    )
    found = {FindingState(state): count for state, count in (await session.exec(query)).all()}
    return sum(found.values()), found.get(FindingState.CLOSED, 0)


async def expire(session: AsyncSession, before: datetime) -> list[str]:
    """Deletes what is older; returns keys of pictures to delete."""
    old = select(col(Round.id)).where(Round.start_time < before)
    await session.exec(sa.delete(RoundPoint).where(col(RoundPoint.round_id).in_(old)))
    await session.exec(sa.delete(Round).where(col(Round.start_time) < before))
    await session.exec(sa.delete(CheckIn).where(col(CheckIn.server_time) < before))
    closed = sa.and_(col(Finding.state) == FindingState.CLOSED, col(Finding.create_time) < before)
    keys = (await session.exec(select(col(Finding.picture)).where(closed))).all()
    await session.exec(sa.delete(Finding).where(closed))
    return [key for key in keys if key]
