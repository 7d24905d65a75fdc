"""What hosts hear of their visits: written down as events come by, sent until it left."""

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import timedelta

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database, patient
from kit.errors import PermissionDenied
from kit.events import Event
from kit.secrets import Keyring
from kit.tables import now
from services.visitor import persons, store
from services.visitor.inputs import ChoiceIn
from services.visitor.models import Channel, ChoiceView, Visit, VisitChoice, VisitNotice
from services.visitor.senders import Message, NotSent, Sender
from services.visitor.settings import VisitorSettings
from services.visitor.store import RESIDENT

log = logging.getLogger("visitor.notices")
EVENTS = "anju.*.visitor.visit.*"
TEXTS = {
    "requested": "{name}在门口申请来访，请确认",
    "arrived": "{name}已到达",
    "departed": "{name}已离开",
    "no_show": "{name}未到访，访客码已失效",
    "overdue": "{name}的来访时段已过，尚未离开",
}
BATCH = 50
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 3600.0  # seconds between two tries, doubled each time
NAME = 4  # characters of a name that leave the platform


class Notices:
    def __init__(
        self,
        db: Database,
        ring: Keyring,
        senders: Mapping[Channel, Sender],
        settings: VisitorSettings,
    ) -> None:
        self._db = db
        self._ring = ring
        self._senders = senders
        self._settings = settings

    async def choose(self, session: AsyncSession, who: Principal, body: ChoiceIn) -> ChoiceView:
        who.within(body.community_id)
        host_id = body.host_id or who.subject
        if who.role == RESIDENT and host_id != who.subject:
            raise PermissionDenied("OTHER_HOST", "residents choose for themselves alone")
        row = VisitChoice(
            host_id=host_id,
            community_id=body.community_id,
            channel=body.channel,
            sealed=self._ring.seal(body.address.encode(), f"choice/{host_id}"),
            expire_time=now() + timedelta(days=self._settings.choice_days),
        )
        await session.merge(row)
        audit.record(session, who, "choice.put", f"host/{host_id}", body.community_id)
        return ChoiceView.model_validate(row)

    async def __call__(self, event: Event) -> None:
        """Writes the notice of a visit's change, if its host is to hear of it. Idempotent."""
        kind = event.name.rpartition(".")[2]
        if kind not in TEXTS:
            return
        async with self._db.write() as session:
            visit = await session.get(Visit, event.data["visit_id"])
            if visit is None or not visit.host_id:
                return
            choice = await session.get(VisitChoice, visit.host_id)
            channel = choice.channel if choice else Channel.LOG
            place = f"choice/{visit.host_id}"
            address = self._ring.unseal(choice.sealed, place).decode() if choice else ""
            name = persons.unseal(self._ring, visit).name.split()[0][:NAME]
            message = Message(event.id, kind, address, TEXTS[kind].format(name=name))
            await self.put(session, event.community_id, channel, message)

    async def put(
        self, session: AsyncSession, community_id: str, channel: Channel, message: Message
    ) -> None:
        """Has the message sent once the transaction is committed. Idempotent by its id."""
        plain = json.dumps([message.address, message.text]).encode()
        row = VisitNotice(
            id=message.id,
            community_id=community_id,
            kind=message.kind,
            channel=channel,
            sealed=self._ring.seal(plain, f"notice/{message.id}"),
            expire_time=now() + timedelta(hours=self._settings.notice_hours),
        )
        await session.merge(row)

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            with patient("visitor notices"):
                await self.send_due()
            await asyncio.sleep(self._settings.notice_interval)

    async def send_due(self) -> None:
        async with self._db.read() as session:
            rows = await store.due_notices(session, now(), BATCH)
        for row in rows:
            address, text = json.loads(self._ring.unseal(row.sealed, f"notice/{row.id}"))
            try:
                await self._senders[row.channel].send(Message(row.id, row.kind, address, text))
            except NotSent as error:
                log.warning("notice not sent", extra={"notice": row.id, "why": str(error)})
                await self._later(row.id)
            else:
                await self._done(row.id)

    async def _later(self, id_: str) -> None:
        async with self._db.write() as session:
            if row := await session.get(VisitNotice, id_):
                pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**row.tries)
                row.tries, row.next_time = row.tries + 1, now() + timedelta(seconds=pause)
                session.add(row)

    async def _done(self, id_: str) -> None:
        async with self._db.write() as session:
            if row := await session.get(VisitNotice, id_):
                await session.delete(row)
