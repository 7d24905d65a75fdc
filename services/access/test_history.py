"""Pictures of passes: who gets one, for how long back, and the look on record."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from kit.auth import Principal
from kit.config import DatabaseSettings
from kit.db import Database, migrate, select
from kit.errors import NotFound
from kit.files import FolderFiles
from kit.tables import Audit, now
from services.access.history import History
from services.access.inputs import LookIn
from services.access.models import Direction, EvidenceKind, Outcome, Pass

GUARD = Principal("guard", "guard", frozenset({"c"}))
KEY = "snapshots/c/1.jpg"


@pytest.fixture
async def db(tmp_path):
    migrate(tmp_path / "access.db", Path(__file__).parent / "migrations")
    opened = Database(tmp_path / "access.db", DatabaseSettings())
    yield opened
    await opened.close()


@pytest.fixture
async def history(db, tmp_path):
    files = FolderFiles(tmp_path / "files")
    await files.open()
    await files.put(KEY, b"jpeg")
    return History(SimpleNamespace(), files, subject_hours=72)


async def looked(db, history, who=GUARD, key=KEY, age=timedelta(), community="c"):
    row = Pass(
        community_id=community,
        access_point_id="p",
        direction=Direction.IN,
        evidence=EvidenceKind.PLATE,
        outcome=Outcome.OPEN,
        reason="PERMIT",
        snapshot=key,
        time=now() - age,
    )
    async with db.write() as session:
        session.add(row)
    async with db.write() as session:
        body = LookIn(id=row.id, reason="another car was let in")
        found = await history.looked(session, who, body)
    return await history.picture(found)


async def entries(db):
    async with db.read() as session:
        return [
            (row.actor, row.action, row.reason) for row in (await session.exec(select(Audit))).all()
        ]


async def test_a_look_is_on_record_with_its_reason(db, history):
    """R71."""
    assert await looked(db, history) == b"jpeg"
    assert await entries(db) == [("guard", "pass.picture", "another car was let in")]


@pytest.mark.parametrize(
    "odd", [{"key": ""}, {"key": "snapshots/c/gone.jpg"}, {"age": timedelta(hours=73)}]
)
async def test_no_picture_where_none_is_kept_or_longer_ago_than_names_go(db, history, odd):
    """R22: property roles get no movement history beyond their window."""
    with pytest.raises(NotFound) as caught:
        await looked(db, history, **odd)
    assert caught.value.reason == "PICTURE_NOT_FOUND"
    assert len(await entries(db)) == 1  # the attempt is on record all the same


async def test_the_whole_districts_eyes_see_further_back(db, history):
    auditor = Principal("auditor", "district_admin", None)
    assert await looked(db, history, auditor, age=timedelta(hours=73)) == b"jpeg"


async def test_another_communitys_pass_is_as_if_absent(db, history):
    with pytest.raises(NotFound) as caught:
        await looked(db, history, community="d")
    assert caught.value.reason == "PASS_NOT_FOUND"
    assert await entries(db) == []
