"""What the perimeter service publishes, and what it listens to. No event names a person."""

from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from anju.perimeter.v1 import perimeter_pb2 as pb
from kit.events import event
from kit.events import subject_erased as erased
from kit.message import to_message
from kit.tables import Outbox
from services.perimeter.models import Alarm, AlarmRecord, Camera, Health
from services.perimeter.patrol.models import Round, RoundPoint

_CAMERA = {
    Health.LOST: "No picture comes from a camera.",
    Health.FROZEN: "A camera sends the same picture again and again.",
    Health.BLACK: "A camera's picture is black.",
    Health.COVERED: "Something covers a camera's lens.",
    Health.MOVED: "A camera looks elsewhere.",
}
CATALOGUE: dict[str, tuple[type[Message], str]] = (
    {
        "perimeter.alarm.raised": (pb.AlarmChanged, "There is an alarm that nobody owns yet."),
        "perimeter.alarm.escalated": (
            pb.AlarmChanged,
            "Nobody took an alarm over in time, or it became more severe.",
        ),
        "perimeter.alarm.acknowledged": (pb.AlarmChanged, "Somebody owns an alarm."),
        "perimeter.alarm.resolved": (pb.AlarmChanged, "An alarm was right, and is over."),
        "perimeter.alarm.dismissed": (pb.AlarmChanged, "An alarm was false."),
        "perimeter.records.anchored": (
            pb.RecordsAnchored,
            "How far the chain of a community's alarm records has come; once a day.",
        ),
        "perimeter.setup.changed": (pb.SetupChanged, "Cameras, zones or rules changed."),
    }
    | {f"perimeter.camera.{state}": (pb.CameraChanged, text) for state, text in _CAMERA.items()}
    | {
        "perimeter.camera.restored": (pb.CameraChanged, "A camera sees well again."),
        "perimeter.round.started": (pb.RoundChanged, "A guard is at a round's first point."),
        "perimeter.round.ended": (pb.RoundChanged, "A round is over."),
        "perimeter.point.late": (pb.RoundChanged, "A guard came late to a point."),
        "perimeter.point.missed": (pb.RoundChanged, "No guard came to a point in time."),
        "perimeter.subject.erased": (pb.SubjectErased, "Nothing is kept of a subject."),
    }
)
ERASURES = "anju.*.resident.erasure.requested"
GRANTED = "anju.*.access.pass.granted"
OWN_SETUP = "anju.*.perimeter.setup.changed"
HOLDER = "perimeter"


def alarm_changed(row: Alarm, what: str) -> Outbox:
    values = dict(row) | {"alarm_id": row.id, "rule": row.kind, "at": row.event_time}
    return event(f"perimeter.alarm.{what}", row.community_id, to_message(pb.AlarmChanged, values))


def camera_changed(row: Camera, what: str, at: datetime) -> Outbox:
    values = {
        "camera_id": row.id,
        "device_id": row.device_id,
        "reason": row.health_reason,
        "at": at,
    }
    return event(f"perimeter.camera.{what}", row.community_id, to_message(pb.CameraChanged, values))


def setup_changed(community_id: str, camera_id: str) -> Outbox:
    return event("perimeter.setup.changed", community_id, pb.SetupChanged(camera_id=camera_id))


def records_anchored(row: AlarmRecord) -> Outbox:
    body = pb.RecordsAnchored(number=row.number, digest=row.digest)
    return event("perimeter.records.anchored", row.community_id, body)


def round_changed(row: Round, what: str, at: datetime, point: RoundPoint | None = None) -> Outbox:
    values = {
        "round_id": row.id,
        "route_id": row.route_id,
        "checkpoint_id": point.checkpoint_id if point else "",
        "at": at,
    }
    noun = "point" if point else "round"
    body = to_message(pb.RoundChanged, values)
    return event(f"perimeter.{noun}.{what}", row.community_id, body)


def subject_erased(community_id: str, data: dict[str, Any], count: int, digest: str) -> Outbox:
    return erased(pb.SubjectErased, HOLDER, community_id, data, count, digest)
