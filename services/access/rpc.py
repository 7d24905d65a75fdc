"""gRPC servicer of the access service."""

from typing import Any

from anju.access.v1 import access_pb2 as pb
from anju.access.v1 import access_pb2_grpc
from kit.auth import caller
from kit.db import AsyncSession, Database
from kit.edge import rpc_write
from kit.message import parse, to_message
from services.access import store
from services.access.history import History, view
from services.access.inputs import (
    EmergencyIn,
    EnableFaceIn,
    EndIn,
    LookIn,
    OpenIn,
    PassFilter,
    PassIn,
    RulesIn,
)
from services.access.models import Rules
from services.access.ruling import Ruling
from services.access.service import Access

POLICY = {
    "RequestPass": "access.request",
    "OpenAccessPoint": "access.open",
    "StartEmergency": "access.emergency",
    "EndEmergency": "access.emergency",
    "ListEmergencies": "pass.read",
    "PutRules": "access.rules.write",
    "GetRules": "access.rules.read",
    "EnableFace": "access.rules.write",
    "DisableFace": "access.rules.write",
    "GetPass": "pass.read",
    "ListPasses": "pass.read",
    "GetPassPicture": "pass.look",
}


class AccessServicer(access_pb2_grpc.AccessServiceServicer):
    def __init__(self, db: Database, access: Access, ruling: Ruling, history: History) -> None:
        self._db = db
        self._access = access
        self._ruling = ruling
        self._history = history

    async def RequestPass(self, request: Any, context: Any) -> Any:
        body = parse(PassIn, request)
        row = await self._access.request_pass(caller(), body, context.time_remaining())
        return pb.RequestPassResponse(**{"pass": to_message(pb.Pass, view(row))})

    async def OpenAccessPoint(self, request: Any, context: Any) -> Any:
        row = await self._access.open_by_hand(caller(), parse(OpenIn, request))
        return pb.OpenAccessPointResponse(**{"pass": to_message(pb.Pass, view(row))})

    async def StartEmergency(self, request: Any, context: Any) -> Any:
        started = []

        async def run(session: AsyncSession, who: Any) -> Any:
            body = parse(EmergencyIn, request)
            started.append(await self._ruling.start_emergency(session, who, body))
            return pb.StartEmergencyResponse(emergency=to_message(pb.Emergency, started[0]))

        answer = await rpc_write(self._db, request, pb.StartEmergencyResponse, run)
        for emergency in started:
            self._ruling.mirror.apply(emergency)
        return answer

    async def EndEmergency(self, request: Any, context: Any) -> Any:
        body = parse(EndIn, request)
        async with self._db.write() as session:
            ended = await self._ruling.end_emergency(session, caller(), body.id, body.reason)
        self._ruling.mirror.apply(ended)
        return pb.EndEmergencyResponse(emergency=to_message(pb.Emergency, ended))

    async def ListEmergencies(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            rows, token = await store.list_emergencies(
                session,
                caller(),
                request.community_id,
                request.open,
                request.page_size,
                request.page_token,
            )
        return pb.ListEmergenciesResponse(
            emergencies=[to_message(pb.Emergency, row) for row in rows], next_page_token=token
        )

    async def PutRules(self, request: Any, context: Any) -> Any:
        body = parse(RulesIn, request)
        point = self._access.point(caller(), body.access_point_id)
        async with self._db.write() as session:
            rules = await self._ruling.put(session, point, body)
        return pb.PutRulesResponse(rules=self._applied(rules))

    async def GetRules(self, request: Any, context: Any) -> Any:
        point = self._access.point(caller(), request.access_point_id)
        return pb.GetRulesResponse(rules=to_message(pb.Rules, self._access.rules(point)))

    async def EnableFace(self, request: Any, context: Any) -> Any:
        body = parse(EnableFaceIn, request)
        point = self._access.point(caller(), body.access_point_id)
        async with self._db.write() as session:
            rules = await self._ruling.enable_face(session, point, body)
        return pb.EnableFaceResponse(rules=self._applied(rules))

    async def DisableFace(self, request: Any, context: Any) -> Any:
        point = self._access.point(caller(), request.access_point_id)
        async with self._db.write() as session:
            rules = await self._ruling.disable_face(session, point)
        return pb.DisableFaceResponse(rules=self._applied(rules))

    def _applied(self, rules: Rules) -> pb.Rules:
        self._ruling.mirror.apply(rules)
        return to_message(pb.Rules, rules)

    async def GetPass(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            found = await self._history.get(session, caller(), request.id)
        return pb.GetPassResponse(**{"pass": to_message(pb.Pass, found)})

    async def GetPassPicture(self, request: Any, context: Any) -> Any:
        body = parse(LookIn, request)
        async with self._db.write() as session:
            key = await self._history.looked(session, caller(), body)
        return pb.GetPassPictureResponse(image=await self._history.picture(key))

    async def ListPasses(self, request: Any, context: Any) -> Any:
        wanted = parse(PassFilter, request)
        async with self._db.write() as session:
            rows, token = await self._history.passes(session, caller(), wanted)
        passes = [to_message(pb.Pass, row) for row in rows]
        return pb.ListPassesResponse(passes=passes, next_page_token=token)
