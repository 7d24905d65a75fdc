"""The visitor module: keyring, servicer, router, passes at gates, permits, retention."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.visitor.v1.visitor_pb2_grpc import add_VisitorServiceServicer_to_server
from kit.app import Module, Node
from kit.db import purge
from kit.scheduled import scheduled
from kit.secrets import Keyring
from kit.tables import now
from services.visitor import store
from services.visitor.api import build_router
from services.visitor.blocks import Blocks
from services.visitor.call_api import build_call_router
from services.visitor.calls import Calls
from services.visitor.desk import Desk
from services.visitor.erasing import Eraser, expire
from services.visitor.events import CATALOGUE, ERASURES
from services.visitor.gates import Gates
from services.visitor.hosts import Hosts
from services.visitor.keys import PassKeys
from services.visitor.notices import EVENTS, Notices
from services.visitor.own import OwnData
from services.visitor.pages import Pages, build_pages
from services.visitor.passes import Passes
from services.visitor.permits import Permits
from services.visitor.redeeming import Redeemer
from services.visitor.ringing import Ringing
from services.visitor.rooms import Rooms
from services.visitor.rpc import POLICY, VisitorServicer
from services.visitor.senders import senders
from services.visitor.service import Visits
from services.visitor.settings import VisitorSettings
from services.visitor.sockets import build_sockets
from services.visitor.switchboard import Switchboard

NAME = "visitor"
MIGRATIONS = Path(__file__).parent / "migrations"
BATCH = 100


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: VisitorSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
        async with db.read() as session:
            ring = Keyring.open(path, may_create=not await store.sealed_exists(session))
            keys = PassKeys(ring)
            await keys.load(session)
        hosts = Hosts(ResidentServiceStub(node.channel("resident")))
        visits = Visits(ring, Passes(ring, keys), hosts, settings)
        redeemer = Redeemer(db, keys, ring, settings)
        desk = Desk(Blocks(ring), keys)
        permits = Permits(db, ring, PlateServiceStub(node.channel("plate")))
        notices = Notices(db, ring, senders(settings), settings)
        own = OwnData(db, ring, notices, settings)

        async def sweep() -> bool:
            """Ends visits that the clock ended, and erases what is too old (R23, R28)."""
            async with db.write() as session:
                done = await visits.sweep(session, now(), BATCH)
                done = max(done, await expire(session, now(), BATCH))
                await purge(session)
            return done >= BATCH

        rooms = Rooms()
        calls = Calls(visits, hosts, settings)
        ringing = Ringing(db, calls, rooms)
        switchboard = Switchboard(db, calls, ringing, rooms)
        servicer = VisitorServicer(db, visits, redeemer, desk, notices, own, switchboard)
        node.handlers.add(add_VisitorServiceServicer_to_server, servicer, POLICY)
        node.router(build_router(db, visits, desk, notices, own))
        node.router(build_call_router(switchboard))
        gates = Gates(RegistryServiceStub(node.channel("registry")))
        node.app.include_router(build_pages(Pages(db, visits, own, gates, settings)))
        node.app.include_router(build_sockets(node.gatekeeper, ringing, rooms, settings))
        node.catalogue |= CATALOGUE
        node.spawn("visitor passes", redeemer.run())
        node.spawn("visitor permits", permits.following.run(settings.permit_interval))
        node.spawn("visitor erasures", node.bus.subscribe("visitor-erasures", ERASURES, Eraser(db)))
        node.spawn("visitor calls", ringing.run(settings.call_interval))
        node.spawn("visitor news", node.bus.subscribe("visitor-notices", EVENTS, notices))
        node.spawn("visitor notices", notices.run())
        node.spawn("visitor sweep", scheduled(db, "sweep", settings.sweep_interval, sweep))
        yield


MODULE = Module(NAME, run, needs=("plate", "registry", "resident"), migrations=MIGRATIONS)
