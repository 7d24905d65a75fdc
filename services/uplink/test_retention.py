"""What is too old goes, and the ledger stays one chain (R98)."""

from datetime import timedelta
from typing import Any

from anju.uplink.v1 import uplink_pb2 as pb
from kit.tables import now
from kit.testing import eventually
from services.uplink import queue, retention, store
from services.uplink.conftest import CAMERA, Estate
from services.uplink.models import (
    Content,
    Figure,
    LedgerEntry,
    PublishedDay,
    Received,
    Reconciliation,
    SentObject,
)
from services.uplink.retention import Retention
from services.uplink.statistics import day_of
from services.uplink.test_sending import VEHICLE, destination
from services.uplink.testing import UpperPlatform, good, request_of


async def turn_in(estate: Estate, monkeypatch: Any, days: int) -> None:
    later = now() + timedelta(days=days)
    monkeypatch.setattr(retention, "now", lambda: later)
    parts = estate.parts
    await Retention(parts.db, parts.queue, estate.node.node.files, parts.settings).turn()


async def count(estate: Estate, model: Any) -> int:
    async with estate.parts.db.read() as session:
        return len(await store.every(session, model))


async def verified(estate: Estate, peer: Any) -> tuple[bool, int]:
    request = pb.VerifyLedgerRequest(destination_id=peer.id)
    found = await estate.stub().VerifyLedger(request)
    return found.whole, found.entries


async def test_the_ledger_outlives_what_it_tells_of(
    estate: Estate, upper: UpperPlatform, monkeypatch: Any
):
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    await estate.drive("k0")
    await estate.until(peer, 1)
    await turn_in(estate, monkeypatch, 61)
    assert await count(estate, SentObject) == 0
    assert await verified(estate, peer) == (True, 4)
    await turn_in(estate, monkeypatch, 1095)
    assert await verified(estate, peer) == (True, 4)
    await turn_in(estate, monkeypatch, 1101)
    assert await count(estate, LedgerEntry) == 0
    assert await verified(estate, peer) == (True, 0)
    await estate.drive("k1")
    await estate.until(peer, 1)
    assert await verified(estate, peer) == (True, 4)


async def test_what_waits_outlives_its_time(estate: Estate, upper: UpperPlatform, monkeypatch: Any):
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.up = False
    await estate.drive("k0")
    await estate.until(peer, 1, "QUEUED")
    await turn_in(estate, monkeypatch, 61)
    upper.up = True
    await estate.until(peer, 1)


async def test_what_waits_too_long_is_set_aside(
    estate: Estate, upper: UpperPlatform, monkeypatch: Any
):
    """R98: max age; their numbers and reasons stay, their content goes, in steps."""
    monkeypatch.setattr(queue, "ENDS", 2)
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.up = False
    for number in range(5):
        await estate.drive(f"k{number}")
    await estate.until(peer, 5, "QUEUED")
    await turn_in(estate, monkeypatch, 91)
    await estate.until(peer, 5, "SET_ASIDE")
    found = (await estate.stub().ListObjects(pb.ListObjectsRequest())).objects
    assert {each.reason for each in found} == {"TOO_OLD"}
    assert await count(estate, Content) == 0
    assert (await verified(estate, peer))[0]


async def test_what_came_in_and_figures_have_their_days(
    estate: Estate, upper: UpperPlatform, monkeypatch: Any
):
    await estate.flow(await destination(estate, upper), VEHICLE)
    await estate.drive("k0")
    await estate.peer()
    async with estate.signed_in() as client:
        gate = {"TollgateID": "g1", "Name": "南门"}
        body = request_of("TollgateListObject", "TollgateObject", gate)
        good(await client.post("/VIID/Tollgates", json=body))
    await eventually(lambda: count(estate, Figure))
    await estate.parts.reconciler.day(day_of(now()))
    kept = (Received, Figure, Reconciliation, PublishedDay)
    for days, left in ((6, {*kept}), (8, {Figure, Reconciliation, PublishedDay}), (402, set())):
        await turn_in(estate, monkeypatch, days)
        assert {model for model in kept if await count(estate, model)} == left, days


async def test_who_never_comes_back_after_a_restart_is_offline(estate: Estate):
    peer = await estate.peer()

    async def link() -> int:
        return (await estate.stub().GetPeer(pb.GetPeerRequest(id=peer.id))).peer.link

    async with estate.signed_in():
        await eventually(lambda: _is(link, pb.LINK_STATE_ONLINE))
    estate.parts._never_came_back()
    assert await link() == pb.LINK_STATE_ONLINE  # it is known here
    estate.parts.identity.sessions.close(CAMERA)  # as a new process knows nobody
    estate.parts._never_came_back()
    await eventually(lambda: _is(link, pb.LINK_STATE_OFFLINE))


async def _is(ask: Any, state: int) -> bool:
    return bool(await ask() == state)
