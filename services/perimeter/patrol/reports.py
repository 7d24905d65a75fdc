"""Findings, the handover to the next shift, and the month in numbers."""

from datetime import UTC, datetime, timedelta

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession
from kit.errors import FailedPrecondition
from kit.hours import SHANGHAI
from kit.tables import now
from services.perimeter import store as perimeter_store
from services.perimeter.inputs import ReasonIn
from services.perimeter.patrol import store
from services.perimeter.patrol.inputs import (
    AnswerIn,
    FindingIn,
    FindingQuery,
    HandoverQuery,
    MonthQuery,
)
from services.perimeter.patrol.models import (
    Finding,
    FindingState,
    FindingView,
    HandoverView,
    PointState,
    ReportView,
    Round,
    RoundView,
)

_SHIFT = 12  # hours


class Reports:
    async def create_finding(
        self, session: AsyncSession, who: Principal, body: FindingIn
    ) -> FindingView:
        who.within(body.community_id)
        if body.round_id:
            await perimeter_store.get(session, who, Round, body.round_id, "round")
        row = Finding(
            community_id=body.community_id,
            round_id=body.round_id,
            checkpoint_id=body.checkpoint_id,
            text=body.text,
            author=who.subject,
        )
        if body.image:
            row.picture = picture_key(row.community_id, row.id)
        session.add(row)
        return finding_view(row)

    async def looked(self, session: AsyncSession, who: Principal, body: ReasonIn) -> Finding:
        """The finding whose picture is looked at; there may be people in it (R71)."""
        row = await perimeter_store.get(session, who, Finding, body.id, "finding")
        audit.record(session, who, "finding.viewed", row.id, row.community_id, body.reason)
        return row

    async def close_finding(
        self, session: AsyncSession, who: Principal, body: AnswerIn
    ) -> FindingView:
        row = await perimeter_store.get(session, who, Finding, body.id, "finding")
        if row.state is FindingState.CLOSED:
            raise FailedPrecondition("FINDING_CLOSED", "the finding is closed already")
        row.state, row.closed_by = FindingState.CLOSED, who.subject
        row.close_time, row.answer = now(), body.answer
        session.add(row)
        return finding_view(row)

    async def list_findings(
        self, session: AsyncSession, who: Principal, ask: FindingQuery
    ) -> tuple[list[FindingView], str]:
        rows, token = await store.list_findings(session, who, ask)
        return [finding_view(row) for row in rows], token

    async def handover(
        self, session: AsyncSession, who: Principal, ask: HandoverQuery
    ) -> HandoverView:
        who.within(ask.community_id)
        at = now()
        start = at - timedelta(hours=ask.hours or _SHIFT)
        every, nobodys = await perimeter_store.open_counts(session, ask.community_id)
        running = await store.running_rounds(session, ask.community_id)
        findings = await store.open_findings(session, ask.community_id)
        return HandoverView(
            report=await report(session, ask.community_id, start, at),
            open_rounds=[RoundView.model_validate(each) for each in running],
            open_findings=[finding_view(each) for each in findings],
            open_alarms=every,
            unacknowledged_alarms=nobodys,
        )

    async def month(self, session: AsyncSession, who: Principal, ask: MonthQuery) -> ReportView:
        who.within(ask.community_id)
        return await report(session, ask.community_id, *month_of(ask.month or _this_month()))


def picture_key(community_id: str, finding_id: str) -> str:
    return f"findings/{community_id}/{finding_id}.jpg"


def month_of(text: str) -> tuple[datetime, datetime]:
    """Beginning and end of the month in Asia/Shanghai, as UTC."""
    year, month = map(int, text.split("-"))
    begin = datetime(year, month, 1, tzinfo=SHANGHAI)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=SHANGHAI)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _this_month() -> str:
    return now().astimezone(SHANGHAI).strftime("%Y-%m")


async def report(
    session: AsyncSession, community_id: str, start: datetime, end: datetime
) -> ReportView:
    rounds, points = await store.point_counts(session, community_id, start, end)
    findings, closed = await store.finding_counts(session, community_id, start, end)
    return ReportView(
        community_id=community_id,
        start_time=start,
        end_time=end,
        rounds=rounds,
        planned=sum(points.values()),
        done=points.get(PointState.DONE, 0),
        late=points.get(PointState.LATE, 0),
        missed=points.get(PointState.MISSED, 0),
        due=points.get(PointState.DUE, 0),
        findings=findings,
        findings_closed=closed,
    )


def finding_view(row: Finding) -> FindingView:
    made = FindingView.model_validate(row)
    made.has_picture = bool(row.picture)
    return made
