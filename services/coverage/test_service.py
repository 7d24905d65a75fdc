"""Surveys, point plans, maintenance and corrections, through the API."""

from anju.coverage.v1 import coverage_pb2 as pb


async def points(district, community=""):
    request = pb.ListPointsRequest(community_id=community or district.here, page_size=500)
    return {p.name: p for p in (await district.admin.ListPoints(request)).points}


async def test_a_survey_sets_the_point_plan_by_the_profile(district):
    made = await district.survey()
    assert made.survey.column == "commercial"
    assert made.survey.profile == "0.1"
    found = await points(district)
    assert set(found) == {p.name for p in made.points}
    assert len(found) == 2 + 1 + 2 + 1 + 1
    first = found["人行出入口 1 号"]
    assert (first.code, first.requirement, list(first.captures)) == ("1010100", "M", ["scene"])
    assert first.provenance.startswith("M: Sh")
