"""A link that breaks in every way that links break: a proxy between two GA/T 1400 platforms."""

import asyncio
import json
import random
from collections import Counter
from types import TracebackType
from typing import Any, Self

import httpx

from kit.config import ServerSettings
from kit.server import HttpServer

FAULTS = (
    *("drop", "late", "delay", "truncate", "duplicate", "partial", "failure"),
    *(401, 404, 500),
)
"""drop: never arrives; late: arrives, and its answer does not; truncate: half of the answer;
duplicate: arrives twice; partial: one object's status says failed; failure: 200 that says so."""


class Faulty:
    """Forwards to `target`; of the posts of objects, a share of `rate` goes wrong."""

    def __init__(self, target: str, rate: float = 0.0, seed: int = 7) -> None:
        self.target = target
        self.rate = rate
        self.met: Counter[str] = Counter()
        self._dice = random.Random(seed)
        self._http = httpx.AsyncClient(trust_env=False, timeout=30)
        self._server = HttpServer(self, ServerSettings(http_port=0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.stop()
        await self._http.aclose()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        skip = {b"host", b"content-length", b"connection"}
        headers = [(k, v) for k, v in scope["headers"] if k.lower() not in skip]
        request = (scope["method"], scope["path"], headers, body)
        fault: Any = None
        if "/System/" not in scope["path"] and self._dice.random() < self.rate:
            fault = self._dice.choice(FAULTS)
            self.met[str(fault)] += 1
        status, answer, challenge = await self._answer(request, fault)
        if fault == "truncate":
            await self._send(send, status, answer, len(answer) + 100, challenge)
            raise ConnectionError("cut off on purpose")
        await self._send(send, status, answer, len(answer), challenge)

    async def _answer(self, request: Any, fault: Any) -> tuple[int, bytes, bytes]:
        if fault == "drop":
            raise ConnectionError("dropped on purpose")
        if isinstance(fault, int):
            return fault, b"", b""
        if fault == "failure":
            return 200, b'{"ResponseStatusObject":{"StatusCode":"1","StatusString":"x"}}', b""
        if fault == "delay":
            await asyncio.sleep(0.3)
        try:
            response = await self._forward(request)
            if fault == "duplicate":
                response = await self._forward(request)
        except httpx.HTTPError:
            raise ConnectionError("the platform is away") from None
        if fault == "late":
            raise ConnectionError("answered to nobody on purpose")
        content = response.content
        if fault == "partial":
            made = json.loads(content)
            made["ResponseStatusListObject"]["ResponseStatusObject"][0]["StatusCode"] = 1
            content = json.dumps(made).encode()
        return response.status_code, content, response.headers.get("www-authenticate", "").encode()

    async def _forward(self, request: Any) -> httpx.Response:
        method, path, headers, body = request
        return await self._http.request(method, self.target + path, headers=headers, content=body)

    async def _send(
        self, send: Any, status: int, content: bytes, length: int, challenge: bytes
    ) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % length)]
        if challenge:
            headers.append((b"www-authenticate", challenge))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send(
            {"type": "http.response.body", "body": content, "more_body": length != len(content)}
        )
