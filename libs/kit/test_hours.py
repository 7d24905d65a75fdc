"""Spans of the week."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kit.hours import SHANGHAI, OpeningHours


def at(day: int, clock: str) -> datetime:
    """2026-11-23 is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, 22 + day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("span", "day", "clock", "inside"),
    [
        ({"start": "06:00", "end": "23:00"}, 1, "06:00", True),
        ({"start": "06:00", "end": "23:00"}, 1, "23:00", False),
        ({"start": "22:00", "end": "06:00"}, 1, "23:30", True),
        ({"start": "22:00", "end": "06:00"}, 2, "05:59", True),
        ({"start": "22:00", "end": "06:00"}, 2, "06:00", False),
        ({"start": "22:00", "end": "06:00", "days": [1]}, 2, "05:00", True),
        ({"start": "22:00", "end": "06:00", "days": [1]}, 1, "05:00", False),
        ({"start": "22:00", "end": "06:00", "days": [7]}, 1, "05:00", True),
        ({"start": "08:00", "end": "18:00", "days": [6, 7]}, 5, "12:00", False),
    ],
)
def test_opening_hours(span, day, clock, inside):
    assert OpeningHours(**span).covers(at(day, clock)) is inside


@given(minutes=st.integers(0, 1439), day=st.integers(1, 7))
def test_a_span_and_its_complement_cover_every_minute_once(minutes, day):
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    one = OpeningHours(start="06:00", end="22:30").covers(at(day, clock))
    other = OpeningHours(start="22:30", end="06:00").covers(at(day, clock))
    assert one != other


@pytest.mark.parametrize("clock", ["24:00", "6:00", "06:60", "noon", ""])
def test_wrong_clock_is_refused(clock):
    with pytest.raises(ValidationError):
        OpeningHours(start=clock, end="10:00")
