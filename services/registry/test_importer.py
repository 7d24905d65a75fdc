"""Imports: good files, bad files, hostile files."""

import asyncio
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from anju.registry.v1 import registry_pb2 as pb
from kit.errors import InvalidArgument, ResourceExhausted
from services.registry import importer, rows, sheet
from services.registry.testing import District, district

HEADER = [
    *("type", "name", "town_code", "community_code", "position_code", "position", "access_point"),
    *("kind", "enclosure", "direction", "lane", "national_id", "capabilities", "vendor"),
]
ROWS = [
    # In any order: a device may come before its door.
    {
        "type": "device",
        "name": "闸机",
        "community_code": "A-1",
        "access_point": "南门 1",
        "position": "南门",
        "kind": "face_terminal",
        "national_id": "00000000000000000001",
        "capabilities": "face card、open",
    },
    {"type": "town", "name": "车站街道", "town_code": "370303002"},
    {
        "type": "community",
        "name": "甲",
        "town_code": "370303002",
        "community_code": "A-1",
        "kind": "old",
        "enclosure": "open",
    },
    {"type": "position", "name": "南门", "community_code": "A-1", "position_code": "0101001"},
    {
        "type": "access_point",
        "name": "南门 1",
        "community_code": "A-1",
        "position": "南门",
        "kind": "gate",
        "direction": "in",
    },
]
CHINESE = """类型,名称,镇街编码,小区编码,种类,封闭情况,方向,国标编码
镇街,车站街道,370303002,,,,,
小区,甲,370303002,A-1,老旧小区,开放,,
出入口,南门,,A-1,道闸,,双向,
设备,道闸 1,,A-1,道闸,,,00000000000000000001
"""


def csv_of(rows: list[dict[str, str]], header: list[str] = HEADER) -> bytes:
    lines = [",".join(row.get(name, "") for name in header) for row in rows]
    return "\n".join([",".join(header), *lines]).encode()


def xlsx_of(rows: list[dict[str, object]], header: list[str] = HEADER) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(header)
    for row in rows:
        page.append([row.get(name) for name in header])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def load(d: District, content: bytes, dry_run: bool = False):
    return await d.admin.ImportRegistry(pb.ImportRegistryRequest(content=content, dry_run=dry_run))


def counts(report) -> tuple[int, int, int, int, int]:
    return (
        report.rows,
        report.created,
        report.changed,
        report.unchanged,
        len(report.problems),
    )


@pytest.mark.parametrize("make", [csv_of, xlsx_of])
async def test_a_file_creates_changes_and_leaves_alone(tmp_path: Path, make) -> None:
    async with district(tmp_path) as d:
        assert counts(await load(d, make(ROWS), dry_run=True)) == (5, 5, 0, 0, 0)
        assert len((await d.admin.ListCommunities(pb.ListCommunitiesRequest())).communities) == 2
        assert counts(await load(d, make(ROWS))) == (5, 5, 0, 0, 0)
        [device] = (await d.admin.ListDevices(pb.ListDevicesRequest())).devices
        [point] = (await d.admin.ListAccessPoints(pb.ListAccessPointsRequest())).access_points
        assert device.access_point_id == point.id
        assert device.position_id == point.position_id != ""
        assert point.lane == point.id
        assert list(device.capabilities) == ["card", "face", "open"]
        assert counts(await load(d, make(ROWS))) == (5, 0, 0, 5, 0)
        [same] = (await d.admin.ListDevices(pb.ListDevicesRequest())).devices
        assert same == device, "an unchanged row has no new revision"
        changed = [ROWS[0] | {"vendor": "海康", "name": "新闸机", "capabilities": ""}]
        assert counts(await load(d, make(changed))) == (1, 0, 1, 0, 0)
        feed = pb.ListDevicesRequest(since_revision=device.revision)
        [after] = (await d.admin.ListDevices(feed)).devices
        assert (after.id, after.vendor, after.display_name) == (device.id, "海康", "新闸机")
        assert after.capabilities == device.capabilities, "an empty cell leaves it"
        told = await d.node.events("anju.district.registry.import.completed", 2)
        assert [e["data"].get("created", 0) for e in told] == [5, 0]
        assert int(told[1]["data"]["revision"]) == after.revision
        assert await d.beat(device.id) == [], "imported devices may report at once"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_chinese_headers_words_and_encodings(tmp_path: Path, encoding: str) -> None:
    async with district(tmp_path) as d:
        assert counts(await load(d, CHINESE.encode(encoding))) == (4, 4, 0, 0, 0)
        [device] = (await d.admin.ListDevices(pb.ListDevicesRequest())).devices
        assert (device.display_name, device.kind) == ("道闸 1", pb.DEVICE_KIND_BARRIER)
        [point] = (await d.admin.ListAccessPoints(pb.ListAccessPointsRequest())).access_points
        assert point.direction == pb.DIRECTION_BOTH


async def test_problems_name_row_and_column_and_change_nothing(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        await d.device(national_id="0" * 19 + "9")
        device = ROWS[0]
        rows = [
            *ROWS[1:],
            device | {"national_id": "3.70303E+19"},
            device | {"access_point": "北门"},
            device | {"national_id": "0" * 19 + "9"},
            {"type": "town", "name": "x", "town_code": "110101001"},
            {"type": "house"},
            {"type": "town", "name": "x", "town_code": "370303003", "lane": "A"},
            {"type": "town", "town_code": "370303004"},
            {"type": "town", "name": "again", "town_code": "370303002"},
            {
                "type": "community",
                "name": "乙",
                "town_code": "370399001",
                "community_code": "B",
                "kind": "palace",
                "enclosure": "open",
            },
            {"type": "position", "name": "x", "community_code": "Z", "position_code": "0101001"},
        ]
        report = await load(d, csv_of(rows))
        found = {(p.row, p.column, p.reason) for p in report.problems}
        assert found == {
            (6, "national_id", "VALUE_INVALID"),
            (7, "access_point", "ACCESS_POINT_NOT_FOUND"),
            (8, "national_id", "DEVICE_NATIONAL_ID_TAKEN"),
            (9, "town_code", "DISTRICT_NOT_FOUND"),
            (10, "type", "TYPE_UNKNOWN"),
            (11, "lane", "COLUMN_NOT_OF_TYPE"),
            (12, "name", "VALUE_MISSING"),
            (13, "type", "ROW_TWICE"),
            (14, "kind", "VALUE_INVALID"),
            (15, "community_code", "COMMUNITY_NOT_FOUND"),
        }
        assert "spreadsheet" in next(p.message for p in report.problems if p.row == 6)
        assert len((await d.admin.ListTowns(pb.ListTownsRequest())).towns) == 1


async def test_a_wrong_header_is_a_problem_of_row_1(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        report = await load(d, b"name,colour,name\nx,y,z\n")
        assert [(p.row, p.column, p.reason) for p in report.problems] == [
            (1, "colour", "COLUMN_UNKNOWN"),
            (1, "name", "COLUMN_TWICE"),
            (1, "type", "COLUMN_MISSING"),
        ]


async def test_problems_are_bounded(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        report = await load(d, b"type\n" + b"house\n" * 5000)
        assert (report.rows, len(report.problems)) == (5000, 1000)


@pytest.mark.parametrize("value", [37030300001310000001, 3.70303000013e19])
def test_numbers_that_a_spreadsheet_rounded_are_refused(value: float) -> None:
    row = ROWS[0] | {"national_id": float(value)}
    parsed = rows.parse_file(xlsx_of([row]))
    [problem] = parsed.problems.items
    assert (problem.row, problem.column) == (2, "national_id")
    assert "spreadsheet" in problem.message
    town = ROWS[1] | {"town_code": 370303002}
    assert not rows.parse_file(xlsx_of([town])).problems.items


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_are_numbered_as_in_the_file(delimiter: str) -> None:
    content = "type,name\n\ntown,a\n,\nhouse,b\n".replace(",", delimiter).encode()
    assert [number for number, _ in sheet.read_sheet(content).rows] == [3, 5]


def _archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _far_cell() -> bytes:
    """A sheet whose only other cell stands in the last corner."""
    book = openpyxl.Workbook()
    book.active["A1"] = "type"
    book.active["A2"] = "town"
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "IMPORT_EMPTY"),
        (b"type\n", "IMPORT_EMPTY"),
        (b"\n\n\n", "IMPORT_EMPTY"),
        (b"\xff\xfe\xff\xff\x00", "IMPORT_UNREADABLE"),
        (b"type\x00\nx", "IMPORT_UNREADABLE"),
        (b'type\n"' + b"x" * 200_000, "IMPORT_UNREADABLE"),
        (b"x" * (32 * 2**20 + 1), "IMPORT_TOO_LARGE"),
        (b"type\n" + b"town\n" * 200_001, "IMPORT_TOO_MANY_ROWS"),
        (b"," * 100 + b"\n1\n", "IMPORT_TOO_MANY_COLUMNS"),
        (b"PK\x03\x04garbage", "IMPORT_UNREADABLE"),
        (_archive({"a.txt": b"x"}), "IMPORT_UNREADABLE"),
        (_archive({"xl/workbook.xml": b"0" * (200 * 2**20)}), "IMPORT_TOO_LARGE"),
        (_archive({"xl/sharedStrings.xml": b"0" * (65 * 2**20)}), "IMPORT_TOO_LARGE"),
        (_archive({f"{i}.xml": b"" for i in range(600)}), "IMPORT_TOO_LARGE"),
        (_archive({"a.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>"}), "IMPORT_UNREADABLE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        rows.parse_file(content)
    assert caught.value.reason == reason


def test_a_cell_in_the_far_corner_does_not_unroll_the_sheet() -> None:
    assert sheet.read_sheet(_far_cell()).rows == [(2, ["town"])]


async def test_one_import_at_a_time_and_reads_go_on(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        devices = [ROWS[0] | {"national_id": f"{n:020}"} for n in range(5000)]
        work = asyncio.create_task(load(d, csv_of([*ROWS[1:], *devices])))
        await asyncio.sleep(0)
        with pytest.raises(ResourceExhausted) as caught:
            await load(d, csv_of(ROWS))
        assert caught.value.retry_after
        reads = 0
        while not work.done():
            await d.admin.ListTowns(pb.ListTownsRequest())
            reads += 1
        assert reads > 3
        assert (await work).created == 5004


async def test_what_was_written_meanwhile_counts(tmp_path: Path, monkeypatch) -> None:
    async with district(tmp_path) as d:
        real, calls = importer.load_known, []

        async def then_somebody_writes(session):
            known = await real(session)
            calls.append(known.revision)
            if len(calls) == 1:
                await d.device(national_id=ROWS[0]["national_id"], community_id=d.there)
            return known

        monkeypatch.setattr(importer, "load_known", then_somebody_writes)
        report = await load(d, csv_of(ROWS))
        assert [p.reason for p in report.problems] == ["DEVICE_NATIONAL_ID_TAKEN"]
        assert len(calls) == 2
        assert len((await d.admin.ListTowns(pb.ListTownsRequest())).towns) == 1
