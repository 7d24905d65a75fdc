"""Reads a CSV or XLSX file into rows of text, within bounds that hold for hostile files too."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kit.errors import InvalidArgument

MAX_BYTES = 32 * 2**20
MAX_ROWS = 200_000
MAX_COLUMNS = 64
MAX_CELL = 1000
MAX_UNPACKED = 192 * 2**20
MAX_PART = {"xl/sharedStrings.xml": 64 * 2**20, "xl/styles.xml": 4 * 2**20}
MAX_PARTS = 500
# A spreadsheet keeps 15 digits of a number; longer ones were rounded when they were typed.
EXACT = 10**15


class Sheet(NamedTuple):
    header: list[str]
    rows: list[tuple[int, list[str]]]  # row number in the file, the header being 1


def read_sheet(content: bytes) -> Sheet:
    """Raises InvalidArgument for what makes the whole file unreadable."""
    if len(content) > MAX_BYTES:
        raise _bad("IMPORT_TOO_LARGE", f"the file is over {MAX_BYTES} bytes", "split the file")
    cells = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    return _collect(cells)


def _collect(lines: Iterable[list[str]]) -> Sheet:
    header: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        if number > MAX_ROWS + 1 and any(line):
            raise _bad("IMPORT_TOO_MANY_ROWS", f"over {MAX_ROWS} rows", "split the file")
        if len(line) > MAX_COLUMNS:
            raise _bad("IMPORT_TOO_MANY_COLUMNS", f"row {number} has over {MAX_COLUMNS} cells")
        if number == 1:
            header = line
        elif any(line):
            rows.append((number, line))
    if not any(header) or not rows:
        raise _bad("IMPORT_EMPTY", "the file has no header or no rows")
    return Sheet(header, rows)


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decode(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_cut(cell.strip()) for cell in line]
    except csv.Error:
        raise _bad("IMPORT_UNREADABLE", "the file is not CSV") from None


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _bad(
        "IMPORT_UNREADABLE",
        "the file is neither XLSX nor text in UTF-8 or GB 18030",
        "save it as XLSX or as CSV in UTF-8",
    )


def _xlsx(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    _check_parts(content)
    # The reader fails in many ways on a damaged file; each of them means the same here.
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
        for line in lines:
            cells = [_text(value) for value in line]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except InvalidArgument:
        raise
    except Exception:
        raise _bad("IMPORT_UNREADABLE", "the XLSX file cannot be read") from None


def _check_parts(content: bytes) -> None:
    """Refuses archives that unpack to much, and XML with entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            too_big = len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED
            for part in parts:
                if too_big or part.file_size > MAX_PART.get(part.filename, MAX_UNPACKED):
                    raise _bad("IMPORT_TOO_LARGE", "the XLSX file unpacks to too much")
                with archive.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096):
                        raise _bad("IMPORT_UNREADABLE", "the XLSX file holds a document type")
    # zipfile raises RuntimeError for encrypted parts and NotImplementedError for compressions
    # that it does not know.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _bad("IMPORT_UNREADABLE", "the XLSX file is damaged") from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        value = int(value)
    return _cut(str(value).strip())


def _cut(cell: str) -> str:
    """Longer than any valid value stays longer, without carrying megabytes around."""
    return cell[: MAX_CELL + 1]


def _bad(reason: str, message: str, remedy: str = "") -> InvalidArgument:
    return InvalidArgument(reason, message, field="content", remedy=remedy)
