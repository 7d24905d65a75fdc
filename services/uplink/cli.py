"""`anju uplink`: queues and links, the ledger, and sending again, from the command line."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

uplink = typer.Typer(
    help="What goes up to other systems: status, ledger, replay.", no_args_is_help=True
)
console = Console(stderr=True)
DataDir = Annotated[
    Path | None, typer.Option(help="The installation's data folder [default: ~/.anju]")
]
Url = Annotated[
    str, typer.Option(help="REST API, where the platform runs elsewhere", envvar="ANJU_URL")
]
Token = Annotated[
    str, typer.Option(help="Bearer token; the administrator's of the folder", envvar="ANJU_TOKEN")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON in place of a table")]


def _call(verb: str, path: str, url: str, token: str, data_dir: Path | None, **request: Any) -> Any:
    """The answer of the running platform; ends the command with its words when it refuses."""
    folder = data_dir or Path.home() / ".anju"
    try:
        url = url or json.loads((folder / "endpoints.json").read_text())["http"]
        token = token or (folder / "admin.token").read_text().strip()
    except FileNotFoundError:
        console.print(f"[red]no platform runs in {folder}[/red]; say --url and --token")
        raise typer.Exit(2) from None
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.Client(base_url=f"{url}/v1/uplink", headers=headers, timeout=60) as http:
            answer = http.request(verb, path, **request)
    except httpx.HTTPError as error:
        console.print(f"[red]{url} does not answer[/red] ({type(error).__name__})")
        raise typer.Exit(1) from None
    body = answer.json()
    if answer.is_error:
        console.print(f"[red]{body.get('reason')}[/red]: {body.get('detail')}")
        raise typer.Exit(1)
    return body


def _show(rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(
            *(str(row.get(name) if row.get(name) is not None else "") for name in columns)
        )
    Console().print(table)


@uplink.command()
def status(
    url: Url = "", token: Token = "", data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Shows each destination's link and queue, and what was received."""
    found = _call("GET", "/status", url, token, data_dir)
    columns = ("display_name", "link", "link_reason", "waiting", "oldest_time", "accepted")
    _show(found["destinations"], (*columns, "set_aside"), as_json)
    if not as_json:
        _show(found["counters"], ("name", "value"), False)


@uplink.command()
def ledger(
    destination: Annotated[str, typer.Option(help="Id of the destination")] = "",
    object_id: Annotated[str, typer.Option(help="Entries about this object alone")] = "",
    verify: Annotated[bool, typer.Option(help="Check the destination's whole chain")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
    url: Url = "",
    token: Token = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Lists entries of the ledger, or checks a destination's chain (exit code 3 when broken)."""
    if verify:
        body = {"destination_id": destination}
        found = _call("POST", "/ledger:verify", url, token, data_dir, json=body)
        _show([found], ("whole", "entries", "broken_number"), as_json)
        raise typer.Exit(0 if found["whole"] else 3)
    params = {"destination_id": destination, "object_id": object_id, "page_size": limit}
    found = _call("GET", "/ledger", url, token, data_dir, params=params)
    columns = ("number", "time", "act", "kind", "object_id", "device_id", "reason")
    _show(found["items"], columns, as_json)


@uplink.command()
def replay(
    destination: Annotated[str, typer.Option(help="Id of the destination")],
    start: Annotated[datetime, typer.Option(help="Generated from then on (UTC)")],
    end: Annotated[datetime, typer.Option(help="Generated before then (UTC)")],
    reason: Annotated[str, typer.Option(help="Why; it is recorded")],
    url: Url = "",
    token: Token = "",
    data_dir: DataDir = None,
) -> None:
    """Sends objects again that were set aside, refused or given up, fetched anew."""
    body = {
        "destination_id": destination,
        "start_time": start.replace(tzinfo=UTC).isoformat(),
        "end_time": end.replace(tzinfo=UTC).isoformat(),
        "reason": reason,
    }
    found = _call("POST", "/objects:replay", url, token, data_dir, json=body)
    console.print(f"{found['count']} objects wait again")
