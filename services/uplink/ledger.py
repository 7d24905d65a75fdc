"""The ledger (R98): one hash chain per destination, written with each change of its queue.

An entry's hash is SHA-256 over the hash before it and its own content in canonical JSON. Whoever
removes, adds or alters an entry breaks the chain from there; its head is kept beside it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.db import Overtaken, col
from kit.tables import now
from services.uplink.models import Act, Destination, LedgerEntry

HASHED = (
    *("destination_id", "number", "time", "act", "object_number", "kind", "object_id"),
    *("community_id", "device_id", "flow_id", "fields", "subject", "reason"),
)


@dataclass(frozen=True)
class Entry:
    """One act, before it has its place in the chain. It names no person and holds no content."""

    act: Act
    object_number: int
    kind: str
    object_id: str
    community_id: str
    device_id: str
    flow_id: str
    fields: Sequence[str] = ()
    subject: str = ""
    reason: str = ""


@dataclass
class Change:
    """What a transaction does to a destination: acts, and what they add to its sums."""

    destination_id: str
    entries: list[Entry] = field(default_factory=list)
    waiting: int = 0
    waiting_bytes: int = 0
    accepted: int = 0
    failed: int = 0


def entry_of(row: Any, act: Act, reason: str = "") -> Entry:
    """The entry about a row of the queue."""
    return Entry(
        act,
        row.id,
        row.kind,
        row.object_id,
        row.community_id,
        row.device_id,
        row.flow_id,
        tuple(row.fields),
        row.subject,
        reason,
    )


def hash_of(previous: str, values: dict[str, Any]) -> str:
    shown = {name: values[name] for name in HASHED}
    shown["time"] = values["time"].isoformat(timespec="microseconds")
    shown["act"] = str(values["act"])
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def head(connection: sa.Connection, destination_id: str) -> Any:
    """The destination's row, locked where the database locks rows; made when it is missing."""
    columns = sa.inspect(Destination).columns
    query = sa.select(*columns).where(col(Destination.destination_id) == destination_id)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        connection.execute(sa.insert(Destination).values(destination_id=destination_id))
        row = connection.execute(query.with_for_update()).one()
    return row


def append(connection: sa.Connection, change: Change, at: datetime | None = None) -> None:
    """Adds the entries to the chain and the sums to the destination. Raises Overtaken when
    another transaction was faster."""
    at = at or now()
    known = head(connection, change.destination_id)
    number, previous = known.number, known.hash
    rows = []
    for entry in change.entries:
        number += 1
        values = vars(entry) | {
            "destination_id": change.destination_id,
            "number": number,
            "time": at,
            "fields": list(entry.fields),
        }
        values |= {"previous_hash": previous, "hash": hash_of(previous, values)}
        previous = values["hash"]
        rows.append(values)
    if rows:
        connection.execute(sa.insert(LedgerEntry), rows)
    done = connection.execute(
        sa.update(Destination)
        .where(
            col(Destination.destination_id) == change.destination_id,
            col(Destination.number) == known.number,
        )
        .values(
            number=number,
            hash=previous,
            waiting=col(Destination.waiting) + change.waiting,
            waiting_bytes=col(Destination.waiting_bytes) + change.waiting_bytes,
            accepted=col(Destination.accepted) + change.accepted,
            failed=col(Destination.failed) + change.failed,
        )
    )
    if done.rowcount != 1:
        raise Overtaken


@dataclass
class Check:
    """Goes along a chain, entry by entry; `broken` is the first number that does not fit."""

    number: int
    previous: str
    entries: int = 0
    broken: int = 0

    def follow(self, rows: Iterable[LedgerEntry]) -> None:
        for row in rows:
            self.number += 1
            fits = (
                row.number == self.number
                and row.previous_hash == self.previous
                and row.hash == hash_of(self.previous, dict(row))
            )
            if not fits and not self.broken:
                self.broken = self.number
            self.previous, self.entries = row.hash, self.entries + 1

    def end(self, number: int, digest: str) -> None:
        """Compares with the head that is kept apart from the entries."""
        if not self.broken and (self.number, self.previous) != (number, digest):
            self.broken = self.number + 1
