"""The pages of residents and kiosks in real browsers: a call with picture and voice, invitations,
keyboards, foreign forms and scripts in names.

With `ANJU_PICTURES` set to a folder, pictures for docs/visitors.md are put there."""

import os
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from e2e.community import Community
from e2e.visitor_browser import (
    KIOSK,
    PHONE,
    chromium,
    filmed,
    foreign_site,
    kiosk_device,
    needs_chromium,
    picture,
    tab_to,
    watched,
)
from e2e.visitors import accept, host, scanned

pytestmark = needs_chromium
_numbers = count(8001)
PICTURES = Path(os.environ["ANJU_PICTURES"]) if "ANJU_PICTURES" in os.environ else None
PLAYS = """async (video) => {
  for (let i = 0; i < 100; i += 1) {
    if (video.dataset.state === 'connected' && video.videoWidth > 0 && video.currentTime > 0.3)
      return true;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  return `${video.dataset.state} ${video.videoWidth} ${video.currentTime}`;
}"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest.fixture
async def scene(community: Community) -> Any:
    """A gate with a kiosk at it, and a resident."""
    gate = await community.gate("岗亭", next(_numbers))
    await accept(community, gate)
    resident = await host(community)
    return gate, resident, await kiosk_device(community, gate, next(_numbers))


async def test_two_browsers_talk_and_the_gate_opens(
    community: Community, browser: Browser, scene: Any
) -> None:
    gate, resident, (national_id, key) = scene
    async with (
        watched(browser, community, KIOSK) as kiosk,
        watched(browser, community, PHONE) as phone,
    ):
        await phone.sign_in(resident)
        await expect(phone.page.get_by_text("正在等候来电")).to_be_visible()
        await kiosk.install(national_id, key)
        await picture(kiosk.page, "kiosk", PICTURES)
        await kiosk.page.get_by_label("楼号").fill("1")
        await kiosk.page.get_by_label("单元").fill("1")
        await kiosk.page.get_by_label("房号").fill("101")
        await kiosk.page.get_by_label("显示一张我的照片").check()
        await kiosk.page.get_by_role("button", name="呼叫", exact=True).click()
        await expect(kiosk.page.get_by_text("正在呼叫")).to_be_visible()
        await expect(phone.page.get_by_role("heading", name="岗亭有访客呼叫")).to_be_visible()
        await expect(phone.page.locator("#picture img")).to_be_visible()
        await picture(phone.page, "home-ringing", PICTURES)
        await phone.page.get_by_role("button", name="接听").click()
        await expect(kiosk.page.get_by_text("已接通")).to_be_visible()
        for end in (kiosk, phone):
            assert await end.page.locator("video.them").evaluate(PLAYS) is True
        await picture(phone.page, "home-call", PICTURES)
        await picture(kiosk.page, "kiosk-call", PICTURES)
        await phone.page.get_by_role("button", name="开门").click()
        await expect(kiosk.page.get_by_text("门已打开")).to_be_visible()
    passes = await community.get("/passes", community_id=community.id)
    latest = passes["items"][0]
    assert (latest["access_point_id"], latest["outcome"], latest["evidence"]) == (
        gate.id,
        "open",
        "qr",
    )


async def test_a_resident_invites_by_keyboard_alone(
    community: Community, browser: Browser, scene: Any
) -> None:
    gate, resident, _ = scene
    async with watched(browser, community) as phone:
        await phone.sign_in(resident)
        await tab_to(phone.page, "a", "邀请访客")
        await phone.page.keyboard.press("Enter")
        await phone.page.wait_for_url("**/home/invite?*")
        await phone.page.keyboard.type("小李")
        await picture(phone.page, "invite", PICTURES)
        await tab_to(phone.page, "button", "生成访客码")
        await phone.page.keyboard.press("Enter")
        await phone.page.wait_for_url("**/home/visits/*")
        await picture(phone.page, "home-visit", PICTURES)
        link = await phone.page.locator(".share").inner_text()
        await phone.page.get_by_role("link", name="我的访客").click()
        await phone.page.get_by_role("link", name="我的数据").click()
        await picture(phone.page, "home-data", PICTURES)
    async with watched(browser, community) as visitor:
        await visitor.page.goto(link)
        await picture(visitor.page, "link", PICTURES)
        content = scanned(await visitor.page.content())
        await tab_to(visitor.page, "a", "大字版")
        await visitor.page.keyboard.press("Enter")
        await expect(visitor.page.locator("html.big")).to_be_visible()
        await picture(visitor.page, "link-large", PICTURES)
        await visitor.page.get_by_role("link", name="English").click()
        await expect(visitor.page.get_by_text("No face is taken.")).to_be_visible()
        await visitor.page.get_by_role("link", name="Normal print").click()
        await picture(visitor.page, "link-english", PICTURES)
    assert (await community.show(gate, "qr", content))["outcome"] == "open"


async def test_a_scanner_types_what_it_reads(
    community: Community, browser: Browser, scene: Any
) -> None:
    gate, resident, (national_id, key) = scene
    shown = (await resident.invite(gate))["pass"]
    async with watched(browser, community, KIOSK) as kiosk:
        await kiosk.install(national_id, key)
        await kiosk.page.evaluate("document.activeElement.blur()")
        await kiosk.page.keyboard.type(shown["token"])
        await kiosk.page.keyboard.press("Enter")
        await expect(kiosk.page.get_by_text("门已打开")).to_be_visible()
        await kiosk.page.keyboard.press("Enter")
        await kiosk.page.wait_for_url("**/visitor/kiosk?*")
        await tab_to(kiosk.page, "input", name="content")
        await kiosk.page.keyboard.type(shown["code"] + "\n")
        await expect(kiosk.page.get_by_text("不能通行")).to_be_visible()
        await picture(kiosk.page, "kiosk-refused", PICTURES)


async def test_a_code_held_to_the_camera_opens(
    community: Community, scene: Any, tmp_path: Path
) -> None:
    """The camera's picture is a film of the pass."""
    gate, resident, (national_id, key) = scene
    film = filmed((await resident.invite(gate))["pass"]["token"], tmp_path)
    async with (
        chromium(f"--use-file-for-fake-video-capture={film}") as browser,
        watched(browser, community, KIOSK) as kiosk,
    ):
        await kiosk.install(national_id, key)
        await kiosk.page.get_by_role("button", name="用摄像头扫码").click()
        await expect(kiosk.page.get_by_text("门已打开")).to_be_visible()


async def test_an_emergency_reaches_a_guard(
    community: Community, browser: Browser, scene: Any
) -> None:
    _, _, (national_id, key) = scene
    async with (
        watched(browser, community, KIOSK) as kiosk,
        watched(browser, community) as desk,
    ):
        await desk.sign_in_with(community.platform.token("guard", community.id, subject="g"))
        await kiosk.install(national_id, key)
        await kiosk.page.get_by_role("link", name="English").click()
        await kiosk.page.get_by_role("link", name="Large print").click()
        await picture(kiosk.page, "kiosk-english-large", PICTURES)
        await kiosk.page.get_by_role("button", name="Emergency").click()
        await expect(desk.page.get_by_role("heading", name="紧急求助")).to_be_visible()
        await desk.page.keyboard.press("Enter")
        await expect(kiosk.page.get_by_text("Connected")).to_be_visible()
        await kiosk.page.get_by_role("button", name="Hang up").click()
        await expect(kiosk.page.get_by_text("The call has ended.")).to_be_visible()
        await expect(desk.page.locator("#calls .call")).to_be_hidden()


async def test_names_run_nothing_and_other_sites_do_nothing(
    community: Community, browser: Browser, scene: Any
) -> None:
    gate, resident, _ = scene
    evil = "<img src=x onerror=pwned=1>"
    made = await resident.invite(gate, name=evil)
    visit, link = made["visit"]["id"], made["pass"]["link"]
    async with watched(browser, community) as phone:
        await phone.sign_in(resident)
        for path in ("home", f"home/visits/{visit}", "home/data", f"v/{link}"):
            await phone.go(path)
            await expect(phone.page.get_by_text(evil).first).to_be_visible()
            assert await phone.page.evaluate("typeof pwned") == "undefined"
        targets = (f"home/visits/{visit}/cancel", "sign-out", "home/data", "home/invite")
        with foreign_site(f"{phone.root}/visitor", targets) as url:
            for index, _ in enumerate(targets):
                await phone.page.goto(f"{url}/{index}")
                await phone.page.wait_for_url(f"{phone.root}/visitor/**")
        await phone.go("home")
        await expect(phone.page.get_by_role("link", name="邀请访客")).to_be_visible()
        await phone.page.get_by_role("button", name="退出登录").click()
        await phone.page.wait_for_url("**/visitor/sign-in?*")
        await phone.go("home")
        await phone.page.wait_for_url("**/visitor/sign-in?*")
    assert (await resident.visit(visit))["state"] == "approved"


async def test_the_page_frees_itself_for_the_next_one(
    community: Community, browser: Browser, scene: Any
) -> None:
    _, _, (national_id, key) = scene
    async with watched(browser, community, KIOSK) as kiosk:
        await kiosk.page.clock.install()
        await kiosk.install(national_id, key)
        await kiosk.page.get_by_label("楼号").fill("7")
        await kiosk.page.clock.fast_forward(61_000)
        await expect(kiosk.page.get_by_label("楼号")).to_have_value("")
