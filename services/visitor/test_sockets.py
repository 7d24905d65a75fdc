"""WebSockets on a real port: devices that ring, the room of a call, and unfriendly clients."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from anju.visitor.v1 import visitor_pb2 as pb
from kit.server import HttpServer
from services.visitor import sockets
from services.visitor.conftest import Estate
from services.visitor.settings import VisitorSettings


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


async def test_who_says_nothing_is_put_out(
    estate: Estate, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "HELLO_SECONDS", 0.2)
    for path in ("ring", "room"):
        async with connect(f"{address}/{path}") as silent:
            assert await closed(silent) == 1008


async def test_a_member_who_reads_nothing_is_put_out(
    estate: Estate, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for them is bounded: the rest is dropped with their seat."""
    monkeypatch.setattr(sockets, "RATE", 10**6)
    placed = await place(estate)
    answered = await estate.mine().AnswerCall(pb.AnswerCallRequest(id=placed.call.id))
    plain: dict[str, Any] = {"compression": None, "max_queue": 1}
    room = f"{address}/room"
    async with connect(room, **plain) as kiosk, connect(room, **plain) as slow:
        await hello(kiosk, token=placed.room_token)
        await hello(slow, token=answered.room_token)
        await asyncio.sleep(0.2)
        count, text = 4_000, "x" * 15_000
        for _ in range(count):
            await kiosk.send(text)
        heard = 0
        with pytest.raises(ConnectionClosed):
            async with asyncio.timeout(20):
                while True:
                    heard += await slow.recv() == text
        assert heard < count
        await kiosk.send(text)
        join = await estate.mine().JoinCall(pb.JoinCallRequest(id=placed.call.id))
        async with connect(f"{address}/room") as again:
            await hello(again, token=join.room_token)
            assert (await hears(again))["type"] == "welcome"


async def test_a_page_listens_with_its_session(estate: Estate, address: str) -> None:
    token = estate.node.token("resident", [estate.here], estate.host)
    root = address.replace("ws:", "http:")
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{root}/sign-in?to=home", data={"token": token})
        cookie = answer.headers["set-cookie"].partition(";")[0]
        page = await http.get(f"{root}/home", headers={"cookie": cookie})
    (form,) = set(re.findall(r'name="csrf" value="([^"]+)"', page.text))
    for first, origin in (({"page": "x"}, ""), ({"page": form}, "http://evil.example")):
        headers = {"cookie": cookie} | ({"origin": origin} if origin else {})
        async with connect(f"{address}/ring", additional_headers=headers) as socket:
            await hello(socket, **first)
            assert await closed(socket) == 1008
    async with connect(f"{address}/ring") as socket:
        await hello(socket, page=form)
        assert await closed(socket) == 1008
    async with connect(f"{address}/ring", additional_headers={"cookie": cookie}) as socket:
        await hello(socket, page=form)
        await asyncio.sleep(0.1)
        assert (await place(estate)).call.id == (await hears(socket))["call_id"]


def test_turn_servers_get_a_name_and_a_password_that_end() -> None:
    own = VisitorSettings(
        turn_urls=["stun:turn.example", "turn:turn.example"], turn_secret=SecretStr("s")
    )
    stun, turn = sockets.ice_servers(own, "call")
    assert stun == {"urls": "stun:turn.example"}
    until, _, name = turn["username"].partition(":")
    assert name == "call"
    assert 0 < int(until) - time.time() < 1000
    mac = hmac.new(b"s", turn["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(turn["credential"]) == mac
