"""Routes of all pages, and what a person sees when one of them goes wrong."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from pydantic import StringConstraints, ValidationError

from kit.errors import AnjuError, PermissionDenied, Unauthenticated
from services.visitor.pages import kiosk, session
from services.visitor.pages.frame import HEADERS, Frame, build_assets, to
from services.visitor.pages.home import FIELDS, HOME, HomePages
from services.visitor.pages.home_calls import HomeCalls, build_home_calls
from services.visitor.pages.home_data import DataPages
from services.visitor.pages.kiosk import KioskPages, build_kiosk_pages
from services.visitor.pages.link import LinkPages, build_link_pages
from services.visitor.pages.session import AtHome, Sessions, SignInNeeded, foreign
from services.visitor.pages.texts import ERRORS

Field = Annotated[str, Form(max_length=64)]
Choice = Annotated[str, StringConstraints(max_length=64)]
Choices = Annotated[list[Choice] | None, Form(max_length=16)]
Secret = Annotated[str, Form(max_length=8192)]
Page = Annotated[str, Query(max_length=512)]
SIGN_IN = "/visitor/sign-in"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Pages:
    """All pages of the service, on one router."""

    def __init__(
        self,
        frame: Frame,
        sessions: Sessions,
        link: LinkPages,
        kiosk: KioskPages,
        home: HomePages,
        calls: HomeCalls,
        data: DataPages,
    ) -> None:
        self._frame = frame
        self._sessions = sessions
        self._link = link
        self._kiosk = kiosk
        self._home = home
        self._calls = calls
        self._data = data

    def router(self) -> APIRouter:
        route = _route(self._frame)
        router = APIRouter(prefix="/visitor", include_in_schema=False, route_class=route)
        _build_signing(self._frame, self._sessions, router)
        build_kiosk_pages(self._kiosk, router)
        build_home_calls(self._calls, router)
        _build_home(self._home, router)
        _build_data(self._data, router)
        whole = APIRouter()
        whole.include_router(router)
        whole.include_router(build_link_pages(self._link))
        whole.include_router(build_assets())
        return whole


def _route(frame: Frame) -> type[APIRoute]:
    """Errors become pages, in words; who is not signed in goes there first."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            inner = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await inner(request)
                except SignInNeeded as needed:
                    return RedirectResponse(to(request, SIGN_IN, to=needed.to), 303, HEADERS)
                except (RequestValidationError, ValidationError):
                    return _failed(frame, request, 400, "failed")
                except AnjuError as error:
                    return _failed(frame, request, error.status, _said(error), error.metadata)

            return handle

    return PageRoute


def _said(error: AnjuError) -> str:
    if error.reason == "FORM_FOREIGN":
        return "foreign"
    return error.reason if error.reason in ERRORS else kiosk.said(error)


def _failed(
    frame: Frame, request: Request, status: int, text: str, values: Any = None
) -> HTMLResponse:
    at_kiosk = request.url.path.startswith(kiosk.HOME)
    back = kiosk.HOME if at_kiosk else HOME
    return frame.message(request, status, (text, values or {}), back, at_kiosk)


def _build_signing(frame: Frame, sessions: Sessions, router: APIRouter) -> None:
    def form(request: Request, status: int = 200, note: str = "") -> HTMLResponse:
        at_kiosk = request.query_params.get("to") == "kiosk"
        return frame.render(
            request,
            "sign_in",
            status,
            scripts=True,
            kiosk=at_kiosk,
            keep={"to": "kiosk" if at_kiosk else "home"},
            note=(note, {}) if note else None,
        )

    @router.get("/sign-in")
    async def ask(request: Request) -> HTMLResponse:
        return form(request)

    @router.post("/sign-in")
    async def sign_in(
        request: Request, token: Secret = "", national_id: Field = "", key: Secret = ""
    ) -> Response:
        """Needs no session, so no form token: that it is no other site's is what counts."""
        if foreign(request):
            return form(request, 403, "foreign")
        at_kiosk = request.query_params.get("to") == "kiosk"
        try:
            if at_kiosk:
                cookie, seconds = await sessions.with_key(national_id, key)
            else:
                cookie, seconds = await sessions.with_token(token, session.HOME)
        except (Unauthenticated, PermissionDenied):
            return form(request, 403, "refused")
        answer = RedirectResponse(to(request, kiosk.HOME if at_kiosk else HOME), 303, HEADERS)
        session.keep(answer, cookie, seconds)
        return answer

    @router.post("/sign-out")
    async def sign_out(request: Request, signed: AtHome) -> Response:
        answer = RedirectResponse(to(request, SIGN_IN), 303, HEADERS)
        session.forget(answer)
        return answer


def _build_home(pages: HomePages, router: APIRouter) -> None:
    @router.get("/home")
    async def home(request: Request, signed: AtHome, page: Page = "") -> HTMLResponse:
        return await pages.home(request, signed, page)

    @router.get("/home/invite")
    async def form(request: Request, signed: AtHome) -> HTMLResponse:
        return await pages.form(request, signed)

    @router.post("/home/invite")
    async def invite(
        request: Request, signed: AtHome, gates: Choices = None, days: Choices = None
    ) -> Response:
        sent = await request.form()
        typed: dict[str, Any] = {name: str(sent.get(name, ""))[:128] for name in FIELDS}
        made = await pages.invite(
            request, signed, typed | {"gates": gates or [], "days": days or []}
        )
        if isinstance(made, str):
            return RedirectResponse(to(request, f"{HOME}/visits/{made}"), 303, HEADERS)
        return made

    @router.get("/home/visits/{visit_id}")
    async def visit(request: Request, signed: AtHome, visit_id: str) -> HTMLResponse:
        return await pages.visit(request, signed, visit_id)

    @router.post("/home/visits/{visit_id}/{act}")
    async def act(request: Request, signed: AtHome, visit_id: str, act: str) -> Response:
        await pages.act(signed.who, visit_id, act)
        return RedirectResponse(to(request, f"{HOME}/visits/{visit_id}"), 303, HEADERS)


def _build_data(pages: DataPages, router: APIRouter) -> None:
    @router.get("/home/data")
    async def data(request: Request, signed: AtHome) -> HTMLResponse:
        return await pages.page(request, signed)

    @router.get("/home/data.json")
    async def copy(signed: AtHome) -> Response:
        headers = HEADERS | {"content-disposition": 'attachment; filename="visits.json"'}
        content = await pages.copy(signed.who)
        return Response(content, media_type="application/json", headers=headers)

    @router.post("/home/data")
    async def choose(
        request: Request,
        signed: AtHome,
        channel: Field = "",
        address: Annotated[str, Form(max_length=254)] = "",
    ) -> HTMLResponse:
        try:
            await pages.choose(signed.who, channel, address)
        except (ValidationError, ValueError):
            return await pages.page(request, signed, ("fields", {"fields": "address"}), 400)
        return await pages.page(request, signed, ("done", {}))
