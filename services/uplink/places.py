"""Devices, access points and communities of the registry, as the uplink needs them, in memory."""

import logging
from dataclasses import dataclass
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2
from kit.following import Following

log = logging.getLogger("uplink.places")
UNKNOWN_DEVICE = "0" * 20


@dataclass(frozen=True)
class Device:
    id: str
    national_id: str
    community_id: str
    access_point_id: str
    name: str
    model: str
    reads: bool  # whether it can see faces or plates


class Places:
    def __init__(self, registry: Any, timeout: float = 10.0) -> None:
        self._registry = registry
        self._timeout = timeout
        self._devices: dict[str, Device] = {}
        self._by_national_id: dict[str, Device] = {}
        self._at_point: dict[str, dict[str, Device]] = {}
        self._points: dict[str, str] = {}  # access point → name
        self._towns: dict[str, str] = {}  # community → town code
        self._revisions = {"devices": 0, "points": 0}
        self.following = Following("uplink places", self.pull)

    def device(self, device_id: str) -> Device | None:
        return self._devices.get(device_id)

    def national(self, national_id: str) -> Device | None:
        return self._by_national_id.get(national_id)

    def at(self, access_point_id: str) -> Device | None:
        """The device that stands for an access point: one that sees, before others."""
        found = self._at_point.get(access_point_id, {}).values()
        return next(iter(sorted(found, key=lambda d: (not d.reads, d.national_id))), None)

    def all_devices(self) -> list[Device]:
        return list(self._devices.values())

    def point_name(self, access_point_id: str) -> str:
        return self._points.get(access_point_id, "")

    async def town(self, community_id: str) -> str:
        """Code of the community's town; asked for once, as communities do not move."""
        if community_id not in self._towns:
            request = registry_pb2.GetCommunityRequest(id=community_id)
            answer = await self._registry.GetCommunity(request, timeout=self._timeout)
            self._towns[community_id] = answer.community.town_code
        return self._towns[community_id]

    async def ask(self, device_id: str) -> Any:
        """The registry's device as it is now. Raises grpc.aio.AioRpcError."""
        request = registry_pb2.GetDeviceRequest(id=device_id)
        return (await self._registry.GetDevice(request, timeout=self._timeout)).device

    async def pull(self) -> None:
        """Takes what changed in the registry; a registry that is away is asked the next time."""
        try:
            await self._pull_points()
            await self._pull_devices()
        except grpc.aio.AioRpcError as error:
            log.warning("pull failed", extra={"from": "registry", "code": error.code().name})

    async def _pull_points(self) -> None:
        while True:
            request = registry_pb2.ListAccessPointsRequest(
                since_revision=self._revisions["points"], page_size=500
            )
            answer = await self._registry.ListAccessPoints(request, timeout=self._timeout)
            if not answer.access_points:
                return
            for each in answer.access_points:
                self._points[each.id] = each.display_name
            self._revisions["points"] = answer.access_points[-1].revision

    async def _pull_devices(self) -> None:
        while True:
            request = registry_pb2.ListDevicesRequest(
                since_revision=self._revisions["devices"], page_size=500
            )
            answer = await self._registry.ListDevices(request, timeout=self._timeout)
            if not answer.devices:
                return
            for each in answer.devices:
                self._take(each)
            self._revisions["devices"] = answer.devices[-1].revision

    def _take(self, each: Any) -> None:
        known = self._devices.pop(each.id, None)
        if known:
            self._by_national_id.pop(known.national_id, None)
            self._at_point.get(known.access_point_id, {}).pop(known.id, None)
        if each.deleted:
            return
        device = Device(
            each.id,
            each.national_id,
            each.community_id,
            each.access_point_id,
            each.display_name,
            each.model,
            bool({"face", "plate"} & set(each.capabilities)),
        )
        self._devices[device.id] = self._by_national_id[device.national_id] = device
        if device.access_point_id:
            self._at_point.setdefault(device.access_point_id, {})[device.id] = device
