"""Pages as a visitor's browser gets them: what they show, to whom, and under which policy."""

import base64
import re
from typing import Any
from urllib.parse import urlsplit

import cv2
import httpx
import numpy as np
import pytest
import zxingcpp

from anju.registry.v1 import registry_pb2
from anju.visitor.v1 import visitor_pb2 as pb
from kit.testing import running, settings_in
from services.roles import ROLES
from services.visitor.conftest import MODULES, Estate, Settings
from services.visitor.settings import VisitorSettings
from services.visitor.test_notices import PHONE, Inbox

EVIL = '<img src=x onerror="alert(1)">'


def browser(estate: Estate) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(estate.node.node.app)
    return httpx.AsyncClient(transport=transport, base_url="http://anju/visitor")


def decoded(page: str) -> str:
    """What a scanner reads from the picture on the page."""
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    raw = np.frombuffer(base64.b64decode(data), np.uint8)
    (code,) = zxingcpp.read_barcodes(cv2.imdecode(raw, cv2.IMREAD_GRAYSCALE))
    return code.text


async def test_the_picture_on_the_page_opens_the_gate_once(estate: Estate) -> None:
    request = registry_pb2.CreateAccessPointRequest(
        community_id=estate.here,
        display_name="南门",
        kind=registry_pb2.ACCESS_POINT_KIND_GATE,
        direction=registry_pb2.DIRECTION_BOTH,
    )
    gate = (await estate.registry.CreateAccessPoint(request)).access_point.id
    made = await estate.invite(route=[gate], phone=PHONE)
    shown = getattr(made, "pass")
    async with browser(estate) as http:
        page = await http.get(f"/v/{shown.link}")
        assert page.status_code == 200
        assert "南门" in page.text
        assert f"{shown.code[:3]} {shown.code[3:]}" in page.text
        assert PHONE not in page.text
        token = decoded(page.text)
        assert token == shown.token
        assert (await estate.show(gate, token=token)).reason == "VISIT"
        assert (await estate.show(gate, token=token)).reason == "USED_UP"
        assert (await estate.show(gate, token=token, out=True)).reason == "LEAVING"
        gone = await http.get(f"/v/{shown.link}")
        assert gone.status_code == 410
        assert shown.code not in gone.text


async def test_a_link_cannot_be_made_up(estate: Estate) -> None:
    link = getattr(await estate.invite(), "pass").link
    forged = link[:-3] + ("AAA" if link[-3:] != "AAA" else "BBB")
    async with browser(estate) as http:
        for bad in (forged, "x", "%00", "é", "A" * 500):
            assert (await http.get(f"/v/{bad}")).status_code == 404


async def test_pages_allow_no_script_and_no_other_site(estate: Estate) -> None:
    made = await estate.invite(name=EVIL)
    async with browser(estate) as http:
        for path in (f"/v/{getattr(made, 'pass').link}", "/v/none", f'/my-data?community="{EVIL}'):
            page = await http.get(path)
            policy = page.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'; img-src data:;")
            assert "script" not in policy
            assert page.headers["referrer-policy"] == "no-referrer"
            assert page.headers["cache-control"] == "no-store"
            assert "<script" not in page.text
            assert "<img src=x" not in page.text
            outside = re.findall(r'(?:href|src|action)="([^"]+)"', page.text)
            assert all(urlsplit(each).scheme in ("", "data") for each in outside)
            assert not any(each.startswith("//") for each in outside)


async def test_language_and_print_can_be_chosen(estate: Estate) -> None:
    link = getattr(await estate.invite(), "pass").link
    async with browser(estate) as http:
        chinese = await http.get(f"/v/{link}")
        assert 'lang="zh-CN"' in chinese.text
        assert "不采集人脸" in chinese.text
        english = await http.get(f"/v/{link}?lang=en&big=1")
        assert "No face is taken." in english.text
        assert 'class="big"' in english.text


@pytest.fixture
async def hooked(tmp_path: Any) -> Any:
    async with Inbox() as inbox:
        own = VisitorSettings(webhook_url=inbox.url, notice_interval=0.05)
        async with running(settings_in(tmp_path, Settings, visitor=own), MODULES, ROLES) as node:
            estate = Estate(node)
            await estate.found()
            yield estate, inbox


async def test_visitors_see_and_erase_their_records(hooked: Any) -> None:
    estate, inbox = hooked
    made = await estate.invite(phone=PHONE, name="小李")
    query = {"community": estate.here}
    async with browser(estate) as http:
        sent = await http.post("/my-data/prove", params=query, data={"phone": PHONE})
        nobody = await http.post("/my-data/prove", params=query, data={"phone": "13911112222"})
        strip = re.compile(r'nonce="[^"]+"|1\d{10}')
        assert strip.sub("", sent.text) == strip.sub("", nobody.text)
        text = (await inbox.message("proof"))["text"]
        form = {"phone": PHONE, "code": text.split("，")[0].removeprefix("验证码 ")}
        wrong = await http.post("/my-data/show", params=query, data=form | {"code": "x"})
        assert wrong.status_code == 400
        guess = f"{(int(form['code']) + 1) % 10**6:06}"
        refused = await http.post("/my-data/show", params=query, data=form | {"code": guess})
        assert refused.status_code == 403
        assert "小李" not in refused.text
        seen = await http.post("/my-data/show", params=query, data=form)
        assert "小李" in seen.text
        assert PHONE in seen.text
        forged = await http.post(
            "/my-data/erase", params=query, data=form, headers={"sec-fetch-site": "cross-site"}
        )
        assert forged.status_code == 403
        erased = await http.post("/my-data/erase", params=query, data=form)
        assert "已删除 1 条" in erased.text
    assert (await estate.show(token=getattr(made, "pass").token)).reason == "ERASED"
    receipts = await estate.stub().ListReceipts(pb.ListReceiptsRequest())
    assert [each.cause for each in receipts.receipts] == ["REQUEST"]
