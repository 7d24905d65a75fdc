"""Consent to a sending: asked for each person right before, so that it counts as it is (R96)."""

from datetime import timedelta
from typing import Any

import pytest

from anju.resident.v1 import resident_pb2
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.uplink.v1 import uplink_pb2 as pb
from kit.message import timestamp
from kit.tables import new_id, now
from services.uplink.conftest import UPPER, Estate
from services.uplink.flows import made_up
from services.uplink.profiles.facts import Of
from services.uplink.testing import UpperPlatform

FACES = {"face": ["DeviceID", "ShotTime", "SubImageList", "InfoKind"]}
PARTS = ("handler", "contact", "method", "retention", "necessity", "impact", "rights")


class Resident:
    """Somebody who may consent that their face is sent up."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.stub: Any = estate.node.stub(ResidentServiceStub)
        self.id = self.consent = ""

    async def agrees(self) -> None:
        here = self.estate.here
        house = resident_pb2.CreateHouseRequest(community_id=here, building="1", number="101")
        person = resident_pb2.CreatePersonRequest(
            community_id=here, display_name="王芳", birth_date="1980-05-17"
        )
        self.id = (await self.stub.CreatePerson(person)).person.id
        living = resident_pb2.StartTenancyRequest(
            house_id=(await self.stub.CreateHouse(house)).house.id,
            person_id=self.id,
            kind=resident_pb2.TENANCY_KIND_OWNER,
        )
        await self.stub.StartTenancy(living)
        parts = {name: f"{name} of the notice" for name in (*PARTS, "alternatives")}
        published = resident_pb2.PublishNoticeRequest(
            community_id=here, purpose="upload_police_face", version="1", **parts
        )
        notice = (await self.stub.PublishNotice(published)).notice
        asked = resident_pb2.GrantConsentRequest(
            person_id=self.id,
            notice_id=notice.id,
            text_hash=notice.text_hash,
            channel="app",
            expire_time=timestamp(now() + timedelta(days=30)),
        )
        self.consent = (await self.stub.GrantConsent(asked)).consent.id

    async def withdraws(self) -> None:
        await self.stub.WithdrawConsent(resident_pb2.WithdrawConsentRequest(id=self.consent))

    async def is_seen(self) -> None:
        """Puts their face into the queue, as after a pass."""
        parts, fact = self.estate.parts, made_up(Of.FACE)
        fact.event_id, fact.community_id, fact.subject = new_id(), self.estate.here, self.id
        opened = list(parts.directory.open_flows(Of.FACE, self.estate.here, now()))
        await parts.queue.put(parts.generator.offers_of(fact, opened))


@pytest.fixture
async def peer(estate: Estate, upper: UpperPlatform) -> Any:
    peer = await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)
    consent = {"basis": pb.LEGAL_BASIS_SEPARATE_CONSENT, "consent_purpose": "upload_police_face"}
    await estate.flow(peer, FACES, face_basis="单独同意", **consent)
    return peer


async def test_a_face_leaves_while_the_consent_stands(estate: Estate, peer: Any, upper: Any):
    resident = Resident(estate)
    await resident.agrees()
    await resident.is_seen()
    await estate.until(peer, 1)
    _, document = next(r for r in upper.requests if r[0] == "/VIID/Faces")
    (sent,) = document["FaceListObject"]["FaceObject"]
    assert set(sent) == {*FACES["face"], "FaceID"}
    (picture,) = sent["SubImageList"]["SubImageInfoObject"]
    assert picture["Type"] == "11"
    assert picture["Data"]


async def test_what_waits_when_it_is_withdrawn_never_leaves(estate: Estate, peer: Any, upper: Any):
    resident = Resident(estate)
    await resident.agrees()
    upper.up = False
    await resident.is_seen()
    await estate.until(peer, 1, "QUEUED")
    await resident.withdraws()
    upper.up = True
    await estate.until(peer, 1, "SET_ASIDE")
    (found,) = (await estate.stub().ListObjects(pb.ListObjectsRequest())).objects
    # By the erasure that follows a withdrawal, or by the link that asks, whichever is first.
    assert found.reason in {"SUBJECT_ERASED", "CONSENT_WITHDRAWN"}
    assert not upper.accepted


async def test_what_rests_on_another_basis_stays(estate: Estate, peer: Any, upper: Any):
    """R96: a duty to send goes on where a consent ends."""
    resident = Resident(estate)
    await resident.agrees()
    upper.up = False
    duty = await estate.flow(peer, FACES, face_basis="法定")
    await resident.is_seen()
    (found,) = (await estate.stub().ListObjects(pb.ListObjectsRequest())).objects
    assert found.flow_id == duty.id
    await resident.withdraws()
    (told,) = await estate.node.events("anju.*.uplink.subject.erased")
    assert told["data"].get("count", 0) == 0
    upper.up = True
    await estate.until(peer, 1)


async def test_nothing_leaves_while_nobody_can_be_asked(
    estate: Estate, peer: Any, upper: Any, monkeypatch: Any
):
    resident = Resident(estate)
    await resident.agrees()

    async def away(*_: Any) -> None:
        return None

    with monkeypatch.context() as patched:
        patched.setattr(estate.parts.consents, "stands", away)
        await resident.is_seen()
        upper.up = False
        await estate.until(peer, 1, "QUEUED")
        assert not upper.accepted
    upper.up = True
    await estate.until(peer, 1)
