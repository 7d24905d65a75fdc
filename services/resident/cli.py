"""`anju erasures`: what was erased, kept apart from back-ups, and erased again after a restore."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ValidationError
from rich.console import Console

from kit.app import migrated
from kit.db import Database, place_of
from kit.secrets import Keyring
from services.resident import store
from services.resident.models import ErasureCause
from services.resident.module import MIGRATIONS, NAME
from services.resident.service import Residents

erasures = typer.Typer(
    help="Erasures, for restoring from a back-up without bringing anybody back (R32).",
    no_args_is_help=True,
)
console = Console(stderr=True)
DataDir = Annotated[
    Path | None, typer.Option(help="The installation's data folder [default: ~/.anju]")
]


class Entry(BaseModel):
    """One line of the list; it names nobody."""

    id: str
    person_id: str
    cause: ErasureCause
    create_time: datetime


@asynccontextmanager
async def _residents(data_dir: Path | None) -> AsyncIterator[tuple[Database, Residents]]:
    from services.modules import Settings

    settings = Settings(data_dir=data_dir) if data_dir else Settings()
    place = place_of(settings.database, NAME, settings.data_dir / "db")
    await asyncio.to_thread(migrated, place, MIGRATIONS)
    ring = settings.resident.keyring or settings.data_dir / "keys" / f"{NAME}.json"
    db = Database(place, settings.database)
    try:
        yield db, Residents(Keyring.open(ring, may_create=False), settings.resident)
    finally:
        await db.close()


@erasures.command("list")
def list_erasures(data_dir: DataDir = None) -> None:
    """Prints all erasures as JSON lines, to be kept apart from the tables' back-ups."""

    async def work() -> list[Entry]:
        async with _residents(data_dir) as (db, _), db.read() as session:
            rows = await store.all_erasures(session)
            return [Entry.model_validate(row, from_attributes=True) for row in rows]

    for entry in asyncio.run(work()):
        sys.stdout.write(entry.model_dump_json() + "\n")


@erasures.command()
def repeat(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], data_dir: DataDir = None
) -> None:
    """Erases again what the list names and the restored tables do not know to be erased."""
    try:
        lines = [line for line in file.read_text().splitlines() if line.strip()]
        entries = [Entry.model_validate(json.loads(line)) for line in lines]
    except (ValueError, ValidationError):
        console.print(f"[red]{file} is no list of `anju erasures list`[/red]")
        raise typer.Exit(2) from None

    async def work() -> int:
        again = 0
        async with _residents(data_dir) as (db, residents):
            for entry in entries:
                async with db.write() as session:
                    again += await residents.erase_again(
                        session, entry.person_id, entry.cause, entry.create_time
                    )
        return again

    console.print(f"{asyncio.run(work())} of {len(entries)} erasures asked for again")
