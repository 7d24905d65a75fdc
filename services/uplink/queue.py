"""The durable queue of each destination: put, taken in order, ended; a ledger entry with each step.

Everything here runs in one transaction with the chain of its destination, below the ORM, and
locks the chain's head before it looks at rows: what it saw is so until it ends. An object is put
once per destination, kind, event and subscription, however often its event comes.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from kit.db import Database, col, select
from kit.secrets import Keyring
from kit.tables import now
from services.uplink.ledger import Change, append, entry_of, head
from services.uplink.models import (
    FAILED,
    WAITING,
    WAITS,
    Act,
    Content,
    ObjectState,
    Peer,
    SentObject,
)
from services.uplink.rows import (
    COLUMNS,
    TABLE,
    WINDOW,
    Ending,
    Offer,
    Outcome,
    add_figures,
    end,
    is_full,
    postpone,
    put,
    rows_of,
    unseen,
    wait_again,
)
from services.uplink.statistics import Count

ERASED = "SUBJECT_ERASED"
REPLAY = 500
ENDS = 500  # objects that end in one transaction
RENEWED = ("flow_id", "fields", "subject", "subject_sealed")
"""What an object that is sent once more takes over from the flow of now."""


@dataclass(frozen=True)
class Found:
    """What an event brings: figures, and objects for destinations."""

    event_id: str
    counts: Sequence[Count]
    offers: Sequence[Offer]


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

    async def handle(self, found: Sequence[Found]) -> None:
        """Counts events and puts what they bring, each once, in one transaction."""
        sealed = {each.event_id: self._sealed(each.offers) for each in found}

        def work(connection: sa.Connection) -> None:
            fresh = unseen(connection, list(sealed))
            add_figures(
                connection, [c for each in found if each.event_id in fresh for c in each.counts]
            )
            put(connection, [pair for key, some in sealed.items() if key in fresh for pair in some])

        await self._db.bulk(work)
        self._after(offer.peer.id for each in found for offer in each.offers)

    def _sealed(self, offers: Sequence[Offer]) -> list[tuple[Offer, bytes]]:
        return [(each, self._ring.seal(each.body, place_of(each.values))) for each in offers]

    async def put(self, offers: Sequence[Offer], act: Act | None = None) -> int:
        """Puts objects that no single event brings; `act` is noted beside `generated`."""
        sealed = self._sealed(offers)
        fresh = await self._db.bulk(lambda connection: put(connection, sealed, act))
        self._after(o.peer.id for o in offers)
        return fresh

    def _after(self, destination_ids: Iterable[str]) -> None:
        for each in set(destination_ids):
            self._wakes[each].set()
            self._db.outbox_filled.set()  # in case something was given up

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
        held = sa.select(TABLE.c.device_id).where(*waiting, col(SentObject.next_time) > at)
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
        return not is_full(peer, await self._db.bulk(lambda c: head(c, peer.id)), 0)

    async def mark_sent(self, rows: Sequence[Any]) -> set[int]:
        """Notes that they leave, before they do: a crash in between must not hide it. Returns
        the numbers of those that still wait; others ended meanwhile and must not leave."""

        def work(connection: sa.Connection) -> set[int]:
            head(connection, rows[0].destination_id)
            found = rows_of(connection, [row.id for row in rows])
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
            head(connection, destination_id)
            change = Change(destination_id)
            known = rows_of(connection, [each.number for each in outcomes])
            endings, later = [], []
            for each in outcomes:
                row = known.get(each.number)
                if row is None or row.state not in WAITING:
                    continue  # ended meanwhile: erased, given up
                if each.state is None:
                    later.append((row, each))
                else:
                    endings.append(Ending(row, each.state, each.reason))
            postpone(connection, later)
            end(connection, endings, change)
            append(connection, change)

        await self._db.bulk(work)
        self._db.outbox_filled.set()

    async def end_where(self, conditions: Sequence[Any], reason: str, act: Act) -> list[int]:
        """Ends all waiting objects that fit, without sending them; returns their numbers. In
        steps, so that a long queue keeps no others waiting; after a crash between two the rest
        still fits."""

        def work(connection: sa.Connection) -> list[int]:
            place = TABLE.c.destination_id
            concerned = sa.select(place).where(*conditions, WAITS).distinct().order_by(place)
            for destination_id in connection.execute(concerned).scalars().all():
                head(connection, destination_id)
            query = sa.select(*COLUMNS).where(*conditions, WAITS).order_by(place, TABLE.c.id)
            found = connection.execute(query.limit(ENDS)).all()
            for destination_id, mine in groupby(found, lambda row: row.destination_id):
                change = Change(destination_id)
                endings = [Ending(row, ObjectState.SET_ASIDE, reason) for row in mine]
                end(connection, endings, change, act)
                append(connection, change)
            return [row.id for row in found]

        numbers: list[int] = []
        while True:
            ended = await self._db.bulk(work)
            self._db.outbox_filled.set()
            numbers += ended
            if len(ended) < ENDS:
                return numbers

    async def again(self, row: Any, offer: Offer, reason: str, act: Act) -> bool:
        """Lets an ended object wait once more, with content that was fetched anew under the
        offer's flow; whether it does: not where it was erased, nor where the queue is full."""
        sealed, size = self._ring.seal(offer.body, place_of(row)), len(offer.body)

        renewed = {name: offer.values[name] for name in RENEWED}

        def work(connection: sa.Connection) -> bool:
            full = is_full(offer.peer, head(connection, row.destination_id), size)
            known = rows_of(connection, [row.id]).get(row.id)
            if full or known is None or known.state in WAITING or known.reason == ERASED:
                return False
            wait_again(connection, known, renewed | {"reason": reason, "size": size})
            connection.execute(sa.insert(Content).values(object_number=row.id, body=sealed))
            change = Change(row.destination_id, waiting=1, waiting_bytes=size)
            if known.state in FAILED:
                change.failed = -1
            elif known.state == ObjectState.ACCEPTED:
                change.accepted = -1
            entry = replace(entry_of(known, act, reason), flow_id=renewed["flow_id"])
            change.entries.append(replace(entry, fields=renewed["fields"]))
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


def later(at: datetime, tries: int, backoff: Sequence[float]) -> datetime:
    """When the next try is due after so many."""
    return at + timedelta(seconds=backoff[min(tries, len(backoff) - 1)])
