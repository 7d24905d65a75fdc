"""What the resident service publishes, and what it listens to."""

from google.protobuf.message import Message

from anju.resident.v1 import resident_pb2 as pb
from kit.events import event
from kit.message import to_message
from kit.tables import Outbox
from services.resident.models import Consent, Erasure

CATALOGUE: dict[str, tuple[type[Message], str]] = {
    "resident.consent.granted": (pb.ConsentChanged, "A person agreed to a notice."),
    "resident.consent.refused": (pb.ConsentChanged, "A person refused."),
    "resident.consent.withdrawn": (pb.ConsentChanged, "A person withdrew a consent."),
    "resident.consent.expired": (pb.ConsentChanged, "A consent ended by itself."),
    "resident.right.changed": (pb.RightsChanged, "A tenancy or credential began or ended."),
    "resident.erasure.requested": (pb.ErasureRequested, "Holders have to erase a subject."),
    "resident.erasure.completed": (pb.ErasureCompleted, "Every holder has erased the subject."),
}
ACKNOWLEDGEMENTS = "anju.*.*.subject.erased"


def consent_changed(consent: Consent) -> Outbox:
    body = to_message(
        pb.ConsentChanged,
        dict(consent) | {"consent_id": consent.id, "subject_id": consent.person_id},
    )
    return event(f"resident.consent.{consent.state}", consent.community_id, body)


def right_changed(community_id: str, subject_id: str, revision: int) -> Outbox:
    body = pb.RightsChanged(subject_id=subject_id, revision=revision)
    return event("resident.right.changed", community_id, body)


def erasure_requested(erasure: Erasure, holders: list[str], purpose: str) -> Outbox:
    fields = {"erasure_id": erasure.id, "subject_id": erasure.person_id, "holders": holders}
    body = to_message(pb.ErasureRequested, dict(erasure) | fields | {"purpose": purpose})
    return event("resident.erasure.requested", erasure.community_id, body)


def erasure_completed(erasure: Erasure) -> Outbox:
    fields = {"erasure_id": erasure.id, "subject_id": erasure.person_id}
    body = to_message(pb.ErasureCompleted, dict(erasure) | fields)
    return event("resident.erasure.completed", erasure.community_id, body)
