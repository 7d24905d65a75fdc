"""Peers, flows and subscriptions in memory: read with every message, changed after each commit.

One process holds them (the chart runs one pod), so nothing else can change them meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kit.db import Database
from kit.tables import now
from services.uplink import store
from services.uplink.gate import refusal
from services.uplink.models import (
    DESTINATIONS,
    Flow,
    Peer,
    Subscription,
)
from services.uplink.profiles.facts import Of
from services.uplink.profiles.profile import Profile

Opened = tuple[Flow, Peer, Profile]


class Directory:
    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self.profiles = profiles
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

    def open_flows(self, of: Of, community_id: str, at: datetime) -> Iterator[Opened]:
        """Flows that let objects of this kind and community out now; what happened at `at`,
        before a flow began, is none of its objects."""
        for each in self._open(of, community_id):
            if each[0].active_time and each[0].active_time <= at:
                yield each

    def flow_again(self, row: Any, renewed: bool) -> list[Opened]:
        """The flow under which an object that ended may be sent once more: its own or, when that
        is over and it may be `renewed`, the newest one to the same destination."""
        found = [o for o in self._open(Of(row.kind), row.community_id) if _is_of(o, row)]
        own = [each for each in found if each[0].id == row.flow_id]
        if own or not renewed:
            return own
        return sorted(found, key=lambda each: each[0].id)[-1:]

    def _open(self, of: Of, community_id: str) -> Iterator[Opened]:
        for flow in self.flows.values():
            peer = self.peers.get(flow.destination_id)
            profile = self.profiles.get(peer.profile) if peer else None
            if peer is None or profile is None or of not in profile.kinds:
                continue
            if not refusal(flow, peer, profile, of, community_id, now()):
                yield flow, peer, profile

    def subscribed(
        self, peer_id: str, detail: int, device_id: str, own_id: str, at: datetime
    ) -> Iterator[Subscription]:
        """The peer's subscriptions that want an object of this kind and device now."""
        for each in self.wishes(peer_id, detail, at):
            if {device_id, own_id} & set(each.resources or [own_id]):
                yield each

    def wishes(self, peer_id: str, detail: int, at: datetime) -> Iterator[Subscription]:
        """The peer's subscriptions to a kind of object whose window is open."""
        for each in self.subscriptions.values():
            if each.peer_id != peer_id or str(detail) not in each.details:
                continue
            begun = each.begin_time is None or each.begin_time <= at
            if begun and (each.end_time is None or at <= each.end_time):
                yield each


def _is_of(opened: Opened, row: Any) -> bool:
    return bool(opened[1].id == row.destination_id)
