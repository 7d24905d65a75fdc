"""`python -m kit.revise registry "add lanes"` writes a migration from the models' changes."""

import importlib
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from kit.db import MIGRATIONS, migrate
from kit.tables import SHARED, EnumText, UtcDateTime


def own_tables(service: str) -> set[str]:
    """Names of the tables that the service's database holds."""
    module = importlib.import_module(f"services.{service}.models")
    own = {
        value.__tablename__
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, SQLModel) and hasattr(value, "__table__")
    }
    return {str(name) for name in own} | {str(table.__tablename__) for table in SHARED}


def differences(service: str, versions: Path) -> list[Any]:
    """What the migrated schema lacks against the models; empty when the chain is complete."""
    tables = own_tables(service)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.db"
        migrate(path, versions)
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            options = {
                "include_object": lambda o, name, kind, *_: kind != "table" or name in tables
            }
            found = compare_metadata(
                MigrationContext.configure(connection, opts=options), SQLModel.metadata
            )
        engine.dispose()
    return list(found)


def _render(kind: str, value: Any, context: Any) -> Any:
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, EnumText):
        return "sa.String()"
    return False


def revise(service: str, message: str) -> None:
    versions = Path("services") / service / "migrations"
    versions.mkdir(parents=True, exist_ok=True)
    config = alembic.config.Config()
    config.attributes["tables"] = own_tables(service)
    config.attributes["render"] = _render
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(versions.resolve()))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "revise.db"
        if any(versions.glob("*.py")):
            migrate(path, versions.resolve())
        config.set_main_option("sqlalchemy.url", f"sqlite:///{path}")
        alembic.command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=datetime.now(UTC).strftime("%Y%m%d%H%M"),
            version_path=str(versions.resolve()),
        )


if __name__ == "__main__":
    revise(sys.argv[1], sys.argv[2])
