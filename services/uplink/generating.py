"""From events of the platform to objects in queues: once per event, under an open flow alone."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kit.events import Event
from kit.secrets import Keyring
from kit.telemetry import meter
from services.uplink import gate, statistics
from services.uplink.directory import Directory, Opened
from services.uplink.fetching import Fetcher, kind_of
from services.uplink.models import Act, Flow, LegalBasis, Peer, Subscription
from services.uplink.profiles.facts import Fact
from services.uplink.profiles.mapper import map_fact
from services.uplink.profiles.profile import Profile
from services.uplink.queue import Found, Queue
from services.uplink.rows import Offer

log = logging.getLogger("uplink.generating")
fields_dropped = meter.create_counter(
    "anju_uplink_fields_dropped", description="Fields that no flow lets out, by kind"
)
SAME = ("destination_id", "object_id", "subscribe_id")
"""What an object that is fetched anew has in common with itself."""


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
        await self.many([event])

    async def many(self, events: Sequence[Event]) -> None:
        """Handles events; one that comes again changes nothing."""
        found = {}
        for each in events:
            counts = statistics.counts_of(each)
            offers = await self.offers(each.id, each.name, each.community_id, each.time, each.data)
            if counts or offers:
                found[each.id] = Found(each.id, counts, offers)
        if found:
            await self._queue.handle(list(found.values()))

    async def offers(
        self, event_id: str, name: str, community_id: str, at: datetime, data: dict[str, Any]
    ) -> list[Offer]:
        """Objects that the event brings under the flows that are open at its time."""
        of = kind_of(name, data)
        opened = list(self._directory.open_flows(of, community_id, at)) if of else []
        return await self._fetched(opened, event_id, name, community_id, at, data)

    async def _fetched(
        self,
        opened: list[Opened],
        event_id: str,
        name: str,
        community_id: str,
        at: datetime,
        data: dict[str, Any],
    ) -> list[Offer]:
        of = kind_of(name, data)
        if of is None or not opened:
            return []
        sources = gate.wanted([(flow, profile) for flow, _, profile in opened], of)
        reason = f"uplink: {opened[0][0].purpose}"[:200]
        fact = await self._fetcher.fact(event_id, name, community_id, at, data, sources, reason)
        return [] if fact is None else self.offers_of(fact, opened)

    def offers_of(self, fact: Fact, opened: list[Opened]) -> list[Offer]:
        """One for each flow. A destination takes the first: a duty stands before a consent."""
        found = []
        for flow, peer, profile in sorted(opened, key=_by_consent):
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

    async def again(
        self, row: Any, reason: str, act: Act = Act.QUEUED, renewed: bool = False
    ) -> bool:
        """Fetches an ended object anew and lets it wait, under its own flow or, with `renewed`,
        the one that follows it; whether its source still has it, a flow lets it out and its queue
        has room."""
        opened = self._directory.flow_again(row, renewed)
        offers = await self._fetched(
            opened, row.event_id, row.event_name, row.community_id, row.event_time, row.data
        )
        return await self.once_more(row, offers, reason, act)

    async def once_more(self, row: Any, offers: list[Offer], reason: str, act: Act) -> bool:
        """Lets the row wait with that of the offers which is the same object; whether it does."""
        for offer in offers:
            if all(offer.values[n] == getattr(row, n) for n in SAME):
                return await self._queue.again(row, offer, reason, act)
        return False


def _by_consent(opened: Opened) -> bool:
    return opened[0].basis is LegalBasis.SEPARATE_CONSENT
