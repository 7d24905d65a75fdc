"""Visits as a file for the property's desk: masked like the list, and recorded with a reason."""

import asyncio
import csv
import io
from collections.abc import Sequence

import openpyxl

from kit import audit
from kit.auth import Principal
from kit.db import MAX_PAGE, Database
from kit.errors import ResourceExhausted
from kit.hours import SHANGHAI
from services.visitor.inputs import ExportIn, Format, VisitQuery
from services.visitor.models import VisitView
from services.visitor.service import Visits

LIMIT = 20_000
MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADER = ["编号", "称呼", "手机号", "车牌", "事由", "状态", "开始", "结束", "进入", "在内", "超时"]


async def export(db: Database, visits: Visits, who: Principal, ask: ExportIn) -> tuple[bytes, int]:
    """The file, and how many visits it lists. Raises ResourceExhausted EXPORT_TOO_LARGE."""
    who.within(ask.community_id)
    query = VisitQuery(page_size=MAX_PAGE, **ask.model_dump(exclude={"format", "reason"}))
    rows: list[VisitView] = []
    while True:
        async with db.write() as session:
            found, token = await visits.list_visits(session, who, query)
            rows += found
            if not token or len(rows) > LIMIT:
                place = f"community/{ask.community_id}"
                audit.record(session, who, "visit.export", place, ask.community_id, ask.reason)
                break
        query = query.model_copy(update={"page_token": token})
    if len(rows) > LIMIT:
        raise ResourceExhausted(
            "EXPORT_TOO_LARGE",
            "too many visits for a file",
            limit=LIMIT,
            remedy="ask for less time",
        )
    make = _csv if ask.format is Format.CSV else _xlsx
    return await asyncio.to_thread(make, [_cells(row) for row in rows]), len(rows)


def _cells(row: VisitView) -> list[str | int]:
    start, end = (
        each.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        for each in (row.valid_from, row.valid_to)
    )
    texts = [row.id, row.name, row.phone, row.plate, row.purpose, row.state, start, end]
    return [*map(_plain, texts), row.used, row.inside, "是" if row.overdue else ""]


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula: visitors choose their names."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _csv(rows: Sequence[Sequence[str | int]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([HEADER, *rows])
    return file.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[str | int]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("访客")
    for row in (HEADER, *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
