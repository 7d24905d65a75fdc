"""What the service keeps of a resident: to see, to take along (R48), and how they are told."""

import json
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database
from services.visitor import persons, store
from services.visitor.hosts import Hosts
from services.visitor.inputs import ChoiceIn
from services.visitor.models import CallState, Channel, VisitChoice, VisitContacts, VisitView
from services.visitor.notices import Notices
from services.visitor.pages.frame import Frame, Note
from services.visitor.pages.session import Signed
from services.visitor.service import Visits


class CallLine(BaseModel):
    time: datetime
    state: CallState
    reason: str


class HostData(BaseModel):
    """All that is kept: visits to somebody, calls that they answered, their choice of notices
    with its address, and how many contacts their houses have."""

    visits: list[VisitView]
    calls: list[CallLine]
    channel: Channel
    address: str
    contacts: int


class DataPages:
    def __init__(
        self, db: Database, visits: Visits, hosts: Hosts, notices: Notices, frame: Frame
    ) -> None:
        self._db = db
        self._visits = visits
        self._hosts = hosts
        self._notices = notices
        self._frame = frame

    async def _kept(self, who: Principal) -> HostData:
        houses = [
            house
            for community in sorted(who.scope or ())
            for house in await self._hosts.houses_of(community, who.subject)
        ]
        async with self._db.write() as session:
            visits = [
                persons.view(self._visits.ring, row, await store.history(session, row.id))
                for community in sorted(who.scope or ())
                for row in await store.of_host(session, community, who.subject)
            ]
            audit.record(session, who, "host.own", f"host/{who.subject}", min(who.scope or {""}))
            channel, address = await self._choice(session, who)
            contacts = [await session.get(VisitContacts, house) for house in houses]
            calls = await store.answered_by(session, who.subject)
        return HostData(
            visits=visits,
            calls=[CallLine(time=c.create_time, state=c.state, reason=c.reason) for c in calls],
            channel=channel,
            address=address,
            contacts=sum(len(each.subject_ids) for each in contacts if each),
        )

    async def _choice(self, session: AsyncSession, who: Principal) -> tuple[Channel, str]:
        choice = await session.get(VisitChoice, who.subject)
        if choice is None:
            return Channel.LOG, ""
        sealed = self._visits.ring.unseal(choice.sealed, f"choice/{who.subject}")
        return choice.channel, sealed.decode()

    async def page(
        self, request: Request, signed: Signed, note: Note | None = None, status: int = 200
    ) -> HTMLResponse:
        return self._frame.render(
            request,
            "data",
            status,
            signed=signed,
            kept=await self._kept(signed.who),
            channels=list(Channel),
            note=note,
        )

    async def copy(self, who: Principal) -> str:
        kept: dict[str, Any] = (await self._kept(who)).model_dump(mode="json")
        return json.dumps(kept, ensure_ascii=False, indent=1)

    async def choose(self, who: Principal, channel: str, address: str) -> None:
        """Raises ValidationError for a channel that needs an address and has none."""
        (community,) = sorted(who.scope or ("",))[:1]
        mail = address.strip() if channel == Channel.SMTP else ""
        body = ChoiceIn(community_id=community, channel=Channel(channel), address=mail)
        async with self._db.write() as session:
            await self._notices.choose(session, who, body)
