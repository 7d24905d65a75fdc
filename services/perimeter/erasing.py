"""Erases what this service holds of a subject, and says so (R6, R29)."""

import hashlib

from kit.db import Database, emit
from kit.events import Event
from services.perimeter import store
from services.perimeter.events import HOLDER, subject_erased


class Eraser:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def __call__(self, event: Event) -> None:
        data = event.data
        if HOLDER not in data.get("holders", ()):
            return
        async with self._db.write() as session:
            erased = await store.delete_subject(session, data["subject_id"])
            digest = hashlib.sha256("\n".join(sorted(erased)).encode()).hexdigest()
            emit(session, subject_erased(event.community_id, data, len(erased), digest))
