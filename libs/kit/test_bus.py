import asyncio
import os
import signal

import nats
import pytest
import sqlalchemy as sa

from anju.registry.v1 import registry_pb2 as pb
from kit.bus import Bus
from kit.config import BusSettings, DatabaseSettings
from kit.db import Database, emit, select
from kit.errors import Unavailable
from kit.events import asyncapi, event, read_event
from kit.nats_server import NatsServer
from kit.postgres import PostgresSchema
from kit.tables import SHARED, Outbox
from kit.testing import eventually
from kit.testing_postgres import binaries, shared

SETTINGS = BusSettings(port=0, max_deliver=3)


@pytest.fixture
async def server(tmp_path):
    started = NatsServer(tmp_path / "nats", SETTINGS)
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def bus(server):
    connected = Bus(server.url, SETTINGS)
    await connected.start()
    yield connected
    await connected.stop()


@pytest.fixture
async def db(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path}/t.db")
    Outbox.metadata.create_all(engine, tables=[kind.__table__ for kind in SHARED])
    engine.dispose()
    opened = Database(tmp_path / "t.db", DatabaseSettings())
    yield opened
    await opened.close()


def row(number=1, name="registry.device.changed"):
    made = event(name, "c1", pb.PlaceChanged(id=str(number), revision=number))
    made.id = number
    return made


class Collect:
    """A handler that remembers, and fails as often as it is told to."""

    def __init__(self, failures=0):
        self.seen, self.failures = [], failures

    async def __call__(self, received):
        if self.failures:
            self.failures -= 1
            raise ValueError("not now")
        self.seen.append(received)


async def test_events_are_cloudevents():
    received = read_event(row(7).body)
    assert (received.type, received.community_id) == ("anju.registry.device.changed", "c1")
    assert received.data == {"id": "7", "revision": 7}
    assert received.name == "registry.device.changed"


async def test_subscriber_gets_events_in_order_and_after_a_restart(bus):
    await bus.publish([row(n) for n in range(1, 6)])
    first = Collect()
    task = asyncio.create_task(bus.subscribe("d", "anju.*.registry.>", first))
    await eventually(lambda: _len(first, 5))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bus.publish([row(6)])
    second = Collect()
    task = asyncio.create_task(bus.subscribe("d", "anju.*.registry.>", second))
    await eventually(lambda: _len(second, 1))
    task.cancel()
    assert [e.data["revision"] for e in first.seen + second.seen] == [1, 2, 3, 4, 5, 6]


async def _len(collect, count):
    return len(collect.seen) >= count


async def test_repeated_publish_is_dropped_by_the_stream(bus, server):
    same = row()
    assert await bus.publish([same]) == await bus.publish([same]) == [1]
    client = await nats.connect(server.url)
    assert (await client.jetstream().stream_info("ANJU")).state.messages == 1
    await client.close()


async def test_failed_handler_is_tried_again_then_the_event_is_a_dead_letter(bus, server):
    await bus.publish([row()])
    flaky = Collect(failures=1)
    task = asyncio.create_task(bus.subscribe("flaky", "anju.>", flaky))
    await eventually(lambda: _len(flaky, 1))
    task.cancel()
    never = Collect(failures=99)
    task = asyncio.create_task(bus.subscribe("never", "anju.>", never))
    client = await nats.connect(server.url)

    async def dead():
        return (await client.jetstream().stream_info("ANJU_DEAD")).state.messages

    assert await eventually(dead, 20) == 1
    task.cancel()
    await client.close()


async def test_outbox_reaches_the_stream_while_the_server_dies_and_returns(bus, server, db):
    relay = asyncio.create_task(bus.relay(db))
    got = Collect()
    reader = asyncio.create_task(bus.subscribe("d", "anju.>", got))
    for number in range(1, 31):
        async with db.write() as session:
            made = row(number)
            made.id = None
            emit(session, made)
        if number == 10:
            os.kill(server.pid, signal.SIGKILL)
        await asyncio.sleep(0.01)

    async def all_came():
        # The server may forget an acknowledgement when it is killed, and bring that event again.
        return {e.data["revision"] for e in got.seen} == set(range(1, 31))

    await eventually(all_came, 30)

    async def drained():
        async with db.read() as session:
            return not (await session.exec(select(Outbox))).all()

    await eventually(drained)
    relay.cancel()
    reader.cancel()


async def test_observer_reads_and_cannot_write(bus, server):
    errors = []

    async def note(error):
        errors.append(str(error))

    client = await nats.connect(server.observer_url, error_cb=note)
    subscription = await client.subscribe("anju.>")
    await client.flush()
    await bus.publish([row()])
    assert (await subscription.next_msg(5)).headers["Nats-Msg-Id"]
    await client.publish("anju.c1.access.pass.granted", b"forged")
    await client.flush()
    await eventually(lambda: _some(errors))
    assert "permissions violation" in errors[0].lower()
    await client.close()


async def _some(found):
    return bool(found)


async def test_stream_is_bounded(bus, server):
    client = await nats.connect(server.url)
    config = (await client.jetstream().stream_info("ANJU")).config
    assert config.max_bytes == SETTINGS.max_bytes
    assert config.max_age == SETTINGS.max_age
    await client.close()


def test_asyncapi_describes_each_event():
    document = asyncapi({"registry.device.online": (pb.DeviceStateChanged, "A device is back.")})
    channel = document["channels"]["registry_device_online"]
    assert channel["address"] == "anju.{community_id}.registry.device.online"
    payload = channel["messages"]["registry_device_online"]["payload"]
    assert payload["properties"]["data"]["properties"]["device_id"] == {"type": "string"}
    assert document["operations"]["registry_device_online"]["action"] == "send"


async def test_relay_waits_for_a_database_that_is_locked(bus, server, db):
    """It must not end the process; the event leaves once the lock is gone."""
    impatient = Database(db.place, DatabaseSettings(busy_timeout=0.05))
    async with db.write() as session:
        made = row()
        made.id = None
        emit(session, made)
    engine = sa.create_engine(f"sqlite:///{db.place.path}", isolation_level=None)
    with engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        relay = asyncio.create_task(bus.relay(impatient))
        await asyncio.sleep(0.5)
        assert not relay.done()
        other.exec_driver_sql("ROLLBACK")
    engine.dispose()

    async def drained():
        async with db.read() as session:
            return not (await session.exec(select(Outbox))).all()

    await eventually(drained)
    relay.cancel()
    await asyncio.gather(relay, return_exceptions=True)
    await impatient.close()


@pytest.mark.skipif(binaries() is None, reason="no PostgreSQL server: apt-get install postgresql")
async def test_of_two_replicas_one_relays_and_the_other_takes_over(bus, server):
    place = PostgresSchema(shared().fresh(), "t")
    with place.migrating() as connection:
        Outbox.metadata.create_all(connection, tables=[kind.__table__ for kind in SHARED])
        connection.commit()
    replicas = [Database(place, DatabaseSettings()) for _ in range(2)]
    relays = [asyncio.create_task(bus.relay(db)) for db in replicas]
    got = Collect()
    reader = asyncio.create_task(bus.subscribe("d", "anju.>", got))
    for number in range(1, 41):
        async with replicas[number % 2].write() as session:
            made = row(number)
            made.id = None
            emit(session, made)
        if number == 20:
            await eventually(lambda: _len(got, 1))
            # The one that leads goes: its session ends with it.
            leads = await replicas[1].leads("outbox")
            relays[leads].cancel()
            await asyncio.gather(relays[leads], return_exceptions=True)
            await replicas[leads]._leadership.close()
    await eventually(lambda: _len(got, 40))
    assert [event.data["revision"] for event in got.seen] == list(range(1, 41))
    for task in (reader, *relays):
        task.cancel()
    await asyncio.gather(reader, *relays, return_exceptions=True)
    for db in replicas:
        await db.close()


async def test_an_event_waits_for_a_dependency_without_end(bus, server):
    """A database or service that is down must not turn events into dead letters."""
    await bus.publish([row()])
    tries = []

    async def handle(received):
        tries.append(received)
        if len(tries) <= SETTINGS.max_deliver + 2:
            raise Unavailable("DOWN", "not now")

    task = asyncio.create_task(bus.subscribe("patient", "anju.>", handle))
    await eventually(lambda: _some(tries[SETTINGS.max_deliver + 2 :]), 30)
    client = await nats.connect(server.url)
    assert (await client.jetstream().stream_info("ANJU_DEAD")).state.messages == 0
    await client.close()
    task.cancel()
