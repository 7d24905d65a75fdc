"""Imports places and devices from one file: all rows or none, and again without harm.

A file has one row per object. `type` says what it is; which other columns it needs follows from
the models in `rows.py`. Objects are known by their natural keys: a town and a community by their
code, a position and an access point by community and name, a device by its national id. An
optional cell that is empty leaves what is there as it is.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import SQLModel

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database, emit
from kit.errors import ResourceExhausted
from kit.tables import new_id, now
from services.registry import events, store
from services.registry.inputs import (
    ImportProblem,
    ImportView,
)
from services.registry.models import (
    AccessPoint,
    Community,
    Device,
    DeviceState,
    District,
    Position,
    Town,
)
from services.registry.rows import (
    ROWS,
    AccessPointRow,
    CommunityRow,
    DeviceRow,
    Key,
    Parsed,
    PositionRow,
    Problems,
    TownRow,
    parse_file,
)

TABLES: dict[str, type[SQLModel]] = {
    "town": Town,
    "community": Community,
    "position": Position,
    "access_point": AccessPoint,
    "device": Device,
}


@dataclass
class Known:
    """What the tables hold, by natural key, as of one revision."""

    revision: int
    districts: set[str]
    by_type: dict[str, dict[Key, dict[str, Any]]]
    community_codes: dict[str, str]


STORED = {
    "town": ("code", "display_name"),
    "community": ("id", "code", "town_code", "display_name", "kind", "enclosure", "address"),
    "position": ("id", "community_id", "display_name", "code"),
    "access_point": (
        *("id", "community_id", "display_name", "position_id", "kind", "direction", "lane"),
    ),
    "device": (
        *("id", "community_id", "national_id", "display_name", "kind", "position_id"),
        *("access_point_id", "capabilities", "vendor", "model"),
    ),
}


async def load_known(session: AsyncSession) -> Known:
    revision = await store.current_revision(session)
    districts = {row[0] for row in await store.rows_of(session, District)}
    found = {
        kind: [
            dict(zip(names, row[1:], strict=True))
            for row in await store.rows_of(session, TABLES[kind], *names)
        ]
        for kind, names in STORED.items()
    }
    codes = {row["id"]: row["code"] for row in found["community"]}
    keys: dict[str, Callable[[dict[str, Any]], Key]] = {
        "town": lambda row: (row["code"],),
        "community": lambda row: (row["code"],),
        "position": lambda row: (codes[row["community_id"]], row["display_name"]),
        "access_point": lambda row: (codes[row["community_id"]], row["display_name"]),
        "device": lambda row: (row["national_id"],),
    }
    by_type = {kind: {keys[kind](row): row for row in rows} for kind, rows in found.items()}
    return Known(revision, districts, by_type, codes)


@dataclass
class Plan:
    inserts: dict[str, list[dict[str, Any]]]
    updates: dict[str, list[dict[str, Any]]]
    unchanged: int
    problems: list[ImportProblem]

    def count(self, rows: Mapping[str, Sequence[Any]]) -> int:
        return sum(map(len, rows.values()))


class Planner:
    """Compares a file's rows with the tables, in the order in which objects refer to another."""

    def __init__(self, parsed: Parsed, known: Known) -> None:
        self._parsed = parsed
        self._known = known
        self._problems = Problems(list(parsed.problems.items))
        self._new: dict[str, dict[Key, dict[str, Any]]] = {name: {} for name in ROWS}
        self._updates: dict[str, list[dict[str, Any]]] = {name: [] for name in ROWS}
        self._unchanged = 0

    def plan(self) -> Plan:
        steps: dict[str, Callable[[int, Any], dict[str, Any] | None]] = {
            "town": self._town,
            "community": self._community,
            "position": self._position,
            "access_point": self._access_point,
            "device": self._device,
        }
        for kind, step in steps.items():
            for key, (number, row) in self._parsed.by_type[kind].items():
                values = step(number, row)
                if values is not None:
                    self._settle(kind, key, {k: v for k, v in values.items() if v is not None})
        inserts = {kind: list(rows.values()) for kind, rows in self._new.items()}
        return Plan(inserts, self._updates, self._unchanged, self._problems.items)

    def _settle(self, kind: str, key: Key, values: dict[str, Any]) -> None:
        old = self._known.by_type[kind].get(key)
        if old is None:
            self._new[kind][key] = DEFAULTS[kind]() | values
            if kind == "access_point" and not self._new[kind][key]["lane"]:
                self._new[kind][key]["lane"] = self._new[kind][key]["id"]
        elif any(old[name] != value for name, value in values.items()):
            merged = old | values
            merged["key"] = merged.pop("id") if "id" in merged else merged["code"]
            self._updates[kind].append(merged)
        else:
            self._unchanged += 1

    def _refer(self, number: int, column: str, kind: str, key: Key) -> str | None:
        """The id of an object of the file or the tables; a problem when there is none."""
        found = self._new[kind].get(key) or self._known.by_type[kind].get(key)
        if found is not None:
            return cast(str, found["id"] if "id" in found else found["code"])
        if key not in self._parsed.by_type[kind]:  # else that row has a problem of its own
            self._problem(number, column, f"{kind.upper()}_NOT_FOUND", f"no such {kind}")
        return None

    def _problem(self, number: int, column: str, reason: str, message: str) -> None:
        self._problems.add(number, self._parsed.labels.get(column, column), reason, message)

    def _town(self, number: int, row: TownRow) -> dict[str, Any] | None:
        if row.town_code[:6] not in self._known.districts:
            self._problem(number, "town_code", "DISTRICT_NOT_FOUND", "no such district")
            return None
        return {"code": row.town_code, "display_name": row.name}

    def _community(self, number: int, row: CommunityRow) -> dict[str, Any] | None:
        if self._refer(number, "town_code", "town", (row.town_code,)) is None:
            return None
        return {
            "code": row.community_code,
            "town_code": row.town_code,
            "display_name": row.name,
            "kind": row.kind.value,
            "enclosure": row.enclosure.value,
            "address": row.address,
        }

    def _home(self, number: int, code: str) -> str | None:
        return self._refer(number, "community_code", "community", (code,))

    def _position(self, number: int, row: PositionRow) -> dict[str, Any] | None:
        community_id = self._home(number, row.community_code)
        if community_id is None:
            return None
        values = {"community_id": community_id, "display_name": row.name}
        return values | {"code": row.position_code}

    def _access_point(self, number: int, row: AccessPointRow) -> dict[str, Any] | None:
        community_id = self._home(number, row.community_code)
        if community_id is None:
            return None
        return {
            "community_id": community_id,
            "position_id": self._beside(number, "position", row.community_code, row.position),
            "display_name": row.name,
            "kind": row.kind.value,
            "direction": row.direction.value,
            "lane": row.lane or None,
        }

    def _beside(self, number: int, kind: str, code: str, name: str | None) -> str | None:
        return self._refer(number, kind, kind, (code, name)) if name else None

    def _device(self, number: int, row: DeviceRow) -> dict[str, Any] | None:
        code = row.community_code
        community_id = self._home(number, code)
        if community_id is None:
            return None
        old = self._known.by_type["device"].get((row.national_id,))
        if old and old["community_id"] != community_id:
            other = self._known.community_codes[old["community_id"]]
            text = f"a device of the community {other} has this national id"
            self._problem(number, "national_id", "DEVICE_NATIONAL_ID_TAKEN", text)
            return None
        values = row.model_dump(mode="json", include={"capabilities", "vendor", "model"})
        return values | {
            "community_id": community_id,
            "access_point_id": self._beside(number, "access_point", code, row.access_point),
            "position_id": self._beside(number, "position", code, row.position),
            "national_id": row.national_id,
            "display_name": row.name,
            "kind": row.kind.value,
        }


def _device_defaults() -> dict[str, Any]:
    return {
        "id": new_id(),
        "access_point_id": None,
        "position_id": None,
        "capabilities": [],
        "vendor": "",
        "model": "",
        "state": DeviceState.NEVER_SEEN.value,
        "state_time": now(),
        "clock_drift_ms": 0,
        "key_hash": "",
        "previous_key_hash": "",
        "deleted": False,
    }


DEFAULTS: dict[str, Callable[[], dict[str, Any]]] = {
    "town": dict,
    "community": lambda: {"id": new_id(), "address": "", "create_time": now()},
    "position": lambda: {"id": new_id()},
    "access_point": lambda: {"id": new_id(), "position_id": None, "lane": "", "deleted": False},
    "device": _device_defaults,
}


class Importer:
    """Runs one import at a time; parsing and comparing happen off the event loop."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._busy = False

    async def run(self, who: Principal, content: bytes, dry_run: bool) -> ImportView:
        """Raises InvalidArgument for an unreadable file, ResourceExhausted IMPORT_RUNNING."""
        who.district()
        if self._busy:
            raise ResourceExhausted("IMPORT_RUNNING", "another import is running", retry_after=10)
        self._busy = True
        try:
            return await self._run(who, content, dry_run)
        finally:
            self._busy = False

    async def _run(self, who: Principal, content: bytes, dry_run: bool) -> ImportView:
        parsed = await asyncio.to_thread(parse_file, content)
        async with self._db.read() as session:
            known = await load_known(session)
        plan = await asyncio.to_thread(Planner(parsed, known).plan)
        if not (plan.problems or dry_run):
            async with self._db.write() as session:
                if await store.current_revision(session) != known.revision:
                    # Somebody wrote since: compare again, now that nobody can.
                    known = await load_known(session)
                    plan = await asyncio.to_thread(Planner(parsed, known).plan)
                if not plan.problems:
                    await _apply(session, who, plan)
        return _view(parsed, plan)


def _view(parsed: Parsed, plan: Plan) -> ImportView:
    return ImportView(
        rows=parsed.rows,
        created=plan.count(plan.inserts),
        changed=plan.count(plan.updates),
        unchanged=plan.unchanged,
        problems=plan.problems,
    )


async def _apply(session: AsyncSession, who: Principal, plan: Plan) -> None:
    created, changed = plan.count(plan.inserts), plan.count(plan.updates)
    if not created + changed:
        return
    last = await store.take_revisions(session, created + changed)
    revision = last - created - changed
    for kind, table in TABLES.items():
        for row in (*plan.inserts[kind], *plan.updates[kind]):
            revision += 1
            if "revision" in table.model_fields:
                row["revision"] = revision
        await store.insert_rows(session, table, plan.inserts[kind])
        await store.update_rows(session, table, plan.updates[kind])
    audit.record(session, who, "registry.import", f"revision:{last}")
    emit(session, events.imported(created, changed, last))
