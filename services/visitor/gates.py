"""Names of access points, as the registry has them."""

from collections.abc import Sequence
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2

TIMEOUT = 2.0
MOST = 100  # gates that a page offers


class Gates:
    def __init__(self, registry: Any) -> None:
        self._registry = registry

    async def names(self, ids: Sequence[str]) -> list[str]:
        """Of those that the registry knows; none while it does not answer."""
        found = []
        for id_ in ids:
            try:
                answer = await self._registry.GetAccessPoint(
                    registry_pb2.GetAccessPointRequest(id=id_), timeout=TIMEOUT
                )
            except grpc.aio.AioRpcError:
                continue
            found.append(answer.access_point.display_name)
        return found

    async def of_community(self, community_id: str) -> dict[str, str]:
        """Name by id; none while the registry does not answer."""
        request = registry_pb2.ListAccessPointsRequest(community_id=community_id, page_size=MOST)
        try:
            answer = await self._registry.ListAccessPoints(request, timeout=TIMEOUT)
        except grpc.aio.AioRpcError:
            return {}
        return {each.id: each.display_name for each in answer.access_points}
