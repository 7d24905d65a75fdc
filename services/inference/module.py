"""The inference module: worker threads and the servicer. It keeps nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anju.inference.v1.inference_pb2_grpc import add_InferenceServiceServicer_to_server
from kit.app import Module, Node
from services.inference.service import build
from services.inference.settings import InferenceSettings

NAME = "inference"
POLICY = {
    "AnalyzeFaces": "inference.analyze",
    "ReadPlates": "inference.analyze",
    "ReadPlateTrack": "inference.analyze",
    "DetectObjects": "inference.analyze",
    "StreamObjects": "inference.analyze",
    "ListPacks": "packs.read",
}


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: InferenceSettings = getattr(node.settings, NAME)
    servicer, batcher, close = await asyncio.to_thread(build, settings)
    batcher.start()
    node.handlers.add(add_InferenceServiceServicer_to_server, servicer, POLICY)
    try:
        yield
    finally:
        await batcher.stop()
        await asyncio.to_thread(close)


MODULE = Module(NAME, run)
