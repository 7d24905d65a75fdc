"""Pages for visitors: the pass behind a link, and what is kept of a phone. No script, no cookie,
nothing from elsewhere; who holds no link and no one-time code sees nothing."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError

from kit.auth import Principal
from kit.db import Database
from kit.errors import Unauthenticated
from kit.hours import SHANGHAI
from services.visitor import persons
from services.visitor.gates import Gates
from services.visitor.inputs import PhoneIn, ProvedIn
from services.visitor.life import OPENING
from services.visitor.models import Visit
from services.visitor.own import OwnData
from services.visitor.service import Visits
from services.visitor.settings import VisitorSettings
from services.visitor.texts import LANGUAGES, STATES, TEXTS

POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",  # the address of a pass is a secret
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
Text = Annotated[str, Form(max_length=64)]


def local(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


class Pages:
    def __init__(
        self, db: Database, visits: Visits, own: OwnData, gates: Gates, settings: VisitorSettings
    ) -> None:
        self._db = db
        self._visits = visits
        self._own = own
        self._gates = gates
        self._settings = settings
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            undefined=StrictUndefined,
        )

    def render(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        asked = request.query_params
        lang = asked["lang"] if asked.get("lang") in LANGUAGES else LANGUAGES[0]
        big, nonce = asked.get("big") == "1", secrets.token_urlsafe(16)
        kept = {"community": asked["community"][:64]} if "community" in asked else {}
        mine = kept | {"lang": lang} | ({"big": "1"} if big else {})
        other = mine | {"lang": next(each for each in LANGUAGES if each != lang)}
        size = kept | {"lang": lang} | ({} if big else {"big": "1"})
        note = values.pop("note", "")
        page = self._templates.get_template(f"page_{name}.html").render(
            t=TEXTS[lang],
            states=STATES[lang],
            lang=lang,
            big=big,
            nonce=nonce,
            local=local,
            days=self._settings.retention_days,
            query="?" + urlencode(mine),
            other_href="?" + urlencode(other),
            size_href="?" + urlencode(size),
            note=TEXTS[lang][note[0]].format(**note[1]) if note else "",
            **values,
        )
        policy = {"content-security-policy": POLICY.format(nonce=nonce)}
        return HTMLResponse(page, status, headers=HEADERS | policy)

    async def visit(self, request: Request, link: str) -> HTMLResponse:
        async with self._db.read() as session:
            row = await self._visits.passes.of_link(session, link)
            visit = await session.get(Visit, row.visit_id) if row else None
            if row is None or visit is None:
                return self.render(request, "message", 404, note=("missing", {}))
            if visit.pass_id != row.id or visit.state not in OPENING:
                return self.render(request, "message", 410, note=("void", {}))
            shown = await self._visits.passes.show(session, visit)
        picture = segno.make(shown.token, error="l", micro=False)
        own = {"community": visit.community_id, "lang": request.query_params.get("lang", "zh")}
        return self.render(
            request,
            "visit",
            visit=persons.view(self._visits.ring, visit),
            shown=shown,
            qr=picture.png_data_uri(scale=6, border=4),
            start=local(visit.valid_from),
            end=local(visit.valid_to),
            gates=await self._gates.names(visit.route),
            own_href="/visitor/my-data?" + urlencode(own),
        )

    def own(self, request: Request, **values: Any) -> HTMLResponse:
        blank = {"visits": None, "phone": "", "code": "", "done": False}
        return self.render(request, "own", **(blank | values))

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


def _foreign(request: Request) -> bool:
    """Whether another site sent the form: browsers say so."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def build_pages(pages: Pages) -> APIRouter:
    router = APIRouter(prefix="/visitor", include_in_schema=False)

    @router.get("/v/{link}")
    async def visit(request: Request, link: str) -> HTMLResponse:
        return await pages.visit(request, link)

    @router.get("/my-data")
    async def own(request: Request) -> HTMLResponse:
        return pages.own(request)

    @router.post("/my-data/prove")
    async def prove(request: Request, phone: Text = "") -> HTMLResponse:
        if _foreign(request):
            return pages.own(request, status=403)
        return await pages.prove(request, phone)

    @router.post("/my-data/show")
    async def show(request: Request, phone: Text = "", code: Text = "") -> HTMLResponse:
        if _foreign(request):
            return pages.own(request, status=403)
        return await pages.proved(request, phone, code, erase=False)

    @router.post("/my-data/erase")
    async def erase(request: Request, phone: Text = "", code: Text = "") -> HTMLResponse:
        if _foreign(request):
            return pages.own(request, status=403)
        return await pages.proved(request, phone, code, erase=True)

    return router
