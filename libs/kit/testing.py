"""Fixtures for tests: a whole node in a temporary folder, with stubs and an HTTP client.

Everything real: SQLite files, a nats-server of its own, the wrapped handlers, the HTTP app.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import grpc
import httpx
import nats
import pytest
import sqlalchemy as sa

from kit.app import Module, Node, choose
from kit.channel import LocalContext
from kit.config import EMBEDDED, DatabaseSettings, KitSettings
from kit.db import Database
from kit.postgres import PostgresSchema
from kit.sqlite import SqliteFile
from kit.status import from_rpc
from kit.testing_postgres import SWITCH, shared

Stub = TypeVar("Stub")
# For what is about the SQLite file itself.
sqlite_only = pytest.mark.skipif(os.environ.get(SWITCH) == "1", reason="is about the SQLite file")


class Caller:
    """A channel that calls the node's handlers as somebody, through the whole edge."""

    def __init__(self, node: Node, token: str) -> None:
        self._node, self._token = node, token

    def unary_unary(self, method: str, **_: Any) -> Any:
        async def call(request: Any, timeout: float | None = None) -> Any:
            metadata = (("authorization", f"Bearer {self._token}"),) if self._token else ()
            handler: Any = self._node.handlers.methods[method]
            try:
                return await handler.unary_unary(request, LocalContext(metadata, timeout))
            except grpc.aio.AioRpcError as error:
                raise from_rpc(error) from None

        return call

    def _streams(self, *_: Any, **__: Any) -> None:
        return None

    unary_stream = stream_unary = stream_stream = _streams


class TestNode:
    """A started node with callers of every role."""

    __test__ = False

    def __init__(self, node: Node) -> None:
        self.node = node

    def token(
        self,
        role: str = "district_admin",
        communities: Sequence[str] | None = None,
        subject: str = "tester",
        access_point_id: str = "",
    ) -> str:
        scope = None if communities is None else frozenset(communities)
        return self.node.tokens.issue(subject, role, scope, 3600, access_point_id)

    def stub(self, kind: type[Stub], **who: Any) -> Stub:
        """A generated stub that calls as `role`, `communities`, …; errors come as kit errors."""
        return kind(Caller(self.node, self.token(**who)))  # type: ignore[call-arg]

    def rest(self, token: str | None = None, **who: Any) -> httpx.AsyncClient:
        """An HTTP client on the app, without a port."""
        bearer = self.token(**who) if token is None else token
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        transport = httpx.ASGITransport(self.node.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://anju/v1", headers=headers)

    async def events(self, subject: str = "anju.>", count: int = 1) -> list[dict[str, Any]]:
        """The first `count` events on the subject since the start; waits up to 10 s for them."""
        assert self.node.nats
        client = await nats.connect(self.node.nats.observer_url)
        try:
            pull = await client.jetstream().pull_subscribe(subject, stream="ANJU")
            found: list[dict[str, Any]] = []
            async with asyncio.timeout(10):
                while len(found) < count:
                    try:
                        for message in await pull.fetch(count - len(found), timeout=2):
                            found.append(json.loads(message.data))
                            await message.ack()
                    except TimeoutError:
                        await asyncio.sleep(0.05)
            return found
        finally:
            await client.close()


@asynccontextmanager
async def running(
    settings: KitSettings, modules: Sequence[Module], roles: Mapping[str, frozenset[str]]
) -> AsyncIterator[TestNode]:
    """Starts the settings' targets without ports, for tests of services through their API."""
    node = Node(settings, roles)
    try:
        await node.open()
        managers = [module.run(node) for module in choose(modules, settings.target)]
        started = []
        try:
            for manager in managers:
                await manager.__aenter__()
                started.append(manager)
            node.ready = True
            yield TestNode(node)
        finally:
            await node.settle()
            for manager in reversed(started):
                await manager.__aexit__(None, None, None)
    finally:
        await node.close()


async def eventually(check: Any, timeout: float = 30.0) -> Any:
    """Waits until the async function returns something true, and returns it."""
    async with asyncio.timeout(timeout):
        while not (result := await check()):
            await asyncio.sleep(0.02)
        return result


def rows_in(folder: Path, service: str, query: str) -> list[tuple[Any, ...]]:
    """What a node's tables hold, past all its code; `folder` is its data folder."""
    with _place_in(folder, service).migrating() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@asynccontextmanager
async def tables_in(folder: Path, service: str) -> AsyncIterator[Database]:
    """A node's tables past all its code, to change what no call can. Waits for the node's own
    writers without holding up the loop that they run on."""
    db = Database(_place_in(folder, service), DatabaseSettings())
    try:
        yield db
    finally:
        await db.close()


async def change_in(folder: Path, service: str, statement: str) -> None:
    async with tables_in(folder, service) as db:
        await db.bulk(lambda connection: connection.exec_driver_sql(statement))


def content_in(folder: Path, service: str) -> bytes:
    """Everything that the tables hold, as bytes that a secret can be looked for in."""
    place = _place_in(folder, service)
    if isinstance(place, SqliteFile):
        return b"".join(path.read_bytes() for path in folder.glob(f"db/{service}.db*"))
    with place.migrating() as connection:
        names = [f'"{name}"' for name in sa.inspect(connection).get_table_names()]
        rows = [row for name in names for row in connection.exec_driver_sql(f"table {name}")]
    cells = [cell for row in rows for cell in row]
    return b"\n".join(c if isinstance(c, bytes) else str(c).encode() for c in cells)


def _place_in(folder: Path, service: str) -> SqliteFile | PostgresSchema:
    if os.environ.get(SWITCH) == "1":
        return PostgresSchema(shared().of(folder), service)
    return SqliteFile(folder / "db" / f"{service}.db")


def database_in(folder: Path) -> str:
    """What `ANJU_DATABASE__URL` says for the folder's tables."""
    return shared().of(folder) if os.environ.get(SWITCH) == "1" else EMBEDDED


def settings_in(folder: Path, kind: type[KitSettings], **values: Any) -> KitSettings:
    """Settings with every embedded part in the folder and every port free; with the variable
    ANJU_TEST_POSTGRES set to 1, the tables lie in the folder's PostgreSQL database instead."""
    values.setdefault("database", {"url": database_in(folder)})
    values.setdefault("server", {"grpc_port": 0, "http_port": 0})
    values.setdefault("bus", {"port": 0})
    return kind(data_dir=folder, **values)
