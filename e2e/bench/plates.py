"""Reading plates over gRPC against the bare pipeline, in one run on one machine."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from anju.inference.v1 import inference_pb2 as pb
from anju.inference.v1.inference_pb2_grpc import InferenceServiceStub
from e2e.bench.threads import repeat
from e2e.platform import SHARED, Platform, bearer
from services.inference.engine import Engine
from services.inference.packs import Manifest
from services.inference.plates import PlateRequest
from services.inference.settings import InferenceSettings

GATES = 16
PICTURES = 24


def photos(width: int = 1280, height: int = 720) -> list[bytes]:
    """Real photographs on a canvas of the size that cameras send."""
    made = []
    for path in sorted((SHARED / "data/plates/photos").glob("*.jpg"))[:PICTURES]:
        picture = cv2.imread(str(path))
        scale = min(width / picture.shape[1], height / picture.shape[0])
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        canvas = np.full((height, width, 3), 90, np.uint8)
        canvas[: small.shape[0], : small.shape[1]] = small
        made.append(cv2.imencode(".jpg", canvas, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes())
    return made


def crops() -> list[bytes]:
    paths = sorted((SHARED / "data/plates/crops").glob("*.jpg"))[:PICTURES]
    return [path.read_bytes() for path in paths]


class Bare:
    """decode → detect → rectify → recognise → spell in threads of this process, nothing else."""

    def __init__(self, models: Path, threads: int) -> None:
        self._reader = Engine(InferenceSettings(models_dir=models), threads).plates

    def run(
        self, pictures: list[bytes], pack: str, cropped: bool, seconds: float, threads: int
    ) -> tuple[float, float]:
        """Pictures per second, and the median milliseconds of one."""
        rate, took = repeat(
            lambda picture: self._read(picture, pack, cropped), pictures, seconds, threads
        )
        return rate, float(np.median(took))

    def _read(self, picture: bytes, pack: str, cropped: bool) -> None:
        self._reader.read(PlateRequest(picture, pack=pack, cropped=cropped))


async def drive(
    stub: Any, token: str, pictures: list[bytes], pack: str, cropped: bool, seconds: float
) -> float:
    """Pictures per second that GATES clients get."""
    done, stop = 0, time.perf_counter() + seconds

    async def client(index: int) -> None:
        nonlocal done
        at = index
        while time.perf_counter() < stop:
            picture = pictures[at % len(pictures)]
            request = pb.ReadPlatesRequest(image=picture, pack=pack, cropped=cropped)
            await stub.ReadPlates(request, timeout=10, metadata=bearer(token))
            done += 1
            at += GATES

    began = time.perf_counter()
    await asyncio.gather(*(client(i) for i in range(GATES)))
    return done / (time.perf_counter() - began)


async def measure(
    platform: Platform, models: Path, seconds: float, rounds: int, say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """One row per kind of picture and pack; bare and service take turns in each round."""
    bare = Bare(models, 2)
    token = platform.token("bench")
    rows = []
    async with platform.channel() as channel:
        stub: Any = InferenceServiceStub(channel)
        for what, pictures, cropped in (("1280×720", photos(), False), ("crop", crops(), True)):
            for pack in [p.name for p in Manifest.read().packs if p.task == "plate_recognition"]:
                say(f"plates: {what}, {pack}")
                case = (pictures, pack, cropped)
                await asyncio.to_thread(bare.run, *case, 0.5, 2)
                await drive(stub, token, *case, 0.5)
                rows.append(
                    {"picture": what, "pack": pack}
                    | await _case(bare, stub, token, case, seconds, rounds)
                )
    return rows


async def _case(
    bare: Bare,
    stub: Any,
    token: str,
    case: tuple[list[bytes], str, bool],
    seconds: float,
    rounds: int,
) -> dict[str, Any]:
    singles, doubles, served = [], [], []
    for _ in range(rounds):
        singles.append(await asyncio.to_thread(bare.run, *case, seconds, 1))
        doubles.append((await asyncio.to_thread(bare.run, *case, seconds, 2))[0])
        served.append(await drive(stub, token, *case, seconds))
    both, service = float(np.median(doubles)), float(np.median(served))
    return {
        "bare_ms_1_thread": float(np.median([ms for _, ms in singles])),
        "bare_per_s_2_threads": both,
        "service_per_s": service,
        "ratio": service / both,
    }
