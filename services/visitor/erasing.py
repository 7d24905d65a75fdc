"""Erases visits, each time with a receipt: after their time, and with the person visited."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from kit.db import AsyncSession, Database, emit
from kit.events import Event
from services.visitor import store
from services.visitor.events import HOLDER, subject_erased, visits_erased
from services.visitor.models import Visit, VisitReceipt

RETENTION = "RETENTION"
REQUEST = "REQUEST"
HOST_ERASED = "HOST_ERASED"
TOTAL = {"move_out", "request"}  # causes that end all rights, not the face alone


async def erase(
    session: AsyncSession, community_id: str, rows: Sequence[Visit], cause: str
) -> VisitReceipt:
    """All that is kept of these visits of one community, in this transaction."""
    ids = sorted(row.id for row in rows)
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    receipt = VisitReceipt(community_id=community_id, cause=cause, count=len(ids), digest=digest)
    await store.erase(session, ids)
    session.add(receipt)
    if ids:
        emit(session, visits_erased(receipt))
    return receipt


async def expire(session: AsyncSession, at: datetime, limit: int) -> int:
    """Erases visits whose time is over, and what else is; returns how many visits."""
    by_community: dict[str, list[Visit]] = defaultdict(list)
    rows = await store.out_of_time(session, at, limit)
    for row in rows:
        by_community[row.community_id].append(row)
    for community_id, group in by_community.items():
        await erase(session, community_id, group, RETENTION)
    await store.forget(session, at)
    return len(rows)


class Eraser:
    """Visits to a person go when the person goes, and says so (R6)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def __call__(self, event: Event) -> None:
        data = event.data
        if HOLDER not in data.get("holders", ()):
            return
        async with self._db.write() as session:
            rows: Sequence[Visit] = ()
            if data.get("cause") in TOTAL:
                rows = await store.of_host(session, event.community_id, data["subject_id"])
                await store.forget_host(session, data["subject_id"])
            receipt = await erase(session, event.community_id, rows, HOST_ERASED)
            emit(session, subject_erased(event.community_id, data, receipt))
