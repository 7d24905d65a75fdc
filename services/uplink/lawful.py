"""Whether an access point has a lawful face function: asked of the service that owns it."""

import time
from typing import Any

import grpc

from anju.access.v1 import access_pb2

SECONDS = 30.0
SILENCE = 1.0  # seconds for which a service that did not answer is not asked again
NONE = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT)


class FaceFunctions:
    def __init__(self, access: Any, timeout: float = 1.0) -> None:
        self._access = access
        self._timeout = timeout
        self._known: dict[str, tuple[bool, float]] = {}
        self._silent_until = 0.0

    async def lawful(self, access_point_id: str) -> bool | None:
        """Whether faces may be looked at there, as it was within half a minute; None when the
        access service does not answer: then nothing of a face may be kept."""
        if not access_point_id:
            return False
        known = self._known.get(access_point_id)
        if known and known[1] > time.monotonic():
            return known[0]
        if self._silent_until > time.monotonic():
            return None  # one wait is enough for a batch of faces
        request = access_pb2.GetRulesRequest(access_point_id=access_point_id)
        try:
            answer = await self._access.GetRules(request, timeout=self._timeout)
        except grpc.aio.AioRpcError as error:
            if error.code() not in NONE:
                self._silent_until = time.monotonic() + SILENCE
                return None
            face = False
        else:
            face = answer.rules.face
        self._known[access_point_id] = (face, time.monotonic() + SECONDS)
        return face
