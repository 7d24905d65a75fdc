"""A node with registry, resident, plate and visitor service, and a house in a community."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anju.registry.v1 import registry_pb2
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.resident.v1 import resident_pb2
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.visitor.v1 import visitor_pb2 as pb
from anju.visitor.v1.visitor_pb2_grpc import VisitorServiceStub
from kit.config import KitSettings
from kit.db import Database, place_of
from kit.message import timestamp
from kit.tables import new_id, now
from kit.testing import TestNode, running, settings_in
from services.plate.module import MODULE as PLATE
from services.plate.settings import PlateSettings
from services.registry.module import MODULE as REGISTRY
from services.registry.settings import RegistrySettings
from services.resident.module import MODULE as RESIDENT
from services.resident.settings import ResidentSettings
from services.roles import ROLES
from services.visitor.module import MODULE
from services.visitor.settings import VisitorSettings

MODULES = [REGISTRY, RESIDENT, PLATE, MODULE]


class Settings(KitSettings):
    registry: RegistrySettings = RegistrySettings()
    resident: ResidentSettings = ResidentSettings(holders=["visitor"], sweep_interval=0.05)
    plate: PlateSettings = PlateSettings(sweep_interval=0.05)
    visitor: VisitorSettings = VisitorSettings(
        sweep_interval=0.05, permit_interval=0.05, house_limit=6
    )


class Estate:
    """A community with two gates and one house in which somebody lives, and shorthands."""

    def __init__(self, node: TestNode) -> None:
        self.node = node
        self.registry: Any = node.stub(RegistryServiceStub)
        self.resident: Any = node.stub(ResidentServiceStub)
        self.here = self.house = self.host = ""
        self.gate, self.door = new_id(), new_id()

    def stub(self, role: str = "property_manager", **who: Any) -> Any:
        who.setdefault("communities", [self.here])
        return self.node.stub(VisitorServiceStub, role=role, **who)

    def mine(self) -> Any:
        return self.stub("resident", subject=self.host)

    async def found(self) -> None:
        put = self.registry
        await put.PutDistrict(registry_pb2.PutDistrictRequest(code="370303", display_name="张店"))
        await put.PutTown(registry_pb2.PutTownRequest(code="370303001", display_name="科苑"))
        request = registry_pb2.CreateCommunityRequest(
            town_code="370303001",
            code="A",
            display_name="A",
            kind=registry_pb2.COMMUNITY_KIND_OLD,
            enclosure=registry_pb2.ENCLOSURE_ENCLOSED,
        )
        self.here = str((await self.registry.CreateCommunity(request)).community.id)
        self.house, self.host = await self.home("501")

    async def home(self, number: str) -> tuple[str, str]:
        """A house and somebody who lives there."""
        house = resident_pb2.CreateHouseRequest(community_id=self.here, building="3", number=number)
        house_id = str((await self.resident.CreateHouse(house)).house.id)
        person = resident_pb2.CreatePersonRequest(community_id=self.here, display_name="王芳")
        person_id = str((await self.resident.CreatePerson(person)).person.id)
        tenancy = resident_pb2.StartTenancyRequest(
            house_id=house_id, person_id=person_id, kind=resident_pb2.TENANCY_KIND_OWNER
        )
        await self.resident.StartTenancy(tenancy)
        return house_id, person_id

    def invitation(self, **values: Any) -> pb.CreateVisitRequest:
        hours = values.pop("lasting", 2.0)
        starts = now() + timedelta(hours=values.pop("starting", 0.0))
        values.setdefault("valid_from", timestamp(starts - timedelta(seconds=1)))
        values.setdefault("valid_to", timestamp(starts + timedelta(hours=hours)))
        values.setdefault("community_id", self.here)
        values.setdefault("house_id", self.house)
        values.setdefault("name", "小李")
        values.setdefault("route", [self.gate])
        return pb.CreateVisitRequest(**values)

    async def invite(self, **values: Any) -> Any:
        """The answer to an invitation by the host: a visit and its pass."""
        return await self.mine().CreateVisit(self.invitation(**values))

    async def request(self, **values: Any) -> Any:
        """A visit asked for at the kiosk."""
        values.setdefault("valid_to", timestamp(now() + timedelta(hours=2)))
        values.setdefault("route", [self.gate])
        request = pb.RequestVisitRequest(
            community_id=self.here, house_id=self.house, name="小李", **values
        )
        return (await self.stub("kiosk").RequestVisit(request)).visit

    async def show(self, gate: str = "", out: bool = False, **shown: Any) -> Any:
        """The verdict over a token or code at a gate."""
        shown.setdefault("pass_id", new_id())
        shown.setdefault("community_id", self.here)
        request = pb.RedeemPassRequest(
            access_point_id=gate or self.gate,
            direction=pb.DIRECTION_OUT if out else pb.DIRECTION_IN,
            **shown,
        )
        return await self.stub("service", communities=None).RedeemPass(request)

    @asynccontextmanager
    async def tables(self) -> AsyncIterator[Database]:
        """The service's tables, past all its code."""
        settings = self.node.node.settings
        place = place_of(settings.database, "visitor", settings.data_dir / "db")
        db = Database(place, settings.database)
        yield db
        await db.close()

    async def state(self, visit_id: str) -> Any:
        return (await self.stub().GetVisit(pb.GetVisitRequest(id=visit_id))).visit


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[TestNode]:
    async with running(settings_in(tmp_path, Settings), MODULES, ROLES) as started:
        yield started


@pytest.fixture
async def estate(node: TestNode) -> Estate:
    made = Estate(node)
    await made.found()
    return made
