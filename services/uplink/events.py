"""What the uplink service publishes, and what it listens to. No event names a person or plate."""

from typing import Any

from google.protobuf.message import Message

from anju.uplink.v1 import uplink_pb2 as pb
from kit.events import event, event_values
from kit.events import subject_erased as erased
from kit.message import to_message
from kit.tables import Outbox
from services.uplink.models import Flow, LinkState, Peer

LINK = "uplink.link.changed"
OVERFLOWED = "uplink.queue.overflowed"
SET_ASIDE = "uplink.object.set_aside"
RECONCILED = "uplink.ledger.reconciled"
STATISTICS = "uplink.statistics.published"
FLOW = "uplink.flow.changed"
WATCH = "uplink.disposition.requested"
ERASED = "uplink.subject.erased"
CATALOGUE: dict[str, tuple[type[Message], str]] = {
    LINK: (pb.LinkChanged, "The link to a peer came up or went down."),
    OVERFLOWED: (pb.QueueOverflowed, "A queue was full; objects lost content and can be replayed."),
    SET_ASIDE: (pb.ObjectSetAside, "An object will not be sent again by itself."),
    RECONCILED: (pb.LedgerReconciled, "A day of a device at a destination was counted."),
    STATISTICS: (pb.StatisticsPublished, "Figures of a community and day, as the extranet gets."),
    FLOW: (pb.FlowChanged, "A flow was proposed, approved, ended or expired."),
    WATCH: (pb.DispositionRequested, "A state organ asked for a watch; nothing acts on it here."),
    ERASED: (pb.SubjectErased, "What waited here about a person is gone."),
}
ERASURES = "anju.*.resident.erasure.requested"
PLACES = "anju.*.registry.>"
HOLDER = "uplink"
# Durable consumer → subject of what may have to go up, or be counted.
SOURCES = {
    "uplink-registry": "anju.*.registry.device.*",
    "uplink-access": "anju.*.access.pass.*",
    "uplink-plate": "anju.*.plate.passage.*",
    "uplink-visitor": "anju.*.visitor.pass.redeemed",
    "uplink-perimeter": "anju.*.perimeter.alarm.*",
    "uplink-coverage": "anju.*.coverage.*.*",
}


def link_changed(peer: Peer, before: LinkState) -> Outbox:
    body = {"peer_id": peer.id, "reason": peer.link_reason}
    states = {"previous_state": before, "state": peer.link}
    return event(LINK, peer.community_id, to_message(pb.LinkChanged, body | states))


def flow_changed(flow: Flow, actor: str) -> Outbox:
    body = {"flow_id": flow.id, "destination_id": flow.destination_id, "state": flow.state}
    message = to_message(pb.FlowChanged, body | {"actor": actor})
    return event(FLOW, flow.community_id, message)


def set_aside(row: Any, reason: str) -> dict[str, Any]:
    """Columns of the outbox row about a row of the queue."""
    body = pb.ObjectSetAside(
        destination_id=row.destination_id,
        object_number=row.id,
        kind=row.kind,
        reason=reason,
    )
    return event_values(SET_ASIDE, row.community_id, body)


def overflowed(destination_id: str, count: int, reason: str) -> dict[str, Any]:
    body = pb.QueueOverflowed(destination_id=destination_id, count=count, reason=reason)
    return event_values(OVERFLOWED, "", body)


def watch_requested(peer_id: str, disposition_id: str) -> Outbox:
    return event(WATCH, "", pb.DispositionRequested(peer_id=peer_id, disposition_id=disposition_id))


def reconciled(community_id: str, **counts: Any) -> Outbox:
    return event(RECONCILED, community_id, pb.LedgerReconciled(**counts))


def statistics_published(community_id: str, **figures: Any) -> Outbox:
    return event(STATISTICS, community_id, pb.StatisticsPublished(**figures))


def subject_erased(community_id: str, data: dict[str, Any], count: int, digest: str) -> Outbox:
    return erased(pb.SubjectErased, HOLDER, community_id, data, count, digest)
