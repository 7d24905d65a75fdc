"""Erases what this service holds of a subject, and says so (R6, R29)."""

import hashlib

from kit.db import Database, emit
from kit.events import Event
from kit.files import Files
from services.access import store
from services.access.events import HOLDER, subject_erased
from services.access.mirror import Mirror

TOTAL = {"move_out", "request"}  # causes that end all rights, not the face alone


class Eraser:
    def __init__(self, db: Database, files: Files, mirror: Mirror) -> None:
        self._db = db
        self._files = files
        self._mirror = mirror

    async def __call__(self, event: Event) -> None:
        """Snapshots always; rights when all ended; the pass log's subject when asked for."""
        data = event.data
        subject_id, cause = data["subject_id"], data.get("cause", "")
        if HOLDER not in data.get("holders", ()):
            return
        async with self._db.read() as session:
            pictured = await store.snapshots_of(session, subject_id)
        for row in pictured:
            await self._files.delete(row.snapshot)
        erased = [row.snapshot for row in pictured]
        async with self._db.write() as session:
            for row in pictured:
                await store.forget_snapshot(session, row.id)
            if cause in TOTAL:
                erased += [row.id for row in await store.delete_rights(session, subject_id)]
            anonymous = await store.anonymise(session, subject_id) if cause == "request" else 0
            digest = hashlib.sha256("\n".join(sorted(erased)).encode()).hexdigest()
            count = len(erased) + anonymous
            emit(session, subject_erased(event.community_id, data, count, digest))
        if cause in TOTAL:
            self._mirror.rights.forget(subject_id)
