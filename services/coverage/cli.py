"""`anju coverage` and `anju seed`: reports and an invented district, over a platform's API."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import httpx
import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from services.coverage.inputs import Format
from services.coverage.seed.district import Refused, Seeder

coverage = typer.Typer(
    help="What had to be built, what is built, what works.", no_args_is_help=True
)
seed = typer.Typer(help="Invented content, for trying out and measuring.", no_args_is_help=True)
console = Console(stderr=True)
Url = Annotated[str, typer.Option(help="The platform [default: the one of the data folder]")]
TokenFile = Annotated[Path | None, typer.Option(help="File with a token of the whole district")]
DataDir = Annotated[Path, typer.Option(help="The installation's data folder")]
HOME = Path.home() / ".anju"
WAIT = 600.0
R = TypeVar("R")


def _client(url: str, token_file: Path | None, data_dir: Path) -> httpx.AsyncClient:
    try:
        place = url or json.loads((data_dir / "endpoints.json").read_text())["http"]
        token = (token_file or data_dir / "admin.token").read_text().strip()
    except OSError as error:
        console.print(
            f"[red]no platform found:[/red] {error.filename} cannot be read; start `anju up`, "
            "or give --url and --token-file"
        )
        raise typer.Exit(2) from None
    headers = {"authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=f"{place}/v1", headers=headers, timeout=WAIT)


@coverage.command()
def report(
    at: Annotated[str, typer.Option(help="Day, YYYY-MM-DD [default: the last that is final]")] = "",
    format: Annotated[Format, typer.Option(help="Form of the report")] = Format.XLSX,
    output: Annotated[Path | None, typer.Option(help="File to write; - is standard output")] = None,
    url: Url = "",
    token_file: TokenFile = None,
    data_dir: DataDir = HOME,
) -> None:
    """Writes the report of a day. Equal facts give equal bytes."""
    if at:
        try:
            date.fromisoformat(at)
        except ValueError:
            console.print(f"[red]--at:[/red] {at} is no day; write it as 2022-12-31")
            raise typer.Exit(2) from None
    query = {"format": format.value} | ({"day": at} if at else {})

    async def fetch() -> httpx.Response:
        async with _client(url, token_file, data_dir) as http:
            with console.status(f"making the {format.value} report"):
                return await http.get("/coverage-reports", params=query)

    answer = _asked(fetch)
    if answer.is_error:
        problem = answer.json()
        console.print(f"[red]{problem['reason']}:[/red] {problem['detail']}")
        raise typer.Exit(1)
    name = answer.headers["content-disposition"].partition('filename="')[2].rstrip('"')
    if str(output) == "-":
        sys.stdout.buffer.write(answer.content)
        return
    place = output or Path(name)
    place.write_bytes(answer.content)
    console.print(f"[green]{place}[/green]  {len(answer.content):,} bytes")


def _asked(fetch: Callable[[], Coroutine[Any, Any, R]]) -> R:
    try:
        return asyncio.run(fetch())
    except httpx.HTTPError as error:
        console.print(f"[red]the platform does not answer[/red] ({type(error).__name__})")
        raise typer.Exit(1) from None


@seed.command()
def district(
    communities: Annotated[int, typer.Option(min=4, max=2000)] = 475,
    snapshots: Annotated[bool, typer.Option(help="Make the three years' days final too")] = True,
    number: Annotated[int, typer.Option(help="The same number draws the same district")] = 370303,
    url: Url = "",
    token_file: TokenFile = None,
    data_dir: DataDir = HOME,
) -> None:
    """Invents a district in the plan's proportions, with three years of building and faults.

    For an empty platform: its communities are codes A0001 and on of the district 370303.
    """

    async def work(progress: Progress) -> None:
        tasks: dict[str, TaskID] = {}

        def say(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        async with _client(url, token_file, data_dir) as http:
            seeder = Seeder(http, say, number)
            await seeder.district(communities)
            if snapshots:
                await seeder.snapshots(date(2020, 1, 1), date(2022, 12, 31))

    try:
        with Progress(console=console) as progress:
            _asked(lambda: work(progress))
    except Refused as refused:
        console.print(f"[red]refused:[/red] {refused}")
        raise typer.Exit(1) from None
    console.print(f"[green]{communities} communities[/green]; next: anju coverage report")
