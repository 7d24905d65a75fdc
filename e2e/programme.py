"""The demo's closing scene: a small invented district and three years of its programme."""

from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from e2e.community import Community
from services.coverage.seed.district import Seeder

SIZE = 8
ENDS = tuple(date(year, 12, 31) for year in (2020, 2021, 2022))
SHOWN = ("built", "covered", "networked", "online")


async def programme(console: Console, community: Community) -> Table:
    """Invents it through the API and asks for each year's end. The demo's own community counts
    too: nobody has accepted anything there, and the table says so."""
    with console.status("a district builds for three years") as status:

        def say(what: str, done: int, total: int) -> None:
            status.update(f"a district builds for three years: {what} {done}/{total}")

        seeder = Seeder(community.http, say)
        await seeder.district(SIZE)
        for day in ENDS:
            await seeder.snapshots(day, day)
    table = Table(title="What had to be built, what is built, what works", title_justify="left")
    table.caption = "8 invented communities, and the demo's own, which nobody has accepted yet"
    for name in ("year's end", "target", "needed", "reached", *SHOWN):
        table.add_column(name, no_wrap=True, justify="right" if name in SHOWN else "left")
    for day in ENDS:
        summary = await community.get("/coverage-summary", day=day.isoformat())
        _rows(table, day, summary)
    return table


def _rows(table: Table, day: date, summary: dict[str, Any]) -> None:
    figures = {f["key"]: (f["numerator"], f["denominator"]) for f in summary["rows"][0]["figures"]}
    shares = [f"{100 * n / d:.1f} %" if d else "–" for n, d in (figures[key] for key in SHOWN)]
    for number, goal in enumerate(summary["goals"]):
        mark = "[green]✓[/green]" if goal["reached"] >= goal["needed"] else "[yellow]✗[/yellow]"
        what = f"{goal['groups'] or 'all'} {goal['measure']}"
        counts = f"{goal['needed']} of {goal['communities']}", f"{mark} {goal['reached']}"
        first = number == 0
        table.add_row(day.isoformat() if first else "", what, *counts, *(shares if first else ()))
