"""Whether a pass lets in here and now: window, hours and route. Pure, on line and off line."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from kit.hours import SHANGHAI, OpeningHours
from services.visitor import reasons

SKEW = timedelta(seconds=60)  # how far clocks of gate and platform may differ


@dataclass(frozen=True)
class Terms:
    """`gates` are tags of access points (see tokens.py); `hours` are spans of the week."""

    gates: frozenset[str]
    valid_from: datetime
    valid_to: datetime
    hours: tuple[dict[str, Any], ...] = field(default=())


def refusal(terms: Terms, gate: str, at: datetime) -> str:
    """Why it does not let in at that gate and time; empty when it does."""
    if gate not in terms.gates:
        return reasons.WRONG_GATE
    if at < terms.valid_from:
        return reasons.NOT_YET
    if at >= terms.valid_to:
        return reasons.EXPIRED
    if not terms.hours:
        return ""
    local = at.astimezone(SHANGHAI)
    return (
        "" if any(_span(_key(each)).covers(local) for each in terms.hours) else reasons.WRONG_TIME
    )


def _key(span: dict[str, Any]) -> tuple[tuple[int, ...], str, str]:
    return tuple(span.get("days", ())), span["start"], span["end"]


@lru_cache(1000)
def _span(key: tuple[tuple[int, ...], str, str]) -> OpeningHours:
    days, start, end = key
    return OpeningHours(days=list(days), start=start, end=end)
