"""The visitor module: keyring, servicer, router, passes at gates, permits, retention."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.visitor.v1.visitor_pb2_grpc import add_VisitorServiceServicer_to_server
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import purge
from kit.scheduled import scheduled
from kit.secrets import Keyring
from kit.tables import now
from services.visitor import store
from services.visitor.api import build_router
from services.visitor.blocks import Blocks
from services.visitor.call_api import build_call_router
from services.visitor.calls import Calls
from services.visitor.cars import PASSAGES, Cars
from services.visitor.desk import Desk
from services.visitor.doors import Doors
from services.visitor.erasing import Eraser, expire
from services.visitor.events import CATALOGUE, ERASURES
from services.visitor.gates import Gates
from services.visitor.hosts import Hosts
from services.visitor.keys import PassKeys
from services.visitor.notices import EVENTS, Notices
from services.visitor.own import OwnData
from services.visitor.pages.building import Pages
from services.visitor.pages.frame import Frame
from services.visitor.pages.home import HomePages
from services.visitor.pages.home_calls import HomeCalls
from services.visitor.pages.home_data import DataPages
from services.visitor.pages.kiosk import KioskPages
from services.visitor.pages.link import LinkPages
from services.visitor.pages.session import Sessions
from services.visitor.passes import Passes
from services.visitor.permits import Permits
from services.visitor.redeeming import Redeemer
from services.visitor.ringing import Ringing
from services.visitor.rooms import Rooms
from services.visitor.rpc import POLICY, VisitorServicer
from services.visitor.scanning import Scanner
from services.visitor.senders import senders
from services.visitor.service import Visits
from services.visitor.settings import VisitorSettings
from services.visitor.snapshots import Snapshots
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

        rooms, snapshots = Rooms(), Snapshots()
        calls = Calls(visits, hosts, settings)
        ringing = Ringing(db, calls, rooms, snapshots)
        switchboard = Switchboard(db, calls, ringing, rooms)
        servicer = VisitorServicer(db, visits, redeemer, desk, notices, own, switchboard)
        node.handlers.add(add_VisitorServiceServicer_to_server, servicer, POLICY)
        node.router(build_audit_router(db, NAME))
        node.router(build_router(db, visits, desk, notices, own))
        node.router(build_call_router(switchboard))
        registry = RegistryServiceStub(node.channel("registry"))
        gates, frame = Gates(registry), Frame(settings.retention_days)
        sessions = Sessions(ring, node.gatekeeper, registry, settings.page_hours)
        doors = Doors(AccessServiceStub(node.channel("access")))
        pages = Pages(
            frame,
            sessions,
            LinkPages(db, visits, own, gates, frame),
            KioskPages(switchboard, doors, snapshots, Scanner(), frame),
            HomePages(db, visits, hosts, gates, frame),
            HomeCalls(switchboard, gates, snapshots),
            DataPages(db, visits, hosts, notices, frame),
        )
        node.app.state.page_sessions = sessions
        node.app.include_router(pages.router())
        sockets = build_sockets(node.gatekeeper, sessions, ringing, rooms, settings)
        node.app.include_router(sockets)
        node.catalogue |= CATALOGUE
        node.spawn("visitor passes", redeemer.run())
        node.spawn("visitor permits", permits.following.run(settings.permit_interval))
        node.spawn("visitor erasures", node.bus.subscribe("visitor-erasures", ERASURES, Eraser(db)))
        node.spawn("visitor calls", ringing.run(settings.call_interval))
        cars = node.bus.subscribe("visitor-cars", PASSAGES, Cars(db, visits))
        node.spawn("visitor cars", cars)
        node.spawn("visitor news", node.bus.subscribe("visitor-notices", EVENTS, notices))
        node.spawn("visitor notices", notices.run())
        node.spawn("visitor sweep", scheduled(db, "sweep", settings.sweep_interval, sweep))
        yield


MODULE = Module(NAME, run, needs=("plate", "registry", "resident"), migrations=MIGRATIONS)
