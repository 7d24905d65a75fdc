"""What the commands `anju models …` and `anju faces …` share."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from kit.errors import AnjuError, Unavailable
from services.inference.packs import Manifest
from services.inference.settings import InferenceSettings, RuntimeName

out, err = Console(), Console(stderr=True)

MODELS_MISSING = 3  # exit code

Folder = Annotated[
    Path | None, typer.Option("--dir", help="Folder of the model files [env: ANJU_MODELS_DIR].")
]
ManifestFile = Annotated[Path | None, typer.Option("--manifest", help="TOML of further packs.")]
PackName = Annotated[str, typer.Option("--pack", help="Recognition pack; default recommended.")]
Runtime = Annotated[RuntimeName, typer.Option(help="What runs the models.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@contextmanager
def reported() -> Iterator[None]:
    """An error becomes a line for people and an exit code."""
    try:
        yield
    except AnjuError as error:
        err.print(f"[red]error[/red]: {error.message}", soft_wrap=True, highlight=False)
        if error.remedy:
            err.print(f"  {error.remedy}", soft_wrap=True, highlight=False)
        raise typer.Exit(MODELS_MISSING if isinstance(error, Unavailable) else 1) from error


def settings_of(folder: Path | None, manifest: Path | None) -> InferenceSettings:
    given: dict[str, Any] = {"models_dir": folder} if folder else {}
    return InferenceSettings(manifest=manifest, **given)


def manifest_of(settings: InferenceSettings) -> Manifest:
    return Manifest.read(*([settings.manifest] if settings.manifest else []))


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))
