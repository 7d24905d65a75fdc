import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Health(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HEALTH_UNSPECIFIED: _ClassVar[Health]
    HEALTH_OK: _ClassVar[Health]
    HEALTH_LOST: _ClassVar[Health]
    HEALTH_FROZEN: _ClassVar[Health]
    HEALTH_BLACK: _ClassVar[Health]
    HEALTH_COVERED: _ClassVar[Health]
    HEALTH_MOVED: _ClassVar[Health]
    HEALTH_UNKNOWN: _ClassVar[Health]

class RuleKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RULE_KIND_UNSPECIFIED: _ClassVar[RuleKind]
    RULE_KIND_LINE_CROSSING: _ClassVar[RuleKind]
    RULE_KIND_INTRUSION: _ClassVar[RuleKind]
    RULE_KIND_LOITERING: _ClassVar[RuleKind]
    RULE_KIND_CLIMBING: _ClassVar[RuleKind]
    RULE_KIND_CROWD: _ClassVar[RuleKind]
    RULE_KIND_WRONG_WAY: _ClassVar[RuleKind]
    RULE_KIND_OBJECT_LEFT: _ClassVar[RuleKind]
    RULE_KIND_OBJECT_REMOVED: _ClassVar[RuleKind]
    RULE_KIND_FIRE_LANE: _ClassVar[RuleKind]
    RULE_KIND_EBIKE: _ClassVar[RuleKind]
    RULE_KIND_TAILGATING: _ClassVar[RuleKind]

class Source(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SOURCE_UNSPECIFIED: _ClassVar[Source]
    SOURCE_RULE: _ClassVar[Source]
    SOURCE_CAMERA: _ClassVar[Source]
    SOURCE_DEVICE: _ClassVar[Source]
    SOURCE_PATROL: _ClassVar[Source]
    SOURCE_CARE: _ClassVar[Source]

class DeviceAlarm(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_ALARM_UNSPECIFIED: _ClassVar[DeviceAlarm]
    DEVICE_ALARM_HARD_WIRED: _ClassVar[DeviceAlarm]
    DEVICE_ALARM_DURESS: _ClassVar[DeviceAlarm]
    DEVICE_ALARM_FIRE: _ClassVar[DeviceAlarm]
    DEVICE_ALARM_TAMPER: _ClassVar[DeviceAlarm]
    DEVICE_ALARM_POWER_CUT: _ClassVar[DeviceAlarm]
    DEVICE_ALARM_LINE_CUT: _ClassVar[DeviceAlarm]

class Severity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SEVERITY_UNSPECIFIED: _ClassVar[Severity]
    SEVERITY_INFO: _ClassVar[Severity]
    SEVERITY_WARNING: _ClassVar[Severity]
    SEVERITY_CRITICAL: _ClassVar[Severity]

class AlarmState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALARM_STATE_UNSPECIFIED: _ClassVar[AlarmState]
    ALARM_STATE_RAISED: _ClassVar[AlarmState]
    ALARM_STATE_ACKNOWLEDGED: _ClassVar[AlarmState]
    ALARM_STATE_RESOLVED: _ClassVar[AlarmState]
    ALARM_STATE_DISMISSED: _ClassVar[AlarmState]

class ExportProfile(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPORT_PROFILE_UNSPECIFIED: _ClassVar[ExportProfile]
    EXPORT_PROFILE_INTERNAL: _ClassVar[ExportProfile]
    EXPORT_PROFILE_VIEW: _ClassVar[ExportProfile]
    EXPORT_PROFILE_PUBLIC: _ClassVar[ExportProfile]

class TagKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TAG_KIND_UNSPECIFIED: _ClassVar[TagKind]
    TAG_KIND_NFC: _ClassVar[TagKind]
    TAG_KIND_QR: _ClassVar[TagKind]
    TAG_KIND_BLE: _ClassVar[TagKind]

class RoundState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROUND_STATE_UNSPECIFIED: _ClassVar[RoundState]
    ROUND_STATE_PLANNED: _ClassVar[RoundState]
    ROUND_STATE_RUNNING: _ClassVar[RoundState]
    ROUND_STATE_DONE: _ClassVar[RoundState]
    ROUND_STATE_LATE: _ClassVar[RoundState]
    ROUND_STATE_MISSED: _ClassVar[RoundState]

class PointState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POINT_STATE_UNSPECIFIED: _ClassVar[PointState]
    POINT_STATE_DUE: _ClassVar[PointState]
    POINT_STATE_DONE: _ClassVar[PointState]
    POINT_STATE_LATE: _ClassVar[PointState]
    POINT_STATE_MISSED: _ClassVar[PointState]

class FindingState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FINDING_STATE_UNSPECIFIED: _ClassVar[FindingState]
    FINDING_STATE_OPEN: _ClassVar[FindingState]
    FINDING_STATE_CLOSED: _ClassVar[FindingState]
HEALTH_UNSPECIFIED: Health
HEALTH_OK: Health
HEALTH_LOST: Health
HEALTH_FROZEN: Health
HEALTH_BLACK: Health
HEALTH_COVERED: Health
HEALTH_MOVED: Health
HEALTH_UNKNOWN: Health
RULE_KIND_UNSPECIFIED: RuleKind
RULE_KIND_LINE_CROSSING: RuleKind
RULE_KIND_INTRUSION: RuleKind
RULE_KIND_LOITERING: RuleKind
RULE_KIND_CLIMBING: RuleKind
RULE_KIND_CROWD: RuleKind
RULE_KIND_WRONG_WAY: RuleKind
RULE_KIND_OBJECT_LEFT: RuleKind
RULE_KIND_OBJECT_REMOVED: RuleKind
RULE_KIND_FIRE_LANE: RuleKind
RULE_KIND_EBIKE: RuleKind
RULE_KIND_TAILGATING: RuleKind
SOURCE_UNSPECIFIED: Source
SOURCE_RULE: Source
SOURCE_CAMERA: Source
SOURCE_DEVICE: Source
SOURCE_PATROL: Source
SOURCE_CARE: Source
DEVICE_ALARM_UNSPECIFIED: DeviceAlarm
DEVICE_ALARM_HARD_WIRED: DeviceAlarm
DEVICE_ALARM_DURESS: DeviceAlarm
DEVICE_ALARM_FIRE: DeviceAlarm
DEVICE_ALARM_TAMPER: DeviceAlarm
DEVICE_ALARM_POWER_CUT: DeviceAlarm
DEVICE_ALARM_LINE_CUT: DeviceAlarm
SEVERITY_UNSPECIFIED: Severity
SEVERITY_INFO: Severity
SEVERITY_WARNING: Severity
SEVERITY_CRITICAL: Severity
ALARM_STATE_UNSPECIFIED: AlarmState
ALARM_STATE_RAISED: AlarmState
ALARM_STATE_ACKNOWLEDGED: AlarmState
ALARM_STATE_RESOLVED: AlarmState
ALARM_STATE_DISMISSED: AlarmState
EXPORT_PROFILE_UNSPECIFIED: ExportProfile
EXPORT_PROFILE_INTERNAL: ExportProfile
EXPORT_PROFILE_VIEW: ExportProfile
EXPORT_PROFILE_PUBLIC: ExportProfile
TAG_KIND_UNSPECIFIED: TagKind
TAG_KIND_NFC: TagKind
TAG_KIND_QR: TagKind
TAG_KIND_BLE: TagKind
ROUND_STATE_UNSPECIFIED: RoundState
ROUND_STATE_PLANNED: RoundState
ROUND_STATE_RUNNING: RoundState
ROUND_STATE_DONE: RoundState
ROUND_STATE_LATE: RoundState
ROUND_STATE_MISSED: RoundState
POINT_STATE_UNSPECIFIED: PointState
POINT_STATE_DUE: PointState
POINT_STATE_DONE: PointState
POINT_STATE_LATE: PointState
POINT_STATE_MISSED: PointState
FINDING_STATE_UNSPECIFIED: FindingState
FINDING_STATE_OPEN: FindingState
FINDING_STATE_CLOSED: FindingState

class Point(_message.Message):
    __slots__ = ("x", "y")
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ...) -> None: ...

class Area(_message.Message):
    __slots__ = ("points",)
    POINTS_FIELD_NUMBER: _ClassVar[int]
    points: _containers.RepeatedCompositeFieldContainer[Point]
    def __init__(self, points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ...) -> None: ...

class Height(_message.Message):
    __slots__ = ("y", "height")
    Y_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    y: float
    height: float
    def __init__(self, y: _Optional[float] = ..., height: _Optional[float] = ...) -> None: ...

class OpeningHours(_message.Message):
    __slots__ = ("days", "start", "end")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[int]
    start: str
    end: str
    def __init__(self, days: _Optional[_Iterable[int]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ...) -> None: ...

class Camera(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "device_id", "access_point_id", "url", "rate", "gate", "enabled", "masks", "heights", "health", "health_reason", "health_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    GATE_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    MASKS_FIELD_NUMBER: _ClassVar[int]
    HEIGHTS_FIELD_NUMBER: _ClassVar[int]
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    HEALTH_REASON_FIELD_NUMBER: _ClassVar[int]
    HEALTH_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    device_id: str
    access_point_id: str
    url: str
    rate: float
    gate: bool
    enabled: bool
    masks: _containers.RepeatedCompositeFieldContainer[Area]
    heights: _containers.RepeatedCompositeFieldContainer[Height]
    health: Health
    health_reason: str
    health_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., device_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., url: _Optional[str] = ..., rate: _Optional[float] = ..., gate: _Optional[bool] = ..., enabled: _Optional[bool] = ..., masks: _Optional[_Iterable[_Union[Area, _Mapping]]] = ..., heights: _Optional[_Iterable[_Union[Height, _Mapping]]] = ..., health: _Optional[_Union[Health, str]] = ..., health_reason: _Optional[str] = ..., health_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Zone(_message.Message):
    __slots__ = ("id", "community_id", "camera_id", "display_name", "points", "group", "armed", "disarmed_until")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    ARMED_FIELD_NUMBER: _ClassVar[int]
    DISARMED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    camera_id: str
    display_name: str
    points: _containers.RepeatedCompositeFieldContainer[Point]
    group: str
    armed: bool
    disarmed_until: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., camera_id: _Optional[str] = ..., display_name: _Optional[str] = ..., points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., group: _Optional[str] = ..., armed: _Optional[bool] = ..., disarmed_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RuleOptions(_message.Message):
    __slots__ = ("classes", "seconds", "count", "direction", "heading", "min_height", "cooldown")
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    HEADING_FIELD_NUMBER: _ClassVar[int]
    MIN_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    COOLDOWN_FIELD_NUMBER: _ClassVar[int]
    classes: _containers.RepeatedScalarFieldContainer[str]
    seconds: float
    count: int
    direction: int
    heading: Point
    min_height: float
    cooldown: float
    def __init__(self, classes: _Optional[_Iterable[str]] = ..., seconds: _Optional[float] = ..., count: _Optional[int] = ..., direction: _Optional[int] = ..., heading: _Optional[_Union[Point, _Mapping]] = ..., min_height: _Optional[float] = ..., cooldown: _Optional[float] = ...) -> None: ...

class Rule(_message.Message):
    __slots__ = ("id", "community_id", "zone_id", "kind", "severity", "enabled", "options", "hours", "on_holidays")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ZONE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    ON_HOLIDAYS_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    zone_id: str
    kind: RuleKind
    severity: Severity
    enabled: bool
    options: RuleOptions
    hours: _containers.RepeatedCompositeFieldContainer[OpeningHours]
    on_holidays: bool
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., zone_id: _Optional[str] = ..., kind: _Optional[_Union[RuleKind, str]] = ..., severity: _Optional[_Union[Severity, str]] = ..., enabled: _Optional[bool] = ..., options: _Optional[_Union[RuleOptions, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[OpeningHours, _Mapping]]] = ..., on_holidays: _Optional[bool] = ...) -> None: ...

class Alarm(_message.Message):
    __slots__ = ("id", "community_id", "source", "kind", "severity", "state", "group", "camera_id", "zone_id", "rule_id", "access_point_id", "device_id", "kinds", "count", "event_time", "last_time", "create_time", "owner", "due_time", "level", "acknowledge_time", "close_time", "note", "has_picture", "has_clip")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    ZONE_ID_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    HAS_PICTURE_FIELD_NUMBER: _ClassVar[int]
    HAS_CLIP_FIELD_NUMBER: _ClassVar[int]
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
    kinds: _containers.RepeatedScalarFieldContainer[str]
    count: int
    event_time: _timestamp_pb2.Timestamp
    last_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    owner: str
    due_time: _timestamp_pb2.Timestamp
    level: int
    acknowledge_time: _timestamp_pb2.Timestamp
    close_time: _timestamp_pb2.Timestamp
    note: str
    has_picture: bool
    has_clip: bool
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., source: _Optional[_Union[Source, str]] = ..., kind: _Optional[str] = ..., severity: _Optional[_Union[Severity, str]] = ..., state: _Optional[_Union[AlarmState, str]] = ..., group: _Optional[str] = ..., camera_id: _Optional[str] = ..., zone_id: _Optional[str] = ..., rule_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., device_id: _Optional[str] = ..., kinds: _Optional[_Iterable[str]] = ..., count: _Optional[int] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., owner: _Optional[str] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., level: _Optional[int] = ..., acknowledge_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., note: _Optional[str] = ..., has_picture: _Optional[bool] = ..., has_clip: _Optional[bool] = ...) -> None: ...

class AlarmRecord(_message.Message):
    __slots__ = ("number", "alarm_id", "time", "actor", "what", "detail", "digest")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALARM_ID_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    number: int
    alarm_id: str
    time: _timestamp_pb2.Timestamp
    actor: str
    what: str
    detail: str
    digest: str
    def __init__(self, number: _Optional[int] = ..., alarm_id: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., actor: _Optional[str] = ..., what: _Optional[str] = ..., detail: _Optional[str] = ..., digest: _Optional[str] = ...) -> None: ...

class RuleStatistics(_message.Message):
    __slots__ = ("rule_id", "kind", "alarms", "resolved", "dismissed", "precision")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ALARMS_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_FIELD_NUMBER: _ClassVar[int]
    DISMISSED_FIELD_NUMBER: _ClassVar[int]
    PRECISION_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    kind: str
    alarms: int
    resolved: int
    dismissed: int
    precision: float
    def __init__(self, rule_id: _Optional[str] = ..., kind: _Optional[str] = ..., alarms: _Optional[int] = ..., resolved: _Optional[int] = ..., dismissed: _Optional[int] = ..., precision: _Optional[float] = ...) -> None: ...

class WouldBe(_message.Message):
    __slots__ = ("time", "kind", "box")
    TIME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    BOX_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    kind: RuleKind
    box: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., kind: _Optional[_Union[RuleKind, str]] = ..., box: _Optional[_Iterable[float]] = ...) -> None: ...

class Checkpoint(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "kind", "position_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    POSITION_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    kind: TagKind
    position_id: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[TagKind, str]] = ..., position_id: _Optional[str] = ...) -> None: ...

class RoutePoint(_message.Message):
    __slots__ = ("checkpoint_id", "minute", "tolerance")
    CHECKPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    MINUTE_FIELD_NUMBER: _ClassVar[int]
    TOLERANCE_FIELD_NUMBER: _ClassVar[int]
    checkpoint_id: str
    minute: int
    tolerance: int
    def __init__(self, checkpoint_id: _Optional[str] = ..., minute: _Optional[int] = ..., tolerance: _Optional[int] = ...) -> None: ...

class Schedule(_message.Message):
    __slots__ = ("days", "starts")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    STARTS_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[int]
    starts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, days: _Optional[_Iterable[int]] = ..., starts: _Optional[_Iterable[str]] = ...) -> None: ...

class Route(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "points", "ordered", "guards", "schedules", "enabled")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    ORDERED_FIELD_NUMBER: _ClassVar[int]
    GUARDS_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    points: _containers.RepeatedCompositeFieldContainer[RoutePoint]
    ordered: bool
    guards: int
    schedules: _containers.RepeatedCompositeFieldContainer[Schedule]
    enabled: bool
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., points: _Optional[_Iterable[_Union[RoutePoint, _Mapping]]] = ..., ordered: _Optional[bool] = ..., guards: _Optional[int] = ..., schedules: _Optional[_Iterable[_Union[Schedule, _Mapping]]] = ..., enabled: _Optional[bool] = ...) -> None: ...

class Visit(_message.Message):
    __slots__ = ("guard", "device_time", "server_time", "offline")
    GUARD_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    guard: str
    device_time: _timestamp_pb2.Timestamp
    server_time: _timestamp_pb2.Timestamp
    offline: bool
    def __init__(self, guard: _Optional[str] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., server_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., offline: _Optional[bool] = ...) -> None: ...

class RoundPoint(_message.Message):
    __slots__ = ("checkpoint_id", "place", "due_from", "due_to", "state", "visits")
    CHECKPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    DUE_FROM_FIELD_NUMBER: _ClassVar[int]
    DUE_TO_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    VISITS_FIELD_NUMBER: _ClassVar[int]
    checkpoint_id: str
    place: int
    due_from: _timestamp_pb2.Timestamp
    due_to: _timestamp_pb2.Timestamp
    state: PointState
    visits: _containers.RepeatedCompositeFieldContainer[Visit]
    def __init__(self, checkpoint_id: _Optional[str] = ..., place: _Optional[int] = ..., due_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[PointState, str]] = ..., visits: _Optional[_Iterable[_Union[Visit, _Mapping]]] = ...) -> None: ...

class Round(_message.Message):
    __slots__ = ("id", "community_id", "route_id", "start_time", "end_time", "ordered", "guards", "assigned", "state", "points")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ROUTE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ORDERED_FIELD_NUMBER: _ClassVar[int]
    GUARDS_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    route_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    ordered: bool
    guards: int
    assigned: _containers.RepeatedScalarFieldContainer[str]
    state: RoundState
    points: _containers.RepeatedCompositeFieldContainer[RoundPoint]
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., route_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ordered: _Optional[bool] = ..., guards: _Optional[int] = ..., assigned: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[RoundState, str]] = ..., points: _Optional[_Iterable[_Union[RoundPoint, _Mapping]]] = ...) -> None: ...

class CheckInResult(_message.Message):
    __slots__ = ("id", "key", "checkpoint_id", "round_id", "device_time", "server_time", "offline", "refusal")
    ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    id: str
    key: str
    checkpoint_id: str
    round_id: str
    device_time: _timestamp_pb2.Timestamp
    server_time: _timestamp_pb2.Timestamp
    offline: bool
    refusal: str
    def __init__(self, id: _Optional[str] = ..., key: _Optional[str] = ..., checkpoint_id: _Optional[str] = ..., round_id: _Optional[str] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., server_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., offline: _Optional[bool] = ..., refusal: _Optional[str] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("id", "community_id", "round_id", "checkpoint_id", "text", "state", "author", "create_time", "closed_by", "close_time", "answer", "has_picture")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BY_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    HAS_PICTURE_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    round_id: str
    checkpoint_id: str
    text: str
    state: FindingState
    author: str
    create_time: _timestamp_pb2.Timestamp
    closed_by: str
    close_time: _timestamp_pb2.Timestamp
    answer: str
    has_picture: bool
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., round_id: _Optional[str] = ..., checkpoint_id: _Optional[str] = ..., text: _Optional[str] = ..., state: _Optional[_Union[FindingState, str]] = ..., author: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closed_by: _Optional[str] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., answer: _Optional[str] = ..., has_picture: _Optional[bool] = ...) -> None: ...

class PatrolReport(_message.Message):
    __slots__ = ("community_id", "start_time", "end_time", "rounds", "planned", "done", "late", "missed", "due", "findings", "findings_closed")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    PLANNED_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    MISSED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_CLOSED_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    rounds: int
    planned: int
    done: int
    late: int
    missed: int
    due: int
    findings: int
    findings_closed: int
    def __init__(self, community_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., rounds: _Optional[int] = ..., planned: _Optional[int] = ..., done: _Optional[int] = ..., late: _Optional[int] = ..., missed: _Optional[int] = ..., due: _Optional[int] = ..., findings: _Optional[int] = ..., findings_closed: _Optional[int] = ...) -> None: ...

class CareWatch(_message.Message):
    __slots__ = ("id", "community_id", "subject_id", "days", "start_time", "last_out_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_OUT_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    subject_id: str
    days: int
    start_time: _timestamp_pb2.Timestamp
    last_out_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., days: _Optional[int] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_out_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AlarmChanged(_message.Message):
    __slots__ = ("alarm_id", "rule", "source", "severity", "camera_id", "zone_id", "access_point_id", "device_id", "level", "at")
    ALARM_ID_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    ZONE_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    alarm_id: str
    rule: str
    source: str
    severity: str
    camera_id: str
    zone_id: str
    access_point_id: str
    device_id: str
    level: int
    at: _timestamp_pb2.Timestamp
    def __init__(self, alarm_id: _Optional[str] = ..., rule: _Optional[str] = ..., source: _Optional[str] = ..., severity: _Optional[str] = ..., camera_id: _Optional[str] = ..., zone_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., device_id: _Optional[str] = ..., level: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CameraChanged(_message.Message):
    __slots__ = ("camera_id", "device_id", "reason", "at")
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    camera_id: str
    device_id: str
    reason: str
    at: _timestamp_pb2.Timestamp
    def __init__(self, camera_id: _Optional[str] = ..., device_id: _Optional[str] = ..., reason: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RoundChanged(_message.Message):
    __slots__ = ("round_id", "route_id", "checkpoint_id", "at")
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    ROUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    round_id: str
    route_id: str
    checkpoint_id: str
    at: _timestamp_pb2.Timestamp
    def __init__(self, round_id: _Optional[str] = ..., route_id: _Optional[str] = ..., checkpoint_id: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RecordsAnchored(_message.Message):
    __slots__ = ("number", "digest")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    number: int
    digest: str
    def __init__(self, number: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...

class SetupChanged(_message.Message):
    __slots__ = ("camera_id",)
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    camera_id: str
    def __init__(self, camera_id: _Optional[str] = ...) -> None: ...

class SubjectErased(_message.Message):
    __slots__ = ("subject_id", "erasure_id", "holder", "count", "digest")
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    ERASURE_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    erasure_id: str
    holder: str
    count: int
    digest: str
    def __init__(self, subject_id: _Optional[str] = ..., erasure_id: _Optional[str] = ..., holder: _Optional[str] = ..., count: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...

class PutCameraRequest(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "device_id", "access_point_id", "url", "username", "password", "rate", "gate", "enabled", "masks", "heights", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    GATE_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    MASKS_FIELD_NUMBER: _ClassVar[int]
    HEIGHTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    device_id: str
    access_point_id: str
    url: str
    username: str
    password: str
    rate: float
    gate: bool
    enabled: bool
    masks: _containers.RepeatedCompositeFieldContainer[Area]
    heights: _containers.RepeatedCompositeFieldContainer[Height]
    request_id: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., device_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., url: _Optional[str] = ..., username: _Optional[str] = ..., password: _Optional[str] = ..., rate: _Optional[float] = ..., gate: _Optional[bool] = ..., enabled: _Optional[bool] = ..., masks: _Optional[_Iterable[_Union[Area, _Mapping]]] = ..., heights: _Optional[_Iterable[_Union[Height, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutCameraResponse(_message.Message):
    __slots__ = ("camera",)
    CAMERA_FIELD_NUMBER: _ClassVar[int]
    camera: Camera
    def __init__(self, camera: _Optional[_Union[Camera, _Mapping]] = ...) -> None: ...

class GetCameraRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCameraResponse(_message.Message):
    __slots__ = ("camera",)
    CAMERA_FIELD_NUMBER: _ClassVar[int]
    camera: Camera
    def __init__(self, camera: _Optional[_Union[Camera, _Mapping]] = ...) -> None: ...

class DeleteCameraRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteCameraResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCamerasRequest(_message.Message):
    __slots__ = ("community_id", "health", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    health: Health
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., health: _Optional[_Union[Health, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCamerasResponse(_message.Message):
    __slots__ = ("cameras", "next_page_token")
    CAMERAS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    cameras: _containers.RepeatedCompositeFieldContainer[Camera]
    next_page_token: str
    def __init__(self, cameras: _Optional[_Iterable[_Union[Camera, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AcceptViewRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AcceptViewResponse(_message.Message):
    __slots__ = ("camera",)
    CAMERA_FIELD_NUMBER: _ClassVar[int]
    camera: Camera
    def __init__(self, camera: _Optional[_Union[Camera, _Mapping]] = ...) -> None: ...

class PushFrameRequest(_message.Message):
    __slots__ = ("camera_id", "image", "time")
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    camera_id: str
    image: bytes
    time: _timestamp_pb2.Timestamp
    def __init__(self, camera_id: _Optional[str] = ..., image: _Optional[bytes] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PushFrameResponse(_message.Message):
    __slots__ = ("accepted",)
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    accepted: bool
    def __init__(self, accepted: _Optional[bool] = ...) -> None: ...

class PutZoneRequest(_message.Message):
    __slots__ = ("id", "camera_id", "display_name", "points", "group", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    camera_id: str
    display_name: str
    points: _containers.RepeatedCompositeFieldContainer[Point]
    group: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., camera_id: _Optional[str] = ..., display_name: _Optional[str] = ..., points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., group: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutZoneResponse(_message.Message):
    __slots__ = ("zone",)
    ZONE_FIELD_NUMBER: _ClassVar[int]
    zone: Zone
    def __init__(self, zone: _Optional[_Union[Zone, _Mapping]] = ...) -> None: ...

class DeleteZoneRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteZoneResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListZonesRequest(_message.Message):
    __slots__ = ("community_id", "camera_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    camera_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., camera_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListZonesResponse(_message.Message):
    __slots__ = ("zones", "next_page_token")
    ZONES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    zones: _containers.RepeatedCompositeFieldContainer[Zone]
    next_page_token: str
    def __init__(self, zones: _Optional[_Iterable[_Union[Zone, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ArmZoneRequest(_message.Message):
    __slots__ = ("id", "armed", "until", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ARMED_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    armed: bool
    until: _timestamp_pb2.Timestamp
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., armed: _Optional[bool] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ArmZoneResponse(_message.Message):
    __slots__ = ("zone",)
    ZONE_FIELD_NUMBER: _ClassVar[int]
    zone: Zone
    def __init__(self, zone: _Optional[_Union[Zone, _Mapping]] = ...) -> None: ...

class PutRuleRequest(_message.Message):
    __slots__ = ("id", "zone_id", "kind", "severity", "enabled", "options", "hours", "on_holidays", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ZONE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    ON_HOLIDAYS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    zone_id: str
    kind: RuleKind
    severity: Severity
    enabled: bool
    options: RuleOptions
    hours: _containers.RepeatedCompositeFieldContainer[OpeningHours]
    on_holidays: bool
    request_id: str
    def __init__(self, id: _Optional[str] = ..., zone_id: _Optional[str] = ..., kind: _Optional[_Union[RuleKind, str]] = ..., severity: _Optional[_Union[Severity, str]] = ..., enabled: _Optional[bool] = ..., options: _Optional[_Union[RuleOptions, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[OpeningHours, _Mapping]]] = ..., on_holidays: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutRuleResponse(_message.Message):
    __slots__ = ("rule",)
    RULE_FIELD_NUMBER: _ClassVar[int]
    rule: Rule
    def __init__(self, rule: _Optional[_Union[Rule, _Mapping]] = ...) -> None: ...

class DeleteRuleRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteRuleResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListRulesRequest(_message.Message):
    __slots__ = ("community_id", "zone_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ZONE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    zone_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., zone_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRulesResponse(_message.Message):
    __slots__ = ("rules", "next_page_token")
    RULES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    rules: _containers.RepeatedCompositeFieldContainer[Rule]
    next_page_token: str
    def __init__(self, rules: _Optional[_Iterable[_Union[Rule, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ReplayRuleRequest(_message.Message):
    __slots__ = ("zone_id", "kind", "options", "hours", "on_holidays", "points", "start_time", "end_time")
    ZONE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    ON_HOLIDAYS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    zone_id: str
    kind: RuleKind
    options: RuleOptions
    hours: _containers.RepeatedCompositeFieldContainer[OpeningHours]
    on_holidays: bool
    points: _containers.RepeatedCompositeFieldContainer[Point]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, zone_id: _Optional[str] = ..., kind: _Optional[_Union[RuleKind, str]] = ..., options: _Optional[_Union[RuleOptions, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[OpeningHours, _Mapping]]] = ..., on_holidays: _Optional[bool] = ..., points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ReplayRuleResponse(_message.Message):
    __slots__ = ("alarms", "tracks")
    ALARMS_FIELD_NUMBER: _ClassVar[int]
    TRACKS_FIELD_NUMBER: _ClassVar[int]
    alarms: _containers.RepeatedCompositeFieldContainer[WouldBe]
    tracks: int
    def __init__(self, alarms: _Optional[_Iterable[_Union[WouldBe, _Mapping]]] = ..., tracks: _Optional[int] = ...) -> None: ...

class ListRuleStatisticsRequest(_message.Message):
    __slots__ = ("community_id", "start_time", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    start_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRuleStatisticsResponse(_message.Message):
    __slots__ = ("statistics", "next_page_token")
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    statistics: _containers.RepeatedCompositeFieldContainer[RuleStatistics]
    next_page_token: str
    def __init__(self, statistics: _Optional[_Iterable[_Union[RuleStatistics, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PutHolidaysRequest(_message.Message):
    __slots__ = ("community_id", "year", "days", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    year: int
    days: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., year: _Optional[int] = ..., days: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutHolidaysResponse(_message.Message):
    __slots__ = ("days",)
    DAYS_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, days: _Optional[_Iterable[str]] = ...) -> None: ...

class ListHolidaysRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListHolidaysResponse(_message.Message):
    __slots__ = ("days", "next_page_token")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[str]
    next_page_token: str
    def __init__(self, days: _Optional[_Iterable[str]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RaiseAlarmRequest(_message.Message):
    __slots__ = ("device_id", "kind", "zone", "time", "request_id")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    kind: DeviceAlarm
    zone: str
    time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, device_id: _Optional[str] = ..., kind: _Optional[_Union[DeviceAlarm, str]] = ..., zone: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RaiseAlarmResponse(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: Alarm
    def __init__(self, alarm: _Optional[_Union[Alarm, _Mapping]] = ...) -> None: ...

class GetAlarmRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetAlarmResponse(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: Alarm
    def __init__(self, alarm: _Optional[_Union[Alarm, _Mapping]] = ...) -> None: ...

class ListAlarmsRequest(_message.Message):
    __slots__ = ("community_id", "state", "kind", "camera_id", "start_time", "end_time", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CAMERA_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    state: AlarmState
    kind: str
    camera_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., state: _Optional[_Union[AlarmState, str]] = ..., kind: _Optional[str] = ..., camera_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAlarmsResponse(_message.Message):
    __slots__ = ("alarms", "next_page_token")
    ALARMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    alarms: _containers.RepeatedCompositeFieldContainer[Alarm]
    next_page_token: str
    def __init__(self, alarms: _Optional[_Iterable[_Union[Alarm, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AcknowledgeAlarmRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AcknowledgeAlarmResponse(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: Alarm
    def __init__(self, alarm: _Optional[_Union[Alarm, _Mapping]] = ...) -> None: ...

class AssignAlarmRequest(_message.Message):
    __slots__ = ("id", "owner", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    owner: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., owner: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignAlarmResponse(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: Alarm
    def __init__(self, alarm: _Optional[_Union[Alarm, _Mapping]] = ...) -> None: ...

class CloseAlarmRequest(_message.Message):
    __slots__ = ("id", "dismissed", "note", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISMISSED_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    dismissed: bool
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., dismissed: _Optional[bool] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseAlarmResponse(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: Alarm
    def __init__(self, alarm: _Optional[_Union[Alarm, _Mapping]] = ...) -> None: ...

class GetAlarmPictureRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class GetAlarmPictureResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: bytes
    def __init__(self, image: _Optional[bytes] = ...) -> None: ...

class ExportAlarmClipRequest(_message.Message):
    __slots__ = ("id", "profile", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    profile: ExportProfile
    reason: str
    def __init__(self, id: _Optional[str] = ..., profile: _Optional[_Union[ExportProfile, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class ExportAlarmClipResponse(_message.Message):
    __slots__ = ("video",)
    VIDEO_FIELD_NUMBER: _ClassVar[int]
    video: bytes
    def __init__(self, video: _Optional[bytes] = ...) -> None: ...

class ListAlarmRecordsRequest(_message.Message):
    __slots__ = ("community_id", "alarm_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ALARM_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    alarm_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., alarm_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAlarmRecordsResponse(_message.Message):
    __slots__ = ("records", "next_page_token")
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[AlarmRecord]
    next_page_token: str
    def __init__(self, records: _Optional[_Iterable[_Union[AlarmRecord, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class VerifyAlarmRecordsRequest(_message.Message):
    __slots__ = ("community_id",)
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    def __init__(self, community_id: _Optional[str] = ...) -> None: ...

class VerifyAlarmRecordsResponse(_message.Message):
    __slots__ = ("community_id", "records", "first", "last", "digest", "broken_at")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    BROKEN_AT_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    records: int
    first: int
    last: int
    digest: str
    broken_at: int
    def __init__(self, community_id: _Optional[str] = ..., records: _Optional[int] = ..., first: _Optional[int] = ..., last: _Optional[int] = ..., digest: _Optional[str] = ..., broken_at: _Optional[int] = ...) -> None: ...

class PutCheckpointRequest(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "kind", "tag", "position_id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TAG_FIELD_NUMBER: _ClassVar[int]
    POSITION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    kind: TagKind
    tag: str
    position_id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[TagKind, str]] = ..., tag: _Optional[str] = ..., position_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutCheckpointResponse(_message.Message):
    __slots__ = ("checkpoint",)
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    checkpoint: Checkpoint
    def __init__(self, checkpoint: _Optional[_Union[Checkpoint, _Mapping]] = ...) -> None: ...

class DeleteCheckpointRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteCheckpointResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCheckpointsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCheckpointsResponse(_message.Message):
    __slots__ = ("checkpoints", "next_page_token")
    CHECKPOINTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    checkpoints: _containers.RepeatedCompositeFieldContainer[Checkpoint]
    next_page_token: str
    def __init__(self, checkpoints: _Optional[_Iterable[_Union[Checkpoint, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetCheckpointCodeRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCheckpointCodeResponse(_message.Message):
    __slots__ = ("code", "expire_time")
    CODE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    code: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, code: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PutRouteRequest(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "points", "ordered", "guards", "schedules", "enabled", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    ORDERED_FIELD_NUMBER: _ClassVar[int]
    GUARDS_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    points: _containers.RepeatedCompositeFieldContainer[RoutePoint]
    ordered: bool
    guards: int
    schedules: _containers.RepeatedCompositeFieldContainer[Schedule]
    enabled: bool
    request_id: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., points: _Optional[_Iterable[_Union[RoutePoint, _Mapping]]] = ..., ordered: _Optional[bool] = ..., guards: _Optional[int] = ..., schedules: _Optional[_Iterable[_Union[Schedule, _Mapping]]] = ..., enabled: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutRouteResponse(_message.Message):
    __slots__ = ("route",)
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    route: Route
    def __init__(self, route: _Optional[_Union[Route, _Mapping]] = ...) -> None: ...

class DeleteRouteRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteRouteResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListRoutesRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRoutesResponse(_message.Message):
    __slots__ = ("routes", "next_page_token")
    ROUTES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    routes: _containers.RepeatedCompositeFieldContainer[Route]
    next_page_token: str
    def __init__(self, routes: _Optional[_Iterable[_Union[Route, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListRoundsRequest(_message.Message):
    __slots__ = ("community_id", "route_id", "state", "start_time", "end_time", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ROUTE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    route_id: str
    state: RoundState
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., route_id: _Optional[str] = ..., state: _Optional[_Union[RoundState, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRoundsResponse(_message.Message):
    __slots__ = ("rounds", "next_page_token")
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    rounds: _containers.RepeatedCompositeFieldContainer[Round]
    next_page_token: str
    def __init__(self, rounds: _Optional[_Iterable[_Union[Round, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetRoundRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetRoundResponse(_message.Message):
    __slots__ = ("round",)
    ROUND_FIELD_NUMBER: _ClassVar[int]
    round: Round
    def __init__(self, round: _Optional[_Union[Round, _Mapping]] = ...) -> None: ...

class AssignRoundRequest(_message.Message):
    __slots__ = ("id", "guards", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    GUARDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    guards: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, id: _Optional[str] = ..., guards: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignRoundResponse(_message.Message):
    __slots__ = ("round",)
    ROUND_FIELD_NUMBER: _ClassVar[int]
    round: Round
    def __init__(self, round: _Optional[_Union[Round, _Mapping]] = ...) -> None: ...

class CheckInItem(_message.Message):
    __slots__ = ("key", "tag", "device_time", "offline")
    KEY_FIELD_NUMBER: _ClassVar[int]
    TAG_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    key: str
    tag: str
    device_time: _timestamp_pb2.Timestamp
    offline: bool
    def __init__(self, key: _Optional[str] = ..., tag: _Optional[str] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., offline: _Optional[bool] = ...) -> None: ...

class CheckInRequest(_message.Message):
    __slots__ = ("community_id", "items", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    items: _containers.RepeatedCompositeFieldContainer[CheckInItem]
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., items: _Optional[_Iterable[_Union[CheckInItem, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CheckInResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[CheckInResult]
    def __init__(self, results: _Optional[_Iterable[_Union[CheckInResult, _Mapping]]] = ...) -> None: ...

class CreateFindingRequest(_message.Message):
    __slots__ = ("community_id", "round_id", "checkpoint_id", "text", "image", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    round_id: str
    checkpoint_id: str
    text: str
    image: bytes
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., round_id: _Optional[str] = ..., checkpoint_id: _Optional[str] = ..., text: _Optional[str] = ..., image: _Optional[bytes] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateFindingResponse(_message.Message):
    __slots__ = ("finding",)
    FINDING_FIELD_NUMBER: _ClassVar[int]
    finding: Finding
    def __init__(self, finding: _Optional[_Union[Finding, _Mapping]] = ...) -> None: ...

class CloseFindingRequest(_message.Message):
    __slots__ = ("id", "answer", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    answer: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., answer: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseFindingResponse(_message.Message):
    __slots__ = ("finding",)
    FINDING_FIELD_NUMBER: _ClassVar[int]
    finding: Finding
    def __init__(self, finding: _Optional[_Union[Finding, _Mapping]] = ...) -> None: ...

class GetFindingPictureRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class GetFindingPictureResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: bytes
    def __init__(self, image: _Optional[bytes] = ...) -> None: ...

class ListFindingsRequest(_message.Message):
    __slots__ = ("community_id", "state", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    state: FindingState
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., state: _Optional[_Union[FindingState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFindingsResponse(_message.Message):
    __slots__ = ("findings", "next_page_token")
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    next_page_token: str
    def __init__(self, findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetHandoverRequest(_message.Message):
    __slots__ = ("community_id", "hours")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    hours: int
    def __init__(self, community_id: _Optional[str] = ..., hours: _Optional[int] = ...) -> None: ...

class GetHandoverResponse(_message.Message):
    __slots__ = ("report", "open_rounds", "open_findings", "open_alarms", "unacknowledged_alarms")
    REPORT_FIELD_NUMBER: _ClassVar[int]
    OPEN_ROUNDS_FIELD_NUMBER: _ClassVar[int]
    OPEN_FINDINGS_FIELD_NUMBER: _ClassVar[int]
    OPEN_ALARMS_FIELD_NUMBER: _ClassVar[int]
    UNACKNOWLEDGED_ALARMS_FIELD_NUMBER: _ClassVar[int]
    report: PatrolReport
    open_rounds: _containers.RepeatedCompositeFieldContainer[Round]
    open_findings: _containers.RepeatedCompositeFieldContainer[Finding]
    open_alarms: int
    unacknowledged_alarms: int
    def __init__(self, report: _Optional[_Union[PatrolReport, _Mapping]] = ..., open_rounds: _Optional[_Iterable[_Union[Round, _Mapping]]] = ..., open_findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., open_alarms: _Optional[int] = ..., unacknowledged_alarms: _Optional[int] = ...) -> None: ...

class GetPatrolReportRequest(_message.Message):
    __slots__ = ("community_id", "month")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    month: str
    def __init__(self, community_id: _Optional[str] = ..., month: _Optional[str] = ...) -> None: ...

class GetPatrolReportResponse(_message.Message):
    __slots__ = ("report",)
    REPORT_FIELD_NUMBER: _ClassVar[int]
    report: PatrolReport
    def __init__(self, report: _Optional[_Union[PatrolReport, _Mapping]] = ...) -> None: ...

class StartCareWatchRequest(_message.Message):
    __slots__ = ("community_id", "subject_id", "days", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    subject_id: str
    days: int
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., days: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class StartCareWatchResponse(_message.Message):
    __slots__ = ("watch",)
    WATCH_FIELD_NUMBER: _ClassVar[int]
    watch: CareWatch
    def __init__(self, watch: _Optional[_Union[CareWatch, _Mapping]] = ...) -> None: ...

class EndCareWatchRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndCareWatchResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCareWatchesRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCareWatchesResponse(_message.Message):
    __slots__ = ("watches", "next_page_token")
    WATCHES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    watches: _containers.RepeatedCompositeFieldContainer[CareWatch]
    next_page_token: str
    def __init__(self, watches: _Optional[_Iterable[_Union[CareWatch, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
