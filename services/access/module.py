"""The access module: mirror, recogniser, pass log, servicer, router, retention."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from anju.access.v1.access_pb2_grpc import add_AccessServiceServicer_to_server
from anju.face.v1.face_pb2_grpc import FaceServiceStub
from anju.inference.v1.inference_pb2_grpc import InferenceServiceStub
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.visitor.v1.visitor_pb2_grpc import VisitorServiceStub
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import purge
from kit.events import Event
from kit.scheduled import scheduled
from kit.secrets import Keyring
from kit.tables import now
from services.access import store
from services.access.api import build_router
from services.access.attempts import Attempts
from services.access.barrier import Barrier
from services.access.erasing import Eraser
from services.access.events import CATALOGUE, ERASURES, OWN, PLACES, RIGHTS
from services.access.evidence import Recogniser
from services.access.history import History
from services.access.mirror import Mirror
from services.access.passlog import PassLog
from services.access.persons import FirstPersons
from services.access.rpc import POLICY, AccessServicer
from services.access.ruling import Ruling
from services.access.service import Access
from services.access.settings import AccessSettings
from services.access.snapshots import FOLDER, Snapshots
from services.access.visits import Visits

NAME = "access"
MIGRATIONS = Path(__file__).parent / "migrations"
DAY = 86400.0
RETENTION_INTERVAL = 600.0
BATCH = 1000


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: AccessSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
        async with db.read() as session:
            ring = Keyring.open(path, may_create=not await store.sealed_exists(session))
        registry = RegistryServiceStub(node.channel("registry"))
        mirror = Mirror(db, ring, registry, ResidentServiceStub(node.channel("resident")))
        inference = InferenceServiceStub(node.channel("inference"))
        barrier = Barrier(inference, PlateServiceStub(node.channel("plate")), settings)
        visits = Visits(VisitorServiceStub(node.channel("visitor")), settings)
        face = FaceServiceStub(node.channel("face"))
        peers = node.bus.peers
        attempts = Attempts(settings.passcode_failures, settings.passcode_window, peers)
        persons = FirstPersons(settings.two_person_seconds, peers)
        recogniser = Recogniser(face, barrier, visits, mirror, attempts, settings)
        passlog = PassLog(db, settings.max_waiting, settings.passback_hours)
        snapshots = Snapshots(db, node.files, settings.max_snapshots)
        access = Access(mirror, recogniser, barrier, persons, passlog, snapshots, ring)
        ruling = Ruling(mirror, registry)
        history = History(node.gatekeeper, node.files, settings.subject_hours)
        await attempts.listen()
        await persons.listen()
        await mirror.load()
        await mirror.pull()

        async def changed(event: Event | None = None) -> None:
            mirror.following.ask()

        async def forget() -> bool:
            """Deletes passes and snapshots whose time is over (lawful.md §4)."""
            await node.files.keep_for(FOLDER, settings.snapshot_days)
            await node.files.purge(FOLDER, settings.snapshot_days * DAY)
            async with db.write() as session:
                before = now() - timedelta(days=settings.pass_days)
                deleted = await store.purge_passes(session, before, BATCH)
                await purge(session)
            return deleted == BATCH

        node.handlers.add(
            add_AccessServiceServicer_to_server,
            AccessServicer(db, access, ruling, history),
            POLICY,
        )
        node.router(build_audit_router(db, NAME))
        node.router(build_router(db, access, ruling, history))
        node.catalogue |= CATALOGUE
        eraser = Eraser(db, node.files, mirror)
        node.spawn("access pass log", passlog.run())
        node.spawn("access snapshots", snapshots.run())
        node.spawn("access mirror", mirror.following.run(settings.sync_interval))
        node.spawn("access rights", node.bus.watch(RIGHTS, changed, changed))
        node.spawn("access places", node.bus.watch(PLACES, changed, changed))
        for subject in OWN:
            watch = node.bus.watch(subject, mirror.load_rules, mirror.follow)
            node.spawn(f"access {subject}", watch)
        node.spawn("access erasures", node.bus.subscribe("access-erasures", ERASURES, eraser))
        node.spawn("access retention", scheduled(db, "retention", RETENTION_INTERVAL, forget))
        yield


MODULE = Module(
    NAME,
    run,
    needs=("face", "inference", "plate", "registry", "resident", "visitor"),
    migrations=MIGRATIONS,
)
