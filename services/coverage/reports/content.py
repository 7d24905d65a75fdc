"""What a report says, before it has a form: gathered once, from the snapshots of one day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession
from services.coverage import store
from services.coverage.anomalies import AnomalyView
from services.coverage.assessment import CardView
from services.coverage.clock import end_of, moment
from services.coverage.forecast import ForecastView
from services.coverage.inputs import ForecastQuery, TrendQuery
from services.coverage.measures import COLUMNS, KEYS
from services.coverage.models import Community, Snapshot
from services.coverage.planning import GoalView, Planning, SumView, sums
from services.coverage.reading import Figures
from services.coverage.views import RollupView

STATES = {
    "networked": "已建成联网",
    "covered": "已建成",
    "building": "建设中",
    "surveyed": "已勘察",
    "none": "未开始",
}
TREND_DAYS = 364
EARLIEST = date(2000, 1, 1)  # no day of the programme lies before


class Line(BaseModel):
    """One community on the day."""

    community_id: str
    code: str
    name: str
    town: str
    town_code: str
    kind: str
    enclosure: str
    group: str
    builder: str
    money: str
    longitude: float | None
    latitude: float | None
    state: str
    profile: str
    revision: int
    figures: dict[str, int]


class Content(BaseModel):
    """`as_of` is the day's end: the same facts make the same report whenever it is made."""

    title: str
    day: date
    as_of: datetime
    plan: str
    rows: list[RollupView]
    goals: list[GoalView]
    sums: list[SumView]
    lines: list[Line]
    cards: list[CardView]
    forecast: ForecastView
    anomalies: list[AnomalyView]
    trend: list[RollupView]


class Gatherer:
    def __init__(self, figures: Figures, planning: Planning) -> None:
        self._figures = figures
        self._planning = planning

    async def gather(self, session: AsyncSession, who: Principal, day: date | None) -> Content:
        """Needs the whole district. Raises NotFound SNAPSHOT_NOT_FOUND."""
        who.district()
        found = await self._figures.day(session, day, final=True)
        plan = await self._planning.current(session, found)
        names = await self._figures.names(session, found)
        summary = await self._figures.summary(session, who, found)
        _, cards = await self._figures.assessment(session, who, found)
        _, odd = await self._figures.anomalies(session, who, found)
        first = max(found - timedelta(days=TREND_DAYS), EARLIEST)
        span = TrendQuery(first_day=first, last_day=found)
        places = {row.id: row for row in await store.every(session, Community)}
        rows = await store.snapshots_of(session, who, found)
        lines = [_line(row, places[row.community_id], names, plan.money) for row in rows]
        return Content(
            title="智慧安防小区建设覆盖情况",
            day=found,
            as_of=moment(end_of(found)),
            plan=plan.name,
            rows=summary.rows,
            goals=summary.goals,
            sums=sums(plan),
            lines=sorted(lines, key=lambda line: (line.town_code, line.code)),
            cards=cards,
            forecast=await self._figures.forecast(session, who, ForecastQuery(day=found)),
            anomalies=odd,
            trend=(await self._figures.trend(session, who, span))[::-7][::-1],
        )


def _line(row: Snapshot, place: Community, names: dict[str, str], money: dict[str, str]) -> Line:
    return Line(
        community_id=row.community_id,
        code=place.code,
        name=place.display_name,
        town=names.get(row.town_code, row.town_code),
        town_code=row.town_code,
        kind=row.kind,
        enclosure=row.enclosure,
        group=names.get(row.grouping, row.grouping),
        builder=place.builder,
        money=place.money or money.get(row.enclosure, ""),
        longitude=place.longitude,
        latitude=place.latitude,
        state=state_of(row),
        profile=row.profile,
        revision=row.revision,
        figures={name: getattr(row, name) for name in COLUMNS},
    )


def state_of(row: Snapshot) -> str:
    if row.networked_n:
        return "networked"
    if row.covered_n:
        return "covered"
    if row.built_n:
        return "building"
    return "surveyed" if row.built_d else "none"


def district(content: Content) -> RollupView:
    return next(row for row in content.rows if row.level == "district")


def level(content: Content, name: str) -> Sequence[RollupView]:
    return [row for row in content.rows if row.level == name]


def value(row: RollupView, key: str) -> tuple[int, int]:
    figure = row.figures[KEYS.index(key)]
    return figure.numerator, figure.denominator


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"
