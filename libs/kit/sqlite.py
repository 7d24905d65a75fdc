"""A service's tables in an SQLite file: one process, one writer, nothing to install."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from kit.config import DatabaseSettings


@dataclass(frozen=True)
class SqliteFile:
    path: Path
    # All writers are in this process and wake the relay themselves; this is for what a crash left.
    outbox_poll = 10.0
    bulk_threads = 0  # bulk work queues with the other writers

    @property
    def name(self) -> str:
        return self.path.stem

    def engine(self, settings: DatabaseSettings) -> AsyncEngine:
        engine = create_async_engine(
            f"sqlite+aiosqlite:///{self.path}", connect_args={"timeout": settings.busy_timeout}
        )
        _listen(engine.sync_engine, settings)
        return engine

    def reader(self, engine: AsyncEngine) -> AsyncEngine:
        return engine

    def writer(self, engine: AsyncEngine) -> AsyncEngine:
        return engine.execution_options(anju_write=True)

    def bulk_engine(self, settings: DatabaseSettings) -> sa.Engine:
        engine = sa.create_engine(
            f"sqlite:///{self.path}",
            poolclass=sa.StaticPool,
            connect_args={"timeout": settings.busy_timeout, "check_same_thread": False},
        )
        _listen(engine, settings)
        return engine.execution_options(anju_write=True)

    def collided(self, error: DBAPIError) -> bool:
        return False  # a writer is alone here

    def leadership(self, settings: DatabaseSettings) -> "Alone":
        return Alone()

    @contextmanager
    def migrating(self) -> Iterator[sa.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(f"sqlite:///{self.path}")
        try:
            with engine.connect() as connection:
                # Kept in the file. Changed by one connection alone: several at once fail, locked.
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                connection.commit()
                yield connection
        finally:
            engine.dispose()


class Alone:
    """An SQLite file has one process, which leads all work on it."""

    async def holds(self, work: str) -> bool:
        return True

    async def close(self) -> None:
        pass


def _listen(engine: sa.Engine, settings: DatabaseSettings) -> None:
    sa.event.listen(engine, "connect", _pragmas(settings))
    sa.event.listen(engine, "begin", _begin)


def _pragmas(settings: DatabaseSettings) -> Callable[[Any, Any], None]:
    def connect(connection: Any, record: Any) -> None:
        # The driver must not open transactions by itself: `_begin` decides their kind.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous={settings.synchronous}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.close()

    return connect


def _begin(connection: sa.Connection) -> None:
    # A writer that first reads must hold the write lock from the start, or it can deadlock.
    writes = connection.get_execution_options().get("anju_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
