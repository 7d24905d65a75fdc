from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Point(_message.Message):
    __slots__ = ("x", "y")
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ...) -> None: ...

class Box(_message.Message):
    __slots__ = ("x", "y", "width", "height")
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    width: float
    height: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ..., width: _Optional[float] = ..., height: _Optional[float] = ...) -> None: ...

class FaceQuality(_message.Message):
    __slots__ = ("eye_distance", "sharpness", "yaw", "pitch", "roll", "brightness", "defects")
    EYE_DISTANCE_FIELD_NUMBER: _ClassVar[int]
    SHARPNESS_FIELD_NUMBER: _ClassVar[int]
    YAW_FIELD_NUMBER: _ClassVar[int]
    PITCH_FIELD_NUMBER: _ClassVar[int]
    ROLL_FIELD_NUMBER: _ClassVar[int]
    BRIGHTNESS_FIELD_NUMBER: _ClassVar[int]
    DEFECTS_FIELD_NUMBER: _ClassVar[int]
    eye_distance: float
    sharpness: float
    yaw: float
    pitch: float
    roll: float
    brightness: float
    defects: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, eye_distance: _Optional[float] = ..., sharpness: _Optional[float] = ..., yaw: _Optional[float] = ..., pitch: _Optional[float] = ..., roll: _Optional[float] = ..., brightness: _Optional[float] = ..., defects: _Optional[_Iterable[str]] = ...) -> None: ...

class Embedding(_message.Message):
    __slots__ = ("pack", "vector")
    PACK_FIELD_NUMBER: _ClassVar[int]
    VECTOR_FIELD_NUMBER: _ClassVar[int]
    pack: str
    vector: bytes
    def __init__(self, pack: _Optional[str] = ..., vector: _Optional[bytes] = ...) -> None: ...

class Face(_message.Message):
    __slots__ = ("box", "landmarks", "score", "quality", "embeddings")
    BOX_FIELD_NUMBER: _ClassVar[int]
    LANDMARKS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    EMBEDDINGS_FIELD_NUMBER: _ClassVar[int]
    box: Box
    landmarks: _containers.RepeatedCompositeFieldContainer[Point]
    score: float
    quality: FaceQuality
    embeddings: _containers.RepeatedCompositeFieldContainer[Embedding]
    def __init__(self, box: _Optional[_Union[Box, _Mapping]] = ..., landmarks: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., score: _Optional[float] = ..., quality: _Optional[_Union[FaceQuality, _Mapping]] = ..., embeddings: _Optional[_Iterable[_Union[Embedding, _Mapping]]] = ...) -> None: ...

class AnalyzeFacesRequest(_message.Message):
    __slots__ = ("image", "max_faces", "packs", "cropped", "mirror")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    MAX_FACES_FIELD_NUMBER: _ClassVar[int]
    PACKS_FIELD_NUMBER: _ClassVar[int]
    CROPPED_FIELD_NUMBER: _ClassVar[int]
    MIRROR_FIELD_NUMBER: _ClassVar[int]
    image: bytes
    max_faces: int
    packs: _containers.RepeatedScalarFieldContainer[str]
    cropped: bool
    mirror: bool
    def __init__(self, image: _Optional[bytes] = ..., max_faces: _Optional[int] = ..., packs: _Optional[_Iterable[str]] = ..., cropped: _Optional[bool] = ..., mirror: _Optional[bool] = ...) -> None: ...

class StageTimes(_message.Message):
    __slots__ = ("queue_ms", "decode_ms", "detect_ms", "align_ms", "embed_ms")
    QUEUE_MS_FIELD_NUMBER: _ClassVar[int]
    DECODE_MS_FIELD_NUMBER: _ClassVar[int]
    DETECT_MS_FIELD_NUMBER: _ClassVar[int]
    ALIGN_MS_FIELD_NUMBER: _ClassVar[int]
    EMBED_MS_FIELD_NUMBER: _ClassVar[int]
    queue_ms: float
    decode_ms: float
    detect_ms: float
    align_ms: float
    embed_ms: float
    def __init__(self, queue_ms: _Optional[float] = ..., decode_ms: _Optional[float] = ..., detect_ms: _Optional[float] = ..., align_ms: _Optional[float] = ..., embed_ms: _Optional[float] = ...) -> None: ...

class AnalyzeFacesResponse(_message.Message):
    __slots__ = ("faces", "width", "height", "times")
    FACES_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    faces: _containers.RepeatedCompositeFieldContainer[Face]
    width: int
    height: int
    times: StageTimes
    def __init__(self, faces: _Optional[_Iterable[_Union[Face, _Mapping]]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., times: _Optional[_Union[StageTimes, _Mapping]] = ...) -> None: ...

class ReadPlatesRequest(_message.Message):
    __slots__ = ("image", "max_plates", "pack", "cropped")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    MAX_PLATES_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    CROPPED_FIELD_NUMBER: _ClassVar[int]
    image: bytes
    max_plates: int
    pack: str
    cropped: bool
    def __init__(self, image: _Optional[bytes] = ..., max_plates: _Optional[int] = ..., pack: _Optional[str] = ..., cropped: _Optional[bool] = ...) -> None: ...

class ReadPlatesResponse(_message.Message):
    __slots__ = ("plates", "width", "height", "times")
    PLATES_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    plates: _containers.RepeatedCompositeFieldContainer[Plate]
    width: int
    height: int
    times: PlateTimes
    def __init__(self, plates: _Optional[_Iterable[_Union[Plate, _Mapping]]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., times: _Optional[_Union[PlateTimes, _Mapping]] = ...) -> None: ...

class ReadPlateTrackRequest(_message.Message):
    __slots__ = ("images", "pack")
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedScalarFieldContainer[bytes]
    pack: str
    def __init__(self, images: _Optional[_Iterable[bytes]] = ..., pack: _Optional[str] = ...) -> None: ...

class ReadPlateTrackResponse(_message.Message):
    __slots__ = ("plate", "best", "frames", "agreement", "motion", "times")
    PLATE_FIELD_NUMBER: _ClassVar[int]
    BEST_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    MOTION_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    plate: Plate
    best: int
    frames: int
    agreement: float
    motion: float
    times: PlateTimes
    def __init__(self, plate: _Optional[_Union[Plate, _Mapping]] = ..., best: _Optional[int] = ..., frames: _Optional[int] = ..., agreement: _Optional[float] = ..., motion: _Optional[float] = ..., times: _Optional[_Union[PlateTimes, _Mapping]] = ...) -> None: ...

class Plate(_message.Message):
    __slots__ = ("text", "kind", "color", "confidence", "characters", "corners", "score", "moire")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    CORNERS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    MOIRE_FIELD_NUMBER: _ClassVar[int]
    text: str
    kind: str
    color: str
    confidence: float
    characters: _containers.RepeatedCompositeFieldContainer[PlateCharacter]
    corners: _containers.RepeatedCompositeFieldContainer[Point]
    score: float
    moire: float
    def __init__(self, text: _Optional[str] = ..., kind: _Optional[str] = ..., color: _Optional[str] = ..., confidence: _Optional[float] = ..., characters: _Optional[_Iterable[_Union[PlateCharacter, _Mapping]]] = ..., corners: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., score: _Optional[float] = ..., moire: _Optional[float] = ...) -> None: ...

class PlateCharacter(_message.Message):
    __slots__ = ("text", "confidence", "alternatives")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    text: str
    confidence: float
    alternatives: _containers.RepeatedCompositeFieldContainer[PlateAlternative]
    def __init__(self, text: _Optional[str] = ..., confidence: _Optional[float] = ..., alternatives: _Optional[_Iterable[_Union[PlateAlternative, _Mapping]]] = ...) -> None: ...

class PlateAlternative(_message.Message):
    __slots__ = ("text", "confidence")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    text: str
    confidence: float
    def __init__(self, text: _Optional[str] = ..., confidence: _Optional[float] = ...) -> None: ...

class PlateTimes(_message.Message):
    __slots__ = ("queue_ms", "decode_ms", "detect_ms", "rectify_ms", "recognize_ms")
    QUEUE_MS_FIELD_NUMBER: _ClassVar[int]
    DECODE_MS_FIELD_NUMBER: _ClassVar[int]
    DETECT_MS_FIELD_NUMBER: _ClassVar[int]
    RECTIFY_MS_FIELD_NUMBER: _ClassVar[int]
    RECOGNIZE_MS_FIELD_NUMBER: _ClassVar[int]
    queue_ms: float
    decode_ms: float
    detect_ms: float
    rectify_ms: float
    recognize_ms: float
    def __init__(self, queue_ms: _Optional[float] = ..., decode_ms: _Optional[float] = ..., detect_ms: _Optional[float] = ..., rectify_ms: _Optional[float] = ..., recognize_ms: _Optional[float] = ...) -> None: ...

class DetectObjectsRequest(_message.Message):
    __slots__ = ("image", "pack", "labels", "threshold", "max_objects")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    MAX_OBJECTS_FIELD_NUMBER: _ClassVar[int]
    image: bytes
    pack: str
    labels: _containers.RepeatedScalarFieldContainer[str]
    threshold: float
    max_objects: int
    def __init__(self, image: _Optional[bytes] = ..., pack: _Optional[str] = ..., labels: _Optional[_Iterable[str]] = ..., threshold: _Optional[float] = ..., max_objects: _Optional[int] = ...) -> None: ...

class DetectObjectsResponse(_message.Message):
    __slots__ = ("objects", "width", "height", "times")
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    objects: _containers.RepeatedCompositeFieldContainer[DetectedObject]
    width: int
    height: int
    times: ObjectTimes
    def __init__(self, objects: _Optional[_Iterable[_Union[DetectedObject, _Mapping]]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., times: _Optional[_Union[ObjectTimes, _Mapping]] = ...) -> None: ...

class StreamObjectsRequest(_message.Message):
    __slots__ = ("request", "sequence")
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    request: DetectObjectsRequest
    sequence: int
    def __init__(self, request: _Optional[_Union[DetectObjectsRequest, _Mapping]] = ..., sequence: _Optional[int] = ...) -> None: ...

class StreamObjectsResponse(_message.Message):
    __slots__ = ("response", "sequence", "reason")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    response: DetectObjectsResponse
    sequence: int
    reason: str
    def __init__(self, response: _Optional[_Union[DetectObjectsResponse, _Mapping]] = ..., sequence: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class DetectedObject(_message.Message):
    __slots__ = ("label", "score", "box")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    BOX_FIELD_NUMBER: _ClassVar[int]
    label: str
    score: float
    box: Box
    def __init__(self, label: _Optional[str] = ..., score: _Optional[float] = ..., box: _Optional[_Union[Box, _Mapping]] = ...) -> None: ...

class ObjectTimes(_message.Message):
    __slots__ = ("queue_ms", "decode_ms", "detect_ms")
    QUEUE_MS_FIELD_NUMBER: _ClassVar[int]
    DECODE_MS_FIELD_NUMBER: _ClassVar[int]
    DETECT_MS_FIELD_NUMBER: _ClassVar[int]
    queue_ms: float
    decode_ms: float
    detect_ms: float
    def __init__(self, queue_ms: _Optional[float] = ..., decode_ms: _Optional[float] = ..., detect_ms: _Optional[float] = ...) -> None: ...

class Pack(_message.Message):
    __slots__ = ("name", "task", "available", "embedding_size", "threshold", "margin", "recommended", "license", "problem")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    EMBEDDING_SIZE_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    MARGIN_FIELD_NUMBER: _ClassVar[int]
    RECOMMENDED_FIELD_NUMBER: _ClassVar[int]
    LICENSE_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    name: str
    task: str
    available: bool
    embedding_size: int
    threshold: float
    margin: float
    recommended: bool
    license: str
    problem: str
    def __init__(self, name: _Optional[str] = ..., task: _Optional[str] = ..., available: _Optional[bool] = ..., embedding_size: _Optional[int] = ..., threshold: _Optional[float] = ..., margin: _Optional[float] = ..., recommended: _Optional[bool] = ..., license: _Optional[str] = ..., problem: _Optional[str] = ...) -> None: ...

class ListPacksRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPacksResponse(_message.Message):
    __slots__ = ("packs", "next_page_token")
    PACKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    packs: _containers.RepeatedCompositeFieldContainer[Pack]
    next_page_token: str
    def __init__(self, packs: _Optional[_Iterable[_Union[Pack, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
