"""The face module: keyring, galleries warm before ready, servicer, router, erasures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anju.face.v1.face_pb2_grpc import add_FaceServiceServicer_to_server
from anju.inference.v1.inference_pb2_grpc import InferenceServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import purge
from kit.events import Event
from kit.scheduled import scheduled
from kit.secrets import Keyring
from kit.tables import now
from services.face import store
from services.face.api import build_router
from services.face.events import CATALOGUE, CONSENTS, ERASURES, HOLDER, OWN
from services.face.rpc import POLICY, FaceServicer
from services.face.service import Faces
from services.face.settings import FaceSettings

NAME = "face"
MIGRATIONS = Path(__file__).parent / "migrations"
BATCH = 100
SWEEP = 30.0  # seconds between looks for templates whose consent has ended


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: FaceSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
        async with db.read() as session:
            ring = Keyring.open(path, may_create=not await store.exists(session))
        faces = Faces(
            db,
            ring,
            InferenceServiceStub(node.channel("inference")),
            ResidentServiceStub(node.channel("resident")),
            settings,
        )
        await faces.galleries.load(db)

        async def erasure_requested(event: Event) -> None:
            subject_id = event.data["subject_id"]
            if HOLDER not in event.data.get("holders", ()):
                return
            async with db.write() as session:
                await faces.erase(session, subject_id, event.data["erasure_id"], event.community_id)
            faces.galleries.drop(subject_id)

        async def consent_granted(event: Event) -> None:
            if event.data["purpose"] == settings.purpose:
                await faces.extend(event.data["subject_id"])

        async def follow(event: Event) -> None:
            await faces.galleries.follow(db, event)

        async def resync() -> None:
            await faces.galleries.load(db)

        async def sweep() -> bool:
            async with db.write() as session:
                subjects = await store.lapsed(session, now(), BATCH)
                for subject_id in subjects:
                    await faces.erase(session, subject_id)
                await purge(session)
            for subject_id in subjects:
                faces.galleries.drop(subject_id)
            return len(subjects) == BATCH

        node.handlers.add(add_FaceServiceServicer_to_server, FaceServicer(db, faces), POLICY)
        node.router(build_audit_router(db, NAME))
        node.router(build_router(db, faces))
        node.catalogue |= CATALOGUE
        node.spawn(
            "face erasures", node.bus.subscribe("face-erasures", ERASURES, erasure_requested)
        )
        node.spawn("face consents", node.bus.subscribe("face-consents", CONSENTS, consent_granted))
        node.spawn("face renewals", faces.renewing())
        node.spawn("face galleries", node.bus.watch(OWN, resync, follow))
        node.spawn("face sweep", scheduled(db, "sweep", SWEEP, sweep))
        yield


MODULE = Module(NAME, run, needs=("inference", "resident"), migrations=MIGRATIONS)
