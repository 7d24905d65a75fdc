"""What is done with requests of peers: objects to the receiver, orders to their own rules."""

import base64
import logging
from typing import Any

import sqlalchemy as sa

from kit.db import Database, col
from services.uplink import store
from services.uplink.beats import Beats
from services.uplink.counters import Counters
from services.uplink.directory import Directory
from services.uplink.linkstates import LinkStates
from services.uplink.models import DESTINATIONS, Intake, LinkState, Peer, Received
from services.uplink.orders import Orders
from services.uplink.receiving import Receiver
from services.uplink.viid import queries
from services.uplink.viid.kinds import KINDS, Kind
from services.uplink.viid.reading import (
    Object,
    Unreadable,
    code,
    get,
    id_of,
    name,
    notified,
    objects,
)
from services.uplink.viid.replies import Code, Result
from services.uplink.viid.server import Reply, Wish

log = logging.getLogger("uplink.desk")
MOST_LISTED = 5000
UPDATED, DELETED = "2", "3"  # ExecuteOperation


class PeerDesk:
    def __init__(
        self,
        db: Database,
        directory: Directory,
        receiver: Receiver,
        orders: Orders,
        states: LinkStates,
        beats: Beats,
        counters: Counters,
        max_objects: int,
    ) -> None:
        self._db = db
        self._directory = directory
        self._receiver = receiver
        self._orders = orders
        self._states = states
        self._beats = beats
        self._counters = counters
        self._max_objects = max_objects

    async def heard(self, peer: Peer, registered: bool) -> None:
        self._beats.hear(peer.national_id)
        if registered:
            self._states.turn(peer, LinkState.ONLINE, "")

    async def left(self, peer: Peer) -> None:
        self._states.turn(peer, LinkState.UNREGISTERED, "SIGNED_OFF")

    def refused(self, national_id: str, reason: str) -> None:
        self._counters.add("register_refused", reason.lower())
        peer = self._directory.peer(national_id)
        # How upper platforms stand is known from our own calls; nobody else's word counts.
        if peer is None or peer.kind in DESTINATIONS:
            return
        if reason in {"WRONG", "CLIENT_SENDS_NULL", "MALFORMED"}:
            self._states.turn(peer, LinkState.REFUSED, reason)

    async def answer(self, wish: Wish) -> Reply:
        self._counters.add("request", wish.kind.name)
        if wish.method == "GET":
            return await self._get(wish)
        if not wish.part and (wish.method == "DELETE" or _deletes(wish)):
            return await self._delete(wish)
        if wish.method not in {"POST", "PUT"}:
            return Reply([Result("", Code.INVALID_OPERATION, "no such method")])
        if wish.part == "data":
            return await self._data(wish)
        return Reply(await self._objects(wish, self._items(wish)))

    async def _objects(self, wish: Wish, items: list[Object]) -> list[Result]:
        kind = wish.kind.name
        if kind == "subscribe":
            return await self._orders.subscribe(wish.peer, items, wish.method)
        if kind == "disposition":
            return await self._orders.watch(wish.peer, items, wish.method)
        if kind == "subscribe_notification":
            return [await self._notice(wish, each) for each in items]
        return await self._receiver.take(wish.peer, wish.kind, items, wish.method == "PUT")

    def _items(self, wish: Wish) -> list[Object]:
        if wish.body is None:
            raise Unreadable(7, "the body is empty")
        found = objects(wish.body, wish.kind)
        if len(found) > self._max_objects:
            raise Unreadable(8, f"more than {self._max_objects} objects")
        if wish.key and len(found) == 1:
            name(found[0], wish.kind, wish.key)
        return found

    async def _notice(self, wish: Wish, item: Object) -> Result:
        """What a notification brings, by its kinds; it fails where any of it does."""
        key = str(get(item, "NotificationID", default="") or "")[:64]
        brought = list(notified(item, wish.body))
        if not brought:
            self._counters.add("nothing_in", wish.kind.name)
        operation = code(get(item, "ExecuteOperation"), 1)
        for kind, items in brought:
            if len(items) > self._max_objects:
                return Result(key, Code.BAD_CONTENT, f"more than {self._max_objects} objects")
            for result in await self._done(wish.peer, kind, items, operation):
                if result.code is not Code.OK:
                    return Result(key, result.code, result.text)
        return Result(key)

    async def _done(
        self, peer: Peer, kind: Kind, items: list[Object], operation: str
    ) -> list[Result]:
        """Objects of a notification, added, brought up to date or deleted."""
        if operation == DELETED:
            return await self._forget(peer, kind, [id_of(each, kind) for each in items])
        return await self._receiver.take(peer, kind, items, operation == UPDATED)

    async def _data(self, wish: Wish) -> Reply:
        """Raw Base64 behind an object that came before, though its type says JSON."""
        row = await self._stored(wish)
        if row is None:
            return Reply([Result(wish.key, Code.INVALID_OPERATION, "no such object")])
        text = wish.raw.decode("ascii", "replace").strip().strip('"')
        item = self._receiver.opened(row) if row.body else {}
        item |= {wish.kind.id: wish.key, "Data": text}
        return Reply(await self._receiver.take(wish.peer, wish.kind, [item], replace=True))

    async def _stored(self, wish: Wish) -> Received | None:
        async with self._db.read() as session:
            return await store.received(session, wish.peer.id, wish.kind.name, wish.key)

    async def _get(self, wish: Wish) -> Reply:
        """The peer's own objects that are kept, as it sent them; an empty list is no error."""
        if wish.part:
            return await self._part(wish)
        ask = queries.read(wish.query)
        if wish.kind is KINDS["subscribe"]:
            found = self._orders.of(wish.peer)
            if wish.key:
                ask.conditions.append(queries.Condition(wish.kind.id, "eq", wish.key))
        else:
            found = await self._kept(wish)
        fit = queries.fitting(found, ask, wish.kind.inner)
        rows = fit[ask.start : ask.start + ask.size]
        kind = wish.kind
        counts = {"PageRecordNum": len(rows), "TotalNum": len(fit), "Count": len(fit)}
        return Reply(document={kind.lists[0]: {kind.items[0]: rows} | counts})

    async def _part(self, wish: Wish) -> Reply:
        """What describes an object, or the raw Base64 of its picture."""
        row = await self._stored(wish)
        item = self._receiver.opened(row) if row and row.body else {}
        if item and wish.part == "info":
            inner = wish.kind.inner
            return Reply(document={inner: get(item, inner, default=item)})
        picture = await self._receiver.picture(item)
        if picture:
            return Reply(text=base64.b64encode(picture).decode())
        return Reply([Result(wish.key, Code.INVALID_OPERATION, "no such object")])

    async def _kept(self, wish: Wish) -> list[Object]:
        query = store.own_received(wish.peer.id, wish.kind.name)
        query = query.where(Received.state == Intake.KEPT).order_by(col(Received.id))
        if wish.key:
            query = query.where(Received.object_id == wish.key)
        async with self._db.read() as session:
            rows = (await session.exec(query.limit(MOST_LISTED))).all()
        return [self._receiver.opened(row) for row in rows if row.body]

    async def _delete(self, wish: Wish) -> Reply:
        kind = wish.kind
        ids = [wish.key] if wish.key else queries.ids(wish.query, wish.body, kind)
        if not ids or len(ids) > self._max_objects:
            return Reply([Result("", Code.INVALID_OPERATION, "IDList is missing")])
        if kind is KINDS["subscribe"]:
            return Reply(await self._orders.cancel(wish.peer, ids))
        if kind is KINDS["disposition"]:
            return Reply(await self._orders.unwatch(wish.peer, ids))
        return Reply(await self._forget(wish.peer, kind, ids))

    async def _forget(self, peer: Peer, kind: Kind, ids: list[str]) -> list[Result]:
        """Deletes the peer's objects, and first the pictures that lie apart from them."""
        query = store.own_received(peer.id, kind.name).where(col(Received.object_id).in_(ids))
        async with self._db.read() as session:
            rows = (await session.exec(query)).all()
        for row in rows:
            await self._receiver.forget_pictures(kind, row)
        async with self._db.write() as session:
            gone = sa.delete(Received).where(col(Received.id).in_([row.id for row in rows]))
            await session.exec(gone)
        return [Result(each) for each in ids]


def _deletes(wish: Wish) -> bool:
    """Some delete by a POST that holds nothing but ids."""
    body: Any = wish.body
    return isinstance(body, dict) and any(
        str(name).lower() in {"idlist", "subscribeidlist"} for name in body
    )
