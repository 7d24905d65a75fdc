"""Phones that a community accepts no visits with, each for a reason and until a day."""

from datetime import timedelta

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession
from kit.errors import InvalidArgument
from kit.secrets import Keyring
from kit.tables import now
from services.visitor import persons, store
from services.visitor.inputs import BlockIn, EndIn, PageQuery
from services.visitor.models import BlockView, VisitBlock

LONGEST = timedelta(days=366)


class Blocks:
    def __init__(self, ring: Keyring) -> None:
        self._ring = ring

    async def create(self, session: AsyncSession, who: Principal, body: BlockIn) -> BlockView:
        """Visits that stand already are not touched: cancel them where that is meant."""
        who.within(body.community_id)
        if not now() < body.expire_time <= now() + LONGEST:
            text = "a block ends in the future, within a year"
            raise InvalidArgument("BLOCK_END_INVALID", text, field="expire_time")
        row = VisitBlock(
            community_id=body.community_id,
            phone_digest=persons.phone_digest(self._ring, body.community_id, body.phone),
            reason=body.reason,
            actor=who.subject,
            expire_time=body.expire_time,
        )
        session.add(row)
        audit.record(session, who, "block.create", f"block/{row.id}", row.community_id, body.reason)
        return BlockView.model_validate(row)

    async def lift(self, session: AsyncSession, who: Principal, body: EndIn) -> None:
        row = await store.get(session, who, VisitBlock, body.id, "block")
        audit.record(session, who, "block.lift", f"block/{row.id}", row.community_id, body.reason)
        await session.delete(row)

    async def list_blocks(
        self, session: AsyncSession, who: Principal, ask: PageQuery
    ) -> tuple[list[BlockView], str]:
        rows, token = await store.list_blocks(session, who, ask, now())
        return [BlockView.model_validate(row) for row in rows], token
