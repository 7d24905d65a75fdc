"""Permits from one CSV or XLSX file: all rows or none, and again without harm."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.errors import InvalidArgument
from services.plate import store
from services.plate.inputs import PermitIn
from services.plate.models import ImportView, Permit, PermitKind, PermitState, ProblemView
from services.plate.service import Plates, new_permit
from services.registry.sheet import Sheet, read_sheet

MAX_ROWS = 20_000
MAX_PROBLEMS = 1000
SOURCE = "import"
# Columns: the English name, and the Chinese one for the same.
COLUMNS = {
    "plate": "车牌",
    "kind": "种类",
    "valid_from": "生效时间",
    "valid_to": "失效时间",
    "house_id": "房屋",
    "color": "颜色",
}
WORDS = {
    "业主": "resident",
    "住户": "resident",
    "施工": "contractor",
    "服务": "contractor",
    "访客": "visitor",
    "禁止": "deny",
    "黑名单": "deny",
    "蓝": "blue",
    "黄": "yellow",
    "绿": "green",
    "黄绿": "yellow_green",
    "白": "white",
    "黑": "black",
}


@dataclass
class Parsed:
    rows: int = 0
    bodies: list[tuple[int, PermitIn]] = field(default_factory=list)
    problems: list[ProblemView] = field(default_factory=list)
    first: dict[tuple[str, PermitKind], int] = field(default_factory=dict)  # permit → its row

    def problem(self, row: int, column: str, reason: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            item = ProblemView(row=row, column=column, reason=reason, message=message)
            self.problems.append(item)


def parse_file(content: bytes, community_id: str) -> Parsed:
    """Raises InvalidArgument for what makes the whole file unreadable."""
    sheet = read_sheet(content)
    parsed = Parsed(rows=len(sheet.rows))
    if parsed.rows > MAX_ROWS:
        raise InvalidArgument(
            "IMPORT_TOO_MANY_ROWS", f"over {MAX_ROWS} rows", field="content", remedy="split it"
        )
    columns = _columns(sheet, parsed)
    if not parsed.problems:
        for number, cells in sheet.rows:
            _row(parsed, number, dict(zip(columns, cells, strict=False)), community_id)
    return parsed


def _columns(sheet: Sheet, parsed: Parsed) -> list[str]:
    known = {name: name for name in COLUMNS} | {label: name for name, label in COLUMNS.items()}
    columns = [known.get(cell.lower(), "") for cell in sheet.header]
    for cell, name in zip(sheet.header, columns, strict=True):
        if cell and not name:
            parsed.problem(1, cell[:64], "COLUMN_UNKNOWN", f"one of {', '.join(COLUMNS)}")
        elif name and columns.count(name) > 1:
            parsed.problem(1, cell, "COLUMN_TWICE", "this column is there twice")
    if "plate" not in columns:
        parsed.problem(1, "plate", "COLUMN_MISSING", "the column plate (车牌) is missing")
    return columns


def _row(parsed: Parsed, number: int, cells: dict[str, str], community_id: str) -> None:
    values: dict[str, Any] = {name: WORDS.get(c, c) for name, c in cells.items() if c and name}
    try:
        body = PermitIn.model_validate(values | {"community_id": community_id})
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            column = str(found["loc"][0]) if found["loc"] else "plate"
            reason = "VALUE_MISSING" if found["type"] == "missing" else "VALUE_INVALID"
            parsed.problem(number, column, reason, found["msg"])
        return
    first = parsed.first.setdefault(_key(body), number)
    if first != number:
        parsed.problem(number, "plate", "ROW_TWICE", f"row {first} is the same permit")
        return
    parsed.bodies.append((number, body))


def _key(body: PermitIn | Permit) -> tuple[str, PermitKind]:
    return body.plate, body.kind


class Importer:
    def __init__(self, db: Database, plates: Plates) -> None:
        self._db = db
        self._plates = plates

    async def run(
        self, who: Principal, community_id: str, content: bytes, dry_run: bool
    ) -> ImportView:
        who.within(community_id)
        parsed = await asyncio.to_thread(parse_file, content, community_id)
        async with self._db.write() as session:
            known = await store.standing_permits(session, community_id)
            fresh = self._compare(parsed, list(known))
            if not (parsed.problems or dry_run):
                await self._create(session, who, community_id, fresh)
        for row in () if parsed.problems or dry_run else fresh:
            self._plates.memory.apply(row)
        return ImportView(
            rows=parsed.rows,
            created=len(fresh),
            unchanged=len(parsed.bodies) - len(fresh),
            problems=parsed.problems,
        )

    def _compare(self, parsed: Parsed, known: list[Permit]) -> list[Permit]:
        """The permits to make; a house over its quota is a problem of the row that fills it."""
        there = {_key(row) for row in known if not row.source.startswith("resident:")}
        quota, houses = self._plates.settings.house_quota, _count(known)
        fresh = []
        for number, body in parsed.bodies:
            if _key(body) in there:
                continue
            if body.house_id and body.kind is PermitKind.RESIDENT:
                houses[body.house_id] += 1
                if quota and houses[body.house_id] > quota:
                    text = f"the house has its {quota} permits"
                    parsed.problem(number, "house_id", "HOUSE_QUOTA", text)
            row = new_permit(body)
            row.source = SOURCE
            fresh.append(row)
        return fresh

    async def _create(
        self, session: AsyncSession, who: Principal, community_id: str, rows: list[Permit]
    ) -> None:
        for row in rows:
            self._plates.add(session, row)
        key = f"community/{community_id}"
        audit.record(session, who, "permit.import", key, community_id, f"{len(rows)} permits")


def _count(known: list[Permit]) -> Counter[str]:
    return Counter(
        row.house_id
        for row in known
        if row.kind is PermitKind.RESIDENT and row.state is PermitState.GRANTED
    )
