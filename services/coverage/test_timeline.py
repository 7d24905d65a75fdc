"""How long devices were online: the fast arithmetic against minute-by-minute counting."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.coverage.timeline import LATE, NOTHING, Block, Turns, merged

MOMENTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 1)), max_size=12)
BOUNDS = st.lists(st.integers(0, 70), min_size=1, max_size=5)


def slow(moments, start, end):
    """Counts each unit of time: at a moment the 1 wins, before the first moment it is 0."""
    found = 0
    for now in range(start, end):
        state = 0
        before = [m for m in moments if m[0] <= now]
        if before:
            last = max(at for at, _ in before)
            state = max(value for at, value in before if at == last)
        found += state
    return found


@given(MOMENTS, BOUNDS)
def test_time_online_is_what_counting_gives(moments, bounds):
    found = Turns.of(moments).until(np.array(bounds, np.int64))
    assert found.tolist() == [slow(moments, 0, bound) for bound in bounds]


@given(st.lists(MOMENTS, max_size=5), BOUNDS)
def test_a_block_is_its_rows(rows, bounds):
    block = Block(rows)
    lines = np.arange(len(rows))
    table = np.broadcast_to(np.array(bounds, np.int64), (len(rows), len(bounds)))
    found = block.until(lines, table)
    for at, moments in enumerate(rows):
        turns = Turns.of(moments)
        assert found[at].tolist() == turns.until(np.array(bounds, np.int64)).tolist()
        assert block.first[at] == (LATE if turns.first is None else turns.first)
    wanted = [
        (at, *pair)
        for at, moments in enumerate(rows)
        for pair in zip(*(each.tolist() for each in Turns.of(moments).repairs()), strict=True)
    ]
    assert list(zip(*(each.tolist() for each in block.repairs()), strict=True)) == wanted


@given(MOMENTS, st.randoms())
def test_order_and_repetition_do_not_matter(moments, dice):
    shuffled = moments + moments[: len(moments) // 2]
    dice.shuffle(shuffled)
    one, other = Turns.of(moments), Turns.of(shuffled)
    assert one.at.tolist() == other.at.tolist()
    assert one.value.tolist() == other.value.tolist()


def test_both_is_one_where_both_are():
    online = Turns.of([(10, 1), (50, 0)])
    picture = Turns.of([(20, 0), (30, 1)])
    valid = online.both(picture)
    assert valid.until(np.array([20, 30, 100])).tolist() == [10, 10, 30]
    assert online.both(NOTHING) is online


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(tuple)))
def test_merged_windows_cover_the_same_and_do_not_overlap(windows):
    found = merged(windows)
    covered = {t for start, end in windows for t in range(start, end)}
    assert {t for start, end in found for t in range(start, end)} == covered
    assert all(a[1] < b[0] for a, b in pairwise(found))
