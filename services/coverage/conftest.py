"""A node with registry and coverage service, and a community with a survey's worth of places."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anju.coverage.v1 import coverage_pb2 as pb
from anju.coverage.v1.coverage_pb2_grpc import CoverageServiceStub
from anju.registry.v1 import registry_pb2
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from kit.config import KitSettings
from kit.message import timestamp
from kit.testing import TestNode, eventually, running, settings_in
from services.coverage.module import MODULE
from services.coverage.settings import CoverageSettings
from services.registry.module import MODULE as REGISTRY
from services.registry.settings import RegistrySettings
from services.roles import ROLES

MODULES = [REGISTRY, MODULE]
COUNTS = {"pedestrian_passages": 2, "lanes": 1, "unit_doors": 2, "roads": 1, "patrol_points": 1}


class Settings(KitSettings):
    registry: RegistrySettings = RegistrySettings(flush_interval=0.05)
    coverage: CoverageSettings = CoverageSettings(refresh_interval=0.05, sync_interval=0.2)


def ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


class District:
    """A town with two communities; shorthands for what most tests create."""

    def __init__(self, node: TestNode) -> None:
        self.node = node
        self.registry: Any = node.stub(RegistryServiceStub)
        self.admin: Any = self.stub()
        self.here = self.there = ""

    def stub(self, **who: Any) -> Any:
        return self.node.stub(CoverageServiceStub, **who)

    async def found(self) -> None:
        request = registry_pb2.PutDistrictRequest(code="370303", display_name="张店区")
        await self.registry.PutDistrict(request)
        town = registry_pb2.PutTownRequest(code="370303001", display_name="科苑街道")
        await self.registry.PutTown(town)
        self.here = await self.community("ZD-1")
        self.there = await self.community("ZD-2", kind=registry_pb2.COMMUNITY_KIND_VILLAGE)
        await self.known(self.here, self.there)

    async def community(self, code: str, **values: Any) -> str:
        values.setdefault("kind", registry_pb2.COMMUNITY_KIND_COMMERCIAL)
        values.setdefault("enclosure", registry_pb2.ENCLOSURE_ENCLOSED)
        request = registry_pb2.CreateCommunityRequest(
            town_code="370303001", code=code, display_name=f"小区 {code}", **values
        )
        return str((await self.registry.CreateCommunity(request)).community.id)

    async def known(self, *ids: str) -> None:
        """Waits until the coverage service has heard of the communities."""

        async def check() -> bool:
            sites = (await self.admin.ListSites(pb.ListSitesRequest(page_size=500))).sites
            return set(ids) <= {site.id for site in sites}

        await eventually(check)

    async def survey(self, community: str = "", at: datetime | None = None, **values: Any) -> Any:
        request = pb.RecordSurveyRequest(
            community_id=community or self.here, survey_time=timestamp(at or ago(60))
        )
        for key, value in (values.pop("counts", None) or COUNTS).items():
            request.counts[key] = value
        for name, value in values.items():
            setattr(request, name, value)
        return await self.admin.RecordSurvey(request)

    async def device(self, number: int, position: str = "", community: str = "") -> str:
        """A camera, at a position of the registry with that name."""
        where = community or self.here
        values = {}
        if position:
            make = registry_pb2.CreatePositionRequest(
                community_id=where, code="1010100", display_name=position
            )
            values["position_id"] = (await self.registry.CreatePosition(make)).position.id
        request = registry_pb2.CreateDeviceRequest(
            community_id=where,
            national_id=f"{number:020}",
            kind=registry_pb2.DEVICE_KIND_CAMERA,
            display_name=f"摄像机 {number}",
            **values,
        )
        device = str((await self.registry.CreateDevice(request)).device.id)
        await eventually(lambda: self.placed(device, where))
        return device

    async def placed(self, device: str, community: str) -> bool:
        day = datetime.now(UTC).date().isoformat()
        request = pb.GetDeviceFiguresRequest(community_id=community, first_day=day, last_day=day)
        found = (await self.admin.GetDeviceFigures(request)).devices
        return any(each.device_id == device for each in found)

    async def history(
        self,
        turns: list[tuple[str, datetime, bool]],
        community: str = "",
        since: datetime | None = None,
    ) -> None:
        """Moments of devices, which stand where they are since before the first of them."""
        first = since or min(at for _, at, _ in turns) - timedelta(minutes=1)
        request = pb.ImportHistoryRequest(
            community_id=community or self.here,
            reason="from the former system",
            placements=[
                pb.Placement(device_id=device, place_time=timestamp(first))
                for device in sorted({device for device, _, _ in turns})
            ],
            turns=[
                pb.DeviceTurn(device_id=device, time=timestamp(at), online=online)
                for device, at, online in turns
            ],
        )
        await self.admin.ImportHistory(request)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[TestNode]:
    async with running(settings_in(tmp_path, Settings), MODULES, ROLES) as started:
        yield started


@pytest.fixture
async def district(node: TestNode) -> District:
    made = District(node)
    await made.found()
    return made
