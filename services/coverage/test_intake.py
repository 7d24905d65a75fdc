"""Events of other services: late, twice, in any order, with fields missing."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from kit.app import migrated
from kit.config import DatabaseSettings
from kit.db import Database
from kit.events import Event
from kit.sqlite import SqliteFile
from services.coverage import facts, store
from services.coverage.intake import take
from services.coverage.models import PlatePass, Tally, Turn
from services.coverage.module import MIGRATIONS

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def event(name, number=0, community="c", **data):
    return Event(f"e{number}", f"anju.{name}", community, NOW + timedelta(seconds=number), data)


@pytest.fixture
async def db(tmp_path):
    place = SqliteFile(tmp_path / "coverage.db")
    migrated(place, MIGRATIONS)
    made = Database(place, DatabaseSettings())
    yield made
    await made.close()


async def put(db, *events):
    def work(connection):
        for each in events:
            take(each, connection)

    await db.bulk(work)


async def rows(db, model):
    table = store.table_of(model)
    query = sa.select(table).order_by(*table.primary_key.columns)
    return await db.bulk(lambda connection: [tuple(r) for r in connection.execute(query)])


EVENTS = [
    event("registry.device.online", 1, device_id="d", time=NOW.isoformat()),
    event("registry.device.offline", 2, device_id="d"),
    event("perimeter.camera.covered", 3, camera_id="x", device_id="d", at=NOW.isoformat()),
    event("perimeter.camera.restored", 4, camera_id="x", device_id="d"),
    event("access.pass.granted", 5, pass_id="p1", evidence="plate", reason="PERMIT"),
    event("access.pass.refused", 6, pass_id="p2", evidence="plate", reason="NO_PLATE"),
    event("access.pass.granted", 7, pass_id="p3", evidence="card", reason="RESIDENT"),
    event("uplink.ledger.reconciled", 8, day="2026-03-01", generated=10, accepted=8),
    event("uplink.ledger.reconciled", 9, day="2026-03-01", generated=10, accepted=9),
]


async def test_events_in_any_order_and_number_leave_the_same(db, tmp_path):
    await put(db, *EVENTS)
    first = [await rows(db, model) for model in (Turn, PlatePass, Tally)]
    assert [len(each) for each in first] == [4, 2, 1]
    assert first[2][0][-2:] == (9, 10)
    for seed in range(5):
        place = SqliteFile(tmp_path / f"{seed}.db")
        migrated(place, MIGRATIONS)
        other = Database(place, DatabaseSettings())
        shuffled = EVENTS + EVENTS[seed : seed + 4]
        random.Random(seed).shuffle(shuffled)
        await put(other, *shuffled)
        assert [await rows(other, model) for model in (Turn, PlatePass, Tally)] == first
        await other.close()


async def test_fields_that_are_missing_hurt_nobody(db):
    await put(
        db,
        event("registry.device.online"),
        event("perimeter.camera.lost"),
        event("perimeter.camera.polished", device_id="d"),
        event("access.pass.granted"),
        event("uplink.ledger.reconciled"),
        event("uplink.ledger.reconciled", 1, day="someday", generated=1, accepted=5),
        event("visitor.visit.invited"),
    )
    assert await rows(db, Turn) == []
    assert await rows(db, PlatePass) == []
    assert [row[-2:] for row in await rows(db, Tally)] == [(1, 1)]  # never over one


async def test_passes_of_days_past_become_counts(db):
    await put(db, *EVENTS)
    day = NOW.date()
    before = await db.bulk(lambda c: store.read_counts(c, day, day))
    await db.bulk(lambda c: facts.condense(c, day + timedelta(days=1)))
    assert await rows(db, PlatePass) == []
    after = await db.bulk(lambda c: store.read_counts(c, day, day))
    assert sorted(map(tuple, before)) == sorted(map(tuple, after))
    assert ("c", day, "plate_read", 1, 2) in set(map(tuple, after))
