"""The deletion saga: ask every holder, collect their acknowledgements, write a receipt.

It is durable at each step: the request leaves through the outbox, holders answer by event, and
an erasure stays open, and listed as overdue, until the last one has answered (R6, R29, R32).
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta

from kit.db import AsyncSession, emit
from kit.events import Event
from kit.tables import now
from services.resident import store
from services.resident.events import erasure_completed, erasure_requested
from services.resident.models import (
    Credential,
    Erasure,
    ErasureCause,
    ErasureHolder,
    ErasureView,
    HolderView,
    Person,
)
from services.resident.settings import ResidentSettings

SENDING, SENDER = "upload", "uplink"
"""How purposes of consents to a sending begin, and the one holder of what rests on them."""


class Erasures:
    def __init__(self, settings: ResidentSettings) -> None:
        self._settings = settings

    async def request(
        self,
        session: AsyncSession,
        community_id: str,
        person_id: str,
        cause: ErasureCause,
        purpose: str = "",
    ) -> ErasureView:
        """Asks the holders of what rests on the consent with the purpose, or of everything."""
        names = self._holders(purpose)
        due = now() + timedelta(hours=self._settings.erasure_hours)
        erasure = Erasure(community_id=community_id, person_id=person_id, cause=cause, due_time=due)
        holders = [ErasureHolder(erasure_id=erasure.id, holder=name) for name in names]
        session.add(erasure)
        await session.flush()
        session.add_all(holders)
        emit(session, erasure_requested(erasure, names, purpose))
        if not names:
            await self._complete(session, erasure.id, [])
        return view(erasure, holders)

    def _holders(self, purpose: str) -> list[str]:
        """A consent to a sending is none to a door: whoever takes it back keeps the door (R9)."""
        names = self._settings.holders
        return [n for n in names if n == SENDER] if purpose.startswith(SENDING) else names

    async def acknowledge(self, session: AsyncSession, event: Event) -> None:
        """Takes a holder's answer; a repeated one changes nothing."""
        data = event.data
        key = (data.get("erasure_id", ""), data.get("holder", ""))
        holder = await session.get(ErasureHolder, key)
        if holder is None or holder.acknowledge_time:
            return
        holder.acknowledge_time = now()
        holder.count = data.get("count", 0)
        holder.digest = data.get("digest", "")
        session.add(holder)
        await session.flush()
        holders = await store.holders(session, holder.erasure_id)
        if all(each.acknowledge_time for each in holders):
            await self._complete(session, holder.erasure_id, holders)

    async def _complete(
        self, session: AsyncSession, erasure_id: str, holders: Sequence[ErasureHolder]
    ) -> None:
        erasure = await session.get_one(Erasure, erasure_id)
        erasure.complete_time = now()
        erasure.receipt_hash = receipt_hash(erasure, holders)
        session.add(erasure)
        if erasure.cause == ErasureCause.REQUEST:
            person = await session.get_one(Person, erasure.person_id)
            wipe(person)
            session.add(person)
            for credential in await store.of_person(session, Credential, person.id):
                credential.masked = credential.digest = ""
                session.add(credential)
        emit(session, erasure_completed(erasure))


def wipe(person: Person) -> None:
    """Leaves an id with nothing behind it, so that evidence of consent still points somewhere."""
    person.display_name = ""
    person.sealed = b""
    person.phone_digest = person.id_digest = ""
    person.minor_until = None
    person.erase_time = now()


def receipt_hash(erasure: Erasure, holders: Sequence[ErasureHolder]) -> str:
    """SHA-256 over counts and hashes of what is gone; the receipt holds no content (R29)."""
    content = {
        "erasure": erasure.id,
        "cause": str(erasure.cause),
        "completed": erasure.complete_time.isoformat() if erasure.complete_time else "",
        "holders": [[h.holder, h.count, h.digest] for h in holders],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def view(erasure: Erasure, holders: Sequence[ErasureHolder]) -> ErasureView:
    return ErasureView(
        **erasure.model_dump(), holders=[HolderView.model_validate(h) for h in holders]
    )


async def views(session: AsyncSession, rows: Sequence[Erasure]) -> list[ErasureView]:
    return [view(row, await store.holders(session, row.id)) for row in rows]
