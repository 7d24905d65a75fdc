"""gRPC servicer of the plate service: message in, one call, message out."""

from typing import Any

from anju.plate.v1 import plate_pb2 as pb
from anju.plate.v1 import plate_pb2_grpc
from kit.auth import caller
from kit.db import AsyncSession, Database
from kit.edge import rpc_write
from kit.message import parse, to_message
from services.plate import store
from services.plate.deciding import Decision
from services.plate.importer import Importer
from services.plate.inputs import (
    ChangeIn,
    CorrectionIn,
    DecidedIn,
    LaneIn,
    LaneQuery,
    MatchIn,
    OccupancyIn,
    PassageQuery,
    PermitIn,
    PermitQuery,
    ReportIn,
    RevealIn,
    SeenQuery,
    SightingIn,
)
from services.plate.models import Lane, Phase
from services.plate.passages import Passages, view, view_park
from services.plate.service import Plates, masked

POLICY = {
    "CreatePermit": "plate.write",
    "GetPermit": "plate.read",
    "UpdatePermit": "plate.write",
    "RevokePermit": "plate.write",
    "RevealPermit": "plate.reveal",
    "ListPermits": "plate.read",
    "ImportPermits": "plate.write",
    "PutLane": "lane.write",
    "GetLane": "lane.read",
    "ListLanes": "lane.read",
    "MatchPlate": "plate.match",
    "ReportRead": "barrier.report",
    "ListReads": "barrier.read",
    "PressLine": "barrier.report",
    "ReportPicture": "barrier.report",
    "DecidePassage": "barrier.decide",
    "ReportPassed": "barrier.report",
    "ReportReversed": "barrier.report",
    "CorrectPassage": "barrier.correct",
    "GetPassage": "barrier.read",
    "RevealPassage": "plate.reveal",
    "ListPassages": "barrier.read",
    "GetOccupancy": "barrier.read",
    "SetOccupancy": "barrier.correct",
}


class PlateServicer(plate_pb2_grpc.PlateServiceServicer):
    def __init__(
        self, db: Database, plates: Plates, passages: Passages, importer: Importer
    ) -> None:
        self._db = db
        self._plates = plates
        self._passages = passages
        self._importer = importer
        self._memory = plates.memory

    async def CreatePermit(self, request: Any, context: Any) -> Any:
        body, changed = parse(PermitIn, request), []

        async def run(session: AsyncSession, who: Any) -> Any:
            changed.append(await self._plates.create_permit(session, who, body))
            return pb.CreatePermitResponse(permit=to_message(pb.Permit, masked(changed[0])))

        return self._applied(
            await rpc_write(self._db, request, pb.CreatePermitResponse, run), changed
        )

    def _applied(self, answer: Any, changed: list[Any]) -> Any:
        """Makes what is committed now count for the next decision."""
        for row in changed:
            self._memory.apply(row)
        return answer

    async def GetPermit(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            found = await self._plates.get_permit(session, caller(), request.id)
        return pb.GetPermitResponse(permit=to_message(pb.Permit, found))

    async def UpdatePermit(self, request: Any, context: Any) -> Any:
        body, changed = parse(ChangeIn, request), []

        async def run(session: AsyncSession, who: Any) -> Any:
            changed.append(await self._plates.change_permit(session, who, body))
            return pb.UpdatePermitResponse(permit=to_message(pb.Permit, masked(changed[0])))

        return self._applied(
            await rpc_write(self._db, request, pb.UpdatePermitResponse, run), changed
        )

    async def RevokePermit(self, request: Any, context: Any) -> Any:
        changed: list[Any] = []

        async def run(session: AsyncSession, who: Any) -> Any:
            row, others = await self._plates.revoke_permit(session, who, request.id)
            changed.extend([row, *others])
            return pb.RevokePermitResponse(permit=to_message(pb.Permit, masked(row)))

        return self._applied(
            await rpc_write(self._db, request, pb.RevokePermitResponse, run), changed
        )

    async def RevealPermit(self, request: Any, context: Any) -> Any:
        body = parse(RevealIn, request)
        async with self._db.write() as session:
            found = await self._plates.reveal_permit(session, caller(), body)
        return pb.RevealPermitResponse(permit=to_message(pb.Permit, found))

    async def ListPermits(self, request: Any, context: Any) -> Any:
        ask = parse(PermitQuery, request)
        async with self._db.write() as session:
            rows, token = await self._plates.list_permits(session, caller(), ask)
        found = [to_message(pb.Permit, row) for row in rows]
        return pb.ListPermitsResponse(permits=found, next_page_token=token)

    async def ImportPermits(self, request: Any, context: Any) -> Any:
        made = await self._importer.run(
            caller(), request.community_id, request.content, request.dry_run
        )
        return to_message(pb.ImportPermitsResponse, made)

    async def PutLane(self, request: Any, context: Any) -> Any:
        body = parse(LaneIn, request)
        community_id = await self._plates.place(caller(), body.access_point_id)
        async with self._db.write() as session:
            row = await self._plates.put_lane(session, caller(), community_id, body)
        return self._applied(pb.PutLaneResponse(lane=_lane(row)), [row])

    async def GetLane(self, request: Any, context: Any) -> Any:
        return pb.GetLaneResponse(lane=_lane(self._plates.lane(caller(), request.access_point_id)))

    async def ListLanes(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            rows, token = await store.list_lanes(session, caller(), parse(LaneQuery, request))
        return pb.ListLanesResponse(lanes=map(_lane, rows), next_page_token=token)

    async def MatchPlate(self, request: Any, context: Any) -> Any:
        lane, decision = self._plates.match(caller(), parse(MatchIn, request))
        return pb.MatchPlateResponse(decision=_decision(lane, decision))

    async def ReportRead(self, request: Any, context: Any) -> Any:
        body = parse(SightingIn, request)

        async def run(session: AsyncSession, who: Any) -> Any:
            seen = await self._plates.report_read(session, who, body)
            return to_message(pb.ReportReadResponse, seen)

        return await rpc_write(self._db, request, pb.ReportReadResponse, run)

    async def ListReads(self, request: Any, context: Any) -> Any:
        ask = parse(SeenQuery, request)
        async with self._db.write() as session:
            rows, token = await self._plates.list_reads(session, caller(), ask)
        found = [to_message(pb.SeenPlate, row) for row in rows]
        return pb.ListReadsResponse(reads=found, next_page_token=token)

    async def PressLine(self, request: Any, context: Any) -> Any:
        return await self._report(request, pb.PressLineResponse, ReportIn, Phase.PRESSED)

    async def ReportPicture(self, request: Any, context: Any) -> Any:
        return await self._report(request, pb.ReportPictureResponse, ReportIn, Phase.PICTURED)

    async def DecidePassage(self, request: Any, context: Any) -> Any:
        return await self._report(request, pb.DecidePassageResponse, DecidedIn, Phase.DECIDED)

    async def ReportPassed(self, request: Any, context: Any) -> Any:
        return await self._report(request, pb.ReportPassedResponse, ReportIn, Phase.PASSED)

    async def ReportReversed(self, request: Any, context: Any) -> Any:
        return await self._report(request, pb.ReportReversedResponse, ReportIn, Phase.REVERSED)

    async def _report(self, request: Any, kind: Any, model: type[ReportIn], phase: Phase) -> Any:
        body, changed = parse(model, request), []
        lane = self._plates.lane(caller(), body.access_point_id)

        async def run(session: AsyncSession, who: Any) -> Any:
            row, park = await self._passages.report(session, lane, body, phase)
            changed.append(park)
            return kind(passage=to_message(pb.Passage, view(row)))

        return self._applied(await rpc_write(self._db, request, kind, run), changed)

    async def CorrectPassage(self, request: Any, context: Any) -> Any:
        body, changed = parse(CorrectionIn, request), []

        async def run(session: AsyncSession, who: Any) -> Any:
            row, park = await self._passages.correct(session, who, body)
            changed.append(park)
            return pb.CorrectPassageResponse(passage=to_message(pb.Passage, view(row)))

        return self._applied(
            await rpc_write(self._db, request, pb.CorrectPassageResponse, run), changed
        )

    async def GetPassage(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            found = await self._passages.get(session, caller(), request.id)
        return pb.GetPassageResponse(passage=to_message(pb.Passage, found))

    async def RevealPassage(self, request: Any, context: Any) -> Any:
        body = parse(RevealIn, request)
        async with self._db.write() as session:
            found = await self._passages.reveal(session, caller(), body.id, body.reason)
        return pb.RevealPassageResponse(passage=to_message(pb.Passage, found))

    async def ListPassages(self, request: Any, context: Any) -> Any:
        ask = parse(PassageQuery, request)
        async with self._db.write() as session:
            rows, token = await self._passages.passages(session, caller(), ask)
        found = [to_message(pb.Passage, row) for row in rows]
        return pb.ListPassagesResponse(passages=found, next_page_token=token)

    async def GetOccupancy(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            found = await self._passages.occupancy(
                session, caller(), request.community_id, request.car_park
            )
        return pb.GetOccupancyResponse(occupancy=to_message(pb.Occupancy, found))

    async def SetOccupancy(self, request: Any, context: Any) -> Any:
        body, changed = parse(OccupancyIn, request), []

        async def run(session: AsyncSession, who: Any) -> Any:
            changed.append(await self._passages.set_occupancy(session, who, body))
            found = to_message(pb.Occupancy, view_park(changed[0]))
            return pb.SetOccupancyResponse(occupancy=found)

        return self._applied(
            await rpc_write(self._db, request, pb.SetOccupancyResponse, run), changed
        )


def _lane(row: Lane) -> pb.Lane:
    values = dict(row) | {"direction": row.direction or None}
    return to_message(pb.Lane, values)


def _decision(lane: Lane, decision: Decision) -> pb.Decision:
    message = to_message(
        pb.Decision,
        {
            "outcome": decision.outcome,
            "action": decision.action,
            "reason": decision.reason,
            "text": decision.text,
            "misreads": [vars(each) for each in decision.misreads],
            "notes": decision.notes,
            "explanation": decision.explanation,
            "car_park": lane.car_park,
        },
    )
    if permit := decision.permit:
        message.MergeFrom(
            to_message(
                pb.Decision,
                {
                    "permit_id": permit.id,
                    "permit_kind": permit.kind,
                    "plate": permit.plate,
                    "house_id": permit.house_id,
                    "subject_id": permit.subject_id,
                },
            )
        )
    return message
