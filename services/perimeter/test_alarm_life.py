"""Whatever is reported and handled in whatever order: alarms reach no state that the table does
not know, nobody's alarm closes, and the chain holds."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kit.auth import Principal
from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.errors import FailedPrecondition
from kit.tables import now
from services.perimeter import records, store
from services.perimeter.alarms import Alarms, Report
from services.perimeter.inputs import AssignIn, CloseIn
from services.perimeter.life import STEPS
from services.perimeter.models import OPEN, Alarm, AlarmState, Severity, Source
from services.perimeter.module import MIGRATIONS
from services.perimeter.settings import PerimeterSettings

LI = Principal("li", "guard", frozenset({"c"}))
EPOCH = now()


class AlarmMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "perimeter.db"
        migrate(path, MIGRATIONS)
        self.db = Database(path, DatabaseSettings())
        self.alarms = Alarms(PerimeterSettings(merge_seconds=60, levels=2))
        self.known: dict[str, AlarmState] = {}
        self.clock = 0.0

    def teardown(self):
        if hasattr(self, "db"):
            self.loop.run_until_complete(self.db.close())
            self.loop.close()
            self.folder.cleanup()

    def do(self, work):
        async def run():
            async with self.db.write() as session:
                return await work(session)

        return self.loop.run_until_complete(run())

    @rule(
        group=st.sampled_from(["east", "west"]),
        kind=st.sampled_from(["intrusion", "climbing"]),
        severity=st.sampled_from(Severity),
        later=st.floats(0, 100),
    )
    def report(self, group, kind, severity, later):
        self.clock += later
        at = EPOCH + timedelta(seconds=self.clock)
        merges = {"source": Source.RULE, "group": group}
        report = Report(
            "c", Source.RULE, kind, severity, at, merges, places={"group": group}, rule_id=kind
        )
        row, fresh = self.do(lambda session: self.alarms.report(session, report))
        assert fresh == (row.id not in self.known)
        if fresh:
            self.known[row.id] = AlarmState.RAISED
        else:
            assert self.known[row.id] in OPEN, "a closed alarm does not come back"

    def act(self, work, key, leads_to):
        before = self.known[key]
        try:
            self.do(work)
        except FailedPrecondition as error:
            assert error.reason == "ALARM_STATE"
            assert str(before) in error.message
            return
        assert leads_to in {STEPS[before, act] for (state, act) in STEPS if state == before} | {
            before
        }
        self.known[key] = leads_to

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def acknowledge(self, data):
        key = data.draw(st.sampled_from(sorted(self.known)))
        self.act(
            lambda session: self.alarms.acknowledge(session, LI, key), key, AlarmState.ACKNOWLEDGED
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def assign(self, data):
        key = data.draw(st.sampled_from(sorted(self.known)))
        body = AssignIn(id=key, owner="wang")
        self.act(
            lambda session: self.alarms.assign(session, LI, body), key, AlarmState.ACKNOWLEDGED
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data(), dismissed=st.booleans())
    def close(self, data, dismissed):
        key = data.draw(st.sampled_from(sorted(self.known)))
        body = CloseIn(id=key, dismissed=dismissed, note="as a test")
        state = AlarmState.DISMISSED if dismissed else AlarmState.RESOLVED
        self.act(lambda session: self.alarms.close(session, LI, body), key, state)

    @rule(later=st.floats(0, 4000))
    def escalate(self, later):
        at = now() + timedelta(seconds=later)
        self.do(lambda session: self.alarms.escalate(session, at, 100))

    @invariant()
    def holds(self):
        if not hasattr(self, "db"):
            return

        async def look(session):
            rows = await store.every(session, Alarm)
            chain = await records.verify(session, LI, "c")
            return rows, chain

        rows, chain = self.do(look)
        assert {row.id: row.state for row in rows} == self.known
        assert chain.broken_at == 0
        for row in rows:
            assert (row.owner == "") == (row.state is AlarmState.RAISED)
            assert row.level <= 2
            assert (row.close_time is None) == (row.state in OPEN)


AlarmMachine.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAlarms = AlarmMachine.TestCase
