import asyncio
from pathlib import Path

import numpy as np
import pytest

from anju.face.v1 import face_pb2 as pb
from anju.face.v1.face_pb2_grpc import FaceServiceStub
from anju.resident.v1 import resident_pb2
from kit.errors import AlreadyExists, InvalidArgument, NotFound, PermissionDenied, Unavailable
from kit.events import event
from kit.revise import differences
from kit.secrets import Keyring, KeyringError
from kit.testing import eventually, rows_in
from services.face.conftest import HERE, THERE, face_of


@pytest.fixture
def manager(node):
    return node.stub(FaceServiceStub, role="property_manager", communities=[HERE])


@pytest.fixture
def bench(node):
    return node.stub(FaceServiceStub, role="bench")


async def enrol(stub, subject, photo=b"", **fields):
    request = pb.EnrolFaceRequest(subject_id=subject, photo=photo or subject.encode(), **fields)
    return (await stub.EnrolFace(request)).template


async def enrolled_before(world):
    """Alice, by a pack that another has followed since."""
    world.camera.packs = ["old"]
    async with world.started() as node:
        world.desk.grant("alice")
        await enrol(node.stub(FaceServiceStub), "alice")
    world.camera.packs = ["new", "old"]


async def who(stub, image, community=HERE):
    request = pb.IdentifyFaceRequest(community_id=community, image=image)
    return await stub.IdentifyFace(request)


def rows(folder):
    return rows_in(folder, "face", "select * from template")


def test_migrations_match_the_models():
    assert differences("face", Path(__file__).parent / "migrations") == []


async def test_enrolment_needs_consent(manager, world):
    """R2"""
    with pytest.raises(PermissionDenied) as caught:
        await enrol(manager, "alice")
    assert caught.value.reason == "CONSENT_MISSING"
    world.desk.grant("alice")
    assert (await enrol(manager, "alice")).community_id == HERE


async def test_known_face_is_found_and_a_stranger_is_not(manager, bench, world):
    for name in ("alice", "bob"):
        world.desk.grant(name)
        await enrol(manager, name)
    found = await who(bench, b"alice~")
    assert (found.subject_id, found.reason, found.pack) == ("alice", "MATCH", "new")
    assert found.score > found.threshold > found.second
    stranger = await who(bench, b"mallory")
    assert (stranger.subject_id, stranger.reason) == ("", "BELOW_THRESHOLD")
    assert (await who(bench, b"")).reason == "NO_FACE"
    assert (await who(bench, b"alice", THERE)).reason == "EMPTY_GALLERY"


async def test_nothing_is_kept_of_a_face_that_does_not_match(manager, bench, world, tmp_path):
    """R20: no row, no file, no byte of the picture or its vector."""
    world.desk.grant("alice")
    await enrol(manager, "alice")
    tables = rows(tmp_path)
    files = {path for path in tmp_path.rglob("*") if "nats" not in path.parts}
    for _ in range(5):
        await who(bench, b"mallory-the-stranger")
    assert rows(tmp_path) == tables
    assert {path for path in tmp_path.rglob("*") if "nats" not in path.parts} == files
    vector = face_of("mallory-the-stranger").tobytes()
    for path in files:
        if path.is_file():
            content = path.read_bytes()
            assert b"mallory" not in content
            assert vector[:32] not in content


async def test_photo_and_plain_vector_are_not_kept(manager, world, tmp_path):
    """R18, R19"""
    world.desk.grant("alice")
    await enrol(manager, "alice", b"alice~")
    vector = face_of("alice", 0.3).tobytes()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"alice~" not in content
            assert vector[:32] not in content


async def test_same_person_in_two_communities_cannot_be_linked(node, manager, world):
    """R19: the vectors that are stored for one face in two places are like strangers'."""
    admin = node.stub(FaceServiceStub)
    world.desk.grant("alice-here", HERE)
    world.desk.grant("alice-there", THERE)
    await enrol(admin, "alice-here", b"alice")
    await enrol(admin, "alice-there", b"alice")
    # The stored vectors, as a thief would see them who has the key as well.
    ring = Keyring.open(world.folder / "keys" / "face.json", may_create=False)
    stored = rows_in(world.folder, "face", "select id, sealed from template")
    one, two = (
        np.frombuffer(ring.unseal(sealed, f"template/{key}"), "<f4") for key, sealed in stored
    )
    assert abs(float(one @ two)) < 0.5


@pytest.mark.parametrize(
    ("photo", "defects", "reason"),
    [
        (b"", [], "NO_FACE"),
        (b"alice,bob", [], "SEVERAL_FACES"),
        (b"alice", ["FACE_BLURRED", "FACE_TOO_DARK"], "FACE_BLURRED"),
        (b"alice", ["FACE_TURNED"], "FACE_TURNED"),
    ],
)
async def test_unfit_photo_has_its_own_reason(manager, world, photo, defects, reason):
    world.desk.grant("alice")
    world.camera.defects = defects
    with pytest.raises(InvalidArgument) as caught:
        request = pb.EnrolFaceRequest(subject_id="alice", photo=photo)
        await manager.EnrolFace(request)
    assert (caught.value.reason, caught.value.field) == (reason, "photo")


async def test_another_subjects_face_is_refused_unless_said_to_be_a_twin(manager, bench, world):
    for name in ("alice", "twin"):
        world.desk.grant(name)
    await enrol(manager, "alice")
    with pytest.raises(AlreadyExists) as caught:
        await enrol(manager, "twin", b"alice~")
    assert caught.value.reason == "DUPLICATE_SUBJECT"
    assert "alice" not in caught.value.message
    with pytest.raises(InvalidArgument, match="needs a reason"):
        await enrol(manager, "twin", b"alice~", allow_lookalike=True)
    await enrol(manager, "twin", b"alice~", allow_lookalike=True, reason="twin sister")
    assert (await who(bench, b"alice")).reason in {"MATCH", "AMBIGUOUS"}


async def test_same_photo_again_is_the_same_template(manager, world):
    world.desk.grant("alice")
    assert (await enrol(manager, "alice")).id == (await enrol(manager, "alice")).id


async def test_withdrawal_while_the_photo_is_analysed_wins(node, manager, world, tmp_path):
    """R6: an enrolment under way cannot outlive the erasure."""
    world.desk.grant("alice")
    world.camera.before_answer = lambda: erased(node, "alice", "e1")
    with pytest.raises(PermissionDenied) as caught:
        await enrol(manager, "alice")
    assert caught.value.reason == "CONSENT_MISSING"
    assert rows(tmp_path) == []


async def erased(node, subject, erasure_id):
    """Asks for an erasure as the resident service does, and waits for the acknowledgement."""
    body = resident_pb2.ErasureRequested(
        erasure_id=erasure_id, subject_id=subject, holders=["face"]
    )
    row = event("resident.erasure.requested", HERE, body)
    row.id = 1
    await node.node.bus.publish([row])

    async def answered():
        events = await node.events("anju.*.face.subject.erased", 1)
        return [e for e in events if e["data"].get("erasure_id") == erasure_id]

    return (await eventually(answered))[0]["data"]


async def test_erasure_by_event_empties_vault_and_gallery(node, manager, bench, world, tmp_path):
    """R6, R29, R32"""
    world.desk.grant("alice")
    await enrol(manager, "alice")
    receipt = await erased(node, "alice", "e1")
    assert (receipt["count"], receipt["holder"]) == (1, "face")
    assert len(receipt["digest"]) == 64
    assert rows(tmp_path) == []
    assert (await who(bench, b"alice")).reason == "EMPTY_GALLERY"


async def test_erase_by_hand_keeps_to_the_scope(node, manager, bench, world):
    world.desk.grant("alice")
    await enrol(manager, "alice")
    other = node.stub(FaceServiceStub, role="property_manager", communities=[THERE])
    with pytest.raises(NotFound):
        await other.EraseFace(pb.EraseFaceRequest(subject_id="alice"))
    with pytest.raises(PermissionDenied):  # as for a subject that does not exist
        await enrol(other, "alice")
    with pytest.raises(NotFound):
        await who(node.stub(FaceServiceStub, role="bench", communities=[THERE]), b"alice")
    assert not (await other.ListTemplates(pb.ListTemplatesRequest())).templates
    answer = await manager.EraseFace(pb.EraseFaceRequest(subject_id="alice"))
    assert answer.count == 1
    assert (await who(bench, b"alice")).reason == "EMPTY_GALLERY"


async def test_expired_consent_no_longer_matches(manager, bench, world):
    """R10: from the very second, also before the sweep has run."""
    world.desk.grant("alice", seconds=0.4)
    await enrol(manager, "alice")
    assert (await who(bench, b"alice")).subject_id == "alice"

    async def gone():
        return not (await who(bench, b"alice")).subject_id

    await eventually(gone, 3)


async def test_galleries_are_warm_after_a_restart(world):
    async with world.started() as node:
        world.desk.grant("alice")
        await enrol(node.stub(FaceServiceStub), "alice")
    async with world.started() as node:
        found = await who(node.stub(FaceServiceStub, role="bench"), b"alice~")
        assert found.subject_id == "alice"


async def test_missing_key_is_an_error_and_destroys_nothing(world):
    async with world.started() as node:
        world.desk.grant("alice")
        await enrol(node.stub(FaceServiceStub), "alice")
    ring = world.folder / "keys" / "face.json"
    content = ring.read_text()
    ring.unlink()
    with pytest.raises(KeyringError, match="restore the file"):
        async with world.started():
            pass
    assert len(rows(world.folder)) == 1
    assert not ring.exists()
    ring.write_text(content)
    async with world.started() as node:
        found = await who(node.stub(FaceServiceStub, role="bench"), b"alice")
        assert found.subject_id == "alice"


async def test_change_of_pack_renews_templates_at_the_gate(world):
    """FC2: photos are not kept (R18), so a recognised gate frame carries a subject over."""
    await enrolled_before(world)
    async with world.started() as node:
        bench = node.stub(FaceServiceStub, role="bench")
        first = await who(bench, b"alice~")
        assert (first.subject_id, first.pack) == ("alice", "old")

        async def renewed():
            return (await who(bench, b"alice")).pack == "new"

        await eventually(renewed)
    assert [row for row in rows(world.folder) if "old" in row] == []


async def test_a_subject_that_cannot_be_renewed_is_let_in_all_the_same(world):
    """The notice was superseded, so no template may be made; the old one's consent stands."""
    await enrolled_before(world)
    world.desk.consents.clear()
    async with world.started() as node:
        bench = node.stub(FaceServiceStub, role="bench")
        for _ in range(3):
            found = await who(bench, b"alice~")
            assert (found.subject_id, found.pack) == ("alice", "old")


async def test_a_face_enrolled_with_an_older_pack_is_nobody_elses(world):
    """FC3: also before its templates are carried over."""
    await enrolled_before(world)
    world.desk.grant("mallory")
    async with world.started() as node:
        with pytest.raises(AlreadyExists) as caught:
            await enrol(node.stub(FaceServiceStub), "mallory", photo=b"alice~")
        assert caught.value.reason == "DUPLICATE_SUBJECT"


async def test_a_renewed_consent_keeps_every_template(node, manager, bench, world):
    """R10: what was enrolled under the former consent ends with the new one."""
    world.desk.grant("alice", seconds=1.5)
    await enrol(manager, "alice")
    world.desk.grant("alice")
    await enrol(manager, "alice", photo=b"alice~")
    data = resident_pb2.ConsentChanged(subject_id="alice", purpose="face_access")
    await node.node.bus.publish([event("resident.consent.granted", HERE, data)])

    async def renewed():
        rows = (await manager.ListTemplates(pb.ListTemplatesRequest())).templates
        return len(rows) == 2 and len({row.expire_time.seconds for row in rows}) == 1

    await eventually(renewed)
    await asyncio.sleep(1.6)
    assert (await who(bench, b"alice")).subject_id == "alice"
    told = await node.events("anju.*.face.template.renewed", 2)
    assert {each["data"]["subject_id"] for each in told} == {"alice"}


async def test_a_photo_sent_again_takes_up_the_renewed_term(manager, world):
    world.desk.grant("alice", seconds=60)
    first = await enrol(manager, "alice")
    world.desk.grant("alice", seconds=3600)
    again = await enrol(manager, "alice")
    assert again.id == first.id
    assert again.expire_time.seconds > first.expire_time.seconds + 3000


async def test_inference_down_is_told_as_such(manager, bench, world):
    world.desk.grant("alice")
    await enrol(manager, "alice")
    world.camera.down = True
    with pytest.raises(Unavailable) as caught:
        await who(bench, b"alice")
    assert caught.value.reason == "INFERENCE_DOWN"


async def test_consent_elsewhere_looks_like_none(node, world):
    """Whether somebody of another community consented is not told."""
    world.desk.grant("alice")
    outside = node.stub(FaceServiceStub, role="property_manager", communities=[THERE])
    for subject in ("alice", "nobody"):
        with pytest.raises(PermissionDenied) as caught:
            await enrol(outside, subject)
        assert caught.value.reason == "CONSENT_MISSING"
