"""REST of the perimeter service: the same calls as gRPC, under the same names."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Response, UploadFile
from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession
from kit.edge import rest_write
from kit.errors import InvalidArgument
from kit.server import IdempotencyKey, allow
from services.perimeter import inputs
from services.perimeter.desk import Desk
from services.perimeter.models import (
    AlarmView,
    CameraView,
    CareView,
    ChainView,
    RecordView,
    RuleView,
    StatisticsView,
    WouldBeView,
    ZoneView,
)
from services.perimeter.rpc import POLICY

MAX_FRAME = 8 * 2**20
Work = Callable[[Desk, AsyncSession, Principal, Any], Awaitable[Any]]


class Cameras(BaseModel):
    items: list[CameraView]
    next_page_token: str


class Zones(BaseModel):
    items: list[ZoneView]
    next_page_token: str


class Rules(BaseModel):
    items: list[RuleView]
    next_page_token: str


class AlarmList(BaseModel):
    items: list[AlarmView]
    next_page_token: str


class RecordList(BaseModel):
    items: list[RecordView]
    next_page_token: str


class Statistics(BaseModel):
    items: list[StatisticsView]


class HolidayList(BaseModel):
    items: list[str]
    next_page_token: str = ""


class Replayed(BaseModel):
    alarms: list[WouldBeView]
    tracks: int


class Accepted(BaseModel):
    accepted: bool


class CareList(BaseModel):
    items: list[CareView]
    next_page_token: str


class Edge:
    """Adds routes that do what the method of this name does."""

    def __init__(self, router: APIRouter, desk: Desk) -> None:
        self.router, self.desk = router, desk

    def lists(
        self, name: str, path: str, ask: type[BaseModel], view: type[Any], work: Work
    ) -> None:
        desk = self.desk

        async def endpoint(
            query: Annotated[ask, Query()],  # type: ignore[valid-type]
            who: Annotated[Principal, allow(POLICY[name])],
        ) -> Any:
            async with desk.db.write() as session:
                found = await work(desk, session, who, query)
            (_, items), *rest = found.items()
            return view(items=items, **dict(rest))

        self._add("GET", path, endpoint, name, view)

    def gets(self, name: str, path: str, ask: type[BaseModel], view: type[Any], work: Work) -> None:
        """Of a query, such as a report."""
        desk = self.desk

        async def endpoint(
            query: Annotated[ask, Query()],  # type: ignore[valid-type]
            who: Annotated[Principal, allow(POLICY[name])],
        ) -> Any:
            async with desk.db.write() as session:
                return _only(await work(desk, session, who, query))

        self._add("GET", path, endpoint, name, view)

    def shows(self, name: str, path: str, view: type[Any], work: Work) -> None:
        """One row; `path` ends in `{id}` or has an action behind it."""
        desk = self.desk

        async def endpoint(id: str, who: Annotated[Principal, allow(POLICY[name])]) -> Any:
            async with desk.db.write() as session:
                return _only(await work(desk, session, who, inputs.IdIn(id=id[:64])))

        self._add("GET", path, endpoint, name, view)

    def creates(
        self,
        name: str,
        path: str,
        model: type[Any],
        view: type[Any],
        work: Work,
        verb: str = "POST",
    ) -> None:
        desk = self.desk

        async def endpoint(
            body: model,  # type: ignore[valid-type]
            who: Annotated[Principal, allow(POLICY[name])],
            key: IdempotencyKey = "",
        ) -> Any:
            return await self._write(name, desk, who, key, name, body, view, work)

        self._add(verb, path, endpoint, name, view, 201 if verb == "POST" else 200)

    def changes(
        self, name: str, path: str, verb: str, model: type[Any], view: type[Any], work: Work
    ) -> None:
        """One row, by the id in the path."""
        desk = self.desk

        async def endpoint(
            id: str,
            body: model,  # type: ignore[valid-type]
            who: Annotated[Principal, allow(POLICY[name])],
            key: IdempotencyKey = "",
        ) -> Any:
            given: Any = body.model_copy(update={"id": id[:64]})  # type: ignore[attr-defined]
            return await self._write(name, desk, who, key, f"{name} {id}", given, view, work)

        self._add(verb, path, endpoint, name, view)

    def deletes(self, name: str, path: str, work: Work) -> None:
        desk = self.desk

        async def endpoint(id: str, who: Annotated[Principal, allow(POLICY[name])]) -> None:
            async with desk.db.write() as session:
                await work(desk, session, who, inputs.IdIn(id=id[:64]))

        endpoint.__name__ = _snake(name)
        self.router.add_api_route(
            path, endpoint, methods=["DELETE"], status_code=204, summary=_words(name)
        )

    async def _write(
        self,
        name: str,
        desk: Desk,
        who: Principal,
        key: str,
        operation: str,
        body: Any,
        view: type[Any],
        work: Work,
    ) -> Any:
        given = await desk.prepare(name, who, body)

        async def run(session: AsyncSession) -> Any:
            return _only(await work(desk, session, who, body if given is None else given))

        return await rest_write(desk.db, who, key, operation, body, view, run)

    def _add(
        self, verb: str, path: str, endpoint: Any, name: str, view: type[Any], status: int = 200
    ) -> None:
        endpoint.__name__ = _snake(name)
        self.router.add_api_route(
            path,
            endpoint,
            methods=[verb],
            response_model=view,
            status_code=status,
            summary=_words(name),
        )


def _only(found: Any) -> Any:
    """The one field of an answer that has one."""
    if isinstance(found, dict):
        (found,) = found.values()
    return found


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).strip("_")


def _words(name: str) -> str:
    return _snake(name).replace("_", " ").capitalize()


def build_router(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["perimeter"])
    edge = Edge(router, desk)
    _cameras(edge)
    _zones(edge)
    _alarms(edge)
    _files(router, desk)
    _care(edge)
    return router


def _cameras(edge: Edge) -> None:
    one = "/cameras/{id}"
    edge.creates("PutCamera", "/cameras", inputs.CameraIn, CameraView, Desk.put_camera)
    edge.lists("ListCameras", "/cameras", inputs.CameraQuery, Cameras, Desk.list_cameras)
    edge.shows("GetCamera", one, CameraView, Desk.get_camera)
    edge.changes("PutCamera", one, "PUT", inputs.CameraIn, CameraView, Desk.put_camera)
    edge.deletes("DeleteCamera", one, Desk.delete_camera)
    accept = "/cameras/{id}:accept-view"
    edge.changes("AcceptView", accept, "POST", inputs.ReasonIn, CameraView, Desk.accept_view)


def _zones(edge: Edge) -> None:
    edge.creates("PutZone", "/zones", inputs.ZoneIn, ZoneView, Desk.put_zone)
    edge.lists("ListZones", "/zones", inputs.ZoneQuery, Zones, Desk.list_zones)
    edge.changes("PutZone", "/zones/{id}", "PUT", inputs.ZoneIn, ZoneView, Desk.put_zone)
    edge.deletes("DeleteZone", "/zones/{id}", Desk.delete_zone)
    edge.changes("ArmZone", "/zones/{id}:arm", "POST", inputs.ArmIn, ZoneView, Desk.arm_zone)
    edge.creates("PutRule", "/zone-rules", inputs.RuleIn, RuleView, Desk.put_rule)
    edge.lists("ListRules", "/zone-rules", inputs.RuleQuery, Rules, Desk.list_rules)
    edge.changes("PutRule", "/zone-rules/{id}", "PUT", inputs.RuleIn, RuleView, Desk.put_rule)
    edge.deletes("DeleteRule", "/zone-rules/{id}", Desk.delete_rule)
    holidays = "/holidays"
    edge.lists("ListHolidays", holidays, inputs.HolidayQuery, HolidayList, Desk.list_holidays)

    async def put_holidays(
        desk: Desk, session: AsyncSession, who: Principal, given: Any
    ) -> HolidayList:
        return HolidayList(items=(await desk.put_holidays(session, who, given))["days"])

    edge.creates("PutHolidays", holidays, inputs.HolidaysIn, HolidayList, put_holidays, "PUT")
    desk = edge.desk

    @edge.router.post("/zone-rules:replay")
    async def replay_rule(
        body: inputs.ReplayIn, who: Annotated[Principal, allow(POLICY["ReplayRule"])]
    ) -> Replayed:
        """What the rule would have raised over the tracks of the last days."""
        return Replayed.model_validate(await desk.replay_rule(who, body))


def _alarms(edge: Edge) -> None:
    one = "/alarms/{id}"
    edge.creates("RaiseAlarm", "/alarms", inputs.RaiseIn, AlarmView, Desk.raise_alarm)
    edge.lists("ListAlarms", "/alarms", inputs.AlarmQuery, AlarmList, Desk.list_alarms)
    edge.shows("GetAlarm", one, AlarmView, Desk.get_alarm)
    acts: list[tuple[str, str, type[Any], Work]] = [
        ("AcknowledgeAlarm", "acknowledge", inputs.IdIn, Desk.acknowledge_alarm),
        ("AssignAlarm", "assign", inputs.AssignIn, Desk.assign_alarm),
        ("CloseAlarm", "close", inputs.CloseIn, Desk.close_alarm),
    ]
    for name, act, model, work in acts:
        edge.changes(name, f"{one}:{act}", "POST", model, AlarmView, work)
    records = "/alarm-records"
    edge.lists("ListAlarmRecords", records, inputs.RecordQuery, RecordList, Desk.list_records)
    edge.gets(
        "VerifyAlarmRecords",
        f"{records}:verify",
        inputs.CommunityIn,
        ChainView,
        Desk.verify_records,
    )
    edge.lists(
        "ListRuleStatistics",
        "/rule-statistics",
        inputs.StatisticsQuery,
        Statistics,
        Desk.list_statistics,
    )


def _files(router: APIRouter, desk: Desk) -> None:
    @router.post("/alarms/{id}:picture", response_class=Response)
    async def get_alarm_picture(
        id: str,
        body: inputs.ReasonIn,
        who: Annotated[Principal, allow(POLICY["GetAlarmPicture"])],
    ) -> Response:
        """The best picture of an alarm; recorded with the reason."""
        found = await desk.alarm_picture(who, body.model_copy(update={"id": id[:64]}))
        return Response(found["image"], media_type="image/jpeg")

    @router.post("/alarms/{id}:export", response_class=Response)
    async def export_alarm_clip(
        id: str,
        body: inputs.ExportIn,
        who: Annotated[Principal, allow(POLICY["ExportAlarmClip"])],
    ) -> Response:
        """The clip, blurred as the profile says; recorded with the reason."""
        found = await desk.export_clip(who, body.model_copy(update={"id": id[:64]}))
        return Response(found["video"], media_type="video/mp4")

    @router.post("/cameras/{id}:push")
    async def push_frame(
        id: str,
        image: Annotated[UploadFile, File()],
        who: Annotated[Principal, allow(POLICY["PushFrame"])],
    ) -> Accepted:
        """One picture of a camera that pushes instead of being read."""
        content = await image.read(MAX_FRAME + 1)
        if not 0 < len(content) <= MAX_FRAME:
            raise InvalidArgument(
                "IMAGE_SIZE_INVALID", f"send 1 to {MAX_FRAME} bytes", field="image"
            )
        body = inputs.PushIn(camera_id=id[:64], image=content)
        return Accepted.model_validate(await desk.push_frame(who, body))


def _care(edge: Edge) -> None:
    path = "/care-watches"
    edge.creates("StartCareWatch", path, inputs.CareIn, CareView, Desk.start_care)
    edge.lists("ListCareWatches", path, inputs.PageIn, CareList, Desk.list_care)
    edge.deletes("EndCareWatch", path + "/{id}", Desk.end_care)
