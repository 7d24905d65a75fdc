"""The chain of what happened to alarms: each entry holds the digest of the one before (R73)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from kit.auth import Principal
from kit.db import AsyncSession
from kit.tables import now
from services.perimeter import store
from services.perimeter.models import AlarmRecord, ChainView

GENESIS = "0" * 64
_BATCH = 1000


def digest_of(record: AlarmRecord) -> str:
    """SHA-256 over the entry as canonical JSON, the digest before it included."""
    content = {
        "community_id": record.community_id,
        "number": record.number,
        "alarm_id": record.alarm_id,
        "time": record.time.astimezone(UTC).isoformat(),
        "actor": record.actor,
        "what": record.what,
        "detail": record.detail,
        "previous": record.previous,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


async def append(
    session: AsyncSession,
    community_id: str,
    alarm_id: str,
    actor: str,
    what: str,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AlarmRecord:
    """Adds an entry; writers of the service run one after the other, so numbers have no gaps."""
    last = await store.last_record(session, community_id)
    record = AlarmRecord(
        community_id=community_id,
        number=last.number + 1 if last else 1,
        alarm_id=alarm_id,
        time=at or now(),
        actor=actor,
        what=what,
        detail=dict(detail or {}),
        previous=last.digest if last else GENESIS,
        digest="",
    )
    record.digest = digest_of(record)
    session.add(record)
    await session.flush()
    return record


async def verify(session: AsyncSession, who: Principal, community_id: str) -> ChainView:
    """Walks the whole chain. Raises NotFound for a community outside the caller's scope."""
    who.within(community_id)
    first = last = checked = 0
    digest, previous = "", ""
    while rows := await store.records_after(session, community_id, last, _BATCH):
        for row in rows:
            first = first or row.number
            follows = not checked or (row.number == last + 1 and row.previous == previous)
            if not follows or digest_of(row) != row.digest:
                return _chain(community_id, checked, first, last, digest, row.number)
            checked, last, previous = checked + 1, row.number, row.digest
            digest = row.digest
    return _chain(community_id, checked, first, last, digest, 0)


def _chain(
    community_id: str, records: int, first: int, last: int, digest: str, broken: int
) -> ChainView:
    return ChainView(
        community_id=community_id,
        records=records,
        first=first,
        last=last,
        digest=digest,
        broken_at=broken,
    )
