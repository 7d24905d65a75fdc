"""gRPC servicer of the perimeter service: message in, one call, message out."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from google.protobuf.message import Message
from pydantic import BaseModel

from anju.perimeter.v1 import perimeter_pb2 as pb
from anju.perimeter.v1 import perimeter_pb2_grpc
from kit.auth import Principal, caller
from kit.db import AsyncSession
from kit.edge import rpc_write
from kit.message import parse, to_dict, to_message
from services.perimeter.desk import Desk
from services.perimeter.inputs import (
    AlarmQuery,
    ArmIn,
    AssignIn,
    CameraIn,
    CameraQuery,
    CareIn,
    CloseIn,
    CommunityIn,
    ExportIn,
    HolidayQuery,
    HolidaysIn,
    IdIn,
    PageIn,
    PushIn,
    RaiseIn,
    ReasonIn,
    RecordQuery,
    ReplayIn,
    RuleIn,
    RuleQuery,
    StatisticsQuery,
    ZoneIn,
    ZoneQuery,
)
from services.perimeter.patrol.inputs import (
    AnswerIn,
    CheckInIn,
    CheckpointIn,
    FindingIn,
    FindingQuery,
    GuardsIn,
    HandoverQuery,
    MonthQuery,
    RoundQuery,
    RouteIn,
)

POLICY = {
    "PutCamera": "camera.write",
    "GetCamera": "camera.read",
    "DeleteCamera": "camera.write",
    "ListCameras": "camera.read",
    "AcceptView": "camera.write",
    "PushFrame": "camera.push",
    "PutZone": "camera.write",
    "DeleteZone": "camera.write",
    "ListZones": "camera.read",
    "ArmZone": "zone.arm",
    "PutRule": "camera.write",
    "DeleteRule": "camera.write",
    "ListRules": "camera.read",
    "ReplayRule": "camera.write",
    "ListRuleStatistics": "alarm.read",
    "PutHolidays": "camera.write",
    "ListHolidays": "camera.read",
    "RaiseAlarm": "alarm.raise",
    "GetAlarm": "alarm.read",
    "ListAlarms": "alarm.read",
    "AcknowledgeAlarm": "alarm.handle",
    "AssignAlarm": "alarm.handle",
    "CloseAlarm": "alarm.handle",
    "GetAlarmPicture": "alarm.look",
    "ExportAlarmClip": "alarm.look",
    "ListAlarmRecords": "alarm.records",
    "VerifyAlarmRecords": "alarm.records",
    "PutCheckpoint": "patrol.write",
    "DeleteCheckpoint": "patrol.write",
    "ListCheckpoints": "patrol.read",
    "GetCheckpointCode": "patrol.code",
    "PutRoute": "patrol.write",
    "DeleteRoute": "patrol.write",
    "ListRoutes": "patrol.read",
    "ListRounds": "patrol.read",
    "GetRound": "patrol.read",
    "AssignRound": "patrol.write",
    "CheckIn": "patrol.walk",
    "CreateFinding": "patrol.walk",
    "CloseFinding": "patrol.walk",
    "GetFindingPicture": "patrol.read",
    "ListFindings": "patrol.read",
    "GetHandover": "patrol.read",
    "GetPatrolReport": "patrol.read",
    "StartCareWatch": "care.write",
    "EndCareWatch": "care.write",
    "ListCareWatches": "care.read",
}
Work = Callable[[Desk, AsyncSession, Principal, Any], Awaitable[Any]]


def _answer(kind: type[Message], value: Any) -> Any:
    """`value` is None, a dict of the response's fields, or a model that has them."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    return to_message(kind, _plain(value or {}))


def _plain(value: Any) -> Any:
    """Models within as dicts; what a proto has as JSON text, as text."""
    if isinstance(value, BaseModel):
        return _plain(dict(value))
    if isinstance(value, dict):
        return {
            key: json.dumps(each, ensure_ascii=False) if key == "detail" else _plain(each)
            for key, each in value.items()
        }
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _method(name: str, model: type[BaseModel], work: Work) -> Any:
    """A call that changes something, or that leaves a row in the call register."""
    kind = getattr(pb, f"{name}Response")

    async def call(self: "PerimeterServicer", request: Any, context: Any) -> Any:
        body = parse(model, request)
        prepared = await self.desk.prepare(name, caller(), body)

        async def run(session: AsyncSession, who: Principal) -> Any:
            value = await work(self.desk, session, who, body if prepared is None else prepared)
            return _answer(kind, value)

        made = await rpc_write(self.desk.db, request, kind, run)
        await self.desk.settle(name, body, to_dict(made))
        return made

    return call


def _deferred(name: str, model: type[BaseModel], work: Any) -> Any:
    """A call that keeps its own transactions, as it waits for others meanwhile."""
    kind = getattr(pb, f"{name}Response")

    async def call(self: "PerimeterServicer", request: Any, context: Any) -> Any:
        return _answer(kind, await work(self.desk, caller(), parse(model, request)))

    return call


class PerimeterServicer(perimeter_pb2_grpc.PerimeterServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    PutCamera = _method("PutCamera", CameraIn, Desk.put_camera)
    GetCamera = _method("GetCamera", IdIn, Desk.get_camera)
    DeleteCamera = _method("DeleteCamera", IdIn, Desk.delete_camera)
    ListCameras = _method("ListCameras", CameraQuery, Desk.list_cameras)
    AcceptView = _method("AcceptView", ReasonIn, Desk.accept_view)
    PushFrame = _deferred("PushFrame", PushIn, Desk.push_frame)
    PutZone = _method("PutZone", ZoneIn, Desk.put_zone)
    DeleteZone = _method("DeleteZone", IdIn, Desk.delete_zone)
    ListZones = _method("ListZones", ZoneQuery, Desk.list_zones)
    ArmZone = _method("ArmZone", ArmIn, Desk.arm_zone)
    PutRule = _method("PutRule", RuleIn, Desk.put_rule)
    DeleteRule = _method("DeleteRule", IdIn, Desk.delete_rule)
    ListRules = _method("ListRules", RuleQuery, Desk.list_rules)
    ReplayRule = _deferred("ReplayRule", ReplayIn, Desk.replay_rule)
    ListRuleStatistics = _method("ListRuleStatistics", StatisticsQuery, Desk.list_statistics)
    PutHolidays = _method("PutHolidays", HolidaysIn, Desk.put_holidays)
    ListHolidays = _method("ListHolidays", HolidayQuery, Desk.list_holidays)
    RaiseAlarm = _method("RaiseAlarm", RaiseIn, Desk.raise_alarm)
    GetAlarm = _method("GetAlarm", IdIn, Desk.get_alarm)
    ListAlarms = _method("ListAlarms", AlarmQuery, Desk.list_alarms)
    AcknowledgeAlarm = _method("AcknowledgeAlarm", IdIn, Desk.acknowledge_alarm)
    AssignAlarm = _method("AssignAlarm", AssignIn, Desk.assign_alarm)
    CloseAlarm = _method("CloseAlarm", CloseIn, Desk.close_alarm)
    GetAlarmPicture = _deferred("GetAlarmPicture", ReasonIn, Desk.alarm_picture)
    ExportAlarmClip = _deferred("ExportAlarmClip", ExportIn, Desk.export_clip)
    ListAlarmRecords = _method("ListAlarmRecords", RecordQuery, Desk.list_records)
    VerifyAlarmRecords = _method("VerifyAlarmRecords", CommunityIn, Desk.verify_records)
    PutCheckpoint = _method("PutCheckpoint", CheckpointIn, Desk.put_checkpoint)
    DeleteCheckpoint = _method("DeleteCheckpoint", IdIn, Desk.delete_checkpoint)
    ListCheckpoints = _method("ListCheckpoints", PageIn, Desk.list_checkpoints)
    GetCheckpointCode = _method("GetCheckpointCode", IdIn, Desk.checkpoint_code)
    PutRoute = _method("PutRoute", RouteIn, Desk.put_route)
    DeleteRoute = _method("DeleteRoute", IdIn, Desk.delete_route)
    ListRoutes = _method("ListRoutes", PageIn, Desk.list_routes)
    ListRounds = _method("ListRounds", RoundQuery, Desk.list_rounds)
    GetRound = _method("GetRound", IdIn, Desk.get_round)
    AssignRound = _method("AssignRound", GuardsIn, Desk.assign_round)
    CheckIn = _method("CheckIn", CheckInIn, Desk.check_in)
    CreateFinding = _method("CreateFinding", FindingIn, Desk.create_finding)
    CloseFinding = _method("CloseFinding", AnswerIn, Desk.close_finding)
    GetFindingPicture = _deferred("GetFindingPicture", ReasonIn, Desk.finding_picture)
    ListFindings = _method("ListFindings", FindingQuery, Desk.list_findings)
    GetHandover = _method("GetHandover", HandoverQuery, Desk.handover)
    GetPatrolReport = _method("GetPatrolReport", MonthQuery, Desk.patrol_report)
    StartCareWatch = _method("StartCareWatch", CareIn, Desk.start_care)
    EndCareWatch = _method("EndCareWatch", IdIn, Desk.end_care)
    ListCareWatches = _method("ListCareWatches", PageIn, Desk.list_care)
