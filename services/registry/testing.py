"""A small district for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anju.registry.v1 import registry_pb2 as pb
from anju.registry.v1 import registry_pb2_grpc as pb_grpc
from kit.config import KitSettings
from kit.testing import TestNode, running, settings_in
from services.registry.module import MODULE
from services.registry.settings import RegistrySettings
from services.roles import ROLES


class Settings(KitSettings):
    registry: RegistrySettings = RegistrySettings()


class District:
    """A started registry with two communities, and shorthands for what most tests create."""

    def __init__(self, node: TestNode) -> None:
        self.node = node
        self.admin: Any = node.stub(pb_grpc.RegistryServiceStub)
        self.here = self.there = ""

    def stub(self, **who: Any) -> Any:
        return self.node.stub(pb_grpc.RegistryServiceStub, **who)

    async def found(self) -> None:
        await self.admin.PutDistrict(pb.PutDistrictRequest(code="370303", display_name="张店区"))
        await self.admin.PutTown(pb.PutTownRequest(code="370303001", display_name="科苑街道"))
        self.here, self.there = await self.community("ZD-1"), await self.community("ZD-2")

    async def community(self, code: str) -> str:
        request = pb.CreateCommunityRequest(
            town_code="370303001",
            code=code,
            display_name=f"小区 {code}",
            kind=pb.COMMUNITY_KIND_OLD,
            enclosure=pb.ENCLOSURE_ENCLOSED,
        )
        return str((await self.admin.CreateCommunity(request)).community.id)

    async def access_point(self, name: str = "南门", **values: Any) -> Any:
        values.setdefault("community_id", self.here)
        request = pb.CreateAccessPointRequest(
            display_name=name,
            kind=pb.ACCESS_POINT_KIND_GATE,
            direction=pb.DIRECTION_IN,
            **values,
        )
        return (await self.admin.CreateAccessPoint(request)).access_point

    def device_request(self, number: int = 1, **values: Any) -> Any:
        values.setdefault("community_id", self.here)
        values.setdefault("national_id", f"{number:020}")
        values.setdefault("kind", pb.DEVICE_KIND_FACE_TERMINAL)
        return pb.CreateDeviceRequest(display_name=f"设备 {number}", **values)

    async def device(self, number: int = 1, **values: Any) -> Any:
        return (await self.admin.CreateDevice(self.device_request(number, **values))).device

    async def state(self, device_id: str) -> int:
        return int((await self.admin.GetDevice(pb.GetDeviceRequest(id=device_id))).device.state)

    async def beat(self, *ids: str, stub: Any = None) -> list[str]:
        beats = [pb.Heartbeat(device_id=id_) for id_ in ids]
        request = pb.ReportHeartbeatsRequest(heartbeats=beats)
        return list((await (stub or self.admin).ReportHeartbeats(request)).refused_device_ids)


@asynccontextmanager
async def district(folder: Path, **registry: Any) -> AsyncIterator[District]:
    settings = settings_in(folder, Settings, registry={"flush_interval": 0.05, **registry})
    async with running(settings, [MODULE], ROLES) as node:
        made = District(node)
        if not (await made.admin.ListDistricts(pb.ListDistrictsRequest())).districts:
            await made.found()
        yield made
