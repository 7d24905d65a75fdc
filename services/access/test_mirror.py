"""The mirror after an erasure: what the tables still have goes on counting."""

from datetime import UTC, datetime
from pathlib import Path

from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.events import Event
from kit.secrets import Keyring
from kit.sqlite import SqliteFile
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
