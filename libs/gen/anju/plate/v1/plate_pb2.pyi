import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PermitKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERMIT_KIND_UNSPECIFIED: _ClassVar[PermitKind]
    PERMIT_KIND_RESIDENT: _ClassVar[PermitKind]
    PERMIT_KIND_CONTRACTOR: _ClassVar[PermitKind]
    PERMIT_KIND_VISITOR: _ClassVar[PermitKind]
    PERMIT_KIND_DENY: _ClassVar[PermitKind]

class PermitState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERMIT_STATE_UNSPECIFIED: _ClassVar[PermitState]
    PERMIT_STATE_GRANTED: _ClassVar[PermitState]
    PERMIT_STATE_WAITING: _ClassVar[PermitState]
    PERMIT_STATE_REVOKED: _ClassVar[PermitState]

class UnknownPolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNKNOWN_POLICY_UNSPECIFIED: _ClassVar[UnknownPolicy]
    UNKNOWN_POLICY_REFUSE: _ClassVar[UnknownPolicy]
    UNKNOWN_POLICY_KIOSK: _ClassVar[UnknownPolicy]
    UNKNOWN_POLICY_RECORD: _ClassVar[UnknownPolicy]

class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIRECTION_UNSPECIFIED: _ClassVar[Direction]
    DIRECTION_IN: _ClassVar[Direction]
    DIRECTION_OUT: _ClassVar[Direction]

class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTCOME_UNSPECIFIED: _ClassVar[Outcome]
    OUTCOME_EXACT: _ClassVar[Outcome]
    OUTCOME_NEAR: _ClassVar[Outcome]
    OUTCOME_DENIED: _ClassVar[Outcome]
    OUTCOME_UNKNOWN: _ClassVar[Outcome]
    OUTCOME_AMBIGUOUS: _ClassVar[Outcome]
    OUTCOME_NOT_A_PLATE: _ClassVar[Outcome]

class Action(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTION_UNSPECIFIED: _ClassVar[Action]
    ACTION_OPEN: _ClassVar[Action]
    ACTION_RECORD: _ClassVar[Action]
    ACTION_KIOSK: _ClassVar[Action]
    ACTION_REFUSE: _ClassVar[Action]

class Phase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PHASE_UNSPECIFIED: _ClassVar[Phase]
    PHASE_PRESSED: _ClassVar[Phase]
    PHASE_PICTURED: _ClassVar[Phase]
    PHASE_DECIDED: _ClassVar[Phase]
    PHASE_PASSED: _ClassVar[Phase]
    PHASE_REVERSED: _ClassVar[Phase]
    PHASE_ABANDONED: _ClassVar[Phase]
    PHASE_CORRECTED: _ClassVar[Phase]
PERMIT_KIND_UNSPECIFIED: PermitKind
PERMIT_KIND_RESIDENT: PermitKind
PERMIT_KIND_CONTRACTOR: PermitKind
PERMIT_KIND_VISITOR: PermitKind
PERMIT_KIND_DENY: PermitKind
PERMIT_STATE_UNSPECIFIED: PermitState
PERMIT_STATE_GRANTED: PermitState
PERMIT_STATE_WAITING: PermitState
PERMIT_STATE_REVOKED: PermitState
UNKNOWN_POLICY_UNSPECIFIED: UnknownPolicy
UNKNOWN_POLICY_REFUSE: UnknownPolicy
UNKNOWN_POLICY_KIOSK: UnknownPolicy
UNKNOWN_POLICY_RECORD: UnknownPolicy
DIRECTION_UNSPECIFIED: Direction
DIRECTION_IN: Direction
DIRECTION_OUT: Direction
OUTCOME_UNSPECIFIED: Outcome
OUTCOME_EXACT: Outcome
OUTCOME_NEAR: Outcome
OUTCOME_DENIED: Outcome
OUTCOME_UNKNOWN: Outcome
OUTCOME_AMBIGUOUS: Outcome
OUTCOME_NOT_A_PLATE: Outcome
ACTION_UNSPECIFIED: Action
ACTION_OPEN: Action
ACTION_RECORD: Action
ACTION_KIOSK: Action
ACTION_REFUSE: Action
PHASE_UNSPECIFIED: Phase
PHASE_PRESSED: Phase
PHASE_PICTURED: Phase
PHASE_DECIDED: Phase
PHASE_PASSED: Phase
PHASE_REVERSED: Phase
PHASE_ABANDONED: Phase
PHASE_CORRECTED: Phase

class Permit(_message.Message):
    __slots__ = ("id", "community_id", "plate", "kind", "state", "valid_from", "valid_to", "hours", "house_id", "subject_id", "source", "color", "plate_kind", "create_time", "revoke_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    PLATE_KIND_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    REVOKE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    plate: str
    kind: PermitKind
    state: PermitState
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    hours: _containers.RepeatedCompositeFieldContainer[WeeklyHours]
    house_id: str
    subject_id: str
    source: str
    color: str
    plate_kind: str
    create_time: _timestamp_pb2.Timestamp
    revoke_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., plate: _Optional[str] = ..., kind: _Optional[_Union[PermitKind, str]] = ..., state: _Optional[_Union[PermitState, str]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[WeeklyHours, _Mapping]]] = ..., house_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., source: _Optional[str] = ..., color: _Optional[str] = ..., plate_kind: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., revoke_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class WeeklyHours(_message.Message):
    __slots__ = ("days", "start", "end")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[int]
    start: str
    end: str
    def __init__(self, days: _Optional[_Iterable[int]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ...) -> None: ...

class Lane(_message.Message):
    __slots__ = ("access_point_id", "community_id", "car_park", "direction", "kinds", "unknown", "near")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    community_id: str
    car_park: str
    direction: Direction
    kinds: _containers.RepeatedScalarFieldContainer[PermitKind]
    unknown: UnknownPolicy
    near: bool
    def __init__(self, access_point_id: _Optional[str] = ..., community_id: _Optional[str] = ..., car_park: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., kinds: _Optional[_Iterable[_Union[PermitKind, str]]] = ..., unknown: _Optional[_Union[UnknownPolicy, str]] = ..., near: _Optional[bool] = ...) -> None: ...

class Read(_message.Message):
    __slots__ = ("text", "confidences", "confidence", "candidates", "color", "kind")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCES_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    text: str
    confidences: _containers.RepeatedScalarFieldContainer[float]
    confidence: float
    candidates: _containers.RepeatedCompositeFieldContainer[Candidate]
    color: str
    kind: str
    def __init__(self, text: _Optional[str] = ..., confidences: _Optional[_Iterable[float]] = ..., confidence: _Optional[float] = ..., candidates: _Optional[_Iterable[_Union[Candidate, _Mapping]]] = ..., color: _Optional[str] = ..., kind: _Optional[str] = ...) -> None: ...

class Candidate(_message.Message):
    __slots__ = ("text", "confidence")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    text: str
    confidence: float
    def __init__(self, text: _Optional[str] = ..., confidence: _Optional[float] = ...) -> None: ...

class Misread(_message.Message):
    __slots__ = ("position", "read", "permitted", "weight")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    PERMITTED_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    position: int
    read: str
    permitted: str
    weight: float
    def __init__(self, position: _Optional[int] = ..., read: _Optional[str] = ..., permitted: _Optional[str] = ..., weight: _Optional[float] = ...) -> None: ...

class Decision(_message.Message):
    __slots__ = ("outcome", "action", "reason", "text", "permit_id", "permit_kind", "plate", "house_id", "subject_id", "misreads", "notes", "explanation", "car_park")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    PERMIT_KIND_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    MISREADS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    outcome: Outcome
    action: Action
    reason: str
    text: str
    permit_id: str
    permit_kind: PermitKind
    plate: str
    house_id: str
    subject_id: str
    misreads: _containers.RepeatedCompositeFieldContainer[Misread]
    notes: _containers.RepeatedScalarFieldContainer[str]
    explanation: str
    car_park: str
    def __init__(self, outcome: _Optional[_Union[Outcome, str]] = ..., action: _Optional[_Union[Action, str]] = ..., reason: _Optional[str] = ..., text: _Optional[str] = ..., permit_id: _Optional[str] = ..., permit_kind: _Optional[_Union[PermitKind, str]] = ..., plate: _Optional[str] = ..., house_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., misreads: _Optional[_Iterable[_Union[Misread, _Mapping]]] = ..., notes: _Optional[_Iterable[str]] = ..., explanation: _Optional[str] = ..., car_park: _Optional[str] = ...) -> None: ...

class SeenPlate(_message.Message):
    __slots__ = ("id", "community_id", "access_point_id", "device_id", "plate", "confidence", "outcome", "reason", "permit_id", "time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    access_point_id: str
    device_id: str
    plate: str
    confidence: float
    outcome: Outcome
    reason: str
    permit_id: str
    time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., device_id: _Optional[str] = ..., plate: _Optional[str] = ..., confidence: _Optional[float] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., reason: _Optional[str] = ..., permit_id: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Passage(_message.Message):
    __slots__ = ("id", "key", "community_id", "access_point_id", "car_park", "phase", "direction", "counted", "plate", "opened", "outcome", "reason", "permit_id", "pass_id", "create_time", "history")
    ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    COUNTED_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    OPENED_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
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
    create_time: _timestamp_pb2.Timestamp
    history: _containers.RepeatedCompositeFieldContainer[PhaseReport]
    def __init__(self, id: _Optional[str] = ..., key: _Optional[str] = ..., community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., car_park: _Optional[str] = ..., phase: _Optional[_Union[Phase, str]] = ..., direction: _Optional[_Union[Direction, str]] = ..., counted: _Optional[int] = ..., plate: _Optional[str] = ..., opened: _Optional[bool] = ..., outcome: _Optional[str] = ..., reason: _Optional[str] = ..., permit_id: _Optional[str] = ..., pass_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., history: _Optional[_Iterable[_Union[PhaseReport, _Mapping]]] = ...) -> None: ...

class PhaseReport(_message.Message):
    __slots__ = ("phase", "time")
    PHASE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    phase: Phase
    time: _timestamp_pb2.Timestamp
    def __init__(self, phase: _Optional[_Union[Phase, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Occupancy(_message.Message):
    __slots__ = ("community_id", "car_park", "capacity", "occupied", "free", "drifted", "set_time")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    OCCUPIED_FIELD_NUMBER: _ClassVar[int]
    FREE_FIELD_NUMBER: _ClassVar[int]
    DRIFTED_FIELD_NUMBER: _ClassVar[int]
    SET_TIME_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    car_park: str
    capacity: int
    occupied: int
    free: int
    drifted: bool
    set_time: _timestamp_pb2.Timestamp
    def __init__(self, community_id: _Optional[str] = ..., car_park: _Optional[str] = ..., capacity: _Optional[int] = ..., occupied: _Optional[int] = ..., free: _Optional[int] = ..., drifted: _Optional[bool] = ..., set_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ImportProblem(_message.Message):
    __slots__ = ("row", "column", "reason", "message")
    ROW_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    row: int
    column: str
    reason: str
    message: str
    def __init__(self, row: _Optional[int] = ..., column: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class CreatePermitRequest(_message.Message):
    __slots__ = ("community_id", "plate", "kind", "valid_from", "valid_to", "hours", "house_id", "subject_id", "source", "color", "plate_kind", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    PLATE_KIND_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    plate: str
    kind: PermitKind
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    hours: _containers.RepeatedCompositeFieldContainer[WeeklyHours]
    house_id: str
    subject_id: str
    source: str
    color: str
    plate_kind: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., plate: _Optional[str] = ..., kind: _Optional[_Union[PermitKind, str]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[WeeklyHours, _Mapping]]] = ..., house_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., source: _Optional[str] = ..., color: _Optional[str] = ..., plate_kind: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePermitResponse(_message.Message):
    __slots__ = ("permit",)
    PERMIT_FIELD_NUMBER: _ClassVar[int]
    permit: Permit
    def __init__(self, permit: _Optional[_Union[Permit, _Mapping]] = ...) -> None: ...

class GetPermitRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPermitResponse(_message.Message):
    __slots__ = ("permit",)
    PERMIT_FIELD_NUMBER: _ClassVar[int]
    permit: Permit
    def __init__(self, permit: _Optional[_Union[Permit, _Mapping]] = ...) -> None: ...

class UpdatePermitRequest(_message.Message):
    __slots__ = ("id", "valid_from", "valid_to", "hours", "color", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    hours: _containers.RepeatedCompositeFieldContainer[WeeklyHours]
    color: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[WeeklyHours, _Mapping]]] = ..., color: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdatePermitResponse(_message.Message):
    __slots__ = ("permit",)
    PERMIT_FIELD_NUMBER: _ClassVar[int]
    permit: Permit
    def __init__(self, permit: _Optional[_Union[Permit, _Mapping]] = ...) -> None: ...

class RevokePermitRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokePermitResponse(_message.Message):
    __slots__ = ("permit",)
    PERMIT_FIELD_NUMBER: _ClassVar[int]
    permit: Permit
    def __init__(self, permit: _Optional[_Union[Permit, _Mapping]] = ...) -> None: ...

class RevealPermitRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RevealPermitResponse(_message.Message):
    __slots__ = ("permit",)
    PERMIT_FIELD_NUMBER: _ClassVar[int]
    permit: Permit
    def __init__(self, permit: _Optional[_Union[Permit, _Mapping]] = ...) -> None: ...

class ListPermitsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token", "plate", "kind", "state", "house_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    plate: str
    kind: PermitKind
    state: PermitState
    house_id: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., plate: _Optional[str] = ..., kind: _Optional[_Union[PermitKind, str]] = ..., state: _Optional[_Union[PermitState, str]] = ..., house_id: _Optional[str] = ...) -> None: ...

class ListPermitsResponse(_message.Message):
    __slots__ = ("permits", "next_page_token")
    PERMITS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    permits: _containers.RepeatedCompositeFieldContainer[Permit]
    next_page_token: str
    def __init__(self, permits: _Optional[_Iterable[_Union[Permit, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ImportPermitsRequest(_message.Message):
    __slots__ = ("community_id", "content", "dry_run")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    content: bytes
    dry_run: bool
    def __init__(self, community_id: _Optional[str] = ..., content: _Optional[bytes] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class ImportPermitsResponse(_message.Message):
    __slots__ = ("rows", "created", "unchanged", "problems")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    rows: int
    created: int
    unchanged: int
    problems: _containers.RepeatedCompositeFieldContainer[ImportProblem]
    def __init__(self, rows: _Optional[int] = ..., created: _Optional[int] = ..., unchanged: _Optional[int] = ..., problems: _Optional[_Iterable[_Union[ImportProblem, _Mapping]]] = ...) -> None: ...

class PutLaneRequest(_message.Message):
    __slots__ = ("access_point_id", "car_park", "direction", "kinds", "unknown", "near")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    car_park: str
    direction: Direction
    kinds: _containers.RepeatedScalarFieldContainer[PermitKind]
    unknown: UnknownPolicy
    near: bool
    def __init__(self, access_point_id: _Optional[str] = ..., car_park: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., kinds: _Optional[_Iterable[_Union[PermitKind, str]]] = ..., unknown: _Optional[_Union[UnknownPolicy, str]] = ..., near: _Optional[bool] = ...) -> None: ...

class PutLaneResponse(_message.Message):
    __slots__ = ("lane",)
    LANE_FIELD_NUMBER: _ClassVar[int]
    lane: Lane
    def __init__(self, lane: _Optional[_Union[Lane, _Mapping]] = ...) -> None: ...

class GetLaneRequest(_message.Message):
    __slots__ = ("access_point_id",)
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    def __init__(self, access_point_id: _Optional[str] = ...) -> None: ...

class GetLaneResponse(_message.Message):
    __slots__ = ("lane",)
    LANE_FIELD_NUMBER: _ClassVar[int]
    lane: Lane
    def __init__(self, lane: _Optional[_Union[Lane, _Mapping]] = ...) -> None: ...

class ListLanesRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLanesResponse(_message.Message):
    __slots__ = ("lanes", "next_page_token")
    LANES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    lanes: _containers.RepeatedCompositeFieldContainer[Lane]
    next_page_token: str
    def __init__(self, lanes: _Optional[_Iterable[_Union[Lane, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class MatchPlateRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "direction", "read")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    direction: Direction
    read: Read
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., read: _Optional[_Union[Read, _Mapping]] = ...) -> None: ...

class MatchPlateResponse(_message.Message):
    __slots__ = ("decision",)
    DECISION_FIELD_NUMBER: _ClassVar[int]
    decision: Decision
    def __init__(self, decision: _Optional[_Union[Decision, _Mapping]] = ...) -> None: ...

class ReportReadRequest(_message.Message):
    __slots__ = ("access_point_id", "direction", "read", "time", "request_id")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    direction: Direction
    read: Read
    time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, access_point_id: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., read: _Optional[_Union[Read, _Mapping]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReportReadResponse(_message.Message):
    __slots__ = ("id", "outcome", "action", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    outcome: Outcome
    action: Action
    reason: str
    def __init__(self, id: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., action: _Optional[_Union[Action, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class ListReadsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token", "access_point_id", "outcome", "start_time", "end_time")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    access_point_id: str
    outcome: Outcome
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., access_point_id: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListReadsResponse(_message.Message):
    __slots__ = ("reads", "next_page_token")
    READS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    reads: _containers.RepeatedCompositeFieldContainer[SeenPlate]
    next_page_token: str
    def __init__(self, reads: _Optional[_Iterable[_Union[SeenPlate, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PressLineRequest(_message.Message):
    __slots__ = ("access_point_id", "key", "direction", "time", "request_id")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    key: str
    direction: Direction
    time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, access_point_id: _Optional[str] = ..., key: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PressLineResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class ReportPictureRequest(_message.Message):
    __slots__ = ("access_point_id", "key", "direction", "time", "request_id")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    key: str
    direction: Direction
    time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, access_point_id: _Optional[str] = ..., key: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReportPictureResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class ReportPassedRequest(_message.Message):
    __slots__ = ("access_point_id", "key", "direction", "time", "request_id")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    key: str
    direction: Direction
    time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, access_point_id: _Optional[str] = ..., key: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReportPassedResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class ReportReversedRequest(_message.Message):
    __slots__ = ("access_point_id", "key", "direction", "time", "request_id")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    key: str
    direction: Direction
    time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, access_point_id: _Optional[str] = ..., key: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReportReversedResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class DecidePassageRequest(_message.Message):
    __slots__ = ("access_point_id", "key", "direction", "time", "opened", "plate", "outcome", "reason", "permit_id", "subject_id", "pass_id", "request_id")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    OPENED_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    key: str
    direction: Direction
    time: _timestamp_pb2.Timestamp
    opened: bool
    plate: str
    outcome: Outcome
    reason: str
    permit_id: str
    subject_id: str
    pass_id: str
    request_id: str
    def __init__(self, access_point_id: _Optional[str] = ..., key: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., opened: _Optional[bool] = ..., plate: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., reason: _Optional[str] = ..., permit_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., pass_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DecidePassageResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class CorrectPassageRequest(_message.Message):
    __slots__ = ("id", "passed", "direction", "plate", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    passed: bool
    direction: Direction
    plate: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., passed: _Optional[bool] = ..., direction: _Optional[_Union[Direction, str]] = ..., plate: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectPassageResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class GetPassageRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPassageResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class RevealPassageRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RevealPassageResponse(_message.Message):
    __slots__ = ("passage",)
    PASSAGE_FIELD_NUMBER: _ClassVar[int]
    passage: Passage
    def __init__(self, passage: _Optional[_Union[Passage, _Mapping]] = ...) -> None: ...

class ListPassagesRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token", "access_point_id", "phase", "start_time", "end_time")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    access_point_id: str
    phase: Phase
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., access_point_id: _Optional[str] = ..., phase: _Optional[_Union[Phase, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListPassagesResponse(_message.Message):
    __slots__ = ("passages", "next_page_token")
    PASSAGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    passages: _containers.RepeatedCompositeFieldContainer[Passage]
    next_page_token: str
    def __init__(self, passages: _Optional[_Iterable[_Union[Passage, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetOccupancyRequest(_message.Message):
    __slots__ = ("community_id", "car_park")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    car_park: str
    def __init__(self, community_id: _Optional[str] = ..., car_park: _Optional[str] = ...) -> None: ...

class GetOccupancyResponse(_message.Message):
    __slots__ = ("occupancy",)
    OCCUPANCY_FIELD_NUMBER: _ClassVar[int]
    occupancy: Occupancy
    def __init__(self, occupancy: _Optional[_Union[Occupancy, _Mapping]] = ...) -> None: ...

class SetOccupancyRequest(_message.Message):
    __slots__ = ("community_id", "car_park", "occupied", "capacity", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    OCCUPIED_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    car_park: str
    occupied: int
    capacity: int
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., car_park: _Optional[str] = ..., occupied: _Optional[int] = ..., capacity: _Optional[int] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SetOccupancyResponse(_message.Message):
    __slots__ = ("occupancy",)
    OCCUPANCY_FIELD_NUMBER: _ClassVar[int]
    occupancy: Occupancy
    def __init__(self, occupancy: _Optional[_Union[Occupancy, _Mapping]] = ...) -> None: ...

class PermitChanged(_message.Message):
    __slots__ = ("permit_id", "kind", "source")
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    permit_id: str
    kind: PermitKind
    source: str
    def __init__(self, permit_id: _Optional[str] = ..., kind: _Optional[_Union[PermitKind, str]] = ..., source: _Optional[str] = ...) -> None: ...

class LaneChanged(_message.Message):
    __slots__ = ("access_point_id",)
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    def __init__(self, access_point_id: _Optional[str] = ...) -> None: ...

class ReadMatched(_message.Message):
    __slots__ = ("read_id", "access_point_id", "outcome", "permit_id")
    READ_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    read_id: str
    access_point_id: str
    outcome: Outcome
    permit_id: str
    def __init__(self, read_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., permit_id: _Optional[str] = ...) -> None: ...

class PassageChanged(_message.Message):
    __slots__ = ("passage_id", "access_point_id", "car_park", "direction", "counted", "occupied", "permit_id")
    PASSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    COUNTED_FIELD_NUMBER: _ClassVar[int]
    OCCUPIED_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    passage_id: str
    access_point_id: str
    car_park: str
    direction: Direction
    counted: int
    occupied: int
    permit_id: str
    def __init__(self, passage_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., car_park: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., counted: _Optional[int] = ..., occupied: _Optional[int] = ..., permit_id: _Optional[str] = ...) -> None: ...

class OccupancySet(_message.Message):
    __slots__ = ("car_park", "capacity", "occupied")
    CAR_PARK_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    OCCUPIED_FIELD_NUMBER: _ClassVar[int]
    car_park: str
    capacity: int
    occupied: int
    def __init__(self, car_park: _Optional[str] = ..., capacity: _Optional[int] = ..., occupied: _Optional[int] = ...) -> None: ...

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
