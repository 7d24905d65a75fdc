"""Decides who may pass: evidence → subject → rights → rules → one recorded pass."""

import hashlib
import time
from datetime import datetime

from kit.auth import Principal, missing
from kit.errors import PermissionDenied
from kit.hours import SHANGHAI, OpeningHours
from kit.principal import DEVICES
from kit.secrets import Keyring
from kit.tables import new_id, now
from services.access import reasons
from services.access.barrier import Barrier
from services.access.evidence import Recogniser
from services.access.inputs import OpenIn, PassIn
from services.access.mirror import Mirror
from services.access.models import (
    Direction,
    Emergency,
    EvidenceKind,
    Outcome,
    PassView,
    Point,
    Rules,
)
from services.access.passlog import PassLog
from services.access.persons import FirstPersons
from services.access.shown import Ask, Shown
from services.access.snapshots import Snapshots, key_of


class Access:
    def __init__(
        self,
        mirror: Mirror,
        recogniser: Recogniser,
        barrier: Barrier,
        first_persons: FirstPersons,
        passlog: PassLog,
        snapshots: Snapshots,
        ring: Keyring,
    ) -> None:
        self._ring = ring
        self._mirror = mirror
        self._recogniser = recogniser
        self._barrier = barrier
        self._passlog = passlog
        self._snapshots = snapshots
        self._first_persons = first_persons

    def point(self, who: Principal, access_point_id: str) -> Point:
        """Raises NotFound for what is unknown or out of scope, also to a device elsewhere."""
        point = self._mirror.points.get(access_point_id)
        if point is None or not who.sees(point.community_id):
            raise missing("access point")
        if who.role in DEVICES and who.subject in self._mirror.barred:
            raise PermissionDenied("DEVICE_DISABLED", "the device was disabled or deleted")
        if who.role in DEVICES and who.access_point_id != access_point_id:
            raise PermissionDenied(
                "OTHER_ACCESS_POINT",
                "a device asks for its own access point alone",
                field="access_point_id",
            )
        return point

    def rules(self, point: Point) -> Rules:
        known = self._mirror.rules.get(point.id)
        return known or Rules(access_point_id=point.id, community_id=point.community_id)

    async def request_pass(self, who: Principal, body: PassIn, timeout: float | None) -> PassView:
        with self._passlog.coming():
            return await self._decided(who, body, timeout)

    async def _decided(self, who: Principal, body: PassIn, timeout: float | None) -> PassView:
        started = time.perf_counter()
        point = self.point(who, body.access_point_id)
        emergency = self._mirror.emergency(point)
        content = body.evidence.content() if body.request_id else None
        repeat = self._repeat(body.request_id, body.evidence.kind, content, emergency)
        direction, attempt = _direction(point, body.direction), repeat or new_id()
        ask = Ask(point, self.rules(point), body.evidence, direction, attempt, timeout)
        shown, verdict = Shown(), (Outcome.OPEN, reasons.EMERGENCY)
        if not emergency:
            shown = await self._recogniser.recognise(ask)
            verdict = self._judge(ask, shown)
        row = self._row(who, body, ask, shown, verdict)
        row.request_id = repeat
        if emergency:
            row.evidence, row.operator = EvidenceKind.EMERGENCY, emergency.operator
        if body.passage_key:
            row.passage_id = await self._barrier.decided(row, body.passage_key, shown, timeout)
        picture = None if emergency else _kept(ask, shown)
        if picture and row.outcome is Outcome.OPEN:
            row.snapshot = key_of(row)
        told = row.id, row.outcome
        recorded = await self._record(row, ask.rules.anti_passback, started)
        if body.passage_key and told != (recorded.id, recorded.outcome):
            # It came before, or anti-passback refused it: the passage follows what is on record.
            await self._barrier.decided(recorded, body.passage_key, shown, timeout)
        if recorded is row and row.snapshot and picture:
            await self._snapshots.keep(row, picture)
        return recorded

    def _row(
        self, who: Principal, body: PassIn, ask: Ask, shown: Shown, verdict: tuple[Outcome, str]
    ) -> PassView:
        return PassView(
            community_id=ask.point.community_id,
            access_point_id=ask.point.id,
            device_id=who.subject if who.role in DEVICES else "",
            direction=ask.direction,
            evidence=ask.evidence.kind,
            outcome=verdict[0],
            reason=verdict[1],
            subject_id=shown.subject_id,
            score=_rounded(shown.score),
            threshold=_rounded(shown.threshold),
            degraded=self._recogniser.degraded(),
            device_time=body.device_time,
            times={name: round(value, 2) for name, value in shown.times.items()},
            permit_id=shown.grant.permit_id if shown.grant else "",
            notes=shown.grant.notes if shown.grant else [],
        )

    async def _record(self, row: PassView, passback: bool, started: float) -> PassView:
        before = time.perf_counter()
        row.times["decide_ms"] = round((before - started) * 1000, 2)
        recorded = await self._passlog.record(row, passback)
        after = time.perf_counter()
        # Known only once it is written, so the answer has it and the log has not.
        recorded.times = recorded.times | {
            "record_ms": round((after - before) * 1000, 2),
            "total_ms": round((after - started) * 1000, 2),
        }
        return recorded

    def _judge(self, ask: Ask, shown: Shown) -> tuple[Outcome, str]:
        at, point, rules = now(), ask.point, ask.rules
        granted, reason = self._may(point, shown, at)
        if not granted:
            return Outcome.REFUSED, reason
        if _closed(rules, at):
            return Outcome.REFUSED, reasons.OUTSIDE_HOURS
        alone = rules.two_person and not shown.grant
        if alone and not self._first_persons.second(point.id, shown.subject_id, ask.attempt):
            return Outcome.REFUSED, reasons.SECOND_PERSON_NEEDED
        return Outcome.OPEN, reason

    def _may(self, point: Point, shown: Shown, at: datetime) -> tuple[bool, str]:
        if shown.grant:
            return shown.grant.opens, shown.reason
        if not shown.subject_id:
            return False, shown.reason
        if not self._mirror.rights.lives_here(shown.subject_id, point.community_id, at):
            return False, reasons.NO_TENANCY
        return True, reasons.RESIDENT

    def _repeat(
        self,
        request_id: str,
        kind: EvidenceKind,
        content: bytes | str | None,
        emergency: Emergency | None = None,
    ) -> str:
        """What names a repeated request: the caller's id and all that was decided on, so that
        an id which comes again opens nothing for somebody else, and keeps no door shut in an
        emergency."""
        if not request_id:
            return ""
        raw = content.encode() if isinstance(content, str) else content or b""
        parts = (request_id, kind, hashlib.sha256(raw).hexdigest())
        return self._ring.digest("pass", *parts, emergency.id if emergency else "")

    async def open_by_hand(self, who: Principal, body: OpenIn) -> PassView:
        started = time.perf_counter()
        point = self.point(who, body.access_point_id)
        row = PassView(
            community_id=point.community_id,
            access_point_id=point.id,
            request_id=self._repeat(body.request_id, EvidenceKind.MANUAL, who.subject),
            direction=_direction(point, body.direction),
            evidence=EvidenceKind.MANUAL,
            outcome=Outcome.OPEN,
            reason=reasons.MANUAL,
            operator=who.subject,
            operator_reason=body.reason,
        )
        if body.passage_key:
            row.passage_id = await self._barrier.decided(row, body.passage_key, Shown())
        return await self._record(row, False, started)


def _kept(ask: Ask, shown: Shown) -> bytes | None:
    """What the rules keep of the evidence where it opens: a frame, or a car's best picture."""
    if ask.evidence.kind is EvidenceKind.PLATE:
        return shown.picture if ask.rules.plate_pictures else None
    return ask.evidence.frame if ask.rules.snapshots else None


def _closed(rules: Rules, at: datetime) -> bool:
    hours = [OpeningHours.model_validate(span) for span in rules.hours]
    return bool(hours) and not any(span.covers(at.astimezone(SHANGHAI)) for span in hours)


def _direction(point: Point, asked: Direction) -> Direction:
    """Where the access point is for one way, that one; else what was asked, in by default."""
    if point.direction is not Direction.BOTH:
        return point.direction
    return Direction.IN if asked is Direction.BOTH else asked


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
