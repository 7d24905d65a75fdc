"""REST of the coverage service: the same calls as gRPC, under the same names."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ValidationError

from kit.auth import Principal
from kit.db import AsyncSession
from kit.edge import rest_write
from kit.message import invalid
from kit.server import IdempotencyKey, allow
from services.coverage import inputs, views
from services.coverage.award import SheetView
from services.coverage.calls import Calls, CardsView, FrozenView, OddView
from services.coverage.forecast import ForecastView
from services.coverage.rules import Key, Profile
from services.registry.api import content_of

Reader = Annotated[Principal, allow("coverage.read")]
Planner = Annotated[Principal, allow("coverage.plan")]
Surveyor = Annotated[Principal, allow("coverage.survey")]
Inspector = Annotated[Principal, allow("coverage.accept")]
Reporter = Annotated[Principal, allow("coverage.report")]
Importer = Annotated[Principal, allow("coverage.import")]
Rewarder = Annotated[Principal, allow("coverage.award")]
Approver = Annotated[Principal, allow("coverage.approve")]
Exporter = Annotated[Principal, allow("coverage.export")]
B = TypeVar("B", bound=BaseModel)
PAPER = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Sites(BaseModel):
    items: list[views.SiteView]
    next_page_token: str


class Surveys(BaseModel):
    items: list[views.SurveyView]
    next_page_token: str


class Points(BaseModel):
    items: list[views.PointView]
    next_page_token: str


class Windows(BaseModel):
    items: list[views.MaintenanceView]
    next_page_token: str


class AcceptanceList(BaseModel):
    items: list[views.AcceptanceView]
    next_page_token: str


class Filings(BaseModel):
    items: list[views.FilingView]
    next_page_token: str


class Corrections(BaseModel):
    items: list[views.CorrectionView]
    next_page_token: str


class Snapshots(BaseModel):
    items: list[views.SnapshotView]
    next_page_token: str


class AwardList(BaseModel):
    items: list[views.AwardView]
    next_page_token: str


class PaperIn(inputs.Input):
    kind: Key
    name: inputs.Name
    media_type: Annotated[str, Query(max_length=100)] = "application/pdf"


class Rest:
    """The two ways in which routes call."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.db = calls.parts.db

    async def write(
        self, who: Principal, key: str, operation: str, body: Any, kind: type[B], call: Any
    ) -> B:
        async def run(session: AsyncSession) -> Any:
            return await call(session, who, body)

        remembered = body if isinstance(body, BaseModel) else inputs.Input()
        return await rest_write(self.db, who, key, operation, remembered, kind, run)

    async def read(self, who: Principal, ask: Any, call: Any) -> Any:
        async with self.db.read() as session:
            return await call(session, who, ask)

    async def listed(self, who: Principal, ask: Any, call: Any) -> Any:
        items, token = await self.read(who, ask, call)
        return {"items": items, "next_page_token": token}


def build_router(calls: Calls) -> APIRouter:
    router, rest = APIRouter(tags=["coverage"]), Rest(calls)
    _programme(router, rest)
    _points(router, rest)
    _intake(router, rest)
    _acceptances(router, rest)
    _papers(router, rest)
    _snapshots(router, rest)
    _figures(router, rest)
    _awards(router, rest)
    _reports(router, rest)
    return router


def _programme(router: APIRouter, rest: Rest) -> None:
    @router.put("/coverage-plans/current")
    async def put_plan(
        body: inputs.PlanIn, who: Planner, key: IdempotencyKey = ""
    ) -> views.PlanView:
        return await rest.write(who, key, "put plan", body, views.PlanView, rest.calls.put_plan)

    @router.get("/coverage-plans/current")
    async def get_plan(ask: Annotated[inputs.DayQuery, Query()], who: Reader) -> views.PlanView:
        found: views.PlanView = await rest.read(who, ask, rest.calls.get_plan)
        return found

    @router.put("/coverage-sites/{community_id}")
    async def put_assignment(
        community_id: str, body: inputs.AssignmentIn, who: Planner, key: IdempotencyKey = ""
    ) -> views.SiteView:
        given = body.model_copy(update={"community_id": community_id})
        operation = f"assign {community_id}"
        return await rest.write(
            who, key, operation, given, views.SiteView, rest.calls.put_assignment
        )

    @router.get("/coverage-sites", response_model=Sites)
    async def list_sites(ask: Annotated[inputs.SiteQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_sites)

    @router.post("/coverage-profiles", status_code=201)
    async def put_profile(
        body: inputs.ProfileIn, who: Planner, key: IdempotencyKey = ""
    ) -> Profile:
        return await rest.write(who, key, "profile", body, Profile, rest.calls.put_profile)

    @router.get("/coverage-profiles")
    async def list_profiles(ask: Annotated[inputs.Page, Query()], who: Reader) -> views.ProfileList:
        items, _ = await rest.read(who, ask, rest.calls.list_profiles)
        return views.ProfileList(items=items)


def _points(router: APIRouter, rest: Rest) -> None:
    @router.post("/coverage-surveys", status_code=201)
    async def record_survey(
        body: inputs.SurveyIn, who: Surveyor, key: IdempotencyKey = ""
    ) -> views.PlannedView:
        return await rest.write(
            who, key, "survey", body, views.PlannedView, rest.calls.record_survey
        )

    @router.get("/coverage-surveys", response_model=Surveys)
    async def list_surveys(ask: Annotated[inputs.CommunityQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_surveys)

    @router.post("/coverage-sites/{community_id}/points:adjust")
    async def adjust_points(
        community_id: str, body: inputs.AdjustIn, who: Surveyor, key: IdempotencyKey = ""
    ) -> views.PointsView:
        given = body.model_copy(update={"community_id": community_id})
        operation = f"adjust {community_id}"
        return await rest.write(
            who, key, operation, given, views.PointsView, rest.calls.adjust_points
        )

    @router.get("/coverage-points", response_model=Points)
    async def list_points(ask: Annotated[inputs.PointQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_points)


def _intake(router: APIRouter, rest: Rest) -> None:
    @router.post("/coverage-maintenance", status_code=201)
    async def plan_maintenance(
        body: inputs.MaintenanceIn, who: Surveyor, key: IdempotencyKey = ""
    ) -> views.MaintenanceView:
        call, kind = rest.calls.plan_maintenance, views.MaintenanceView
        return await rest.write(who, key, "maintenance", body, kind, call)

    @router.post("/coverage-maintenance/{id}:cancel")
    async def cancel_maintenance(
        id: str, who: Surveyor, key: IdempotencyKey = ""
    ) -> views.MaintenanceView:
        call, kind = rest.calls.cancel_maintenance, views.MaintenanceView
        return await rest.write(who, key, f"cancel maintenance {id}", id, kind, call)

    @router.get("/coverage-maintenance", response_model=Windows)
    async def list_maintenance(ask: Annotated[inputs.CommunityQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_maintenance)

    @router.post("/coverage-history:import")
    async def import_history(
        body: inputs.HistoryIn, who: Importer, key: IdempotencyKey = ""
    ) -> views.ImportedView:
        """Takes over what was recorded elsewhere, before the platform knew the devices."""
        call = rest.calls.import_history
        return await rest.write(who, key, "history", body, views.ImportedView, call)

    @router.post("/coverage-readings")
    async def report_readings(
        body: inputs.ReadingsIn, who: Reporter, key: IdempotencyKey = ""
    ) -> views.RefusedView:
        call = rest.calls.report_readings
        return await rest.write(who, key, "readings", body, views.RefusedView, call)


def _acceptances(router: APIRouter, rest: Rest) -> None:
    @router.post("/acceptances", status_code=201)
    async def open_acceptance(
        body: inputs.AcceptanceIn, who: Surveyor, key: IdempotencyKey = ""
    ) -> views.AcceptanceView:
        call, kind = rest.calls.open_acceptance, views.AcceptanceView
        return await rest.write(who, key, "acceptance", body, kind, call)

    @router.get("/acceptances", response_model=AcceptanceList)
    async def list_acceptances(ask: Annotated[inputs.AcceptanceQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_acceptances)

    @router.get("/acceptances/{id}")
    async def get_acceptance(id: str, who: Reader) -> views.DossierView:
        found: views.DossierView = await rest.read(who, id, rest.calls.get_acceptance)
        return found

    @router.post("/acceptances/{id}:step")
    async def step_acceptance(
        id: str, body: inputs.StepIn, who: Inspector, key: IdempotencyKey = ""
    ) -> views.AcceptanceView:
        given = body.model_copy(update={"id": id})
        call, kind = rest.calls.step_acceptance, views.AcceptanceView
        return await rest.write(who, key, f"step {id}", given, kind, call)


def _papers(router: APIRouter, rest: Rest) -> None:
    @router.post("/acceptances/{id}/documents", status_code=201, openapi_extra=PAPER)
    async def add_document(
        id: str,
        request: Request,
        paper: Annotated[PaperIn, Query()],
        who: Surveyor,
        key: IdempotencyKey = "",
    ) -> views.DocumentView:
        """Adds a paper to the dossier: its bytes are the body."""
        values = paper.model_dump() | {"acceptance_id": id, "content": await content_of(request)}
        body = _checked(inputs.DocumentIn, values)
        call, kind = rest.calls.add_document, views.DocumentView
        async with rest.db.write() as session:
            return kind.model_validate(await call(session, who, body))

    @router.get("/acceptance-documents/{id}", response_class=Response)
    async def read_document(id: str, who: Reader) -> Response:
        found = await rest.read(who, id, rest.calls.read_document)
        # Never shown in a browser as a page of this origin.
        headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
        return Response(found.content, media_type=found.document.media_type, headers=headers)

    @router.post("/camera-filings/{id}:record")
    async def record_filing(
        id: str, body: inputs.FilingIn, who: Inspector, key: IdempotencyKey = ""
    ) -> views.FilingView:
        given = body.model_copy(update={"id": id})
        call, kind = rest.calls.record_filing, views.FilingView
        return await rest.write(who, key, f"filing {id}", given, kind, call)

    @router.get("/camera-filings", response_model=Filings)
    async def list_filings(ask: Annotated[inputs.FilingQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_filings)


def _checked(kind: type[B], values: dict[str, Any]) -> B:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise invalid(error) from None


def _snapshots(router: APIRouter, rest: Rest) -> None:
    @router.post("/coverage-snapshots:take")
    async def take_snapshots(body: inputs.SpanIn, who: Planner) -> views.TakenView:
        """Makes past days final; what is final stays, so that it can be repeated."""
        return await rest.calls.take_snapshots(who, body)

    @router.post("/coverage-snapshots:verify")
    async def verify_snapshots(body: inputs.VerifyIn, who: Planner) -> views.VerifiedView:
        """Computes final days again and names those that differ."""
        return await rest.calls.verify_snapshots(who, body)

    @router.post("/coverage-snapshots:correct")
    async def correct_snapshot(
        body: inputs.CorrectionIn, who: Planner, key: IdempotencyKey = ""
    ) -> views.CorrectedView:
        call, kind = rest.calls.correct_snapshot, views.CorrectionView
        return await rest.calls.corrected(
            await rest.write(who, key, "correct snapshot", body, kind, call)
        )

    @router.get("/coverage-snapshots", response_model=Snapshots)
    async def list_snapshots(ask: Annotated[inputs.SnapshotQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_snapshots)

    @router.get("/coverage-corrections", response_model=Corrections)
    async def list_corrections(ask: Annotated[inputs.CommunityQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_corrections)


def _figures(router: APIRouter, rest: Rest) -> None:
    @router.get("/coverage-summary", response_model=views.SummaryView)
    async def get_summary(ask: Annotated[inputs.DayQuery, Query()], who: Reader) -> Any:
        return await rest.read(who, ask, rest.calls.get_summary)

    @router.get("/coverage-trend", response_model=views.TrendView)
    async def get_trend(ask: Annotated[inputs.TrendQuery, Query()], who: Reader) -> Any:
        return await rest.read(who, ask, rest.calls.get_trend)

    @router.get("/coverage-forecast", response_model=ForecastView)
    async def get_forecast(ask: Annotated[inputs.ForecastQuery, Query()], who: Reader) -> Any:
        return await rest.read(who, ask, rest.calls.get_forecast)

    @router.get("/coverage-anomalies", response_model=OddView)
    async def get_anomalies(ask: Annotated[inputs.DayQuery, Query()], who: Reader) -> Any:
        return await rest.read(who, ask, rest.calls.get_anomalies)

    @router.get("/coverage-assessment", response_model=CardsView)
    async def get_assessment(ask: Annotated[inputs.DayQuery, Query()], who: Reader) -> Any:
        return await rest.read(who, ask, rest.calls.get_assessment)

    @router.get("/coverage-devices", response_model=views.DeviceFiguresView)
    async def get_device_figures(ask: Annotated[inputs.DeviceQuery, Query()], who: Reader) -> Any:
        return await rest.read(who, ask, rest.calls.get_device_figures)


def _awards(router: APIRouter, rest: Rest) -> None:
    @router.post("/coverage-awards:preview", response_model=SheetView)
    async def preview_award(body: inputs.AwardIn, who: Rewarder) -> Any:
        return await rest.read(who, body, rest.calls.preview_award)

    @router.post("/coverage-awards", status_code=201)
    async def freeze_award(
        body: inputs.AwardIn, who: Rewarder, key: IdempotencyKey = ""
    ) -> FrozenView:
        return await rest.write(who, key, "award", body, FrozenView, rest.calls.freeze_award)

    @router.post("/coverage-awards/{id}:approve")
    async def approve_award(id: str, who: Approver, key: IdempotencyKey = "") -> views.AwardView:
        call, kind = rest.calls.approve_award, views.AwardView
        return await rest.write(who, key, f"approve {id}", id, kind, call)

    @router.get("/coverage-awards/{id}", response_model=FrozenView)
    async def get_award(id: str, who: Reader) -> Any:
        return await rest.read(who, id, rest.calls.get_award)

    @router.get("/coverage-awards", response_model=AwardList)
    async def list_awards(ask: Annotated[inputs.AwardQuery, Query()], who: Reader) -> Any:
        return await rest.listed(who, ask, rest.calls.list_awards)

    @router.get("/coverage-awards/{id}/file", response_class=Response)
    async def export_award(
        id: str, who: Exporter, format: inputs.AwardFormat = inputs.AwardFormat.XLSX
    ) -> Response:
        ask = inputs.AwardExportIn(id=id[:64], format=format)
        return _file(await rest.read(who, ask, rest.calls.export_award))


def _reports(router: APIRouter, rest: Rest) -> None:
    @router.get("/coverage-reports", response_class=Response)
    async def make_report(ask: Annotated[inputs.ReportIn, Query()], who: Exporter) -> Response:
        """The report of a day: xlsx, pdf, weekly, csv, json or signed."""
        return _file(await rest.calls.make_report(who, ask))

    @router.get("/coverage-reports/key", response_model=views.KeyView)
    async def get_report_key(_: Reader) -> Any:
        return await rest.calls.get_report_key()


def _file(found: Any) -> Response:
    headers = {"content-disposition": f'attachment; filename="{found.file_name}"'}
    return Response(found.content, media_type=found.media_type, headers=headers)
