"""Visitors' pages in a real Chromium without a window, with cameras and microphones that are
generated. Every page is watched: nothing may break its policy or fail in its script."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
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
KIOSK = {"width": 1080, "height": 1350}


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
        """As from the resident's app: the token in the fragment, one press."""
        token = host.token()
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
