import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Step(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STEP_UNSPECIFIED: _ClassVar[Step]
    STEP_SURVEYED: _ClassVar[Step]
    STEP_DESIGNED: _ClassVar[Step]
    STEP_INSTALLED: _ClassVar[Step]
    STEP_TRIAL: _ClassVar[Step]
    STEP_TRIED: _ClassVar[Step]
    STEP_SAMPLED: _ClassVar[Step]
    STEP_FAILED: _ClassVar[Step]
    STEP_INSPECTED: _ClassVar[Step]
    STEP_ACCEPTED: _ClassVar[Step]
    STEP_HANDED_OVER: _ClassVar[Step]

class BlockReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BLOCK_REASON_UNSPECIFIED: _ClassVar[BlockReason]
    BLOCK_REASON_HOME_INTERIOR: _ClassVar[BlockReason]
    BLOCK_REASON_INTIMATE_ROOM: _ClassVar[BlockReason]
    BLOCK_REASON_NEIGHBOUR_WINDOW: _ClassVar[BlockReason]
    BLOCK_REASON_OWNERS_OBJECT: _ClassVar[BlockReason]

class ReadingKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    READING_KIND_UNSPECIFIED: _ClassVar[ReadingKind]
    READING_KIND_CLOCK: _ClassVar[ReadingKind]
    READING_KIND_STORAGE: _ClassVar[ReadingKind]

class AwardState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AWARD_STATE_UNSPECIFIED: _ClassVar[AwardState]
    AWARD_STATE_FROZEN: _ClassVar[AwardState]
    AWARD_STATE_APPROVED: _ClassVar[AwardState]

class AwardFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AWARD_FORMAT_UNSPECIFIED: _ClassVar[AwardFormat]
    AWARD_FORMAT_CSV: _ClassVar[AwardFormat]
    AWARD_FORMAT_XLSX: _ClassVar[AwardFormat]

class Format(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FORMAT_UNSPECIFIED: _ClassVar[Format]
    FORMAT_XLSX: _ClassVar[Format]
    FORMAT_PDF: _ClassVar[Format]
    FORMAT_WEEKLY: _ClassVar[Format]
    FORMAT_CSV: _ClassVar[Format]
    FORMAT_JSON: _ClassVar[Format]
    FORMAT_SIGNED: _ClassVar[Format]
STEP_UNSPECIFIED: Step
STEP_SURVEYED: Step
STEP_DESIGNED: Step
STEP_INSTALLED: Step
STEP_TRIAL: Step
STEP_TRIED: Step
STEP_SAMPLED: Step
STEP_FAILED: Step
STEP_INSPECTED: Step
STEP_ACCEPTED: Step
STEP_HANDED_OVER: Step
BLOCK_REASON_UNSPECIFIED: BlockReason
BLOCK_REASON_HOME_INTERIOR: BlockReason
BLOCK_REASON_INTIMATE_ROOM: BlockReason
BLOCK_REASON_NEIGHBOUR_WINDOW: BlockReason
BLOCK_REASON_OWNERS_OBJECT: BlockReason
READING_KIND_UNSPECIFIED: ReadingKind
READING_KIND_CLOCK: ReadingKind
READING_KIND_STORAGE: ReadingKind
AWARD_STATE_UNSPECIFIED: AwardState
AWARD_STATE_FROZEN: AwardState
AWARD_STATE_APPROVED: AwardState
AWARD_FORMAT_UNSPECIFIED: AwardFormat
AWARD_FORMAT_CSV: AwardFormat
AWARD_FORMAT_XLSX: AwardFormat
FORMAT_UNSPECIFIED: Format
FORMAT_XLSX: Format
FORMAT_PDF: Format
FORMAT_WEEKLY: Format
FORMAT_CSV: Format
FORMAT_JSON: Format
FORMAT_SIGNED: Format

class Group(_message.Message):
    __slots__ = ("key", "name", "kinds", "enclosures", "communities", "definition")
    KEY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    ENCLOSURES_FIELD_NUMBER: _ClassVar[int]
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    key: str
    name: str
    kinds: _containers.RepeatedScalarFieldContainer[str]
    enclosures: _containers.RepeatedScalarFieldContainer[str]
    communities: int
    definition: str
    def __init__(self, key: _Optional[str] = ..., name: _Optional[str] = ..., kinds: _Optional[_Iterable[str]] = ..., enclosures: _Optional[_Iterable[str]] = ..., communities: _Optional[int] = ..., definition: _Optional[str] = ...) -> None: ...

class Target(_message.Message):
    __slots__ = ("year", "groups", "enclosure", "built", "networked")
    YEAR_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    ENCLOSURE_FIELD_NUMBER: _ClassVar[int]
    BUILT_FIELD_NUMBER: _ClassVar[int]
    NETWORKED_FIELD_NUMBER: _ClassVar[int]
    year: int
    groups: _containers.RepeatedScalarFieldContainer[str]
    enclosure: str
    built: float
    networked: float
    def __init__(self, year: _Optional[int] = ..., groups: _Optional[_Iterable[str]] = ..., enclosure: _Optional[str] = ..., built: _Optional[float] = ..., networked: _Optional[float] = ...) -> None: ...

class Plan(_message.Message):
    __slots__ = ("code", "district_code", "name", "valid_from", "source", "groups", "targets", "money")
    class MoneyEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISTRICT_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    MONEY_FIELD_NUMBER: _ClassVar[int]
    code: str
    district_code: str
    name: str
    valid_from: str
    source: str
    groups: _containers.RepeatedCompositeFieldContainer[Group]
    targets: _containers.RepeatedCompositeFieldContainer[Target]
    money: _containers.ScalarMap[str, str]
    def __init__(self, code: _Optional[str] = ..., district_code: _Optional[str] = ..., name: _Optional[str] = ..., valid_from: _Optional[str] = ..., source: _Optional[str] = ..., groups: _Optional[_Iterable[_Union[Group, _Mapping]]] = ..., targets: _Optional[_Iterable[_Union[Target, _Mapping]]] = ..., money: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Sum(_message.Message):
    __slots__ = ("year", "groups", "communities", "built", "networked", "of_groups")
    YEAR_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    BUILT_FIELD_NUMBER: _ClassVar[int]
    NETWORKED_FIELD_NUMBER: _ClassVar[int]
    OF_GROUPS_FIELD_NUMBER: _ClassVar[int]
    year: int
    groups: str
    communities: int
    built: int
    networked: int
    of_groups: int
    def __init__(self, year: _Optional[int] = ..., groups: _Optional[str] = ..., communities: _Optional[int] = ..., built: _Optional[int] = ..., networked: _Optional[int] = ..., of_groups: _Optional[int] = ...) -> None: ...

class Site(_message.Message):
    __slots__ = ("id", "code", "town_code", "display_name", "kind", "enclosure", "builder", "money", "longitude", "latitude")
    ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ENCLOSURE_FIELD_NUMBER: _ClassVar[int]
    BUILDER_FIELD_NUMBER: _ClassVar[int]
    MONEY_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    id: str
    code: str
    town_code: str
    display_name: str
    kind: str
    enclosure: str
    builder: str
    money: str
    longitude: float
    latitude: float
    def __init__(self, id: _Optional[str] = ..., code: _Optional[str] = ..., town_code: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[str] = ..., enclosure: _Optional[str] = ..., builder: _Optional[str] = ..., money: _Optional[str] = ..., longitude: _Optional[float] = ..., latitude: _Optional[float] = ...) -> None: ...

class Row(_message.Message):
    __slots__ = ("number", "code", "name", "count", "per", "captures", "cells", "provenance")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    PER_FIELD_NUMBER: _ClassVar[int]
    CAPTURES_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    number: int
    code: str
    name: str
    count: str
    per: int
    captures: _containers.RepeatedScalarFieldContainer[str]
    cells: _containers.RepeatedScalarFieldContainer[str]
    provenance: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, number: _Optional[int] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., count: _Optional[str] = ..., per: _Optional[int] = ..., captures: _Optional[_Iterable[str]] = ..., cells: _Optional[_Iterable[str]] = ..., provenance: _Optional[_Iterable[str]] = ...) -> None: ...

class Profile(_message.Message):
    __slots__ = ("version", "codes", "valid_from", "columns", "rows")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CODES_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    version: str
    codes: str
    valid_from: str
    columns: _containers.RepeatedScalarFieldContainer[str]
    rows: _containers.RepeatedCompositeFieldContainer[Row]
    def __init__(self, version: _Optional[str] = ..., codes: _Optional[str] = ..., valid_from: _Optional[str] = ..., columns: _Optional[_Iterable[str]] = ..., rows: _Optional[_Iterable[_Union[Row, _Mapping]]] = ...) -> None: ...

class Survey(_message.Message):
    __slots__ = ("id", "community_id", "survey_time", "column", "profile", "counts", "longitude", "latitude", "reason")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SURVEY_TIME_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    survey_time: _timestamp_pb2.Timestamp
    column: str
    profile: str
    counts: _containers.ScalarMap[str, int]
    longitude: float
    latitude: float
    reason: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., survey_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., column: _Optional[str] = ..., profile: _Optional[str] = ..., counts: _Optional[_Mapping[str, int]] = ..., longitude: _Optional[float] = ..., latitude: _Optional[float] = ..., reason: _Optional[str] = ...) -> None: ...

class NewPoint(_message.Message):
    __slots__ = ("name", "code", "row", "requirement", "captures", "article7")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENT_FIELD_NUMBER: _ClassVar[int]
    CAPTURES_FIELD_NUMBER: _ClassVar[int]
    ARTICLE7_FIELD_NUMBER: _ClassVar[int]
    name: str
    code: str
    row: int
    requirement: str
    captures: _containers.RepeatedScalarFieldContainer[str]
    article7: bool
    def __init__(self, name: _Optional[str] = ..., code: _Optional[str] = ..., row: _Optional[int] = ..., requirement: _Optional[str] = ..., captures: _Optional[_Iterable[str]] = ..., article7: _Optional[bool] = ...) -> None: ...

class Block(_message.Message):
    __slots__ = ("name", "reason")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: BlockReason
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[_Union[BlockReason, str]] = ...) -> None: ...

class Point(_message.Message):
    __slots__ = ("name", "code", "row", "requirement", "captures", "article7", "provenance", "blocked", "accept_time", "device_ids")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENT_FIELD_NUMBER: _ClassVar[int]
    CAPTURES_FIELD_NUMBER: _ClassVar[int]
    ARTICLE7_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    name: str
    code: str
    row: int
    requirement: str
    captures: _containers.RepeatedScalarFieldContainer[str]
    article7: bool
    provenance: str
    blocked: str
    accept_time: _timestamp_pb2.Timestamp
    device_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., code: _Optional[str] = ..., row: _Optional[int] = ..., requirement: _Optional[str] = ..., captures: _Optional[_Iterable[str]] = ..., article7: _Optional[bool] = ..., provenance: _Optional[str] = ..., blocked: _Optional[str] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class Maintenance(_message.Message):
    __slots__ = ("id", "community_id", "device_id", "start_time", "end_time", "reason", "cancelled")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    device_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    reason: str
    cancelled: bool
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., device_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., cancelled: _Optional[bool] = ...) -> None: ...

class Placement(_message.Message):
    __slots__ = ("device_id", "place_time")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PLACE_TIME_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    place_time: _timestamp_pb2.Timestamp
    def __init__(self, device_id: _Optional[str] = ..., place_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeviceTurn(_message.Message):
    __slots__ = ("device_id", "time", "online")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    time: _timestamp_pb2.Timestamp
    online: bool
    def __init__(self, device_id: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., online: _Optional[bool] = ...) -> None: ...

class Reading(_message.Message):
    __slots__ = ("device_id", "kind", "value")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    kind: ReadingKind
    value: int
    def __init__(self, device_id: _Optional[str] = ..., kind: _Optional[_Union[ReadingKind, str]] = ..., value: _Optional[int] = ...) -> None: ...

class Acceptance(_message.Message):
    __slots__ = ("id", "community_id", "step", "points", "builder", "step_time", "trial_start", "trial_end", "round", "sample", "failures")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    BUILDER_FIELD_NUMBER: _ClassVar[int]
    STEP_TIME_FIELD_NUMBER: _ClassVar[int]
    TRIAL_START_FIELD_NUMBER: _ClassVar[int]
    TRIAL_END_FIELD_NUMBER: _ClassVar[int]
    ROUND_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    step: Step
    points: _containers.RepeatedScalarFieldContainer[str]
    builder: str
    step_time: _timestamp_pb2.Timestamp
    trial_start: _timestamp_pb2.Timestamp
    trial_end: _timestamp_pb2.Timestamp
    round: int
    sample: _containers.RepeatedScalarFieldContainer[str]
    failures: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., step: _Optional[_Union[Step, str]] = ..., points: _Optional[_Iterable[str]] = ..., builder: _Optional[str] = ..., step_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., trial_start: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., trial_end: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., round: _Optional[int] = ..., sample: _Optional[_Iterable[str]] = ..., failures: _Optional[_Iterable[str]] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ("point", "item", "value", "photo_sha256")
    POINT_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    PHOTO_SHA256_FIELD_NUMBER: _ClassVar[int]
    point: str
    item: str
    value: float
    photo_sha256: str
    def __init__(self, point: _Optional[str] = ..., item: _Optional[str] = ..., value: _Optional[float] = ..., photo_sha256: _Optional[str] = ...) -> None: ...

class Act(_message.Message):
    __slots__ = ("id", "step", "act_time", "signers", "results", "note")
    class SignersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    ACT_TIME_FIELD_NUMBER: _ClassVar[int]
    SIGNERS_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    step: Step
    act_time: _timestamp_pb2.Timestamp
    signers: _containers.ScalarMap[str, str]
    results: _containers.RepeatedCompositeFieldContainer[Result]
    note: str
    def __init__(self, id: _Optional[str] = ..., step: _Optional[_Union[Step, str]] = ..., act_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., signers: _Optional[_Mapping[str, str]] = ..., results: _Optional[_Iterable[_Union[Result, _Mapping]]] = ..., note: _Optional[str] = ...) -> None: ...

class Trial(_message.Message):
    __slots__ = ("days", "online_ms", "service_ms", "devices", "faults", "silent_points")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    ONLINE_MS_FIELD_NUMBER: _ClassVar[int]
    SERVICE_MS_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    SILENT_POINTS_FIELD_NUMBER: _ClassVar[int]
    days: int
    online_ms: int
    service_ms: int
    devices: int
    faults: _containers.RepeatedCompositeFieldContainer[Fault]
    silent_points: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, days: _Optional[int] = ..., online_ms: _Optional[int] = ..., service_ms: _Optional[int] = ..., devices: _Optional[int] = ..., faults: _Optional[_Iterable[_Union[Fault, _Mapping]]] = ..., silent_points: _Optional[_Iterable[str]] = ...) -> None: ...

class Fault(_message.Message):
    __slots__ = ("device_id", "start_time", "end_time")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, device_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("id", "acceptance_id", "kind", "name", "media_type", "size", "sha256", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    acceptance_id: str
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., acceptance_id: _Optional[str] = ..., kind: _Optional[str] = ..., name: _Optional[str] = ..., media_type: _Optional[str] = ..., size: _Optional[int] = ..., sha256: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Filing(_message.Message):
    __slots__ = ("id", "community_id", "point", "due_time", "file_time", "reference")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    POINT_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    FILE_TIME_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    point: str
    due_time: _timestamp_pb2.Timestamp
    file_time: _timestamp_pb2.Timestamp
    reference: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., point: _Optional[str] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., file_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reference: _Optional[str] = ...) -> None: ...

class Correction(_message.Message):
    __slots__ = ("id", "community_id", "day", "measure", "numerator", "denominator", "reason", "actor", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    day: str
    measure: str
    numerator: int
    denominator: int
    reason: str
    actor: str
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., day: _Optional[str] = ..., measure: _Optional[str] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ..., reason: _Optional[str] = ..., actor: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Figure(_message.Message):
    __slots__ = ("key", "numerator", "denominator")
    KEY_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    key: str
    numerator: int
    denominator: int
    def __init__(self, key: _Optional[str] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ...) -> None: ...

class Snapshot(_message.Message):
    __slots__ = ("day", "community_id", "revision", "town_code", "kind", "grouping", "profile", "as_of", "figures")
    DAY_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    GROUPING_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    day: str
    community_id: str
    revision: int
    town_code: str
    kind: str
    grouping: str
    profile: str
    as_of: _timestamp_pb2.Timestamp
    figures: _containers.RepeatedCompositeFieldContainer[Figure]
    def __init__(self, day: _Optional[str] = ..., community_id: _Optional[str] = ..., revision: _Optional[int] = ..., town_code: _Optional[str] = ..., kind: _Optional[str] = ..., grouping: _Optional[str] = ..., profile: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., figures: _Optional[_Iterable[_Union[Figure, _Mapping]]] = ...) -> None: ...

class Rollup(_message.Message):
    __slots__ = ("day", "level", "key", "name", "communities", "final", "as_of", "figures")
    DAY_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    FINAL_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    day: str
    level: str
    key: str
    name: str
    communities: int
    final: bool
    as_of: _timestamp_pb2.Timestamp
    figures: _containers.RepeatedCompositeFieldContainer[Figure]
    def __init__(self, day: _Optional[str] = ..., level: _Optional[str] = ..., key: _Optional[str] = ..., name: _Optional[str] = ..., communities: _Optional[int] = ..., final: _Optional[bool] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., figures: _Optional[_Iterable[_Union[Figure, _Mapping]]] = ...) -> None: ...

class Summary(_message.Message):
    __slots__ = ("day", "rows", "goals")
    DAY_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    GOALS_FIELD_NUMBER: _ClassVar[int]
    day: str
    rows: _containers.RepeatedCompositeFieldContainer[Rollup]
    goals: _containers.RepeatedCompositeFieldContainer[Goal]
    def __init__(self, day: _Optional[str] = ..., rows: _Optional[_Iterable[_Union[Rollup, _Mapping]]] = ..., goals: _Optional[_Iterable[_Union[Goal, _Mapping]]] = ...) -> None: ...

class Goal(_message.Message):
    __slots__ = ("year", "groups", "measure", "needed", "reached", "communities")
    YEAR_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    NEEDED_FIELD_NUMBER: _ClassVar[int]
    REACHED_FIELD_NUMBER: _ClassVar[int]
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    year: int
    groups: str
    measure: str
    needed: int
    reached: int
    communities: int
    def __init__(self, year: _Optional[int] = ..., groups: _Optional[str] = ..., measure: _Optional[str] = ..., needed: _Optional[int] = ..., reached: _Optional[int] = ..., communities: _Optional[int] = ...) -> None: ...

class Forecast(_message.Message):
    __slots__ = ("measure", "day", "until", "current", "expected", "low", "high", "target", "likelihood", "weeks")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    CURRENT_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LIKELIHOOD_FIELD_NUMBER: _ClassVar[int]
    WEEKS_FIELD_NUMBER: _ClassVar[int]
    measure: str
    day: str
    until: str
    current: float
    expected: float
    low: float
    high: float
    target: float
    likelihood: float
    weeks: int
    def __init__(self, measure: _Optional[str] = ..., day: _Optional[str] = ..., until: _Optional[str] = ..., current: _Optional[float] = ..., expected: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., target: _Optional[float] = ..., likelihood: _Optional[float] = ..., weeks: _Optional[int] = ...) -> None: ...

class Anomaly(_message.Message):
    __slots__ = ("kind", "town_code", "town_name", "numerator", "denominator", "note")
    KIND_FIELD_NUMBER: _ClassVar[int]
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    TOWN_NAME_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    town_code: str
    town_name: str
    numerator: int
    denominator: int
    note: str
    def __init__(self, kind: _Optional[str] = ..., town_code: _Optional[str] = ..., town_name: _Optional[str] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ..., note: _Optional[str] = ...) -> None: ...

class Score(_message.Message):
    __slots__ = ("measure", "weight", "numerator", "denominator", "raw", "fair", "points")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    FAIR_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    measure: str
    weight: float
    numerator: int
    denominator: int
    raw: float
    fair: float
    points: float
    def __init__(self, measure: _Optional[str] = ..., weight: _Optional[float] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ..., raw: _Optional[float] = ..., fair: _Optional[float] = ..., points: _Optional[float] = ...) -> None: ...

class ScoreCard(_message.Message):
    __slots__ = ("town_code", "town_name", "communities", "band", "points", "rank", "band_rank", "scores")
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    TOWN_NAME_FIELD_NUMBER: _ClassVar[int]
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    BAND_RANK_FIELD_NUMBER: _ClassVar[int]
    SCORES_FIELD_NUMBER: _ClassVar[int]
    town_code: str
    town_name: str
    communities: int
    band: str
    points: float
    rank: int
    band_rank: int
    scores: _containers.RepeatedCompositeFieldContainer[Score]
    def __init__(self, town_code: _Optional[str] = ..., town_name: _Optional[str] = ..., communities: _Optional[int] = ..., band: _Optional[str] = ..., points: _Optional[float] = ..., rank: _Optional[int] = ..., band_rank: _Optional[int] = ..., scores: _Optional[_Iterable[_Union[Score, _Mapping]]] = ...) -> None: ...

class DeviceFigure(_message.Message):
    __slots__ = ("device_id", "national_id", "kind", "position", "online_ms", "service_ms", "faults", "online")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ONLINE_MS_FIELD_NUMBER: _ClassVar[int]
    SERVICE_MS_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    national_id: str
    kind: str
    position: str
    online_ms: int
    service_ms: int
    faults: int
    online: bool
    def __init__(self, device_id: _Optional[str] = ..., national_id: _Optional[str] = ..., kind: _Optional[str] = ..., position: _Optional[str] = ..., online_ms: _Optional[int] = ..., service_ms: _Optional[int] = ..., faults: _Optional[int] = ..., online: _Optional[bool] = ...) -> None: ...

class AwardLine(_message.Message):
    __slots__ = ("text", "formula", "value")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    text: str
    formula: str
    value: str
    def __init__(self, text: _Optional[str] = ..., formula: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class AwardSheet(_message.Message):
    __slots__ = ("community_id", "first_day", "last_day", "formula", "fen", "lines", "sha256")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    FEN_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    first_day: str
    last_day: str
    formula: str
    fen: int
    lines: _containers.RepeatedCompositeFieldContainer[AwardLine]
    sha256: str
    def __init__(self, community_id: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., formula: _Optional[str] = ..., fen: _Optional[int] = ..., lines: _Optional[_Iterable[_Union[AwardLine, _Mapping]]] = ..., sha256: _Optional[str] = ...) -> None: ...

class Award(_message.Message):
    __slots__ = ("id", "community_id", "first_day", "last_day", "fen", "formula", "sha256", "state", "approvers", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    FEN_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    APPROVERS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    first_day: str
    last_day: str
    fen: int
    formula: str
    sha256: str
    state: AwardState
    approvers: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., fen: _Optional[int] = ..., formula: _Optional[str] = ..., sha256: _Optional[str] = ..., state: _Optional[_Union[AwardState, str]] = ..., approvers: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FactRecorded(_message.Message):
    __slots__ = ("fact_id", "kind", "at_ms", "content")
    FACT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AT_MS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    fact_id: str
    kind: str
    at_ms: int
    content: str
    def __init__(self, fact_id: _Optional[str] = ..., kind: _Optional[str] = ..., at_ms: _Optional[int] = ..., content: _Optional[str] = ...) -> None: ...

class AcceptanceStepped(_message.Message):
    __slots__ = ("acceptance_id", "step")
    ACCEPTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    acceptance_id: str
    step: str
    def __init__(self, acceptance_id: _Optional[str] = ..., step: _Optional[str] = ...) -> None: ...

class AwardChanged(_message.Message):
    __slots__ = ("award_id", "fen", "sha256")
    AWARD_ID_FIELD_NUMBER: _ClassVar[int]
    FEN_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    award_id: str
    fen: int
    sha256: str
    def __init__(self, award_id: _Optional[str] = ..., fen: _Optional[int] = ..., sha256: _Optional[str] = ...) -> None: ...

class SnapshotTaken(_message.Message):
    __slots__ = ("day", "communities", "covered", "networked")
    DAY_FIELD_NUMBER: _ClassVar[int]
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    COVERED_FIELD_NUMBER: _ClassVar[int]
    NETWORKED_FIELD_NUMBER: _ClassVar[int]
    day: str
    communities: int
    covered: int
    networked: int
    def __init__(self, day: _Optional[str] = ..., communities: _Optional[int] = ..., covered: _Optional[int] = ..., networked: _Optional[int] = ...) -> None: ...

class PutPlanRequest(_message.Message):
    __slots__ = ("plan", "request_id")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    request_id: str
    def __init__(self, plan: _Optional[_Union[Plan, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutPlanResponse(_message.Message):
    __slots__ = ("plan", "sums")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    SUMS_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    sums: _containers.RepeatedCompositeFieldContainer[Sum]
    def __init__(self, plan: _Optional[_Union[Plan, _Mapping]] = ..., sums: _Optional[_Iterable[_Union[Sum, _Mapping]]] = ...) -> None: ...

class GetPlanRequest(_message.Message):
    __slots__ = ("day",)
    DAY_FIELD_NUMBER: _ClassVar[int]
    day: str
    def __init__(self, day: _Optional[str] = ...) -> None: ...

class GetPlanResponse(_message.Message):
    __slots__ = ("plan", "sums")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    SUMS_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    sums: _containers.RepeatedCompositeFieldContainer[Sum]
    def __init__(self, plan: _Optional[_Union[Plan, _Mapping]] = ..., sums: _Optional[_Iterable[_Union[Sum, _Mapping]]] = ...) -> None: ...

class PutAssignmentRequest(_message.Message):
    __slots__ = ("community_id", "builder", "money", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    BUILDER_FIELD_NUMBER: _ClassVar[int]
    MONEY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    builder: str
    money: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., builder: _Optional[str] = ..., money: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutAssignmentResponse(_message.Message):
    __slots__ = ("site",)
    SITE_FIELD_NUMBER: _ClassVar[int]
    site: Site
    def __init__(self, site: _Optional[_Union[Site, _Mapping]] = ...) -> None: ...

class ListSitesRequest(_message.Message):
    __slots__ = ("community_id", "town_code", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    town_code: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., town_code: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSitesResponse(_message.Message):
    __slots__ = ("sites", "next_page_token")
    SITES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sites: _containers.RepeatedCompositeFieldContainer[Site]
    next_page_token: str
    def __init__(self, sites: _Optional[_Iterable[_Union[Site, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PutProfileRequest(_message.Message):
    __slots__ = ("content", "request_id")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    content: str
    request_id: str
    def __init__(self, content: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutProfileResponse(_message.Message):
    __slots__ = ("profile",)
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    profile: Profile
    def __init__(self, profile: _Optional[_Union[Profile, _Mapping]] = ...) -> None: ...

class ListProfilesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListProfilesResponse(_message.Message):
    __slots__ = ("profiles", "next_page_token")
    PROFILES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    profiles: _containers.RepeatedCompositeFieldContainer[Profile]
    next_page_token: str
    def __init__(self, profiles: _Optional[_Iterable[_Union[Profile, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RecordSurveyRequest(_message.Message):
    __slots__ = ("community_id", "survey_time", "counts", "longitude", "latitude", "column", "reason", "request_id")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SURVEY_TIME_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    survey_time: _timestamp_pb2.Timestamp
    counts: _containers.ScalarMap[str, int]
    longitude: float
    latitude: float
    column: str
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., survey_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., counts: _Optional[_Mapping[str, int]] = ..., longitude: _Optional[float] = ..., latitude: _Optional[float] = ..., column: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordSurveyResponse(_message.Message):
    __slots__ = ("survey", "points")
    SURVEY_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    survey: Survey
    points: _containers.RepeatedCompositeFieldContainer[Point]
    def __init__(self, survey: _Optional[_Union[Survey, _Mapping]] = ..., points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ...) -> None: ...

class ListSurveysRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSurveysResponse(_message.Message):
    __slots__ = ("surveys", "next_page_token")
    SURVEYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    surveys: _containers.RepeatedCompositeFieldContainer[Survey]
    next_page_token: str
    def __init__(self, surveys: _Optional[_Iterable[_Union[Survey, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AdjustPointsRequest(_message.Message):
    __slots__ = ("community_id", "adjust_time", "add", "remove", "block", "unblock", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUST_TIME_FIELD_NUMBER: _ClassVar[int]
    ADD_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FIELD_NUMBER: _ClassVar[int]
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    UNBLOCK_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    adjust_time: _timestamp_pb2.Timestamp
    add: _containers.RepeatedCompositeFieldContainer[NewPoint]
    remove: _containers.RepeatedScalarFieldContainer[str]
    block: _containers.RepeatedCompositeFieldContainer[Block]
    unblock: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., adjust_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., add: _Optional[_Iterable[_Union[NewPoint, _Mapping]]] = ..., remove: _Optional[_Iterable[str]] = ..., block: _Optional[_Iterable[_Union[Block, _Mapping]]] = ..., unblock: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AdjustPointsResponse(_message.Message):
    __slots__ = ("points",)
    POINTS_FIELD_NUMBER: _ClassVar[int]
    points: _containers.RepeatedCompositeFieldContainer[Point]
    def __init__(self, points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ...) -> None: ...

class ListPointsRequest(_message.Message):
    __slots__ = ("community_id", "at", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    at: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPointsResponse(_message.Message):
    __slots__ = ("points", "next_page_token")
    POINTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    points: _containers.RepeatedCompositeFieldContainer[Point]
    next_page_token: str
    def __init__(self, points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PlanMaintenanceRequest(_message.Message):
    __slots__ = ("community_id", "device_id", "start_time", "end_time", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    device_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., device_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PlanMaintenanceResponse(_message.Message):
    __slots__ = ("maintenance",)
    MAINTENANCE_FIELD_NUMBER: _ClassVar[int]
    maintenance: Maintenance
    def __init__(self, maintenance: _Optional[_Union[Maintenance, _Mapping]] = ...) -> None: ...

class CancelMaintenanceRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelMaintenanceResponse(_message.Message):
    __slots__ = ("maintenance",)
    MAINTENANCE_FIELD_NUMBER: _ClassVar[int]
    maintenance: Maintenance
    def __init__(self, maintenance: _Optional[_Union[Maintenance, _Mapping]] = ...) -> None: ...

class ListMaintenanceRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListMaintenanceResponse(_message.Message):
    __slots__ = ("windows", "next_page_token")
    WINDOWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    windows: _containers.RepeatedCompositeFieldContainer[Maintenance]
    next_page_token: str
    def __init__(self, windows: _Optional[_Iterable[_Union[Maintenance, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ImportHistoryRequest(_message.Message):
    __slots__ = ("community_id", "placements", "turns", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PLACEMENTS_FIELD_NUMBER: _ClassVar[int]
    TURNS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    placements: _containers.RepeatedCompositeFieldContainer[Placement]
    turns: _containers.RepeatedCompositeFieldContainer[DeviceTurn]
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., placements: _Optional[_Iterable[_Union[Placement, _Mapping]]] = ..., turns: _Optional[_Iterable[_Union[DeviceTurn, _Mapping]]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ImportHistoryResponse(_message.Message):
    __slots__ = ("placements", "turns")
    PLACEMENTS_FIELD_NUMBER: _ClassVar[int]
    TURNS_FIELD_NUMBER: _ClassVar[int]
    placements: int
    turns: int
    def __init__(self, placements: _Optional[int] = ..., turns: _Optional[int] = ...) -> None: ...

class ReportReadingsRequest(_message.Message):
    __slots__ = ("community_id", "read_time", "readings", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    READ_TIME_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    read_time: _timestamp_pb2.Timestamp
    readings: _containers.RepeatedCompositeFieldContainer[Reading]
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., read_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., readings: _Optional[_Iterable[_Union[Reading, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReportReadingsResponse(_message.Message):
    __slots__ = ("refused_device_ids",)
    REFUSED_DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    refused_device_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, refused_device_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class OpenAcceptanceRequest(_message.Message):
    __slots__ = ("community_id", "points", "builder", "open_time", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    BUILDER_FIELD_NUMBER: _ClassVar[int]
    OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    points: _containers.RepeatedScalarFieldContainer[str]
    builder: str
    open_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., points: _Optional[_Iterable[str]] = ..., builder: _Optional[str] = ..., open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class OpenAcceptanceResponse(_message.Message):
    __slots__ = ("acceptance",)
    ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    acceptance: Acceptance
    def __init__(self, acceptance: _Optional[_Union[Acceptance, _Mapping]] = ...) -> None: ...

class StepAcceptanceRequest(_message.Message):
    __slots__ = ("id", "step", "step_time", "signers", "results", "note", "request_id")
    class SignersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    STEP_TIME_FIELD_NUMBER: _ClassVar[int]
    SIGNERS_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    step: Step
    step_time: _timestamp_pb2.Timestamp
    signers: _containers.ScalarMap[str, str]
    results: _containers.RepeatedCompositeFieldContainer[Result]
    note: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., step: _Optional[_Union[Step, str]] = ..., step_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., signers: _Optional[_Mapping[str, str]] = ..., results: _Optional[_Iterable[_Union[Result, _Mapping]]] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StepAcceptanceResponse(_message.Message):
    __slots__ = ("acceptance",)
    ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    acceptance: Acceptance
    def __init__(self, acceptance: _Optional[_Union[Acceptance, _Mapping]] = ...) -> None: ...

class GetAcceptanceRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetAcceptanceResponse(_message.Message):
    __slots__ = ("acceptance", "acts", "documents", "trial")
    ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    ACTS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    TRIAL_FIELD_NUMBER: _ClassVar[int]
    acceptance: Acceptance
    acts: _containers.RepeatedCompositeFieldContainer[Act]
    documents: _containers.RepeatedCompositeFieldContainer[Document]
    trial: Trial
    def __init__(self, acceptance: _Optional[_Union[Acceptance, _Mapping]] = ..., acts: _Optional[_Iterable[_Union[Act, _Mapping]]] = ..., documents: _Optional[_Iterable[_Union[Document, _Mapping]]] = ..., trial: _Optional[_Union[Trial, _Mapping]] = ...) -> None: ...

class ListAcceptancesRequest(_message.Message):
    __slots__ = ("community_id", "step", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    step: Step
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., step: _Optional[_Union[Step, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAcceptancesResponse(_message.Message):
    __slots__ = ("acceptances", "next_page_token")
    ACCEPTANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    acceptances: _containers.RepeatedCompositeFieldContainer[Acceptance]
    next_page_token: str
    def __init__(self, acceptances: _Optional[_Iterable[_Union[Acceptance, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AddDocumentRequest(_message.Message):
    __slots__ = ("acceptance_id", "kind", "name", "media_type", "content", "request_id")
    ACCEPTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    acceptance_id: str
    kind: str
    name: str
    media_type: str
    content: bytes
    request_id: str
    def __init__(self, acceptance_id: _Optional[str] = ..., kind: _Optional[str] = ..., name: _Optional[str] = ..., media_type: _Optional[str] = ..., content: _Optional[bytes] = ..., request_id: _Optional[str] = ...) -> None: ...

class AddDocumentResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: Document
    def __init__(self, document: _Optional[_Union[Document, _Mapping]] = ...) -> None: ...

class ReadDocumentRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class ReadDocumentResponse(_message.Message):
    __slots__ = ("document", "content")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    document: Document
    content: bytes
    def __init__(self, document: _Optional[_Union[Document, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class RecordFilingRequest(_message.Message):
    __slots__ = ("id", "file_time", "reference", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    FILE_TIME_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    file_time: _timestamp_pb2.Timestamp
    reference: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., file_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reference: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordFilingResponse(_message.Message):
    __slots__ = ("filing",)
    FILING_FIELD_NUMBER: _ClassVar[int]
    filing: Filing
    def __init__(self, filing: _Optional[_Union[Filing, _Mapping]] = ...) -> None: ...

class ListFilingsRequest(_message.Message):
    __slots__ = ("community_id", "overdue", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    overdue: bool
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., overdue: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFilingsResponse(_message.Message):
    __slots__ = ("filings", "next_page_token")
    FILINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filings: _containers.RepeatedCompositeFieldContainer[Filing]
    next_page_token: str
    def __init__(self, filings: _Optional[_Iterable[_Union[Filing, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class TakeSnapshotsRequest(_message.Message):
    __slots__ = ("first_day", "last_day", "request_id")
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    first_day: str
    last_day: str
    request_id: str
    def __init__(self, first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class TakeSnapshotsResponse(_message.Message):
    __slots__ = ("days", "snapshots")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    days: int
    snapshots: int
    def __init__(self, days: _Optional[int] = ..., snapshots: _Optional[int] = ...) -> None: ...

class VerifySnapshotsRequest(_message.Message):
    __slots__ = ("first_day", "last_day", "from_stream")
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    FROM_STREAM_FIELD_NUMBER: _ClassVar[int]
    first_day: str
    last_day: str
    from_stream: bool
    def __init__(self, first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., from_stream: _Optional[bool] = ...) -> None: ...

class VerifySnapshotsResponse(_message.Message):
    __slots__ = ("snapshots", "different")
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    DIFFERENT_FIELD_NUMBER: _ClassVar[int]
    snapshots: int
    different: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, snapshots: _Optional[int] = ..., different: _Optional[_Iterable[str]] = ...) -> None: ...

class CorrectSnapshotRequest(_message.Message):
    __slots__ = ("community_id", "day", "measure", "numerator", "denominator", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    day: str
    measure: str
    numerator: int
    denominator: int
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., day: _Optional[str] = ..., measure: _Optional[str] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectSnapshotResponse(_message.Message):
    __slots__ = ("correction", "snapshot")
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    correction: Correction
    snapshot: Snapshot
    def __init__(self, correction: _Optional[_Union[Correction, _Mapping]] = ..., snapshot: _Optional[_Union[Snapshot, _Mapping]] = ...) -> None: ...

class ListCorrectionsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCorrectionsResponse(_message.Message):
    __slots__ = ("corrections", "next_page_token")
    CORRECTIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    corrections: _containers.RepeatedCompositeFieldContainer[Correction]
    next_page_token: str
    def __init__(self, corrections: _Optional[_Iterable[_Union[Correction, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListSnapshotsRequest(_message.Message):
    __slots__ = ("community_id", "first_day", "last_day", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    first_day: str
    last_day: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSnapshotsResponse(_message.Message):
    __slots__ = ("snapshots", "next_page_token")
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    snapshots: _containers.RepeatedCompositeFieldContainer[Snapshot]
    next_page_token: str
    def __init__(self, snapshots: _Optional[_Iterable[_Union[Snapshot, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetSummaryRequest(_message.Message):
    __slots__ = ("day",)
    DAY_FIELD_NUMBER: _ClassVar[int]
    day: str
    def __init__(self, day: _Optional[str] = ...) -> None: ...

class GetSummaryResponse(_message.Message):
    __slots__ = ("summary",)
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    summary: Summary
    def __init__(self, summary: _Optional[_Union[Summary, _Mapping]] = ...) -> None: ...

class GetTrendRequest(_message.Message):
    __slots__ = ("first_day", "last_day", "level", "key")
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    first_day: str
    last_day: str
    level: str
    key: str
    def __init__(self, first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., level: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class GetTrendResponse(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[Rollup]
    def __init__(self, rows: _Optional[_Iterable[_Union[Rollup, _Mapping]]] = ...) -> None: ...

class GetForecastRequest(_message.Message):
    __slots__ = ("day", "measure")
    DAY_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    day: str
    measure: str
    def __init__(self, day: _Optional[str] = ..., measure: _Optional[str] = ...) -> None: ...

class GetForecastResponse(_message.Message):
    __slots__ = ("forecast",)
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    forecast: Forecast
    def __init__(self, forecast: _Optional[_Union[Forecast, _Mapping]] = ...) -> None: ...

class GetAnomaliesRequest(_message.Message):
    __slots__ = ("day",)
    DAY_FIELD_NUMBER: _ClassVar[int]
    day: str
    def __init__(self, day: _Optional[str] = ...) -> None: ...

class GetAnomaliesResponse(_message.Message):
    __slots__ = ("day", "anomalies")
    DAY_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    day: str
    anomalies: _containers.RepeatedCompositeFieldContainer[Anomaly]
    def __init__(self, day: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, _Mapping]]] = ...) -> None: ...

class GetAssessmentRequest(_message.Message):
    __slots__ = ("day",)
    DAY_FIELD_NUMBER: _ClassVar[int]
    day: str
    def __init__(self, day: _Optional[str] = ...) -> None: ...

class GetAssessmentResponse(_message.Message):
    __slots__ = ("day", "cards")
    DAY_FIELD_NUMBER: _ClassVar[int]
    CARDS_FIELD_NUMBER: _ClassVar[int]
    day: str
    cards: _containers.RepeatedCompositeFieldContainer[ScoreCard]
    def __init__(self, day: _Optional[str] = ..., cards: _Optional[_Iterable[_Union[ScoreCard, _Mapping]]] = ...) -> None: ...

class GetDeviceFiguresRequest(_message.Message):
    __slots__ = ("community_id", "first_day", "last_day")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    first_day: str
    last_day: str
    def __init__(self, community_id: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ...) -> None: ...

class GetDeviceFiguresResponse(_message.Message):
    __slots__ = ("devices",)
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[DeviceFigure]
    def __init__(self, devices: _Optional[_Iterable[_Union[DeviceFigure, _Mapping]]] = ...) -> None: ...

class PreviewAwardRequest(_message.Message):
    __slots__ = ("community_id", "first_day", "last_day")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    first_day: str
    last_day: str
    def __init__(self, community_id: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ...) -> None: ...

class PreviewAwardResponse(_message.Message):
    __slots__ = ("sheet",)
    SHEET_FIELD_NUMBER: _ClassVar[int]
    sheet: AwardSheet
    def __init__(self, sheet: _Optional[_Union[AwardSheet, _Mapping]] = ...) -> None: ...

class FreezeAwardRequest(_message.Message):
    __slots__ = ("community_id", "first_day", "last_day", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    first_day: str
    last_day: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class FreezeAwardResponse(_message.Message):
    __slots__ = ("award", "sheet")
    AWARD_FIELD_NUMBER: _ClassVar[int]
    SHEET_FIELD_NUMBER: _ClassVar[int]
    award: Award
    sheet: AwardSheet
    def __init__(self, award: _Optional[_Union[Award, _Mapping]] = ..., sheet: _Optional[_Union[AwardSheet, _Mapping]] = ...) -> None: ...

class ApproveAwardRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveAwardResponse(_message.Message):
    __slots__ = ("award",)
    AWARD_FIELD_NUMBER: _ClassVar[int]
    award: Award
    def __init__(self, award: _Optional[_Union[Award, _Mapping]] = ...) -> None: ...

class GetAwardRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetAwardResponse(_message.Message):
    __slots__ = ("award", "sheet")
    AWARD_FIELD_NUMBER: _ClassVar[int]
    SHEET_FIELD_NUMBER: _ClassVar[int]
    award: Award
    sheet: AwardSheet
    def __init__(self, award: _Optional[_Union[Award, _Mapping]] = ..., sheet: _Optional[_Union[AwardSheet, _Mapping]] = ...) -> None: ...

class ListAwardsRequest(_message.Message):
    __slots__ = ("community_id", "state", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    state: AwardState
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., state: _Optional[_Union[AwardState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAwardsResponse(_message.Message):
    __slots__ = ("awards", "next_page_token")
    AWARDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    awards: _containers.RepeatedCompositeFieldContainer[Award]
    next_page_token: str
    def __init__(self, awards: _Optional[_Iterable[_Union[Award, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ExportAwardRequest(_message.Message):
    __slots__ = ("id", "format")
    ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    id: str
    format: AwardFormat
    def __init__(self, id: _Optional[str] = ..., format: _Optional[_Union[AwardFormat, str]] = ...) -> None: ...

class ExportAwardResponse(_message.Message):
    __slots__ = ("content", "media_type")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    media_type: str
    def __init__(self, content: _Optional[bytes] = ..., media_type: _Optional[str] = ...) -> None: ...

class MakeReportRequest(_message.Message):
    __slots__ = ("day", "format")
    DAY_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    day: str
    format: Format
    def __init__(self, day: _Optional[str] = ..., format: _Optional[_Union[Format, str]] = ...) -> None: ...

class MakeReportResponse(_message.Message):
    __slots__ = ("content", "media_type", "file_name")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    media_type: str
    file_name: str
    def __init__(self, content: _Optional[bytes] = ..., media_type: _Optional[str] = ..., file_name: _Optional[str] = ...) -> None: ...

class GetReportKeyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetReportKeyResponse(_message.Message):
    __slots__ = ("key_id", "public_key")
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    key_id: str
    public_key: bytes
    def __init__(self, key_id: _Optional[str] = ..., public_key: _Optional[bytes] = ...) -> None: ...
