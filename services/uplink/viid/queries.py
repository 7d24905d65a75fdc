"""Query strings of GA/T 1400: equality, dotted names, pages; and the ids of a DELETE."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from services.uplink.viid.kinds import Kind
from services.uplink.viid.reading import Object, Unreadable, get, id_of, objects, parts

MOST = 1000
PAGING = {"recordstartno", "pagerecordnum", "pagenum", "pagesize", "maxnumrecordreturn"}
OPERATORS = {"in", "gte", "lte", "gt", "lt", "eq", "order", "like"}


@dataclass(frozen=True)
class Condition:
    name: str
    operator: str
    value: str

    def holds(self, item: Object, inner: str) -> bool:
        """Whether the object, or what lies in it under `inner`, is as this says."""
        value = get(item, self.name)
        if value is None and inner:
            value = get(get(item, inner), self.name)
        found = "" if value is None else str(value)
        if self.operator == "in":
            return found in parts(self.value.strip("[]()"))
        if self.operator in {"gte", "gt"}:
            return found >= self.value
        if self.operator in {"lte", "lt"}:
            return found <= self.value
        return self.operator == "order" or found == self.value


@dataclass
class Ask:
    """`start` is an offset; where a page number came, it was multiplied out."""

    conditions: list[Condition] = field(default_factory=list)
    start: int = 0
    size: int = 100


def read(pairs: Sequence[tuple[str, str]]) -> Ask:
    """Names come bare, with their object before and an operator behind: `Face.DeviceID.In`."""
    ask, page = Ask(), 0
    for key, value in pairs:
        words = [each for each in key.split(".") if each]
        operator = words.pop().lower() if words and words[-1].lower() in OPERATORS else "eq"
        name = words[-1] if words else ""
        folded = name.lower()
        if folded in PAGING:
            number = int(value) if value.isdecimal() and len(value) < 9 else 0
            if folded == "recordstartno":
                ask.start = number
            elif folded == "pagenum":
                page = number
            else:
                ask.size = max(1, min(number, MOST))
        elif name and folded != "idlist":
            ask.conditions.append(Condition(name, operator, value))
    if page > 1 and not ask.start:
        ask.start = (page - 1) * ask.size
    return ask


def fitting(items: Sequence[Object], ask: Ask, inner: str = "") -> list[Object]:
    """All that the conditions hold for, of every page."""
    return [each for each in items if all(c.holds(each, inner) for c in ask.conditions)]


def ids(pairs: Sequence[tuple[str, str]], body: Any, kind: Kind) -> list[str]:
    """Ids to delete: IDList with commas or repeated, or a body with ids or whole objects."""
    found = [each for key, value in pairs if key.lower() == "idlist" for each in parts(value)]
    if found or body is None:
        return found
    listed = get(body, "IDList", f"{kind.id}List", "SubscribeIDList")
    if listed is not None:
        rows = listed if isinstance(listed, list) else parts(listed)
        return [str(each) for each in rows]
    try:
        return [id_of(each, kind) for each in objects(body, kind)]
    except Unreadable:
        return []
