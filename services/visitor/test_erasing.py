"""After its time, and with the person visited, nothing of a visit is left but a receipt."""

import hashlib
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from anju.resident.v1 import resident_pb2
from anju.visitor.v1 import visitor_pb2 as pb
from kit.tables import now
from kit.testing import eventually
from services.visitor.conftest import Estate
from services.visitor.models import Visit, VisitChange, VisitEntry, VisitPass


async def left(estate: Estate) -> list[int]:
    """Rows in each table that holds something of visits."""
    async with estate.tables() as db, db.read() as session:
        counts = [
            int((await session.exec(sa.select(sa.func.count()).select_from(model))).one()[0])
            for model in (Visit, VisitPass, VisitEntry, VisitChange)
        ]
    return counts


async def receipts(estate: Estate) -> list[Any]:
    return list((await estate.stub().ListReceipts(pb.ListReceiptsRequest())).receipts)


async def test_a_visit_is_erased_after_its_time_with_a_receipt(estate: Estate) -> None:
    made = await estate.invite(phone="13800005678")
    assert made.visit.expire_time.ToDatetime() - made.visit.valid_to.ToDatetime() == timedelta(30)
    await estate.show(token=getattr(made, "pass").token)
    await estate.mine().DepartVisit(pb.DepartVisitRequest(id=made.visit.id, reason="went home"))
    assert all(await left(estate))
    async with estate.tables() as db, db.write() as session:
        await session.exec(sa.update(Visit).values(expire_time=now()))

    async def gone() -> bool:
        return not any(await left(estate))

    await eventually(gone)
    (receipt,) = await receipts(estate)
    digest = hashlib.sha256(made.visit.id.encode()).hexdigest()
    assert (receipt.cause, receipt.count, receipt.digest) == ("RETENTION", 1, digest)
    event = (await estate.node.events("anju.*.visitor.visits.erased"))[0]
    assert event["data"] == {
        "receipt_id": receipt.id,
        "cause": "RETENTION",
        "count": 1,
        "digest": digest,
    }
    assert (await estate.show(token=getattr(made, "pass").token)).reason == "ERASED"


async def test_visits_to_somebody_go_with_them(estate: Estate) -> None:
    other_house, other = await estate.home("502")
    await estate.invite()
    kept = await estate.stub("resident", subject=other).CreateVisit(
        estate.invitation(house_id=other_house)
    )
    await estate.resident.ErasePerson(resident_pb2.ErasePersonRequest(id=estate.host))

    async def one_left() -> bool:
        return (await left(estate))[0] == 1

    await eventually(one_left)
    assert (await estate.state(kept.visit.id)).id == kept.visit.id
    assert [receipt.cause for receipt in await receipts(estate)] == ["HOST_ERASED"]

    async def acknowledged() -> bool:
        answer = await estate.resident.ListErasures(resident_pb2.ListErasuresRequest())
        return all(each.HasField("complete_time") for each in answer.erasures)

    await eventually(acknowledged)
