"""What a rule looks for, as the checks need it: without tables and messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kit.hours import SHANGHAI, OpeningHours
from services.perimeter.models import RuleKind
from services.perimeter.scene.shapes import Point

SECONDS: dict[RuleKind, float] = {
    RuleKind.LINE_CROSSING: 0.0,
    RuleKind.INTRUSION: 1.0,
    RuleKind.LOITERING: 60.0,
    RuleKind.CLIMBING: 0.5,
    RuleKind.CROWD: 3.0,
    RuleKind.WRONG_WAY: 1.0,
    RuleKind.OBJECT_LEFT: 30.0,
    RuleKind.OBJECT_REMOVED: 10.0,
    RuleKind.FIRE_LANE: 60.0,
    RuleKind.EBIKE: 1.5,
    RuleKind.TAILGATING: 3.0,
}
"""How long each kind must hold before it counts [P]."""


NOWHERE = Point(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """`points` is a polygon, or the polyline of line_crossing and tailgating. `direction` is 1
    for a step from the line's left to its right hand, -1 for the other way, 0 for both.
    `heights` are two pairs of a foot's y and the height of a person who stands there."""

    id: str
    kind: RuleKind
    points: tuple[Point, ...]
    classes: tuple[str, ...] = ()
    seconds: float = 1.0
    count: int = 5
    direction: int = 0
    heading: Point = NOWHERE
    min_height: float = 0.03
    heights: tuple[tuple[float, float], ...] = ()
    cooldown: float = 30.0
    hours: tuple[OpeningHours, ...] = ()
    on_holidays: bool = False

    def expected_height(self, y: float) -> float:
        """Height of a person whose feet are at y; 0 where nothing is known."""
        if len(self.heights) < 2:
            return 0.0
        (y1, h1), (y2, h2) = self.heights[:2]
        return max(0.0, h1 + (h2 - h1) * (y - y1) / (y2 - y1))

    def awake(self, at: datetime, holidays: frozenset[date]) -> bool:
        """Whether it is the rule's time: within its hours, or a holiday where it says so."""
        local = at.astimezone(SHANGHAI)
        if self.on_holidays and local.date() in holidays:
            return True
        return not self.hours or any(each.covers(local) for each in self.hours)


def points_of(corners: Sequence[Mapping[str, float]]) -> tuple[Point, ...]:
    return tuple(Point(float(each["x"]), float(each["y"])) for each in corners)
