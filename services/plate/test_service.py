"""Permits, lanes, look-ups and reads, through the real API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from anju.plate.v1 import plate_pb2 as pb
from kit.db import Database, place_of, select
from kit.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from kit.tables import Audit
from kit.testing import eventually, running, settings_in
from services.plate.conftest import MODULES, Estate, Settings
from services.plate.service import mask
from services.roles import ROLES


async def audited(estate: Estate, action: str) -> list[Any]:
    """Rows of the call register, read from the file as no API of this service shows them."""
    settings = estate.node.node.settings
    db = Database(place_of(settings.database, "plate", settings.data_dir / "db"), settings.database)
    async with db.read() as session:
        rows = (await session.exec(select(Audit).where(Audit.action == action))).all()
    await db.close()
    return list(rows)


async def test_a_permit_opens_a_lane(estate: Estate) -> None:
    lane = await estate.lane()
    assert (await estate.match(lane, "鲁C12345")).reason == "UNKNOWN_PLATE"
    made = await estate.permit(" 鲁c·12345", house_id="h", subject_id="s")
    assert (made.plate, made.state) == ("鲁C***45", pb.PERMIT_STATE_GRANTED)
    decision = await estate.match(lane, "鲁C12345")
    assert (decision.outcome, decision.action) == (pb.OUTCOME_EXACT, pb.ACTION_OPEN)
    assert (decision.permit_id, decision.house_id, decision.subject_id) == (made.id, "h", "s")
    assert (decision.permit_kind, decision.plate) == (pb.PERMIT_KIND_RESIDENT, "鲁C12345")
    near = await estate.match(lane, "鲁C1234S")
    assert near.outcome == pb.OUTCOME_NEAR
    assert (near.misreads[0].position, near.misreads[0].permitted) == (7, "5")


async def test_a_guest_invited_twice_has_two_permits(estate: Estate) -> None:
    guest = {"kind": pb.PERMIT_KIND_VISITOR, "source": "visitor:1"}
    await estate.permit(**guest)
    tomorrow = await estate.permit(**guest | {"source": "visitor:2"})
    assert tomorrow.state == pb.PERMIT_STATE_GRANTED
    with pytest.raises(AlreadyExists, match="visitor permit"):
        await estate.permit(**guest)


async def test_a_permit_of_another_community_opens_nothing(estate: Estate) -> None:
    lane = await estate.lane()
    await estate.permit(community_id=estate.there)
    assert (await estate.match(lane, "鲁C12345")).outcome == pb.OUTCOME_UNKNOWN


async def test_a_revoked_permit_stops_at_once(estate: Estate) -> None:
    lane, made = await estate.lane(), await estate.permit()
    for _ in range(2):
        answer = await estate.stub().RevokePermit(pb.RevokePermitRequest(id=made.id))
        assert answer.permit.state == pb.PERMIT_STATE_REVOKED
    assert (await estate.match(lane, "鲁C12345")).outcome == pb.OUTCOME_UNKNOWN
    with pytest.raises(FailedPrecondition, match="revoked"):
        await estate.stub().UpdatePermit(pb.UpdatePermitRequest(id=made.id, color="blue"))
    granted, revoked = await estate.node.events("anju.*.plate.permit.>", 2)
    assert granted["type"] == "anju.plate.permit.granted"
    assert revoked["data"] == {"permit_id": made.id, "kind": "resident", "source": "manual"}
    assert "12345" not in str([granted["data"], revoked["data"]]).replace(made.id, "")


async def test_permits_survive_a_restart(tmp_path) -> None:
    settings = settings_in(tmp_path, Settings)
    async with running(settings, MODULES, ROLES) as node:
        first = Estate(node)
        await first.found()
        lane = await first.lane(unknown=pb.UNKNOWN_POLICY_KIOSK)
        await first.permit()
    async with running(settings, MODULES, ROLES) as node:
        second = Estate(node)
        second.here = first.here
        assert (await second.match(lane, "鲁C12345")).action == pb.ACTION_OPEN
        assert (await second.match(lane, "鲁C77777")).action == pb.ACTION_KIOSK


async def test_a_permit_repeated_by_request_id_is_made_once(estate: Estate) -> None:
    first = await estate.permit(request_id="1")
    assert (await estate.permit(request_id="1")).id == first.id
    with pytest.raises(AlreadyExists, match="permit in the community"):
        await estate.permit()
    assert (await estate.permit(kind=pb.PERMIT_KIND_DENY)).kind == pb.PERMIT_KIND_DENY


async def test_the_quota_of_a_house(estate: Estate) -> None:
    one = await estate.permit("鲁C00001", house_id="h")
    await estate.permit("鲁C00002", house_id="h")
    with pytest.raises(FailedPrecondition, match="2 permits"):
        await estate.permit("鲁C00003", house_id="h")
    await estate.permit("鲁C00003", house_id="h", kind=pb.PERMIT_KIND_VISITOR)
    await estate.permit("鲁C00004", house_id="other")
    await estate.stub().RevokePermit(pb.RevokePermitRequest(id=one.id))
    await estate.permit("鲁C00005", house_id="h")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"plate": "鲁I12345"}, "position 2"),
        ({"plate": "鲁C1234"}, "position 7"),
        ({"color": "green"}, "neither that colour"),
        ({"color": "purple"}, "color"),
        ({"plate_kind": "police"}, "neither that colour"),
        ({"source": "resident:1"}, "source"),
    ],
)
async def test_a_wrong_permit_is_refused(estate: Estate, values, text: str) -> None:
    with pytest.raises(InvalidArgument, match=text) as caught:
        await estate.permit(**values)
    assert "12345" not in str(caught.value)


async def test_a_window_may_change(estate: Estate) -> None:
    lane, made = await estate.lane(), await estate.permit()
    request = pb.UpdatePermitRequest(id=made.id)
    request.valid_to.FromDatetime(datetime.now(UTC) + timedelta(seconds=0.3))
    assert (await estate.stub().UpdatePermit(request)).permit.HasField("valid_to")
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_OPEN

    async def revoked() -> bool:
        found = await estate.stub().GetPermit(pb.GetPermitRequest(id=made.id))
        return bool(found.permit.state == pb.PERMIT_STATE_REVOKED)

    with pytest.raises(InvalidArgument, match="colour"):
        await estate.stub().UpdatePermit(pb.UpdatePermitRequest(id=made.id, color="green"))
    await eventually(revoked)
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_REFUSE


async def test_plates_are_masked_and_look_ups_recorded(estate: Estate) -> None:
    made = await estate.permit()
    stub = estate.stub()
    assert (await stub.GetPermit(pb.GetPermitRequest(id=made.id))).permit.plate == "鲁C***45"
    with pytest.raises(InvalidArgument, match="community"):
        await stub.ListPermits(pb.ListPermitsRequest(plate="鲁C12345"))
    ask = pb.ListPermitsRequest(community_id=estate.here, plate="鲁c 12345")
    (found,) = (await stub.ListPermits(ask)).permits
    assert (found.id, found.plate) == (made.id, "鲁C***45")
    with pytest.raises(InvalidArgument):
        await stub.RevealPermit(pb.RevealPermitRequest(id=made.id, reason="x"))
    full = await stub.RevealPermit(pb.RevealPermitRequest(id=made.id, reason="blocks the road"))
    assert full.permit.plate == "鲁C12345"
    (looked,) = await audited(estate, "permit.lookup")
    (revealed,) = await audited(estate, "permit.reveal")
    assert looked.resource == revealed.resource == f"permit/{made.id}"
    assert (revealed.reason, revealed.role) == ("blocks the road", "property_manager")
    with pytest.raises(PermissionDenied):
        guard = estate.stub("guard")
        await guard.RevealPermit(pb.RevealPermitRequest(id=made.id, reason="curious"))


def test_a_mask_hides_the_middle() -> None:
    assert mask("鲁C12345") == "鲁C***45"
    assert mask("鲁CD12345") == "鲁C****45"
    assert mask("鲁C1") == mask("") == ""


async def test_what_lies_elsewhere_looks_absent(estate: Estate) -> None:
    made = await estate.permit(community_id=estate.there)
    stub = estate.stub()
    for name, request in (
        ("GetPermit", pb.GetPermitRequest(id=made.id)),
        ("RevokePermit", pb.RevokePermitRequest(id=made.id)),
        ("RevealPermit", pb.RevealPermitRequest(id=made.id, reason="as a test")),
        ("UpdatePermit", pb.UpdatePermitRequest(id=made.id, color="blue")),
    ):
        with pytest.raises(NotFound, match="no such permit"):
            await getattr(stub, name)(request)
    with pytest.raises(NotFound):
        await stub.CreatePermit(pb.CreatePermitRequest(community_id=estate.there, plate="鲁C12345"))
    assert not (await stub.ListPermits(pb.ListPermitsRequest())).permits
    point = await estate.point("北门", estate.there)
    for elsewhere in (point, "0191d0a0-0000-7000-8000-000000000009", "x"):
        with pytest.raises(NotFound, match="no such access point"):
            await stub.PutLane(pb.PutLaneRequest(access_point_id=elsewhere))
        with pytest.raises(NotFound, match="no such lane"):
            await stub.GetLane(pb.GetLaneRequest(access_point_id=elsewhere))


async def test_a_lane_keeps_its_rules(estate: Estate) -> None:
    lane = await estate.lane(
        kinds=[pb.PERMIT_KIND_VISITOR], unknown=pb.UNKNOWN_POLICY_RECORD, near=False, car_park="B1"
    )
    found = (await estate.stub().GetLane(pb.GetLaneRequest(access_point_id=lane))).lane
    assert (found.car_park, found.near, found.direction) == ("B1", False, 0)
    assert list(found.kinds) == [pb.PERMIT_KIND_VISITOR]
    (listed,) = (await estate.stub("guard").ListLanes(pb.ListLanesRequest())).lanes
    assert listed == found
    await estate.permit()
    assert (await estate.match(lane, "鲁C12345")).action == pb.ACTION_RECORD
    with pytest.raises(InvalidArgument, match="deny"):
        await estate.lane("北门", kinds=[pb.PERMIT_KIND_DENY])


async def test_a_lane_without_rules_of_its_own_knows_permits(estate: Estate) -> None:
    point = await estate.point()
    await estate.permit()
    assert (await estate.match(point, "鲁C12345")).action == pb.ACTION_OPEN
    assert (await estate.match(point, "鲁C77777")).action == pb.ACTION_REFUSE


async def test_a_device_reports_what_it_read(estate: Estate) -> None:
    lane = await estate.lane()
    await estate.permit(subject_id="s")
    device = estate.stub("device", access_point_id=lane)
    read = pb.Read(text="鲁C·1234S", confidence=0.97, color="blue")
    request = pb.ReportReadRequest(access_point_id=lane, read=read, request_id="1")
    first = await device.ReportRead(request)
    assert (first.action, first.reason) == (pb.ACTION_OPEN, "NEAR_PERMIT")
    assert (await device.ReportRead(request)).id == first.id
    await device.ReportRead(
        pb.ReportReadRequest(access_point_id=lane, read=pb.Read(text="京A00000", confidence=0.9))
    )
    reads = (await estate.stub("guard").ListReads(pb.ListReadsRequest())).reads
    assert [(each.plate, each.outcome) for each in reads] == [
        ("京A***00", pb.OUTCOME_UNKNOWN),
        ("鲁C***4S", pb.OUTCOME_NEAR),
    ]
    (matched,) = await estate.node.events("anju.*.plate.read.matched")
    assert matched["data"]["read_id"] == first.id
    other = await estate.lane("北门")
    with pytest.raises(PermissionDenied, match="own access point"):
        await device.ReportRead(pb.ReportReadRequest(access_point_id=other, read=read))
    with pytest.raises(NotFound, match="no such lane"):
        await device.ReportRead(pb.ReportReadRequest(access_point_id="x", read=read))


async def test_old_reads_and_strangers_are_forgotten(estate: Estate) -> None:
    lane = await estate.lane()
    await estate.permit()
    stub = estate.stub("integrator")
    await estate.permit("鲁C88888", kind=pb.PERMIT_KIND_DENY)
    seen = (("鲁C12345", 30), ("鲁C77777", 30), ("鲁C66666", 1), ("鲁C12345", 3000))
    for text, hours in (*seen, ("鲁C8888B", 30)):  # the last one is near a denied plate
        request = pb.ReportReadRequest(access_point_id=lane, read=pb.Read(text=text))
        request.time.FromDatetime(datetime.now(UTC) - timedelta(hours=hours))
        await stub.ReportRead(request)

    async def left() -> bool:
        found = (await estate.stub("guard").ListReads(pb.ListReadsRequest())).reads
        return [each.plate for each in found] == ["鲁C***66", "鲁C***45"]

    await eventually(left)
