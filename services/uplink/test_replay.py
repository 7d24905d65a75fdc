"""What ended goes once more: under the flow that follows, also figures (R94, R98)."""

import asyncio
from typing import Any

from anju.uplink.v1 import uplink_pb2 as pb
from kit.tables import now
from services.uplink import store
from services.uplink.conftest import Estate
from services.uplink.models import Act, SentObject
from services.uplink.statistics import day_of
from services.uplink.test_queue import replay, verify
from services.uplink.test_sending import VEHICLE, acts, destination
from services.uplink.test_statistics import extranet, extranet_flow
from services.uplink.testing import UpperPlatform


async def reasons(estate: Estate) -> set[str]:
    return {o.reason for o in (await estate.stub().ListObjects(pb.ListObjectsRequest())).objects}


async def ended(estate: Estate, flow: Any) -> None:
    await estate.stub().EndFlow(pb.EndFlowRequest(id=flow.id, reason="superseded"))
    await estate.parts.expire_flows()


async def left_behind(estate: Estate, upper: UpperPlatform) -> Any:
    """A destination with an object whose flow ended before it could leave."""
    peer = await destination(estate, upper)
    upper.up = False
    flow = await estate.flow(peer, VEHICLE)
    await estate.drive()
    await estate.until(peer, 1, "QUEUED")
    await ended(estate, flow)
    return peer


async def test_what_a_flow_left_behind_goes_under_the_next_one(estate: Estate, upper):
    peer = await left_behind(estate, upper)
    await estate.until(peer, 1, "SET_ASIDE")
    assert await reasons(estate) == {"FLOW_ENDED"}
    upper.up = True
    assert await replay(estate, peer) == 0  # no flow, no send
    narrow = ["DeviceID", "PassTime", "InfoKind"]
    await estate.flow(peer, {"motor_vehicle": narrow})
    assert await replay(estate, peer) == 1
    await estate.until(peer, 1)
    _, document = next(r for r in upper.requests if r[0] == "/VIID/MotorVehicles")
    (sent,) = document["MotorVehicleListObject"]["MotorVehicleObject"]
    assert set(sent) == {*narrow, "MotorVehicleID"}  # what the new flow lets out, no more
    ledger = await estate.stub().ListLedger(pb.ListLedgerRequest(destination_id=peer.id))
    assert len({entry.flow_id for entry in ledger.entries}) == 2
    assert (await acts(estate, peer))[-3:] == ["queued", "sent", "accepted"]
    assert (await verify(estate, peer)).whole


async def test_a_gap_is_filled_under_its_own_flow_alone(estate: Estate, upper):
    """A new flow takes over what an older one owed when somebody says so, not by itself."""
    peer = await left_behind(estate, upper)
    await estate.flow(peer, VEHICLE)
    async with estate.parts.db.read() as session:
        (known,) = await store.every(session, SentObject)
    assert not await estate.parts.generator.again(known, "GAP", Act.GAP_FILLED)


async def test_figures_go_once_more(estate: Estate, tmp_path):
    """As the tables have them: states of devices are kept with the day."""
    day = day_of(now())
    async with extranet(estate, tmp_path) as (receiver, peer, flow):
        await estate.stub().PausePeer(pb.PausePeerRequest(id=peer.id, reason="as a test"))
        await estate.parts.publisher.day(day)
        await estate.until(peer, 1, "QUEUED")
        await ended(estate, flow)
        await estate.until(peer, 1, "SET_ASIDE")
        await estate.stub().ResumePeer(pb.ResumePeerRequest(id=peer.id))
        assert await replay(estate, peer) == 0
        await extranet_flow(estate, peer)
        await asyncio.sleep(1.0)  # their id has a second in it, which stays what it was
        assert await replay(estate, peer) == 1
        await estate.until(peer, 1)
        (body,) = receiver.bodies
        (item,) = body["statistics"]["items"]
        assert item["day"] == day
        assert "devices_never_seen" in item["figures"]["suppressed"]


async def test_devices_that_were_there_are_introduced_once(estate: Estate, upper: UpperPlatform):
    peer = await destination(estate, upper)
    await estate.flow(peer, {"ape": ["ApeID", "Name"]})
    await estate.parts.introducer.turn()
    await estate.until(peer, 2)
    assert set(upper.accepted) == {"37030300001310000001", "37030300001310000002"}
    await estate.parts.introducer.turn()
    assert len(await estate.states(peer)) == 2


async def test_devices_wait_for_room(estate: Estate, upper: UpperPlatform):
    peer = await destination(estate, upper, queue_objects=1)
    upper.up = False
    await estate.flow(peer, VEHICLE | {"ape": ["ApeID"]})
    await estate.drive()
    await estate.until(peer, 1, "QUEUED")
    await estate.parts.introducer.turn()
    assert await estate.states(peer) == ["QUEUED"]  # nothing is pushed out
