"""Looking after those who asked for it (R22), and forgetting them when they go (R6)."""

from datetime import timedelta

import pytest

from anju.perimeter.v1 import perimeter_pb2 as pb
from anju.resident.v1 import resident_pb2
from kit.errors import FailedPrecondition
from kit.message import timestamp
from kit.tables import now
from kit.testing import change_in, eventually, rows_in, running
from services.perimeter.conftest import EVERYBODY, Estate, settings_of
from services.roles import ROLES

NOTICE = {
    "purpose": "care",
    "version": "1",
    "handler": "安居小区物业服务中心",
    "contact": "0533-0000000",
    "method": "只看是否出门",
    "retention": "撤回即止",
    "necessity": "独居老人多日未出门时上门看望",
    "impact": "物业知道您多日未出门",
    "rights": "可随时撤回",
    "alternatives": "电话问候",
}


async def resident(estate: Estate) -> str:
    request = resident_pb2.CreateHouseRequest(community_id=estate.here, building="1", number="101")
    house = (await estate.resident.CreateHouse(request)).house.id
    person = resident_pb2.CreatePersonRequest(
        community_id=estate.here, display_name="王芳", birth_date="1980-05-17"
    )
    key = (await estate.resident.CreatePerson(person)).person.id
    await estate.resident.StartTenancy(
        resident_pb2.StartTenancyRequest(
            house_id=house, person_id=key, kind=resident_pb2.TENANCY_KIND_OWNER
        )
    )
    return str(key)


async def consent(estate: Estate, person: str) -> str:
    request = resident_pb2.PublishNoticeRequest(community_id=estate.here, **NOTICE)
    notice = (await estate.resident.PublishNotice(request)).notice
    granted = await estate.resident.GrantConsent(
        resident_pb2.GrantConsentRequest(
            person_id=person,
            notice_id=notice.id,
            text_hash=notice.text_hash,
            channel="app",
            expire_time=timestamp(now() + timedelta(days=100)),
        )
    )
    return str(granted.consent.id)


def start(estate: Estate, person: str) -> pb.StartCareWatchRequest:
    return pb.StartCareWatchRequest(community_id=estate.here, subject_id=person, days=2)


async def test_nobody_is_looked_after_without_asking(whole):
    person = await resident(whole)
    with pytest.raises(FailedPrecondition) as caught:
        await whole.stub().StartCareWatch(start(whole, person))
    assert caught.value.reason == "CONSENT_MISSING"


async def test_who_has_not_gone_out_is_looked_after(tmp_path):
    async with running(settings_of(tmp_path, care_interval=0.2), EVERYBODY, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        person = await resident(estate)
        given = await consent(estate, person)
        await estate.stub().StartCareWatch(start(estate, person))
        past = (now() - timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S.%f")
        changed = f"UPDATE care_watch SET start_time = '{past}'"
        await change_in(tmp_path, "perimeter", changed)

        async def alarmed():
            return (await estate.stub().ListAlarms(pb.ListAlarmsRequest(kind="care"))).alarms

        (alarm,) = await eventually(alarmed)
        assert person not in str(alarm)
        await estate.resident.WithdrawConsent(resident_pb2.WithdrawConsentRequest(id=given))

        async def over():
            return not (await estate.stub().ListCareWatches(pb.ListCareWatchesRequest())).watches

        await eventually(over)


async def test_who_is_erased_is_forgotten(whole):
    person = await resident(whole)
    await consent(whole, person)
    await whole.stub().StartCareWatch(start(whole, person))
    await whole.resident.ErasePerson(resident_pb2.ErasePersonRequest(id=person))
    await whole.node.events("anju.*.perimeter.subject.erased")

    async def gone():
        folder = whole.node.node.settings.data_dir
        return not rows_in(folder, "perimeter", "SELECT id FROM care_watch")

    await eventually(gone)
