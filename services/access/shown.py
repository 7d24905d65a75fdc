"""What evidence says, whichever service reads it."""

from dataclasses import dataclass, field

import grpc

from anju.plate.v1 import plate_pb2
from services.access.inputs import EvidenceIn
from services.access.models import Direction, Point, Rules

# The service asked is unreachable or too late; what it refuses outright goes to the caller.
DOWN = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.UNIMPLEMENTED,
}


@dataclass(frozen=True)
class Ask:
    """What is shown where. `attempt` names a request and its repetitions; `timeout` is what the
    caller's patience leaves, in seconds."""

    point: Point
    rules: Rules
    evidence: EvidenceIn
    direction: Direction
    attempt: str
    timeout: float | None = None


@dataclass(frozen=True)
class Grant:
    """What another service decided: for a car by its permit, for a visitor by the visit."""

    opens: bool
    permit_id: str
    notes: list[str] = field(default_factory=list)
    plate: str = ""
    outcome: plate_pb2.Outcome = plate_pb2.OUTCOME_UNSPECIFIED


@dataclass
class Shown:
    """A subject (then `reason` is empty), a grant with the reason for or against it, or a reason
    to refuse. `down` names what could not be asked; `picture` shows the car best."""

    subject_id: str = ""
    reason: str = ""
    score: float | None = None
    threshold: float | None = None
    times: dict[str, float] = field(default_factory=dict)
    grant: Grant | None = None
    down: str = ""
    picture: bytes = b""


def within(timeout: float | None, limit: float) -> float:
    """Seconds that another service gets of a caller's."""
    return limit if timeout is None else min(timeout, limit)
