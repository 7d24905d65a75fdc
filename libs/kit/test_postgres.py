"""What only a server can do to its clients: restart, time out, run out of connections."""

import asyncio
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, OperationalError

from kit.config import DatabaseSettings
from kit.db import Database, place_of, select
from kit.postgres import PostgresSchema
from kit.tables import SHARED, Audit, Idempotency
from kit.testing import eventually
from kit.testing_postgres import PostgresServer, binaries, shared

pytestmark = pytest.mark.skipif(
    binaries() is None, reason="no PostgreSQL server: apt-get install postgresql"
)
SETTINGS = DatabaseSettings(pool_size=2, busy_timeout=0.3, statement_timeout=1, idle_timeout=0.5)


def prepared(url):
    place = PostgresSchema(url, "t")
    with place.migrating() as connection:
        Audit.metadata.create_all(connection, tables=[kind.__table__ for kind in SHARED])
        connection.commit()
    return place


@pytest.fixture
def place():
    return prepared(shared().fresh())


@pytest.fixture
async def open_db(place):
    opened = []

    def make(settings=SETTINGS):
        opened.append(Database(place, settings))
        return opened[-1]

    yield make
    for db in opened:
        await db.close()


def entry(number=0):
    return Audit(id=f"{number:04}", actor="a", role="r", action="look", resource="x")


async def test_leadership_passes_on_when_the_leader_goes(open_db):
    first, second = open_db(), open_db()
    assert await first.leads("outbox")
    assert await first.leads("outbox")
    assert not await second.leads("outbox")
    assert await second.leads("sweep")  # each work has a leader of its own
    await first.close()
    assert await eventually(lambda: second.leads("outbox"))


async def test_a_leader_whose_session_ended_notices(open_db, place):
    first, second = open_db(), open_db()
    assert await first.leads("outbox")
    end = sa.text(
        "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d "
        "on d.oid = l.database where locktype = 'advisory' and datname = current_database()"
    )
    await second.bulk(lambda connection: connection.execute(end).all())
    with pytest.raises(OperationalError):
        await first.leads("outbox")
    assert await eventually(lambda: second.leads("outbox"))
    assert not await first.leads("outbox")


async def test_a_writer_waits_no_longer_than_set(open_db):
    holder, other = open_db(DatabaseSettings(idle_timeout=30)), open_db()
    async with holder.write():
        started = time.monotonic()
        with pytest.raises(OperationalError):
            async with other.write():
                pass
        assert time.monotonic() - started < 5
    async with other.write() as session:
        session.add(entry())


async def test_a_transaction_that_hangs_is_ended_by_the_server(open_db):
    stuck, other = open_db(), open_db(DatabaseSettings(busy_timeout=10))
    with pytest.raises(OperationalError):
        async with stuck.write() as session:
            session.add(entry(1))
            await session.flush()
            async with other.write() as second:  # goes on once the server ended the first
                second.add(entry(2))
            session.add(entry(3))
    async with other.read() as session:
        assert (await session.exec(select(Audit.id))).all() == ["0002"]


async def test_a_long_statement_is_ended(open_db):
    db = open_db()
    with pytest.raises(OperationalError):
        async with db.read() as session:
            await session.exec(sa.text("select pg_sleep(5)"))


async def test_connections_are_bounded(open_db):
    db = open_db()
    async with db.read() as one, db.read() as two:
        assert one
        assert two
        with pytest.raises(OperationalError):
            async with db.read():
                pass


async def test_a_reader_cannot_write(open_db):
    with pytest.raises(OperationalError):
        async with open_db().read() as session:
            session.add(entry())
            await session.flush()


async def test_what_no_text_can_hold_is_the_callers_fault(open_db):
    with pytest.raises(DataError):
        async with open_db().write() as session:
            session.add(Audit(actor="\0", role="r", action="a", resource="x"))


async def test_bulk_work_that_collides_runs_again(open_db):
    """Two replicas insert one key; the slower one then finds it."""
    dbs, runs = [open_db(), open_db()], []

    def work(connection):
        runs.append(1)
        known = connection.execute(sa.select(sa.func.count()).select_from(Idempotency)).scalar()
        connection.execute(sa.text("select pg_sleep(0.1)"))
        if not known:
            values = {"key": "k", "fingerprint": "", "response": b"", "expires_at": sa.func.now()}
            connection.execute(sa.insert(Idempotency).values(values))
        return known

    assert sorted(await asyncio.gather(*(db.bulk(work) for db in dbs))) == [0, 1]
    assert len(runs) == 3


async def test_a_server_that_restarts_is_found_again():
    server = PostgresServer()
    try:
        server.start()
        db = Database(prepared(server.fresh()), SETTINGS)
        async with db.write() as session:
            session.add(entry(1))
        assert await db.leads("outbox")
        server.stop()
        with pytest.raises(OperationalError):
            async with db.write() as session:
                session.add(entry(2))
        with pytest.raises(OperationalError):
            await db.leads("outbox")
        server.start()
        async with db.write() as session:
            session.add(entry(3))
        assert await db.leads("outbox")
        rows = await db.bulk(lambda connection: connection.execute(sa.select(Audit.id)).all())
        assert [row.id for row in rows] == ["0001", "0003"]
        await db.close()
    finally:
        server.remove()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("embedded", "SqliteFile"),
        ("sqlite:///x", "SqliteFile"),
        ("postgres://h/d", "PostgresSchema"),
        ("postgresql://h/d", "PostgresSchema"),
    ],
)
def test_the_url_names_the_place(url, kind, tmp_path):
    assert type(place_of(DatabaseSettings(url=url), "face", tmp_path)).__name__ == kind


def test_an_unknown_database_is_refused(tmp_path):
    with pytest.raises(ValueError, match="mysql:// is no database"):
        place_of(DatabaseSettings(url="mysql://h/d"), "face", tmp_path)
