"""Rounds through the API: in time, late, missed, offline, twice, by two (R83)."""

from datetime import timedelta

import pytest

from anju.perimeter.v1 import perimeter_pb2 as pb
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.hours import SHANGHAI
from kit.message import timestamp
from kit.tables import now
from kit.testing import change_in, eventually
from services.perimeter.patrol.models import Refusal


class Walk:
    """A route of NFC points that starts in a few minutes, and a guard who walks it."""

    def __init__(self, estate):
        self.estate = estate
        self.stub = estate.stub()

    async def point(self, tag, kind=pb.TAG_KIND_NFC):
        request = pb.PutCheckpointRequest(
            community_id=self.estate.here, display_name="水泵房", kind=kind, tag=tag
        )
        return (await self.stub.PutCheckpoint(request)).checkpoint.id

    async def route(self, points, begins=2, **values):
        """`points`: (checkpoint, minute, tolerance); begins in so many minutes."""
        local = (now() + timedelta(minutes=begins)).astimezone(SHANGHAI)
        request = pb.PutRouteRequest(
            community_id=self.estate.here,
            display_name="夜间一号线",
            points=[pb.RoutePoint(checkpoint_id=c, minute=m, tolerance=t) for c, m, t in points],
            schedules=[pb.Schedule(starts=[local.strftime("%H:%M")])],
            **values,
        )
        return (await self.stub.PutRoute(request)).route

    async def round(self):
        listed = await self.stub.ListRounds(pb.ListRoundsRequest(community_id=self.estate.here))
        return (await self.stub.GetRound(pb.GetRoundRequest(id=listed.rounds[-1].id))).round

    async def visit(self, *tags, guard="li", **values):
        items = [
            pb.CheckInItem(key=values.pop("key", f"{tag}-{i}"), tag=tag, **values)
            for i, tag in enumerate(tags)
        ]
        request = pb.CheckInRequest(community_id=self.estate.here, items=items)
        walker = self.estate.stub("guard", subject=guard)
        return (await walker.CheckIn(request)).results


@pytest.fixture
def walk(estate):
    return Walk(estate)


async def test_a_round_in_time(walk):
    a, b = await walk.point("04A22B11"), await walk.point("04A22B12")
    await walk.route([(a, 0, 10), (b, 1, 10)])
    assert (await walk.round()).state == pb.ROUND_STATE_PLANNED
    (first,) = await walk.visit("04:a2:2b:11")
    assert first.refusal == ""
    assert (await walk.round()).state == pb.ROUND_STATE_RUNNING
    await walk.visit("122BA204")  # the other byte order of the same tag
    done = await walk.round()
    assert done.state == pb.ROUND_STATE_DONE
    assert [each.state for each in done.points] == [pb.POINT_STATE_DONE] * 2
    await walk.estate.node.events("anju.*.perimeter.round.ended")


async def test_an_upload_that_comes_twice_counts_once(walk):
    a = await walk.point("04A22B11")
    await walk.route([(a, 0, 10)])
    first = await walk.visit("04A22B11", key="k1")
    again = await walk.visit("04A22B11", key="k1")
    assert list(first) == list(again)
    (other,) = await walk.visit("04A22B11", key="k2")
    assert other.refusal == Refusal.NOT_ON_A_ROUND


async def test_a_missed_point_raises_an_alarm_while_the_round_still_runs(walk):
    a, b = await walk.point("04A22B11"), await walk.point("04A22B12")
    await walk.route([(a, 0, 10), (b, 60, 10)], begins=1)
    await _turn_back(walk, minutes=30, place=0)

    async def raised():
        ask = pb.ListAlarmsRequest(kind="patrol_missed")
        return (await walk.estate.stub("guard").ListAlarms(ask)).alarms

    assert len(await eventually(raised)) == 1
    patrol = await walk.round()
    assert [each.state for each in patrol.points] == [pb.POINT_STATE_MISSED, pb.POINT_STATE_DUE]
    await walk.estate.node.events("anju.*.perimeter.point.missed")


async def test_two_checkpoints_never_have_one_tag(walk):
    """Neither a new one nor one that is changed takes another's."""
    first, second = await walk.point("04A22B11"), await walk.point("04A22B12")
    taken = {"display_name": "门岗", "kind": pb.TAG_KIND_NFC, "tag": "04A22B11"}
    for where in ({"community_id": walk.estate.here}, {"id": second}):
        with pytest.raises(AlreadyExists) as caught:
            await walk.stub.PutCheckpoint(pb.PutCheckpointRequest(**where, **taken))
        assert caught.value.reason == "TAG_IN_USE"
    await walk.stub.PutCheckpoint(pb.PutCheckpointRequest(id=first, **taken))  # its own


async def _turn_back(walk, minutes, place):
    """Lets the point have been due earlier."""
    folder = walk.estate.node.node.settings.data_dir
    past = (now() - timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.%f")
    statement = (
        f"UPDATE round_point SET due_from = '{past}', due_to = '{past}' WHERE place = {place}"
    )
    await change_in(folder, "perimeter", statement)


async def test_what_was_walked_offline_is_flagged_and_mends_what_was_missed(walk):
    a = await walk.point("04A22B11")
    await walk.route([(a, 0, 10)], begins=1)
    walked = now()
    await walk.visit("FFFF")  # the round is planned meanwhile
    (result,) = await walk.visit(
        "04A22B11", key="later", device_time=timestamp(walked), offline=True
    )
    assert (result.refusal, result.offline) == ("", True)
    (point,) = (await walk.round()).points
    assert point.visits[0].offline
    assert point.visits[0].device_time.seconds == int(walked.timestamp())
    assert point.visits[0].server_time.seconds >= int(walked.timestamp())


async def test_uploads_out_of_order_give_the_same_round(walk):
    a, b = await walk.point("04A22B11"), await walk.point("04A22B12")
    await walk.route([(a, 0, 30), (b, 1, 30)], begins=1)
    at = now()
    items = [
        pb.CheckInItem(
            key=tag, tag=tag, offline=True, device_time=timestamp(at - timedelta(seconds=late))
        )
        for tag, late in (("04A22B12", 10), ("04A22B11", 60))
    ]
    request = pb.CheckInRequest(community_id=walk.estate.here, items=items)
    results = (await walk.estate.stub("guard").CheckIn(request)).results
    assert [each.refusal for each in results] == ["", ""]
    assert [each.key for each in results] == ["04A22B12", "04A22B11"]


async def test_a_clock_that_is_far_off_is_no_clock(walk):
    a = await walk.point("04A22B11")
    await walk.route([(a, 0, 10)], begins=1)
    wrong = now() - timedelta(days=400)
    (online,) = await walk.visit("04A22B11", key="1", device_time=timestamp(wrong))
    assert online.refusal == ""  # the server's clock counts
    (offline,) = await walk.visit("04A22B11", key="2", device_time=timestamp(wrong), offline=True)
    assert offline.refusal == Refusal.OUTSIDE_THE_WINDOW


async def test_two_guards_where_two_are_asked_for(walk):
    a = await walk.point("04A22B11")
    await walk.route([(a, 0, 10)], guards=2)
    await walk.visit("04A22B11", key="1", guard="li")
    assert (await walk.round()).points[0].state == pb.POINT_STATE_DUE
    await walk.visit("04A22B11", key="1", guard="wang")
    assert (await walk.round()).points[0].state == pb.POINT_STATE_DONE


async def test_only_those_who_are_assigned_walk_it(walk):
    a = await walk.point("04A22B11")
    await walk.route([(a, 0, 10)])
    patrol = await walk.round()
    await walk.stub.AssignRound(pb.AssignRoundRequest(id=patrol.id, guards=["wang"]))
    (refused,) = await walk.visit("04A22B11", key="1", guard="li")
    (counted,) = await walk.visit("04A22B11", key="2", guard="wang")
    assert (refused.refusal, counted.refusal) == (Refusal.NOT_ASSIGNED, "")


async def test_an_order_that_counts(walk):
    a, b = await walk.point("04A22B11"), await walk.point("04A22B12")
    await walk.route([(a, 0, 30), (b, 1, 30)])
    (later,) = await walk.visit("04A22B12")
    (earlier,) = await walk.visit("04A22B11")
    assert (later.refusal, earlier.refusal) == ("", Refusal.OUT_OF_ORDER)


async def test_a_code_on_a_screen_is_worth_nothing_tomorrow(walk):
    request = pb.PutCheckpointRequest(
        community_id=walk.estate.here, display_name="泵房", kind=pb.TAG_KIND_QR
    )
    a = (await walk.stub.PutCheckpoint(request)).checkpoint.id
    await walk.route([(a, 0, 10)])
    shown = await walk.stub.GetCheckpointCode(pb.GetCheckpointCodeRequest(id=a))
    yesterday = timestamp(now() - timedelta(hours=20))
    (old,) = await walk.visit(shown.code, key="1", device_time=yesterday, offline=True)
    forged = shown.code[:-4] + "AAAA"
    (false,) = await walk.visit(forged, key="2")
    (good,) = await walk.visit(shown.code, key="3")
    assert [old.refusal, false.refusal, good.refusal] == [
        Refusal.CODE_EXPIRED,
        Refusal.UNKNOWN_TAG,
        "",
    ]


async def test_a_tag_is_kept_as_a_digest(walk):
    from kit.testing import content_in

    await walk.point("04A22B11")
    assert b"04A22B11" not in content_in(walk.estate.node.node.settings.data_dir, "perimeter")


async def test_a_checkpoint_on_a_route_stays(walk):
    a = await walk.point("04A22B11")
    route = await walk.route([(a, 0, 10)])
    with pytest.raises(FailedPrecondition):
        await walk.stub.DeleteCheckpoint(pb.DeleteCheckpointRequest(id=a))
    await walk.stub.DeleteRoute(pb.DeleteRouteRequest(id=route.id))
    await walk.stub.DeleteCheckpoint(pb.DeleteCheckpointRequest(id=a))


async def test_bad_routes_name_their_field(walk):
    a = await walk.point("04A22B11")
    with pytest.raises(InvalidArgument) as unknown:
        await walk.route([("nowhere", 0, 5)])
    with pytest.raises(InvalidArgument) as back:
        await walk.route([(a, 10, 5), (a, 0, 5)])
    assert unknown.value.reason == "CHECKPOINT_UNKNOWN"
    assert "minutes must not go back" in back.value.message


async def test_findings_handover_and_the_month(walk):
    a = await walk.point("04A22B11")
    await walk.route([(a, 0, 10)], begins=0 if now().second < 50 else 1)
    await walk.visit("04A22B11")
    guard = walk.estate.stub("guard", subject="li")
    finding = (
        await guard.CreateFinding(
            pb.CreateFindingRequest(
                community_id=walk.estate.here,
                checkpoint_id=a,
                text="消防通道被占用",
                image=b"\xff\xd8\xff\xe0 photo",
            )
        )
    ).finding
    assert finding.has_picture
    ask = pb.GetFindingPictureRequest(id=finding.id, reason="is the lane free again")
    assert (await guard.GetFindingPicture(ask)).image == b"\xff\xd8\xff\xe0 photo"
    with pytest.raises(InvalidArgument):
        await guard.GetFindingPicture(pb.GetFindingPictureRequest(id=finding.id))
    handover = await guard.GetHandover(pb.GetHandoverRequest(community_id=walk.estate.here))
    assert [each.id for each in handover.open_findings] == [finding.id]
    answer = pb.CloseFindingRequest(id=finding.id, answer="车主已移车")
    assert (await guard.CloseFinding(answer)).finding.state == pb.FINDING_STATE_CLOSED
    with pytest.raises(FailedPrecondition):
        await guard.CloseFinding(answer)
    month = (now() + timedelta(minutes=2)).astimezone(SHANGHAI).strftime("%Y-%m")
    ask = pb.GetPatrolReportRequest(community_id=walk.estate.here, month=month)
    report = (await guard.GetPatrolReport(ask)).report
    assert (report.findings, report.findings_closed) == (1, 1)
    assert report.planned == report.done + report.late + report.missed + report.due
