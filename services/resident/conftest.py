"""A node with the resident module alone, and a small community in it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from anju.resident.v1 import resident_pb2 as pb
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.config import KitSettings
from kit.testing import TestNode, running, settings_in
from services.resident.module import MODULE
from services.resident.settings import ResidentSettings
from services.roles import ROLES

COMMUNITY = "0191d0a0-0000-7000-8000-000000000001"


class Settings(KitSettings):
    resident: ResidentSettings = ResidentSettings(sweep_interval=0.05)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[TestNode]:
    async with running(settings_in(tmp_path, Settings), [MODULE], ROLES) as started:
        yield started


@pytest.fixture
def stub(node: TestNode) -> Any:
    return node.stub(ResidentServiceStub, role="property_manager", communities=[COMMUNITY])


class Home:
    """Shortcuts to the state that a test starts from."""

    def __init__(self, stub: Any) -> None:
        self.stub = stub

    async def house(self, number: str = "501", community: str = COMMUNITY) -> Any:
        request = pb.CreateHouseRequest(community_id=community, building="3", number=number)
        return (await self.stub.CreateHouse(request)).house

    async def person(self, community: str = COMMUNITY, **fields: Any) -> Any:
        fields.setdefault("display_name", "王芳")
        if "id_number" not in fields:
            fields.setdefault("birth_date", "1980-05-17")
        request = pb.CreatePersonRequest(community_id=community, **fields)
        return (await self.stub.CreatePerson(request)).person

    async def tenancy(self, house: Any, person: Any, **fields: Any) -> Any:
        fields.setdefault("kind", pb.TENANCY_KIND_OWNER)
        request = pb.StartTenancyRequest(house_id=house.id, person_id=person.id, **fields)
        return (await self.stub.StartTenancy(request)).tenancy

    async def resident(self, **fields: Any) -> Any:
        """A person who lives in a house."""
        person = await self.person(**fields)
        await self.tenancy(await self.house(person.id[-4:]), person)
        return person

    async def notice(
        self,
        version: str = "1",
        community: str = COMMUNITY,
        purpose: str = "face_access",
        **parts: Any,
    ) -> Any:
        names = ["handler", "contact", "method", "retention", "necessity", "impact", "rights"]
        names.append("alternatives")
        body = {name: f"{name} of the notice" for name in names} | parts
        request = pb.PublishNoticeRequest(
            community_id=community, purpose=purpose, version=version, **body
        )
        return (await self.stub.PublishNotice(request)).notice


@pytest.fixture
def home(stub: Any) -> Home:
    return Home(stub)
