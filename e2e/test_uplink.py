"""A cascade of two platforms over real HTTP, with every fault in between and deaths on both sides:
what was owed arrives, each object is accepted once, and the ledger shows it."""

import asyncio
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from e2e.cascade import (
    BATCH,
    COUNT,
    LEFT,
    LOWER_ID,
    PASSWORD,
    UPPER_ID,
    Camera,
    arrived,
    camera_at_a_lane,
    checked,
    hears_from_below,
    listening,
    one,
    posted,
    sends_up,
)
from e2e.community import wait_for
from e2e.faulty import FAULTS, Faulty
from e2e.platform import Platform
from kit.hours import SHANGHAI
from services.uplink.testing import UpperPlatform, request_of, signed_in

WISH = {
    "SubscribeID": "370303000000032026010108000000001",
    "Title": "车辆",
    "SubscribeDetail": "13",
    "ResourceURI": LOWER_ID,
    "EndTime": "20991231235959",
    "OperateType": 0,
}
SOON = timedelta(seconds=2)
HELD = "select object_id from received_object where kind = 'motor_vehicle'"

pytestmark = pytest.mark.one_process  # starts two whole platforms


async def test_a_cascade_heals_from_every_fault(tmp_path: Path):
    with (
        listening(tmp_path / "upper", UPPER_ID) as (upper, upper_url),
        listening(tmp_path / "lower", LOWER_ID) as (lower, lower_url),
    ):
        await hears_from_below(upper)
        community = await camera_at_a_lane(lower)
        camera = Camera(lower_url)
        async with Faulty(upper_url, rate=0.4) as link:
            peer = await sends_up(lower, link.url)
            await posted(camera, 0, 150)
            upper.kill()  # it forgets sessions, and nothing that it acknowledged
            await posted(camera, 150, 50)
            await asyncio.to_thread(upper.start)
            await posted(camera, 200, 100)
            while set(link.met) != {str(each) for each in FAULTS}:  # until each was met
                await posted(camera, 300 + link.met.total(), BATCH)
                await asyncio.sleep(0.3)
            link.rate = 0.0
            count = len(set(lower.rows(HELD, "uplink")))
            await arrived(lower, count)
            await checked(lower, peer, count)
        held = upper.rows(HELD, "uplink")
        assert len(held) == len(set(held)) == count
        await camera.close()
        await community.http.aclose()


async def test_what_the_upper_platform_subscribed_to_comes(tmp_path: Path):
    """The other form of a cascade: nothing goes up but what was asked for, and both sides remember
    the wish when they die."""
    with (
        listening(tmp_path / "upper", UPPER_ID) as (upper, upper_url),
        listening(tmp_path / "lower", LOWER_ID) as (lower, lower_url),
    ):
        await hears_from_below(upper)
        community = await camera_at_a_lane(lower)
        camera = Camera(lower_url)
        peer = await sends_up(lower, upper_url, profile="gat1400-cascade")
        await posted(camera, 0, 20)  # before anybody asked
        async with signed_in(lower_url, UPPER_ID, PASSWORD) as client:
            wish = WISH | {"BeginTime": f"{datetime.now(SHANGHAI) + SOON:%Y%m%d%H%M%S}"}
            body = request_of("SubscribeListObject", "SubscribeObject", wish)
            answer = await client.post("/VIID/Subscribes", json=body)
            assert answer.status_code == 200, answer.text
        await asyncio.sleep(SOON.total_seconds() + 1)
        await posted(camera, 20, 50)
        await arrived(lower, 50)
        for died in (lower, upper):
            died.kill()
            await asyncio.to_thread(died.start)
        await posted(camera, 70, 50)
        await arrived(lower, 100)
        await checked(lower, peer, 100)
        held = upper.rows(HELD, "uplink")
        assert len(held) == len(set(held)) == 100
        await camera.close()
        await community.http.aclose()


async def test_killed_while_it_sends(tmp_path: Path):
    """kill -9 of the platform, its tables and its bus with it, again and again."""
    with listening(tmp_path / "lower", LOWER_ID) as (lower, url):
        community = await camera_at_a_lane(lower)
        async with UpperPlatform(UPPER_ID, PASSWORD) as upper:
            peer = await sends_up(lower, upper.url)
            camera = Camera(url)
            sending = asyncio.create_task(posted(camera, 0, COUNT))
            for part in (1, 2, 3):

                async def far(part: int = part) -> bool:
                    return len(upper.accepted) >= COUNT * part // 6 or sending.done()

                async with asyncio.timeout(240):
                    while not await far():
                        await asyncio.sleep(0.05)
                lower.kill()
                await asyncio.to_thread(lower.start)
            await sending
            await arrived(lower, COUNT)
            await checked(lower, peer, COUNT)
            assert len(upper.accepted) == COUNT
            await camera.close()
        await community.http.aclose()


async def test_a_week_without_a_link(tmp_path: Path):
    """The link is down for a simulated week: what waits is that old, and goes when it is up."""
    with listening(tmp_path / "lower", LOWER_ID) as (lower, url):
        community = await camera_at_a_lane(lower)
        async with UpperPlatform(UPPER_ID, PASSWORD) as upper:
            upper.up = False
            peer = await sends_up(lower, upper.url)
            camera = Camera(url)
            await posted(camera, 0, 100)

            async def waiting() -> bool:
                return one(lower, LEFT) == 100

            await wait_for(waiting)
            assert lower.stop() == 0
            week = 7 * 86400
            age(lower, week)
            await asyncio.to_thread(lower.start)
            upper.up = True
            await arrived(lower, 100)
            await checked(lower, peer, 100)
            await camera.close()
        await community.http.aclose()


def age(platform: Platform, seconds: int) -> None:
    """Makes what waits older by so much, past all code."""
    with sqlite3.connect(platform.data / "db" / "uplink.db") as tables:
        for column in ("create_time", "update_time", "next_time"):
            tables.execute(
                f"update sent_object set {column} = datetime({column}, '-{seconds} seconds')"
            )
