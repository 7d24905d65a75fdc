"""Visitors' pages in a real Chromium without a window, with cameras and microphones that are
generated. Every page is watched: nothing may break its policy or fail in its script."""

import shutil
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from e2e.community import Community, Gate, call
from e2e.visitors import Host

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or ""
needs_chromium = pytest.mark.skipif(
    not PROGRAM, reason="no Chromium here: apt-get install chromium"
)
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
# Loopback candidates carry plain addresses: names of mDNS need a responder.
LOCAL = ("--disable-features=WebRtcHideLocalIpsWithMdns", "--allow-loopback-in-peer-connection")
PHONE = {"width": 390, "height": 844}
KIOSK = {"width": 1080, "height": 860}


@dataclass
class Watched:
    """A browser's own profile and page; `wrong` is what its console complained about."""

    context: BrowserContext
    page: Page
    root: str
    wrong: list[str] = field(default_factory=list)

    async def go(self, path: str) -> Any:
        return await self.page.goto(f"{self.root}/visitor/{path}")

    async def sign_in(self, host: Host) -> None:
        await self.sign_in_with(host.token)

    async def sign_in_with(self, token: str) -> None:
        """As from the resident's app: the token in the fragment, one press."""
        await self.go(f"sign-in?to=home#token={token}")
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url("**/visitor/home?*")

    async def install(self, national_id: str, key: str) -> None:
        """As an installer sets up a kiosk."""
        await self.go("kiosk")
        await self.page.fill("[name=national_id]", national_id)
        await self.page.fill("[name=key]", key)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url("**/visitor/kiosk?*")


@asynccontextmanager
async def chromium(*more: str) -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=PROGRAM, args=["--no-sandbox", *FAKE, *LOCAL, *more]
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def watched(
    browser: Browser, community: Community, size: dict[str, int] = PHONE, **options: Any
) -> AsyncIterator[Watched]:
    """Fails at its end when the page broke its policy or its script failed."""
    context = await browser.new_context(viewport=size, locale="zh-CN", **options)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    made = Watched(context, page, community.platform.http)
    page.on("pageerror", lambda error: made.wrong.append(str(error)))
    page.on("console", lambda said: _keep(made, said))
    yield made
    await context.close()
    assert made.wrong == []


def _keep(made: Watched, said: Any) -> None:
    """Refused requests are the test's own doing; all else is not."""
    if said.type in ("error", "warning") and "Failed to load resource" not in said.text:
        made.wrong.append(said.text)


async def tab_to(page: Page, tag: str, text: str = "", name: str = "") -> None:
    """Goes there by the tabulator key."""
    where = "[document.activeElement.localName, document.activeElement.name ?? '',"
    where += " document.activeElement.textContent.trim()]"
    for _ in range(80):
        await page.keyboard.press("Tab")
        at = await page.evaluate(where)
        if at[0] == tag and at[1] in (name, "") and text in at[2] and (text or at[1] == name):
            return
    raise AssertionError(f"no key leads to {tag} {text or name}")


def filmed(content: str, folder: Path) -> Path:
    """A short film of a QR code, in the plain format that Chromium takes for a camera's."""
    width, height = 640, 480
    rows = [[0 if dark else 255 for dark in row] for row in segno.make(content, error="l").matrix]
    scale = (height - 60) // len(rows)
    code = np.kron(np.array(rows, np.uint8), np.ones((scale, scale), np.uint8))
    picture = np.full((height, width), 255, np.uint8)
    top, left = (height - code.shape[0]) // 2, (width - code.shape[1]) // 2
    picture[top : top + code.shape[0], left : left + code.shape[1]] = code
    frame = b"FRAME\n" + picture.tobytes() + bytes([128]) * (width * height // 2)
    path = folder / "pass.y4m"
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420\n".encode() + frame * 10)
    return path


@contextmanager
def foreign_site(target: str, paths: Sequence[str]) -> Iterator[str]:
    """Another site, with a page for each path that sends a form there by itself."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            body = ""
            if number.isdigit():
                action = f"{target}/{paths[int(number)]}"
                body = f'<form method="post" action="{action}"></form>'
                body += "<script>document.forms[0].submit()</script>"
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


async def kiosk_device(community: Community, gate: Gate, number: int) -> tuple[str, str]:
    """National id and key of a kiosk that stands at the gate."""
    national_id = f"3703030000133{number:07}"
    device = await community.post(
        "/devices",
        community_id=community.id,
        access_point_id=gate.id,
        national_id=national_id,
        display_name="岗亭",
        kind="kiosk",
        capabilities=["qr", "passcode"],
    )
    issued = await call(community.http, "POST", f"/devices/{device['id']}:issueKey")
    return national_id, issued["key"]


async def picture(page: Page, name: str, folder: Path | None) -> None:
    """A picture for the documentation, when somebody wants one."""
    if folder:
        await page.screenshot(path=folder / f"visitor-{name}.png", full_page=True)
