"""Tables of the access service: rules, passes, and copies of what a door must know alone."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as PlainField
from sqlmodel import Field, SQLModel

from kit.tables import UtcDateTime, enum_column, new_id, now, time_column


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    BOTH = "both"


class EvidenceKind(StrEnum):
    FACE = "face"
    CARD = "card"
    PASSCODE = "passcode"
    QR = "qr"
    PLATE = "plate"
    MANUAL = "manual"
    EMERGENCY = "emergency"


class DoorCredential(StrEnum):
    CARD = "card"
    PASSCODE = "passcode"
    QR = "qr"


class Outcome(StrEnum):
    OPEN = "open"
    REFUSED = "refused"


def _index_where(condition: str, name: str, *columns: str, unique: bool = False) -> sa.Index:
    where = sa.text(condition)
    return sa.Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class Pass(SQLModel, table=True):
    """One decision. `subject_id` is opaque and empty for whoever was not recognised."""

    __table_args__ = (
        sa.Index("ix_pass_community_time", "community_id", "time"),
        sa.Index("ix_pass_point_time", "access_point_id", "time"),
        _index_where("subject_id != ''", "ix_pass_subject", "subject_id"),
        _index_where(
            "request_id != ''", "ix_pass_request", "access_point_id", "request_id", unique=True
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    community_id: str
    access_point_id: str
    device_id: str = ""
    request_id: str = ""
    direction: Direction = enum_column(Direction)
    evidence: EvidenceKind = enum_column(EvidenceKind)
    outcome: Outcome = enum_column(Outcome)
    reason: str
    subject_id: str = ""
    score: float | None = None
    threshold: float | None = None
    degraded: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    operator: str = ""
    operator_reason: str = ""
    time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    device_time: datetime | None = time_column()
    times: dict[str, float] = Field(default_factory=dict, sa_type=sa.JSON)
    snapshot: str = ""
    permit_id: str = ""
    passage_id: str = ""
    notes: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class Point(SQLModel, table=True):
    """Copy of an access point of the registry."""

    id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    direction: Direction = enum_column(Direction)
    lane: str


class Barred(SQLModel, table=True):
    """A device of the registry that was disabled or deleted: its token may outlive that."""

    __tablename__ = "barred_device"

    id: str = Field(primary_key=True)


class Right(SQLModel, table=True):
    """Copy of a tenancy (no kind) or credential of the resident service."""

    id: str = Field(primary_key=True)
    community_id: str
    subject_id: str = Field(index=True)
    kind: str = ""
    digest: str = ""
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = time_column()


class Rules(SQLModel, table=True):
    access_point_id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    credentials: list[str] = Field(default_factory=lambda: ["card", "passcode"], sa_type=sa.JSON)
    face: bool = False
    justification: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    anti_passback: bool = False
    two_person: bool = False
    hours: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    snapshots: bool = False
    plate_liveness: bool = False
    plate_pictures: bool = False


class Presence(SQLModel, table=True):
    """Last way that a subject went through the access points with anti-passback."""

    subject_id: str = Field(primary_key=True)
    direction: Direction = enum_column(Direction)
    time: datetime = Field(sa_type=UtcDateTime)


class Emergency(SQLModel, table=True):
    id: str = Field(default_factory=new_id, primary_key=True)
    community_id: str = Field(index=True)
    access_point_id: str = ""
    reason: str
    operator: str
    start_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    end_time: datetime | None = time_column()
    end_operator: str = ""
    end_reason: str = ""


class Secret(SQLModel, table=True):
    """Key material got from another service, sealed, so that a restart needs nobody."""

    __tablename__ = "access_secret"

    name: str = Field(primary_key=True)
    sealed: bytes


class Cursor(SQLModel, table=True):
    """Last revision taken over from another service."""

    __tablename__ = "access_cursor"

    name: str = Field(primary_key=True)
    revision: int


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PassView(View):
    """`subject_id` is empty for roles that may not see it; `message` is for the person."""

    id: str = PlainField(default_factory=new_id)
    community_id: str
    access_point_id: str
    device_id: str = ""
    request_id: str = PlainField("", exclude=True)
    direction: Direction
    evidence: EvidenceKind
    outcome: Outcome
    reason: str
    message: str = ""
    subject_id: str = ""
    score: float | None = None
    threshold: float | None = None
    degraded: list[str] = []
    operator: str = ""
    operator_reason: str = ""
    time: datetime = PlainField(default_factory=now)
    device_time: datetime | None = None
    times: dict[str, float] = {}
    snapshot: str = ""
    permit_id: str = ""
    passage_id: str = ""
    notes: list[str] = []


class RulesView(View):
    access_point_id: str
    community_id: str
    credentials: list[DoorCredential]
    face: bool
    justification: dict[str, Any] | None
    anti_passback: bool
    two_person: bool
    hours: list[dict[str, Any]]
    snapshots: bool
    plate_liveness: bool
    plate_pictures: bool


class EmergencyView(View):
    id: str
    community_id: str
    access_point_id: str
    reason: str
    operator: str
    start_time: datetime
    end_time: datetime | None
    end_operator: str
