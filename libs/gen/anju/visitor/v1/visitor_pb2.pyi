import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VisitSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VISIT_SOURCE_UNSPECIFIED: _ClassVar[VisitSource]
    VISIT_SOURCE_RESIDENT: _ClassVar[VisitSource]
    VISIT_SOURCE_PROPERTY: _ClassVar[VisitSource]
    VISIT_SOURCE_KIOSK: _ClassVar[VisitSource]
    VISIT_SOURCE_LINK: _ClassVar[VisitSource]

class VisitPurpose(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VISIT_PURPOSE_UNSPECIFIED: _ClassVar[VisitPurpose]
    VISIT_PURPOSE_GUEST: _ClassVar[VisitPurpose]
    VISIT_PURPOSE_CARER: _ClassVar[VisitPurpose]
    VISIT_PURPOSE_CONTRACTOR: _ClassVar[VisitPurpose]
    VISIT_PURPOSE_COURIER: _ClassVar[VisitPurpose]
    VISIT_PURPOSE_EMERGENCY: _ClassVar[VisitPurpose]
    VISIT_PURPOSE_OTHER: _ClassVar[VisitPurpose]

class VisitState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VISIT_STATE_UNSPECIFIED: _ClassVar[VisitState]
    VISIT_STATE_INVITED: _ClassVar[VisitState]
    VISIT_STATE_REQUESTED: _ClassVar[VisitState]
    VISIT_STATE_APPROVED: _ClassVar[VisitState]
    VISIT_STATE_REJECTED: _ClassVar[VisitState]
    VISIT_STATE_ARRIVED: _ClassVar[VisitState]
    VISIT_STATE_DEPARTED: _ClassVar[VisitState]
    VISIT_STATE_CANCELLED: _ClassVar[VisitState]
    VISIT_STATE_EXPIRED: _ClassVar[VisitState]
    VISIT_STATE_NO_SHOW: _ClassVar[VisitState]

class ExportFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPORT_FORMAT_UNSPECIFIED: _ClassVar[ExportFormat]
    EXPORT_FORMAT_CSV: _ClassVar[ExportFormat]
    EXPORT_FORMAT_XLSX: _ClassVar[ExportFormat]

class CallState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CALL_STATE_UNSPECIFIED: _ClassVar[CallState]
    CALL_STATE_PLACED: _ClassVar[CallState]
    CALL_STATE_RINGING: _ClassVar[CallState]
    CALL_STATE_ANSWERED: _ClassVar[CallState]
    CALL_STATE_MISSED: _ClassVar[CallState]
    CALL_STATE_ENDED: _ClassVar[CallState]

class CallTier(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CALL_TIER_UNSPECIFIED: _ClassVar[CallTier]
    CALL_TIER_HOST: _ClassVar[CallTier]
    CALL_TIER_CONTACT: _ClassVar[CallTier]
    CALL_TIER_DESK: _ClassVar[CallTier]
    CALL_TIER_GUARD: _ClassVar[CallTier]

class NoticeChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOTICE_CHANNEL_UNSPECIFIED: _ClassVar[NoticeChannel]
    NOTICE_CHANNEL_LOG: _ClassVar[NoticeChannel]
    NOTICE_CHANNEL_WEBHOOK: _ClassVar[NoticeChannel]
    NOTICE_CHANNEL_SMTP: _ClassVar[NoticeChannel]

class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIRECTION_UNSPECIFIED: _ClassVar[Direction]
    DIRECTION_IN: _ClassVar[Direction]
    DIRECTION_OUT: _ClassVar[Direction]

class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTCOME_UNSPECIFIED: _ClassVar[Outcome]
    OUTCOME_OPEN: _ClassVar[Outcome]
    OUTCOME_REFUSED: _ClassVar[Outcome]
VISIT_SOURCE_UNSPECIFIED: VisitSource
VISIT_SOURCE_RESIDENT: VisitSource
VISIT_SOURCE_PROPERTY: VisitSource
VISIT_SOURCE_KIOSK: VisitSource
VISIT_SOURCE_LINK: VisitSource
VISIT_PURPOSE_UNSPECIFIED: VisitPurpose
VISIT_PURPOSE_GUEST: VisitPurpose
VISIT_PURPOSE_CARER: VisitPurpose
VISIT_PURPOSE_CONTRACTOR: VisitPurpose
VISIT_PURPOSE_COURIER: VisitPurpose
VISIT_PURPOSE_EMERGENCY: VisitPurpose
VISIT_PURPOSE_OTHER: VisitPurpose
VISIT_STATE_UNSPECIFIED: VisitState
VISIT_STATE_INVITED: VisitState
VISIT_STATE_REQUESTED: VisitState
VISIT_STATE_APPROVED: VisitState
VISIT_STATE_REJECTED: VisitState
VISIT_STATE_ARRIVED: VisitState
VISIT_STATE_DEPARTED: VisitState
VISIT_STATE_CANCELLED: VisitState
VISIT_STATE_EXPIRED: VisitState
VISIT_STATE_NO_SHOW: VisitState
EXPORT_FORMAT_UNSPECIFIED: ExportFormat
EXPORT_FORMAT_CSV: ExportFormat
EXPORT_FORMAT_XLSX: ExportFormat
CALL_STATE_UNSPECIFIED: CallState
CALL_STATE_PLACED: CallState
CALL_STATE_RINGING: CallState
CALL_STATE_ANSWERED: CallState
CALL_STATE_MISSED: CallState
CALL_STATE_ENDED: CallState
CALL_TIER_UNSPECIFIED: CallTier
CALL_TIER_HOST: CallTier
CALL_TIER_CONTACT: CallTier
CALL_TIER_DESK: CallTier
CALL_TIER_GUARD: CallTier
NOTICE_CHANNEL_UNSPECIFIED: NoticeChannel
NOTICE_CHANNEL_LOG: NoticeChannel
NOTICE_CHANNEL_WEBHOOK: NoticeChannel
NOTICE_CHANNEL_SMTP: NoticeChannel
DIRECTION_UNSPECIFIED: Direction
DIRECTION_IN: Direction
DIRECTION_OUT: Direction
OUTCOME_UNSPECIFIED: Outcome
OUTCOME_OPEN: Outcome
OUTCOME_REFUSED: Outcome

class Visit(_message.Message):
    __slots__ = ("id", "community_id", "house_id", "host_id", "source", "purpose", "state", "name", "phone", "plate", "people", "valid_from", "valid_to", "hours", "route", "entries", "used", "inside", "overdue", "permit_id", "create_time", "expire_time", "history")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    HOST_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    INSIDE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    house_id: str
    host_id: str
    source: VisitSource
    purpose: VisitPurpose
    state: VisitState
    name: str
    phone: str
    plate: str
    people: int
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    hours: _containers.RepeatedCompositeFieldContainer[WeeklyHours]
    route: _containers.RepeatedScalarFieldContainer[str]
    entries: int
    used: int
    inside: int
    overdue: bool
    permit_id: str
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    history: _containers.RepeatedCompositeFieldContainer[Change]
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., host_id: _Optional[str] = ..., source: _Optional[_Union[VisitSource, str]] = ..., purpose: _Optional[_Union[VisitPurpose, str]] = ..., state: _Optional[_Union[VisitState, str]] = ..., name: _Optional[str] = ..., phone: _Optional[str] = ..., plate: _Optional[str] = ..., people: _Optional[int] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[WeeklyHours, _Mapping]]] = ..., route: _Optional[_Iterable[str]] = ..., entries: _Optional[int] = ..., used: _Optional[int] = ..., inside: _Optional[int] = ..., overdue: _Optional[bool] = ..., permit_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., history: _Optional[_Iterable[_Union[Change, _Mapping]]] = ...) -> None: ...

class Change(_message.Message):
    __slots__ = ("source_state", "target_state", "actor", "role", "reason", "time")
    SOURCE_STATE_FIELD_NUMBER: _ClassVar[int]
    TARGET_STATE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    source_state: VisitState
    target_state: VisitState
    actor: str
    role: str
    reason: str
    time: _timestamp_pb2.Timestamp
    def __init__(self, source_state: _Optional[_Union[VisitState, str]] = ..., target_state: _Optional[_Union[VisitState, str]] = ..., actor: _Optional[str] = ..., role: _Optional[str] = ..., reason: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class WeeklyHours(_message.Message):
    __slots__ = ("days", "start", "end")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[int]
    start: str
    end: str
    def __init__(self, days: _Optional[_Iterable[int]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ...) -> None: ...

class Pass(_message.Message):
    __slots__ = ("id", "visit_id", "token", "code", "link")
    ID_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    id: str
    visit_id: str
    token: str
    code: str
    link: str
    def __init__(self, id: _Optional[str] = ..., visit_id: _Optional[str] = ..., token: _Optional[str] = ..., code: _Optional[str] = ..., link: _Optional[str] = ...) -> None: ...

class Block(_message.Message):
    __slots__ = ("id", "community_id", "reason", "actor", "create_time", "expire_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    reason: str
    actor: str
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., reason: _Optional[str] = ..., actor: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("id", "community_id", "cause", "count", "digest", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    cause: str
    count: int
    digest: str
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., cause: _Optional[str] = ..., count: _Optional[int] = ..., digest: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Call(_message.Message):
    __slots__ = ("id", "community_id", "access_point_id", "state", "tier", "house_id", "visit_id", "emergency", "reason", "answered_by", "create_time", "deadline")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_BY_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    access_point_id: str
    state: CallState
    tier: CallTier
    house_id: str
    visit_id: str
    emergency: bool
    reason: str
    answered_by: str
    create_time: _timestamp_pb2.Timestamp
    deadline: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., state: _Optional[_Union[CallState, str]] = ..., tier: _Optional[_Union[CallTier, str]] = ..., house_id: _Optional[str] = ..., visit_id: _Optional[str] = ..., emergency: _Optional[bool] = ..., reason: _Optional[str] = ..., answered_by: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., deadline: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PassKey(_message.Message):
    __slots__ = ("id", "public_key")
    ID_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    id: str
    public_key: bytes
    def __init__(self, id: _Optional[str] = ..., public_key: _Optional[bytes] = ...) -> None: ...

class CreateVisitRequest(_message.Message):
    __slots__ = ("community_id", "house_id", "host_id", "purpose", "name", "phone", "plate", "people", "valid_from", "valid_to", "hours", "route", "entries", "code_once", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    HOST_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    CODE_ONCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    house_id: str
    host_id: str
    purpose: VisitPurpose
    name: str
    phone: str
    plate: str
    people: int
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    hours: _containers.RepeatedCompositeFieldContainer[WeeklyHours]
    route: _containers.RepeatedScalarFieldContainer[str]
    entries: int
    code_once: bool
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., host_id: _Optional[str] = ..., purpose: _Optional[_Union[VisitPurpose, str]] = ..., name: _Optional[str] = ..., phone: _Optional[str] = ..., plate: _Optional[str] = ..., people: _Optional[int] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[WeeklyHours, _Mapping]]] = ..., route: _Optional[_Iterable[str]] = ..., entries: _Optional[int] = ..., code_once: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    PASS_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ..., **kwargs) -> None: ...

class RequestVisitRequest(_message.Message):
    __slots__ = ("community_id", "house_id", "purpose", "name", "phone", "plate", "people", "valid_to", "route", "by_link", "host_id", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    BY_LINK_FIELD_NUMBER: _ClassVar[int]
    HOST_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    house_id: str
    purpose: VisitPurpose
    name: str
    phone: str
    plate: str
    people: int
    valid_to: _timestamp_pb2.Timestamp
    route: _containers.RepeatedScalarFieldContainer[str]
    by_link: bool
    host_id: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., purpose: _Optional[_Union[VisitPurpose, str]] = ..., name: _Optional[str] = ..., phone: _Optional[str] = ..., plate: _Optional[str] = ..., people: _Optional[int] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., route: _Optional[_Iterable[str]] = ..., by_link: _Optional[bool] = ..., host_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RequestVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ...) -> None: ...

class ApproveVisitRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    PASS_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ..., **kwargs) -> None: ...

class RejectVisitRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RejectVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ...) -> None: ...

class CancelVisitRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ...) -> None: ...

class DepartVisitRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DepartVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ...) -> None: ...

class GetVisitRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ...) -> None: ...

class RevealVisitRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RevealVisitResponse(_message.Message):
    __slots__ = ("visit",)
    VISIT_FIELD_NUMBER: _ClassVar[int]
    visit: Visit
    def __init__(self, visit: _Optional[_Union[Visit, _Mapping]] = ...) -> None: ...

class ListVisitsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token", "state", "house_id", "start_time", "end_time", "inside", "overdue", "phone", "reason")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    INSIDE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    state: VisitState
    house_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    inside: bool
    overdue: bool
    phone: str
    reason: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., state: _Optional[_Union[VisitState, str]] = ..., house_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., inside: _Optional[bool] = ..., overdue: _Optional[bool] = ..., phone: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ListVisitsResponse(_message.Message):
    __slots__ = ("visits", "next_page_token")
    VISITS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    visits: _containers.RepeatedCompositeFieldContainer[Visit]
    next_page_token: str
    def __init__(self, visits: _Optional[_Iterable[_Union[Visit, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ExportVisitsRequest(_message.Message):
    __slots__ = ("community_id", "format", "reason", "state", "start_time", "end_time")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    format: ExportFormat
    reason: str
    state: VisitState
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, community_id: _Optional[str] = ..., format: _Optional[_Union[ExportFormat, str]] = ..., reason: _Optional[str] = ..., state: _Optional[_Union[VisitState, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ExportVisitsResponse(_message.Message):
    __slots__ = ("content", "rows")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    rows: int
    def __init__(self, content: _Optional[bytes] = ..., rows: _Optional[int] = ...) -> None: ...

class ShowPassRequest(_message.Message):
    __slots__ = ("visit_id",)
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    def __init__(self, visit_id: _Optional[str] = ...) -> None: ...

class ShowPassResponse(_message.Message):
    __slots__ = ()
    PASS_FIELD_NUMBER: _ClassVar[int]
    def __init__(self, **kwargs) -> None: ...

class ReissuePassRequest(_message.Message):
    __slots__ = ("visit_id", "reason", "request_id")
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    reason: str
    request_id: str
    def __init__(self, visit_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReissuePassResponse(_message.Message):
    __slots__ = ()
    PASS_FIELD_NUMBER: _ClassVar[int]
    def __init__(self, **kwargs) -> None: ...

class RedeemPassRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "direction", "token", "code", "pass_id", "device_time")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    direction: Direction
    token: str
    code: str
    pass_id: str
    device_time: _timestamp_pb2.Timestamp
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., token: _Optional[str] = ..., code: _Optional[str] = ..., pass_id: _Optional[str] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RedeemPassResponse(_message.Message):
    __slots__ = ("outcome", "reason", "visit_id", "house_id", "entry", "retry_after")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    RETRY_AFTER_FIELD_NUMBER: _ClassVar[int]
    outcome: Outcome
    reason: str
    visit_id: str
    house_id: str
    entry: int
    retry_after: float
    def __init__(self, outcome: _Optional[_Union[Outcome, str]] = ..., reason: _Optional[str] = ..., visit_id: _Optional[str] = ..., house_id: _Optional[str] = ..., entry: _Optional[int] = ..., retry_after: _Optional[float] = ...) -> None: ...

class GetOfflineKitRequest(_message.Message):
    __slots__ = ("community_id",)
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    def __init__(self, community_id: _Optional[str] = ...) -> None: ...

class GetOfflineKitResponse(_message.Message):
    __slots__ = ("keys", "revoked", "time")
    KEYS_FIELD_NUMBER: _ClassVar[int]
    REVOKED_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedCompositeFieldContainer[PassKey]
    revoked: _containers.RepeatedScalarFieldContainer[str]
    time: _timestamp_pb2.Timestamp
    def __init__(self, keys: _Optional[_Iterable[_Union[PassKey, _Mapping]]] = ..., revoked: _Optional[_Iterable[str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RotatePassKeyRequest(_message.Message):
    __slots__ = ("community_id", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RotatePassKeyResponse(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: PassKey
    def __init__(self, key: _Optional[_Union[PassKey, _Mapping]] = ...) -> None: ...

class CreateBlockRequest(_message.Message):
    __slots__ = ("community_id", "phone", "reason", "expire_time", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    phone: str
    reason: str
    expire_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., phone: _Optional[str] = ..., reason: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateBlockResponse(_message.Message):
    __slots__ = ("block",)
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    block: Block
    def __init__(self, block: _Optional[_Union[Block, _Mapping]] = ...) -> None: ...

class LiftBlockRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class LiftBlockResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListBlocksRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListBlocksResponse(_message.Message):
    __slots__ = ("blocks", "next_page_token")
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    blocks: _containers.RepeatedCompositeFieldContainer[Block]
    next_page_token: str
    def __init__(self, blocks: _Optional[_Iterable[_Union[Block, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListReceiptsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListReceiptsResponse(_message.Message):
    __slots__ = ("receipts", "next_page_token")
    RECEIPTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    receipts: _containers.RepeatedCompositeFieldContainer[Receipt]
    next_page_token: str
    def __init__(self, receipts: _Optional[_Iterable[_Union[Receipt, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PutNoticeChoiceRequest(_message.Message):
    __slots__ = ("community_id", "host_id", "channel", "address", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOST_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    host_id: str
    channel: NoticeChannel
    address: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., host_id: _Optional[str] = ..., channel: _Optional[_Union[NoticeChannel, str]] = ..., address: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutNoticeChoiceResponse(_message.Message):
    __slots__ = ("channel", "expire_time")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    channel: NoticeChannel
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, channel: _Optional[_Union[NoticeChannel, str]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StartProofRequest(_message.Message):
    __slots__ = ("community_id", "phone")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    phone: str
    def __init__(self, community_id: _Optional[str] = ..., phone: _Optional[str] = ...) -> None: ...

class StartProofResponse(_message.Message):
    __slots__ = ("seconds",)
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    seconds: int
    def __init__(self, seconds: _Optional[int] = ...) -> None: ...

class ShowOwnDataRequest(_message.Message):
    __slots__ = ("community_id", "phone", "code")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    phone: str
    code: str
    def __init__(self, community_id: _Optional[str] = ..., phone: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class ShowOwnDataResponse(_message.Message):
    __slots__ = ("visits",)
    VISITS_FIELD_NUMBER: _ClassVar[int]
    visits: _containers.RepeatedCompositeFieldContainer[Visit]
    def __init__(self, visits: _Optional[_Iterable[_Union[Visit, _Mapping]]] = ...) -> None: ...

class EraseOwnDataRequest(_message.Message):
    __slots__ = ("community_id", "phone", "code")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    phone: str
    code: str
    def __init__(self, community_id: _Optional[str] = ..., phone: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class EraseOwnDataResponse(_message.Message):
    __slots__ = ("receipt", "kept")
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    KEPT_FIELD_NUMBER: _ClassVar[int]
    receipt: Receipt
    kept: int
    def __init__(self, receipt: _Optional[_Union[Receipt, _Mapping]] = ..., kept: _Optional[int] = ...) -> None: ...

class PlaceCallRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "building", "unit", "number", "visit_id", "emergency", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    BUILDING_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    building: str
    unit: str
    number: str
    visit_id: str
    emergency: bool
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., building: _Optional[str] = ..., unit: _Optional[str] = ..., number: _Optional[str] = ..., visit_id: _Optional[str] = ..., emergency: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class PlaceCallResponse(_message.Message):
    __slots__ = ("call", "room_token")
    CALL_FIELD_NUMBER: _ClassVar[int]
    ROOM_TOKEN_FIELD_NUMBER: _ClassVar[int]
    call: Call
    room_token: str
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ..., room_token: _Optional[str] = ...) -> None: ...

class AnswerCallRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerCallResponse(_message.Message):
    __slots__ = ("call", "room_token")
    CALL_FIELD_NUMBER: _ClassVar[int]
    ROOM_TOKEN_FIELD_NUMBER: _ClassVar[int]
    call: Call
    room_token: str
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ..., room_token: _Optional[str] = ...) -> None: ...

class HandOnCallRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class HandOnCallResponse(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    call: Call
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ...) -> None: ...

class ApproveCallRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveCallResponse(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    call: Call
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ...) -> None: ...

class RefuseCallRequest(_message.Message):
    __slots__ = ("id", "reason", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RefuseCallResponse(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    call: Call
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ...) -> None: ...

class EndCallRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndCallResponse(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    call: Call
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ...) -> None: ...

class JoinCallRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class JoinCallResponse(_message.Message):
    __slots__ = ("room_token",)
    ROOM_TOKEN_FIELD_NUMBER: _ClassVar[int]
    room_token: str
    def __init__(self, room_token: _Optional[str] = ...) -> None: ...

class GetCallRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCallResponse(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    PASS_FIELD_NUMBER: _ClassVar[int]
    call: Call
    def __init__(self, call: _Optional[_Union[Call, _Mapping]] = ..., **kwargs) -> None: ...

class ListCallsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCallsResponse(_message.Message):
    __slots__ = ("calls", "next_page_token")
    CALLS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    calls: _containers.RepeatedCompositeFieldContainer[Call]
    next_page_token: str
    def __init__(self, calls: _Optional[_Iterable[_Union[Call, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PutContactsRequest(_message.Message):
    __slots__ = ("community_id", "house_id", "subject_ids", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_IDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    house_id: str
    subject_ids: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., subject_ids: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutContactsResponse(_message.Message):
    __slots__ = ("subject_ids",)
    SUBJECT_IDS_FIELD_NUMBER: _ClassVar[int]
    subject_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, subject_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class VisitChanged(_message.Message):
    __slots__ = ("visit_id", "house_id", "source_state", "target_state", "actor")
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_STATE_FIELD_NUMBER: _ClassVar[int]
    TARGET_STATE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    house_id: str
    source_state: VisitState
    target_state: VisitState
    actor: str
    def __init__(self, visit_id: _Optional[str] = ..., house_id: _Optional[str] = ..., source_state: _Optional[_Union[VisitState, str]] = ..., target_state: _Optional[_Union[VisitState, str]] = ..., actor: _Optional[str] = ...) -> None: ...

class PassIssued(_message.Message):
    __slots__ = ("visit_id", "pass_id")
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    pass_id: str
    def __init__(self, visit_id: _Optional[str] = ..., pass_id: _Optional[str] = ...) -> None: ...

class PassRedeemed(_message.Message):
    __slots__ = ("visit_id", "pass_id", "access_point_id", "direction", "entry")
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    pass_id: str
    access_point_id: str
    direction: Direction
    entry: int
    def __init__(self, visit_id: _Optional[str] = ..., pass_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., entry: _Optional[int] = ...) -> None: ...

class PassRevoked(_message.Message):
    __slots__ = ("visit_id", "pass_id")
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    pass_id: str
    def __init__(self, visit_id: _Optional[str] = ..., pass_id: _Optional[str] = ...) -> None: ...

class CodeLocked(_message.Message):
    __slots__ = ("access_point_id", "failures", "retry_after")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    RETRY_AFTER_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    failures: int
    retry_after: float
    def __init__(self, access_point_id: _Optional[str] = ..., failures: _Optional[int] = ..., retry_after: _Optional[float] = ...) -> None: ...

class CallChanged(_message.Message):
    __slots__ = ("call_id", "access_point_id", "tier", "reason", "emergency")
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    call_id: str
    access_point_id: str
    tier: CallTier
    reason: str
    emergency: bool
    def __init__(self, call_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., tier: _Optional[_Union[CallTier, str]] = ..., reason: _Optional[str] = ..., emergency: _Optional[bool] = ...) -> None: ...

class VisitsErased(_message.Message):
    __slots__ = ("receipt_id", "cause", "count", "digest")
    RECEIPT_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    receipt_id: str
    cause: str
    count: int
    digest: str
    def __init__(self, receipt_id: _Optional[str] = ..., cause: _Optional[str] = ..., count: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...

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
