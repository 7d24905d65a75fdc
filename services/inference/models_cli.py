"""The commands `anju models pull | list | verify`."""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from kit.errors import InvalidArgument
from services.inference.cli import (
    MODELS_MISSING,
    AsJson,
    Folder,
    ManifestFile,
    err,
    manifest_of,
    out,
    print_json,
    reported,
    settings_of,
)
from services.inference.packs import Manifest, Pack, trouble
from services.inference.pull import Puller

models = typer.Typer(help="Fetch and check model files.", no_args_is_help=True)

Mirror = Annotated[
    str,
    typer.Option(
        envvar="ANJU_MODELS_MIRROR", help="Folder or URL to fetch from instead of the sources."
    ),
]


@models.command("pull")
def pull_models(
    names: Annotated[list[str] | None, typer.Argument(help="Packs; default all.")] = None,
    mirror: Mirror = "",
    folder: Folder = None,
    manifest: ManifestFile = None,
    as_json: AsJson = False,
) -> None:
    """Fetches and verifies the files of packs. Safe to repeat: what is there is kept."""
    with reported():
        settings = settings_of(folder, manifest)
        packs = _named(manifest_of(settings), names or [])
        pull = Puller(settings.models_dir, mirror)
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        rows = []
        with Progress(*columns, TransferSpeedColumn(), console=err, disable=as_json) as bar:
            for pack in packs:
                for file in pack.files:
                    task = bar.add_task(pack.name, total=file.size)
                    fetched = pull(file, partial(_advance, bar, task))
                    rows.append({"pack": pack.name, "file": file.name, "fetched": fetched})
        if as_json:
            print_json(rows)
        else:
            out.print(f"{len(packs)} packs are ready in {settings.models_dir}", soft_wrap=True)


def _advance(bar: Progress, task: TaskID, done: int) -> None:
    bar.update(task, completed=done)


def _named(manifest: Manifest, names: list[str]) -> list[Pack]:
    known = {pack.name: pack for pack in manifest.packs}
    if unknown := [name for name in names if name not in known]:
        raise InvalidArgument(
            "UNKNOWN_PACK",
            f"there is no pack {', '.join(unknown)}",
            remedy=f"use some of: {', '.join(known)}",
        )
    return [known[name] for name in names] or list(known.values())


@models.command("list")
def list_models(
    folder: Folder = None, manifest: ManifestFile = None, as_json: AsJson = False
) -> None:
    """Lists the packs and whether each can be used."""
    with reported():
        settings = settings_of(folder, manifest)
        _show(_states(manifest_of(settings).packs, settings.models_dir), as_json)


@models.command("verify")
def verify_models(
    folder: Folder = None, manifest: ManifestFile = None, as_json: AsJson = False
) -> None:
    """Checks each file's SHA-256; exit code 3 when one is missing or altered."""
    with reported():
        settings = settings_of(folder, manifest)
        states = _states(manifest_of(settings).packs, settings.models_dir)
        _show(states, as_json)
        if any(state["problem"] for state in states):
            raise typer.Exit(MODELS_MISSING)


def _states(packs: list[Pack], folder: Path) -> list[dict[str, Any]]:
    chosen = {"name", "task", "license", "recommended", "embedding_size", "threshold", "margin"}
    return [
        pack.model_dump(include=chosen)
        | {"source": pack.file.source, "problem": trouble(pack, folder)}
        for pack in packs
    ]


def _show(states: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(states)
        return
    table = Table("pack", "task", "licence", "threshold", "state")
    for state in states:
        verdict = f"[red]{state['problem']}" if state["problem"] else "[green]verified"
        name = state["name"] + (" *" if state["recommended"] else "")
        table.add_row(name, state["task"], state["license"], str(state["threshold"]), verdict)
    out.print(table)
    out.print("* recommended for its task")
