"""`make bench`: every figure in one run; prints tables, writes RESULTS.md and JSON."""

import argparse
import json
import os
import platform as machine
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvloop
from rich.console import Console
from rich.table import Table

from e2e.bench import (
    coverage,
    galleries,
    gates,
    modes,
    overload,
    perimeter,
    plates,
    registry,
    uplink,
    visitors,
)
from e2e.platform import SHARED, Platform, has_models, models_env
from e2e.scenes.sprites import missing
from kit.testing_postgres import binaries
from services.inference.packs import Manifest
from services.inference.pull import Puller

RESULTS = Path(__file__).parent / "RESULTS.md"
console = Console()
Rows = list[dict[str, Any]]


def memory(platform: Platform) -> Rows:
    """Resident memory of each process, in MiB."""
    threads = Path(f"/proc/{platform.pid}/task").iterdir()
    children = [pid for each in threads for pid in (each / "children").read_text().split()]
    names = {str(platform.pid): "anju"} | {pid: _name(pid) for pid in children}
    return [{"process": name, "rss_mib": _rss(pid)} for pid, name in names.items()]


def _name(pid: str) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_text()
    for module, name in (("inference", "inference worker"), ("perimeter.video", "video worker")):
        if f"services.{module}.worker" in command:
            return name
    return "nats-server"


def _rss(pid: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def say(what: str) -> None:
    console.print(f"[dim]{what}[/dim]")


def run(seconds: float, rounds: int) -> Iterator[tuple[str, Rows]]:
    """Tables in turn, each as soon as it is measured."""
    yield "Gallery search, one query", galleries.measure(say)
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder)) as platform:
        rows = uvloop.run(registry.measure(platform, say))
        yield "Registry, 475 communities and 50,000 devices", rows
        yield "Memory with 50,000 devices", memory(platform)
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder)) as platform:
        yield "Visitors", uvloop.run(visitors.measure(platform, seconds, rounds, say))
    yield from uvloop.run(coverage.measure(say)).items()
    yield "Uplink", uplink.measure(seconds, say)
    if not has_models() or not (SHARED / "data").is_dir():
        say("gate figures need ../shared/models and ../shared/data: left out")
        return
    yield from _gates(seconds, rounds)
    yield "Reading plates", _plates(seconds, rounds)
    yield from _perimeter(seconds, rounds).items()
    if binaries() and shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        yield "One process and one per service", modes.measure(seconds, rounds, say)
    else:
        say("services mode needs Debian's postgresql and nginx-light: left out")


def _gates(seconds: float, rounds: int) -> Iterator[tuple[str, Rows]]:
    for precision, title in (("auto", "as the CPU does fastest"), ("f32", "in 32-bit floats")):
        env = models_env() | {"ANJU_INFERENCE__PRECISION": precision}
        with tempfile.TemporaryDirectory() as folder, Platform(Path(folder), **env) as platform:
            rows = uvloop.run(gates.measure(platform, precision, seconds, rounds, say))
            yield f"Gate decisions, {title}", rows
            if precision == "auto":
                yield "Overload", uvloop.run(overload.measure(platform, say))
                yield "Memory after gates", memory(platform)


def _plates(seconds: float, rounds: int) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder) / "models"
        for pack in Manifest.read().packs:
            if pack.task == "plate_recognition":
                Puller(models)(pack.file)
        env = {"ANJU_INFERENCE__MODELS_DIR": str(models)}
        with Platform(Path(folder), **env) as platform:
            return uvloop.run(plates.measure(platform, models, seconds, rounds, say))


def _perimeter(seconds: float, rounds: int) -> dict[str, Rows]:
    if absent := missing():
        say(f"figures of cameras need {absent}: left out")
        return {}
    models = SHARED / "models"
    with (
        tempfile.TemporaryDirectory() as folder,
        Platform(Path(folder), **models_env()) as platform,
    ):
        tables = uvloop.run(perimeter.measure(platform, models, seconds, rounds, say))
        tables["Memory with a camera"] = memory(platform)
    tables["One camera for an hour"] = perimeter.soak(1.0, say)
    return tables


def show(title: str, rows: Rows) -> None:
    table = Table(title=title, title_justify="left")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    for name in columns:
        table.add_column(name, justify="left" if isinstance(rows[0].get(name), str) else "right")
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    console.print(table)


def markdown(tables: dict[str, Rows], command: str) -> str:
    now = datetime.now(UTC).strftime("%Y-%m-%d")
    lines = [
        "# Benchmark results",
        "",
        f"`{command}` on {now}: {os.cpu_count()} cores, {machine.machine()}, "
        f"Python {machine.python_version()}. One run; compare ratios, not absolute times.",
    ]
    for title, rows in tables.items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        lines += ["", f"## {title}", "", "| " + " | ".join(columns) + " |"]
        lines.append("|" + " --- |" * len(columns))
        lines += ["| " + " | ".join(_cell(row.get(c)) for c in columns) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2f}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="turns of bare and service")
    parser.add_argument("--json", type=Path, help="also write the figures as JSON")
    options = parser.parse_args()
    tables: dict[str, Rows] = {}
    for title, rows in run(options.seconds, options.rounds):
        tables[title] = rows
        show(title, rows)
    command = f"python -m e2e.bench --seconds {options.seconds:g} --rounds {options.rounds}"
    notes = RESULTS.with_name("NOTES.md").read_text()
    RESULTS.write_text(markdown(tables, command) + "\n" + notes)
    if options.json:
        options.json.write_text(json.dumps(tables, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
