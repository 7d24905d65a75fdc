"""The way to acceptance: no step skipped, a trial run that the platform watches, signers (R87)."""

import hashlib

import pytest

from anju.coverage.v1 import coverage_pb2 as pb
from kit.errors import AnjuError
from kit.message import timestamp
from services.coverage.conftest import ago
from services.coverage.life import NEXT
from services.coverage.models import Step
from services.coverage.rules import Rules
from services.coverage.seed.district import PAPERS

COUNTS = {"pedestrian_passages": 1, "unit_doors": 1, "surface_parks": 1}
SIGNERS = {"builder": "李工", "inspector": "王验收", "property": "物业"}


async def refused(call, reason):
    with pytest.raises(AnjuError) as error:
        await call
    assert error.value.reason == reason, error.value.message
    return error.value


class Work:
    """One acceptance of a community with a camera at each of its points."""

    def __init__(self, district):
        self.district = district
        self.admin = district.admin

    async def begin(self, back=None):
        """Surveyed 60 days ago; devices online since 50 days, but away from day 40 until `back`."""
        names = [p.name for p in (await self.district.survey(at=ago(60), counts=COUNTS)).points]
        turns = []
        for number, name in enumerate(names, 1):
            device = await self.district.device(number, name)
            turns.append((device, ago(50), True))
            if back:
                turns += [(device, ago(40), False), (device, ago(back), True)]
        await self.district.history(turns)
        request = pb.OpenAcceptanceRequest(
            community_id=self.district.here, builder="李工的公司", open_time=timestamp(ago(55))
        )
        self.row = (await self.admin.OpenAcceptance(request)).acceptance
        self.names = names

    async def papers(self, *kinds):
        for kind in kinds or PAPERS:
            request = pb.AddDocumentRequest(
                acceptance_id=self.row.id, kind=kind, name=f"{kind}.pdf", content=kind.encode()
            )
            await self.admin.AddDocument(request)

    async def step(self, step, days, **values):
        request = pb.StepAcceptanceRequest(
            id=self.row.id, step=step, step_time=timestamp(ago(days)), **values
        )
        self.row = (await self.admin.StepAcceptance(request)).acceptance
        return self.row

    async def tried(self):
        await self.papers()
        await self.step(pb.STEP_DESIGNED, 54)
        await self.step(pb.STEP_INSTALLED, 49)
        await self.step(pb.STEP_TRIAL, 45)
        return await self.step(pb.STEP_TRIED, 14)

    def results(self, **wrong):
        items = Rules().checklist.items
        found = []
        for name in self.row.sample:
            captures = self.captures[name]
            for item in (i for i in items if i.captures in captures):
                good = item.least if item.least is not None else item.most
                value = wrong.get(item.key, good)
                found.append(pb.Result(point=name, item=item.key, value=value))
        return found

    async def look(self):
        request = pb.ListPointsRequest(community_id=self.district.here)
        self.captures = {
            p.name: list(p.captures) for p in (await self.admin.ListPoints(request)).points
        }


@pytest.fixture
async def work(district):
    return Work(district)


def test_every_step_leads_on_and_none_back_to_before_the_trial():
    assert set(NEXT) == set(Step)
    reach, todo = set(), [Step.SURVEYED]
    while todo:
        step = todo.pop()
        if step not in reach:
            reach.add(step)
            todo += NEXT[step]
    assert reach == set(Step) - {Step.FAILED}  # that is where a trial or an inspection ends
    assert NEXT[Step.HANDED_OVER] == ()


async def test_no_step_is_skipped_and_papers_come_first(work):
    await work.begin()
    for step in (pb.STEP_INSTALLED, pb.STEP_TRIAL, pb.STEP_ACCEPTED, pb.STEP_FAILED):
        await refused(work.step(step, 50), "ACCEPTANCE_STEP")
    error = await refused(work.step(pb.STEP_DESIGNED, 54), "DOCUMENT_MISSING")
    assert "point_table" in error.metadata["lacking"]
    await work.papers("survey", "design", "point_table")
    await work.step(pb.STEP_DESIGNED, 54)
    await work.papers("product_certificates", "hidden_works")
    await refused(work.step(pb.STEP_INSTALLED, 57), "STEP_BEFORE_LAST")
    await refused(work.step(pb.STEP_INSTALLED, -1), "FIELD_INVALID")


async def test_the_whole_way(work):
    await work.begin()
    await work.look()
    await work.tried()
    assert work.row.step == pb.STEP_TRIED
    await work.step(pb.STEP_SAMPLED, 13)
    assert sorted(work.row.sample) == sorted(work.names)  # fewer than five: all of them
    signers = {"builder": "李工"}
    error = await refused(
        work.step(pb.STEP_INSPECTED, 12, results=work.results(), signers=signers), "SIGNER_MISSING"
    )
    assert "inspector" in error.message
    same = {"builder": "李工", "inspector": "李工"}
    await refused(
        work.step(pb.STEP_INSPECTED, 12, results=work.results(), signers=same), "SIGNER_TWICE"
    )
    fewer = work.results()[1:]
    await refused(
        work.step(pb.STEP_INSPECTED, 12, results=fewer, signers=SIGNERS), "RESULT_MISSING"
    )
    await work.step(pb.STEP_INSPECTED, 12, results=work.results(), signers=SIGNERS)
    await work.step(pb.STEP_ACCEPTED, 11, signers=SIGNERS)
    await work.step(pb.STEP_HANDED_OVER, 10, signers=SIGNERS)
    found = await work.admin.GetAcceptance(pb.GetAcceptanceRequest(id=work.row.id))
    assert [a.step for a in found.acts][-1] == pb.STEP_HANDED_OVER
    assert len(found.acts) == 9
    assert (found.trial.days, found.trial.devices) == (31, 3)
    assert found.trial.online_ms == found.trial.service_ms > 0
    hashes = {d.kind: d.sha256 for d in found.documents}
    assert hashes["design"] == hashlib.sha256(b"design").hexdigest()
    paper = next(d for d in found.documents if d.kind == "minutes")
    read = await work.admin.ReadDocument(pb.ReadDocumentRequest(id=paper.id))
    assert read.content == b"minutes"
    late = pb.AddDocumentRequest(acceptance_id=work.row.id, kind="minutes", name="x", content=b"x")
    await refused(work.admin.AddDocument(late), "DOSSIER_CLOSED")
    # Nothing is left to accept, and nothing can be accepted twice (R90).
    again = pb.OpenAcceptanceRequest(community_id=work.district.here)
    await refused(work.admin.OpenAcceptance(again), "NOTHING_TO_ACCEPT")
    again.points.append(work.names[0])
    await refused(work.admin.OpenAcceptance(again), "POINT_IN_ACCEPTANCE")


async def test_accepted_cameras_of_article_seven_have_to_be_filed(work):
    """R89: 30 days from the acceptance; the surface park of a commercial compound is such."""
    await work.begin()
    await work.look()
    await work.tried()
    await work.step(pb.STEP_SAMPLED, 13)
    await work.step(pb.STEP_INSPECTED, 12, results=work.results(), signers=SIGNERS)
    await work.step(pb.STEP_ACCEPTED, 11, signers=SIGNERS)
    request = pb.ListFilingsRequest(community_id=work.district.here)
    (filing,) = (await work.admin.ListFilings(request)).filings
    assert filing.point == "地面停车场 1 号"
    days = (filing.due_time.seconds - timestamp(ago(11)).seconds) / 86_400
    assert days == pytest.approx(30, abs=0.01)
    overdue = pb.ListFilingsRequest(overdue=True)
    assert not (await work.admin.ListFilings(overdue)).filings
    record = pb.RecordFilingRequest(id=filing.id, reference="淄公备 2026-001")
    assert (await work.admin.RecordFiling(record)).filing.HasField("file_time")


async def test_a_short_trial_or_one_with_faults_does_not_pass(work):
    await work.begin(back=30)  # ten of the 31 days away
    await work.papers()
    await work.step(pb.STEP_DESIGNED, 54)
    await work.step(pb.STEP_INSTALLED, 49)
    await work.step(pb.STEP_TRIAL, 45)
    error = await refused(work.step(pb.STEP_TRIED, 20), "TRIAL_TOO_SHORT")
    assert error.metadata == {"days": "25", "needed": "30"}
    await work.step(pb.STEP_TRIED, 14)
    assert work.row.step == pb.STEP_FAILED
    assert work.row.failures[0].startswith("uptime 0.67")
    found = await work.admin.GetAcceptance(pb.GetAcceptanceRequest(id=work.row.id))
    assert len(found.trial.faults) == 3
    await refused(work.step(pb.STEP_SAMPLED, 13), "ACCEPTANCE_STEP")
    await work.step(pb.STEP_TRIAL, 13)  # it begins again


async def test_a_silent_camera_fails_the_trial(work):
    await work.begin()
    await work.district.survey(at=ago(56), counts=COUNTS | {"unit_doors": 2})
    request = pb.OpenAcceptanceRequest(
        community_id=work.district.here, points=["楼栋单元门 2 号"], open_time=timestamp(ago(55))
    )
    work.row = (await work.admin.OpenAcceptance(request)).acceptance
    await work.tried()
    assert work.row.step == pb.STEP_FAILED
    assert any("nothing heard of" in line for line in work.row.failures)


async def test_after_a_failed_inspection_the_same_points_are_looked_at_again(work):
    await work.begin()
    await work.look()
    await work.tried()
    await work.step(pb.STEP_SAMPLED, 13)
    bad = work.results(storage_days=7.0)
    await work.step(pb.STEP_INSPECTED, 12, results=bad, signers=SIGNERS)
    assert work.row.step == pb.STEP_FAILED
    assert any("storage_days 7" in line for line in work.row.failures)
    await refused(work.step(pb.STEP_ACCEPTED, 11, signers=SIGNERS), "ACCEPTANCE_STEP")
    await work.step(pb.STEP_SAMPLED, 11)
    assert work.row.round == 2
    failed = {line.partition(": ")[0] for line in work.row.failures}
    assert failed <= set(work.row.sample)
    await work.step(pb.STEP_INSPECTED, 10, results=work.results(), signers=SIGNERS)
    assert work.row.step == pb.STEP_INSPECTED


async def test_blocked_points_cannot_be_accepted(work):
    await work.district.survey(at=ago(60), counts=COUNTS)
    request = pb.AdjustPointsRequest(community_id=work.district.here, reason="windows opposite")
    request.block.add(name="楼栋单元门 1 号", reason=pb.BLOCK_REASON_NEIGHBOUR_WINDOW)
    await work.admin.AdjustPoints(request)
    opened = pb.OpenAcceptanceRequest(community_id=work.district.here, points=["楼栋单元门 1 号"])
    await refused(work.admin.OpenAcceptance(opened), "POINT_BLOCKED")
    opened.points[:] = ["nowhere"]
    await refused(work.admin.OpenAcceptance(opened), "POINT_UNKNOWN")
    village = pb.OpenAcceptanceRequest(community_id=work.district.there)
    await refused(work.admin.OpenAcceptance(village), "SURVEY_MISSING")
