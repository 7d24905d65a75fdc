"""From received objects to facts of the platform: passes of cars and faces, devices online."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import grpc
import sqlalchemy as sa

from anju.access.v1 import access_pb2
from anju.plate.v1 import plate_pb2
from kit.db import Database, col, patient
from kit.message import timestamp
from kit.tables import now
from services.uplink import store
from services.uplink.beats import Beats
from services.uplink.counters import Counters
from services.uplink.models import Intake, Received
from services.uplink.pictures import largest
from services.uplink.places import Device, Places
from services.uplink.queue import later
from services.uplink.receiving import Receiver, ended
from services.uplink.viid.codes import UNREAD_PLATES, color, in_out, plate_class
from services.uplink.viid.reading import Object, get, time_of, yes

log = logging.getLogger("uplink.processing")
BATCH = 200
AT_ONCE = 8
AGAIN = (
    *(grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED),
    *(grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNIMPLEMENTED),
)
BACKOFF = (0.5, 1.0, 2.0, 5.0, 30.0)
WAYS = {"in": access_pb2.DIRECTION_IN, "out": access_pb2.DIRECTION_OUT}
PLATE_WAYS = {"in": plate_pb2.DIRECTION_IN, "out": plate_pb2.DIRECTION_OUT}
FRESH = timedelta(seconds=60)
CONFIDENCE = 0.8  # of a plate reported without one: too little for a near match
Ended = tuple[Intake, str]


def fresh(seen: datetime) -> bool:
    """Whether somebody may still stand there. Cameras send again what waited on their disks, and
    nobody is let in for what was seen an hour ago."""
    return abs(now() - seen) <= FRESH


class Processor:
    def __init__(
        self,
        db: Database,
        receiver: Receiver,
        places: Places,
        beats: Beats,
        access: Any,
        plate: Any,
        counters: Counters,
        keep: timedelta,
    ) -> None:
        self._db = db
        self._receiver = receiver
        self._places = places
        self._beats = beats
        self._access = access
        self._plate = plate
        self._counters = counters
        self._keep = keep
        self._handlers: dict[str, Callable[[Received, Object], Awaitable[Ended]]] = {
            "motor_vehicle": self._vehicle,
            "face": self._face,
            "person": self._face,
            "face_recognition": self._face,
            "face_pass": self._face,
            "ape": self._ape,
            "ape_status": self._ape,
        }

    async def run(self, interval: float) -> None:
        """Makes facts of what waits, oldest first per device, until cancelled."""
        while True:
            done = 0
            with patient("uplink processing"):
                done = await self.turn()
            if not done:
                await asyncio.sleep(interval)

    async def turn(self) -> int:
        async with self._db.read() as session:
            rows = await store.due_received(session, now(), BATCH)
        by_device: dict[str, list[Received]] = {}
        for row in rows:
            by_device.setdefault(f"{row.peer_id}/{row.device_id}", []).append(row)
        limit = asyncio.Semaphore(AT_ONCE)
        done: list[tuple[int, Intake, str]] = []
        waiting: list[Received] = []

        async def one_device(some: list[Received]) -> None:
            async with limit:
                for row in some:
                    outcome = await self._one(row)
                    if outcome is None:
                        waiting.append(row)
                        return
                    done.append((row.id or 0, *outcome))

        await asyncio.gather(*map(one_device, by_device.values()))

        def work(connection: sa.Connection) -> None:
            ended(connection, done)
            _postpone(connection, waiting)

        # One commit for all: what a crash in between repeats, the services know by its id.
        if rows:
            await self._db.bulk(work)
        return len(done)

    async def _one(self, row: Received) -> Ended | None:
        """What became of it; None when it, and its device's next, have to wait."""
        try:
            state, reason = await self._handlers[row.kind](row, self._receiver.opened(row))
        except grpc.aio.AioRpcError as error:
            # A service that is away says nothing about the object, however long it is away.
            old = now() - row.create_time > self._keep
            if error.code() in AGAIN and not old:
                return None
            state, reason = Intake.DONE, "TOO_OLD" if old else f"REFUSED_{error.code().name}"
        except Exception as error:
            # One object that cannot be understood must not stop the others. What the error says
            # may quote it.
            log.error("object dropped", extra={"kind": row.kind, "error": type(error).__name__})
            state, reason = Intake.DROPPED, "NOT_UNDERSTOOD"
        self._counters.add(f"processed_{reason.lower() or 'done'}", row.kind)
        return state, reason

    def _point(self, row: Received) -> Device | None:
        device = self._places.national(row.device_id)
        return device if device and device.access_point_id else None

    async def _vehicle(self, row: Received, item: Object) -> Ended:
        """Evidence for the access service, and the car's passage for the plate service."""
        device = self._point(row)
        if device is None:
            return Intake.KEPT, "NO_ACCESS_POINT"
        text = str(get(item, "PlateNo", default="") or "").strip()
        if text in UNREAD_PLATES or "-" in text:
            return Intake.KEPT, "PLATE_UNREAD"
        said = seen_at(row, item, "PassTime", "AppearTime", "ShotTime")
        seen = said or row.create_time
        way = in_out(get(item, "InOut"))
        key = f"{row.peer_id[-12:]}/{row.object_id}"[:64]
        request = access_pb2.RequestPassRequest(
            access_point_id=device.access_point_id,
            direction=WAYS.get(way, access_pb2.DIRECTION_UNSPECIFIED),
            device_time=timestamp(seen),
            passage_key=key,
            request_id=f"uplink-{row.id}-{row.object_id}"[:128],
        )
        request.evidence.plate_read.text = text[:32]
        request.evidence.plate_read.confidence = CONFIDENCE
        request.evidence.plate_read.color = color(get(item, "PlateColor"))
        request.evidence.plate_read.kind = plate_class(get(item, "PlateClass"))
        if said and fresh(said):
            await self._access.RequestPass(request, timeout=10)
        return await self._passed(device, key, way, seen)

    async def _passed(self, device: Device, key: str, way: str, seen: datetime) -> Ended:
        """A car that a camera reports has passed already."""
        request = plate_pb2.ReportPassedRequest(
            access_point_id=device.access_point_id,
            key=key,
            direction=PLATE_WAYS.get(way, plate_pb2.DIRECTION_UNSPECIFIED),
            time=timestamp(seen),
        )
        try:
            await self._plate.ReportPassed(request, timeout=10)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.NOT_FOUND:
                raise
            return Intake.DONE, "NO_LANE"  # the pass is recorded; there are no passages here
        return Intake.DONE, ""

    async def _face(self, row: Received, item: Object) -> Ended:
        """Evidence at a lawful face function; the picture ends with the decision."""
        device = self._point(row)
        picture = largest(item)
        if device is None:
            return Intake.DROPPED, "NO_ACCESS_POINT"
        if not picture:
            return Intake.DROPPED, "NO_PICTURE"
        seen = seen_at(row, item, "ShotTime", "FaceAppearTime", "RecognitionTime")
        if not seen or not fresh(seen):
            return Intake.DROPPED, "TOO_LATE"
        request = access_pb2.RequestPassRequest(
            access_point_id=device.access_point_id,
            device_time=timestamp(seen),
            request_id=f"uplink-{row.id}-{row.object_id}"[:128],
        )
        request.evidence.cropped_face = picture
        await self._access.RequestPass(request, timeout=10)
        return Intake.DONE, ""

    async def _ape(self, row: Received, item: Object) -> Ended:
        """A platform says which of its devices are online."""
        if yes(get(item, "IsOnline")):
            self._beats.hear(str(get(item, "ApeID", default="")))
        return Intake.KEPT, ""


def seen_at(row: Received, item: Object, *names: str) -> datetime | None:
    """When it was seen, by its fields or else by its id, in which the time follows device and
    type. None opens nothing: it may be a replay from a disk."""
    return time_of(get(item, *names)) or time_of(row.object_id[22:36])


def _postpone(connection: sa.Connection, rows: Sequence[Received]) -> None:
    at = now()
    for row in rows:
        connection.execute(
            sa.update(Received)
            .where(col(Received.id) == row.id)
            .values(tries=row.tries + 1, next_time=later(at, row.tries, BACKOFF))
        )
