"""Plate credentials: checked by the grammar, sealed, and told to the plate service alone."""

import pytest

from anju.resident.v1 import resident_pb2 as pb
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.errors import AlreadyExists, InvalidArgument, PermissionDenied
from kit.testing import content_in, rows_in


@pytest.fixture
def service(node):
    return node.stub(ResidentServiceStub, role="service")


async def issue(stub, person, plate="鲁C12345", **values):
    request = pb.IssueCredentialRequest(
        person_id=person.id, kind=pb.CREDENTIAL_KIND_PLATE, value=plate, **values
    )
    return (await stub.IssueCredential(request)).credential


async def plates(service, since=0, size=0):
    request = pb.ListPlatesRequest(since_revision=since, page_size=size)
    return await service.ListPlates(request)


async def test_a_plate_is_told_with_person_and_house(stub, home, service):
    person = await home.resident()
    credential = await issue(stub, person, "鲁c·1234o")
    assert credential.masked == "鲁C***40"
    (told,) = (await plates(service)).plates
    assert (told.id, told.subject_id, told.plate) == (credential.id, person.id, "鲁C12340")
    assert told.house_id
    assert not told.ended
    assert not (await plates(service, told.revision)).plates


async def test_every_kind_of_plate_is_taken_once(stub, home):
    person = await home.resident()
    for plate in ("鲁CD12345", "WJ鲁1234X", "粤ZA123港", "民航12345"):
        await issue(stub, person, plate)
    with pytest.raises(AlreadyExists):
        await issue(stub, person, "鲁C·D1 2345")
    with pytest.raises(InvalidArgument, match="position 8"):
        await issue(stub, person, "鲁C123456")


async def test_a_revoked_plate_is_gone(node, stub, home, service):
    person = await home.resident()
    credential = await issue(stub, person)
    await stub.RevokeCredential(pb.RevokeCredentialRequest(id=credential.id))
    (told,) = (await plates(service)).plates
    assert (told.ended, told.plate) == (True, "")
    folder = node.node.settings.data_dir
    assert rows_in(folder, "resident", "select sealed from credential") == [(b"",)]


async def test_the_table_holds_no_plain_plate(node, stub, home):
    await issue(stub, await home.resident())
    assert "鲁C12345".encode() not in content_in(node.node.settings.data_dir, "resident")


async def test_a_move_tells_the_plate_again(stub, home, service):
    person = await home.person()
    first = await home.tenancy(await home.house("1"), person)
    await issue(stub, person)
    (told,) = (await plates(service)).plates
    await home.tenancy(await home.house("2"), person)
    await stub.EndTenancy(pb.EndTenancyRequest(id=first.id))
    (again,) = (await plates(service, told.revision)).plates
    assert again.id == told.id
    assert again.house_id != told.house_id


async def test_a_first_home_tells_the_plate_again(stub, home, service):
    person = await home.person()
    await issue(stub, person)
    (told,) = (await plates(service)).plates
    assert told.house_id == ""
    house = await home.house()
    await home.tenancy(house, person)
    (again,) = (await plates(service, told.revision)).plates
    assert again.house_id == house.id


async def test_plates_come_in_pages(stub, home, service):
    person = await home.resident()
    for number in range(3):
        await issue(stub, person, f"鲁C1234{number}")
    first = await plates(service, size=2)
    assert (len(first.plates), first.more) == (2, True)
    rest = await plates(service, first.plates[-1].revision, 2)
    assert (len(rest.plates), rest.more) == (1, False)


@pytest.mark.parametrize("role", ["district_admin", "property_manager", "guard", "device"])
async def test_nobody_else_is_told(node, role):
    with pytest.raises(PermissionDenied):
        await plates(node.stub(ResidentServiceStub, role=role))
