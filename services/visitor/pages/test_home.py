"""A resident's pages: inviting, deciding, one's own data; and what others' names cannot do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from anju.registry.v1 import registry_pb2
from anju.visitor.v1 import visitor_pb2 as pb
from services.visitor.conftest import Estate
from services.visitor.pages.conftest import Tab
from services.visitor.pages.texts import TEXTS

EVIL = '<img src=x onerror="alert(1)">'
PHONE = "13800005678"


def at(hours: float) -> str:
    moment = datetime.now(UTC) + timedelta(hours=hours)
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")


async def gate(estate: Estate) -> str:
    point = registry_pb2.CreateAccessPointRequest(
        community_id=estate.here,
        display_name="南门",
        kind=registry_pb2.ACCESS_POINT_KIND_GATE,
        direction=registry_pb2.DIRECTION_IN,
    )
    return str((await estate.registry.CreateAccessPoint(point)).access_point.id)


async def invite(estate: Estate, home: Tab, **form: Any) -> Any:
    values = {"name": "小李", "house": f"{estate.here}/{estate.house}", "gates": estate.gate}
    values |= {"starts": at(0), "ends": at(2), "people": "1"}
    return await home.post("/home/invite", **(values | form))


async def test_an_invitation_becomes_a_pass(estate: Estate, home: Tab) -> None:
    south = await gate(estate)
    form = await home.get("/home/invite")
    assert "南门" in form.text
    assert "3-501" in form.text
    made = await invite(estate, home, gates=south, phone=PHONE, code_once="1")
    assert made.status_code == 303
    page = await home.get(made.headers["location"].removeprefix("/visitor"))
    assert "http://anju/visitor/v/" in page.text
    assert "138****5678" in page.text
    assert PHONE not in page.text
    (visit,) = (await estate.stub().ListVisits(pb.ListVisitsRequest())).visits
    assert (visit.host_id, list(visit.route)) == (estate.host, [south])
    assert "小李" in (await home.get("/home")).text


async def test_a_carer_comes_on_weekdays(estate: Estate, home: Tab) -> None:
    made = await invite(
        estate,
        home,
        ends=at(24 * 30),
        days=["1", "5"],
        day_start="08:00",
        day_end="10:00",
        entries="0",
    )
    visit = await estate.state(made.headers["location"].partition("?")[0].rpartition("/")[2])
    assert visit.entries == 0
    assert [(list(span.days), span.start, span.end) for span in visit.hours] == [
        ([1, 5], "08:00", "10:00")
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "访客称呼"),
        ({"phone": "12"}, "手机号"),
        ({"ends": "x"}, "结束时间"),
        ({"ends": ""}, "结束时间"),
        ({"ends": at(-1)}, "结束时间"),
        ({"gates": []}, "可用出入口"),
        ({"people": "9999"}, "人数"),
        ({"day_start": "25:99", "day_end": "10:00"}, "星期"),
        ({"ends": at(24 * 365)}, "来访时间过长"),
    ],
)
async def test_what_is_wrong_is_named_and_the_rest_is_kept(
    estate: Estate, home: Tab, wrong: dict[str, Any], said: str
) -> None:
    answer = await invite(estate, home, **({"plate": "鲁C12345"} | wrong))
    assert answer.status_code == 400
    assert said in answer.text.partition('<form method="post" action="/visitor/home/inv')[0]
    assert "鲁C12345" in answer.text


async def test_only_to_ones_own_house(estate: Estate, home: Tab) -> None:
    house, _ = await estate.home("502")
    form = await home.get("/home/invite")
    assert house not in form.text
    assert (await invite(estate, home, house=f"{estate.here}/{house}")).status_code == 404
    assert (await invite(estate, home, house="elsewhere/" + house)).status_code == 404


async def test_a_request_is_approved_and_others_are_not_seen(estate: Estate, home: Tab) -> None:
    mine = await estate.request(host_id=estate.host)
    page = await home.get("/home")
    assert "待我确认" in page.text
    answer = await home.post(f"/home/visits/{mine.id}/approve")
    assert answer.status_code == 303
    assert "访客码" in (await home.get(f"/home/visits/{mine.id}")).text
    for act in ("cancel", "approve"):
        await home.post(f"/home/visits/{mine.id}/{act}")
    stale = await home.post(f"/home/visits/{mine.id}/cancel")
    assert "来访状态已变化" in stale.text
    assert (await home.post(f"/home/visits/{mine.id}/explode")).status_code == 400
    house, other = await estate.home("502")
    theirs = await estate.stub("resident", subject=other).CreateVisit(
        estate.invitation(house_id=house)
    )
    for path in (f"/home/visits/{theirs.visit.id}", "/home/visits/none"):
        assert (await home.get(path)).status_code == 404
    assert (await home.post(f"/home/visits/{theirs.visit.id}/cancel")).status_code == 404


async def test_all_that_is_kept_can_be_seen_and_taken_along(estate: Estate, home: Tab) -> None:
    """R48."""
    made = await estate.invite(phone=PHONE)
    chosen = await home.post("/home/data", channel="smtp", address="wang@example.org")
    assert "已完成" in chosen.text
    assert "wang@example.org" in (await home.get("/home/data")).text
    copy = await home.get("/home/data.json")
    kept = copy.json()
    assert [each["id"] for each in kept["visits"]] == [made.visit.id]
    assert (kept["channel"], kept["address"]) == ("smtp", "wang@example.org")
    assert "attachment" in copy.headers["content-disposition"]
    for channel, address in (("smtp", "no mail"), ("smtp", ""), ("pigeon", "")):
        bad = await home.post("/home/data", channel=channel, address=address)
        assert bad.status_code == 400


async def test_names_are_text_everywhere(estate: Estate, home: Tab) -> None:
    made = await estate.invite(name=EVIL)
    again = await invite(estate, home, name=EVIL, phone=EVIL, plate=EVIL)
    pages = [again.text]
    for path in ("/home", f"/home/visits/{made.visit.id}", "/home/data", f"/home?lang={EVIL}"):
        pages.append((await home.get(path)).text)
    assert all("<img src=x" not in page for page in pages)
    assert sum("&lt;img" in page for page in pages) >= 4


async def test_a_guard_answers_and_sees_no_visits(estate: Estate, tab: Any) -> None:
    await estate.invite(name="欧阳")
    guard: Tab = tab()
    token = estate.node.token("guard", [estate.here], "guard 1")
    await guard.post("/sign-in?to=home", token=token)
    page = await guard.get("/home")
    assert page.status_code == 200
    assert "欧阳" not in page.text


def test_no_text_hides_behind_a_name_that_templates_take_for_something_else() -> None:
    for texts in TEXTS.values():
        assert not set(texts) & set(dir(texts))
        assert all(texts.values())


async def test_language_and_print_stay(home: Tab) -> None:
    page = await home.get("/home?lang=en&big=1")
    assert '<html lang="en" class="big">' in page.text
    assert "/visitor/home/invite?lang=en&amp;big=1" in page.text
