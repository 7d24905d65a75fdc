"""Cameras, zones, rules and holidays: what is watched, where, and when."""

import json
from datetime import date
from typing import Any

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import InvalidArgument
from kit.hours import OpeningHours
from kit.secrets import Keyring
from kit.tables import now
from services.perimeter import records, store
from services.perimeter.events import setup_changed
from services.perimeter.inputs import (
    ArmIn,
    CameraIn,
    CameraQuery,
    HolidayQuery,
    HolidaysIn,
    LookIn,
    ReasonIn,
    RuleIn,
    RuleQuery,
    ZoneIn,
    ZoneQuery,
    check_points,
)
from services.perimeter.models import (
    Camera,
    CameraView,
    Health,
    RuleKind,
    RuleView,
    Zone,
    ZoneRule,
    ZoneView,
)
from services.perimeter.places import Facts
from services.perimeter.scene.shapes import Point
from services.perimeter.scene.spec import SECONDS, RuleSpec, points_of


class Setup:
    def __init__(self, ring: Keyring) -> None:
        self._ring = ring

    async def put_camera(
        self, session: AsyncSession, who: Principal, body: CameraIn, facts: Facts
    ) -> CameraView:
        if body.id:
            row = await store.get(session, who, Camera, body.id, "camera")
        else:
            who.within(body.community_id)
            row = Camera(community_id=body.community_id, display_name=body.display_name)
        facts.within(row.community_id)
        kept = {"id", "community_id", "username", "password", "masks", "heights"}
        for name in CameraIn.model_fields.keys() - kept - {"request_id"}:
            setattr(row, name, getattr(body, name))
        row.masks = [each.model_dump() for each in body.masks]
        row.heights = [each.model_dump() for each in body.heights]
        if body.username is not None or body.password is not None:
            login = {"username": body.username or "", "password": body.password or ""}
            row.login = self._ring.seal(json.dumps(login).encode(), f"camera {row.id}")
        row.revision += 1
        session.add(row)
        emit(session, setup_changed(row.community_id, row.id))
        return CameraView.model_validate(row)

    def login(self, row: Camera) -> tuple[str, str]:
        """User name and password; raises KeyringError when they cannot be read."""
        if not row.login:
            return "", ""
        login = json.loads(self._ring.unseal(row.login, f"camera {row.id}"))
        return login["username"], login["password"]

    async def get_camera(self, session: AsyncSession, who: Principal, key: str) -> CameraView:
        return CameraView.model_validate(await store.get(session, who, Camera, key, "camera"))

    async def list_cameras(
        self, session: AsyncSession, who: Principal, ask: CameraQuery
    ) -> tuple[list[CameraView], str]:
        rows, token = await store.list_cameras(session, who, ask)
        return [CameraView.model_validate(row) for row in rows], token

    async def delete_camera(self, session: AsyncSession, who: Principal, key: str) -> None:
        row = await store.get(session, who, Camera, key, "camera")
        await store.delete_camera(session, row)
        emit(session, setup_changed(row.community_id, row.id))

    async def accept_view(
        self, session: AsyncSession, who: Principal, body: ReasonIn
    ) -> CameraView:
        """The camera's present view is learnt as the right one."""
        row = await store.get(session, who, Camera, body.id, "camera")
        audit.record(session, who, "camera.accept", row.id, row.community_id, body.reason)
        row.health, row.health_time, row.health_reason = Health.UNKNOWN, now(), ""
        row.revision += 1
        session.add(row)
        emit(session, setup_changed(row.community_id, row.id))
        return CameraView.model_validate(row)

    async def put_zone(self, session: AsyncSession, who: Principal, body: ZoneIn) -> ZoneView:
        if body.id:
            row = await store.get(session, who, Zone, body.id, "zone")
            for rule in await store.every(session, ZoneRule, zone_id=row.id):
                fits(rule.kind, len(body.points))
        else:
            camera = await store.get(session, who, Camera, body.camera_id, "camera")
            row = Zone(community_id=camera.community_id, camera_id=camera.id, display_name="")
        row.display_name = body.display_name
        row.points = [each.model_dump() for each in body.points]
        row.group = body.group or row.id
        session.add(row)
        emit(session, setup_changed(row.community_id, row.camera_id))
        return ZoneView.model_validate(row)

    async def list_zones(
        self, session: AsyncSession, who: Principal, ask: ZoneQuery
    ) -> tuple[list[ZoneView], str]:
        rows, token = await store.list_zones(session, who, ask)
        return [ZoneView.model_validate(row) for row in rows], token

    async def delete_zone(self, session: AsyncSession, who: Principal, key: str) -> None:
        row = await store.get(session, who, Zone, key, "zone")
        await store.delete_zone(session, row)
        emit(session, setup_changed(row.community_id, row.camera_id))

    async def arm_zone(self, session: AsyncSession, who: Principal, body: ArmIn) -> ZoneView:
        row = await store.get(session, who, Zone, body.id, "zone")
        row.armed = body.armed or body.until is not None
        row.disarmed_until = None if body.armed else body.until
        session.add(row)
        what = "armed" if body.armed else "disarmed"
        detail = {"zone_id": row.id, "reason": body.reason, "until": str(body.until or "")}
        await records.append(session, row.community_id, "", who.subject, what, detail)
        emit(session, setup_changed(row.community_id, row.camera_id))
        return ZoneView.model_validate(row)

    async def put_rule(self, session: AsyncSession, who: Principal, body: RuleIn) -> RuleView:
        if body.id:
            row = await store.get(session, who, ZoneRule, body.id, "rule")
            zone = await store.get(session, who, Zone, row.zone_id, "zone")
        else:
            zone = await store.get(session, who, Zone, body.zone_id, "zone")
            row = ZoneRule(community_id=zone.community_id, zone_id=zone.id, kind=body.kind)
        fits(body.kind, len(zone.points))
        row.kind, row.severity, row.enabled = body.kind, body.severity, body.enabled
        row.options = body.options.model_dump(exclude_none=True)
        row.hours = [each.model_dump() for each in body.hours]
        row.on_holidays = body.on_holidays
        row.revision += 1
        session.add(row)
        emit(session, setup_changed(zone.community_id, zone.camera_id))
        return RuleView.model_validate(row)

    async def list_rules(
        self, session: AsyncSession, who: Principal, ask: RuleQuery
    ) -> tuple[list[RuleView], str]:
        rows, token = await store.list_rules(session, who, ask)
        return [RuleView.model_validate(row) for row in rows], token

    async def delete_rule(self, session: AsyncSession, who: Principal, key: str) -> None:
        row = await store.get(session, who, ZoneRule, key, "rule")
        zone = await store.get(session, who, Zone, row.zone_id, "zone")
        await session.delete(row)
        emit(session, setup_changed(zone.community_id, zone.camera_id))

    async def put_holidays(
        self, session: AsyncSession, who: Principal, body: HolidaysIn, facts: Facts
    ) -> list[str]:
        who.within(body.community_id)
        facts.within(body.community_id)
        await store.replace_holidays(session, body.community_id, body.year, body.days)
        emit(session, setup_changed(body.community_id, ""))
        return sorted(set(body.days))

    async def list_holidays(
        self, session: AsyncSession, who: Principal, ask: HolidayQuery
    ) -> tuple[list[str], str]:
        rows, token = await store.list_holidays(session, who, ask)
        return [row.day for row in rows], token


def fits(kind: RuleKind, points: int) -> None:
    """Raises InvalidArgument POINTS_INVALID for a zone that cannot have a rule of the kind."""
    try:
        check_points(kind, points)
    except ValueError as error:
        raise InvalidArgument("POINTS_INVALID", str(error), field="points") from None


def spec_of(camera: Camera, zone: Zone, rule: ZoneRule) -> RuleSpec:
    look = LookIn.model_validate(
        {
            "kind": rule.kind,
            "options": rule.options,
            "hours": rule.hours,
            "on_holidays": rule.on_holidays,
        }
    )
    return spec(rule.id, look, points_of(zone.points), camera)


def spec(key: str, look: LookIn, points: tuple[Point, ...], camera: Camera) -> RuleSpec:
    """The rule with what is not said taken from its kind."""
    options: dict[str, Any] = look.options.model_dump(exclude_none=True, exclude={"heading"})
    options.setdefault("seconds", SECONDS[look.kind])
    options["classes"] = tuple(options.get("classes", ()))
    if look.options.heading:
        options["heading"] = Point(look.options.heading.x, look.options.heading.y)
    return RuleSpec(
        id=key,
        kind=look.kind,
        points=points,
        heights=tuple((each["y"], each["height"]) for each in camera.heights),
        hours=tuple(OpeningHours.model_validate(each.model_dump()) for each in look.hours),
        on_holidays=look.on_holidays,
        **options,
    )


async def armed_specs(session: AsyncSession, camera: Camera) -> list[RuleSpec]:
    """The rules that count at this camera now."""
    zones, rules = await store.rules_of(session, camera.id)
    at = now()
    return [
        spec_of(camera, zone, rule)
        for zone in zones
        if zone.armed and (zone.disarmed_until is None or zone.disarmed_until <= at)
        for rule in rules.get(zone.id, ())
        if rule.enabled
    ]


async def holidays_of(session: AsyncSession, community_id: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in await store.holidays(session, community_id))
