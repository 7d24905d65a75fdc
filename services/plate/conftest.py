"""A node with registry, resident and plate service, and a community with a barrier in it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from anju.plate.v1 import plate_pb2 as pb
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1 import registry_pb2
from anju.resident.v1 import resident_pb2
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.config import KitSettings
from kit.testing import TestNode, running, settings_in
from services.plate.module import MODULE
from services.plate.settings import PlateSettings
from services.registry.module import MODULE as REGISTRY
from services.registry.settings import RegistrySettings
from services.registry.testing import District
from services.resident.module import MODULE as RESIDENT
from services.resident.settings import ResidentSettings
from services.roles import ROLES

MODULES = [REGISTRY, RESIDENT, MODULE]


class Settings(KitSettings):
    registry: RegistrySettings = RegistrySettings()
    resident: ResidentSettings = ResidentSettings(holders=["plate"], sweep_interval=0.05)
    plate: PlateSettings = PlateSettings(sweep_interval=0.05, house_quota=2)


class Estate(District):
    """Two communities of a district, and shorthands for what most tests create."""

    def __init__(self, node: TestNode) -> None:
        super().__init__(node)
        self.registry = self.admin
        self.resident: Any = node.stub(ResidentServiceStub)

    def stub(self, role: str = "property_manager", **who: Any) -> Any:
        who.setdefault("communities", [self.here])
        return self.node.stub(PlateServiceStub, role=role, **who)

    async def point(self, name: str = "南门", community: str = "") -> str:
        request = registry_pb2.CreateAccessPointRequest(
            community_id=community or self.here,
            display_name=name,
            kind=registry_pb2.ACCESS_POINT_KIND_BARRIER,
            direction=registry_pb2.DIRECTION_BOTH,
        )
        return str((await self.registry.CreateAccessPoint(request)).access_point.id)

    async def lane(self, name: str = "南门", **rules: Any) -> str:
        """An access point that is set up as a lane; returns its id."""
        point = await self.point(name)
        await self.stub().PutLane(pb.PutLaneRequest(access_point_id=point, **rules))
        return point

    async def permit(self, plate: str = "鲁C12345", **values: Any) -> Any:
        values.setdefault("community_id", self.here)
        request = pb.CreatePermitRequest(plate=plate, **values)
        return (await self.stub("district_admin", communities=None).CreatePermit(request)).permit

    async def match(self, lane: str, text: str, **read: Any) -> Any:
        read.setdefault("confidence", 0.97)
        request = pb.MatchPlateRequest(
            community_id=self.here, access_point_id=lane, read=pb.Read(text=text, **read)
        )
        return (await self.stub("service", communities=None).MatchPlate(request)).decision

    async def house(self, number: str = "501") -> str:
        request = resident_pb2.CreateHouseRequest(
            community_id=self.here, building="3", number=number
        )
        return str((await self.resident.CreateHouse(request)).house.id)

    async def person(self, house: str) -> tuple[str, str]:
        """A person who lives there, and the tenancy."""
        request = resident_pb2.CreatePersonRequest(community_id=self.here, display_name="王芳")
        person = (await self.resident.CreatePerson(request)).person.id
        return str(person), await self.moved_in(house, person)

    async def moved_in(self, house: str, person: str) -> str:
        request = resident_pb2.StartTenancyRequest(
            house_id=house, person_id=person, kind=resident_pb2.TENANCY_KIND_OWNER
        )
        return str((await self.resident.StartTenancy(request)).tenancy.id)

    async def credential(self, person: str, plate: str) -> Any:
        request = resident_pb2.IssueCredentialRequest(
            person_id=person, kind=resident_pb2.CREDENTIAL_KIND_PLATE, value=plate
        )
        return (await self.resident.IssueCredential(request)).credential


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[TestNode]:
    async with running(settings_in(tmp_path, Settings), MODULES, ROLES) as started:
        yield started


@pytest.fixture
async def estate(node: TestNode) -> Estate:
    made = Estate(node)
    await made.found()
    return made
