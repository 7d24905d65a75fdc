"""Erases what waits here about a subject, or what of it rests on a consent that ended, and says so
(R6, R9, R29). The ledger names nobody and stays: a keyed digest answers who received what."""

import hashlib
from typing import Any

import sqlalchemy as sa

from kit.db import Database, col, emit
from kit.events import Event
from kit.secrets import Keyring
from services.uplink.events import HOLDER, subject_erased
from services.uplink.models import Act, Flow, SentObject
from services.uplink.queue import ERASED, Queue


class Eraser:
    def __init__(self, db: Database, queue: Queue, ring: Keyring) -> None:
        self._db = db
        self._queue = queue
        self._ring = ring

    async def __call__(self, event: Event) -> None:
        data: dict[str, Any] = event.data
        if HOLDER not in data.get("holders", ()):
            return
        subject = self._ring.digest("subject", data["subject_id"])
        about = col(SentObject.subject) == subject
        if purpose := data.get("purpose"):
            resting = sa.select(col(Flow.id)).where(col(Flow.consent_purpose) == purpose)
            about = sa.and_(about, col(SentObject.flow_id).in_(resting))
        numbers = await self._queue.end_where([about], ERASED, Act.ERASED)
        digest = hashlib.sha256("\n".join(map(str, sorted(numbers))).encode()).hexdigest()
        async with self._db.write() as session:
            await session.exec(sa.update(SentObject).where(about).values(subject_sealed=b""))
            emit(session, subject_erased(event.community_id, data, len(numbers), digest))
