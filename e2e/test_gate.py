"""A resident's face opens the gate; nobody else's does."""

import asyncio
from functools import partial

from e2e.community import Community, Refused, call, wait_for


def of(photos, index):
    """Photos by person, in a fixed order."""
    names = sorted({path.name.rsplit("_", 1)[0] for path in photos.glob("*_0002.jpg")})
    return sorted(photos.glob(f"{names[index]}_*.jpg"))


async def test_face_opens_and_withdrawal_closes(community: Community, photos):
    """R2, R6, R20, R29"""
    gate = await community.gate(number=101)
    first, second, _ = of(photos, 0)
    person = await community.resident("甲")
    try:
        await community.enrol(person, first.read_bytes())
        raise AssertionError("enrolled without consent")
    except Refused as refused:
        assert (refused.reason, refused.problem["status"]) == ("CONSENT_MISSING", 403)
    consent = await community.consent(person)
    await community.enrol(person, first.read_bytes())
    closed = await community.show(gate, "frame", second.read_bytes())
    assert closed["reason"] == "FACE_NOT_ENABLED"
    await community.enable_face(gate)
    opened = await community.show(gate, "frame", second.read_bytes())
    assert (opened["outcome"], opened["reason"]) == ("open", "RESIDENT")
    assert opened["subject_id"] == ""  # a device is not told who it was
    stranger = await community.show(gate, "frame", of(photos, 1)[0].read_bytes())
    assert (stranger["outcome"], stranger["reason"]) == ("refused", "NO_MATCH")
    card = await community.credential(person, "card", "0A1B2C4E")

    async def opens() -> bool:
        return bool((await community.show(gate, "card", card))["outcome"] == "open")

    await wait_for(opens)
    receipt = await community.withdraw(consent["id"])
    for _ in range(10):  # the face is gone, and the card goes on opening
        assert await opens()
        await asyncio.sleep(0.1)
    assert {holder["holder"] for holder in receipt["holders"]} == {
        "access",
        "face",
        "perimeter",
        "plate",
        "uplink",
        "visitor",
    }
    after = await community.show(gate, "frame", second.read_bytes())
    assert after["reason"] == "NO_MATCH"


async def test_face_is_never_the_only_way_in(community: Community):
    """R1, R4: no justification, or no other working reader on the lane: 409."""
    gate = await community.gate(number=102)
    for missing in ("purpose", "alternatives", "approver", "pia_id"):
        try:
            await community.enable_face(gate, **{missing: ""})
            raise AssertionError(missing)
        except Refused as refused:
            assert (refused.reason, refused.problem["status"]) == ("JUSTIFICATION_MISSING", 409)
    await community.post(f"/devices/{gate.device_id}:disable")
    try:
        await community.enable_face(gate)
        raise AssertionError("face enabled as the only way in")
    except Refused as refused:
        assert (refused.reason, refused.problem["status"]) == ("NO_ALTERNATIVE", 409)


async def test_a_disabled_device_asks_for_nothing_more(community: Community):
    """Its token lives on for minutes; the door does not wait for that."""
    gate = await community.gate(number=118)

    async def refused(reason: str) -> bool:
        try:
            answer = await community.show(gate, "card", "FFFFFFFF")
            return answer["reason"] == reason
        except Refused as problem:
            return problem.reason == reason

    assert await refused("CREDENTIAL_UNKNOWN")
    await community.post(f"/devices/{gate.device_id}:disable")
    await wait_for(lambda: refused("DEVICE_DISABLED"), 5)
    await community.post(f"/devices/{gate.device_id}:enable")
    await wait_for(lambda: refused("CREDENTIAL_UNKNOWN"), 5)


async def test_card_passcode_and_qr_open(community: Community):
    gate = await community.gate(number=103)
    person = await community.resident("乙")
    card = await community.credential(person, "card", "0A1B2C3D")
    passcode = await community.credential(person, "passcode")
    for kind, value in (("card", card), ("passcode", passcode)):
        await wait_for(partial(_opens, community, gate, kind, value), 5)
    unknown = await community.show(gate, "card", "FFFFFFFF")
    assert (unknown["outcome"], unknown["reason"]) == ("refused", "CREDENTIAL_UNKNOWN")
    assert "联系" in unknown["message"]  # R51: a plain reason and a contact
    code = await community.credential(person, "qr")
    assert (await community.show(gate, "qr", code))["reason"] == "CREDENTIAL_NOT_ENABLED"
    body = {"credentials": ["card", "passcode", "qr"]}
    await call(community.http, "PUT", f"/access-rules/{gate.id}", json=body)
    await wait_for(lambda: _opens(community, gate, "qr", code), 5)


async def _opens(community, gate, kind, value):
    return (await community.show(gate, kind, value))["outcome"] == "open"


async def test_guessing_passcodes_locks_the_door_for_passcodes(community: Community):
    gate = await community.gate(number=104)
    reasons = [(await community.show(gate, "passcode", f"{n:08}"))["reason"] for n in range(6)]
    assert reasons == ["CREDENTIAL_UNKNOWN"] * 5 + ["TOO_MANY_ATTEMPTS"]
    assert (await community.show(gate, "card", "ABCD"))["reason"] == "CREDENTIAL_UNKNOWN"


async def test_move_out_closes_every_way(community: Community):
    """R29"""
    gate = await community.gate(number=105)
    person = await community.resident("丙")
    card = await community.credential(person, "card", "11223344")
    await wait_for(lambda: _opens(community, gate, "card", card), 5)
    (tenancy,) = (await community.get("/tenancies", person_id=person))["items"]
    await community.post(f"/tenancies/{tenancy['id']}:end")

    async def refused():
        return (await community.show(gate, "card", card))["outcome"] == "refused"

    await wait_for(refused, 5)


async def test_manual_and_emergency_opening_are_on_record(community: Community):
    """R65: in an emergency nothing is asked for."""
    gate = await community.gate(number=106)
    opened = await community.post(
        "/passes:open", access_point_id=gate.id, reason="furniture delivery"
    )
    assert (opened["operator"], opened["operator_reason"]) == ("admin", "furniture delivery")
    emergency = await community.post(
        "/emergencies", community_id=community.id, reason="fire alarm building 3"
    )
    free = await community.show(gate, "card", "nonsense")
    assert (free["outcome"], free["reason"]) == ("open", "EMERGENCY")
    await community.post(f"/emergencies/{emergency['id']}:end", reason="false alarm")
    assert (await community.show(gate, "card", "nonsense"))["outcome"] == "refused"
    listed = (await community.get("/passes", community_id=community.id))["items"]
    assert [row["reason"] for row in listed] == ["CREDENTIAL_UNKNOWN", "EMERGENCY", "MANUAL"]


async def test_repeated_request_is_one_pass(community: Community):
    gate = await community.gate(number=107)
    async with community.platform.rest(gate.token) as http:
        body = {"access_point_id": gate.id, "evidence": {"card": "ABCD"}}
        key = {"Idempotency-Key": "press-1"}
        first = await call(http, "POST", "/passes", json=body, headers=key)
        again = await call(http, "POST", "/passes", json=body, headers=key)
    assert first["id"] == again["id"]
    assert len((await community.get("/passes", access_point_id=gate.id))["items"]) == 1


async def test_anti_passback(community: Community):
    way_in, way_out = await community.gate("入口", 108), await community.gate("出口", 109, "out")
    person = await community.resident("丁")
    card = await community.credential(person, "card", "55667788")
    await wait_for(lambda: _opens(community, way_out, "card", card), 5)
    for gate in (way_in, way_out):
        path = f"/access-rules/{gate.id}"
        await call(community.http, "PUT", path, json={"anti_passback": True})
    outcomes = [
        (await community.show(gate, "card", card))["reason"]
        for gate in (way_in, way_in, way_out, way_out, way_in)
    ]
    assert outcomes == ["RESIDENT", "PASSBACK", "RESIDENT", "PASSBACK", "RESIDENT"]
