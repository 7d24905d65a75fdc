"""What a door must know by itself: copies of access points and rights, and its own rules.

Other services are asked only for what changed since the last revision seen; a decision reads
memory alone. So a gate decides while registry and resident are down, and after a restart too.
"""

import logging
from collections.abc import Sequence
from typing import Any

import grpc
from sqlmodel import SQLModel

from anju.registry.v1 import registry_pb2
from anju.resident.v1 import resident_pb2
from kit.credentials import CredentialKind, digest
from kit.db import Database
from kit.events import Event
from kit.following import Following
from kit.message import to_dict
from kit.secrets import Keyring
from services.access import store
from services.access.models import (
    Barred,
    Cursor,
    Direction,
    Emergency,
    Point,
    Right,
    Rules,
    Secret,
)
from services.access.rights import Held, Rights

log = logging.getLogger("access.mirror")
DIGEST_KEY = "credential digests"
POINTS, RIGHTS, DEVICES = "access points", "rights", "devices"


class Mirror:
    """`stale` names the services that did not answer the last pull."""

    def __init__(
        self, db: Database, ring: Keyring, registry: Any, resident: Any, timeout: float = 5.0
    ) -> None:
        self._db = db
        self._ring = ring
        self._registry = registry
        self._resident = resident
        self._timeout = timeout
        self.following = Following("mirror", self.pull)
        self._digest_key = b""
        self.rights = Rights()
        self._cursors: dict[str, int] = {}
        self.points: dict[str, Point] = {}
        self.barred: set[str] = set()  # devices
        self.rules: dict[str, Rules] = {}
        self.emergencies: dict[str, Emergency] = {}
        self.stale: set[str] = set()

    async def load(self) -> None:
        """Fills the memory from this service's own tables."""
        async with self._db.read() as session:
            for point in await store.every(session, Point):
                self.points[point.id] = point
            self.barred = {each.id for each in await store.every(session, Barred)}
            async for some in store.rights(session):
                self.rights.keep(some)
            for cursor in await store.every(session, Cursor):
                self._cursors[cursor.name] = cursor.revision
            secret = await session.get(Secret, DIGEST_KEY)
            if secret:
                self._digest_key = self._ring.unseal(secret.sealed, DIGEST_KEY)
        await self.load_rules()

    async def load_rules(self) -> None:
        """Rules and emergencies as the tables have them: another replica may have changed them."""
        async with self._db.read() as session:
            rules = await store.every(session, Rules)
            emergencies = await store.open_emergencies(session)
        self.rules = {each.access_point_id: each for each in rules}
        self.emergencies = {each.id: each for each in emergencies}

    async def follow(self, event: Event) -> None:
        """Takes up what a replica of this service changed."""
        if event.name == "access.subject.erased":
            await self._reread(event.data["subject_id"])
            return
        async with self._db.read() as session:
            changed: Rules | Emergency | None
            if event.name == "access.rules.changed":
                changed = await session.get(Rules, event.data["access_point_id"])
            else:
                changed = await session.get(Emergency, event.data["emergency_id"])
        if changed:
            self.apply(changed)

    async def _reread(self, subject_id: str) -> None:
        """An erasure may be of the face alone: cards go on opening (R6). What came or went while
        the tables are read is left as it is."""
        before = self.rights.ids_of(subject_id)
        async with self._db.read() as session:
            left = {row.id for row in await store.rights_of(session, subject_id)}
        for right_id in before:
            if right_id not in left:
                self.rights.drop(right_id)

    def apply(self, changed: Rules | Emergency) -> None:
        """Makes a committed change count for the next decision."""
        if isinstance(changed, Rules):
            self.rules[changed.access_point_id] = changed
        elif changed.end_time:
            self.emergencies.pop(changed.id, None)
        else:
            self.emergencies[changed.id] = changed

    async def pull(self) -> None:
        for name, parts in (
            ("registry", (self._pull_points, self._pull_devices)),
            ("resident", (self._pull_rights,)),
        ):
            try:
                for part in parts:
                    await part()
                self.stale.discard(name)
            except grpc.aio.AioRpcError as error:
                self.stale.add(name)
                log.warning("pull failed", extra={"from": name, "code": error.code().name})

    async def _pull_points(self) -> None:
        while True:
            request = registry_pb2.ListAccessPointsRequest(
                since_revision=self._cursors.get(POINTS, 0), page_size=500
            )
            answer = await self._registry.ListAccessPoints(request, timeout=self._timeout)
            if not answer.access_points:
                return
            gone = [each.id for each in answer.access_points if each.deleted]
            points = [_point(each) for each in answer.access_points if not each.deleted]
            await self._save(POINTS, answer.access_points[-1].revision, Point, points, gone)
            for point in points:
                self.points[point.id] = point
            for point_id in gone:
                self.points.pop(point_id, None)

    async def _pull_devices(self) -> None:
        while True:
            request = registry_pb2.ListDevicesRequest(
                since_revision=self._cursors.get(DEVICES, 0), page_size=500
            )
            answer = await self._registry.ListDevices(request, timeout=self._timeout)
            if not answer.devices:
                return
            off = {each.id for each in answer.devices if _is_barred(each)}
            on = {each.id for each in answer.devices} & self.barred - off
            rows = [Barred(id=each) for each in off]
            await self._save(DEVICES, answer.devices[-1].revision, Barred, rows, [*on])
            self.barred = self.barred - on | off

    async def _pull_rights(self) -> None:
        if not self._digest_key:
            await self._pull_key()
        while True:
            request = resident_pb2.ListRightsRequest(since_revision=self._cursors.get(RIGHTS, 0))
            answer = await self._resident.ListRights(request, timeout=self._timeout)
            if answer.rights:
                gone = [each.id for each in answer.rights if each.ended]
                rows = [_right(each) for each in answer.rights if not each.ended]
                await self._save(RIGHTS, answer.rights[-1].revision, Right, rows, gone)
                self.rights.keep(rows)
                for right_id in gone:
                    self.rights.drop(right_id)
            if not answer.more:
                return

    async def _save(
        self,
        name: str,
        revision: int,
        kind: type[SQLModel],
        rows: Sequence[SQLModel],
        gone: Sequence[str],
    ) -> None:
        async with self._db.write() as session:
            for row in rows:
                await session.merge(row)
            for key in gone:
                if old := await session.get(kind, key):
                    await session.delete(old)
            await session.merge(Cursor(name=name, revision=revision))
        self._cursors[name] = revision

    async def _pull_key(self) -> None:
        request = resident_pb2.GetDigestKeyRequest()
        answer = await self._resident.GetDigestKey(request, timeout=self._timeout)
        sealed = self._ring.seal(answer.key, DIGEST_KEY)
        async with self._db.write() as session:
            await session.merge(Secret(name=DIGEST_KEY, sealed=sealed))
        self._digest_key = answer.key

    def credential(self, community_id: str, kind: CredentialKind, plain: str) -> Held | None:
        """The credential in its normal spelling, whether valid now or not."""
        return self.rights.credential(digest(self._digest_key, community_id, kind, plain))

    def emergency(self, point: Point) -> Emergency | None:
        for each in self.emergencies.values():
            if each.community_id == point.community_id and each.access_point_id in ("", point.id):
                return each
        return None


def _point(message: registry_pb2.AccessPoint) -> Point:
    values = to_dict(message)
    return Point(
        id=values["id"],
        community_id=values["community_id"],
        direction=Direction(values.get("direction", "both")),
        lane=values.get("lane") or values["id"],
    )


def _is_barred(device: registry_pb2.Device) -> bool:
    return device.deleted or device.state == registry_pb2.DEVICE_STATE_DISABLED


def _right(message: resident_pb2.Right) -> Right:
    values = to_dict(message)
    return Right(
        id=values["id"],
        community_id=values["community_id"],
        subject_id=values["subject_id"],
        kind=values.get("kind", ""),
        digest=values.get("digest", ""),
        valid_from=values["valid_from"],
        valid_to=values.get("valid_to"),
    )
