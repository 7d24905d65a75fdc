"""Visits: who may bring them in, decide over them and end them, and what follows from each."""

from datetime import datetime, timedelta

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    PermissionDenied,
    ResourceExhausted,
)
from kit.secrets import Keyring
from kit.tables import now
from services.visitor import persons, store
from services.visitor.events import visit_changed
from services.visitor.hosts import Hosts
from services.visitor.inputs import AskIn, EndIn, VisitIn, VisitQuery
from services.visitor.life import FINAL, OPENING, Act, step
from services.visitor.models import (
    Direction,
    GrantedView,
    PassView,
    Source,
    State,
    Visit,
    VisitChange,
    VisitEntry,
    VisitPass,
    VisitPermit,
    VisitView,
)
from services.visitor.passes import Passes
from services.visitor.settings import VisitorSettings
from services.visitor.store import RESIDENT

STRANGER = "访客"  # who was let in by voice gave no name
CLOCK = Principal("clock", "clock", None)
BARRIER = Principal("barrier", "gate", None)


class Visits:
    def __init__(
        self, ring: Keyring, passes: Passes, hosts: Hosts, settings: VisitorSettings
    ) -> None:
        self.ring = ring
        self.passes = passes
        self._hosts = hosts
        self._settings = settings

    async def check_host(self, who: Principal, body: VisitIn | AskIn) -> None:
        """Call it before the transaction: it asks the resident service.

        Raises NotFound HOST_NOT_FOUND, and PermissionDenied for a resident's call for others.
        """
        who.within(body.community_id)
        host_id = body.host_id
        if who.role == RESIDENT:
            if host_id not in ("", who.subject) or not body.house_id:
                raise PermissionDenied("OTHER_HOST", "residents invite to their own house alone")
            host_id = who.subject
        if body.house_id:
            await self._hosts.check(body.community_id, body.house_id, host_id)

    async def create(self, session: AsyncSession, who: Principal, body: VisitIn) -> GrantedView:
        """Invited by a resident, or registered by the property; `check_host` comes before."""
        mine = who.role == RESIDENT
        row = self._visit(body, Source.RESIDENT if mine else Source.PROPERTY)
        row.valid_from = body.valid_from or now()
        row.hours = [span.model_dump() for span in body.hours]
        row.host_id = who.subject if mine else body.host_id
        row.entries = body.people if body.entries is None else body.entries
        row.code_once = body.code_once
        await self._begin(session, who, row, State.INVITED, body.phone)
        if mine and self._settings.approval == "property":
            return GrantedView(visit=persons.view(self.ring, row))
        return await self._grant(session, who, row, "")

    async def ask(self, session: AsyncSession, who: Principal, body: AskIn) -> VisitView:
        row = self._visit(body, Source.LINK if body.by_link else Source.KIOSK)
        row.entries = body.people
        await self._begin(session, who, row, State.REQUESTED, body.phone)
        return persons.view(self.ring, row)

    def _visit(self, body: VisitIn | AskIn, source: Source) -> Visit:
        at = now()
        row = Visit(
            community_id=body.community_id,
            house_id=body.house_id,
            host_id=body.host_id,
            source=source,
            purpose=body.purpose,
            state=State.INVITED,
            sealed=b"",
            phone_digest=persons.phone_digest(self.ring, body.community_id, body.phone),
            people=body.people,
            valid_from=at,
            valid_to=body.valid_to,
            route=list(dict.fromkeys(body.route)),
            expire_time=body.valid_to + timedelta(days=self._settings.retention_days),
        )
        person = persons.Person(body.name, body.phone, body.plate)
        row.sealed = persons.seal(self.ring, row.id, person)
        return row

    async def _begin(
        self, session: AsyncSession, who: Principal, row: Visit, state: State, phone: str
    ) -> None:
        self._check_window(row)
        await self._check_limits(session, row)
        if phone:
            await self._check_phone(session, row)
        row.state = state
        self._note(session, who, row, None, "")
        audit.record(session, who, "visit.create", f"visit/{row.id}", row.community_id)

    def _check_window(self, row: Visit) -> None:
        at, longest = now(), timedelta(days=self._settings.window_days)
        if row.valid_to <= max(at, row.valid_from):
            raise InvalidArgument("WINDOW_OVER", "the window is over", field="valid_to")
        if row.valid_to - row.valid_from > longest:
            days = self._settings.window_days
            text = f"a visit is at most {days} days long"
            raise InvalidArgument("WINDOW_TOO_LONG", text, field="valid_to", days=days)
        if row.valid_from - at > timedelta(days=self._settings.ahead_days):
            days = self._settings.ahead_days
            text = f"a visit begins within {days} days"
            raise InvalidArgument("TOO_FAR_AHEAD", text, field="valid_from", days=days)

    async def _check_limits(self, session: AsyncSession, row: Visit) -> None:
        if not row.house_id:
            return
        standing = await store.standing_of_house(session, row.community_id, row.house_id)
        if standing >= self._settings.house_limit:
            raise ResourceExhausted(
                "HOUSE_LIMIT",
                "this house expects too many visits",
                limit=self._settings.house_limit,
            )

    async def _check_phone(self, session: AsyncSession, row: Visit) -> None:
        await self._check_block(session, row)
        others = await store.standing_of_phone(session, row.community_id, row.phone_digest)
        for other in others:
            same = other.house_id == row.house_id
            if same and other.valid_from < row.valid_to and row.valid_from < other.valid_to:
                text = "this visitor is expected there at that time already"
                raise AlreadyExists("VISIT_OVERLAPS", text, field="valid_from", visit_id=other.id)
        if len(others) >= self._settings.phone_limit:
            raise ResourceExhausted(
                "PHONE_LIMIT",
                "too many visits with this phone",
                limit=self._settings.phone_limit,
            )

    async def approve(
        self, session: AsyncSession, who: Principal, key: str, reason: str
    ) -> GrantedView:
        row = await store.locked(session, who, key)
        if row.state is State.INVITED and who.role == RESIDENT:
            raise PermissionDenied("PROPERTY_APPROVES", "the property approves this invitation")
        if row.valid_to <= now():
            raise FailedPrecondition("WINDOW_OVER", "the window is over", state=row.state)
        if row.phone_digest:
            await self._check_block(session, row)
        return await self._grant(session, who, row, reason)

    async def _check_block(self, session: AsyncSession, row: Visit) -> None:
        if await store.block_of(session, row.community_id, row.phone_digest, now()):
            raise FailedPrecondition("VISITOR_BLOCKED", "visits with this phone are not accepted")

    async def _grant(
        self, session: AsyncSession, who: Principal, row: Visit, reason: str
    ) -> GrantedView:
        await self._move(session, who, row, Act.APPROVE, reason)
        if persons.unseal(self.ring, row).plate:
            session.add(VisitPermit(visit_id=row.id))
        issued = await self.passes.issue(session, row)
        visit = persons.view(self.ring, row)
        return GrantedView(visit=visit, pass_=self.passes.view(row, issued))

    async def let_in(
        self,
        session: AsyncSession,
        who: Principal,
        visit_id: str,
        community_id: str,
        house_id: str,
        gate: str,
    ) -> str:
        """Approves the visit, or without one makes one that lets one person in at the gate, soon.
        Whether the caller may is known already. Returns its id."""
        row = await session.get(Visit, visit_id, with_for_update=True) if visit_id else None
        if row is None:
            ends = now() + timedelta(seconds=self._settings.let_in_seconds)
            body = AskIn(
                community_id=community_id,
                house_id=house_id,
                name=STRANGER,
                valid_to=ends,
                route=[gate],
            )
            row = self._visit(body, Source.KIOSK)
            await self._begin(session, who, row, State.REQUESTED, "")
        elif row.phone_digest:
            await self._check_block(session, row)
        await self._grant(session, who, row, "call")
        return row.id

    async def end(self, session: AsyncSession, who: Principal, body: EndIn, act: Act) -> VisitView:
        """Rejects, cancels or ends it by hand; its pass is void once this is committed."""
        row = await store.locked(session, who, body.id)
        await self._move(session, who, row, act, body.reason)
        await self.passes.revoke(session, row)
        return persons.view(self.ring, row)

    async def _move(
        self, session: AsyncSession, who: Principal, row: Visit, act: Act, reason: str
    ) -> None:
        before, row.state = row.state, step(row.state, act)
        if row.state in FINAL:
            row.inside, row.overdue = 0, False
            row.expire_time = now() + timedelta(days=self._settings.retention_days)
            await session.exec(store.permits_end([row.id]))
        self._note(session, who, row, before, reason)

    def _note(
        self, session: AsyncSession, who: Principal, row: Visit, before: State | None, reason: str
    ) -> None:
        session.add(row)
        session.add(
            VisitChange(
                visit_id=row.id,
                source_state=before,
                target_state=row.state,
                actor=who.subject,
                role=who.role,
                reason=reason,
            )
        )
        emit(session, visit_changed(row, before, who.subject))

    async def drive(
        self, session: AsyncSession, key: str, way: Direction, passage_id: str, place: str
    ) -> None:
        """Counts a car that the visit's permit let through, as a gate counts who walks: also over
        the number of entries, as it happened. Idempotent by the passage."""
        row = await store.locked(session, BARRIER, key)
        entering = way is Direction.IN
        known = await session.get(VisitEntry, passage_id)
        if known or row.state not in OPENING or not (entering or row.inside):
            return
        row.used, row.inside = row.used + entering, row.inside + (1 if entering else -1)
        session.add(row)
        session.add(
            VisitEntry(
                id=passage_id,
                visit_id=row.id,
                fingerprint=passage_id,
                number=row.used if entering else row.inside - row.used,
                access_point_id=place,
                direction=way,
                time=now(),
            )
        )
        if entering and row.state is not State.ARRIVED:
            await self._move(session, BARRIER, row, Act.ENTER, "")
        if row.inside == 0 and 0 < row.entries <= row.used:
            await self._move(session, BARRIER, row, Act.DEPART, "")
            await self.passes.revoke(session, row)

    async def reissue(
        self, session: AsyncSession, who: Principal, key: str, reason: str
    ) -> PassView:
        """Raises FailedPrecondition NO_PASS where none opens."""
        row = await store.locked(session, who, key)
        if row.state in FINAL or not row.pass_id:
            raise FailedPrecondition("NO_PASS", "this visit has no pass", state=row.state)
        audit.record(session, who, "pass.reissue", f"visit/{row.id}", row.community_id, reason)
        await self.passes.revoke(session, row)
        issued: VisitPass = await self.passes.issue(session, row)
        return self.passes.view(row, issued)

    async def show_pass(self, session: AsyncSession, who: Principal, key: str) -> PassView:
        row = await store.get(session, who, Visit, key, "visit")
        audit.record(session, who, "pass.show", f"visit/{key}", row.community_id)
        return await self.passes.show(session, row)

    async def get(self, session: AsyncSession, who: Principal, key: str) -> VisitView:
        row = await store.get(session, who, Visit, key, "visit")
        audit.record(session, who, "visit.read", f"visit/{key}", row.community_id)
        return persons.view(self.ring, row, await store.history(session, key))

    async def reveal(
        self, session: AsyncSession, who: Principal, key: str, reason: str
    ) -> VisitView:
        row = await store.get(session, who, Visit, key, "visit")
        audit.record(session, who, "visit.reveal", f"visit/{key}", row.community_id, reason)
        history = await store.history(session, key)
        return persons.view(self.ring, row, history, reveal=True)

    async def list_visits(
        self, session: AsyncSession, who: Principal, ask: VisitQuery
    ) -> tuple[list[VisitView], str]:
        """A look-up by phone says of whom it is, so each visit found is recorded."""
        digest = persons.phone_digest(self.ring, ask.community_id, ask.phone)
        rows, token = await store.list_visits(session, who, ask, digest)
        if digest:
            for row in rows:
                audit.record(
                    session, who, "visit.lookup", f"visit/{row.id}", row.community_id, ask.reason
                )
        elif rows:
            place = ask.community_id or "*"
            audit.record(session, who, "visit.list", f"community/{place}", ask.community_id)
        return [persons.view(self.ring, row) for row in rows], token

    async def sweep(self, session: AsyncSession, at: datetime, limit: int) -> int:
        """Ends what the clock ended; who is still inside is overdue, and free to leave."""
        rows = await store.lapsed(session, at, limit)
        for row in rows:
            if row.inside > 0:
                row.overdue = True
                session.add(row)
                emit(session, visit_changed(row, row.state, CLOCK.subject, "overdue"))
            else:
                await self._move(session, CLOCK, row, Act.LAPSE, "")
        return len(rows)
