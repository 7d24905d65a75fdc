"""Visitors' own requests: what is kept of my phone, and erase it (R48, R50). The phone is proved
by a code that is sent to it."""

import hmac
import secrets
from datetime import timedelta

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.errors import Unauthenticated
from kit.secrets import Keyring
from kit.tables import new_id, now
from services.visitor import persons, store
from services.visitor.codes import DIGITS
from services.visitor.erasing import REQUEST, erase
from services.visitor.inputs import PhoneIn, ProvedIn
from services.visitor.models import (
    Channel,
    ErasedView,
    OwnView,
    ProofView,
    ReceiptView,
    VisitProof,
)
from services.visitor.notices import Notices
from services.visitor.senders import Message
from services.visitor.settings import VisitorSettings

TEXT = "验证码 {code}，用于查询或删除您的访客记录。如非本人操作请忽略。"


class OwnData:
    def __init__(
        self, db: Database, ring: Keyring, notices: Notices, settings: VisitorSettings
    ) -> None:
        self._db = db
        self._ring = ring
        self._notices = notices
        self._settings = settings

    async def start(self, who: Principal, body: PhoneIn) -> ProofView:
        """Sends a code where something is kept; the answer is the same where nothing is."""
        who.within(body.community_id)
        digest = persons.phone_digest(self._ring, body.community_id, body.phone)
        async with self._db.write() as session:
            if await store.of_phone(session, body.community_id, digest):
                await self._send(session, body, digest)
        return ProofView(seconds=self._settings.proof_seconds)

    async def _send(self, session: AsyncSession, body: PhoneIn, digest: str) -> None:
        before = await session.get(VisitProof, digest)
        pause = timedelta(seconds=self._settings.proof_pause)
        if before and now() - before.create_time < pause:
            return
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        row = VisitProof(
            phone_digest=digest,
            code_digest=self._digest(digest, code),
            expire_time=now() + timedelta(seconds=self._settings.proof_seconds),
        )
        await session.merge(row)
        message = Message(new_id(), "proof", body.phone, TEXT.format(code=code))
        channel = Channel(self._settings.proof_channel)
        await self._notices.put(session, body.community_id, channel, message)

    def _digest(self, phone_digest: str, code: str) -> str:
        return self._ring.digest("visitor proof", phone_digest, code)

    async def _prove(self, who: Principal, body: ProvedIn) -> str:
        """The phone's digest. Raises Unauthenticated PROOF_WRONG, whatever is the matter. A
        wrong try counts although the call fails, so it is a transaction of its own."""
        who.within(body.community_id)
        digest = persons.phone_digest(self._ring, body.community_id, body.phone)
        async with self._db.write() as session:
            row = await session.get(VisitProof, digest)
            right = False
            if row and row.expire_time > now() and row.tries < self._settings.proof_tries:
                right = hmac.compare_digest(row.code_digest, self._digest(digest, body.code))
                row.tries += 0 if right else 1
                session.add(row)
        if not right:
            raise Unauthenticated("PROOF_WRONG", "this code is not valid", field="code")
        return digest

    async def show(self, who: Principal, body: ProvedIn) -> OwnView:
        digest = await self._prove(who, body)
        async with self._db.write() as session:
            rows = await store.of_phone(session, body.community_id, digest)
            views = []
            for row in rows:
                audit.record(session, who, "visit.own", f"visit/{row.id}", row.community_id)
                history = await store.history(session, row.id)
                views.append(persons.view(self._ring, row, history, reveal=True))
        return OwnView(items=views)

    async def erase(self, who: Principal, body: ProvedIn) -> ErasedView:
        """Visits that stand are void with it; whoever is inside keeps the way out."""
        digest = await self._prove(who, body)
        async with self._db.write() as session:
            rows = await store.of_phone(session, body.community_id, digest)
            gone = [row for row in rows if row.inside == 0]
            receipt = await erase(session, body.community_id, gone, REQUEST)
            place = f"receipt/{receipt.id}"
            audit.record(session, who, "visit.erase", place, body.community_id)
            if proof := await session.get(VisitProof, digest):
                await session.delete(proof)
        view = ReceiptView.model_validate(receipt)
        return ErasedView(receipt=view, kept=len(rows) - len(gone))
