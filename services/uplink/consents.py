"""Whether a person's consent to a recipient stands at this moment: asked of the resident service
right before each sending, so that a withdrawal counts from then on (R96)."""

from typing import Any

import grpc

from anju.resident.v1 import resident_pb2
from kit.secrets import Keyring
from services.uplink.models import Flow


class Consents:
    def __init__(self, resident: Any, ring: Keyring, timeout: float = 5.0) -> None:
        self._resident = resident
        self._ring = ring
        self._timeout = timeout

    async def stands(self, row: Any, flow: Flow) -> bool | None:
        """None when the resident service does not answer: then nothing leaves yet."""
        if not row.subject_sealed:
            return False  # erased
        subject = self._ring.unseal(row.subject_sealed, "subject").decode()
        request = resident_pb2.CheckConsentRequest(subject_id=subject, purpose=flow.consent_purpose)
        try:
            answer = await self._resident.CheckConsent(request, timeout=self._timeout)
        except grpc.aio.AioRpcError as error:
            return False if error.code() is grpc.StatusCode.NOT_FOUND else None
        return bool(answer.granted)
