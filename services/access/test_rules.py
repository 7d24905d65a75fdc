"""Opening hours, attempts, and what a door decides of what it is shown."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.access.attempts import Attempts
from services.access.inputs import EvidenceIn, OpeningHours, PassIn
from services.access.models import EvidenceKind
from services.access.reasons import MESSAGES, message

SHANGHAI = ZoneInfo("Asia/Shanghai")


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


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_failures_lock_one_door_for_a_while():
    clock = Clock()
    attempts = Attempts(3, 60.0, clock)
    for _ in range(3):
        assert not attempts.locked("a")
        attempts.failed("a")
    assert attempts.locked("a")
    assert not attempts.locked("b")
    clock.now = 59.9
    assert attempts.locked("a")
    clock.now = 60.1
    assert not attempts.locked("a")
    assert attempts._failures == {}  # nothing is kept of doors at rest


@given(st.lists(st.floats(0, 30), max_size=30))
def test_never_more_guesses_than_the_limit_in_any_window(gaps):
    clock = Clock()
    attempts = Attempts(5, 60.0, clock)
    taken = []
    for gap in gaps:
        clock.now += gap
        if not attempts.locked("door"):
            taken.append(clock.now)
            attempts.failed("door")
    for start in taken:
        assert sum(start <= t < start + 60 for t in taken) <= 5


@pytest.mark.parametrize(
    "evidence",
    [{}, {"card": "1", "qr": "2"}, {"card": None}, {"face": "x"}, {"card": "x" * 65}],
)
def test_evidence_is_exactly_one_thing(evidence):
    with pytest.raises(ValidationError):
        PassIn(access_point_id="a", evidence=evidence)


def test_kind_of_evidence():
    assert EvidenceIn(frame=b"").kind is EvidenceKind.FACE
    assert EvidenceIn(cropped_face=b"x").kind is EvidenceKind.FACE
    assert EvidenceIn(passcode="1").kind is EvidenceKind.PASSCODE


def test_every_refusal_tells_whom_to_turn_to_or_what_to_use():
    """R4, R51"""
    opening = {"RESIDENT", "MANUAL", "EMERGENCY", "SECOND_PERSON_NEEDED", "TOO_MANY_ATTEMPTS"}
    opening |= {"PERMIT", "NEAR_PERMIT", "RECORDED"}
    for reason, text in MESSAGES.items():
        if reason not in opening:
            assert "联系" in text or "使用" in text, reason
    assert "联系" in message("SOMETHING_NEW")
