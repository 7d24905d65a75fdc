"""Passes at gates: attacks, repeats and two gates at once, through the real API."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from anju.visitor.v1 import visitor_pb2 as pb
from kit.errors import FailedPrecondition, InvalidArgument, PermissionDenied
from kit.hours import SHANGHAI
from kit.tables import new_id
from services.visitor.conftest import Estate


async def token_of(estate: Estate, **values: object) -> str:
    return str(getattr(await estate.invite(**values), "pass").token)


async def test_of_two_gates_at_once_one_opens(estate: Estate) -> None:
    for _ in range(5):
        token = await token_of(estate, route=[estate.gate, estate.door])
        answers = await asyncio.gather(
            *(estate.show(gate, token=token) for gate in (estate.gate, estate.door) * 5)
        )
        assert sorted(a.reason for a in answers) == ["USED_UP"] * 9 + ["VISIT"]
        visit_id = next(a.visit_id for a in answers if a.visit_id)
        assert (await estate.state(visit_id)).used == 1
        await estate.stub().DepartVisit(pb.DepartVisitRequest(id=visit_id, reason="next one"))


async def test_a_repeated_attempt_has_the_same_answer(estate: Estate) -> None:
    made = await estate.invite(route=[estate.gate, estate.door])
    token, pass_id = getattr(made, "pass").token, new_id()
    answers = await asyncio.gather(*(estate.show(token=token, pass_id=pass_id) for _ in range(5)))
    assert {(a.reason, a.entry) for a in answers} == {("VISIT", 1)}
    assert (await estate.show(token=token, pass_id=pass_id)).reason == "VISIT"
    assert (await estate.state(made.visit.id)).used == 1
    with pytest.raises(FailedPrecondition) as reused:
        await estate.show(estate.door, token=token, pass_id=pass_id)
    assert reused.value.reason == "PASS_ID_REUSED"


async def test_entries_are_counted(estate: Estate) -> None:
    token = await token_of(estate, people=3)
    seen = [(await estate.show(token=token)) for _ in range(4)]
    assert [a.entry for a in seen] == [1, 2, 3, 0]
    assert [(await estate.show(token=token, out=True)).reason for _ in range(4)] == [
        "LEAVING",
        "LEAVING",
        "LEAVING",
        "DEPARTED",
    ]


async def test_coming_back_counts_again(estate: Estate) -> None:
    token = await token_of(estate, entries=2)
    for way in (False, True):
        assert (await estate.show(token=token, out=way)).outcome == pb.OUTCOME_OPEN
    assert (await estate.show(token=token, out=True)).reason == "NOT_INSIDE"
    assert (await estate.show(token=token)).entry == 2
    assert (await estate.show(token=token)).reason == "USED_UP"


async def test_wrong_gates_times_and_communities_have_their_reasons(estate: Estate) -> None:
    token = await token_of(estate)
    assert (await estate.show(estate.door, token=token)).reason == "WRONG_GATE"
    assert (await estate.show(token=token, community_id=new_id())).reason == "OTHER_COMMUNITY"
    later = await token_of(estate, starting=2)
    assert (await estate.show(token=later)).reason == "NOT_YET"
    tomorrow = datetime.now(UTC).astimezone(SHANGHAI).isoweekday() % 7 + 1
    span = pb.WeeklyHours(days=[tomorrow], start="12:00", end="13:00")
    carer = await token_of(estate, hours=[span], entries=0, lasting=72)
    assert (await estate.show(token=carer)).reason == "WRONG_TIME"
    assert (await estate.show(token=token[:-6] + "AAAAAA")).reason == "TAMPERED"
    assert (await estate.show(token=token)).reason == "VISIT"


async def test_a_code_opens_at_its_gate_alone(estate: Estate) -> None:
    code = getattr(await estate.invite(people=2, code_once=True), "pass").code
    assert (await estate.show(estate.door, code=code)).reason == "UNKNOWN_CODE"
    assert (await estate.show(code=code)).reason == "VISIT"
    assert (await estate.show(code=code)).reason == "UNKNOWN_CODE"
    assert (await estate.show(code=code, out=True)).reason == "LEAVING"


async def test_guessing_locks_the_gate_and_raises_an_alarm(estate: Estate) -> None:
    code = getattr(await estate.invite(entries=0), "pass").code
    guesses = random.sample([f"{n:06}" for n in range(10**6) if f"{n:06}" != code], 40)
    answers = await asyncio.gather(*(estate.show(code=guess) for guess in guesses))
    said = [answer.reason for answer in answers]
    assert said.count("UNKNOWN_CODE") == 5
    assert said.count("LOCKED") == 35
    right = await estate.show(code=code)
    assert (right.outcome, right.reason) == (pb.OUTCOME_REFUSED, "LOCKED")
    assert 0 < right.retry_after <= 600
    alarm = (await estate.node.events("anju.*.visitor.code.locked"))[0]
    assert alarm["data"]["access_point_id"] == estate.gate
    assert code not in str(alarm)


async def test_every_code_that_does_not_open_has_one_answer(estate: Estate) -> None:
    """No oracle by wording: a code that exists but is early, or elsewhere, looks like no code."""
    early = getattr(await estate.invite(starting=2), "pass").code
    elsewhere = getattr(await estate.invite(route=[estate.door]), "pass").code
    unknown = next(c for c in ("111111", "222222", "333333") if c not in (early, elsewhere))
    answers = [await estate.show(code=code) for code in (early, elsewhere, unknown, "x")]
    assert len({answer.SerializeToString() for answer in answers}) == 1


async def test_every_code_that_does_not_open_costs_the_same(estate: Estate) -> None:
    """No oracle by timing. Work is counted rather than time, which other work would blur: the
    statements, and the rows that an answer brings along."""
    gone = await estate.invite()
    await estate.mine().CancelVisit(pb.CancelVisitRequest(id=gone.visit.id, reason="ill, sorry"))
    used = await estate.invite()
    await estate.show(code=getattr(used, "pass").code)
    early = await estate.invite(starting=2)
    codes = [getattr(each, "pass").code for each in (gone, used, early)]
    codes.append(next(f"{n:06}" for n in range(9) if f"{n:06}" not in codes))
    work: list[tuple[str, ...]] = []
    for code in codes:
        with statements() as seen:
            assert (await estate.show(code=code)).reason == "UNKNOWN_CODE"
        work.append(tuple(seen))
    assert len(work[0]) > 0
    assert len(set(work)) == 1


@contextmanager
def statements() -> Iterator[list[str]]:
    """What a gate's decision asks the database; other work goes on meanwhile."""
    seen: list[str] = []

    def keep(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "visit_pass" in statement or "visit_entry" in statement:
            seen.append(statement)

    before = "before_cursor_execute"
    sa.event.listen(sa.Engine, before, keep)
    yield seen
    sa.event.remove(sa.Engine, before, keep)


async def test_only_services_redeem(estate: Estate) -> None:
    request = pb.RedeemPassRequest(
        community_id=estate.here, access_point_id=estate.gate, code="111111", pass_id="p"
    )
    for role in ("district_admin", "property_manager", "guard", "resident", "kiosk", "device"):
        with pytest.raises(PermissionDenied):
            await estate.stub(role).RedeemPass(request)
    with pytest.raises(InvalidArgument, match="either token or code"):
        request.ClearField("shown")
        await estate.stub("service").RedeemPass(request)


async def test_rotation_keeps_former_passes(estate: Estate) -> None:
    old = await token_of(estate)
    request = pb.RotatePassKeyRequest(community_id=estate.here, reason="yearly change")
    key = (await estate.stub().RotatePassKey(request)).key
    new = await token_of(estate)
    assert (await estate.show(token=old)).reason == "VISIT"
    assert (await estate.show(token=new)).reason == "VISIT"
    ask = pb.GetOfflineKitRequest(community_id=estate.here)
    kit = await estate.stub("device").GetOfflineKit(ask)
    assert [len(each.public_key) for each in kit.keys] == [32, 32]
    assert kit.keys[-1].id == key.id
