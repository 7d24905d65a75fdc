"""All queries of the uplink service. What lies outside the caller's scope looks absent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, one, scoped
from services.uplink.inputs import (
    ChannelQuery,
    DisclosureQuery,
    FlowQuery,
    LedgerQuery,
    ObjectQuery,
    PeerQuery,
    ReconciliationQuery,
)
from services.uplink.models import (
    DESTINATIONS,
    WAITING,
    WAITS,
    Act,
    Channel,
    Destination,
    Figure,
    Flow,
    FlowState,
    Intake,
    LedgerEntry,
    Peer,
    PublishedDay,
    Received,
    Reconciliation,
    SentObject,
    Subscription,
    WatchRequest,
)

T = TypeVar("T", bound=SQLModel)


async def get(session: AsyncSession, who: Principal, model: type[T], key: str, what: str) -> T:
    """Raises NotFound `<WHAT>_NOT_FOUND`."""
    return await one(session, scoped(model, who), model, key, what)


async def every(session: AsyncSession, model: type[T]) -> Sequence[T]:
    return (await session.exec(select(model))).all()


async def sealed_exists(session: AsyncSession) -> bool:
    """Whether anything is sealed with the keyring."""
    for query in (
        select(Peer.id).where(Peer.password != b""),
        select(SentObject.id).where(SentObject.subject != ""),
        select(WatchRequest.id),
    ):
        if (await session.exec(query.limit(1))).first() is not None:
            return True
    return False


async def peer_of(session: AsyncSession, national_id: str) -> Peer | None:
    return (await session.exec(select(Peer).where(Peer.national_id == national_id))).first()


async def list_peers(
    session: AsyncSession, who: Principal, ask: PeerQuery
) -> tuple[list[Peer], str]:
    query = equal(scoped(Peer, who), Peer, kind=ask.kind, community_id=ask.community_id)
    return await page(session, query, [col(Peer.id)], ask.page_size, ask.page_token)


async def destinations(session: AsyncSession, who: Principal) -> Sequence[Peer]:
    query = scoped(Peer, who).where(col(Peer.kind).in_(DESTINATIONS)).order_by(col(Peer.id))
    return (await session.exec(query)).all()


async def list_flows(
    session: AsyncSession, who: Principal, ask: FlowQuery
) -> tuple[list[Flow], str]:
    query = equal(
        scoped(Flow, who),
        Flow,
        destination_id=ask.destination_id,
        state=ask.state,
        community_id=ask.community_id,
    )
    return await page(session, query, [col(Flow.id)], ask.page_size, ask.page_token)


async def lapsed_flows(session: AsyncSession, at: datetime) -> Sequence[Flow]:
    query = select(Flow).where(
        col(Flow.state).in_([FlowState.ACTIVE, FlowState.PROPOSED]), Flow.expire_time <= at
    )
    return (await session.exec(query)).all()


async def list_objects(
    session: AsyncSession, who: Principal, ask: ObjectQuery
) -> tuple[list[SentObject], str]:
    query = equal(
        scoped(SentObject, who),
        SentObject,
        destination_id=ask.destination_id,
        state=ask.state,
        community_id=ask.community_id,
    )
    return await page(session, query, [col(SentObject.id)], ask.page_size, ask.page_token)


async def list_ledger(
    session: AsyncSession, who: Principal, ask: LedgerQuery
) -> tuple[list[LedgerEntry], str]:
    query = equal(
        scoped(LedgerEntry, who),
        LedgerEntry,
        destination_id=ask.destination_id,
        object_id=ask.object_id,
        community_id=ask.community_id,
    )
    return await page(session, query, [col(LedgerEntry.id)], ask.page_size, ask.page_token)


async def chain_after(
    session: AsyncSession, destination_id: str, number: int, count: int
) -> Sequence[LedgerEntry]:
    query = select(LedgerEntry).where(
        LedgerEntry.destination_id == destination_id, LedgerEntry.number > number
    )
    return (await session.exec(query.order_by(col(LedgerEntry.number)).limit(count))).all()


async def sent_of(
    session: AsyncSession, who: Principal, subject: str, ask: DisclosureQuery
) -> tuple[list[LedgerEntry], str]:
    """When something about the subject left."""
    query = scoped(LedgerEntry, who).where(
        LedgerEntry.subject == subject, LedgerEntry.act == Act.SENT
    )
    return await page(session, query, [col(LedgerEntry.id)], ask.page_size, ask.page_token)


async def accepted_numbers(session: AsyncSession, numbers: Sequence[int]) -> set[int]:
    query = select(LedgerEntry.object_number).where(
        col(LedgerEntry.object_number).in_(numbers), LedgerEntry.act == Act.ACCEPTED
    )
    return set((await session.exec(query)).all())


async def list_reconciliations(
    session: AsyncSession, who: Principal, ask: ReconciliationQuery
) -> tuple[list[Reconciliation], str]:
    query = equal(
        scoped(Reconciliation, who),
        Reconciliation,
        destination_id=ask.destination_id,
        community_id=ask.community_id,
        day=ask.day,
    )
    return await page(session, query, [col(Reconciliation.id)], ask.page_size, ask.page_token)


async def list_channels(
    session: AsyncSession, who: Principal, ask: ChannelQuery
) -> tuple[list[Channel], str]:
    query = equal(
        scoped(Channel, who),
        Channel,
        platform_id=ask.platform_id,
        community_id=ask.community_id,
    )
    return await page(session, query, [col(Channel.id)], ask.page_size, ask.page_token)


async def channels_of(session: AsyncSession, platform_id: str) -> Sequence[Channel]:
    return (await session.exec(select(Channel).where(Channel.platform_id == platform_id))).all()


async def oldest_waiting(session: AsyncSession, destination_id: str) -> datetime | None:
    query = (
        select(SentObject.create_time)
        .where(SentObject.destination_id == destination_id, WAITS)
        .order_by(col(SentObject.id))
    )
    return (await session.exec(query.limit(1))).first()


async def heads(session: AsyncSession) -> dict[str, Destination]:
    return {row.destination_id: row for row in await every(session, Destination)}


async def subscriptions(session: AsyncSession, peer_id: str = "") -> Sequence[Subscription]:
    query = equal(select(Subscription), Subscription, peer_id=peer_id)
    return (await session.exec(query.order_by(col(Subscription.id)))).all()


async def subscription(
    session: AsyncSession, peer_id: str, subscribe_id: str
) -> Subscription | None:
    query = select(Subscription).where(
        Subscription.peer_id == peer_id, Subscription.subscribe_id == subscribe_id
    )
    return (await session.exec(query)).first()


async def watch_request(
    session: AsyncSession, peer_id: str, disposition_id: str
) -> WatchRequest | None:
    query = select(WatchRequest).where(
        WatchRequest.peer_id == peer_id, WatchRequest.disposition_id == disposition_id
    )
    return (await session.exec(query)).first()


async def forget_watches(session: AsyncSession, peer_id: str, keys: Sequence[str]) -> int:
    """Returns how many there were."""
    query = sa.delete(WatchRequest).where(
        col(WatchRequest.peer_id) == peer_id, col(WatchRequest.disposition_id).in_(keys)
    )
    return int((await session.exec(query)).rowcount)


def own_received(peer_id: str, kind: str) -> SelectOfScalar[Received]:
    return select(Received).where(Received.peer_id == peer_id, Received.kind == kind)


async def received(
    session: AsyncSession, peer_id: str, kind: str, object_id: str
) -> Received | None:
    query = own_received(peer_id, kind).where(Received.object_id == object_id)
    return (await session.exec(query)).first()


async def due_received(session: AsyncSession, at: datetime, count: int) -> Sequence[Received]:
    """Oldest first; nothing of a device behind what waits for its next try."""
    device = (col(Received.peer_id), col(Received.device_id))
    held = sa.select(*device).where(
        col(Received.state) == Intake.WAITING, col(Received.next_time) > at
    )
    query = select(Received).where(
        Received.state == Intake.WAITING, sa.tuple_(*device).not_in(held)
    )
    return (await session.exec(query.order_by(col(Received.id)).limit(count))).all()


async def figures_of(session: AsyncSession, day: str) -> Sequence[Figure]:
    query = select(Figure).where(Figure.day == day).order_by(col(Figure.community_id))
    return (await session.exec(query)).all()


async def is_published(session: AsyncSession, what: str, day: str) -> bool:
    return await session.get(PublishedDay, (what, day)) is not None


async def counts(session: AsyncSession, start: datetime, end: datetime) -> Sequence[Any]:
    """Of objects whose events lie in the time, per destination, device, community and state: how
    many there are, and how many of them filled gaps."""
    filled = sa.exists().where(
        col(LedgerEntry.object_number) == col(SentObject.id),
        col(LedgerEntry.act) == Act.GAP_FILLED,
    )
    groups = (
        col(SentObject.destination_id),
        col(SentObject.device_id),
        col(SentObject.community_id),
        col(SentObject.state),
    )
    query = (
        sa.select(*groups, sa.func.count(), sa.func.sum(sa.case((filled, 1), else_=0)))
        .where(col(SentObject.event_time) >= start, col(SentObject.event_time) < end)
        .group_by(*groups)
    )
    return (await session.exec(query)).all()  # type: ignore[call-overload,no-any-return]


async def forget(
    session: AsyncSession,
    received: datetime,
    watches: datetime,
    objects: datetime,
    figures: str,
) -> None:
    """Deletes what is too old, the ledger excepted."""
    await session.exec(
        sa.delete(Received).where(
            col(Received.create_time) < received, col(Received.state) != Intake.WAITING
        )
    )
    await session.exec(
        sa.delete(SentObject).where(
            col(SentObject.create_time) < objects, col(SentObject.state).not_in(WAITING)
        )
    )
    await session.exec(sa.delete(WatchRequest).where(col(WatchRequest.create_time) < watches))
    over = sa.or_(col(Subscription.status) != 0, col(Subscription.end_time) < objects)
    await session.exec(sa.delete(Subscription).where(over, col(Subscription.update_time) < objects))
    for model in (Figure, Reconciliation, PublishedDay):
        await session.exec(sa.delete(model).where(col(model.day) < figures))
