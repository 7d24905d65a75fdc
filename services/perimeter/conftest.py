"""A node with registry, resident, access, inference and perimeter, and a community in it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.perimeter.v1 import perimeter_pb2 as pb
from anju.perimeter.v1.perimeter_pb2_grpc import PerimeterServiceStub
from anju.registry.v1 import registry_pb2
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.testing import TestNode, running, settings_in
from services.inference.settings import InferenceSettings
from services.modules import Settings, load
from services.perimeter.module import MODULE as PERIMETER
from services.perimeter.settings import PerimeterSettings, VideoSettings
from services.registry.module import MODULE as REGISTRY
from services.registry.testing import District
from services.resident.settings import ResidentSettings
from services.roles import ROLES

SHARED = Path(__file__).parents[3] / "shared"
# What most tests need: nobody else answers.
LIGHT = [REGISTRY, PERIMETER]
EVERYBODY = [each for each in load() if each.name not in ("coverage", "uplink")]


def settings_of(folder: Path, video: bool = False, **values: Any) -> Any:
    """Settings of a node that watches no camera unless asked to; the clock runs fast."""
    own = {"sweep_interval": 0.05, "clip_before": 1.0, "clip_after": 1.0} | values
    return settings_in(
        folder,
        Settings,
        perimeter=PerimeterSettings(
            video=VideoSettings(enabled=video, lease_interval=0.2, retry_seconds=0.2), **own
        ),
        inference=InferenceSettings(workers=1, processes=False, models_dir=folder / "models"),
        resident=ResidentSettings(holders=["perimeter"], sweep_interval=0.05),
    )


class Estate(District):
    """Two communities, and shorthands for what most tests create."""

    def __init__(self, node: TestNode) -> None:
        super().__init__(node)
        self.registry = self.admin
        self.resident: Any = node.stub(ResidentServiceStub)
        self.access: Any = node.stub(AccessServiceStub)

    def stub(self, role: str = "property_manager", **who: Any) -> Any:
        who.setdefault("communities", [self.here])
        return self.node.stub(PerimeterServiceStub, role=role, **who)

    async def device(self, community: str = "", number: int = 1) -> str:
        request = registry_pb2.CreateDeviceRequest(
            community_id=community or self.here,
            display_name="报警主机",
            kind=registry_pb2.DEVICE_KIND_CAMERA,
            national_id=f"3703030000132000{number:04}",
        )
        return str((await self.registry.CreateDevice(request)).device.id)

    async def gate(self) -> str:
        request = registry_pb2.CreateAccessPointRequest(
            community_id=self.here,
            display_name="南门",
            kind=registry_pb2.ACCESS_POINT_KIND_GATE,
            direction=registry_pb2.DIRECTION_BOTH,
        )
        return str((await self.registry.CreateAccessPoint(request)).access_point.id)

    async def camera(self, **values: Any) -> Any:
        values.setdefault("display_name", "东墙 3 号")
        values.setdefault("community_id", self.here)
        return (await self.stub().PutCamera(pb.PutCameraRequest(**values))).camera

    async def zone(self, camera_id: str, points: Any = (), **values: Any) -> Any:
        corners = points or ((0.1, 0.1), (0.9, 0.1), (0.9, 0.95), (0.1, 0.95))
        request = pb.PutZoneRequest(
            camera_id=camera_id,
            display_name="墙内",
            points=[pb.Point(x=x, y=y) for x, y in corners],
            **values,
        )
        return (await self.stub().PutZone(request)).zone

    async def rule(self, zone_id: str, kind: int = pb.RULE_KIND_INTRUSION, **values: Any) -> Any:
        request = pb.PutRuleRequest(zone_id=zone_id, kind=kind, **values)
        return (await self.stub().PutRule(request)).rule

    async def alarm(self, kind: int = pb.DEVICE_ALARM_TAMPER, **values: Any) -> Any:
        device = values.pop("device_id", None) or await self.device()
        request = pb.RaiseAlarmRequest(device_id=device, kind=kind, **values)
        return (await self.stub().RaiseAlarm(request)).alarm


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[TestNode]:
    async with running(settings_of(tmp_path), LIGHT, ROLES) as started:
        yield started


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Estate]:
    """With everybody whom perimeter asks."""
    async with running(settings_of(tmp_path), EVERYBODY, ROLES) as started:
        made = Estate(started)
        await made.found()
        yield made


@pytest.fixture
async def estate(node: TestNode) -> Estate:
    made = Estate(node)
    await made.found()
    return made
