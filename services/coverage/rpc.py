"""The coverage service over gRPC: message in, one call, message out, by a table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from anju.coverage.v1 import coverage_pb2 as pb
from kit.auth import Principal, caller
from kit.db import AsyncSession
from kit.edge import rpc_write
from kit.message import parse, to_dict, to_message
from services.coverage import inputs
from services.coverage.calls import Calls
from services.coverage.views import CorrectionView

READ, PLAN, SURVEY = "coverage.read", "coverage.plan", "coverage.survey"
ACCEPT, REPORT, AWARD = "coverage.accept", "coverage.report", "coverage.award"
APPROVE, EXPORT, IMPORT = "coverage.approve", "coverage.export", "coverage.import"


@dataclass(frozen=True)
class Method:
    """`wrap` names the answer's field that holds what the call returns; `items` the one that
    holds a list; without either, the fields of what it returns are those of the answer."""

    permission: str
    body: type[BaseModel] | None  # None: the request has the field `id` alone
    write: bool = False
    wrap: str = ""
    items: str = ""
    alone: bool = False  # opens its own sessions


METHODS = {
    "PutPlan": Method(PLAN, inputs.PlanIn, write=True),
    "GetPlan": Method(READ, inputs.DayQuery),
    "PutAssignment": Method(PLAN, inputs.AssignmentIn, write=True, wrap="site"),
    "ListSites": Method(READ, inputs.SiteQuery, items="sites"),
    "PutProfile": Method(PLAN, inputs.ProfileIn, write=True, wrap="profile"),
    "ListProfiles": Method(READ, inputs.Page, items="profiles"),
    "RecordSurvey": Method(SURVEY, inputs.SurveyIn, write=True),
    "ListSurveys": Method(READ, inputs.CommunityQuery, items="surveys"),
    "AdjustPoints": Method(SURVEY, inputs.AdjustIn, write=True),
    "ListPoints": Method(READ, inputs.PointQuery, items="points"),
    "PlanMaintenance": Method(SURVEY, inputs.MaintenanceIn, write=True, wrap="maintenance"),
    "CancelMaintenance": Method(SURVEY, None, write=True, wrap="maintenance"),
    "ListMaintenance": Method(READ, inputs.CommunityQuery, items="windows"),
    "ImportHistory": Method(IMPORT, inputs.HistoryIn, write=True),
    "ReportReadings": Method(REPORT, inputs.ReadingsIn, write=True),
    "OpenAcceptance": Method(SURVEY, inputs.AcceptanceIn, write=True, wrap="acceptance"),
    "StepAcceptance": Method(ACCEPT, inputs.StepIn, write=True, wrap="acceptance"),
    "GetAcceptance": Method(READ, None),
    "ListAcceptances": Method(READ, inputs.AcceptanceQuery, items="acceptances"),
    "AddDocument": Method(SURVEY, inputs.DocumentIn, write=True, wrap="document"),
    "ReadDocument": Method(READ, None),
    "RecordFiling": Method(ACCEPT, inputs.FilingIn, write=True, wrap="filing"),
    "ListFilings": Method(READ, inputs.FilingQuery, items="filings"),
    "TakeSnapshots": Method(PLAN, inputs.SpanIn, alone=True),
    "VerifySnapshots": Method(PLAN, inputs.VerifyIn, alone=True),
    "CorrectSnapshot": Method(PLAN, inputs.CorrectionIn, write=True, wrap="correction"),
    "ListCorrections": Method(READ, inputs.CommunityQuery, items="corrections"),
    "ListSnapshots": Method(READ, inputs.SnapshotQuery, items="snapshots"),
    "GetSummary": Method(READ, inputs.DayQuery, wrap="summary"),
    "GetTrend": Method(READ, inputs.TrendQuery),
    "GetForecast": Method(READ, inputs.ForecastQuery, wrap="forecast"),
    "GetAnomalies": Method(READ, inputs.DayQuery),
    "GetAssessment": Method(READ, inputs.DayQuery),
    "GetDeviceFigures": Method(READ, inputs.DeviceQuery),
    "PreviewAward": Method(AWARD, inputs.AwardIn, wrap="sheet"),
    "FreezeAward": Method(AWARD, inputs.AwardIn, write=True),
    "ApproveAward": Method(APPROVE, None, write=True, wrap="award"),
    "GetAward": Method(READ, None),
    "ListAwards": Method(READ, inputs.AwardQuery, items="awards"),
    "ExportAward": Method(EXPORT, inputs.AwardExportIn),
    "MakeReport": Method(EXPORT, inputs.ReportIn, alone=True),
    "GetReportKey": Method(READ, inputs.Input, alone=True),
}
POLICY = {name: method.permission for name, method in METHODS.items()}


def snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class CoverageServicer:
    """Has a method of each name in METHODS, as the generated code expects."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._db = calls.parts.db
        for name, method in METHODS.items():
            setattr(self, name, self._method(name, method))

    def _method(self, name: str, method: Method) -> Callable[[Any, Any], Awaitable[Any]]:
        call = getattr(self._calls, snake(name))
        kind = getattr(pb, f"{name}Response")

        async def answer(request: Any, context: Any) -> Any:
            body = _body(method, name, request)
            if method.write:

                async def run(session: AsyncSession, who: Principal) -> Any:
                    return _message(kind, method, await call(session, who, body))

                made = await rpc_write(self._db, request, kind, run)
                return await self._corrected(made) if name == "CorrectSnapshot" else made
            if method.alone:
                arguments = [] if name == "GetReportKey" else [caller(), body]
                return _message(kind, method, await call(*arguments))
            async with self._db.read() as session:
                return _message(kind, method, await call(session, caller(), body))

        return answer

    async def _corrected(self, made: pb.CorrectSnapshotResponse) -> pb.CorrectSnapshotResponse:
        """The correction is committed: now the revision that follows from it."""
        empty = dict.fromkeys(("measure", "numerator", "denominator"), 0) | {"measure": ""}
        view = CorrectionView.model_validate(empty | to_dict(made.correction))
        return to_message(pb.CorrectSnapshotResponse, await self._calls.corrected(view))


def _body(method: Method, name: str, request: Any) -> Any:
    if method.body is None:
        return request.id
    if name == "PutPlan":
        return parse(inputs.PlanIn, request.plan)
    return parse(method.body, request)


def _message(kind: Any, method: Method, result: Any) -> Any:
    if method.items:
        rows, token = result
        return to_message(kind, {method.items: rows, "next_page_token": token})
    if method.wrap:
        return to_message(kind, {method.wrap: result})
    return to_message(kind, result)
