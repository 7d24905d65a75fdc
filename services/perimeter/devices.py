"""Alarms that devices raise; fire opens gates (R65)."""

import logging
from typing import Any

import grpc

from anju.access.v1 import access_pb2
from kit.auth import Principal
from kit.db import AsyncSession
from kit.errors import PermissionDenied
from kit.tables import now
from services.perimeter.alarms import Alarms, Report
from services.perimeter.inputs import RaiseIn
from services.perimeter.models import Alarm, DeviceAlarm, Severity, Source
from services.perimeter.places import Placed

log = logging.getLogger("perimeter.devices")
_DEVICES = ("device", "kiosk")
_SEVERITY = {
    DeviceAlarm.HARD_WIRED: Severity.WARNING,
    DeviceAlarm.DURESS: Severity.CRITICAL,
    DeviceAlarm.FIRE: Severity.CRITICAL,
    DeviceAlarm.TAMPER: Severity.CRITICAL,
    DeviceAlarm.POWER_CUT: Severity.WARNING,
    DeviceAlarm.LINE_CUT: Severity.CRITICAL,
}


class DeviceAlarms:
    def __init__(self, alarms: Alarms, access: Any) -> None:
        self._alarms = alarms
        self._access = access

    async def raise_alarm(
        self, session: AsyncSession, who: Principal, body: RaiseIn, placed: Placed
    ) -> Alarm:
        """Safe to repeat: what a device goes on reporting is one alarm until it is closed."""
        if who.role in _DEVICES and who.subject != body.device_id:
            raise PermissionDenied(
                "NOT_THIS_DEVICE",
                "a device raises alarms of its own alone",
                remedy="give the device_id of the token",
            )
        at = now()
        report = Report(
            community_id=placed.community_id,
            source=Source.DEVICE,
            kind=body.kind,
            severity=_SEVERITY[body.kind],
            event_time=min(body.time or at, at),
            merges={
                "source": Source.DEVICE,
                "device_id": body.device_id,
                "kind": body.kind,
                "reference": body.zone,
            },
            lasting=True,
            places={
                "device_id": body.device_id,
                "access_point_id": placed.access_point_id,
                "reference": body.zone,
            },
            actor=who.subject,
        )
        row, _ = await self._alarms.report(session, report)
        return row

    async def open_gates(self, community_id: str, alarm_id: str) -> None:
        """All gates of the community stand open. Safe to repeat; raises AioRpcError while access
        does not answer."""
        request = access_pb2.StartEmergencyRequest(
            community_id=community_id,
            reason=f"fire alarm {alarm_id}",
            request_id=f"fire-{alarm_id}",
        )
        try:
            await self._access.StartEmergency(request, timeout=5.0)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.ALREADY_EXISTS:
                return
            log.error("gates could not be opened", exc_info=error)
            raise
