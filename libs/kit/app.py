"""The process: modules start after what they need, stop before it, and fail together."""

import asyncio
import contextlib
import gc
import graphlib
import logging
import signal
from collections.abc import (
    AsyncIterator,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from fastapi import APIRouter
from google.protobuf.message import Message
from sqlalchemy.exc import OperationalError

from kit import telemetry
from kit.auth import Gatekeeper, Tokens
from kit.bus import Bus
from kit.channel import LocalChannel, connect
from kit.config import ALL, EMBEDDED, FilesSettings, KitSettings
from kit.db import Database, Place, migrate, place_of
from kit.events import asyncapi
from kit.files import Files, FolderFiles
from kit.nats_server import NatsServer
from kit.s3 import S3Files
from kit.server import GrpcServer, Handlers, HttpServer, build_app

log = logging.getLogger("kit.app")
YOUNG = 10_000
"""Objects more than at the last look before garbage is sought. Python's 700 are a request or two:
a look came in the midst of each, took what it found there for old, and soon looked at all of it."""


@dataclass(frozen=True)
class Module:
    """One target. `run` builds it, yields while it serves, and cleans up.

    `needs` names modules that it calls; `migrations` holds the versions of its tables, None for
    one that has none.
    """

    name: str
    run: Callable[["Node"], AbstractAsyncContextManager[None]]
    needs: tuple[str, ...] = ()
    migrations: Path | None = None


def start_order(modules: Sequence[Module]) -> list[Module]:
    """Dependencies first; needs that are not among the modules are remote. Raises
    graphlib.CycleError."""
    known = {module.name: module for module in modules}
    graph = {m.name: [need for need in m.needs if need in known] for m in modules}
    return [known[name] for name in graphlib.TopologicalSorter(graph).static_order()]


def choose(modules: Sequence[Module], targets: Sequence[str]) -> list[Module]:
    """The modules of the targets in start order."""
    names = [module.name for module in modules]
    if unknown := sorted(set(targets) - {*names, ALL}):
        raise ValueError(f"unknown target {', '.join(unknown)}; known: {', '.join([ALL, *names])}")
    return [m for m in start_order(modules) if ALL in targets or m.name in targets]


class Node:
    """What a module gets from its process; built by `serving`."""

    def __init__(self, settings: KitSettings, roles: Mapping[str, frozenset[str]]) -> None:
        self.settings = settings
        self.tokens = Tokens.open(settings.data_dir / "auth", settings.auth)
        self.gatekeeper = Gatekeeper(self.tokens, roles)
        self.handlers = Handlers(self.gatekeeper)
        self.catalogue: dict[str, tuple[type[Message], str]] = {}
        self.app = build_app(self.gatekeeper, settings.server, lambda: self.ready)
        self.app.add_api_route("/asyncapi.json", self._asyncapi, include_in_schema=False)
        self.files = files_of(settings.files, settings.data_dir / "files")
        self.ready = False
        self.failed = asyncio.Event()
        self.failure: BaseException | None = None
        self.grpc_port = 0
        self.http_port = 0
        self.nats: NatsServer | None = None
        self.bus: Bus
        self._tasks: set[asyncio.Task[None]] = set()
        self._stack = AsyncExitStack()

    def _asyncapi(self) -> dict[str, Any]:
        return asyncapi(self.catalogue)

    def router(self, router: APIRouter) -> None:
        self.app.include_router(router, prefix="/v1")

    def channel(self, service: str) -> Any:
        """Where the service's stub calls to: this process, unless an address is set for it."""
        address = self.settings.channels.get(service)
        if address:
            return connect(address, self.tokens, self.settings.tls)
        return LocalChannel(self.handlers.methods, self.tokens)

    def spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Runs work in the background until the process stops; its failure stops the process."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("background task failed", exc_info=error, extra={"task": task.get_name()})
            self.failure = error
            self.failed.set()

    @asynccontextmanager
    async def database(self, service: str, versions: Path) -> AsyncIterator[Database]:
        """The service's own database, migrated, with its outbox on the way to the bus."""
        place = place_of(self.settings.database, service, self.settings.data_dir / "db")
        await asyncio.to_thread(migrated, place, versions)
        db = Database(place, self.settings.database)
        relay = asyncio.create_task(self.bus.relay(db), name=f"{service} outbox")
        relay.add_done_callback(self._ended)
        try:
            yield db
        finally:
            await end_tasks([relay])
            await db.close()

    async def open(self) -> None:
        """Opens what the modules stand on."""
        if self.tokens.issuer:
            self.spawn("oidc keys", self.tokens.issuer.run())
        self._stack.push_async_callback(self.files.close)
        await self.files.open()
        await self.open_bus()

    async def open_bus(self) -> None:
        settings = self.settings.bus
        url = settings.url
        if url == EMBEDDED:
            self.nats = NatsServer(self.settings.data_dir / "nats", settings)
            await self.nats.start()
            self._stack.push_async_callback(self.nats.stop)
            url = self.nats.url
        self.bus = Bus(url, settings, alone=self.nats is not None)
        await self.bus.start()
        self._stack.push_async_callback(self.bus.stop)

    async def settle(self) -> None:
        """Ends background work; runs while the modules and their tables are still there."""
        await end_tasks(self._tasks)

    async def close(self) -> None:
        await self.settle()
        await self._stack.aclose()


def migrated(place: Place, versions: Path) -> tuple[str, str]:
    """Migrates the tables at `place`; returns the revisions before and after. Raises
    RuntimeError when the database refuses."""
    try:
        return migrate(place, versions)
    except OperationalError as error:
        # The error itself would name the user and the host.
        log.error("the tables cannot be migrated", exc_info=error, extra={"service": place.name})
        raise RuntimeError("the database of ANJU_DATABASE__URL refuses") from None


def migrate_all(settings: KitSettings, modules: Sequence[Module]) -> Iterator[tuple[str, str, str]]:
    """Migrates the tables of the targets, one service after the other; yields each service's
    name with its revisions before and after."""
    for module in choose(modules, settings.target):
        if module.migrations:
            place = place_of(settings.database, module.name, settings.data_dir / "db")
            yield (module.name, *migrated(place, module.migrations))


async def end_tasks(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels until all have ended: before Python 3.12 `wait_for` can lose a cancellation that
    comes in the moment of its result."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=0.5)


def files_of(settings: FilesSettings, embedded: Path) -> Files:
    """The store of `ANJU_FILES__URL`; the folder `embedded` is for the word."""
    parsed = urlparse(settings.url)
    if settings.url == EMBEDDED:
        return FolderFiles(embedded)
    if parsed.scheme in {"http", "https"}:
        return S3Files(settings)
    if parsed.scheme == "file" and parsed.path:
        return FolderFiles(Path(parsed.path))
    raise ValueError(
        f"{parsed.scheme}:// is no file store that is known: use https://host/bucket or file:///DIR"
    )


@asynccontextmanager
async def serving(
    settings: KitSettings, modules: Sequence[Module], roles: Mapping[str, frozenset[str]]
) -> AsyncIterator[Node]:
    """Starts the targets and yields while they serve; on leaving drains, then stops them."""
    node = Node(settings, roles)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(node.close)
        await node.open()
        for module in choose(modules, settings.target):
            await stack.enter_async_context(module.run(node))
            log.info("module started", extra={"target": module.name})
        stack.push_async_callback(node.settle)
        grpc_server = GrpcServer(node.handlers, settings.server, settings.tls)
        http_server = HttpServer(node.app, settings.server)
        stack.push_async_callback(grpc_server.stop)
        await grpc_server.start()
        await http_server.start()
        stack.push_async_callback(http_server.stop)
        node.grpc_port, node.http_port = grpc_server.port, http_server.port
        node.ready = True
        try:
            yield node
        finally:
            node.ready = False
            await grpc_server.ready(False)
            await asyncio.sleep(settings.server.drain)


def settle() -> None:
    """Garbage collection as it suits a process that has started: what the start made stays and
    need not be looked at again, nor what the requests of a moment hold."""
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)


async def run(
    settings: KitSettings,
    modules: Sequence[Module],
    roles: Mapping[str, frozenset[str]],
    started: Callable[[Node], None],
) -> int:
    """Serves until SIGTERM or SIGINT (exit code 0) or a background failure (1)."""
    telemetry.start(settings.telemetry)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        async with serving(settings, modules, roles) as node:
            started(node)
            settle()
            waits = [asyncio.create_task(e.wait()) for e in (stop, node.failed)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            return 1 if node.failed.is_set() else 0
    finally:
        telemetry.stop()
