"""Calls at a resident's page: what its script asks while it rings, and what is pressed."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from kit.auth import Principal
from kit.db import AsyncSession
from kit.errors import NotFound
from services.visitor.gates import Gates
from services.visitor.models import VisitCall
from services.visitor.pages.frame import HEADERS
from services.visitor.pages.session import AtHome
from services.visitor.snapshots import Snapshots
from services.visitor.switchboard import Switchboard

REASON = "接听者未同意"


class HomeCalls:
    def __init__(self, board: Switchboard, gates: Gates, snapshots: Snapshots) -> None:
        self._board = board
        self._gates = gates
        self._snapshots = snapshots

    async def state(self, who: Principal, call_id: str) -> dict[str, object]:
        """Where it rings, and whether the visitor agreed to be seen."""
        found, _ = await self._board.get(who, call_id)
        names = await self._gates.names([found.access_point_id])
        seen = self._snapshots.get(call_id) is not None
        return {"state": found.state, "gate": "".join(names), "snapshot": seen}

    async def act(self, who: Principal, call_id: str, act: str) -> None:
        calls = self._board.calls

        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            if act == "answer":
                return await calls.answer(session, who, call_id)
            if act == "approve":
                return await calls.approve(session, who, call_id)
            if act == "refuse":
                return await calls.refuse(session, who, call_id, REASON)
            if act == "hand-on":
                return await calls.hand_on(session, who, call_id)
            if act == "end":
                return await calls.end(session, who, call_id)
            raise NotFound("ACT_NOT_FOUND", "no such step")

        await self._board.act(who, work)

    async def room(self, who: Principal, call_id: str) -> str:
        return await self._board.join(who, call_id)

    async def snapshot(self, who: Principal, call_id: str) -> bytes:
        """For those whom it rings, and who answered."""
        await self._board.get(who, call_id)
        picture = self._snapshots.get(call_id)
        if picture is None:
            raise NotFound("SNAPSHOT_NOT_FOUND", "there is no picture")
        return picture


def build_home_calls(calls: HomeCalls, router: APIRouter) -> None:
    @router.get("/home/calls/{call_id}")
    async def state(signed: AtHome, call_id: str) -> JSONResponse:
        return JSONResponse(await calls.state(signed.who, call_id), headers=HEADERS)

    @router.get("/home/calls/{call_id}/snapshot")
    async def snapshot(signed: AtHome, call_id: str) -> Response:
        content = await calls.snapshot(signed.who, call_id)
        policy = {"content-security-policy": "default-src 'none'"}
        return Response(content, media_type="image/jpeg", headers=HEADERS | policy)

    @router.post("/home/calls/{call_id}/room")
    async def room(signed: AtHome, call_id: str) -> JSONResponse:
        return JSONResponse({"token": await calls.room(signed.who, call_id)}, headers=HEADERS)

    @router.post("/home/calls/{call_id}/{act}")
    async def act(request: Request, signed: AtHome, call_id: str, act: str) -> Response:
        await calls.act(signed.who, call_id, act)
        return Response(status_code=204, headers=HEADERS)
