"""From events of the platform to objects in queues: once per event, under an open flow alone."""

import json
import logging
from datetime import datetime
from typing import Any

from kit.events import Event
from kit.secrets import Keyring
from kit.telemetry import meter
from services.uplink import gate, statistics
from services.uplink.directory import Directory
from services.uplink.fetching import Fetcher, kind_of
from services.uplink.models import Act, Flow, Peer, Subscription
from services.uplink.profiles.facts import Fact, Of
from services.uplink.profiles.mapper import map_fact
from services.uplink.profiles.profile import Profile
from services.uplink.queue import Queue
from services.uplink.rows import Offer

log = logging.getLogger("uplink.generating")
fields_dropped = meter.create_counter(
    "anju_uplink_fields_dropped", description="Fields that no flow lets out, by kind"
)
SAME = ("destination_id", "flow_id", "object_id", "subscribe_id")
"""What an object that is fetched anew has in common with itself."""
Opened = tuple[Flow, Peer, Profile]


class Generator:
    def __init__(
        self, directory: Directory, fetcher: Fetcher, queue: Queue, ring: Keyring, own_id: str
    ) -> None:
        self._directory = directory
        self._fetcher = fetcher
        self._queue = queue
        self._ring = ring
        self._own_id = own_id

    async def __call__(self, event: Event) -> None:
        """Handles an event; one that comes again changes nothing."""
        counts = statistics.counts_of(event)
        offers = await self.offers(event.id, event.name, event.community_id, event.time, event.data)
        if counts or offers:
            await self._queue.handle(event.id, counts, offers)

    async def offers(
        self, event_id: str, name: str, community_id: str, at: datetime, data: dict[str, Any]
    ) -> list[Offer]:
        """Objects that the event brings under the flows that are open at its time."""
        of = kind_of(name, data)
        if of is None:
            return []
        opened = list(self._directory.open_flows(of, community_id, at))
        if not opened:
            return []
        sources = gate.wanted([(flow, profile) for flow, _, profile in opened], of)
        reason = f"uplink: {opened[0][0].purpose}"[:200]
        fact = await self._fetcher.fact(event_id, name, community_id, at, data, sources, reason)
        return [] if fact is None else self.offers_of(fact, opened)

    def offers_of(self, fact: Fact, opened: list[Opened]) -> list[Offer]:
        found = []
        for flow, peer, profile in opened:
            if profile.mode == "direct" or not profile.kinds[fact.of].notify:
                found += self._offer(fact, flow, peer, profile, None)
                continue
            detail = profile.kinds[fact.of].detail
            for wish in self._directory.subscribed(
                peer.id, detail, fact.device_id, self._own_id, fact.time
            ):
                found += self._offer(fact, flow, peer, profile, wish)
        return found

    def _offer(
        self, fact: Fact, flow: Flow, peer: Peer, profile: Profile, wish: Subscription | None
    ) -> list[Offer]:
        names = gate.allowed(flow, profile, fact.of)
        if wish and not wish.images:
            kind = profile.kinds[fact.of]
            names = {n for n in names if kind.fields[n].form != "pictures"}
        mapped = map_fact(profile, fact, names)
        if mapped is None:
            return []
        if mapped.dropped:
            fields_dropped.add(len(mapped.dropped), {"kind": str(fact.of)})
        subject = fact.subject if fact.subject else ""
        values = {
            "destination_id": peer.id,
            "flow_id": flow.id,
            "community_id": fact.community_id,
            "device_id": fact.device_id,
            "kind": str(fact.of),
            "object_id": mapped.object_id,
            "subscribe_id": wish.subscribe_id if wish else "",
            "event_id": fact.event_id,
            "event_name": fact.event_name,
            "source_id": fact.source_id,
            "data": fact.data,
            "event_time": fact.time,
            "subject": self._ring.digest("subject", subject) if subject else "",
            "subject_sealed": self._ring.seal(subject.encode(), "subject") if subject else b"",
            "fields": list(mapped.fields),
        }
        return [Offer(peer, values, json.dumps(mapped.document, ensure_ascii=False).encode())]

    async def again(self, row: Any, reason: str, act: Act = Act.QUEUED) -> bool:
        """Fetches an ended object anew and lets it wait; whether its source still has it, its
        flow still lets it out and its queue has room."""
        flow = self._directory.flows.get(row.flow_id)
        peer = self._directory.peers.get(row.destination_id)
        if flow is None or peer is None:
            return False
        name, data = row.event_name, row.data
        if row.kind == Of.STATISTICS:
            return False  # figures of a day leave anew with its next publication
        for offer in await self.offers(row.event_id, name, row.community_id, row.event_time, data):
            if all(offer.values[n] == getattr(row, n) for n in SAME):
                return await self._queue.again(row, offer, reason, act)
        return False
