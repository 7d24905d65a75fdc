"""What the property and its gates look after: blocks, signing keys, revoked passes, receipts."""

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession
from kit.tables import now
from services.visitor import store
from services.visitor.blocks import Blocks
from services.visitor.inputs import KeyIn, PageQuery
from services.visitor.keys import PassKeys
from services.visitor.models import KeyView, KitView, ReceiptView


class Desk:
    def __init__(self, blocks: Blocks, keys: PassKeys) -> None:
        self.blocks = blocks
        self._keys = keys

    async def offline_kit(
        self, session: AsyncSession, who: Principal, community_id: str
    ) -> KitView:
        who.within(community_id)
        at = now()
        rows = await self._keys.of_community(session, community_id)
        return KitView(
            keys=[self._keys.view(row.id) for row in rows],
            revoked=await store.revoked(session, community_id, at),
            time=at,
        )

    async def rotate_key(self, session: AsyncSession, who: Principal, body: KeyIn) -> KeyView:
        who.within(body.community_id)
        id_ = await self._keys.rotate(session, body.community_id)
        audit.record(session, who, "pass_key.rotate", f"key/{id_}", body.community_id, body.reason)
        return self._keys.view(id_)

    async def list_receipts(
        self, session: AsyncSession, who: Principal, ask: PageQuery
    ) -> tuple[list[ReceiptView], str]:
        rows, token = await store.list_receipts(session, who, ask)
        return [ReceiptView.model_validate(row) for row in rows], token
