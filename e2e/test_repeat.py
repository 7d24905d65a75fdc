"""A request that comes again is answered again; a used id opens nothing for anybody else."""

from typing import Any

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.community import Community, Gate, call
from e2e.gates import CARD, under_load
from e2e.platform import bearer


async def ask(community: Community, gate: Gate, card: str, key: str) -> Any:
    async with community.platform.rest(gate.token) as http:
        body = {"access_point_id": gate.id, "evidence": {"card": card}}
        return await call(http, "POST", "/passes", json=body, headers={"Idempotency-Key": key})


async def test_the_same_over_rest_and_grpc_is_one_pass(community: Community):
    (gate,) = (await under_load(community, 1)).gates
    first = await ask(community, gate, CARD, "press-1")
    request = pb.RequestPassRequest(access_point_id=gate.id, request_id="press-1")
    request.evidence.card = CARD
    async with community.platform.channel() as channel:
        stub = AccessServiceStub(channel)
        again = await stub.RequestPass(request, metadata=bearer(gate.token))
    assert getattr(again, "pass").id == first["id"]


async def test_a_used_id_does_not_open_for_a_stranger(community: Community):
    """As when a device counts its requests from 1 again after a power cut."""
    (gate,) = (await under_load(community, 1)).gates
    opened = await ask(community, gate, CARD, "1")
    assert opened["outcome"] == "open"
    stranger = await ask(community, gate, "FFFFFFFF", "1")
    assert (stranger["outcome"], stranger["reason"]) == ("refused", "CREDENTIAL_UNKNOWN")
    assert stranger["id"] != opened["id"]


async def test_an_emergency_opens_also_for_a_refused_request(community: Community):
    """R65"""
    (gate,) = (await under_load(community, 1)).gates
    assert (await ask(community, gate, "FFFFFFFF", "1"))["outcome"] == "refused"
    started = await community.post(
        "/emergencies", community_id=community.id, reason="fire alarm building 3"
    )
    assert (await ask(community, gate, "FFFFFFFF", "1"))["reason"] == "EMERGENCY"
    await community.post(f"/emergencies/{started['id']}:end", reason="false alarm")
    assert (await ask(community, gate, "FFFFFFFF", "1"))["outcome"] == "refused"


async def test_an_emergency_is_refused_where_there_is_no_door(community: Community):
    """A slip of the pen in the community's id must not look like open doors."""
    wrong = "01910000-0000-7000-8000-000000000001"
    answer = await community.http.post(
        "/emergencies", json={"community_id": wrong, "reason": "fire alarm building 3"}
    )
    assert answer.json()["reason"] == "COMMUNITY_NOT_FOUND"
