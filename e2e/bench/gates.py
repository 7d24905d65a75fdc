"""Gate decisions over gRPC against the bare pipeline, in one run on one machine."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import numpy as np

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.bench.frames import SIZES, frame
from e2e.bench.threads import repeat
from e2e.community import Community, Gate, found
from e2e.platform import SHARED, Platform, bearer
from kit.status import from_rpc
from services.face.gallery import Gallery, decide
from services.inference.engine import Engine
from services.inference.faces import Request
from services.inference.packs import Manifest
from services.inference.settings import InferenceSettings

CONCURRENCY = (1, 4, 16)


@dataclass
class Run:
    """One measurement: pictures per second, and the latencies in milliseconds."""

    rate: float
    latencies: list[float]

    def percentile(self, q: float) -> float:
        return float(np.percentile(self.latencies, q)) if self.latencies else float("nan")


class Bare:
    """decode → detect → align → embed → match in threads of this process, and nothing else."""

    def __init__(self, threads: int, photos: list[Path], precision: Any) -> None:
        settings = InferenceSettings(models_dir=SHARED / "models", precision=precision)
        manifest = Manifest.read()
        self._pack = manifest.recommended("face_recognition")
        self._analyzer = Engine(settings, threads).faces
        self._threads = threads
        self._gallery = Gallery(self._pack.embedding_size)
        for photo in photos:
            result = self._analyzer.analyze(Request(photo.read_bytes(), 1, (), False, True))
            self._gallery.put(photo.stem, photo.stem, self._vector(result))

    def _vector(self, result: Any) -> Any:
        return result.faces[0].embeddings[self._pack.name]

    def one(self, picture: bytes) -> None:
        result = self._analyzer.analyze(Request(picture, 1, (), False, True))
        match = self._gallery.search(self._vector(result))
        decide(match, self._pack.threshold, self._pack.margin)

    def run(self, pictures: list[bytes], seconds: float, threads: int) -> Run:
        return Run(*repeat(self.one, pictures, seconds, threads))


async def drive(
    stub: Any, gate: Gate, pictures: list[bytes], seconds: float, gates: int, deadline: float = 5.0
) -> tuple[Run, dict[str, int]]:
    """`gates` clients, each sending its next picture when the last was decided."""
    latencies: list[float] = []
    outcomes: dict[str, int] = {}
    stop = time.perf_counter() + seconds

    async def client(index: int) -> None:
        at = index
        while time.perf_counter() < stop:
            started = time.perf_counter()
            outcome, wait = await ask(stub, gate, pictures[at % len(pictures)], deadline)
            latencies.append((time.perf_counter() - started) * 1000)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            await asyncio.sleep(wait)
            at += gates

    began = time.perf_counter()
    await asyncio.gather(*(client(i) for i in range(gates)))
    return Run(len(latencies) / (time.perf_counter() - began), latencies), outcomes


async def paced(stub: Any, gate: Gate, pictures: list[bytes], seconds: float, rate: float) -> Run:
    """Requests at a fixed rate, whether or not the earlier ones are answered."""
    latencies: list[float] = []
    tasks = []

    async def once(picture: bytes) -> None:
        started = time.perf_counter()
        await ask(stub, gate, picture, 5.0)
        latencies.append((time.perf_counter() - started) * 1000)

    began = time.perf_counter()
    for index in range(int(seconds * rate)):
        await asyncio.sleep(max(0.0, began + index / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(once(pictures[index % len(pictures)])))
    await asyncio.gather(*tasks)
    return Run(len(latencies) / (time.perf_counter() - began), latencies)


async def ask(stub: Any, gate: Gate, picture: bytes, deadline: float) -> tuple[str, float]:
    """The outcome, and the seconds that the server asks to wait before the next request."""
    request = pb.RequestPassRequest(access_point_id=gate.id, evidence=pb.Evidence(frame=picture))
    try:
        answer = await stub.RequestPass(request, timeout=deadline, metadata=bearer(gate.token))
    except grpc.aio.AioRpcError as error:
        return error.code().name, from_rpc(error).retry_after or 0.0
    return pb.Outcome.Name(getattr(answer, "pass").outcome), 0.0


async def prepare(platform: Platform, photos: list[Path]) -> tuple[Community, Gate]:
    community = await found(platform, "BENCH-1")
    gate = await community.gate(number=1)
    await community.enable_face(gate)
    for photo in photos:
        await community.enrolled(photo.stem[:60], photo.read_bytes())
    return community, gate


async def measure(
    platform: Platform, precision: str, seconds: float, rounds: int, say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """One row per frame size and concurrency; bare and service take turns in each round."""
    folder = SHARED / "data" / "faces"
    photos = sorted(folder.glob("*_0001.jpg"))[:20]
    bare = Bare(2, photos, precision)
    _, gate = await prepare(platform, photos)
    rows = []
    async with platform.channel() as channel:
        stub: Any = AccessServiceStub(channel)
        for size in SIZES:
            pictures = [frame(photo, size, index) for index, photo in enumerate(photos)]
            await asyncio.to_thread(bare.run, pictures, 1.0, 2)
            await drive(stub, gate, pictures, 1.0, 4)
            rows += await _size(stub, gate, bare, size, pictures, seconds, rounds, say)
    return rows


async def _size(
    stub: Any,
    gate: Gate,
    bare: Bare,
    size: str,
    pictures: list[bytes],
    seconds: float,
    rounds: int,
    say: Callable[[str], None],
) -> list[dict[str, Any]]:
    singles, doubles = [], []
    served: dict[int, list[Run]] = {gates: [] for gates in CONCURRENCY}
    half = []
    for number in range(rounds):
        say(f"gates {size}: round {number + 1} of {rounds}")
        singles.append(await asyncio.to_thread(bare.run, pictures, seconds, 1))
        doubles.append(await asyncio.to_thread(bare.run, pictures, seconds, 2))
        for gates in CONCURRENCY:
            served[gates].append((await drive(stub, gate, pictures, seconds, gates))[0])
        rate = np.median([run.rate for run in served[16]]) / 2
        half.append(await paced(stub, gate, pictures, seconds, float(rate)))
    one, two = (
        float(np.median([r.rate for r in singles])),
        float(np.median([r.rate for r in doubles])),
    )
    bare_ms = float(np.median([value for run in singles for value in run.latencies]))
    rows = [
        {"what": "bare, 1 thread", "frame": size, "per_s": one, "p50_ms": bare_ms},
        {"what": "bare, 2 threads", "frame": size, "per_s": two},
    ]
    for gates, runs in served.items():
        rate = float(np.median([run.rate for run in runs]))
        rows.append(
            {
                "what": f"gate over gRPC, {gates} at once",
                "frame": size,
                "per_s": rate,
                "p50_ms": float(np.median([run.percentile(50) for run in runs])),
                "p95_ms": float(np.median([run.percentile(95) for run in runs])),
                "ratio": rate / (one if gates == 1 else two),
            }
        )
    p95 = float(np.median([run.percentile(95) for run in half]))
    rows.append(
        {
            "what": "gate over gRPC, half load",
            "frame": size,
            "per_s": float(np.median([run.rate for run in half])),
            "p50_ms": float(np.median([run.percentile(50) for run in half])),
            "p95_ms": p95,
            "p95_to_bare": p95 / bare_ms,
        }
    )
    return rows
