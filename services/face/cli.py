"""`anju vault`: keys and transforms of the template vault, with the platform stopped."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kit.app import migrated
from kit.db import Database, place_of
from kit.secrets import Keyring, KeyringError
from kit.sqlite import SqliteFile
from services.face.module import MIGRATIONS, NAME
from services.face.service import Faces
from services.face.settings import FaceSettings

vault = typer.Typer(help="Keys of the face template vault.", no_args_is_help=True)
console = Console(stderr=True)
DataDir = Annotated[Path, typer.Option(help="The installation's data folder")]
HOME = Path.home() / ".anju"


class Vault:
    """The vault of the settings in force: `ANJU_DATABASE__URL`, `ANJU_FACE__KEYRING`, else the
    data folder's."""

    def __init__(self, data_dir: Path) -> None:
        from services.modules import Settings

        settings = Settings(data_dir=data_dir)
        self._settings = settings.database
        self._place = place_of(settings.database, NAME, data_dir / "db")
        self.ring_path = settings.face.keyring or data_dir / "keys" / f"{NAME}.json"
        self.missing = isinstance(self._place, SqliteFile) and not self._place.path.exists()

    async def work(self, work: Callable[[Faces, Keyring], Awaitable[str]]) -> str:
        await asyncio.to_thread(migrated, self._place, MIGRATIONS)
        ring = Keyring.open(self.ring_path, may_create=False)
        db = Database(self._place, self._settings)
        try:
            return await work(Faces(db, ring, None, None, FaceSettings()), ring)
        finally:
            await db.close()


def _on(vault: Vault, work: Callable[[Faces, Keyring], Awaitable[str]]) -> None:
    if vault.missing:
        console.print("[red]no template vault there[/red]; see --data-dir and ANJU_DATABASE__URL")
        raise typer.Exit(2)
    try:
        console.print(asyncio.run(vault.work(work)))
    except (KeyringError, RuntimeError) as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from None


@vault.command("rotate-key")
def rotate_key(data_dir: DataDir = HOME, drop_old: bool = False) -> None:
    """Makes a new encryption key and seals every template with it.

    The former keys stay in the ring, for backups, until --drop-old.
    """
    place = Vault(data_dir)

    async def work(faces: Faces, ring: Keyring) -> str:
        new = ring.add_key()
        # The new key is on disk before anything is sealed with it.
        ring.save(place.ring_path)
        count = await faces.rotate_keys()
        if drop_old:
            for name in [each for each in ring.names() if each != new]:
                ring.drop_key(name)
            ring.save(place.ring_path)
        return (
            f"{count} templates sealed with key {new}; keys in the ring: {', '.join(ring.names())}"
        )

    _on(place, work)


@vault.command()
def reissue(community: Annotated[str, typer.Option()], data_dir: DataDir = HOME) -> None:
    """Gives a community's templates a fresh transform: stolen copies match nothing (R19)."""

    async def work(faces: Faces, ring: Keyring) -> str:
        return f"{await faces.reissue(community)} templates reissued; start the platform again"

    _on(Vault(data_dir), work)
