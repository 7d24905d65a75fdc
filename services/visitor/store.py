"""All queries of the visitor service. What lies outside the caller's scope looks absent: other
communities, and to a resident the visits of others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from kit.auth import Principal, missing
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, one, scoped
from services.visitor.inputs import PageQuery, VisitQuery
from services.visitor.life import STANDING
from services.visitor.models import (
    CallState,
    PermitState,
    Visit,
    VisitBlock,
    VisitCall,
    VisitChange,
    VisitChoice,
    VisitContacts,
    VisitEntry,
    VisitNotice,
    VisitPass,
    VisitPassKey,
    VisitPermit,
    VisitProof,
    VisitReceipt,
)

T = TypeVar("T", bound=SQLModel)
RESIDENT = "resident"
KIOSK = "kiosk"
OPEN_CALLS = (CallState.PLACED, CallState.RINGING, CallState.ANSWERED)
PASS_COLUMNS = (
    col(VisitPass.id),
    col(VisitPass.community_id),
    col(VisitPass.code_digest),
    col(VisitPass.code_used),
    col(VisitPass.revoke_time),
    col(VisitPass.visit_id),
    col(Visit.pass_id),
    col(Visit.house_id),
    col(Visit.state),
    col(Visit.route),
    col(Visit.valid_from),
    col(Visit.valid_to),
    col(Visit.hours),
    col(Visit.entries),
    col(Visit.used),
    col(Visit.inside),
    col(Visit.overdue),
    col(Visit.code_once),
    col(Visit.expire_time),
)
# Made once: at a gate, building a statement costs as much as running it.
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_SHOWN = (
    sa.select(*PASS_COLUMNS)
    .join(Visit, col(Visit.id) == col(VisitPass.visit_id))
    .where(
        sa.or_(
            col(VisitPass.id).in_(_IDS),
            sa.and_(
                col(VisitPass.code_digest).in_(sa.bindparam("codes", expanding=True)),
                col(VisitPass.revoke_time).is_(None),
            ),
        )
    )
    .order_by(col(Visit.id))
    .with_for_update(of=sa.inspect(Visit).local_table)
)
_ENTRIES = (
    sa.select(*sa.inspect(VisitEntry).c, col(Visit.house_id))
    .join(Visit, col(Visit.id) == col(VisitEntry.visit_id))
    .where(col(VisitEntry.id).in_(_IDS))
)


def _scoped(model: type[T], who: Principal) -> SelectOfScalar[T]:
    query = scoped(model, who)
    if who.role == RESIDENT:
        mine = sa.inspect(model).c.host_id == who.subject if model is Visit else sa.false()
        query = query.where(mine)
    return query


async def get(session: AsyncSession, who: Principal, model: type[T], key: str, what: str) -> T:
    """Raises NotFound `<WHAT>_NOT_FOUND`."""
    return await one(session, _scoped(model, who), model, key, what)


async def locked(session: AsyncSession, who: Principal, key: str) -> Visit:
    """The visit, which no gate changes until this transaction ends. Raises NotFound."""
    query = _scoped(Visit, who).where(Visit.id == key).with_for_update()
    row = (await session.exec(query)).first()
    if row is None:
        raise missing("visit")
    return row


async def list_visits(
    session: AsyncSession, who: Principal, ask: VisitQuery, phone_digest: str
) -> tuple[list[Visit], str]:
    query = equal(
        _scoped(Visit, who),
        Visit,
        community_id=ask.community_id,
        state=ask.state,
        house_id=ask.house_id,
        overdue=ask.overdue,
        phone_digest=phone_digest,
    )
    if ask.start_time:
        query = query.where(Visit.valid_to > ask.start_time)
    if ask.end_time:
        query = query.where(Visit.valid_from < ask.end_time)
    if ask.inside:
        query = query.where(Visit.inside > 0)
    order = [sa.desc(col(Visit.valid_from)), sa.desc(col(Visit.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def history(session: AsyncSession, visit_id: str) -> Sequence[VisitChange]:
    query = select(VisitChange).where(VisitChange.visit_id == visit_id)
    return (await session.exec(query.order_by(col(VisitChange.id)))).all()


async def standing_of_house(session: AsyncSession, community_id: str, house_id: str) -> int:
    query = select(sa.func.count(col(Visit.id))).where(
        Visit.community_id == community_id,
        Visit.house_id == house_id,
        col(Visit.state).in_(STANDING),
    )
    return int((await session.exec(query)).one())


async def standing_of_phone(
    session: AsyncSession, community_id: str, phone_digest: str
) -> Sequence[Visit]:
    query = select(Visit).where(
        Visit.community_id == community_id,
        Visit.phone_digest == phone_digest,
        col(Visit.state).in_(STANDING),
    )
    return (await session.exec(query)).all()


async def of_phone(session: AsyncSession, community_id: str, phone_digest: str) -> Sequence[Visit]:
    query = select(Visit).where(
        Visit.community_id == community_id, Visit.phone_digest == phone_digest
    )
    return (await session.exec(query)).all()


async def of_host(session: AsyncSession, community_id: str, host_id: str) -> Sequence[Visit]:
    query = select(Visit).where(Visit.community_id == community_id, Visit.host_id == host_id)
    return (await session.exec(query)).all()


async def block_of(
    session: AsyncSession, community_id: str, phone_digest: str, at: datetime
) -> VisitBlock | None:
    query = select(VisitBlock).where(
        VisitBlock.community_id == community_id,
        VisitBlock.phone_digest == phone_digest,
        VisitBlock.expire_time > at,
    )
    return (await session.exec(query)).first()


async def list_blocks(
    session: AsyncSession, who: Principal, ask: PageQuery, at: datetime
) -> tuple[list[VisitBlock], str]:
    query = equal(_scoped(VisitBlock, who), VisitBlock, community_id=ask.community_id)
    query = query.where(VisitBlock.expire_time > at)
    return await page(session, query, [col(VisitBlock.id)], ask.page_size, ask.page_token)


async def list_receipts(
    session: AsyncSession, who: Principal, ask: PageQuery
) -> tuple[list[VisitReceipt], str]:
    query = equal(_scoped(VisitReceipt, who), VisitReceipt, community_id=ask.community_id)
    order = [sa.desc(col(VisitReceipt.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def keys_of(session: AsyncSession, community_id: str) -> Sequence[VisitPassKey]:
    """The newest one last."""
    query = select(VisitPassKey).where(VisitPassKey.community_id == community_id)
    return (await session.exec(query.order_by(col(VisitPassKey.number)))).all()


async def every_key(session: AsyncSession) -> Sequence[VisitPassKey]:
    return (await session.exec(select(VisitPassKey))).all()


async def code_taken(
    session: AsyncSession, community_id: str, code_digest: str, at: datetime
) -> bool:
    query = select(VisitPass.id).where(
        VisitPass.community_id == community_id,
        VisitPass.code_digest == code_digest,
        VisitPass.valid_to > at,
        col(VisitPass.revoke_time).is_(None),
    )
    return (await session.exec(query)).first() is not None


async def revoked(session: AsyncSession, community_id: str, at: datetime) -> list[str]:
    """Passes that are void before their time."""
    query = select(VisitPass.id).where(
        VisitPass.community_id == community_id,
        VisitPass.valid_to > at,
        col(VisitPass.revoke_time).is_not(None),
    )
    return list((await session.exec(query)).all())


def shown_passes(
    connection: sa.Connection, ids: Iterable[str], codes: Iterable[str]
) -> Sequence[Any]:
    """Passes by id or by the digest of a code, each with what of its visit decides; of codes
    those that are not revoked."""
    return connection.execute(_SHOWN, {"ids": list(ids), "codes": list(codes)}).all()


def entries_of(connection: sa.Connection, ids: Iterable[str]) -> Sequence[Any]:
    """Openings that are on record under these pass ids."""
    return connection.execute(_ENTRIES, {"ids": list(ids)}).all()


async def lapsed(session: AsyncSession, at: datetime, limit: int) -> Sequence[Visit]:
    """Visits whose window is over and whose state does not say so yet."""
    query = select(Visit).where(
        col(Visit.state).in_(STANDING), Visit.valid_to <= at, col(Visit.overdue).is_(False)
    )
    return (await session.exec(query.limit(limit).with_for_update())).all()


async def out_of_time(session: AsyncSession, at: datetime, limit: int) -> Sequence[Visit]:
    """Visits to erase."""
    return (await session.exec(select(Visit).where(Visit.expire_time <= at).limit(limit))).all()


async def erase(session: AsyncSession, ids: Sequence[str]) -> None:
    await session.exec(permits_end(ids))
    for model in (VisitPass, VisitEntry, VisitChange):
        columns = sa.inspect(model).c
        await session.exec(sa.delete(model).where(columns.visit_id.in_(ids)))
    await session.exec(sa.delete(Visit).where(col(Visit.id).in_(ids)))


async def open_calls(session: AsyncSession, **values: str) -> Sequence[VisitCall]:
    query = equal(select(VisitCall), VisitCall, **values)
    return (await session.exec(query.where(col(VisitCall.state).in_(OPEN_CALLS)))).all()


async def due_calls(session: AsyncSession, at: datetime, limit: int) -> Sequence[VisitCall]:
    query = select(VisitCall).where(col(VisitCall.state).in_(OPEN_CALLS), VisitCall.deadline <= at)
    return (await session.exec(query.limit(limit))).all()


async def answered_by(session: AsyncSession, subject: str) -> Sequence[VisitCall]:
    """The newest one first."""
    query = select(VisitCall).where(VisitCall.answered_by == subject)
    return (await session.exec(query.order_by(sa.desc(col(VisitCall.id))))).all()


async def list_calls(
    session: AsyncSession, who: Principal, ask: PageQuery
) -> tuple[list[VisitCall], str]:
    query = equal(_scoped(VisitCall, who), VisitCall, community_id=ask.community_id)
    order = [sa.desc(col(VisitCall.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def due_notices(session: AsyncSession, at: datetime, limit: int) -> Sequence[VisitNotice]:
    query = select(VisitNotice).where(VisitNotice.next_time <= at)
    return (await session.exec(query.order_by(col(VisitNotice.next_time)).limit(limit))).all()


async def forget(session: AsyncSession, at: datetime) -> None:
    """Deletes calls, contacts, blocks, choices, notices and proofs whose time is over."""
    for model in (VisitCall, VisitContacts, VisitBlock, VisitChoice, VisitNotice, VisitProof):
        await session.exec(sa.delete(model).where(sa.inspect(model).c.expire_time <= at))


async def forget_host(session: AsyncSession, host_id: str) -> None:
    await session.exec(sa.delete(VisitChoice).where(col(VisitChoice.host_id) == host_id))


async def sealed_exists(session: AsyncSession) -> bool:
    for model in (Visit, VisitPassKey, VisitChoice):
        if (await session.exec(select(model).limit(1))).first():
            return True
    return False


async def permits_due(session: AsyncSession, limit: int) -> Sequence[VisitPermit]:
    """What the plate service still has to hear about."""
    due = (PermitState.WANTED, PermitState.ENDING)
    query = select(VisitPermit).where(col(VisitPermit.state).in_(due))
    return (await session.exec(query.limit(limit))).all()


async def visit_of_permit(session: AsyncSession, permit_id: str) -> str:
    """The visit that the permit was made for; empty when it was made for none that stands."""
    query = select(VisitPermit.visit_id).where(VisitPermit.permit_id == permit_id)
    return (await session.exec(query)).first() or ""


def permits_end(ids: Sequence[str]) -> sa.Update:
    """The statement that has the permits of these visits ended."""
    held = col(VisitPermit.state).in_((PermitState.WANTED, PermitState.GRANTED))
    return (
        sa.update(VisitPermit)
        .where(col(VisitPermit.visit_id).in_(ids), held)
        .values(state=PermitState.ENDING)
    )
