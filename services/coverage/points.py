"""A community's point plan: derived from profile and survey, then adjusted with reasons.

A point is one place where something has to be, named in its community like the registry's position
that it becomes. The plan is data of facts: `planned` sets all points, `adjusted` changes some.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kit.errors import InvalidArgument
from services.coverage.rules import (
    GOVERNMENT,
    IF_PRESENT,
    NONE,
    OPTIONAL,
    REQUIRED,
    Profile,
    Row,
)

FACE = "face"
OPEN_COLUMNS = ("open", "semi_open", "village")  # no gate, no consent (K5)
CAMERA = frozenset({"scene", "plate", "upward", FACE})


class Point(BaseModel):
    """`requirement` is M, O or G; what the survey does not find is no point."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
    code: str = Field(pattern=r"^[0-9]{7}$")
    row: int = 0
    requirement: str = Field(REQUIRED, pattern="^[MOG]$")
    captures: tuple[str, ...] = Field(min_length=1, max_length=8)
    article7: bool = False
    provenance: str = Field("", max_length=200)
    blocked: str = Field("", max_length=200)  # why nothing may look there

    @property
    def required(self) -> bool:
        return self.requirement == REQUIRED and not self.blocked

    @property
    def video(self) -> bool:
        return "scene" in self.captures


def column_of(kind: str, enclosure: str) -> str:
    """The profile's column of a registry community; a survey may name another with a reason. One
    that will be enclosed is planned as enclosed."""
    if kind in ("commercial", "village"):
        return kind
    return "open" if enclosure == "open" else "enclosed"


def derive(profile: Profile, column: str, counts: Mapping[str, int]) -> list[Point]:
    """Raises InvalidArgument for a column or a count that the profile does not know."""
    if column not in profile.columns:
        raise InvalidArgument(
            "COLUMN_UNKNOWN",
            f"column: one of {', '.join(profile.columns)}",
            field="column",
        )
    at = profile.columns.index(column)
    return [point for row in profile.rows for point in _points(row, at, column, counts)]


def _points(row: Row, at: int, column: str, counts: Mapping[str, int]) -> Iterable[Point]:
    cell = row.cells[at]
    if cell not in (REQUIRED, IF_PRESENT, OPTIONAL, GOVERNMENT) or cell == NONE:
        return
    number = -(-counts.get(row.count, 0) // row.per)
    for each in range(1, number + 1):
        yield Point(
            name=f"{row.name} {each} 号",
            code=row.code,
            row=row.number,
            requirement=REQUIRED if cell == IF_PRESENT else cell,
            captures=tuple(row.captures),
            article7=column in row.article7,
            provenance=f"{cell}: {row.provenance[at]}",
        )


def check_face(point: Point, column: str, profile: Profile) -> None:
    """Raises InvalidArgument FACE_CAPTURE_FORBIDDEN where nobody can agree to it (K5), or where
    the profile knows no face capture."""
    if FACE not in point.captures:
        return
    rows = {row.number: row for row in profile.rows}
    row = rows.get(point.row)
    if column in OPEN_COLUMNS or row is None or not row.face:
        raise InvalidArgument(
            "FACE_CAPTURE_FORBIDDEN",
            f"{point.name}: no face capture in an open or semi-open community, "
            "nor anywhere but at a passage",
            field="captures",
            remedy="plan scene and plate capture there (K5)",
        )


def changed(old: Mapping[str, Point], change: Mapping[str, Any]) -> dict[str, Point]:
    """The points after an `adjusted` fact: `add` and `change` hold points, `remove` names,
    `block` names with reasons, `unblock` names."""
    points = dict(old)
    for each in change.get("add", ()):
        points[each["name"]] = Point.model_validate(each)
    for name in change.get("remove", ()):
        points.pop(name, None)
    for name, reason in change.get("block", {}).items():
        if name in points:
            points[name] = points[name].model_copy(update={"blocked": reason})
    for name in change.get("unblock", ()):
        if name in points:
            points[name] = points[name].model_copy(update={"blocked": ""})
    return points
