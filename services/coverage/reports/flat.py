"""The report as CSV (one row per community) and as JSON (all of it)."""

import csv
import io

from services.coverage.measures import MEASURES
from services.coverage.reports.content import STATES, Content, Line
from services.coverage.views import KINDS

ENCLOSURES = {"new": "新建封闭", "enclosed": "已封闭", "enclosable": "可封闭", "open": "开放"}
MONEY = {
    "developer": "开发商",
    "property_with_award": "物业自建，以奖代补",
    "government": "政府",
    "": "",
}
PLACE = ["镇街", "小区编码", "小区", "类别", "封闭情况", "计划分组", "承建单位", "资金来源", "状态"]


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula: names come from outside."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def place_cells(line: Line) -> list[str]:
    texts = [
        *(line.town, line.code, line.name, KINDS.get(line.kind, line.kind)),
        *(ENCLOSURES.get(line.enclosure, line.enclosure), line.group, line.builder),
        *(MONEY.get(line.money, line.money), STATES[line.state]),
    ]
    return [plain(text) for text in texts]


def as_csv(content: Content) -> bytes:
    file = io.StringIO()
    names = [f"{name}（{part}）" for _, name, _ in MEASURES for part in ("分子", "分母")]
    writer = csv.writer(file)
    writer.writerow(["日期", *PLACE, "部位表版本", "修订", *names])
    for line in content.lines:
        rest = [line.profile, line.revision, *line.figures.values()]
        writer.writerow([content.day.isoformat(), *place_cells(line), *rest])
    return file.getvalue().encode("utf-8-sig")


def as_json(content: Content) -> bytes:
    return content.model_dump_json(indent=1).encode()
