import hashlib

import pytest

from anju.access.v1 import access_pb2
from anju.face.v1 import face_pb2
from anju.perimeter.v1 import perimeter_pb2
from anju.plate.v1 import plate_pb2
from anju.resident.v1 import resident_pb2 as pb
from anju.uplink.v1 import uplink_pb2
from anju.visitor.v1 import visitor_pb2
from kit.errors import FailedPrecondition
from kit.events import event
from kit.testing import eventually
from services.resident.test_consents import consent_to


async def answer(node, holder, erasure, count=1):
    """What a holder publishes once it has erased."""
    kinds = {
        "access": access_pb2,
        "face": face_pb2,
        "perimeter": perimeter_pb2,
        "plate": plate_pb2,
        "uplink": uplink_pb2,
        "visitor": visitor_pb2,
    }
    kind = kinds[holder].SubjectErased
    body = kind(
        subject_id=erasure.person_id,
        erasure_id=erasure.id,
        holder=holder,
        count=count,
        digest=hashlib.sha256(holder.encode()).hexdigest(),
    )
    row = event(f"{holder}.subject.erased", erasure.community_id, body)
    row.id = 1
    assert await node.node.bus.publish([row])


async def completed(stub, erasure):
    async def check():
        found = (await stub.GetErasure(pb.GetErasureRequest(id=erasure.id))).erasure
        return found if found.HasField("complete_time") else None

    return await eventually(check)


async def withdrawn(stub, home):
    person, notice = await home.resident(), await home.notice()
    consent = (await stub.GrantConsent(consent_to(person, notice))).consent
    return await stub.WithdrawConsent(pb.WithdrawConsentRequest(id=consent.id))


async def test_withdrawal_ends_with_a_receipt(node, stub, home):
    """R6, R29"""
    answered = await withdrawn(stub, home)
    erasure = answered.erasure
    assert [h.holder for h in erasure.holders] == [
        "access",
        "face",
        "perimeter",
        "plate",
        "uplink",
        "visitor",
    ]
    await answer(node, "face", erasure)
    await answer(node, "access", erasure, count=0)
    await answer(node, "plate", erasure, count=2)
    await answer(node, "perimeter", erasure, count=0)
    await answer(node, "uplink", erasure, count=0)
    await answer(node, "visitor", erasure, count=0)
    receipt = await completed(stub, erasure)
    assert [holder.count for holder in receipt.holders] == [0, 1, 0, 2, 0, 0]
    assert len(receipt.receipt_hash) == 64
    names = [e["type"] for e in await node.events("anju.*.resident.erasure.>", 2)]
    assert names == ["anju.resident.erasure.requested", "anju.resident.erasure.completed"]
    with pytest.raises(FailedPrecondition, match="withdrawn"):
        await stub.WithdrawConsent(pb.WithdrawConsentRequest(id=answered.consent.id))


async def test_erasure_stays_open_until_every_holder_answered(node, stub, home):
    """R6, R32"""
    person = await home.resident()
    erasure = (await stub.ErasePerson(pb.ErasePersonRequest(id=person.id))).erasure
    assert [h.holder for h in erasure.holders] == [
        "access",
        "face",
        "perimeter",
        "plate",
        "uplink",
        "visitor",
    ]
    await answer(node, "plate", erasure, count=0)
    await answer(node, "perimeter", erasure, count=0)
    await answer(node, "uplink", erasure, count=0)
    await answer(node, "visitor", erasure, count=0)
    await answer(node, "face", erasure)
    await answer(node, "face", erasure, count=99)  # repeated: changes nothing

    async def all_but_one_acknowledged():
        found = (await stub.GetErasure(pb.GetErasureRequest(id=erasure.id))).erasure
        done = [h for h in found.holders if h.HasField("acknowledge_time")]
        return found if len(done) == 5 else None

    half = await eventually(all_but_one_acknowledged)
    assert not half.HasField("complete_time")
    await answer(node, "access", erasure, count=3)
    whole = await completed(stub, erasure)
    assert [holder.count for holder in whole.holders] == [3, 1, 0, 0, 0, 0]


async def test_erased_person_leaves_an_empty_record(node, stub, home):
    """R29, R50"""
    person = await home.resident(phone="13800005678", id_number="11010519491231002X")
    card = {"kind": pb.CREDENTIAL_KIND_CARD, "value": "0A1B2C3D"}
    await stub.IssueCredential(pb.IssueCredentialRequest(person_id=person.id, **card))
    erasure = (await stub.ErasePerson(pb.ErasePersonRequest(id=person.id))).erasure
    again = (await stub.ErasePerson(pb.ErasePersonRequest(id=person.id))).erasure
    assert again.id == erasure.id
    for holder in ("face", "access", "perimeter", "plate", "uplink", "visitor"):
        await answer(node, holder, erasure)
    await completed(stub, erasure)
    gone = (await stub.GetPerson(pb.GetPersonRequest(id=person.id))).person
    assert (gone.display_name, gone.phone, gone.id_number) == ("", "", "")
    assert gone.HasField("erase_time")
    listed = await stub.ListPersons(pb.ListPersonsRequest(community_id=person.community_id))
    assert not listed.persons
    held = await stub.ListCredentials(pb.ListCredentialsRequest(person_id=person.id))
    assert [each.masked for each in held.credentials] == [""]


async def test_last_move_out_revokes_and_erases(stub, home):
    """R29"""
    person = await home.person()
    first = await home.tenancy(await home.house("1"), person)
    second = await home.tenancy(await home.house("2"), person)
    card = pb.IssueCredentialRequest(
        person_id=person.id, kind=pb.CREDENTIAL_KIND_CARD, value="0A1B2C3D"
    )
    await stub.IssueCredential(card)
    answered = await stub.EndTenancy(pb.EndTenancyRequest(id=first.id))
    assert not answered.HasField("erasure")
    answered = await stub.EndTenancy(pb.EndTenancyRequest(id=second.id))
    assert answered.erasure.cause == pb.ERASURE_CAUSE_MOVE_OUT
    (credential,) = (await stub.ListCredentials(pb.ListCredentialsRequest())).credentials
    assert credential.HasField("revoke_time")


async def test_unacknowledged_erasures_are_listed(stub, home):
    """R6"""
    erasure = (await withdrawn(stub, home)).erasure
    listed = (await stub.ListErasures(pb.ListErasuresRequest(open=True))).erasures
    assert [each.id for each in listed] == [erasure.id]
    assert not (await stub.ListErasures(pb.ListErasuresRequest(overdue=True))).erasures


async def test_a_consent_to_a_sending_is_none_to_the_door(node, stub, home):
    """R9: whoever takes it back keeps the face at the door; what waits to be sent goes."""
    person, door = await home.resident(), await home.notice()
    sending = await home.notice(purpose="upload_police_face")
    await stub.GrantConsent(consent_to(person, door))
    consent = (await stub.GrantConsent(consent_to(person, sending))).consent
    ended = await stub.WithdrawConsent(pb.WithdrawConsentRequest(id=consent.id))
    assert [each.holder for each in ended.erasure.holders] == ["uplink"]
    (asked,) = await node.events("anju.*.resident.erasure.requested")
    assert asked["data"]["holders"] == ["uplink"]
    assert asked["data"]["purpose"] == "upload_police_face"
    await answer(node, "uplink", ended.erasure)

    async def complete() -> bool:
        found = await stub.GetErasure(pb.GetErasureRequest(id=ended.erasure.id))
        return found.erasure.HasField("complete_time")

    await eventually(complete)
