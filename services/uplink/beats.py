"""Heartbeats of devices that are heard of here, told to the registry in few calls."""

import logging
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2
from services.uplink.places import Places

log = logging.getLogger("uplink.beats")
MOST = 5000  # in one call


class Beats:
    """A device heard of many times within a turn is told of once."""

    def __init__(self, registry: Any, places: Places) -> None:
        self._registry = registry
        self._places = places
        self._heard: dict[str, None] = {}

    def hear(self, national_id: str) -> None:
        if device := self._places.national(national_id):
            self._heard[device.id] = None

    async def tell(self) -> None:
        """Tells of all that were heard of since the last time. A registry that is away hears of
        them at their next keepalive."""
        heard, self._heard = list(self._heard), {}
        for at in range(0, len(heard), MOST):
            beats = [registry_pb2.Heartbeat(device_id=each) for each in heard[at : at + MOST]]
            request = registry_pb2.ReportHeartbeatsRequest(heartbeats=beats)
            try:
                await self._registry.ReportHeartbeats(request, timeout=5)
            except grpc.aio.AioRpcError as error:
                log.warning("heartbeats not told", extra={"code": error.code().name})
                return
