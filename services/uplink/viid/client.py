"""The GA/T 1400 client: session calls and posts to one upper platform; no state but its login."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from services.uplink.viid import answers, digest
from services.uplink.viid.answers import Answer, Dialect

REGISTER = "/VIID/System/Register"
UNREGISTER = "/VIID/System/UnRegister"
KEEPALIVE = "/VIID/System/Keepalive"
TIME = "/VIID/System/Time"
MAX_ANSWER = 4 * 2**20
SENT_NOTHING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
PROTOCOL = "2.0"


class Unreachable(Exception):
    """No answer came; `left` says whether the request may have arrived all the same."""

    def __init__(self, reason: str, left: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.left = left


class Client:
    def __init__(
        self,
        url: str,
        own_id: str,
        username: str,
        password: str,
        dialect: Dialect,
        content_type: str,
        timeout: float,
        ca: str = "",
    ) -> None:
        self._own_id = own_id
        self._username = username
        self._password = password
        self._dialect = dialect
        self._url = url.rstrip("/")
        self._headers = {"User-Identify": own_id, "Content-Type": content_type}
        context = ssl.create_default_context(cadata=ca or None)
        self._http = httpx.AsyncClient(
            timeout=timeout,
            verify=context,
            trust_env=False,  # no proxy that the environment names may see what leaves
            follow_redirects=False,
            limits=httpx.Limits(max_connections=4),
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def register(self) -> Answer:
        """Both steps of the digest. The answer's `registered` says whether it went well."""
        body = {"RegisterObject": {"DeviceID": self._own_id, "ProtocolVersion": PROTOCOL}}
        return await self._challenged("POST", REGISTER, body)

    async def unregister(self) -> Answer:
        body = {"UnRegisterObject": {"DeviceID": self._own_id}}
        return await self._challenged("POST", UNREGISTER, body)

    async def keepalive(self) -> Answer:
        return await self.post(KEEPALIVE, {"KeepaliveObject": {"DeviceID": self._own_id}})

    async def time(self) -> Answer:
        return await self._challenged("GET", TIME, None)

    async def _challenged(self, method: str, path: str, body: Any) -> Answer:
        first = await self._call(method, path, body)
        if first.http != 401 or not first.challenge:
            return first
        try:
            proof = digest.answer(first.challenge, method, path, self._username, self._password)
        except ValueError:
            return first
        return await self._call(method, path, body, {"Authorization": proof})

    async def post(self, path: str, body: Any) -> Answer:
        """Posts to a path of the platform, or to a whole URL of it."""
        return await self._call("POST", path, body)

    async def _call(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None = None
    ) -> Answer:
        url = path if urlsplit(path).scheme else self._url + path
        request = self._http.build_request(
            method, url, json=body, headers=self._headers | dict(headers or {})
        )
        try:
            response = await self._http.send(request, stream=True)
            try:
                content = await _bounded(response)
            finally:
                await response.aclose()
        except SENT_NOTHING as error:
            raise Unreachable(type(error).__name__.upper(), left=False) from None
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__.upper(), left=True) from None
        challenge = _digest_of(response.headers.get_list("www-authenticate"))
        return answers.read(response.status_code, content, self._dialect, challenge)


def _digest_of(challenges: list[str]) -> str:
    """The first digest of the challenges that are offered."""
    for each in challenges:
        start = each.lower().find("digest ")
        if start >= 0:
            return each[start:]
    return ""


async def _bounded(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MAX_ANSWER:
            raise httpx.ReadError("the answer is too large")
        parts.append(part)
    return b"".join(parts)
