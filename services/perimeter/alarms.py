"""Alarms: one incident each, owned by somebody, with a clock that runs until it is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import NotFound
from kit.tables import now
from services.perimeter import records, store
from services.perimeter.events import alarm_changed
from services.perimeter.inputs import AlarmQuery, AssignIn, CloseIn, RecordQuery, StatisticsQuery
from services.perimeter.life import Act, step
from services.perimeter.models import (
    Alarm,
    AlarmRecord,
    AlarmState,
    AlarmView,
    RecordView,
    Severity,
    Source,
    StatisticsView,
)
from services.perimeter.settings import PerimeterSettings

_RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.CRITICAL: 2}
_MOST_RULES = 3000  # rows of rule, kind and state


@dataclass(frozen=True)
class Report:
    """What somebody saw. `merges` holds the values by which it joins an incident that is open."""

    community_id: str
    source: Source
    kind: str
    severity: Severity
    event_time: datetime
    merges: dict[str, Any] = field(default_factory=dict)
    lasting: bool = False  # joins however long ago the incident began
    places: dict[str, Any] = field(default_factory=dict)
    rule_id: str = ""
    box: tuple[float, ...] = ()
    actor: str = "anju"


class Alarms:
    def __init__(self, settings: PerimeterSettings) -> None:
        self._settings = settings

    async def report(self, session: AsyncSession, report: Report) -> tuple[Alarm, bool]:
        """The incident, and whether it is a new one."""
        if report.merges:
            known = await self._incident(session, report)
            if known:
                await self._again(session, known, report)
                return known, False
        row = Alarm(
            community_id=report.community_id,
            source=report.source,
            kind=report.kind,
            severity=report.severity,
            kinds=[report.kind],
            rule_id=report.rule_id,
            rule_ids=[report.rule_id] if report.rule_id else [],
            box=list(report.box),
            event_time=report.event_time,
            last_time=report.event_time,
            due_time=now() + self._patience(report.severity),
            **report.places,
        )
        session.add(row)
        await session.flush()
        detail = {"kind": row.kind, "source": row.source, "severity": row.severity}
        await records.append(session, row.community_id, row.id, report.actor, "raised", detail)
        emit(session, alarm_changed(row, "raised"))
        return row, True

    async def _incident(self, session: AsyncSession, report: Report) -> Alarm | None:
        span = timedelta(seconds=self._settings.merge_seconds)
        since = report.event_time - (timedelta(days=3650) if report.lasting else span)
        return await store.open_incident(session, report.community_id, since, **report.merges)

    async def _again(self, session: AsyncSession, row: Alarm, report: Report) -> None:
        row.count += 1
        row.last_time = max(row.last_time, report.event_time)
        fresh = report.kind not in row.kinds
        if fresh:
            row.kinds = [*row.kinds, report.kind]
        if report.rule_id and report.rule_id not in row.rule_ids:
            row.rule_ids = [*row.rule_ids, report.rule_id]
        worse = _RANK[report.severity] > _RANK[row.severity]
        if worse:
            row.severity = report.severity
            if row.state is AlarmState.RAISED:
                soon = now() + self._patience(row.severity)
                row.due_time = min(row.due_time, soon) if row.due_time else soon
            emit(session, alarm_changed(row, "escalated"))
        if worse or fresh:
            detail = {"kind": report.kind, "severity": row.severity}
            await records.append(
                session, row.community_id, row.id, report.actor, "repeated", detail
            )
        session.add(row)

    def _patience(self, severity: Severity) -> timedelta:
        limits = self._settings
        seconds = {
            Severity.CRITICAL: limits.critical_seconds,
            Severity.WARNING: limits.warning_seconds,
            Severity.INFO: limits.info_seconds,
        }
        return timedelta(seconds=seconds[severity])

    async def get(self, session: AsyncSession, who: Principal, key: str) -> Alarm:
        return await store.get(session, who, Alarm, key, "alarm")

    async def list_alarms(
        self, session: AsyncSession, who: Principal, ask: AlarmQuery
    ) -> tuple[list[AlarmView], str]:
        rows, token = await store.list_alarms(session, who, ask)
        return [view(row) for row in rows], token

    async def acknowledge(self, session: AsyncSession, who: Principal, key: str) -> AlarmView:
        """Safe to repeat by its owner."""
        row = await self.get(session, who, key)
        if row.state is AlarmState.ACKNOWLEDGED and row.owner == who.subject:
            return view(row)
        return await self._own(session, who, row, Act.ACKNOWLEDGE, who.subject)

    async def assign(self, session: AsyncSession, who: Principal, body: AssignIn) -> AlarmView:
        row = await self.get(session, who, body.id)
        return await self._own(session, who, row, Act.ASSIGN, body.owner)

    async def _own(
        self, session: AsyncSession, who: Principal, row: Alarm, act: Act, owner: str
    ) -> AlarmView:
        row.state = step(row.state, act)
        row.owner, row.due_time = owner, None
        row.acknowledge_time = row.acknowledge_time or now()
        what = "acknowledged" if act is Act.ACKNOWLEDGE else "assigned"
        return await self._changed(session, who, row, what, {"owner": owner}, "acknowledged")

    async def close(self, session: AsyncSession, who: Principal, body: CloseIn) -> AlarmView:
        row = await self.get(session, who, body.id)
        row.state = step(row.state, Act.DISMISS if body.dismissed else Act.RESOLVE)
        row.note, row.close_time, row.due_time = body.note, now(), None
        return await self._changed(session, who, row, row.state, {"note": body.note}, row.state)

    async def _changed(
        self,
        session: AsyncSession,
        who: Principal,
        row: Alarm,
        what: str,
        detail: dict[str, Any],
        published: str,
    ) -> AlarmView:
        session.add(row)
        await records.append(session, row.community_id, row.id, who.subject, what, detail)
        emit(session, alarm_changed(row, published))
        return view(row)

    async def over(self, session: AsyncSession, note: str, **values: Any) -> None:
        """Resolves alarms of a state that has ended by itself, such as a camera that sees again;
        one that somebody owns is left to them."""
        row = await store.open_alarm_of(session, state=AlarmState.RAISED, **values)
        if row is None:
            return
        row.state, row.close_time, row.note, row.due_time = AlarmState.RESOLVED, now(), note, None
        session.add(row)
        await records.append(session, row.community_id, row.id, "anju", "resolved", {"note": note})
        emit(session, alarm_changed(row, "resolved"))

    async def escalate(self, session: AsyncSession, at: datetime, limit: int) -> int:
        """Tells the next level of alarms that nobody took over in time; returns how many."""
        rows = await store.overdue(session, at, limit)
        for row in rows:
            row.level += 1
            last = row.level >= self._settings.levels
            row.due_time = None if last else at + self._patience(row.severity)
            session.add(row)
            await records.append(
                session, row.community_id, row.id, "anju", "escalated", {"level": row.level}
            )
            emit(session, alarm_changed(row, "escalated"))
        return len(rows)

    async def looked(
        self, session: AsyncSession, who: Principal, key: str, what: str, reason: str
    ) -> Alarm:
        """The alarm whose picture or clip is looked at, recorded twice: in the call register and
        in the chain (R71, R73)."""
        row = await self.get(session, who, key)
        audit.record(session, who, f"alarm.{what}", row.id, row.community_id, reason)
        await records.append(
            session, row.community_id, row.id, who.subject, what, {"reason": reason}
        )
        return row

    async def statistics(
        self, session: AsyncSession, who: Principal, ask: StatisticsQuery
    ) -> list[StatisticsView]:
        """The least precise rule first; those without a verdict last."""
        who.within(ask.community_id)
        since = ask.start_time or now() - timedelta(days=30)
        counts: dict[tuple[str, str], dict[AlarmState, int]] = {}
        for rule, kind, state, count in await store.verdicts(
            session, ask.community_id, since, _MOST_RULES
        ):
            counts.setdefault((rule, kind), {})[AlarmState(state)] = count
        found = [_precision(rule, kind, each) for (rule, kind), each in counts.items()]
        return sorted(found, key=lambda s: (s.precision is None, s.precision or 0.0, s.rule_id))

    async def records(
        self, session: AsyncSession, who: Principal, ask: RecordQuery
    ) -> tuple[list[RecordView], str]:
        who.within(ask.community_id)
        rows, token = await store.list_records(session, who, ask)
        return [RecordView.model_validate(row) for row in rows], token


def _precision(rule: str, kind: str, counts: dict[AlarmState, int]) -> StatisticsView:
    right, false = counts.get(AlarmState.RESOLVED, 0), counts.get(AlarmState.DISMISSED, 0)
    return StatisticsView(
        rule_id=rule,
        kind=kind,
        alarms=sum(counts.values()),
        resolved=right,
        dismissed=false,
        precision=right / (right + false) if right + false else None,
    )


def view(row: Alarm) -> AlarmView:
    made = AlarmView.model_validate(row)
    made.has_picture, made.has_clip = bool(row.picture), bool(row.clip)
    return made


async def anchor_of(session: AsyncSession, community_id: str) -> AlarmRecord:
    row = await store.last_record(session, community_id)
    if row is None:
        raise NotFound("RECORDS_NOT_FOUND", "the community has no alarm records")
    return row
