"""What the registry knows of the places that cameras, checkpoints and devices name. It is asked
before a transaction begins, never within one."""

from dataclasses import dataclass, field
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2 as pb
from kit.auth import Principal, missing
from kit.errors import InvalidArgument

_TIMEOUT = 3.0  # seconds
_ABSENT = {grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT}


@dataclass(frozen=True)
class Facts:
    """Communities of the places that were asked for, by the field that names them."""

    communities: dict[str, str] = field(default_factory=dict)

    def within(self, community_id: str) -> None:
        """Raises InvalidArgument PLACE_UNKNOWN for a place that is not in the community."""
        for name, own in self.communities.items():
            if own != community_id:
                raise InvalidArgument(
                    "PLACE_UNKNOWN", f"{name}: there is no such place in the community", field=name
                )


@dataclass(frozen=True)
class Placed:
    community_id: str
    access_point_id: str


class Places:
    def __init__(self, registry: Any) -> None:
        self._registry = registry

    async def facts(
        self,
        community_id: str = "",
        device_id: str = "",
        access_point_id: str = "",
    ) -> Facts:
        """Of the places that are named; one that does not exist is in no community."""
        asked: list[tuple[str, str, str, Any]] = [
            ("community_id", community_id, "GetCommunity", pb.GetCommunityRequest),
            ("device_id", device_id, "GetDevice", pb.GetDeviceRequest),
            ("access_point_id", access_point_id, "GetAccessPoint", pb.GetAccessPointRequest),
        ]
        found = {}
        for name, key, method, request in asked:
            if key:
                row = await self._get(method, request(id=key))
                found[name] = "" if row is None else getattr(row, "community_id", "") or row.id
        return Facts(found)

    async def device(self, who: Principal, device_id: str) -> Placed:
        """Where a device stands. Raises NotFound for one that the caller does not see."""
        row = await self._get("GetDevice", pb.GetDeviceRequest(id=device_id))
        if row is None:
            raise missing("device")
        who.within(row.community_id, "device")
        return Placed(row.community_id, row.access_point_id)

    async def _get(self, method: str, request: Any) -> Any:
        try:
            answer = await getattr(self._registry, method)(request, timeout=_TIMEOUT)
        except grpc.aio.AioRpcError as error:
            if error.code() not in _ABSENT:
                raise
            return None
        (_, row), *_ = answer.ListFields()
        return row
