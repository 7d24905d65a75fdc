"""WebSockets: `/visitor/ring` for devices that ring, `/visitor/room` for the two ends of a call.

The first message says who it is, so that no token stands in an address. Members are bounded in
size, rate and patience.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from kit.auth import Gatekeeper, Principal
from kit.errors import AnjuError
from services.visitor.pages.session import HOME, Sessions, foreign
from services.visitor.ringing import Ringing
from services.visitor.rooms import Closed, Rooms
from services.visitor.settings import VisitorSettings

HELLO_SECONDS = 5.0
TURN_SPARE = 600.0  # seconds of ringing before a talk
RATE = 50  # messages a second that one member may send
BAD, TOO_BIG, TOO_MANY = 1008, 1009, 1013


class Unwelcome(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def build_sockets(
    gatekeeper: Gatekeeper,
    sessions: Sessions,
    ringing: Ringing,
    rooms: Rooms,
    settings: VisitorSettings,
) -> APIRouter:
    router = APIRouter()

    async def caller(socket: WebSocket, hello: dict[str, Any]) -> Principal:
        """By token, or from a page by its session; raises AnjuError or Unwelcome."""
        if "page" not in hello:
            return await gatekeeper.receive(str(hello.get("authorization", "")), "call.answer")
        signed = await sessions.find(socket, HOME)
        if signed is None or foreign(socket):
            raise Unwelcome(BAD)
        sessions.confirm(signed, str(hello["page"]))
        return signed.who

    @router.websocket("/visitor/ring")
    async def ring(socket: WebSocket) -> None:
        """Hello: `{"authorization": "Bearer …"}`, or of a page `{"page": <its form token>}`.
        Hears `ring` and `stop` with call ids."""
        await socket.accept()
        try:
            hello = await _hello(socket, settings)
            who = await caller(socket, hello)
        except (AnjuError, Unwelcome, WebSocketDisconnect):
            await _close(socket, BAD)
            return
        listener = await ringing.listen(who)
        try:
            await _both(socket, settings, listener.heard, lambda text: None, patience=None)
        finally:
            ringing.forget(listener)

    @router.websocket("/visitor/room")
    async def room(socket: WebSocket) -> None:
        """Hello: `{"token": "…"}` of PlaceCall, AnswerCall or JoinCall."""
        await socket.accept()
        try:
            hello = await _hello(socket, settings)
            member = rooms.enter(str(hello.get("token", "")))
        except (Closed, Unwelcome, WebSocketDisconnect):
            await _close(socket, BAD)
            return
        try:
            servers = ice_servers(settings, member.call_id)
            await socket.send_text(json.dumps({"type": "welcome", "ice_servers": servers}))
            await _both(
                socket,
                settings,
                member.heard,
                lambda text: rooms.say(member, text),
                patience=settings.signal_idle,
            )
        finally:
            rooms.leave(member)

    return router


def ice_servers(settings: VisitorSettings, name: str) -> list[dict[str, str]]:
    """STUN and TURN servers as browsers take them. TURN wants a name and a password: they follow
    from the secret that is shared with the server, and count as long as a call may last (the
    scheme of draft-uberti-behave-turn-rest, `use-auth-secret` of coturn)."""
    found: list[dict[str, str]] = []
    until = int(time.time() + settings.talk_seconds + TURN_SPARE)
    user = f"{until}:{name}"
    secret = settings.turn_secret.get_secret_value().encode()
    password = base64.b64encode(hmac.new(secret, user.encode(), hashlib.sha1).digest()).decode()
    for url in settings.turn_urls:
        turn = {} if url.startswith("stun") else {"username": user, "credential": password}
        found.append({"urls": url} | turn)
    return found


async def _hello(socket: WebSocket, settings: VisitorSettings) -> dict[str, Any]:
    try:
        text = await asyncio.wait_for(_text(socket, settings), HELLO_SECONDS)
        hello = json.loads(text)
    except (TimeoutError, ValueError, RecursionError):
        raise Unwelcome(BAD) from None
    if not isinstance(hello, dict):
        raise Unwelcome(BAD)
    return hello


async def _text(socket: WebSocket, settings: VisitorSettings) -> str:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    text = message.get("text")
    if text is None:
        raise Unwelcome(BAD)
    if len(text.encode()) > settings.signal_bytes:
        raise Unwelcome(TOO_BIG)
    return str(text)


async def _both(
    socket: WebSocket,
    settings: VisitorSettings,
    heard: asyncio.Queue[str | None],
    say: Any,
    patience: float | None,
) -> None:
    """Hears and speaks until one side ends."""
    tasks = {
        asyncio.create_task(_listen(socket, heard)),
        asyncio.create_task(_speak(socket, settings, say, patience)),
    }
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        code = max(task.result() for task in done)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await _close(socket, code)


async def _listen(socket: WebSocket, heard: asyncio.Queue[str | None]) -> int:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (text := await heard.get()) is not None:
            await socket.send_text(text)
    return 1000


async def _speak(
    socket: WebSocket, settings: VisitorSettings, say: Any, patience: float | None
) -> int:
    second, count = 0, 0
    try:
        while True:
            text = await asyncio.wait_for(_text(socket, settings), patience)
            at = int(time.monotonic())
            second, count = at, count + 1 if at == second else 1
            if count > RATE:
                return TOO_MANY
            say(text)
    except Unwelcome as error:
        return error.code
    except (WebSocketDisconnect, TimeoutError, Closed):
        return 1000


async def _close(socket: WebSocket, code: int) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.close(code)
