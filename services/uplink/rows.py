"""What happens to rows of a destination's queue within one transaction, with the ledger's entries.

Below the ORM. Callers end it with the change of the chain (`append`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.db import col
from kit.tables import ADD_EVENTS, now
from services.uplink import events
from services.uplink.ledger import Change, append, entry_of, head
from services.uplink.models import (
    WAITS,
    Act,
    Content,
    Figure,
    ObjectState,
    OverflowPolicy,
    Peer,
    SeenEvent,
    SentObject,
)
from services.uplink.statistics import Count

ENDED = {
    ObjectState.ACCEPTED: Act.ACCEPTED,
    ObjectState.REFUSED: Act.REFUSED,
    ObjectState.SET_ASIDE: Act.SET_ASIDE,
    ObjectState.OVERFLOWED: Act.OVERFLOWED,
}
TOLD = {ObjectState.SET_ASIDE, ObjectState.REFUSED}
WINDOW = 256  # rows that are looked at for one batch
SEEN_EVENTS = 8192
TABLE = sa.inspect(SentObject).local_table
COLUMNS = list(TABLE.columns)
_KEY = TABLE.c.id == sa.bindparam("key")


@dataclass(frozen=True)
class Offer:
    """One object for one destination; `values` are columns of SentObject, `body` is plain."""

    peer: Peer
    values: dict[str, Any]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of an object that was sent: an end, or a time for the next try."""

    number: int
    state: ObjectState | None = None
    reason: str = ""
    next_time: datetime | None = None
    content: bool = False  # the receiver says that what is in it is wrong
    alone: bool = False  # from now on not in a batch with others
    counts: bool = True  # whether this was a try: one that never left is none


@dataclass(frozen=True)
class Ending:
    """The last state of a row for now, and why."""

    row: Any
    state: ObjectState
    reason: str = ""


def unseen(connection: sa.Connection, event_ids: Sequence[str]) -> set[str]:
    """Events that have not been seen; from now on they have."""
    query = sa.select(col(SeenEvent.event_id)).where(col(SeenEvent.event_id).in_(event_ids))
    fresh = set(event_ids) - set(connection.execute(query).scalars())
    if fresh:
        connection.execute(sa.insert(SeenEvent), [{"event_id": each} for each in sorted(fresh)])
        newest = sa.select(sa.func.max(SeenEvent.id)).scalar_subquery()
        connection.execute(sa.delete(SeenEvent).where(col(SeenEvent.id) < newest - SEEN_EVENTS))
    return fresh


def add_figures(connection: sa.Connection, counts: Sequence[Count]) -> None:
    """Adds to figures of days or, where a count does not add, replaces them."""
    sums: dict[tuple[str, str, str], Count] = {}
    for each in counts:
        key = (each.day, each.community_id, each.name)
        before = sums.get(key)
        value = before.value + each.value if before and each.adds else each.value
        sums[key] = each._replace(value=value, adds=before.adds if before else each.adds)
    for count in sums.values():
        _add_figure(connection, count)


def _add_figure(connection: sa.Connection, count: Count) -> None:
    where = (
        col(Figure.day) == count.day,
        col(Figure.community_id) == count.community_id,
        col(Figure.name) == count.name,
    )
    value = col(Figure.value) + count.value if count.adds else count.value
    done = connection.execute(sa.update(Figure).where(*where).values(value=value))
    if not done.rowcount:
        row = count._asdict()
        del row["adds"]
        connection.execute(sa.insert(Figure).values(**row))


def put(
    connection: sa.Connection, sealed: Sequence[tuple[Offer, bytes]], act: Act | None = None
) -> int:
    """Puts what is not there yet, each with its sealed body; returns how many."""
    fresh = 0
    by_peer: dict[str, list[tuple[Offer, bytes]]] = {}
    for offer, body in sealed:
        by_peer.setdefault(offer.peer.id, []).append((offer, body))
    for destination_id, some in by_peer.items():
        known = head(connection, destination_id)
        change = Change(destination_id)
        lost = 0
        for offer, body in some:
            if _is_put(connection, offer.values):
                continue
            fresh += 1
            peer, size = offer.peer, len(offer.body)
            full = is_full(peer, known, size, change)
            if full and peer.overflow is OverflowPolicy.DROP_OLDEST:
                total = known.waiting_bytes + change.waiting_bytes
                excess = total + size - peer.queue_bytes
                gone = _give_up(connection, destination_id, excess, change)
                lost += gone
                full = not gone
            lost += full
            _insert(connection, offer, body, full, change, act)
        append(connection, change)
        if lost:
            event = events.overflowed(destination_id, lost, "QUEUE_FULL")
            connection.execute(ADD_EVENTS, event)
    return fresh


def is_full(peer: Peer, known: Any, size: int, change: Change | None = None) -> bool:
    """Whether one more object of this size is too much, after what has changed already."""
    change = change or Change(peer.id)
    waiting = known.waiting + change.waiting + 1
    total = known.waiting_bytes + change.waiting_bytes + size
    return bool(waiting > peer.queue_objects or total > peer.queue_bytes)


def _is_put(connection: sa.Connection, values: dict[str, Any]) -> bool:
    names = ("destination_id", "kind", "event_id", "subscribe_id")
    query = sa.select(TABLE.c.id).where(*(TABLE.c[name] == values[name] for name in names))
    return connection.execute(query).first() is not None


def _insert(
    connection: sa.Connection,
    offer: Offer,
    sealed: bytes,
    full: bool,
    change: Change,
    act: Act | None,
) -> None:
    size = len(offer.body)
    at = now()
    state = ObjectState.OVERFLOWED if full else ObjectState.QUEUED
    values = {"next_time": at, "create_time": at, "update_time": at} | offer.values
    values |= {"state": state, "size": size, "reason": "QUEUE_FULL" if full else ""}
    made = connection.execute(sa.insert(SentObject).values(**values))
    (number,) = made.inserted_primary_key or (0,)
    row = rows_of(connection, [number])[number]
    change.entries.append(entry_of(row, Act.GENERATED))
    if act:
        change.entries.append(entry_of(row, act))
    if full:
        change.failed += 1
        change.entries.append(entry_of(row, Act.OVERFLOWED, "QUEUE_FULL"))
        return
    connection.execute(sa.insert(Content).values(object_number=number, body=sealed))
    change.waiting += 1
    change.waiting_bytes += size
    change.entries.append(entry_of(row, Act.QUEUED))


def _give_up(connection: sa.Connection, destination_id: str, excess: int, change: Change) -> int:
    """Gives up the oldest that wait, at least one and so many that the bytes fit."""
    query = (
        sa.select(*COLUMNS)
        .where(TABLE.c.destination_id == destination_id, WAITS)
        .order_by(TABLE.c.id)
        .limit(WINDOW)
    )
    gone: list[Ending] = []
    for row in connection.execute(query).all():
        if gone and excess <= 0:
            break
        gone.append(Ending(row, ObjectState.OVERFLOWED, "QUEUE_FULL"))
        excess -= row.size
    end(connection, gone, change)
    return len(gone)


def rows_of(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, Any]:
    query = sa.select(*COLUMNS).where(TABLE.c.id.in_(numbers))
    return {row.id: row for row in connection.execute(query).all()}


def postpone(connection: sa.Connection, later: Sequence[tuple[Any, Outcome]]) -> None:
    """Rows and what came of their tries: they wait for the next one."""
    values = [
        {
            "key": row.id,
            "reason": outcome.reason,
            "tries": row.tries + outcome.counts,
            "content_tries": row.content_tries + outcome.content,
            "alone": row.alone or outcome.alone,
            "next_time": outcome.next_time,
            "update_time": now(),
        }
        for row, outcome in later
    ]
    if values:
        connection.execute(sa.update(SentObject).where(_KEY), values)


def wait_again(connection: sa.Connection, row: Any, values: dict[str, Any]) -> None:
    """Lets a row that ended wait as if it were new, with the values."""
    fresh = {"state": ObjectState.QUEUED, "tries": 0, "content_tries": 0, "alone": False}
    at = now()
    changed = fresh | {"next_time": at, "update_time": at} | values
    connection.execute(sa.update(SentObject).where(TABLE.c.id == row.id).values(**changed))


def end(
    connection: sa.Connection, endings: Sequence[Ending], change: Change, act: Act | None = None
) -> None:
    """Writes the states, of one destination; contents go, numbers stay."""
    if not endings:
        return
    values = [
        {
            "key": each.row.id,
            "state": each.state,
            "reason": each.reason,
            "tries": each.row.tries + (each.state is ObjectState.ACCEPTED),
            "update_time": now(),
        }
        for each in endings
    ]
    connection.execute(sa.update(SentObject).where(_KEY), values)
    held = col(Content.object_number) == sa.bindparam("key")
    connection.execute(sa.delete(Content).where(held), [{"key": e.row.id} for e in endings])
    for each in endings:
        accepted = each.state is ObjectState.ACCEPTED
        change.waiting -= 1
        change.waiting_bytes -= each.row.size
        change.accepted += accepted
        change.failed += not accepted
        change.entries.append(entry_of(each.row, act or ENDED[each.state], each.reason))
    told = [events.set_aside(each.row, each.reason) for each in endings if each.state in TOLD]
    if told:
        connection.execute(ADD_EVENTS, told)
