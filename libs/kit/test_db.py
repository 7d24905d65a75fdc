import asyncio
import base64
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from kit.config import DatabaseSettings
from kit.db import Database, col, emit, once, page, patient, select
from kit.errors import FailedPrecondition, InvalidArgument
from kit.postgres import PostgresSchema
from kit.sqlite import SqliteFile
from kit.tables import SHARED, Audit, Idempotency, Outbox, now
from kit.testing_postgres import binaries, shared


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """One suite for both databases: the same behaviour, or it is no replacement."""
    if request.param == "sqlite":
        made = SqliteFile(tmp_path / "t.db")
    elif binaries() is None:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    else:
        made = PostgresSchema(shared().fresh(), "t")
    with made.migrating() as connection:
        Audit.metadata.create_all(connection, tables=[kind.__table__ for kind in SHARED])
        connection.commit()
    return made


@pytest.fixture
async def db(place):
    opened = Database(place, DatabaseSettings())
    yield opened
    await opened.close()


@pytest.fixture
async def replica(place):
    """Another process on the same tables, as far as the database can tell."""
    opened = Database(place, DatabaseSettings())
    yield opened
    await opened.close()


def entry(action="look", **fields):
    return Audit(actor="a", role="r", action=action, resource="x", **fields)


async def count(db):
    async with db.read() as session:
        return (await session.exec(select(sa.func.count()).select_from(Audit))).one()


async def test_block_that_raises_leaves_nothing(db):
    with pytest.raises(RuntimeError):
        async with db.write() as session:
            session.add(entry())
            await session.flush()
            raise RuntimeError
    assert await count(db) == 0
    async with db.write() as session:
        session.add(entry())
    assert await count(db) == 1


async def test_times_come_back_in_utc(db):
    async with db.write() as session:
        session.add(entry())
    async with db.read() as session:
        (row,) = (await session.exec(select(Audit))).all()
    assert abs(now() - row.time) < timedelta(seconds=5)


async def test_concurrent_writers_all_succeed(db):
    async def write():
        async with db.write() as session:
            row = (await session.exec(select(sa.func.count()).select_from(Audit))).one()
            session.add(entry(action=str(row)))

    await asyncio.gather(*(write() for _ in range(40)))
    async with db.read() as session:
        actions = {row.action for row in (await session.exec(select(Audit))).all()}
    assert len(actions) == 40  # nobody read a count that another was changing


async def test_writers_of_two_replicas_take_turns(db, replica):
    async def write(which):
        async with which.write() as session:
            row = (await session.exec(select(sa.func.count()).select_from(Audit))).one()
            session.add(entry(action=str(row)))

    await asyncio.gather(*(write(which) for which in (db, replica) for _ in range(15)))
    async with db.read() as session:
        assert len({row.action for row in (await session.exec(select(Audit))).all()}) == 30


async def test_a_reader_sees_one_state(db, replica):
    async with db.read() as session:
        before = (await session.exec(select(sa.func.count()).select_from(Audit))).one()
        async with replica.write() as other:
            other.add(entry())
        again = (await session.exec(select(sa.func.count()).select_from(Audit))).one()
    assert (before, again, await count(db)) == (0, 0, 1)


async def test_bulk_work_is_one_transaction(db):
    def half(connection):
        connection.execute(sa.insert(Audit), [dict(entry())])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await db.bulk(half)
    rows = [dict(entry()) for _ in range(1000)]
    await db.bulk(lambda connection: connection.execute(sa.insert(Audit), rows))
    assert await count(db) == 1000


async def test_events_wake_the_relay_after_the_commit(db):
    async with db.write() as session:
        emit(session, Outbox(event_id="1", subject="s", body=b"\0\xff"))
        assert not db.outbox_filled.is_set()
    assert db.outbox_filled.is_set()
    async with db.read() as session:
        (row,) = (await session.exec(select(Outbox))).all()
    assert (row.id, row.body) == (1, b"\0\xff")


async def test_one_request_at_two_replicas_runs_once(db, replica):
    runs = []

    async def run():
        runs.append(1)
        await asyncio.sleep(0.05)
        return b"%d" % len(runs)

    async def call(which):
        async with which.write() as session:
            return await once(session, "me", "Create", "k", b"body", run)

    answers = await asyncio.gather(*(call(which) for which in (db, replica) for _ in range(5)))
    assert (set(answers), len(runs)) == ({b"1"}, 1)


async def test_repeated_request_runs_once(db):
    runs = []

    async def run():
        runs.append(1)
        return b"answer"

    async def call(request=b"body", key="k", caller="me"):
        async with db.write() as session:
            return await once(session, caller, "Create", key, request, run)

    assert await call() == await call() == b"answer"
    assert len(runs) == 1
    with pytest.raises(FailedPrecondition, match="another request"):
        await call(b"other body")
    await call(caller="somebody else")
    await call(key="")
    await call(key="")
    assert len(runs) == 4


async def test_answer_is_forgotten_after_a_day(db):
    async def run():
        return b"fresh"

    async with db.write() as session:
        await once(session, "me", "Create", "k", b"body", run)
        row = (await session.exec(select(Idempotency))).one()
        row.expires_at, row.response = now() - timedelta(seconds=1), b"stale"
    async with db.write() as session:
        assert await once(session, "me", "Create", "k", b"body", run) == b"fresh"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(times=st.lists(st.integers(0, 3), max_size=12), size=st.integers(1, 5))
async def test_pages_hold_every_row_once_in_order(db, times, size):
    start = now()
    async with db.write() as session:
        await session.exec(sa.delete(Audit))
        session.add_all([entry(time=start + timedelta(hours=t)) for t in times])
    order = [sa.desc(col(Audit.time)), col(Audit.id)]
    seen, token = [], ""
    while True:
        async with db.read() as session:
            rows, token = await page(session, select(Audit), order, size, token)
        assert len(rows) <= size
        seen += rows
        if not token:
            break
    assert [(-row.time.timestamp(), row.id) for row in seen] == sorted(
        (-row.time.timestamp(), row.id) for row in seen
    )
    assert len({row.id for row in seen}) == len(times)


@pytest.mark.parametrize("token", ["x", "bnVsbA", "WzEsMiwzXQ", "'; drop table audit", "é"])
async def test_foreign_page_token_is_refused(db, token):
    async with db.read() as session:
        with pytest.raises(InvalidArgument) as caught:
            await page(session, select(Audit), [col(Audit.time), col(Audit.id)], 5, token)
    assert caught.value.field == "page_token"


async def test_negative_page_is_refused_and_a_huge_one_cut(db):
    async with db.read() as session:
        with pytest.raises(InvalidArgument):
            await page(session, select(Audit), [col(Audit.id)], -1, "")
        await page(session, select(Audit), [col(Audit.id)], 10**9, "")


@pytest.mark.parametrize(
    "values", [["\ud800", "x"], ["0001-01-01T00:00:00+23:59", "x"], [[], []], "[" * 3000]
)
async def test_page_token_made_by_hand_is_refused(db, values):
    text = values if isinstance(values, str) else json.dumps(values)
    token = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    async with db.read() as session:
        with pytest.raises(InvalidArgument):
            await page(session, select(Audit), [col(Audit.time), col(Audit.id)], 5, token)


def test_patience_is_for_the_database_alone(caplog):
    with patient("sweep"):
        raise OperationalError("select", {}, Exception("disk is full"))
    assert "refuses for now" in caplog.text
    with pytest.raises(KeyError), patient("sweep"):
        raise KeyError("x")
