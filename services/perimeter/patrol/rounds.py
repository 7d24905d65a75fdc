"""Rounds as they are walked: check-ins on line and later, points that are late, points missed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.tables import now
from services.perimeter import store as perimeter_store
from services.perimeter.alarms import Alarms, Report
from services.perimeter.events import round_changed
from services.perimeter.models import Severity, Source
from services.perimeter.patrol import store
from services.perimeter.patrol.codes import PREFIX, Codes
from services.perimeter.patrol.inputs import CheckInIn, GuardsIn, RoundQuery, VisitIn, check_tag
from services.perimeter.patrol.models import (
    CheckIn,
    CheckInView,
    PointState,
    PointView,
    Refusal,
    Round,
    RoundPoint,
    RoundState,
    RoundView,
)
from services.perimeter.patrol.planning import plan
from services.perimeter.patrol.routes import Routes
from services.perimeter.settings import PerimeterSettings

_LATE = timedelta(hours=2)  # after its window a point may still be reached late


class Rounds:
    def __init__(
        self, routes: Routes, codes: Codes, alarms: Alarms, settings: PerimeterSettings
    ) -> None:
        self._routes = routes
        self._codes = codes
        self._alarms = alarms
        self._settings = settings

    async def get(self, session: AsyncSession, who: Principal, key: str) -> RoundView:
        row = await perimeter_store.get(session, who, Round, key, "round")
        return await view(session, row)

    async def list_rounds(
        self, session: AsyncSession, who: Principal, ask: RoundQuery
    ) -> tuple[list[RoundView], str]:
        rows, token = await store.list_rounds(session, who, ask)
        return [RoundView.model_validate(row) for row in rows], token

    async def assign(self, session: AsyncSession, who: Principal, body: GuardsIn) -> RoundView:
        row = await perimeter_store.get(session, who, Round, body.id, "round")
        row.assigned = list(dict.fromkeys(body.guards))
        session.add(row)
        return await view(session, row)

    async def check_in(
        self, session: AsyncSession, who: Principal, body: CheckInIn
    ) -> list[CheckInView]:
        """One result each, in their order; what came before gets its first result again.

        What was walked offline counts by the device's clock, so later uploads may come in any
        order: they are taken in the order in which they were walked.
        """
        who.within(body.community_id)
        at = now()
        order = sorted(range(len(body.items)), key=lambda i: body.items[i].device_time or at)
        results: dict[int, CheckInView] = {}
        for i in order:
            row = await self._one(session, who.subject, body.community_id, body.items[i], at)
            results[i] = CheckInView.model_validate(row)
        return [results[i] for i in range(len(body.items))]

    async def _one(
        self, session: AsyncSession, guard: str, community_id: str, visit: VisitIn, at: datetime
    ) -> CheckIn:
        known = await store.known_check_in(session, community_id, guard, visit.key)
        if known:
            return known
        told = visit.device_time or at
        skew = abs((at - told).total_seconds())
        # A clock that is off by more is no clock: on line, the server's counts.
        offline = visit.offline and skew <= self._settings.upload_hours * 3600 and told <= at
        when = told if offline or skew <= self._settings.skew_seconds else at
        row = CheckIn(
            community_id=community_id,
            guard=guard,
            key=visit.key,
            device_time=told,
            server_time=at,
            offline=visit.offline,
        )
        session.add(row)
        row.checkpoint_id, refusal = await self._place(session, community_id, visit, when)
        if visit.offline and not offline:
            refusal = refusal or Refusal.OUTSIDE_THE_WINDOW
        row.refusal = refusal or await self._count(session, row, when)
        await session.flush()
        return row

    async def _place(
        self, session: AsyncSession, community_id: str, visit: VisitIn, when: datetime
    ) -> tuple[str, str]:
        """The checkpoint, and why it does not count."""
        if visit.tag.startswith(f"{PREFIX}."):
            read = self._codes.read(visit.tag)
            point = await store.by_tag(session, community_id, f"qr:{read[0]}") if read else None
            if read is None or point is None:
                return "", Refusal.UNKNOWN_TAG
            fresh = self._codes.fresh(read[1], when.timestamp())
            return point.id, "" if fresh else Refusal.CODE_EXPIRED
        try:
            tag = check_tag(visit.tag)
        except ValueError:
            return "", Refusal.UNKNOWN_TAG
        digest = self._routes.tag_digest(community_id, tag)
        point = await store.by_tag(session, community_id, digest) if tag else None
        return (point.id, "") if point else ("", Refusal.UNKNOWN_TAG)

    async def _count(self, session: AsyncSession, row: CheckIn, when: datetime) -> str:
        """Counts the visit for the round that it fits best; returns why it fits none."""
        found = await store.candidates(
            session, row.community_id, row.checkpoint_id, when - _LATE, when
        )
        refusal = Refusal.NOT_ON_A_ROUND
        for patrol, point in sorted(found, key=lambda each: _rank(each[1], when, row.guard)):
            points = await store.points_of(session, patrol.id)
            why = _refused(patrol, point, points, row.guard, when)
            if why is None:
                self._visit(session, patrol, point, points, row, when)
                return ""
            refusal = why
        return refusal

    def _visit(
        self,
        session: AsyncSession,
        patrol: Round,
        point: RoundPoint,
        points: Sequence[RoundPoint],
        row: CheckIn,
        when: datetime,
    ) -> None:
        row.round_id = patrol.id
        visit = {
            "guard": row.guard,
            "device_time": row.device_time.isoformat(),
            "server_time": row.server_time.isoformat(),
            "offline": row.offline,
            "when": when.isoformat(),
        }
        point.visits = [*point.visits, visit]
        session.add(point)
        if patrol.state is RoundState.PLANNED:
            patrol.state = RoundState.RUNNING
            emit(session, round_changed(patrol, "started", when))
        if len({each["guard"] for each in point.visits}) >= patrol.guards:
            last = max(datetime.fromisoformat(each["when"]) for each in point.visits)
            late = last > point.due_to
            point.state = PointState.LATE if late else PointState.DONE
            if late:
                emit(session, round_changed(patrol, "late", when, point))
        _settle(session, patrol, points)

    async def sweep(self, session: AsyncSession, at: datetime, limit: int) -> int:
        """Raises an alarm for each point that nobody came to in time, while the round still runs;
        returns how many."""
        rows = await store.overdue_points(session, at, limit)
        for patrol, point in rows:
            point.state = PointState.MISSED
            session.add(point)
            emit(session, round_changed(patrol, "missed", at, point))
            report = Report(
                community_id=patrol.community_id,
                source=Source.PATROL,
                kind="patrol_missed",
                severity=Severity.WARNING,
                event_time=point.due_to,
                merges={"source": Source.PATROL, "reference": patrol.id},
                lasting=True,
                places={"reference": patrol.id},
            )
            await self._alarms.report(session, report)
            _settle(session, patrol, await store.points_of(session, patrol.id))
        return len(rows)

    async def plan(self, session: AsyncSession, at: datetime) -> None:
        for route in await store.routes(session, enabled=True):
            await plan(session, route, at, self._settings.tolerance_minutes)


def _rank(point: RoundPoint, when: datetime, guard: str) -> tuple[bool, bool, float]:
    """Points that want this guard first, then those whose window it is, then the nearest."""
    been = any(each["guard"] == guard for each in point.visits)
    middle = point.due_from + (point.due_to - point.due_from) / 2
    within = point.due_from <= when <= point.due_to
    return been, not within, abs((when - middle).total_seconds())


def _refused(
    patrol: Round, point: RoundPoint, points: Sequence[RoundPoint], guard: str, when: datetime
) -> Refusal | None:
    if when < point.due_from or when > point.due_to + _LATE:
        return Refusal.OUTSIDE_THE_WINDOW
    if patrol.assigned and guard not in patrol.assigned:
        return Refusal.NOT_ASSIGNED
    if any(each["guard"] == guard for each in point.visits):
        return Refusal.NOT_ON_A_ROUND  # this guard was here already
    if patrol.ordered:
        later = [each for each in points if each.place > point.place and each.visits]
        if any(each["guard"] == guard for other in later for each in other.visits):
            return Refusal.OUT_OF_ORDER
    return None


def _settle(session: AsyncSession, patrol: Round, points: Sequence[RoundPoint]) -> None:
    """The round's state follows from its points, whatever the order of what came in."""
    states = {each.state for each in points}
    if PointState.DUE in states:
        if patrol.state is not RoundState.PLANNED:
            patrol.state = RoundState.RUNNING
    else:
        before = patrol.state
        patrol.state = (
            RoundState.MISSED
            if PointState.MISSED in states
            else RoundState.LATE
            if PointState.LATE in states
            else RoundState.DONE
        )
        if before in store.UNDER_WAY:
            emit(session, round_changed(patrol, "ended", now()))
    session.add(patrol)


async def view(session: AsyncSession, row: Round) -> RoundView:
    made = RoundView.model_validate(row)
    made.points = [
        PointView.model_validate(each) for each in await store.points_of(session, row.id)
    ]
    return made
