"""Measures of a community from facts made by hand, and what must hold for any facts."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.coverage.clock import DAY_MS, start_of
from services.coverage.folding import FactView, fold
from services.coverage.measures import COLUMNS, KEYS, Days, Limits, measure
from services.coverage.rules import Rules
from services.coverage.timeline import ONLINE, PICTURE

DAY = date(2022, 3, 1)
T0 = start_of(DAY)
HOUR = 3_600_000
PLAN = Rules().plan


def point(name, requirement="M", captures=("scene",), blocked=""):
    return {
        "name": name,
        "code": "1010100",
        "row": 1,
        "requirement": requirement,
        "captures": list(captures),
        "blocked": blocked,
    }


def community(kind="commercial", enclosure="enclosed"):
    data = {"kind": kind, "enclosure": enclosure, "town_code": "370303001", "name": "x"}
    return FactView("c", "community", T0, data)


def planned(*points, at=T0 - DAY_MS, id_="p"):
    return FactView(
        id_, "planned", at, {"points": list(points), "profile": "0.1", "column": "commercial"}
    )


def accepted(*names, at=T0 - HOUR, id_="a"):
    return FactView(id_, "accepted", at, {"points": list(names), "acceptance_id": id_})


def placed(device, position="", at=T0 - DAY_MS, revision=1, kind="camera", gone=False):
    each = {"id": device, "revision": revision, "kind": kind, "position": position, "gone": gone}
    return FactView(f"d{device}{revision}{at}", "placed", at, {"devices": [each]})


def figures(facts, moments=None, counts=(), days=(DAY,), now=None):
    table = measure(fold(facts), moments or {}, counts, Days.of(days, now), [(0, PLAN)], Limits())
    rows = [dict(zip(COLUMNS, row.tolist(), strict=True)) for row in table]
    return rows[0] if len(days) == 1 else rows


def pair(row, key):
    return row[f"{key}_n"], row[f"{key}_d"]


def test_built_is_accepted_required_points_over_required_points():
    """R90: optional and government points do not count, blocked ones are excluded."""
    facts = [
        community(),
        planned(
            *(point("a"), point("b"), point("c", "O"), point("d", "G")),
            point("e", blocked="home_interior"),
        ),
        accepted("a", "c", "d", "e"),
    ]
    row = figures(facts)
    assert pair(row, "built") == (1, 2)
    assert pair(row, "covered") == (0, 1)
    assert pair(figures([*facts, accepted("b", id_="a2")]), "covered") == (1, 1)


def test_acceptance_twice_and_devices_that_share_a_position_inflate_nothing():
    facts = [
        *(community(), planned(point("a"), point("b")), accepted("a"), accepted("a", id_="a2")),
        *(placed("1", "a"), placed("2", "a")),
    ]
    online = {("1", ONLINE): [(T0, 1)], ("2", ONLINE): [(T0, 1)]}
    row = figures(facts, online)
    assert pair(row, "built") == (1, 2)
    assert pair(row, "connected") == (1, 2)


def test_an_open_old_community_is_covered_by_its_video():
    """The plan's own definition: the 173 others count under video."""
    facts = [
        community("old", "open"),
        planned(point("a"), point("p", captures=("patrol",))),
        accepted("a"),
    ]
    row = figures(facts)
    assert pair(row, "built") == (1, 2)
    assert pair(row, "covered") == (1, 1)
    assert pair(figures([community("old", "enclosable"), *facts[1:]]), "covered") == (0, 1)


def test_online_is_weighted_by_time_and_leaves_out_maintenance():
    facts = [
        *(community(), placed("1")),
        FactView(
            "m",
            "maintenance",
            T0,
            {"maintenance_id": "m", "start": T0 + 10 * HOUR, "end": T0 + 12 * HOUR},
        ),
    ]
    turns = [(T0 - DAY_MS, 1), (T0 + 6 * HOUR, 0), (T0 + 11 * HOUR, 1)]
    assert pair(figures(facts, {("1", ONLINE): turns}), "online") == (18 * HOUR, 22 * HOUR)
    cancelled = FactView("n", "maintenance_cancelled", T0, {"maintenance_id": "m"})
    found = figures([*facts, cancelled], {("1", ONLINE): turns})
    assert pair(found, "online") == (19 * HOUR, 24 * HOUR)
    assert pair(found, "repair") == (5 * HOUR, 1)


def test_a_day_that_goes_on_counts_until_now():
    moments = {("1", ONLINE): [(T0 - DAY_MS, 1)]}
    found = figures([community(), placed("1")], moments, now=T0 + 3 * HOUR)
    assert pair(found, "online") == (3 * HOUR, 3 * HOUR)


def test_a_picture_is_valid_while_the_camera_is_online_and_nothing_covers_it():
    moments = {
        ("1", ONLINE): [(T0 - DAY_MS, 1), (T0 + 20 * HOUR, 0)],
        ("1", PICTURE): [(T0 + 5 * HOUR, 0), (T0 + 9 * HOUR, 1)],
    }
    row = figures([community(), placed("1")], moments)
    assert pair(row, "picture") == (16 * HOUR, 20 * HOUR)
    assert pair(figures([community(), placed("1", kind="sensor")], moments), "picture") == (0, 0)


def test_clock_and_storage_count_the_newest_reading():
    values = [["1", "clock", 900], ["1", "storage", 29], ["2", "clock", -1001]]
    facts = [
        community(),
        FactView("r1", "reading", T0 - DAY_MS, {"values": values}),
        FactView("r2", "reading", T0 + HOUR, {"values": [["1", "storage", 30]]}),
    ]
    row = figures(facts)
    assert pair(row, "clock") == (1, 2)
    assert pair(row, "storage") == (1, 1)
    late = date(2022, 4, 20)
    assert pair(figures(facts, days=(late,)), "clock") == (0, 0)  # too old to say anything


def test_a_device_that_moves_counts_where_it_is():
    moved = T0 + 12 * HOUR
    here = [community(), placed("1", "a"), placed("1", "", moved, 2, gone=True)]
    there = [community(), placed("1", "b", moved, 2)]
    moments = {("1", ONLINE): [(T0 - DAY_MS, 1)]}
    assert pair(figures(here, moments), "online") == (12 * HOUR, 12 * HOUR)
    assert pair(figures(there, moments), "online") == (12 * HOUR, 12 * HOUR)


# Anything that may happen to two positions and three devices in a week.
TIMES = st.integers(0, 7 * 24).map(lambda hours: T0 + hours * HOUR)
FACTS = st.lists(
    st.one_of(
        st.builds(
            lambda at, names: ("planned", at, names),
            TIMES,
            st.lists(st.sampled_from("ab"), unique=True),
        ),
        st.builds(lambda at, names: ("accepted", at, names), TIMES, st.sampled_from(["a", "b"])),
        st.builds(
            lambda at, device, position, gone: ("placed", at, device, position, gone),
            TIMES,
            st.sampled_from("123"),
            st.sampled_from(["", "a", "b"]),
            st.booleans(),
        ),
    ),
    max_size=12,
)
TURNS = st.dictionaries(
    st.tuples(st.sampled_from("123"), st.just(ONLINE)),
    st.lists(st.tuples(TIMES, st.integers(0, 1)), max_size=8),
)
WEEK = tuple(date(2022, 3, day) for day in range(1, 8))


def made(drawn):
    facts = [community()]
    for number, (kind, at, *rest) in enumerate(drawn):
        if kind == "planned":
            facts.append(planned(*map(point, rest[0]), at=at, id_=f"f{number}"))
        elif kind == "accepted":
            facts.append(accepted(rest[0], at=at, id_=f"f{number}"))
        else:
            device, position, gone = rest
            facts.append(placed(device, position, at, number + 1, gone=gone))
    return facts


@settings(deadline=None)
@given(FACTS, TURNS, st.randoms())
def test_order_and_repetition_of_facts_do_not_matter(drawn, moments, dice):
    facts = made(drawn)
    again = facts + facts[: len(facts) // 2]
    dice.shuffle(again)
    shuffled = {k: [*v, *v[:2]] for k, v in moments.items()}
    for each in shuffled.values():
        dice.shuffle(each)
    one = figures(facts, moments, days=WEEK)
    assert figures(again, shuffled, days=WEEK) == one


@settings(deadline=None)
@given(FACTS, TURNS)
def test_a_share_is_never_over_one_and_days_stand_alone(drawn, moments):
    facts = made(drawn)
    rows = figures(facts, moments, days=WEEK)
    for day, row in zip(WEEK, rows, strict=True):
        assert figures(facts, moments, days=(day,)) == row
        for key in KEYS:
            if key not in ("repair", "returned"):
                assert 0 <= row[f"{key}_n"] <= row[f"{key}_d"], key
        assert row["built_n"] >= row["connected_n"]
        assert row["covered_n"] >= row["networked_n"]
    # A device serves at most all of the time, however often it was placed.
    total = sum(row["online_d"] for row in rows)
    assert total <= 3 * len(WEEK) * DAY_MS


def test_counts_from_elsewhere_land_on_their_day():
    counts = [(DAY, "plate_read", 90, 100), (date(2022, 3, 2), "upload", 5, 6)]
    first, second = figures([community()], {}, counts, days=WEEK[:2])
    assert pair(first, "plate_read") == (90, 100)
    assert pair(second, "upload") == (5, 6)
    assert np.sum([first["upload_d"], second["plate_read_d"]]) == 0
