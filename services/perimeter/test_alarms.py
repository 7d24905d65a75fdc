"""Alarms through the API: one incident, an owner, a clock, and a record that cannot be changed."""

import pytest

from anju.access.v1 import access_pb2
from anju.perimeter.v1 import perimeter_pb2 as pb
from kit.errors import FailedPrecondition, InvalidArgument, NotFound, PermissionDenied
from kit.tables import now
from kit.testing import change_in, eventually, running, tables_in
from services.perimeter.conftest import LIGHT, Estate, settings_of
from services.perimeter.models import Alarm, AlarmState, Severity, Source
from services.roles import ROLES


async def test_a_device_raises_an_alarm_and_somebody_handles_it(estate):
    alarm = await estate.alarm(zone="3")
    assert (alarm.kind, alarm.state) == ("tamper", pb.ALARM_STATE_RAISED)
    assert alarm.severity == pb.SEVERITY_CRITICAL
    assert alarm.due_time.seconds > alarm.create_time.seconds
    guard = estate.stub("guard", subject="guard-li")
    owned = (await guard.AcknowledgeAlarm(pb.AcknowledgeAlarmRequest(id=alarm.id))).alarm
    assert (owned.state, owned.owner) == (pb.ALARM_STATE_ACKNOWLEDGED, "guard-li")
    assert not owned.HasField("due_time")
    again = (await guard.AcknowledgeAlarm(pb.AcknowledgeAlarmRequest(id=alarm.id))).alarm
    assert again == owned
    closed = await guard.CloseAlarm(pb.CloseAlarmRequest(id=alarm.id, note="lid was loose"))
    assert closed.alarm.state == pb.ALARM_STATE_RESOLVED
    names = [e["type"] for e in await estate.node.events("anju.*.perimeter.alarm.*", 3)]
    assert names == [f"anju.perimeter.alarm.{n}" for n in ("raised", "acknowledged", "resolved")]


async def test_what_a_device_goes_on_reporting_is_one_alarm(estate):
    device = await estate.device()
    first = await estate.alarm(device_id=device, zone="3")
    second = await estate.alarm(device_id=device, zone="3")
    other = await estate.alarm(device_id=device, zone="4")
    duress = await estate.alarm(pb.DEVICE_ALARM_DURESS, device_id=device, zone="3")
    assert second.id == first.id
    assert second.count == 2
    assert len({first.id, other.id, duress.id}) == 3  # distinct kinds and zones (R82)


async def test_nobody_closes_what_nobody_owns(estate):
    alarm = await estate.alarm()
    with pytest.raises(FailedPrecondition, match="raised") as caught:
        await estate.stub().CloseAlarm(pb.CloseAlarmRequest(id=alarm.id, note="all is well"))
    assert caught.value.reason == "ALARM_STATE"
    assert "acknowledge" in caught.value.remedy


async def test_a_device_speaks_for_itself_alone(estate):
    mine, other = await estate.device(number=1), await estate.device(number=2)
    stub = estate.stub("device", subject=mine)
    fire = pb.DEVICE_ALARM_FIRE
    await stub.RaiseAlarm(pb.RaiseAlarmRequest(device_id=mine, kind=fire))
    with pytest.raises(PermissionDenied):
        await stub.RaiseAlarm(pb.RaiseAlarmRequest(device_id=other, kind=fire))
    far = await estate.device(estate.there, number=3)
    with pytest.raises(NotFound):
        await estate.stub().RaiseAlarm(pb.RaiseAlarmRequest(device_id=far, kind=fire))


async def test_fire_opens_the_gates(whole):
    """R65: free egress, without anybody's help."""
    estate = whole
    await estate.gate()
    alarm = await estate.alarm(pb.DEVICE_ALARM_FIRE)

    async def opened():
        request = access_pb2.ListEmergenciesRequest(community_id=estate.here)
        found = (await estate.access.ListEmergencies(request)).emergencies
        return [each for each in found if alarm.id in each.reason]

    assert len(await eventually(opened)) == 1


async def test_an_alarm_that_nobody_takes_goes_up(tmp_path):
    settings = settings_of(tmp_path, critical_seconds=0.2, levels=2)
    async with running(settings, LIGHT, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        alarm = await estate.alarm()

        async def risen():
            found = (await estate.stub().GetAlarm(pb.GetAlarmRequest(id=alarm.id))).alarm
            return found if found.level == 2 else None

        found = await eventually(risen)
        assert not found.HasField("due_time")  # the last level has it
        await node.events("anju.*.perimeter.alarm.escalated", 2)


async def test_records_are_a_chain_that_shows_what_was_changed(estate):
    """R73: a change, a gap and a forgery are all found."""
    alarm = await estate.alarm()
    guard = estate.stub("guard")
    await guard.AcknowledgeAlarm(pb.AcknowledgeAlarmRequest(id=alarm.id))
    await guard.CloseAlarm(pb.CloseAlarmRequest(id=alarm.id, note="cleaned the lens"))
    auditor = estate.stub("auditor")
    ask = pb.VerifyAlarmRecordsRequest(community_id=estate.here)
    whole = await auditor.VerifyAlarmRecords(ask)
    assert (whole.records, whole.first, whole.last, whole.broken_at) == (3, 1, 3, 0)
    listed = await auditor.ListAlarmRecords(
        pb.ListAlarmRecordsRequest(community_id=estate.here, alarm_id=alarm.id)
    )
    assert [each.what for each in listed.records] == ["raised", "acknowledged", "resolved"]
    await _execute(estate, "UPDATE alarm_record SET detail = '{}' WHERE number = 2")
    assert (await auditor.VerifyAlarmRecords(ask)).broken_at == 2
    await _execute(estate, "DELETE FROM alarm_record WHERE number = 2")
    assert (await auditor.VerifyAlarmRecords(ask)).broken_at == 3


async def _execute(estate, statement):
    await change_in(estate.node.node.settings.data_dir, "perimeter", statement)


async def test_looking_at_a_picture_needs_a_reason_and_leaves_a_record(estate):
    """R71."""
    alarm = await estate.alarm()
    stub = estate.stub()
    with pytest.raises(InvalidArgument) as caught:
        await stub.GetAlarmPicture(pb.GetAlarmPictureRequest(id=alarm.id, reason="x"))
    assert caught.value.field == "reason"
    with pytest.raises(NotFound) as missing:
        await stub.GetAlarmPicture(
            pb.GetAlarmPictureRequest(id=alarm.id, reason="incident 12, asked by the owner")
        )
    assert missing.value.reason == "PICTURE_NOT_FOUND"
    listed = await estate.stub("auditor").ListAlarmRecords(
        pb.ListAlarmRecordsRequest(community_id=estate.here)
    )
    assert [each.what for each in listed.records] == ["raised", "viewed"]


async def test_alarms_of_other_communities_are_absent(estate):
    far = await estate.device(estate.there, number=9)
    request = pb.RaiseAlarmRequest(device_id=far, kind=pb.DEVICE_ALARM_TAMPER)
    alarm = (await estate.stub("district_admin", communities=None).RaiseAlarm(request)).alarm
    guard = estate.stub("guard")
    with pytest.raises(NotFound):
        await guard.GetAlarm(pb.GetAlarmRequest(id=alarm.id))
    assert not (await guard.ListAlarms(pb.ListAlarmsRequest())).alarms


async def test_statistics_come_from_verdicts(estate):
    """Right and false alarms of a rule; one without a verdict says nothing yet."""
    db_rows = []
    for state, count in ((AlarmState.RESOLVED, 3), (AlarmState.DISMISSED, 1)):
        db_rows += [(state, "r1")] * count
    folder = estate.node.node.settings.data_dir
    async with tables_in(folder, "perimeter") as db, db.write() as session:
        for state, rule in [*db_rows, (AlarmState.RAISED, "r2")]:
            session.add(
                Alarm(
                    community_id=estate.here,
                    source=Source.RULE,
                    kind="intrusion",
                    severity=Severity.WARNING,
                    state=state,
                    rule_id=rule,
                    event_time=now(),
                    last_time=now(),
                )
            )
    ask = pb.ListRuleStatisticsRequest(community_id=estate.here)
    found = (await estate.stub().ListRuleStatistics(ask)).statistics
    assert [(each.rule_id, each.alarms) for each in found] == [("r1", 4), ("r2", 1)]
    assert found[0].precision == 0.75
    assert not found[1].HasField("precision")
