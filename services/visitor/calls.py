"""Calls from a kiosk: whom they ring, in which order, and how they end.

All that a call is lies in its row, so that it rings on after a restart of the service.
"""

from datetime import datetime, timedelta

from kit import audit
from kit.auth import Principal, missing
from kit.db import AsyncSession, emit
from kit.errors import FailedPrecondition, PermissionDenied, ResourceExhausted
from kit.hours import SHANGHAI, OpeningHours
from kit.tables import new_id, now
from services.visitor import store
from services.visitor.codes import Lockout
from services.visitor.events import call_changed
from services.visitor.hosts import Hosts
from services.visitor.inputs import CallIn, ContactsIn, PageQuery
from services.visitor.models import (
    CallState,
    CallView,
    ContactsView,
    PassView,
    Tier,
    Visit,
    VisitCall,
    VisitContacts,
)
from services.visitor.service import Visits
from services.visitor.settings import VisitorSettings
from services.visitor.store import KIOSK, RESIDENT

APPROVED, REFUSED, HUNG_UP = "APPROVED", "REFUSED", "HUNG_UP"
NOBODY, TIME_UP, REPLACED = "NOBODY", "TIME_UP", "REPLACED"
DESK = {"property_manager", "district_admin"}
ORDER = list(Tier)
NO_HOUSE = "none"


class Calls:
    def __init__(self, visits: Visits, hosts: Hosts, settings: VisitorSettings) -> None:
        self._visits = visits
        self._hosts = hosts
        self._settings = settings
        self._pace = Lockout(settings.kiosk_calls, settings.kiosk_seconds)
        self._rings = {
            Tier.HOST: settings.ring_host,
            Tier.CONTACT: settings.ring_contact,
            Tier.DESK: settings.ring_desk,
            Tier.GUARD: settings.ring_guard,
        }

    async def house(self, who: Principal, body: CallIn) -> str:
        """The house that is meant, or nothing. Call it before the transaction."""
        who.within(body.community_id)
        if body.emergency or not body.building:
            return ""
        return await self._hosts.house(body.community_id, body.building, body.unit, body.number)

    async def place(
        self, session: AsyncSession, who: Principal, body: CallIn, house_id: str
    ) -> VisitCall:
        """Rings at once. A house that does not exist rings as long as one where nobody answers,
        so that doors cannot be tried out. A kiosk has one call: a new one ends the former."""
        self._check_place(who, body)
        await self._check_visit(session, body, house_id)
        for former in await store.open_calls(session, kiosk_id=who.subject):
            self._set(session, former, CallState.ENDED, REPLACED)
        row = VisitCall(
            community_id=body.community_id,
            access_point_id=body.access_point_id,
            kiosk_id=who.subject,
            house_id=house_id,
            visit_id=body.visit_id,
            emergency=body.emergency,
            tier=Tier.HOST,
            deadline=now(),
            expire_time=now() + timedelta(days=self._settings.retention_days),
        )
        emit(session, call_changed(row, CallState.PLACED))
        first = Tier.GUARD if body.emergency else self._desk(now())
        self._ring(session, row, Tier.HOST if body.building and not body.emergency else first)
        return row

    def _check_place(self, who: Principal, body: CallIn) -> None:
        """A kiosk calls from its own gate, and not so often that all doors could be tried; an
        emergency always goes through."""
        if who.access_point_id and who.access_point_id != body.access_point_id:
            text = "a kiosk calls from its own access point alone"
            raise PermissionDenied("OTHER_ACCESS_POINT", text, field="access_point_id")
        if body.emergency:
            return
        if wait := self._pace.take(who.subject, new_id()):
            text = "too many calls from this kiosk"
            raise ResourceExhausted("CALLS_TOO_OFTEN", text, retry_after=wait)

    async def _check_visit(self, session: AsyncSession, body: CallIn, house_id: str) -> None:
        """Whoever answers can approve the visit: it is one to the house that is called."""
        if not body.visit_id:
            return
        visit = await session.get(Visit, body.visit_id)
        if visit is None or visit.community_id != body.community_id:
            raise missing("visit")
        if body.building and visit.house_id != house_id:
            raise missing("visit")

    def _desk(self, at: datetime) -> Tier:
        """The desk while it is staffed, else the guards."""
        hours = OpeningHours(start=self._settings.desk_start, end=self._settings.desk_end)
        return Tier.DESK if hours.covers(at.astimezone(SHANGHAI)) else Tier.GUARD

    def _ring(self, session: AsyncSession, row: VisitCall, tier: Tier) -> None:
        row.tier = tier
        row.deadline = now() + timedelta(seconds=self._rings[tier])
        self._set(session, row, CallState.RINGING, "")

    def _set(self, session: AsyncSession, row: VisitCall, state: CallState, reason: str) -> None:
        row.state, row.reason = state, reason
        session.add(row)
        emit(session, call_changed(row, state))

    async def answerers(self, session: AsyncSession, row: VisitCall) -> set[str]:
        """Subjects that a call to a house rings for; desk and guards go by their role."""
        if row.tier is Tier.HOST:
            # Also asked for a door that does not exist: the kiosk's answer takes as long.
            return await self._hosts.who_live(row.community_id, row.house_id or NO_HOUSE)
        if row.tier is Tier.CONTACT:
            contacts = await session.get(VisitContacts, row.house_id)
            return set(contacts.subject_ids) if contacts else set()
        return set()

    def rings_for(self, row: VisitCall, who: Principal, subjects: set[str]) -> bool:
        if not who.sees(row.community_id):
            return False
        if row.tier is Tier.DESK:
            return who.role in DESK
        if row.tier is Tier.GUARD:
            return who.role in DESK | {"guard"}
        return who.role == RESIDENT and who.subject in subjects

    async def _mine(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        """A call that rings for the caller, or that they answered. Raises NotFound."""
        row = await session.get(VisitCall, key, with_for_update=True)
        if row is None or not who.sees(row.community_id):
            raise missing("call")
        if row.answered_by == who.subject:
            return row
        if not self.rings_for(row, who, await self.answerers(session, row)):
            raise missing("call")
        return row

    async def answer(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        """The first one has it: to others the call is answered. Raises FailedPrecondition."""
        row = await self._mine(session, who, key)
        self._need(row, CallState.RINGING)
        row.answered_by = who.subject
        row.deadline = now() + timedelta(seconds=self._settings.talk_seconds)
        self._set(session, row, CallState.ANSWERED, "")
        audit.record(session, who, "call.answer", f"call/{row.id}", row.community_id)
        return row

    def _need(self, row: VisitCall, *states: CallState) -> None:
        if row.state not in states:
            text = f"the call is {row.state}"
            raise FailedPrecondition("CALL_STATE", text, state=row.state)

    async def hand_on(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        row = await self._mine(session, who, key)
        self._need(row, CallState.RINGING, CallState.ANSWERED)
        row.answered_by = ""
        await self._next(session, row)
        return row

    async def _next(self, session: AsyncSession, row: VisitCall) -> None:
        """Rings the ones after the present ones; with nobody left the call is missed. An
        emergency rings on."""
        if row.emergency:
            return self._ring(session, row, Tier.GUARD)
        for tier in ORDER[ORDER.index(row.tier) + 1 :]:
            if tier is Tier.CONTACT and not await session.get(VisitContacts, row.house_id):
                continue
            if tier is Tier.DESK and self._desk(now()) is not Tier.DESK:
                continue
            return self._ring(session, row, tier)
        return self._set(session, row, CallState.MISSED, NOBODY)

    async def approve(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        """Lets in once: the visit that the call is about, or one for this gate alone."""
        row = await self._mine(session, who, key)
        self._need(row, CallState.ANSWERED)
        row.visit_id = await self._visits.let_in(
            session, who, row.visit_id, row.community_id, row.house_id, row.access_point_id
        )
        self._set(session, row, CallState.ENDED, APPROVED)
        return row

    async def refuse(
        self, session: AsyncSession, who: Principal, key: str, reason: str
    ) -> VisitCall:
        row = await self._mine(session, who, key)
        self._need(row, CallState.RINGING, CallState.ANSWERED)
        audit.record(session, who, "call.refuse", f"call/{row.id}", row.community_id, reason)
        self._set(session, row, CallState.ENDED, REFUSED)
        return row

    async def end(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        """From either side; repeating it changes nothing."""
        row = await self._member(session, who, key)
        if row.state in store.OPEN_CALLS:
            self._set(session, row, CallState.ENDED, HUNG_UP)
        return row

    async def _member(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        row = await session.get(VisitCall, key, with_for_update=True)
        if row and who.role == KIOSK and row.kiosk_id == who.subject:
            return row
        return await self._mine(session, who, key)

    async def join(self, session: AsyncSession, who: Principal, key: str) -> VisitCall:
        """Raises FailedPrecondition where there is nothing to join."""
        row = await self._member(session, who, key)
        self._need(row, *store.OPEN_CALLS)
        return row

    async def get(
        self, session: AsyncSession, who: Principal, key: str
    ) -> tuple[CallView, PassView | None]:
        row = await self._member(session, who, key)
        shown = None
        if who.role == KIOSK and row.reason == APPROVED:
            visit = await session.get(Visit, row.visit_id)
            shown = await self._visits.passes.show(session, visit) if visit else None
        return view(row, who), shown

    async def list_calls(
        self, session: AsyncSession, who: Principal, ask: PageQuery
    ) -> tuple[list[CallView], str]:
        """To kiosks and residents no list."""
        if who.role in (KIOSK, RESIDENT):
            return [], ""
        rows, token = await store.list_calls(session, who, ask)
        return [view(row, who) for row in rows], token

    async def put_contacts(
        self, session: AsyncSession, who: Principal, body: ContactsIn
    ) -> ContactsView:
        row = VisitContacts(
            house_id=body.house_id,
            community_id=body.community_id,
            subject_ids=list(dict.fromkeys(body.subject_ids)),
            expire_time=now() + timedelta(days=self._settings.choice_days),
        )
        await session.merge(row)
        audit.record(session, who, "contacts.put", f"house/{row.house_id}", row.community_id)
        return ContactsView.model_validate(row)

    async def check_house(self, who: Principal, community_id: str, house_id: str) -> None:
        """Raises NotFound unless the house stands there, and a resident lives in it."""
        who.within(community_id)
        host_id = who.subject if who.role == RESIDENT else ""
        await self._hosts.check(community_id, house_id, host_id)

    async def sweep(self, session: AsyncSession, at: datetime, limit: int) -> list[VisitCall]:
        """Goes on with calls whose time is up; returns them."""
        rows = list(await store.due_calls(session, at, limit))
        for row in rows:
            if row.state is CallState.ANSWERED:
                self._set(session, row, CallState.ENDED, TIME_UP)
            else:
                await self._next(session, row)
        return rows


def view(row: VisitCall, who: Principal) -> CallView:
    shown = CallView.model_validate(row)
    if who.role == KIOSK:
        hidden = {"tier": None, "house_id": "", "answered_by": "", "deadline": row.create_time}
        shown = shown.model_copy(update=hidden)
    return shown
