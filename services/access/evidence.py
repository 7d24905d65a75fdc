"""Who stands at the door: the evidence turned into a subject, or a reason why not."""

import time
from typing import Any

import grpc

from anju.face.v1 import face_pb2
from kit import credentials
from kit.credentials import CredentialKind
from kit.tables import now
from services.access import reasons
from services.access.attempts import Attempts
from services.access.barrier import Barrier
from services.access.mirror import Mirror
from services.access.models import EvidenceKind
from services.access.settings import AccessSettings
from services.access.shown import DOWN, Ask, Shown, within
from services.access.visits import Visits, is_visitors

REASONS = {"BELOW_THRESHOLD": reasons.NO_MATCH, "EMPTY_GALLERY": reasons.NO_MATCH}
DEGRADED_SECONDS = 30.0


class Recogniser:
    def __init__(
        self,
        face: Any,
        barrier: Barrier,
        visits: Visits,
        mirror: Mirror,
        attempts: Attempts,
        settings: AccessSettings,
    ) -> None:
        self._face = face
        self._barrier = barrier
        self._visits = visits
        self._mirror = mirror
        self._timeout = settings.identify_timeout
        self._attempts = attempts
        self._failed: dict[str, float] = {}  # reason → when it was last so

    def degraded(self) -> list[str]:
        """What is missing now, for the pass record."""
        missing = [f"{name.upper()}_STALE" for name in sorted(self._mirror.stale)]
        lately = time.monotonic() - DEGRADED_SECONDS
        return missing + sorted(reason for reason, when in self._failed.items() if when > lately)

    async def recognise(self, ask: Ask) -> Shown:
        started = time.perf_counter()
        if ask.evidence.kind is EvidenceKind.FACE:
            shown = await self._by_face(ask)
        elif ask.evidence.kind is EvidenceKind.PLATE:
            shown = await self._barrier.recognise(ask)
        else:
            shown = await self._by_credential(ask)
        if shown.down:
            self._failed[shown.down] = time.monotonic()
        shown.times["identify_ms"] = (time.perf_counter() - started) * 1000
        return shown

    async def _by_face(self, ask: Ask) -> Shown:
        if not ask.rules.face:
            return Shown(reason=reasons.FACE_NOT_ENABLED)
        evidence, limit = ask.evidence, within(ask.timeout, self._timeout)
        request = face_pb2.IdentifyFaceRequest(
            community_id=ask.point.community_id,
            image=evidence.frame or evidence.cropped_face or b"",
            cropped=evidence.cropped_face is not None,
        )
        try:
            answer = await self._face.IdentifyFace(request, timeout=limit)
        except grpc.aio.AioRpcError as error:
            if error.code() not in DOWN:
                raise
            return Shown(reason=reasons.FACE_UNAVAILABLE, down=reasons.FACE_UNAVAILABLE)
        self._failed.pop(reasons.FACE_UNAVAILABLE, None)
        times = {f.name: value for f, value in answer.times.ListFields()}
        times.pop("inference_ms", None)
        reason = "" if answer.subject_id else REASONS.get(answer.reason, answer.reason)
        return Shown(answer.subject_id, reason, answer.score, answer.threshold, times)

    async def _by_credential(self, ask: Ask) -> Shown:
        point, kind = ask.point, CredentialKind(ask.evidence.kind)
        if kind not in ask.rules.credentials:
            return Shown(reason=reasons.CREDENTIAL_NOT_ENABLED)
        guessable = kind is CredentialKind.PASSCODE
        if guessable and self._attempts.locked(point.id):
            return Shown(reason=reasons.TOO_MANY_ATTEMPTS)
        try:
            plain = credentials.normalise(kind, str(ask.evidence.content()))
            right = self._mirror.credential(point.community_id, kind, plain)
        except ValueError:
            right = None
        if right is None and is_visitors(kind, str(ask.evidence.content())):
            shown = await self._visits.redeem(ask)
            if guessable and shown.grant and not shown.grant.opens:
                self._attempts.failed(point.id, ask.attempt)
            return shown
        if right is None:
            if guessable:
                self._attempts.failed(point.id, ask.attempt)
            return Shown(reason=reasons.CREDENTIAL_UNKNOWN)
        if not right.is_valid(now()):
            return Shown(reason=reasons.CREDENTIAL_EXPIRED)
        return Shown(subject_id=right.subject_id)
