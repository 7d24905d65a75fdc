"""Databases: one per service, one transaction per request, committed at the edge."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlparse

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from kit.config import EMBEDDED, DatabaseSettings
from kit.errors import FailedPrecondition
from kit.migrate import Migrated, migrate
from kit.paging import MAX_PAGE, page
from kit.postgres import PostgresSchema
from kit.secrets import Keyring
from kit.sqlite import SqliteFile
from kit.tables import Idempotency, Outbox, now

log = logging.getLogger("kit.db")
R = TypeVar("R")
DAY = timedelta(days=1)
TRIES = 4  # of bulk work that another replica was faster than


class Leads(Protocol):
    async def holds(self, work: str) -> bool: ...
    async def close(self) -> None: ...


class Place(Migrated, Protocol):
    """Where one service's tables are: `SqliteFile` or `PostgresSchema`."""

    @property
    def name(self) -> str: ...
    @property
    def outbox_poll(self) -> float: ...
    @property
    def bulk_threads(self) -> int: ...
    def engine(self, settings: DatabaseSettings) -> AsyncEngine: ...
    def reader(self, engine: AsyncEngine) -> AsyncEngine: ...
    def writer(self, engine: AsyncEngine) -> AsyncEngine: ...
    def bulk_engine(self, settings: DatabaseSettings) -> sa.Engine: ...
    def collided(self, error: DBAPIError) -> bool: ...
    def leadership(self, settings: DatabaseSettings) -> Leads: ...


def place_of(settings: DatabaseSettings, service: str, embedded: Path) -> Place:
    """The service's place by `ANJU_DATABASE__URL`; the folder `embedded` is for the word."""
    parsed = urlparse(settings.url)
    if settings.url == EMBEDDED:
        return SqliteFile(embedded / f"{service}.db")
    if parsed.scheme in {"postgresql", "postgres"}:
        return PostgresSchema(settings.url.replace("postgres://", "postgresql://", 1), service)
    if parsed.scheme == "sqlite" and parsed.path:
        return SqliteFile(Path(parsed.path) / f"{service}.db")
    raise ValueError(
        f"{parsed.scheme}:// is no database that is known: "
        "use postgresql://user@host/database or sqlite:///DIR"
    )


class Overtaken(Exception):
    """Raised by bulk work that finds a row changed since it looked: it runs again."""


class Database:
    """One service's tables. `write` transactions of this process queue here; those of other
    replicas, in the database."""

    def __init__(self, place: Path | Place, settings: DatabaseSettings) -> None:
        self.place: Place = SqliteFile(place) if isinstance(place, Path) else place
        self.outbox_filled = asyncio.Event()
        self._writing = asyncio.Lock()
        self._engine = self.place.engine(settings)
        self._reader = self.place.reader(self._engine)
        self._writer = self.place.writer(self._engine)
        self._bulk = self.place.bulk_engine(settings)
        self._leadership = self.place.leadership(settings)
        threads = self.place.bulk_threads
        self._bulk_turn: AbstractAsyncContextManager[None] = (
            asyncio.Semaphore(threads) if threads else self._writing
        )
        self._threads = ThreadPoolExecutor(max(1, threads), thread_name_prefix=self.place.name)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the tables and changes nothing."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            await _connected(session)
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises. No other
        of the service runs meanwhile, in any replica; `bulk` work may."""
        async with self._writing, AsyncSession(self._writer, expire_on_commit=False) as session:
            async with session.begin():
                await _connected(session)
                yield session
            if session.info.pop("emitted", False):
                self.outbox_filled.set()

    async def bulk(self, work: Callable[[sa.Connection], R]) -> R:
        """Runs one write transaction below the ORM, in a thread, for paths where its cost shows.

        A transaction of four statements costs a third of what it does through a session. On
        PostgreSQL `work` runs beside other writers and again from its start when one of them
        came first (unique keys, `Overtaken`): it must not keep what a failed run computed.
        """
        async with self._bulk_turn:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def _run(self, work: Callable[[sa.Connection], R]) -> R:
        for left in reversed(range(TRIES)):
            try:
                with self._bulk.begin() as connection:
                    return work(connection)
            except PoolTimeout as error:
                raise OperationalError("", None, error) from None
            except Overtaken as error:
                if not left:
                    raise OperationalError("", None, error) from None
            except DBAPIError as error:
                if not left or not self.place.collided(error):
                    raise
        raise AssertionError("unreachable")

    async def leads(self, work: str) -> bool:
        """Whether this replica is the one that does `work`, such as a job that comes round; to
        be asked before each round. Raises OperationalError."""
        return await self._leadership.holds(work)

    async def close(self) -> None:
        self._threads.shutdown()
        self._bulk.dispose()
        await self._leadership.close()
        await self._engine.dispose()


async def _connected(session: AsyncSession) -> None:
    try:
        await session.connection()
    except PoolTimeout as error:
        # No connection came free in time: the same for a caller as a server that refuses.
        raise OperationalError("", None, error) from None


@contextmanager
def patient(work: str) -> Iterator[None]:
    """For work in the background that comes round again: a database that refuses (disk full,
    locked, gone) is logged and must not end the process."""
    try:
        yield
    except OperationalError as error:
        log.error("the database refuses for now", exc_info=error, extra={"work": work})


def emit(session: AsyncSession, *rows: Outbox) -> None:
    """Adds events to the transaction; they leave for the bus after its commit."""
    session.add_all(rows)
    session.info["emitted"] = True


async def once(
    session: AsyncSession,
    caller: str,
    method: str,
    request_id: str,
    request: bytes,
    run: Callable[[], Awaitable[bytes]],
    ring: Keyring | None = None,
) -> bytes:
    """The answer to a write that may be repeated: computed once, then remembered for a day,
    sealed where there is a `ring`.

    Raises FailedPrecondition REQUEST_ID_REUSED when the id came before with another request.
    """
    if not request_id:
        return await run()
    key = hashlib.sha256("\0".join((caller, method, request_id)).encode()).hexdigest()
    fingerprint = hashlib.sha256(request).hexdigest()
    known = await session.get(Idempotency, key)
    if known and known.expires_at > now():
        if known.fingerprint != fingerprint:
            raise FailedPrecondition(
                "REQUEST_ID_REUSED",
                "this request id was used for another request",
                field="request_id",
                remedy="send a fresh request id with each new request",
            )
        return ring.unseal(known.response, f"answer/{key}") if ring else known.response
    response = await run()
    kept = ring.seal(response, f"answer/{key}") if ring else response
    row = Idempotency(key=key, fingerprint=fingerprint, response=kept, expires_at=now() + DAY)
    await session.merge(row)
    return response


async def purge(session: AsyncSession) -> None:
    """Forgets remembered answers whose day is over."""
    await session.exec(sa.delete(Idempotency).where(col(Idempotency.expires_at) < now()))


__all__ = [
    "DAY",
    "MAX_PAGE",
    "AsyncSession",
    "Database",
    "Overtaken",
    "Place",
    "col",
    "emit",
    "migrate",
    "once",
    "page",
    "patient",
    "place_of",
    "purge",
    "select",
]
