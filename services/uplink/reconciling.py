"""Each day counted per destination, device and hour; what is missing is found and sent (R98).

Two sorts of gaps are looked for, once a day: objects that ended without being taken for a reason
that has passed, and passages that the plate service knows and that a destination was not sent. A
day is counted again, and changes told, until nothing of it waits any more.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc

from anju.plate.v1 import plate_pb2
from kit.db import AsyncSession, Database, col, emit, select
from kit.errors import AnjuError
from kit.message import timestamp
from kit.tables import now
from services.uplink import events, store
from services.uplink.directory import Directory
from services.uplink.generating import Generator
from services.uplink.models import (
    FAILED,
    WAITING,
    Act,
    ObjectState,
    PublishedDay,
    Reconciliation,
    SentObject,
)
from services.uplink.profiles.facts import Of
from services.uplink.queue import Queue
from services.uplink.statistics import days_before, span_of

log = logging.getLogger("uplink.reconciling")
WHAT = "reconciled"
GAPS = "gaps"
LATE = timedelta(hours=1)  # after midnight, so that the last events of the day are here
PAGE = 500
FILLABLE = ("QUEUE_FULL",)
"""Why an object may have ended that is no reason against sending it now."""
NUMBERS = ("generated", "accepted", "refused", "gap_filled")
Cell = tuple[str, str, str, int]  # destination, device, community, hour


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
        """Goes through the days that are over for an hour and not yet final, oldest first;
        false, as nothing more waits."""
        for day in days_before(now() - LATE):
            async with self._db.read() as session:
                done = await store.is_published(session, WHAT, day)
            if not done:
                await self.day(day)
        return False

    async def day(self, day: str) -> None:
        """Fills the day's gaps, where they were not, then counts it and tells of each device
        what is new."""
        start, end = span_of(day)
        async with self._db.read() as session:
            whole = await store.is_published(session, GAPS, day)
        if not whole:
            whole = await self.fill(start, end)
        async with self._db.write() as session:
            if whole:
                await session.merge(PublishedDay(what=GAPS, day=day))
            counted, waiting = await _count(session, start)
            await _keep(session, day, counted)
            if whole and not waiting:
                await session.merge(PublishedDay(what=WHAT, day=day))

    async def fill(self, start: datetime, end: datetime) -> bool:
        """Sends what is missing; whether all of it could be looked for and had room."""
        try:
            room = True
            for destination_id in list(self._directory.peers):
                room = await self._fill_overflow(destination_id, start, end) and room
            async for passage in self._missing(start, end):
                owed = [destination_id for destination_id, _ in self._owed(passage)]
                if not all([await self._room(each) for each in owed]):
                    room = False  # what waits is not pushed out by what was missed
                    continue
                await self._queue.put(await self._offers(passage), Act.GAP_FILLED)
        except (grpc.aio.AioRpcError, AnjuError) as error:
            # The service that has the content is away: looked for again the next time.
            log.warning("gaps not filled", extra={"error": type(error).__name__})
            return False
        return room

    async def _fill_overflow(self, destination_id: str, start: datetime, end: datetime) -> bool:
        """Lets what a full queue gave up wait again, page by page; whether all had room."""
        after = 0
        while rows := await self._overflowed(destination_id, start, end, after):
            for row in rows:
                if not await self._room(destination_id):
                    return False
                after = row.id or 0
                await self._generator.again(row, "GAP", Act.GAP_FILLED)
        return True

    async def _overflowed(
        self, destination_id: str, start: datetime, end: datetime, after: int
    ) -> Sequence[SentObject]:
        async with self._db.read() as session:
            query = select(SentObject).where(
                SentObject.destination_id == destination_id,
                col(SentObject.event_time) >= start,
                col(SentObject.event_time) < end,
                SentObject.state == ObjectState.OVERFLOWED,
                col(SentObject.reason).in_(FILLABLE),
                col(SentObject.id) > after,
            )
            return (await session.exec(query.order_by(col(SentObject.id)).limit(PAGE))).all()

    async def _room(self, destination_id: str) -> bool:
        peer = self._directory.peers.get(destination_id)
        return peer is None or await self._queue.has_room(peer)

    async def _missing(self, start: datetime, end: datetime) -> AsyncIterator[Any]:
        """Passages that ended in the time and that some destination does not know."""
        if not any(Of.MOTOR_VEHICLE in flow.fields for flow in self._directory.flows.values()):
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
                if passage.counted and self._owed(passage) - known:
                    yield passage
            token = answer.next_page_token
            if not token:
                return

    async def _known(self, ids: Sequence[str]) -> set[tuple[str, str]]:
        """Destinations and passages."""
        async with self._db.read() as session:
            query = select(SentObject.destination_id, SentObject.source_id).where(
                col(SentObject.source_id).in_(ids)
            )
            return {(destination_id, key) for destination_id, key in await session.exec(query)}

    def _owed(self, passage: Any) -> set[tuple[str, str]]:
        opened = self._directory.open_flows(
            Of.MOTOR_VEHICLE, passage.community_id, _passed(passage)
        )
        return {(peer.id, passage.id) for _, peer, _ in opened}

    async def _offers(self, passage: Any) -> list[Any]:
        word = "entered" if passage.counted > 0 else "left"
        data = {"passage_id": passage.id, "access_point_id": passage.access_point_id}
        return await self._generator.offers(
            "", f"plate.passage.{word}", passage.community_id, _passed(passage), data
        )


def _passed(passage: Any) -> datetime:
    times: list[datetime] = [each.time.ToDatetime(UTC) for each in passage.history]
    return max(times)


async def _count(session: AsyncSession, start: datetime) -> tuple[dict[Cell, Counter[str]], bool]:
    """Objects of the day that begins so, and whether one still waits."""
    counted: dict[Cell, Counter[str]] = {}
    waiting = False
    for hour in range(24):
        begin = start + timedelta(hours=hour)
        for row in await store.counts(session, begin, begin + timedelta(hours=1)):
            destination_id, device_id, community_id, state, count, filled = row
            cell = counted.setdefault((destination_id, device_id, community_id, hour), Counter())
            cell["generated"] += count
            cell["accepted"] += count if state is ObjectState.ACCEPTED else 0
            cell["refused"] += count if state in FAILED else 0
            cell["gap_filled"] += filled
            waiting = waiting or state in WAITING
    return counted, waiting


async def _keep(session: AsyncSession, day: str, counted: dict[Cell, Counter[str]]) -> None:
    """Writes down what is new of a day, and tells of the devices whose sums it changes."""
    rows = (await session.exec(select(Reconciliation).where(Reconciliation.day == day))).all()
    known = {(r.destination_id, r.device_id, r.community_id, r.hour): r for r in rows}
    sums: dict[tuple[str, str, str], Counter[str]] = {}
    changed = set()
    for cell, counts in counted.items():
        sums.setdefault(cell[:3], Counter()).update(counts)
        row = known.get(cell)
        if row is None:
            destination_id, device_id, community_id, hour = cell
            row = Reconciliation(
                destination_id=destination_id,
                device_id=device_id,
                community_id=community_id,
                day=day,
                hour=hour,
            )
        values = {name: counts[name] for name in NUMBERS}
        if row.id is not None and values == {name: getattr(row, name) for name in NUMBERS}:
            continue
        row.sqlmodel_update(values)
        session.add(row)
        changed.add(cell[:3])
    for destination_id, device_id, community_id in sorted(changed):
        counts = sums[destination_id, device_id, community_id]
        told = {name: counts[name] for name in ("generated", "accepted", "refused")}
        ids = {"destination_id": destination_id, "device_id": device_id}
        emit(session, events.reconciled(community_id, day=day, **ids, **told))
