"""From routes and schedules to rounds, a day ahead. Schedules are local time, rounds are UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from kit.db import AsyncSession
from kit.hours import SHANGHAI
from services.perimeter.patrol import store
from services.perimeter.patrol.models import Round, RoundPoint, Route

AHEAD = timedelta(hours=24)


def starts(
    schedules: list[dict[str, Any]], begin: datetime, end: datetime, zone: Any = SHANGHAI
) -> list[datetime]:
    """When rounds begin from `begin` and before `end`, in UTC.

    A local time that a clock change skips is walked when the clock has gone on; one that it
    repeats is walked once, the first time.
    """
    found = set()
    day = begin.astimezone(zone).date() - timedelta(days=1)
    while day <= end.astimezone(zone).date():
        for schedule in schedules:
            if schedule["days"] and day.isoweekday() not in schedule["days"]:
                continue
            for clock in schedule["starts"]:
                hour, minute = map(int, clock.split(":"))
                local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
                found.add(local.astimezone(UTC))
        day += timedelta(days=1)
    return sorted(each for each in found if begin <= each < end)


async def plan(session: AsyncSession, route: Route, at: datetime, tolerance: int) -> int:
    """Makes the route's rounds of the next day that are not there yet; returns how many."""
    due = starts(route.schedules, at, at + AHEAD)
    known = await store.planned_starts(session, route.id, at, at + AHEAD)
    fresh = [each for each in due if each not in known]
    for start in fresh:
        row = Round(
            community_id=route.community_id,
            route_id=route.id,
            start_time=start,
            end_time=start,
            ordered=route.ordered,
            guards=route.guards,
        )
        points = list(_points(row, route, tolerance))
        row.end_time = max(each.due_to for each in points)
        session.add_all([row, *points])
    await session.flush()
    return len(fresh)


def _points(row: Round, route: Route, tolerance: int) -> Iterator[RoundPoint]:
    for place, point in enumerate(route.points):
        due = row.start_time + timedelta(minutes=point["minute"])
        slack = timedelta(minutes=point["tolerance"] or tolerance)
        yield RoundPoint(
            round_id=row.id,
            checkpoint_id=point["checkpoint_id"],
            place=place,
            due_from=due - slack,
            due_to=due + slack,
        )
