"""A visitor, a host and a kiosk, as their devices talk to the platform."""

import base64
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import cv2
import httpx
import numpy as np
import zxingcpp

from e2e.community import Community, Gate, call


@dataclass
class Host:
    """A resident with a phone of their own."""

    community: Community
    id: str

    @cached_property
    def token(self) -> str:
        return self.community.platform.token("resident", self.community.id, subject=self.id)

    @asynccontextmanager
    async def phone(self) -> Any:
        async with self.community.platform.rest(self.token) as http:
            yield http

    async def invite(self, *gates: Gate, hours: float = 2.0, **more: Any) -> Any:
        """The answer: visit and pass."""
        body = {
            "community_id": self.community.id,
            "house_id": self.community.house_id,
            "name": "小李",
            "valid_to": (datetime.now(UTC) + timedelta(hours=hours)).isoformat(),
            "route": [gate.id for gate in gates],
        }
        return await self.post("/visits", **(body | more))

    async def post(self, path: str, **body: Any) -> Any:
        async with self.phone() as http:
            return await call(http, "POST", path, json=body)

    async def visit(self, visit_id: str) -> Any:
        async with self.phone() as http:
            return await call(http, "GET", f"/visits/{visit_id}")


async def host(community: Community, name: str = "王芳") -> Host:
    return Host(community, await community.resident(name))


async def accept(community: Community, *gates: Gate) -> None:
    """Has the gates take QR codes and codes that are typed in."""
    for gate in gates:
        path = f"/access-rules/{gate.id}"
        await call(community.http, "PUT", path, json={"credentials": ["card", "passcode", "qr"]})


async def page(community: Community, link: str) -> httpx.Response:
    """The visitor's page, as any browser gets it."""
    async with community.platform.rest("") as http:
        root = str(http.base_url).removesuffix("/").removesuffix("/v1")
        return await http.get(f"{root}/visitor/v/{link}")


def scanned(html: str) -> str:
    """What a scanner reads from the picture on the page."""
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', html)
    raw = np.frombuffer(base64.b64decode(data), np.uint8)
    picture = cv2.imdecode(raw, cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


@dataclass
class Kiosk:
    community: Community
    gate: Gate
    name: str = "kiosk 1"

    @cached_property
    def token(self) -> str:
        return self.community.platform.token("kiosk", self.community.id, subject=self.name)

    async def send(self, method: str, path: str, **body: Any) -> Any:
        async with self.community.platform.rest(self.token) as http:
            return await call(http, method, path, **({"json": body} if body else {}))

    async def place(self, number: str = "101", **more: Any) -> Any:
        """Calls a door of building 1, unit 1."""
        return await self.send(
            "POST",
            "/calls",
            community_id=self.community.id,
            access_point_id=self.gate.id,
            building="1",
            unit="1",
            number=number,
            **more,
        )

    async def call(self, call_id: str) -> Any:
        """The call, with the pass once somebody approved."""
        return await self.send("GET", f"/calls/{call_id}")
