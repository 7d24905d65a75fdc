"""Forecast, anomalies and score cards, from rows made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.coverage.anomalies import anomalies
from services.coverage.assessment import cards
from services.coverage.forecast import forecast
from services.coverage.models import Rollup, Snapshot
from services.coverage.reading import added
from services.coverage.rules import Rules

DAY = date(2021, 10, 1)
NOW = datetime(2021, 10, 1, tzinfo=UTC)
RULES = Rules().assessment


def row(key="370303001", level="town", communities=10, **figures):
    return Rollup(day=DAY, level=level, key=key, as_of=NOW, communities=communities, **figures)


def walk(*weekly):
    """Shares whose last one is of DAY."""
    last = len(weekly) - 1
    return [(DAY - timedelta(weeks=last - n), share) for n, share in enumerate(weekly)]


def test_a_steady_pace_goes_on():
    found = forecast("covered", DAY, walk(*(0.5 + 0.01 * n for n in range(14))), 0.9)
    weeks = (date(2021, 12, 31) - DAY).days / 7
    assert found.expected == pytest.approx(0.63 + 0.01 * weeks)
    assert found.high - found.low < 1e-9
    assert found.likelihood == 0.0
    assert forecast("covered", DAY, walk(*(0.5 + 0.01 * n for n in range(14))), 0.7).likelihood == 1


def test_an_unsteady_pace_is_uncertain_and_the_band_is_the_textbooks():
    """s² · (h + h²/n) with s of the weekly steps; 90 % lie within 1.6449 s."""
    shares = [0.5, 0.5, 0.54, 0.54, 0.58, 0.58, 0.62]
    found = forecast("covered", DAY, walk(*shares), 0.9)
    h, n, s = (date(2021, 12, 31) - DAY).days / 7, 6, 0.021908902300206643
    half = 1.6448536269514722 * s * (h + h * h / n) ** 0.5
    middle = 0.62 + 0.02 * h
    assert found.weeks == 6
    assert found.low == pytest.approx(middle - half)
    assert 0 < found.likelihood < 1


def test_too_little_history_forecasts_nothing():
    found = forecast("covered", DAY, walk(0.1, 0.2, 0.3), 0.9)
    assert (found.weeks, found.expected, found.low, found.high) == (2, 0.3, 0.3, 0.3)
    assert forecast("covered", DAY, [], 0.9).current == 0


def test_a_town_that_came_online_all_at_once_is_noted():
    before = [row(returned_n=0, returned_d=100)]
    found = anomalies([row(returned_n=95, returned_d=100)], before, {"370303001": "科苑街道"})
    assert [(a.kind, a.town_name, a.numerator) for a in found] == [
        ("all_online_at_once", "科苑街道", 95)
    ]
    # On the day before counts too: devices are switched on ahead of the look.
    earlier = [row(returned_n=95, returned_d=100)]
    assert anomalies([row(returned_d=100)], earlier, {})[0].kind == "all_online_at_once"
    assert anomalies([row(returned_n=70, returned_d=100)], before, {}) == []
    assert anomalies([row(returned_n=9, returned_d=9)], [], {}) == []


def test_other_oddities():
    before = [row(online_n=99, online_d=100, built_n=10, built_d=100)]
    fell = anomalies([row(online_n=90, online_d=100, built_n=10, built_d=100)], before, {})
    assert [a.kind for a in fell] == ["online_fell"]
    perfect = row(online_n=50, online_d=50, returned_d=5000)
    assert [a.kind for a in anomalies([perfect], [], {})] == ["too_perfect"]
    burst = row(online_n=99, online_d=100, built_n=70, built_d=100)
    assert [a.kind for a in anomalies([burst], before, {})] == ["accepted_at_once"]


def whole(**figures):
    values = {f"{key}_{part}": 100 for key in RULES.weights for part in "nd"} | {"repair_n": 0}
    return values | figures


def test_a_perfect_town_gets_a_hundred():
    district = row("", "district", 100, **whole())
    (card,) = cards(RULES, district, [row(**whole())], {})
    assert card.points == pytest.approx(100)
    assert sum(score.weight for score in card.scores) == 100


def test_luck_of_a_small_town_counts_for_less():
    """One community at 100 % does not beat forty at 97 %."""
    district = row("", "district", 100, **whole(covered_n=80))
    small = row("1", communities=1, **whole(covered_n=1, covered_d=1))
    large = row("2", communities=40, **whole(covered_n=97))
    found = {card.town_code: card for card in cards(RULES, district, [small, large], {})}
    assert found["1"].scores[0].raw == 1.0
    assert found["1"].scores[0].fair == pytest.approx((1 * 1.0 + 10 * 0.8) / 11)
    assert found["2"].rank == 1
    assert (found["1"].band, found["2"].band) == ("small", "middle")
    assert found["1"].band_rank == found["2"].band_rank == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["t1", "t2"]),
            st.sampled_from(["old", "village"]),
            st.sampled_from(["g", ""]),
            st.integers(0, 10),
            st.integers(10, 99),
        ),
        max_size=12,
    )
)
def test_roll_ups_are_the_sums_of_their_parts(parts):
    rows = [
        Snapshot(
            day=DAY,
            community_id=str(n),
            revision=1,
            town_code=town,
            kind=kind,
            grouping=group,
            as_of=NOW,
            built_n=built,
            built_d=required,
        )
        for n, (town, kind, group, built, required) in enumerate(parts)
    ]
    totals = added(rows)
    for level in ("district", "town", "kind", "group"):
        own = [t for t in totals if t.level == level]
        assert sum(t.built_n for t in own) == sum(p[3] for p in parts)
        assert sum(t.built_d for t in own) == sum(p[4] for p in parts)
        assert sum(t.communities for t in own) == len(parts)
