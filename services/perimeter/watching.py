"""The live path: camera → worker → inference → rules → alarm, with its picture and its clip."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import grpc

from anju.inference.v1 import inference_pb2 as pb
from kit.db import Database, emit, patient, select
from kit.errors import AnjuError
from kit.events import Event
from kit.files import Files
from kit.secrets import KeyringError
from kit.tables import now
from kit.telemetry import meter
from services.perimeter.alarms import Alarms, Report
from services.perimeter.events import camera_changed
from services.perimeter.eye import Eye, Granted, statics_of
from services.perimeter.models import (
    Alarm,
    Camera,
    Health,
    Severity,
    Source,
    StoredTrack,
    Zone,
    ZoneRule,
)
from services.perimeter.scene.rules import Hit
from services.perimeter.scene.shapes import Box
from services.perimeter.scene.tracking import Found
from services.perimeter.settings import PerimeterSettings
from services.perimeter.setup import Setup, armed_specs, holidays_of
from services.perimeter.video.source import with_login
from services.perimeter.video.supervisor import Order, Supervisor
from services.perimeter.video.wire import MAX_MESSAGE

log = logging.getLogger("perimeter.watching")
looks = meter.create_counter("anju_perimeter_looks", description="Pictures that were analysed")
lost_looks = meter.create_counter(
    "anju_perimeter_lost_looks", description="Pictures that inference could not take"
)
latency = meter.create_histogram(
    "anju_perimeter_alarm_seconds", unit="s", description="From the picture to the alarm"
)
_SEVERE = (Health.BLACK, Health.COVERED, Health.MOVED)
_BATCH = 500
_LEAST = 0.3  # score below which a detection does not even continue a track


class Watching:
    def __init__(
        self,
        db: Database,
        files: Files,
        inference: Any,
        alarms: Alarms,
        setup: Setup,
        settings: PerimeterSettings,
        spawn: Callable[[str, Coroutine[Any, Any, None]], None],
    ) -> None:
        self._db, self._files, self._inference = db, files, inference
        self._alarms, self._setup, self._settings = alarms, setup, settings
        self._spawn = spawn
        self.granted = Granted()
        self.eyes: dict[str, Eye] = {}
        self.supervisor = Supervisor(settings.video.per_worker, self._told)
        self._changed = asyncio.Event()
        self._left: list[StoredTrack] = []  # of cameras that are no longer watched here

    # What is watched

    async def run(self) -> None:
        """Keeps to what the tables say is to be watched, until cancelled."""
        while True:
            self._changed.clear()
            with patient("cameras"):
                await self._sync()
                await self._store_tracks()
            try:
                interval = self._settings.video.lease_interval
                await asyncio.wait_for(self._changed.wait(), interval)
            except TimeoutError:
                continue

    async def setup_changed(self, event: Event) -> None:
        self._changed.set()

    async def resync(self) -> None:
        self._changed.set()

    async def pass_granted(self, event: Event) -> None:
        self.granted.note(event.data.get("access_point_id", ""), event.time.timestamp())

    async def nothing(self) -> None:
        """Passes from before a break are not asked for: they are older than any rule looks."""

    async def _sync(self) -> None:
        async with self._db.read() as session:
            cameras = (await session.exec(select(Camera).where(Camera.enabled))).all()
            mine: dict[str, Camera] = {}
            for camera in cameras:
                if len(mine) >= self._settings.video.cameras:
                    break
                if await self._db.leads(f"camera {camera.id}"):
                    mine[camera.id] = camera
            for key in self.eyes.keys() - mine.keys():
                gone = self.eyes.pop(key)
                gone.finish()
                self._left += gone.ended
                await self.supervisor.drop(key)
            for camera in mine.values():
                await self._open(session, camera)

    async def _open(self, session: Any, camera: Camera) -> None:
        eye = self.eyes.get(camera.id)
        if eye is None or eye.camera.access_point_id != camera.access_point_id:
            eye = self.eyes[camera.id] = Eye(camera, self.granted)
        eye.camera = camera
        specs = await armed_specs(session, camera)
        eye.blind = not specs
        eye.watch.arm(specs, await holidays_of(session, camera.community_id))
        try:
            self.supervisor.watch(self._order(camera))
        except KeyringError:
            await self._judge_health(camera.id, Health.LOST, "LOGIN_UNREADABLE")

    def _order(self, camera: Camera) -> Order:
        video = self._settings.video
        return {
            "do": "watch",
            "id": camera.id,
            "revision": camera.revision,
            "url": with_login(camera.url, *self._setup.login(camera)) if camera.url else "",
            "rate": camera.rate,
            "gate": camera.gate,
            "masks": camera.masks,
            "memory": self._settings.clip_before + self._settings.clip_after + 2,
            "retry_seconds": video.retry_seconds,
            "retry_most": video.retry_most,
            "decoding": {
                "long_side": video.long_side,
                "open_seconds": video.open_seconds,
                "stall_seconds": video.stall_seconds,
                "hardware": video.hardware,
            },
        }

    def push(self, camera_id: str, at: float, jpeg: bytes) -> bool:
        """A picture of a camera that pushes; False where it is not watched here."""
        if len(jpeg) > MAX_MESSAGE:
            return False
        return self.supervisor.send(camera_id, {"do": "push", "time": at}, jpeg)

    # What workers say

    async def _told(self, told: dict[str, Any], content: bytes) -> None:
        eye = self.eyes.get(told["id"])
        if eye is None:
            return
        match told["is"]:
            case "look":
                self._spawn_quietly("look", self._look(eye, told, content))
            case "health":
                health, reason = Health(told["health"]), told["reason"]
                self._spawn_quietly("health", self._judge_health(told["id"], health, reason))
            case "clip":
                self._spawn_quietly("clip", self._store_clip(eye, told["key"], content))

    def _spawn_quietly(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        async def run() -> None:
            try:
                with patient(name):
                    await work
            except (AnjuError, grpc.aio.AioRpcError) as error:
                log.error("a camera's work failed", exc_info=error, extra={"work": name})

        self._spawn(f"perimeter {name}", run())

    async def _look(self, eye: Eye, told: dict[str, Any], jpeg: bytes) -> None:
        key, at = told["id"], float(told["time"])
        try:
            found = [] if eye.blind else await self._detect(jpeg)
            if found is not None:
                hits = eye.observe(at, found, statics_of(told["statics"]), jpeg)
                if eye.occupied(at):
                    self.supervisor.send(key, {"do": "hold", "until": at + 3.0})
                for hit in hits:
                    await self._raise(eye, hit, jpeg)
        finally:
            self.supervisor.send(key, {"do": "next"})

    async def _detect(self, jpeg: bytes) -> list[Found] | None:
        """None where inference cannot take it now: behaviour waits, gates do not."""
        request = pb.DetectObjectsRequest(image=jpeg, threshold=_LEAST)
        try:
            answer = await self._inference.DetectObjects(
                request, timeout=self._settings.video.detect_seconds
            )
        except grpc.aio.AioRpcError as error:
            lost_looks.add(1, {"code": error.code().name})
            return None
        looks.add(1)
        return [
            Found(o.label, o.score, Box(o.box.x, o.box.y, o.box.width, o.box.height))
            for o in answer.objects
        ]

    # What becomes of it

    async def _raise(self, eye: Eye, hit: Hit, jpeg: bytes) -> None:
        async with self._db.write() as session:
            rule = await session.get(ZoneRule, hit.rule_id)
            zone = await session.get(Zone, rule.zone_id) if rule else None
            if rule is None or zone is None:
                return  # deleted meanwhile
            report = Report(
                community_id=zone.community_id,
                source=Source.RULE,
                kind=hit.kind,
                severity=Severity(rule.severity),
                event_time=datetime.fromtimestamp(hit.time, UTC),
                merges={"source": Source.RULE, "group": zone.group},
                places={
                    "group": zone.group,
                    "camera_id": eye.camera.id,
                    "zone_id": zone.id,
                    "access_point_id": eye.camera.access_point_id,
                    "device_id": eye.camera.device_id,
                },
                rule_id=rule.id,
                box=tuple(hit.box),
            )
            row, fresh = await self._alarms.report(session, report)
        latency.record(max(0.0, (now() - row.event_time).total_seconds()))
        if fresh:
            self._ask_clip(eye.camera.id, row.id, hit.time)
            await self._store_picture(row, eye.picture_of(hit, jpeg))

    def _ask_clip(self, camera_id: str, alarm_id: str, at: float) -> None:
        start, end = at - self._settings.clip_before, at + self._settings.clip_after
        order = {"do": "clip", "key": alarm_id, "start": start, "end": end}
        self.supervisor.send(camera_id, order)

    async def _store_picture(self, row: Alarm, jpeg: bytes) -> None:
        key = f"alarms/{row.community_id}/{row.id}.jpg"
        await self._files.put(key, jpeg)
        await self._note(row.id, picture=key)

    async def _store_clip(self, eye: Eye, alarm_id: str, content: bytes) -> None:
        if content:
            key = f"alarms/{eye.camera.community_id}/{alarm_id}.mp4"
            await self._files.put(key, content)
            await self._note(alarm_id, clip=key)

    async def _note(self, alarm_id: str, **keys: str) -> None:
        async with self._db.write() as session:
            row = await session.get(Alarm, alarm_id)
            if row:
                for name, key in keys.items():
                    setattr(row, name, key)
                session.add(row)

    async def _judge_health(self, camera_id: str, health: Health, reason: str) -> None:
        async with self._db.write() as session:
            row = await session.get(Camera, camera_id)
            if row is None or (row.health, row.health_reason) == (health, reason):
                return
            before, row.health = row.health, health
            row.health_reason, row.health_time = reason, now()
            session.add(row)
            well = health is Health.OK
            if well and before in (Health.OK, Health.UNKNOWN):
                return
            if before != health:
                what = "restored" if well else str(health)
                emit(session, camera_changed(row, what, row.health_time))
            if well:
                await self._alarms.over(
                    session, "sees again", source=Source.CAMERA, camera_id=row.id
                )
            else:
                await self._alarms.report(session, _ill(row))

    async def _store_tracks(self) -> None:
        waiting = [self._left, *(eye.ended for eye in self.eyes.values())]
        taken = [(each, each[:_BATCH]) for each in waiting if each]
        if taken:
            async with self._db.write() as session:
                session.add_all(row for _, rows in taken for row in rows)
            for each, rows in taken:
                del each[: len(rows)]

    async def close(self) -> None:
        await self.supervisor.close()
        for eye in self.eyes.values():
            eye.finish()
        with patient("tracks"):
            await self._store_tracks()


def _ill(row: Camera) -> Report:
    return Report(
        community_id=row.community_id,
        source=Source.CAMERA,
        kind=f"camera_{row.health}",
        severity=Severity.CRITICAL if row.health in _SEVERE else Severity.WARNING,
        event_time=row.health_time or now(),
        merges={"source": Source.CAMERA, "camera_id": row.id},
        lasting=True,
        places={
            "camera_id": row.id,
            "device_id": row.device_id,
            "access_point_id": row.access_point_id,
        },
    )
