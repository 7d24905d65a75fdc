"""An approved award as a file: its derivation line by line."""

import csv
import io
from datetime import UTC, datetime, time

from kit.errors import FailedPrecondition
from services.coverage.award import sheet_of, yuan
from services.coverage.inputs import AwardFormat
from services.coverage.models import Award, AwardState
from services.coverage.reports.flat import plain
from services.coverage.reports.making import XLSX
from services.coverage.reports.workbook import Book


def export(row: Award, name: str, form: AwardFormat) -> tuple[bytes, str]:
    """The file and its media type. Raises FailedPrecondition AWARD_NOT_APPROVED."""
    if row.state is not AwardState.APPROVED:
        raise FailedPrecondition(
            "AWARD_NOT_APPROVED",
            "two people must approve an award before it leaves",
            remedy="approve it; the one who froze it cannot",
        )
    made = sheet_of(row)
    cells = [[plain(line.text), plain(line.formula), plain(line.value)] for line in made.lines]
    note = f"{plain(name)} {row.first_day} 至 {row.last_day}；{yuan(row.fen)}；SHA-256 {row.sha256}"
    header = ["项目", "计算", "结果"]
    if form is AwardFormat.CSV:
        file = io.StringIO()
        csv.writer(file).writerows([[note], header, *cells])
        return file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
    book = Book(datetime.combine(row.last_day, time(), UTC), "以奖代补核算单")
    book.sheet("以奖代补核算单", note, header, cells, (30, 60, 24))
    return book.bytes(), XLSX
