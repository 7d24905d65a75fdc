"""Databases: one per service, one transaction per request, committed at the edge."""

import asyncio
import base64
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import alembic.command
import alembic.config
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from kit.config import DatabaseSettings
from kit.errors import FailedPrecondition, InvalidArgument
from kit.tables import Idempotency, Outbox, in_utc, now

log = logging.getLogger("kit.db")
T = TypeVar("T", bound=SQLModel)
R = TypeVar("R")
MIGRATIONS = Path(__file__).parent / "migrations"
DAY = timedelta(days=1)
MAX_PAGE = 500


class Database:
    """One service's tables. `write` transactions of this process queue here, not in SQLite."""

    def __init__(self, path: Path, settings: DatabaseSettings) -> None:
        self.path = path
        self.outbox_filled = asyncio.Event()
        self._writing = asyncio.Lock()
        self._engine = create_async_engine(
            f"sqlite+aiosqlite:///{path}", connect_args={"timeout": settings.busy_timeout}
        )
        bulk = sa.create_engine(
            f"sqlite:///{path}",
            poolclass=sa.StaticPool,
            connect_args={"timeout": settings.busy_timeout, "check_same_thread": False},
        )
        for engine in (self._engine.sync_engine, bulk):
            sa.event.listen(engine, "connect", _pragmas(settings))
            sa.event.listen(engine, "begin", _begin)
        self._writer = self._engine.execution_options(anju_write=True)
        self._bulk = bulk.execution_options(anju_write=True)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=path.stem)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the tables and changes nothing."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with self._writing, AsyncSession(self._writer, expire_on_commit=False) as session:
            async with session.begin():
                yield session
            if session.info.pop("emitted", False):
                self.outbox_filled.set()

    async def bulk(self, work: Callable[[sa.Connection], R]) -> R:
        """Runs one write transaction below the ORM, in a thread, for paths where its cost shows.

        A transaction of four statements costs a third of what it does through a session.
        """
        async with self._writing:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    def _run(self, work: Callable[[sa.Connection], R]) -> R:
        with self._bulk.begin() as connection:
            return work(connection)

    async def close(self) -> None:
        self._thread.shutdown()
        self._bulk.dispose()
        await self._engine.dispose()


@contextmanager
def patient(work: str) -> Iterator[None]:
    """For work in the background that comes round again: a database that refuses (disk full,
    locked) is logged and must not end the process."""
    try:
        yield
    except OperationalError as error:
        log.error("the database refuses for now", exc_info=error, extra={"work": work})


def migrate(path: Path, versions: Path) -> None:
    """Brings the file to the newest version of the chain in the folder `versions`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}")
    alembic.command.upgrade(config, "head")


def _pragmas(settings: DatabaseSettings) -> Callable[[Any, Any], None]:
    def connect(connection: Any, record: Any) -> None:
        # The driver must not open transactions by itself: `_begin` decides their kind.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={settings.synchronous}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.close()

    return connect


def _begin(connection: sa.Connection) -> None:
    # A writer that first reads must hold the write lock from the start, or it can deadlock.
    writes = connection.get_execution_options().get("anju_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
) -> bytes:
    """The answer to a write that may be repeated: computed once, then remembered for a day.

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
        return known.response
    response = await run()
    row = Idempotency(key=key, fingerprint=fingerprint, response=response, expires_at=now() + DAY)
    await session.merge(row)
    return response


async def page(
    session: AsyncSession,
    query: SelectOfScalar[T],
    order: Sequence[Any],
    size: int,
    token: str,
) -> tuple[list[T], str]:
    """One page of the query by the columns `order` (the last one unique), and the next token.

    `size` 0 means 50; above 500 is cut down. Raises InvalidArgument for a token not made here.
    """
    if size < 0:
        raise InvalidArgument("PAGE_SIZE_INVALID", "page_size is negative", field="page_size")
    size = min(size or 50, MAX_PAGE)
    if token:
        query = query.where(_after(order, _decode(token, len(order))))
    rows = list((await session.exec(query.order_by(*order).limit(size + 1))).all())
    more = rows[size:]
    rows = rows[:size]
    return rows, _encode([getattr(rows[-1], _name(c)) for c in order]) if more else ""


def _name(column: Any) -> str:
    return str(getattr(column, "element", column).key)  # `desc(column)` wraps the column


def _after(order: Sequence[Any], values: list[Any]) -> Any:
    """Row-value comparison spelled out, as directions may differ per column."""
    clause: Any = sa.false()
    for column, value in zip(reversed(order), reversed(values), strict=True):
        plain = getattr(column, "element", column)
        descending = getattr(column, "modifier", None) is sa.sql.operators.desc_op
        typed = sa.literal(_typed(plain, value), plain.type)
        beyond = plain < typed if descending else plain > typed
        clause = sa.or_(beyond, sa.and_(plain == typed, clause))
    return clause


def _typed(column: Any, value: Any) -> Any:
    # A type of our own, such as UtcDateTime, hides the Python type in its `impl`.
    kind = getattr(column.type, "impl", column.type).python_type
    try:
        typed = in_utc(datetime.fromisoformat(value)) if kind is datetime else value
        if isinstance(value, str):
            value.encode()  # JSON can spell halves of characters, which no table takes
    except (TypeError, ValueError):
        raise _foreign() from None
    if not isinstance(typed, kind) or (kind is int and abs(typed) >= 2**63):
        raise _foreign()
    return typed


def _encode(values: list[Any]) -> str:
    text = json.dumps([v.isoformat() if hasattr(v, "isoformat") else v for v in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(token: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if isinstance(values, list) and len(values) == length:
            return values
    except (ValueError, RecursionError):
        pass
    raise _foreign()


def _foreign() -> InvalidArgument:
    return InvalidArgument(
        "PAGE_TOKEN_INVALID",
        "page_token was not made by this list",
        field="page_token",
        remedy="pass next_page_token of the previous answer unchanged",
    )


async def purge(session: AsyncSession) -> None:
    """Forgets remembered answers whose day is over."""
    await session.exec(sa.delete(Idempotency).where(col(Idempotency.expires_at) < now()))


__all__ = [
    "AsyncSession",
    "Database",
    "col",
    "emit",
    "migrate",
    "once",
    "page",
    "patient",
    "purge",
    "select",
]
