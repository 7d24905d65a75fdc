"""A cascade of two platforms over real HTTP, with every fault in between and deaths on both sides:
what was owed arrives, each object is accepted once, and the ledger shows it."""

import asyncio
import sqlite3
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
    listening,
    one,
    posted,
    sends_up,
)
from e2e.community import call, wait_for
from e2e.faulty import FAULTS, Faulty
from e2e.platform import Platform
from services.uplink.testing import UpperPlatform

HELD = "select object_id from received_object where kind = 'motor_vehicle'"

pytestmark = pytest.mark.one_process  # starts two whole platforms


async def test_a_cascade_heals_from_every_fault(tmp_path: Path):
    with (
        listening(tmp_path / "upper", UPPER_ID) as (upper, upper_url),
        listening(tmp_path / "lower", LOWER_ID) as (lower, lower_url),
    ):
        async with upper.rest() as http:
            body = {"kind": "lower", "national_id": LOWER_ID, "display_name": "下级"}
            await call(http, "POST", "/uplink/peers", json=body | {"password": PASSWORD})
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
