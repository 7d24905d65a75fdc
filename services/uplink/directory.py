"""Peers, flows and subscriptions in memory: read with every message, changed after each commit.

One process holds them (the chart runs one pod), so nothing else can change them meanwhile.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from kit.db import Database
from kit.tables import now
from services.uplink import store
from services.uplink.gate import refusal
from services.uplink.models import (
    DESTINATIONS,
    Flow,
    FlowState,
    Peer,
    Subscription,
)
from services.uplink.profiles.facts import Of
from services.uplink.profiles.profile import Profile, profiles


class Directory:
    def __init__(self) -> None:
        self.peers: dict[str, Peer] = {}
        self._by_national_id: dict[str, str] = {}
        self.flows: dict[str, Flow] = {}
        self.subscriptions: dict[str, Subscription] = {}

    async def load(self, db: Database) -> None:
        async with db.read() as session:
            self.apply(*await store.every(session, Peer))
            self.apply(*await store.every(session, Flow))
            self.apply(*await store.subscriptions(session))

    def apply(self, *rows: Peer | Flow | Subscription) -> None:
        """Makes committed changes count."""
        for row in rows:
            if isinstance(row, Peer):
                self.peers[row.id] = row
                if row.national_id:
                    self._by_national_id[row.national_id] = row.id
            elif isinstance(row, Flow):
                self.flows[row.id] = row
            elif row.status:
                self.subscriptions.pop(row.id, None)
            else:
                self.subscriptions[row.id] = row

    def peer(self, national_id: str) -> Peer | None:
        return self.peers.get(self._by_national_id.get(national_id, ""))

    def destinations(self) -> Iterable[Peer]:
        return [peer for peer in self.peers.values() if peer.kind in DESTINATIONS]

    def open_flows(
        self, of: Of, community_id: str, at: datetime
    ) -> Iterator[tuple[Flow, Peer, Profile]]:
        """Flows that let objects of this kind and community out now; what happened at `at`,
        before a flow began, is none of its objects."""
        for flow in self.flows.values():
            if flow.state is not FlowState.ACTIVE or not flow.active_time or flow.active_time > at:
                continue
            peer = self.peers.get(flow.destination_id)
            if peer is None or refusal(flow, peer, of, community_id, now()):
                continue
            profile = profiles().get(peer.profile)
            if profile and of in profile.kinds:
                yield flow, peer, profile

    def subscribed(
        self, peer_id: str, detail: int, device_id: str, own_id: str, at: datetime
    ) -> Iterator[Subscription]:
        """The peer's subscriptions that want an object of this kind and device now."""
        for each in self.subscriptions.values():
            if each.peer_id != peer_id or str(detail) not in each.details:
                continue
            begun = each.begin_time is None or each.begin_time <= at
            going = each.end_time is None or at <= each.end_time
            if begun and going and {device_id, own_id} & set(each.resources or [own_id]):
                yield each
