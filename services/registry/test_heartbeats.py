"""The state machine under a clock of its own, then the whole path."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from anju.registry.v1 import registry_pb2 as pb
from kit.errors import InvalidArgument
from kit.tables import now
from kit.testing import eventually
from services.registry import store
from services.registry.heartbeats import Tracker
from services.registry.models import (
    DeviceState,
)
from services.registry.testing import district

WALL = datetime(2026, 1, 1, tzinfo=UTC)
NEVER, ONLINE, OFFLINE = DeviceState.NEVER_SEEN, DeviceState.ONLINE, DeviceState.OFFLINE


class Bench:
    """One or more devices, interval 60 s, offline after 180 s, back after 2 heartbeats."""

    def __init__(self, *states: DeviceState) -> None:
        self.tracker = Tracker(60, missed=3, recover=2, stall=62)
        self.at = 1000.0
        for number, state in enumerate(states or [NEVER]):
            self.tracker.put(f"d{number}", "c", state, self.at)
        self.tracker.expire(self.at, WALL)

    def wait(self, seconds: float) -> None:
        end = self.at + seconds
        while self.at < end:
            self.at = min(end, self.at + 1)
            self.tracker.expire(self.at, WALL)

    def beat(self, device_id: str = "d0") -> None:
        slot = self.tracker.slot(device_id)
        assert slot
        self.tracker.beat(slot, self.at, WALL)

    def changes(self) -> list[tuple[str, DeviceState]]:
        taken = self.tracker.take(1000, 1000)
        return [(change.slot.id, change.state) for change in taken.changes]


def test_the_first_contact_is_online_at_once() -> None:
    bench = Bench()
    bench.beat()
    assert bench.changes() == [("d0", ONLINE)]


def test_silence_is_offline_once() -> None:
    bench = Bench()
    bench.beat()
    bench.wait(179)
    assert bench.changes() == [("d0", ONLINE)]
    bench.wait(1000)
    assert bench.changes() == [("d0", OFFLINE)]


def test_it_takes_two_heartbeats_in_a_row_to_come_back() -> None:
    bench = Bench(OFFLINE)
    for _ in range(5):
        bench.beat()
        bench.beat()  # a doubled one counts once
        bench.wait(100)
    assert bench.changes() == []
    bench.beat()
    bench.wait(61)  # a little late, as any timer is
    bench.beat()
    assert bench.changes() == [("d0", ONLINE)]


def test_a_restart_grants_a_full_time_out() -> None:
    bench = Bench(ONLINE)
    bench.wait(179)
    assert bench.changes() == []
    bench.wait(1)
    assert bench.changes() == [("d0", OFFLINE)]


def test_a_stalled_process_blames_no_device() -> None:
    bench = Bench(ONLINE)
    bench.at += 3600
    bench.tracker.expire(bench.at, WALL)
    assert bench.changes() == []
    bench.wait(180)
    assert bench.changes() == [("d0", OFFLINE)]


def test_the_wall_clock_decides_nothing() -> None:
    bench = Bench(ONLINE)
    for jump in (timedelta(days=-400), timedelta(days=400)):
        bench.wait(50)
        slot = bench.tracker.slot("d0")
        assert slot
        bench.tracker.beat(slot, bench.at, WALL + jump)
        bench.tracker.expire(bench.at, WALL - jump)
    assert bench.changes() == []


def test_what_the_tables_say_replaces_what_waits() -> None:
    bench = Bench()
    bench.beat()
    bench.tracker.put("d0", "c", OFFLINE, bench.at)  # disabled and enabled meanwhile
    assert bench.changes() == []
    bench.beat()
    bench.tracker.remove("d0")
    assert bench.tracker.passes(1, 1) == 0
    assert len(bench.tracker) == 0


def test_another_change_of_the_row_keeps_what_waits() -> None:
    bench = Bench()
    bench.beat()
    bench.tracker.put("d0", "c", NEVER, bench.at)  # renamed before the state was written
    assert bench.changes() == [("d0", ONLINE)]


def test_given_back_changes_keep_their_order() -> None:
    bench = Bench(NEVER, NEVER, NEVER)
    for name in ("d0", "d1", "d2"):
        bench.beat(name)
    assert bench.tracker.passes(2, 10) == 2
    taken = bench.tracker.take(2, 10)
    assert set(taken.seen) == {"d0", "d1", "d2"}
    bench.tracker.give_back(taken)
    assert [name for name, _ in bench.changes()] == ["d0", "d1", "d2"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["d0", "d1"]), st.sampled_from([0, 1, 30, 61, 89, 91, 179, 181])),
        max_size=60,
    )
)
def test_states_follow_the_rules_for_any_heartbeats(steps: list[tuple[str, int]]) -> None:
    bench = Bench(NEVER, NEVER)
    heard: dict[str, list[float]] = {"d0": [], "d1": []}
    history: dict[str, list[DeviceState]] = {"d0": [NEVER], "d1": [NEVER]}
    for name, pause in steps:
        bench.wait(pause)
        bench.beat(name)
        heard[name].append(bench.at)
        for changed, state in bench.changes():
            assert state is not history[changed][-1], "one change is told once"
            assert state in (ONLINE, OFFLINE)
            if history[changed][-1] is OFFLINE:
                last = sorted(set(heard[changed]))[-2:]
                assert len(last) == 2
                assert last[1] - last[0] < 90, "two in a row bring it back"
            history[changed].append(state)
        for other, times in heard.items():
            if history[other][-1] is ONLINE:
                assert bench.at - times[-1] < 180
    for states in history.values():
        assert states[1:2] in ([], [ONLINE]), "the first contact is online"


async def test_online_and_offline_are_told_once_and_kept(tmp_path) -> None:
    async with district(tmp_path, heartbeat_interval=0.2, heartbeat_missed=3) as d:
        device = await d.device(access_point_id=(await d.access_point()).id)
        assert device.state == pb.DEVICE_STATE_NEVER_SEEN
        assert await d.beat(device.id) == []

        async def offline() -> bool:
            return await d.state(device.id) == pb.DEVICE_STATE_OFFLINE

        await eventually(offline)
        request = pb.ListDeviceStatesRequest(device_id=device.id)
        changes = (await d.admin.ListDeviceStates(request)).changes
        assert [c.state for c in changes] == [pb.DEVICE_STATE_OFFLINE, pb.DEVICE_STATE_ONLINE]
        on = await d.node.events(f"anju.{d.here}.registry.device.online")
        off = await d.node.events(f"anju.{d.here}.registry.device.offline")
        assert [len(on), len(off)] == [1, 1]
        assert on[0]["data"]["previous_state"] == "never_seen"
        assert off[0]["data"]["previous_state"] == "online"
        assert off[0]["data"]["national_id"] == device.national_id
        assert off[0]["data"]["access_point_id"] == device.access_point_id
        assert off[0]["data"]["last_seen_time"]


async def test_last_seen_and_drift_are_written(tmp_path) -> None:
    async with district(tmp_path) as d:
        device = await d.device()
        beat = pb.Heartbeat(device_id=device.id)
        beat.device_time.FromDatetime(now() + timedelta(seconds=90))
        await d.admin.ReportHeartbeats(pb.ReportHeartbeatsRequest(heartbeats=[beat]))

        async def seen():
            row = (await d.admin.GetDevice(pb.GetDeviceRequest(id=device.id))).device
            return row if row.HasField("last_seen_time") else None

        row = await eventually(seen)
        assert 89_000 < row.clock_drift_ms < 91_000
        assert row.state == pb.DEVICE_STATE_ONLINE
        assert row.revision == device.revision, "heartbeats do not count as changes"
        beat.device_time.seconds = 253402300799
        await d.admin.ReportHeartbeats(pb.ReportHeartbeatsRequest(heartbeats=[beat]))

        async def clamped() -> bool:
            row = (await d.admin.GetDevice(pb.GetDeviceRequest(id=device.id))).device
            return bool(row.clock_drift_ms == 2**31 - 1)

        await eventually(clamped)


async def test_whose_heartbeats_are_taken(tmp_path) -> None:
    async with district(tmp_path) as d:
        one, two = await d.device(1), await d.device(2)
        far = await d.device(3, community_id=d.there)
        self_ = d.stub(role="device", subject=one.id, communities=[d.here])
        assert await d.beat(one.id, two.id, far.id, stub=self_) == [two.id, far.id]
        integrator = d.stub(role="integrator", communities=[d.here])
        assert await d.beat(one.id, far.id, "x", "x", two.id, stub=integrator) == [far.id, "x"]
        await d.admin.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=one.id, enabled=False))
        await d.admin.DeleteDevice(pb.DeleteDeviceRequest(id=two.id))

        async def refused() -> bool:
            return set(await d.beat(one.id, two.id, far.id)) == {one.id, two.id}

        await eventually(refused)
        assert await d.state(one.id) == pb.DEVICE_STATE_DISABLED
        await d.admin.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=one.id, enabled=True))
        assert await d.beat(one.id) == []


@pytest.mark.parametrize("count", [0, 5001])
async def test_batches_are_bounded(tmp_path, count: int) -> None:
    async with district(tmp_path) as d:
        with pytest.raises(InvalidArgument) as caught:
            await d.beat(*["x"] * count)
        assert caught.value.field == "heartbeats"


async def test_a_restart_keeps_states(tmp_path) -> None:
    async with district(tmp_path) as d:
        device = await d.device()
        await d.beat(device.id)
    async with district(tmp_path) as d:
        assert await d.state(device.id) == pb.DEVICE_STATE_ONLINE
        await d.beat(device.id)
        request = pb.ListDeviceStatesRequest(device_id=device.id)
        assert len((await d.admin.ListDeviceStates(request)).changes) == 1


async def test_nothing_is_lost_while_the_database_refuses(tmp_path, monkeypatch) -> None:
    async with district(tmp_path) as d:
        device = await d.device()
        real, failures = store.save_seen, []

        async def full(session, rows) -> None:
            if len(failures) < 3:
                failures.append(1)
                raise OperationalError("", None, Exception("disk is full"))
            await real(session, rows)

        monkeypatch.setattr(store, "save_seen", full)
        await d.beat(device.id)

        async def online() -> bool:
            return await d.state(device.id) == pb.DEVICE_STATE_ONLINE

        await eventually(online)
        assert len(failures) == 3
        assert len(await d.node.events(f"anju.{d.here}.registry.device.online")) == 1
