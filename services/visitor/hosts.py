"""Whether somebody lives in a house, as the resident service knows."""

import time
from datetime import datetime
from typing import Any

import grpc

from anju.resident.v1 import resident_pb2
from kit.errors import NotFound, Unavailable
from kit.message import to_dict
from kit.tables import now

TIMEOUT = 5.0
FRESH = 60.0  # seconds that a list of houses is used again


class Hosts:
    def __init__(self, resident: Any) -> None:
        self._resident = resident
        self._known: dict[str, tuple[float, dict[tuple[str, str, str], str]]] = {}

    async def check(self, community_id: str, house_id: str, host_id: str) -> None:
        """Raises NotFound HOST_NOT_FOUND unless somebody lives there, and the host if one is
        named: for a wrong house and a wrong host alike, or houses could be tried out."""
        if not await self.who_live(community_id, house_id, host_id):
            raise NotFound("HOST_NOT_FOUND", "nobody to visit there", field="house_id")

    async def who_live(self, community_id: str, house_id: str, host_id: str = "") -> set[str]:
        """Those who live there now, of them the one that is named, if any. Raises Unavailable."""
        request = resident_pb2.ListTenanciesRequest(
            community_id=community_id, house_id=house_id, person_id=host_id, page_size=100
        )
        return set(await self._tenancies(request, "person_id"))

    async def _tenancies(self, request: Any, field: str) -> list[str]:
        """That field of the tenancies which count now."""
        try:
            answer = await self._resident.ListTenancies(request, timeout=TIMEOUT)
        except grpc.aio.AioRpcError as error:
            raise Unavailable(
                "RESIDENT_UNAVAILABLE", "cannot check the host now", code=error.code().name
            ) from None
        at, rows = now(), map(to_dict, answer.tenancies)
        return [each[field] for each in rows if "end_time" not in each and _covers(each, at)]

    async def houses_of(self, community_id: str, person_id: str) -> dict[str, tuple[str, str, str]]:
        """Address by id, of the houses where somebody lives now. Raises Unavailable."""
        request = resident_pb2.ListTenanciesRequest(
            community_id=community_id, person_id=person_id, page_size=100
        )
        mine = set(await self._tenancies(request, "house_id"))
        addresses = await self._addresses(community_id)
        return {id_: address for address, id_ in addresses.items() if id_ in mine}

    async def house(self, community_id: str, building: str, unit: str, number: str) -> str:
        """Id of the house with that address; empty where there is none."""
        houses = await self._addresses(community_id)
        return houses.get((building, unit, number), "")

    async def _addresses(self, community_id: str) -> dict[tuple[str, str, str], str]:
        known = self._known.get(community_id)
        if known and time.monotonic() - known[0] < FRESH:
            return known[1]
        found: dict[tuple[str, str, str], str] = {}
        token = ""
        while True:
            request = resident_pb2.ListHousesRequest(
                community_id=community_id, page_size=500, page_token=token
            )
            answer = await self._resident.ListHouses(request, timeout=TIMEOUT)
            found |= {(h.building, h.unit, h.number): h.id for h in answer.houses}
            token = answer.next_page_token
            if not token:
                break
        self._known[community_id] = time.monotonic(), found
        return found


def _covers(tenancy: dict[str, Any], at: datetime) -> bool:
    ends = tenancy.get("valid_to")
    return bool(tenancy["valid_from"] <= at and (ends is None or at < ends))
