"""Gates under watch: how long each pass took while something went on."""

import asyncio
import os
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import grpc

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.community import wait_for
from e2e.gates import CARD, Load
from e2e.platform import bearer

WORKERS = 6
PAUSE = 0.02  # seconds between two passes of a gate, and before a gate asks again
SPELL = float(os.environ.get("ANJU_CHAOS_SECONDS", "4"))


@dataclass
class Watched:
    """Gates that ask until they are answered, as devices do; `waited` holds seconds from the
    first try to the answer, by what went on."""

    load: Load
    waited: dict[str, list[float]] = field(default_factory=dict)
    failed: dict[str, Counter[str]] = field(default_factory=dict)
    now: str = "calm"

    async def run(self, stop: asyncio.Event) -> None:
        numbers = count()
        async with self.load.platform.channel() as channel:
            stub = AccessServiceStub(channel)
            await asyncio.gather(*(self._gate(stub, numbers, stop) for _ in range(WORKERS)))

    async def _gate(self, stub: AccessServiceStub, numbers: Iterator[int], stop) -> None:
        while not stop.is_set():
            number, started, during = next(numbers), time.monotonic(), self.now
            while not await self._answered(stub, number):
                await asyncio.sleep(PAUSE)
            self.waited.setdefault(during, []).append(time.monotonic() - started)
            await asyncio.sleep(PAUSE)

    async def _answered(self, stub: AccessServiceStub, number: int) -> bool:
        gate = self.load.gates[number % len(self.load.gates)]
        request = pb.RequestPassRequest(access_point_id=gate.id, request_id=f"r-{number}")
        request.evidence.card = CARD
        try:
            answer = await stub.RequestPass(request, metadata=bearer(gate.token), timeout=5)
        except grpc.aio.AioRpcError as error:
            self.failed.setdefault(self.now, Counter())[error.code().name] += 1
            return False
        made = getattr(answer, "pass")
        assert made.outcome == pb.OUTCOME_OPEN, made
        self.load.acknowledged[request.request_id] = made.id
        return True

    @asynccontextmanager
    async def during(self, what: str) -> AsyncIterator[None]:
        """What the gates see from now on is noted under this."""
        self.now = what
        yield
        await asyncio.sleep(SPELL)
        self.now = "calm"
        before = len(self.load.acknowledged)

        async def goes_on() -> bool:
            return len(self.load.acknowledged) > before + 3 * WORKERS

        await wait_for(goes_on)  # whatever it was, gates are answered again

    def table(self) -> str:
        lines = ["| what goes on | passes | tries again | p50 ms | p99 ms | longest ms |"]
        lines.append("| --- | --- | --- | --- | --- | --- |")
        for what, waits in self.waited.items():
            cuts = statistics.quantiles(waits, n=100, method="inclusive")
            again = self.failed.get(what, Counter()).total()
            times = " | ".join(f"{1000 * each:.0f}" for each in (cuts[49], cuts[98], max(waits)))
            lines.append(f"| {what} | {len(waits)} | {again} | {times} |")
        return "\n".join(lines)
