from datetime import UTC, date, datetime, timedelta

import pytest

from anju.resident.v1 import resident_pb2 as pb
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.message import timestamp
from kit.testing import eventually
from services.resident.inputs import NoticeIn


def later(days: float = 30):
    return timestamp(datetime.now(UTC) + timedelta(days=days))


def consent_to(person, notice, **fields):
    fields = {"channel": "app", "expire_time": later(), "text_hash": notice.text_hash} | fields
    return pb.GrantConsentRequest(person_id=person.id, notice_id=notice.id, **fields)


def born(years: int, days: int = 1) -> str:
    today = date.today()
    return (today.replace(year=today.year - years, day=1) + timedelta(days=days)).isoformat()


async def checked(node, person, purpose="face_access"):
    stub = node.stub(ResidentServiceStub, role="service")
    return await stub.CheckConsent(pb.CheckConsentRequest(subject_id=person.id, purpose=purpose))


async def test_consent_is_separate_and_for_one_purpose(node, stub, home):
    """R2, R9"""
    person, notice = await home.resident(), await home.notice()
    assert not (await checked(node, person)).granted  # moving in creates none
    consent = (await stub.GrantConsent(consent_to(person, notice))).consent
    assert consent.text_hash == notice.text_hash
    assert consent.state == pb.CONSENT_STATE_GRANTED
    assert (await checked(node, person)).consent_id == consent.id
    assert not (await checked(node, person, "marketing")).granted


async def test_move_in_takes_no_consent_along(node, home):
    """R5: a bundled consent is refused, not ignored."""
    person, house = await home.person(), await home.house()
    body = {"house_id": house.id, "person_id": person.id, "kind": "owner", "face_consent": True}
    async with node.rest() as http:
        answer = await http.post("/tenancies", json=body)
    assert answer.status_code == 400
    assert answer.json()["field"] == "face_consent"


@pytest.mark.parametrize("blank", ["handler", "contact", "rights", "alternatives"])
async def test_notice_has_no_blank_part(home, blank):
    """R3"""
    with pytest.raises(InvalidArgument, match=blank):
        await home.notice(**{blank: " "})


def test_notice_may_not_say_that_face_is_required():
    """R5"""
    parts = {name: "x" for name in NoticeIn.model_fields if name not in ("recipients",)}
    parts |= {"purpose": "face_access", "request_id": ""}
    NoticeIn(**parts)
    with pytest.raises(ValueError, match="free"):
        NoticeIn(**parts | {"alternatives": "没有，必须刷脸"})


async def test_published_text_cannot_change(home):
    await home.notice("1")
    with pytest.raises(AlreadyExists, match="published"):
        await home.notice("1", handler="somebody else")


async def test_new_text_needs_new_consent(node, stub, home):
    """R3, R9: a changed notice ends what the former one allowed."""
    person, old = await home.resident(), await home.notice("1")
    await stub.GrantConsent(consent_to(person, old))
    new = await home.notice("2")
    assert not (await checked(node, person)).granted
    with pytest.raises(FailedPrecondition, match="newer notice"):
        await stub.GrantConsent(consent_to(person, old))
    await stub.GrantConsent(consent_to(person, new))
    assert (await checked(node, person)).granted


async def test_consent_to_another_text_than_shown_is_refused(stub, home):
    person, notice = await home.resident(), await home.notice()
    with pytest.raises(FailedPrecondition, match="another text"):
        await stub.GrantConsent(consent_to(person, notice, text_hash="0" * 64))


@pytest.mark.parametrize("days", [-1, 731.5, 4000])
async def test_consent_has_an_end_within_24_months(stub, home, days):
    """R10"""
    person, notice = await home.resident(), await home.notice()
    with pytest.raises(InvalidArgument) as caught:
        await stub.GrantConsent(consent_to(person, notice, expire_time=later(days)))
    assert caught.value.reason == "CONSENT_TERM_INVALID"


async def test_consent_ends_with_the_tenancy(stub, home):
    """R10"""
    person, notice = await home.person(), await home.notice()
    kind = pb.TENANCY_KIND_FLOATING
    await home.tenancy(await home.house(), person, kind=kind, valid_to=later(10))
    with pytest.raises(InvalidArgument, match="expire_time"):
        await stub.GrantConsent(consent_to(person, notice, expire_time=later(11)))
    await stub.GrantConsent(consent_to(person, notice, expire_time=later(9)))


async def test_under_14_the_guardian_consents(stub, home):
    """R7"""
    house, notice = await home.house(), await home.notice()
    child = await home.person(birth_date=born(10))
    parent, stranger = await home.person(birth_date=born(40)), await home.resident()
    for person in (child, parent):
        await home.tenancy(house, person, kind=pb.TENANCY_KIND_FAMILY)
    assert child.minor
    for wrong in ("", child.id, stranger.id, "nobody"):
        with pytest.raises(FailedPrecondition) as caught:
            await stub.GrantConsent(
                consent_to(child, notice, guardian_id=wrong, minor_rules="rules-1")
            )
        assert caught.value.reason == "GUARDIAN_REQUIRED"
    request = consent_to(child, notice, guardian_id=parent.id, minor_rules="rules-1")
    assert (await stub.GrantConsent(request)).consent.guardian_id == parent.id


async def test_minor_is_asked_again_on_the_14th_birthday(stub, home):
    """R7"""
    house, notice = await home.house(), await home.notice()
    child, parent = await home.person(birth_date=born(13, 20)), await home.person()
    for person in (child, parent):
        await home.tenancy(house, person)
    request = consent_to(
        child, notice, guardian_id=parent.id, minor_rules="r", expire_time=later(700)
    )
    with pytest.raises(InvalidArgument, match="expire_time"):
        await stub.GrantConsent(request)


async def test_refusal_is_remembered_so_that_nobody_nags(stub, home):
    """R5"""
    person, notice = await home.resident(), await home.notice()
    refusal = pb.RefuseConsentRequest(person_id=person.id, notice_id=notice.id, channel="desk")
    consent = (await stub.RefuseConsent(refusal)).consent
    assert consent.state == pb.CONSENT_STATE_REFUSED
    wait = consent.ask_again_time.ToDatetime(UTC) - datetime.now(UTC)
    assert wait > timedelta(days=179)


async def test_who_refuses_takes_an_earlier_yes_back(node, stub, home):
    """R6: the face of somebody who says no to the new notice opens no door any more."""
    person, notice = await home.resident(), await home.notice()
    consent = (await stub.GrantConsent(consent_to(person, notice))).consent
    newer = await home.notice("2")
    await stub.RefuseConsent(
        pb.RefuseConsentRequest(person_id=person.id, notice_id=newer.id, channel="desk")
    )
    listed = (await stub.ListConsents(pb.ListConsentsRequest(person_id=person.id))).consents
    states = {each.id: each.state for each in listed}
    assert states[consent.id] == pb.CONSENT_STATE_WITHDRAWN
    (erasure,) = (await stub.ListErasures(pb.ListErasuresRequest(open=True))).erasures
    assert erasure.cause == pb.ERASURE_CAUSE_CONSENT_WITHDRAWN


async def test_nobody_consents_whose_age_is_unknown(stub, home):
    """R7: a child without a birth date on record is no grown-up."""
    person, notice = await home.resident(birth_date=""), await home.notice()
    with pytest.raises(FailedPrecondition) as caught:
        await stub.GrantConsent(consent_to(person, notice))
    assert caught.value.reason == "BIRTH_DATE_UNKNOWN"
    await stub.CorrectPerson(pb.CorrectPersonRequest(id=person.id, birth_date="1980-05-17"))
    await stub.GrantConsent(consent_to(person, notice))


async def test_a_child_taken_for_a_grown_up_has_consented_to_nothing(stub, home):
    """R7: the right birth date ends what was agreed to without a guardian."""
    person, notice = await home.resident(), await home.notice()
    await stub.GrantConsent(consent_to(person, notice))
    await stub.CorrectPerson(pb.CorrectPersonRequest(id=person.id, birth_date=born(12)))
    (consent,) = (await stub.ListConsents(pb.ListConsentsRequest(person_id=person.id))).consents
    assert consent.state == pb.CONSENT_STATE_WITHDRAWN
    assert (await stub.ListErasures(pb.ListErasuresRequest(open=True))).erasures


@pytest.mark.parametrize("guardians", ["", born(17)])
async def test_a_guardian_is_known_to_be_of_age(stub, home, guardians):
    """R7"""
    child, guardian = (
        await home.person(birth_date=born(10)),
        await home.person(birth_date=guardians),
    )
    house, notice = await home.house(), await home.notice()
    for each in (child, guardian):
        await home.tenancy(house, each)
    asked = consent_to(child, notice, guardian_id=guardian.id, minor_rules="r")
    with pytest.raises(FailedPrecondition) as caught:
        await stub.GrantConsent(asked)
    assert caught.value.reason == "GUARDIAN_REQUIRED"


async def test_expired_is_withdrawn(node, stub, home):
    """R10: the end of the term starts the same erasure as a withdrawal."""
    person, notice = await home.resident(), await home.notice()
    soon = later(0.6 / 86400)
    await stub.GrantConsent(consent_to(person, notice, expire_time=soon))

    async def erasures():
        return (await stub.ListErasures(pb.ListErasuresRequest(open=True))).erasures

    (erasure,) = await eventually(erasures)
    assert erasure.cause == pb.ERASURE_CAUSE_CONSENT_EXPIRED
    assert not (await checked(node, person)).granted


async def test_renewal_replaces_without_erasing(stub, home):
    person, notice = await home.resident(), await home.notice()
    first = (await stub.GrantConsent(consent_to(person, notice))).consent
    second = (await stub.GrantConsent(consent_to(person, notice, expire_time=later(60)))).consent
    listed = (await stub.ListConsents(pb.ListConsentsRequest(person_id=person.id))).consents
    assert [(c.id, c.state) for c in listed] == [
        (second.id, pb.CONSENT_STATE_GRANTED),
        (first.id, pb.CONSENT_STATE_EXPIRED),
    ]
    assert not (await stub.ListErasures(pb.ListErasuresRequest())).erasures


async def test_consent_needs_a_home(stub, home):
    person, notice = await home.person(), await home.notice()
    with pytest.raises(FailedPrecondition, match="no house"):
        await stub.GrantConsent(consent_to(person, notice))
