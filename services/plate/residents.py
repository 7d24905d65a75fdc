"""Residents' plate credentials as permits: pulled from the resident service when it says that
something changed, because no event carries a plate."""

import logging
from datetime import datetime
from typing import Any

import grpc

from anju.resident.v1 import resident_pb2
from kit.db import AsyncSession, Database
from kit.following import Following
from kit.message import to_dict
from kit.tables import now
from services.plate import store
from services.plate.memory import Memory
from services.plate.models import Permit, PermitKind, PermitState, PlateCursor
from services.plate.service import Plates

log = logging.getLogger("plate.residents")
CURSOR = "plate credentials"


class Residents:
    """Until the resident service answers, the permits known so far count."""

    def __init__(
        self, db: Database, plates: Plates, memory: Memory, resident: Any, timeout: float = 5.0
    ) -> None:
        self._db = db
        self._plates = plates
        self._memory = memory
        self._resident = resident
        self._timeout = timeout
        self.following = Following("plate credentials", self.pull)

    async def pull(self) -> None:
        try:
            while await self._page():
                pass
        except grpc.aio.AioRpcError as error:
            log.warning("pull failed", extra={"from": "resident", "code": error.code().name})

    async def _page(self) -> bool:
        """Takes over one page of changes; whether there are more."""
        async with self._db.read() as session:
            cursor = await session.get(PlateCursor, CURSOR)
        request = resident_pb2.ListPlatesRequest(since_revision=cursor.revision if cursor else 0)
        answer = await self._resident.ListPlates(request, timeout=self._timeout)
        if not answer.plates:
            return False
        changed: list[Permit] = []
        async with self._db.write() as session:
            for each in answer.plates:
                changed += await self._take(session, to_dict(each))
            last = answer.plates[-1].revision
            await session.merge(PlateCursor(name=CURSOR, revision=last))
        for row in changed:
            self._memory.apply(row)
        return bool(answer.more)

    async def _take(self, session: AsyncSession, each: dict[str, Any]) -> list[Permit]:
        """The permits that change with this credential. Idempotent."""
        source = f"resident:{each['id']}"
        old = await store.of_source(session, source)
        if each.get("ended"):
            if old is None or old.state is PermitState.REVOKED:
                return []
            return [old, *await self._plates.end(session, old)]
        if old is None:
            row = _permit(each, source)
            await self._plates.settle(session, row)
            return [row]
        return await self._move(session, old, each)

    async def _move(self, session: AsyncSession, row: Permit, each: dict[str, Any]) -> list[Permit]:
        """The person lives elsewhere now: the permit counts for that house's quota."""
        former, home = row.house_id, each.get("house_id", "")
        if former == home or row.state is PermitState.REVOKED:
            return []
        row.house_id, row.state = home, PermitState.GRANTED
        await self._plates.settle(session, row)
        return [row, *await self._plates.promote(session, row.community_id, former)]


def _permit(each: dict[str, Any], source: str) -> Permit:
    start: datetime = each.get("valid_from") or now()
    return Permit(
        community_id=each["community_id"],
        plate=each["plate"],
        kind=PermitKind.RESIDENT,
        valid_from=start,
        valid_to=each.get("valid_to"),
        house_id=each.get("house_id", ""),
        subject_id=each["subject_id"],
        source=source,
    )
