"""Many gates at once over gRPC, and what other systems see of their passes."""

import asyncio
import json
import os
import signal
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

import grpc
import nats

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.community import Community, Gate, wait_for
from e2e.platform import Platform, bearer

PASSES = "anju.*.access.pass.*"
CARD = "0A1B2C3D"
PENDING = "SELECT count(*) FROM outbox WHERE subject LIKE '%.access.pass.%'"
_numbers = count(30_000)


def send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)


@dataclass
class Load:
    """Card passes at several gates. `acknowledged` holds request id → pass id."""

    platform: Platform
    gates: list[Gate]
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    async def passes(self, first: int, count: int) -> None:
        """Requests number `first` and following, at all gates at once."""
        async with self.platform.channel() as channel:
            stub = AccessServiceStub(channel)
            await asyncio.gather(*(self.one(stub, n) for n in range(first, first + count)))

    async def until(self, stop: asyncio.Event, first: int, workers: int = 8) -> None:
        """Requests one after the other at each worker until `stop` is set or all fail."""
        async with self.platform.channel() as channel:
            stub = AccessServiceStub(channel)

            async def work(worker: int) -> None:
                number = first + worker
                while not stop.is_set() and await self.one(stub, number):
                    number += workers

            await asyncio.gather(*(work(worker) for worker in range(workers)))

    async def one(self, stub: AccessServiceStub, number: int) -> bool:
        gate = self.gates[number % len(self.gates)]
        request = pb.RequestPassRequest(access_point_id=gate.id, request_id=f"r-{number}")
        request.evidence.card = CARD
        try:
            call = stub.RequestPass(request, metadata=bearer(gate.token), timeout=15)
            found = getattr(await call, "pass")
        except grpc.aio.AioRpcError as error:
            self.refused[error.code().name] += 1
            return False
        assert found.outcome == pb.OUTCOME_OPEN, found
        self.acknowledged[request.request_id] = found.id
        return True


async def under_load(community: Community, gates: int = 4) -> Load:
    """Gates of the community whose card opens."""
    made = [await community.gate(f"{n} 号门", next(_numbers)) for n in range(gates)]
    await community.credential(await community.resident("甲"), "card", CARD)

    async def opens() -> bool:
        return bool((await community.show(made[0], "card", CARD))["outcome"] == "open")

    await wait_for(opens)
    return Load(community.platform, made)


def pass_log(platform: Platform) -> set[str]:
    return set(platform.rows("SELECT id FROM pass"))


@dataclass
class Observer:
    """Another system with a durable subscription; counts each pass by place in the stream."""

    platform: Platform
    seen: dict[str, set[int]] = field(default_factory=dict)

    async def read(self, until: set[str] = frozenset(), subject: str = PASSES) -> None:  # type: ignore[assignment]
        """Reads on from where it was until all these passes were seen, then a little more."""
        client = await nats.connect(self.platform.observer_urls())
        try:
            stream = client.jetstream(timeout=10)
            pull = await stream.pull_subscribe(subject, durable="district", stream="ANJU")
            async with asyncio.timeout(30):
                while not until <= self.seen.keys() or await self._more(pull):
                    await self._more(pull)
        finally:
            await client.close()

    async def _more(self, pull: nats.js.JetStreamContext.PullSubscription) -> bool:
        try:
            messages = await pull.fetch(256, timeout=0.5)
        except TimeoutError:
            return False
        for message in messages:
            pass_id = json.loads(message.data)["data"]["pass_id"]
            self.seen.setdefault(pass_id, set()).add(message.metadata.sequence.stream)
            await message.ack()
        return True

    def repeated(self) -> dict[str, set[int]]:
        """Passes that are in the stream more than once."""
        return {key: places for key, places in self.seen.items() if len(places) > 1}


async def relayed(platform: Platform) -> None:
    """Waits until nothing is left to publish."""

    async def empty() -> bool:
        return platform.rows(PENDING) == [0]

    await wait_for(empty)


async def check(platform: Platform, load: Load, observer: Observer) -> None:
    """What was acknowledged is in the log, and the log is in the stream, once each."""
    acknowledged, log = set(load.acknowledged.values()), pass_log(platform)
    assert len(acknowledged) == len(load.acknowledged)
    assert acknowledged <= log
    await relayed(platform)
    await observer.read(log)
    assert observer.seen.keys() == log
    assert observer.repeated() == {}
