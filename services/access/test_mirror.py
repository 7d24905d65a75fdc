"""Rights after an erasure: what the tables still have goes on counting."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.events import Event
from kit.secrets import Keyring
from kit.sqlite import SqliteFile
from kit.tables import new_id, now
from services.access import store
from services.access.erasing import Eraser
from services.access.mirror import Mirror
from services.access.models import Right
from services.access.module import MIGRATIONS

AT = datetime(2026, 1, 1, tzinfo=UTC)


def right(key: str, subject: str) -> Right:
    values = {"community_id": "c", "kind": "card", "digest": key, "valid_from": AT}
    return Right(id=key, subject_id=subject, **values)


async def test_a_withdrawn_face_ends_no_card(tmp_path: Path):
    place = SqliteFile(tmp_path / "access.db")
    migrate(place, MIGRATIONS)
    db = Database(place, DatabaseSettings())
    ring = Keyring.open(tmp_path / "ring.json", may_create=True)
    mirror = Mirror(db, ring, None, None)
    async with db.write() as session:
        session.add(right("kept", "withdrew"))
    mirror.rights.keep([right("kept", "withdrew"), right("gone", "moved out")])
    for subject in ("withdrew", "moved out"):
        data = {"subject_id": subject}
        await mirror.follow(Event("e", "anju.access.subject.erased", "c", AT, data))
    assert mirror.rights.credential("kept")
    assert mirror.rights.credential("gone") is None
    await db.close()


async def test_what_came_or_went_meanwhile_is_left_as_it_is(tmp_path: Path):
    """An erasure reads the tables; a card that is given or revoked in that moment counts."""
    place = SqliteFile(tmp_path / "access.db")
    migrate(place, MIGRATIONS)
    db = Database(place, DatabaseSettings())
    ring = Keyring.open(tmp_path / "ring.json", may_create=True)
    mirror = Mirror(db, ring, None, None)
    mirror.rights.keep([right("revoked", "somebody")])
    async with db.write() as session:
        session.add(right("revoked", "somebody"))
    data = {"subject_id": "somebody"}
    erased = Event("e", "anju.access.subject.erased", "c", AT, data)
    reading = asyncio.create_task(mirror.follow(erased))
    await asyncio.sleep(0)  # it is at the tables
    mirror.rights.drop("revoked")
    mirror.rights.keep([right("given", "somebody")])
    await reading
    assert mirror.rights.credential("given")
    assert mirror.rights.credential("revoked") is None
    await db.close()


async def test_who_moves_in_again_keeps_the_new_card(tmp_path: Path):
    """R29 ends what was there when the last tenancy ended, however late access hears of it."""
    place = SqliteFile(tmp_path / "access.db")
    migrate(place, MIGRATIONS)
    db = Database(place, DatabaseSettings())
    mirror = Mirror(db, Keyring.open(tmp_path / "ring.json", may_create=True), None, None)
    before = new_id()
    await asyncio.sleep(0.01)
    ended = now()
    await asyncio.sleep(0.01)
    later = new_id()
    rows = [right(before, "s"), right(later, "s")]
    async with db.write() as session:
        session.add_all(rows)
    mirror.rights.keep(rows)
    data = {"subject_id": "s", "cause": "move_out", "holders": ["access"], "erasure_id": "e"}
    event = Event("e", "anju.resident.erasure.requested", "c", ended, data)
    await Eraser(db, Nowhere(), mirror)(event)
    async with db.read() as session:
        assert [row.id for row in await store.rights_of(session, "s")] == [later]
    assert mirror.rights.credential(before) is None
    assert mirror.rights.credential(later)
    await db.close()


class Nowhere:
    """Files of somebody who was never pictured."""

    async def delete(self, key: str) -> None:
        raise AssertionError(key)
