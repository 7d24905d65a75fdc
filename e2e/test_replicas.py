"""Two replicas of everything on one database and one bus: to a gate they are one platform."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from e2e.community import Community, Gate, call, found, wait_for
from e2e.inside import inside
from e2e.services import SEALING
from kit.testing_nats import NatsCluster
from kit.testing_postgres import binaries, shared
from services.access.settings import AccessSettings
from services.modules import NAMES

pytestmark = [
    pytest.mark.one_process,
    pytest.mark.skipif(
        binaries() is None, reason="no PostgreSQL server: apt-get install postgresql"
    ),
]


@asynccontextmanager
async def replicas(folder, count=2, **values):
    """Nodes that share tables, bus, files and keys, as pods of one Deployment each do."""
    cluster = NatsCluster(folder / "nats", size=1)
    cluster.start()
    key = folder / "issuer.pem"
    key.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    rings = {name: {"keyring": folder / f"{name}.json"} for name in SEALING}
    rings["access"] |= values.pop("access", {})
    together = {
        "target": list(NAMES),
        "database": {"url": shared().fresh()},
        "bus": {"url": cluster.url},
        "files": {"url": f"file://{folder}/files"},
        "auth": {"key": key},
        **rings,
        **values,
    }
    async with AsyncExitStack() as stack:
        stack.callback(cluster.stop)
        made = [
            await stack.enter_async_context(inside(folder / str(number), **together))
            for number in range(count)
        ]
        yield made, cluster


@dataclass
class Two:
    """A community with a gate, as either replica shows it."""

    first: Community
    second: Community
    gate: Gate

    @property
    def both(self) -> tuple[Community, Community]:
        return self.first, self.second

    async def rules(self, **rules: Any) -> None:
        """Both replicas know them when this returns."""
        path = f"/access-rules/{self.gate.id}"
        await call(self.first.http, "PUT", path, json=rules)

        async def known() -> bool:
            shown = [await each.get(path) for each in self.both]
            return all(each[name] == value for each in shown for name, value in rules.items())

        await wait_for(known)

    async def card(self, name: str, value: str) -> None:
        await self.first.credential(await self.first.resident(name), "card", value)

        async def known() -> bool:
            shown = [await each.show(self.gate, "card", value) for each in self.both]
            return all(each["reason"] not in {"CREDENTIAL_UNKNOWN", "NO_TENANCY"} for each in shown)

        await wait_for(known)


@asynccontextmanager
async def two(folder: Path, **values: Any) -> AsyncIterator[Two]:
    async with replicas(folder, **values) as ((one, other), _):
        community = await found(one, "R-1")
        gate = await community.gate(number=701)
        mirrored = replace(community, http=other.rest(), platform=other)

        async def known() -> bool:
            return (await mirrored.http.get(f"/access-rules/{gate.id}")).is_success

        await wait_for(known)
        yield Two(community, mirrored, gate)


async def test_two_persons_at_two_replicas_open_together(tmp_path):
    async with two(tmp_path) as pair:
        for number, value in enumerate(("AA01", "AA02")):
            await pair.card(str(number), value)
        await pair.rules(two_person=True)
        alone = await pair.first.show(pair.gate, "card", "AA01")
        assert alone["reason"] == "SECOND_PERSON_NEEDED"
        await asyncio.sleep(0.3)  # people are slower
        assert (await pair.second.show(pair.gate, "card", "AA02"))["outcome"] == "open"
        await asyncio.sleep(0.3)
        again = await pair.first.show(pair.gate, "card", "AA02")
        assert again["reason"] == "SECOND_PERSON_NEEDED"  # the pair has been used up


async def test_guessing_at_both_replicas_is_counted_together(tmp_path):
    """SP6: twice the replicas are not twice the guesses."""
    limit = AccessSettings().passcode_failures
    async with two(tmp_path) as pair:
        await pair.rules(credentials=["passcode"])
        for number in range(limit):
            community = pair.both[number % 2]
            refused = await community.show(pair.gate, "passcode", f"00000{number}")
            assert refused["reason"] != "TOO_MANY_ATTEMPTS"
            await asyncio.sleep(0.05)
        for community in pair.both:
            refused = await community.show(pair.gate, "passcode", "999999")
            assert refused["reason"] == "TOO_MANY_ATTEMPTS"


async def test_one_card_at_two_replicas_in_the_same_moment_opens_once(tmp_path):
    async with two(tmp_path) as pair:
        for number in range(6):
            await pair.card(str(number), f"BB0{number}")
        await pair.rules(anti_passback=True)
        for number in range(6):
            shown = await asyncio.gather(
                *(each.show(pair.gate, "card", f"BB0{number}") for each in pair.both)
            )
            assert sorted(each["outcome"] for each in shown) == ["open", "refused"]
            again = await pair.both[number % 2].show(pair.gate, "card", f"BB0{number}")
            assert again["reason"] == "PASSBACK"
        # A subject that went another way before: its row is there, and changes hands.
        out = await pair.first.gate("出口", 702, "out")
        await call(pair.first.http, "PUT", f"/access-rules/{out.id}", json={"anti_passback": True})
        for number in range(6):
            card = f"BB0{number}"
            assert (await pair.first.show(out, "card", card))["outcome"] == "open"
            shown = await asyncio.gather(
                *(each.show(pair.gate, "card", card) for each in pair.both)
            )
            assert sorted(each["outcome"] for each in shown) == ["open", "refused"]


async def test_a_device_that_beats_at_either_replica_stays_online_and_is_told_of_once(tmp_path):
    quick = {"heartbeat_interval": 0.4, "heartbeat_missed": 3, "flush_interval": 0.05}
    async with two(tmp_path, registry=quick) as pair:
        beat = {"heartbeats": [{"device_id": pair.gate.device_id}]}
        path = f"/devices/{pair.gate.device_id}"
        for number in range(12):  # each replica alone hears too little
            community = pair.both[number // 4 % 2]
            async with community.platform.rest(pair.gate.token) as http:
                await call(http, "POST", "/heartbeats", json=beat)
            await asyncio.sleep(0.3)
            assert (await pair.second.get(path))["state"] == "online"

        async def offline() -> bool:
            return bool((await pair.first.get(path))["state"] == "offline")

        await wait_for(offline)
        await asyncio.sleep(0.3)
        states = (await pair.first.get(f"{path}/states"))["items"]
        assert [each["state"] for each in states] == ["offline", "online"]


async def test_an_emergency_opens_at_every_replica_and_ends_at_every_one(tmp_path):
    """R65: doors that stand open stand open whichever replica is asked."""
    async with two(tmp_path) as pair:
        started = await pair.first.post(
            "/emergencies", community_id=pair.first.id, reason="fire alarm"
        )

        async def reason(expected: str) -> bool:
            shown = [await each.show(pair.gate, "card", "FFFF") for each in pair.both]
            return {each["reason"] for each in shown} == {expected}

        await wait_for(lambda: reason("EMERGENCY"))
        key = started["id"]
        await pair.second.post(f"/emergencies/{key}:end", reason="all clear")
        await wait_for(lambda: reason("CREDENTIAL_UNKNOWN"))
