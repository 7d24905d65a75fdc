"""Calls at the edge: one transaction each, then the devices that are to ring or stop hear of it."""

from collections.abc import Awaitable, Callable
from typing import Any

from kit.auth import Principal
from kit.db import AsyncSession, Database
from services.visitor import rooms
from services.visitor.calls import Calls
from services.visitor.inputs import CallIn, PageQuery
from services.visitor.models import CallView, PassView, VisitCall
from services.visitor.ringing import Ringing
from services.visitor.rooms import Rooms
from services.visitor.store import KIOSK

Work = Callable[[AsyncSession, Principal], Awaitable[VisitCall]]
Edge = Callable[[Callable[[AsyncSession, Principal], Awaitable[Any]]], Awaitable[Any]]


class Switchboard:
    def __init__(self, db: Database, calls: Calls, ringing: Ringing, rooms: Rooms) -> None:
        self.db = db
        self.calls = calls
        self._ringing = ringing
        self._rooms = rooms

    async def change(self, edge: Edge, work: Work, wrap: Callable[[VisitCall], Any]) -> Any:
        """Runs the work through the edge's own transaction; `wrap` makes the answer of it."""
        changed: list[VisitCall] = []

        async def run(session: AsyncSession, who: Principal) -> Any:
            row = await work(session, who)
            changed.append(row)
            return wrap(row)

        answer = await edge(run)
        await self._ringing.changed(changed)
        return answer

    async def act(self, who: Principal, work: Work) -> VisitCall:
        """Runs the work in a transaction of its own, as for a page."""

        async def edge(run: Callable[[AsyncSession, Principal], Awaitable[Any]]) -> Any:
            async with self.db.write() as session:
                return await run(session, who)

        row: VisitCall = await self.change(edge, work, lambda row: row)
        return row

    def token(self, row: VisitCall, who: Principal) -> str:
        return self._rooms.token(row.id, rooms.KIOSK if who.role == KIOSK else rooms.HOST)

    async def join(self, who: Principal, key: str) -> str:
        async with self.db.write() as session:
            return self.token(await self.calls.join(session, who, key), who)

    async def get(self, who: Principal, key: str) -> tuple[CallView, PassView | None]:
        async with self.db.write() as session:
            return await self.calls.get(session, who, key)

    async def list_calls(self, who: Principal, ask: PageQuery) -> tuple[list[CallView], str]:
        async with self.db.read() as session:
            return await self.calls.list_calls(session, who, ask)

    async def place(self, who: Principal, body: CallIn) -> Work:
        """The work that places it; the house is looked up before the transaction."""
        house_id = await self.calls.house(who, body)

        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self.calls.place(session, who, body, house_id)

        return work
