"""Flows: who may say that something leaves, what stops it, and what a reviewer sees before."""

from datetime import timedelta
from typing import Any

import pytest

from anju.plate.v1 import plate_pb2
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.resident.v1 import resident_pb2
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.uplink.v1 import uplink_pb2 as pb
from kit.errors import FailedPrecondition, InvalidArgument, PermissionDenied
from kit.message import timestamp
from kit.tables import now
from services.uplink import gate
from services.uplink.conftest import UPPER, Estate
from services.uplink.fetching import kind_of
from services.uplink.flows import made_up
from services.uplink.models import Flow, FlowState, LegalBasis, Peer, PeerKind
from services.uplink.profiles.facts import Of
from services.uplink.profiles.profile import FieldMap, profiles
from services.uplink.rows import Offer

CARS = {"motor_vehicle": ["DeviceID", "PassTime", "PlateNo"]}
FACES = {"face": ["DeviceID", "ShotTime", "SubImageList"]}


@pytest.fixture
async def peer(estate: Estate, upper) -> Any:
    return await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)


async def test_two_others_approve(estate: Estate, peer):
    """R94: neither the proposer, nor one person twice."""
    flow = await estate.proposed(peer, CARS)
    request = pb.ApproveFlowRequest(id=flow.id)
    for who in ("proposer", "first", "first"):
        try:
            flow = (await estate.stub(subject=who).ApproveFlow(request)).flow
        except PermissionDenied as error:
            assert error.reason == "APPROVER_NOT_ANOTHER"
    assert (flow.state, list(flow.approvers)) == (pb.FLOW_STATE_PROPOSED, ["first"])
    flow = (await estate.stub(subject="second").ApproveFlow(request)).flow
    assert flow.state == pb.FLOW_STATE_ACTIVE
    with pytest.raises(FailedPrecondition):
        await estate.stub(subject="third").ApproveFlow(request)


@pytest.mark.parametrize(
    ("fields", "values", "said"),
    [
        (CARS, {"basis": pb.LEGAL_BASIS_NO_PERSONAL_DATA}, "personal data"),
        (FACES, {}, "FACE_WITHOUT_BASIS"),
        (FACES, {"face_basis": "x", "basis": pb.LEGAL_BASIS_NO_PERSONAL_DATA}, "personal data"),
        (FACES, {"face_basis": "同意", "basis": pb.LEGAL_BASIS_SEPARATE_CONSENT}, "CONSENT"),
        ({"face": ["EthicCode"]}, {"face_basis": "x"}, "no field EthicCode"),
        ({"statistics": ["figures"]}, {}, "not statistics"),
        (CARS, {"expire_time": timestamp(now() - timedelta(days=1))}, "three years"),
        (CARS, {"expire_time": timestamp(now() + timedelta(days=2000))}, "three years"),
    ],
)
async def test_a_flow_that_may_not_be_is_refused_in_words(estate, peer, fields, values, said):
    with pytest.raises(InvalidArgument, match=said):
        await estate.proposed(peer, fields, **values)


PROFILE = profiles()["gat1400-2017"]


def active(**values: Any) -> tuple[Flow, Peer]:
    peer = Peer(id="d", kind=values.pop("kind", PeerKind.UPPER), display_name="x")
    given = {
        "destination_id": "d",
        "purpose": "x",
        "basis": LegalBasis.STATE_ORGAN,
        "document": "x",
        "fields": {"motor_vehicle": ["PlateNo"], "face": ["FaceID"], "statistics": ["figures"]},
        "state": FlowState.ACTIVE,
        "expire_time": now() + timedelta(days=1),
        "proposer": "a",
        "approvers": ["b", "c"],
        "recipient": gate.recipient_of(peer, PROFILE),
    }
    return Flow(**given | values), peer


@pytest.mark.parametrize(
    ("values", "of", "reason"),
    [
        ({}, Of.MOTOR_VEHICLE, ""),
        ({"expire_time": now()}, Of.MOTOR_VEHICLE, "FLOW_EXPIRED"),
        ({"state": FlowState.PROPOSED}, Of.MOTOR_VEHICLE, "FLOW_NOT_ACTIVE"),
        ({"approvers": ["b", "b"]}, Of.MOTOR_VEHICLE, "FLOW_NOT_ACTIVE"),
        ({}, Of.APE, "KIND_NOT_IN_FLOW"),
        ({"community_ids": ["other"]}, Of.MOTOR_VEHICLE, "COMMUNITY_NOT_IN_FLOW"),
        ({"kind": PeerKind.EXTRANET}, Of.MOTOR_VEHICLE, "EXTRANET_GETS_COUNTS"),
        ({"kind": PeerKind.EXTRANET}, Of.STATISTICS, ""),
        ({}, Of.FACE, "FACE_WITHOUT_BASIS"),
        ({"face_basis": "刑诉法"}, Of.FACE, ""),
    ],
)
def test_the_gate(values, of, reason):
    flow, peer = active(**values)
    assert gate.refusal(flow, peer, PROFILE, of, "here", now()) == reason


@pytest.mark.parametrize("name", ["url", "ca", "profile", "national_id"])
def test_a_recipient_that_changed_gets_nothing(name):
    """R94: two people approved of who it was, where, and in which form."""
    flow, peer = active()
    setattr(peer, name, "other")
    assert gate.refusal(flow, peer, PROFILE, Of.MOTOR_VEHICLE, "here", now()) == "RECIPIENT_CHANGED"


def test_a_form_that_changed_needs_a_new_flow():
    """R94, R96: with the last field of the profile, and not with how often it is sent."""
    flow, peer = active()
    quicker = PROFILE.model_copy(update={"batch_objects": 1, "timeout": 1.0})
    assert gate.refusal(flow, peer, quicker, Of.MOTOR_VEHICLE, "here", now()) == ""
    kind = PROFILE.kinds[Of.MOTOR_VEHICLE]
    more = kind.model_copy(update={"fields": kind.fields | {"Other": FieldMap(const=1)}})
    changed = PROFILE.model_copy(update={"kinds": PROFILE.kinds | {Of.MOTOR_VEHICLE: more}})
    found = gate.refusal(flow, peer, changed, Of.MOTOR_VEHICLE, "here", now())
    assert found == "RECIPIENT_CHANGED"


def test_expiry_stops_at_the_minute():
    flow, peer = active(expire_time=now() + timedelta(seconds=30))
    assert gate.refusal(flow, peer, PROFILE, Of.MOTOR_VEHICLE, "here", now()) == ""
    assert (
        gate.refusal(flow, peer, PROFILE, Of.MOTOR_VEHICLE, "here", flow.expire_time)
        == "FLOW_EXPIRED"
    )


async def test_ending_a_flow_stops_what_waits_under_it(estate: Estate, peer, upper):
    upper.up = False
    flow = await estate.flow(peer, CARS)
    await estate.drive()
    await estate.until(peer, 1, "QUEUED")
    await estate.stub().EndFlow(pb.EndFlowRequest(id=flow.id, reason="no longer asked for"))
    upper.up = True
    await estate.until(peer, 1, "SET_ASIDE")
    (found,) = (await estate.stub().ListObjects(pb.ListObjectsRequest())).objects
    assert found.reason in {"FLOW_NOT_ACTIVE", "FLOW_ENDED"}  # by the link, or before it looks
    assert not upper.accepted


async def test_expired_flows_are_written_down_and_told(estate: Estate, peer):
    flow = await estate.flow(peer, CARS)
    row = estate.parts.directory.flows[flow.id]
    async with estate.parts.db.write() as session:
        known = await session.get(Flow, flow.id)
        known.expire_time = now() - timedelta(seconds=1)
        session.add(known)
    await estate.parts.expire_flows()
    assert estate.parts.directory.flows[flow.id].state is FlowState.EXPIRED
    assert row.id == flow.id
    events = await estate.node.events("anju.*.uplink.flow.changed", 4)
    assert events[-1]["data"]["state"] == "expired"


async def test_withdrawn_consent_filters_from_that_moment(estate: Estate, peer, upper):
    """R96: a face that waits under a consent that was withdrawn meanwhile never leaves."""
    upper.up = False
    consent = {"basis": pb.LEGAL_BASIS_SEPARATE_CONSENT, "consent_purpose": "upload_police_face"}
    flow = await estate.flow(peer, FACES, face_basis="单独同意", **consent)
    row = estate.parts.directory.flows[flow.id]
    generator = estate.parts.generator
    fact = made_up(Of.FACE)
    fact.community_id, fact.subject = estate.here, "0191d0a0-0000-7000-8000-00000000abcd"
    opened = list(estate.parts.directory.open_flows(Of.FACE, estate.here, now()))
    assert [each[0].id for each in opened] == [row.id]
    offers: list[Offer] = generator.offers_of(fact, opened)
    await estate.parts.queue.put(offers)
    upper.up = True
    await estate.until(peer, 1, "SET_ASIDE")
    (found,) = (await estate.stub().ListObjects(pb.ListObjectsRequest())).objects
    assert found.reason == "CONSENT_WITHDRAWN"
    assert not upper.accepted


async def test_faces_of_nobody_known_do_not_leave_by_consent(estate: Estate, peer, upper):
    consent = {"basis": pb.LEGAL_BASIS_SEPARATE_CONSENT, "consent_purpose": "upload_police_face"}
    await estate.flow(peer, FACES, face_basis="单独同意", **consent)
    fact = made_up(Of.FACE)
    fact.community_id = estate.here
    opened = list(estate.parts.directory.open_flows(Of.FACE, estate.here, now()))
    await estate.parts.queue.put(estate.parts.generator.offers_of(fact, opened))
    await estate.until(peer, 1, "SET_ASIDE")
    assert not upper.accepted


async def test_a_dry_run_shows_each_field_and_sends_nothing(estate: Estate, peer, upper):
    flow = await estate.proposed(peer, CARS)
    shown = await estate.stub("auditor").DryRunFlow(pb.DryRunFlowRequest(id=flow.id))
    fields = {each.name: each for each in shown.fields}
    assert {n for n, f in fields.items() if f.sent} == {*CARS["motor_vehicle"], "MotorVehicleID"}
    assert fields["PlateNo"].sensitivity == "plate"
    assert fields["PlateColor"].reason == "NOT_IN_FLOW"
    assert "鲁C00000" in shown.examples["motor_vehicle"]
    assert "PlateColor" not in shown.examples["motor_vehicle"]
    assert not upper.accepted
    assert await estate.states(peer) == []


async def test_what_waits_of_an_erased_person_goes(estate: Estate, peer, upper):
    """R6: content and subject go; the receipt is an event that the resident service waits for."""
    upper.up = False
    await estate.flow(peer, FACES, face_basis="法定")
    person = await estate.node.stub(ResidentServiceStub).CreatePerson(
        resident_pb2.CreatePersonRequest(community_id=estate.here, display_name="王芳")
    )
    fact = made_up(Of.FACE)
    fact.community_id, fact.subject = estate.here, person.person.id
    opened = list(estate.parts.directory.open_flows(Of.FACE, estate.here, now()))
    await estate.parts.queue.put(estate.parts.generator.offers_of(fact, opened))
    await estate.until(peer, 1, "QUEUED")
    resident = estate.node.stub(ResidentServiceStub)
    await resident.ErasePerson(resident_pb2.ErasePersonRequest(id=person.person.id))
    await estate.until(peer, 1, "SET_ASIDE")
    (event,) = await estate.node.events("anju.*.uplink.subject.erased")
    assert event["data"]["count"] == 1
    found = await estate.stub().ListDisclosures(
        pb.ListDisclosuresRequest(subject_id=person.person.id, reason="本人查询")
    )
    assert list(found.disclosures) == []


async def test_a_resident_learns_who_received_what(estate: Estate, peer, upper):
    """R48: by the plate's permit the car's person is known; the answer names flow and fields."""
    subject = "0191d0a0-0000-7000-8000-00000000abcd"
    permit = await estate.plate.CreatePermit(
        plate_pb2.CreatePermitRequest(
            community_id=estate.here, plate="鲁C12345", subject_id=subject
        )
    )
    await estate.flow(peer, CARS)
    stub = estate.node.stub(PlateServiceStub, role="service")
    decided = plate_pb2.DecidePassageRequest(
        access_point_id=estate.point, key="k", opened=True, plate="鲁C12345",
        reason="PERMIT", permit_id=permit.permit.id, subject_id=subject,
    )  # fmt: skip
    await stub.DecidePassage(decided)
    await estate.plate.ReportPassed(
        plate_pb2.ReportPassedRequest(access_point_id=estate.point, key="k")
    )
    await estate.until(peer, 1)
    request = pb.ListDisclosuresRequest(subject_id=subject, reason="本人查询")
    manager = estate.stub("property_manager", communities=[estate.here])
    (found,) = (await manager.ListDisclosures(request)).disclosures
    assert found.destination_name == "对端"
    assert found.accepted
    assert "PlateNo" in found.fields
    assert found.document == "鲁公技〔2026〕1号"
    elsewhere = estate.stub("property_manager", communities=["other"])
    assert list((await elsewhere.ListDisclosures(request)).disclosures) == []


def test_care_and_rounds_are_nobody_elses_alarms():
    """R22: what a resident asked for stays here, and so does what the property owes."""
    assert kind_of("perimeter.alarm.raised", {"source": "rule"}) is Of.ALARM
    assert kind_of("perimeter.alarm.raised", {"source": "care"}) is None
    assert kind_of("perimeter.alarm.raised", {"source": "patrol"}) is None
