import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EnrolFaceRequest(_message.Message):
    __slots__ = ("subject_id", "photo", "allow_lookalike", "reason")
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PHOTO_FIELD_NUMBER: _ClassVar[int]
    ALLOW_LOOKALIKE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    photo: bytes
    allow_lookalike: bool
    reason: str
    def __init__(self, subject_id: _Optional[str] = ..., photo: _Optional[bytes] = ..., allow_lookalike: _Optional[bool] = ..., reason: _Optional[str] = ...) -> None: ...

class EnrolFaceResponse(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: Template
    def __init__(self, template: _Optional[_Union[Template, _Mapping]] = ...) -> None: ...

class IdentifyFaceRequest(_message.Message):
    __slots__ = ("community_id", "image", "cropped")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    CROPPED_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    image: bytes
    cropped: bool
    def __init__(self, community_id: _Optional[str] = ..., image: _Optional[bytes] = ..., cropped: _Optional[bool] = ...) -> None: ...

class IdentifyFaceResponse(_message.Message):
    __slots__ = ("subject_id", "reason", "score", "second", "threshold", "pack", "times")
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SECOND_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    reason: str
    score: float
    second: float
    threshold: float
    pack: str
    times: StageTimes
    def __init__(self, subject_id: _Optional[str] = ..., reason: _Optional[str] = ..., score: _Optional[float] = ..., second: _Optional[float] = ..., threshold: _Optional[float] = ..., pack: _Optional[str] = ..., times: _Optional[_Union[StageTimes, _Mapping]] = ...) -> None: ...

class EraseFaceRequest(_message.Message):
    __slots__ = ("subject_id",)
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    def __init__(self, subject_id: _Optional[str] = ...) -> None: ...

class EraseFaceResponse(_message.Message):
    __slots__ = ("count", "digest")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    count: int
    digest: str
    def __init__(self, count: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...

class ListTemplatesRequest(_message.Message):
    __slots__ = ("community_id", "subject_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    subject_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTemplatesResponse(_message.Message):
    __slots__ = ("templates", "next_page_token")
    TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    templates: _containers.RepeatedCompositeFieldContainer[Template]
    next_page_token: str
    def __init__(self, templates: _Optional[_Iterable[_Union[Template, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class Template(_message.Message):
    __slots__ = ("id", "community_id", "subject_id", "consent_id", "pack", "transform_version", "sharpness", "eye_distance", "create_time", "expire_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    TRANSFORM_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHARPNESS_FIELD_NUMBER: _ClassVar[int]
    EYE_DISTANCE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    subject_id: str
    consent_id: str
    pack: str
    transform_version: int
    sharpness: float
    eye_distance: float
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., consent_id: _Optional[str] = ..., pack: _Optional[str] = ..., transform_version: _Optional[int] = ..., sharpness: _Optional[float] = ..., eye_distance: _Optional[float] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StageTimes(_message.Message):
    __slots__ = ("inference_ms", "queue_ms", "decode_ms", "detect_ms", "align_ms", "embed_ms", "search_ms")
    INFERENCE_MS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MS_FIELD_NUMBER: _ClassVar[int]
    DECODE_MS_FIELD_NUMBER: _ClassVar[int]
    DETECT_MS_FIELD_NUMBER: _ClassVar[int]
    ALIGN_MS_FIELD_NUMBER: _ClassVar[int]
    EMBED_MS_FIELD_NUMBER: _ClassVar[int]
    SEARCH_MS_FIELD_NUMBER: _ClassVar[int]
    inference_ms: float
    queue_ms: float
    decode_ms: float
    detect_ms: float
    align_ms: float
    embed_ms: float
    search_ms: float
    def __init__(self, inference_ms: _Optional[float] = ..., queue_ms: _Optional[float] = ..., decode_ms: _Optional[float] = ..., detect_ms: _Optional[float] = ..., align_ms: _Optional[float] = ..., embed_ms: _Optional[float] = ..., search_ms: _Optional[float] = ...) -> None: ...

class TemplateEnrolled(_message.Message):
    __slots__ = ("template_id", "subject_id", "pack")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    template_id: str
    subject_id: str
    pack: str
    def __init__(self, template_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., pack: _Optional[str] = ...) -> None: ...

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
