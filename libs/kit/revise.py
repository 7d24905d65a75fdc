"""`python -m kit.revise registry "add lanes"` writes a migration from the models' changes."""

import importlib
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import alembic.command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from kit.migrate import Migrated, chain, migrate
from kit.sqlite import SqliteFile
from kit.tables import SHARED, EnumText, UtcDateTime


def own_tables(service: str) -> set[str]:
    """Names of the tables that the service's database holds."""
    own = {
        value.__tablename__
        for module in _models(service)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, SQLModel) and hasattr(value, "__table__")
    }
    return {str(name) for name in own} | {str(table.__tablename__) for table in SHARED}


def _models(service: str) -> Iterator[ModuleType]:
    """Every `models.py` of the service: a part in a folder of its own has its own."""
    root = Path(next(iter(importlib.import_module(f"services.{service}").__path__)))
    for path in sorted(root.rglob("models.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield importlib.import_module(".".join(("services", service, *parts)))


def differences(service: str, versions: Path, place: Migrated | None = None) -> list[Any]:
    """What the migrated schema lacks against the models; empty when the chain is complete.
    Without a place, in an SQLite file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        where = place or SqliteFile(Path(folder) / "check.db")
        migrate(where, versions)
        tables = own_tables(service)
        options = {"include_object": lambda o, name, kind, *_: kind != "table" or name in tables}
        with where.migrating() as connection:
            context = MigrationContext.configure(connection, opts=options)
            return list(compare_metadata(context, SQLModel.metadata))


def _render(kind: str, value: Any, context: Any) -> Any:
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, EnumText):
        return "sa.String()"
    return False


def revise(service: str, message: str) -> None:
    versions = Path("services") / service / "migrations"
    versions.mkdir(parents=True, exist_ok=True)
    config = chain(versions.resolve())
    config.attributes["tables"] = own_tables(service)
    config.attributes["render"] = _render
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as folder:
        place = SqliteFile(Path(folder) / "revise.db")
        if any(versions.glob("*.py")):
            migrate(place, versions.resolve())
        with place.migrating() as connection:
            config.attributes["connection"] = connection
            alembic.command.revision(
                config,
                message,
                autogenerate=True,
                rev_id=datetime.now(UTC).strftime("%Y%m%d%H%M"),
                version_path=str(versions.resolve()),
            )


if __name__ == "__main__":
    revise(sys.argv[1], sys.argv[2])
