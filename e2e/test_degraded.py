"""What does not work, or hangs, or lies, at a gate must not stop the others."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import grpc
import pytest

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.community import Community, call, found
from e2e.gates import CARD, Load, under_load
from e2e.platform import Platform, bearer, platform


@pytest.mark.one_process
async def test_face_is_down_and_the_card_still_opens(tmp_path):
    """No model is there: the person is told to use the card, and the record says why."""
    env = {"ANJU_INFERENCE__MODELS_DIR": str(tmp_path / "nothing")}
    with platform(tmp_path, **env) as started:
        community = await found(started)
        load = await under_load(community, 1)
        (gate,) = load.gates
        assert (await community.show(gate, "card", CARD))["degraded"] == []
        await community.enable_face(gate)
        refused = await community.show(gate, "frame", b"\xff\xd8 a picture")
        assert (refused["outcome"], refused["reason"]) == ("refused", "FACE_UNAVAILABLE")
        assert "门卡" in refused["message"]
        opened = await community.show(gate, "card", CARD)
        assert (opened["outcome"], opened["degraded"]) == ("open", ["FACE_UNAVAILABLE"])
        recorded = await community.get(f"/passes/{opened['id']}")
        assert recorded["degraded"] == ["FACE_UNAVAILABLE"]
        person = await community.resident("乙")
        await community.consent(person)
        files = {"photo": ("photo.jpg", b"\xff\xd8", "image/jpeg")}
        answer = await community.http.post("/faces", data={"subject_id": person}, files=files)
        assert answer.status_code == 503
        assert "anju models pull" in answer.text
        await community.http.aclose()


async def _promptly(load: Load, first: int, count: int = 40) -> None:
    """Passes at all gates; generous, as it only has to show that nobody waits for the slow."""
    async with asyncio.timeout(10):
        await load.passes(first, count)
    assert load.refused == {}
    assert len(load.acknowledged) >= count


async def test_slow_and_silent_clients_disturb_nobody(shared_platform: Platform, community):
    load = await under_load(community, 3)
    address = urlparse(shared_platform.http)
    grpc_host, grpc_port = shared_platform.grpc.rsplit(":", 1)
    head = (
        f"POST /v1/passes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {load.gates[0].token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    ).encode()
    openings = [b"", b"POST /v1/pas", head]
    opened = []
    for number in range(240):
        port = address.port if number % 4 else int(grpc_port)
        _, writer = await asyncio.open_connection(grpc_host, port)
        writer.write(openings[number % 3] if number % 4 else b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        opened.append(writer)
    await _promptly(load, 0)
    assert {json.loads(text)["ready"] for text in await shared_platform.read("/readyz")} == {True}
    for writer in opened:
        writer.close()


async def test_a_client_that_never_reads_disturbs_nobody(shared_platform: Platform, community):
    """It asks for long lists and for a stream of heartbeats, and takes no answer."""
    load = await under_load(community, 3)
    (await call(community.http, "GET", "/passes"))["items"]
    admin = bearer(shared_platform.admin_token())
    async with shared_platform.channel() as silent:
        stub = AccessServiceStub(silent)
        waiting = [
            stub.ListPasses(pb.ListPassesRequest(page_size=500), metadata=admin) for _ in range(50)
        ]
        method = "/anju.registry.v1.RegistryService/StreamHeartbeats"
        streams = [silent.stream_stream(method)(metadata=admin) for _ in range(20)]
        for stream in streams:
            await stream.write(b"\n\x03\n\x01x" * 500)
        await _promptly(load, 0)
        for each in [*waiting, *streams]:
            each.cancel()


async def test_a_device_whose_clock_is_years_off(community: Community):
    """Its time is recorded and decides nothing; the server's own time stands beside it."""
    load = await under_load(community, 1)
    (gate,) = load.gates
    for years in (-30, -5, 5, 500):
        claimed = datetime.now(UTC) + timedelta(days=365 * years)
        async with community.platform.rest(gate.token) as http:
            body = {
                "access_point_id": gate.id,
                "evidence": {"card": CARD},
                "device_time": claimed.isoformat(),
            }
            answer = await call(http, "POST", "/passes", json=body)
            beat = {"device_id": gate.device_id, "device_time": claimed.isoformat()}
            taken = await call(http, "POST", "/heartbeats", json={"heartbeats": [beat]})
        assert (answer["outcome"], answer["reason"]) == ("open", "RESIDENT")
        assert datetime.fromisoformat(answer["device_time"]) == claimed
        assert abs(datetime.fromisoformat(answer["time"]).timestamp() - time.time()) < 60
        assert taken["refused_device_ids"] == []
        assert (await community.get(f"/devices/{gate.device_id}"))["state"] == "online"


@pytest.mark.one_process
async def test_more_calls_than_allowed_are_refused_and_not_queued(tmp_path):
    """Back-pressure is explicit: RESOURCE_EXHAUSTED, and whoever is answered is recorded."""
    with platform(tmp_path, ANJU_SERVER__MAX_CALLS="4") as started:
        community = await found(started)
        load = await under_load(community, 1)
        await load.passes(0, 200)
        assert set(load.refused) <= {grpc.StatusCode.RESOURCE_EXHAUSTED.name}
        assert load.refused.total() + len(load.acknowledged) == 200
        assert load.acknowledged
        await load.passes(1000, 4)
        assert {f"r-{n}" for n in range(1000, 1004)} <= load.acknowledged.keys()
        await community.http.aclose()
