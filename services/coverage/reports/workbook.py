"""Workbooks that come out equal byte for byte, and look the same on screen and paper."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

HEAD = PatternFill("solid", fgColor="1F4E79")
BAND = PatternFill("solid", fgColor="F2F6FA")
EDGE = Border(*(Side("thin", color="BFBFBF"),) * 4)
WHITE = Font(name="微软雅黑", size=10, bold=True, color="FFFFFF")
TEXT = Font(name="微软雅黑", size=10)
TITLE = Font(name="微软雅黑", size=14, bold=True)
NOTE = Font(name="微软雅黑", size=9, italic=True, color="7F7F7F")
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=False)
FIRST = 4  # row of the first record; title, note and header stand above
STAMP = (1980, 1, 1, 0, 0, 0)


class Book:
    def __init__(self, when: datetime, title: str) -> None:
        self._book = openpyxl.Workbook()
        self._book.remove(self._book.active)
        self._when = when.replace(tzinfo=None)
        self._book.properties.creator = "Anju"
        self._book.properties.title = title

    def sheet(
        self,
        name: str,
        note: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Any]],
        widths: Sequence[float] = (),
        percents: Sequence[int] = (),
    ) -> Any:
        """A table under its title. `percents` are columns, from 1, shown as percentages. Text
        that starts with = is a formula: text from outside must not (see `flat.plain`)."""
        sheet = self._book.create_sheet(name)
        sheet["A1"], sheet["A1"].font = name, TITLE
        sheet["A2"], sheet["A2"].font = note, NOTE
        for at, text in enumerate(header, 1):
            cell = sheet.cell(FIRST - 1, at, text)
            cell.font, cell.fill, cell.border, cell.alignment = WHITE, HEAD, EDGE, CENTER
            width = widths[at - 1] if at <= len(widths) else 12
            sheet.column_dimensions[get_column_letter(at)].width = width
        for number, values in enumerate(rows, FIRST):
            for at, value in enumerate(values, 1):
                cell = sheet.cell(number, at, value)
                cell.font, cell.border, cell.alignment = TEXT, EDGE, LEFT
                if at in percents:
                    cell.number_format = "0.0%"
                if number % 2:
                    cell.fill = BAND
        _printed(sheet, len(header), len(rows))
        return sheet

    def bytes(self) -> bytes:
        self._book.properties.created = self._when
        file = io.BytesIO()
        self._book.save(file)
        return _stamped(file.getvalue(), self._when)


def _printed(sheet: Any, columns: int, rows: int) -> None:
    last = f"{get_column_letter(columns)}{FIRST + max(rows, 1) - 1}"
    sheet.freeze_panes = f"A{FIRST}"
    sheet.auto_filter.ref = f"A{FIRST - 1}:{last}"
    sheet.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"
    sheet.print_area = f"A1:{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.row_dimensions[FIRST - 1].height = 32


def _stamped(content: bytes, when: datetime) -> bytes:
    """The same workbook without the time at which it was saved."""
    out = io.BytesIO()
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()
