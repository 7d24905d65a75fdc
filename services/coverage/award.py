"""Awards for results (R92): computed line by line from accepted positions, uptime and compliance.

Enrolled faces and captured pictures cannot be an input: the inputs are the three fields of
`AwardInputs`, and nothing else reaches the formula.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import AlreadyExists, FailedPrecondition, PermissionDenied
from services.coverage import events, store
from services.coverage.clock import day_of, end_of
from services.coverage.folding import Site
from services.coverage.inputs import AwardIn
from services.coverage.models import Award, AwardState, Filing, Snapshot
from services.coverage.planning import Planning
from services.coverage.rules import AwardFormula, Rules
from services.coverage.service import Coverage

WITH_AWARD = "property_with_award"
APPROVALS = 2
NAMES = {
    "filings_on_time": "公安备案按期完成",
    "storage_days_kept": "录像保存天数达标",
    "clocks_right": "时钟准确",
}


class AwardInputs(BaseModel):
    """All that an award follows from. `accepted` counts required positions by what they capture
    first; times are ms of devices; compliance names what holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    accepted: dict[str, int]
    online_ms: int
    service_ms: int
    compliance: dict[str, bool]


class LineView(BaseModel):
    text: str
    formula: str
    value: str


class SheetView(BaseModel):
    community_id: str
    first_day: date
    last_day: date
    formula: str
    fen: int
    lines: list[LineView]
    sha256: str


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02} 元"


def derive(formula: AwardFormula, inputs: AwardInputs) -> tuple[int, list[LineView]]:
    """Fen, and each step with its numbers put in; a fen that is not whole is not paid."""
    lines, base = _positions(formula, inputs.accepted)
    share, line = _uptime(formula, inputs)
    lines.append(line)
    lost = Fraction(0)
    for name, part in formula.compliance.model_dump().items():
        holds = inputs.compliance.get(name, False)
        lost += 0 if holds else Fraction(str(part))
        text = "达标，不扣" if holds else f"未达标，扣 {part:.0%}"
        lines.append(LineView(text=NAMES[name], formula="是否达标", value=text))
    kept = max(Fraction(0), 1 - lost)
    fen = int(base * share * kept)
    lines.append(
        LineView(
            text="应奖金额",
            formula=f"{yuan(base)} × {float(share):.0%} × {float(kept):.0%}",
            value=yuan(fen),
        )
    )
    return fen, lines


def _positions(formula: AwardFormula, accepted: Mapping[str, int]) -> tuple[list[LineView], int]:
    lines, base = [], 0
    for capture, count in sorted(accepted.items()):
        each = formula.position_fen.get(capture, 0)
        base += each * count
        lines.append(
            LineView(
                text=f"已验收部位（{capture}）",
                formula=f"{count} 个 × {yuan(each)}",
                value=yuan(each * count),
            )
        )
    lines.append(LineView(text="部位合计", formula="以上各项之和", value=yuan(base)))
    return lines, base


def _uptime(formula: AwardFormula, inputs: AwardInputs) -> tuple[Fraction, LineView]:
    up = Fraction(inputs.online_ms, inputs.service_ms) if inputs.service_ms else Fraction(0)
    steps = sorted(formula.uptime_steps, key=lambda step: -step.least)
    step = next((s for s in steps if up >= Fraction(str(s.least))), None)
    share = Fraction(str(step.share)) if step else Fraction(0)
    reached = f"≥ {step.least:.0%}" if step else "未达最低档"
    text = f"{inputs.online_ms} ÷ {inputs.service_ms} 毫秒 = {float(up):.4%}，{reached}"
    line = LineView(
        text=f"在线率（{formula.months} 个月）", formula=text, value=f"{float(share):.0%}"
    )
    return share, line


def months_between(first: date, last: date) -> int:
    """Whole months from the first day to the day after the last."""
    after = date.fromordinal(last.toordinal() + 1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return months - (after.day < first.day)


def inputs_of(
    site: Site, days: Sequence[Snapshot], filings: Sequence[Filing], last: date
) -> AwardInputs:
    """From the point plan, the final days of the span, and the filings as of its end."""
    end = end_of(last)
    accepted: dict[str, int] = {}
    for name, point in site.points(end - 1).items():
        if point.required and site.accepted.get(name, end) < end:
            accepted[point.captures[0]] = accepted.get(point.captures[0], 0) + 1
    newest = days[-1]
    return AwardInputs(
        accepted=accepted,
        online_ms=sum(day.online_n for day in days),
        service_ms=sum(day.online_d for day in days),
        compliance={
            "filings_on_time": all(_on_time(filing, last) for filing in filings),
            "storage_days_kept": 0 < newest.storage_d == newest.storage_n,
            "clocks_right": 0 < newest.clock_d == newest.clock_n,
        },
    )


def _on_time(filing: Filing, last: date) -> bool:
    if filing.file_time is None:
        return day_of(filing.due_time) > last
    return filing.file_time <= filing.due_time


class Awards:
    def __init__(self, rules: Rules, coverage: Coverage, planning: Planning) -> None:
        self._rules = rules
        self._coverage = coverage
        self._planning = planning

    async def preview(self, session: AsyncSession, who: Principal, body: AwardIn) -> SheetView:
        community = await store.community(session, who, body.community_id)
        formula = self._rules.award
        money = await self._planning.money_of(session, community, body.last_day)
        if money != WITH_AWARD:
            raise FailedPrecondition(
                "NO_AWARD_FOR_MONEY",
                f"the money comes from {money or 'nobody named'}: awards are for {WITH_AWARD}",
                remedy="assign who pays for the community, if the plan is wrong about it",
            )
        if months_between(body.first_day, body.last_day) != formula.months:
            raise FailedPrecondition(
                "AWARD_SPAN", f"an award covers {formula.months} whole months", field="last_day"
            )
        days = await store.community_snapshots(
            session, body.community_id, body.first_day, body.last_day
        )
        if len(days) != (body.last_day - body.first_day).days + 1 or days[-1].revision == 0:
            raise FailedPrecondition("DAYS_NOT_FINAL", "not all of these days are final yet")
        site = await self._coverage.site(session, body.community_id)
        filings = await store.filings_of(session, body.community_id)
        fen, lines = derive(formula, inputs_of(site, days, filings, body.last_day))
        return sheet(body, formula.version, fen, lines)

    async def freeze(
        self, session: AsyncSession, who: Principal, body: AwardIn
    ) -> tuple[Award, SheetView]:
        made = await self.preview(session, who, body)
        other = await store.awards_over(session, body.community_id, body.first_day, body.last_day)
        if other:
            raise AlreadyExists(
                "AWARD_EXISTS", "an award covers some of these days", award_id=other.id
            )
        values = made.model_dump(include={"community_id", "first_day", "last_day", "fen"})
        row = Award(
            **values,
            formula=made.formula,
            lines=[line.model_dump() for line in made.lines],
            sha256=made.sha256,
            state=AwardState.FROZEN,
            actor=who.subject,
        )
        session.add(row)
        emit(session, events.award_changed(row))
        return row, made

    async def approve(self, session: AsyncSession, who: Principal, id_: str) -> Award:
        row = await store.get(session, who, Award, id_, "award")
        if who.subject == row.actor:
            raise PermissionDenied("OWN_AWARD", "whoever froze an award cannot approve it")
        if who.subject in row.approvers:
            return row
        if row.state is AwardState.APPROVED:
            raise FailedPrecondition("AWARD_APPROVED", "two people have approved it already")
        row.approvers = [*row.approvers, who.subject]
        if len(row.approvers) == APPROVALS:
            row.state = AwardState.APPROVED
            emit(session, events.award_changed(row))
        session.add(row)
        return row


def sheet(body: AwardIn, version: str, fen: int, lines: list[LineView]) -> SheetView:
    values = {
        "community_id": body.community_id,
        "first_day": body.first_day.isoformat(),
        "last_day": body.last_day.isoformat(),
        "formula": version,
        "fen": fen,
        "lines": [line.model_dump() for line in lines],
    }
    content = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return SheetView.model_validate(values | {"sha256": digest})


def sheet_of(row: Award) -> SheetView:
    return SheetView.model_validate(row, from_attributes=True)
