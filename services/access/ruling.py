"""Rules of access points and emergencies: who may change what, and what must hold for face."""

from typing import Any

from anju.registry.v1 import registry_pb2
from kit.auth import Principal, missing
from kit.db import AsyncSession, emit
from kit.errors import FailedPrecondition
from kit.tables import now
from services.access.events import emergency_changed, rules_changed
from services.access.inputs import EmergencyIn, EnableFaceIn, RulesIn
from services.access.mirror import Mirror
from services.access.models import DoorCredential, Emergency, Point, Rules

DEFAULT = [DoorCredential.CARD, DoorCredential.PASSCODE]


class Ruling:
    """Changes rules and emergencies. `Mirror.apply` what is returned once its transaction is
    committed."""

    def __init__(self, mirror: Mirror, registry: Any) -> None:
        self.mirror = mirror
        self._registry = registry

    async def put(self, session: AsyncSession, point: Point, body: RulesIn) -> Rules:
        rules = await self._rules(session, point)
        allowed = [str(kind) for kind in body.credentials or DEFAULT]
        if any(self._has_face(each.id) for each in self._lane(point)):
            await self._check_alternative(point, allowed)
        rules.credentials = allowed
        rules.anti_passback = body.anti_passback
        rules.two_person = body.two_person
        rules.hours = [span.model_dump() for span in body.hours]
        rules.plate_liveness = body.plate_liveness
        rules.plate_pictures = body.plate_pictures
        return self._save(session, rules)

    async def enable_face(self, session: AsyncSession, point: Point, body: EnableFaceIn) -> Rules:
        """Raises FailedPrecondition without a whole justification (R1), or without a working
        other way in on the same lane (R4)."""
        reasons = body.justification
        blank = [
            name
            for name in ("purpose", "alternatives", "approver", "pia_id")
            if not getattr(reasons, name).strip()
        ]
        if blank:
            raise FailedPrecondition(
                "JUSTIFICATION_MISSING",
                f"face needs a justification; missing: {', '.join(blank)}",
                field=f"justification.{blank[0]}",
                remedy="state purpose, alternatives considered, approver and impact assessment",
            )
        rules = await self._rules(session, point)
        await self._check_alternative(point, rules.credentials)
        rules.face = True
        rules.justification = reasons.model_dump()
        rules.snapshots = reasons.snapshots
        return self._save(session, rules)

    async def disable_face(self, session: AsyncSession, point: Point) -> Rules:
        rules = await self._rules(session, point)
        rules.face = rules.snapshots = False
        return self._save(session, rules)

    async def _rules(self, session: AsyncSession, point: Point) -> Rules:
        known = await session.get(Rules, point.id)
        return known or Rules(access_point_id=point.id, community_id=point.community_id)

    def _save(self, session: AsyncSession, rules: Rules) -> Rules:
        session.add(rules)
        emit(session, rules_changed(rules.community_id, rules.access_point_id, rules.face))
        return rules

    def _lane(self, point: Point) -> list[Point]:
        """The access points of the same lane, this one too."""
        place = point.community_id, point.lane
        return [p for p in self.mirror.points.values() if (p.community_id, p.lane) == place]

    def _has_face(self, point_id: str) -> bool:
        rules = self.mirror.rules.get(point_id)
        return rules is not None and rules.face

    async def _check_alternative(self, point: Point, allowed: list[str]) -> None:
        working = set()
        for point_id in (each.id for each in self._lane(point)):
            request = registry_pb2.ListDevicesRequest(
                community_id=point.community_id,
                access_point_id=point_id,
                state=registry_pb2.DEVICE_STATE_ONLINE,
                page_size=500,
            )
            answer = await self._registry.ListDevices(request, timeout=5)
            rules = self.mirror.rules.get(point_id)
            usual = [*map(str, DEFAULT)] if rules is None else rules.credentials
            here = allowed if point_id == point.id else usual
            for device in answer.devices:
                working |= set(device.capabilities) & set(here)
        if not working:
            raise FailedPrecondition(
                "NO_ALTERNATIVE",
                "face may not be the only way in: no device on this lane is online that reads "
                f"one of {', '.join(allowed)}",
                remedy="bring a card, passcode or QR reader of the same lane online first",
            )

    async def start_emergency(
        self, session: AsyncSession, who: Principal, body: EmergencyIn
    ) -> Emergency:
        who.within(body.community_id)
        if not any(p.community_id == body.community_id for p in self.mirror.points.values()):
            raise missing("community")  # a slip of the pen must not look like open doors
        if body.access_point_id:
            point = self.mirror.points.get(body.access_point_id)
            if point is None or point.community_id != body.community_id:
                raise missing("access point")
        emergency = Emergency(
            community_id=body.community_id,
            access_point_id=body.access_point_id,
            reason=body.reason,
            operator=who.subject,
        )
        session.add(emergency)
        emit(session, emergency_changed(emergency, "started"))
        return emergency

    async def end_emergency(
        self, session: AsyncSession, who: Principal, key: str, reason: str
    ) -> Emergency:
        emergency = await session.get(Emergency, key)
        if emergency is None or not who.sees(emergency.community_id):
            raise missing("emergency")
        if emergency.end_time:
            raise FailedPrecondition("EMERGENCY_ENDED", "the emergency has ended already")
        emergency.end_time = now()
        emergency.end_operator, emergency.end_reason = who.subject, reason
        session.add(emergency)
        emit(session, emergency_changed(emergency, "ended"))
        return emergency
