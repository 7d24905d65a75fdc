"""A small invented district through the whole service: year-ends, reports, awards, replay.

What is compared with the service's answers is worked out here from what was invented, not by the
code under test.
"""

import asyncio
import base64
import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from cryptography.exceptions import InvalidSignature

from kit.testing import running, settings_in
from services.coverage.conftest import MODULES, Settings
from services.coverage.reports.signed import verify
from services.coverage.seed.district import Refused, Seeder
from services.roles import ROLES

SIZE = 10
YEARS = (2020, 2021, 2022)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Everything that was asked of one district, which is gone when this returns."""
    return asyncio.run(_tell(tmp_path_factory.mktemp("district")))


async def _tell(folder):
    async with running(settings_in(folder, Settings), MODULES, ROLES) as node:
        http = node.rest()
        http.timeout = 120
        seeder = Seeder(http, lambda what, done, total: None)
        told = {"placed": await seeder.district(SIZE)}
        await seeder.snapshots(date(2020, 1, 1), date(2022, 12, 31))

        async def get(path, **query):
            return await seeder.call("GET", path, params=query)

        for year in YEARS:
            day = f"{year}-12-31"
            told[year] = await get("/coverage-summary", day=day)
        for form in ("xlsx", "pdf", "weekly", "csv", "json", "signed"):
            query = {"day": "2021-12-31", "format": form}
            answers = [await http.get("/coverage-reports", params=query) for _ in range(2)]
            assert answers[0].status_code == 200, answers[0].text
            told[form] = [answer.content for answer in answers]
        told["key"] = await get("/coverage-reports/key")
        body = {"first_day": "2021-11-01", "last_day": "2022-01-31"}
        for stream in (False, True):
            verified = await seeder.call(
                "POST", "/coverage-snapshots:verify", json=body | {"from_stream": stream}
            )
            told["verified", stream] = verified
        told["forecast"] = await get("/coverage-forecast", day="2021-09-30")
        told["assessment"] = await get("/coverage-assessment", day="2021-12-31")
        told["anomalies"] = await get("/coverage-anomalies", day="2021-12-31")
        told["award"] = await _award(node, seeder, told["placed"])
        return told


async def _award(node, seeder, placed):
    """Frozen by one, approved by two others; then it may leave."""
    each = next(p for p in placed if p.drawn.kind == "commercial")
    await seeder.call(
        "PUT", f"/coverage-sites/{each.id}", json={"money": "property_with_award", "builder": "b"}
    )
    body = {"community_id": each.id, "first_day": "2022-01-01", "last_day": "2022-12-31"}
    found = {"preview": await seeder.call("POST", "/coverage-awards:preview", json=body)}
    found["placed"] = each
    made = await seeder.call("POST", "/coverage-awards", json=body)
    path = f"/coverage-awards/{made['award']['id']}"
    refusals = []

    async def tried(work):
        with pytest.raises(Refused) as error:
            await work
        refusals.append(str(error.value).split(": ")[1])

    await tried(seeder.call("POST", "/coverage-awards", json=body))
    short = body | {"last_day": "2022-11-30"}
    await tried(seeder.call("POST", "/coverage-awards", json=short))
    await tried(seeder.call("POST", f"{path}:approve"))
    await tried(seeder.call("GET", f"{path}/file"))
    for name in ("first", "first", "second"):
        async with node.rest(role="inspector", subject=name) as http:
            answer = await http.post(f"{path}:approve")
            found[name] = answer.json()["state"]
    async with node.rest() as http:
        found["file"] = (await http.get(f"{path}/file", params={"format": "csv"})).text
        found["book"] = (await http.get(f"{path}/file")).content
    return found | {"refusals": refusals}


def figures(row):
    return {f["key"]: (f["numerator"], f["denominator"]) for f in row["figures"]}


def rows(told, year, level="district"):
    return {r["key"]: r for r in told[year]["rows"] if r["level"] == level}


def end(year):
    return datetime(year, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("year", YEARS)
def test_the_year_ends_are_what_was_invented(told, year):
    drawn = [each.drawn for each in told["placed"]]
    done = sum(d.done < end(year) for d in drawn)
    district = rows(told, year)[""]
    assert figures(district)["covered"] == (done, SIZE)
    for kind, row in rows(told, year, "kind").items():
        own = [d for d in drawn if d.kind == kind]
        assert figures(row)["covered"] == (sum(d.done < end(year) for d in own), len(own))
    for goal in told[year]["goals"]:
        assert goal["reached"] >= goal["needed"], goal


def test_required_positions_are_those_that_the_tables_ask_for(told):
    """Counted from the lists of points, by hand: M, and accepted where the plan has them."""
    required = sum(p["requirement"] == "M" for each in told["placed"] for p in each.points)
    assert figures(rows(told, 2020)[""])["built"][1] == required
    accepted = 0
    for each in told["placed"]:
        video = each.drawn.kind == "old" and each.drawn.enclosure == "open"
        if each.drawn.done >= end(2020):
            continue
        for point in each.points:
            if point["requirement"] == "M":
                later = each.drawn.done + timedelta(days=250) >= end(2020)
                accepted += not (video and "scene" not in point["captures"] and later)
    assert figures(rows(told, 2020)[""])["built"][0] == accepted


@pytest.mark.parametrize("year", YEARS)
def test_roll_ups_are_sums_of_their_parts(told, year):
    whole = figures(rows(told, year)[""])
    for level in ("town", "kind", "group"):
        parts = [figures(row) for row in rows(told, year, level).values()]
        for key, (n, d) in whole.items():
            assert (sum(p[key][0] for p in parts), sum(p[key][1] for p in parts)) == (n, d)


def test_the_stream_alone_gives_the_same_days_bit_for_bit(told):
    for stream in (False, True):
        assert told["verified", stream] == {"snapshots": SIZE * 92, "different": []}


def test_equal_facts_make_equal_reports(told):
    for form in ("xlsx", "pdf", "weekly", "csv", "json", "signed"):
        first, second = told[form]
        assert first == second, form


def test_the_workbook_adds_up_by_formulas_and_is_ready_for_print(told):
    book = openpyxl.load_workbook(io.BytesIO(told["xlsx"][0]))
    assert book.sheetnames == [
        *("总览", "年度目标", "镇街", "类别", "计划分组", "镇街考核", "趋势", "异常提示"),
        *("小区", "指标说明"),
    ]
    overview, communities = book["总览"], book["小区"]
    built = next(r for r in overview.iter_rows(min_row=4) if r[0].value == "建成率（部位）")
    letter = built[1].value.removeprefix("=SUM(小区!$").partition("$")[0]
    assert communities[f"{letter}3"].value == "建成率（部位）分子"
    column = [communities[f"{letter}{n}"].value for n in range(4, 4 + SIZE)]
    assert sum(column) == figures(rows(told, 2021)[""])["built"][0]
    assert built[3].value.startswith("=IF(C")
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes == "A4"


def test_csv_and_json_say_the_same(told):
    lines = list(csv.DictReader(io.StringIO(told["csv"][0].decode("utf-8-sig"))))
    report = json.loads(told["json"][0])
    assert len(lines) == len(report["lines"]) == SIZE
    total = sum(int(line["建成率（部位）（分子）"]) for line in lines)
    assert total == sum(line["figures"]["built_n"] for line in report["lines"])
    assert {line["状态"] for line in lines} <= {
        "已建成联网",
        "已建成",
        "建设中",
        "已勘察",
        "未开始",
    }


def test_the_signed_report_holds_and_an_altered_one_does_not(told):
    key = base64.urlsafe_b64decode(told["key"]["public_key"])
    token = told["signed"][0]
    said = verify(token, key)
    assert said["report"] == json.loads(told["json"][0])
    head, body, sign = token.split(b".")
    with pytest.raises(InvalidSignature):
        verify(b".".join([head, body[:-4] + b"AAAA", sign]), key)
    with pytest.raises(ValueError, match="not a signed"):
        verify(b".".join([base64.urlsafe_b64encode(b'{"alg":"none"}'), body, sign]), key)


def test_pages_of_the_pdf(told):
    for form, pages in (("pdf", 4), ("weekly", 1)):
        content = told[form][0]
        assert content.startswith(b"%PDF-")
        assert content.count(b"/Type /Page\n") == pages, form


def test_the_forecast_of_autumn_knows_its_uncertainty(told):
    found = told["forecast"]
    assert found["weeks"] == 13
    assert 0 <= found["low"] <= found["expected"] <= found["high"] <= 1
    assert found["target"] == 0.9


def test_every_town_has_a_score_card(told):
    cards = told["assessment"]["cards"]
    assert sum(card["communities"] for card in cards) == SIZE
    assert [c["points"] for c in cards] == sorted((c["points"] for c in cards), reverse=True)
    for card in cards:
        assert card["points"] == pytest.approx(sum(s["points"] for s in card["scores"]), abs=1e-3)


def test_an_award_is_followed_frozen_approved_by_two_and_exported(told):
    award = told["award"]
    each = award["placed"]
    accepted = [p for p in each.points if p["requirement"] == "M"]
    prices = {"scene": 60000, "plate": 150000, "intrusion": 80000, "access": 90000}
    prices |= {"patrol": 10000, "register": 40000, "door": 30000}
    total = sum(prices[p["captures"][0]] for p in accepted)
    lines = {line["text"]: line["value"] for line in award["preview"]["lines"]}
    assert lines["部位合计"] == f"{total // 100}.00 元"
    assert award["preview"]["fen"] <= total
    assert award["refusals"] == ["AWARD_EXISTS", "AWARD_SPAN", "OWN_AWARD", "AWARD_NOT_APPROVED"]
    assert (award["first"], award["second"]) == ("frozen", "approved")
    assert award["preview"]["sha256"] in award["file"]
    assert openpyxl.load_workbook(io.BytesIO(award["book"])).sheetnames == ["以奖代补核算单"]
