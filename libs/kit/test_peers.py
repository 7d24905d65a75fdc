"""Replicas on a real nats-server: they hear each other and not themselves."""

import asyncio

import pytest

from kit.bus import Bus
from kit.config import BusSettings
from kit.peers import Peers
from kit.testing import eventually
from kit.testing_nats import NatsCluster


@pytest.fixture
def server(tmp_path):
    made = NatsCluster(tmp_path, size=1)
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def replicas(server):
    buses = [Bus(server.url, BusSettings()) for _ in range(3)]
    heard: list[list[object]] = [[], [], []]
    for bus, mine in zip(buses, heard, strict=True):
        await bus.start()
        await bus.peers.hear("doors", mine.append)
    yield [bus.peers for bus in buses], heard
    for bus in buses:
        await bus.stop()


async def test_all_others_hear_in_order(replicas):
    (first, *_), heard = replicas
    await asyncio.sleep(0.1)  # subscriptions travel
    for number in range(200):
        first.tell("doors", [number, "门"])
        first.tell("windows", number)

    async def complete():
        return len(heard[1]) == len(heard[2]) == 200

    await eventually(complete)
    assert heard[1] == heard[2] == [[number, "门"] for number in range(200)]
    assert heard[0] == []


async def test_a_server_that_is_gone_makes_deaf_and_fails_nobody(replicas, server):
    (first, second, _), heard = replicas
    assert not first.deaf
    server.kill(0)

    async def deaf():
        return first.deaf

    await eventually(deaf)
    first.tell("doors", 1)
    server.launch(0)

    async def hears():
        first.tell("doors", 2)
        await asyncio.sleep(0.05)
        return not second.deaf and 2 in heard[1]

    await eventually(hears)


async def test_who_is_alone_tells_nobody():
    alone = Peers(None)
    alone.tell("doors", object())  # not even looked at
    await alone.hear("doors", print)
    await alone.run()
    assert not alone.deaf
