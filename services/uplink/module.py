"""The uplink module: keyring, peers in memory, listener, links, consumers, servicer, retention."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.uplink.v1.uplink_pb2_grpc import add_UplinkServiceServicer_to_server
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import Database, col, patient
from kit.events import Event
from kit.scheduled import scheduled
from kit.secrets import Keyring
from services.uplink import store
from services.uplink.api import build_router
from services.uplink.beats import Beats
from services.uplink.channels import Channels, VideoPlatform
from services.uplink.consents import Consents
from services.uplink.counters import Counters
from services.uplink.desk import PeerDesk
from services.uplink.directory import Directory
from services.uplink.erasing import Eraser
from services.uplink.events import CATALOGUE, ERASURES, PLACES, SOURCES
from services.uplink.fetching import Fetcher
from services.uplink.flows import Flows
from services.uplink.generating import Generator
from services.uplink.introducing import Introducer
from services.uplink.lawful import FaceFunctions
from services.uplink.links import Link, Links
from services.uplink.linkstates import LinkStates
from services.uplink.listener import listener
from services.uplink.metrics import Metrics
from services.uplink.models import DESTINATIONS, Act, FlowState, LinkState, SentObject
from services.uplink.orders import Orders
from services.uplink.peers import Peers
from services.uplink.pictures import Pictures
from services.uplink.places import Places
from services.uplink.processing import Processor
from services.uplink.profiles.profile import profiles
from services.uplink.publishing import Publisher
from services.uplink.queue import Queue
from services.uplink.receiving import Receiver
from services.uplink.reconciling import Reconciler
from services.uplink.retention import INTERVAL, Retention
from services.uplink.rpc import POLICY, UplinkServicer
from services.uplink.service import Uplink
from services.uplink.settings import UplinkSettings
from services.uplink.viid.identity import Identity
from services.uplink.viid.server import Server

NAME = "uplink"
MIGRATIONS = Path(__file__).parent / "migrations"
FLOWS_INTERVAL = 5.0
OVER = {"FLOW_EXPIRED": FlowState.EXPIRED, "FLOW_ENDED": FlowState.ENDED}
"""Reason with which the objects of a flow that is over end → its state."""


class Parts:
    """Everything of the service, built once; what is not started here does nothing."""

    def __init__(self, node: Node, db: Database, ring: Keyring, settings: UplinkSettings) -> None:
        self.node, self.db, self.settings = node, db, settings
        registry = RegistryServiceStub(node.channel("registry"))
        access = AccessServiceStub(node.channel("access"))
        plate = PlateServiceStub(node.channel("plate"))
        resident = ResidentServiceStub(node.channel("resident"))
        known = profiles(settings.profiles)
        self.directory, self.counters = Directory(known), Counters()
        self.places = Places(registry)
        self.beats = Beats(registry, self.places)
        self.queue, self.states = Queue(db, ring), LinkStates(db, self.directory)
        self.consents = Consents(resident, ring)
        self.peers = Peers(ring, settings, known)
        self.identity = Identity(
            self.directory.peer,
            self.peers.password,
            settings.nonce_seconds,
            settings.offline_seconds,
        )
        self.receiver = Receiver(
            db,
            ring,
            self.places,
            FaceFunctions(access),
            Pictures(node.files),
            self.counters,
            settings.max_waiting,
        )
        self.processor = Processor(
            db,
            self.receiver,
            self.places,
            self.beats,
            access,
            plate,
            self.counters,
            timedelta(days=settings.received_days),
        )
        fetcher = Fetcher(self.places, access, plate, node.files)
        own_id = settings.platform_id
        self.generator = Generator(self.directory, fetcher, self.queue, ring, own_id)
        self.reconciler = Reconciler(db, self.directory, self.generator, self.queue, plate)
        self.publisher = Publisher(
            db,
            self.directory,
            self.generator,
            self.queue,
            registry,
            own_id,
            settings.smallest_cell,
        )
        self.introducer = Introducer(db, self.directory, self.places, self.generator, self.queue)
        self.flows, self.channels = Flows(known), Channels(db, self.places, self.beats)
        self.eraser = Eraser(db, self.queue, ring)
        self.uplink = Uplink(
            db,
            ring,
            self.directory,
            self.generator,
            self.counters,
            self.identity.sessions,
            self.publisher,
        )
        orders = Orders(db, self.directory, ring, self.counters)
        desk = PeerDesk(
            db,
            self.directory,
            self.receiver,
            orders,
            self.states,
            self.beats,
            self.counters,
            settings.max_objects,
        )
        self.server = Server(self.identity, desk, own_id, settings.max_body)
        self.links = Links(self.directory, self._link, settings.poll_interval)

    def _link(self, peer_id: str) -> Link:
        return Link(
            peer_id,
            lambda: self.directory.peers.get(peer_id),
            self.peers.client,
            self.directory,
            self.queue,
            self.consents,
            self.states,
            self.settings,
        )

    async def beat(self) -> None:
        """Once a turn: heartbeats to the registry, silent sessions, links written down."""
        unheard_until = time.monotonic() + self.settings.offline_seconds
        while True:
            if unheard_until and time.monotonic() > unheard_until:
                self._never_came_back()
                unheard_until = 0.0
            for session in self.identity.silent():
                peer = self.directory.peers.get(session.peer_id)
                if peer:
                    self.states.turn(peer, LinkState.OFFLINE, "SILENT")
            await self.beats.tell()
            with patient("uplink links"):
                await self.states.write()
            await asyncio.sleep(self.settings.beat_interval)

    def _never_came_back(self) -> None:
        """Peers that were online before this process began, and have been silent since."""
        for peer in self.directory.peers.values():
            comes_to_us = peer.kind not in DESTINATIONS and peer.link is LinkState.ONLINE
            if comes_to_us and not self.identity.sessions.knows(peer.national_id):
                self.states.turn(peer, LinkState.OFFLINE, "SILENT")

    async def expire_flows(self) -> bool:
        async with self.db.write() as session:
            rows = await self.flows.expire(session)
        self.directory.apply(*rows)
        for reason, state in OVER.items():
            over = [flow.id for flow in self.directory.flows.values() if flow.state is state]
            await self.queue.end_where([col(SentObject.flow_id).in_(over)], reason, Act.SET_ASIDE)
        return False

    def spawn(self) -> None:
        node, db, settings, bus = self.node, self.db, self.settings, self.node.bus
        node.spawn("uplink received", self.receiver.gathering.run())
        node.spawn("uplink processing", self.processor.run(settings.poll_interval))
        node.spawn("uplink beats", self.beat())
        node.spawn("uplink places", self.places.following.run(settings.sync_interval))
        node.spawn("uplink registry news", bus.watch(PLACES, self._missed, self._changed))
        for durable, subject in SOURCES.items():
            node.spawn(
                durable, bus.subscribe(durable, subject, self.generator, self.generator.many)
            )
        node.spawn("uplink erasures", bus.subscribe("uplink-erasures", ERASURES, self.eraser))
        node.spawn("uplink links", self.links.run())
        node.spawn("uplink metrics", Metrics(db, self.directory).run())
        for name, interval, work in (
            ("flows", FLOWS_INTERVAL, self.expire_flows),
            ("devices", settings.sync_interval, self.introducer.turn),
            ("reconcile", settings.reconcile_interval, self.reconciler.turn),
            ("statistics", settings.statistics_interval, self.publisher.turn),
            ("retention", INTERVAL, Retention(db, self.queue, node.files, settings).turn),
        ):
            node.spawn(f"uplink {name}", scheduled(db, name, interval, work))
        if settings.video_url:
            video = VideoPlatform(
                self.channels, settings.video_url, settings.video_platform, settings.video_token
            )
            node.spawn("uplink video", scheduled(db, "video", settings.video_interval, video.turn))

    async def _changed(self, event: Event) -> None:
        self.places.following.ask()

    async def _missed(self) -> None:
        self.places.following.ask()


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: UplinkSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
        async with db.read() as session:
            ring = Keyring.open(path, may_create=not await store.sealed_exists(session))
        parts = Parts(node, db, ring, settings)
        await parts.directory.load(db)
        await parts.places.pull()
        common = (db, parts.directory, parts.peers, parts.flows, parts.uplink, parts.channels)
        node.handlers.add(add_UplinkServiceServicer_to_server, UplinkServicer(*common), POLICY)
        node.router(build_audit_router(db, NAME))
        node.router(build_router(*common))
        node.catalogue |= CATALOGUE
        node.app.state.uplink = parts
        parts.spawn()
        if settings.port is None:
            yield
            return
        http = listener(parts.server, settings, node.settings.server)
        await http.start()
        node.app.state.viid_port = http.port
        try:
            yield
        finally:
            await http.stop()


MODULE = Module(NAME, run, needs=("access", "plate", "registry", "resident"), migrations=MIGRATIONS)
