"""Every call of the service, once for gRPC and REST alike: what is asked of other services before
the transaction, the rules, and the answer by the names of the response's fields."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.errors import FailedPrecondition, NotFound, Unavailable
from kit.files import Files
from kit.tables import now
from services.inference.settings import ImageLimits
from services.perimeter import records, store
from services.perimeter.alarms import Alarms, view
from services.perimeter.care import Care
from services.perimeter.devices import DeviceAlarms
from services.perimeter.inputs import ExportIn, PushIn, ReasonIn, ReplayIn
from services.perimeter.models import Camera, ChainView
from services.perimeter.patrol.reports import Reports, picture_key
from services.perimeter.patrol.rounds import Rounds
from services.perimeter.patrol.routes import Routes
from services.perimeter.places import Places
from services.perimeter.setup import Setup

Fields = dict[str, Any]
LIMITS = ImageLimits()


@dataclass(frozen=True)
class With:
    """A body, and what was asked of another service for it."""

    body: Any
    facts: Any


@dataclass(frozen=True)
class Desk:
    """`push` and `blur` are absent where no pictures are looked at."""

    db: Database
    files: Files
    places: Places
    setup: Setup
    alarms: Alarms
    devices: DeviceAlarms
    care: Care
    routes: Routes
    rounds: Rounds
    reports: Reports
    push: Callable[[str, float, bytes], bool] | None = None
    blur: Callable[[bytes, Any, Any], Any] | None = None

    async def prepare(self, name: str, who: Principal, body: Any) -> With | None:
        """Asks other services what the call needs to know, before its transaction begins."""
        match name:
            case "PutCamera":
                facts: Any = await self.places.facts(
                    body.community_id, body.device_id, body.access_point_id
                )
            case "PutHolidays" | "PutCheckpoint":
                facts = await self.places.facts(body.community_id)
            case "RaiseAlarm":
                facts = await self.places.device(who, body.device_id)
            case "StartCareWatch":
                facts = await self.care.consents(body.subject_id)
            case _:
                return None
        return With(body, facts)

    async def settle(self, name: str, body: Any, made: Fields) -> None:
        """What follows once the transaction is committed."""
        if name == "CreateFinding" and body.image:
            finding = made["finding"]
            await self.files.put(picture_key(finding["community_id"], finding["id"]), body.image)

    # Cameras, zones, rules

    async def put_camera(self, session: AsyncSession, who: Principal, given: With) -> Fields:
        return {"camera": await self.setup.put_camera(session, who, given.body, given.facts)}

    async def get_camera(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"camera": await self.setup.get_camera(session, who, body.id)}

    async def delete_camera(self, session: AsyncSession, who: Principal, body: Any) -> None:
        await self.setup.delete_camera(session, who, body.id)

    async def list_cameras(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("cameras", await self.setup.list_cameras(session, who, ask))

    async def accept_view(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"camera": await self.setup.accept_view(session, who, body)}

    async def push_frame(self, who: Principal, body: PushIn) -> Fields:
        """Raises FailedPrecondition for a camera that is read, not pushed."""
        async with self.db.read() as session:
            camera = await store.get(session, who, Camera, body.camera_id, "camera")
        if camera.url:
            raise FailedPrecondition(
                "CAMERA_IS_READ", "the camera has an address, and is read from there"
            )
        if self.push is None:
            return {"accepted": False}
        from services.inference.image import read_size  # OpenCV: there where pictures are looked at

        read_size(body.image, LIMITS)
        at = (body.time or now()).timestamp()
        return {"accepted": self.push(camera.id, at, body.image)}

    async def put_zone(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"zone": await self.setup.put_zone(session, who, body)}

    async def delete_zone(self, session: AsyncSession, who: Principal, body: Any) -> None:
        await self.setup.delete_zone(session, who, body.id)

    async def list_zones(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("zones", await self.setup.list_zones(session, who, ask))

    async def arm_zone(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"zone": await self.setup.arm_zone(session, who, body)}

    async def put_rule(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"rule": await self.setup.put_rule(session, who, body)}

    async def delete_rule(self, session: AsyncSession, who: Principal, body: Any) -> None:
        await self.setup.delete_rule(session, who, body.id)

    async def list_rules(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("rules", await self.setup.list_rules(session, who, ask))

    async def replay_rule(self, who: Principal, body: ReplayIn) -> Fields:
        from services.perimeter.replay import replay, run  # only where somebody replays

        async with self.db.read() as session:
            rules, tracks, holidays = await replay(session, who, body)
        found = await asyncio.to_thread(run, rules, tracks, holidays)
        return {"alarms": found, "tracks": len(tracks)}

    async def list_statistics(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return {"statistics": await self.alarms.statistics(session, who, ask)}

    async def put_holidays(self, session: AsyncSession, who: Principal, given: With) -> Fields:
        return {"days": await self.setup.put_holidays(session, who, given.body, given.facts)}

    async def list_holidays(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("days", await self.setup.list_holidays(session, who, ask))

    # Alarms

    async def raise_alarm(self, session: AsyncSession, who: Principal, given: With) -> Fields:
        row = await self.devices.raise_alarm(session, who, given.body, given.facts)
        return {"alarm": view(row)}

    async def get_alarm(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"alarm": view(await self.alarms.get(session, who, body.id))}

    async def list_alarms(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("alarms", await self.alarms.list_alarms(session, who, ask))

    async def acknowledge_alarm(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"alarm": await self.alarms.acknowledge(session, who, body.id)}

    async def assign_alarm(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"alarm": await self.alarms.assign(session, who, body)}

    async def close_alarm(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"alarm": await self.alarms.close(session, who, body)}

    async def alarm_picture(self, who: Principal, body: ReasonIn) -> Fields:
        async with self.db.write() as session:
            row = await self.alarms.looked(session, who, body.id, "viewed", body.reason)
        return {"image": await self._file(row.picture, "picture")}

    async def export_clip(self, who: Principal, body: ExportIn) -> Fields:
        """Recorded before anything is given out."""
        async with self.db.write() as session:
            row = await self.alarms.looked(session, who, body.id, "exported", body.reason)
        clip = await self._file(row.clip, "clip")
        if self.blur is None:
            raise Unavailable("BLURRING_UNAVAILABLE", "no pictures are looked at in this process")
        return {"video": await self.blur(clip, body.profile, row.box)}

    async def _file(self, key: str, what: str) -> bytes:
        if not key:
            raise NotFound(
                f"{what.upper()}_NOT_FOUND",
                f"there is no {what}",
                remedy="it comes seconds after an alarm, and is kept for a time only",
            )
        return await self.files.get(key)

    async def list_records(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("records", await self.alarms.records(session, who, ask))

    async def verify_records(self, session: AsyncSession, who: Principal, body: Any) -> ChainView:
        return await records.verify(session, who, body.community_id)

    # Patrols

    async def put_checkpoint(self, session: AsyncSession, who: Principal, given: With) -> Fields:
        made = await self.routes.put_checkpoint(session, who, given.body, given.facts)
        return {"checkpoint": made}

    async def delete_checkpoint(self, session: AsyncSession, who: Principal, body: Any) -> None:
        await self.routes.delete_checkpoint(session, who, body.id)

    async def list_checkpoints(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("checkpoints", await self.routes.list_checkpoints(session, who, ask))

    async def checkpoint_code(self, session: AsyncSession, who: Principal, body: Any) -> Any:
        return await self.routes.code(session, who, body.id)

    async def put_route(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"route": await self.routes.put_route(session, who, body)}

    async def delete_route(self, session: AsyncSession, who: Principal, body: Any) -> None:
        await self.routes.delete_route(session, who, body.id)

    async def list_routes(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("routes", await self.routes.list_routes(session, who, ask))

    async def list_rounds(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("rounds", await self.rounds.list_rounds(session, who, ask))

    async def get_round(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"round": await self.rounds.get(session, who, body.id)}

    async def assign_round(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"round": await self.rounds.assign(session, who, body)}

    async def check_in(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"results": await self.rounds.check_in(session, who, body)}

    async def create_finding(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"finding": await self.reports.create_finding(session, who, body)}

    async def finding_picture(self, who: Principal, body: ReasonIn) -> Fields:
        async with self.db.write() as session:
            row = await self.reports.looked(session, who, body)
        return {"image": await self._file(row.picture, "picture")}

    async def close_finding(self, session: AsyncSession, who: Principal, body: Any) -> Fields:
        return {"finding": await self.reports.close_finding(session, who, body)}

    async def list_findings(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("findings", await self.reports.list_findings(session, who, ask))

    async def handover(self, session: AsyncSession, who: Principal, ask: Any) -> Any:
        return await self.reports.handover(session, who, ask)

    async def patrol_report(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return {"report": await self.reports.month(session, who, ask)}

    # Care

    async def start_care(self, session: AsyncSession, who: Principal, given: With) -> Fields:
        return {"watch": await self.care.start(session, who, given.body, given.facts)}

    async def end_care(self, session: AsyncSession, who: Principal, body: Any) -> None:
        await self.care.end(session, who, body.id)

    async def list_care(self, session: AsyncSession, who: Principal, ask: Any) -> Fields:
        return _page("watches", await self.care.list(session, who, ask))


def _page(name: str, found: tuple[list[Any], str]) -> Fields:
    rows, token = found
    return {name: rows, "next_page_token": token}
