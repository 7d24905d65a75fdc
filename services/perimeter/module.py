"""The perimeter module: cameras and their workers, alarms, patrols, care, retention."""

import contextlib
import importlib.util
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.inference.v1.inference_pb2_grpc import InferenceServiceStub
from anju.perimeter.v1.perimeter_pb2_grpc import add_PerimeterServiceServicer_to_server
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.app import Module, Node
from kit.audit_api import build_audit_router
from kit.db import Database, emit, purge
from kit.events import Event
from kit.files import Files
from kit.scheduled import scheduled
from kit.secrets import Keyring
from kit.tables import now
from services.perimeter import store
from services.perimeter.alarms import Alarms, anchor_of
from services.perimeter.api import build_router
from services.perimeter.care import Care
from services.perimeter.desk import Desk
from services.perimeter.devices import DeviceAlarms
from services.perimeter.erasing import Eraser
from services.perimeter.events import CATALOGUE, ERASURES, GRANTED, OWN_SETUP, records_anchored
from services.perimeter.models import Camera, DeviceAlarm
from services.perimeter.patrol import store as patrol_store
from services.perimeter.patrol.api import build_patrol_router
from services.perimeter.patrol.codes import Codes
from services.perimeter.patrol.models import Checkpoint
from services.perimeter.patrol.reports import Reports
from services.perimeter.patrol.rounds import Rounds
from services.perimeter.patrol.routes import Routes
from services.perimeter.places import Places
from services.perimeter.rpc import POLICY, PerimeterServicer
from services.perimeter.settings import PerimeterSettings
from services.perimeter.setup import Setup

log = logging.getLogger("perimeter")
NAME = "perimeter"
MIGRATIONS = Path(__file__).parent / "migrations"
RAISED = "anju.*.perimeter.alarm.raised"
BATCH = 100
PLAN_INTERVAL = 60.0  # seconds
DAILY = 86_400.0
FOLDER = "alarms"


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: PerimeterSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db, contextlib.AsyncExitStack() as stack:
        path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
        ring = Keyring.open(path, may_create=not await _sealed(db))
        alarms, setup = Alarms(settings), Setup(ring)
        codes = Codes(ring, settings.code_seconds)
        routes = Routes(ring, codes, settings.tolerance_minutes)
        rounds = Rounds(routes, codes, alarms, settings)
        access = AccessServiceStub(node.channel("access"))
        devices = DeviceAlarms(alarms, access)
        care = Care(db, alarms, ResidentServiceStub(node.channel("resident")), access)
        places = Places(RegistryServiceStub(node.channel("registry")))
        inference = InferenceServiceStub(node.channel("inference"))
        parts = (db, node.files, places, setup, alarms, devices, care, routes, rounds, Reports())
        desk = Desk(*parts)
        if settings.video.enabled and _sees():
            from services.perimeter.blurring import Blurrer  # heavy: the slim image has no OpenCV
            from services.perimeter.watching import Watching

            watching = Watching(db, node.files, inference, alarms, setup, settings, node.spawn)
            stack.push_async_callback(watching.close)
            desk = Desk(*parts, push=watching.push, blur=Blurrer(inference).blur)
            node.spawn("perimeter cameras", watching.run())
            node.spawn(
                "perimeter setup",
                node.bus.watch(OWN_SETUP, watching.resync, watching.setup_changed),
            )
            node.spawn(
                "perimeter passes",
                node.bus.watch(GRANTED, watching.nothing, watching.pass_granted),
            )

        async def fire(event: Event) -> None:
            if event.data.get("rule") == DeviceAlarm.FIRE:
                await devices.open_gates(event.community_id, event.data["alarm_id"])

        async def sweep() -> bool:
            async with db.write() as session:
                done = await alarms.escalate(session, now(), BATCH)
                done = max(done, await rounds.sweep(session, now(), BATCH))
            return done == BATCH

        async def plan() -> bool:
            async with db.write() as session:
                await rounds.plan(session, now())
                await purge(session)
            return False

        async def daily() -> bool:
            await expire(db, node.files, settings)
            await anchor(db)
            return False

        node.handlers.add(add_PerimeterServiceServicer_to_server, PerimeterServicer(desk), POLICY)
        node.router(build_audit_router(db, NAME))
        node.router(build_router(desk))
        node.router(build_patrol_router(desk))
        node.catalogue |= CATALOGUE
        node.spawn("perimeter fire", node.bus.subscribe("perimeter-fire", RAISED, fire))
        node.spawn(
            "perimeter erasures", node.bus.subscribe("perimeter-erasures", ERASURES, Eraser(db))
        )
        node.spawn("perimeter sweep", scheduled(db, "sweep", settings.sweep_interval, sweep))
        node.spawn("perimeter plan", scheduled(db, "plan", PLAN_INTERVAL, plan))
        node.spawn("perimeter care", scheduled(db, "care", settings.care_interval, care.look))
        node.spawn("perimeter daily", scheduled(db, "daily", DAILY, daily))
        yield


async def _sealed(db: Database) -> bool:
    """Whether anything needs the keyring: it must not be made anew then."""
    async with db.read() as session:
        cameras = await store.every(session, Camera)
        tags = await store.every(session, Checkpoint)
    return any(row.login for row in cameras) or bool(tags)


def _sees() -> bool:
    found = all(importlib.util.find_spec(name) for name in ("cv2", "av"))
    if not found:
        log.warning("cameras are not read: install anju[vision], or use the vision image")
    return found


async def expire(db: Database, files: Files, settings: PerimeterSettings) -> None:
    """Deletes what is too old (lawful.md §4)."""
    at = now()
    async with db.write() as session:
        await store.expire(
            session,
            alarms=at - timedelta(days=settings.alarm_days),
            pictures=at - timedelta(days=settings.clip_days),
            tracks=at - timedelta(days=settings.track_days),
        )
        keys = await patrol_store.expire(session, at - timedelta(days=settings.patrol_days))
    for key in keys:
        await files.delete(key)
    await files.keep_for(FOLDER, settings.clip_days)
    await files.purge(FOLDER, settings.clip_days * DAILY)


async def anchor(db: Database) -> None:
    """Tells subscribers how far each chain has come: whoever would write it anew is found out."""
    async with db.write() as session:
        since = now() - timedelta(days=1)
        for community_id in await store.communities_with_records(session, since):
            emit(session, records_anchored(await anchor_of(session, community_id)))


MODULE = Module(
    NAME, run, needs=("access", "inference", "registry", "resident"), migrations=MIGRATIONS
)
