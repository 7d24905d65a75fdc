"""What the plate service publishes, and what it listens to. No event names a plate."""

from typing import Any

from google.protobuf.message import Message

from anju.plate.v1 import plate_pb2 as pb
from kit.events import event
from kit.events import subject_erased as erased
from kit.message import to_message
from kit.tables import Outbox
from services.plate.models import CarPark, Lane, Passage, Permit, PermitState, SeenPlate

CATALOGUE: dict[str, tuple[type[Message], str]] = {
    "plate.permit.granted": (pb.PermitChanged, "A permit counts, or counts otherwise than before."),
    "plate.permit.revoked": (pb.PermitChanged, "A permit ended, or waits for its house's quota."),
    "plate.lane.changed": (pb.LaneChanged, "An access point treats plates otherwise."),
    "plate.read.matched": (pb.ReadMatched, "A device read a plate that has a permit."),
    "plate.passage.entered": (pb.PassageChanged, "A car went in."),
    "plate.passage.left": (pb.PassageChanged, "A car went out."),
    "plate.passage.reversed": (pb.PassageChanged, "A car went back from the barrier."),
    "plate.passage.corrected": (pb.PassageChanged, "Somebody corrected a passage."),
    "plate.occupancy.set": (pb.OccupancySet, "A car park was counted by eye, or its places set."),
    "plate.subject.erased": (pb.SubjectErased, "Permits and reads of a subject are gone."),
}
CREDENTIALS = "anju.*.resident.right.changed"
ERASURES = "anju.*.resident.erasure.requested"
OWN = "anju.*.plate.>"
HOLDER = "plate"


def permit_changed(row: Permit) -> Outbox:
    what = "granted" if row.state is PermitState.GRANTED else "revoked"
    body = to_message(pb.PermitChanged, dict(row) | {"permit_id": row.id})
    return event(f"plate.permit.{what}", row.community_id, body)


def lane_changed(row: Lane) -> Outbox:
    body = pb.LaneChanged(access_point_id=row.access_point_id)
    return event("plate.lane.changed", row.community_id, body)


def read_matched(row: SeenPlate) -> Outbox:
    body = to_message(pb.ReadMatched, dict(row) | {"read_id": row.id})
    return event("plate.read.matched", row.community_id, body)


def passage_changed(row: Passage, what: str, occupied: int) -> Outbox:
    body = to_message(pb.PassageChanged, dict(row) | {"passage_id": row.id, "occupied": occupied})
    return event(f"plate.passage.{what}", row.community_id, body)


def occupancy_set(row: CarPark) -> Outbox:
    body = pb.OccupancySet(car_park=row.name, capacity=row.capacity, occupied=max(0, row.balance))
    return event("plate.occupancy.set", row.community_id, body)


def subject_erased(community_id: str, data: dict[str, Any], count: int, digest: str) -> Outbox:
    return erased(pb.SubjectErased, HOLDER, community_id, data, count, digest)
