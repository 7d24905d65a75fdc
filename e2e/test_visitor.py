"""Visitors on the real processes: invited, let in once, seen off; and the kiosk's button."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from e2e.barriers import barrier, eventually
from e2e.community import Community, Refused, call, found, wait_for
from e2e.platform import Platform, platform
from e2e.visitors import Kiosk, accept, host, page, scanned


async def test_from_the_invitation_to_the_departure(community: Community):
    way_in = await community.gate("南门", 51, "in")
    way_out = await community.gate("南门出", 52, "out")
    other = await community.gate("北门", 53, "in")
    await accept(community, way_in, way_out, other)
    resident = await host(community)
    made = await resident.invite(way_in)
    shown = await page(community, made["pass"]["link"])
    token = scanned(shown.text)
    assert token == made["pass"]["token"]
    assert (await community.show(other, "qr", token))["outcome"] == "refused"
    assert (await community.show(way_in, "qr", token[:-4] + "AAAA"))["outcome"] == "refused"
    assert (await community.show(way_in, "qr", token))["outcome"] == "open"
    again = await community.show(way_in, "qr", token)
    assert (again["outcome"], again["reason"]) == ("refused", "USED_UP")
    assert (await resident.visit(made["visit"]["id"]))["state"] == "arrived"
    assert (await community.show(way_out, "qr", token))["outcome"] == "open"
    visit = await resident.visit(made["visit"]["id"])
    assert (visit["state"], visit["inside"]) == ("departed", 0)
    assert (await community.show(way_in, "qr", token))["reason"] == "DEPARTED"
    assert (await page(community, made["pass"]["link"])).status_code == 410


async def test_of_two_gates_at_once_one_opens(community: Community):
    gates = [await community.gate("南门", 54), await community.gate("北门", 55)]
    await accept(community, *gates)
    token = (await (await host(community)).invite(*gates))["pass"]["token"]
    answers = await asyncio.gather(*(community.show(gate, "qr", token) for gate in gates))
    assert sorted(each["outcome"] for each in answers) == ["open", "refused"]


async def test_a_code_opens_and_guessing_locks(community: Community):
    gate = await community.gate("南门", 56)
    await accept(community, gate)
    resident = await host(community)
    code = (await resident.invite(gate))["pass"]["code"]
    assert (await community.show(gate, "passcode", code))["outcome"] == "open"
    fresh = (await resident.invite(gate))["pass"]["code"]
    wrong = [f"{(int(fresh) + n) % 10**6:06}" for n in range(1, 9)]
    for each in wrong:
        assert (await community.show(gate, "passcode", each))["outcome"] == "refused"
    assert (await community.show(gate, "passcode", fresh))["outcome"] == "refused"


async def test_cancelling_shuts_the_gate(community: Community):
    gate = await community.gate("南门", 57)
    await accept(community, gate)
    resident = await host(community)
    made = await resident.invite(gate)
    await resident.post(f"/visits/{made['visit']['id']}:cancel", reason="ill, sorry")
    refused = await community.show(gate, "qr", made["pass"]["token"])
    assert (refused["outcome"], refused["reason"]) == ("refused", "CANCELLED")


async def test_the_kiosk_calls_the_host_and_the_gate_opens(community: Community):
    gate = await community.gate("岗亭", 58)
    await accept(community, gate)
    resident, kiosk = await host(community), Kiosk(community, gate)
    id_ = (await kiosk.place())["call"]["id"]
    await resident.post(f"/calls/{id_}:answer")
    await resident.post(f"/calls/{id_}:approve")
    found_call = await kiosk.call(id_)
    assert found_call["call"]["reason"] == "APPROVED"
    opened = await community.show(gate, "qr", found_call["pass"]["token"])
    assert opened["outcome"] == "open"


async def test_a_visitors_car_is_the_visit(community: Community):
    """Its plate opens the barrier; driving in and out arrives and departs (VI6)."""
    way_in, way_out = await barrier(community), await barrier(community, "out")
    resident = await host(community)
    made = await resident.invite(way_in.gate, plate="鲁C5V1T9")
    visit = made["visit"]["id"]

    async def is_(state: str) -> Any:
        return (await resident.visit(visit))["state"] == state

    await eventually(lambda: way_in.read("鲁C5V1T9"), ("open", "PERMIT"))
    await way_in.through("鲁C5V1T9", "guest in")
    await wait_for(lambda: is_("arrived"))
    await way_out.through("鲁C5V1T9", "guest out")
    await wait_for(lambda: is_("departed"))
    await eventually(lambda: way_in.read("鲁C5V1T9"), ("refused", "UNKNOWN_PLATE"))


def quick(folder: Path, start: str, end: str) -> Any:
    """Rings for less than a second each; the desk is staffed between the hours."""
    tiers = {f"ANJU_VISITOR__RING_{tier}": "0.7" for tier in ("HOST", "CONTACT")}
    desk = {"ANJU_VISITOR__DESK_START": start, "ANJU_VISITOR__DESK_END": end}
    return platform(folder, **(tiers | desk))


@pytest.fixture
def quick_platform(tmp_path: Path) -> Iterator[Platform]:
    with quick(tmp_path, "00:00", "00:00") as started:
        yield started


@pytest.fixture
def staffed_platform(tmp_path: Path) -> Iterator[Platform]:
    with quick(tmp_path, "00:00", "23:59") as started:
        yield started


@pytest.mark.one_process
async def test_by_day_a_call_falls_through_to_the_desk(staffed_platform: Platform):
    """Host, then the second contact, then the desk; who answers there lets in once."""
    community = await found(staffed_platform)
    gate = await community.gate("岗亭", 61)
    await accept(community, gate)
    resident = await host(community)
    path = f"/house-contacts/{community.house_id}"
    body = {"community_id": community.id, "subject_ids": ["second"]}
    await call(community.http, "PUT", path, json=body)
    kiosk = Kiosk(community, gate)
    id_ = (await kiosk.place())["call"]["id"]
    tiers: list[str] = []

    async def at_the_desk() -> bool:
        listed = await community.get("/calls", community_id=community.id)
        tier = next(each for each in listed["items"] if each["id"] == id_)["tier"]
        if tier not in tiers:
            tiers.append(tier)
        return bool(tier == "desk")

    await wait_for(at_the_desk)
    assert tiers == ["host", "contact", "desk"]
    with pytest.raises(Refused):
        await resident.post(f"/calls/{id_}:answer")
    token = staffed_platform.token("property_manager", community.id, subject="desk")
    async with staffed_platform.rest(token) as desk:
        await call(desk, "POST", f"/calls/{id_}:answer")
        await call(desk, "POST", f"/calls/{id_}:approve")
    shown = (await kiosk.call(id_))["pass"]
    assert (await community.show(gate, "qr", shown["token"]))["outcome"] == "open"
    assert (await community.show(gate, "qr", shown["token"]))["outcome"] == "refused"
    await community.http.aclose()


@pytest.mark.one_process
async def test_at_night_a_call_falls_through_to_the_guard(quick_platform: Platform):
    community = await found(quick_platform)
    gate = await community.gate("岗亭", 59)
    await host(community)
    contact = await host(community, "second contact")
    path = f"/house-contacts/{community.house_id}"
    body = {"community_id": community.id, "subject_ids": ["second"]}
    await call(community.http, "PUT", path, json=body)
    id_ = (await Kiosk(community, gate).place())["call"]["id"]

    async def rings(tier: str) -> bool:
        listed = await community.get("/calls", community_id=community.id)
        mine = next(each for each in listed["items"] if each["id"] == id_)
        return bool(mine["tier"] == tier)

    await wait_for(lambda: rings("contact"))
    with pytest.raises(Refused):
        await contact.post(f"/calls/{id_}:answer")
    await wait_for(lambda: rings("guard"))
    async with quick_platform.rest(quick_platform.token("guard", community.id)) as guard:
        answered = await call(guard, "POST", f"/calls/{id_}:answer")
        assert answered["call"]["state"] == "answered"
        await call(guard, "POST", f"/calls/{id_}:refuse", json={"reason": "nobody expects them"})
    await community.http.aclose()
