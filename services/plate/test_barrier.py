"""Phases: what a passage is does not depend on the order or number of reports."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plate.barrier import Fact, Facts, applied, dump, load, merge, standing
from services.plate.models import Direction, Phase

START = datetime(2026, 11, 24, tzinfo=UTC)


def fact(phase: Phase, second: int = 0, way: Direction = Direction.IN, passed: bool = False):
    return Fact(phase, START + timedelta(seconds=second), way, passed)


def told(*facts: Fact) -> Facts:
    known: Facts = {}
    for each in facts:
        known = merge(known, each)
    return known


@pytest.mark.parametrize(
    ("facts", "phase", "counted"),
    [
        ([fact(Phase.PRESSED)], Phase.PRESSED, 0),
        ([fact(Phase.PRESSED), fact(Phase.PICTURED, 1)], Phase.PICTURED, 0),
        ([fact(Phase.DECIDED, 2)], Phase.DECIDED, 0),
        ([fact(Phase.DECIDED, 2), fact(Phase.PASSED, 3)], Phase.PASSED, 1),
        ([fact(Phase.PASSED, 3, Direction.OUT)], Phase.PASSED, -1),
        ([fact(Phase.PASSED, 3), fact(Phase.REVERSED, 5)], Phase.REVERSED, 0),
        ([fact(Phase.PASSED, 7), fact(Phase.REVERSED, 5)], Phase.PASSED, 1),
        ([fact(Phase.PASSED, 5), fact(Phase.REVERSED, 5)], Phase.REVERSED, 0),
        ([fact(Phase.DECIDED, 2), fact(Phase.ABANDONED, 200)], Phase.ABANDONED, 0),
        ([fact(Phase.PASSED, 300), fact(Phase.ABANDONED, 200)], Phase.PASSED, 1),
        ([fact(Phase.PASSED, 3), fact(Phase.CORRECTED, 900)], Phase.CORRECTED, 0),
        ([fact(Phase.REVERSED, 3), fact(Phase.CORRECTED, 9, passed=True)], Phase.CORRECTED, 1),
    ],
)
def test_what_the_facts_say(facts: list[Fact], phase: Phase, counted: int) -> None:
    stands = standing(told(*facts))
    assert (stands.phase, stands.counted) == (phase, counted)


def test_the_device_that_saw_the_car_move_knows_the_way() -> None:
    facts = told(fact(Phase.PRESSED), fact(Phase.PASSED, 3, Direction.OUT))
    assert standing(facts).direction is Direction.OUT


def test_the_first_press_and_the_last_word_count() -> None:
    facts = told(fact(Phase.PRESSED, 5), fact(Phase.PRESSED, 1), fact(Phase.PRESSED, 9))
    assert facts[Phase.PRESSED].time == START + timedelta(seconds=1)
    facts = told(fact(Phase.PASSED, 5), fact(Phase.PASSED, 9), fact(Phase.PASSED, 1))
    assert standing(facts).time == START + timedelta(seconds=9)


def test_a_count_by_eye_holds_the_cars_that_moved_before() -> None:
    stands = standing(told(fact(Phase.PASSED, 10)))
    assert applied(stands, None) == 1
    assert applied(stands, START + timedelta(seconds=9)) == 1
    assert applied(stands, START + timedelta(seconds=10)) == 0
    assert applied(None, None) == applied(standing(told(fact(Phase.PRESSED))), None) == 0


reports = st.builds(
    fact,
    st.sampled_from(Phase),
    st.integers(0, 6),
    st.sampled_from(Direction),
    st.booleans(),
)


@given(st.lists(reports, min_size=1, max_size=12), st.randoms())
def test_neither_order_nor_repetition_matters(made: list[Fact], random) -> None:
    first = told(*made)
    again = [*made, *random.sample(made, len(made) // 2)]
    random.shuffle(again)
    assert told(*again) == first
    assert standing(told(*again)) == standing(first)


@given(st.lists(reports, min_size=1, max_size=12))
def test_a_car_counts_at_most_once(made: list[Fact]) -> None:
    stands = standing(told(*made))
    assert stands.counted in (-1, 0, 1)
    assert stands.counted == 0 or stands.phase in (Phase.PASSED, Phase.CORRECTED)
    assert (stands.time is None) <= (stands.counted == 0)


@given(st.lists(reports, max_size=12))
def test_facts_survive_their_column(made: list[Fact]) -> None:
    assert load(dump(told(*made))) == told(*made)
