"""What uplink stands on dies while it sends, and it with it: what was acknowledged arrives, once.
Runs in services mode alone."""

import asyncio
import signal
from pathlib import Path

import pytest

from e2e.cascade import (
    COUNT,
    LOWER_ID,
    PASSWORD,
    QUICK,
    UPPER_ID,
    Camera,
    arrived,
    camera_at_a_lane,
    checked,
    posted,
    sends_up,
)
from e2e.platform import in_services
from e2e.services import Services
from kit.testing_nats import free_ports
from kit.testing_postgres import PostgresServer
from services.uplink.testing import UpperPlatform

pytestmark = pytest.mark.skipif(
    not in_services(), reason="needs one process per service: ANJU_E2E_MODE=services"
)


def killed(platform: Services, what: str) -> None:
    """kill -9 of it, and up again."""
    if what == "uplink":
        platform.kill(what)
        platform.launch(what)
    elif what == "postgres":
        platform.postgres.stop(signal.SIGQUIT)
        platform.postgres.start()
    else:
        for number in range(platform.events.size):
            platform.events.kill(number)
        platform.events.start()


async def test_whatever_dies_what_was_acknowledged_arrives(
    tmp_path: Path, postgres: PostgresServer
):
    (port,) = free_ports(1)
    own = {"ANJU_UPLINK__PORT": str(port), "ANJU_UPLINK__PLATFORM_ID": LOWER_ID}
    platform = Services(tmp_path, (), postgres, **QUICK, **own)
    try:
        community = await camera_at_a_lane(platform.start())
        async with UpperPlatform(UPPER_ID, PASSWORD) as upper:
            peer = await sends_up(platform, upper.url)
            camera = Camera(f"http://127.0.0.1:{port}")
            sending = asyncio.create_task(posted(camera, 0, COUNT))
            for part, what in enumerate(("uplink", "postgres", "bus", "uplink"), 1):
                async with asyncio.timeout(240):
                    while len(upper.accepted) < COUNT * part // 6 and not sending.done():
                        await asyncio.sleep(0.05)
                await asyncio.to_thread(killed, platform, what)
            await sending
            await asyncio.to_thread(platform.await_ready)
            await arrived(platform, COUNT)
            await checked(platform, peer, COUNT)
            assert len(upper.accepted) == COUNT
            await camera.close()
        await community.http.aclose()
    finally:
        platform.close()
