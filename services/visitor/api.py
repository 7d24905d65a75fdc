"""REST of the visitor service: the same calls as gRPC, under the same names."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.edge import rest_write
from kit.server import IdempotencyKey, allow
from services.visitor.desk import Desk
from services.visitor.exporting import MEDIA_TYPES, export
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
    ReissueIn,
    VisitIn,
    VisitQuery,
)
from services.visitor.life import Act
from services.visitor.models import (
    BlockView,
    ChoiceView,
    ErasedView,
    GrantedView,
    KeyView,
    KitView,
    OwnView,
    PassView,
    ProofView,
    ReceiptView,
    VisitView,
)
from services.visitor.notices import Notices
from services.visitor.own import OwnData
from services.visitor.service import Visits

Inviter = Annotated[Principal, allow("visit.invite")]
Asker = Annotated[Principal, allow("visit.request")]
Decider = Annotated[Principal, allow("visit.decide")]
Reader = Annotated[Principal, allow("visit.read")]
Revealer = Annotated[Principal, allow("visit.reveal")]
Exporter = Annotated[Principal, allow("visit.export")]
Blocker = Annotated[Principal, allow("visit.block")]
Gate = Annotated[Principal, allow("visit.offline")]
KeyKeeper = Annotated[Principal, allow("visit.keys")]
Visitor = Annotated[Principal, allow("visit.own")]
Receipts = Annotated[Principal, allow("erasure.read")]


class VisitList(BaseModel):
    items: list[VisitView]
    next_page_token: str


class BlockList(BaseModel):
    items: list[BlockView]
    next_page_token: str


class ReceiptList(BaseModel):
    items: list[ReceiptView]
    next_page_token: str


class Lifted(BaseModel):
    id: str


def build_router(
    db: Database, visits: Visits, desk: Desk, notices: Notices, own: OwnData
) -> APIRouter:
    router = APIRouter(tags=["visitor"])
    _visits(router, db, visits)
    _decisions(router, db, visits)
    _passes(router, db, visits)
    _blocks(router, db, desk)
    _gates(router, db, desk)
    _own(router, db, notices, own)
    return router


def _visits(router: APIRouter, db: Database, visits: Visits) -> None:
    @router.post("/visits", status_code=201)
    async def create_visit(body: VisitIn, who: Inviter, key: IdempotencyKey = "") -> GrantedView:
        """A resident invites, or the property registers; the pass comes with the answer."""
        await visits.check_host(who, body)

        async def run(session: AsyncSession) -> GrantedView:
            return await visits.create(session, who, body)

        return await rest_write(db, who, key, "CreateVisit", body, GrantedView, run)

    @router.post("/visits:request", status_code=201)
    async def request_visit(body: AskIn, who: Asker, key: IdempotencyKey = "") -> VisitView:
        """A visitor asks, at the kiosk or by link; somebody has to approve."""
        await visits.check_host(who, body)

        async def run(session: AsyncSession) -> VisitView:
            return await visits.ask(session, who, body)

        return await rest_write(db, who, key, "RequestVisit", body, VisitView, run)

    @router.get("/visits")
    async def list_visits(ask: Annotated[VisitQuery, Query()], who: Reader) -> VisitList:
        """Newest first. Expected today: by state and times; who is in: `inside`, `overdue`."""
        async with db.write() as session:
            rows, token = await visits.list_visits(session, who, ask)
        return VisitList(items=rows, next_page_token=token)

    @router.get("/visits:export", response_class=Response)
    async def export_visits(ask: Annotated[ExportIn, Query()], who: Exporter) -> Response:
        """A CSV or XLSX file, phones and plates masked; recorded with the reason."""
        content, _ = await export(db, visits, who, ask)
        disposition = f'attachment; filename="visits.{ask.format}"'
        headers = {"content-disposition": disposition}
        return Response(content, media_type=MEDIA_TYPES[ask.format], headers=headers)

    @router.get("/visits/{visit_id}")
    async def get_visit(visit_id: str, who: Reader) -> VisitView:
        async with db.write() as session:
            return await visits.get(session, who, visit_id)

    @router.post("/visits/{visit_id}:reveal")
    async def reveal_visit(visit_id: str, body: EndIn, who: Revealer) -> VisitView:
        """The visit with phone and plate in full; recorded with the reason."""
        async with db.write() as session:
            return await visits.reveal(session, who, visit_id, body.reason)


def _decisions(router: APIRouter, db: Database, visits: Visits) -> None:
    async def end(who: Principal, key: str, visit_id: str, body: EndIn, act: Act) -> VisitView:
        given = body.model_copy(update={"id": visit_id})

        async def run(session: AsyncSession) -> VisitView:
            return await visits.end(session, who, given, act)

        return await rest_write(db, who, key, f"{act} {visit_id}", body, VisitView, run)

    @router.post("/visits/{visit_id}:approve")
    async def approve_visit(
        visit_id: str, body: ApproveIn, who: Decider, key: IdempotencyKey = ""
    ) -> GrantedView:
        async def run(session: AsyncSession) -> GrantedView:
            return await visits.approve(session, who, visit_id, body.reason)

        return await rest_write(db, who, key, f"approve {visit_id}", body, GrantedView, run)

    @router.post("/visits/{visit_id}:reject")
    async def reject_visit(
        visit_id: str, body: EndIn, who: Decider, key: IdempotencyKey = ""
    ) -> VisitView:
        return await end(who, key, visit_id, body, Act.REJECT)

    @router.post("/visits/{visit_id}:cancel")
    async def cancel_visit(
        visit_id: str, body: EndIn, who: Decider, key: IdempotencyKey = ""
    ) -> VisitView:
        """Its pass is void at once."""
        return await end(who, key, visit_id, body, Act.CANCEL)

    @router.post("/visits/{visit_id}:depart")
    async def depart_visit(
        visit_id: str, body: EndIn, who: Decider, key: IdempotencyKey = ""
    ) -> VisitView:
        """Its pass is void at once."""
        return await end(who, key, visit_id, body, Act.DEPART)


def _passes(router: APIRouter, db: Database, visits: Visits) -> None:
    @router.get("/visits/{visit_id}/pass")
    async def show_pass(visit_id: str, who: Inviter) -> PassView:
        """What the visitor shows: QR content, code, and the secret name of the visitor's page."""
        async with db.write() as session:
            return await visits.show_pass(session, who, visit_id)

    @router.post("/visits/{visit_id}/pass:reissue")
    async def reissue_pass(
        visit_id: str, body: ReissueIn, who: Inviter, key: IdempotencyKey = ""
    ) -> PassView:
        """The former pass is void at once."""

        async def run(session: AsyncSession) -> PassView:
            return await visits.reissue(session, who, visit_id, body.reason)

        return await rest_write(db, who, key, f"ReissuePass {visit_id}", body, PassView, run)


def _blocks(router: APIRouter, db: Database, desk: Desk) -> None:
    @router.post("/visit-blocks", status_code=201)
    async def create_block(body: BlockIn, who: Blocker, key: IdempotencyKey = "") -> BlockView:
        """The phone is kept as a digest alone, and is in no answer."""

        async def run(session: AsyncSession) -> BlockView:
            return await desk.blocks.create(session, who, body)

        return await rest_write(db, who, key, "CreateBlock", body, BlockView, run)

    @router.post("/visit-blocks/{block_id}:lift")
    async def lift_block(
        block_id: str, body: EndIn, who: Blocker, key: IdempotencyKey = ""
    ) -> Lifted:
        async def run(session: AsyncSession) -> Lifted:
            await desk.blocks.lift(session, who, body.model_copy(update={"id": block_id}))
            return Lifted(id=block_id)

        return await rest_write(db, who, key, f"LiftBlock {block_id}", body, Lifted, run)

    @router.get("/visit-blocks")
    async def list_blocks(ask: Annotated[PageQuery, Query()], who: Blocker) -> BlockList:
        async with db.read() as session:
            rows, token = await desk.blocks.list_blocks(session, who, ask)
        return BlockList(items=rows, next_page_token=token)

    @router.get("/visit-receipts")
    async def list_receipts(ask: Annotated[PageQuery, Query()], who: Receipts) -> ReceiptList:
        """What was erased, as counts and hashes."""
        async with db.read() as session:
            rows, token = await desk.list_receipts(session, who, ask)
        return ReceiptList(items=rows, next_page_token=token)


def _gates(router: APIRouter, db: Database, desk: Desk) -> None:
    @router.get("/offline-kits/{community_id}")
    async def get_offline_kit(community_id: str, who: Gate) -> KitView:
        """Public keys and revoked passes: what a gate checks passes with when it is cut off."""
        async with db.read() as session:
            return await desk.offline_kit(session, who, community_id)

    @router.post("/pass-keys:rotate")
    async def rotate_pass_key(body: KeyIn, who: KeyKeeper, key: IdempotencyKey = "") -> KeyView:
        """New passes are signed with a fresh key; former ones stay valid."""

        async def run(session: AsyncSession) -> KeyView:
            return await desk.rotate_key(session, who, body)

        return await rest_write(db, who, key, "RotatePassKey", body, KeyView, run)


def _own(router: APIRouter, db: Database, notices: Notices, own: OwnData) -> None:
    @router.put("/visit-notices/choice")
    async def put_notice_choice(
        body: ChoiceIn, who: Inviter, key: IdempotencyKey = ""
    ) -> ChoiceView:
        """How a host hears of their visits; forgotten after a year."""

        async def run(session: AsyncSession) -> ChoiceView:
            return await notices.choose(session, who, body)

        return await rest_write(db, who, key, "PutNoticeChoice", body, ChoiceView, run)

    @router.post("/visitor-data:prove")
    async def start_proof(body: PhoneIn, who: Visitor) -> ProofView:
        """Sends a one-time code to the phone, if anything is kept of it; the answer never tells."""
        return await own.start(who, body)

    @router.post("/visitor-data:show")
    async def show_own_data(body: ProvedIn, who: Visitor) -> OwnView:
        return await own.show(who, body)

    @router.post("/visitor-data:erase")
    async def erase_own_data(body: ProvedIn, who: Visitor) -> ErasedView:
        """Erases all that is kept of the phone; the receipt holds counts and hashes."""
        return await own.erase(who, body)
