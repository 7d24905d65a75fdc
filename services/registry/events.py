"""What the registry publishes."""

from google.protobuf.message import Message

from anju.registry.v1 import registry_pb2 as pb
from kit.events import event
from kit.message import to_message
from kit.tables import Outbox
from services.registry.models import (
    AccessPoint,
    Community,
    Device,
    DeviceState,
)

ONLINE = "registry.device.online"
OFFLINE = "registry.device.offline"
ACCESS_POINT_CHANGED = "registry.access_point.changed"
COMMUNITY_CHANGED = "registry.community.changed"
DEVICE_CHANGED = "registry.device.changed"
IMPORTED = "registry.import.completed"

CATALOGUE: dict[str, tuple[type[Message], str]] = {
    ONLINE: (
        pb.DeviceStateChanged,
        "A device was heard of for the first time, or again in time after it was offline",
    ),
    OFFLINE: (pb.DeviceStateChanged, "An online device missed too many heartbeats"),
    ACCESS_POINT_CHANGED: (
        pb.PlaceChanged,
        "An access point was created or deleted, other than by an import",
    ),
    COMMUNITY_CHANGED: (pb.PlaceChanged, "A community was created, other than by an import"),
    DEVICE_CHANGED: (
        pb.PlaceChanged,
        "A device was created, deleted, disabled, enabled or got a key, other than by an import",
    ),
    IMPORTED: (
        pb.ImportCompleted,
        "An import created or changed places or devices; it stands for the events of each of "
        "them: read what they are with since_revision",
    ),
}


def community_changed(row: Community) -> Outbox:
    return event(COMMUNITY_CHANGED, row.id, pb.PlaceChanged(id=row.id, revision=row.revision))


def changed(row: AccessPoint | Device) -> Outbox:
    name = DEVICE_CHANGED if isinstance(row, Device) else ACCESS_POINT_CHANGED
    return event(name, row.community_id, pb.PlaceChanged(id=row.id, revision=row.revision))


def state_changed(device: Device, previous: DeviceState, state: DeviceState) -> Outbox:
    body = {
        "device_id": device.id,
        "national_id": device.national_id,
        "access_point_id": device.access_point_id,
        "previous_state": previous,
        "last_seen_time": device.last_seen_time,
        "time": device.state_time,
    }
    name = ONLINE if state is DeviceState.ONLINE else OFFLINE
    return event(name, device.community_id, to_message(pb.DeviceStateChanged, body))


def imported(created: int, changed: int, revision: int) -> Outbox:
    body = pb.ImportCompleted(created=created, changed=changed, revision=revision)
    return event(IMPORTED, "", body)
