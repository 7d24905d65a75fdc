"""Migrations: each service's Alembic chain, the same on both databases."""

import logging
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import alembic.command
import alembic.config
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kit.sqlite import SqliteFile

log = logging.getLogger("kit.migrate")
MIGRATIONS = Path(__file__).parent / "migrations"


class Migrated(Protocol):
    def migrating(self) -> AbstractContextManager[sa.Connection]: ...


def chain(versions: Path) -> alembic.config.Config:
    """Alembic's settings for the chain in the folder `versions`."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    return config


def migrate(place: Path | Migrated, versions: Path) -> tuple[str, str]:
    """Brings the tables to the newest version of the chain in the folder `versions`; `place` is
    an SQLite file or a schema. Returns the revisions before and after, "" for no tables.

    Tables of a newer release stay as they are: during a rolling upgrade this release works on
    them too, as migrations first expand and contract a release later.
    """
    config = chain(versions)
    with (SqliteFile(place) if isinstance(place, Path) else place).migrating() as connection:
        head = ScriptDirectory.from_config(config).get_current_head() or ""
        current = MigrationContext.configure(connection).get_current_revision() or ""
        connection.rollback()
        if current > head:  # revisions are times: see `kit.revise`
            log.warning("tables are of a newer release", extra={"have": current, "know": head})
            return current, current
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")
        return current, head
