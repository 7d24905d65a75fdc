"""The call register: one row for every look-up of personal data (R71)."""

from collections.abc import Sequence

import sqlalchemy as sa

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from kit.tables import Audit


def record(
    session: AsyncSession,
    who: Principal,
    action: str,
    resource: str,
    community_id: str = "",
    reason: str = "",
) -> None:
    session.add(
        Audit(
            community_id=community_id,
            actor=who.subject,
            role=who.role,
            action=action,
            resource=resource,
            reason=reason,
        )
    )


async def list_audit(
    session: AsyncSession, who: Principal, size: int, token: str, resource: str = ""
) -> tuple[Sequence[Audit], str]:
    """The newest first."""
    query = select(Audit)
    if who.scope is not None:
        query = query.where(col(Audit.community_id).in_(who.scope))
    if resource:
        query = query.where(Audit.resource == resource)
    return await page(session, query, [sa.desc(col(Audit.id))], size, token)
