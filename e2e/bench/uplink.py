"""GA/T 1400: objects a second in and out, acknowledgements under load, the cost of a keepalive."""

import asyncio
import base64
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from anju.uplink.v1 import uplink_pb2 as pb
from kit.tables import now
from kit.testing import eventually, running, settings_in
from services.modules import Settings
from services.roles import ROLES
from services.uplink import store
from services.uplink.conftest import CAMERA, MODULES, PASSWORD, UPPER, Estate
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
    """Everything in this process: the listener, its tables and bus, and the callers beside it."""
    rows = keepalives(say)
    with tempfile.TemporaryDirectory() as folder:
        rows += asyncio.run(_node(Path(folder), seconds, say))
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


async def _node(folder: Path, seconds: float, say: Callable[[str], None]) -> Rows:
    uplink = {"port": 0, "poll_interval": 0.05, "beat_interval": 1.0}
    settings = settings_in(folder, Settings, uplink=uplink)
    async with running(settings, MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        rows = [await _in(estate, seconds, say)]
        rows.append(await _acknowledged(estate, seconds, say))
        rows.append(await _out(estate, say))
        return rows


async def _in(estate: Estate, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    say("objects with pictures of 100 kB, in")
    await estate.peer()
    before = _rss()
    sent = 0
    async with estate.signed_in() as client:

        async def post(first: int) -> None:
            nonlocal sent
            number, until = first, time.perf_counter() + seconds
            while time.perf_counter() < until:
                cars = [vehicle(number + n, CAMERA, "无车牌") | WITH_PICTURE for n in range(4)]
                for n, each in enumerate(cars):
                    each["MotorVehicleID"] = f"in-{number + n}"
                body = request_of("MotorVehicleListObject", "MotorVehicleObject", *cars)
                answer = await client.post("/VIID/MotorVehicles", json=body)
                answer.raise_for_status()
                number, sent = number + 4, sent + 4

        started = time.perf_counter()
        await asyncio.gather(*(post(1_000_000 * n) for n in range(4)))
        taken = time.perf_counter() - started
    return {
        "what": "in, inline pictures of 100 kB",
        "objects": sent,
        "per_s": sent / taken,
        "mb_per_s": sent * len(DATA) / taken / 1e6,
        "rss_grown_mib": _rss() - before,
    }


async def _acknowledged(
    estate: Estate, seconds: float, say: Callable[[str], None]
) -> dict[str, Any]:
    say(f"{DEVICES} devices that keep alive and post")
    waits: list[float] = []
    lower = "37030300005030000007"
    await estate.peer(lower, kind=pb.PEER_KIND_LOWER)
    ids = [f"3703030000131001{n:04}" for n in range(DEVICES)]
    for each in ids:
        await estate.peer(each)
    limits = httpx.Limits(max_connections=DEVICES)
    options: Any = {"trust_env": False, "timeout": 30, "limits": limits}
    async with httpx.AsyncClient(base_url=estate.url, **options) as http:

        async def device(national_id: str) -> None:
            who = {"User-Identify": national_id}
            auth = httpx.DigestAuth(national_id, PASSWORD)
            body = {"RegisterObject": {"DeviceID": national_id}}
            await http.post("/VIID/System/Register", json=body, auth=auth, headers=who)
            until, number = time.perf_counter() + seconds, 0
            while time.perf_counter() < until:
                number += 1
                car = vehicle(number, national_id, "无车牌")
                body = request_of("MotorVehicleListObject", "MotorVehicleObject", car)
                for path, sent in (
                    ("/VIID/System/Keepalive", {"KeepaliveObject": {"DeviceID": national_id}}),
                    ("/VIID/MotorVehicles", body),
                ):
                    started = time.perf_counter()
                    answer = await http.post(path, json=sent, headers=who)
                    answer.raise_for_status()
                    waits.append(time.perf_counter() - started)
                await asyncio.sleep(1.0)

        await asyncio.gather(*(device(each) for each in ids))
    cuts = statistics.quantiles(waits, n=100)
    return {
        "what": f"acknowledged, {DEVICES} devices at 2 a second each",
        "objects": len(waits),
        "per_s": len(waits) / seconds,
        "p50_ms": cuts[49] * 1000,
        "p95_ms": cuts[94] * 1000,
    }


async def _out(estate: Estate, say: Callable[[str], None]) -> dict[str, Any]:
    say("objects with pictures of 100 kB, out")
    count = 400
    async with UpperPlatform(UPPER, PASSWORD) as upper:
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
            return len(upper.bodies) > 0

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


def _rss() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
