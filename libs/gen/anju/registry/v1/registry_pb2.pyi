import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CommunityKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMMUNITY_KIND_UNSPECIFIED: _ClassVar[CommunityKind]
    COMMUNITY_KIND_OLD: _ClassVar[CommunityKind]
    COMMUNITY_KIND_COMMERCIAL: _ClassVar[CommunityKind]
    COMMUNITY_KIND_VILLAGE: _ClassVar[CommunityKind]

class Enclosure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENCLOSURE_UNSPECIFIED: _ClassVar[Enclosure]
    ENCLOSURE_NEW: _ClassVar[Enclosure]
    ENCLOSURE_ENCLOSED: _ClassVar[Enclosure]
    ENCLOSURE_ENCLOSABLE: _ClassVar[Enclosure]
    ENCLOSURE_OPEN: _ClassVar[Enclosure]

class AccessPointKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCESS_POINT_KIND_UNSPECIFIED: _ClassVar[AccessPointKind]
    ACCESS_POINT_KIND_GATE: _ClassVar[AccessPointKind]
    ACCESS_POINT_KIND_BARRIER: _ClassVar[AccessPointKind]
    ACCESS_POINT_KIND_UNIT_DOOR: _ClassVar[AccessPointKind]
    ACCESS_POINT_KIND_DOOR: _ClassVar[AccessPointKind]

class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIRECTION_UNSPECIFIED: _ClassVar[Direction]
    DIRECTION_IN: _ClassVar[Direction]
    DIRECTION_OUT: _ClassVar[Direction]
    DIRECTION_BOTH: _ClassVar[Direction]

class DeviceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_KIND_UNSPECIFIED: _ClassVar[DeviceKind]
    DEVICE_KIND_FACE_TERMINAL: _ClassVar[DeviceKind]
    DEVICE_KIND_READER: _ClassVar[DeviceKind]
    DEVICE_KIND_CAMERA: _ClassVar[DeviceKind]
    DEVICE_KIND_BARRIER: _ClassVar[DeviceKind]
    DEVICE_KIND_KIOSK: _ClassVar[DeviceKind]
    DEVICE_KIND_CONTROLLER: _ClassVar[DeviceKind]
    DEVICE_KIND_SENSOR: _ClassVar[DeviceKind]

class DeviceState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_STATE_UNSPECIFIED: _ClassVar[DeviceState]
    DEVICE_STATE_NEVER_SEEN: _ClassVar[DeviceState]
    DEVICE_STATE_ONLINE: _ClassVar[DeviceState]
    DEVICE_STATE_OFFLINE: _ClassVar[DeviceState]
    DEVICE_STATE_DISABLED: _ClassVar[DeviceState]
COMMUNITY_KIND_UNSPECIFIED: CommunityKind
COMMUNITY_KIND_OLD: CommunityKind
COMMUNITY_KIND_COMMERCIAL: CommunityKind
COMMUNITY_KIND_VILLAGE: CommunityKind
ENCLOSURE_UNSPECIFIED: Enclosure
ENCLOSURE_NEW: Enclosure
ENCLOSURE_ENCLOSED: Enclosure
ENCLOSURE_ENCLOSABLE: Enclosure
ENCLOSURE_OPEN: Enclosure
ACCESS_POINT_KIND_UNSPECIFIED: AccessPointKind
ACCESS_POINT_KIND_GATE: AccessPointKind
ACCESS_POINT_KIND_BARRIER: AccessPointKind
ACCESS_POINT_KIND_UNIT_DOOR: AccessPointKind
ACCESS_POINT_KIND_DOOR: AccessPointKind
DIRECTION_UNSPECIFIED: Direction
DIRECTION_IN: Direction
DIRECTION_OUT: Direction
DIRECTION_BOTH: Direction
DEVICE_KIND_UNSPECIFIED: DeviceKind
DEVICE_KIND_FACE_TERMINAL: DeviceKind
DEVICE_KIND_READER: DeviceKind
DEVICE_KIND_CAMERA: DeviceKind
DEVICE_KIND_BARRIER: DeviceKind
DEVICE_KIND_KIOSK: DeviceKind
DEVICE_KIND_CONTROLLER: DeviceKind
DEVICE_KIND_SENSOR: DeviceKind
DEVICE_STATE_UNSPECIFIED: DeviceState
DEVICE_STATE_NEVER_SEEN: DeviceState
DEVICE_STATE_ONLINE: DeviceState
DEVICE_STATE_OFFLINE: DeviceState
DEVICE_STATE_DISABLED: DeviceState

class District(_message.Message):
    __slots__ = ("code", "display_name")
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    code: str
    display_name: str
    def __init__(self, code: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...

class Town(_message.Message):
    __slots__ = ("code", "display_name")
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    code: str
    display_name: str
    def __init__(self, code: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...

class Community(_message.Message):
    __slots__ = ("id", "town_code", "code", "display_name", "kind", "enclosure", "address", "create_time", "revision")
    ID_FIELD_NUMBER: _ClassVar[int]
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ENCLOSURE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    id: str
    town_code: str
    code: str
    display_name: str
    kind: CommunityKind
    enclosure: Enclosure
    address: str
    create_time: _timestamp_pb2.Timestamp
    revision: int
    def __init__(self, id: _Optional[str] = ..., town_code: _Optional[str] = ..., code: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[CommunityKind, str]] = ..., enclosure: _Optional[_Union[Enclosure, str]] = ..., address: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., revision: _Optional[int] = ...) -> None: ...

class Position(_message.Message):
    __slots__ = ("id", "community_id", "code", "display_name")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    code: str
    display_name: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., code: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...

class AccessPoint(_message.Message):
    __slots__ = ("id", "community_id", "position_id", "display_name", "kind", "direction", "lane", "deleted", "revision")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    LANE_FIELD_NUMBER: _ClassVar[int]
    DELETED_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    position_id: str
    display_name: str
    kind: AccessPointKind
    direction: Direction
    lane: str
    deleted: bool
    revision: int
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., position_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[AccessPointKind, str]] = ..., direction: _Optional[_Union[Direction, str]] = ..., lane: _Optional[str] = ..., deleted: _Optional[bool] = ..., revision: _Optional[int] = ...) -> None: ...

class Device(_message.Message):
    __slots__ = ("id", "community_id", "access_point_id", "position_id", "national_id", "display_name", "kind", "capabilities", "vendor", "model", "state", "state_time", "last_seen_time", "clock_drift_ms", "has_key", "deleted", "revision", "clock_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_ID_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_SEEN_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOCK_DRIFT_MS_FIELD_NUMBER: _ClassVar[int]
    HAS_KEY_FIELD_NUMBER: _ClassVar[int]
    DELETED_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    CLOCK_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    access_point_id: str
    position_id: str
    national_id: str
    display_name: str
    kind: DeviceKind
    capabilities: _containers.RepeatedScalarFieldContainer[str]
    vendor: str
    model: str
    state: DeviceState
    state_time: _timestamp_pb2.Timestamp
    last_seen_time: _timestamp_pb2.Timestamp
    clock_drift_ms: int
    has_key: bool
    deleted: bool
    revision: int
    clock_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., position_id: _Optional[str] = ..., national_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[DeviceKind, str]] = ..., capabilities: _Optional[_Iterable[str]] = ..., vendor: _Optional[str] = ..., model: _Optional[str] = ..., state: _Optional[_Union[DeviceState, str]] = ..., state_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_seen_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., clock_drift_ms: _Optional[int] = ..., has_key: _Optional[bool] = ..., deleted: _Optional[bool] = ..., revision: _Optional[int] = ..., clock_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Heartbeat(_message.Message):
    __slots__ = ("device_id", "device_time")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    device_time: _timestamp_pb2.Timestamp
    def __init__(self, device_id: _Optional[str] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeviceStateChange(_message.Message):
    __slots__ = ("state", "time")
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    state: DeviceState
    time: _timestamp_pb2.Timestamp
    def __init__(self, state: _Optional[_Union[DeviceState, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

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

class PutDistrictRequest(_message.Message):
    __slots__ = ("code", "display_name")
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    code: str
    display_name: str
    def __init__(self, code: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...

class PutDistrictResponse(_message.Message):
    __slots__ = ("district",)
    DISTRICT_FIELD_NUMBER: _ClassVar[int]
    district: District
    def __init__(self, district: _Optional[_Union[District, _Mapping]] = ...) -> None: ...

class ListDistrictsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDistrictsResponse(_message.Message):
    __slots__ = ("districts", "next_page_token")
    DISTRICTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    districts: _containers.RepeatedCompositeFieldContainer[District]
    next_page_token: str
    def __init__(self, districts: _Optional[_Iterable[_Union[District, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PutTownRequest(_message.Message):
    __slots__ = ("code", "display_name")
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    code: str
    display_name: str
    def __init__(self, code: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...

class PutTownResponse(_message.Message):
    __slots__ = ("town",)
    TOWN_FIELD_NUMBER: _ClassVar[int]
    town: Town
    def __init__(self, town: _Optional[_Union[Town, _Mapping]] = ...) -> None: ...

class ListTownsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTownsResponse(_message.Message):
    __slots__ = ("towns", "next_page_token")
    TOWNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    towns: _containers.RepeatedCompositeFieldContainer[Town]
    next_page_token: str
    def __init__(self, towns: _Optional[_Iterable[_Union[Town, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CreateCommunityRequest(_message.Message):
    __slots__ = ("town_code", "code", "display_name", "kind", "enclosure", "address", "request_id")
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ENCLOSURE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    town_code: str
    code: str
    display_name: str
    kind: CommunityKind
    enclosure: Enclosure
    address: str
    request_id: str
    def __init__(self, town_code: _Optional[str] = ..., code: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[CommunityKind, str]] = ..., enclosure: _Optional[_Union[Enclosure, str]] = ..., address: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateCommunityResponse(_message.Message):
    __slots__ = ("community",)
    COMMUNITY_FIELD_NUMBER: _ClassVar[int]
    community: Community
    def __init__(self, community: _Optional[_Union[Community, _Mapping]] = ...) -> None: ...

class GetCommunityRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCommunityResponse(_message.Message):
    __slots__ = ("community",)
    COMMUNITY_FIELD_NUMBER: _ClassVar[int]
    community: Community
    def __init__(self, community: _Optional[_Union[Community, _Mapping]] = ...) -> None: ...

class ListCommunitiesRequest(_message.Message):
    __slots__ = ("town_code", "kind", "page_size", "page_token")
    TOWN_CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    town_code: str
    kind: CommunityKind
    page_size: int
    page_token: str
    def __init__(self, town_code: _Optional[str] = ..., kind: _Optional[_Union[CommunityKind, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCommunitiesResponse(_message.Message):
    __slots__ = ("communities", "next_page_token")
    COMMUNITIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    communities: _containers.RepeatedCompositeFieldContainer[Community]
    next_page_token: str
    def __init__(self, communities: _Optional[_Iterable[_Union[Community, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CreatePositionRequest(_message.Message):
    __slots__ = ("community_id", "code", "display_name", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    code: str
    display_name: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., code: _Optional[str] = ..., display_name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePositionResponse(_message.Message):
    __slots__ = ("position",)
    POSITION_FIELD_NUMBER: _ClassVar[int]
    position: Position
    def __init__(self, position: _Optional[_Union[Position, _Mapping]] = ...) -> None: ...

class ListPositionsRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPositionsResponse(_message.Message):
    __slots__ = ("positions", "next_page_token")
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    positions: _containers.RepeatedCompositeFieldContainer[Position]
    next_page_token: str
    def __init__(self, positions: _Optional[_Iterable[_Union[Position, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CreateAccessPointRequest(_message.Message):
    __slots__ = ("community_id", "position_id", "display_name", "kind", "direction", "lane", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    LANE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    position_id: str
    display_name: str
    kind: AccessPointKind
    direction: Direction
    lane: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., position_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[AccessPointKind, str]] = ..., direction: _Optional[_Union[Direction, str]] = ..., lane: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateAccessPointResponse(_message.Message):
    __slots__ = ("access_point",)
    ACCESS_POINT_FIELD_NUMBER: _ClassVar[int]
    access_point: AccessPoint
    def __init__(self, access_point: _Optional[_Union[AccessPoint, _Mapping]] = ...) -> None: ...

class GetAccessPointRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetAccessPointResponse(_message.Message):
    __slots__ = ("access_point",)
    ACCESS_POINT_FIELD_NUMBER: _ClassVar[int]
    access_point: AccessPoint
    def __init__(self, access_point: _Optional[_Union[AccessPoint, _Mapping]] = ...) -> None: ...

class ListAccessPointsRequest(_message.Message):
    __slots__ = ("community_id", "lane", "since_revision", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    LANE_FIELD_NUMBER: _ClassVar[int]
    SINCE_REVISION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    lane: str
    since_revision: int
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., lane: _Optional[str] = ..., since_revision: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAccessPointsResponse(_message.Message):
    __slots__ = ("access_points", "next_page_token")
    ACCESS_POINTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    access_points: _containers.RepeatedCompositeFieldContainer[AccessPoint]
    next_page_token: str
    def __init__(self, access_points: _Optional[_Iterable[_Union[AccessPoint, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteAccessPointRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DeleteAccessPointResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CreateDeviceRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "position_id", "national_id", "display_name", "kind", "capabilities", "vendor", "model", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_ID_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    position_id: str
    national_id: str
    display_name: str
    kind: DeviceKind
    capabilities: _containers.RepeatedScalarFieldContainer[str]
    vendor: str
    model: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., position_id: _Optional[str] = ..., national_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[DeviceKind, str]] = ..., capabilities: _Optional[_Iterable[str]] = ..., vendor: _Optional[str] = ..., model: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateDeviceResponse(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: Device
    def __init__(self, device: _Optional[_Union[Device, _Mapping]] = ...) -> None: ...

class GetDeviceRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetDeviceResponse(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: Device
    def __init__(self, device: _Optional[_Union[Device, _Mapping]] = ...) -> None: ...

class ListDevicesRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "kind", "state", "since_revision", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SINCE_REVISION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    kind: DeviceKind
    state: DeviceState
    since_revision: int
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., kind: _Optional[_Union[DeviceKind, str]] = ..., state: _Optional[_Union[DeviceState, str]] = ..., since_revision: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDevicesResponse(_message.Message):
    __slots__ = ("devices", "next_page_token")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[Device]
    next_page_token: str
    def __init__(self, devices: _Optional[_Iterable[_Union[Device, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class SetDeviceEnabledRequest(_message.Message):
    __slots__ = ("id", "enabled")
    ID_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    id: str
    enabled: bool
    def __init__(self, id: _Optional[str] = ..., enabled: _Optional[bool] = ...) -> None: ...

class SetDeviceEnabledResponse(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: Device
    def __init__(self, device: _Optional[_Union[Device, _Mapping]] = ...) -> None: ...

class DeleteDeviceRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DeleteDeviceResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class IssueDeviceKeyRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class IssueDeviceKeyResponse(_message.Message):
    __slots__ = ("key", "previous_key_expire_time")
    KEY_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_KEY_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    key: str
    previous_key_expire_time: _timestamp_pb2.Timestamp
    def __init__(self, key: _Optional[str] = ..., previous_key_expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ExchangeDeviceKeyRequest(_message.Message):
    __slots__ = ("national_id", "key")
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    national_id: str
    key: str
    def __init__(self, national_id: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class ExchangeDeviceKeyResponse(_message.Message):
    __slots__ = ("token", "expire_time", "device_id", "server_time")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    token: str
    expire_time: _timestamp_pb2.Timestamp
    device_id: str
    server_time: _timestamp_pb2.Timestamp
    def __init__(self, token: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device_id: _Optional[str] = ..., server_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ReportHeartbeatsRequest(_message.Message):
    __slots__ = ("heartbeats",)
    HEARTBEATS_FIELD_NUMBER: _ClassVar[int]
    heartbeats: _containers.RepeatedCompositeFieldContainer[Heartbeat]
    def __init__(self, heartbeats: _Optional[_Iterable[_Union[Heartbeat, _Mapping]]] = ...) -> None: ...

class ReportHeartbeatsResponse(_message.Message):
    __slots__ = ("refused_device_ids", "server_time")
    REFUSED_DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    refused_device_ids: _containers.RepeatedScalarFieldContainer[str]
    server_time: _timestamp_pb2.Timestamp
    def __init__(self, refused_device_ids: _Optional[_Iterable[str]] = ..., server_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StreamHeartbeatsRequest(_message.Message):
    __slots__ = ("heartbeats",)
    HEARTBEATS_FIELD_NUMBER: _ClassVar[int]
    heartbeats: _containers.RepeatedCompositeFieldContainer[Heartbeat]
    def __init__(self, heartbeats: _Optional[_Iterable[_Union[Heartbeat, _Mapping]]] = ...) -> None: ...

class StreamHeartbeatsResponse(_message.Message):
    __slots__ = ("refused_device_ids", "server_time")
    REFUSED_DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    refused_device_ids: _containers.RepeatedScalarFieldContainer[str]
    server_time: _timestamp_pb2.Timestamp
    def __init__(self, refused_device_ids: _Optional[_Iterable[str]] = ..., server_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDeviceStatesRequest(_message.Message):
    __slots__ = ("device_id", "page_size", "page_token")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    page_size: int
    page_token: str
    def __init__(self, device_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDeviceStatesResponse(_message.Message):
    __slots__ = ("changes", "next_page_token")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[DeviceStateChange]
    next_page_token: str
    def __init__(self, changes: _Optional[_Iterable[_Union[DeviceStateChange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ImportRegistryRequest(_message.Message):
    __slots__ = ("content", "dry_run")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    dry_run: bool
    def __init__(self, content: _Optional[bytes] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class ImportRegistryResponse(_message.Message):
    __slots__ = ("rows", "created", "changed", "unchanged", "problems")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    rows: int
    created: int
    changed: int
    unchanged: int
    problems: _containers.RepeatedCompositeFieldContainer[ImportProblem]
    def __init__(self, rows: _Optional[int] = ..., created: _Optional[int] = ..., changed: _Optional[int] = ..., unchanged: _Optional[int] = ..., problems: _Optional[_Iterable[_Union[ImportProblem, _Mapping]]] = ...) -> None: ...

class DeviceStateChanged(_message.Message):
    __slots__ = ("device_id", "national_id", "access_point_id", "previous_state", "last_seen_time", "time")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_STATE_FIELD_NUMBER: _ClassVar[int]
    LAST_SEEN_TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    national_id: str
    access_point_id: str
    previous_state: DeviceState
    last_seen_time: _timestamp_pb2.Timestamp
    time: _timestamp_pb2.Timestamp
    def __init__(self, device_id: _Optional[str] = ..., national_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., previous_state: _Optional[_Union[DeviceState, str]] = ..., last_seen_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PlaceChanged(_message.Message):
    __slots__ = ("id", "revision")
    ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    id: str
    revision: int
    def __init__(self, id: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class ImportCompleted(_message.Message):
    __slots__ = ("created", "changed", "revision")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    created: int
    changed: int
    revision: int
    def __init__(self, created: _Optional[int] = ..., changed: _Optional[int] = ..., revision: _Optional[int] = ...) -> None: ...
