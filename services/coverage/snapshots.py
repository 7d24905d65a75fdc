"""Daily snapshots: computed from facts alone, kept for ever, summed up for whoever asks.

Whoever has the same facts computes the same rows, in whatever order and however often they came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from kit.tables import new_id
from services.coverage import store
from services.coverage.clock import end_of, moment
from services.coverage.folding import FactView, Site, fold
from services.coverage.measures import COLUMNS, Days, Limits, measure
from services.coverage.models import Level, Rollup, Snapshot
from services.coverage.rules import Plan
from services.coverage.timeline import Moments

Row = dict[str, Any]
Plans = Sequence[tuple[int, Plan]]
INSERT = 500
LEVELS = {
    Level.DISTRICT: "",
    Level.TOWN: "town_code",
    Level.KIND: "kind",
    Level.GROUP: "grouping",
}


@dataclass(frozen=True)
class Held:
    """What the tables hold of some communities."""

    sites: dict[str, Site]
    moments: Moments
    counts: dict[str, list[tuple[date, str, int, int]]]
    corrections: dict[str, list[FactView]]
    plans: Plans


def plans_of(connection: sa.Connection) -> Plans:
    return [(at, Plan.model_validate(data["plan"])) for _, at, data in store.read_plans(connection)]


def load(connection: sa.Connection, ids: Sequence[str] | None, first: date, last: date) -> Held:
    facts: dict[str, list[FactView]] = {}
    for id_, kind, community, at, data in store.read_facts(connection, ids):
        facts.setdefault(community, []).append(FactView(id_, kind, at, data))
    sites = {community: fold(each) for community, each in facts.items() if community}
    devices = None if ids is None else sorted({d for s in sites.values() for d in s.devices})
    moments = grouped(store.read_turns(connection, devices))
    counts: dict[str, list[tuple[date, str, int, int]]] = {}
    for community, day, key, good, count in store.read_counts(connection, first, last):
        counts.setdefault(community, []).append((day, key, int(good), int(count)))
    corrections = {
        community: sorted((f for f in each if f.kind == "correction"), key=lambda f: (f.at, f.id))
        for community, each in facts.items()
    }
    return Held(sites, moments, counts, corrections, plans_of(connection))


def grouped(rows: Iterable[Sequence[Any]]) -> Moments:
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for device, aspect, at, value in rows:
        key = (device, aspect)
        if key in found:
            found[key].append((at, value))
        else:
            found[key] = [(at, value)]
    return found


def compute(held: Held, days: Days, limits: Limits) -> Iterable[Row]:
    """The rows of the communities that are known; `revision` counts corrections."""
    as_of = [moment(end) for end in days.ends.tolist()]
    for community, site in sorted(held.sites.items()):
        if not site.traits:
            continue
        counts = held.counts.get(community, [])
        table = measure(site, held.moments, counts, days, held.plans, limits)
        corrections = held.corrections.get(community, [])
        for at, (day, line) in enumerate(zip(days.days, table.tolist(), strict=True)):
            own = [f.data for f in corrections if f.data["day"] == day.isoformat()]
            values: Row = dict(zip(COLUMNS, line, strict=True))
            for each in own:
                if key := each["measure"]:
                    values[f"{key}_n"] = each["numerator"]
                    values[f"{key}_d"] = each["denominator"]
            values |= {"day": day, "as_of": as_of[at], "revision": 1 + len(own)}
            yield _traits(community, site, int(days.ends[at]), held.plans) | values


def _traits(community: str, site: Site, end: int, plans: Plans) -> Row:
    """What the community was at the end of a day."""
    kind, enclosure, town, _ = site.trait(end - 1)
    current = [plan for since, plan in plans if since < end]
    group = current[-1].group_of(kind, enclosure) if current else None
    return {
        "community_id": community,
        "town_code": town,
        "kind": kind,
        "enclosure": enclosure,
        "grouping": group.key if group else "",
        "profile": site.profile(end - 1),
    }


def keep(connection: sa.Connection, rows: Sequence[Row]) -> int:
    """Adds final rows; what is final already stays. Returns how many are new."""
    before = _count(connection)
    for start in range(0, len(rows), INSERT):
        store.insert_new(connection, Snapshot, rows[start : start + INSERT])
    return _count(connection) - before


def _count(connection: sa.Connection) -> int:
    table = store.table_of(Snapshot)
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def replace(connection: sa.Connection, day: date, rows: Sequence[Row]) -> None:
    """Writes a day that goes on: revision 0."""
    table = store.table_of(Snapshot)
    ids = [row["community_id"] for row in rows]
    for start in range(0, len(ids), INSERT):
        part = ids[start : start + INSERT]
        old = (table.c.day == day) & (table.c.revision == 0) & table.c.community_id.in_(part)
        connection.execute(sa.delete(table).where(old))
    for start in range(0, len(rows), INSERT):
        part_rows = [row | {"revision": 0} for row in rows[start : start + INSERT]]
        connection.execute(sa.insert(table), part_rows)


def drop_unfinished(connection: sa.Connection, before: date) -> None:
    table = store.table_of(Snapshot)
    connection.execute(sa.delete(table).where(table.c.revision == 0, table.c.day < before))


def roll_up(connection: sa.Connection, first: date, last: date) -> None:
    """Sums the newest revisions of each of these days anew."""
    table, target = store.table_of(Snapshot), store.table_of(Rollup)
    newest = store.newest_snapshots().where(table.c.day.between(first, last)).subquery()
    same = sa.and_(
        table.c.day == newest.c.day,
        table.c.community_id == newest.c.community_id,
        table.c.revision == newest.c.revision,
    )
    source = table.join(newest, same)
    connection.execute(sa.delete(target).where(target.c.day.between(first, last)))
    stamp = new_id()
    for level, column in LEVELS.items():
        key = table.c[column] if column else sa.literal("")
        query = (
            sa.select(
                table.c.day,
                sa.literal(level.value).label("level"),
                key.label("key"),
                sa.func.max(table.c.as_of).label("as_of"),
                (sa.func.min(table.c.revision) > 0).label("final"),
                sa.literal(stamp).label("stamp"),
                sa.func.count().label("communities"),
                *store.sums(table.c),
            )
            .select_from(source)
            .group_by(table.c.day, *([key] if column else []))
        )
        names = ["day", "level", "key", "as_of", "final", "stamp", "communities", *COLUMNS]
        connection.execute(sa.insert(target).from_select(names, query))


def differing(connection: sa.Connection, rows: Iterable[Row]) -> Iterable[tuple[date, str]]:
    """Day and community of each row that is final and otherwise than this one."""
    table = store.table_of(Snapshot)
    for row in rows:
        query = (
            sa.select(table)
            .where(
                table.c.day == row["day"],
                table.c.community_id == row["community_id"],
                table.c.revision > 0,
            )
            .order_by(table.c.revision.desc())
            .limit(1)
        )
        kept = connection.execute(query).mappings().first()
        if kept is not None and dict(kept) != row:
            yield row["day"], row["community_id"]


def ends(day: date) -> datetime:
    return moment(end_of(day))
