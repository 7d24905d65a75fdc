"""A release replaces the one before it, service by service, while gates are asked: none notices.
Runs in services mode alone."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from e2e.community import found
from e2e.gates import Observer, check, under_load
from e2e.platform import ROOT, in_services
from e2e.services import NAMES, Services
from e2e.watched import SPELL, Watched

BEFORE = os.environ.get("ANJU_UPGRADE_FROM", "HEAD^")
pytestmark = pytest.mark.skipif(
    not in_services(), reason="needs one process per service: ANJU_E2E_MODE=services"
)


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """The tree of the release before."""
    folder = tmp_path / "former"
    folder.mkdir()
    tree = subprocess.run(["git", "archive", BEFORE], cwd=ROOT, capture_output=True, check=False)
    if tree.returncode:
        pytest.skip(f"there is no {BEFORE} here to upgrade from")
    subprocess.run(["tar", "x", "-C", str(folder)], input=tree.stdout, check=True)
    return folder


async def test_no_gate_notices_an_upgrade(tmp_path: Path, former: Path):
    """As a Deployment with maxSurge 1 and maxUnavailable 0 does it: tables first, then for each
    service the new process, and only when it is ready the end of the old one."""
    new = [f"{name}-2" for name in NAMES]
    platform = Services(tmp_path, new, ANJU_SERVER__DRAIN="1")
    try:
        community = await found(platform.start(without=new, root=former))
        watched = Watched(await under_load(community, 3))
        stop, observer = asyncio.Event(), Observer(platform)
        working = asyncio.create_task(watched.run(stop))
        async with watched.during("migration"):
            await asyncio.to_thread(platform.migrate)
        for name in NAMES:
            async with watched.during(f"upgrade of {name}"):
                platform.launch(f"{name}-2")
                await asyncio.to_thread(platform.await_ready)
                platform.route()
                assert await asyncio.to_thread(platform.drain, name) == 0
        await asyncio.sleep(SPELL)
        stop.set()
        await working
        print(f"\n{watched.table()}")
        assert watched.failed == {}  # not one try was refused
        await check(platform, watched.load, observer)
        await community.http.aclose()
    finally:
        platform.close()
