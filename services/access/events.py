"""What the access service publishes, and what it listens to."""

from typing import Any

from google.protobuf.message import Message

from anju.access.v1 import access_pb2 as pb
from kit.events import event, event_values
from kit.events import subject_erased as erased
from kit.message import to_message
from kit.tables import Outbox
from services.access.models import Emergency, Outcome, PassView

CATALOGUE: dict[str, tuple[type[Message], str]] = {
    "access.pass.granted": (pb.PassDecided, "Somebody was let through. Names no subject."),
    "access.pass.refused": (pb.PassDecided, "Somebody was not let through."),
    "access.rules.changed": (pb.RulesChanged, "Rules of an access point changed."),
    "access.emergency.started": (pb.EmergencyChanged, "Doors stand open."),
    "access.emergency.ended": (pb.EmergencyChanged, "Doors decide again."),
    "access.subject.erased": (pb.SubjectErased, "Rights and snapshots of a subject are gone."),
    "access.snapshot.lost": (pb.SnapshotLost, "A snapshot could not be stored."),
}
RIGHTS = "anju.*.resident.right.changed"
PLACES = "anju.*.registry.>"
# What a replica does that others must know of.
OWN = (
    "anju.*.access.rules.changed",
    "anju.*.access.emergency.*",
    "anju.*.access.subject.erased",
)
ERASURES = "anju.*.resident.erasure.requested"
HOLDER = "access"


def pass_decided(row: PassView) -> dict[str, Any]:
    """Columns of the outbox row; passes are written in bulk."""
    name = "granted" if row.outcome is Outcome.OPEN else "refused"
    body = to_message(pb.PassDecided, dict(row) | {"pass_id": row.id})
    return event_values(f"access.pass.{name}", row.community_id, body)


def rules_changed(community_id: str, access_point_id: str, face: bool) -> Outbox:
    body = pb.RulesChanged(access_point_id=access_point_id, face=face)
    return event("access.rules.changed", community_id, body)


def emergency_changed(row: Emergency, what: str) -> Outbox:
    body = pb.EmergencyChanged(
        emergency_id=row.id, access_point_id=row.access_point_id, reason=row.reason
    )
    return event(f"access.emergency.{what}", row.community_id, body)


def subject_erased(community_id: str, data: dict[str, Any], count: int, digest: str) -> Outbox:
    return erased(pb.SubjectErased, HOLDER, community_id, data, count, digest)


def snapshot_lost(community_id: str, pass_id: str, reason: str) -> Outbox:
    body = pb.SnapshotLost(pass_id=pass_id, reason=reason)
    return event("access.snapshot.lost", community_id, body)
