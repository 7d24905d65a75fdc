"""Files for the desk: masked, recorded, and nothing in them that a spreadsheet would run."""

import csv
import io

import openpyxl
import pytest

from anju.visitor.v1 import visitor_pb2 as pb
from kit.errors import InvalidArgument, NotFound, PermissionDenied
from services.visitor.conftest import Estate
from services.visitor.test_service import audited

PHONE = "13800005678"


async def test_a_file_lists_visits_masked(estate: Estate) -> None:
    first = await estate.invite(name="=HYPERLINK(1)", phone=PHONE, plate="鲁C12345")
    second = await estate.invite(name="小王", starting=1)
    request = pb.ExportVisitsRequest(community_id=estate.here, reason="monthly report")
    made = await estate.stub().ExportVisits(request)
    assert made.rows == 2
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [second.visit.id, first.visit.id]
    assert rows[2][1:4] == ["'=HYPERLINK(1)", "138****5678", "鲁C***45"]
    assert await audited(estate, "visit.export") == ["monthly report"]
    request.format = pb.EXPORT_FORMAT_XLSX
    book = openpyxl.load_workbook(io.BytesIO((await estate.stub().ExportVisits(request)).content))
    cells = [[cell.value for cell in row] for row in book.active]
    assert cells[1][1] == "小王"
    assert PHONE not in str(cells)


async def test_only_the_desk_takes_files_and_says_why(estate: Estate) -> None:
    request = pb.ExportVisitsRequest(community_id=estate.here, reason="monthly report")
    for role in ("guard", "resident", "kiosk", "auditor"):
        with pytest.raises(PermissionDenied):
            await estate.stub(role).ExportVisits(request)
    with pytest.raises(InvalidArgument):
        await estate.stub().ExportVisits(pb.ExportVisitsRequest(community_id=estate.here))
    with pytest.raises(NotFound):
        await estate.stub().ExportVisits(
            pb.ExportVisitsRequest(community_id="elsewhere", reason="monthly report")
        )


async def test_rest_sends_an_attachment(estate: Estate) -> None:
    await estate.invite()
    async with estate.node.rest(role="property_manager", communities=[estate.here]) as http:
        query = {"community_id": estate.here, "reason": "monthly report", "format": "xlsx"}
        answer = await http.get("/visits:export", params=query)
        assert answer.headers["content-disposition"] == 'attachment; filename="visits.xlsx"'
        assert answer.content.startswith(b"PK")
