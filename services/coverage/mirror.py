"""What the registry knows of places and devices: pulled by revision when it says that something
changed, and told to facts with the time at which it was learnt."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2 as registry
from kit.db import AsyncSession, Database, select
from kit.following import Following
from kit.message import to_dict
from kit.tables import now
from services.coverage import facts, store
from services.coverage.clock import ms
from services.coverage.models import Community, CoverageCursor, Device, Gate, Town

log = logging.getLogger("coverage.mirror")
DEVICES, POINTS = "devices", "access points"
PAGE = 500
FRESH_MS = 86_400_000


class Mirror:
    """Until the registry answers, what is known so far counts."""

    def __init__(self, db: Database, stub: Any, timeout: float = 10.0) -> None:
        self._db = db
        self._registry = stub
        self._timeout = timeout
        self.following = Following("coverage mirror", self.pull)

    async def pull(self) -> None:
        try:
            await self._towns()
            await self._communities()
            while await self._gates():
                pass
            while await self._devices():
                pass
        except grpc.aio.AioRpcError as error:
            log.warning("pull failed", extra={"from": "registry", "code": error.code().name})

    async def _towns(self) -> None:
        found: list[Town] = []
        token = ""
        while True:
            request = registry.ListTownsRequest(page_size=PAGE, page_token=token)
            answer = await self._registry.ListTowns(request, timeout=self._timeout)
            found += [Town(code=each.code, display_name=each.display_name) for each in answer.towns]
            if not (token := answer.next_page_token):
                break
        async with self._db.read() as session:
            known = await store.towns(session)
        new = [row for row in found if known.get(row.code) != row.display_name]
        if new:
            async with self._db.write() as session:
                for row in new:
                    await session.merge(row)

    async def _communities(self) -> None:
        token = ""
        while True:
            request = registry.ListCommunitiesRequest(page_size=PAGE, page_token=token)
            answer = await self._registry.ListCommunities(request, timeout=self._timeout)
            await self._note([to_dict(each) for each in answer.communities])
            if not (token := answer.next_page_token):
                return

    async def _note(self, found: Sequence[dict[str, Any]]) -> None:
        async with self._db.read() as session:
            known = {row.id: row for row in await store.every(session, Community)}
        new = [each for each in found if _traits(each) != _known(known.get(each["id"]))]
        if not new:
            return
        async with self._db.write() as session:
            for each in new:
                old = await session.get(Community, each["id"]) or Community(
                    id=each["id"], town_code="", display_name="", kind="", enclosure=""
                )
                at = ms(now()) if old.kind else ms(each["create_time"])
                old.code = each["code"]
                kind, enclosure, town, name = _traits(each)
                old.kind, old.enclosure, old.town_code, old.display_name = (
                    *(kind, enclosure),
                    *(town, name),
                )
                session.add(old)
                data = {"kind": kind, "enclosure": enclosure, "town_code": town, "name": name}
                await facts.record(session, "community", old.id, at, data)

    async def _gates(self) -> bool:
        """Takes over one page of access points; whether there may be more."""
        request = registry.ListAccessPointsRequest(
            since_revision=await self._cursor(POINTS), page_size=PAGE
        )
        answer = await self._registry.ListAccessPoints(request, timeout=self._timeout)
        if not answer.access_points:
            return False
        async with self._db.write() as session:
            for each in answer.access_points:
                await session.merge(Gate(id=each.id, position_id=each.position_id))
            last = answer.access_points[-1].revision
            await session.merge(CoverageCursor(name=POINTS, revision=last))
        return True

    async def _devices(self) -> bool:
        request = registry.ListDevicesRequest(
            since_revision=await self._cursor(DEVICES), page_size=PAGE
        )
        answer = await self._registry.ListDevices(request, timeout=self._timeout)
        if not answer.devices:
            return False
        found = [to_dict(each) for each in answer.devices]
        names = await self._positions({each["community_id"] for each in found})
        async with self._db.write() as session:
            await self._place(session, found, names)
            last = found[-1]["revision"]
            await session.merge(CoverageCursor(name=DEVICES, revision=last))
        return True

    async def _cursor(self, name: str) -> int:
        async with self._db.read() as session:
            row = await session.get(CoverageCursor, name)
        return row.revision if row else 0

    async def _positions(self, communities: Iterable[str]) -> dict[str, str]:
        """Names of positions by id."""
        names: dict[str, str] = {}
        for community in sorted(communities):
            token = ""
            while True:
                request = registry.ListPositionsRequest(
                    community_id=community, page_size=PAGE, page_token=token
                )
                answer = await self._registry.ListPositions(request, timeout=self._timeout)
                names |= {each.id: each.display_name for each in answer.positions}
                if not (token := answer.next_page_token):
                    break
        return names

    async def _place(
        self, session: AsyncSession, found: Sequence[dict[str, Any]], names: dict[str, str]
    ) -> None:
        """One fact per community: where each of its devices stands now, or that it is gone."""
        known = await store.devices(session, [each["id"] for each in found])
        gates = {row.id: row.position_id for row in (await session.exec(select(Gate))).all()}
        by_community: dict[str, list[dict[str, Any]]] = {}
        for each in found:
            position = each.get("position_id") or gates.get(each.get("access_point_id", ""), "")
            gone = each.get("deleted", False) or each.get("state") == "disabled"
            placed = {
                "id": each["id"],
                "revision": each["revision"],
                "kind": each.get("kind", ""),
                "position": names.get(position, ""),
                "gone": gone,
            }
            by_community.setdefault(each["community_id"], []).append(placed)
            old = known.get(each["id"])
            if old and old.community_id != each["community_id"]:
                left = placed | {"gone": True, "position": ""}
                by_community.setdefault(old.community_id, []).append(left)
            row = old or Device(id=each["id"], kind="", community_id="", revision=0)
            row.sqlmodel_update(_known_as(each, placed))
            session.add(row)
        at = ms(now())
        for community, devices in by_community.items():
            await facts.record(session, "placed", community, at, {"devices": devices})

    async def clocks(self) -> None:
        """Once a day: what the registry last measured of each device's clock."""
        token, at = "", ms(now())
        try:
            while True:
                request = registry.ListDevicesRequest(page_size=PAGE, page_token=token)
                answer = await self._registry.ListDevices(request, timeout=self._timeout)
                await self._read_clocks([to_dict(each) for each in answer.devices], at)
                if not (token := answer.next_page_token):
                    return
        except grpc.aio.AioRpcError as error:
            log.warning("clocks not read", extra={"code": error.code().name})

    async def _read_clocks(self, found: Sequence[dict[str, Any]], at: int) -> None:
        """Only of devices whose clock was compared within the day."""
        by_community: dict[str, list[list[Any]]] = {}
        for each in found:
            compared = each.get("clock_time")
            if compared is not None and at - ms(compared) < FRESH_MS:
                value = [each["id"], "clock", each.get("clock_drift_ms", 0)]
                by_community.setdefault(each["community_id"], []).append(value)
        if by_community:
            async with self._db.write() as session:
                for community, values in sorted(by_community.items()):
                    await facts.record(session, "reading", community, at, {"values": values})


def _traits(each: dict[str, Any]) -> tuple[str, str, str, str]:
    return (
        *(each.get("kind", ""), each.get("enclosure", "")),
        *(each["town_code"], each["display_name"]),
    )


def _known(row: Community | None) -> tuple[str, str, str, str] | None:
    return (row.kind, row.enclosure, row.town_code, row.display_name) if row else None


def _known_as(each: dict[str, Any], placed: dict[str, Any]) -> dict[str, Any]:
    return {
        "community_id": each["community_id"],
        "national_id": each.get("national_id", ""),
        "kind": placed["kind"],
        "position": placed["position"],
        "gone": placed["gone"],
        "revision": placed["revision"],
    }
