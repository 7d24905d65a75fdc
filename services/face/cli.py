"""`anju vault`: keys and transforms of the template vault, with the platform stopped."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.secrets import Keyring, KeyringError
from services.face.module import MIGRATIONS
from services.face.service import Faces
from services.face.settings import FaceSettings

vault = typer.Typer(help="Keys of the face template vault.", no_args_is_help=True)
console = Console(stderr=True)
DataDir = Annotated[Path, typer.Option(help="The installation's data folder")]
HOME = Path.home() / ".anju"


def _on_vault(data_dir: Path, work: Callable[[Faces, Keyring], Awaitable[str]]) -> None:
    path = data_dir / "db" / "face.db"
    if not path.exists():
        console.print(f"[red]no template vault in {data_dir}[/red]")
        raise typer.Exit(2)

    async def inside() -> str:
        await asyncio.to_thread(migrate, path, MIGRATIONS)
        ring = Keyring.open(data_dir / "keys" / "face.json", may_create=False)
        db = Database(path, DatabaseSettings())
        try:
            return await work(Faces(db, ring, None, None, FaceSettings()), ring)
        finally:
            await db.close()

    try:
        console.print(asyncio.run(inside()))
    except KeyringError as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from None


@vault.command("rotate-key")
def rotate_key(data_dir: DataDir = HOME, drop_old: bool = False) -> None:
    """Makes a new encryption key and seals every template with it.

    The former keys stay in the ring, for backups, until --drop-old.
    """

    async def work(faces: Faces, ring: Keyring) -> str:
        new = ring.add_key()
        # The new key is on disk before anything is sealed with it.
        ring.save(data_dir / "keys" / "face.json")
        count = await faces.rotate_keys()
        if drop_old:
            for name in [each for each in ring.names() if each != new]:
                ring.drop_key(name)
            ring.save(data_dir / "keys" / "face.json")
        return (
            f"{count} templates sealed with key {new}; keys in the ring: {', '.join(ring.names())}"
        )

    _on_vault(data_dir, work)


@vault.command()
def reissue(community: Annotated[str, typer.Option()], data_dir: DataDir = HOME) -> None:
    """Gives a community's templates a fresh transform: stolen copies match nothing (R19)."""

    async def work(faces: Faces, ring: Keyring) -> str:
        return f"{await faces.reissue(community)} templates reissued; start the platform again"

    _on_vault(data_dir, work)
