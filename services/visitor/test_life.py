"""No sequence of calls reaches an illegal state, or opens a gate outside window, route or count."""

import asyncio
import os
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from sqlmodel import SQLModel

from kit.auth import Principal
from kit.config import DatabaseSettings
from kit.db import AsyncSession, Database
from kit.errors import AnjuError, FailedPrecondition
from kit.secrets import Keyring
from kit.tables import SHARED, new_id, now
from services.visitor import models
from services.visitor.codes import digest_of
from services.visitor.erasing import expire
from services.visitor.inputs import AskIn, EndIn, RedeemIn, VisitIn
from services.visitor.keys import PassKeys
from services.visitor.life import FINAL, STEPS, Act, step
from services.visitor.models import Direction, Outcome, PassView, State, Visit
from services.visitor.passes import Passes
from services.visitor.redeeming import Redeemer
from services.visitor.service import Visits
from services.visitor.settings import VisitorSettings

LEGAL = {
    State.INVITED: {State.APPROVED, State.REJECTED, State.CANCELLED, State.EXPIRED},
    State.REQUESTED: {State.APPROVED, State.REJECTED, State.CANCELLED, State.EXPIRED},
    State.APPROVED: {State.ARRIVED, State.CANCELLED, State.NO_SHOW},
    State.ARRIVED: {State.DEPARTED},
}
GATES = ["north", "south", "door"]
WHO = Principal("desk", "property_manager", None)
HERE = new_id()
TABLES = [
    getattr(each, "__table__")  # noqa: B009 - SQLModel's types do not know it
    for each in (*vars(models).values(), *SHARED)
    if isinstance(each, type) and issubclass(each, SQLModel) and hasattr(each, "__table__")
]


def test_steps_are_those_of_the_issue() -> None:
    steps: dict[State, set[State]] = {}
    for (before, _), after in STEPS.items():
        if after is not before:
            steps.setdefault(before, set()).add(after)
    assert steps == LEGAL


@pytest.mark.parametrize("state", sorted(FINAL))
def test_nothing_leads_out_of_a_final_state(state: State) -> None:
    for act in Act:
        with pytest.raises(FailedPrecondition) as refused:
            step(state, act)
        assert refused.value.metadata == {"state": state, "act": act}


class Lives(RuleBasedStateMachine):
    visits = Bundle("visits")
    passes = Bundle("passes")

    @initialize()
    def start(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        database = DatabaseSettings(synchronous="NORMAL")
        self.db = Database(Path(self.folder.name) / "visitor.db", database)
        ring = Keyring("k1", {"k1": os.urandom(32)}, os.urandom(32))
        own = VisitorSettings(house_limit=1000, code_failures=10**6)
        keys = PassKeys(ring)
        self.service = Visits(ring, Passes(ring, keys), cast(Any, None), own)
        self.redeemer = Redeemer(self.db, keys, ring, own)
        self.ring = ring
        self.went: dict[str, list[Direction]] = {}
        self.last: dict[str, State] = {}
        self.current: dict[str, str] = {}
        self.do(self.db.bulk(lambda c: SQLModel.metadata.create_all(c, tables=TABLES)))
        self.running = self.loop.create_task(self.redeemer.run())

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def write(self, call: Any, *values: Any) -> Any:
        async def run() -> Any:
            async with self.db.write() as session:
                return await call(session, *values)

        return self.do(run())

    def row(self, visit_id: str) -> Visit:
        async def read(session: AsyncSession) -> Any:
            return await session.get(Visit, visit_id)

        return cast(Visit, self.write(read))

    def _issued(self, made: Any) -> Any:
        self.current[made.visit.id] = made.pass_.id
        return made.pass_

    @rule(
        target=passes,
        starting=st.sampled_from([-1.0, 0.0, 2.0]),
        route=st.sets(st.sampled_from(GATES), min_size=1),
        entries=st.integers(0, 3),
        once=st.booleans(),
    )
    def invite(self, starting: float, route: set[str], entries: int, once: bool) -> Any:
        begins = now() + timedelta(hours=starting)
        body = VisitIn(
            community_id=HERE,
            name="n",
            valid_from=begins,
            valid_to=begins + timedelta(hours=1, minutes=30),
            route=sorted(route),
            entries=entries,
            code_once=once,
        )
        return self._issued(self.write(self.service.create, WHO, body))

    @rule(target=visits, lasting=st.sampled_from([1.0, 3.0]))
    def ask(self, lasting: float) -> str:
        ends = now() + timedelta(hours=lasting)
        body = AskIn(community_id=HERE, name="n", valid_to=ends, route=GATES[:1])
        return str(self.write(self.service.ask, WHO, body).id)

    @rule(target=passes, visit_id=consumes(visits))
    def approve(self, visit_id: str) -> Any:
        try:
            return self._issued(self.write(self.service.approve, WHO, visit_id, ""))
        except AnjuError:
            return multiple()

    @rule(visit_id=visits, act=st.sampled_from([Act.REJECT, Act.CANCEL, Act.DEPART]))
    def turn_down(self, visit_id: str, act: Act) -> None:
        with suppress(AnjuError):
            self.write(self.service.end, WHO, EndIn(id=visit_id, reason="because"), act)

    @rule(shown=passes, act=st.sampled_from([Act.REJECT, Act.CANCEL, Act.DEPART]))
    def end(self, shown: PassView, act: Act) -> None:
        self.turn_down(shown.visit_id, act)

    @rule(target=passes, shown=passes)
    def reissue(self, shown: PassView) -> Any:
        try:
            made = self.write(self.service.reissue, WHO, shown.visit_id, "lost phone")
        except AnjuError:
            return multiple()
        self.current[shown.visit_id] = made.id
        return made

    @rule(shown=passes, hours=st.sampled_from([0.5, 1.0, 2.0]))
    def time_passes(self, shown: PassView, hours: float) -> None:
        async def shift(session: AsyncSession) -> None:
            row = await session.get(Visit, shown.visit_id)
            if row:
                row.valid_from -= timedelta(hours=hours)
                row.valid_to -= timedelta(hours=hours)

        self.write(shift)

    @rule()
    def clock(self) -> None:
        self.write(self.service.sweep, now(), 100)
        self.write(expire, now(), 100)

    @rule(
        shown=passes,
        gate=st.sampled_from(GATES),
        way=st.sampled_from([Direction.IN, Direction.IN, Direction.OUT]),
        typed=st.booleans(),
        times=st.integers(1, 3),
    )
    def show(self, shown: PassView, gate: str, way: Direction, typed: bool, times: int) -> None:
        """At up to three gates of that name at once."""
        before = self.row(shown.visit_id)
        bodies = [
            RedeemIn(
                community_id=HERE,
                access_point_id=gate,
                direction=way,
                pass_id=new_id(),
                token=None if typed else shown.token,
                code=shown.code if typed else None,
            )
            for _ in range(times)
        ]

        async def ask_all() -> list[Any]:
            return list(await asyncio.gather(*map(self.redeemer.redeem, bodies)))

        went = self.went.setdefault(shown.visit_id, [])
        expected = self._may(before, shown, gate, way, typed, times, went)
        opened = [a for a in self.do(ask_all()) if a.outcome is Outcome.OPEN]
        assert len(opened) == expected
        went += [way] * len(opened)

    def _may(
        self,
        row: Visit,
        shown: PassView,
        gate: str,
        way: Direction,
        typed: bool,
        times: int,
        went: list[Direction],
    ) -> int:
        """How many of so many attempts have to open."""
        if row.state not in (State.APPROVED, State.ARRIVED):
            return 0
        if self.current[row.id] != shown.id:
            return 0
        entered, left = went.count(Direction.IN), went.count(Direction.OUT)
        if way is Direction.OUT:
            return min(times, entered - left)
        if gate not in row.route or not row.valid_from <= now() < row.valid_to:
            return 0
        if typed and row.code_once:
            times = 0 if self._typed_before(shown) else 1
        return min(times, row.entries - entered) if row.entries else times

    def _typed_before(self, shown: PassView) -> bool:
        digest = digest_of(self.ring, HERE, shown.code)

        async def read(session: AsyncSession) -> bool:
            row = await session.get(models.VisitPass, shown.id)
            assert row is not None
            assert row.code_digest == digest
            return row.code_used

        return bool(self.write(read))

    @invariant()
    def states_and_counts_are_sound(self) -> None:
        for visit_id in list(self.current):
            row = self.row(visit_id)
            last = self.last.get(visit_id, row.state)
            assert row.state is last or row.state in reachable(last)
            self.last[visit_id] = row.state
            went = self.went.get(visit_id, [])
            entered, left = went.count(Direction.IN), went.count(Direction.OUT)
            assert row.used == entered
            assert not row.entries or entered <= row.entries
            assert row.inside == (0 if row.state in FINAL else entered - left)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.running.cancel()
        with suppress(asyncio.CancelledError):
            self.do(cast(Any, self.running))
        self.do(self.db.close())
        self.loop.close()
        self.folder.cleanup()


def reachable(state: State) -> set[State]:
    """All states after this one, over any number of steps."""
    nearest = LEGAL.get(state, set())
    return nearest.union(*(reachable(each) for each in nearest))


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
