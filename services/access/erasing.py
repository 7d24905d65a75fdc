"""Erases what this service holds of a subject, and says so (R6, R29)."""

import hashlib
from collections.abc import Sequence

from kit.db import Database, emit
from kit.events import Event
from kit.files import Files
from services.access import store
from services.access.events import HOLDER, subject_erased
from services.access.mirror import Mirror
from services.access.models import Right

TOTAL = {"move_out", "request"}  # causes that end all rights, not the face alone


class Eraser:
    def __init__(self, db: Database, files: Files, mirror: Mirror) -> None:
        self._db = db
        self._files = files
        self._mirror = mirror

    async def __call__(self, event: Event) -> None:
        """Snapshots always; rights when all ended, but for those issued since; the pass log's
        subject when asked for."""
        data = event.data
        subject_id, cause = data["subject_id"], data.get("cause", "")
        if HOLDER not in data.get("holders", ()):
            return
        async with self._db.read() as session:
            pictured = await store.snapshots_of(session, subject_id)
        for row in pictured:
            await self._files.delete(row.snapshot)
        erased = [row.snapshot for row in pictured]
        rights: Sequence[Right] = ()
        async with self._db.write() as session:
            for row in pictured:
                await store.forget_snapshot(session, row.id)
            if cause in TOTAL:
                rights = await store.delete_rights(session, subject_id, event.time)
                erased += [row.id for row in rights]
            anonymous = await store.anonymise(session, subject_id) if cause == "request" else 0
            digest = hashlib.sha256("\n".join(sorted(erased)).encode()).hexdigest()
            count = len(erased) + anonymous
            emit(session, subject_erased(event.community_id, data, count, digest))
        for right in rights:
            self._mirror.rights.drop(right.id)
