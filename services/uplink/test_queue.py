"""The queue and the ledger: order, poison, overflow, replay, reconciliation, and no tampering."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.registry.v1 import registry_pb2
from anju.uplink.v1 import uplink_pb2 as pb
from kit.events import Event
from kit.hours import SHANGHAI
from kit.message import timestamp
from kit.tables import now
from kit.testing import eventually
from services.uplink import reconciling
from services.uplink.conftest import PASSWORD, UPPER, Estate
from services.uplink.ledger import Check, hash_of
from services.uplink.models import LedgerEntry
from services.uplink.queue import choose
from services.uplink.test_sending import VEHICLE, acts, destination
from services.uplink.testing import UpperPlatform

BESIDE = "37030300005030000008"
ROWS = st.lists(
    st.builds(
        SimpleNamespace,
        kind=st.sampled_from("ab"),
        subscribe_id=st.sampled_from(["", "s"]),
        device_id=st.sampled_from("xyz"),
        size=st.integers(1, 50),
        alone=st.booleans(),
    ),
    min_size=1,
    max_size=20,
)


@given(ROWS, st.integers(1, 10), st.integers(1, 100))
def test_nothing_overtakes_an_earlier_object_of_its_device(rows, objects, size):
    chosen = choose(rows, objects, size)
    assert 1 <= len(chosen) <= objects
    assert chosen[0] is rows[0]
    assert len({(r.kind, r.subscribe_id) for r in chosen}) == 1
    assert len(chosen) == 1 or sum(r.size for r in chosen) <= size
    for device in "xyz":
        mine = [r for r in rows if r.device_id == device]
        taken = [r for r in chosen if r.device_id == device]
        assert [id(r) for r in taken] == [id(r) for r in mine[: len(taken)]]


async def replay(estate: Estate, peer: Any, **more: Any) -> int:
    request = pb.ReplayObjectsRequest(
        destination_id=peer.id,
        start_time=timestamp(now() - timedelta(hours=1)),
        end_time=timestamp(now() + timedelta(hours=1)),
        reason="as a test",
        **more,
    )
    return int((await estate.stub().ReplayObjects(request)).count)


async def verify(estate: Estate, peer: Any) -> Any:
    return await estate.stub().VerifyLedger(pb.VerifyLedgerRequest(destination_id=peer.id))


async def test_a_poison_object_is_set_aside_and_the_others_go(estate: Estate, upper):
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.up = False
    for number in range(4):
        await estate.drive(f"k{number}")
    await estate.until(peer, 4, "QUEUED")
    answer = await estate.stub().ListObjects(pb.ListObjectsRequest(destination_id=peer.id))
    upper.poison = {answer.objects[1].object_id}
    upper.up = True

    async def ended() -> bool:
        return sorted(await estate.states(peer)) == ["ACCEPTED"] * 3 + ["REFUSED"]

    await eventually(ended, 60)
    answer = await estate.stub().ListObjects(pb.ListObjectsRequest(destination_id=peer.id))
    assert answer.objects[1].reason == "CODE_8"
    (event,) = await estate.node.events("anju.*.uplink.object.set_aside")
    assert event["data"]["reason"] == "CODE_8"
    assert set(upper.accepted.values()) == {1}
    upper.poison = set()
    assert await replay(estate, peer) == 1
    await estate.until(peer, 4)
    assert (await verify(estate, peer)).whole


@pytest.mark.parametrize("policy", ["DROP_OLDEST", "DROP_NEWEST"])
async def test_a_full_queue_loses_nothing_silently(estate: Estate, upper, policy):
    """R98: what is given up is in the ledger, told, and can be replayed."""
    peer = await destination(
        estate, upper, queue_objects=3, overflow=getattr(pb, f"OVERFLOW_POLICY_{policy}")
    )
    await estate.flow(peer, VEHICLE)
    upper.up = False
    for number in range(5):
        await estate.drive(f"k{number}")

    async def five() -> bool:
        return len(await estate.states(peer)) == 5

    await eventually(five)
    states = await estate.states(peer)
    lost = states[:2] if policy == "DROP_OLDEST" else states[3:]
    assert lost == ["OVERFLOWED"] * 2
    assert states.count("QUEUED") + states.count("SENT") == 3  # one may be on its way
    told = 0
    for number in (1, 2):  # one event for what was lost together
        if told < 2:
            events = await estate.node.events("anju.*.uplink.queue.overflowed", number)
            told = sum(e["data"]["count"] for e in events)
    assert told == 2
    assert (await acts(estate, peer)).count("overflowed") == 2
    (status,) = (await estate.stub().GetStatus(pb.GetStatusRequest())).destinations
    assert (status.waiting, status.set_aside) == (3, 2)
    assert await replay(estate, peer) == 0  # there is no room yet
    upper.up = True

    async def three() -> bool:
        return (await estate.states(peer)).count("ACCEPTED") == 3

    await eventually(three, 60)
    assert await replay(estate, peer) == 2
    await estate.until(peer, 5)
    assert len(upper.accepted) == 5
    assert (await verify(estate, peer)).whole


async def test_a_day_is_reconciled_and_its_gaps_are_filled(estate: Estate, upper):
    """R98: overflowed objects and passages that never became an object are found and sent."""
    peer = await destination(estate, upper, queue_objects=1)
    await estate.flow(peer, VEHICLE)
    upper.up = False
    await estate.drive("k0")
    await estate.drive("k1")

    async def two() -> bool:
        return sorted(await estate.states(peer)) == ["OVERFLOWED", "QUEUED"]

    await eventually(two)
    day = now().astimezone(SHANGHAI).date().isoformat()
    await estate.parts.reconciler.day(day)  # nothing is pushed out where there is no room yet
    assert sorted(await estate.states(peer)) == ["OVERFLOWED", "QUEUED"]
    upper.up = True

    async def one_taken() -> bool:
        return "ACCEPTED" in await estate.states(peer)

    await eventually(one_taken, 60)
    reconciler, generator = estate.parts.reconciler, estate.parts.generator
    generator._directory.flows, flows = {}, generator._directory.flows
    await estate.drive("k2")  # while no flow is known: nothing is owed by its event
    await eventually(lambda: _handled(estate, "k2"))
    generator._directory.flows = flows

    async def filled() -> bool:  # one after the other, as there is room for one alone
        await reconciler.day(day)
        return await estate.states(peer) == ["ACCEPTED"] * 3

    await eventually(filled, 60)
    assert (await acts(estate, peer)).count("gap_filled") == 2
    await reconciler.day(day)
    found = (
        await estate.stub().ListReconciliations(pb.ListReconciliationsRequest())
    ).reconciliations
    (row,) = found
    assert (row.generated, row.accepted, row.refused, row.day) == (3, 3, 0, day)
    for number in range(2, 9):  # each count that says something new
        *_, told = await estate.node.events("anju.*.uplink.ledger.reconciled", number)
        if told["data"].get("accepted") == 3:
            break
    assert told["communityid"] == estate.here
    assert len(upper.accepted) == 3


async def test_a_day_that_was_missed_is_counted_until_it_is_final(
    estate: Estate, upper, monkeypatch
):
    """R98: late deliveries change what was told of it."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    upper.up = False
    await estate.drive("k0")
    await estate.until(peer, 1, "QUEUED")
    reconciler = estate.parts.reconciler
    later = now() + timedelta(days=3)
    monkeypatch.setattr(reconciling, "now", lambda: later)
    for _ in range(2):
        await reconciler.turn()
    (row,) = await _reconciled(estate)
    assert (row.generated, row.accepted) == (1, 0)
    upper.up = True
    await estate.until(peer, 1)
    for _ in range(3):
        await reconciler.turn()
    (row,) = await _reconciled(estate)
    assert (row.generated, row.accepted) == (1, 1)
    events = await estate.node.events("anju.*.uplink.ledger.reconciled", 2)
    assert [e["data"].get("accepted", 0) for e in events] == [0, 1]


async def _reconciled(estate: Estate) -> Any:
    request = pb.ListReconciliationsRequest()
    return (await estate.stub().ListReconciliations(request)).reconciliations


async def test_a_passage_is_one_object_whoever_tells_of_it(estate: Estate, upper):
    """Its event may come long after the gap was filled, and a second destination may have a gap
    where the first has none."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    passage = await estate.drive("k0")
    await estate.until(peer, 1)
    async with UpperPlatform(BESIDE, PASSWORD) as beside:
        other = await estate.peer(BESIDE, url=beside.url, kind=pb.PEER_KIND_UPPER)
        flow = await estate.flow(other, VEHICLE)
        begun = estate.parts.directory.flows[flow.id].active_time
        estate.parts.directory.flows[flow.id].active_time = begun - timedelta(hours=1)
        day = now().astimezone(SHANGHAI).date().isoformat()
        await estate.parts.reconciler.day(day)
        await estate.until(other, 1)
        data = {"passage_id": passage, "access_point_id": estate.point}
        late = Event("late", "anju.plate.passage.entered", estate.here, now(), data)
        await estate.parts.generator(late)
        assert len(await estate.states(peer)) == len(await estate.states(other)) == 1
    assert set(upper.accepted.values()) == set(beside.accepted.values()) == {1}


async def _handled(estate: Estate, key: str) -> bool:
    from services.uplink import store
    from services.uplink.models import Figure

    async with estate.parts.db.read() as session:
        rows = await store.every(session, Figure)
    return sum(row.value for row in rows if row.name == "cars_entered") == 3


@pytest.mark.parametrize("harm", ["alter", "remove", "cut off"])
async def test_tampering_is_found(estate: Estate, upper, harm):
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    await estate.drive()
    await estate.until(peer, 1)
    assert (await verify(estate, peer)).whole
    import sqlalchemy as sa

    table = sa.inspect(LedgerEntry).local_table
    change = {
        "alter": sa.update(table).where(table.c.number == 2).values(object_id="x"),
        "remove": sa.delete(table).where(table.c.number == 3),
        "cut off": sa.delete(table).where(table.c.number == 4),
    }[harm]
    await estate.parts.db.bulk(lambda connection: connection.execute(change) and None)
    checked = await verify(estate, peer)
    assert not checked.whole
    assert checked.broken_number == {"alter": 2, "remove": 3, "cut off": 4}[harm]


def test_a_chain_stands_on_every_value():
    values: dict[str, Any] = {
        "destination_id": "d", "number": 1, "time": now(), "act": "sent", "object_number": 1,
        "kind": "face", "object_id": "o", "community_id": "c", "device_id": "v", "flow_id": "f",
        "fields": ["a"], "subject": "", "reason": "",
    }  # fmt: skip
    whole = hash_of("", values)
    for name in values:
        other = ["b"] if name == "fields" else now() if name == "time" else 2
        assert hash_of("", values | {name: other}) != whole, name
    check = Check(0, "")
    check.follow([LedgerEntry(**values, previous_hash="", hash=whole)])
    check.end(1, whole)
    assert not check.broken


async def test_pausing_keeps_everything_waiting(estate: Estate, upper):
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    await estate.stub().PausePeer(pb.PausePeerRequest(id=peer.id, reason="maintenance"))
    await estate.drive()
    await estate.until(peer, 1, "QUEUED")
    await estate.stub().ResumePeer(pb.ResumePeerRequest(id=peer.id))
    await estate.until(peer, 1)


async def test_subscriptions_are_answered_with_notifications(estate: Estate, upper):
    """The cascade: what the upper platform subscribed to, and nothing it did not."""
    from services.uplink.testing import good, request_of

    peer = await destination(estate, upper, profile="gat1400-cascade")
    await estate.flow(peer, VEHICLE)
    await estate.drive("before")  # no subscription yet: nothing is owed
    wish = {
        "SubscribeID": "370303000000032026010108000000001",
        "Title": "车辆", "SubscribeDetail": "13",
        "ResourceURI": "37030300005030000001", "BeginTime": "20260101000000",
        "EndTime": "20991231235959", "OperateType": 0,
    }  # fmt: skip
    async with estate.signed_in(UPPER) as client:
        body = request_of("SubscribeListObject", "SubscribeObject", wish)
        good(await client.post("/VIID/Subscribes", json=body))
        shown = (await client.get("/VIID/Subscribes?SubscribeDetail=13")).json()
        assert shown["SubscribeListObject"]["SubscribeObject"] == [wish]
        await estate.drive("k1")
        await estate.until(peer, 1)
        path, sent = next(r for r in upper.requests if "Notifications" in r[0])
        assert path == "/VIID/SubscribeNotifications"
        (notice,) = sent["SubscribeNotificationListObject"]["SubscribeNotificationObject"]
        assert len(notice["NotificationID"]) == 33
        assert notice["SubscribeID"] == wish["SubscribeID"]
        (car,) = notice["MotorVehicleObjectList"]["MotorVehicleObject"]
        assert notice["InfoIDs"] == car["MotorVehicleID"]
        answer = await client.put(
            f"/VIID/Subscribes/{wish['SubscribeID']}",
            json={"SubscribeObject": {"CancelReason": "x", "SubscribeCancelPerson": "y"}},
        )
        good(answer)
        await estate.drive("k2")

        async def known() -> bool:
            return len(estate.parts.directory.subscriptions) == 0

        await eventually(known)
    assert len(await estate.states(peer)) == 1


async def test_what_gathers_holds_up_nothing_else(estate: Estate, upper):
    """One subscription wants news once an hour, another at once; the first one's window ends."""
    from services.uplink.testing import good, request_of

    peer = await destination(estate, upper, profile="gat1400-cascade")
    await estate.flow(peer, VEHICLE | {"ape_status": ["ApeID", "IsOnline"]})
    own = {"ResourceURI": "37030300005030000001", "OperateType": 0}
    own |= {"BeginTime": "20260101000000", "EndTime": "20991231235959"}
    hourly = {"SubscribeID": "1" * 33, "Title": "车辆", "SubscribeDetail": "13"}
    at_once = {"SubscribeID": "2" * 33, "Title": "状态", "SubscribeDetail": "4"}
    over = {"SubscribeID": "3" * 33, "Title": "过去", "SubscribeDetail": "13"}
    wishes = (
        own | hourly | {"ReportInterval": 3600},
        own | at_once,
        own | over | {"EndTime": "20260102000000"},
    )
    async with estate.signed_in(UPPER) as client:
        body = request_of("SubscribeListObject", "SubscribeObject", *wishes)
        good(await client.post("/VIID/Subscribes", json=body))
    await estate.drive()
    await estate.until(peer, 1, "QUEUED")
    beats = [registry_pb2.Heartbeat(device_id=estate.other)]
    await estate.registry.ReportHeartbeats(registry_pb2.ReportHeartbeatsRequest(heartbeats=beats))

    async def told() -> bool:
        return await estate.states(peer) == ["QUEUED", "ACCEPTED"]

    await eventually(told)
    (sent,) = [d for path, d in upper.requests if "Notifications" in path]
    (notice,) = sent["SubscribeNotificationListObject"]["SubscribeNotificationObject"]
    assert notice["SubscribeID"] == at_once["SubscribeID"]
