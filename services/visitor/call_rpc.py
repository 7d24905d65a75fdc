"""gRPC of calls from kiosks; part of the visitor service's servicer."""

from functools import partial
from typing import Any

from anju.visitor.v1 import visitor_pb2 as pb
from kit.auth import Principal, caller
from kit.db import AsyncSession
from kit.edge import rpc_write
from kit.message import parse, to_message
from services.visitor.calls import view
from services.visitor.inputs import CallIn, ContactsIn, EndIn, PageQuery
from services.visitor.models import VisitCall
from services.visitor.switchboard import Switchboard, Work


class CallServicer:
    def __init__(self, switchboard: Switchboard) -> None:
        self._switchboard = switchboard
        self._calls = switchboard.calls

    async def _change(self, request: Any, kind: Any, work: Work, room: bool = False) -> Any:
        who = caller()

        def wrap(row: VisitCall) -> Any:
            token = {"room_token": self._switchboard.token(row, who)} if room else {}
            return kind(call=_call(row, who), **token)

        edge = partial(rpc_write, self._switchboard.db, request, kind)
        return await self._switchboard.change(edge, work, wrap)

    async def PlaceCall(self, request: Any, context: Any) -> Any:
        work = await self._switchboard.place(caller(), parse(CallIn, request))
        return await self._change(request, pb.PlaceCallResponse, work, room=True)

    async def AnswerCall(self, request: Any, context: Any) -> Any:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self._calls.answer(session, who, request.id)

        return await self._change(request, pb.AnswerCallResponse, work, room=True)

    async def HandOnCall(self, request: Any, context: Any) -> Any:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self._calls.hand_on(session, who, request.id)

        return await self._change(request, pb.HandOnCallResponse, work)

    async def ApproveCall(self, request: Any, context: Any) -> Any:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self._calls.approve(session, who, request.id)

        return await self._change(request, pb.ApproveCallResponse, work)

    async def RefuseCall(self, request: Any, context: Any) -> Any:
        body = parse(EndIn, request)

        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self._calls.refuse(session, who, body.id, body.reason)

        return await self._change(request, pb.RefuseCallResponse, work)

    async def EndCall(self, request: Any, context: Any) -> Any:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await self._calls.end(session, who, request.id)

        return await self._change(request, pb.EndCallResponse, work)

    async def JoinCall(self, request: Any, context: Any) -> Any:
        return pb.JoinCallResponse(room_token=await self._switchboard.join(caller(), request.id))

    async def GetCall(self, request: Any, context: Any) -> Any:
        found, shown = await self._switchboard.get(caller(), request.id)
        answer = pb.GetCallResponse(call=to_message(pb.Call, found))
        if shown:
            getattr(answer, "pass").CopyFrom(to_message(pb.Pass, shown))
        return answer

    async def ListCalls(self, request: Any, context: Any) -> Any:
        rows, token = await self._switchboard.list_calls(caller(), parse(PageQuery, request))
        found = [to_message(pb.Call, row) for row in rows]
        return pb.ListCallsResponse(calls=found, next_page_token=token)

    async def PutContacts(self, request: Any, context: Any) -> Any:
        body = parse(ContactsIn, request)
        await self._calls.check_house(caller(), body.community_id, body.house_id)

        async def run(session: AsyncSession, who: Principal) -> Any:
            made = await self._calls.put_contacts(session, who, body)
            return pb.PutContactsResponse(subject_ids=made.subject_ids)

        return await rpc_write(self._switchboard.db, request, pb.PutContactsResponse, run)


def _call(row: VisitCall, who: Principal) -> pb.Call:
    return to_message(pb.Call, view(row, who))
