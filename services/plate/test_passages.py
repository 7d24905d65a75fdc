"""Passages through the real API, and a state machine over reports, restarts and counts."""

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from anju.plate.v1 import plate_pb2 as pb
from kit.auth import Principal
from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.errors import InvalidArgument, NotFound, PermissionDenied
from kit.testing import change_in, eventually, running, settings_in
from services.plate import store
from services.plate.barrier import applied, load, standing
from services.plate.conftest import MODULES, Estate, Settings
from services.plate.inputs import CorrectionIn, DecidedIn, OccupancyIn, ReportIn
from services.plate.models import CarPark, Direction, Lane, Passage, Phase
from services.plate.passages import Passages, passage_id
from services.roles import ROLES


class Barrier:
    """A lane with a device at it, and a service that decides."""

    def __init__(self, estate: Estate, lane: str) -> None:
        self.estate, self.lane = estate, lane
        self.device = estate.stub("device", access_point_id=lane)
        self.service = estate.stub("service", communities=None)

    async def tell(self, name: str, key: str = "1", second: float = -60.0, **values: Any) -> Any:
        """A report, that many seconds from now."""
        request = getattr(pb, f"{name}Request")(access_point_id=self.lane, key=key, **values)
        request.time.FromDatetime(datetime.now(UTC) + timedelta(seconds=second))
        stub = self.service if name == "DecidePassage" else self.device
        return (await getattr(stub, name)(request)).passage

    async def through(self, key: str, direction: int = pb.DIRECTION_IN) -> Any:
        await self.tell("PressLine", key, -9, direction=direction)
        return await self.tell("ReportPassed", key, -5, direction=direction)

    async def occupied(self) -> int:
        request = pb.GetOccupancyRequest(community_id=self.estate.here)
        answer = await self.estate.stub("guard").GetOccupancy(request)
        return int(answer.occupancy.occupied)

    async def count(self, **values: Any) -> Any:
        request = pb.SetOccupancyRequest(
            community_id=self.estate.here, reason="counted by eye", **values
        )
        return (await self.estate.stub("guard").SetOccupancy(request)).occupancy


@pytest.fixture
async def barrier(estate: Estate) -> Barrier:
    return Barrier(estate, await estate.lane())


async def test_one_id_through_all_phases(barrier: Barrier) -> None:
    pressed = await barrier.tell("PressLine", second=-10)
    assert (pressed.phase, pressed.direction) == (pb.PHASE_PRESSED, pb.DIRECTION_IN)
    pictured = await barrier.tell("ReportPicture", second=-9)
    decided = await barrier.tell(
        "DecidePassage", second=-8, plate="鲁C·12345", opened=True, reason="PERMIT", permit_id="p"
    )
    assert (decided.plate, decided.reason, decided.opened) == ("鲁C***45", "PERMIT", True)
    passed = await barrier.tell("ReportPassed", second=-5)
    assert pressed.id == pictured.id == decided.id == passed.id
    assert (passed.phase, passed.counted) == (pb.PHASE_PASSED, 1)
    assert [each.phase for each in passed.history] == [1, 2, 3, 4]
    assert await barrier.occupied() == 1
    (entered,) = await barrier.estate.node.events("anju.*.plate.passage.>")
    assert entered["type"] == "anju.plate.passage.entered"
    assert (entered["data"]["passage_id"], entered["data"]["occupied"]) == (passed.id, 1)


async def test_reports_in_any_order_and_repeated_count_once(barrier: Barrier) -> None:
    await barrier.tell("ReportPassed", second=-5)
    await barrier.tell("ReportPassed", second=-4)
    await barrier.tell("PressLine", second=-9)
    found = await barrier.tell("ReportPicture", second=-8)
    assert (found.phase, found.counted) == (pb.PHASE_PASSED, 1)
    assert await barrier.occupied() == 1
    await barrier.tell("ReportReversed", second=0)
    told = await barrier.estate.node.events("anju.*.plate.passage.>", 2)
    assert [each["type"].rpartition(".")[2] for each in told] == ["entered", "reversed"]


async def test_a_car_that_backs_out_never_was_inside(barrier: Barrier) -> None:
    await barrier.through("1")
    found = await barrier.tell("ReportReversed", second=-3)
    assert (found.phase, found.counted) == (pb.PHASE_REVERSED, 0)
    assert await barrier.occupied() == 0


async def test_a_late_correction_counts_once(barrier: Barrier) -> None:
    passed = await barrier.through("1")
    guard = barrier.estate.stub("guard")
    for _ in range(3):
        request = pb.CorrectPassageRequest(
            id=passed.id, passed=False, reason="reversed out, seen on video"
        )
        corrected = (await guard.CorrectPassage(request)).passage
        assert (corrected.phase, corrected.counted) == (pb.PHASE_CORRECTED, 0)
        assert await barrier.occupied() == 0
    await barrier.tell("ReportPassed", second=-1)
    assert await barrier.occupied() == 0
    request = pb.CorrectPassageRequest(
        id=passed.id, passed=True, plate="鄂C12345", reason="it did go in after all"
    )
    corrected = (await guard.CorrectPassage(request)).passage
    assert (corrected.counted, corrected.plate) == (1, "鄂C***45")
    await barrier.tell("DecidePassage", plate="川C12345", reason="PERMIT")
    seen = (await guard.GetPassage(pb.GetPassageRequest(id=passed.id))).passage
    assert seen.plate == "鄂C***45"


async def test_a_corrected_plate_alone_changes_no_count(barrier: Barrier) -> None:
    guard = barrier.estate.stub("guard")
    await barrier.tell("PressLine", second=-10)
    await barrier.tell("DecidePassage", second=-9, plate="川C12345", reason="UNKNOWN_PLATE")
    passed = await barrier.tell("ReportPicture", second=-9)
    wrong = pb.CorrectPassageRequest(id=passed.id, plate="鄂C12345", reason="the province is 鄂")
    corrected = (await guard.CorrectPassage(wrong)).passage
    assert (corrected.plate, corrected.counted) == ("鄂C***45", 0)
    found = await barrier.tell("ReportPassed", second=-5)
    assert (found.phase, found.counted) == (pb.PHASE_PASSED, 1)
    await guard.CorrectPassage(wrong)
    assert await barrier.occupied() == 1
    await barrier.tell("DecidePassage", second=-1, plate="川C12345", reason="UNKNOWN_PLATE")
    seen = (await guard.GetPassage(pb.GetPassageRequest(id=passed.id))).passage
    assert seen.plate == "鄂C***45"
    for fields in ({}, {"direction": pb.DIRECTION_OUT, "plate": "鄂C12345"}):
        with pytest.raises(InvalidArgument) as caught:
            await guard.CorrectPassage(
                pb.CorrectPassageRequest(id=passed.id, reason="as a test", **fields)
            )
        assert caught.value.field == "passed"


async def test_a_car_let_in_by_hand_keeps_its_plate(barrier: Barrier) -> None:
    refused = {"plate": "鲁C12345", "permit_id": "p", "reason": "DENIED"}
    await barrier.tell("DecidePassage", second=-9, outcome=pb.OUTCOME_DENIED, **refused)
    opened = await barrier.tell("DecidePassage", second=-8, opened=True, reason="MANUAL")
    assert (opened.plate, opened.permit_id) == ("鲁C***45", "p")
    assert (opened.opened, opened.reason) == (True, "MANUAL")


async def test_property_sees_no_history_of_a_permits_car(barrier: Barrier, tmp_path: Path) -> None:
    """R22: whose car it was is told for 72 hours."""
    await barrier.tell("DecidePassage", plate="鲁C12345", permit_id="p", reason="PERMIT")
    manager = barrier.estate.stub("property_manager", communities=[barrier.estate.here])
    district = barrier.estate.stub("district_admin", communities=None)

    async def permits() -> list[str]:
        asked = [each.ListPassages(pb.ListPassagesRequest()) for each in (manager, district)]
        return [(await each).passages[0].permit_id for each in asked]

    assert await permits() == ["p", "p"]
    old = datetime.now(UTC) - timedelta(hours=73)
    statement = f"update passage set create_time = '{old:%Y-%m-%d %H:%M:%S.%f}'"
    await change_in(tmp_path, "plate", statement)
    assert await permits() == ["", "p"]


async def test_cars_leave_and_a_drift_is_told(barrier: Barrier) -> None:
    await barrier.through("1")
    await barrier.through("2")
    await barrier.through("3", pb.DIRECTION_OUT)
    assert await barrier.occupied() == 1
    await barrier.through("4", pb.DIRECTION_OUT)
    await barrier.through("5", pb.DIRECTION_OUT)
    request = pb.GetOccupancyRequest(community_id=barrier.estate.here)
    found = (await barrier.estate.stub().GetOccupancy(request)).occupancy
    assert (found.occupied, found.drifted) == (0, True)


async def test_a_count_by_eye_is_not_counted_again(barrier: Barrier) -> None:
    await barrier.through("1")
    counted = await barrier.count(occupied=7, capacity=8)
    assert (counted.occupied, counted.free, counted.drifted) == (7, 1, False)
    await barrier.tell("ReportReversed", "1", -2)
    assert await barrier.occupied() == 7
    await barrier.tell("ReportPassed", "2", -3)
    assert await barrier.occupied() == 7
    await barrier.tell("ReportPassed", "3", 0)
    assert await barrier.occupied() == 8
    with pytest.raises(InvalidArgument, match="occupied or capacity"):
        await barrier.count()


async def test_a_full_car_park_turns_visitors_away(barrier: Barrier) -> None:
    await barrier.estate.permit(kind=pb.PERMIT_KIND_VISITOR)
    await barrier.count(capacity=1, occupied=0)
    assert (await barrier.estate.match(barrier.lane, "鲁C12345")).action == pb.ACTION_OPEN
    await barrier.tell("ReportPassed", second=0)
    decision = await barrier.estate.match(barrier.lane, "鲁C12345")
    assert (decision.action, decision.reason) == (pb.ACTION_REFUSE, "LOT_FULL")


async def test_what_nobody_heard_of_again_is_abandoned(tmp_path: Path) -> None:
    values = {"plate": {"passage_seconds": 0.2, "sweep_interval": 0.05}}
    async with running(settings_in(tmp_path, Settings, **values), MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        barrier = Barrier(estate, await estate.lane())
        pressed = await barrier.tell("PressLine")
        stub = estate.stub()

        async def abandoned() -> bool:
            found = await stub.GetPassage(pb.GetPassageRequest(id=pressed.id))
            return bool(found.passage.phase == pb.PHASE_ABANDONED)

        await eventually(abandoned)
        late = await barrier.tell("ReportPassed")
        assert (late.phase, late.counted) == (pb.PHASE_PASSED, 1)


async def test_occupancy_survives_a_restart(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, Settings)
    async with running(settings, MODULES, ROLES) as node:
        first = Estate(node)
        await first.found()
        barrier = Barrier(first, await first.lane())
        await barrier.count(capacity=2)
        await barrier.through("1")
    async with running(settings, MODULES, ROLES) as node:
        second = Estate(node)
        second.here = first.here
        again = Barrier(second, barrier.lane)
        assert await again.occupied() == 1
        await again.tell("ReportPassed", "1", -5)
        assert await again.occupied() == 1


async def test_plates_of_passages_are_masked_but_for_a_reason(barrier: Barrier) -> None:
    made = await barrier.tell("DecidePassage", plate="鲁C12345", reason="UNKNOWN_PLATE")
    (listed,) = (await barrier.estate.stub("guard").ListPassages(pb.ListPassagesRequest())).passages
    assert listed.plate == "鲁C***45"
    request = pb.RevealPassageRequest(id=made.id, reason="hit the barrier")
    assert (await barrier.estate.stub().RevealPassage(request)).passage.plate == "鲁C12345"
    with pytest.raises(PermissionDenied):
        await barrier.estate.stub("guard").RevealPassage(request)
    elsewhere = barrier.estate.stub(communities=[barrier.estate.there])
    with pytest.raises(NotFound, match="no such passage"):
        await elsewhere.RevealPassage(request)
    assert not (await elsewhere.ListPassages(pb.ListPassagesRequest())).passages


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("PressLine", {"key": ""}, "key"),
        ("DecidePassage", {"reason": "because"}, "reason"),
        ("DecidePassage", {}, "reason"),
    ],
)
async def test_a_wrong_report_is_refused(barrier: Barrier, name, values, text) -> None:
    with pytest.raises(InvalidArgument, match=text):
        await barrier.tell(name, **values)


LANE = Lane(access_point_id="lane", community_id="here")
GUARD = Principal("guard", "guard", frozenset({"here"}))
KEYS = st.sampled_from("abc")
PHASES = st.sampled_from(
    [Phase.PRESSED, Phase.PICTURED, Phase.DECIDED, Phase.PASSED, Phase.REVERSED]
)


class Machine(RuleBasedStateMachine):
    """Three cars at one barrier; every step is one committed transaction."""

    @initialize()
    def found(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.start = datetime.now(UTC) - timedelta(hours=1)
        path = self.folder / "plate.db"
        migrate(path, Path(__file__).parent / "migrations")
        self.passages = Passages(72)
        self.open()
        self.base, self.counted_at = 0, None
        self.said: list[tuple[str, Any]] = []

    def open(self) -> None:
        self.db = Database(self.folder / "plate.db", DatabaseSettings())

    def do(self, work: Any) -> Any:
        async def run() -> Any:
            async with self.db.write() as session:
                return await work(session)

        return self.loop.run_until_complete(run())

    @rule(key=KEYS, phase=PHASES, minute=st.integers(0, 50), way=st.sampled_from(Direction))
    def report(self, key: str, phase: Phase, minute: int, way: Direction) -> None:
        values: dict[str, Any] = {"access_point_id": "lane", "key": key, "direction": way}
        values["time"] = self.start + timedelta(minutes=minute)
        body = ReportIn(**values)
        if phase is Phase.DECIDED:
            body = DecidedIn(**values, reason="PERMIT", plate="鲁C12345")
        self.said.append((key, (body, phase)))
        self.do(lambda session: self.passages.report(session, LANE, body, phase))

    @rule(which=st.integers(0, 50))
    def repeat(self, which: int) -> None:
        """A report that came before comes again and changes nothing."""
        if self.said:
            _, (body, phase) = self.said[which % len(self.said)]
            before = self.state()
            self.do(lambda session: self.passages.report(session, LANE, body, phase))
            assert self.state() == before

    @rule(key=KEYS, passed=st.booleans(), way=st.sampled_from(Direction))
    def correct(self, key: str, passed: bool, way: Direction) -> None:
        if any(each == key for each, _ in self.said):
            body = CorrectionIn(
                id=passage_id("lane", key), passed=passed, direction=way, reason="seen on video"
            )
            self.do(lambda session: self.passages.correct(session, GUARD, body))

    @rule(cars=st.integers(0, 5))
    def count_by_eye(self, cars: int) -> None:
        body = OccupancyIn(community_id="here", occupied=cars, reason="counted by eye")
        park = self.do(lambda session: self.passages.set_occupancy(session, GUARD, body))
        assert datetime.now(UTC) - park.set_time < timedelta(seconds=5)
        self.base, self.counted_at = cars, park.set_time

    @rule()
    def time_out(self) -> None:
        self.do(lambda session: self.passages.abandon(session, -1))

    @rule()
    def restart(self) -> None:
        self.loop.run_until_complete(self.db.close())
        self.open()

    def state(self) -> tuple[int, list[tuple[Any, ...]]]:
        async def run(session: Any) -> Any:
            park = await session.get(CarPark, ("here", "main"))
            rows = await store.every(session, Passage)
            found = [(r.id, r.phase, r.direction, r.counted, r.facts) for r in rows]
            return (park.balance if park else 0), sorted(found, key=lambda each: str(each[0]))

        return self.do(run)  # type: ignore[no-any-return]

    @invariant()
    def occupancy_is_the_count_by_eye_and_each_car_since_once(self) -> None:
        balance, rows = self.state()
        stands = [standing(load(row[4])) for row in rows]
        assert balance == self.base + sum(applied(each, self.counted_at) for each in stands)
        assert [row[1:4] for row in rows] == [(s.phase, s.direction, s.counted) for s in stands]
        assert len(rows) == len({key for key, _ in self.said})

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.loop.run_until_complete(self.db.close())
            self.loop.close()
            shutil.rmtree(self.folder)


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
