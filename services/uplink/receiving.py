"""What comes in: cleaned, judged, stored, and only then acknowledged. Facts are made later.

Faces are kept for the moment of a decision and only where their access point may decide by face;
all others are dropped and counted (R20). Identities need a basis that somebody wrote down.
"""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kit.db import Database, col
from kit.errors import AnjuError
from kit.gathering import Gathering
from kit.secrets import Keyring
from kit.tables import now
from services.uplink import store
from services.uplink.counters import Counters
from services.uplink.lawful import FaceFunctions
from services.uplink.models import DESTINATIONS, Intake, Peer, PeerKind, Received
from services.uplink.pictures import Pictures, shows_people, without_pictures
from services.uplink.places import Places
from services.uplink.sensitive import clean
from services.uplink.viid.kinds import Holds, Kind
from services.uplink.viid.reading import Object, Unreadable, get, id_of, identifier
from services.uplink.viid.replies import Code, Result

log = logging.getLogger("uplink.receiving")
FACTS = {"motor_vehicle", "face", "person", "face_recognition", "face_pass", "ape", "ape_status"}
"""Kinds that this service itself makes something of."""
PASSES = {"face_recognition", "face_pass"}
"""Vendors' kinds whose id is the person's: the pass is told by its device and time as well."""
SHOWS_PEOPLE = "SHOWS_PEOPLE"
"""Reason of a kept row whose picture shows somebody: lists of people are dropped, and what comes
for `/Data` later has to be dropped too (R20)."""
DEVICE_FIELDS = ("DeviceID", "ApeID", "TollgateID", "CapCameraID")
_TABLE = sa.inspect(Received).local_table


@dataclass(frozen=True)
class Row:
    """One object on its way to the table; `replaces` says that a known one is brought up to
    date, others are left as they are."""

    values: dict[str, Any]
    replaces: bool


class Receiver:
    def __init__(
        self,
        db: Database,
        ring: Keyring,
        places: Places,
        faces: FaceFunctions,
        pictures: Pictures,
        counters: Counters,
        max_waiting: int,
    ) -> None:
        self._db = db
        self._ring = ring
        self._places = places
        self._faces = faces
        self._pictures = pictures
        self._counters = counters
        self.gathering: Gathering[list[Row], None] = Gathering(
            "UPLINK_RECEIVED", self._store, max_waiting
        )

    async def take(
        self, peer: Peer, kind: Kind, items: Sequence[Object], replace: bool = False
    ) -> list[Result]:
        """Stores what may be kept; one result per object, in order. What is stored already is
        taken again without doing anything: senders repeat whole batches."""
        if peer.kind in DESTINATIONS or kind.holds is Holds.ORDERS:
            refused = "this peer sends no such objects"
            return [Result("", Code.INVALID_OPERATION, refused) for _ in items]
        with self.gathering.coming():
            return await self._taken(peer, kind, items, replace)

    async def _taken(
        self, peer: Peer, kind: Kind, items: Sequence[Object], replace: bool
    ) -> list[Result]:
        results: list[Result] = []
        rows: list[Row] = []
        replace, people = replace or kind.kept, _of_people(kind, items)
        for item in items:
            try:
                key = id_of(item, kind)
                row, result = await self._judge(peer, kind, item, key, replace, key in people)
            except Unreadable as error:
                results.append(Result("", Code.BAD_CONTENT, error.text))
                self._counters.add("unreadable", kind.name)
                continue
            results.append(result)
            if row is not None:
                rows.append(row)
        if rows:
            try:
                await self.gathering.ask(rows)
            except AnjuError:
                busy = Code.BUSY
                return [
                    Result(r.id, busy, "busy, send again") if not r.code else r for r in results
                ]
        return results

    async def _judge(
        self, peer: Peer, kind: Kind, item: Object, key: str, replace: bool, of_people: bool
    ) -> tuple[Row | None, Result]:
        device_id = self._device_of(peer, item)
        stored = key if kind.name not in PASSES else _pass_of(item)
        if device_id is None:
            self._counters.add("other_device", kind.name)
            return None, Result(key, Code.INVALID_OPERATION, "this device is not yours")
        dropped: Counter[str] = Counter()
        kept = clean(item, dropped)
        self._counters.add("field_dropped", kind.name, dropped.total())
        device = self._places.national(device_id)
        state = await self._fate(peer, kind, device.access_point_id if device else "")
        if state is None:
            return None, Result(key, Code.BUSY, "busy, send again")
        if state is Intake.DROPPED:
            self._counters.add("dropped", kind.name)
            return None, Result(key)
        values = {
            "peer_id": peer.id,
            "community_id": device.community_id if device else peer.community_id,
            "kind": kind.name,
            "object_id": stored,
            "device_id": device_id,
            "state": state,
        }
        return await self._row(kind, values, kept, replace, of_people), Result(key)

    async def _row(
        self, kind: Kind, values: dict[str, Any], item: Object, replace: bool, of_people: bool
    ) -> Row | None:
        """What is to be stored; None for a description that comes again, whose picture needs no
        second file."""
        source = (values["peer_id"], kind.name, values["object_id"])
        before = await self._before(kind, *source)
        of_people = of_people or (before is not None and before.reason == SHOWS_PEOPLE)
        reason = SHOWS_PEOPLE if of_people else ""
        if before:
            if not replace and reason == before.reason:
                return None
            await self.forget_pictures(kind, before)
        item = await self._without_people(kind, item, values["community_id"], of_people)
        values |= {"reason": reason, "body": self.sealed(*source, item)}
        return Row(values, replace or of_people or before is not None)

    async def _fate(self, peer: Peer, kind: Kind, access_point_id: str) -> Intake | None:
        """What is to become of an object; None while nobody can say whether it may be kept."""
        if kind.holds is Holds.IDENTITIES and not peer.identities_basis:
            return Intake.DROPPED
        if kind.holds is Holds.FACES:
            lawful = await self._faces.lawful(access_point_id)
            if not lawful:
                return None if lawful is None else Intake.DROPPED
        return Intake.WAITING if kind.name in FACTS else Intake.KEPT

    async def _before(self, kind: Kind, peer_id: str, name: str, key: str) -> Received | None:
        """The row of an object whose picture may come apart from it, if it came already."""
        if not kind.inner:
            return None
        async with self._db.read() as session:
            return await store.received(session, peer_id, name, key)

    async def _without_people(
        self, kind: Kind, item: Object, community_id: str, of_people: bool
    ) -> Object:
        """The object without pictures of people, save those that a decision is about to need;
        other pictures go to files."""
        removed = 0
        if kind.holds is Holds.THINGS:
            item, removed = await self._pictures.take_out(item, community_id, of_people)
        elif kind.name not in FACTS:
            item, removed = without_pictures(item)
        self._counters.add("picture_dropped", kind.name, removed)
        return item

    def sealed(self, peer_id: str, kind: str, key: str, item: Object) -> bytes:
        body = json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
        return self._ring.seal(body, f"received/{peer_id}/{kind}/{key}")

    def opened(self, row: Any) -> Object:
        plain = self._ring.unseal(row.body, f"received/{row.peer_id}/{row.kind}/{row.object_id}")
        found = json.loads(plain)
        return found if isinstance(found, dict) else {}

    async def picture(self, item: Object) -> bytes:
        """The picture of a stored object; empty without one."""
        return await self._pictures.first(item)

    async def forget_pictures(self, kind: Kind, row: Received) -> None:
        """Deletes the files of a stored object. Only of kinds whose pictures are taken out: what
        others say about files is the sender's word."""
        if kind.holds is Holds.THINGS and row.body:
            await self._pictures.forget(self.opened(row))

    def _device_of(self, peer: Peer, item: Object) -> str | None:
        """Whom the object is about: a device speaks for itself alone, a platform for the devices
        of its community. None when it claims to be somebody else."""
        head = get(item, "ImageInfo", "VideoSliceInfo", "FileInfo", default=item)
        given = (get(place, name) for place in (head, item) for name in DEVICE_FIELDS)
        claims = [identifier(each) for each in given if each not in (None, "")]
        devices = [each for claim in claims if (each := self._places.national(claim))]
        if peer.kind is PeerKind.DEVICE:
            # A tollgate's or a vendor's own number is no other device of ours.
            others = [each for each in devices if each.national_id != peer.national_id]
            return None if others else peer.national_id
        foreign = [each for each in devices if each.community_id != peer.community_id]
        if peer.community_id and foreign:
            return None
        return claims[0] if claims else peer.national_id

    async def _store(self, some: Sequence[list[Row]]) -> list[AnjuError | None]:
        rows = [row for each in some for row in each]
        await self._db.bulk(lambda connection: _write(connection, rows))
        return [None] * len(some)


def _of_people(kind: Kind, items: Sequence[Object]) -> set[str]:
    """Ids of descriptions whose picture shows somebody, as any of the same id says."""
    found = set()
    for item in items if kind.inner else ():
        if shows_people(item):
            with suppress(Unreadable):
                found.add(id_of(item, kind))
    return found


def _pass_of(item: Object) -> str:
    """Names a pass without naming who passed. Raises Unreadable without a time."""
    parts = [get(item, name) for name in ("DeviceID", "PersonID", "RecognitionTime", "PassTime")]
    if not (parts[2] or parts[3]):
        raise Unreadable(8, "RecognitionTime is missing")
    return hashlib.sha256("|".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:40]


def _write(connection: sa.Connection, rows: Sequence[Row]) -> None:
    fresh: dict[tuple[str, str, str], dict[str, Any]] = {}
    known = _known(connection, rows)
    at = now()
    for row in rows:
        key = (row.values["peer_id"], row.values["kind"], row.values["object_id"])
        values = row.values | {"next_time": at, "create_time": at, "tries": 0}
        if key in known and row.replaces:
            where = _TABLE.c.id == known[key]
            connection.execute(sa.update(Received).where(where).values(**values))
        elif key not in known and (key not in fresh or row.replaces):
            fresh[key] = values
    if fresh:
        connection.execute(sa.insert(Received), list(fresh.values()))


def _known(connection: sa.Connection, rows: Sequence[Row]) -> dict[tuple[str, str, str], int]:
    found = {}
    by_source: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        source = (row.values["peer_id"], row.values["kind"])
        by_source.setdefault(source, []).append(row.values["object_id"])
    for (peer_id, kind), ids in by_source.items():
        query = sa.select(_TABLE.c.id, _TABLE.c.object_id).where(
            _TABLE.c.peer_id == peer_id, _TABLE.c.kind == kind, _TABLE.c.object_id.in_(ids)
        )
        for number, object_id in connection.execute(query):
            found[peer_id, kind, object_id] = number
    return found


def ended(connection: sa.Connection, done: Sequence[tuple[int, Intake, str]]) -> None:
    """Content goes once an object is done."""
    for number, state, reason in done:
        values: dict[str, Any] = {"state": state, "reason": reason}
        if state is not Intake.KEPT:
            values["body"] = b""
        connection.execute(sa.update(Received).where(col(Received.id) == number).values(**values))
