"""The kiosk's own gate: what was shown at the kiosk, or agreed to in a call, is redeemed there by
the access service, like at any other gate."""

import re
from typing import Any

import grpc

from anju.access.v1 import access_pb2
from kit.errors import Unavailable
from services.visitor.models import Outcome, VerdictView

TIMEOUT = 5.0
CODE = re.compile(r"\d{6,8}")  # a visitor's, or a resident's passcode


class Doors:
    """`access` calls back to this service while it decides, so it is no need of the module."""

    def __init__(self, access: Any) -> None:
        self._access = access

    async def show(self, access_point_id: str, content: str, request_id: str = "") -> VerdictView:
        """Whether it opened. Raises Unavailable."""
        evidence = access_pb2.Evidence(qr=content)
        if CODE.fullmatch(content):
            evidence = access_pb2.Evidence(passcode=content)
        request = access_pb2.RequestPassRequest(
            access_point_id=access_point_id,
            evidence=evidence,
            request_id=request_id,
        )
        try:
            answer = await self._access.RequestPass(request, timeout=TIMEOUT)
        except grpc.aio.AioRpcError as error:
            raise Unavailable(
                "ACCESS_UNAVAILABLE", "the gate cannot be asked now", code=error.code().name
            ) from None
        decided = getattr(answer, "pass")
        opened = decided.outcome == access_pb2.OUTCOME_OPEN
        outcome = Outcome.OPEN if opened else Outcome.REFUSED
        return VerdictView(outcome=outcome, reason=decided.reason)
