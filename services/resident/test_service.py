import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from anju.resident.v1 import resident_pb2 as pb
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.credentials import CredentialKind, digest
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument, NotFound
from kit.revise import differences
from kit.secrets import KeyringError
from kit.testing import content_in, rows_in, running, settings_in
from services.resident.conftest import COMMUNITY, Settings
from services.resident.module import MODULE
from services.roles import ROLES

PHONE, NUMBER = "13800005678", "11010519491231002X"
OTHER = "0191d0a0-0000-7000-8000-00000000ffff"


def test_migrations_match_the_models():
    assert differences("resident", Path(__file__).parent / "migrations") == []


def test_schema_has_no_sensitive_attribute():
    """R21: no table or message knows ethnicity, religion, health, politics or emotion."""
    from services.resident import models

    words = "ethnic race nation relig health disab polit petition emotion party union mood"
    fields = {
        column.name
        for model in vars(models).values()
        if hasattr(model, "__table__")
        for column in model.__table__.columns
    }
    fields |= {f.name for m in pb.DESCRIPTOR.message_types_by_name.values() for f in m.fields}
    assert not [f for f in fields for word in words.split() if word in f]


async def test_private_data_is_masked_and_encrypted_at_rest(node, home, tmp_path):
    person = await home.person(phone=PHONE, id_number=NUMBER)
    assert person.phone == "138****5678"
    assert person.id_number == "110***********002X"
    database = content_in(tmp_path, "resident")
    assert person.id.encode() in database
    for secret in (PHONE, NUMBER, "1949-12-31"):
        assert secret.encode() not in database


async def test_reveal_needs_role_and_reason_and_is_audited(node, stub, home):
    """R71"""
    person = await home.person(phone=PHONE, id_number=NUMBER)
    with pytest.raises(InvalidArgument, match="reason"):
        await stub.RevealPerson(pb.RevealPersonRequest(id=person.id, reason="x"))
    request = pb.RevealPersonRequest(id=person.id, reason="water leak above")
    full = await stub.RevealPerson(request)
    assert (full.person.phone, full.birth_date) == (PHONE, "1949-12-31")
    auditor = node.stub(ResidentServiceStub, role="auditor", communities=[COMMUNITY])
    entries = (await auditor.ListAudit(pb.ListAuditRequest())).entries
    assert (entries[0].action, entries[0].reason) == ("person.reveal", "water leak above")
    assert list(entries) == sorted(entries, key=lambda each: each.id, reverse=True)


async def test_minors_data_needs_somebody_elses_approval(stub, home):
    """R8"""
    child = await home.person(birth_date=f"{datetime.now(UTC).year - 8}-01-01")
    request = pb.RevealPersonRequest(id=child.id, reason="lost child at gate")
    with pytest.raises(FailedPrecondition, match="approval"):
        await stub.RevealPerson(request)
    request.approver = "tester"  # the caller itself
    with pytest.raises(FailedPrecondition):
        await stub.RevealPerson(request)
    request.approver = "head-of-desk"
    assert (await stub.RevealPerson(request)).person.id == child.id


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": "12345"}, "phone"),
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"id_number": "11010519491331002X"}, "id_number"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "x" * 65}, "display_name"),
        ({"birth_date": "yesterday"}, "birth_date"),
        ({"id_number": NUMBER, "birth_date": "1950-01-01"}, "birth_date"),
    ],
)
async def test_bad_person_names_the_field_and_not_the_value(home, fields, field):
    with pytest.raises(InvalidArgument) as caught:
        await home.person(**fields)
    assert caught.value.field == field
    assert not any(v and str(v) in str(caught.value) for v in fields.values() if len(str(v)) > 4)


async def test_correction(stub, home):
    """R49"""
    person = await home.person(phone=PHONE, id_number=NUMBER)
    request = pb.CorrectPersonRequest(id=person.id, phone="139 0000 1111")
    fixed = (await stub.CorrectPerson(request)).person
    assert (fixed.phone, fixed.display_name) == ("139****1111", "王芳")
    found = await stub.ListPersons(
        pb.ListPersonsRequest(community_id=COMMUNITY, phone="+86 13900001111")
    )
    assert [p.id for p in found.persons] == [person.id]


async def test_other_communities_look_absent(node, stub, home):
    house, person = await home.house(), await home.resident()
    other = node.stub(ResidentServiceStub, role="property_manager", communities=[OTHER])
    for call, request in [
        (other.GetPerson, pb.GetPersonRequest(id=person.id)),
        (other.SetHouseRental, pb.SetHouseRentalRequest(id=house.id)),
        (
            other.CreateHouse,
            pb.CreateHouseRequest(community_id=COMMUNITY, building="1", number="1"),
        ),
        (other.ErasePerson, pb.ErasePersonRequest(id=person.id)),
        (other.GetPersonRecord, pb.GetPersonRecordRequest(id=person.id)),
    ]:
        with pytest.raises(NotFound):
            await call(request)
    assert not (await other.ListPersons(pb.ListPersonsRequest())).persons
    assert not (await other.ListTenancies(pb.ListTenanciesRequest())).tenancies


async def test_credentials_are_kept_as_digests(node, stub, home, tmp_path):
    person = await home.resident()
    request = pb.IssueCredentialRequest(
        person_id=person.id, kind=pb.CREDENTIAL_KIND_CARD, value="0a:1b:2c:3d:4e"
    )
    card = (await stub.IssueCredential(request)).credential
    assert card.masked == "0A******4E"
    assert b"0A1B2C3D4E" not in content_in(tmp_path, "resident")
    with pytest.raises(AlreadyExists):
        await stub.IssueCredential(request)
    service = node.stub(ResidentServiceStub, role="service")
    key = (await service.GetDigestKey(pb.GetDigestKeyRequest())).key
    rights = (await service.ListRights(pb.ListRightsRequest())).rights
    assert digest(key, COMMUNITY, CredentialKind.CARD, "0A1B2C3D4E") == rights[-1].digest
    await stub.RevokeCredential(pb.RevokeCredentialRequest(id=card.id))
    since = pb.ListRightsRequest(since_revision=rights[-1].revision)
    (change,) = (await service.ListRights(since)).rights
    assert change.ended


async def test_an_answer_that_holds_a_secret_is_remembered_sealed(stub, home, tmp_path):
    """A repeated call gets the passcode again, and no table has it in the clear."""
    person = await home.resident()
    request = pb.IssueCredentialRequest(
        person_id=person.id, kind=pb.CREDENTIAL_KIND_PASSCODE, request_id="again"
    )
    first = await stub.IssueCredential(request)
    assert (await stub.IssueCredential(request)).secret == first.secret
    assert first.secret.encode() not in content_in(tmp_path, "resident")


@pytest.mark.parametrize(("kind", "length"), [("PASSCODE", 8), ("QR", 32)])
async def test_passcodes_and_qr_codes_are_made_here_and_shown_once(stub, home, kind, length):
    person = await home.resident()
    number = pb.CredentialKind.Value(f"CREDENTIAL_KIND_{kind}")
    request = pb.IssueCredentialRequest(person_id=person.id, kind=number)
    issued = await stub.IssueCredential(request)
    assert len(issued.secret) == length
    assert issued.secret not in issued.credential.masked
    request.value = "12345678"
    with pytest.raises(InvalidArgument, match="made by the server"):
        await stub.IssueCredential(request)


async def test_repeated_request_creates_once(stub, home):
    request = pb.CreateHouseRequest(
        community_id=COMMUNITY, building="3", number="501", request_id="r1"
    )
    first, second = await stub.CreateHouse(request), await stub.CreateHouse(request)
    assert first == second
    request.number = "502"
    with pytest.raises(FailedPrecondition, match="another request"):
        await stub.CreateHouse(request)


async def test_record_shows_everything_and_who_looked(stub, home):
    """R16, R48"""
    person = await home.resident()
    await home.notice()
    await stub.GetPerson(pb.GetPersonRequest(id=person.id))
    record = await stub.GetPersonRecord(pb.GetPersonRecordRequest(id=person.id))
    assert len(record.tenancies) == 1
    assert record.looks[0].actor == "tester"


async def test_tenancy_across_communities_is_refused(node, home):
    admin = node.stub(ResidentServiceStub)
    far = await admin.CreatePerson(pb.CreatePersonRequest(community_id=OTHER, display_name="x"))
    house = await home.house()
    with pytest.raises(InvalidArgument, match="different communities"):
        await admin.StartTenancy(
            pb.StartTenancyRequest(
                house_id=house.id, person_id=far.person.id, kind=pb.TENANCY_KIND_OWNER
            )
        )


async def test_pages_are_complete_and_without_repeats(stub, home):
    made = {(await home.house(str(n))).id for n in range(7)}
    seen, token = [], ""
    while True:
        answer = await stub.ListHouses(pb.ListHousesRequest(page_size=3, page_token=token))
        seen += [house.id for house in answer.houses]
        if not (token := answer.next_page_token):
            break
    assert len(seen) == 7
    assert set(seen) == made
    with pytest.raises(InvalidArgument, match="page_token"):
        await stub.ListHouses(pb.ListHousesRequest(page_token="garbage"))


async def test_rest_and_grpc_answer_alike(node, stub, home):
    person = await home.person(phone=PHONE)
    async with node.rest(role="property_manager", communities=[COMMUNITY]) as http:
        body = (await http.get(f"/persons/{person.id}")).json()
        assert body["phone"] == person.phone
        missing = await http.get("/persons/nobody")
        assert (missing.status_code, missing.json()["reason"]) == (404, "PERSON_NOT_FOUND")
        key = {"Idempotency-Key": "k1"}
        house = {"community_id": COMMUNITY, "building": "9", "number": "1"}
        first = await http.post("/houses", json=house, headers=key)
        again = await http.post("/houses", json=house, headers=key)
        assert first.json() == again.json()
        assert first.status_code == 201


async def test_missing_keyring_stops_the_start_and_destroys_nothing(tmp_path):
    settings = settings_in(tmp_path, Settings)
    async with running(settings, [MODULE], ROLES) as node:
        stub = node.stub(ResidentServiceStub)
        request = pb.CreatePersonRequest(community_id=COMMUNITY, display_name="x", phone=PHONE)
        await stub.CreatePerson(request)
    ring = tmp_path / "keys" / "resident.json"
    kept = ring.read_text()
    assert set(json.loads(kept)) == {"current", "keys", "pepper"}
    ring.unlink()
    with pytest.raises(KeyringError, match="restore the file"):
        async with running(settings, [MODULE], ROLES):
            pass
    assert not ring.exists()
    assert rows_in(tmp_path, "resident", "select count(*) from person") == [(1,)]
    ring.write_text(kept)
    async with running(settings, [MODULE], ROLES) as node:
        people = await node.stub(ResidentServiceStub).ListPersons(pb.ListPersonsRequest())
        assert people.persons[0].phone == "138****5678"


async def test_houses_are_told_apart_by_unit(stub):
    def house(unit):
        return stub.CreateHouse(
            pb.CreateHouseRequest(community_id=COMMUNITY, building="1", unit=unit, number="101")
        )

    await house("1")
    await house("2")
    with pytest.raises(AlreadyExists):
        await house("2")


async def test_unknown_consent_state_finds_nothing(stub):
    assert not (await stub.ListConsents(pb.ListConsentsRequest(state=99))).consents
