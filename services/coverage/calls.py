"""Each call once, for gRPC and REST alike: session, caller and checked input in, a view out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from kit.auth import Principal
from kit.bus import Bus
from kit.db import AsyncSession, Database
from kit.errors import InvalidArgument
from kit.tables import now
from services.coverage import inputs, store, views
from services.coverage.acceptance import Acceptances
from services.coverage.anomalies import AnomalyView
from services.coverage.assessment import CardView
from services.coverage.award import Awards, SheetView, sheet_of
from services.coverage.clock import day_of
from services.coverage.forecast import ForecastView
from services.coverage.live import Keeper
from services.coverage.models import (
    Acceptance,
    Award,
    Community,
    Correction,
    Maintenance,
    Step,
    Survey,
)
from services.coverage.planning import Planning, sums
from services.coverage.reading import Figures
from services.coverage.replaying import replayed
from services.coverage.reports.award import export
from services.coverage.reports.making import MEDIA_TYPES, Reports
from services.coverage.rules import Profile
from services.coverage.service import Coverage

Listed = tuple[Sequence[Any], str]
MOST_DIFFERENT = 1000


@dataclass(frozen=True)
class Parts:
    db: Database
    bus: Bus
    coverage: Coverage
    planning: Planning
    acceptances: Acceptances
    awards: Awards
    figures: Figures
    reports: Reports
    keeper: Keeper


class File(BaseModel):
    content: bytes
    media_type: str
    file_name: str = ""


class OddView(BaseModel):
    day: date
    anomalies: list[AnomalyView]


class CardsView(BaseModel):
    day: date
    cards: list[CardView]


class FrozenView(BaseModel):
    award: views.AwardView
    sheet: SheetView


class PaperView(BaseModel):
    document: views.DocumentView
    content: bytes


class Calls:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    # Programme

    async def put_plan(
        self, session: AsyncSession, who: Principal, body: inputs.PlanIn
    ) -> views.PlanView:
        plan = await self.parts.planning.put(session, who, body)
        return views.PlanView(plan=plan, sums=sums(plan))

    async def get_plan(
        self, session: AsyncSession, who: Principal, ask: inputs.DayQuery
    ) -> views.PlanView:
        plan = await self.parts.planning.current(session, ask.day or day_of(now()))
        return views.PlanView(plan=plan, sums=sums(plan))

    async def put_assignment(
        self, session: AsyncSession, who: Principal, body: inputs.AssignmentIn
    ) -> views.SiteView:
        row = await self.parts.planning.assign(session, who, body)
        return views.site_view(row)

    async def list_sites(
        self, session: AsyncSession, who: Principal, ask: inputs.SiteQuery
    ) -> Listed:
        rows, token = await store.list_sites(session, who, ask)
        plan = await self.parts.planning.current(session, day_of(now()))

        def view(row: Community) -> views.SiteView:
            money = row.money or plan.money_of(row.enclosure)
            return views.site_view(row).model_copy(update={"money": money})

        return [view(row) for row in rows], token

    async def put_profile(
        self, session: AsyncSession, who: Principal, body: inputs.ProfileIn
    ) -> Profile:
        return await self.parts.coverage.put_profile(session, who, body)

    async def list_profiles(
        self, session: AsyncSession, who: Principal, ask: inputs.Page
    ) -> Listed:
        return await self.parts.coverage.profiles(session), ""

    # Points

    async def record_survey(
        self, session: AsyncSession, who: Principal, body: inputs.SurveyIn
    ) -> views.PlannedView:
        row, points = await self.parts.coverage.survey(session, who, body)
        survey = views.SurveyView.model_validate(row)
        return views.PlannedView(survey=survey, points=[views.point_view(p) for p in points])

    async def list_surveys(
        self, session: AsyncSession, who: Principal, ask: inputs.CommunityQuery
    ) -> Listed:
        return _seen(views.SurveyView, await store.list_of(session, who, Survey, ask))

    async def adjust_points(
        self, session: AsyncSession, who: Principal, body: inputs.AdjustIn
    ) -> views.PointsView:
        points = await self.parts.coverage.adjust(session, who, body)
        return views.PointsView(points=[views.point_view(p) for p in points])

    async def list_points(
        self, session: AsyncSession, who: Principal, ask: inputs.PointQuery
    ) -> Listed:
        """Pages by name: a point plan is one fact, not rows of a table."""
        if ask.page_size < 0:
            raise InvalidArgument("PAGE_SIZE_INVALID", "page_size is negative", field="page_size")
        size = min(ask.page_size or 50, store.CHUNK)
        points = await self.parts.figures.points(session, who, ask)
        left = [point for point in points if point.name > ask.page_token]
        return left[:size], left[size - 1].name if len(left) > size else ""

    async def plan_maintenance(
        self, session: AsyncSession, who: Principal, body: inputs.MaintenanceIn
    ) -> views.MaintenanceView:
        row = await self.parts.coverage.plan_maintenance(session, who, body)
        return views.MaintenanceView.model_validate(row)

    async def cancel_maintenance(
        self, session: AsyncSession, who: Principal, id_: str
    ) -> views.MaintenanceView:
        row = await self.parts.coverage.cancel_maintenance(session, who, id_)
        return views.MaintenanceView.model_validate(row)

    async def list_maintenance(
        self, session: AsyncSession, who: Principal, ask: inputs.CommunityQuery
    ) -> Listed:
        return _seen(views.MaintenanceView, await store.list_of(session, who, Maintenance, ask))

    async def import_history(
        self, session: AsyncSession, who: Principal, body: inputs.HistoryIn
    ) -> views.ImportedView:
        placements, turns = await self.parts.coverage.import_history(session, who, body)
        return views.ImportedView(placements=placements, turns=turns)

    async def report_readings(
        self, session: AsyncSession, who: Principal, body: inputs.ReadingsIn
    ) -> views.RefusedView:
        refused = await self.parts.coverage.report_readings(session, who, body)
        return views.RefusedView(refused_device_ids=refused)

    # Acceptance

    async def open_acceptance(
        self, session: AsyncSession, who: Principal, body: inputs.AcceptanceIn
    ) -> views.AcceptanceView:
        row = await self.parts.acceptances.open(session, who, body)
        return views.AcceptanceView.model_validate(row)

    async def step_acceptance(
        self, session: AsyncSession, who: Principal, body: inputs.StepIn
    ) -> views.AcceptanceView:
        row = await self.parts.acceptances.step(session, who, body)
        return views.AcceptanceView.model_validate(row)

    async def get_acceptance(
        self, session: AsyncSession, who: Principal, id_: str
    ) -> views.DossierView:
        row = await store.get(session, who, Acceptance, id_, "acceptance")
        seen = None
        if row.trial_start:
            site = await self.parts.acceptances.site_of(session, row)
            at = row.step_time if row.step is not Step.TRIAL else now()
            seen = await self.parts.acceptances.trial_of(session, row, site, at)
        acts = [views.ActView.model_validate(a) for a in await store.acts(session, id_)]
        papers = await store.documents(session, id_)
        return views.DossierView(
            acceptance=views.AcceptanceView.model_validate(row),
            acts=acts,
            documents=[views.DocumentView.model_validate(d) for d in papers],
            trial=seen,
        )

    async def list_acceptances(
        self, session: AsyncSession, who: Principal, ask: inputs.AcceptanceQuery
    ) -> Listed:
        found = await store.list_of(session, who, Acceptance, ask, step=ask.step)
        return _seen(views.AcceptanceView, found)

    async def add_document(
        self, session: AsyncSession, who: Principal, body: inputs.DocumentIn
    ) -> views.DocumentView:
        row = await self.parts.acceptances.add_document(session, who, body)
        return views.DocumentView.model_validate(row)

    async def read_document(self, session: AsyncSession, who: Principal, id_: str) -> PaperView:
        row, content = await self.parts.acceptances.read_document(session, who, id_)
        return PaperView(document=views.DocumentView.model_validate(row), content=content)

    async def record_filing(
        self, session: AsyncSession, who: Principal, body: inputs.FilingIn
    ) -> views.FilingView:
        row = await self.parts.acceptances.record_filing(session, who, body)
        return views.FilingView.model_validate(row)

    async def list_filings(
        self, session: AsyncSession, who: Principal, ask: inputs.FilingQuery
    ) -> Listed:
        return _seen(views.FilingView, await store.list_filings(session, who, ask, now()))

    # Snapshots and figures

    async def take_snapshots(self, who: Principal, ask: inputs.SpanIn) -> views.TakenView:
        """Raises InvalidArgument DAY_NOT_OVER for today and later."""
        who.district()
        if ask.last_day >= day_of(now()):
            raise InvalidArgument(
                "DAY_NOT_OVER", "last_day: a day can be final once it is over", field="last_day"
            )
        made = await self.parts.keeper.take(ask.first_day, ask.last_day)
        return views.TakenView(days=(ask.last_day - ask.first_day).days + 1, snapshots=made)

    async def verify_snapshots(self, who: Principal, ask: inputs.VerifyIn) -> views.VerifiedView:
        who.district()
        span = (ask.first_day, ask.last_day)
        if ask.from_stream:
            async with replayed(self.parts.bus) as facts:
                count, wrong = await self.parts.keeper.verify(*span, facts)
        else:
            count, wrong = await self.parts.keeper.verify(*span, self.parts.db)
        return views.VerifiedView(snapshots=count, different=wrong[:MOST_DIFFERENT])

    async def correct_snapshot(
        self, session: AsyncSession, who: Principal, body: inputs.CorrectionIn
    ) -> views.CorrectionView:
        row = await self.parts.coverage.correct(session, who, body)
        return views.CorrectionView.model_validate(row)

    async def corrected(self, correction: views.CorrectionView) -> views.CorrectedView:
        """After its commit: the revision that follows from it."""
        place, day = correction.community_id, correction.day
        await self.parts.keeper.recompute(place, day)
        async with self.parts.db.read() as session:
            rows = await store.community_snapshots(session, place, day, day)
        return views.CorrectedView(correction=correction, snapshot=views.snapshot_view(rows[-1]))

    async def list_corrections(
        self, session: AsyncSession, who: Principal, ask: inputs.CommunityQuery
    ) -> Listed:
        return _seen(views.CorrectionView, await store.list_of(session, who, Correction, ask))

    async def list_snapshots(
        self, session: AsyncSession, who: Principal, ask: inputs.SnapshotQuery
    ) -> Listed:
        rows, token = await store.list_snapshots(session, who, ask)
        return [views.snapshot_view(row) for row in rows], token

    async def get_summary(
        self, session: AsyncSession, who: Principal, ask: inputs.DayQuery
    ) -> views.SummaryView:
        return await self.parts.figures.summary(session, who, ask.day)

    async def get_trend(
        self, session: AsyncSession, who: Principal, ask: inputs.TrendQuery
    ) -> views.TrendView:
        return views.TrendView(rows=await self.parts.figures.trend(session, who, ask))

    async def get_forecast(
        self, session: AsyncSession, who: Principal, ask: inputs.ForecastQuery
    ) -> ForecastView:
        return await self.parts.figures.forecast(session, who, ask)

    async def get_anomalies(
        self, session: AsyncSession, who: Principal, ask: inputs.DayQuery
    ) -> OddView:
        day, found = await self.parts.figures.anomalies(session, who, ask.day)
        return OddView(day=day, anomalies=found)

    async def get_assessment(
        self, session: AsyncSession, who: Principal, ask: inputs.DayQuery
    ) -> CardsView:
        day, found = await self.parts.figures.assessment(session, who, ask.day)
        return CardsView(day=day, cards=found)

    async def get_device_figures(
        self, session: AsyncSession, who: Principal, ask: inputs.DeviceQuery
    ) -> views.DeviceFiguresView:
        found = await self.parts.figures.devices(session, who, ask)
        return views.DeviceFiguresView(devices=found)

    # Awards and reports

    async def preview_award(
        self, session: AsyncSession, who: Principal, body: inputs.AwardIn
    ) -> SheetView:
        return await self.parts.awards.preview(session, who, body)

    async def freeze_award(
        self, session: AsyncSession, who: Principal, body: inputs.AwardIn
    ) -> FrozenView:
        row, sheet = await self.parts.awards.freeze(session, who, body)
        return FrozenView(award=views.AwardView.model_validate(row), sheet=sheet)

    async def approve_award(
        self, session: AsyncSession, who: Principal, id_: str
    ) -> views.AwardView:
        return views.AwardView.model_validate(await self.parts.awards.approve(session, who, id_))

    async def get_award(self, session: AsyncSession, who: Principal, id_: str) -> FrozenView:
        row = await store.get(session, who, Award, id_, "award")
        return FrozenView(award=views.AwardView.model_validate(row), sheet=sheet_of(row))

    async def list_awards(
        self, session: AsyncSession, who: Principal, ask: inputs.AwardQuery
    ) -> Listed:
        found = await store.list_of(session, who, Award, ask, state=ask.state)
        return _seen(views.AwardView, found)

    async def export_award(
        self, session: AsyncSession, who: Principal, ask: inputs.AwardExportIn
    ) -> File:
        row = await store.get(session, who, Award, ask.id, "award")
        place = await store.community(session, who, row.community_id)
        content, media = export(row, place.display_name, ask.format)
        return File(content=content, media_type=media, file_name=f"award.{ask.format.value}")

    async def make_report(self, who: Principal, ask: inputs.ReportIn) -> File:
        content, name = await self.parts.reports.make(self.parts.db, who, ask)
        return File(content=content, media_type=MEDIA_TYPES[ask.format], file_name=name)

    async def get_report_key(self) -> views.KeyView:
        signer = self.parts.reports.signer
        return views.KeyView(key_id=signer.key_id, public_key=signer.public_key)


def _seen(kind: type[views.View], found: tuple[Sequence[Any], str]) -> Listed:
    return [kind.model_validate(row) for row in found[0]], found[1]
