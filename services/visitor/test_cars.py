"""A visitor's car: its passages are the visit's, each once."""

from datetime import timedelta
from typing import Any

from anju.plate.v1 import plate_pb2
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1 import registry_pb2
from anju.visitor.v1 import visitor_pb2 as pb
from kit.message import timestamp
from kit.tables import now
from kit.testing import eventually
from services.visitor.conftest import Estate
from services.visitor.test_permits import PLATE, permitted


async def lane(estate: Estate, direction: int) -> str:
    request = registry_pb2.CreateAccessPointRequest(
        community_id=estate.here,
        display_name=f"车道 {direction}",
        kind=registry_pb2.ACCESS_POINT_KIND_BARRIER,
        direction=registry_pb2.DIRECTION_BOTH,
    )
    point = (await estate.registry.CreateAccessPoint(request)).access_point.id
    stub: Any = estate.node.stub(PlateServiceStub)

    async def known() -> Any:
        try:
            return await stub.PutLane(
                plate_pb2.PutLaneRequest(access_point_id=point, direction=direction)
            )
        except Exception:
            return None

    await eventually(known)
    return str(point)


async def drive(estate: Estate, point: str, key: str, permit_id: str) -> None:
    """Decided by the access service, then through."""
    service: Any = estate.node.stub(PlateServiceStub, role="service")
    device: Any = estate.node.stub(
        PlateServiceStub, role="device", communities=[estate.here], access_point_id=point
    )
    at = timestamp(now() - timedelta(seconds=1))
    decided = {"key": key, "opened": True, "plate": PLATE, "permit_id": permit_id}
    decided |= {"reason": "PERMIT", "pass_id": f"pass {key}"}
    await service.DecidePassage(plate_pb2.DecidePassageRequest(access_point_id=point, **decided))
    for _ in range(2):  # reports come twice
        await device.ReportPassed(
            plate_pb2.ReportPassedRequest(access_point_id=point, key=key, time=at)
        )


async def stands(estate: Estate, visit_id: str, state: int, inside: int) -> Any:
    async def check() -> Any:
        found = await estate.state(visit_id)
        return found if (found.state, found.inside) == (state, inside) else None

    return await eventually(check)


async def test_a_car_arrives_and_departs_with_its_visit(estate: Estate) -> None:
    way_in = await lane(estate, plate_pb2.DIRECTION_IN)
    way_out = await lane(estate, plate_pb2.DIRECTION_OUT)
    made = await estate.invite(plate=PLATE)
    permit = await permitted(estate, plate_pb2.PERMIT_STATE_GRANTED)
    await drive(estate, way_in, "k1", permit.id)
    arrived = await stands(estate, made.visit.id, pb.VISIT_STATE_ARRIVED, 1)
    assert arrived.used == 1
    token = getattr(made, "pass").token
    assert (await estate.show(token=token)).reason == "USED_UP"
    await drive(estate, way_out, "k2", permit.id)
    departed = await stands(estate, made.visit.id, pb.VISIT_STATE_DEPARTED, 0)
    assert [change.actor for change in departed.history][-2:] == ["barrier", "barrier"]
    assert (await estate.show(token=token)).reason == "DEPARTED"
    await permitted(estate, plate_pb2.PERMIT_STATE_REVOKED)
