"""Import of permits: all rows or none, again without harm, and a problem for each wrong row."""

import io

import pytest
from openpyxl import Workbook

from anju.plate.v1 import plate_pb2 as pb
from kit.errors import InvalidArgument, NotFound
from services.plate.conftest import Estate
from services.plate.importer import parse_file


async def load(estate: Estate, text: str, dry_run: bool = False, content: bytes = b""):
    request = pb.ImportPermitsRequest(
        community_id=estate.here, content=content or text.encode(), dry_run=dry_run
    )
    return await estate.stub().ImportPermits(request)


async def test_a_file_makes_permits_that_open(estate: Estate) -> None:
    lane = await estate.lane()
    file = "车牌,种类,房屋,颜色\n鲁C·12345,业主,h1,蓝\n鲁c d12345,访客,,绿\n鲁C66666,黑名单,,\n"
    tried = await load(estate, file, dry_run=True)
    assert (tried.rows, tried.created, list(tried.problems)) == (3, 3, [])
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_REFUSE
    assert (await load(estate, file)).created == 3
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_OPEN
    assert (await estate.match(lane, "鲁C66666")).outcome == pb.OUTCOME_DENIED
    again = await load(estate, file)
    assert (again.created, again.unchanged) == (0, 3)


async def test_one_wrong_row_stops_all(estate: Estate) -> None:
    lane = await estate.lane()
    file = "plate,kind\n鲁C12345,resident\n鲁C1234,resident\n鲁C77777,king\n鲁C12345,resident\n"
    answer = await load(estate, file)
    found = [(each.row, each.column, each.reason) for each in answer.problems]
    assert found == [
        (3, "plate", "VALUE_INVALID"),
        (4, "kind", "VALUE_INVALID"),
        (5, "plate", "ROW_TWICE"),
    ]
    assert "position 7" in answer.problems[0].message
    assert not (await estate.stub().ListPermits(pb.ListPermitsRequest())).permits
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_REFUSE


async def test_the_quota_counts_what_is_there_and_what_comes(estate: Estate) -> None:
    await estate.permit("鲁C00001", house_id="h")
    answer = await load(estate, "plate,house_id\n鲁C00002,h\n鲁C00003,h\n")
    (problem,) = answer.problems
    assert (problem.row, problem.reason) == (3, "HOUSE_QUOTA")


async def test_a_spreadsheet_is_read_too(estate: Estate) -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["车牌", "失效时间"])
    book.active.append(["鲁C12345", "2099-01-01T00:00:00+08:00"])
    book.save(file)
    assert (await load(estate, "", content=file.getvalue())).created == 1
    (made,) = (await estate.stub().ListPermits(pb.ListPermitsRequest())).permits
    assert (made.source, made.valid_to.ToJsonString()) == ("import", "2098-12-31T16:00:00Z")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kind\nresident\n", "COLUMN_MISSING"),
        ("plate,colour of car\n鲁C12345,red\n", "COLUMN_UNKNOWN"),
        ("plate,车牌\n鲁C12345,鲁C12345\n", "COLUMN_TWICE"),
    ],
)
def test_wrong_headers(text: str, reason: str) -> None:
    assert reason in {each.reason for each in parse_file(text.encode(), "here").problems}


def test_problems_do_not_repeat_the_plate() -> None:
    parsed = parse_file("plate\n鲁C1234567\n".encode(), "here")
    assert parsed.problems
    assert "1234567" not in str(parsed.problems)


async def test_elsewhere_is_absent_and_rubbish_refused(estate: Estate) -> None:
    with pytest.raises(NotFound):
        await estate.stub().ImportPermits(
            pb.ImportPermitsRequest(community_id=estate.there, content=b"plate\n")
        )
    with pytest.raises(InvalidArgument):
        await load(estate, "", content=b"PK\x03\x04rubbish")
