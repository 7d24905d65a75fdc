"""A visitor's plate at the barrier: told to the plate service, and taken back, until it knows."""

import logging
from typing import Any

import grpc

from anju.plate.v1 import plate_pb2
from kit.db import Database
from kit.following import Following
from kit.message import to_message
from kit.secrets import Keyring
from services.visitor import persons, store
from services.visitor.life import OPENING
from services.visitor.models import PermitState, Visit, VisitPermit

log = logging.getLogger("visitor.permits")
BATCH = 50
TIMEOUT = 5.0
GONE = grpc.StatusCode.NOT_FOUND
# Answers that do not change by asking again.
SETTLED = (
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.INVALID_ARGUMENT,
)


class Permits:
    def __init__(self, db: Database, ring: Keyring, plate: Any) -> None:
        self._db = db
        self._ring = ring
        self._plate = plate
        self.following = Following("visitor permits", self.settle)

    async def settle(self) -> None:
        async with self._db.read() as session:
            due = await store.permits_due(session, BATCH)
        for row in due:
            try:
                await (self._grant(row) if row.state is PermitState.WANTED else self._end(row))
            except grpc.aio.AioRpcError as error:
                log.warning("permit not settled", extra={"code": error.code().name})

    async def _grant(self, row: VisitPermit) -> None:
        async with self._db.read() as session:
            visit = await session.get(Visit, row.visit_id)
        if visit is None or visit.state not in OPENING:
            await self._keep(row.visit_id, "", PermitState.ENDING)
            return
        try:
            answer = await self._plate.CreatePermit(self._request(visit), timeout=TIMEOUT)
        except grpc.aio.AioRpcError as error:
            if error.code() not in SETTLED:
                raise
            await self._keep(row.visit_id, "", PermitState.REFUSED)
        else:
            await self._keep(row.visit_id, answer.permit.id, PermitState.GRANTED)

    def _request(self, visit: Visit) -> plate_pb2.CreatePermitRequest:
        values = {
            "community_id": visit.community_id,
            "plate": persons.unseal(self._ring, visit).plate,
            "kind": "visitor",
            "valid_from": visit.valid_from,
            "valid_to": visit.valid_to,
            "hours": visit.hours,
            "house_id": visit.house_id,
            "source": f"visitor:{visit.id}",
            "request_id": f"visit {visit.id}",
        }
        return to_message(plate_pb2.CreatePermitRequest, values)

    async def _keep(self, visit_id: str, permit_id: str, state: PermitState) -> None:
        """Notes how it stands; a visit that ended meanwhile still has its permit ended."""
        async with self._db.write() as session:
            row = await session.get(VisitPermit, visit_id)
            if row is None:
                return
            row.permit_id = permit_id
            if row.state is PermitState.WANTED:
                row.state = state
            session.add(row)
            visit = await session.get(Visit, visit_id)
            if visit:
                visit.permit_id = permit_id
                session.add(visit)
        self.following.ask()

    async def _end(self, row: VisitPermit) -> None:
        if row.permit_id:
            request = plate_pb2.RevokePermitRequest(id=row.permit_id)
            try:
                await self._plate.RevokePermit(request, timeout=TIMEOUT)
            except grpc.aio.AioRpcError as error:
                if error.code() is not GONE:
                    raise
        async with self._db.write() as session:
            await session.delete(row)
