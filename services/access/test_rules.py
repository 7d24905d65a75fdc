"""Opening hours, attempts, and what a door decides of what it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kit.peers import Peers
from services.access.attempts import Attempts
from services.access.inputs import EvidenceIn, PassIn
from services.access.models import EvidenceKind
from services.access.reasons import MESSAGES, message


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_failures_lock_one_door_for_a_while():
    clock = Clock()
    attempts = Attempts(3, 60.0, Peers(None), clock)
    for number in range(3):
        assert not attempts.locked("a")
        for _ in range(3):
            attempts.failed("a", f"sent three times {number}")
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
    attempts = Attempts(5, 60.0, Peers(None), clock)
    taken = []
    for gap in gaps:
        clock.now += gap
        if not attempts.locked("door"):
            taken.append(clock.now)
            attempts.failed("door", str(len(taken)))
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
    opening |= {"PERMIT", "NEAR_PERMIT", "RECORDED", "VISIT", "LEAVING"}
    for reason, text in MESSAGES.items():
        if reason not in opening:
            assert "联系" in text or "使用" in text, reason
    assert "联系" in message("SOMETHING_NEW")
