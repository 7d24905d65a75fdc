"""The GA/T 1400 listener: requests in any dialect to one desk, answers that all dialects read."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from kit.errors import AnjuError
from kit.tables import now
from kit.telemetry import calls
from services.uplink.models import Peer
from services.uplink.viid import digest, reading
from services.uplink.viid.identity import Caller, Identity
from services.uplink.viid.kinds import BY_PATH, Kind
from services.uplink.viid.reading import Unreadable
from services.uplink.viid.replies import Code, Result, both, local, single, status_of

log = logging.getLogger("uplink.viid")
MEDIA = "application/VIID+JSON;charset=UTF-8"
LARGE = 256 * 1024  # bytes that are parsed in a thread
SYSTEM = "/viid/system/"
WORDS = ("register", "unregister", "keepalive", "time")
SESSION_BODY = 16 * 1024  # bytes of a session call, which are read before we know who calls
REALTIME = 2.0  # seconds that every peer waits for an answer; some wait no longer than three


@dataclass
class Wish:
    """A request on a collection: read, from a peer that is known."""

    peer: Peer
    kind: Kind
    method: str
    path: str
    key: str = ""
    part: str = ""  # info or data
    body: Any = None
    raw: bytes = b""
    query: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Reply:
    """`results` become both status forms; a `document`, or a `text` that is none of JSON, is what
    a GET asks for."""

    results: Sequence[Result] = ()
    document: Any = None
    text: str = ""


class Desk(Protocol):
    """What the service does with what comes in."""

    async def answer(self, wish: Wish) -> Reply: ...
    async def heard(self, peer: Peer, registered: bool) -> None: ...
    async def left(self, peer: Peer) -> None: ...
    def refused(self, national_id: str, reason: str) -> None: ...


class Server:
    """An ASGI application."""

    def __init__(self, identity: Identity, desk: Desk, own_id: str, max_body: int) -> None:
        self._identity = identity
        self._desk = desk
        self._own_id = own_id
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        started, name, code = time.perf_counter(), "VIID other", 500
        path = digest.plain(unquote(scope["path"]))
        try:
            name, response = await self._handle(request, path)
            code = response.status_code
            await response(scope, receive, send)
        except ClientDisconnect:
            code = 499
        except Exception as error:
            # What the error says may quote what was sent.
            log.error("request failed", extra={"method": name, "error": type(error).__name__})
            result = Result("", Code.BUSY, "failed, send again")
            await _json(both([result], path[:256], now()), 500)(scope, receive, send)
        finally:
            taken = time.perf_counter() - started
            outcome = "OK" if code < 400 else str(code)
            calls.record(taken, {"method": name, "outcome": outcome})

    async def _handle(self, request: Request, path: str) -> tuple[str, Response]:
        folded = path.lower()
        address = request.client.host if request.client else ""
        headers = request.headers
        caller = Caller(
            address,
            request.method,
            path,
            headers.get("user-identify", "").strip(),
            headers.get("authorization", "").strip(),
        )
        try:
            if folded.startswith(SYSTEM):
                word = folded.removeprefix(SYSTEM)
                name = f"VIID {word}" if word in WORDS else "VIID other"
                return name, await self._system(request, caller, path, word)
            return await self._collection(request, caller, path)
        except Unreadable as error:
            result = Result("", Code(error.code), error.text)
            return "VIID unreadable", _json(both([result], path, now()), 400)
        except AnjuError as error:
            result = Result("", Code.BUSY, error.reason)
            return "VIID busy", _json(both([result], path, now()), 503)

    async def _system(self, request: Request, caller: Caller, path: str, word: str) -> Response:
        handler = {
            "register": self._register,
            "unregister": self._unregister,
            "keepalive": self._keepalive,
            "time": self._time,
        }.get(word)
        if handler is None:
            return _unknown(path)
        if word == "register" and not digest.parse(caller.authorization):
            await self._drain(request)  # some send no body at all, others a broken one
            return self._challenged(caller, path)
        body = await self._body(request, SESSION_BODY)
        try:
            found = reading.document(body)
        except Unreadable:
            found = {}  # the header says who it is
        return await handler(caller, path, found)

    async def _register(self, caller: Caller, path: str, found: Any) -> Response:
        username = digest.parse(caller.authorization).get("username", "")
        national_id = reading.named(found, caller.user, username)
        peer, refused = self._identity.prove(caller, national_id)
        if peer is None:
            reason = "CLIENT_SENDS_NULL" if username == "null" else str(refused).upper()
            self._desk.refused(national_id, reason)
            return self._challenged(caller, path, refused)
        self._identity.register(peer, caller.address)
        await self._desk.heard(peer, True)
        return _json(single(Result(peer.national_id), path, now()))

    async def _unregister(self, caller: Caller, path: str, found: Any) -> Response:
        peer, _ = self._identity.known(_named(caller, found))
        if peer is None:
            return self._challenged(caller, path)
        self._identity.sessions.close(peer.national_id)
        await self._desk.left(peer)
        return _json(single(Result(peer.national_id), path, now()))

    async def _keepalive(self, caller: Caller, path: str, found: Any) -> Response:
        peer, back = self._identity.known(_named(caller, found))
        if peer is None:
            return self._challenged(caller, path)
        await self._desk.heard(peer, back)
        return _json(single(Result(peer.national_id), path, now()))

    async def _time(self, caller: Caller, path: str, found: Any) -> Response:
        peer, _ = self._identity.known(_named(caller, found))
        if peer is None:
            return self._challenged(caller, path)
        body = {
            "VIIDServerID": self._own_id,
            "TimeMode": "1",
            "LocalTime": local(now()),
            "TimeZone": "UTC+8",
        }
        return _json({"SystemTimeObject": body})

    async def _collection(
        self, request: Request, caller: Caller, path: str
    ) -> tuple[str, Response]:
        kind, key, part = locate(path)
        peer, back = self._identity.known(caller)
        if peer is None:
            await self._drain(request)
            return "VIID unknown peer", self._challenged(caller, path)
        await self._desk.heard(peer, back)
        if kind is None:
            await self._drain(request)
            return "VIID unknown path", _unknown(path)
        query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        wish = Wish(peer, kind, request.method, path, key, part, query=query)
        body = await self._body(request)
        if part == "data":
            wish.raw = body
        elif body.strip():
            wish.body = await _parsed(body)
        reply = await self._answer(wish)
        name = f"VIID {request.method} {kind.name}"
        if reply.document is not None:
            return name, _json(reply.document)
        if reply.text:
            return name, Response(reply.text, media_type=MEDIA)
        code = status_of(reply.results)
        return name, _json(both(reply.results, path, now()), code)

    async def _answer(self, wish: Wish) -> Reply:
        """The desk's reply, or, where something hangs that it needs, that it may be sent again:
        a peer that hears nothing in time cannot know whether it was taken."""
        try:
            async with asyncio.timeout(REALTIME):
                return await self._desk.answer(wish)
        except TimeoutError:
            log.warning("not answered in time", extra={"kind": wish.kind.name})
            return Reply([Result(wish.key, Code.BUSY, "busy, send again")])

    async def _body(self, request: Request, limit: int = 0) -> bytes:
        """Raises Unreadable for one that is too large."""
        most = limit or self._max_body
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise Unreadable(7, f"the body is over {most} bytes")
            parts.append(part)
        encoding = request.headers.get("content-encoding", "")
        if size < LARGE:
            return reading.inflate(b"".join(parts), encoding, most)
        return await asyncio.to_thread(reading.inflate, b"".join(parts), encoding, most)

    async def _drain(self, request: Request) -> None:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > self._max_body:
                return

    def _challenged(
        self, caller: Caller, path: str, refused: digest.Refusal | None = None
    ) -> Response:
        result = Result("", Code.INVALID_OPERATION, "register first")
        response = _json(single(result, path, now()), 401)
        response.headers["WWW-Authenticate"] = self._identity.challenge(caller, refused)
        return response


def _named(caller: Caller, found: Any) -> Caller:
    """Session calls may name the device in their body alone."""
    if caller.user:
        return caller
    name = reading.named(found, "", "")
    return Caller(caller.address, caller.method, caller.path, name, caller.authorization)


def locate(path: str) -> tuple[Kind | None, str, str]:
    """The collection of a path, and the id and part behind it."""
    words = path.split("/")
    for size in range(len(words), 1, -1):
        kind = BY_PATH.get("/".join(words[:size]).lower())
        if kind is None:
            continue
        rest = words[size:]
        part = rest[1].lower() if len(rest) > 1 else ""
        if len(rest) > 2 or (part and not (kind.inner and part in {"info", "data"})):
            return None, "", ""
        return kind, rest[0] if rest else "", part
    return None, "", ""


async def _parsed(body: bytes) -> Any:
    if len(body) < LARGE:
        return reading.document(body)
    return await asyncio.to_thread(reading.document, body)


def _json(document: Any, code: int = 200) -> Response:
    return JSONResponse(document, code, media_type=MEDIA)


def _unknown(path: str) -> Response:
    result = Result("", Code.INVALID_OPERATION, "no such resource")
    return _json(single(result, path[:256], now()), 404)
