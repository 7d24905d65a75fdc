"""Puts the invented district into a platform, through its public API alone."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from services.coverage.points import CAMERA
from services.coverage.rules import Rules
from services.coverage.seed.invent import (
    END,
    SUDDEN,
    SUDDEN_TOWN,
    TOWNS,
    TRIAL,
    Drawn,
    invent,
    shape,
    turns,
)

AT_ONCE = 4
LATER = timedelta(days=250)  # longer than any device is late, and over by the third year
PART = 100  # communities per file
ROWS = 5000
PAPERS = (
    *("survey", "design", "point_table", "product_certificates", "hidden_works"),
    *("trial_log", "test_sheets", "notices", "sign_photos", "impact_assessment"),
    *("security_filing", "training", "as_built", "minutes"),
)
TWICE = (1, 2)  # rows of the profile with a device more: both ways through
Say = Callable[[str, int, int], None]
Row = dict[str, Any]


class Refused(Exception):
    """The platform answered with a problem document."""


@dataclass
class Placed:
    """A community in the platform: its id, its points, and its devices by national id."""

    drawn: Drawn
    id: str
    points: list[dict[str, Any]]
    national: dict[str, str]  # national id → point
    devices: dict[str, str]  # device id → point, in the order of national ids


class Seeder:
    """`http` speaks for the whole district at base …/v1; `say` is told of progress."""

    def __init__(self, http: httpx.AsyncClient, say: Say, seed: int = 370303) -> None:
        self._http = http
        self._say = say
        self._seed = seed

    async def call(self, method: str, path: str, **options: Any) -> Any:
        """The answer's JSON. Raises Refused naming path and reason."""
        answer = await self._http.request(method, path, **options)
        if answer.is_error:
            problem = answer.json()
            raise Refused(f"{method} {path}: {problem['reason']}: {problem['detail']}")
        return answer.json()

    async def district(self, communities: int, history: bool = True) -> list[Placed]:
        """All of it; `history` False leaves out acceptances and what devices did."""
        drawn = invent(communities, self._seed)
        await self._plan(communities)
        await self._places(drawn)
        placed = await self._each("surveys", drawn, await self._surveyor(drawn))
        await self._devices(placed)
        if history:
            await self._each("history", placed, self._history)
            await self._each("acceptances", placed, self._accept)
        return placed

    async def snapshots(self, first: date, last: date, step: int = 366) -> None:
        """Makes days final, a year at a time."""
        day, total = first, (last - first).days + 1
        while day <= last:
            end = min(last, day + timedelta(days=step - 1))
            self._say("snapshots", (day - first).days, total)
            body = {"first_day": day.isoformat(), "last_day": end.isoformat()}
            await self.call("POST", "/coverage-snapshots:take", json=body)
            day = end + timedelta(days=1)
        self._say("snapshots", total, total)

    async def _each(
        self, what: str, items: Sequence[Any], work: Callable[[Any], Awaitable[Any]]
    ) -> list[Any]:
        limit, done = asyncio.Semaphore(AT_ONCE), 0

        async def one(item: Any) -> Any:
            nonlocal done
            async with limit:
                result = await work(item)
            done += 1
            self._say(what, done, len(items))
            return result

        return list(await asyncio.gather(*map(one, items)))

    async def _plan(self, communities: int) -> None:
        made = shape(communities)
        counts = {
            "old_closable": made.closable,
            "old_open": made.open,
            "commercial": made.commercial,
            "village": made.village,
        }
        plan = Rules().plan.model_dump(mode="json")
        for group in plan["groups"]:
            group["communities"] = counts[group["key"]]
        await self.call("PUT", "/districts/370303", json={"display_name": "虚拟张店区"})
        await self.call("PUT", "/coverage-plans/current", json=plan)

    async def _places(self, drawn: Sequence[Drawn]) -> None:
        rows: list[Row] = [
            {"type": "town", "name": name, "town_code": town_code(at)}
            for at, name in enumerate(TOWNS)
        ]
        rows += [
            {
                "type": "community",
                "name": each.name,
                "community_code": each.code,
                "town_code": town_code(each.town),
                "kind": each.kind,
                "enclosure": each.enclosure,
            }
            for each in drawn
        ]
        await self._import(rows)

    async def _import(self, rows: Sequence[Row]) -> None:
        file = io.StringIO()
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
        content = file.getvalue().encode()
        headers = {"content-type": "text/csv"}
        found = await self.call("POST", "/imports", content=content, headers=headers)
        if found["problems"]:
            raise Refused(f"import: {found['problems'][0]}")

    async def _surveyor(self, drawn: Sequence[Drawn]) -> Callable[[Drawn], Awaitable[Placed]]:
        ids = await self._known({each.code for each in drawn})

        async def survey(each: Drawn) -> Placed:
            at = min(each.done - TRIAL - timedelta(days=60), datetime(2020, 3, 1, tzinfo=UTC))
            body = {
                "community_id": ids[each.code],
                "survey_time": max(at, datetime(2020, 1, 2, tzinfo=UTC)).isoformat(),
                "counts": each.counts,
                "longitude": each.longitude,
                "latitude": each.latitude,
            }
            points = (await self.call("POST", "/coverage-surveys", json=body))["points"]
            assignment = {"builder": each.builder, "money": each.money}
            await self.call("PUT", f"/coverage-sites/{ids[each.code]}", json=assignment)
            return Placed(each, ids[each.code], points, {}, {})

        return survey

    async def _known(self, codes: set[str]) -> dict[str, str]:
        """Ids by code, once the coverage service has heard of all."""
        while True:
            sites = await self._list("/coverage-sites")
            found = {site["code"]: site["id"] for site in sites}
            if codes <= set(found):
                return found
            await asyncio.sleep(0.2)

    async def _list(self, path: str) -> list[Row]:
        found: list[Row] = []
        token = ""
        while True:
            page = await self.call("GET", path, params={"page_size": 500, "page_token": token})
            found += page["items"]
            if not (token := page["next_page_token"]):
                return found

    async def _devices(self, placed: Sequence[Placed]) -> None:
        for start in range(0, len(placed), PART):
            self._say("devices", start, len(placed))
            rows = [row for each in placed[start : start + PART] for row in device_rows(each)]
            await self._import(rows)
        where = {n: each for each in placed for n in each.national}
        listed = await self._list("/devices")
        for device in sorted(listed, key=lambda device: str(device["national_id"])):
            if each := where.get(device["national_id"]):
                each.devices[device["id"]] = each.national[device["national_id"]]
        await self._each("devices", placed, self._mirrored)

    async def _mirrored(self, each: Placed) -> None:
        while True:
            query = {
                "community_id": each.id,
                "first_day": END.date().isoformat(),
                "last_day": END.date().isoformat(),
            }
            found = await self.call("GET", "/coverage-devices", params=query)
            if {d["device_id"] for d in found["devices"]} >= set(each.devices):
                return
            await asyncio.sleep(0.5)

    async def _history(self, each: Placed) -> None:
        cameras = {p["name"] for p in each.points if CAMERA & set(p["captures"])}
        moments: list[Row] = []
        first = {True: END, False: END}  # of cameras, and of what is connected later
        for device, point in each.devices.items():
            found = list(turns(each.drawn, point in cameras))
            if each.drawn.town == SUDDEN_TOWN and found[0][0] < SUDDEN - timedelta(days=40):
                found = sudden(found)
            moments += [
                {"device_id": device, "time": at.isoformat(), "online": on} for at, on in found
            ]
            first[point in cameras] = min(first[point in cameras], found[0][0])
        start_of = {camera: (at - timedelta(minutes=1)).isoformat() for camera, at in first.items()}
        since = [
            {"device_id": device, "place_time": start_of[point in cameras]}
            for device, point in each.devices.items()
        ]
        body = {"community_id": each.id, "reason": "invented history"}
        for start in range(0, max(len(moments), len(since)), ROWS):
            part = {
                "turns": moments[start : start + ROWS],
                "placements": since[start : start + ROWS],
            }
            await self.call("POST", "/coverage-history:import", json=body | part)
        await self._readings(each, cameras)

    async def _readings(self, each: Placed, cameras: set[str]) -> None:
        """Clocks and storage, looked at before the end of each year."""
        dice = each.drawn.dice
        for year in (2020, 2021, 2022):
            at = datetime(year, 12, 12, tzinfo=UTC)
            if each.drawn.done > at:
                continue
            readings = []
            for device, point in each.devices.items():
                drift = round(dice.gauss(0, 250)) if dice.random() > 0.02 else 4000
                readings.append({"device_id": device, "kind": "clock", "value": drift})
                if point in cameras:
                    days = dice.choice((30, 30, 31, 35, 45, 60)) if dice.random() > 0.03 else 21
                    readings.append({"device_id": device, "kind": "storage", "value": days})
            body = {"community_id": each.id, "read_time": at.isoformat(), "readings": readings}
            await self.call("POST", "/coverage-readings", json=body)

    async def _accept(self, each: Placed) -> None:
        video = each.drawn.kind == "old" and each.drawn.enclosure == "open"
        required = [p for p in each.points if p["requirement"] == "M"]
        now = [p["name"] for p in required if not video or "scene" in p["captures"]]
        rest = [p["name"] for p in required if p["name"] not in set(now)]
        await self._acceptance(each, now, each.drawn.done)
        # What does not count for video follows within the next year.
        if rest:
            await self._acceptance(each, rest, each.drawn.done + LATER)

    async def _acceptance(self, each: Placed, points: list[str], done: datetime) -> None:
        opened = done - TRIAL - timedelta(days=20)
        body = {"community_id": each.id, "points": points, "open_time": opened.isoformat()}
        made = await self.call("POST", "/acceptances", json=body)
        path = f"/acceptances/{made['id']}"
        for kind in PAPERS:
            query = {"kind": kind, "name": f"{kind}.txt", "media_type": "text/plain"}
            content = f"{each.drawn.code} {kind}\n".encode()
            await self.call("POST", f"{path}/documents", params=query, content=content)
        trial = done - TRIAL + timedelta(days=1)
        await self._step(path, "designed", opened)
        await self._step(path, "installed", trial - timedelta(days=2))
        await self._step(path, "trial", trial)
        await self._step(path, "tried", trial + timedelta(days=30, hours=1))
        at = done - timedelta(hours=3)
        sampled = await self._step(path, "sampled", at)
        results = measured(each, sampled["sample"])
        signers = {"builder": each.drawn.builder, "inspector": "区验收组"}
        await self._step(path, "inspected", at, signers=signers, results=results)
        signers |= {"property": "物业服务中心"}
        await self._step(path, "accepted", done, signers=signers)
        await self._step(path, "handed_over", done + timedelta(days=1), signers=signers)

    async def _step(self, path: str, step: str, at: datetime, **more: Any) -> Any:
        body = {"step": step, "step_time": at.isoformat()} | more
        return await self.call("POST", f"{path}:step", json=body)


def town_code(at: int) -> str:
    return f"370303{at + 1:03}"


def device_rows(each: Placed) -> list[Row]:
    """Positions as the point plan names them, a device at each, at passages two."""
    rows: list[Row] = []
    number = each.drawn.number * 1000
    for point in each.points:
        place = {"community_code": each.drawn.code}
        rows.append(
            {
                "type": "position",
                "name": point["name"],
                "position_code": point["code"],
                **place,
            }
        )
        camera = bool(CAMERA & set(point["captures"]))
        for extra in range(2 if point["row"] in TWICE else 1):
            number += 1
            national = f"37030300{number:012}"
            each.national[national] = point["name"]
            rows.append(
                {
                    "type": "device",
                    "name": f"{point['name']}设备{extra + 1}",
                    "kind": "camera" if camera else "sensor",
                    "national_id": national,
                    "position": point["name"],
                    **place,
                }
            )
    return rows


def sudden(found: list[tuple[datetime, bool]]) -> list[tuple[datetime, bool]]:
    """The same, but away for ten days and back all at once."""
    away = SUDDEN - timedelta(days=10)
    before = [turn for turn in found if turn[0] < away]
    after = [turn for turn in found if turn[0] > SUDDEN]
    return [*before, (away, False), (SUDDEN, True), *after]


def measured(each: Placed, sample: Sequence[str]) -> list[Row]:
    """What an inspector measures at sound equipment."""
    checklist = Rules().checklist
    captures = {point["name"]: point["captures"] for point in each.points}
    rows: list[Row] = []
    for name in sample:
        for item in checklist.items:
            if item.captures in captures[name]:
                value = item.least * 1.2 if item.least is not None else (item.most or 0) * 0.5
                rows.append({"point": name, "item": item.key, "value": round(value, 2)})
    return rows
