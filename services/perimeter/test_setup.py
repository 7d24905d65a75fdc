"""Cameras, zones, rules, holidays and replays through the API."""

from datetime import timedelta

import pytest

from anju.perimeter.v1 import perimeter_pb2 as pb
from kit.errors import InvalidArgument, NotFound
from kit.message import timestamp
from kit.tables import now
from kit.testing import change_in, content_in, tables_in
from services.perimeter.eye import Eye, Granted
from services.perimeter.models import Camera, RuleKind
from services.perimeter.module import expire
from services.perimeter.scene.shapes import Point
from services.perimeter.scene.spec import RuleSpec
from services.perimeter.scene.test_rules import STEP, way
from services.perimeter.settings import PerimeterSettings

AREA = ((0.1, 0.5), (0.9, 0.5), (0.9, 1.0), (0.1, 1.0))


async def test_a_login_is_sealed_and_never_shown(estate):
    made = await estate.camera(
        url="rtsp://10.1.2.3/sub", username="operator-7", password="geheim-99"
    )
    shown = await estate.stub().GetCamera(pb.GetCameraRequest(id=made.id))
    kept = content_in(estate.node.node.settings.data_dir, "perimeter")
    for secret in ("operator-7", "geheim-99"):
        assert secret not in str(shown)
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "rtsp://u:p@10.0.0.1/x"}, "url"),
        ({"rate": 99}, "rate"),
        ({"display_name": ""}, "display_name"),
        ({"heights": [pb.Height(y=0.5, height=0.2)]}, "request"),
    ],
)
async def test_a_wrong_camera_names_its_field(estate, values, field):
    with pytest.raises(InvalidArgument) as caught:
        await estate.camera(**values)
    assert caught.value.field == field


async def test_a_device_of_another_community_is_no_device(estate):
    far = await estate.device(estate.there)
    with pytest.raises(InvalidArgument) as caught:
        await estate.camera(device_id=far)
    assert (caught.value.reason, caught.value.field) == ("PLACE_UNKNOWN", "device_id")


async def test_a_line_is_no_area_and_an_area_no_line(estate):
    camera = await estate.camera()
    line = await estate.zone(camera.id, ((0.5, 0.0), (0.5, 1.0)))
    with pytest.raises(InvalidArgument) as caught:
        await estate.rule(line.id, pb.RULE_KIND_INTRUSION)
    assert caught.value.reason == "POINTS_INVALID"
    await estate.rule(line.id, pb.RULE_KIND_LINE_CROSSING)
    with pytest.raises(InvalidArgument):
        await estate.rule((await estate.zone(camera.id)).id, pb.RULE_KIND_WRONG_WAY)


async def test_disarming_needs_a_reason_and_is_on_record(estate):
    camera = await estate.camera()
    zone = await estate.zone(camera.id)
    guard = estate.stub("guard", subject="li")
    with pytest.raises(InvalidArgument):
        await guard.ArmZone(pb.ArmZoneRequest(id=zone.id))
    until = timestamp(now() + timedelta(hours=1))
    ask = pb.ArmZoneRequest(id=zone.id, until=until, reason="gardeners until noon")
    shown = (await guard.ArmZone(ask)).zone
    assert shown.armed
    assert shown.disarmed_until == until
    records = await estate.stub("auditor").ListAlarmRecords(
        pb.ListAlarmRecordsRequest(community_id=estate.here)
    )
    assert [(each.what, each.actor) for each in records.records] == [("disarmed", "li")]


async def test_a_camera_goes_with_its_zones_and_rules(estate):
    camera = await estate.camera()
    await estate.rule((await estate.zone(camera.id)).id)
    await estate.stub().DeleteCamera(pb.DeleteCameraRequest(id=camera.id))
    with pytest.raises(NotFound):
        await estate.stub().GetCamera(pb.GetCameraRequest(id=camera.id))
    assert not (await estate.stub().ListZones(pb.ListZonesRequest())).zones
    assert not (await estate.stub().ListRules(pb.ListRulesRequest())).rules


async def test_holidays_are_replaced_by_the_year(estate):
    put = estate.stub().PutHolidays
    here = {"community_id": estate.here}
    await put(pb.PutHolidaysRequest(**here, year=2026, days=["2026-10-01", "2026-10-02"]))
    await put(pb.PutHolidaysRequest(**here, year=2027, days=["2027-01-01"]))
    await put(pb.PutHolidaysRequest(**here, year=2026, days=["2026-10-01"]))
    listed = await estate.stub().ListHolidays(pb.ListHolidaysRequest(**here))
    assert list(listed.days) == ["2026-10-01", "2027-01-01"]
    with pytest.raises(InvalidArgument):
        await put(pb.PutHolidaysRequest(**here, year=2026, days=["2027-10-01"]))


def seen(camera_id: str, community_id: str, start: float) -> tuple[list, list]:
    """Somebody walks through the area: what a live rule raised, and the tracks that are kept."""
    eye = Eye(Camera(id=camera_id, community_id=community_id, display_name="x"), Granted())
    points = tuple(Point(x, y) for x, y in AREA)
    eye.watch.arm([RuleSpec("r", RuleKind.INTRUSION, points)])
    hits = []
    for i, found in enumerate(way([(0.0, 0.8), (0.9, 0.8)], 12)):
        hits += eye.observe(start + i * STEP, found, (), b"jpeg")
    eye.finish()
    return hits, eye.ended


async def test_a_replay_raises_what_was_raised(estate):
    """The rule over stored tracks gives what it gave live; a changed one, what it would."""
    camera = await estate.camera()
    zone = await estate.zone(camera.id, AREA)
    start = now() - timedelta(hours=2)
    hits, tracks = seen(camera.id, estate.here, start.timestamp())
    folder = estate.node.node.settings.data_dir
    async with tables_in(folder, "perimeter") as db, db.write() as session:
        session.add_all(tracks)
    span = {
        "zone_id": zone.id,
        "start_time": timestamp(start - timedelta(minutes=1)),
        "end_time": timestamp(now()),
    }
    same = pb.ReplayRuleRequest(kind=pb.RULE_KIND_INTRUSION, **span)
    answer = await estate.stub().ReplayRule(same)
    assert answer.tracks == len(tracks) == 1
    assert [each.time.ToDatetime().timestamp() for each in answer.alarms]
    assert len(answer.alarms) == len(hits) == 1
    late = answer.alarms[0].time.ToDatetime(tzinfo=now().tzinfo).timestamp() - hits[0].time
    assert abs(late) < 0.01
    longer = pb.ReplayRuleRequest(kind=pb.RULE_KIND_LOITERING, **span)
    assert not (await estate.stub().ReplayRule(longer)).alarms
    with pytest.raises(InvalidArgument):
        await estate.stub().ReplayRule(pb.ReplayRuleRequest(kind=pb.RULE_KIND_TAILGATING, **span))


async def test_a_replay_of_a_zone_that_cannot_have_the_rule(estate):
    camera = await estate.camera()
    zone = await estate.zone(camera.id, ((0.5, 0.0), (0.5, 1.0)))
    ask = pb.ReplayRuleRequest(
        zone_id=zone.id,
        kind=pb.RULE_KIND_INTRUSION,
        start_time=timestamp(now() - timedelta(hours=1)),
        end_time=timestamp(now()),
    )
    with pytest.raises(InvalidArgument) as caught:
        await estate.stub().ReplayRule(ask)
    assert caught.value.field == "points"


async def test_old_pictures_and_tracks_go(estate, tmp_path):
    """lawful.md §4: the file goes by its age, and the row forgets it."""
    alarm = await estate.alarm()
    key = f"alarms/{estate.here}/{alarm.id}.jpg"
    files = estate.node.node.files
    await files.put(key, b"jpeg")
    folder = estate.node.node.settings.data_dir
    past = (now() - timedelta(days=40)).strftime("%Y-%m-%d %H:%M:%S.%f")
    changed = f"UPDATE alarm SET picture = '{key}', create_time = '{past}'"
    await change_in(folder, "perimeter", changed)
    async with tables_in(folder, "perimeter") as db:
        await expire(db, files, PerimeterSettings(clip_days=1))
    shown = (await estate.stub().GetAlarm(pb.GetAlarmRequest(id=alarm.id))).alarm
    assert not shown.has_picture  # the alarm itself is kept for 90 days
