"""REST of calls from kiosks: the same calls as gRPC, under the same names."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from kit.auth import Principal
from kit.db import AsyncSession
from kit.edge import rest_write
from kit.server import IdempotencyKey, allow
from services.visitor.calls import view
from services.visitor.inputs import CallIn, ContactsIn, EndIn, Input, PageQuery
from services.visitor.models import CallView, ContactsView, PassView, VisitCall
from services.visitor.switchboard import Switchboard, Work

Placer = Annotated[Principal, allow("call.place")]
Answerer = Annotated[Principal, allow("call.answer")]
Reader = Annotated[Principal, allow("call.read")]
Inviter = Annotated[Principal, allow("visit.invite")]


class JoinedView(BaseModel):
    """`room_token` lets one connection into `/visitor/room`, within a minute."""

    call: CallView
    room_token: str


class TokenView(BaseModel):
    room_token: str


class FoundView(BaseModel):
    """The pass is for the kiosk alone, once somebody approved."""

    model_config = ConfigDict(populate_by_name=True)

    call: CallView
    pass_: PassView | None = Field(None, alias="pass")


class CallList(BaseModel):
    items: list[CallView]
    next_page_token: str


def build_call_router(board: Switchboard) -> APIRouter:
    router = APIRouter(tags=["visitor"])
    _ends(router, board)
    _answers(router, board)
    _reads(router, board)
    return router


async def _change(
    board: Switchboard,
    who: Principal,
    key: tuple[str, str],
    body: Input,
    work: Work,
    kind: type[BaseModel] = CallView,
) -> Any:
    def wrap(row: VisitCall) -> BaseModel:
        if kind is CallView:
            return view(row, who)
        return JoinedView(call=view(row, who), room_token=board.token(row, who))

    async def edge(run: Callable[[AsyncSession, Principal], Awaitable[Any]]) -> Any:
        async def inside(session: AsyncSession) -> Any:
            return await run(session, who)

        return await rest_write(board.db, who, key[0], key[1], body, kind, inside)

    return await board.change(edge, work, wrap)


def _ends(router: APIRouter, board: Switchboard) -> None:
    @router.post("/calls", status_code=201)
    async def place_call(body: CallIn, who: Placer, key: IdempotencyKey = "") -> JoinedView:
        """Rings at once. A house that does not exist looks like one where nobody answers."""
        work = await board.place(who, body)
        made = await _change(board, who, (key, "PlaceCall"), body, work, JoinedView)
        return JoinedView.model_validate(made)

    @router.post("/calls/{call_id}:end")
    async def end_call(call_id: str, who: Reader, key: IdempotencyKey = "") -> CallView:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await board.calls.end(session, who, call_id)

        made = await _change(board, who, (key, f"EndCall {call_id}"), Input(), work)
        return CallView.model_validate(made)

    @router.post("/calls/{call_id}:join")
    async def join_call(call_id: str, who: Reader) -> TokenView:
        """A fresh token for the signalling room, such as after a lost connection."""
        return TokenView(room_token=await board.join(who, call_id))


def _answers(router: APIRouter, board: Switchboard) -> None:
    @router.post("/calls/{call_id}:answer")
    async def answer_call(call_id: str, who: Answerer, key: IdempotencyKey = "") -> JoinedView:
        """The first one to answer has it; to others it is 409 CALL_STATE."""

        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await board.calls.answer(session, who, call_id)

        name = f"AnswerCall {call_id}"
        made = await _change(board, who, (key, name), Input(), work, JoinedView)
        return JoinedView.model_validate(made)

    @router.post("/calls/{call_id}:hand-on")
    async def hand_on_call(call_id: str, who: Answerer, key: IdempotencyKey = "") -> CallView:
        """The next ones in order ring instead."""

        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await board.calls.hand_on(session, who, call_id)

        made = await _change(board, who, (key, f"HandOnCall {call_id}"), Input(), work)
        return CallView.model_validate(made)

    @router.post("/calls/{call_id}:approve")
    async def approve_call(call_id: str, who: Answerer, key: IdempotencyKey = "") -> CallView:
        """Lets the visitor in once; the kiosk finds the pass in the call."""

        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await board.calls.approve(session, who, call_id)

        made = await _change(board, who, (key, f"ApproveCall {call_id}"), Input(), work)
        return CallView.model_validate(made)

    @router.post("/calls/{call_id}:refuse")
    async def refuse_call(
        call_id: str, body: EndIn, who: Answerer, key: IdempotencyKey = ""
    ) -> CallView:
        async def work(session: AsyncSession, who: Principal) -> VisitCall:
            return await board.calls.refuse(session, who, call_id, body.reason)

        made = await _change(board, who, (key, f"RefuseCall {call_id}"), body, work)
        return CallView.model_validate(made)


def _reads(router: APIRouter, board: Switchboard) -> None:
    @router.get("/calls")
    async def list_calls(ask: Annotated[PageQuery, Query()], who: Reader) -> CallList:
        rows, token = await board.list_calls(who, ask)
        return CallList(items=rows, next_page_token=token)

    @router.get("/calls/{call_id}")
    async def get_call(call_id: str, who: Reader) -> FoundView:
        found, shown = await board.get(who, call_id)
        return FoundView(call=found, pass_=shown)

    @router.put("/house-contacts/{house_id}")
    async def put_contacts(house_id: str, body: ContactsIn, who: Inviter) -> ContactsView:
        """Who rings when nobody in the house answers."""
        given = body.model_copy(update={"house_id": house_id})
        await board.calls.check_house(who, body.community_id, house_id)
        async with board.db.write() as session:
            return await board.calls.put_contacts(session, who, given)
