"""The figures in the forms in which they are asked for; nobody sees beyond their communities."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np
import sqlalchemy as sa

from kit.auth import Principal
from kit.db import AsyncSession
from kit.errors import NotFound
from kit.tables import now
from services.coverage import store
from services.coverage.anomalies import AnomalyView, anomalies
from services.coverage.assessment import CardView, cards
from services.coverage.clock import day_of, end_of, moment, ms, start_of
from services.coverage.folding import Site
from services.coverage.forecast import WEEKS, ForecastView, forecast
from services.coverage.inputs import DeviceQuery, ForecastQuery, PointQuery, TrendQuery
from services.coverage.measures import COLUMNS, expected
from services.coverage.models import Level, Rollup, Snapshot
from services.coverage.planning import Planning, Standing, goals, standing
from services.coverage.rules import Rules
from services.coverage.service import Coverage
from services.coverage.snapshots import LEVELS
from services.coverage.timeline import ONLINE, Turns
from services.coverage.trial import moments_of
from services.coverage.views import (
    KINDS,
    DeviceFigureView,
    PointView,
    RollupView,
    SummaryView,
    point_view,
    rollup_view,
)

REMEMBERED = 16  # summaries; one is some 20 rows
ORDER = {level.value: at for at, level in enumerate(LEVELS)}


class Figures:
    def __init__(self, rules: Rules, coverage: Coverage, planning: Planning) -> None:
        self._rules = rules
        self._coverage = coverage
        self._planning = planning
        self._known: OrderedDict[date, tuple[tuple[str, str], SummaryView]] = OrderedDict()

    async def names(self, session: AsyncSession, day: date) -> dict[str, str]:
        """What the keys of roll-ups are called."""
        plan = await self._planning.current(session, day)
        groups = {group.key: group.name for group in plan.groups}
        return {"": "全区"} | KINDS | groups | await store.towns(session)

    async def day(self, session: AsyncSession, day: date | None, final: bool) -> date:
        """The day that was asked for, or the last one there is. Raises NotFound."""
        today = day_of(now())
        found = await store.last_day(session, day or today - timedelta(days=1 if final else 0))
        if found is None or (day and found != day):
            raise NotFound("SNAPSHOT_NOT_FOUND", "there is no snapshot of that day")
        return found

    async def summary(self, session: AsyncSession, who: Principal, day: date | None) -> SummaryView:
        if who.scope is not None:
            return await self._summary(session, who, await self.day(session, day, final=False))
        found = day or await self.day(session, day, final=False)
        stamp = await store.stamp(session, found)
        known = self._known.get(found)
        if known and known[0] == stamp:
            return known[1]
        if not stamp[0]:
            found = await self.day(session, day, final=False)  # says that there is none
        made = await self._summary(session, who, found)
        self._known[found] = stamp, made
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return made

    async def _summary(self, session: AsyncSession, who: Principal, found: date) -> SummaryView:
        names = await self.names(session, found)
        plan = await self._planning.current(session, found)
        if who.scope is None:
            rows: Sequence[Rollup] = await store.rollups(session, found)
            communities = await _standings(session, found)
        else:
            own = await store.snapshots_of(session, who, found)
            rows, communities = added(own), [standing(row) for row in own]
        ordered = sorted(rows, key=lambda row: (ORDER[row.level], row.key))
        return SummaryView(
            day=found,
            rows=[rollup_view(row, names) for row in ordered],
            goals=goals(plan, found, communities),
        )

    async def trend(
        self, session: AsyncSession, who: Principal, ask: TrendQuery
    ) -> list[RollupView]:
        who.district()
        rows = await store.trend(session, ask.first_day, ask.last_day, ask.level, ask.key)
        names = await self.names(session, ask.last_day)
        return [rollup_view(row, names) for row in rows]

    async def forecast(
        self, session: AsyncSession, who: Principal, ask: ForecastQuery
    ) -> ForecastView:
        who.district()
        day = await self.day(session, ask.day, final=True)
        first = day - timedelta(weeks=WEEKS)
        rows = await store.trend(session, first, day, Level.DISTRICT, "")
        n, d = f"{ask.measure}_n", f"{ask.measure}_d"
        shares = [(r.day, getattr(r, n) / getattr(r, d)) for r in rows if getattr(r, d)]
        plan = await self._planning.current(session, day)
        wanted = "networked" if ask.measure == "networked" else "built"
        targets = [
            getattr(t, wanted) or 0.0 for t in plan.targets if t.year == day.year and not t.groups
        ]
        return forecast(ask.measure, day, shares, max(targets, default=0.0))

    async def anomalies(
        self, session: AsyncSession, who: Principal, day: date | None
    ) -> tuple[date, list[AnomalyView]]:
        who.district()
        found = await self.day(session, day, final=True)
        today = await store.rollups(session, found, Level.TOWN)
        before = await store.rollups(session, found - timedelta(days=1), Level.TOWN)
        return found, anomalies(today, before, await store.towns(session))

    async def assessment(
        self, session: AsyncSession, who: Principal, day: date | None
    ) -> tuple[date, list[CardView]]:
        who.district()
        found = await self.day(session, day, final=True)
        district = (await store.rollups(session, found, Level.DISTRICT))[0]
        towns = await store.rollups(session, found, Level.TOWN)
        return found, cards(self._rules.assessment, district, towns, await store.towns(session))

    async def points(
        self, session: AsyncSession, who: Principal, ask: PointQuery
    ) -> list[PointView]:
        await store.community(session, who, ask.community_id)
        site = await self._coverage.site(session, ask.community_id)
        at = ms(ask.at or now())
        devices = _at_positions(site, at)
        return [
            point_view(point, _accepted(site, name, at), devices.get(name))
            for name, point in sorted(site.points(at).items())
        ]

    async def devices(
        self, session: AsyncSession, who: Principal, ask: DeviceQuery
    ) -> list[DeviceFigureView]:
        await store.community(session, who, ask.community_id)
        site = await self._coverage.site(session, ask.community_id)
        connection = await session.connection()
        moments = await connection.run_sync(lambda sync: moments_of(site, sync))
        known = await store.devices(session, site.devices)
        start, end = start_of(ask.first_day), min(end_of(ask.last_day), ms(now()))
        found = []
        for device, stays in groupby(site.stays, key=lambda stay: stay.device_id):
            turns = Turns.of(moments.get((device, ONLINE), ()))
            online = total = 0
            for stay in (last := list(stays)):
                up, span = expected(site, stay, turns, np.array([start]), np.array([end]))
                online, total = online + int(up[0]), total + int(span[0])
            away, _ = turns.repairs()
            row = known.get(device)
            found.append(
                DeviceFigureView(
                    device_id=device,
                    national_id=row.national_id if row else "",
                    kind=last[-1].kind,
                    position=last[-1].position,
                    online_ms=online,
                    service_ms=total,
                    faults=int(((away >= start) & (away < end)).sum()),
                    online=bool(turns.state(np.array([end]))[0]),
                )
            )
        return found


def _accepted(site: Site, name: str, at: int) -> datetime | None:
    since = site.accepted.get(name)
    return moment(since) if since is not None and since <= at else None


def _at_positions(site: Site, at: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for stay in site.stays:
        if stay.position and stay.start <= at < stay.end:
            found.setdefault(stay.position, []).append(stay.device_id)
    return found


async def _standings(session: AsyncSession, day: date) -> list[Standing]:
    """The four columns that goals need, of every community."""
    t = store.table_of(Snapshot).c
    query = (
        sa.select(t.community_id, t.grouping, t.enclosure, t.covered_n, t.networked_n)
        .where(t.day == day)
        .order_by(t.community_id, t.revision)
    )
    rows = (await (await session.connection()).execute(query)).all()
    newest = {row[0]: Standing(row[1], row[2], bool(row[3]), bool(row[4])) for row in rows}
    return list(newest.values())


def added(rows: Sequence[Snapshot]) -> list[Rollup]:
    """Sums of snapshots of one day, as the tables would hold them."""
    sums: dict[tuple[str, str], Rollup] = {}
    for row in rows:
        for level, column in LEVELS.items():
            key = getattr(row, column) if column else ""
            total = sums.setdefault(
                (level.value, key),
                Rollup(day=row.day, level=level.value, key=key, as_of=row.as_of, final=True),
            )
            total.communities += 1
            total.final = total.final and row.revision > 0
            total.as_of = max(total.as_of, row.as_of)
            for name in COLUMNS:
                setattr(total, name, getattr(total, name) + getattr(row, name))
    return list(sums.values())
