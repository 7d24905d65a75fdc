"""The coverage module: servicer, router, the mirror, other services' events, snapshots."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anju.coverage.v1.coverage_pb2_grpc import add_CoverageServiceServicer_to_server
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from kit.app import Module, Node
from kit.db import Database, purge
from kit.scheduled import scheduled
from kit.secrets import Keyring
from services.coverage.acceptance import Acceptances
from services.coverage.api import build_router
from services.coverage.award import Awards
from services.coverage.calls import Calls, Parts
from services.coverage.events import CATALOGUE, INTAKE
from services.coverage.intake import Intake
from services.coverage.live import Keeper
from services.coverage.mirror import Mirror
from services.coverage.planning import Planning
from services.coverage.reading import Figures
from services.coverage.reports.content import Gatherer
from services.coverage.reports.making import Reports
from services.coverage.reports.signed import Signer
from services.coverage.rpc import POLICY, CoverageServicer
from services.coverage.rules import Rules
from services.coverage.service import Coverage
from services.coverage.settings import CoverageSettings

NAME = "coverage"
MIGRATIONS = Path(__file__).parent / "migrations"
DAY = 86_400.0
HOUR = 3600.0


def parts_of(node: Node, db: Database, settings: CoverageSettings) -> Parts:
    rules = Rules(settings.profiles)
    rules.load()
    path = settings.keyring or node.settings.data_dir / "keys" / f"{NAME}.json"
    # The ring signs and seals nothing that is stored: a lost one makes another key.
    signer = Signer(Keyring.open(path, may_create=True))
    coverage, planning = Coverage(rules), Planning(rules)
    figures = Figures(rules, coverage, planning)
    return Parts(
        db=db,
        bus=node.bus,
        coverage=coverage,
        planning=planning,
        acceptances=Acceptances(rules, coverage, node.files),
        awards=Awards(rules, coverage, planning),
        figures=figures,
        reports=Reports(Gatherer(figures, planning), signer, settings.font),
        keeper=Keeper(db, settings),
    )


@asynccontextmanager
async def run(node: Node) -> AsyncIterator[None]:
    settings: CoverageSettings = getattr(node.settings, NAME)
    async with node.database(NAME, MIGRATIONS) as db:
        calls = Calls(parts_of(node, db, settings))
        mirror = Mirror(db, RegistryServiceStub(node.channel("registry")))
        intake = Intake(db, mirror.following.ask)
        clocks = Clocks(db, mirror)
        node.handlers.add(add_CoverageServiceServicer_to_server, CoverageServicer(calls), POLICY)
        node.router(build_router(calls))
        node.catalogue |= CATALOGUE
        for durable, subject in INTAKE.items():
            node.spawn(durable, node.bus.subscribe(durable, subject, intake, intake.many))
        node.spawn("coverage mirror", mirror.following.run(settings.sync_interval))
        keeper = calls.parts.keeper
        every = settings.refresh_interval
        node.spawn("coverage figures", scheduled(db, "figures", every, keeper.work))
        node.spawn("coverage clocks", scheduled(db, "clocks", HOUR, clocks.work))
        yield


class Clocks:
    """Reads devices' clocks once a day, and forgets answers to repeated requests."""

    def __init__(self, db: Database, mirror: Mirror) -> None:
        self._db = db
        self._mirror = mirror
        self._read = time.monotonic()  # devices have to beat first

    async def work(self) -> bool:
        async with self._db.write() as session:
            await purge(session)
        if time.monotonic() - self._read >= DAY:
            self._read = time.monotonic()
            await self._mirror.clocks()
        return False


MODULE = Module(NAME, run, needs=("registry",), migrations=MIGRATIONS)
