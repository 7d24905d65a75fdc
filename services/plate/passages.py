"""Passages of cars at barriers, and how many are inside: reports in, occupancy out."""

import uuid
from dataclasses import replace
from datetime import timedelta

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import InvalidArgument
from kit.tables import now
from services.plate import grammar, reasons, store
from services.plate.barrier import Fact, Standing, applied, dump, load, merge, standing
from services.plate.events import occupancy_set, passage_changed
from services.plate.inputs import CorrectionIn, DecidedIn, OccupancyIn, PassageQuery, ReportIn
from services.plate.models import (
    CarPark,
    Direction,
    FactView,
    Lane,
    OccupancyView,
    Passage,
    PassageView,
    Phase,
)
from services.plate.service import mask, which_way

NAMESPACE = uuid.UUID("6f0b9a4e-2f5b-5d57-9c6a-4b1d9a4f7c21")
ABANDON_BATCH = 100


def passage_id(access_point_id: str, key: str) -> str:
    """One id for what a device calls `key`, whichever report of it comes first."""
    return str(uuid.uuid5(NAMESPACE, f"{access_point_id}/{key}"))


class Passages:
    """Changes passages and car parks. `memory.apply` the car park once it is committed.
    `holder_hours` is how far back property roles see by which permit a car came."""

    def __init__(self, holder_hours: float) -> None:
        self._window = timedelta(hours=holder_hours)

    async def report(
        self, session: AsyncSession, lane: Lane, body: ReportIn, phase: Phase
    ) -> tuple[Passage, CarPark]:
        """Takes a report, in any order and any number of times."""
        at = min(body.time or now(), now())
        fact = Fact(phase, at, which_way(lane, body.direction))
        row = await self._row(session, lane, body.key, fact)
        if isinstance(body, DecidedIn) and merge(load(row.facts), fact)[phase] is fact:
            _decided(row, body)
        return row, await self._take(session, row, fact)

    async def _row(self, session: AsyncSession, lane: Lane, key: str, fact: Fact) -> Passage:
        id_ = passage_id(lane.access_point_id, key)
        row = await session.get(Passage, id_, with_for_update=True)
        return row or Passage(
            id=id_,
            key=key,
            community_id=lane.community_id,
            access_point_id=lane.access_point_id,
            car_park=lane.car_park,
            phase=fact.phase,
            direction=fact.direction,
        )

    async def _take(self, session: AsyncSession, row: Passage, fact: Fact) -> CarPark:
        """Adds the fact, and to the car park what it changes: nothing when it is repeated."""
        before = load(row.facts)
        after = merge(before, fact)
        park = await store.car_park(session, row.community_id, row.car_park)
        was = standing(before) if before else None
        stands = standing(after)
        change = applied(stands, park.set_time) - applied(was, park.set_time)
        park.balance += change
        row.facts = dump(after)
        row.phase, row.direction = stands.phase, stands.direction
        row.counted = stands.counted
        session.add_all([row, park])
        if what := _news(was, stands, fact):
            emit(session, passage_changed(row, what, max(0, park.balance)))
        return park

    async def correct(
        self, session: AsyncSession, who: Principal, body: CorrectionIn
    ) -> tuple[Passage, CarPark]:
        row = await store.get(session, who, Passage, body.id, "passage")
        fact = _corrected(row, body)
        audit.record(
            session, who, "passage.correct", f"passage/{row.id}", row.community_id, body.reason
        )
        if body.plate:
            row.plate = body.plate
        return row, await self._take(session, row, fact)

    async def abandon(self, session: AsyncSession, seconds: float) -> int:
        """Ends passages that nothing was heard of in time; returns how many."""
        at = now()
        idle = await store.idle(session, at - timedelta(seconds=seconds), ABANDON_BATCH)
        for row in idle:
            await self._take(session, row, Fact(Phase.ABANDONED, at, row.direction))
        return len(idle)

    async def set_occupancy(
        self, session: AsyncSession, who: Principal, body: OccupancyIn
    ) -> CarPark:
        """Cars that moved until now are in the count: later reports of them change nothing."""
        who.within(body.community_id)
        if body.occupied is None and body.capacity is None:
            raise InvalidArgument(
                "FIELD_INVALID", "occupied or capacity is needed", field="occupied"
            )
        park = await store.car_park(session, body.community_id, body.car_park)
        if body.occupied is not None:
            park.balance, park.set_time = body.occupied, now()
        if body.capacity is not None:
            park.capacity = body.capacity
        session.add(park)
        key = f"car_park/{body.community_id}/{body.car_park}"
        audit.record(session, who, "occupancy.set", key, body.community_id, body.reason)
        emit(session, occupancy_set(park))
        return park

    async def occupancy(
        self, session: AsyncSession, who: Principal, community_id: str, name: str
    ) -> OccupancyView:
        who.within(community_id)
        row = await session.get(CarPark, (community_id, name or "main"))
        return view_park(row or CarPark(community_id=community_id, name=name or "main"))

    async def get(self, session: AsyncSession, who: Principal, key: str) -> PassageView:
        row = await store.get(session, who, Passage, key, "passage")
        audit.record(session, who, "passage.read", f"passage/{key}", row.community_id)
        return self._seen(who, row)

    async def reveal(
        self, session: AsyncSession, who: Principal, key: str, reason: str
    ) -> PassageView:
        row = await store.get(session, who, Passage, key, "passage")
        audit.record(session, who, "passage.reveal", f"passage/{key}", row.community_id, reason)
        return view(row, reveal=True)

    async def passages(
        self, session: AsyncSession, who: Principal, ask: PassageQuery
    ) -> tuple[list[PassageView], str]:
        rows, token = await store.list_passages(session, who, ask)
        if rows:
            place = f"community/{ask.community_id or '*'}"
            audit.record(session, who, "passage.list", place, ask.community_id)
        return [self._seen(who, row) for row in rows], token

    def _seen(self, who: Principal, row: Passage) -> PassageView:
        """No history of movements for property roles (R22)."""
        seen = view(row)
        if who.scope is not None and row.create_time < now() - self._window:
            seen.permit_id = seen.pass_id = ""
        return seen


def _corrected(row: Passage, body: CorrectionIn) -> Fact:
    """A correction of the plate alone leaves the count, and an earlier correction of it, alone."""
    before = load(row.facts).get(Phase.CORRECTED)
    passed, direction = body.passed, body.direction or row.direction
    if passed is None:
        if body.direction or not body.plate:
            raise InvalidArgument(
                "FIELD_INVALID",
                "nothing says whether the car passed",
                field="passed",
                remedy="send passed too; the plate alone may be corrected without",
            )
        passed, direction = (before.passed, before.direction) if before else (None, direction)
    return Fact(Phase.CORRECTED, now(), direction, passed)


def _decided(row: Passage, body: DecidedIn) -> None:
    """Who opens by hand or by card after a plate was refused takes nothing away of the plate."""
    plate = grammar.normalise(body.plate)[:16]
    if plate or not row.plate:
        row.known = bool(body.permit_id) and body.reason != reasons.DENIED_NEAR
        row.permit_id = body.permit_id
        if not row.plate or Phase.CORRECTED not in load(row.facts):
            row.plate = plate
    row.opened = body.opened
    row.outcome, row.reason = str(body.outcome or row.outcome), body.reason
    row.subject_id = body.subject_id or row.subject_id
    row.pass_id = body.pass_id


def _news(was: Standing | None, stands: Standing, fact: Fact) -> str:
    """What to publish of a report; nothing when it says again, or later, what was known."""
    if fact.phase is Phase.CORRECTED:
        return "corrected"
    if was and replace(was, time=None) == replace(stands, time=None):
        return ""
    if stands.phase is Phase.PASSED:
        return "entered" if stands.direction is Direction.IN else "left"
    return "reversed" if stands.phase is Phase.REVERSED else ""


def view(row: Passage, reveal: bool = False) -> PassageView:
    history = sorted(load(row.facts).values(), key=lambda fact: fact.time)
    seen = PassageView.model_validate(row)
    seen.plate = row.plate if reveal else mask(row.plate)
    seen.history = [FactView(phase=fact.phase, time=fact.time) for fact in history]
    return seen


def view_park(row: CarPark) -> OccupancyView:
    occupied = max(0, row.balance)
    return OccupancyView(
        community_id=row.community_id,
        car_park=row.name,
        capacity=row.capacity,
        occupied=occupied,
        free=max(0, row.capacity - occupied) if row.capacity else None,
        drifted=row.balance < 0,
        set_time=row.set_time,
    )
