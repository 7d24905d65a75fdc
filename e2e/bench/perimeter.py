"""Watching cameras: the detector through the service against the compiled model alone, cameras a
core can watch with and without the motion gate, how late alarms come, and what a camera costs."""

import asyncio
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from anju.inference.v1 import inference_pb2 as pb
from anju.inference.v1.inference_pb2_grpc import InferenceServiceStub
from anju.perimeter.v1 import perimeter_pb2
from anju.perimeter.v1.perimeter_pb2_grpc import PerimeterServiceStub
from e2e.bench.threads import repeat
from e2e.community import found, wait_for
from e2e.platform import Platform, bearer
from e2e.scenes.catalogue import happens, nothing
from e2e.scenes.stage import Scene, pictures
from kit.message import timestamp
from kit.tables import now
from services.inference.engine import Engine
from services.inference.objects import ObjectRequest
from services.inference.settings import InferenceSettings
from services.perimeter.video.clips import jpeg_of
from services.perimeter.video.sampler import Sampler, Sampling

CAMERAS = 8
WALKS = 12
RATE = 2.0  # looks a second, as the goal says


def film(name: str) -> list[Any]:
    """Two pictures a second of a scene."""
    told = next(each for each in (*happens(), *nothing()) if each.name == name)
    return [picture for _, picture in _thinned(told.scene)]


def _thinned(scene: Scene) -> list[tuple[float, Any]]:
    return list(pictures(scene))[:: int(6 / RATE)]


class Bare:
    """The compiled model on a picture that is decoded and letterboxed already, nothing else."""

    def __init__(self, models: Path, threads: int, frames: list[Any]) -> None:
        engine = Engine(InferenceSettings(models_dir=models), threads)
        self._detector = engine.objects._loader.object_detector()
        self._ready = [self._detector._letterbox(each)[0][None] for each in frames]
        self.engine = engine

    def rate(self, seconds: float, threads: int) -> float:
        return repeat(self._detector._model, self._ready, seconds, threads)[0]


async def measure(
    platform: Platform, models: Path, seconds: float, rounds: int, say: Callable[[str], None]
) -> dict[str, list[dict[str, Any]]]:
    walk, still = film("intrusion by day"), film("an empty yard")
    say("objects: bare and through the service")
    detector = await _detector(platform, models, walk, seconds, rounds)
    say("cameras on one core")
    cameras = await asyncio.to_thread(_cameras, models, {"walk": walk, "still": still})
    say("alarms: how late")
    alarms = await _alarms(platform, [jpeg_of(each) for each in walk])
    return {
        "Finding objects, 960×540": detector,
        "Cameras at 2 looks a second that one core watches": cameras,
        "Alarms, from the picture to the subscriber": alarms,
    }


async def _detector(
    platform: Platform, models: Path, frames: list[Any], seconds: float, rounds: int
) -> list[dict[str, Any]]:
    bare = Bare(models, 2, frames)
    jpegs, token = [jpeg_of(each) for each in frames], platform.token("bench")
    singles, doubles, served = [], [], []
    async with platform.channel() as channel:
        stub: Any = InferenceServiceStub(channel)
        await _drive(stub, token, jpegs, 0.5)
        for _ in range(rounds):
            singles.append(await asyncio.to_thread(bare.rate, seconds, 1))
            doubles.append(await asyncio.to_thread(bare.rate, seconds, 2))
            served.append(await _drive(stub, token, jpegs, seconds))
    both, service = float(np.median(doubles)), float(np.median(served))
    return [
        {"what": "compiled model, 1 thread", "per_s": float(np.median(singles))},
        {"what": "compiled model, 2 threads", "per_s": both},
        {
            "what": f"service, {CAMERAS} cameras at once, JPEG in, objects out",
            "per_s": service,
            "ratio": service / both,
        },
    ]


async def _drive(stub: Any, token: str, jpegs: list[bytes], seconds: float) -> float:
    done, stop = 0, time.perf_counter() + seconds

    async def camera(index: int) -> None:
        nonlocal done
        while time.perf_counter() < stop:
            request = pb.DetectObjectsRequest(image=jpegs[(index + done) % len(jpegs)])
            await stub.DetectObjects(request, timeout=20, metadata=bearer(token))
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(camera(i) for i in range(CAMERAS)))
    return done / (time.perf_counter() - began)


def _cameras(models: Path, films: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """CPU time of a camera's picture (mask, health, gate, JPEG, detection), without decoding."""
    engine = Engine(InferenceSettings(models_dir=models), 1)
    rows = []
    for name, frames in films.items():
        for gate in (False, True):
            sampler, looks = Sampler(Sampling(gate=gate)), 0
            began, before = time.process_time(), len(frames)
            for i, frame in enumerate(frames):
                sample = sampler.step(i / RATE, frame.copy())
                if sample.jpeg:
                    looks += 1
                    engine.objects.find(ObjectRequest(sample.jpeg))
            each = (time.process_time() - began) / before
            rows.append(
                {
                    "scene": name,
                    "gate": "on" if gate else "off",
                    "looks": f"{looks} of {before}",
                    "ms_per_picture": each * 1e3,
                    "cameras_per_core": 1 / (each * RATE),
                }
            )
    return rows


async def _alarms(platform: Platform, walk: list[bytes]) -> list[dict[str, Any]]:
    """Somebody walks through again and again; from the time of the picture that proves it."""
    import nats

    community = await found(platform, "BENCH-P")
    camera = await community.post(
        "/cameras", community_id=community.id, display_name="x", rate=15, gate=False
    )
    corners = [{"x": x, "y": y} for x, y in ((0.02, 0.6), (0.98, 0.6), (0.98, 1), (0.02, 1))]
    for number in range(WALKS):  # one zone a walk, so that each is an incident of its own
        zone = {"camera_id": camera["id"], "display_name": f"{number}", "points": corners}
        made = await community.post("/zones", **zone)
        options = {"cooldown": 0.0}
        await community.post("/zone-rules", zone_id=made["id"], kind="intrusion", options=options)
    late: list[float] = []
    client = await nats.connect(platform.observer_urls())

    async def heard(message: Any) -> None:
        at = np.datetime64(json.loads(message.data)["data"]["at"].rstrip("Z").split("+")[0])
        late.append(
            float((np.datetime64(now().replace(tzinfo=None)) - at) / np.timedelta64(1, "s"))
        )

    await client.subscribe(f"anju.{community.id}.perimeter.alarm.raised", cb=heard)
    async with platform.channel() as channel:
        stub: Any = PerimeterServiceStub(channel)
        token = platform.token("integrator")

        async def show(jpeg: bytes) -> bool:
            request = perimeter_pb2.PushFrameRequest(
                camera_id=camera["id"], image=jpeg, time=timestamp(now())
            )
            return (await stub.PushFrame(request, metadata=bearer(token))).accepted

        await wait_for(lambda: show(walk[0]))
        for jpeg in walk:
            await show(jpeg)
            await asyncio.sleep(1 / RATE)
    await asyncio.sleep(2)
    await client.close()
    await community.http.aclose()
    return [
        {
            "alarms": len(late),
            "p50_s": float(np.percentile(late, 50)),
            "p95_s": float(np.percentile(late, 95)),
        }
    ]


def soak(hours: float, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """One camera's sampler for hours of film time: memory must not grow."""
    frames = film("somebody who only passes")
    sampler, rows, began = Sampler(Sampling()), [], time.monotonic()
    total = int(hours * 3600 * RATE)
    for i in range(total):
        sampler.step(i / RATE, frames[i % len(frames)].copy())
        if i % (total // 6) == total // 6 - 1:
            kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            rows.append({"film_hours": (i + 1) / RATE / 3600, "peak_rss_mib": kib / 1024})
            say(f"soak: {rows[-1]}")
    rows[-1]["seconds"] = time.monotonic() - began
    return rows
