"""The programme: a district's plan, its own arithmetic, and who builds what for whose money."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession
from services.coverage import facts, store
from services.coverage.clock import end_of, start_of
from services.coverage.inputs import AssignmentIn, PlanIn
from services.coverage.models import Community, Snapshot
from services.coverage.rules import Plan, Rules, Target


class SumView(BaseModel):
    year: int
    groups: str
    communities: int
    built: int
    networked: int
    of_groups: int


class GoalView(BaseModel):
    year: int
    groups: str
    measure: str
    needed: int
    reached: int
    communities: int


def needed(communities: int, share: float | None) -> int:
    """Whole communities, rounded up; 0.6 means six tenths and not the float beside it."""
    return math.ceil(Fraction(str(share or 0)) * communities)


def label(target: Target) -> str:
    name = "+".join(target.groups)
    return f"{name}/{target.enclosure}" if target.enclosure else name


def sums(plan: Plan) -> list[SumView]:
    """What each year's targets come to by the plan's own counts. A target of an enclosure has no
    count of its own in the plan: its communities are 0 here."""
    sizes = {group.key: group.communities for group in plan.groups}
    found = []
    for target in plan.targets:
        keys = target.groups or list(sizes)
        size = 0 if target.enclosure else sum(sizes[key] for key in keys)
        found.append(
            SumView(
                year=target.year,
                groups=label(target),
                communities=size,
                built=needed(size, target.built),
                networked=needed(size, target.networked),
                of_groups=_of_groups(plan, target, sizes),
            )
        )
    return found


def _of_groups(plan: Plan, overall: Target, sizes: Mapping[str, int]) -> int:
    """What the groups' own targets of that year or, where a group has none, of the year before
    that has one come to; 0 unless every group has one."""
    if overall.groups:
        return 0
    total = 0
    seen: set[str] = set()
    for target in sorted(plan.targets, key=lambda t: -t.year):
        fresh = set(target.groups) - seen
        if target.year > overall.year or target.enclosure or not fresh:
            continue
        if fresh == set(target.groups):
            total += needed(sum(sizes[key] for key in target.groups), target.built)
        seen |= fresh
    return total if seen == set(sizes) else 0


@dataclass(frozen=True)
class Standing:
    """One community on a day, as goals count it."""

    grouping: str
    enclosure: str
    covered: bool
    networked: bool


def standing(row: Snapshot) -> Standing:
    return Standing(row.grouping, row.enclosure, bool(row.covered_n), bool(row.networked_n))


def goals(plan: Plan, day: date, communities: Sequence[Standing]) -> list[GoalView]:
    """The targets of the day's year against the communities that there are."""
    found = []
    for target in plan.targets:
        if target.year != day.year:
            continue
        fits = [
            c
            for c in communities
            if (not target.groups or c.grouping in target.groups)
            and target.enclosure in ("", c.enclosure)
        ]
        for measure, share in (("built", target.built), ("networked", target.networked)):
            if share is None:
                continue
            reached = sum(c.covered if measure == "built" else c.networked for c in fits)
            found.append(
                GoalView(
                    year=target.year,
                    groups=label(target),
                    measure=measure,
                    needed=needed(len(fits), share),
                    reached=reached,
                    communities=len(fits),
                )
            )
    return found


class Planning:
    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    async def put(self, session: AsyncSession, who: Principal, body: PlanIn) -> Plan:
        who.district()
        plan = Plan.model_validate(body.model_dump())
        data = {"plan": plan.model_dump(mode="json")}
        await facts.record(session, "plan", "", start_of(plan.valid_from), data, who)
        return plan

    async def current(self, session: AsyncSession, day: date) -> Plan:
        """The plan in force that day; the shipped one where none was put."""
        rows = [f for f in await store.facts(session, "", "plan") if f.at < end_of(day)]
        if not rows:
            return self._rules.plan
        return Plan.model_validate(max(rows, key=lambda f: (f.at, f.id)).data["plan"])

    async def assign(self, session: AsyncSession, who: Principal, body: AssignmentIn) -> Community:
        row = await store.community(session, who, body.community_id)
        row.builder, row.money = body.builder, body.money
        session.add(row)
        return row

    async def money_of(self, session: AsyncSession, row: Community, day: date) -> str:
        return row.money or (await self.current(session, day)).money_of(row.enclosure)
