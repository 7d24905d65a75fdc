import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIRECTION_UNSPECIFIED: _ClassVar[Direction]
    DIRECTION_IN: _ClassVar[Direction]
    DIRECTION_OUT: _ClassVar[Direction]
    DIRECTION_BOTH: _ClassVar[Direction]

class EvidenceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVIDENCE_KIND_UNSPECIFIED: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_FACE: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_CARD: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_PASSCODE: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_QR: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_MANUAL: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_EMERGENCY: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_PLATE: _ClassVar[EvidenceKind]

class CredentialKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDENTIAL_KIND_UNSPECIFIED: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_CARD: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_PASSCODE: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_QR: _ClassVar[CredentialKind]

class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTCOME_UNSPECIFIED: _ClassVar[Outcome]
    OUTCOME_OPEN: _ClassVar[Outcome]
    OUTCOME_REFUSED: _ClassVar[Outcome]
DIRECTION_UNSPECIFIED: Direction
DIRECTION_IN: Direction
DIRECTION_OUT: Direction
DIRECTION_BOTH: Direction
EVIDENCE_KIND_UNSPECIFIED: EvidenceKind
EVIDENCE_KIND_FACE: EvidenceKind
EVIDENCE_KIND_CARD: EvidenceKind
EVIDENCE_KIND_PASSCODE: EvidenceKind
EVIDENCE_KIND_QR: EvidenceKind
EVIDENCE_KIND_MANUAL: EvidenceKind
EVIDENCE_KIND_EMERGENCY: EvidenceKind
EVIDENCE_KIND_PLATE: EvidenceKind
CREDENTIAL_KIND_UNSPECIFIED: CredentialKind
CREDENTIAL_KIND_CARD: CredentialKind
CREDENTIAL_KIND_PASSCODE: CredentialKind
CREDENTIAL_KIND_QR: CredentialKind
OUTCOME_UNSPECIFIED: Outcome
OUTCOME_OPEN: Outcome
OUTCOME_REFUSED: Outcome

class RequestPassRequest(_message.Message):
    __slots__ = ("access_point_id", "evidence", "direction", "device_time", "request_id", "passage_key")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PASSAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    evidence: Evidence
    direction: Direction
    device_time: _timestamp_pb2.Timestamp
    request_id: str
    passage_key: str
    def __init__(self, access_point_id: _Optional[str] = ..., evidence: _Optional[_Union[Evidence, _Mapping]] = ..., direction: _Optional[_Union[Direction, str]] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ..., passage_key: _Optional[str] = ...) -> None: ...

class RequestPassResponse(_message.Message):
    __slots__ = ()
    PASS_FIELD_NUMBER: _ClassVar[int]
    def __init__(self, **kwargs) -> None: ...

class Evidence(_message.Message):
    __slots__ = ("frame", "cropped_face", "card", "passcode", "qr", "plate_frames", "plate_read")
    FRAME_FIELD_NUMBER: _ClassVar[int]
    CROPPED_FACE_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    PASSCODE_FIELD_NUMBER: _ClassVar[int]
    QR_FIELD_NUMBER: _ClassVar[int]
    PLATE_FRAMES_FIELD_NUMBER: _ClassVar[int]
    PLATE_READ_FIELD_NUMBER: _ClassVar[int]
    frame: bytes
    cropped_face: bytes
    card: str
    passcode: str
    qr: str
    plate_frames: PlateFrames
    plate_read: PlateRead
    def __init__(self, frame: _Optional[bytes] = ..., cropped_face: _Optional[bytes] = ..., card: _Optional[str] = ..., passcode: _Optional[str] = ..., qr: _Optional[str] = ..., plate_frames: _Optional[_Union[PlateFrames, _Mapping]] = ..., plate_read: _Optional[_Union[PlateRead, _Mapping]] = ...) -> None: ...

class PlateFrames(_message.Message):
    __slots__ = ("images",)
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, images: _Optional[_Iterable[bytes]] = ...) -> None: ...

class PlateRead(_message.Message):
    __slots__ = ("text", "confidences", "confidence", "color", "kind")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCES_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    text: str
    confidences: _containers.RepeatedScalarFieldContainer[float]
    confidence: float
    color: str
    kind: str
    def __init__(self, text: _Optional[str] = ..., confidences: _Optional[_Iterable[float]] = ..., confidence: _Optional[float] = ..., color: _Optional[str] = ..., kind: _Optional[str] = ...) -> None: ...

class OpenAccessPointRequest(_message.Message):
    __slots__ = ("access_point_id", "reason", "direction", "request_id", "passage_key")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PASSAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    reason: str
    direction: Direction
    request_id: str
    passage_key: str
    def __init__(self, access_point_id: _Optional[str] = ..., reason: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., request_id: _Optional[str] = ..., passage_key: _Optional[str] = ...) -> None: ...

class OpenAccessPointResponse(_message.Message):
    __slots__ = ()
    PASS_FIELD_NUMBER: _ClassVar[int]
    def __init__(self, **kwargs) -> None: ...

class StartEmergencyRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "reason", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    reason: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StartEmergencyResponse(_message.Message):
    __slots__ = ("emergency",)
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    emergency: Emergency
    def __init__(self, emergency: _Optional[_Union[Emergency, _Mapping]] = ...) -> None: ...

class EndEmergencyRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class EndEmergencyResponse(_message.Message):
    __slots__ = ("emergency",)
    EMERGENCY_FIELD_NUMBER: _ClassVar[int]
    emergency: Emergency
    def __init__(self, emergency: _Optional[_Union[Emergency, _Mapping]] = ...) -> None: ...

class ListEmergenciesRequest(_message.Message):
    __slots__ = ("community_id", "open", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    open: bool
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., open: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListEmergenciesResponse(_message.Message):
    __slots__ = ("emergencies", "next_page_token")
    EMERGENCIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    emergencies: _containers.RepeatedCompositeFieldContainer[Emergency]
    next_page_token: str
    def __init__(self, emergencies: _Optional[_Iterable[_Union[Emergency, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PutRulesRequest(_message.Message):
    __slots__ = ("access_point_id", "credentials", "anti_passback", "two_person", "hours", "plate_liveness", "plate_pictures")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    ANTI_PASSBACK_FIELD_NUMBER: _ClassVar[int]
    TWO_PERSON_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    PLATE_LIVENESS_FIELD_NUMBER: _ClassVar[int]
    PLATE_PICTURES_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    credentials: _containers.RepeatedScalarFieldContainer[CredentialKind]
    anti_passback: bool
    two_person: bool
    hours: _containers.RepeatedCompositeFieldContainer[OpeningHours]
    plate_liveness: bool
    plate_pictures: bool
    def __init__(self, access_point_id: _Optional[str] = ..., credentials: _Optional[_Iterable[_Union[CredentialKind, str]]] = ..., anti_passback: _Optional[bool] = ..., two_person: _Optional[bool] = ..., hours: _Optional[_Iterable[_Union[OpeningHours, _Mapping]]] = ..., plate_liveness: _Optional[bool] = ..., plate_pictures: _Optional[bool] = ...) -> None: ...

class PutRulesResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: Rules
    def __init__(self, rules: _Optional[_Union[Rules, _Mapping]] = ...) -> None: ...

class GetRulesRequest(_message.Message):
    __slots__ = ("access_point_id",)
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    def __init__(self, access_point_id: _Optional[str] = ...) -> None: ...

class GetRulesResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: Rules
    def __init__(self, rules: _Optional[_Union[Rules, _Mapping]] = ...) -> None: ...

class EnableFaceRequest(_message.Message):
    __slots__ = ("access_point_id", "justification")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    justification: FaceJustification
    def __init__(self, access_point_id: _Optional[str] = ..., justification: _Optional[_Union[FaceJustification, _Mapping]] = ...) -> None: ...

class EnableFaceResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: Rules
    def __init__(self, rules: _Optional[_Union[Rules, _Mapping]] = ...) -> None: ...

class DisableFaceRequest(_message.Message):
    __slots__ = ("access_point_id",)
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    def __init__(self, access_point_id: _Optional[str] = ...) -> None: ...

class DisableFaceResponse(_message.Message):
    __slots__ = ("rules",)
    RULES_FIELD_NUMBER: _ClassVar[int]
    rules: Rules
    def __init__(self, rules: _Optional[_Union[Rules, _Mapping]] = ...) -> None: ...

class GetPassRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPassResponse(_message.Message):
    __slots__ = ()
    PASS_FIELD_NUMBER: _ClassVar[int]
    def __init__(self, **kwargs) -> None: ...

class GetPassPictureRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class GetPassPictureResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: bytes
    def __init__(self, image: _Optional[bytes] = ...) -> None: ...

class ListPassesRequest(_message.Message):
    __slots__ = ("community_id", "access_point_id", "outcome", "start_time", "end_time", "subject_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    access_point_id: str
    outcome: Outcome
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    subject_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., subject_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPassesResponse(_message.Message):
    __slots__ = ("passes", "next_page_token")
    PASSES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    passes: _containers.RepeatedCompositeFieldContainer[Pass]
    next_page_token: str
    def __init__(self, passes: _Optional[_Iterable[_Union[Pass, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class Pass(_message.Message):
    __slots__ = ("id", "community_id", "access_point_id", "device_id", "direction", "evidence", "outcome", "reason", "message", "subject_id", "score", "threshold", "degraded", "operator", "operator_reason", "time", "device_time", "times", "snapshot", "permit_id", "passage_id", "notes")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    DEGRADED_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_REASON_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    PERMIT_ID_FIELD_NUMBER: _ClassVar[int]
    PASSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    access_point_id: str
    device_id: str
    direction: Direction
    evidence: EvidenceKind
    outcome: Outcome
    reason: str
    message: str
    subject_id: str
    score: float
    threshold: float
    degraded: _containers.RepeatedScalarFieldContainer[str]
    operator: str
    operator_reason: str
    time: _timestamp_pb2.Timestamp
    device_time: _timestamp_pb2.Timestamp
    times: StageTimes
    snapshot: str
    permit_id: str
    passage_id: str
    notes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., device_id: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., evidence: _Optional[_Union[EvidenceKind, str]] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., subject_id: _Optional[str] = ..., score: _Optional[float] = ..., threshold: _Optional[float] = ..., degraded: _Optional[_Iterable[str]] = ..., operator: _Optional[str] = ..., operator_reason: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., times: _Optional[_Union[StageTimes, _Mapping]] = ..., snapshot: _Optional[str] = ..., permit_id: _Optional[str] = ..., passage_id: _Optional[str] = ..., notes: _Optional[_Iterable[str]] = ...) -> None: ...

class StageTimes(_message.Message):
    __slots__ = ("total_ms", "identify_ms", "queue_ms", "decode_ms", "detect_ms", "align_ms", "embed_ms", "search_ms", "record_ms", "decide_ms", "rectify_ms", "recognize_ms", "match_ms")
    TOTAL_MS_FIELD_NUMBER: _ClassVar[int]
    IDENTIFY_MS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MS_FIELD_NUMBER: _ClassVar[int]
    DECODE_MS_FIELD_NUMBER: _ClassVar[int]
    DETECT_MS_FIELD_NUMBER: _ClassVar[int]
    ALIGN_MS_FIELD_NUMBER: _ClassVar[int]
    EMBED_MS_FIELD_NUMBER: _ClassVar[int]
    SEARCH_MS_FIELD_NUMBER: _ClassVar[int]
    RECORD_MS_FIELD_NUMBER: _ClassVar[int]
    DECIDE_MS_FIELD_NUMBER: _ClassVar[int]
    RECTIFY_MS_FIELD_NUMBER: _ClassVar[int]
    RECOGNIZE_MS_FIELD_NUMBER: _ClassVar[int]
    MATCH_MS_FIELD_NUMBER: _ClassVar[int]
    total_ms: float
    identify_ms: float
    queue_ms: float
    decode_ms: float
    detect_ms: float
    align_ms: float
    embed_ms: float
    search_ms: float
    record_ms: float
    decide_ms: float
    rectify_ms: float
    recognize_ms: float
    match_ms: float
    def __init__(self, total_ms: _Optional[float] = ..., identify_ms: _Optional[float] = ..., queue_ms: _Optional[float] = ..., decode_ms: _Optional[float] = ..., detect_ms: _Optional[float] = ..., align_ms: _Optional[float] = ..., embed_ms: _Optional[float] = ..., search_ms: _Optional[float] = ..., record_ms: _Optional[float] = ..., decide_ms: _Optional[float] = ..., rectify_ms: _Optional[float] = ..., recognize_ms: _Optional[float] = ..., match_ms: _Optional[float] = ...) -> None: ...

class Rules(_message.Message):
    __slots__ = ("access_point_id", "community_id", "credentials", "face", "justification", "anti_passback", "two_person", "hours", "snapshots", "plate_liveness", "plate_pictures")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    FACE_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    ANTI_PASSBACK_FIELD_NUMBER: _ClassVar[int]
    TWO_PERSON_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    PLATE_LIVENESS_FIELD_NUMBER: _ClassVar[int]
    PLATE_PICTURES_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    community_id: str
    credentials: _containers.RepeatedScalarFieldContainer[CredentialKind]
    face: bool
    justification: FaceJustification
    anti_passback: bool
    two_person: bool
    hours: _containers.RepeatedCompositeFieldContainer[OpeningHours]
    snapshots: bool
    plate_liveness: bool
    plate_pictures: bool
    def __init__(self, access_point_id: _Optional[str] = ..., community_id: _Optional[str] = ..., credentials: _Optional[_Iterable[_Union[CredentialKind, str]]] = ..., face: _Optional[bool] = ..., justification: _Optional[_Union[FaceJustification, _Mapping]] = ..., anti_passback: _Optional[bool] = ..., two_person: _Optional[bool] = ..., hours: _Optional[_Iterable[_Union[OpeningHours, _Mapping]]] = ..., snapshots: _Optional[bool] = ..., plate_liveness: _Optional[bool] = ..., plate_pictures: _Optional[bool] = ...) -> None: ...

class FaceJustification(_message.Message):
    __slots__ = ("purpose", "alternatives", "approver", "pia_id", "snapshots")
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    APPROVER_FIELD_NUMBER: _ClassVar[int]
    PIA_ID_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    purpose: str
    alternatives: str
    approver: str
    pia_id: str
    snapshots: bool
    def __init__(self, purpose: _Optional[str] = ..., alternatives: _Optional[str] = ..., approver: _Optional[str] = ..., pia_id: _Optional[str] = ..., snapshots: _Optional[bool] = ...) -> None: ...

class OpeningHours(_message.Message):
    __slots__ = ("days", "start", "end")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedScalarFieldContainer[int]
    start: str
    end: str
    def __init__(self, days: _Optional[_Iterable[int]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ...) -> None: ...

class Emergency(_message.Message):
    __slots__ = ("id", "community_id", "access_point_id", "reason", "operator", "start_time", "end_time", "end_operator")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    END_OPERATOR_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    access_point_id: str
    reason: str
    operator: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    end_operator: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., reason: _Optional[str] = ..., operator: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_operator: _Optional[str] = ...) -> None: ...

class PassDecided(_message.Message):
    __slots__ = ("pass_id", "access_point_id", "device_id", "direction", "evidence", "reason", "degraded", "time", "device_time")
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DEGRADED_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    pass_id: str
    access_point_id: str
    device_id: str
    direction: Direction
    evidence: EvidenceKind
    reason: str
    degraded: _containers.RepeatedScalarFieldContainer[str]
    time: _timestamp_pb2.Timestamp
    device_time: _timestamp_pb2.Timestamp
    def __init__(self, pass_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., device_id: _Optional[str] = ..., direction: _Optional[_Union[Direction, str]] = ..., evidence: _Optional[_Union[EvidenceKind, str]] = ..., reason: _Optional[str] = ..., degraded: _Optional[_Iterable[str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RulesChanged(_message.Message):
    __slots__ = ("access_point_id", "face")
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    FACE_FIELD_NUMBER: _ClassVar[int]
    access_point_id: str
    face: bool
    def __init__(self, access_point_id: _Optional[str] = ..., face: _Optional[bool] = ...) -> None: ...

class EmergencyChanged(_message.Message):
    __slots__ = ("emergency_id", "access_point_id", "reason")
    EMERGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    emergency_id: str
    access_point_id: str
    reason: str
    def __init__(self, emergency_id: _Optional[str] = ..., access_point_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

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

class SnapshotLost(_message.Message):
    __slots__ = ("pass_id", "reason")
    PASS_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    pass_id: str
    reason: str
    def __init__(self, pass_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
