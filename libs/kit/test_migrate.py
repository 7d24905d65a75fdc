"""The services' own chains, on both databases."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from kit.db import migrate
from kit.postgres import PostgresSchema
from kit.revise import differences
from kit.sqlite import SqliteFile
from kit.testing_postgres import binaries, shared

SERVICES = Path(__file__).parents[2] / "services"
CHAINS = sorted(path.parent.name for path in SERVICES.glob("*/migrations") if any(path.iterdir()))


def make(kind, folder, name):
    if kind == "sqlite":
        return SqliteFile(folder / f"{name}.db")
    if binaries() is None:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    return PostgresSchema(shared().fresh(), name)


@pytest.mark.parametrize("service", CHAINS)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_chain_makes_what_the_models_say(kind, service, tmp_path):
    place = make(kind, tmp_path, service)
    for _ in range(2):  # a second time changes nothing
        assert differences(service, SERVICES / service / "migrations", place) == []


def revisions(place):
    with place.migrating() as connection:
        return connection.execute(sa.text("select version_num from alembic_version")).all()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_tables_of_a_newer_release_stay_as_they_are(kind, tmp_path, caplog):
    place = make(kind, tmp_path, "face")
    versions = SERVICES / "face" / "migrations"
    migrate(place, versions)
    with place.migrating() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '299912312359'"))
        connection.commit()
    migrate(place, versions)
    assert revisions(place) == [("299912312359",)]
    assert "newer release" in caplog.text


def test_replicas_that_start_together_migrate_once():
    place = make("postgresql", None, "resident")
    failures = []

    def start():
        try:
            migrate(place, SERVICES / "resident" / "migrations")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(revisions(place)) == 1


def test_services_share_a_database_and_no_table():
    url = make("postgresql", None, "face").url
    for service in ("face", "plate"):
        migrate(PostgresSchema(url, service), SERVICES / service / "migrations")
    with PostgresSchema(url, "face").migrating() as connection:
        names = sa.inspect(connection)
        assert "outbox" in names.get_table_names(schema="plate")
        assert "template" not in names.get_table_names(schema="plate")
        assert names.get_table_names(schema="public") == []


def test_a_schema_name_cannot_carry_sql():
    with pytest.raises(ValueError, match="lower-case"):
        PostgresSchema("postgresql://h/d", "x; drop schema y")
