"""WebSockets on a real port: devices that ring, the room of a call, and unfriendly clients."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from anju.visitor.v1 import visitor_pb2 as pb
from kit.server import HttpServer
from services.visitor.conftest import Estate


@pytest.fixture
async def address(estate: Estate) -> AsyncIterator[str]:
    node = estate.node.node
    server = HttpServer(node.app, node.settings.server)
    await server.start()
    yield f"ws://127.0.0.1:{server.port}/visitor"
    await server.stop()


async def hello(socket: ClientConnection, **first: str) -> None:
    await socket.send(json.dumps(first))


async def hears(socket: ClientConnection) -> Any:
    return json.loads(await asyncio.wait_for(socket.recv(), 5))


async def closed(socket: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed):
        async with asyncio.timeout(10):
            while True:
                await socket.recv()
    return socket.close_code or 0


def bearer(estate: Estate, role: str, subject: str) -> str:
    token = estate.node.token(role, [estate.here], subject)
    return f"Bearer {token}"


async def place(estate: Estate) -> Any:
    request = pb.PlaceCallRequest(
        community_id=estate.here, access_point_id=estate.gate, building="3", number="501"
    )
    return await estate.stub("kiosk", subject="kiosk 1").PlaceCall(request)


async def test_devices_ring_and_stop(estate: Estate, address: str) -> None:
    async with connect(f"{address}/ring") as phone, connect(f"{address}/ring") as stranger:
        await hello(phone, authorization=bearer(estate, "resident", estate.host))
        await hello(stranger, authorization=bearer(estate, "resident", "somebody else"))
        await asyncio.sleep(0.1)
        placed = await place(estate)
        rung = await hears(phone)
        assert (rung["type"], rung["call_id"], rung["tier"]) == ("ring", placed.call.id, "host")
        async with connect(f"{address}/ring") as late:
            await hello(late, authorization=bearer(estate, "resident", estate.host))
            assert (await hears(late))["call_id"] == placed.call.id
            await estate.mine().AnswerCall(pb.AnswerCallRequest(id=placed.call.id))
            assert [(await hears(each))["type"] for each in (phone, late)] == ["stop", "stop"]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stranger.recv(), 0.2)


async def test_both_ends_talk_in_a_room_until_the_call_ends(estate: Estate, address: str) -> None:
    placed = await place(estate)
    answered = await estate.mine().AnswerCall(pb.AnswerCallRequest(id=placed.call.id))
    async with connect(f"{address}/room") as kiosk, connect(f"{address}/room") as host:
        for socket, token in ((kiosk, placed.room_token), (host, answered.room_token)):
            await hello(socket, token=token)
            assert (await hears(socket))["type"] == "welcome"
        assert (await hears(kiosk))["type"] == "joined"
        assert (await hears(host))["type"] == "joined"
        await kiosk.send('{"type":"offer","sdp":"v=0"}')
        assert await hears(host) == {"type": "offer", "sdp": "v=0"}
        await host.send('{"type":"answer","sdp":"v=0"}')
        assert (await hears(kiosk))["type"] == "answer"
        await estate.stub("kiosk", subject="kiosk 1").EndCall(pb.EndCallRequest(id=placed.call.id))
        assert [await closed(kiosk), await closed(host)] == [1000, 1000]


async def test_the_unwelcome_are_put_out(estate: Estate, address: str) -> None:
    for path, first, code in (
        ("room", '{"token": "guess"}', 1008),
        ("room", "no json", 1008),
        ("room", "[]", 1008),
        ("room", "x" * 20_000, 1008),
        ("ring", '{"authorization": "Bearer a.b.c"}', 1008),
        ("ring", json.dumps({"authorization": bearer(estate, "kiosk", "k")}), 1008),
    ):
        async with connect(f"{address}/{path}") as socket:
            await socket.send(first)
            assert await closed(socket) == code, first[:20]


@pytest.mark.parametrize(("messages", "code"), [(["x" * 20_000], 1009), (["x"] * 200, 1013)])
async def test_size_and_rate_are_bounded(
    estate: Estate, address: str, messages: list[str], code: int
) -> None:
    placed = await place(estate)
    async with connect(f"{address}/room") as kiosk:
        await hello(kiosk, token=placed.room_token)
        assert (await hears(kiosk))["type"] == "welcome"
        for message in messages:
            await kiosk.send(message)
        assert await closed(kiosk) == code
