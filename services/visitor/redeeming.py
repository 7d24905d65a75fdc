"""Passes at gates: decided and written in one transaction, so that of two gates that see the same
pass at once one opens. Attempts that come together share a commit."""

import hashlib
from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from kit.db import Database
from kit.errors import AnjuError
from kit.gathering import Gathering
from kit.secrets import Keyring
from kit.tables import now
from kit.telemetry import traceparent
from services.visitor import reasons
from services.visitor.codes import Lockout, digest_of
from services.visitor.inputs import RedeemIn
from services.visitor.judging import SKEW
from services.visitor.keys import PassKeys
from services.visitor.models import Outcome, VerdictView
from services.visitor.settings import VisitorSettings
from services.visitor.tokens import Claims, Refused, read
from services.visitor.turnstile import Attempt, Turnstile


class Redeemer:
    def __init__(
        self, db: Database, keys: PassKeys, ring: Keyring, settings: VisitorSettings
    ) -> None:
        self._db = db
        self._keys = keys
        self._ring = ring
        self._gathering = Gathering[Attempt, VerdictView](
            "REDEMPTIONS", self._decide, settings.max_waiting
        )
        self._retention = settings.retention_days
        self._lockout = Lockout(settings.code_failures, settings.code_seconds)

    async def redeem(self, body: RedeemIn) -> VerdictView:
        """Raises ResourceExhausted REDEMPTIONS_FULL, Unavailable REDEMPTIONS_UNAVAILABLE, or
        FailedPrecondition PASS_ID_REUSED for a pass id that came before with something else."""
        if body.token is not None:
            return await self._by_token(body, body.token)
        return await self._by_code(body, str(body.code))

    async def _by_token(self, body: RedeemIn, token: str) -> VerdictView:
        try:
            claims = await self._read(body.community_id, token)
        except Refused as refused:
            return _refused(refused.reason)
        if claims.community_id != body.community_id:
            return _refused(reasons.OTHER_COMMUNITY)
        if claims.issued > now() + SKEW:
            return _refused(reasons.CLOCK_SKEW)
        return await self._gathering.ask(_attempt(body, claims.pass_id))

    async def _read(self, community_id: str, token: str) -> Claims:
        try:
            return read(token, self._keys.public)
        except Refused as refused:
            if refused.reason != reasons.UNKNOWN_KEY:
                raise
        async with self._db.read() as session:
            await self._keys.of_community(session, community_id)
        return read(token, self._keys.public)

    async def _by_code(self, body: RedeemIn, code: str) -> VerdictView:
        digest = digest_of(self._ring, body.community_id, code)
        name = f"{body.pass_id}/{digest}"
        if wait := self._lockout.take(body.access_point_id, name):
            return _refused(reasons.LOCKED).model_copy(update={"retry_after": wait})
        verdict = await self._gathering.ask(_attempt(body, "", digest))
        if verdict.outcome is Outcome.OPEN:
            self._lockout.right(body.access_point_id, name)
        return verdict

    async def run(self) -> None:
        """Decides until cancelled."""
        await self._gathering.run()

    async def _decide(self, attempts: Sequence[Attempt]) -> list[VerdictView | AnjuError]:
        answers = await self._db.bulk(partial(self._pass, attempts))
        self._db.outbox_filled.set()
        return answers

    def _pass(
        self, attempts: Sequence[Attempt], connection: sa.Connection
    ) -> list[VerdictView | AnjuError]:
        turnstile = Turnstile(connection, attempts, now(), self._retention)
        answers = [turnstile.decide(each) for each in attempts]
        for attempt, answer in zip(attempts, answers, strict=True):
            wait = self._lockout.wait(attempt.access_point_id) if attempt.code_digest else 0.0
            if wait and isinstance(answer, VerdictView) and answer.outcome is Outcome.REFUSED:
                turnstile.alarm(attempt, wait)
        turnstile.write()
        return answers


def _attempt(body: RedeemIn, pass_id: str, code_digest: str = "") -> Attempt:
    shown = "\0".join((pass_id, code_digest, body.access_point_id, body.direction))
    return Attempt(
        id=body.pass_id,
        community_id=body.community_id,
        access_point_id=body.access_point_id,
        direction=body.direction,
        pass_id=pass_id,
        code_digest=code_digest,
        fingerprint=hashlib.sha256(shown.encode()).hexdigest(),
        trace=traceparent(),
    )


def _refused(reason: str) -> VerdictView:
    return VerdictView(outcome=Outcome.REFUSED, reason=reason)
