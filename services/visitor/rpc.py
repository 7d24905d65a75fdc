"""gRPC servicer of the visitor service: message in, one call, message out."""

from typing import Any

from anju.visitor.v1 import visitor_pb2 as pb
from anju.visitor.v1 import visitor_pb2_grpc
from kit.auth import caller
from kit.db import AsyncSession, Database
from kit.edge import rpc_write
from kit.message import parse, to_message
from services.visitor.call_rpc import CallServicer
from services.visitor.desk import Desk
from services.visitor.exporting import export
from services.visitor.inputs import (
    ApproveIn,
    AskIn,
    BlockIn,
    ChoiceIn,
    EndIn,
    ExportIn,
    KeyIn,
    PageQuery,
    PhoneIn,
    ProvedIn,
    RedeemIn,
    ReissueIn,
    VisitIn,
    VisitQuery,
)
from services.visitor.life import Act
from services.visitor.models import GrantedView
from services.visitor.notices import Notices
from services.visitor.own import OwnData
from services.visitor.redeeming import Redeemer
from services.visitor.service import Visits
from services.visitor.switchboard import Switchboard

POLICY = {
    "CreateVisit": "visit.invite",
    "RequestVisit": "visit.request",
    "ApproveVisit": "visit.decide",
    "RejectVisit": "visit.decide",
    "CancelVisit": "visit.decide",
    "DepartVisit": "visit.decide",
    "GetVisit": "visit.read",
    "RevealVisit": "visit.reveal",
    "ListVisits": "visit.read",
    "ExportVisits": "visit.export",
    "ShowPass": "visit.invite",
    "ReissuePass": "visit.invite",
    "RedeemPass": "visit.redeem",
    "GetOfflineKit": "visit.offline",
    "RotatePassKey": "visit.keys",
    "CreateBlock": "visit.block",
    "LiftBlock": "visit.block",
    "ListBlocks": "visit.block",
    "PlaceCall": "call.place",
    "AnswerCall": "call.answer",
    "HandOnCall": "call.answer",
    "ApproveCall": "call.answer",
    "RefuseCall": "call.answer",
    "EndCall": "call.read",
    "JoinCall": "call.read",
    "GetCall": "call.read",
    "ListCalls": "call.read",
    "PutContacts": "visit.invite",
    "PutNoticeChoice": "visit.invite",
    "StartProof": "visit.own",
    "ShowOwnData": "visit.own",
    "EraseOwnData": "visit.own",
    "ListReceipts": "erasure.read",
}


class VisitorServicer(CallServicer, visitor_pb2_grpc.VisitorServiceServicer):
    def __init__(
        self,
        db: Database,
        visits: Visits,
        redeemer: Redeemer,
        desk: Desk,
        notices: Notices,
        own: OwnData,
        switchboard: Switchboard,
    ) -> None:
        super().__init__(switchboard)
        self._db = db
        self._notices = notices
        self._own = own
        self._visits = visits
        self._redeemer = redeemer
        self._desk = desk

    async def CreateVisit(self, request: Any, context: Any) -> Any:
        body = parse(VisitIn, request)
        await self._visits.check_host(caller(), body)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._visits.create(session, who, body)
            return _granted(pb.CreateVisitResponse, made)

        return await rpc_write(self._db, request, pb.CreateVisitResponse, run)

    async def RequestVisit(self, request: Any, context: Any) -> Any:
        body = parse(AskIn, request)
        await self._visits.check_host(caller(), body)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._visits.ask(session, who, body)
            return pb.RequestVisitResponse(visit=to_message(pb.Visit, made))

        return await rpc_write(self._db, request, pb.RequestVisitResponse, run)

    async def ApproveVisit(self, request: Any, context: Any) -> Any:
        body = parse(ApproveIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._visits.approve(session, who, body.id, body.reason)
            return _granted(pb.ApproveVisitResponse, made)

        return await rpc_write(self._db, request, pb.ApproveVisitResponse, run)

    async def RejectVisit(self, request: Any, context: Any) -> Any:
        return await self._end(request, pb.RejectVisitResponse, Act.REJECT)

    async def CancelVisit(self, request: Any, context: Any) -> Any:
        return await self._end(request, pb.CancelVisitResponse, Act.CANCEL)

    async def DepartVisit(self, request: Any, context: Any) -> Any:
        return await self._end(request, pb.DepartVisitResponse, Act.DEPART)

    async def _end(self, request: Any, kind: Any, act: Act) -> Any:
        body = parse(EndIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._visits.end(session, who, body, act)
            return kind(visit=to_message(pb.Visit, made))

        return await rpc_write(self._db, request, kind, run)

    async def GetVisit(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            found = await self._visits.get(session, caller(), request.id)
        return pb.GetVisitResponse(visit=to_message(pb.Visit, found))

    async def RevealVisit(self, request: Any, context: Any) -> Any:
        body = parse(EndIn, request)
        async with self._db.write() as session:
            found = await self._visits.reveal(session, caller(), body.id, body.reason)
        return pb.RevealVisitResponse(visit=to_message(pb.Visit, found))

    async def ListVisits(self, request: Any, context: Any) -> Any:
        ask = parse(VisitQuery, request)
        async with self._db.write() as session:
            rows, token = await self._visits.list_visits(session, caller(), ask)
        found = [to_message(pb.Visit, row) for row in rows]
        return pb.ListVisitsResponse(visits=found, next_page_token=token)

    async def ExportVisits(self, request: Any, context: Any) -> Any:
        ask = parse(ExportIn, request)
        content, rows = await export(self._db, self._visits, caller(), ask)
        return pb.ExportVisitsResponse(content=content, rows=rows)

    async def ShowPass(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            found = await self._visits.show_pass(session, caller(), request.visit_id)
        return pb.ShowPassResponse(**{"pass": to_message(pb.Pass, found)})

    async def ReissuePass(self, request: Any, context: Any) -> Any:
        body = parse(ReissueIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._visits.reissue(session, who, body.visit_id, body.reason)
            return pb.ReissuePassResponse(**{"pass": to_message(pb.Pass, made)})

        return await rpc_write(self._db, request, pb.ReissuePassResponse, run)

    async def RedeemPass(self, request: Any, context: Any) -> Any:
        body = parse(RedeemIn, request)
        caller().within(body.community_id)
        return to_message(pb.RedeemPassResponse, await self._redeemer.redeem(body))

    async def GetOfflineKit(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            kit = await self._desk.offline_kit(session, caller(), request.community_id)
        return to_message(pb.GetOfflineKitResponse, vars(kit))

    async def RotatePassKey(self, request: Any, context: Any) -> Any:
        body = parse(KeyIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            key = await self._desk.rotate_key(session, who, body)
            return pb.RotatePassKeyResponse(key=to_message(pb.PassKey, key))

        return await rpc_write(self._db, request, pb.RotatePassKeyResponse, run)

    async def CreateBlock(self, request: Any, context: Any) -> Any:
        body = parse(BlockIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._desk.blocks.create(session, who, body)
            return pb.CreateBlockResponse(block=to_message(pb.Block, made))

        return await rpc_write(self._db, request, pb.CreateBlockResponse, run)

    async def LiftBlock(self, request: Any, context: Any) -> Any:
        body = parse(EndIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            await self._desk.blocks.lift(session, who, body)
            return pb.LiftBlockResponse()

        return await rpc_write(self._db, request, pb.LiftBlockResponse, run)

    async def ListBlocks(self, request: Any, context: Any) -> Any:
        ask = parse(PageQuery, request)
        async with self._db.read() as session:
            rows, token = await self._desk.blocks.list_blocks(session, caller(), ask)
        found = [to_message(pb.Block, row) for row in rows]
        return pb.ListBlocksResponse(blocks=found, next_page_token=token)

    async def PutNoticeChoice(self, request: Any, context: Any) -> Any:
        body = parse(ChoiceIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            made = await self._notices.choose(session, who, body)
            return to_message(pb.PutNoticeChoiceResponse, made)

        return await rpc_write(self._db, request, pb.PutNoticeChoiceResponse, run)

    async def StartProof(self, request: Any, context: Any) -> Any:
        made = await self._own.start(caller(), parse(PhoneIn, request))
        return to_message(pb.StartProofResponse, made)

    async def ShowOwnData(self, request: Any, context: Any) -> Any:
        found = await self._own.show(caller(), parse(ProvedIn, request))
        return pb.ShowOwnDataResponse(visits=[to_message(pb.Visit, row) for row in found.items])

    async def EraseOwnData(self, request: Any, context: Any) -> Any:
        made = await self._own.erase(caller(), parse(ProvedIn, request))
        return to_message(pb.EraseOwnDataResponse, made)

    async def ListReceipts(self, request: Any, context: Any) -> Any:
        ask = parse(PageQuery, request)
        async with self._db.read() as session:
            rows, token = await self._desk.list_receipts(session, caller(), ask)
        found = [to_message(pb.Receipt, row) for row in rows]
        return pb.ListReceiptsResponse(receipts=found, next_page_token=token)


def _granted(kind: Any, made: GrantedView) -> Any:
    message = kind(visit=to_message(pb.Visit, made.visit))
    if made.pass_:
        getattr(message, "pass").CopyFrom(to_message(pb.Pass, made.pass_))
    return message
