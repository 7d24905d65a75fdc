"""Residents' plates become permits and go with them: issue, move, revoke, erase."""

from typing import Any

import pytest

from anju.plate.v1 import plate_pb2 as pb
from anju.resident.v1 import resident_pb2
from kit.errors import FailedPrecondition
from kit.events import event
from kit.testing import eventually
from services.plate.conftest import Estate


async def permits(estate: Estate) -> list[Any]:
    return list((await estate.stub().ListPermits(pb.ListPermitsRequest())).permits)


async def settled(estate: Estate, lane: str, plate: str, action: int) -> Any:
    async def check() -> Any:
        decision = await estate.match(lane, plate)
        return decision if decision.action == action else None

    return await eventually(check)


async def test_a_plate_credential_opens_the_barrier(estate: Estate) -> None:
    lane, house = await estate.lane(), await estate.house()
    person, _ = await estate.person(house)
    credential = await estate.credential(person, "鲁C12345")
    decision = await settled(estate, lane, "鲁C12345", pb.ACTION_OPEN)
    assert (decision.house_id, decision.subject_id) == (house, person)
    (made,) = await permits(estate)
    assert made.source == f"resident:{credential.id}"
    with pytest.raises(FailedPrecondition, match="credential"):
        await estate.stub().RevokePermit(pb.RevokePermitRequest(id=made.id))
    revoke = resident_pb2.RevokeCredentialRequest(id=credential.id)
    await estate.resident.RevokeCredential(revoke)
    await settled(estate, lane, "鲁C12345", pb.ACTION_REFUSE)


async def test_over_the_quota_a_plate_waits_for_its_turn(estate: Estate) -> None:
    lane, house = await estate.lane(), await estate.house()
    person, _ = await estate.person(house)
    held = [await estate.credential(person, f"鲁C0000{n}") for n in range(3)]
    await settled(estate, lane, "鲁C00001", pb.ACTION_OPEN)

    async def waiting() -> bool:
        return [each.state for each in await permits(estate)] == [1, 1, 2]

    await eventually(waiting)
    assert (await estate.match(lane, "鲁C00002")).reason == "HOUSE_QUOTA"
    revoke = resident_pb2.RevokeCredentialRequest(id=held[0].id)
    await estate.resident.RevokeCredential(revoke)
    await settled(estate, lane, "鲁C00002", pb.ACTION_OPEN)
    assert (await estate.match(lane, "鲁C00000")).action == pb.ACTION_REFUSE


async def test_a_move_takes_the_permit_along(estate: Estate) -> None:
    lane, first, second = await estate.lane(), await estate.house("1"), await estate.house("2")
    person, tenancy = await estate.person(first)
    await estate.credential(person, "鲁C12345")
    await settled(estate, lane, "鲁C12345", pb.ACTION_OPEN)
    await estate.moved_in(second, person)
    await estate.resident.EndTenancy(resident_pb2.EndTenancyRequest(id=tenancy))

    async def moved() -> bool:
        return [each.house_id for each in await permits(estate)] == [second]

    await eventually(moved)
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_OPEN


async def test_erasure_takes_permits_and_plates_and_is_acknowledged(estate: Estate) -> None:
    """R6, R29"""
    lane, house = await estate.lane(), await estate.house()
    person, _ = await estate.person(house)
    await estate.credential(person, "鲁C12345")
    await settled(estate, lane, "鲁C12345", pb.ACTION_OPEN)
    read = pb.ReportReadRequest(access_point_id=lane, read=pb.Read(text="鲁C12345"))
    await estate.stub("integrator").ReportRead(read)
    asked = await estate.resident.ErasePerson(resident_pb2.ErasePersonRequest(id=person))

    async def complete() -> Any:
        request = resident_pb2.GetErasureRequest(id=asked.erasure.id)
        found = (await estate.resident.GetErasure(request)).erasure
        return found if found.HasField("complete_time") else None

    receipt = await eventually(complete)
    (holder,) = receipt.holders
    assert (holder.holder, holder.count) == ("plate", 2)
    assert await permits(estate) == []
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_REFUSE
    (seen,) = (await estate.stub("guard").ListReads(pb.ListReadsRequest())).reads
    assert (seen.plate, seen.permit_id) == ("", "")


async def test_withdrawn_faces_leave_plates_alone(estate: Estate) -> None:
    made = await estate.permit(subject_id="s")
    body = resident_pb2.ErasureRequested(
        erasure_id="e",
        subject_id="s",
        cause=resident_pb2.ERASURE_CAUSE_CONSENT_WITHDRAWN,
        holders=["plate"],
    )
    row = event("resident.erasure.requested", estate.here, body)
    row.id = 1
    await estate.node.node.bus.publish([row])
    (answer,) = await estate.node.events("anju.*.plate.subject.erased")
    assert answer["data"].get("count", 0) == 0
    assert [each.id for each in await permits(estate)] == [made.id]
