"""All queries of the resident service. What lies outside the caller's scope looks absent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel

from kit.auth import Principal
from kit.credentials import CredentialKind
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, one, scoped
from kit.tables import Audit
from services.resident.models import (
    Consent,
    ConsentState,
    Credential,
    Erasure,
    ErasureCause,
    ErasureHolder,
    Notice,
    Person,
    RightRevision,
    Tenancy,
)

T = TypeVar("T", bound=SQLModel)
Page = tuple[list[T], str]


async def get(session: AsyncSession, who: Principal, model: type[T], key: str, what: str) -> T:
    """Raises NotFound `<WHAT>_NOT_FOUND`."""
    return await one(session, scoped(model, who), model, key, what)


async def listing(
    session: AsyncSession,
    who: Principal,
    model: type[T],
    size: int,
    token: str,
    newest_first: bool = False,
    **values: Any,
) -> Page[T]:
    """A page of rows whose columns equal the given values; empty values do not filter."""
    columns = sa.inspect(model).c
    query = equal(scoped(model, who), model, **values)
    order = [sa.desc(columns.id) if newest_first else columns.id]
    return await page(session, query, order, size, token)


async def list_persons(
    session: AsyncSession,
    who: Principal,
    community_id: str,
    house_id: str,
    phone_digest: str,
    at: datetime,
    size: int,
    token: str,
) -> Page[Person]:
    query = scoped(Person, who).where(col(Person.erase_time).is_(None))
    if community_id:
        query = query.where(Person.community_id == community_id)
    if phone_digest:
        query = query.where(Person.phone_digest == phone_digest)
    if house_id:
        inside = select(Tenancy.person_id).where(Tenancy.house_id == house_id, _current(at))
        query = query.where(col(Person.id).in_(inside))
    return await page(session, query, [col(Person.id)], size, token)


def _current(at: datetime) -> Any:
    until = sa.or_(col(Tenancy.valid_to).is_(None), col(Tenancy.valid_to) > at)
    return sa.and_(col(Tenancy.end_time).is_(None), until)


async def open_tenancies(session: AsyncSession, person_id: str, at: datetime) -> Sequence[Tenancy]:
    """Tenancies that stand at `at`, or begin later."""
    query = select(Tenancy).where(Tenancy.person_id == person_id, _current(at))
    return (await session.exec(query)).all()


async def lapsed_tenancies(session: AsyncSession, at: datetime, limit: int) -> Sequence[Tenancy]:
    query = select(Tenancy).where(col(Tenancy.end_time).is_(None), col(Tenancy.valid_to) <= at)
    return (await session.exec(query.limit(limit))).all()


async def lapsed_consents(session: AsyncSession, at: datetime, limit: int) -> Sequence[Consent]:
    query = select(Consent).where(
        Consent.state == ConsentState.GRANTED, col(Consent.expire_time) <= at
    )
    return (await session.exec(query.limit(limit))).all()


async def newest_notice(session: AsyncSession, community_id: str, purpose: str) -> Notice | None:
    query = select(Notice).where(Notice.community_id == community_id, Notice.purpose == purpose)
    return (await session.exec(query.order_by(sa.desc(col(Notice.id))).limit(1))).first()


async def granted(session: AsyncSession, person_id: str, purpose: str = "") -> Sequence[Consent]:
    query = select(Consent).where(
        Consent.person_id == person_id, Consent.state == ConsentState.GRANTED
    )
    if purpose:
        query = query.where(Consent.purpose == purpose)
    return (await session.exec(query)).all()


async def credential_of(
    session: AsyncSession, community_id: str, kind: CredentialKind, digest: str
) -> Credential | None:
    query = select(Credential).where(
        Credential.community_id == community_id,
        Credential.kind == kind,
        Credential.digest == digest,
        col(Credential.revoke_time).is_(None),
    )
    return (await session.exec(query)).first()


async def open_credentials(session: AsyncSession, person_id: str) -> Sequence[Credential]:
    query = select(Credential).where(
        Credential.person_id == person_id, col(Credential.revoke_time).is_(None)
    )
    return (await session.exec(query)).all()


async def next_revision(session: AsyncSession) -> int:
    counter = await session.get(RightRevision, 1, with_for_update=True) or RightRevision()
    counter.value += 1
    session.add(counter)
    await session.flush()
    return counter.value


async def changed_since(
    session: AsyncSession, model: type[T], revision: int, limit: int
) -> Sequence[T]:
    columns = sa.inspect(model).c
    query = select(model).where(columns.revision > revision)
    return (await session.exec(query.order_by(columns.revision).limit(limit))).all()


async def plates_since(
    session: AsyncSession, revision: int, limit: int
) -> tuple[Sequence[Credential], bool]:
    """Plates that can be told or have ended, in the order of revisions; whether there are more."""
    query = select(Credential).where(
        Credential.kind == CredentialKind.PLATE,
        Credential.revision > revision,
        sa.or_(col(Credential.sealed) != b"", col(Credential.revoke_time).is_not(None)),
    )
    query = query.order_by(col(Credential.revision)).limit(limit + 1)
    rows = (await session.exec(query)).all()
    return rows[:limit], len(rows) > limit


async def list_erasures(
    session: AsyncSession,
    who: Principal,
    community_id: str,
    only_open: bool,
    overdue_at: datetime | None,
    size: int,
    token: str,
) -> Page[Erasure]:
    query = scoped(Erasure, who)
    if community_id:
        query = query.where(Erasure.community_id == community_id)
    if only_open or overdue_at:
        query = query.where(col(Erasure.complete_time).is_(None))
    if overdue_at:
        query = query.where(col(Erasure.due_time) < overdue_at)
    return await page(session, query, [sa.desc(col(Erasure.id))], size, token)


async def open_erasures(session: AsyncSession, person_id: str) -> Sequence[Erasure]:
    query = select(Erasure).where(
        Erasure.person_id == person_id, col(Erasure.complete_time).is_(None)
    )
    return (await session.exec(query)).all()


async def holders(session: AsyncSession, erasure_id: str) -> Sequence[ErasureHolder]:
    query = select(ErasureHolder).where(ErasureHolder.erasure_id == erasure_id)
    return (await session.exec(query.order_by(col(ErasureHolder.holder)))).all()


async def looks(session: AsyncSession, person_id: str, limit: int) -> Sequence[Audit]:
    query = select(Audit).where(Audit.resource == f"person/{person_id}")
    return (await session.exec(query.order_by(sa.desc(col(Audit.id))).limit(limit))).all()


async def of_person(session: AsyncSession, model: type[T], person_id: str) -> Sequence[T]:
    """Every row of the model that belongs to the person."""
    columns = sa.inspect(model).c
    query = select(model).where(columns.person_id == person_id)
    return (await session.exec(query.order_by(columns.id))).all()


async def sealed_exists(session: AsyncSession) -> bool:
    return (await session.exec(select(Person.id).limit(1))).first() is not None


async def all_erasures(session: AsyncSession) -> Sequence[Erasure]:
    return (await session.exec(select(Erasure).order_by(col(Erasure.id)))).all()


async def erased_since(
    session: AsyncSession, person_id: str, cause: ErasureCause, at: datetime
) -> bool:
    query = select(Erasure.id).where(
        Erasure.person_id == person_id, Erasure.cause == cause, Erasure.create_time >= at
    )
    return (await session.exec(query.limit(1))).first() is not None
