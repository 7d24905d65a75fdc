"""Tables of patrols: checkpoints, routes, rounds, check-ins, findings."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from kit.tables import UtcDateTime, enum_column, id_column, json_column, now, time_column
from services.perimeter.models import View


class TagKind(StrEnum):
    NFC = "nfc"
    QR = "qr"
    BLE = "ble"


class RoundState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"


class PointState(StrEnum):
    DUE = "due"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"


class FindingState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Refusal(StrEnum):
    """Why a check-in counts for nothing."""

    UNKNOWN_TAG = "unknown_tag"
    CODE_EXPIRED = "code_expired"
    NOT_ON_A_ROUND = "not_on_a_round"
    NOT_ASSIGNED = "not_assigned"
    OUT_OF_ORDER = "out_of_order"
    OUTSIDE_THE_WINDOW = "outside_the_window"


class Checkpoint(SQLModel, table=True):
    """`tag` is the digest of what an NFC or BLE tag says; a QR code is signed and rotates."""

    __table_args__ = (sa.UniqueConstraint("community_id", "tag"),)

    id: str = id_column()
    community_id: str = Field(index=True)
    display_name: str
    kind: TagKind = enum_column(TagKind)
    tag: str
    position_id: str = ""


class Route(SQLModel, table=True):
    """`points`: checkpoint_id, minute after the start, tolerance in minutes. `schedules`: days of
    the week and local start times. Guards are account names."""

    id: str = id_column()
    community_id: str = Field(index=True)
    display_name: str
    points: list[dict[str, Any]] = json_column()
    ordered: bool = True
    guards: int = 1
    schedules: list[dict[str, Any]] = json_column()
    enabled: bool = True


class Round(SQLModel, table=True):
    """One walk of a route. `assigned` may be empty: then any guard of the community walks it."""

    __tablename__ = "patrol_round"
    __table_args__ = (sa.UniqueConstraint("route_id", "start_time"),)

    id: str = id_column()
    community_id: str = Field(index=True)
    route_id: str = Field(index=True)
    start_time: datetime = Field(sa_type=UtcDateTime, index=True)
    end_time: datetime = Field(sa_type=UtcDateTime)
    ordered: bool
    guards: int
    assigned: list[str] = json_column()
    state: RoundState = enum_column(RoundState, default=RoundState.PLANNED, index=True)


class RoundPoint(SQLModel, table=True):
    """`visits`: who, when by the device, when by the server, whether uploaded later."""

    __tablename__ = "round_point"

    id: str = id_column()
    round_id: str = Field(index=True)
    checkpoint_id: str = Field(index=True)
    place: int
    due_from: datetime = Field(sa_type=UtcDateTime)
    due_to: datetime = Field(sa_type=UtcDateTime, index=True)
    state: PointState = enum_column(PointState, default=PointState.DUE, index=True)
    visits: list[dict[str, Any]] = json_column()


class CheckIn(SQLModel, table=True):
    """As it came, whatever became of it; `key` makes an upload that comes twice count once."""

    __tablename__ = "check_in"
    __table_args__ = (sa.UniqueConstraint("community_id", "guard", "key"),)

    id: str = id_column()
    community_id: str = Field(index=True)
    guard: str
    key: str
    checkpoint_id: str = ""
    round_id: str = Field(default="", index=True)
    device_time: datetime = Field(sa_type=UtcDateTime)
    server_time: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    offline: bool = False
    refusal: str = ""


class Finding(SQLModel, table=True):
    id: str = id_column()
    community_id: str = Field(index=True)
    round_id: str = Field(default="", index=True)
    checkpoint_id: str = ""
    text: str
    picture: str = ""
    state: FindingState = enum_column(FindingState, default=FindingState.OPEN)
    author: str
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    closed_by: str = ""
    close_time: datetime | None = time_column()
    answer: str = ""


class CheckpointView(View):
    id: str
    community_id: str
    display_name: str
    kind: TagKind
    position_id: str


class CodeView(BaseModel):
    """What the checkpoint's screen shows; it is worth nothing after `expire_time`."""

    code: str
    expire_time: datetime


class RouteView(View):
    id: str
    community_id: str
    display_name: str
    points: list[dict[str, Any]]
    ordered: bool
    guards: int
    schedules: list[dict[str, Any]]
    enabled: bool


class VisitView(View):
    guard: str
    device_time: datetime
    server_time: datetime
    offline: bool


class PointView(View):
    checkpoint_id: str
    place: int
    due_from: datetime
    due_to: datetime
    state: PointState
    visits: list[VisitView]


class RoundView(View):
    id: str
    community_id: str
    route_id: str
    start_time: datetime
    end_time: datetime
    ordered: bool
    guards: int
    assigned: list[str]
    state: RoundState
    points: list[PointView] = []


class CheckInView(View):
    id: str
    key: str
    checkpoint_id: str
    round_id: str
    device_time: datetime
    server_time: datetime
    offline: bool
    refusal: str


class FindingView(View):
    id: str
    community_id: str
    round_id: str
    checkpoint_id: str
    text: str
    state: FindingState
    author: str
    create_time: datetime
    closed_by: str
    close_time: datetime | None
    answer: str
    has_picture: bool = False


class ReportView(BaseModel):
    """Points of the rounds of one span: planned = done + late + missed + due."""

    community_id: str
    start_time: datetime
    end_time: datetime
    rounds: int
    planned: int
    done: int
    late: int
    missed: int
    due: int
    findings: int
    findings_closed: int


class HandoverView(BaseModel):
    """What the next shift has to know."""

    report: ReportView
    open_rounds: list[RoundView]
    open_findings: list[FindingView]
    open_alarms: int
    unacknowledged_alarms: int
