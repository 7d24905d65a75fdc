"""What the visitor service publishes, and what it listens to. No event names a visitor."""

from typing import Any

from google.protobuf.message import Message

from anju.visitor.v1 import visitor_pb2 as pb
from kit.events import event, event_values
from kit.events import subject_erased as erased
from kit.message import to_message
from kit.tables import Outbox
from services.visitor.models import CallState, State, Visit, VisitCall, VisitReceipt

CATALOGUE: dict[str, tuple[type[Message], str]] = (
    {f"visitor.visit.{state}": (pb.VisitChanged, f"A visit is {state} now.") for state in State}
    | {
        "visitor.visit.overdue": (pb.VisitChanged, "Somebody is still inside after the window."),
        "visitor.pass.issued": (pb.PassIssued, "A visit has a pass that opens."),
        "visitor.pass.redeemed": (pb.PassRedeemed, "A gate opened for a pass."),
        "visitor.pass.revoked": (pb.PassRevoked, "A pass is void before its time."),
        "visitor.code.locked": (pb.CodeLocked, "Too many wrong codes: somebody may be guessing."),
    }
    | {
        f"visitor.call.{state}": (pb.CallChanged, f"A call from a kiosk is {state} now.")
        for state in CallState
    }
    | {
        "visitor.visits.erased": (
            pb.VisitsErased,
            "Visits are gone, with all that was kept of them.",
        ),
        "visitor.subject.erased": (pb.SubjectErased, "Visits to a person are gone."),
    }
)
ERASURES = "anju.*.resident.erasure.requested"
HOLDER = "visitor"


def visit_changed(row: Visit, before: State | None, actor: str, what: str = "") -> Outbox:
    body = pb.VisitChanged(visit_id=row.id, house_id=row.house_id, actor=actor)
    states = {"source_state": before, "target_state": row.state}
    body.MergeFrom(to_message(pb.VisitChanged, states))
    return event(f"visitor.visit.{what or row.state}", row.community_id, body)


def pass_issued(row: Visit) -> Outbox:
    body = pb.PassIssued(visit_id=row.id, pass_id=row.pass_id)
    return event("visitor.pass.issued", row.community_id, body)


def pass_revoked(row: Visit) -> Outbox:
    body = pb.PassRevoked(visit_id=row.id, pass_id=row.pass_id)
    return event("visitor.pass.revoked", row.community_id, body)


def values_of(name: str, community_id: str, kind: type[Message], **fields: Any) -> dict[str, Any]:
    """Columns of an event's outbox row, for bulk inserts."""
    return event_values(f"visitor.{name}", community_id, to_message(kind, fields))


def visits_erased(row: VisitReceipt) -> Outbox:
    body = to_message(pb.VisitsErased, dict(row) | {"receipt_id": row.id})
    return event("visitor.visits.erased", row.community_id, body)


def subject_erased(community_id: str, data: dict[str, Any], receipt: VisitReceipt) -> Outbox:
    return erased(pb.SubjectErased, HOLDER, community_id, data, receipt.count, receipt.digest)


def call_changed(row: VisitCall, state: CallState) -> Outbox:
    body = to_message(pb.CallChanged, dict(row) | {"call_id": row.id})
    return event(f"visitor.call.{state}", row.community_id, body)
