"""The resident module: keyring, tables, servicer, router, and the sweep of lapsed consents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anju.resident.v1.resident_pb2_grpc import add_ResidentServiceServicer_to_server
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import purge
from kit.events import Event
from kit.scheduled import scheduled
from kit.secrets import Keyring
from services.resident import store
from services.resident.api import build_router
from services.resident.events import ACKNOWLEDGEMENTS, CATALOGUE
from services.resident.rpc import POLICY, ResidentServicer
from services.resident.service import Residents
from services.resident.settings import ResidentSettings

NAME = "resident"
BATCH = 100  # consents that a sweep ends
MIGRATIONS = Path(__file__).parent / "migrations"


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: ResidentSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
        async with db.read() as session:
            ring = Keyring.open(path, may_create=not await store.sealed_exists(session))
        residents = Residents(ring, settings)

        async def acknowledged(event: Event) -> None:
            async with db.write() as session:
                await residents.erasures.acknowledge(session, event)

        async def sweep() -> bool:
            async with db.write() as session:
                ended = await residents.sweep(session)
                await purge(session)
            return ended >= BATCH

        node.handlers.add(
            add_ResidentServiceServicer_to_server, ResidentServicer(db, residents), POLICY
        )
        node.router(build_audit_router(db, NAME, "/audit-entries"))
        node.router(build_router(db, residents))
        node.catalogue |= CATALOGUE
        node.spawn(
            "resident acknowledgements",
            node.bus.subscribe("resident-erasures", ACKNOWLEDGEMENTS, acknowledged),
        )
        node.spawn("resident sweep", scheduled(db, "sweep", settings.sweep_interval, sweep))
        yield


MODULE = Module(NAME, run, migrations=MIGRATIONS)
