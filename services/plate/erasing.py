"""Erases what this service holds of a subject, and says so (R6, R29)."""

import hashlib

from kit.db import Database, emit
from kit.events import Event
from services.plate import store
from services.plate.events import HOLDER, subject_erased
from services.plate.memory import Memory

TOTAL = {"move_out", "request"}  # causes that end all rights, not the face alone


class Eraser:
    def __init__(self, db: Database, memory: Memory) -> None:
        self._db = db
        self._memory = memory

    async def __call__(self, event: Event) -> None:
        """Permits when all rights ended; the plates of reads and passages when asked for."""
        data = event.data
        subject_id, cause = data["subject_id"], data.get("cause", "")
        if HOLDER not in data.get("holders", ()):
            return
        erased: list[str] = []
        async with self._db.write() as session:
            if cause in TOTAL:
                erased = [row.id for row in await store.delete_permits(session, subject_id)]
            anonymous = await store.anonymise(session, subject_id) if cause == "request" else 0
            digest = hashlib.sha256("\n".join(sorted(erased)).encode()).hexdigest()
            count = len(erased) + anonymous
            emit(session, subject_erased(event.community_id, data, count, digest))
        for permit_id in erased:
            self._memory.drop(permit_id)
