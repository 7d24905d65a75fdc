"""Visitors' passes: redeemed against bare signature checks, at 100 gates at once, a day's list of
10,000 visits by cursor, and how soon a phone rings."""

import asyncio
import gc
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

import numpy as np
from websockets.asyncio.client import connect

from anju.access.v1 import access_pb2
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.visitor.v1 import visitor_pb2
from anju.visitor.v1.visitor_pb2_grpc import VisitorServiceStub
from e2e.community import Community, call, found, wait_for
from e2e.platform import Platform, bearer
from e2e.visitors import Kiosk, host
from kit.app import settle
from kit.auth import Principal
from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.message import timestamp
from kit.secrets import Keyring
from kit.sqlite import SqliteFile
from kit.tables import new_id, now
from services.visitor.inputs import RedeemIn, VisitIn
from services.visitor.keys import PassKeys
from services.visitor.module import MIGRATIONS
from services.visitor.passes import Passes
from services.visitor.redeeming import Redeemer
from services.visitor.service import Visits
from services.visitor.settings import VisitorSettings
from services.visitor.tokens import read

GATES, VISITS, CALLS, AT_ONCE = 100, 10_000, 20, 32
Rows = list[dict[str, Any]]
Say = Callable[[str], None]
WHO = Principal("bench", "property_manager", None)
COMMUNITY = new_id()


async def measure(platform: Platform, seconds: float, rounds: int, say: Say) -> Rows:
    rows = await _redeeming(seconds, rounds, say)
    community = await found(platform, "VISITORS")
    rows.append(await _gates(platform, community, seconds, say))
    rows += await _day(platform, community, say)
    rows.append(await _ringing(platform, community, say))
    await community.http.aclose()
    return rows


def _row(what: str, taken: list[float], per_s: float | None = None, **more: float) -> Any:
    p50, p95 = (float(np.percentile(taken, q) * 1000) for q in (50, 95))
    return {"what": what, "per_s": per_s, "p50_ms": p50, "p95_ms": p95, **more}


@asynccontextmanager
async def _redeemer(folder: Path) -> AsyncIterator[tuple[Redeemer, PassKeys, list[str]]]:
    """The service's own redeemer on tables of its own, and a pass for each gate."""
    place = SqliteFile(folder / "visitor.db")
    await asyncio.to_thread(migrate, place, MIGRATIONS)
    db = Database(place, DatabaseSettings())
    ring = Keyring("k1", {"k1": os.urandom(32)}, os.urandom(32))
    keys, settings = PassKeys(ring), VisitorSettings()
    visits = Visits(ring, Passes(ring, keys), cast(Any, None), settings)
    tokens = []
    async with db.write() as session:
        for gate in range(GATES):
            ends = now() + timedelta(hours=2)
            body = VisitIn(
                community_id=COMMUNITY, name="n", valid_to=ends, route=[str(gate)], entries=0
            )
            made = await visits.create(session, WHO, body)
            tokens.append(made.pass_.token if made.pass_ else "")
    redeemer = Redeemer(db, keys, ring, settings)
    running = asyncio.create_task(redeemer.run())
    before = gc.get_threshold()
    settle()  # as every service does
    yield redeemer, keys, tokens
    gc.unfreeze()
    gc.set_threshold(*before)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await db.close()


async def _redeeming(seconds: float, rounds: int, say: Say) -> Rows:
    """Bare checks and redemptions take turns, in this process."""
    say("visitors: redemptions and bare signature checks")
    bare, served, taken = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        async with _redeemer(Path(folder)) as (redeemer, keys, tokens):

            async def redeem(gate: int) -> None:
                body = RedeemIn(
                    community_id=COMMUNITY,
                    access_point_id=str(gate),
                    token=tokens[gate],
                    pass_id=new_id(),
                )
                verdict = await redeemer.redeem(body)
                if verdict.reason != "VISIT":
                    raise RuntimeError(f"refused: {verdict.reason}")

            for _ in range(rounds):
                bare.append(await asyncio.to_thread(_checks, tokens, keys, seconds))
                rate, each = await _drive(redeem, seconds)
                served.append(rate)
                taken += each
    checks, rate = float(np.median(bare)), float(np.median(served))
    first = {"what": "bare signature checks", "per_s": checks}
    return [first, _row("redemptions, 100 gates at once", taken, rate, ratio=rate / checks)]


def _checks(tokens: list[str], keys: PassKeys, seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        for token in tokens:
            read(token, keys.public)
        done += len(tokens)
    return done / (time.perf_counter() - began)


async def _drive(
    one: Callable[[int], Awaitable[None]], seconds: float
) -> tuple[float, list[float]]:
    """Rate and durations of what every gate does one after the other."""
    taken: list[float] = []
    began = time.perf_counter()

    async def gate(number: int) -> None:
        while (at := time.perf_counter()) < began + seconds:
            await one(number)
            taken.append(time.perf_counter() - at)

    await asyncio.gather(*(gate(number) for number in range(GATES)))
    return len(taken) / (time.perf_counter() - began), taken


def _ends(hours: float = 2.0) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def _gates(platform: Platform, community: Community, seconds: float, say: Say) -> Any:
    """Over gRPC through the access service, each pass on record there as well."""
    say("visitors: 100 gates over gRPC")
    points, tokens = [], []
    for number in range(GATES):
        body = {"community_id": community.id, "display_name": f"{number} 号门", "kind": "gate"}
        points.append((await community.post("/access-points", direction="in", **body))["id"])
    await wait_for(lambda: _accepts(community, points[-1]))
    for point in points:
        await _accepts(community, point)
        visit = {"community_id": community.id, "name": "n", "entries": 0, "valid_to": _ends()}
        made = await community.post("/visits", route=[point], **visit)
        tokens.append(made["pass"]["token"])
    token = bearer(platform.token("integrator", community.id))
    async with platform.channel() as channel:
        stub: Any = AccessServiceStub(channel)

        async def show(gate: int) -> None:
            evidence = access_pb2.Evidence(qr=tokens[gate])
            request = access_pb2.RequestPassRequest(access_point_id=points[gate], evidence=evidence)
            answer = await stub.RequestPass(request, metadata=token, timeout=30)
            if getattr(answer, "pass").outcome != access_pb2.OUTCOME_OPEN:
                raise RuntimeError(f"refused: {getattr(answer, 'pass').reason}")

        await _drive(show, 0.5)
        rate, taken = await _drive(show, seconds)
    return _row("passes over gRPC, 100 gates at once", taken, rate)


async def _accepts(community: Community, point: str) -> bool:
    rules = {"credentials": ["card", "passcode", "qr"]}
    return (await community.http.put(f"/access-rules/{point}", json=rules)).is_success


async def _day(platform: Platform, community: Community, say: Say) -> Rows:
    say(f"visitors: {VISITS:,} visits of a day")
    token, numbers = bearer(platform.admin_token()), count()
    async with platform.channel() as channel:
        stub: Any = VisitorServiceStub(channel)

        async def register() -> None:
            while (number := next(numbers)) < VISITS:
                request = visitor_pb2.CreateVisitRequest(
                    community_id=community.id,
                    name=f"访客{number}",
                    phone=f"139{number:08}",
                    valid_to=timestamp(now() + timedelta(hours=9)),
                    route=["gate"],
                )
                await stub.CreateVisit(request, metadata=token, timeout=60)

        await asyncio.gather(*(register() for _ in range(AT_ONCE)))
    return [await _pages(community, size) for size in (50, 500)]


async def _pages(community: Community, size: int) -> Any:
    """All pages of the day, one after the other."""
    taken, page, rows = [], "", 0
    ask = {"community_id": community.id, "page_size": size, "end_time": _ends(24)}
    while True:
        at = time.perf_counter()
        found = await call(community.http, "GET", "/visits", params=ask | {"page_token": page})
        taken.append(time.perf_counter() - at)
        rows += len(found["items"])
        if not (page := found["next_page_token"]):
            break
    if rows < VISITS:
        raise RuntimeError(f"{rows} visits listed")
    return _row(f"a page of {size} of {rows:,} visits", taken, worst_ms=max(taken) * 1000)


async def _ringing(platform: Platform, community: Community, say: Say) -> Any:
    """R79: from the kiosk's button to the host's phone, while 100 other devices listen."""
    say("visitors: how soon it rings")
    gate = await community.gate("岗亭", 901)
    resident, kiosk = await host(community), Kiosk(community, gate)
    address = platform.http.replace("http", "ws") + "/visitor/ring"
    guard = platform.token("guard", community.id)
    taken = []
    async with asyncio.TaskGroup() as group:
        over = asyncio.Event()
        for _ in range(GATES):
            group.create_task(_listen(address, guard, over))
        async with connect(address) as phone:
            await phone.send(json.dumps({"authorization": f"Bearer {resident.token}"}))
            await asyncio.sleep(1)
            kiosk.token  # noqa: B018 - made before the clock runs
            for _ in range(CALLS):
                at = time.perf_counter()
                placing = asyncio.create_task(kiosk.place())
                while json.loads(await phone.recv())["type"] != "ring":
                    pass
                taken.append(time.perf_counter() - at)
                await placing
        over.set()
    return _row("from the kiosk's button to the ring", taken, worst_ms=max(taken) * 1000)


async def _listen(address: str, token: str, over: asyncio.Event) -> None:
    async with connect(address) as device:
        await device.send(json.dumps({"authorization": f"Bearer {token}"}))
        await over.wait()
