"""The plate module: permits in memory before ready, servicer, router, residents, retention."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from anju.plate.v1.plate_pb2_grpc import add_PlateServiceServicer_to_server
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import Database, purge
from kit.events import Event
from kit.scheduled import scheduled
from kit.tables import now
from services.plate import store
from services.plate.api import build_router
from services.plate.erasing import Eraser
from services.plate.events import CATALOGUE, CREDENTIALS, ERASURES, OWN
from services.plate.importer import Importer
from services.plate.memory import Memory
from services.plate.models import Permit
from services.plate.passages import Passages
from services.plate.residents import Residents
from services.plate.rpc import POLICY, PlateServicer
from services.plate.service import Plates
from services.plate.settings import PlateSettings

NAME = "plate"
MIGRATIONS = Path(__file__).parent / "migrations"
BATCH = 100


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: PlateSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        memory = Memory()
        plates = Plates(memory, RegistryServiceStub(node.channel("registry")), settings)
        passages, importer = Passages(settings.holder_hours), Importer(db, plates)
        stub = ResidentServiceStub(node.channel("resident"))
        residents = Residents(db, plates, memory, stub)
        await memory.load(db)
        await residents.pull()

        async def follow(event: Event) -> None:
            await memory.follow(db, event)

        async def resync() -> None:
            await memory.load(db)

        async def changed(event: Event) -> None:
            residents.following.ask()

        async def missed() -> None:
            residents.following.ask()

        servicer = PlateServicer(db, plates, passages, importer)
        node.handlers.add(add_PlateServiceServicer_to_server, servicer, POLICY)
        node.router(build_audit_router(db, NAME))
        node.router(build_router(db, plates, passages, importer))
        node.catalogue |= CATALOGUE
        eraser = Eraser(db, memory)
        node.spawn("plate memory", node.bus.watch(OWN, resync, follow))
        node.spawn("plate residents", residents.following.run(settings.sync_interval))
        node.spawn("plate credentials", node.bus.watch(CREDENTIALS, missed, changed))
        node.spawn("plate erasures", node.bus.subscribe("plate-erasures", ERASURES, eraser))
        work = partial(sweep, db, plates, passages, settings)
        node.spawn("plate sweep", scheduled(db, "sweep", settings.sweep_interval, work))
        yield


async def sweep(db: Database, plates: Plates, passages: Passages, settings: PlateSettings) -> bool:
    """Ends lapsed permits and idle passages, and deletes what is too old (lawful.md §4)."""
    at = now()
    changed: list[Permit] = []
    async with db.write() as session:
        lapsed = await store.lapsed(session, at, BATCH)
        for row in lapsed:
            changed += [row, *await plates.end(session, row)]
        await passages.abandon(session, settings.passage_seconds)
        await store.expire(
            session,
            known=at - timedelta(days=settings.pass_days),
            unknown=at - timedelta(hours=settings.unknown_hours),
            revoked=at - timedelta(days=settings.revoked_days),
        )
        await purge(session)
    for row in changed:
        plates.memory.apply(row)
    return len(lapsed) == BATCH


MODULE = Module(NAME, run, needs=("registry", "resident"), migrations=MIGRATIONS)
