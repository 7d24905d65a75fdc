"""The report as a workbook: one sheet per view, and formulas that let a reader check each sum.

Only the sheet of communities holds numbers that were measured; all others add them up in front of
the reader's eyes, so that a change there shows everywhere.
"""

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from services.coverage.measures import KEYS, MEASURES
from services.coverage.reports.content import Content, level, value
from services.coverage.reports.flat import PLACE, place_cells, plain
from services.coverage.reports.workbook import FIRST, Book
from services.coverage.views import RollupView

COMMUNITIES = "小区"
HOUR_MS = 3_600_000
SHARES = [each for each in MEASURES if each[0] not in ("repair", "returned")]
BEFORE = len(PLACE) + 2  # columns before the first figure: place, profile, revision
GROUP_COLUMN, KIND_COLUMN, TOWN_COLUMN = "F", "D", "A"


def as_xlsx(content: Content) -> bytes:
    book = Book(content.as_of, f"{content.title} {content.day}")
    note = f"数据截至 {content.day}（北京时间当日 24 时）；{content.plan}"
    _overview(book, content, note)
    _goals(book, content, note)
    _level(book, content, note, "镇街", "town", TOWN_COLUMN)
    _level(book, content, note, "类别", "kind", KIND_COLUMN)
    _level(book, content, note, "计划分组", "group", GROUP_COLUMN)
    _cards(book, content, note)
    _trend(book, content, note)
    _odd(book, content, note)
    _communities(book, content, note)
    _meaning(book, note)
    return book.bytes()


def _column(key: str, part: int) -> str:
    """Letter of a figure's column on the sheet of communities; part 0 is the numerator."""
    return str(get_column_letter(BEFORE + 2 * KEYS.index(key) + part + 1))


def _range(content: Content, letter: str) -> str:
    return f"{COMMUNITIES}!${letter}${FIRST}:${letter}${FIRST + len(content.lines) - 1}"


def _ratio(top: str, bottom: str) -> str:
    return f'=IF({bottom}=0,"—",{top}/{bottom})'


def _overview(book: Book, content: Content, note: str) -> None:
    rows = []
    for at, (key, name, meaning) in enumerate(MEASURES, FIRST):
        top, bottom = (f"=SUM({_range(content, _column(key, part))})" for part in (0, 1))
        ratio = _ratio(f"B{at}", f"C{at}")
        if key == "repair":
            ratio = f'=IF(C{at}=0,"—",ROUND(B{at}/C{at}/{HOUR_MS},1)&" 小时")'
        rows.append([name, top, bottom, ratio, meaning])
    header = ["指标", "分子", "分母", "比率", "定义"]
    book.sheet("总览", note, header, rows, (20, 22, 22, 12, 72), (4,))


def _goals(book: Book, content: Content, note: str) -> None:
    rows: list[list[Any]] = []
    for at, goal in enumerate(content.goals, FIRST):
        what = "建成" if goal.measure == "built" else "联网"
        rows.append(
            [
                *(goal.year, plain(goal.groups or "全部"), what, goal.communities, goal.needed),
                *(goal.reached, _ratio(f"F{at}", f"D{at}"), f"=F{at}-E{at}"),
                f'=IF(F{at}>=E{at},"完成","未完成")',
            ]
        )
    header = ["年度", "范围", "目标", "小区数", "应达到", "已达到", "完成比例", "差额", "结论"]
    book.sheet("年度目标", note, header, rows, (8, 28, 8, 10, 10, 10, 12, 10, 10), (7,))


def _level(book: Book, content: Content, note: str, title: str, name: str, letter: str) -> None:
    """Sums by a column of the sheet of communities, computed by the workbook."""
    found = level(content, name)
    rows = [_summed(content, row, at, letter) for at, row in enumerate(found, FIRST)]
    header = [title, "小区数"]
    for _, text, _ in SHARES:
        header += [f"{text}分子", f"{text}分母", text]
    percents = [3 * (n + 1) + 2 for n in range(len(SHARES))]
    book.sheet(title, note, header, rows, (22, 8, *(11,) * (3 * len(SHARES))), percents)


def _summed(content: Content, row: RollupView, at: int, letter: str) -> list[Any]:
    by = _range(content, letter)
    cells: list[Any] = [plain(row.name), f"=COUNTIF({by},A{at})"]
    for number, (key, _, _) in enumerate(SHARES):
        for part in (0, 1):
            cells.append(f"=SUMIF({by},A{at},{_range(content, _column(key, part))})")
        top, bottom = (get_column_letter(3 + 3 * number + part) for part in (0, 1))
        cells.append(_ratio(f"{top}{at}", f"{bottom}{at}"))
    return cells


def _cards(book: Book, content: Content, note: str) -> None:
    names = {key: name for key, name, _ in MEASURES}
    first = content.cards[0].scores if content.cards else []
    header = ["名次", "镇街", "小区数", "规模组", "组内名次"]
    header += [f"{names[s.measure]}（{s.weight:g} 分）" for s in first] + ["总分"]
    bands = {"small": "小", "middle": "中", "large": "大"}
    rows = []
    for at, card in enumerate(content.cards, FIRST):
        last = get_column_letter(5 + len(card.scores))
        points = [round(s.points, 2) for s in card.scores]
        head = [card.rank, plain(card.town_name), card.communities, bands[card.band]]
        rows.append([*head, card.band_rank, *points, f"=SUM(F{at}:{last}{at})"])
    text = f"{note}；小镇街的比率向全区平均收缩，以便公平比较"
    book.sheet("镇街考核", text, header, rows, (6, 16, 8, 8, 8, *(12,) * 9))


def _trend(book: Book, content: Content, note: str) -> None:
    keys = ("covered", "networked", "built", "online")
    names = {key: name for key, name, _ in MEASURES}
    rows = []
    for at, row in enumerate(content.trend, FIRST):
        cells: list[Any] = [row.day]
        for number, key in enumerate(keys):
            top, bottom = (f"{get_column_letter(2 + 3 * number + n)}{at}" for n in (0, 1))
            cells += [*value(row, key), _ratio(top, bottom)]
        rows.append(cells)
    header = ["日期"]
    for key in keys:
        header += [f"{names[key]}分子", f"{names[key]}分母", names[key]]
    sheet = book.sheet("趋势", note, header, rows, (12, *(14,) * 12), (4, 7, 10, 13))
    if rows:
        _chart(sheet, len(rows))


def _chart(sheet: Any, count: int) -> None:
    from openpyxl.chart import LineChart, Reference

    chart = LineChart()
    chart.title, chart.height, chart.width = "建成率与联网率（小区）", 9, 22
    for column in (4, 7):
        data = Reference(sheet, min_col=column, min_row=FIRST - 1, max_row=FIRST + count - 1)
        chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=FIRST, max_row=FIRST + count - 1))
    chart.y_axis.number_format, chart.y_axis.scaling.min, chart.y_axis.scaling.max = "0%", 0, 1
    sheet.add_chart(chart, f"A{FIRST + count + 2}")


def _odd(book: Book, content: Content, note: str) -> None:
    rows = [[plain(a.town_name), a.numerator, a.denominator, a.note] for a in content.anomalies]
    book.sheet("异常提示", note, ["镇街", "数量", "基数", "说明"], rows, (16, 16, 16, 80))


def _communities(book: Book, content: Content, note: str) -> None:
    header = [*PLACE, "部位表版本", "修订"]
    for _, name, _ in MEASURES:
        header += [f"{name}分子", f"{name}分母"]
    rows: Sequence[Sequence[Any]] = [
        [*place_cells(line), line.profile, line.revision, *line.figures.values()]
        for line in content.lines
    ]
    widths = (14, 12, 20, 12, 10, 16, 18, 18, 12, 10, 6)
    book.sheet(COMMUNITIES, note, header, rows, (*widths, *(13,) * (2 * len(KEYS))))


def _meaning(book: Book, note: str) -> None:
    rows = [[key, name, meaning] for key, name, meaning in MEASURES]
    book.sheet("指标说明", note, ["代码", "名称", "分子 ÷ 分母"], rows, (14, 22, 80))
