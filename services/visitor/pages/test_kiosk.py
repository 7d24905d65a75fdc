"""The kiosk's pages: what may be called and shown from there, and what they never tell."""

import re
from typing import Any

import numpy as np
import pytest
import segno

from anju.registry.v1 import registry_pb2
from anju.visitor.v1 import visitor_pb2 as pb
from kit.errors import NotFound, PermissionDenied, ResourceExhausted
from kit.testing import running, settings_in
from services.roles import ROLES
from services.visitor import calls
from services.visitor.conftest import MODULES, Estate, Settings
from services.visitor.pages.conftest import Device, Tab
from services.visitor.settings import VisitorSettings

JPEG = b"\xff\xd8\xff\xe0 a picture"


async def place(kiosk: Tab, **form: Any) -> str:
    answer = await kiosk.post("/kiosk/call", **form)
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0].removeprefix("/visitor")


def frame(content: str) -> tuple[bytes, int, int]:
    """Grey pixels in which a code stands."""
    rows = [[0 if dark else 255 for dark in row] for row in segno.make(content).matrix]
    picture = np.pad(
        np.kron(np.array(rows, np.uint8), np.ones((4, 4), np.uint8)), 40, constant_values=255
    )
    return picture.tobytes(), picture.shape[1], picture.shape[0]


async def test_a_call_is_placed_and_told_of(estate: Estate, kiosk: Tab) -> None:
    path = await place(kiosk, building="3", number="501", snapshot="1")
    page = await kiosk.get(path + "?snapshot=1")
    assert "正在呼叫" in page.text
    assert "data-picture" in page.text
    id_ = path.rpartition("/")[2]
    await estate.mine().AnswerCall(pb.AnswerCallRequest(id=id_))
    state = await kiosk.get(f"{path}/state")
    assert state.json() == {"state": "answered", "text": "answered"}
    await estate.mine().RefuseCall(pb.RefuseCallRequest(id=id_, reason="not today"))
    over = await kiosk.get(path)
    assert "对方未同意" in over.text
    assert 'http-equiv="refresh"' in over.text
    assert estate.host not in over.text
    assert estate.house not in over.text


async def test_the_picture_is_for_those_whom_it_rings(
    estate: Estate, kiosk: Tab, home: Tab, tab: Any
) -> None:
    """R23: only when the visitor agreed, in memory, and gone with the call."""
    path = await place(kiosk, building="3", number="501")
    seen = path.replace("/kiosk/", "/home/") + "/snapshot"
    assert (await home.get(seen)).status_code == 404
    for bad in (b"", b"GIF89a", JPEG + b"x" * 2**17):
        assert (await kiosk.ask(f"{path}/snapshot", bad)).status_code == 400
    assert (await kiosk.ask(f"{path}/snapshot", JPEG)).status_code == 204
    shown = await home.get(seen)
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")
    _, other = await estate.home("502")
    neighbour: Tab = tab()
    token = estate.node.token("resident", [estate.here], other)
    await neighbour.post("/sign-in?to=home", token=token)
    assert (await neighbour.get(seen)).status_code == 404
    await kiosk.post(f"{path}/end")
    assert (await home.get(seen)).status_code == 404


async def test_doors_cannot_be_tried_out(
    estate: Estate, kiosk: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A door that does not exist looks the same, and costs the same questions."""
    asked: list[str] = []
    live = calls.Hosts.who_live

    async def counted(self: Any, community_id: str, house_id: str, host_id: str = "") -> set[str]:
        asked.append(house_id)
        return await live(self, community_id, house_id, host_id)

    monkeypatch.setattr(calls.Hosts, "who_live", counted)
    pages, counts = [], []
    for number in ("501", "999"):
        asked.clear()
        path = await place(kiosk, building="3", number=number)
        page = (await kiosk.get(path)).text.replace(path.rpartition("/")[2], "ID")
        pages.append(page)
        counts.append(len(asked))
    assert pages[0] == pages[1]
    assert counts[0] == counts[1] > 0


async def test_a_kiosk_calls_only_so_often(tmp_path: Any) -> None:
    own = VisitorSettings(kiosk_calls=3, kiosk_seconds=1000)
    async with running(settings_in(tmp_path, Settings, visitor=own), MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        stub = estate.stub("kiosk", subject="k")
        request = pb.PlaceCallRequest(
            community_id=estate.here, access_point_id=estate.gate, building="3", number="1"
        )
        for _ in range(3):
            await stub.PlaceCall(request)
        with pytest.raises(ResourceExhausted) as refused:
            await stub.PlaceCall(request)
        assert refused.value.retry_after
        request.emergency = True
        await stub.PlaceCall(request)


async def test_a_kiosk_calls_from_its_own_gate(estate: Estate, device: Device) -> None:
    stub = estate.stub("kiosk", subject=device.id, access_point_id=device.gate)
    with pytest.raises(PermissionDenied):
        await stub.PlaceCall(
            pb.PlaceCallRequest(community_id=estate.here, access_point_id=estate.gate)
        )


async def test_who_answers_approves_visits_to_their_own_house(estate: Estate) -> None:
    house, other = await estate.home("502")
    theirs = await estate.stub("kiosk").RequestVisit(
        pb.RequestVisitRequest(
            community_id=estate.here,
            house_id=house,
            name="小李",
            route=[estate.gate],
            valid_to=estate.invitation().valid_to,
        )
    )
    assert other
    with pytest.raises(NotFound):
        await estate.stub("kiosk", subject="k").PlaceCall(
            pb.PlaceCallRequest(
                community_id=estate.here,
                access_point_id=estate.gate,
                building="3",
                number="501",
                visit_id=theirs.visit.id,
            )
        )


async def test_frames_are_read_and_bounded(kiosk: Tab) -> None:
    pixels, width, height = frame("A.B.C")
    good = await kiosk.ask(f"/kiosk/scan?width={width}&height={height}", pixels)
    assert good.json() == {"content": "A.B.C"}
    grey = await kiosk.ask("/kiosk/scan?width=640&height=480", bytes(640 * 480))
    assert grey.json() == {"content": ""}
    for query in (
        "width=640&height=479",
        "width=9&height=9",
        "width=-5&height=-5",
        "width=x&height=1",
        "width=1281&height=100",
    ):
        assert (await kiosk.ask(f"/kiosk/scan?{query}", bytes(640 * 480))).status_code == 400


async def test_a_pass_is_shown_and_refused_in_words(kiosk: Tab) -> None:
    """Without the access service here: the page says so, and how to get help."""
    page = await kiosk.post("/kiosk/show", content="123456")
    assert page.status_code == 503
    assert "操作未成功" in page.text
    assert "110" in page.text
    assert (await kiosk.post("/kiosk/show", content="x" * 3000)).status_code == 400


async def test_every_page_has_the_emergency_button(kiosk: Tab) -> None:
    path = await place(kiosk, building="3", number="501")
    for each in ("/kiosk", path, path + "?lang=en&big=1"):
        page = (await kiosk.get(each)).text
        assert re.search(r'name="emergency" value="1"', page)
        assert "110" in page
    await kiosk.post(f"{path}/end")
    assert 'name="emergency"' in (await kiosk.get(path)).text


async def test_a_kiosk_that_stands_nowhere_says_so(estate: Estate, tab: Any) -> None:
    request = registry_pb2.CreateDeviceRequest(
        community_id=estate.here,
        national_id="37030300001330000002",
        display_name="岗亭",
        kind=registry_pb2.DEVICE_KIND_KIOSK,
    )
    id_ = (await estate.registry.CreateDevice(request)).device.id
    key = (await estate.registry.IssueDeviceKey(registry_pb2.IssueDeviceKeyRequest(id=id_))).key
    made: Tab = tab()
    await made.post("/sign-in?to=kiosk", national_id=request.national_id, key=key)
    assert "尚未绑定出入口" in (await made.get("/kiosk")).text
    refused = await made.post("/kiosk/call", building="3", number="501")
    assert "尚未绑定出入口" in refused.text
    assert "尚未绑定出入口" in (await made.post("/kiosk/show", content="123456")).text
