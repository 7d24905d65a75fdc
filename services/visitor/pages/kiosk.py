"""The kiosk's pages: one button, a house to call, a pass to show. They name no resident; what a
kiosk may do is its device's own role, at its device's own gate."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from kit.db import AsyncSession
from kit.errors import AnjuError, FailedPrecondition, InvalidArgument
from kit.principal import Principal
from services.visitor.calls import APPROVED, REFUSED
from services.visitor.doors import Doors
from services.visitor.inputs import CallIn
from services.visitor.models import CallState, CallView, Outcome, VisitCall
from services.visitor.pages import session
from services.visitor.pages.frame import HEADERS, Frame, Note, to
from services.visitor.pages.session import AtKiosk, Signed
from services.visitor.pages.texts import WHY
from services.visitor.scanning import Scanner
from services.visitor.snapshots import MOST_BYTES, Snapshots
from services.visitor.store import OPEN_CALLS
from services.visitor.switchboard import Switchboard
from services.visitor.tokens import MAX_LENGTH

HOME = "/visitor/kiosk"
Door = Annotated[str, Form(max_length=16)]
Tick = Annotated[str, Form(max_length=2)]
Content = Annotated[str, Form(max_length=MAX_LENGTH)]


class KioskPages:
    def __init__(
        self,
        board: Switchboard,
        doors: Doors,
        snapshots: Snapshots,
        scanner: Scanner,
        frame: Frame,
    ) -> None:
        self._board = board
        self._doors = doors
        self.snapshots = snapshots
        self.scanner = scanner
        self._frame = frame

    def idle(self, request: Request, signed: Signed) -> HTMLResponse:
        note: Note | None = None if signed.who.access_point_id else ("no_gate", {})
        return self._frame.render(
            request, "kiosk", scripts=True, devices=True, csrf=signed.csrf, note=note
        )

    async def place(self, signed: Signed, body: CallIn) -> str:
        return (await self._board.act(signed.who, await self._board.place(signed.who, body))).id

    def body(self, signed: Signed, building: str, unit: str, number: str, urgent: bool) -> CallIn:
        """Raises FailedPrecondition for a kiosk that stands nowhere."""
        if not signed.who.access_point_id:
            raise FailedPrecondition("NO_ACCESS_POINT", "the device has no access point")
        (community,) = signed.who.scope or ("",)
        return CallIn(
            community_id=community,
            access_point_id=signed.who.access_point_id,
            building=building,
            unit=unit,
            number=number,
            emergency=urgent,
        )

    async def call(
        self, request: Request, signed: Signed, call_id: str, picture: bool
    ) -> HTMLResponse:
        found, note = await self.state(signed.who, call_id)
        under_way = found.state in OPEN_CALLS
        return self._frame.render(
            request,
            "call",
            scripts=True,
            devices=True,
            csrf=signed.csrf,
            call=found,
            under_way=under_way,
            opened=note[0] == "entered",
            picture=picture and under_way,
            note=note,
            refresh="" if under_way else HOME,
        )

    async def state(self, who: Principal, call_id: str) -> tuple[CallView, Note]:
        """How the call stands. Once somebody agreed, asking opens the gate: once, however often
        it is asked, as the call's id names the attempt."""
        found, shown = await self._board.get(who, call_id)
        if found.state in OPEN_CALLS:
            return found, (("answered" if found.state is CallState.ANSWERED else "ringing"), {})
        if found.reason == APPROVED and shown:
            name = f"call {call_id}"
            verdict = await self._doors.show(found.access_point_id, shown.token, name)
            return found, ("entered" if verdict.outcome is Outcome.OPEN else "not_opened", {})
        if found.reason == REFUSED:
            return found, ("call_refused", {})
        missed = found.state is CallState.MISSED
        return found, ("call_missed" if missed else "call_ended", {})

    async def room(self, who: Principal, call_id: str) -> str:
        return await self._board.join(who, call_id)

    async def end(self, who: Principal, call_id: str) -> None:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self._board.calls.end(session, who, call_id)

        await self._board.act(who, work)

    async def snapshot(self, who: Principal, call_id: str, picture: bytes) -> None:
        """Only while it rings; only the visitor's own page sends it, and only if they agreed."""
        await self._board.join(who, call_id)
        self.snapshots.put(call_id, picture)

    async def show(self, request: Request, signed: Signed, content: str) -> HTMLResponse:
        if not signed.who.access_point_id:
            return self.idle(request, signed)
        verdict = await self._doors.show(signed.who.access_point_id, content.strip())
        opened = verdict.outcome is Outcome.OPEN
        texts = WHY[verdict.reason if verdict.reason in WHY else "NO_PASS"]
        why = {"why": texts[request.query_params.get("lang") == "en"]}
        return self._frame.render(
            request,
            "shown",
            opened=opened,
            note=("entered", {}) if opened else ("pass_refused", why),
            refresh=HOME,
            csrf=signed.csrf,
        )


def build_kiosk_pages(pages: KioskPages, router: APIRouter) -> None:
    _pages(pages, router)
    _scripts(pages, router)


def _pages(pages: KioskPages, router: APIRouter) -> None:
    @router.get("/kiosk")
    async def idle(request: Request, signed: AtKiosk) -> HTMLResponse:
        answer = pages.idle(request, signed)
        session.keep(answer, signed.cookie, session.LONGEST)
        return answer

    @router.post("/kiosk/call")
    async def place(
        request: Request,
        signed: AtKiosk,
        building: Door = "",
        unit: Door = "",
        number: Door = "",
        emergency: Tick = "",
        snapshot: Tick = "",
    ) -> RedirectResponse:
        body = pages.body(signed, building, unit, number, bool(emergency))
        call_id = await pages.place(signed, body)
        more = {"snapshot": "1"} if snapshot else {}
        return RedirectResponse(to(request, f"{HOME}/calls/{call_id}", **more), 303)

    @router.get("/kiosk/calls/{call_id}")
    async def call(
        request: Request,
        signed: AtKiosk,
        call_id: str,
        snapshot: Annotated[str, Query(max_length=2)] = "",
    ) -> HTMLResponse:
        return await pages.call(request, signed, call_id, bool(snapshot))

    @router.post("/kiosk/calls/{call_id}/end")
    async def end(request: Request, signed: AtKiosk, call_id: str) -> RedirectResponse:
        await pages.end(signed.who, call_id)
        return RedirectResponse(to(request, f"{HOME}/calls/{call_id}"), 303)

    @router.post("/kiosk/show")
    async def show(
        request: Request,
        signed: AtKiosk,
        content: Content = "",
    ) -> HTMLResponse:
        return await pages.show(request, signed, content)


def _scripts(pages: KioskPages, router: APIRouter) -> None:
    """What the pages' scripts ask."""

    @router.get("/kiosk/calls/{call_id}/state")
    async def state(signed: AtKiosk, call_id: str) -> JSONResponse:
        found, note = await pages.state(signed.who, call_id)
        return JSONResponse({"state": found.state, "text": note[0]}, headers=HEADERS)

    @router.post("/kiosk/calls/{call_id}/room")
    async def room(signed: AtKiosk, call_id: str) -> JSONResponse:
        return JSONResponse({"token": await pages.room(signed.who, call_id)}, headers=HEADERS)

    @router.post("/kiosk/calls/{call_id}/snapshot")
    async def snapshot(request: Request, signed: AtKiosk, call_id: str) -> Response:
        await pages.snapshot(signed.who, call_id, await _content(request, MOST_BYTES))
        return Response(status_code=204, headers=HEADERS)

    @router.post("/kiosk/scan")
    async def scan(
        request: Request,
        signed: AtKiosk,
        width: int,
        height: int,
    ) -> JSONResponse:
        pixels = await _content(request, max(0, width * height))
        found = await pages.scanner.read(pixels, width, height)
        return JSONResponse({"content": found}, headers=HEADERS)


async def _content(request: Request, most: int) -> bytes:
    """The body, which is looked at no further once it is too long."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            raise InvalidArgument("BODY_TOO_LARGE", f"more than {most} bytes")
    return bytes(found)


def said(error: AnjuError) -> str:
    """The text that stands for an error at a kiosk."""
    return {"NO_ACCESS_POINT": "no_gate", "CALLS_TOO_OFTEN": "busy"}.get(error.reason, "failed")
