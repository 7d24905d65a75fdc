"""Pages for visitors: the pass behind a link, and what is kept of a phone. No script, no cookie,
nothing from elsewhere; who holds no link and no one-time code sees nothing."""

from typing import Annotated, Any
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from kit.auth import Principal
from kit.db import Database
from kit.errors import Unauthenticated
from services.visitor import persons
from services.visitor.gates import Gates
from services.visitor.inputs import PhoneIn, ProvedIn
from services.visitor.life import OPENING
from services.visitor.models import Visit
from services.visitor.own import OwnData
from services.visitor.pages.frame import Frame, local
from services.visitor.pages.session import foreign
from services.visitor.service import Visits

Text = Annotated[str, Form(max_length=64)]


def picture(token: str) -> str:
    """The QR code of a pass, as the address of an image."""
    return str(segno.make(token, error="l", micro=False).png_data_uri(scale=6, border=4))


class LinkPages:
    def __init__(
        self, db: Database, visits: Visits, own: OwnData, gates: Gates, frame: Frame
    ) -> None:
        self._db = db
        self._visits = visits
        self._own = own
        self._gates = gates
        self._frame = frame

    async def visit(self, request: Request, link: str) -> HTMLResponse:
        async with self._db.read() as session:
            row = await self._visits.passes.of_link(session, link)
            visit = await session.get(Visit, row.visit_id) if row else None
            if row is None or visit is None:
                return self._frame.message(request, 404, ("missing", {}))
            if visit.pass_id != row.id or visit.state not in OPENING:
                return self._frame.message(request, 410, ("void", {}))
            shown = await self._visits.passes.show(session, visit)
        own = {"community": visit.community_id, "lang": request.query_params.get("lang", "zh")}
        return self._frame.render(
            request,
            "visit",
            visit=persons.view(self._visits.ring, visit),
            shown=shown,
            qr=picture(shown.token),
            start=local(visit.valid_from),
            end=local(visit.valid_to),
            gates=await self._gates.names(visit.route),
            own_href="/visitor/my-data?" + urlencode(own),
        )

    def own(self, request: Request, **values: Any) -> HTMLResponse:
        blank = {"visits": None, "phone": "", "code": "", "done": False}
        keep = {"community": _community(request)}
        return self._frame.render(request, "own", keep=keep, **(blank | values))

    async def prove(self, request: Request, phone: str) -> HTMLResponse:
        try:
            body = PhoneIn(community_id=_community(request), phone=phone)
        except ValidationError:
            return self.own(request, status=400, note=("invalid", {}))
        made = await self._own.start(_visitor(request), body)
        note = ("sent", {"minutes": made.seconds // 60})
        return self.own(request, phone=body.phone, note=note)

    async def proved(self, request: Request, phone: str, code: str, erase: bool) -> HTMLResponse:
        try:
            body = ProvedIn(community_id=_community(request), phone=phone, code=code)
        except ValidationError:
            return self.own(request, status=400, note=("invalid", {}))
        try:
            if not erase:
                found = await self._own.show(_visitor(request), body)
                return self.own(request, visits=found.items, phone=body.phone, code=body.code)
            made = await self._own.erase(_visitor(request), body)
        except Unauthenticated:
            return self.own(request, status=403, note=("wrong", {}))
        receipt = {"count": made.receipt.count, "receipt": made.receipt.id}
        note = ("still", {"kept": made.kept}) if made.kept else ("erased", receipt)
        return self.own(request, phone=body.phone, done=True, note=note)


def _community(request: Request) -> str:
    return request.query_params.get("community", "")[:64]


def _visitor(request: Request) -> Principal:
    return Principal("visitor", "visitor", frozenset({_community(request)}))


def build_link_pages(pages: LinkPages) -> APIRouter:
    router = APIRouter(prefix="/visitor", include_in_schema=False)

    @router.get("/v/{link}")
    async def visit(request: Request, link: str) -> HTMLResponse:
        return await pages.visit(request, link)

    @router.get("/my-data")
    async def own(request: Request) -> HTMLResponse:
        return pages.own(request)

    @router.post("/my-data/prove")
    async def prove(request: Request, phone: Text = "") -> HTMLResponse:
        if foreign(request):
            return pages.own(request, status=403)
        return await pages.prove(request, phone)

    @router.post("/my-data/show")
    async def show(request: Request, phone: Text = "", code: Text = "") -> HTMLResponse:
        if foreign(request):
            return pages.own(request, status=403)
        return await pages.proved(request, phone, code, erase=False)

    @router.post("/my-data/erase")
    async def erase(request: Request, phone: Text = "", code: Text = "") -> HTMLResponse:
        if foreign(request):
            return pages.own(request, status=403)
        return await pages.proved(request, phone, code, erase=True)

    return router
