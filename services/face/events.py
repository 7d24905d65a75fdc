"""What the face service publishes, and what it listens to."""

from google.protobuf.message import Message

from anju.face.v1 import face_pb2 as pb
from kit.events import event
from kit.tables import Outbox
from services.face.models import Template

CATALOGUE: dict[str, tuple[type[Message], str]] = {
    "face.template.enrolled": (pb.TemplateEnrolled, "A face was enrolled."),
    "face.template.renewed": (pb.TemplateEnrolled, "It stands on a renewed consent."),
    "face.subject.erased": (pb.SubjectErased, "All templates of a subject are gone."),
}
CONSENTS = "anju.*.resident.consent.granted"
ERASURES = "anju.*.resident.erasure.requested"
OWN = "anju.*.face.>"
HOLDER = "face"


def template_enrolled(row: Template) -> Outbox:
    body = pb.TemplateEnrolled(template_id=row.id, subject_id=row.subject_id, pack=row.pack)
    return event("face.template.enrolled", row.community_id, body)


def template_renewed(row: Template) -> Outbox:
    body = pb.TemplateEnrolled(template_id=row.id, subject_id=row.subject_id, pack=row.pack)
    return event("face.template.renewed", row.community_id, body)


def subject_erased(
    community_id: str, subject_id: str, erasure_id: str, count: int, digest: str
) -> Outbox:
    body = pb.SubjectErased(
        subject_id=subject_id, erasure_id=erasure_id, holder=HOLDER, count=count, digest=digest
    )
    return event("face.subject.erased", community_id, body)
