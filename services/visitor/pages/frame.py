"""The frame of every page: language, print, and what a browser may do with it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kit.errors import NotFound
from kit.hours import SHANGHAI
from services.visitor.pages.texts import DAYS, LANGUAGES, STATES, TEXTS

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
# A page with script: its own, a socket to its own service, and pictures from there.
SCRIPTED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",  # the address of a pass is a secret
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}
NO_DEVICES = "camera=(), microphone=(), geolocation=()"
OWN_DEVICES = "camera=(self), microphone=(self), geolocation=()"
ASSETS = {".js": "text/javascript", ".css": "text/css"}
YEAR = 31_536_000
Note = tuple[str, Mapping[str, Any]]


def local(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def kept(request: Request) -> dict[str, str]:
    """What goes along from page to page: language and print."""
    big = {"big": "1"} if request.query_params.get("big") == "1" else {}
    return {"lang": language(request)} | big


def to(request: Request, path: str, **more: str) -> str:
    """The address of another page, in the same language and print."""
    return f"{path}?{urlencode(kept(request) | more)}"


class Frame:
    def __init__(self, retention_days: int) -> None:
        self._days = retention_days
        self._templates = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
        )

    def render(
        self,
        request: Request,
        name: str,
        status: int = 200,
        *,
        note: Note | None = None,
        keep: Mapping[str, str] | None = None,
        scripts: bool = False,
        devices: bool = False,
        refresh: str = "",
        **values: Any,
    ) -> HTMLResponse:
        """`keep` are parameters that its links hold on to; `refresh` is a path to go to soon."""
        mine = dict(keep or {}) | kept(request)
        lang, big = mine["lang"], "big" in mine
        other = mine | {"lang": next(each for each in LANGUAGES if each != lang)}
        size = {key: value for key, value in mine.items() if key != "big"}
        texts = TEXTS[lang]
        page = self._templates.get_template(f"page_{name}.html").render(
            t=texts,
            states=STATES[lang],
            day_names=DAYS[lang],
            lang=lang,
            big=big,
            local=local,
            days=self._days,
            assets=f"/visitor/assets/{version()}",
            query="?" + urlencode(mine),
            other_href="?" + urlencode(other),
            size_href="?" + urlencode(size if big else size | {"big": "1"}),
            note=texts[note[0]].format(**note[1]) if note else "",
            refresh=refresh,
            **values,
        )
        policy = {
            "content-security-policy": SCRIPTED if scripts else POLICY,
            "permissions-policy": OWN_DEVICES if devices else NO_DEVICES,
        }
        return HTMLResponse(page, status, headers=HEADERS | policy)

    def message(
        self, request: Request, status: int, note: Note, back: str = "", kiosk: bool = False
    ) -> HTMLResponse:
        return self.render(
            request, "message", status, note=note, back=back and to(request, back), kiosk=kiosk
        )


@lru_cache(1)
def _assets() -> dict[str, tuple[bytes, str]]:
    found = [path for path in sorted(HERE.iterdir()) if path.suffix in ASSETS]
    return {path.name: (path.read_bytes(), ASSETS[path.suffix]) for path in found}


@lru_cache(1)
def version() -> str:
    """Changes with the assets, so that browsers may keep them for ever."""
    whole = json.dumps([[name, data.decode()] for name, (data, _) in _assets().items()])
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def build_assets() -> APIRouter:
    router = APIRouter(prefix="/visitor", include_in_schema=False)

    @router.get("/assets/{_version}/{name}")
    async def asset(_version: str, name: str) -> Response:
        if name not in _assets():
            raise NotFound("ASSET_NOT_FOUND", "no such file")
        data, kind = _assets()[name]
        headers = {
            "cache-control": f"public, max-age={YEAR}, immutable",
            "x-content-type-options": "nosniff",
            "content-security-policy": "default-src 'none'",
        }
        return Response(data, media_type=kind, headers=headers)

    return router
