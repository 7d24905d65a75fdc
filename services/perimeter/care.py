"""Looking after residents who asked for it, and for nobody else (R22)."""

from datetime import timedelta
from typing import Any

import grpc

from anju.access.v1 import access_pb2
from anju.resident.v1 import resident_pb2
from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database, select
from kit.errors import FailedPrecondition
from kit.message import timestamp
from kit.tables import now
from services.perimeter import store
from services.perimeter.alarms import Alarms, Report
from services.perimeter.inputs import CareIn, PageIn
from services.perimeter.models import CareView, CareWatch, Severity, Source

PURPOSE = "care"
_TIMEOUT = 3.0


class Care:
    def __init__(self, db: Database, alarms: Alarms, resident: Any, access: Any) -> None:
        self._db = db
        self._alarms = alarms
        self._resident = resident
        self._access = access

    async def consents(self, subject_id: str) -> str:
        """The community in which the subject consents to the purpose `care` now, else empty."""
        request = resident_pb2.CheckConsentRequest(subject_id=subject_id, purpose=PURPOSE)
        answer = await self._resident.CheckConsent(request, timeout=_TIMEOUT)
        return answer.community_id if answer.granted else ""

    async def start(
        self, session: AsyncSession, who: Principal, body: CareIn, consented: str
    ) -> CareView:
        """`consented` is what `consents` said. Raises FailedPrecondition CONSENT_MISSING."""
        who.within(body.community_id)
        if consented != body.community_id:
            raise FailedPrecondition(
                "CONSENT_MISSING",
                "the resident has not consented to be looked after",
                remedy=f"record a consent to the purpose {PURPOSE} first",
            )
        known = await store.every(session, CareWatch, subject_id=body.subject_id)
        row = (
            known[0]
            if known
            else CareWatch(
                community_id=body.community_id, subject_id=body.subject_id, days=body.days
            )
        )
        row.days = body.days
        session.add(row)
        audit.record(session, who, "care.start", row.id, row.community_id)
        return CareView.model_validate(row)

    async def end(self, session: AsyncSession, who: Principal, key: str) -> None:
        row = await store.get(session, who, CareWatch, key, "care watch")
        audit.record(session, who, "care.end", row.id, row.community_id)
        await session.delete(row)

    async def list(
        self, session: AsyncSession, who: Principal, ask: PageIn
    ) -> tuple[list[CareView], str]:
        rows, token = await store.list_page(session, who, CareWatch, ask)
        for row in rows:
            audit.record(session, who, "care.read", row.id, row.community_id)
        return [CareView.model_validate(row) for row in rows], token

    async def look(self) -> bool:
        """Raises an alarm for each who has not gone out for their days; ends the watch of those
        who withdrew their consent."""
        async with self._db.read() as session:
            rows = (await session.exec(select(CareWatch))).all()
        for row in rows:
            try:
                consented = await self.consents(row.subject_id)
                last = await self._last_out(row) if consented else None
            except grpc.aio.AioRpcError:
                continue  # asked again the next time
            async with self._db.write() as session:
                fresh = await session.get(CareWatch, row.id)
                if fresh:
                    await self._judge(session, fresh, bool(consented), last)
        return False

    async def _last_out(self, row: CareWatch) -> Any:
        """When the subject last went out, if within the days that count."""
        request = access_pb2.ListPassesRequest(
            community_id=row.community_id,
            subject_id=row.subject_id,
            outcome=access_pb2.OUTCOME_OPEN,
            start_time=timestamp(now() - timedelta(days=row.days)),
            page_size=1,
        )
        answer = await self._access.ListPasses(request, timeout=_TIMEOUT)
        passes = list(answer.passes)
        return passes[0].time.ToDatetime().replace(tzinfo=now().tzinfo) if passes else None

    async def _judge(
        self, session: AsyncSession, row: CareWatch, consented: bool, last: Any
    ) -> None:
        if not consented:
            await session.delete(row)
            return
        if last is not None:
            row.last_out_time = last
        since = max(filter(None, (row.start_time, row.last_out_time)))
        due = now() - since > timedelta(days=row.days)
        if due and not row.alarm_id:
            report = Report(
                community_id=row.community_id,
                source=Source.CARE,
                kind="care",
                severity=Severity.WARNING,
                event_time=now(),
                places={"subject_id": row.subject_id, "reference": row.id},
            )
            alarm, _ = await self._alarms.report(session, report)
            row.alarm_id = alarm.id
        elif not due:
            row.alarm_id = ""
        session.add(row)
