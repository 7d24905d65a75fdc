"""The command line: `anju up`, `anju run --target …`, and tools that work without a server."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from pydantic import ValidationError
from rich.console import Console

from kit.app import Node, migrate_all, run
from kit.auth import Tokens, write_secret
from kit.config import ALL, KitSettings
from kit.secrets import KeyringError
from services.roles import ROLES

app = typer.Typer(
    help="Anju 安居: the platform for smart secure residential communities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
tokens = typer.Typer(help="Access tokens of the embedded issuer.", no_args_is_help=True)
app.add_typer(tokens, name="tokens")
console = Console(stderr=True)

DataDir = Annotated[
    Path | None, typer.Option(help="Where tables, keys and files live [default: ~/.anju]")
]
Config = Annotated[Path | None, typer.Option(help="TOML file with settings")]


def _settings(**flags: Any) -> KitSettings:
    from services.modules import Settings

    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            where = ".".join(str(part) for part in problem["loc"])
            text = problem["msg"].removeprefix("Value error, ")
            console.print(f"[red]settings:[/red] {where + ': ' if where else ''}{text}")
        raise typer.Exit(2) from None


def _settings_of(config: Path | None, **flags: Any) -> KitSettings:
    if config:
        if not config.is_file():
            console.print(f"[red]no such file:[/red] {config}")
            raise typer.Exit(2)
        KitSettings.model_config["toml_file"] = str(config)
    return _settings(**flags)


def _serve(settings: KitSettings) -> None:
    from services.modules import load

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            code = runner.run(run(settings, load(settings.target), ROLES, _started))
    except (ValueError, RuntimeError, KeyringError, OSError) as error:
        console.print(f"[red]cannot start:[/red] {error}")
        raise typer.Exit(1) from None
    raise typer.Exit(code)


def _started(node: Node) -> None:
    """Writes where everything is, for people on the terminal and for programs in a file."""
    settings = node.settings
    token_file = settings.data_dir / "admin.token"
    if settings.target == [ALL] and not token_file.exists():
        ttl = settings.auth.admin_token_ttl
        token = node.tokens.issue("admin", "district_admin", None, ttl)
        write_secret(token_file, token.encode())
        console.print(f"[green]administrator token[/green] written to {token_file} (mode 0600)")
    host = settings.server.host
    http, grpc = f"http://{host}:{node.http_port}", f"{host}:{node.grpc_port}"
    place = {"http": http, "grpc": grpc}
    if token_file.exists():
        place["admin_token_file"] = str(token_file)
    if node.nats:
        place["nats_observer_url_file"] = str(settings.data_dir / "nats" / "observer.url")
    write_secret(settings.data_dir / "endpoints.json", json.dumps(place, indent=1).encode())
    console.print(
        f"[green]ready[/green]  API page {http}/docs  gRPC {grpc}  events {http}/asyncapi.json"
    )


@app.command("run")
def run_command(
    target: Annotated[
        str, typer.Option(help="Modules, comma separated: all, access, face, inference, …")
    ] = ALL,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Runs modules until stopped. Settings: flags, ANJU_… variables, the file, defaults."""
    _serve(_settings_of(config, target=target, data_dir=data_dir))


@app.command()
def up(data_dir: DataDir = None) -> None:
    """Runs everything in one process with embedded tables, events and files."""
    _serve(_settings(target=ALL, data_dir=data_dir))


@app.command("migrate")
def migrate_command(
    target: Annotated[str, typer.Option(help="Modules, comma separated")] = ALL,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Brings the tables of the modules to this release's version, and ends.

    May run beside an older release that works on them, and more than once.
    """
    from services.modules import load

    settings = _settings_of(config, target=target, data_dir=data_dir)
    try:
        for service, before, after in migrate_all(settings, load(settings.target)):
            state = "as it was" if before == after else f"from {before or 'nothing'}"
            console.print(f"[green]{service}[/green]  {after or 'no tables'}  ({state})")
    except (ValueError, RuntimeError, OSError) as error:
        console.print(f"[red]cannot migrate:[/red] {error}")
        raise typer.Exit(1) from None


@tokens.command("issue")
def issue_token(
    role: Annotated[str, typer.Option(help=", ".join(sorted(ROLES)))],
    subject: Annotated[str, typer.Option(help="Whose token it is; appears in the audit")],
    community: Annotated[
        list[str] | None, typer.Option(help="Community id, repeatable; none means the district")
    ] = None,
    hours: Annotated[float, typer.Option(min=0.01, max=24 * 366)] = 8,
    data_dir: DataDir = None,
) -> None:
    """Prints a token signed by the installation's key."""
    if role not in ROLES:
        console.print(f"[red]unknown role {role}[/red]; known: {', '.join(sorted(ROLES))}")
        raise typer.Exit(2)
    settings = _settings(data_dir=data_dir)
    key = settings.auth.key or settings.data_dir / "auth" / "issuer.pem"
    if not key.exists():
        console.print(
            f"[red]no key of an installation in {key}[/red]; start `anju up` first, "
            "or say where it is: ANJU_AUTH__KEY"
        )
        raise typer.Exit(2)
    issuer = Tokens.open(settings.data_dir / "auth", settings.auth)
    scope = frozenset(community) if community else None
    sys.stdout.write(issuer.issue(subject, role, scope, hours * 3600) + "\n")


def _add_tools() -> None:
    from services.coverage.cli import coverage, seed
    from services.face.cli import vault
    from services.inference.faces_cli import faces
    from services.inference.models_cli import models
    from services.inference.plates_cli import plates
    from services.perimeter.cli import perimeter
    from services.resident.cli import erasures
    from services.uplink.cli import uplink

    app.add_typer(models, name="models")
    app.add_typer(faces, name="faces")
    app.add_typer(plates, name="plates")
    app.add_typer(perimeter, name="perimeter")
    app.add_typer(vault, name="vault")
    app.add_typer(erasures, name="erasures")
    app.add_typer(coverage, name="coverage")
    app.add_typer(seed, name="seed")
    app.add_typer(uplink, name="uplink")


def main() -> None:
    _add_tools()
    app()


if __name__ == "__main__":
    main()
