"""One process against one process per service, in one run: what the network, PostgreSQL and a
cluster of three nats-servers cost, and what a second inference process brings."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.bench import registry
from e2e.bench.frames import frame
from e2e.bench.gates import Run, drive, prepare
from e2e.community import Gate, wait_for
from e2e.platform import SHARED, Platform, models_env
from e2e.services import Services
from kit.testing_postgres import PostgresServer

FRAME = "640×480"
CARD = "0A1B2C3D"
GATES = 16
ONE_WORKER = {"ANJU_INFERENCE__WORKERS": "1"}


@dataclass
class Side:
    """A platform that is measured, and its gate."""

    name: str
    platform: Platform
    gate: Gate
    stub: Any


def measure(seconds: float, rounds: int, say: Callable[[str], None]) -> list[dict[str, Any]]:
    postgres = PostgresServer(durable=True)
    postgres.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(_measure(Path(folder), postgres, seconds, rounds, say))
    finally:
        postgres.remove()


async def _measure(
    folder: Path,
    postgres: PostgresServer,
    seconds: float,
    rounds: int,
    say: Callable[[str], None],
) -> list[dict[str, Any]]:
    photos = sorted((SHARED / "data" / "faces").glob("*_0001.jpg"))[:10]
    pictures = [frame(photo, FRAME, index) for index, photo in enumerate(photos)]
    env = models_env() | ONE_WORKER
    platforms = {
        "process": Platform(folder / "one", **env),
        "services": Services(folder / "services", (), postgres, **env),
        "services, inference twice": Services(folder / "more", ("inference-2",), postgres, **env),
    }
    async with AsyncExitStack() as stack:
        sides = []
        for name, platform in platforms.items():
            say(f"{name}: start")
            stack.callback(platform.close)
            sides.append(await _side(stack, name, platform.start(), photos))
        figures: dict[tuple[str, str], list[Run]] = {}
        for number in range(rounds):
            say(f"modes: round {number + 1} of {rounds}")
            for what, work in _works(pictures, seconds).items():
                for side in sides:
                    figures.setdefault((what, side.name), []).append(await work(side))
        rows = _rows(figures)
        for side in sides[:2]:
            rows += await _district(side, say)
        return rows


async def _side(stack: AsyncExitStack, name: str, platform: Platform, photos: list[Path]) -> Side:
    community, gate = await prepare(platform, photos)
    stack.push_async_callback(community.http.aclose)
    await community.credential(await community.resident("甲"), "card", CARD)

    async def opens() -> bool:
        return bool((await community.show(gate, "card", CARD))["outcome"] == "open")

    await wait_for(opens)
    channel = await stack.enter_async_context(platform.channel())
    return Side(name, platform, gate, AccessServiceStub(channel))


def _works(pictures: list[bytes], seconds: float) -> dict[str, Callable[[Side], Awaitable[Run]]]:
    async def face(side: Side, gates: int) -> Run:
        return (await drive(side.stub, side.gate, pictures, seconds, gates))[0]

    async def card(side: Side, gates: int) -> Run:
        return (await drive(_Cards(side.stub), side.gate, pictures, seconds, gates))[0]

    return {
        "face, 1 gate": lambda side: face(side, 1),
        f"face, {GATES} gates": lambda side: face(side, GATES),
        "card, 1 gate": lambda side: card(side, 1),
        f"card, {GATES} gates": lambda side: card(side, GATES),
        f"card, {8 * GATES} gates (each a row of the pass log)": lambda side: card(side, 8 * GATES),
    }


class _Cards:
    """The same stub, but a card is shown instead of each picture."""

    def __init__(self, stub: Any) -> None:
        self._stub = stub

    def RequestPass(self, request: pb.RequestPassRequest, **options: Any) -> Any:
        asked = pb.RequestPassRequest(access_point_id=request.access_point_id)
        asked.evidence.card = CARD
        return self._stub.RequestPass(asked, **options)


def _rows(figures: dict[tuple[str, str], list[Run]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    rates = {key: float(np.median([run.rate for run in runs])) for key, runs in figures.items()}
    for (what, name), runs in figures.items():
        rows.append(
            {
                "what": what,
                "mode": name,
                "per_s": rates[what, name],
                "p50_ms": float(np.median([run.percentile(50) for run in runs])),
                "p95_ms": float(np.median([run.percentile(95) for run in runs])),
                "to_process": rates[what, name] / rates[what, "process"],
            }
        )
    return rows


async def _district(side: Side, say: Callable[[str], None]) -> list[dict[str, Any]]:
    rows = await registry.measure(side.platform, say)
    return [
        {
            "what": f"{row['what']}, {row['rows']:,}",
            "mode": side.name,
            "per_s": row["rows"] / row["s"],
        }
        for row in rows
        if "again" not in row["what"]
    ]
