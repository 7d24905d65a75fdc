"""Who is signed in to pages: for how long, by what, and that no other site acts for them."""

import base64
import re
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from anju.registry.v1 import registry_pb2
from services.visitor.conftest import Estate
from services.visitor.pages import session
from services.visitor.pages.conftest import Device, Tab
from services.visitor.pages.session import COOKIE

OPEN = {"/visitor/sign-in", "/visitor/my-data/prove", "/visitor/my-data/show"}
OPEN |= {"/visitor/my-data/erase"}  # these need no session, so nothing of one can be abused


def posts(estate: Estate) -> list[str]:
    return [
        found.path or ""
        for found in iter_route_contexts(estate.node.node.app.routes)
        if (found.path or "").startswith("/visitor/") and "POST" in (found.methods or ())
    ]


async def test_the_cookie_is_for_this_site_and_no_script(estate: Estate, tab: Any) -> None:
    token = estate.node.token("resident", [estate.here], estate.host)
    answer = await tab().post("/sign-in?to=home", token=token)
    (cookie,) = answer.headers.get_list("set-cookie")
    flags = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= flags
    seconds = int(re.findall(r"max-age=(\d+)", cookie.lower())[0])
    assert 3500 < seconds <= 3600, "as long as the token counts"
    value = cookie.split(";")[0].partition("=")[2]
    assert token.split(".")[1] not in value
    assert estate.host.encode() not in base64.urlsafe_b64decode(value + "==")


async def test_no_address_has_the_token(estate: Estate, tab: Any) -> None:
    token = estate.node.token("resident", [estate.here], estate.host)
    made: Tab = tab()
    assert (await made.get(f"/sign-in?token={token}")).status_code == 200
    assert (await made.get(f"/home?token={token}")).status_code == 303
    answer = await made.post("/sign-in?to=home", token=token)
    assert token not in answer.headers["location"]


async def test_what_is_no_session_leads_to_signing_in(home: Tab, tab: Any) -> None:
    stranger: Tab = tab()
    good = home.cookie
    for cookie in ("", "x", "é", good[:-4] + "AAAA", base64.urlsafe_b64encode(b"k1:x").decode()):
        stranger.cookie = cookie.encode("ascii", "ignore").decode()
        for path in ("/home", "/home/invite", "/home/data", "/home/data.json", "/kiosk"):
            answer = await stranger.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/visitor/sign-in?")


async def test_a_session_ends_with_its_time(home: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    later = session.time.time() + 3700
    monkeypatch.setattr(session.time, "time", lambda: later)
    assert (await home.get("/home")).status_code == 303


async def test_signing_out_forgets(home: Tab) -> None:
    answer = await home.post("/sign-out")
    assert answer.status_code == 303
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]


async def test_wrong_tokens_and_keys_are_refused_alike(
    estate: Estate, device: Device, tab: Any
) -> None:
    made: Tab = tab()
    for token in ("", "x", "a.b.c", estate.node.token("kiosk", [estate.here])):
        assert (await made.post("/sign-in?to=home", token=token)).status_code == 403
    pages = []
    for number, key in ((device.national_id, "wrong"), ("3" * 20, "wrong"), ("x", device.key)):
        answer = await made.post("/sign-in?to=kiosk", national_id=number, key=key)
        assert answer.status_code == 403
        pages.append(answer.text)
    assert len(set(pages)) == 1, "whether a device exists is not told"
    assert made.cookie == ""


async def test_a_kiosk_stays_until_its_device_is_disabled(
    estate: Estate, device: Device, kiosk: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device's token ends after minutes; its key does not."""
    monkeypatch.setattr(session, "EARLY", 10_000)  # so that each page exchanges anew
    assert (await kiosk.get("/kiosk")).status_code == 200
    request = registry_pb2.SetDeviceEnabledRequest(id=device.id, enabled=False)
    await estate.registry.SetDeviceEnabled(request)
    assert (await kiosk.get("/kiosk")).status_code == 303


async def test_one_is_not_the_other(home: Tab, kiosk: Tab) -> None:
    assert (await home.get("/kiosk")).status_code == 303
    assert (await kiosk.get("/home")).status_code == 303


async def test_forms_of_other_sites_do_nothing(estate: Estate, home: Tab, kiosk: Tab) -> None:
    """Every route that changes something, with a good cookie: no token, another's token, and the
    right one from another site (R12 of no page, R48 of all)."""
    paths = posts(estate)
    assert len(paths) > 10
    for path in paths:
        place = re.sub(r"\{[^}]+\}", "x", path).removeprefix("/visitor")
        mine, other = (kiosk, home) if "/kiosk" in path else (home, kiosk)
        cross = {"sec-fetch-site": "cross-site"}
        tries = [await mine.post(place, cross)]
        if path not in OPEN:
            tries += [await mine.post(place, csrf=""), await mine.post(place, csrf=other.csrf)]
            tries.append(await mine.ask(place, **{"x-form-token": "%C3%A9"}))
        old = {"sec-fetch-site": "", "origin": "http://evil.example"}
        tries.append(await mine.post(place, old))
        assert {each.status_code for each in tries} == {403}, path


async def test_every_page_has_its_policy(estate: Estate, home: Tab, kiosk: Tab) -> None:
    made = await estate.invite()
    pages = [
        await home.get(path)
        for path in ("/home", "/home/invite", f"/home/visits/{made.visit.id}", "/home/data")
    ]
    pages += [await kiosk.get("/kiosk"), await kiosk.get("/sign-in?to=kiosk")]
    pages.append(await home.get("/home/visits/none"))
    for page in pages:
        whole = page.headers["content-security-policy"]
        policy = dict(each.strip().split(" ", 1) for each in whole.split(";"))
        assert policy["default-src"] == "'none'"
        assert policy.get("script-src", "'self'") == "'self'"
        assert policy["style-src"] == "'self'"
        assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-frame-options"] == "DENY"
        inline = r"<script(?![^>]*\bsrc=)|<style|\son\w+=|javascript:|\sstyle="
        assert re.findall(inline, page.text) == []
