"""Passes of visits: issued, shown again, revoked. What is shown follows from row and keyring."""

import base64
import hmac
import uuid

from kit.db import AsyncSession, emit
from kit.errors import FailedPrecondition, ResourceExhausted
from kit.secrets import Keyring
from kit.tables import now
from services.visitor import store
from services.visitor.codes import code_of, digest_of
from services.visitor.events import pass_issued, pass_revoked
from services.visitor.judging import Terms
from services.visitor.keys import PassKeys
from services.visitor.models import PassView, Visit, VisitPass
from services.visitor.tokens import Claims, gate_tag, sign

_TRIES = 20
_MAC = 16


class Passes:
    def __init__(self, ring: Keyring, keys: PassKeys) -> None:
        self._ring = ring
        self.keys = keys

    async def issue(self, session: AsyncSession, visit: Visit) -> VisitPass:
        """A new pass for the visit. Its code is no other's in the community while it is valid."""
        row = VisitPass(
            visit_id=visit.id,
            community_id=visit.community_id,
            key_id=await self.keys.current(session, visit.community_id),
            code_digest="",
            valid_to=visit.valid_to,
        )
        for salt in range(_TRIES):
            row.salt, row.code_digest = salt, self._digest(row, salt)
            if not await store.code_taken(session, row.community_id, row.code_digest, now()):
                break
        else:
            raise ResourceExhausted("CODES_EXHAUSTED", "too many codes are in use here")
        session.add(row)
        visit.pass_id = row.id
        session.add(visit)
        emit(session, pass_issued(visit))
        return row

    def _digest(self, row: VisitPass, salt: int) -> str:
        code = code_of(self._ring, row.id, salt)
        return digest_of(self._ring, row.community_id, code)

    async def revoke(self, session: AsyncSession, visit: Visit) -> None:
        """Voids the visit's pass, if it has one."""
        row = await session.get(VisitPass, visit.pass_id) if visit.pass_id else None
        if row and row.revoke_time is None:
            row.revoke_time = now()
            session.add(row)
            emit(session, pass_revoked(visit))

    async def show(self, session: AsyncSession, visit: Visit) -> PassView:
        """Raises FailedPrecondition NO_PASS where none was issued."""
        row = await session.get(VisitPass, visit.pass_id) if visit.pass_id else None
        if row is None:
            raise FailedPrecondition("NO_PASS", "this visit has no pass", state=visit.state)
        await self.keys.of_community(session, visit.community_id)
        return self.view(visit, row)

    def view(self, visit: Visit, row: VisitPass) -> PassView:
        terms = Terms(
            frozenset(gate_tag(each) for each in visit.route),
            visit.valid_from,
            visit.valid_to,
            tuple(visit.hours),
        )
        claims = Claims(row.id, visit.id, visit.community_id, row.create_time, visit.entries, terms)
        return PassView(
            id=row.id,
            visit_id=visit.id,
            token=sign(claims, row.key_id, self.keys.private(row.key_id)),
            code=code_of(self._ring, row.id, row.salt),
            link=self._link(row.id),
        )

    def _link(self, pass_id: str) -> str:
        raw = uuid.UUID(pass_id).bytes
        return base64.urlsafe_b64encode(raw + self._mac(raw)).decode().rstrip("=")

    def _mac(self, raw: bytes) -> bytes:
        return bytes.fromhex(self._ring.digest("visitor link", raw.hex()))[:_MAC]

    async def of_link(self, session: AsyncSession, link: str) -> VisitPass | None:
        """The pass that a link names; nothing for one that was not made here."""
        try:
            data = base64.urlsafe_b64decode(link + "=" * (-len(link) % 4))
        except ValueError:
            return None
        raw, mac = data[:16], data[16:]
        if len(raw) < 16 or not hmac.compare_digest(mac, self._mac(raw)):
            return None
        return await session.get(VisitPass, str(uuid.UUID(bytes=raw)))
