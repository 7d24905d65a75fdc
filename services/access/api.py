"""REST of the access service: the same calls as gRPC, under the same names."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.edge import rest_write
from kit.server import IdempotencyKey, allow
from services.access import store
from services.access.history import History, view
from services.access.inputs import (
    EmergencyIn,
    EnableFaceIn,
    EndIn,
    LookIn,
    OpenIn,
    PassFilter,
    RestPassIn,
    RulesIn,
)
from services.access.models import Emergency, EmergencyView, PassView, RulesView
from services.access.ruling import Ruling
from services.access.service import Access

Opener = Annotated[Principal, allow("access.open")]
Ruler = Annotated[Principal, allow("access.rules.write")]
Reader = Annotated[Principal, allow("pass.read")]
Warden = Annotated[Principal, allow("access.emergency")]


class Passes(BaseModel):
    items: list[PassView]
    next_page_token: str


class Emergencies(BaseModel):
    items: list[EmergencyView]
    next_page_token: str


def build_router(db: Database, access: Access, ruling: Ruling, history: History) -> APIRouter:
    router = APIRouter(tags=["access"])
    _passes(router, db, access, history)
    _rules(router, db, access, ruling)
    _emergencies(router, db, ruling)
    return router


def _passes(router: APIRouter, db: Database, access: Access, history: History) -> None:
    @router.post("/passes", status_code=201)
    async def request_pass(
        body: RestPassIn,
        who: Annotated[Principal, allow("access.request")],
        key: IdempotencyKey = "",
    ) -> PassView:
        body.request_id = key or body.request_id
        return view(await access.request_pass(who, body, None))

    @router.post("/passes:open", status_code=201)
    async def open_access_point(body: OpenIn, who: Opener, key: IdempotencyKey = "") -> PassView:
        body.request_id = key or body.request_id
        return view(await access.open_by_hand(who, body))

    @router.get("/passes")
    async def list_passes(who: Reader, wanted: Annotated[PassFilter, Query()]) -> Passes:
        async with db.write() as session:
            rows, token = await history.passes(session, who, wanted)
        return Passes(items=rows, next_page_token=token)

    @router.get("/passes/{pass_id}")
    async def get_pass(pass_id: str, who: Reader) -> PassView:
        async with db.write() as session:
            return await history.get(session, who, pass_id)

    @router.post("/passes/{pass_id}:picture", response_class=Response)
    async def get_pass_picture(
        pass_id: str, body: LookIn, who: Annotated[Principal, allow("pass.look")]
    ) -> Response:
        """The picture that was kept of a pass; recorded with the reason."""
        wanted = body.model_copy(update={"id": pass_id[:64]})
        async with db.write() as session:
            key = await history.looked(session, who, wanted)
        return Response(await history.picture(key), media_type="image/jpeg")


def _rules(router: APIRouter, db: Database, access: Access, ruling: Ruling) -> None:
    @router.get("/access-rules/{access_point_id}")
    async def get_rules(
        access_point_id: str, who: Annotated[Principal, allow("access.rules.read")]
    ) -> RulesView:
        return RulesView.model_validate(access.rules(access.point(who, access_point_id)))

    @router.put("/access-rules/{access_point_id}")
    async def put_rules(access_point_id: str, body: RulesIn, who: Ruler) -> RulesView:
        point = access.point(who, access_point_id)
        async with db.write() as session:
            rules = await ruling.put(session, point, body)
        ruling.mirror.apply(rules)
        return RulesView.model_validate(rules)

    @router.post("/access-rules/{access_point_id}:enableFace")
    async def enable_face(access_point_id: str, body: EnableFaceIn, who: Ruler) -> RulesView:
        point = access.point(who, access_point_id)
        async with db.write() as session:
            rules = await ruling.enable_face(session, point, body)
        ruling.mirror.apply(rules)
        return RulesView.model_validate(rules)

    @router.post("/access-rules/{access_point_id}:disableFace")
    async def disable_face(access_point_id: str, who: Ruler) -> RulesView:
        point = access.point(who, access_point_id)
        async with db.write() as session:
            rules = await ruling.disable_face(session, point)
        ruling.mirror.apply(rules)
        return RulesView.model_validate(rules)


def _emergencies(router: APIRouter, db: Database, ruling: Ruling) -> None:
    @router.post("/emergencies", status_code=201)
    async def start_emergency(
        body: EmergencyIn, who: Warden, key: IdempotencyKey = ""
    ) -> EmergencyView:
        started: list[Emergency] = []

        async def run(session: AsyncSession) -> Emergency:
            started.append(await ruling.start_emergency(session, who, body))
            return started[0]

        answer = await rest_write(db, who, key, "StartEmergency", body, EmergencyView, run)
        for emergency in started:
            ruling.mirror.apply(emergency)
        return answer

    @router.post("/emergencies/{emergency_id}:end")
    async def end_emergency(emergency_id: str, body: EndIn, who: Warden) -> EmergencyView:
        async with db.write() as session:
            ended = await ruling.end_emergency(session, who, emergency_id, body.reason)
        ruling.mirror.apply(ended)
        return EmergencyView.model_validate(ended)

    @router.get("/emergencies", response_model=Emergencies)
    async def list_emergencies(
        who: Reader,
        community_id: str = "",
        open: bool = False,
        page_size: Annotated[int, Query(ge=0)] = 0,
        page_token: Annotated[str, Query(max_length=512)] = "",
    ) -> Any:
        async with db.read() as session:
            rows, token = await store.list_emergencies(
                session, who, community_id, open, page_size, page_token
            )
        return {"items": rows, "next_page_token": token}
