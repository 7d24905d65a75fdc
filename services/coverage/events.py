"""What the coverage service publishes, and what it listens to.

Every fact leaves as an event that holds all that snapshots need of it, so that the stream alone is
enough to compute them again. Who recorded it and why stays in the tables.
"""

import json
from datetime import date

from google.protobuf.message import Message

from anju.coverage.v1 import coverage_pb2 as pb
from kit.events import event
from kit.tables import Outbox
from services.coverage.models import Acceptance, Award, Fact

# Kind of fact → name of its event, and when it is published.
FACTS = {
    "community": ("coverage.community.noted", "A community is new, or of another kind or name."),
    "planned": ("coverage.points.planned", "A survey set a community's point plan."),
    "adjusted": ("coverage.points.adjusted", "Points were added, changed, removed or blocked."),
    "placed": ("coverage.devices.placed", "Devices stand at a position, or no longer do."),
    "accepted": ("coverage.points.accepted", "Points were accepted."),
    "maintenance": ("coverage.maintenance.planned", "Devices will be off on purpose."),
    "maintenance_cancelled": ("coverage.maintenance.cancelled", "They will not be."),
    "reading": ("coverage.readings.taken", "Clocks or storage days of devices were looked at."),
    "correction": ("coverage.snapshot.corrected", "Somebody corrected a day's figure."),
    "plan": ("coverage.plan.put", "A district's plan is new or other."),
    "turned": ("coverage.history.imported", "Moments of devices from before the platform."),
}
KINDS = {name: kind for kind, (name, _) in FACTS.items()}
CATALOGUE: dict[str, tuple[type[Message], str]] = {
    name: (pb.FactRecorded, when) for name, when in FACTS.values()
} | {
    "coverage.acceptance.stepped": (pb.AcceptanceStepped, "An acceptance took a step."),
    "coverage.award.frozen": (pb.AwardChanged, "An award sheet was frozen."),
    "coverage.award.approved": (pb.AwardChanged, "Two people have approved an award sheet."),
    "coverage.snapshot.taken": (pb.SnapshotTaken, "A day is final."),
}
# One durable each: a subscription has one subject.
INTAKE = {
    "coverage-devices": "anju.*.registry.device.*",
    "coverage-imports": "anju.*.registry.import.completed",
    "coverage-communities": "anju.*.registry.community.changed",
    "coverage-points": "anju.*.registry.access_point.changed",
    "coverage-passes": "anju.*.access.pass.*",
    "coverage-cameras": "anju.*.perimeter.camera.*",
    "coverage-ledgers": "anju.*.uplink.ledger.reconciled",
}


def recorded(fact: Fact) -> Outbox:
    content = json.dumps(fact.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body = pb.FactRecorded(fact_id=fact.id, kind=fact.kind, at_ms=fact.at, content=content)
    return event(FACTS[fact.kind][0], fact.community_id, body)


def stepped(row: Acceptance) -> Outbox:
    body = pb.AcceptanceStepped(acceptance_id=row.id, step=row.step.value)
    return event("coverage.acceptance.stepped", row.community_id, body)


def award_changed(row: Award) -> Outbox:
    body = pb.AwardChanged(award_id=row.id, fen=row.fen, sha256=row.sha256)
    return event(f"coverage.award.{row.state}", row.community_id, body)


def snapshot_taken(day: date, communities: int, covered: int, networked: int) -> Outbox:
    body = pb.SnapshotTaken(
        day=day.isoformat(), communities=communities, covered=covered, networked=networked
    )
    return event("coverage.snapshot.taken", "", body)
