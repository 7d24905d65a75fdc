"""Tables of the plate service: permits, lanes, reads, car parks and passages."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, SQLModel

from kit.tables import UtcDateTime, enum_column, id_column, now, time_column


class PermitKind(StrEnum):
    """In the order of preference where one plate has several."""

    RESIDENT = "resident"
    CONTRACTOR = "contractor"
    VISITOR = "visitor"
    DENY = "deny"


class PermitState(StrEnum):
    """WAITING is over the quota of its house; it is granted when another one ends."""

    GRANTED = "granted"
    WAITING = "waiting"
    REVOKED = "revoked"


class Unknown(StrEnum):
    """What a lane does with a plate that has no permit."""

    REFUSE = "refuse"
    KIOSK = "kiosk"
    RECORD = "record"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    EXACT = "exact"
    NEAR = "near"
    DENIED = "denied"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    NOT_A_PLATE = "not_a_plate"


class Action(StrEnum):
    OPEN = "open"
    RECORD = "record"
    KIOSK = "kiosk"
    REFUSE = "refuse"


class Phase(StrEnum):
    PRESSED = "pressed"
    PICTURED = "pictured"
    DECIDED = "decided"
    PASSED = "passed"
    REVERSED = "reversed"
    ABANDONED = "abandoned"
    CORRECTED = "corrected"


class Permit(SQLModel, table=True):
    """`plate` is canonical text; `source` names who keeps the permit: manual, import,
    resident:<credential id>, visitor:<visit id>."""

    __table_args__ = (sa.Index("ix_permit_plate", "community_id", "plate"),)

    id: str = id_column()
    community_id: str = Field(index=True)
    plate: str
    kind: PermitKind = enum_column(PermitKind)
    state: PermitState = enum_column(PermitState, default=PermitState.GRANTED, index=True)
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = time_column()
    hours: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    house_id: str = Field(default="", index=True)
    subject_id: str = Field(default="", index=True)
    source: str = Field(default="manual", index=True)
    color: str = ""
    plate_kind: str = ""
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    revoke_time: datetime | None = time_column(index=True)


class Lane(SQLModel, table=True):
    """How an access point with a barrier treats plates."""

    access_point_id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    car_park: str = "main"
    direction: Direction | None = enum_column(Direction, default=None)
    kinds: list[str] = Field(
        default_factory=lambda: ["resident", "contractor", "visitor"], sa_type=sa.JSON
    )
    unknown: Unknown = enum_column(Unknown, default=Unknown.REFUSE)
    near: bool = True


class SeenPlate(SQLModel, table=True):
    """A read that a device reported. `known` ones are kept as long as a vehicle pass."""

    __tablename__ = "seen_plate"

    id: str = id_column()
    community_id: str = Field(index=True)
    access_point_id: str
    device_id: str = ""
    plate: str
    confidence: float
    known: bool
    outcome: Outcome = enum_column(Outcome)
    reason: str
    permit_id: str = ""
    subject_id: str = Field(default="", index=True)
    time: datetime = Field(sa_type=UtcDateTime, index=True)


class CarPark(SQLModel, table=True):
    """`balance` is entries minus exits since `set_time`, on top of what was counted then; it
    may fall below zero where cars stood inside before anything was counted."""

    __tablename__ = "car_park"

    community_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    capacity: int = 0
    balance: int = 0
    set_time: datetime | None = time_column()


class Passage(SQLModel, table=True):
    """One car at one barrier. `facts` is all that was reported, by phase; the other columns
    follow from it (see barrier.py), whatever the order in which reports arrived."""

    id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    access_point_id: str = Field(index=True)
    key: str
    car_park: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    phase: Phase = enum_column(Phase, index=True)
    direction: Direction = enum_column(Direction)
    counted: int = 0
    plate: str = ""
    known: bool = False
    opened: bool = False
    outcome: str = ""
    reason: str = ""
    permit_id: str = ""
    subject_id: str = Field(default="", index=True)
    pass_id: str = ""
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)


class PlateCursor(SQLModel, table=True):
    """Last revision of plate credentials taken over from the resident service."""

    __tablename__ = "plate_cursor"

    name: str = Field(primary_key=True)
    revision: int


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PermitView(View):
    """The plate is masked unless the answer is that of a reveal."""

    id: str
    community_id: str
    plate: str
    kind: PermitKind
    state: PermitState
    valid_from: datetime
    valid_to: datetime | None
    hours: list[dict[str, Any]]
    house_id: str
    subject_id: str
    source: str
    color: str
    plate_kind: str
    create_time: datetime
    revoke_time: datetime | None


class LaneView(View):
    access_point_id: str
    community_id: str
    car_park: str
    direction: Direction | None
    kinds: list[str]
    unknown: Unknown
    near: bool


class SeenView(View):
    """The plate is masked."""

    id: str
    community_id: str
    access_point_id: str
    device_id: str
    plate: str
    confidence: float
    outcome: Outcome
    reason: str
    permit_id: str
    time: datetime


class SightingView(BaseModel):
    """What the device learns of its read: whether to open and why, not who it is."""

    id: str
    outcome: Outcome
    action: Action
    reason: str


class OccupancyView(BaseModel):
    """`free` is absent without a capacity; `drifted` asks for a count by eye."""

    community_id: str
    car_park: str
    capacity: int
    occupied: int
    free: int | None
    drifted: bool
    set_time: datetime | None


class FactView(BaseModel):
    phase: Phase
    time: datetime


class PassageView(View):
    """The plate is masked unless the answer is that of a reveal."""

    id: str
    key: str
    community_id: str
    access_point_id: str
    car_park: str
    phase: Phase
    direction: Direction
    counted: int
    plate: str
    opened: bool
    outcome: str
    reason: str
    permit_id: str
    pass_id: str
    create_time: datetime
    history: list[FactView] = []


class ProblemView(BaseModel):
    row: int
    column: str
    reason: str
    message: str


class ImportView(BaseModel):
    """When it lists problems, nothing was changed."""

    rows: int
    created: int
    unchanged: int
    problems: list[ProblemView]
