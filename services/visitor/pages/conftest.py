"""A browser without a window for tests of what pages answer: it keeps a cookie, and knows forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from anju.registry.v1 import registry_pb2
from services.visitor.conftest import Estate, estate, node
from services.visitor.pages.session import COOKIE

__all__ = ["estate", "node"]
OWN = {"sec-fetch-site": "same-origin"}


@dataclass
class Tab:
    """What it keeps by hand: an HTTP client sends no secure cookies to a plain address."""

    http: httpx.AsyncClient
    cookie: str = ""
    csrf: str = ""

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        cookie = {"cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        return OWN | cookie | more

    async def get(self, path: str, **headers: str) -> httpx.Response:
        answer = await self.http.get(path, headers=self._headers(headers))
        if found := re.search(r'name="csrf" value="([^"]+)"', answer.text):
            self.csrf = found[1]
        return answer

    async def post(
        self, path: str, headers: dict[str, str] | None = None, **form: Any
    ) -> httpx.Response:
        """With the form token that the last page had, unless another is given."""
        form.setdefault("csrf", self.csrf)
        answer = await self.http.post(path, data=form, headers=self._headers(headers or {}))
        if found := re.search(rf"{COOKIE}=([^;]*)", answer.headers.get("set-cookie", "")):
            self.cookie = found[1].strip('"')
        return answer

    async def ask(self, path: str, content: bytes = b"", **headers: str) -> httpx.Response:
        """As a page's script does."""
        more = {"x-form-token": self.csrf} | headers
        return await self.http.post(path, content=content, headers=self._headers(more))


@pytest.fixture
def tab(estate: Estate) -> Callable[[], Tab]:
    transport = httpx.ASGITransport(estate.node.node.app, raise_app_exceptions=False)
    return lambda: Tab(httpx.AsyncClient(transport=transport, base_url="http://anju/visitor"))


@pytest.fixture
async def home(estate: Estate, tab: Any) -> Tab:
    """A resident who is signed in."""
    made: Tab = tab()
    token = estate.node.token("resident", [estate.here], estate.host)
    await made.post("/sign-in?to=home", token=token)
    await made.get("/home")
    return made


@dataclass
class Device:
    id: str
    national_id: str
    key: str
    gate: str


@pytest.fixture
async def device(estate: Estate) -> Device:
    """A kiosk at an access point, with its key."""
    point = registry_pb2.CreateAccessPointRequest(
        community_id=estate.here,
        display_name="岗亭",
        kind=registry_pb2.ACCESS_POINT_KIND_GATE,
        direction=registry_pb2.DIRECTION_IN,
    )
    gate = (await estate.registry.CreateAccessPoint(point)).access_point.id
    request = registry_pb2.CreateDeviceRequest(
        community_id=estate.here,
        access_point_id=gate,
        national_id="37030300001330000001",
        display_name="岗亭",
        kind=registry_pb2.DEVICE_KIND_KIOSK,
    )
    id_ = (await estate.registry.CreateDevice(request)).device.id
    key = (await estate.registry.IssueDeviceKey(registry_pb2.IssueDeviceKeyRequest(id=id_))).key
    return Device(id_, request.national_id, key, gate)


@pytest.fixture
async def kiosk(device: Device, tab: Any) -> Tab:
    """A kiosk that is signed in."""
    made: Tab = tab()
    form = {"national_id": device.national_id, "key": device.key}
    await made.post("/sign-in?to=kiosk", **form)
    await made.get("/kiosk")
    return made
