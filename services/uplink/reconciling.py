"""Each day counted per destination, device and hour; what is missing is found and sent (R98).

Two sorts of gaps are looked for: objects that ended without being taken for a reason that has
passed, and passages that the plate service knows and that never became an object.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import sqlalchemy as sa

from anju.plate.v1 import plate_pb2
from kit.db import Database, col, emit, select
from kit.errors import AnjuError
from kit.hours import SHANGHAI
from kit.message import timestamp
from kit.tables import now
from services.uplink import events, store
from services.uplink.directory import Directory
from services.uplink.generating import Generator
from services.uplink.models import (
    FAILED,
    Act,
    ObjectState,
    PublishedDay,
    Reconciliation,
    SentObject,
)
from services.uplink.profiles.facts import Of
from services.uplink.queue import Queue

log = logging.getLogger("uplink.reconciling")
WHAT = "reconciled"
LATE = timedelta(hours=1)  # after midnight, so that the last events of the day are here
PAGE = 500
FILLABLE = ("QUEUE_FULL",)
"""Why an object may have ended that is no reason against sending it now."""


def span_of(day: str) -> tuple[datetime, datetime]:
    """The day's start and end, Asia/Shanghai, in UTC."""
    start = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)


class Reconciler:
    def __init__(
        self,
        db: Database,
        directory: Directory,
        generator: Generator,
        queue: Queue,
        plate: Any,
        timeout: float = 10.0,
    ) -> None:
        self._db = db
        self._directory = directory
        self._generator = generator
        self._queue = queue
        self._plate = plate
        self._timeout = timeout

    async def turn(self) -> bool:
        """Reconciles yesterday once it is over for an hour; false, as nothing more waits."""
        day = (now().astimezone(SHANGHAI) - LATE - timedelta(days=1)).date().isoformat()
        async with self._db.read() as session:
            done = await store.is_published(session, WHAT, day)
        if not done:
            await self.day(day)
        return False

    async def day(self, day: str) -> None:
        """Fills the day's gaps, then counts it and tells of each device."""
        start, end = span_of(day)
        filled = await self.fill(start, end)
        async with self._db.write() as session:
            rows = await store.count_by_hour(session, start, end)
            counted = _counted(rows)
            await session.exec(sa.delete(Reconciliation).where(col(Reconciliation.day) == day))
            sums: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
            for (destination_id, device_id, community_id, hour), counts in counted.items():
                session.add(
                    Reconciliation(
                        destination_id=destination_id,
                        device_id=device_id,
                        community_id=community_id,
                        day=day,
                        hour=hour,
                        generated=counts["generated"],
                        accepted=counts["accepted"],
                        refused=counts["refused"],
                        gap_filled=filled[destination_id, device_id, hour],
                    )
                )
                sums[destination_id, device_id, community_id].update(counts)
            for (destination_id, device_id, community_id), counts in sums.items():
                told = {n: counts[n] for n in ("generated", "accepted", "refused")}
                ids = {"destination_id": destination_id, "device_id": device_id}
                emit(session, events.reconciled(community_id, day=day, **ids, **told))
            await session.merge(PublishedDay(what=WHAT, day=day))

    async def fill(self, start: datetime, end: datetime) -> Counter[tuple[str, str, int]]:
        """Sends what is missing; returns how much per destination, device and hour."""
        filled: Counter[tuple[str, str, int]] = Counter()
        async with self._db.read() as session:
            query = select(SentObject).where(
                col(SentObject.create_time) >= start,
                col(SentObject.create_time) < end,
                SentObject.state == ObjectState.OVERFLOWED,
                col(SentObject.reason).in_(FILLABLE),
            )
            lost = (await session.exec(query.order_by(col(SentObject.id)))).all()
        try:
            for row in lost:
                if await self._generator.again(row, "GAP", Act.GAP_FILLED):
                    filled[row.destination_id, row.device_id, _hour(row.create_time)] += 1
            async for offers in self._missing(start, end):
                if await self._queue.put(offers, Act.GAP_FILLED):
                    for offer in offers:
                        values = offer.values
                        hour = _hour(values["event_time"])
                        filled[values["destination_id"], values["device_id"], hour] += 1
        except (grpc.aio.AioRpcError, AnjuError) as error:
            # The service that has the content is away; a replay by hand fills the rest.
            log.warning("gaps not filled", extra={"error": type(error).__name__})
        return filled

    async def _missing(self, start: datetime, end: datetime) -> AsyncIterator[list[Any]]:
        """Passages that ended in the time and that no queue knows."""
        wanted = [
            flow
            for flow in self._directory.flows.values()
            if Of.MOTOR_VEHICLE in flow.fields and flow.state == "active"
        ]
        if not wanted:
            return
        token = ""
        while True:
            request = plate_pb2.ListPassagesRequest(
                phase=plate_pb2.PHASE_PASSED,
                start_time=timestamp(start),
                end_time=timestamp(end),
                page_size=PAGE,
                page_token=token,
            )
            answer = await self._plate.ListPassages(request, timeout=self._timeout)
            known = await self._known([each.id for each in answer.passages])
            for passage in answer.passages:
                if passage.id not in known and passage.counted:
                    yield await self._offers(passage)
            token = answer.next_page_token
            if not token:
                return

    async def _known(self, ids: list[str]) -> set[str]:
        async with self._db.read() as session:
            query = select(SentObject.source_id).where(col(SentObject.source_id).in_(ids))
            return set((await session.exec(query)).all())

    async def _offers(self, passage: Any) -> list[Any]:
        word = "entered" if passage.counted > 0 else "left"
        at = max(each.time.ToDatetime(UTC) for each in passage.history)
        data = {"passage_id": passage.id, "access_point_id": passage.access_point_id}
        name = f"plate.passage.{word}"
        return await self._generator.offers(
            f"gap-{passage.id}", name, passage.community_id, at, data
        )


def _hour(at: datetime) -> int:
    return at.astimezone(SHANGHAI).hour


def _counted(rows: Any) -> dict[tuple[str, str, str, int], Counter[str]]:
    counted: dict[tuple[str, str, str, int], Counter[str]] = defaultdict(Counter)
    for destination_id, device_id, community_id, created, state in rows:
        counts = counted[destination_id, device_id, community_id, _hour(created)]
        counts["generated"] += 1
        counts["accepted"] += state is ObjectState.ACCEPTED
        counts["refused"] += state in FAILED
    return counted
