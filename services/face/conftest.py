"""A node with the face module, a fake camera for inference and a fake consent desk.

The fakes stand at the other end of real gRPC handlers, so the service's own stubs call them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anju.inference.v1 import inference_pb2, inference_pb2_grpc
from anju.resident.v1 import resident_pb2, resident_pb2_grpc
from kit.app import Module
from kit.config import KitSettings
from kit.errors import Unavailable
from kit.message import timestamp
from kit.tables import now
from kit.testing import TestNode, running, settings_in
from services.face.module import MODULE
from services.face.settings import FaceSettings
from services.roles import ROLES

HERE, THERE = "community-here", "community-there"
SIZE = 64


class Settings(KitSettings):
    face: FaceSettings = FaceSettings()


def face_of(name: str, noise: float = 0.0) -> np.ndarray:
    """A person's embedding; with noise, another photo of the same person."""
    base = np.random.default_rng(list(name.encode())).standard_normal(SIZE)
    base += noise * np.random.default_rng(1).standard_normal(SIZE)
    return (base / np.linalg.norm(base)).astype(np.float32)


class Camera(inference_pb2_grpc.InferenceServiceServicer):
    """Sees whom the picture's bytes name: b"alice", b"alice~" (another photo), b"a,b", b""."""

    def __init__(self) -> None:
        self.packs = ["new"]
        self.defects: list[str] = []
        self.down = False
        self.before_answer: Any = None

    async def ListPacks(self, request: Any, context: Any) -> Any:
        packs = [
            inference_pb2.Pack(
                name=name,
                task="face_recognition",
                available=True,
                threshold=0.5,
                margin=0.05,
                recommended=name == self.packs[0],
            )
            for name in self.packs
        ]
        return inference_pb2.ListPacksResponse(packs=packs)

    async def AnalyzeFaces(self, request: Any, context: Any) -> Any:
        if self.down:
            raise Unavailable("INFERENCE_DOWN", "no worker")
        if self.before_answer:
            await self.before_answer()
        names = [name for name in request.image.decode().split(",") if name]
        return inference_pb2.AnalyzeFacesResponse(
            faces=[self._face(name, request.packs) for name in names]
        )

    def _face(self, name: str, packs: list[str]) -> Any:
        vector = face_of(name.rstrip("~"), 0.3 if name.endswith("~") else 0.0)
        return inference_pb2.Face(
            box=inference_pb2.Box(x=0.25, y=0.25, width=0.5, height=0.5),
            quality=inference_pb2.FaceQuality(defects=self.defects),
            embeddings=[inference_pb2.Embedding(pack=p, vector=vector.tobytes()) for p in packs],
        )


class Desk(resident_pb2_grpc.ResidentServiceServicer):
    """Consents by subject id: community and end."""

    def __init__(self) -> None:
        self.consents: dict[str, tuple[str, Any]] = {}

    def grant(self, subject_id: str, community: str = HERE, seconds: float = 3600) -> None:
        self.consents[subject_id] = community, now() + timedelta(seconds=seconds)

    async def CheckConsent(self, request: Any, context: Any) -> Any:
        found = self.consents.get(request.subject_id)
        if found is None:
            return resident_pb2.CheckConsentResponse()
        return resident_pb2.CheckConsentResponse(
            granted=True,
            consent_id=f"consent-{request.subject_id}",
            community_id=found[0],
            expire_time=timestamp(found[1]),
        )


class World:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.camera, self.desk = Camera(), Desk()

    @asynccontextmanager
    async def started(self) -> AsyncIterator[TestNode]:
        """The node; a second start finds what the first one left."""

        @asynccontextmanager
        async def fakes(node: Any) -> AsyncIterator[None]:
            _add(node, inference_pb2, inference_pb2_grpc, "Inference", self.camera)
            _add(node, resident_pb2, resident_pb2_grpc, "Resident", self.desk)
            yield

        modules = [
            Module("inference", fakes),
            Module("resident", _nothing),
            MODULE,
        ]
        roles = ROLES | {"service": frozenset({"fake", "face.identify"})}
        async with running(settings_in(self.folder, Settings), modules, roles) as node:
            yield node


@asynccontextmanager
async def _nothing(node: Any) -> AsyncIterator[None]:
    yield


def _add(node: Any, pb: Any, pb_grpc: Any, name: str, servicer: Any) -> None:
    methods = pb.DESCRIPTOR.services_by_name[f"{name}Service"].methods
    add = getattr(pb_grpc, f"add_{name}ServiceServicer_to_server")
    node.handlers.add(add, servicer, {method.name: "fake" for method in methods})


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
async def node(world: World) -> AsyncIterator[TestNode]:
    async with world.started() as started:
        yield started
