"""Who sits before a page. A token or a device's key is given once, by a form, and never stands in
an address; from then on a sealed cookie says who it is, which no script can read."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

import grpc
from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.requests import HTTPConnection

from anju.registry.v1 import registry_pb2
from kit.auth import Gatekeeper, Principal
from kit.errors import PermissionDenied, Unauthenticated, Unavailable
from kit.secrets import Keyring, KeyringError

COOKIE = "__Host-anju"
PLACE = "visitor page session"
LONGEST = 400 * 86_400  # browsers keep no cookie for longer
COOKIE_BYTES = 3_800
TIMEOUT = 5.0
EARLY = 30.0  # seconds before a device's token ends that it is exchanged anew
REMEMBERED = 1_000
OUT = grpc.StatusCode.UNAUTHENTICATED
KIOSK, HOME = "call.place", "call.answer"  # what the two pages are for


@dataclass(frozen=True)
class Signed:
    """Somebody who is signed in. `csrf` goes into every form of theirs, and nowhere else."""

    who: Principal
    cookie: str
    csrf: str


class Sessions:
    def __init__(
        self, ring: Keyring, gatekeeper: Gatekeeper, registry: Any, longest_hours: float
    ) -> None:
        self._ring = ring
        self._gatekeeper = gatekeeper
        self._registry = registry
        self._longest = longest_hours * 3600
        self._devices: dict[str, Principal] = {}

    async def with_token(self, token: str, permission: str) -> tuple[str, float]:
        """A cookie, and how long it counts. What is sealed is who it is, not the token: nothing
        in a browser can be used beside the pages. Raises what the gatekeeper raises."""
        who = await self._gatekeeper.receive(f"Bearer {token.strip()}", permission)
        until = min(who.expires, time.time() + self._longest)
        scope = None if who.scope is None else sorted(who.scope)
        made = self._seal({"s": who.subject, "r": who.role, "c": scope, "e": until})
        return made, until - time.time()

    async def with_key(self, national_id: str, key: str) -> tuple[str, float]:
        """A kiosk's: signed in until its key is replaced or the device disabled."""
        await self._exchange(national_id, key)
        return self._seal({"d": national_id, "k": key}), LONGEST

    def _seal(self, content: dict[str, Any]) -> str:
        sealed = self._ring.seal(json.dumps(content).encode(), PLACE)
        made = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
        if len(made) > COOKIE_BYTES:
            raise PermissionDenied("SCOPE_TOO_LARGE", "too many communities for a page")
        return made

    async def find(self, asked: HTTPConnection, permission: str) -> Signed | None:
        """Who asks, unless nobody is signed in, or somebody who may not."""
        cookie = asked.cookies.get(COOKIE, "")
        try:
            who = await self._who(cookie)
        except (Unauthenticated, KeyringError, ValueError, KeyError, TypeError, binascii.Error):
            return None
        if not self._gatekeeper.holds(who, permission):
            return None
        return Signed(who, cookie, self._ring.digest("visitor page", cookie)[:32])

    async def _who(self, cookie: str) -> Principal:
        sealed = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        content = json.loads(self._ring.unseal(sealed, PLACE))
        if "d" in content:
            return await self._device(cookie, content["d"], content["k"])
        if content["e"] <= time.time():
            raise Unauthenticated("TOKEN_EXPIRED", "the token has expired")
        scope = None if content["c"] is None else frozenset(content["c"])
        return Principal(content["s"], content["r"], scope, expires=content["e"])

    async def _device(self, cookie: str, national_id: str, key: str) -> Principal:
        name = hashlib.sha256(cookie.encode()).hexdigest()
        known = self._devices.get(name)
        if known is None or known.expires - EARLY <= time.time():
            if len(self._devices) >= REMEMBERED:
                self._devices.clear()
            self._devices.pop(name, None)
            known = self._devices[name] = await self._exchange(national_id, key)
        return known

    async def _exchange(self, national_id: str, key: str) -> Principal:
        request = registry_pb2.ExchangeDeviceKeyRequest(national_id=national_id, key=key)
        try:
            answer = await self._registry.ExchangeDeviceKey(request, timeout=TIMEOUT)
        except grpc.aio.AioRpcError as error:
            if error.code() in (OUT, grpc.StatusCode.INVALID_ARGUMENT):
                raise Unauthenticated("DEVICE_KEY_INVALID", "no such device and key") from None
            raise Unavailable("REGISTRY_UNAVAILABLE", "cannot check the device now") from None
        return await self._gatekeeper.receive(f"Bearer {answer.token}", KIOSK)

    def confirm(self, signed: Signed, token: str) -> None:
        """Raises PermissionDenied unless the form is one of this session's own pages."""
        if not hmac.compare_digest(token.encode(), signed.csrf.encode()):
            raise PermissionDenied("FORM_FOREIGN", "the form is not of this session")


def foreign(asked: HTTPConnection) -> bool:
    """Whether another site sent it: browsers say so, by one header or the other."""
    if site := asked.headers.get("sec-fetch-site", ""):
        return site not in ("same-origin", "none")
    origin = asked.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc != asked.headers.get("host", "")


def keep(answer: Response, cookie: str, seconds: float) -> None:
    """Also over plain HTTP it is for secure contexts alone: without one there is no camera."""
    answer.set_cookie(
        COOKIE, cookie, max_age=int(seconds), secure=True, httponly=True, samesite="strict"
    )


def forget(answer: Response) -> None:
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")


class SignInNeeded(Unauthenticated):
    """Nobody is signed in who may see the page `to`."""

    def __init__(self, to: str) -> None:
        super().__init__("SIGN_IN", "sign in first")
        self.to = to


def need(permission: str) -> Any:
    """FastAPI dependency: who is signed in; a request that changes something is their own."""

    async def dependency(request: Request) -> Signed:
        sessions: Sessions = request.app.state.page_sessions
        signed = await sessions.find(request, permission)
        if signed is None:
            raise SignInNeeded("kiosk" if permission == KIOSK else "home")
        if request.method != "GET":
            if foreign(request):
                raise PermissionDenied("FORM_FOREIGN", "the form is of another site")
            sessions.confirm(signed, await _token(request))
        return signed

    return Depends(dependency)


AtKiosk = Annotated[Signed, need(KIOSK)]
AtHome = Annotated[Signed, need(HOME)]


async def _token(request: Request) -> str:
    """In a header where a script sends it, else among the form's fields."""
    if sent := request.headers.get("x-form-token", ""):
        return sent
    form = await request.form(max_files=0, max_fields=40)
    return str(form.get("csrf", ""))
