"""REST of patrols: the same calls as gRPC, under the same names."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession
from kit.edge import rest_write
from kit.errors import InvalidArgument
from kit.server import IdempotencyKey, allow
from services.perimeter.api import Edge
from services.perimeter.desk import Desk
from services.perimeter.inputs import PageIn, ReasonIn
from services.perimeter.patrol import inputs
from services.perimeter.patrol.models import (
    CheckInView,
    CheckpointView,
    CodeView,
    FindingView,
    HandoverView,
    ReportView,
    RoundView,
    RouteView,
)
from services.perimeter.rpc import POLICY

MAX_PHOTO = 4 * 2**20


class Checkpoints(BaseModel):
    items: list[CheckpointView]
    next_page_token: str


class RouteList(BaseModel):
    items: list[RouteView]
    next_page_token: str


class RoundList(BaseModel):
    items: list[RoundView]
    next_page_token: str


class FindingList(BaseModel):
    items: list[FindingView]
    next_page_token: str


class CheckedIn(BaseModel):
    items: list[CheckInView]


def build_patrol_router(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["perimeter"])
    edge = Edge(router, desk)
    _routes(edge)
    _rounds(edge)
    _findings(edge)
    return router


def _routes(edge: Edge) -> None:
    point, route = "/checkpoints/{id}", "/patrol-routes/{id}"
    given, view = inputs.CheckpointIn, CheckpointView
    edge.creates("PutCheckpoint", "/checkpoints", given, view, Desk.put_checkpoint)
    edge.lists("ListCheckpoints", "/checkpoints", PageIn, Checkpoints, Desk.list_checkpoints)
    edge.changes("PutCheckpoint", point, "PUT", given, view, Desk.put_checkpoint)
    edge.deletes("DeleteCheckpoint", point, Desk.delete_checkpoint)
    edge.shows("GetCheckpointCode", f"{point}:code", CodeView, Desk.checkpoint_code)
    edge.creates("PutRoute", "/patrol-routes", inputs.RouteIn, RouteView, Desk.put_route)
    edge.lists("ListRoutes", "/patrol-routes", PageIn, RouteList, Desk.list_routes)
    edge.changes("PutRoute", route, "PUT", inputs.RouteIn, RouteView, Desk.put_route)
    edge.deletes("DeleteRoute", route, Desk.delete_route)


def _rounds(edge: Edge) -> None:
    one = "/patrol-rounds/{id}"
    edge.lists("ListRounds", "/patrol-rounds", inputs.RoundQuery, RoundList, Desk.list_rounds)
    edge.shows("GetRound", one, RoundView, Desk.get_round)
    edge.changes(
        "AssignRound", f"{one}:assign", "POST", inputs.GuardsIn, RoundView, Desk.assign_round
    )

    async def check_in(desk: Desk, session: AsyncSession, who: Principal, body: Any) -> CheckedIn:
        return CheckedIn(items=(await desk.check_in(session, who, body))["results"])

    edge.creates("CheckIn", "/check-ins", inputs.CheckInIn, CheckedIn, check_in)
    handover = "/patrol-handover"
    edge.gets("GetHandover", handover, inputs.HandoverQuery, HandoverView, Desk.handover)
    report = "/patrol-report"
    edge.gets("GetPatrolReport", report, inputs.MonthQuery, ReportView, Desk.patrol_report)


def _findings(edge: Edge) -> None:
    path, desk = "/findings", edge.desk
    edge.lists("ListFindings", path, inputs.FindingQuery, FindingList, Desk.list_findings)
    edge.changes(
        "CloseFinding",
        path + "/{id}:close",
        "POST",
        inputs.AnswerIn,
        FindingView,
        Desk.close_finding,
    )

    @edge.router.post(path + "/{id}:picture", response_class=Response)
    async def get_finding_picture(
        id: str,
        body: ReasonIn,
        who: Annotated[Principal, allow(POLICY["GetFindingPicture"])],
    ) -> Response:
        """The photo of a finding; recorded with the reason."""
        found = await desk.finding_picture(who, body.model_copy(update={"id": id[:64]}))
        return Response(found["image"], media_type="image/jpeg")

    @edge.router.post(path, status_code=201)
    async def create_finding(
        who: Annotated[Principal, allow(POLICY["CreateFinding"])],
        community_id: Annotated[str, Form(max_length=64)],
        text: Annotated[str, Form(min_length=4, max_length=500)],
        round_id: Annotated[str, Form(max_length=64)] = "",
        checkpoint_id: Annotated[str, Form(max_length=64)] = "",
        photo: Annotated[UploadFile | None, File()] = None,
        key: IdempotencyKey = "",
    ) -> FindingView:
        """What a guard found, with a photo if there is one."""
        who.within(community_id)
        image = await photo.read(MAX_PHOTO + 1) if photo else b""
        if len(image) > MAX_PHOTO or (image and not image.startswith(b"\xff\xd8\xff")):
            raise InvalidArgument(
                "IMAGE_INVALID", f"a JPEG file of at most {MAX_PHOTO} bytes", field="photo"
            )
        body = inputs.FindingIn(
            community_id=community_id,
            text=text,
            round_id=round_id,
            checkpoint_id=checkpoint_id,
            image=image,
        )

        async def run(session: AsyncSession) -> Any:
            return (await desk.create_finding(session, who, body))["finding"]

        operation = "CreateFinding"
        asked = body.model_copy(update={"image": b""})
        made = await rest_write(desk.db, who, key, operation, asked, FindingView, run)
        await desk.settle(operation, body, {"finding": made.model_dump()})
        return made
