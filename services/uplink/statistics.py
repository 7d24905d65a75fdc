"""Figures for the government extranet (R97): counts and rates of communities, never people.

Counts under a limit are left out. Whatever is about to leave goes through `scan`, which knows the
only names and forms that figures can have and refuses everything else.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from kit.events import DISTRICT, Event
from kit.hours import SHANGHAI

COUNTED = {
    "access.pass.granted": "passes_granted",
    "access.pass.refused": "passes_refused",
    "plate.passage.entered": "cars_entered",
    "plate.passage.left": "cars_left",
    "visitor.pass.redeemed": "visits",
    "perimeter.alarm.raised": "alarms_raised",
    "perimeter.alarm.acknowledged": "alarms_acknowledged",
    "perimeter.alarm.resolved": "alarms_resolved",
    "coverage.acceptance.stepped": "acceptance_steps",
}
"""Event → the count that it adds one to."""
DEVICES = ("devices_online", "devices_offline", "devices_never_seen")
COVERAGE = {
    "communities": "communities",
    "covered": "communities_covered",
    "networked": "communities_networked",
}
"""What the coverage service says of a day → the figure."""
RATES = {
    "coverage_rate": ("communities_covered", "communities"),
    "networked_rate": ("communities_networked", "communities_covered"),
}
"""Rate → what is divided by what."""
COUNTS = frozenset({*COUNTED.values(), *DEVICES, *COVERAGE.values()})
DAYS = 7  # after which a day that was missed stays so
_ALLOWED = {"day", "community_id", "counts", "rates", "suppressed"}
_PLACE = re.compile(r"^(district|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class PersonalData(Exception):
    """Something that is no figure was about to leave."""


def day_of(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()


def days_before(at: datetime) -> list[str]:
    """The days that are over and are still looked at, oldest first."""
    return [day_of(at - timedelta(days=back)) for back in range(DAYS, 0, -1)]


def span_of(day: str) -> tuple[datetime, datetime]:
    """The day's start and end, Asia/Shanghai, in UTC."""
    start = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)


class Count(NamedTuple):
    """What an event says of a figure: to be added to it, or to stand in its place."""

    day: str
    community_id: str
    name: str
    value: float
    adds: bool = True


def counts_of(event: Event) -> list[Count]:
    """What the event does to figures. Those of the coverage service are the district's, and the
    last word of a day counts."""
    place = event.community_id
    if name := COUNTED.get(event.name):
        return [] if place == DISTRICT else [Count(day_of(event.time), place, name, 1.0)]
    day = str(event.data.get("day", ""))
    if event.name != "coverage.snapshot.taken" or not _DAY.match(day):
        return []
    given = {COVERAGE[n]: v for n, v in event.data.items() if n in COVERAGE}
    return [
        Count(day, place, name, float(value), adds=False)
        for name, value in given.items()
        if isinstance(value, (int, float)) and value >= 0
    ]


def document(
    day: str, community_id: str, figures: dict[str, float], smallest: int
) -> dict[str, Any]:
    """What leaves of a community's day."""
    counts = {n: int(v) for n, v in figures.items() if n in COUNTS}
    rates = {
        name: round(min(1.0, counts.get(part, 0) / counts[whole]), 3)
        for name, (part, whole) in RATES.items()
        if _shown(counts.get(part, 0), counts.get(whole, 0), smallest)
    }
    made = {
        "day": day,
        "community_id": community_id,
        "counts": {n: v for n, v in sorted(counts.items()) if v >= smallest},
        "rates": rates,
        "suppressed": sorted(n for n, v in counts.items() if v < smallest),
    }
    scan(made, smallest)
    return made


def _shown(part: int, whole: int, smallest: int) -> bool:
    """Whether a rate gives away no count that is left out, nor the rest to its whole."""
    return min(part, whole) >= smallest and (part >= whole or whole - part >= smallest)


def scan(made: Any, smallest: int) -> None:
    """Raises PersonalData for anything but figures: a name, a form or a number that is not
    known. It is a list of what may be there, so nothing personal has to be recognised."""
    if not isinstance(made, dict) or set(made) != _ALLOWED:
        raise PersonalData("fields")
    if not _DAY.match(str(made["day"])) or not _PLACE.match(str(made["community_id"])):
        raise PersonalData("day or community_id")
    counts, rates, left_out = made["counts"], made["rates"], made["suppressed"]
    if not isinstance(counts, dict) or not isinstance(rates, dict):
        raise PersonalData("counts or rates")
    for name, value in counts.items():
        if name not in COUNTS or type(value) is not int or value < smallest:
            raise PersonalData("counts")
    for name, value in rates.items():
        if name not in RATES or type(value) is not float or not 0 <= value <= 1:
            raise PersonalData("rates")
    if not isinstance(left_out, list) or not set(left_out) <= COUNTS:
        raise PersonalData("suppressed")
