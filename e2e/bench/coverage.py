"""Coverage of a whole district: 475 communities, 50,000 devices and a year of their history.

The facts are written into the tables directly: what is measured is the service, not the invention.
Everything else is real: the node, its calls, SQLite files.
"""

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from anju.coverage.v1 import coverage_pb2 as pb
from anju.coverage.v1.coverage_pb2_grpc import CoverageServiceStub
from kit.config import DatabaseSettings
from kit.db import Database
from kit.sqlite import SqliteFile
from kit.testing import TestNode, running, settings_in
from services.coverage import snapshots, store
from services.coverage.clock import DAY_MS, days_between, start_of
from services.coverage.live import SOME, Keeper
from services.coverage.measures import COLUMNS, Days, Limits
from services.coverage.models import Community, Fact, Town, Turn
from services.coverage.module import MODULE
from services.coverage.points import derive
from services.coverage.rules import Rules
from services.coverage.settings import CoverageSettings
from services.modules import Settings
from services.registry.module import MODULE as REGISTRY
from services.roles import ROLES

COMMUNITIES, DEVICES, FAULTS = 475, 50_000, 6
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
CALLS = 200
Rows = list[dict[str, Any]]
Say = Callable[[str], None]
COUNTS = {"pedestrian_passages": 4, "lanes": 4, "unit_doors": 40, "roads": 10, "lifts": 30}


def communities(dice: random.Random) -> list[dict[str, Any]]:
    kinds = [("old", "open"), ("commercial", "enclosed"), ("village", "open")]
    return [
        {
            "id": f"c{number:04}",
            "code": f"A{number:04}",
            "town_code": f"370303{number % 12 + 1:03}",
            "display_name": f"小区{number}",
            **dict(zip(("kind", "enclosure"), dice.choices(kinds, (210, 225, 40))[0], strict=True)),
            "longitude": dice.uniform(117.9, 118.2),
            "latitude": dice.uniform(36.7, 36.9),
        }
        for number in range(COMMUNITIES)
    ]


def facts_of(places: Sequence[dict[str, Any]], devices: int) -> Rows:
    """One fact each: the community, its plan, what was accepted, where devices stand."""
    profile, at = Rules().profile, start_of(FIRST) - 30 * DAY_MS
    rows: Rows = []
    for index, each in enumerate(places):
        column = each["kind"] if each["kind"] != "old" else "open"
        points = [p.model_dump(mode="json") for p in derive(profile, column, COUNTS)]
        names = [p["name"] for p in points]
        own = range(index, devices, COMMUNITIES)
        traits = {k: each[k] for k in ("kind", "enclosure", "town_code")}
        placed = [
            {
                "id": f"d{number:07}",
                "revision": 1,
                "kind": "camera",
                "position": names[order % len(names)],
                "gone": False,
            }
            for order, number in enumerate(own)
        ]
        for kind, data in (
            ("community", traits | {"name": each["display_name"]}),
            ("planned", {"points": points, "profile": profile.version, "column": column}),
            ("accepted", {"points": names, "acceptance_id": "a"}),
            ("placed", {"devices": placed}),
        ):
            rows.append(
                {
                    "id": f"{kind}{each['id']}",
                    "kind": kind,
                    "community_id": each["id"],
                    "at": at,
                    "record_time": datetime(2025, 1, 1, tzinfo=UTC),
                    "actor": "",
                    "reason": "",
                    "data": data,
                }
            )
    return rows


def turns(devices: int, dice: random.Random) -> list[tuple[str, int, int, int]]:
    """Once online before the year, then some faults of some hours."""
    start, span = start_of(FIRST), 364 * DAY_MS
    rows = []
    for number in range(devices):
        device = f"d{number:07}"
        rows.append((device, 0, start - DAY_MS, 1))
        for _ in range(FAULTS):
            away = start + dice.randrange(span)
            rows.append((device, 0, away, 0))
            rows.append((device, 0, away + dice.randrange(600_000, DAY_MS), 1))
    return rows


def fill(file: Path, devices: int) -> int:
    """Writes it all; returns how many moments of devices there are."""
    dice = random.Random(7)
    places, moments = communities(dice), turns(devices, dice)
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        store.insert_new(connection, Community, [p | {"builder": "", "money": ""} for p in places])
        names = [{"code": f"370303{n + 1:03}", "display_name": f"镇街{n + 1}"} for n in range(12)]
        store.insert_new(connection, Town, names)
        store.insert_new(connection, Fact, facts_of(places, devices))
    engine.dispose()
    with sqlite3.connect(file) as plain:
        sql = f"insert or ignore into {store.table_of(Turn).name} values (?, ?, ?, ?)"
        plain.executemany(sql, moments)
    return len(moments)


def opened(file: Path) -> Database:
    return Database(SqliteFile(file), DatabaseSettings(synchronous="NORMAL", busy_timeout=60))


async def rebuilt(db: Database, moments: int, devices: int) -> dict[str, Any]:
    """Facts and moments read, and every community's 365 days computed from them."""
    ids = [f"c{number:04}" for number in range(COMMUNITIES)]
    days = Days.of(days_between(FIRST, LAST))
    started, rows = time.perf_counter(), 0
    for start in range(0, COMMUNITIES, SOME):
        part = ids[start : start + SOME]
        held = await db.bulk(partial(snapshots.load, ids=part, first=FIRST, last=LAST))
        rows += sum(1 for _ in snapshots.compute(held, days, Limits()))
    seconds = time.perf_counter() - started
    return {
        "what": f"a year rebuilt, {devices:,} devices",
        "events": moments,
        "s": seconds,
        "events_per_s": moments / seconds,
        "us_per_device": seconds / devices * 1e6,
        "rows": rows,
    }


async def times(call: Callable[[], Awaitable[Any]]) -> list[float]:
    found = []
    for _ in range(CALLS):
        started = time.perf_counter()
        await call()
        found.append((time.perf_counter() - started) * 1000)
    return sorted(found)


def line(what: str, found: Sequence[float], bare: float = 0.0) -> dict[str, Any]:
    middle = statistics.median(found)
    row = {"what": what, "p50_ms": middle, "p95_ms": found[int(len(found) * 0.95)]}
    return row | ({"ratio": middle / bare} if bare else {})


def bare_sql(file: Path) -> Callable[[], Awaitable[Any]]:
    """The same figures without the service: sums of the day's rows at four levels, fetched."""
    plain = sqlite3.connect(file)
    columns = ", ".join(f"sum({name})" for name in COLUMNS)
    table = "coverage_snapshot"

    async def ask() -> Any:
        found = []
        for level in ("''", "town_code", "kind", "grouping"):
            sql = f"select {level}, {columns} from {table} where day = ? group by 1"
            found += plain.execute(sql, (LAST.isoformat(),)).fetchall()
        return found

    return ask


async def served(node: TestNode, file: Path) -> Rows:
    stub: Any = node.stub(CoverageServiceStub)
    request = pb.GetSummaryRequest(day=LAST.isoformat())
    answer = (await stub.GetSummary(request)).summary
    whole = await bare_sql(file)()
    built = next(f for f in answer.rows[0].figures if f.key == "built")
    if (built.numerator, built.denominator) != whole[0][1:3]:
        raise RuntimeError("the service and plain SQL do not say the same")
    bare = await times(bare_sql(file))
    rows = [line("bare SQL, the same figures", bare)]
    summary = await times(partial(stub.GetSummary, request))
    rows.append(line("summary of the district", summary, statistics.median(bare)))
    for form, name in ((pb.FORMAT_XLSX, "xlsx"), (pb.FORMAT_PDF, "pdf"), (pb.FORMAT_CSV, "csv")):
        started = time.perf_counter()
        made = await stub.MakeReport(pb.MakeReportRequest(day=LAST.isoformat(), format=form))
        seconds = time.perf_counter() - started
        rows.append({"what": f"whole report, {name}", "s": seconds, "bytes": len(made.content)})
    return rows


async def measure(say: Say) -> dict[str, Rows]:
    tables: dict[str, Rows] = {}
    rebuilds: Rows = []
    for factor in (1, 2, 4):
        devices = factor * DEVICES
        say(f"coverage, {devices:,} devices")
        with tempfile.TemporaryDirectory() as folder:
            settings = settings_in(Path(folder), Settings)
            async with running(settings, [REGISTRY, MODULE], ROLES) as node:
                file = Path(folder) / "db" / "coverage.db"
                moments = fill(file, devices)
                db = opened(file)
                rebuilds.append(await rebuilt(db, moments, devices))
                if factor == 1:
                    say("coverage, summary and reports")
                    keeper = Keeper(db, CoverageSettings())
                    started = time.perf_counter()
                    await keeper.take(FIRST, LAST)
                    seconds = time.perf_counter() - started
                    what = "a year made final and rolled up"
                    rebuilds.append({"what": what, "s": seconds, "events": moments})
                    tables["Coverage: summary and reports"] = await served(node, file)
                await db.close()
    tables["Coverage: history rebuilt"] = rebuilds
    return tables


def main() -> None:
    import asyncio

    from e2e.bench.__main__ import show

    for title, rows in asyncio.run(measure(print)).items():
        show(title, rows)


if __name__ == "__main__":
    main()
