import asyncio
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from opentelemetry.sdk.trace import TracerProvider

from kit.config import DatabaseSettings
from kit.db import Database, migrate, select
from kit.errors import ResourceExhausted, Unavailable
from kit.revise import differences
from kit.tables import Outbox, now
from kit.telemetry import traceparent
from services.access import store
from services.access.models import Direction, EvidenceKind, Outcome, Pass, PassView, Presence
from services.access.passlog import PassLog

VERSIONS = Path(__file__).parent / "migrations"


def test_migrations_match_the_models():
    assert differences("access", VERSIONS) == []


@pytest.fixture
async def db(tmp_path):
    migrate(tmp_path / "access.db", VERSIONS)
    opened = Database(tmp_path / "access.db", DatabaseSettings())
    yield opened
    await opened.close()


@pytest.fixture
async def log(db):
    made = PassLog(db, max_waiting=100, passback_hours=12)
    task = asyncio.create_task(made.run())
    yield made
    task.cancel()


def row(**fields):
    base = {
        "community_id": "c",
        "access_point_id": "p",
        "direction": Direction.IN,
        "evidence": EvidenceKind.CARD,
        "outcome": Outcome.OPEN,
        "reason": "RESIDENT",
        "subject_id": "s",
    }
    return PassView(**base | fields)


async def stored(db, kind):
    async with db.read() as session:
        return list((await session.exec(select(kind))).all())


async def test_passes_written_together_are_all_there_with_their_events(log, db):
    rows = await asyncio.gather(*(log.record(row()) for _ in range(60)))
    assert {each.id for each in await stored(db, Pass)} == {each.id for each in rows}
    assert len(await stored(db, Outbox)) == 60


async def test_repeated_request_is_one_pass_also_within_a_batch(log, db):
    rows = await asyncio.gather(*(log.record(row(request_id="r")) for _ in range(5)))
    later = await log.record(row(request_id="r", reason="OTHER"))
    assert len({each.id for each in [*rows, later]}) == 1
    assert later.reason == "RESIDENT"
    elsewhere = await log.record(row(request_id="r", access_point_id="q"))
    assert elsewhere.id != later.id
    assert len(await stored(db, Pass)) == len(await stored(db, Outbox)) == 2


async def test_request_id_is_free_again_after_a_day(log, db):
    yesterday = await log.record(row(request_id="r", time=now() - timedelta(hours=25)))
    today = await log.record(row(request_id="r"))
    assert today.id != yesterday.id
    assert (await log.record(row(request_id="r"))).id == today.id
    assert len(await stored(db, Pass)) == 2


async def test_passback_of_two_gates_in_the_same_moment_lets_one_in(log, db):
    """One card at two gates within milliseconds: exactly one opens."""
    for attempt in range(10):
        subject = f"s{attempt}"
        both = await asyncio.gather(
            log.record(row(subject_id=subject), True),
            log.record(row(subject_id=subject, access_point_id="q"), True),
        )
        assert sorted(each.outcome for each in both) == [Outcome.OPEN, Outcome.REFUSED]
    events = [each.subject for each in await stored(db, Outbox)]
    assert sum(name.endswith("granted") for name in events) == 10


async def test_presence_survives_a_restart(log, db):
    await log.record(row(), True)
    again = PassLog(db, 100, 12)
    task = asyncio.create_task(again.run())
    assert (await again.record(row(), True)).reason == "PASSBACK"
    async with db.write() as session:
        await store.delete_rights(session, "s", now())
    assert (await again.record(row(), True)).outcome is Outcome.OPEN
    task.cancel()


async def test_full_queue_is_refused_with_a_hint(db):
    log = PassLog(db, max_waiting=2, passback_hours=1)  # nobody writes
    waiting = [asyncio.create_task(log.record(row())) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(ResourceExhausted) as caught:
        await log.record(row())
    assert caught.value.retry_after
    for task in waiting:
        task.cancel()


async def test_broken_table_is_told_and_the_next_pass_works(log, db):
    await db.bulk(lambda connection: connection.execute(sa.text("alter table pass rename to x")))
    with pytest.raises(Unavailable, match="could not be recorded"):
        await log.record(row())
    assert await stored(db, Outbox) == []  # no event without its pass
    await db.bulk(lambda connection: connection.execute(sa.text("alter table x rename to pass")))
    assert (await log.record(row())).outcome is Outcome.OPEN


class Passback(RuleBasedStateMachine):
    """No order of passes lets a subject in twice without going out between, or out twice."""

    def __init__(self) -> None:
        super().__init__()
        self.log = PassLog.__new__(PassLog)
        self.presence: dict[str, Presence] = {}
        self.log._memory = timedelta(hours=12)
        self.opened: dict[str, list[Direction]] = {}

    @rule(
        subject=st.sampled_from("abc"),
        direction=st.sampled_from([Direction.IN, Direction.OUT, Direction.BOTH]),
        outcome=st.sampled_from(list(Outcome)),
    )
    def passes(self, subject: str, direction: Direction, outcome: Outcome) -> None:
        made = row(subject_id=subject, direction=direction, outcome=outcome)
        moved: dict = {}
        self.log._judge(made, self.presence, moved)
        self.presence |= moved
        if made.outcome is Outcome.OPEN and direction is not Direction.BOTH:
            self.opened.setdefault(subject, []).append(direction)

    @invariant()
    def directions_alternate(self) -> None:
        for way in self.opened.values():
            assert all(one is not two for one, two in pairwise(way))


TestPassback = Passback.TestCase
TestPassback.settings = hypothesis_settings(max_examples=50, deadline=None)


async def test_event_keeps_the_trace_of_its_request(log, db):
    """Though many requests are written together, by a task that belongs to none of them."""
    tracer = TracerProvider().get_tracer("test")

    async def request():
        with tracer.start_as_current_span("request"):
            await log.record(row())
            return traceparent()

    traces = await asyncio.gather(request(), request())
    assert {event.traceparent for event in await stored(db, Outbox)} == set(traces)
    assert len(set(traces)) == 2


async def test_jump_of_the_clock_keeps_people_in(log):
    """An entry that lies in the future after a jump back still counts, within the hours."""
    at = now()
    entered = await log.record(row(time=at), passback=True)
    assert entered.outcome is Outcome.OPEN
    for hours, outcome in ((-11, Outcome.REFUSED), (11, Outcome.REFUSED), (-13, Outcome.OPEN)):
        again = await log.record(row(time=at + timedelta(hours=hours)), passback=True)
        assert again.outcome is outcome, hours
