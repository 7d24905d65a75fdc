"""Calls from a kiosk: who rings, in which order, who may answer, and how it ends."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import pytest

from anju.visitor.v1 import visitor_pb2 as pb
from anju.visitor.v1.visitor_pb2_grpc import VisitorServiceStub
from kit.errors import FailedPrecondition, NotFound, PermissionDenied
from kit.testing import eventually, running, settings_in
from services.roles import ROLES
from services.visitor.conftest import MODULES, Estate, Settings
from services.visitor.settings import VisitorSettings

QUICK = {"ring_host": 0.4, "ring_contact": 0.4, "ring_desk": 0.4, "ring_guard": 0.4}
ALL_DAY = {"desk_start": "00:00", "desk_end": "23:59", "call_interval": 0.05}


@asynccontextmanager
async def estate_with(folder: Any, **values: Any) -> Any:
    own = VisitorSettings(**(ALL_DAY | values))
    async with running(settings_in(folder, Settings, visitor=own), MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        yield estate


def kiosk(estate: Estate, name: str = "kiosk 1") -> Any:
    return estate.stub("kiosk", subject=name)


async def place(estate: Estate, door: str = "501", name: str = "kiosk 1", **values: Any) -> Any:
    values.setdefault("building", "3" if door else "")
    request = pb.PlaceCallRequest(
        community_id=estate.here, access_point_id=estate.gate, number=door, **values
    )
    return await kiosk(estate, name).PlaceCall(request)


async def call(estate: Estate, id_: str) -> Any:
    listed = await estate.stub().ListCalls(pb.ListCallsRequest(community_id=estate.here))
    return next(each for each in listed.calls if each.id == id_)


async def comes(estate: Estate, id_: str, state: int, tier: int = 0) -> Any:
    async def check() -> Any:
        found = await call(estate, id_)
        return found if found.state == state and tier in (0, found.tier) else None

    return await eventually(check)


async def test_the_host_answers_and_lets_in_once(tmp_path: Any) -> None:
    async with estate_with(tmp_path) as estate:
        placed = await place(estate)
        assert placed.call.state == pb.CALL_STATE_RINGING
        assert (placed.call.house_id, placed.call.tier, placed.call.answered_by) == ("", 0, "")
        id_ = placed.call.id
        answered = await estate.mine().AnswerCall(pb.AnswerCallRequest(id=id_))
        assert answered.room_token != placed.room_token
        assert answered.call.state == pb.CALL_STATE_ANSWERED
        await estate.mine().ApproveCall(pb.ApproveCallRequest(id=id_))
        found = await kiosk(estate).GetCall(pb.GetCallRequest(id=id_))
        assert (found.call.state, found.call.reason) == (pb.CALL_STATE_ENDED, "APPROVED")
        token = getattr(found, "pass").token
        assert (await estate.show(estate.door, token=token)).reason == "WRONG_GATE"
        assert (await estate.show(token=token)).reason == "VISIT"
        assert (await estate.show(token=token)).reason == "USED_UP"
        with pytest.raises(FailedPrecondition):
            await estate.mine().ApproveCall(pb.ApproveCallRequest(id=id_))
        with pytest.raises(NotFound):
            await kiosk(estate, "kiosk 2").GetCall(pb.GetCallRequest(id=id_))


async def test_it_falls_through_house_contact_desk_and_guard(tmp_path: Any) -> None:
    async with estate_with(tmp_path, **QUICK) as estate:
        _, friend = await estate.home("502")
        contacts = pb.PutContactsRequest(
            community_id=estate.here, house_id=estate.house, subject_ids=[friend]
        )
        await estate.mine().PutContacts(contacts)
        id_ = (await place(estate)).call.id
        answer, contact = pb.AnswerCallRequest(id=id_), estate.stub("resident", subject=friend)
        with pytest.raises(NotFound):
            await contact.AnswerCall(answer)
        await comes(estate, id_, pb.CALL_STATE_RINGING, pb.CALL_TIER_CONTACT)
        with pytest.raises(NotFound):
            await estate.mine().AnswerCall(answer)
        await comes(estate, id_, pb.CALL_STATE_RINGING, pb.CALL_TIER_DESK)
        await comes(estate, id_, pb.CALL_STATE_RINGING, pb.CALL_TIER_GUARD)
        missed = await comes(estate, id_, pb.CALL_STATE_MISSED)
        assert missed.reason == "NOBODY"
        found = await estate.node.events("anju.*.visitor.call.*", 6)
        kinds = [event["type"].rpartition(".")[2] for event in found]
        assert kinds == ["placed", *["ringing"] * 4, "missed"]


async def test_at_night_it_goes_past_the_desk(tmp_path: Any) -> None:
    night = {"desk_start": "00:00", "desk_end": "00:00"}
    async with estate_with(tmp_path, **(QUICK | night)) as estate:
        id_ = (await place(estate)).call.id
        await comes(estate, id_, pb.CALL_STATE_RINGING, pb.CALL_TIER_GUARD)
        desk = (await place(estate, door="")).call.id
        assert (await call(estate, desk)).tier == pb.CALL_TIER_GUARD
        assert (await call(estate, id_)).reason in ("REPLACED", "NOBODY")


async def test_a_door_that_does_not_exist_looks_like_nobody_at_home(tmp_path: Any) -> None:
    async with estate_with(tmp_path, **QUICK) as estate:
        real, none = await place(estate), await place(estate, "999", "kiosk 2")
        for each in (real, none):
            each.call.ClearField("id")
            each.call.ClearField("create_time")
            each.call.ClearField("deadline")
        assert real.call == none.call


async def test_an_emergency_rings_until_somebody_answers(tmp_path: Any) -> None:
    async with estate_with(tmp_path, ring_guard=0.1) as estate:
        id_ = (await place(estate, emergency=True)).call.id
        await asyncio.sleep(0.5)
        assert (await call(estate, id_)).state == pb.CALL_STATE_RINGING
        guard = estate.stub("guard", subject="guard 1")
        await guard.AnswerCall(pb.AnswerCallRequest(id=id_))
        with pytest.raises(NotFound):
            await estate.mine().AnswerCall(pb.AnswerCallRequest(id=id_))


async def test_of_two_who_answer_one_has_it(tmp_path: Any) -> None:
    async with estate_with(tmp_path) as estate:
        id_ = (await place(estate, door="")).call.id
        desks = [estate.stub(subject=name) for name in ("a", "b")]
        request = pb.AnswerCallRequest(id=id_)
        answers = await asyncio.gather(
            *(desk.AnswerCall(request) for desk in desks), return_exceptions=True
        )
        assert sorted(type(each).__name__ for each in answers) == [
            "AnswerCallResponse",
            "FailedPrecondition",
        ]


async def test_handing_on_and_refusing(tmp_path: Any) -> None:
    async with estate_with(tmp_path) as estate:
        id_ = (await place(estate)).call.id
        await estate.mine().AnswerCall(pb.AnswerCallRequest(id=id_))
        await estate.mine().HandOnCall(pb.HandOnCallRequest(id=id_))
        desk = estate.stub(subject="desk")
        await desk.AnswerCall(pb.AnswerCallRequest(id=id_))
        request = pb.RefuseCallRequest(id=id_, reason="not expected")
        assert (await desk.RefuseCall(request)).call.reason == "REFUSED"
        found = await kiosk(estate).GetCall(pb.GetCallRequest(id=id_))
        assert not found.HasField("pass")
        with pytest.raises(PermissionDenied):
            await kiosk(estate).AnswerCall(pb.AnswerCallRequest(id=id_))


async def test_a_call_rings_on_after_a_restart(tmp_path: Any) -> None:
    async with estate_with(tmp_path) as estate:
        id_ = (await place(estate)).call.id
        who = {"role": "resident", "subject": estate.host, "communities": [estate.here]}
    own = VisitorSettings(**ALL_DAY)
    async with running(settings_in(tmp_path, Settings, visitor=own), MODULES, ROLES) as node:
        stub = node.stub(VisitorServiceStub, **who)
        answered = await stub.AnswerCall(pb.AnswerCallRequest(id=id_))
        assert answered.call.state == pb.CALL_STATE_ANSWERED


async def test_a_long_talk_ends_with_a_reason(tmp_path: Any) -> None:
    async with estate_with(tmp_path, talk_seconds=0.2) as estate:
        id_ = (await place(estate)).call.id
        await estate.mine().AnswerCall(pb.AnswerCallRequest(id=id_))
        assert (await comes(estate, id_, pb.CALL_STATE_ENDED)).reason == "TIME_UP"


async def test_500_calls_at_once_all_end(tmp_path: Any) -> None:
    async with estate_with(tmp_path, ring_desk=1.0, ring_guard=0.5) as estate:
        placed = await asyncio.gather(
            *(place(estate, "", f"kiosk {number}") for number in range(500))
        )
        assert {each.call.state for each in placed} == {pb.CALL_STATE_RINGING}

        async def all_missed() -> bool:
            ask = pb.ListCallsRequest(community_id=estate.here, page_size=500)
            calls = (await estate.stub().ListCalls(ask)).calls
            assert len(calls) == 500
            return {each.state for each in calls} == {pb.CALL_STATE_MISSED}

        await eventually(all_missed, 60)
