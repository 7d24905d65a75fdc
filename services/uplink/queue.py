"""The durable queue of each destination: put, taken in order, ended; a ledger entry with each step.

Everything here runs in one transaction with the chain of its destination, below the ORM. An
object is put once per destination, kind, event and subscription, however often its event comes.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kit.db import Database, col, select
from kit.secrets import Keyring
from kit.tables import Outbox, now
from services.uplink import events
from services.uplink.ledger import Change, append, entry_of, head
from services.uplink.models import (
    FAILED,
    WAITING,
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
WINDOW = 256  # rows that are looked at for one batch
SEEN_EVENTS = 8192
ERASED = "SUBJECT_ERASED"
REPLAY = 500
_TABLE = sa.inspect(SentObject).local_table
_COLUMNS = list(_TABLE.columns)


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


@dataclass
class Batch:
    """Objects of one kind for one request, oldest first, with what they say."""

    rows: list[Any] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def of(self, numbers: set[int]) -> "Batch":
        """Those of the numbers."""
        pairs = zip(self.rows, self.bodies, strict=True)
        kept = [(row, body) for row, body in pairs if row.id in numbers]
        return Batch([row for row, _ in kept], [body for _, body in kept])


def place_of(values: Any) -> str:
    """What a sealed body is bound to."""
    get = values.get if isinstance(values, dict) else lambda name: getattr(values, name)
    names = ("destination_id", "kind", "event_id", "subscribe_id")
    return "sent_object/" + "/".join(str(get(name)) for name in names)


class Queue:
    def __init__(self, db: Database, ring: Keyring) -> None:
        self._db = db
        self._ring = ring
        self._wakes: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def wake(self, destination_id: str) -> asyncio.Event:
        """Set when something may be there to send."""
        return self._wakes[destination_id]

    async def handle(self, event_id: str, counts: Sequence[Count], offers: Sequence[Offer]) -> int:
        """Counts an event and puts what it brings, once; returns how many objects it put."""
        sealed = [(o, self._ring.seal(o.body, place_of(o.values))) for o in offers]

        def work(connection: sa.Connection) -> int:
            if not _first_time(connection, event_id):
                return 0
            for count in counts:
                _count(connection, count)
            return _put(connection, sealed)

        put = await self._db.bulk(work)
        self._after(o.peer.id for o in offers)
        return put

    async def put(self, offers: Sequence[Offer], act: Act | None = None) -> int:
        """Puts objects that no single event brings; `act` is noted beside `generated`."""
        sealed = [(o, self._ring.seal(o.body, place_of(o.values))) for o in offers]
        put = await self._db.bulk(lambda connection: _put(connection, sealed, act))
        self._after(o.peer.id for o in offers)
        return put

    def _after(self, destination_ids: Iterable[str]) -> None:
        self._db.outbox_filled.set()
        for each in set(destination_ids):
            self._wakes[each].set()

    async def next(
        self,
        destination_id: str,
        objects: int,
        size: int,
        at: datetime,
        without: Collection[tuple[str, str]] = (),
    ) -> Batch:
        """The next objects for one request, at most so many and, beyond the first, so many
        bytes; none of the kinds and subscriptions `without`, which gather for more. Order per
        device is kept: behind one that waits for its next try nothing of its device goes."""
        waiting = (
            col(SentObject.destination_id) == destination_id,
            WAITS,
        )
        held = sa.select(_TABLE.c.device_id).where(*waiting, col(SentObject.next_time) > at)
        query = (
            select(SentObject)
            .where(*waiting, col(SentObject.device_id).not_in(held))
            .where(*(sa.not_(_in_group(*group)) for group in without))
            .order_by(col(SentObject.id))
            .limit(WINDOW)
        )
        async with self._db.read() as session:
            chosen = choose((await session.exec(query)).all(), objects, size)
            contents = await session.exec(
                select(Content).where(col(Content.object_number).in_([r.id for r in chosen]))
            )
            found = {each.object_number: each.body for each in contents}
        batch = Batch()
        for row in chosen:
            if row.id in found:
                batch.rows.append(row)
                batch.bodies.append(self._ring.unseal(found[row.id], place_of(row)))
        return batch

    async def waits(self, destination_id: str) -> bool:
        query = select(SentObject.id).where(SentObject.destination_id == destination_id, WAITS)
        async with self._db.read() as session:
            return (await session.exec(query.limit(1))).first() is not None

    async def has_room(self, peer: Peer) -> bool:
        """For at least one more object."""
        return not _is_full(peer, await self._db.bulk(lambda c: head(c, peer.id)), 0)

    async def mark_sent(self, rows: Sequence[Any]) -> set[int]:
        """Notes that they leave, before they do: a crash in between must not hide it. Returns
        the numbers of those that still wait; others ended meanwhile and must not leave."""

        def work(connection: sa.Connection) -> set[int]:
            found = _rows(connection, [row.id for row in rows])
            waiting = {number for number, row in found.items() if row.state in WAITING}
            fresh = [r for r in rows if r.id in waiting and r.state == ObjectState.QUEUED]
            if fresh:
                update = (
                    sa.update(SentObject)
                    .where(col(SentObject.id).in_([row.id for row in fresh]))
                    .values(state=ObjectState.SENT, update_time=now())
                )
                connection.execute(update)
                entries = [entry_of(row, Act.SENT) for row in fresh]
                append(connection, Change(fresh[0].destination_id, entries))
            return waiting

        return await self._db.bulk(work)

    async def settle(self, destination_id: str, outcomes: Sequence[Outcome]) -> None:
        """Writes down what became of objects."""

        def work(connection: sa.Connection) -> None:
            change = Change(destination_id)
            rows = _rows(connection, [each.number for each in outcomes])
            for outcome in outcomes:
                row = rows.get(outcome.number)
                if row is None or row.state not in WAITING:
                    continue  # ended meanwhile: erased, given up
                if outcome.state is None:
                    _postpone(connection, row, outcome)
                else:
                    _end(connection, row, outcome.state, outcome.reason, change)
            append(connection, change)

        await self._db.bulk(work)
        self._db.outbox_filled.set()

    async def end_where(self, conditions: Sequence[Any], reason: str, act: Act) -> list[int]:
        """Ends all waiting objects that fit, without sending them; returns their numbers."""

        def work(connection: sa.Connection) -> list[int]:
            query = sa.select(*_COLUMNS).where(*conditions, WAITS)
            changes: dict[str, Change] = {}
            numbers = []
            for row in connection.execute(query.order_by(_TABLE.c.id)).all():
                change = changes.setdefault(row.destination_id, Change(row.destination_id))
                _end(connection, row, ObjectState.SET_ASIDE, reason, change, act)
                numbers.append(row.id)
            for change in changes.values():
                append(connection, change)
            return numbers

        numbers = await self._db.bulk(work)
        self._db.outbox_filled.set()
        return numbers

    async def again(self, row: Any, offer: Offer, reason: str, act: Act) -> bool:
        """Lets an ended object wait once more, with content that was fetched anew; whether it
        does: not where it was erased, nor where the queue is full."""
        sealed, size = self._ring.seal(offer.body, place_of(row)), len(offer.body)

        def work(connection: sa.Connection) -> bool:
            known = _rows(connection, [row.id]).get(row.id)
            if known is None or known.state in WAITING or known.reason == ERASED:
                return False
            if _is_full(offer.peer, head(connection, row.destination_id), size):
                return False
            values = {
                "state": ObjectState.QUEUED,
                "tries": 0,
                "content_tries": 0,
                "alone": False,
                "reason": reason,
                "size": size,
                "next_time": now(),
                "update_time": now(),
            }
            connection.execute(sa.update(SentObject).where(_TABLE.c.id == row.id).values(**values))
            connection.execute(sa.insert(Content).values(object_number=row.id, body=sealed))
            change = Change(row.destination_id, waiting=1, waiting_bytes=size)
            if known.state in FAILED:
                change.failed = -1
            elif known.state == ObjectState.ACCEPTED:
                change.accepted = -1
            change.entries.append(entry_of(known, act, reason))
            append(connection, change)
            return True

        waits = await self._db.bulk(work)
        self._after([row.destination_id])
        return waits

    async def resume(self, destination_id: str) -> None:
        """Makes what waits for its next try due now: the link is back."""

        def work(connection: sa.Connection) -> None:
            connection.execute(
                sa.update(SentObject)
                .where(
                    col(SentObject.destination_id) == destination_id,
                    WAITS,
                    col(SentObject.next_time) > now(),
                    col(SentObject.tries) == 0,
                )
                .values(next_time=now())
            )

        await self._db.bulk(work)


def choose(rows: Sequence[Any], objects: int, size: int) -> list[Any]:
    """Of waiting rows, oldest first, those that go in one request: of one kind and one
    subscription; nothing overtakes an earlier object of its device."""
    chosen: list[Any] = []
    held: set[str] = set()
    total = 0
    for row in rows:
        if not chosen:
            chosen.append(row)
            total = row.size
            if row.alone:
                break
            continue
        if len(chosen) >= objects:
            break
        first = chosen[0]
        same = row.kind == first.kind and row.subscribe_id == first.subscribe_id
        fits = same and not row.alone and total + row.size <= size
        if not fits:
            held.add(row.device_id)
        elif row.device_id not in held:
            chosen.append(row)
            total += row.size
    return chosen


def _in_group(kind: str, subscribe_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(col(SentObject.kind) == kind, col(SentObject.subscribe_id) == subscribe_id)


def _first_time(connection: sa.Connection, event_id: str) -> bool:
    known = sa.select(sa.literal(1)).where(col(SeenEvent.event_id) == event_id)
    if connection.execute(known).first():
        return False
    made = connection.execute(sa.insert(SeenEvent).values(event_id=event_id))
    (number,) = made.inserted_primary_key or (0,)
    if number % 256 == 0:
        connection.execute(sa.delete(SeenEvent).where(col(SeenEvent.id) < number - SEEN_EVENTS))
    return True


def _count(connection: sa.Connection, count: Count) -> None:
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


def _put(
    connection: sa.Connection, sealed: Sequence[tuple[Offer, bytes]], act: Act | None = None
) -> int:
    put = 0
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
            put += 1
            peer, size = offer.peer, len(offer.body)
            full = _is_full(peer, known, size, change)
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
            connection.execute(sa.insert(Outbox).values(**event))
    return put


def _is_full(peer: Peer, known: Any, size: int, change: Change | None = None) -> bool:
    """Whether one more object of this size is too much, after what has changed already."""
    change = change or Change(peer.id)
    waiting = known.waiting + change.waiting + 1
    total = known.waiting_bytes + change.waiting_bytes + size
    return bool(waiting > peer.queue_objects or total > peer.queue_bytes)


def _is_put(connection: sa.Connection, values: dict[str, Any]) -> bool:
    names = ("destination_id", "kind", "event_id", "subscribe_id")
    query = sa.select(_TABLE.c.id).where(*(_TABLE.c[name] == values[name] for name in names))
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
    row = _rows(connection, [number])[number]
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
        sa.select(*_COLUMNS)
        .where(_TABLE.c.destination_id == destination_id, WAITS)
        .order_by(_TABLE.c.id)
        .limit(WINDOW)
    )
    gone = 0
    for row in connection.execute(query).all():
        if gone and excess <= 0:
            break
        _end(connection, row, ObjectState.OVERFLOWED, "QUEUE_FULL", change)
        excess -= row.size
        gone += 1
    return gone


def _rows(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, Any]:
    query = sa.select(*_COLUMNS).where(_TABLE.c.id.in_(numbers))
    return {row.id: row for row in connection.execute(query).all()}


def _postpone(connection: sa.Connection, row: Any, outcome: Outcome) -> None:
    values = {
        "reason": outcome.reason,
        "tries": row.tries + outcome.counts,
        "content_tries": row.content_tries + outcome.content,
        "alone": row.alone or outcome.alone,
        "next_time": outcome.next_time,
        "update_time": now(),
    }
    connection.execute(sa.update(SentObject).where(_TABLE.c.id == row.id).values(**values))


def _end(
    connection: sa.Connection,
    row: Any,
    state: ObjectState,
    reason: str,
    change: Change,
    act: Act | None = None,
) -> None:
    """The object's last state for now; its content goes, its numbers stay."""
    values = {
        "state": state,
        "reason": reason,
        "tries": row.tries + (state is ObjectState.ACCEPTED),
        "update_time": now(),
    }
    connection.execute(sa.update(SentObject).where(_TABLE.c.id == row.id).values(**values))
    connection.execute(sa.delete(Content).where(col(Content.object_number) == row.id))
    change.waiting -= 1
    change.waiting_bytes -= row.size
    change.accepted += state is ObjectState.ACCEPTED
    change.failed += state is not ObjectState.ACCEPTED
    change.entries.append(entry_of(row, act or ENDED[state], reason))
    if state in {ObjectState.SET_ASIDE, ObjectState.REFUSED}:
        connection.execute(sa.insert(Outbox).values(**events.set_aside(row, reason)))


def later(at: datetime, tries: int, backoff: Sequence[float]) -> datetime:
    """When the next try is due after so many."""
    return at + timedelta(seconds=backoff[min(tries, len(backoff) - 1)])
