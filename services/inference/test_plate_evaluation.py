"""Figures of how well plates are read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inference.plate_evaluation import Attempt, Evaluation, aligned, pick, truth_of


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("鲁C12345.jpg", ("鲁C12345", "small")),
        ("鲁C12345_2.jpg", ("鲁C12345", "small")),
        ("苏AHOG66.jpg", ("苏AH0G66", "small")),
        ("鲁C12345.large_rear.17.jpg", ("鲁C12345", "large_rear")),
        ("鲁AD12345.jpg", ("鲁AD12345", "new_energy_small")),
        ("holiday.jpg", ("H0L1DAY", "no plate")),
    ],
)
def test_the_name_tells_text_and_kind(name, truth):
    text, kind = truth_of(Path(name))
    assert kind == truth[1]
    if kind != "no plate":
        assert text == truth[0]


def attempt(truth: str, read: str, *others: str) -> Attempt:
    return Attempt("f", truth, "small", read, 0.9, others, 5.0)


def test_figures():
    evaluation = Evaluation()
    evaluation.add(attempt("鲁C12345", "鲁C12345"))
    evaluation.add(attempt("鲁C12345", "豫C12345", "京A00001"))
    evaluation.add(attempt("鲁C12345", "鲁C1234S"))
    evaluation.add(attempt("鲁C12345", ""))
    shares = evaluation.total.shares()
    assert shares == {
        "found": 75.0,
        "exact": 25.0,
        "tail": 50.0,
        "characters": pytest.approx(100 * 19 / 28),
    }
    assert evaluation.others == 1
    assert evaluation.confusions[("鲁", "豫")] == 1
    assert evaluation.confusions[("5", "S")] == 1
    assert evaluation.confusions[("C", "")] == 1
    assert len(evaluation.wrong) == 3


def test_the_read_most_alike_is_meant():
    assert pick("鲁C12345", []) is None
    assert pick("鲁C12345", ["京A00001", "鲁C1234S"]) == 1


@given(st.text("ABC", max_size=8), st.text("ABC", max_size=8))
def test_alignment_keeps_both_texts(one, other):
    pairs = aligned(one, other)
    assert "".join(a for a, _ in pairs) == one
    assert "".join(b for _, b in pairs) == other
    assert sum(a != b for a, b in pairs) <= max(len(one), len(other))
