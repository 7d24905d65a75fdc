"""GA/T 1400: objects a second in and out, acknowledgements under load, the cost of a keepalive."""

import asyncio
import base64
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx

from anju.uplink.v1 import uplink_pb2 as pb
from e2e.cascade import LOWER_ID, camera_at_a_lane, listening
from e2e.platform import Platform
from kit.tables import now
from kit.testing import eventually, running, settings_in
from services.modules import Settings
from services.roles import ROLES
from services.uplink import store
from services.uplink.conftest import MODULES, PASSWORD, UPPER, Estate
from services.uplink.flows import made_up
from services.uplink.models import Peer, PeerKind
from services.uplink.profiles.facts import Of
from services.uplink.testing import UpperPlatform, request_of, vehicle
from services.uplink.viid.identity import Caller, Identity

Rows = list[dict[str, Any]]
DEVICES = 200
PICTURE = b"\xff\xd8\xff" + os.urandom(100_000)
DATA = base64.b64encode(PICTURE).decode()
WITH_PICTURE = {"SubImageList": {"SubImageInfoObject": [{"Type": "09", "Data": DATA}]}}
FACE = ["DeviceID", "ShotTime", "SubImageList", "InfoKind"]


def measure(seconds: float, say: Callable[[str], None]) -> Rows:
    """What comes in at a platform of its own process; what goes out from a node in this one."""
    rows = keepalives(say)
    with (
        tempfile.TemporaryDirectory() as folder,
        listening(Path(folder), LOWER_ID) as (platform, url),
    ):
        rows += asyncio.run(_inwards(platform, url, seconds, say))
    with tempfile.TemporaryDirectory() as folder:
        rows.append(asyncio.run(_outwards(Path(folder), say)))
    return rows


def keepalives(say: Callable[[str], None]) -> Rows:
    """The cost of one keepalive among few and among 20,000 registered devices."""
    rows, base = [], 0.0
    for count in (10, 20_000):
        say(f"keepalives among {count} devices")
        known = {f"{n:020}": _peer(f"{n:020}") for n in range(count)}
        identity = Identity(known.get, lambda _: "", 300, 270)
        for peer in known.values():
            identity.register(peer, "10.0.0.1")
        callers = [Caller("10.0.0.1", "POST", "/VIID/System/Keepalive", k, "") for k in known]
        turns = 200_000
        started = time.perf_counter()
        for number in range(turns):
            identity.known(callers[number % count])
            identity.silent()
        each = (time.perf_counter() - started) / turns * 1e6
        base = base or each
        rows.append({"what": f"keepalive among {count:,}", "us_each": each, "ratio": each / base})
    return rows


def _peer(national_id: str) -> Peer:
    return Peer(kind=PeerKind.DEVICE, display_name="x", national_id=national_id)


async def _inwards(
    platform: Platform, url: str, seconds: float, say: Callable[[str], None]
) -> Rows:
    community = await camera_at_a_lane(platform)
    ids = [f"3703030000131001{n:04}" for n in range(DEVICES)]
    body = {"kind": "device", "display_name": "x", "password": PASSWORD}
    for each in ids:
        await community.post("/uplink/peers", community_id=community.id, national_id=each, **body)
    rows = [await _acknowledged(url, ids, seconds, say)]
    rows.append(await _in(platform, url, ids[0], seconds, say))
    await community.http.aclose()
    return rows


def _client(url: str) -> httpx.AsyncClient:
    """One per device: a pool of many connections takes longer than what is measured."""
    return httpx.AsyncClient(base_url=url, trust_env=False, timeout=30, verify=False)


async def _registered(http: httpx.AsyncClient, national_id: str) -> dict[str, str]:
    """The header of a session."""
    who = {"User-Identify": national_id}
    auth = httpx.DigestAuth(national_id, PASSWORD)
    body = {"RegisterObject": {"DeviceID": national_id}}
    answer = await http.post("/VIID/System/Register", json=body, auth=auth, headers=who)
    answer.raise_for_status()
    return who


async def _acknowledged(
    url: str, ids: list[str], seconds: float, say: Callable[[str], None]
) -> dict[str, Any]:
    """Each device sends one message a second, keepalives and cars in turn."""
    say(f"{DEVICES} devices that keep alive and post")
    waits: list[float] = []
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(_client(url)) for _ in ids]
        for http, each in zip(clients, ids, strict=True):
            await _registered(http, each)

        async def device(place: int, national_id: str) -> None:
            http = clients[place]
            await asyncio.sleep(place / DEVICES)
            until, number = time.perf_counter() + seconds, 0
            while time.perf_counter() < until:
                number += 1
                path, body = "/VIID/System/Keepalive", {"DeviceID": national_id}
                if number % 2:
                    car = vehicle(number, national_id, "无车牌")
                    path = "/VIID/MotorVehicles"
                    body = request_of("MotorVehicleListObject", "MotorVehicleObject", car)
                started = time.perf_counter()
                answer = await http.post(path, json=body, headers={"User-Identify": national_id})
                answer.raise_for_status()
                waits.append(time.perf_counter() - started)
                await asyncio.sleep(1.0)

        await asyncio.gather(*(device(n, each) for n, each in enumerate(ids)))
    cuts = statistics.quantiles(waits, n=100)
    return {
        "what": f"acknowledged, {DEVICES} devices, a message a second each",
        "objects": len(waits),
        "per_s": len(waits) / seconds,
        "p50_ms": cuts[49] * 1000,
        "p95_ms": cuts[94] * 1000,
    }


async def _in(
    platform: Platform, url: str, national_id: str, seconds: float, say: Callable[[str], None]
) -> dict[str, Any]:
    say("objects with pictures of 100 kB, in")
    before, sent = _rss(platform.pid), 0
    async with _client(url) as http:
        who = await _registered(http, national_id)

        async def post(number: int) -> None:
            nonlocal sent
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                keys = [f"in-{number + n}" for n in range(4)]
                cars = [
                    vehicle(1, national_id, "无车牌", MotorVehicleID=k) | WITH_PICTURE for k in keys
                ]
                body = request_of("MotorVehicleListObject", "MotorVehicleObject", *cars)
                (await http.post("/VIID/MotorVehicles", json=body, headers=who)).raise_for_status()
                number, sent = number + 4, sent + 4

        started = time.perf_counter()
        await asyncio.gather(*(post(1_000_000 * n) for n in range(4)))
        taken = time.perf_counter() - started
    return {
        "what": "in, inline pictures of 100 kB",
        "objects": sent,
        "per_s": sent / taken,
        "mb_per_s": sent * len(DATA) / taken / 1e6,
        "rss_grown_mib": _rss(platform.pid) - before,
    }


async def _outwards(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    uplink = {"port": 0, "poll_interval": 0.05, "beat_interval": 1.0}
    settings = settings_in(folder, Settings, uplink=uplink)
    async with running(settings, MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        return await _out(estate, say)


async def _out(estate: Estate, say: Callable[[str], None]) -> dict[str, Any]:
    say("objects with pictures of 100 kB, out")
    count = 400
    async with UpperPlatform(UPPER, PASSWORD, keeps=False) as upper:
        upper.up = False
        peer = await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)
        await estate.flow(peer, {"face": FACE}, face_basis="for the bench")
        parts = estate.parts
        for number in range(count):
            fact = made_up(Of.FACE)
            fact.event_id, fact.community_id = f"bench-{number}", estate.here
            fact.values["picture"] = PICTURE
            opened = list(parts.directory.open_flows(Of.FACE, estate.here, now()))
            await parts.queue.put(parts.generator.offers_of(fact, opened))
        before = _rss()
        upper.up = True

        async def taken() -> bool:
            return len(upper.accepted) > 0

        await eventually(taken, 60)
        started = time.perf_counter()

        async def all_taken() -> bool:
            async with parts.db.read() as session:
                head = (await store.heads(session))[peer.id]
            return head.waiting == 0

        await eventually(all_taken, 240)
        seconds = time.perf_counter() - started
    return {
        "what": "out, inline pictures of 100 kB, to one destination",
        "objects": count,
        "per_s": count / seconds,
        "mb_per_s": count * len(DATA) / seconds / 1e6,
        "rss_grown_mib": _rss() - before,
    }


def _rss(pid: int | str = "self") -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
