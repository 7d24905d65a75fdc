"""What the rows of an import file say: columns, words, and what each type of row needs."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ValidationError

from services.registry.inputs import (
    MAX_PROBLEMS,
    Address,
    Capabilities,
    CommunityCode,
    ImportProblem,
    Name,
    NationalId,
    PositionCode,
    Short,
    TownCode,
)
from services.registry.models import (
    AccessPointKind,
    CommunityKind,
    DeviceKind,
    Direction,
    Enclosure,
)
from services.registry.sheet import Sheet, read_sheet

# Columns: the English name, and the Chinese one for the same.
COLUMNS = {
    "type": "类型",
    "name": "名称",
    "town_code": "镇街编码",
    "community_code": "小区编码",
    "position_code": "部位编码",
    "position": "部位",
    "access_point": "出入口",
    "kind": "种类",
    "enclosure": "封闭情况",
    "address": "地址",
    "direction": "方向",
    "lane": "车道",
    "national_id": "国标编码",
    "capabilities": "能力",
    "vendor": "厂商",
    "model": "型号",
}


def _words(**chinese: str) -> BeforeValidator:
    """Accepts the Chinese words too; several for one value are parted by spaces."""
    known = {word: value for value, words in chinese.items() for word in words.split()}
    return BeforeValidator(lambda value: known.get(value, value))


def _split(value: Any) -> Any:
    return [p for p in re.split(r"[\s,;，；、|]+", value) if p] if isinstance(value, str) else value


class TownRow(BaseModel):
    town_code: TownCode
    name: Name


class CommunityRow(BaseModel):
    community_code: CommunityCode
    town_code: TownCode
    name: Name
    kind: Annotated[
        CommunityKind,
        _words(old="老旧小区 老旧", commercial="商品房小区 商品房", village="村居 村"),
    ]
    enclosure: Annotated[
        Enclosure,
        _words(new="新建封闭 新建", enclosed="已封闭 封闭", enclosable="可封闭", open="开放"),
    ]
    address: Address | None = None


class PositionRow(BaseModel):
    community_code: CommunityCode
    name: Name
    position_code: PositionCode


class AccessPointRow(BaseModel):
    community_code: CommunityCode
    name: Name
    position: Name | None = None
    kind: Annotated[
        AccessPointKind,
        _words(gate="人脸闸机 人行闸机", barrier="道闸", unit_door="单元门", door="门 其他门"),
    ]
    direction: Annotated[Direction, _words(**{"in": "进 入口"}, out="出 出口", both="双向 进出")]
    lane: Short | None = None


class DeviceRow(BaseModel):
    national_id: NationalId
    community_code: CommunityCode
    name: Name
    kind: Annotated[
        DeviceKind,
        _words(
            face_terminal="人脸闸机 人脸终端",
            reader="读卡器 读头",
            camera="摄像机 摄像头",
            barrier="道闸",
            kiosk="智能岗亭 岗亭",
            controller="门禁控制器 控制器",
            sensor="传感器",
        ),
    ]
    position: Name | None = None
    access_point: Name | None = None
    capabilities: Annotated[Capabilities, BeforeValidator(_split)] | None = None
    vendor: Short | None = None
    model: Short | None = None


ROWS: dict[str, type[BaseModel]] = {
    "town": TownRow,
    "community": CommunityRow,
    "position": PositionRow,
    "access_point": AccessPointRow,
    "device": DeviceRow,
}
TYPES = {name: name for name in ROWS} | {
    "镇街": "town",
    "小区": "community",
    "部位": "position",
    "出入口": "access_point",
    "设备": "device",
}
KEYS = {
    "town": ("town_code",),
    "community": ("community_code",),
    "position": ("community_code", "name"),
    "access_point": ("community_code", "name"),
    "device": ("national_id",),
}
Key = tuple[str, ...]


@dataclass
class Problems:
    items: list[ImportProblem] = field(default_factory=list)

    def add(self, row: int, column: str, reason: str, message: str) -> None:
        if len(self.items) < MAX_PROBLEMS:
            problem = ImportProblem(row=row, column=column, reason=reason, message=message)
            self.items.append(problem)


@dataclass
class Parsed:
    """The rows of a file by type and natural key, each with its row number."""

    rows: int = 0
    by_type: dict[str, dict[Key, tuple[int, BaseModel]]] = field(
        default_factory=lambda: {name: {} for name in ROWS}
    )
    labels: dict[str, str] = field(default_factory=dict)  # column → as the file calls it
    problems: Problems = field(default_factory=Problems)


def parse_file(content: bytes) -> Parsed:
    sheet = read_sheet(content)
    parsed = Parsed(rows=len(sheet.rows))
    columns = _columns(sheet, parsed)
    if parsed.problems.items:
        return parsed
    for number, cells in sheet.rows:
        values = {name: cell for name, cell in zip(columns, cells, strict=False) if cell and name}
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            parsed.problems.add(number, "", "TOO_MANY_CELLS", "more cells than the header")
        _parse_row(parsed, number, values)
    return parsed


def _columns(sheet: Sheet, parsed: Parsed) -> list[str]:
    """The column of each header cell; empty where the header is."""
    known = {name: name for name in COLUMNS} | {label: name for name, label in COLUMNS.items()}
    columns = []
    for cell in sheet.header:
        name = known.get(cell.lower().replace(" ", "_"), "")
        if cell and not name:
            parsed.problems.add(1, cell[:64], "COLUMN_UNKNOWN", "no such column")
        elif name and name in parsed.labels:
            parsed.problems.add(1, cell, "COLUMN_TWICE", "this column is there twice")
        elif name:
            parsed.labels[name] = cell
        columns.append(name)
    if "type" not in parsed.labels:
        parsed.problems.add(1, "type", "COLUMN_MISSING", "the column type (类型) is missing")
    return columns


def _parse_row(parsed: Parsed, number: int, values: dict[str, str]) -> None:
    label = parsed.labels["type"]
    given = values.pop("type", "")
    kind = TYPES.get(given.lower())
    if kind is None:
        parsed.problems.add(number, label, "TYPE_UNKNOWN", f"one of {', '.join(ROWS)}")
        return
    model = ROWS[kind]
    for odd in values.keys() - model.model_fields.keys():
        text = f"a row of type {kind} has no such value"
        parsed.problems.add(number, parsed.labels[odd], "COLUMN_NOT_OF_TYPE", text)
    try:
        row = model.model_validate(values)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            name = str(found["loc"][0])
            reason = "VALUE_MISSING" if found["type"] == "missing" else "VALUE_INVALID"
            message = _hint(values.get(name, "")) or found["msg"]
            parsed.problems.add(number, parsed.labels.get(name, name), reason, message)
        return
    key = tuple(getattr(row, name) for name in KEYS[kind])
    if first := parsed.by_type[kind].get(key):
        text = f"row {first[0]} is the same object"
        parsed.problems.add(number, label, "ROW_TWICE", text)
        return
    parsed.by_type[kind][key] = number, row


def _hint(value: str) -> str:
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+|[0-9]{16,}\.0", value):
        return "a spreadsheet rounded this number: format the column as text and enter it again"
    return ""
