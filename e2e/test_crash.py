"""Whatever dies, at whatever instant: no acknowledged pass is lost, none is told twice."""

import asyncio
import contextlib
import json
import signal
import time

import pytest

from e2e.community import found, wait_for
from e2e.gates import PENDING, Load, Observer, check, pass_log, relayed, send, under_load
from e2e.platform import Platform, alive, in_services

OLDEST = "SELECT body FROM outbox WHERE subject LIKE '%.access.pass.%' ORDER BY id LIMIT 1"

embedded = pytest.mark.skipif(
    in_services(), reason="is about the embedded nats-server; test_chaos.py is about a cluster"
)


async def test_killed_between_commit_and_publish(own_platform: Platform):
    """nats-server is held, so that 500 passes are committed and none is published; then kill -9
    of both. A second life ends by kill -9 in the middle of its requests."""
    community = await found(own_platform.start())
    load, observer = await under_load(community), Observer(own_platform)
    await observer.read(pass_log(own_platform))
    await relayed(own_platform)
    held = own_platform.nats_pids()
    send(held, signal.SIGSTOP)
    await load.passes(0, 500)
    own_platform.kill()
    send(held, signal.SIGKILL)
    await wait_for(lambda: _gone(held))
    assert len(load.acknowledged) == 500
    assert own_platform.rows(PENDING) == [500]

    own_platform.start()
    await check(own_platform, load, observer)
    await _killed_in_flight(own_platform, load)
    own_platform.start()
    await check(own_platform, load, observer)

    before, log = dict(load.acknowledged), pass_log(own_platform)
    await load.passes(0, 500)  # gates that heard no answer ask again
    assert load.acknowledged == before
    assert pass_log(own_platform) == log
    await community.http.aclose()


async def _gone(pids: list[int]) -> bool:
    return not any(alive(pid) for pid in pids)


async def _killed_in_flight(platform: Platform, load: Load) -> None:
    working = asyncio.create_task(load.until(asyncio.Event(), 1000))

    async def busy() -> bool:
        return len(load.acknowledged) >= 700

    await wait_for(busy)
    platform.kill()
    await working


@pytest.mark.one_process
async def test_killed_between_publish_and_commit_of_it(own_platform: Platform):
    """The events are in the stream and the outbox does not know it: they go out again, and the
    stream drops them."""
    community = await found(own_platform.start())
    load, observer = await under_load(community), Observer(own_platform)
    await relayed(own_platform)
    held = own_platform.nats_pids()
    send(held, signal.SIGSTOP)
    await load.passes(0, 100)
    with own_platform.locked():
        send(held, signal.SIGCONT)
        (oldest,) = own_platform.rows(OLDEST)
        await observer.read({json.loads(oldest)["data"]["pass_id"]})
        own_platform.kill()
    assert own_platform.rows(PENDING) == [100]
    own_platform.start()
    await check(own_platform, load, observer)
    await community.http.aclose()


@embedded
async def test_nats_server_dies_while_gates_decide(own_platform: Platform):
    community = await found(own_platform.start())
    load, observer, stop = await under_load(community), Observer(own_platform), asyncio.Event()
    working = asyncio.create_task(load.until(stop, 0))
    old = 0
    for _ in range(3):
        old = await wait_for(lambda: _another(own_platform, old))
        before = len(load.acknowledged)
        send([old], signal.SIGKILL)

        async def goes_on(old: int = old, before: int = before) -> bool:
            return not alive(old) and len(load.acknowledged) > before + 50

        await wait_for(goes_on)
    stop.set()
    await working
    assert load.refused == {}  # the gates noticed nothing
    await check(own_platform, load, observer)
    await community.http.aclose()


async def _another(platform: Platform, old: int) -> int:
    """The nats-server that runs now, once it is not the old one."""
    with contextlib.suppress(ValueError):  # none at this instant
        (pid,) = platform.nats_pids()
        if pid != old:
            return pid
    return 0


async def test_sigterm_under_load_loses_nothing(own_platform: Platform):
    community = await found(own_platform.start())
    load, observer = await under_load(community), Observer(own_platform)
    working = asyncio.create_task(load.until(asyncio.Event(), 0))

    async def busy() -> bool:
        return len(load.acknowledged) >= 100

    await wait_for(busy)
    servers = own_platform.nats_pids()
    assert await asyncio.to_thread(own_platform.stop) == 0
    await working
    assert set(load.refused) <= {"UNAVAILABLE", "CANCELLED"}
    assert in_services() or not any(alive(server) for server in servers)
    own_platform.start()
    await check(own_platform, load, observer)
    await community.http.aclose()


@embedded
async def test_nats_server_dies_with_a_killed_platform(own_platform: Platform):
    (server,) = own_platform.start().nats_pids()
    own_platform.kill()
    deadline = time.monotonic() + 2
    while alive(server) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert not alive(server)
