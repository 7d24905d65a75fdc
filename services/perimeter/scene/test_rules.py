"""Each rule on tracks that are drawn by hand: when it speaks, and when it must not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.hours import OpeningHours
from services.perimeter.models import RuleKind
from services.perimeter.scene.rules import Frame, Static
from services.perimeter.scene.shapes import Box, Point, crosses, inside, side
from services.perimeter.scene.spec import SECONDS, RuleSpec
from services.perimeter.scene.tracking import Found, Tracker
from services.perimeter.scene.watch import Watch

AREA = (Point(0.1, 0.5), Point(0.9, 0.5), Point(0.9, 1.0), Point(0.1, 1.0))
LINE = (Point(0.5, 0.0), Point(0.5, 1.0))
STEP = 0.33
START = 1_000_000.0


def spec(kind=RuleKind.INTRUSION, points=AREA, **options):
    options.setdefault("seconds", SECONDS[kind])
    return RuleSpec("r", kind, points, **options)


def person(x, foot, height=0.4, label="person", score=0.9):
    return Found(label, score, Box(x - height * 0.2, foot - height, height * 0.4, height))


def way(points, seconds, **shape):
    """A walk through (x, y) points, evenly in the seconds."""
    count = max(2, int(seconds / STEP))
    for i in range(count):
        part = i / (count - 1) * (len(points) - 1)
        k = min(int(part), len(points) - 2)
        (x0, y0), (x1, y1) = points[k], points[k + 1]
        yield [person(x0 + (x1 - x0) * (part - k), y0 + (y1 - y0) * (part - k), **shape)]


def hits(rule, frames, statics=(), passes=None, start=START):
    watch = Watch(passes)
    watch.arm([rule] if isinstance(rule, RuleSpec) else rule)
    found = []
    for i, seen in enumerate(frames):
        _, fresh = watch.observe(start + i * STEP, seen, statics)
        found += fresh
    return found


def test_somebody_who_walks_in_is_told_of_once():
    found = hits(spec(), way([(0.0, 0.8), (0.9, 0.8)], 12))
    assert [each.kind for each in found] == [RuleKind.INTRUSION]


def test_who_stays_outside_is_not():
    assert hits(spec(), way([(0.0, 0.45), (1.0, 0.45)], 12)) == []


def test_a_poster_never_moves_and_is_nobody():
    assert hits(spec(), [[person(0.5, 0.8)]] * 60) == []


def test_a_detection_that_flickers_is_nobody():
    frames = [[person(0.2 + 0.1 * i, 0.8)] if i % 6 == 0 else [] for i in range(40)]
    assert hits(spec(), frames) == []


def test_what_the_perspective_makes_too_tall_is_nobody():
    heights = ((0.6, 0.1), (1.0, 0.2))
    tall = hits(spec(heights=heights), way([(0.1, 0.8), (0.9, 0.8)], 10, height=0.6))
    right = hits(spec(heights=heights), way([(0.1, 0.8), (0.9, 0.8)], 10, height=0.16))
    assert (len(tall), len(right)) == (0, 1)


def test_other_classes_are_others_business():
    assert hits(spec(), way([(0.1, 0.8), (0.9, 0.8)], 10, label="dog")) == []


@pytest.mark.parametrize(("direction", "count"), [(0, 1), (1, 0), (-1, 1)])
def test_a_line_has_directions(direction, count):
    """From left to right in the picture is to the left hand of a line that goes down."""
    rule = spec(RuleKind.LINE_CROSSING, LINE, direction=direction)
    assert len(hits(rule, way([(0.1, 0.8), (0.9, 0.8)], 8))) == count


def test_who_steps_over_the_line_and_back_did_not_cross():
    rule = spec(RuleKind.LINE_CROSSING, LINE)
    frames = [*way([(0.2, 0.8), (0.47, 0.8)], 4), [person(0.52, 0.8)], [person(0.46, 0.8)]]
    assert hits(rule, [*frames, [person(0.4, 0.8)], [person(0.3, 0.8)]]) == []


def test_loitering_needs_its_time():
    there_and_back = [(0.2, 0.8), (0.8, 0.8), (0.2, 0.8), (0.8, 0.8), (0.2, 0.8)]
    assert len(hits(spec(RuleKind.LOITERING, seconds=20), way(there_and_back, 30))) == 1
    assert hits(spec(RuleKind.LOITERING, seconds=20), way(there_and_back, 15)) == []


def test_loitering_survives_a_pillar():
    frames = list(way([(0.2, 0.8), (0.8, 0.8), (0.2, 0.8)], 30))
    for i in range(40, 44):  # 1.3 s behind a pillar
        frames[i] = []
    assert len(hits(spec(RuleKind.LOITERING, seconds=20), frames)) == 1


def test_climbing_is_going_up():
    fence = (Point(0.0, 0.4), Point(1.0, 0.4), Point(1.0, 0.7), Point(0.0, 0.7))
    rule = spec(RuleKind.CLIMBING, fence)
    up = [*way([(0.2, 0.8), (0.5, 0.8)], 5), *way([(0.5, 0.8), (0.5, 0.55), (0.5, 0.5)], 5)]
    behind = way([(0.1, 0.6), (0.9, 0.6)], 8)  # feet hidden by the fence all the time
    assert len(hits(rule, up)) == 1
    assert hits(rule, behind) == []


def test_a_crowd_is_more_than_its_number():
    def crowd(count):
        for i in range(30):
            yield [person(0.15 + 0.15 * k + 0.004 * i, 0.8, 0.2) for k in range(count)]

    assert len(hits(spec(RuleKind.CROWD, count=4), crowd(5))) == 1
    assert hits(spec(RuleKind.CROWD, count=4), crowd(4)) == []


def test_the_wrong_way_is_not_the_right_one():
    rule = spec(RuleKind.WRONG_WAY, heading=Point(1, 0))
    car = {"label": "car", "height": 0.2}
    assert hits(rule, way([(0.1, 0.8), (0.9, 0.8)], 6, **car)) == []
    assert len(hits(rule, way([(0.9, 0.8), (0.1, 0.8)], 6, **car))) == 1


def test_a_car_that_stops_for_a_moment_does_not_park():
    rule = spec(RuleKind.FIRE_LANE, seconds=10)
    drive = [*way([(0.0, 0.8), (0.5, 0.8)], 4, label="car", height=0.2)]
    stand = [[person(0.5, 0.8, 0.2, "car")]]
    assert hits(rule, [*drive, *stand * 20]) == []
    assert len(hits(rule, [*drive, *stand * 45])) == 1


def test_more_persons_than_passes():
    two = [[person(0.2 + 0.02 * i, 0.8), person(0.1 + 0.02 * i, 0.95)] for i in range(35)]
    rule = spec(RuleKind.TAILGATING, LINE, direction=-1)
    for granted, count in ((1, 1), (2, 0)):
        assert len(hits(rule, two, passes=lambda start, end, n=granted: n)) == count


def test_things_that_come_and_go():
    box = Box(0.4, 0.7, 0.1, 0.1)
    for kind, removed in ((RuleKind.OBJECT_LEFT, False), (RuleKind.OBJECT_REMOVED, True)):
        rule = spec(kind, seconds=5)
        seen = [Static(box, START, removed)]
        assert len(hits(rule, [[]] * 30, seen)) == 1
        assert hits(rule, [[]] * 10, seen) == []
        assert hits(rule, [[]] * 30, [replace(seen[0], removed=not removed)]) == []


def test_a_rule_that_sleeps_sees_who_is_there_when_it_wakes():
    """In at 21:59, still there at 22:00."""
    start = datetime(2026, 11, 25, 13, 59, 50, tzinfo=UTC).timestamp()
    night = (OpeningHours(start="22:00", end="06:00"),)
    found = hits(spec(hours=night), way([(0.2, 0.8), (0.8, 0.8)], 30), start=start)
    assert len(found) == 1
    assert datetime.fromtimestamp(found[0].time, UTC).hour == 14


def test_holidays_count_where_the_rule_says_so():
    rule = spec(hours=(OpeningHours(start="22:00", end="23:00"),), on_holidays=True)
    noon = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
    assert rule.awake(noon, frozenset({date(2026, 10, 1)}))
    assert not rule.awake(noon, frozenset())
    assert not replace(rule, on_holidays=False).awake(noon, frozenset({date(2026, 10, 1)}))


def test_the_cooldown_keeps_one_incident_one():
    second = list(way([(0.0, 0.8), (0.9, 0.8)], 6))
    frames = [*second, *[[]] * 12, *second]
    assert len(hits(spec(cooldown=30), frames)) == 1
    assert len(hits(spec(cooldown=1), frames)) == 2


def test_who_is_who_through_a_short_occlusion():
    tracker = Tracker()
    ids = set()
    for i, seen in enumerate(way([(0.1, 0.8), (0.9, 0.8)], 10)):
        tracks = tracker.step(i * STEP, [] if 12 <= i < 16 else seen)
        ids |= {each.id for each in tracks}
    assert len(ids) == 1


def test_two_who_pass_each_other_stay_two():
    tracker = Tracker()
    pairs = zip(way([(0.1, 0.8), (0.9, 0.8)], 10), way([(0.9, 0.85), (0.1, 0.85)], 10), strict=True)
    first = last = None
    for i, (a, b) in enumerate(pairs):
        tracks = {each.id: each.foot.x for each in tracker.step(i * STEP, [*a, *b])}
        first, last = first or tracks, tracks
    assert set(first) == set(last)
    assert all((first[key] < 0.5) != (last[key] < 0.5) for key in first)


points = st.builds(Point, st.floats(0, 1), st.floats(0, 1))


@given(points, points)
def test_a_step_back_undoes_a_step(a, b):
    assert crosses(a, b, LINE) == -crosses(b, a, LINE)


@given(points)
def test_inside_agrees_with_the_sides_of_a_convex_area(point):
    sides = [side(point, p, q) for p, q in zip(AREA, [*AREA[1:], AREA[0]], strict=True)]
    if all(abs(each) > 1e-9 for each in sides):
        assert inside(point, AREA) == all(each > 0 for each in sides)


def test_frames_without_anything_are_nothing():
    watch = Watch()
    watch.arm([spec(kind) for kind in RuleKind if kind not in (RuleKind.LINE_CROSSING,)])
    assert list(watch.judge(Frame(START, []))) == []
