"""The bus on what a district runs: a cluster of three, TLS, credentials."""

import asyncio
import base64
import json
import os
import ssl
import time
from pathlib import Path

import nats
import nkeys
import pytest

from anju.registry.v1 import registry_pb2 as pb
from kit.bus import Bus
from kit.config import BusSettings, DatabaseSettings
from kit.db import Database, emit, migrate
from kit.events import event
from kit.testing import eventually
from kit.testing_nats import NatsCluster
from kit.testing_tls import Authority


@pytest.fixture
def cluster(tmp_path):
    started = NatsCluster(tmp_path / "nats")
    started.start()
    yield started
    started.stop()


@pytest.fixture
async def db(tmp_path):
    migrate(tmp_path / "t.db", Path(__file__).parents[2] / "services" / "face" / "migrations")
    opened = Database(tmp_path / "t.db", DatabaseSettings())
    yield opened
    await opened.close()


async def test_a_killed_leader_loses_nothing_and_doubles_nothing(cluster, db):
    bus = Bus(cluster.url, BusSettings(replicas=3))
    await bus.start()
    seen = []

    async def handle(received):
        seen.append(received.data["revision"])

    relay = asyncio.create_task(bus.relay(db))
    reader = asyncio.create_task(bus.subscribe("d", "anju.>", handle))
    for number in range(1, 201):
        async with db.write() as session:
            emit(session, event("registry.device.changed", "c1", pb.PlaceChanged(revision=number)))
        if number == 60:
            await eventually(lambda: _some(seen))
            cluster.kill(cluster.leader("ANJU"))
    await eventually(lambda: _all(seen, 200), 60)
    client = await nats.connect(cluster.url.split(","))
    info = await client.jetstream(timeout=10).stream_info("ANJU")
    assert (info.state.messages, info.config.num_replicas) == (200, 3)
    await client.close()
    for task in (relay, reader):
        task.cancel()
    await asyncio.gather(relay, reader, return_exceptions=True)
    await bus.stop()


async def _some(seen):
    return bool(seen)


async def _all(seen, count):
    return set(seen) == set(range(1, count + 1))


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


async def test_tls_both_ways(authority, tmp_path):
    certificate, key = authority.issue("server")
    verify = f'cert_file: "{certificate}", key_file: "{key}", ca_file: "{authority.ca}"'
    server = NatsCluster(tmp_path / "nats", 1, f"tls {{ {verify}, verify: true }}")
    server.start()
    try:
        mine, private = authority.issue("client")
        bus = Bus(server.url, BusSettings(ca=authority.ca, certificate=mine, private_key=private))
        await bus.start()
        made = event("registry.device.changed", "c1", pb.PlaceChanged(id="1"))
        made.id = 1
        assert await bus.publish([made]) == [1]
        # The certificate is renewed, the server comes again: the new one is shown.
        authority.issue("client")
        server.kill(0)
        server.launch(0)
        made.event_id = "another"
        await eventually(lambda: bus.publish([made]), 30)
        await bus.stop()
    finally:
        server.stop()


async def test_a_server_of_another_authority_is_not_trusted(authority, tmp_path, monkeypatch):
    monkeypatch.setattr("kit.bus.STARTING", 2)
    certificate, key = authority.issue("server")
    server = NatsCluster(
        tmp_path / "nats", 1, f'tls {{ cert_file: "{certificate}", key_file: "{key}" }}'
    )
    server.start()
    try:
        with pytest.raises((RuntimeError, ssl.SSLError)):
            await Bus(server.url, BusSettings(ca=Authority(tmp_path, "other").ca)).start()
    finally:
        server.stop()


class Signer:
    """One nkey and the NATS JWTs that it signs."""

    def __init__(self, prefix):
        self.seed = nkeys.encode_seed(os.urandom(32), prefix)
        self.pair = nkeys.from_seed(bytearray(self.seed))
        self.public = self.pair.public_key.decode()

    def claim(self, subject, **nats_claims):
        body = {"jti": "x", "iat": int(time.time()), "iss": self.public, "sub": subject}
        body |= {"name": "test", "nats": nats_claims | {"version": 2}}
        head = {"typ": "JWT", "alg": "ed25519-nkey"}
        text = ".".join(_b64(json.dumps(part).encode()) for part in (head, body))
        return f"{text}.{_b64(self.pair.sign(text.encode()))}"


def _b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


STORAGE = ("mem_storage", "disk_storage")
LIMITS = ("subs", "data", "payload", "imports", "exports", "conn", "leaf", "streams", "consumer")
UNLIMITED = dict.fromkeys((*LIMITS, *STORAGE), -1) | {"wildcards": True}


async def test_credentials_file(tmp_path, monkeypatch):
    operator, account, system, user = (
        Signer(prefix)
        for prefix in (
            nkeys.PREFIX_BYTE_OPERATOR,
            nkeys.PREFIX_BYTE_ACCOUNT,
            nkeys.PREFIX_BYTE_ACCOUNT,
            nkeys.PREFIX_BYTE_USER,
        )
    )
    none = UNLIMITED | dict.fromkeys(STORAGE, 0)
    accounts = {
        each.public: operator.claim(each.public, type="account", limits=limits)
        for each, limits in ((account, UNLIMITED), (system, none))
    }
    preload = "\n".join(f"{name}: {text}" for name, text in accounts.items())
    server = NatsCluster(
        tmp_path / "nats",
        1,
        f"operator: {operator.claim(operator.public, type='operator')}\n"
        f"system_account: {system.public}\nresolver: MEMORY\nresolver_preload: {{\n{preload}\n}}",
    )
    server.start()
    try:
        file = tmp_path / "anju.creds"
        token = account.claim(user.public, type="user", subs=-1, data=-1, payload=-1)
        parts = {"NATS USER JWT": token, "USER NKEY SEED": user.seed.decode()}
        lines = [f"-----BEGIN {k}-----\n{v}\n------END {k}------\n" for k, v in parts.items()]
        file.write_text("\n".join(lines))
        bus = Bus(server.url, BusSettings(credentials=file))
        await bus.start()
        made = event("registry.device.changed", "c1", pb.PlaceChanged(id="1"))
        made.id = 1
        assert await bus.publish([made]) == [1]
        await bus.stop()
        monkeypatch.setattr("kit.bus.STARTING", 2)
        with pytest.raises((RuntimeError, nats.errors.Error)):
            await Bus(server.url, BusSettings()).start()
    finally:
        server.stop()


async def test_no_server_is_said_so(monkeypatch):
    monkeypatch.setattr("kit.bus.STARTING", 1)
    with pytest.raises(RuntimeError, match="ANJU_BUS__URL"):
        await Bus("nats://127.0.0.1:9,nats://127.0.0.1:10", BusSettings()).start()
