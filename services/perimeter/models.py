"""Tables of cameras, zones, rules, tracks and alarms. Those of patrols: patrol/models.py."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, SQLModel

from kit.tables import (
    BIG_ID,
    UtcDateTime,
    enum_column,
    id_column,
    json_column,
    now,
    time_column,
)


class Health(StrEnum):
    UNKNOWN = "unknown"
    OK = "ok"
    LOST = "lost"
    FROZEN = "frozen"
    BLACK = "black"
    COVERED = "covered"
    MOVED = "moved"


class RuleKind(StrEnum):
    LINE_CROSSING = "line_crossing"
    INTRUSION = "intrusion"
    LOITERING = "loitering"
    CLIMBING = "climbing"
    CROWD = "crowd"
    WRONG_WAY = "wrong_way"
    OBJECT_LEFT = "object_left"
    OBJECT_REMOVED = "object_removed"
    FIRE_LANE = "fire_lane"
    EBIKE = "ebike"
    TAILGATING = "tailgating"


LINES = (RuleKind.LINE_CROSSING, RuleKind.TAILGATING)


class Source(StrEnum):
    """Who says so."""

    RULE = "rule"
    CAMERA = "camera"
    DEVICE = "device"
    PATROL = "patrol"
    CARE = "care"


class DeviceAlarm(StrEnum):
    """What devices report through RaiseAlarm; each distinct from the others (R82)."""

    HARD_WIRED = "hard_wired"
    DURESS = "duress"
    FIRE = "fire"
    TAMPER = "tamper"
    POWER_CUT = "power_cut"
    LINE_CUT = "line_cut"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class AlarmState(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


OPEN = (AlarmState.RAISED, AlarmState.ACKNOWLEDGED)


class Camera(SQLModel, table=True):
    """`login` is sealed; `masks` and `heights` are in normalised picture coordinates."""

    id: str = id_column()
    community_id: str = Field(index=True)
    display_name: str
    device_id: str = Field(default="", index=True)
    access_point_id: str = ""
    url: str = ""
    login: bytes = b""
    rate: float = 3.0
    gate: bool = True
    enabled: bool = True
    masks: list[dict[str, Any]] = json_column()
    heights: list[dict[str, float]] = json_column()
    health: Health = enum_column(Health, default=Health.UNKNOWN)
    health_reason: str = ""
    health_time: datetime | None = time_column()
    revision: int = Field(default=1)


class Zone(SQLModel, table=True):
    """`points` is a polygon or a polyline; alarms of one `group` are one incident."""

    id: str = id_column()
    community_id: str = Field(index=True)
    camera_id: str = Field(index=True)
    display_name: str
    points: list[dict[str, float]] = json_column()
    group: str = ""
    armed: bool = True
    disarmed_until: datetime | None = time_column()


class ZoneRule(SQLModel, table=True):
    """`options` are those of `RuleSpec` that differ from the defaults of the kind."""

    __tablename__ = "zone_rule"

    id: str = id_column()
    community_id: str = Field(index=True)
    zone_id: str = Field(index=True)
    kind: RuleKind = enum_column(RuleKind)
    severity: Severity = enum_column(Severity, default=Severity.WARNING)
    enabled: bool = True
    options: dict[str, Any] = json_column(dict)
    hours: list[dict[str, Any]] = json_column()
    on_holidays: bool = False
    revision: int = 1


class Holiday(SQLModel, table=True):
    community_id: str = Field(primary_key=True)
    day: str = Field(primary_key=True)  # ISO date


class StoredTrack(SQLModel, table=True):
    """Where something was, without what it looked like: (seconds since start, box) each."""

    __tablename__ = "stored_track"
    __table_args__ = (sa.Index("ix_stored_track_when", "camera_id", "start_time"),)

    id: str = id_column()
    community_id: str = Field(index=True)
    camera_id: str
    label: str
    score: float
    start_time: datetime = Field(sa_type=UtcDateTime)
    places: list[list[float]] = json_column()


class Alarm(SQLModel, table=True):
    """One incident. `count` is how often it was seen, `kinds` what was seen in it."""

    __table_args__ = (sa.Index("ix_alarm_open", "community_id", "state", "last_time"),)

    id: str = id_column()
    community_id: str
    source: Source = enum_column(Source)
    kind: str = Field(index=True)
    severity: Severity = enum_column(Severity)
    state: AlarmState = enum_column(AlarmState, default=AlarmState.RAISED)
    group: str = ""
    camera_id: str = Field(default="", index=True)
    zone_id: str = ""
    rule_id: str = Field(default="", index=True)
    access_point_id: str = ""
    device_id: str = ""
    subject_id: str = Field(default="", index=True)
    reference: str = ""
    kinds: list[str] = json_column()
    rule_ids: list[str] = json_column()
    box: list[float] = json_column()
    count: int = 1
    event_time: datetime = Field(sa_type=UtcDateTime)
    last_time: datetime = Field(sa_type=UtcDateTime)
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    owner: str = ""
    due_time: datetime | None = time_column(index=True)
    level: int = 0
    acknowledge_time: datetime | None = time_column()
    close_time: datetime | None = time_column()
    note: str = ""
    picture: str = ""
    clip: str = ""


class AlarmRecord(SQLModel, table=True):
    """What happened to alarms, in order; each holds the digest of the one before (R73)."""

    __tablename__ = "alarm_record"
    __table_args__ = (sa.UniqueConstraint("community_id", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    community_id: str = Field(index=True)
    number: int
    alarm_id: str = Field(index=True)
    time: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str
    what: str
    detail: dict[str, Any] = json_column(dict)
    previous: str
    digest: str


class CareWatch(SQLModel, table=True):
    """A resident who asked that somebody looks after them when they have not gone out (R22)."""

    __tablename__ = "care_watch"

    id: str = id_column()
    community_id: str = Field(index=True)
    subject_id: str = Field(index=True)
    days: int
    notice_purpose: str = "care"
    start_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_out_time: datetime | None = time_column()
    alarm_id: str = ""


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CameraView(View):
    """Without its login."""

    id: str
    community_id: str
    display_name: str
    device_id: str
    access_point_id: str
    url: str
    rate: float
    gate: bool
    enabled: bool
    masks: list[dict[str, Any]]
    heights: list[dict[str, float]]
    health: Health
    health_reason: str
    health_time: datetime | None


class ZoneView(View):
    id: str
    community_id: str
    camera_id: str
    display_name: str
    points: list[dict[str, float]]
    group: str
    armed: bool
    disarmed_until: datetime | None


class RuleView(View):
    id: str
    community_id: str
    zone_id: str
    kind: RuleKind
    severity: Severity
    enabled: bool
    options: dict[str, Any]
    hours: list[dict[str, Any]]
    on_holidays: bool


class AlarmView(View):
    id: str
    community_id: str
    source: Source
    kind: str
    severity: Severity
    state: AlarmState
    group: str
    camera_id: str
    zone_id: str
    rule_id: str
    access_point_id: str
    device_id: str
    kinds: list[str]
    count: int
    event_time: datetime
    last_time: datetime
    create_time: datetime
    owner: str
    due_time: datetime | None
    level: int
    acknowledge_time: datetime | None
    close_time: datetime | None
    note: str
    has_picture: bool = False
    has_clip: bool = False


class RecordView(View):
    number: int
    alarm_id: str
    time: datetime
    actor: str
    what: str
    detail: dict[str, Any]
    digest: str


class ChainView(BaseModel):
    """`broken_at` is the first record that is not what it was, 0 for none."""

    community_id: str
    records: int
    first: int
    last: int
    digest: str
    broken_at: int


class StatisticsView(BaseModel):
    """What operators said of a rule's alarms. `precision` is absent before the first verdict."""

    rule_id: str
    kind: str
    alarms: int
    resolved: int
    dismissed: int
    precision: float | None


class WouldBeView(BaseModel):
    time: datetime
    kind: RuleKind
    box: list[float]


class CareView(View):
    id: str
    community_id: str
    subject_id: str
    days: int
    start_time: datetime
    last_out_time: datetime | None
