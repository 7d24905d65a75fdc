"""Surveys, point plans, maintenance, history and corrections, through the API."""

from datetime import timedelta

import pytest

from anju.coverage.v1 import coverage_pb2 as pb
from anju.registry.v1 import registry_pb2
from kit.errors import AnjuError
from kit.message import timestamp
from kit.testing import eventually
from services.coverage.clock import day_of
from services.coverage.conftest import ago
from services.coverage.rules import FOLDER

POSITIONS = (FOLDER / "positions.toml").read_text()


async def refused(call, reason, field=""):
    with pytest.raises(AnjuError) as error:
        await call
    assert error.value.reason == reason, error.value.message
    if field:
        assert error.value.field == field


async def points(district, community=""):
    request = pb.ListPointsRequest(community_id=community or district.here, page_size=500)
    return {p.name: p for p in (await district.admin.ListPoints(request)).points}


async def take(district, first, last):
    request = pb.TakeSnapshotsRequest(first_day=first.isoformat(), last_day=last.isoformat())
    return await district.admin.TakeSnapshots(request)


async def days(district, day, community=""):
    request = pb.ListSnapshotsRequest(
        community_id=community or district.here,
        first_day=day.isoformat(),
        last_day=day.isoformat(),
    )
    found = (await district.admin.ListSnapshots(request)).snapshots
    return [(s.revision, {f.key: (f.numerator, f.denominator) for f in s.figures}) for s in found]


async def test_a_survey_sets_the_point_plan_by_the_profile(district):
    made = await district.survey(longitude=118.05, latitude=36.81)
    assert (made.survey.column, made.survey.profile) == ("commercial", "0.1")
    found = await points(district)
    assert set(found) == {p.name for p in made.points}
    assert len(found) == 2 + 1 + 2 + 1 + 1
    first = found["人行出入口 1 号"]
    assert (first.code, first.requirement, list(first.captures)) == ("1010100", "M", ["scene"])
    assert first.provenance.startswith("M: Sh")
    sites = (await district.admin.ListSites(pb.ListSitesRequest())).sites
    site = next(s for s in sites if s.id == district.here)
    assert (site.longitude, site.latitude) == (118.05, 36.81)
    assert site.money == "property_with_award"


async def test_another_column_needs_a_reason(district):
    await refused(district.survey(column="enclosed"), "FIELD_INVALID", "request")
    made = await district.survey(column="enclosed", reason="walls were built last year")
    assert made.survey.column == "enclosed"
    await refused(district.survey(column="castle", reason="as a test"), "COLUMN_UNKNOWN", "column")
    await refused(district.survey(counts={"faces": 2}), "FIELD_INVALID", "counts")
    await refused(district.survey(at=ago(-1)), "FIELD_INVALID", "survey_time")


async def test_points_are_adjusted_with_reasons(district):
    await refused(
        district.admin.AdjustPoints(
            pb.AdjustPointsRequest(community_id=district.here, remove=["x"], reason="as a test")
        ),
        "SURVEY_MISSING",
    )
    await district.survey()
    request = pb.AdjustPointsRequest(community_id=district.here, reason="the north road is a river")
    request.remove.append("小区主干道、路口 1 号")
    request.block.add(name="楼栋单元门 1 号", reason=pb.BLOCK_REASON_NEIGHBOUR_WINDOW)
    request.add.add(name="快递柜", code="2060200", captures=["scene"])
    await district.admin.AdjustPoints(request)
    found = await points(district)
    assert "小区主干道、路口 1 号" not in found
    assert found["楼栋单元门 1 号"].blocked == "neighbour_window"
    assert found["快递柜"].provenance == "adjusted"
    for bad, reason in (
        ({"remove": ["nowhere"]}, "POINT_UNKNOWN"),
        ({"add": [pb.NewPoint(name="n", code="7654321", captures=["scene"])]}, None),
        ({"add": [pb.NewPoint(name="n", code="1010300", captures=["face"])]}, None),
        ({}, "FIELD_INVALID"),
    ):
        wrong = pb.AdjustPointsRequest(community_id=district.here, reason="as a test", **bad)
        expected = reason or (
            "POSITION_CODE_UNKNOWN" if bad["add"][0].code == "7654321" else "FACE_CAPTURE_FORBIDDEN"
        )
        await refused(district.admin.AdjustPoints(wrong), expected)


async def test_points_come_in_pages(district):
    await district.survey()
    seen, token = [], ""
    while True:
        request = pb.ListPointsRequest(community_id=district.here, page_size=3, page_token=token)
        page = await district.admin.ListPoints(request)
        seen += [p.name for p in page.points]
        if not (token := page.next_page_token):
            break
    assert seen == sorted(await points(district))


async def test_profiles_are_versions(district):
    put = district.admin.PutProfile
    await refused(put(pb.PutProfileRequest(content=POSITIONS)), "PROFILE_VERSION_TAKEN", "version")
    newer = POSITIONS.replace('version = "0.1"', 'version = "0.2"')
    unknown = newer.replace('code = "1010200"', 'code = "9999999"')
    await refused(put(pb.PutProfileRequest(content=unknown)), "POSITION_CODE_UNKNOWN", "rows")
    later = newer.replace("valid_from = 2020-01-01", f"valid_from = {day_of(ago(10))}")
    assert (await put(pb.PutProfileRequest(content=later))).profile.version == "0.2"
    found = (await district.admin.ListProfiles(pb.ListProfilesRequest())).profiles
    assert [p.version for p in found] == ["0.1", "0.2"]
    assert (await district.survey(at=ago(20))).survey.profile == "0.1"
    assert (await district.survey(at=ago(5))).survey.profile == "0.2"


async def test_a_plan_over_a_hundred_per_cent_is_refused(district):
    plan = (await district.admin.GetPlan(pb.GetPlanRequest())).plan
    assert len(plan.groups) == 4
    plan.targets[0].built = 1.2
    put = district.admin.PutPlan
    await refused(put(pb.PutPlanRequest(plan=plan)), "FIELD_INVALID", "targets.0.built")
    plan.targets[0].built = 1.0
    plan.groups[0].communities = -1
    await refused(put(pb.PutPlanRequest(plan=plan)), "FIELD_INVALID", "groups.0.communities")
    plan.groups[0].communities = 40
    made = await put(pb.PutPlanRequest(plan=plan))
    assert made.sums[0].built == 213
    assert (await district.admin.GetPlan(pb.GetPlanRequest())).plan.groups[0].communities == 40
    before = pb.GetPlanRequest(day="2019-06-01")
    assert (await district.admin.GetPlan(before)).plan.groups[0].communities == 37


async def test_maintenance_must_not_overlap(district):
    def window(start, end, **more):
        return pb.PlanMaintenanceRequest(
            community_id=district.here,
            start_time=timestamp(ago(-start)),
            end_time=timestamp(ago(-end)),
            reason="new switches",
            **more,
        )

    plan = district.admin.PlanMaintenance
    made = (await plan(window(1, 2))).maintenance
    await refused(plan(window(1.5, 3)), "MAINTENANCE_OVERLAPS", "start_time")
    await refused(plan(window(3, 2.9)), "FIELD_INVALID", "request")
    await refused(plan(window(3, 90)), "FIELD_INVALID", "request")
    await refused(plan(window(3, 4, device_id="nobody")), "DEVICE_NOT_FOUND")
    await district.admin.CancelMaintenance(pb.CancelMaintenanceRequest(id=made.id))
    await plan(window(1.5, 3))
    begun = (await plan(window(-1, 1))).maintenance
    cancel = district.admin.CancelMaintenance(pb.CancelMaintenanceRequest(id=begun.id))
    await refused(cancel, "MAINTENANCE_BEGAN")


async def test_history_and_snapshots(district):
    await district.survey(at=ago(40))
    device = await district.device(1, "人行出入口 1 号")
    await district.history([(device, ago(30), True), (device, ago(20), False)])
    day = day_of(ago(25))
    assert (await take(district, day, day)).snapshots == 2
    assert (await take(district, day, day)).snapshots == 0  # what is final stays
    ((revision, figures),) = await days(district, day)
    assert revision == 1
    assert figures["online"] == (86_400_000, 86_400_000)
    assert figures["built"] == (0, 7)
    # People cannot change a final day any more, whatever they enter.
    await refused(district.history([(device, ago(26), False)]), "DAY_IS_FINAL")
    await refused(district.survey(at=ago(30)), "DAY_IS_FINAL")
    await refused(take(district, day_of(ago(0)), day_of(ago(0))), "DAY_NOT_OVER", "last_day")
    other = await district.device(2, community=district.there)
    wrong = district.history([(other, ago(1), True)], community=district.here)
    await refused(wrong, "DEVICE_NOT_FOUND")


async def test_corrections_are_new_facts(district):
    await district.survey(at=ago(40))
    day = day_of(ago(25))

    def correct(**values):
        values = {"day": day.isoformat(), "reason": "counted on site"} | values
        return district.admin.CorrectSnapshot(
            pb.CorrectSnapshotRequest(community_id=district.here, **values)
        )

    await refused(correct(), "SNAPSHOT_NOT_FINAL", "day")
    await take(district, day, day)
    # Time travel: neither the future nor today is final.
    for other in (ago(-5), ago(0), ago(3000)):
        await refused(correct(day=day_of(other).isoformat()), "SNAPSHOT_NOT_FINAL", "day")
    await refused(correct(measure="faces"), "MEASURE_UNKNOWN", "measure")
    await refused(correct(measure="built", numerator=8, denominator=7), "SHARE_OVER_ONE")
    await refused(correct(measure="built", numerator=-1), "FIELD_INVALID", "numerator")
    await refused(correct(reason=""), "FIELD_INVALID", "reason")
    made = await correct(measure="built", numerator=2, denominator=7)
    assert made.snapshot.revision == 2
    assert [(r, f["built"]) for r, f in await days(district, day)] == [(1, (0, 7)), (2, (2, 7))]
    await correct(measure="online", numerator=1, denominator=2)
    newest = (await days(district, day))[-1]
    assert (newest[0], newest[1]["built"], newest[1]["online"]) == (3, (2, 7), (1, 2))
    request = pb.GetSummaryRequest(day=day.isoformat())
    summary = (await district.admin.GetSummary(request)).summary
    built = next(f for f in summary.rows[0].figures if f.key == "built")
    assert (built.numerator, built.denominator) == (2, 7)
    listed = (await district.admin.ListCorrections(pb.ListCorrectionsRequest())).corrections
    assert [c.actor for c in listed] == ["tester", "tester"]
    verify = pb.VerifySnapshotsRequest(first_day=day.isoformat(), last_day=day.isoformat())
    assert list((await district.admin.VerifySnapshots(verify)).different) == []


async def test_readings_of_foreign_devices_are_refused(district):
    device, other = await district.device(1), await district.device(2, community=district.there)
    request = pb.ReportReadingsRequest(community_id=district.here)
    for each in (device, other):
        request.readings.add(device_id=each, kind=pb.READING_KIND_STORAGE, value=31)
    answer = await district.admin.ReportReadings(request)
    assert list(answer.refused_device_ids) == [other]


async def test_live_figures_follow_what_the_registry_says(district):
    """Fed by events: a heartbeat there is online time here."""
    device = await district.device(1)
    beat = registry_pb2.ReportHeartbeatsRequest()
    beat.heartbeats.add(device_id=device)
    await district.registry.ReportHeartbeats(beat)

    async def online():
        summary = (await district.admin.GetSummary(pb.GetSummaryRequest())).summary
        figures = {f.key: f for f in summary.rows[0].figures}
        return figures["online"].denominator > 0 and summary.rows[0].communities == 2

    await eventually(online)


async def test_a_caller_of_one_community_sees_its_own_sums(district):
    await district.survey(at=ago(40))
    day = day_of(ago(25))
    await take(district, day, day)
    own = district.stub(role="property_manager", communities=[district.here])
    request = pb.GetSummaryRequest(day=day.isoformat())
    summary = (await own.GetSummary(request)).summary
    assert [(r.level, r.communities) for r in summary.rows] == [
        *(("district", 1), ("town", 1), ("kind", 1), ("group", 1)),
    ]
    there = pb.ListPointsRequest(community_id=district.there)
    await refused(own.ListPoints(there), "COMMUNITY_NOT_FOUND")
    trend = pb.GetTrendRequest(first_day=day.isoformat(), last_day=day.isoformat())
    await refused(own.GetTrend(trend), "DISTRICT_SCOPE_REQUIRED")
    listed = (await own.ListSnapshots(pb.ListSnapshotsRequest())).snapshots
    assert {s.community_id for s in listed} == {district.here}


async def test_the_drill_down_names_each_device(district):
    device = await district.device(1, "人行出入口 1 号")
    start = ago(10)
    await district.history([(device, start, True), (device, start + timedelta(days=2), False)])
    request = pb.GetDeviceFiguresRequest(
        community_id=district.here,
        first_day=day_of(start).isoformat(),
        last_day=day_of(start + timedelta(days=5)).isoformat(),
    )
    (found,) = (await district.admin.GetDeviceFigures(request)).devices
    assert (found.position, found.faults, found.online) == ("人行出入口 1 号", 0, False)
    assert found.online_ms == 2 * 86_400_000


async def test_a_day_with_next_to_nothing_has_a_report_too(district):
    await refused(district.admin.MakeReport(pb.MakeReportRequest()), "SNAPSHOT_NOT_FOUND")
    day = "2000-01-01"
    await district.admin.TakeSnapshots(pb.TakeSnapshotsRequest(first_day=day, last_day=day))
    for form in (pb.FORMAT_XLSX, pb.FORMAT_PDF, pb.FORMAT_WEEKLY, pb.FORMAT_JSON):
        made = await district.admin.MakeReport(pb.MakeReportRequest(day=day, format=form))
        assert len(made.content) > 1000
        assert day in made.file_name
