"""Points, lines and areas in normalised picture coordinates, from (0, 0) at the top left."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    x: float
    y: float


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def foot(self) -> Point:
        """Where an upright object stands."""
        return Point(self.x + self.width / 2, self.y + self.height)

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def overlap(self, other: "Box") -> float:
        """Share of this box that lies in the other."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        area = self.width * self.height
        return max(0.0, wide) * max(0.0, high) / area if area else 0.0


def inside(point: Point, area: Sequence[Point]) -> bool:
    """Whether the point lies in the polygon (even-odd rule)."""
    within = False
    for a, b in zip(area, [*area[1:], area[0]], strict=True):
        if (a.y > point.y) != (b.y > point.y):
            within ^= point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    return within


def side(point: Point, start: Point, end: Point) -> float:
    """Distance from the directed line: positive on its right hand in the picture, as y grows
    downwards."""
    dx, dy = end.x - start.x, end.y - start.y
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return (dx * (point.y - start.y) - dy * (point.x - start.x)) / length


def crosses(a: Point, b: Point, line: Sequence[Point]) -> int:
    """How the step from a to b crosses the polyline: 1 from its left to its right hand, -1 from
    right to left, 0 not at all."""
    for start, end in pairwise(line):
        before, after = side(a, start, end), side(b, start, end)
        if (before > 0) == (after > 0):
            continue
        if side(start, a, b) * side(end, a, b) <= 0:
            return 1 if after > 0 else -1
    return 0
