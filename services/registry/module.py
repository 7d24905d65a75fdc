"""The registry in a process: places, devices, keys, heartbeats, imports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from anju.registry.v1.registry_pb2_grpc import add_RegistryServiceServicer_to_server
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from services.registry import events
from services.registry.api import build_router
from services.registry.heartbeats import Monitor, Tracker
from services.registry.importer import Importer
from services.registry.rpc import POLICY, RegistryServicer
from services.registry.service import Registry
from services.registry.settings import RegistrySettings

MIGRATIONS = Path(__file__).parent / "migrations"


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: RegistrySettings = getattr(node.settings, "registry", RegistrySettings())
    ttl = node.settings.auth.device_token_ttl
    async with node.database("registry", MIGRATIONS) as db:
        registry = Registry(node.tokens, ttl, settings.key_overlap)
        interval, flush = settings.heartbeat_interval, settings.flush_interval
        stall = interval + 2 * flush
        tracker = Tracker(interval, settings.heartbeat_missed, settings.heartbeat_recover, stall)
        keep = timedelta(days=settings.keep_states)
        monitor = Monitor(db, tracker, flush, keep, node.bus.peers)
        await monitor.start()
        importer = Importer(db)
        servicer = RegistryServicer(db, registry, monitor, importer)
        node.handlers.add(add_RegistryServiceServicer_to_server, servicer, POLICY)
        node.router(build_audit_router(db, "registry"))
        node.router(build_router(db, registry, monitor, importer))
        node.catalogue.update(events.CATALOGUE)
        node.spawn("registry heartbeats", monitor.run())
        try:
            yield
        finally:
            await monitor.stop()


MODULE = Module("registry", run, migrations=MIGRATIONS)
