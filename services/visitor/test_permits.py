"""A visitor's plate at the barrier: permitted with the visit, and no longer than it."""

from typing import Any

from anju.plate.v1 import plate_pb2
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.visitor.v1 import visitor_pb2 as pb
from kit.testing import eventually
from services.visitor.conftest import Estate

PLATE = "鲁C12345"


async def permits(estate: Estate) -> list[Any]:
    stub: Any = estate.node.stub(PlateServiceStub)
    return list((await stub.ListPermits(plate_pb2.ListPermitsRequest())).permits)


async def permitted(estate: Estate, state: int) -> Any:
    async def check() -> Any:
        return next((each for each in await permits(estate) if each.state == state), None)

    return await eventually(check)


async def test_a_plate_is_permitted_for_the_window_of_the_visit(estate: Estate) -> None:
    visit = (await estate.invite(plate=PLATE)).visit
    permit = await permitted(estate, plate_pb2.PERMIT_STATE_GRANTED)
    assert permit.kind == plate_pb2.PERMIT_KIND_VISITOR
    assert permit.source == f"visitor:{visit.id}"
    assert (permit.valid_from, permit.valid_to) == (visit.valid_from, visit.valid_to)

    async def told() -> bool:
        return bool((await estate.state(visit.id)).permit_id == permit.id)

    await eventually(told)
    await estate.mine().CancelVisit(pb.CancelVisitRequest(id=visit.id, reason="ill, sorry"))
    await permitted(estate, plate_pb2.PERMIT_STATE_REVOKED)


async def test_leaving_takes_the_permit_back(estate: Estate) -> None:
    made = await estate.invite(plate=PLATE)
    await permitted(estate, plate_pb2.PERMIT_STATE_GRANTED)
    for way in (False, True):
        await estate.show(token=getattr(made, "pass").token, out=way)
    await permitted(estate, plate_pb2.PERMIT_STATE_REVOKED)


async def test_no_plate_is_permitted_before_somebody_approves(estate: Estate) -> None:
    visit = await estate.request(plate=PLATE)
    made = await estate.invite(plate="鲁C54321")
    await permitted(estate, plate_pb2.PERMIT_STATE_GRANTED)
    assert [each.source for each in await permits(estate)] == [f"visitor:{made.visit.id}"]
    await estate.stub().ApproveVisit(pb.ApproveVisitRequest(id=visit.id))

    async def both() -> bool:
        return len(await permits(estate)) == 2

    await eventually(both)


async def test_a_second_visitor_with_the_same_plate_keeps_the_first_permit(estate: Estate) -> None:
    await estate.invite(plate=PLATE)
    permit = await permitted(estate, plate_pb2.PERMIT_STATE_GRANTED)
    second = await estate.invite(plate=PLATE)

    async def granted() -> list[str]:
        state = plate_pb2.PERMIT_STATE_GRANTED
        return [each.id for each in await permits(estate) if each.state == state]

    async def both() -> bool:
        return len(await granted()) == 2

    async def first_alone() -> bool:
        return await granted() == [permit.id]

    await eventually(both)
    await estate.mine().CancelVisit(pb.CancelVisitRequest(id=second.visit.id, reason="twice"))
    await eventually(first_alone)
