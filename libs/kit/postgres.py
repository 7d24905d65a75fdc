"""A service's tables in a PostgreSQL schema of their own, for any number of replicas.

Locks of a session (`Leadership`, migrations) and settings at connect need connections of their
own to the server: a pooler between must pool sessions, not transactions.
"""

import asyncio
import contextlib
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from kit.config import DatabaseSettings

# serialization_failure, deadlock_detected, unique_violation: another replica was first.
COLLISIONS = frozenset({"40001", "40P01", "23505"})
# DDL gives up after this: while it waits for a lock, everything else queues behind it.
DDL_LOCK_TIMEOUT = "5s"


@dataclass(frozen=True)
class PostgresSchema:
    url: str
    name: str
    outbox_poll = 1.0  # should a replica that filled the outbox not have been heard
    bulk_threads = 2  # the relay must not keep the pass log waiting

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise ValueError("a schema's name has lower-case letters, digits and _")

    @property
    def _address(self) -> sa.URL:
        return sa.make_url(self.url).set(drivername="postgresql+psycopg")

    def engine(self, settings: DatabaseSettings) -> AsyncEngine:
        engine = create_async_engine(self._address, **self._pool(settings, settings.pool_size))
        sa.event.listen(engine.sync_engine, "begin", self._begin)
        sa.event.listen(engine.sync_engine, "handle_error", _refusal, retval=True)
        return engine

    def reader(self, engine: AsyncEngine) -> AsyncEngine:
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def writer(self, engine: AsyncEngine) -> AsyncEngine:
        return engine.execution_options(anju_write=True)

    def bulk_engine(self, settings: DatabaseSettings) -> sa.Engine:
        engine = sa.create_engine(self._address, **self._pool(settings, self.bulk_threads))
        sa.event.listen(engine, "handle_error", _refusal, retval=True)
        return engine

    def collided(self, error: DBAPIError) -> bool:
        return getattr(error.orig, "sqlstate", None) in COLLISIONS

    def leadership(self, settings: DatabaseSettings) -> "Leadership":
        engine = create_async_engine(
            self._address,
            poolclass=sa.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=self._connect_args(settings),
        )
        return Leadership(engine, self.name)

    @contextmanager
    def migrating(self) -> Iterator[sa.Connection]:
        """A connection to migrate on, one process at a time; makes the schema when it lacks."""
        engine = sa.create_engine(
            self._address, poolclass=sa.NullPool, connect_args={"connect_timeout": 10}
        )
        own = sa.create_engine(
            self._address,
            poolclass=sa.NullPool,
            connect_args={"options": f"-c search_path={self.name} -c timezone=UTC"},
        )
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.execute(sa.select(sa.func.pg_advisory_lock(lock_key(self.name, "migrate"))))
            if self.name not in sa.inspect(alone).get_schema_names():
                alone.execute(sa.schema.CreateSchema(self.name))
            with own.connect() as connection:
                connection.exec_driver_sql(f"SET lock_timeout = '{DDL_LOCK_TIMEOUT}'")
                connection.commit()
                yield connection

    def _begin(self, connection: sa.Connection) -> None:
        # Writers of a service take turns, over all replicas, as on SQLite: services look before
        # they write, and no code of theirs knows isolation levels.
        if connection.get_execution_options().get("anju_write", False):
            key = lock_key(self.name, "write")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({key})")

    def _pool(self, settings: DatabaseSettings, size: int) -> dict[str, Any]:
        return {
            "pool_size": size,
            "max_overflow": 0,
            "hide_parameters": True,
            "pool_timeout": settings.busy_timeout,
            # One round trip per transaction, so that a restart of the server fails none.
            "pool_pre_ping": True,
            "connect_args": self._connect_args(settings),
        }

    def _connect_args(self, settings: DatabaseSettings) -> dict[str, Any]:
        options = {
            "search_path": self.name,
            "timezone": "UTC",
            "statement_timeout": int(settings.statement_timeout * 1000),
            "lock_timeout": int(settings.busy_timeout * 1000),
            "idle_in_transaction_session_timeout": int(settings.idle_timeout * 1000),
        }
        # A side that vanished is noticed within 25 s by the other: the server frees its locks,
        # and a client's call fails.
        keepalives = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
        options |= {f"tcp_{name}": value for name, value in keepalives.items()}
        return {
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
            **keepalives,
            "tcp_user_timeout": 25_000,
            "connect_timeout": settings.connect_timeout,
            "application_name": f"anju {self.name}",
        }


class Leadership:
    """Locks of one session, each held by one replica: they end with its connection, so that
    another replica goes on as soon as the server sees the holder gone."""

    def __init__(self, engine: AsyncEngine, schema: str) -> None:
        self._engine = engine
        self._schema = schema
        self._busy = asyncio.Lock()
        self._held: set[str] = set()
        self._connection: AsyncConnection | None = None

    async def holds(self, work: str) -> bool:
        """Takes the lead where nobody has it. Raises OperationalError."""
        async with self._busy:
            try:
                return await self._hold(work)
            except BaseException:
                await self._drop()
                raise

    async def _hold(self, work: str) -> bool:
        if self._connection is None:
            self._connection = await self._engine.connect()
        if work in self._held:
            await self._connection.exec_driver_sql("SELECT 1")  # raises when the session is gone
            return True
        ask = sa.select(sa.func.pg_try_advisory_lock(lock_key(self._schema, work)))
        if (await self._connection.execute(ask)).scalar_one():
            self._held.add(work)
        return work in self._held

    async def _drop(self) -> None:
        self._held.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                await connection.invalidate()
                await connection.close()

    async def close(self) -> None:
        async with self._busy:
            await self._drop()
        await self._engine.dispose()


def lock_key(schema: str, work: str) -> int:
    """The advisory lock's number; it holds within one database of the server."""
    digest = hashlib.sha256(f"anju {schema} {work}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


def _refusal(context: Any) -> OperationalError | None:
    """One kind of error for a server that cannot now: a read-only standby, a session that the
    server ended, a connection that is closed."""
    error = context.sqlalchemy_exception
    if not isinstance(error, (InterfaceError, InternalError)):
        return None
    return OperationalError(
        error.statement,
        None,
        context.original_exception,
        connection_invalidated=context.is_disconnect,
    )
