"""Publishes each day's figures: as events, and to receivers on the extranet through the queue."""

import json
import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2
from kit.db import Database, emit
from kit.events import DISTRICT
from kit.tables import in_utc, now
from services.uplink import statistics, store
from services.uplink.directory import Directory, Opened
from services.uplink.events import statistics_published
from services.uplink.generating import Generator
from services.uplink.models import Act, PublishedDay
from services.uplink.profiles.facts import Fact, Of
from services.uplink.queue import Queue
from services.uplink.rows import Offer, add_figures

log = logging.getLogger("uplink.publishing")
WHAT = "statistics"
STATES = {
    registry_pb2.DEVICE_STATE_ONLINE: "devices_online",
    registry_pb2.DEVICE_STATE_OFFLINE: "devices_offline",
    registry_pb2.DEVICE_STATE_NEVER_SEEN: "devices_never_seen",
}
PAGE = 500


class Publisher:
    def __init__(
        self,
        db: Database,
        directory: Directory,
        generator: Generator,
        queue: Queue,
        registry: Any,
        own_id: str,
        smallest: int,
    ) -> None:
        self._db = db
        self._directory = directory
        self._generator = generator
        self._queue = queue
        self._registry = registry
        self._own_id = own_id
        self._smallest = smallest

    async def turn(self) -> bool:
        """Publishes yesterday once, and days before it that were missed; false, as nothing more
        waits."""
        days = statistics.days_before(now())
        for day in days:
            async with self._db.read() as session:
                done = await store.is_published(session, WHAT, day)
            if not done:
                try:
                    await self.day(day, devices=day == days[-1])
                except grpc.aio.AioRpcError as error:
                    log.warning("figures wait", extra={"code": error.code().name})
        return False

    async def day(self, day: str, devices: bool = True) -> None:
        """Sends the figures of a day: what was counted, and how `devices` stand now."""
        if devices:
            await self._keep(day, await self._devices())
        made = await self._documents(day)
        # A flow that began later has no part in the day.
        at = min(now(), statistics.span_of(day)[1] - timedelta(seconds=1))
        offers = []
        for place, each in made.items():
            opened = list(self._directory.open_flows(Of.STATISTICS, place, at))
            offers += self._offers(day, place, each, opened, at)
        if offers:
            await self._queue.put(offers)  # once each, also where it stops before the next line
        async with self._db.write() as session:
            for place, each in made.items():
                told = {n: each[n] for n in ("day", "counts", "rates", "suppressed")}
                emit(session, statistics_published("" if place == DISTRICT else place, **told))
            await session.merge(PublishedDay(what=WHAT, day=day))

    async def again(self, row: Any, reason: str) -> bool:
        """Lets figures that ended wait once more, as the tables have them now."""
        day, place = row.source_id, row.community_id
        made = (await self._documents(day)).get(place)
        if made is None:
            return False
        opened = self._directory.flow_again(row, renewed=True)
        # Its id has its time in it.
        offers = self._offers(day, place, made, opened, in_utc(row.event_time))
        return await self._generator.once_more(row, offers, reason, Act.QUEUED)

    async def _keep(self, day: str, counted: dict[str, dict[str, float]]) -> None:
        counts = [
            statistics.Count(day, place, name, value, adds=False)
            for place, values in counted.items()
            for name, value in values.items()
        ]
        await self._db.bulk(lambda connection: add_figures(connection, counts))

    async def _documents(self, day: str) -> dict[str, dict[str, Any]]:
        """What may be told of the day, per community."""
        figures: dict[str, dict[str, float]] = {}
        async with self._db.read() as session:
            for row in await store.figures_of(session, day):
                figures.setdefault(row.community_id, {})[row.name] = row.value
        return {
            place: statistics.document(day, place, values, self._smallest)
            for place, values in sorted(figures.items())
        }

    def _offers(
        self, day: str, place: str, made: dict[str, Any], opened: list[Opened], at: datetime
    ) -> list[Offer]:
        fact = Fact(
            of=Of.STATISTICS,
            event_id=f"statistics-{day}-{place}",
            event_name="uplink.statistics.published",
            source_id=day,
            community_id=place,
            device_id=self._own_id,
            time=at,
            values={"day": day, "figures": {n: made[n] for n in ("counts", "rates", "suppressed")}},
        )
        found = self._generator.offers_of(fact, opened)
        for offer in found:
            sent = json.loads(offer.body)
            figures = sent.get("figures", {"counts": {}, "rates": {}, "suppressed": []})
            # The last look before it waits to leave: whatever the profile made of it (R97).
            statistics.scan({"day": day, "community_id": place} | figures, self._smallest)
        return found

    async def _devices(self) -> dict[str, dict[str, float]]:
        """Devices per community and state."""
        counted: dict[str, Counter[str]] = {}
        token = ""
        while True:
            request = registry_pb2.ListDevicesRequest(page_size=PAGE, page_token=token)
            answer = await self._registry.ListDevices(request, timeout=10)
            for each in answer.devices:
                if name := STATES.get(each.state):
                    counted.setdefault(each.community_id, Counter())[name] += 1
            token = answer.next_page_token
            if not token:
                return {place: {n: float(v) for n, v in c.items()} for place, c in counted.items()}
