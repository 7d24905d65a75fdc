"""From an event to an upper platform and back into the ledger, through every fault in between."""

import asyncio
import secrets

import pytest

from anju.registry.v1 import registry_pb2
from anju.uplink.v1 import uplink_pb2 as pb
from kit.events import Event
from kit.tables import now
from kit.testing import eventually
from services.uplink.conftest import CAMERA, UPPER, Estate
from services.uplink.testing import UpperPlatform

VEHICLE = {"motor_vehicle": ["DeviceID", "PassTime", "InOut", "PlateNo", "HasPlate", "InfoKind"]}


async def destination(estate: Estate, upper: UpperPlatform, **values):
    values.setdefault("kind", pb.PEER_KIND_UPPER)
    return await estate.peer(UPPER, url=upper.url, **values)


async def acts(estate: Estate, peer) -> list[str]:
    answer = await estate.stub().ListLedger(
        pb.ListLedgerRequest(destination_id=peer.id, page_size=500)
    )
    return [entry.act for entry in answer.entries]


async def test_a_car_that_went_in_goes_up_once(estate: Estate, upper: UpperPlatform):
    """R94, R98: under a flow, with the fields that it names, and every step in the ledger."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    await estate.drive()
    await estate.until(peer, 1)
    _, document = next(r for r in upper.requests if r[0] == "/VIID/MotorVehicles")
    (sent,) = document["MotorVehicleListObject"]["MotorVehicleObject"]
    assert sent["PlateNo"] == "鲁C12345"
    assert sent["DeviceID"] == CAMERA
    assert sent["InOut"] == "in"
    assert len(sent["MotorVehicleID"]) == 48
    assert set(sent) == {*VEHICLE["motor_vehicle"], "MotorVehicleID"}
    assert await acts(estate, peer) == ["generated", "queued", "sent", "accepted"]
    assert list(upper.accepted.values()) == [1]
    checked = await estate.stub().VerifyLedger(pb.VerifyLedgerRequest(destination_id=peer.id))
    assert (checked.whole, checked.entries) == (True, 4)


async def test_nothing_goes_without_a_flow(estate: Estate, upper: UpperPlatform):
    """R94: no record, no send."""
    peer = await destination(estate, upper)
    await estate.proposed(peer, VEHICLE)
    await estate.drive()

    async def online() -> bool:
        row = (await estate.stub().GetPeer(pb.GetPeerRequest(id=peer.id))).peer
        return row.link == pb.LINK_STATE_ONLINE

    await eventually(online)
    assert await estate.states(peer) == []


@pytest.mark.parametrize("fault", [401, 404, 500, "forget", "drop", "late", "busy", "partial"])
async def test_every_fault_heals(estate: Estate, upper: UpperPlatform, fault):
    """R98: accepted exactly once in the ledger, none missing; the platform may see an id twice,
    where its answer was lost, and never another."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.faults = [fault, fault]
    for number in range(5):
        await estate.drive(f"k{number}")
    await estate.until(peer, 5)
    assert len(upper.accepted) == 5
    assert (await acts(estate, peer)).count("accepted") == 5
    if fault != "late":
        assert set(upper.accepted.values()) == {1}


@pytest.mark.parametrize("fault", [503, 404, "busy", "drop"])
async def test_a_platform_that_takes_nothing_sets_nothing_aside(
    estate: Estate, upper: UpperPlatform, fault
):
    """R98: an outage says nothing about an object, however often it answers."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.faults = [fault] * 12  # twice as often as an object is tried
    for number in range(3):
        await estate.drive(f"k{number}")

    async def offline() -> bool:
        row = (await estate.stub().GetPeer(pb.GetPeerRequest(id=peer.id))).peer
        return row.link == pb.LINK_STATE_OFFLINE

    await eventually(offline)
    await estate.until(peer, 3)
    assert upper.faults == []
    assert "set_aside" not in await acts(estate, peer)

    async def online() -> bool:
        return not await offline()

    await eventually(online)


@pytest.mark.parametrize("fault", [500, "drop", "forget"])
async def test_an_object_that_breaks_the_platform_is_set_aside(
    estate: Estate, upper: UpperPlatform, fault
):
    """It holds up what is behind it no longer than its tries take; the others go."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.up = False
    for number in range(3):
        await estate.drive(f"k{number}")
    await estate.until(peer, 3, "QUEUED")
    objects = pb.ListObjectsRequest(destination_id=peer.id)
    broken = (await estate.stub().ListObjects(objects)).objects[0]
    upper.breaks = {broken.object_id: fault}
    upper.up = True
    estate.point = await estate.lane("北门", "37030300001310000003")

    async def given_up() -> bool:
        await estate.drive(secrets.token_hex(4))
        await asyncio.sleep(0.2)
        first = (await estate.stub().ListObjects(objects)).objects[0]
        return first.state == pb.OBJECT_STATE_SET_ASIDE

    await eventually(given_up, 120)

    async def others_went() -> bool:
        _, *others = await estate.states(peer)
        return set(others) == {"ACCEPTED"}

    await eventually(others_went, 120)
    assert broken.object_id not in upper.accepted


async def test_a_device_and_its_state_go_up_as_they_are(estate: Estate, upper: UpperPlatform):
    """Also a device that the registry told of before this service had asked for it."""
    fields = ["ApeID", "Name", "IsOnline"]
    peer = await destination(estate, upper)
    await estate.flow(peer, {"ape": fields, "ape_status": ["ApeID", "IsOnline"]})
    number = "37030300001310000009"
    device = await estate.device(number, "")
    await estate.until(peer, 3)  # and two that were there before
    beats = [registry_pb2.Heartbeat(device_id=device)]
    await estate.registry.ReportHeartbeats(registry_pb2.ReportHeartbeatsRequest(heartbeats=beats))

    def sent() -> list[dict[str, str]]:
        apes = [d["APEListObject"]["APEObject"] for p, d in upper.requests if p == "/VIID/APEs"]
        return [item for each in apes for item in each if item["ApeID"] == number]

    async def is_on() -> bool:
        return sent()[-1] == {"ApeID": number, "IsOnline": "1"}

    await eventually(is_on)
    assert sent()[0] == {"ApeID": number, "Name": "相机9", "IsOnline": "2"}


async def test_an_alarm_goes_up_and_care_does_not(estate: Estate, upper: UpperPlatform):
    """R22: what the perimeter saw goes up; that somebody did not leave home is nobody's."""
    peer = await destination(estate, upper)
    await estate.flow(peer, {"alarm": ["EventSort", "DeviceID"]})
    for number, source in enumerate(("rule", "care", "patrol")):
        data = {"alarm_id": f"a{number}", "rule": "intrusion", "source": source}
        data |= {"access_point_id": estate.point, "device_id": estate.camera}
        event = Event(f"e{number}", "anju.perimeter.alarm.raised", estate.here, now(), data)
        await estate.parts.generator(event)
    await estate.until(peer, 1)
    (document,) = [d for p, d in upper.requests if p == "/VIID/Images"]
    (sent,) = document["ImageListObject"]["Image"]
    assert sent["ImageInfo"] == {
        "ImageID": sent["ImageInfo"]["ImageID"],
        "EventSort": 20,  # an intrusion
        "DeviceID": CAMERA,
    }
