"""A visitor at a gate: a signed pass or six digits, redeemed by the visitor service."""

from typing import Any

import grpc

from anju.visitor.v1 import visitor_pb2
from kit.credentials import CredentialKind
from services.access import reasons
from services.access.models import Direction, EvidenceKind
from services.access.settings import AccessSettings
from services.access.shown import DOWN, Ask, Grant, Shown, within

DIRECTIONS = {
    Direction.IN: visitor_pb2.DIRECTION_IN,
    Direction.OUT: visitor_pb2.DIRECTION_OUT,
    Direction.BOTH: visitor_pb2.DIRECTION_UNSPECIFIED,
}
_CODE = 6  # digits; a resident's passcode has more
_PARTS = 3  # of a signed pass: header, claims, signature


def is_visitors(kind: CredentialKind, content: str) -> bool:
    """Whether this looks like a visitor's pass and not like a resident's credential."""
    if kind is CredentialKind.QR:
        return content.count(".") == _PARTS - 1
    return kind is CredentialKind.PASSCODE and len(content) == _CODE and content.isdigit()


class Visits:
    def __init__(self, visitor: Any, settings: AccessSettings) -> None:
        self._visitor = visitor
        self._timeout = settings.visit_timeout

    async def redeem(self, ask: Ask) -> Shown:
        """The attempt's name goes along, so that a request sent again is the same entry."""
        content = str(ask.evidence.content())
        shown = {"token" if ask.evidence.kind is EvidenceKind.QR else "code": content}
        request = visitor_pb2.RedeemPassRequest(
            community_id=ask.point.community_id,
            access_point_id=ask.point.id,
            direction=DIRECTIONS[ask.direction],
            pass_id=ask.attempt,
            **shown,  # type: ignore[arg-type]
        )
        try:
            limit = within(ask.timeout, self._timeout)
            answer = await self._visitor.RedeemPass(request, timeout=limit)
        except grpc.aio.AioRpcError as error:
            if error.code() not in DOWN:
                raise
            return Shown(reason=reasons.VISITS_UNAVAILABLE, down=reasons.VISITS_UNAVAILABLE)
        opens = answer.outcome == visitor_pb2.OUTCOME_OPEN
        grant = Grant(opens=opens, permit_id=answer.visit_id)
        return Shown(reason=answer.reason, grant=grant)
