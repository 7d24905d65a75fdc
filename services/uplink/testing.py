"""An upper platform for tests: a real HTTP server, written from the protocol notes and not from
this service's own code, with the manners that real ones have."""

import asyncio
import hashlib
import json
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import uvicorn

from kit.config import ServerSettings
from kit.server import HttpServer
from kit.tables import now
from services.uplink.viid.replies import local

REGISTER = "/VIID/System/Register"


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class UpperPlatform:
    """`accepted` counts objects by id; `faults` are answers to give instead, one per post:
    an HTTP status, `drop` (no answer), `late` (taken, then no answer), `busy` (200 with a code),
    `partial` (the first object fails), `forget` (the session is gone). An object in `poison` is
    answered with code 8; a post with one in `breaks` with what that says, as a fault."""

    def __init__(self, own_id: str, password: str, style: str = "both", keeps: bool = True) -> None:
        self.own_id = own_id
        self.keeps = keeps  # what was posted, to be looked at
        self.password = password
        self.style = style
        self.sessions: set[str] = set()
        self.registered = 0
        self.accepted: Counter[str] = Counter()
        self.order: list[tuple[str, str]] = []
        self.requests: list[tuple[str, Any]] = []
        self.faults: list[Any] = []
        self.poison: set[str] = set()
        self.breaks: dict[str, Any] = {}
        self.up = True
        self._nonces: set[str] = set()
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        config = uvicorn.Config(
            self, host="127.0.0.1", port=0, log_config=None, lifespan="off", access_log=False
        )
        self._server = uvicorn.Server(config)
        self._server.capture_signals = _Quiet  # type: ignore[method-assign,assignment]
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        assert self._task
        self._server.should_exit = True
        self._server.force_exit = True
        await self._task

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {k.decode().lower(): v.decode() for k, v in scope["headers"]}
        path = scope["path"]
        status, document, extra = await self._answer(path, headers, body)
        if status == 0:
            head = [(b"content-length", b"100")]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            raise ConnectionError("dropped on purpose")  # the connection ends before the answer
        content = b"" if document is None else json.dumps(document).encode()
        head = [(b"content-type", b"application/json"), *extra]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": content})

    async def _answer(
        self, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        if not self.up:
            return 503, None, []
        if path == REGISTER:
            return self._register(headers, body)
        if headers.get("user-identify") not in self.sessions:
            return 401, None, [(b"www-authenticate", self._challenge())]
        document = json.loads(body) if body else {}
        if self.keeps:
            self.requests.append((path, document))
        if path.startswith("/VIID/System/"):
            if path.endswith("Time"):
                return 200, {"SystemTimeObject": {"LocalTime": "20260101080000"}}, []
            return 200, self._single("", 0), []
        fault = self.faults.pop(0) if self.faults else None
        broken = (self.breaks[key] for _, key in ids_of(document) if key in self.breaks)
        fault = next(broken, fault)
        if fault == "forget":
            self.sessions.clear()
            return 401, None, [(b"www-authenticate", self._challenge())]
        if fault == "drop":
            return 0, None, []
        if isinstance(fault, int):
            return fault, None, []
        if fault == "busy":
            return 200, self._single("", "2"), []
        return self._take(path, document, fault)

    def _take(self, path: str, document: Any, fault: Any) -> tuple[int, Any, list[Any]]:
        ids = ids_of(document)
        entries = []
        for number, (device, key) in enumerate(ids):
            bad = key in self.poison or (fault == "partial" and number == 0)
            if not bad:
                self.accepted[key] += 1
                self.order.append((device, key))
            code = 8 if key in self.poison else 1 if bad else 0
            entries.append({"Id": key, "StatusCode": code, "StatusString": "x"})
        if fault == "late":
            return 0, None, []
        if self.style == "single":
            worst = next((e["StatusCode"] for e in entries if e["StatusCode"]), 0)
            return 200, self._single("", worst), []
        listed = {"ResponseStatusListObject": {"ResponseStatusObject": entries}}
        return 200, listed, []

    def _single(self, key: str, code: Any) -> Any:
        return {"ResponseStatusObject": {"Id": key, "StatusCode": code, "StatusString": "x"}}

    def _challenge(self) -> bytes:
        nonce = secrets.token_hex(8)
        self._nonces.add(nonce)
        return f'Digest realm="upper", qop="auth", nonce="{nonce}", opaque="aa"'.encode()

    def _register(self, headers: dict[str, str], body: bytes) -> tuple[int, Any, list[Any]]:
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', headers.get("authorization", "")))
        if given.get("nonce") not in self._nonces:
            return 401, None, [(b"www-authenticate", self._challenge())]
        self._nonces.discard(given["nonce"])
        ha1 = md5(f"{given['username']}:{given['realm']}:{self.password}")
        ha2 = md5(f"POST:{REGISTER}")
        middle = f"{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}"
        if given["response"] != md5(f"{ha1}:{middle}:{ha2}"):
            return 401, self._single("", "4"), [(b"www-authenticate", self._challenge())]
        self.sessions.add(json.loads(body)["RegisterObject"]["DeviceID"])
        self.registered += 1
        return 200, self._single("", 0), []


class Receiver:
    """A receiver of figures over HTTPS; keeps what it got."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self._pair = (certificate, key)
        self.bodies: list[Any] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        settings = ServerSettings(http_port=0)
        self._server = HttpServer(self, settings, certificate=self._pair)
        await self._server.start()
        self.url = f"https://127.0.0.1:{self._server.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.bodies.append(json.loads(body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ids_of(document: Any) -> list[tuple[str, str]]:
    """Device and id of each object of a batch or notification."""
    found: list[tuple[str, str]] = []
    if isinstance(document, dict):
        for key, value in document.items():
            if key in {"FaceID", "MotorVehicleID", "ImageID"} and "SourceID" in document | {
                "SourceID": ""
            }:
                found.append((str(document.get("DeviceID", "")), str(value)))
                return found
            if key == "ApeID":
                return [(str(value), str(value))]
            found += ids_of(value)
    elif isinstance(document, list):
        for each in document:
            found += ids_of(each)
    return found


class _Quiet:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass


def request_of(kind: str, item: str, *objects: dict[str, Any]) -> dict[str, Any]:
    """A batch in the standard's wrappers."""
    return {kind: {item: list(objects)}}


def vehicle(number: int, device: str, plate: str = "鲁C12345", **more: Any) -> dict[str, Any]:
    """A car that passed, with made-up values."""
    stamp = f"202601010800{number % 60:02}"
    return {
        "MotorVehicleID": f"{device}02{stamp}{number:05}02{1:05}",
        "InfoKind": 1,
        "SourceID": f"{device}02{stamp}{number:05}",
        "DeviceID": device,
        "PlateNo": plate,
        "PlateColor": "5",
        "PlateClass": "02",
        "PassTime": local(now()),  # nobody is let in for what was seen long ago
        "HasPlate": "1",
    } | more


@asynccontextmanager
async def signed_in(url: str, national_id: str, password: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client that has registered with an independent implementation of digest, httpx's."""
    auth = httpx.DigestAuth(national_id, password)
    async with httpx.AsyncClient(
        base_url=url, headers={"User-Identify": national_id}, trust_env=False, timeout=10
    ) as client:
        body = {"RegisterObject": {"DeviceID": national_id}}
        answer = await client.post(REGISTER, json=body, auth=auth)
        assert answer.status_code == 200, answer.text
        yield client


def good(answer: httpx.Response) -> Any:
    """Both status forms say that all went well, in the types that every client reads."""
    assert answer.status_code == 200, answer.text
    body = answer.json()
    single = body["ResponseStatusObject"]
    assert single["StatusCode"] == 0
    for entry in body.get("ResponseStatusListObject", {}).get("ResponseStatusObject", []):
        assert entry["StatusCode"] == 0
    return body
