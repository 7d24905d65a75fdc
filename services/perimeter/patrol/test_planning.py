"""Rounds from schedules: local time, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.perimeter.patrol.planning import starts
from services.perimeter.patrol.reports import month_of

NIGHT = [{"days": [], "starts": ["22:00", "02:30"]}]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_local_times_become_utc():
    found = starts(NIGHT, utc("2026-11-25T00:00"), utc("2026-11-26T00:00"))
    assert found == [utc("2026-11-25T14:00"), utc("2026-11-25T18:30")]


def test_days_of_the_week_are_local_days():
    """Thursday 02:30 in Shanghai is still Wednesday in UTC."""
    schedule = [{"days": [4], "starts": ["02:30"]}]
    found = starts(schedule, utc("2026-11-25T00:00"), utc("2026-11-27T00:00"))
    assert found == [utc("2026-11-25T18:30")]


def test_an_hour_that_the_clock_skips_or_repeats_is_walked_once():
    berlin = ZoneInfo("Europe/Berlin")
    spring = starts(NIGHT, utc("2026-03-28T12:00"), utc("2026-03-29T12:00"), berlin)
    autumn = starts(NIGHT, utc("2026-10-24T12:00"), utc("2026-10-25T12:00"), berlin)
    assert len(spring) == len(autumn) == 2


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.integers(1, 72),
    st.lists(
        st.builds(
            lambda d, h, m: {"days": sorted(d), "starts": [f"{h:02}:{m:02}"]},
            st.sets(st.integers(1, 7), max_size=7),
            st.integers(0, 23),
            st.integers(0, 59),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_spans_put_together_lose_and_double_nothing(begin, hours, schedules):
    begin = begin.replace(tzinfo=UTC)
    middle, end = begin + timedelta(hours=hours), begin + timedelta(hours=2 * hours)
    parts = starts(schedules, begin, middle) + starts(schedules, middle, end)
    assert parts == starts(schedules, begin, end)


def test_a_month_is_shanghais():
    begin, end = month_of("2026-12")
    assert (begin, end) == (utc("2026-11-30T16:00"), utc("2026-12-31T16:00"))
