"""Visits from invitation to departure, through the real API."""

from datetime import timedelta
from typing import Any

import pytest

from anju.visitor.v1 import visitor_pb2 as pb
from kit.db import select
from kit.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    ResourceExhausted,
)
from kit.message import timestamp
from kit.tables import Audit, now
from kit.testing import eventually, running, settings_in
from services.roles import ROLES
from services.visitor.conftest import MODULES, Estate, Settings
from services.visitor.settings import VisitorSettings

PHONE = "13800005678"


async def test_an_invitation_opens_once_and_ends_with_the_departure(estate: Estate) -> None:
    made = await estate.invite(phone=PHONE)
    token = getattr(made, "pass").token
    assert made.visit.state == pb.VISIT_STATE_APPROVED
    first = await estate.show(token=token)
    assert (first.outcome, first.reason, first.entry) == (pb.OUTCOME_OPEN, "VISIT", 1)
    assert (first.visit_id, first.house_id) == (made.visit.id, estate.house)
    assert (await estate.show(token=token)).reason == "USED_UP"
    left = await estate.show(token=token, out=True, gate=estate.door)
    assert (left.outcome, left.reason) == (pb.OUTCOME_OPEN, "LEAVING")
    assert (await estate.show(token=token)).reason == "DEPARTED"
    visit = await estate.state(made.visit.id)
    assert (visit.state, visit.inside, visit.used) == (pb.VISIT_STATE_DEPARTED, 0, 1)
    assert [(c.target_state, c.actor) for c in visit.history] == [
        (pb.VISIT_STATE_INVITED, estate.host),
        (pb.VISIT_STATE_APPROVED, estate.host),
        (pb.VISIT_STATE_ARRIVED, "gate"),
        (pb.VISIT_STATE_DEPARTED, "gate"),
    ]


async def test_events_tell_each_state_and_no_visitor(estate: Estate) -> None:
    made = await estate.invite(phone=PHONE, plate="鲁C12345", name="小明明")
    token = getattr(made, "pass").token
    await estate.show(token=token)
    await estate.show(token=token, out=True)
    found = await estate.node.events("anju.*.visitor.>", 7)
    assert [event["type"].removeprefix("anju.visitor.") for event in found] == [
        "visit.invited",
        "visit.approved",
        "pass.issued",
        "visit.arrived",
        "pass.redeemed",
        "visit.departed",
        "pass.redeemed",
    ]
    text = str(found)
    assert not any(secret in text for secret in (PHONE, "鲁C12345", "小明明", token))


async def test_a_request_waits_for_an_approval(estate: Estate) -> None:
    visit = await estate.request()
    assert visit.state == pb.VISIT_STATE_REQUESTED
    with pytest.raises(FailedPrecondition) as refused:
        await estate.stub().ShowPass(pb.ShowPassRequest(visit_id=visit.id))
    assert refused.value.reason == "NO_PASS"
    made = await estate.stub("guard").ApproveVisit(pb.ApproveVisitRequest(id=visit.id))
    opened = await estate.show(token=getattr(made, "pass").token)
    assert opened.outcome == pb.OUTCOME_OPEN
    with pytest.raises(FailedPrecondition, match="reject a visit that is arrived") as illegal:
        request = pb.RejectVisitRequest(id=visit.id, reason="too late")
        await estate.stub().RejectVisit(request)
    assert illegal.value.metadata["state"] == "arrived"


@pytest.mark.parametrize("end", ["Reject", "Cancel"])
async def test_a_request_can_be_turned_down(estate: Estate, end: str) -> None:
    visit = await estate.request()
    request = getattr(pb, f"{end}VisitRequest")(id=visit.id, reason="nobody at home")
    made = await getattr(estate.stub(), f"{end}Visit")(request)
    assert made.visit.state in (pb.VISIT_STATE_REJECTED, pb.VISIT_STATE_CANCELLED)
    with pytest.raises(FailedPrecondition):
        await estate.stub().ApproveVisit(pb.ApproveVisitRequest(id=visit.id))


async def test_cancelling_voids_the_pass_at_once(estate: Estate) -> None:
    made = await estate.invite()
    shown = getattr(made, "pass")
    await estate.mine().CancelVisit(pb.CancelVisitRequest(id=made.visit.id, reason="ill, sorry"))
    assert (await estate.show(token=shown.token)).reason == "CANCELLED"
    assert (await estate.show(code=shown.code)).reason == "UNKNOWN_CODE"
    kit = await estate.stub("device").GetOfflineKit(
        pb.GetOfflineKitRequest(community_id=estate.here)
    )
    assert list(kit.revoked) == [shown.id]


async def test_a_reissued_pass_replaces_the_former(estate: Estate) -> None:
    made = await estate.invite()
    old = getattr(made, "pass")
    request = pb.ReissuePassRequest(visit_id=made.visit.id, reason="phone was lost")
    new = getattr(await estate.mine().ReissuePass(request), "pass")
    assert old.code != new.code
    assert (await estate.show(token=old.token)).reason == "REVOKED"
    assert (await estate.show(code=old.code)).reason == "UNKNOWN_CODE"
    assert (await estate.show(code=new.code)).outcome == pb.OUTCOME_OPEN
    shown = await estate.mine().ShowPass(pb.ShowPassRequest(visit_id=made.visit.id))
    assert getattr(shown, "pass") == new


async def test_residents_see_and_invite_to_their_own_house_alone(estate: Estate) -> None:
    other_house, other = await estate.home("502")
    made = await estate.invite()
    neighbour = estate.stub("resident", subject=other)
    with pytest.raises(NotFound):
        await neighbour.GetVisit(pb.GetVisitRequest(id=made.visit.id))
    assert not (await neighbour.ListVisits(pb.ListVisitsRequest())).visits
    with pytest.raises(NotFound) as stranger:
        await neighbour.CreateVisit(estate.invitation(house_id=estate.house))
    with pytest.raises(NotFound) as nowhere:
        await neighbour.CreateVisit(estate.invitation(house_id="no such house"))
    assert stranger.value.message == nowhere.value.message
    with pytest.raises(PermissionDenied):
        await neighbour.CreateVisit(estate.invitation(house_id=other_house, host_id=estate.host))


async def test_the_property_may_have_to_approve_invitations(tmp_path: Any) -> None:
    settings = settings_in(tmp_path, Settings, visitor=VisitorSettings(approval="property"))
    async with running(settings, MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        made = await estate.invite()
        assert made.visit.state == pb.VISIT_STATE_INVITED
        assert not made.HasField("pass")
        request = pb.ApproveVisitRequest(id=made.visit.id)
        with pytest.raises(PermissionDenied):
            await estate.mine().ApproveVisit(request)
        approved = await estate.stub().ApproveVisit(request)
        assert approved.visit.state == pb.VISIT_STATE_APPROVED


async def test_windows_are_bounded(estate: Estate) -> None:
    for values, reason in (
        ({"starting": -3.0}, "WINDOW_OVER"),
        ({"lasting": 24 * 91.0}, "WINDOW_TOO_LONG"),
        ({"starting": 24 * 91.0}, "TOO_FAR_AHEAD"),
    ):
        with pytest.raises(InvalidArgument) as refused:
            await estate.invite(**values)
        assert refused.value.reason == reason


async def test_houses_and_phones_have_limits(estate: Estate) -> None:
    await estate.invite(phone=PHONE)
    with pytest.raises(AlreadyExists) as overlap:
        await estate.invite(phone=PHONE)
    assert overlap.value.reason == "VISIT_OVERLAPS"
    await estate.invite(phone=PHONE, starting=3)
    await estate.invite(phone=PHONE, starting=6)
    with pytest.raises(ResourceExhausted) as phone:
        await estate.invite(phone=PHONE, starting=9)
    assert phone.value.reason == "PHONE_LIMIT"
    for _ in range(3):
        await estate.invite()
    with pytest.raises(ResourceExhausted) as house:
        await estate.invite()
    assert house.value.reason == "HOUSE_LIMIT"


async def test_a_blocked_phone_is_refused_until_the_block_is_lifted(estate: Estate) -> None:
    waiting = await estate.request(phone=PHONE)
    block = (
        await estate.stub().CreateBlock(
            pb.CreateBlockRequest(
                community_id=estate.here,
                phone=PHONE,
                reason="damaged the gate",
                expire_time=timestamp(now() + timedelta(days=30)),
            )
        )
    ).block
    for call in (
        estate.stub().ApproveVisit(pb.ApproveVisitRequest(id=waiting.id)),
        estate.invite(phone=PHONE, starting=5),
    ):
        with pytest.raises(FailedPrecondition) as refused:
            await call
        assert refused.value.reason == "VISITOR_BLOCKED"
    assert len((await estate.stub().ListBlocks(pb.ListBlocksRequest())).blocks) == 1
    await estate.stub().LiftBlock(pb.LiftBlockRequest(id=block.id, reason="paid for it"))
    await estate.stub().ApproveVisit(pb.ApproveVisitRequest(id=waiting.id))


async def test_phones_and_plates_are_shown_for_a_reason_alone(estate: Estate) -> None:
    made = await estate.invite(phone=PHONE, plate="鲁C·12345")
    assert (made.visit.phone, made.visit.plate) == ("138****5678", "鲁C***45")
    request = pb.RevealVisitRequest(id=made.visit.id, reason="left a bag behind")
    seen = (await estate.stub().RevealVisit(request)).visit
    assert (seen.phone, seen.plate) == (PHONE, "鲁C12345")
    assert await audited(estate, "visit.reveal") == ["left a bag behind"]
    with pytest.raises(InvalidArgument):
        await estate.stub().ListVisits(pb.ListVisitsRequest(phone=PHONE, community_id=estate.here))
    found = await estate.stub().ListVisits(
        pb.ListVisitsRequest(phone=PHONE, community_id=estate.here, reason="left a bag")
    )
    assert [visit.id for visit in found.visits] == [made.visit.id]
    assert await audited(estate, "visit.lookup") == ["left a bag"]


async def audited(estate: Estate, action: str) -> list[str]:
    """Reasons in the call register, read from the tables as no API of this service shows them."""
    async with estate.tables() as db, db.read() as session:
        rows = (await session.exec(select(Audit).where(Audit.action == action))).all()
    return [row.reason for row in rows]


async def test_nothing_of_a_visitor_lies_open_in_the_file(estate: Estate) -> None:
    await estate.invite(phone=PHONE, plate="鲁C12345", name="小明明")
    folder = estate.node.node.settings.data_dir / "db"
    content = b"".join(path.read_bytes() for path in folder.glob("visitor.db*"))
    for secret in (PHONE, "鲁C12345", "小明明"):
        assert secret.encode() not in content


async def test_the_clock_ends_visits(estate: Estate) -> None:
    waiting = await estate.request(valid_to=timestamp(now() + timedelta(seconds=1)))
    nobody = await estate.invite(lasting=0.0003)
    inside = await estate.invite(lasting=0.0003)
    token = getattr(inside, "pass").token
    assert (await estate.show(token=token)).reason == "VISIT"

    async def ended(visit_id: str, state: int) -> Any:
        async def check() -> bool:
            return bool((await estate.state(visit_id)).state == state)

        return await eventually(check)

    await ended(waiting.id, pb.VISIT_STATE_EXPIRED)
    await ended(nobody.visit.id, pb.VISIT_STATE_NO_SHOW)

    async def overdue() -> bool:
        ask = pb.ListVisitsRequest(overdue=True)
        return [v.id for v in (await estate.stub().ListVisits(ask)).visits] == [inside.visit.id]

    await eventually(overdue)
    assert (await estate.show(token=token, out=True)).reason == "LEAVING"
    assert (await estate.state(inside.visit.id)).state == pb.VISIT_STATE_DEPARTED
