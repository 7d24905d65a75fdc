import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PeerKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PEER_KIND_UNSPECIFIED: _ClassVar[PeerKind]
    PEER_KIND_DEVICE: _ClassVar[PeerKind]
    PEER_KIND_LOWER: _ClassVar[PeerKind]
    PEER_KIND_UPPER: _ClassVar[PeerKind]
    PEER_KIND_EXTRANET: _ClassVar[PeerKind]

class LinkState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LINK_STATE_UNSPECIFIED: _ClassVar[LinkState]
    LINK_STATE_UNREGISTERED: _ClassVar[LinkState]
    LINK_STATE_ONLINE: _ClassVar[LinkState]
    LINK_STATE_OFFLINE: _ClassVar[LinkState]
    LINK_STATE_REFUSED: _ClassVar[LinkState]
    LINK_STATE_PAUSED: _ClassVar[LinkState]

class OverflowPolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OVERFLOW_POLICY_UNSPECIFIED: _ClassVar[OverflowPolicy]
    OVERFLOW_POLICY_DROP_OLDEST: _ClassVar[OverflowPolicy]
    OVERFLOW_POLICY_DROP_NEWEST: _ClassVar[OverflowPolicy]

class FlowState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FLOW_STATE_UNSPECIFIED: _ClassVar[FlowState]
    FLOW_STATE_PROPOSED: _ClassVar[FlowState]
    FLOW_STATE_ACTIVE: _ClassVar[FlowState]
    FLOW_STATE_ENDED: _ClassVar[FlowState]
    FLOW_STATE_EXPIRED: _ClassVar[FlowState]

class LegalBasis(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LEGAL_BASIS_UNSPECIFIED: _ClassVar[LegalBasis]
    LEGAL_BASIS_STATUTORY_DUTY: _ClassVar[LegalBasis]
    LEGAL_BASIS_STATE_ORGAN: _ClassVar[LegalBasis]
    LEGAL_BASIS_SEPARATE_CONSENT: _ClassVar[LegalBasis]
    LEGAL_BASIS_NO_PERSONAL_DATA: _ClassVar[LegalBasis]

class ObjectState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OBJECT_STATE_UNSPECIFIED: _ClassVar[ObjectState]
    OBJECT_STATE_QUEUED: _ClassVar[ObjectState]
    OBJECT_STATE_SENT: _ClassVar[ObjectState]
    OBJECT_STATE_ACCEPTED: _ClassVar[ObjectState]
    OBJECT_STATE_REFUSED: _ClassVar[ObjectState]
    OBJECT_STATE_SET_ASIDE: _ClassVar[ObjectState]
    OBJECT_STATE_OVERFLOWED: _ClassVar[ObjectState]
PEER_KIND_UNSPECIFIED: PeerKind
PEER_KIND_DEVICE: PeerKind
PEER_KIND_LOWER: PeerKind
PEER_KIND_UPPER: PeerKind
PEER_KIND_EXTRANET: PeerKind
LINK_STATE_UNSPECIFIED: LinkState
LINK_STATE_UNREGISTERED: LinkState
LINK_STATE_ONLINE: LinkState
LINK_STATE_OFFLINE: LinkState
LINK_STATE_REFUSED: LinkState
LINK_STATE_PAUSED: LinkState
OVERFLOW_POLICY_UNSPECIFIED: OverflowPolicy
OVERFLOW_POLICY_DROP_OLDEST: OverflowPolicy
OVERFLOW_POLICY_DROP_NEWEST: OverflowPolicy
FLOW_STATE_UNSPECIFIED: FlowState
FLOW_STATE_PROPOSED: FlowState
FLOW_STATE_ACTIVE: FlowState
FLOW_STATE_ENDED: FlowState
FLOW_STATE_EXPIRED: FlowState
LEGAL_BASIS_UNSPECIFIED: LegalBasis
LEGAL_BASIS_STATUTORY_DUTY: LegalBasis
LEGAL_BASIS_STATE_ORGAN: LegalBasis
LEGAL_BASIS_SEPARATE_CONSENT: LegalBasis
LEGAL_BASIS_NO_PERSONAL_DATA: LegalBasis
OBJECT_STATE_UNSPECIFIED: ObjectState
OBJECT_STATE_QUEUED: ObjectState
OBJECT_STATE_SENT: ObjectState
OBJECT_STATE_ACCEPTED: ObjectState
OBJECT_STATE_REFUSED: ObjectState
OBJECT_STATE_SET_ASIDE: ObjectState
OBJECT_STATE_OVERFLOWED: ObjectState

class Peer(_message.Message):
    __slots__ = ("id", "community_id", "kind", "display_name", "national_id", "username", "has_password", "password_time", "url", "profile", "state_organ", "identities_basis", "queue_objects", "queue_bytes", "overflow", "ca", "paused", "link", "link_reason", "link_time", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    HAS_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_TIME_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    STATE_ORGAN_FIELD_NUMBER: _ClassVar[int]
    IDENTITIES_BASIS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_OBJECTS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_BYTES_FIELD_NUMBER: _ClassVar[int]
    OVERFLOW_FIELD_NUMBER: _ClassVar[int]
    CA_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    LINK_REASON_FIELD_NUMBER: _ClassVar[int]
    LINK_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    kind: PeerKind
    display_name: str
    national_id: str
    username: str
    has_password: bool
    password_time: _timestamp_pb2.Timestamp
    url: str
    profile: str
    state_organ: bool
    identities_basis: str
    queue_objects: int
    queue_bytes: int
    overflow: OverflowPolicy
    ca: str
    paused: bool
    link: LinkState
    link_reason: str
    link_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., kind: _Optional[_Union[PeerKind, str]] = ..., display_name: _Optional[str] = ..., national_id: _Optional[str] = ..., username: _Optional[str] = ..., has_password: _Optional[bool] = ..., password_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., url: _Optional[str] = ..., profile: _Optional[str] = ..., state_organ: _Optional[bool] = ..., identities_basis: _Optional[str] = ..., queue_objects: _Optional[int] = ..., queue_bytes: _Optional[int] = ..., overflow: _Optional[_Union[OverflowPolicy, str]] = ..., ca: _Optional[str] = ..., paused: _Optional[bool] = ..., link: _Optional[_Union[LinkState, str]] = ..., link_reason: _Optional[str] = ..., link_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Flow(_message.Message):
    __slots__ = ("id", "community_id", "destination_id", "purpose", "basis", "document", "fields", "community_ids", "face_basis", "consent_purpose", "state", "expire_time", "proposer", "approvers", "create_time", "end_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_IDS_FIELD_NUMBER: _ClassVar[int]
    FACE_BASIS_FIELD_NUMBER: _ClassVar[int]
    CONSENT_PURPOSE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    PROPOSER_FIELD_NUMBER: _ClassVar[int]
    APPROVERS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    destination_id: str
    purpose: str
    basis: LegalBasis
    document: str
    fields: _containers.RepeatedCompositeFieldContainer[FieldList]
    community_ids: _containers.RepeatedScalarFieldContainer[str]
    face_basis: str
    consent_purpose: str
    state: FlowState
    expire_time: _timestamp_pb2.Timestamp
    proposer: str
    approvers: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., destination_id: _Optional[str] = ..., purpose: _Optional[str] = ..., basis: _Optional[_Union[LegalBasis, str]] = ..., document: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[FieldList, _Mapping]]] = ..., community_ids: _Optional[_Iterable[str]] = ..., face_basis: _Optional[str] = ..., consent_purpose: _Optional[str] = ..., state: _Optional[_Union[FlowState, str]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., proposer: _Optional[str] = ..., approvers: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FieldList(_message.Message):
    __slots__ = ("kind", "names")
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    kind: str
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, kind: _Optional[str] = ..., names: _Optional[_Iterable[str]] = ...) -> None: ...

class SentObject(_message.Message):
    __slots__ = ("id", "destination_id", "flow_id", "community_id", "device_id", "kind", "object_id", "state", "reason", "tries", "size", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TRIES_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: int
    destination_id: str
    flow_id: str
    community_id: str
    device_id: str
    kind: str
    object_id: str
    state: ObjectState
    reason: str
    tries: int
    size: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[int] = ..., destination_id: _Optional[str] = ..., flow_id: _Optional[str] = ..., community_id: _Optional[str] = ..., device_id: _Optional[str] = ..., kind: _Optional[str] = ..., object_id: _Optional[str] = ..., state: _Optional[_Union[ObjectState, str]] = ..., reason: _Optional[str] = ..., tries: _Optional[int] = ..., size: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LedgerEntry(_message.Message):
    __slots__ = ("destination_id", "number", "time", "act", "kind", "object_id", "community_id", "device_id", "flow_id", "fields", "reason", "previous_hash", "hash")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_HASH_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    number: int
    time: _timestamp_pb2.Timestamp
    act: str
    kind: str
    object_id: str
    community_id: str
    device_id: str
    flow_id: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    previous_hash: str
    hash: str
    def __init__(self, destination_id: _Optional[str] = ..., number: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., act: _Optional[str] = ..., kind: _Optional[str] = ..., object_id: _Optional[str] = ..., community_id: _Optional[str] = ..., device_id: _Optional[str] = ..., flow_id: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., previous_hash: _Optional[str] = ..., hash: _Optional[str] = ...) -> None: ...

class Reconciliation(_message.Message):
    __slots__ = ("destination_id", "device_id", "community_id", "day", "hour", "generated", "accepted", "refused", "gap_filled")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    HOUR_FIELD_NUMBER: _ClassVar[int]
    GENERATED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    GAP_FILLED_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    device_id: str
    community_id: str
    day: str
    hour: int
    generated: int
    accepted: int
    refused: int
    gap_filled: int
    def __init__(self, destination_id: _Optional[str] = ..., device_id: _Optional[str] = ..., community_id: _Optional[str] = ..., day: _Optional[str] = ..., hour: _Optional[int] = ..., generated: _Optional[int] = ..., accepted: _Optional[int] = ..., refused: _Optional[int] = ..., gap_filled: _Optional[int] = ...) -> None: ...

class Disclosure(_message.Message):
    __slots__ = ("destination_id", "destination_name", "kind", "fields", "purpose", "basis", "document", "time", "accepted")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    destination_name: str
    kind: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    purpose: str
    basis: LegalBasis
    document: str
    time: _timestamp_pb2.Timestamp
    accepted: bool
    def __init__(self, destination_id: _Optional[str] = ..., destination_name: _Optional[str] = ..., kind: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., purpose: _Optional[str] = ..., basis: _Optional[_Union[LegalBasis, str]] = ..., document: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accepted: _Optional[bool] = ...) -> None: ...

class DryField(_message.Message):
    __slots__ = ("kind", "name", "source", "sensitivity", "sent", "reason", "example")
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SENSITIVITY_FIELD_NUMBER: _ClassVar[int]
    SENT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    name: str
    source: str
    sensitivity: str
    sent: bool
    reason: str
    example: str
    def __init__(self, kind: _Optional[str] = ..., name: _Optional[str] = ..., source: _Optional[str] = ..., sensitivity: _Optional[str] = ..., sent: _Optional[bool] = ..., reason: _Optional[str] = ..., example: _Optional[str] = ...) -> None: ...

class Profile(_message.Message):
    __slots__ = ("id", "version", "mode", "kinds")
    ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    version: int
    mode: str
    kinds: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., version: _Optional[int] = ..., mode: _Optional[str] = ..., kinds: _Optional[_Iterable[str]] = ...) -> None: ...

class DestinationStatus(_message.Message):
    __slots__ = ("peer_id", "display_name", "link", "link_reason", "waiting", "waiting_bytes", "oldest_time", "accepted", "set_aside", "ledger_entries")
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    LINK_REASON_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    WAITING_BYTES_FIELD_NUMBER: _ClassVar[int]
    OLDEST_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    SET_ASIDE_FIELD_NUMBER: _ClassVar[int]
    LEDGER_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    peer_id: str
    display_name: str
    link: LinkState
    link_reason: str
    waiting: int
    waiting_bytes: int
    oldest_time: _timestamp_pb2.Timestamp
    accepted: int
    set_aside: int
    ledger_entries: int
    def __init__(self, peer_id: _Optional[str] = ..., display_name: _Optional[str] = ..., link: _Optional[_Union[LinkState, str]] = ..., link_reason: _Optional[str] = ..., waiting: _Optional[int] = ..., waiting_bytes: _Optional[int] = ..., oldest_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accepted: _Optional[int] = ..., set_aside: _Optional[int] = ..., ledger_entries: _Optional[int] = ...) -> None: ...

class Counter(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: int
    def __init__(self, name: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...

class Channel(_message.Message):
    __slots__ = ("platform_id", "channel_id", "community_id", "display_name", "parent_id", "vendor", "status", "status_time")
    PLATFORM_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    STATUS_TIME_FIELD_NUMBER: _ClassVar[int]
    platform_id: str
    channel_id: str
    community_id: str
    display_name: str
    parent_id: str
    vendor: str
    status: str
    status_time: _timestamp_pb2.Timestamp
    def __init__(self, platform_id: _Optional[str] = ..., channel_id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., parent_id: _Optional[str] = ..., vendor: _Optional[str] = ..., status: _Optional[str] = ..., status_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreatePeerRequest(_message.Message):
    __slots__ = ("community_id", "kind", "display_name", "national_id", "username", "password", "url", "profile", "state_organ", "identities_basis", "queue_objects", "queue_bytes", "overflow", "ca", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_ID_FIELD_NUMBER: _ClassVar[int]
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    STATE_ORGAN_FIELD_NUMBER: _ClassVar[int]
    IDENTITIES_BASIS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_OBJECTS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_BYTES_FIELD_NUMBER: _ClassVar[int]
    OVERFLOW_FIELD_NUMBER: _ClassVar[int]
    CA_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    kind: PeerKind
    display_name: str
    national_id: str
    username: str
    password: str
    url: str
    profile: str
    state_organ: bool
    identities_basis: str
    queue_objects: int
    queue_bytes: int
    overflow: OverflowPolicy
    ca: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., kind: _Optional[_Union[PeerKind, str]] = ..., display_name: _Optional[str] = ..., national_id: _Optional[str] = ..., username: _Optional[str] = ..., password: _Optional[str] = ..., url: _Optional[str] = ..., profile: _Optional[str] = ..., state_organ: _Optional[bool] = ..., identities_basis: _Optional[str] = ..., queue_objects: _Optional[int] = ..., queue_bytes: _Optional[int] = ..., overflow: _Optional[_Union[OverflowPolicy, str]] = ..., ca: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class GetPeerRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class ListPeersRequest(_message.Message):
    __slots__ = ("kind", "community_id", "page_size", "page_token")
    KIND_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    kind: PeerKind
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, kind: _Optional[_Union[PeerKind, str]] = ..., community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPeersResponse(_message.Message):
    __slots__ = ("peers", "next_page_token")
    PEERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    peers: _containers.RepeatedCompositeFieldContainer[Peer]
    next_page_token: str
    def __init__(self, peers: _Optional[_Iterable[_Union[Peer, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdatePeerRequest(_message.Message):
    __slots__ = ("id", "display_name", "url", "profile", "state_organ", "identities_basis", "queue_objects", "queue_bytes", "ca")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    STATE_ORGAN_FIELD_NUMBER: _ClassVar[int]
    IDENTITIES_BASIS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_OBJECTS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_BYTES_FIELD_NUMBER: _ClassVar[int]
    CA_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    url: str
    profile: str
    state_organ: bool
    identities_basis: str
    queue_objects: int
    queue_bytes: int
    ca: str
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., url: _Optional[str] = ..., profile: _Optional[str] = ..., state_organ: _Optional[bool] = ..., identities_basis: _Optional[str] = ..., queue_objects: _Optional[int] = ..., queue_bytes: _Optional[int] = ..., ca: _Optional[str] = ...) -> None: ...

class UpdatePeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class RotatePeerCredentialRequest(_message.Message):
    __slots__ = ("id", "password")
    ID_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    id: str
    password: str
    def __init__(self, id: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...

class RotatePeerCredentialResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class PausePeerRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class PausePeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class ResumePeerRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class ResumePeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class TestPeerRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class TestPeerResponse(_message.Message):
    __slots__ = ("ok", "reason", "milliseconds", "peer_time")
    OK_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MILLISECONDS_FIELD_NUMBER: _ClassVar[int]
    PEER_TIME_FIELD_NUMBER: _ClassVar[int]
    ok: bool
    reason: str
    milliseconds: float
    peer_time: str
    def __init__(self, ok: _Optional[bool] = ..., reason: _Optional[str] = ..., milliseconds: _Optional[float] = ..., peer_time: _Optional[str] = ...) -> None: ...

class CreateFlowRequest(_message.Message):
    __slots__ = ("destination_id", "purpose", "basis", "document", "fields", "community_ids", "face_basis", "consent_purpose", "expire_time", "request_id")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_IDS_FIELD_NUMBER: _ClassVar[int]
    FACE_BASIS_FIELD_NUMBER: _ClassVar[int]
    CONSENT_PURPOSE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    purpose: str
    basis: LegalBasis
    document: str
    fields: _containers.RepeatedCompositeFieldContainer[FieldList]
    community_ids: _containers.RepeatedScalarFieldContainer[str]
    face_basis: str
    consent_purpose: str
    expire_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, destination_id: _Optional[str] = ..., purpose: _Optional[str] = ..., basis: _Optional[_Union[LegalBasis, str]] = ..., document: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[FieldList, _Mapping]]] = ..., community_ids: _Optional[_Iterable[str]] = ..., face_basis: _Optional[str] = ..., consent_purpose: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateFlowResponse(_message.Message):
    __slots__ = ("flow",)
    FLOW_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ...) -> None: ...

class GetFlowRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetFlowResponse(_message.Message):
    __slots__ = ("flow",)
    FLOW_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ...) -> None: ...

class ListFlowsRequest(_message.Message):
    __slots__ = ("destination_id", "state", "page_size", "page_token", "community_id")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    state: FlowState
    page_size: int
    page_token: str
    community_id: str
    def __init__(self, destination_id: _Optional[str] = ..., state: _Optional[_Union[FlowState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., community_id: _Optional[str] = ...) -> None: ...

class ListFlowsResponse(_message.Message):
    __slots__ = ("flows", "next_page_token")
    FLOWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    flows: _containers.RepeatedCompositeFieldContainer[Flow]
    next_page_token: str
    def __init__(self, flows: _Optional[_Iterable[_Union[Flow, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ApproveFlowRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class ApproveFlowResponse(_message.Message):
    __slots__ = ("flow",)
    FLOW_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ...) -> None: ...

class EndFlowRequest(_message.Message):
    __slots__ = ("id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class EndFlowResponse(_message.Message):
    __slots__ = ("flow",)
    FLOW_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ...) -> None: ...

class DryRunFlowRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DryRunFlowResponse(_message.Message):
    __slots__ = ("fields", "examples")
    class ExamplesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[DryField]
    examples: _containers.ScalarMap[str, str]
    def __init__(self, fields: _Optional[_Iterable[_Union[DryField, _Mapping]]] = ..., examples: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ListProfilesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListProfilesResponse(_message.Message):
    __slots__ = ("profiles",)
    PROFILES_FIELD_NUMBER: _ClassVar[int]
    profiles: _containers.RepeatedCompositeFieldContainer[Profile]
    def __init__(self, profiles: _Optional[_Iterable[_Union[Profile, _Mapping]]] = ...) -> None: ...

class ListObjectsRequest(_message.Message):
    __slots__ = ("destination_id", "state", "community_id", "page_size", "page_token")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    state: ObjectState
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, destination_id: _Optional[str] = ..., state: _Optional[_Union[ObjectState, str]] = ..., community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListObjectsResponse(_message.Message):
    __slots__ = ("objects", "next_page_token")
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    objects: _containers.RepeatedCompositeFieldContainer[SentObject]
    next_page_token: str
    def __init__(self, objects: _Optional[_Iterable[_Union[SentObject, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ReplayObjectsRequest(_message.Message):
    __slots__ = ("destination_id", "start_time", "end_time", "states", "reason", "request_id")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    states: _containers.RepeatedScalarFieldContainer[ObjectState]
    reason: str
    request_id: str
    def __init__(self, destination_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., states: _Optional[_Iterable[_Union[ObjectState, str]]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReplayObjectsResponse(_message.Message):
    __slots__ = ("count",)
    COUNT_FIELD_NUMBER: _ClassVar[int]
    count: int
    def __init__(self, count: _Optional[int] = ...) -> None: ...

class ListLedgerRequest(_message.Message):
    __slots__ = ("destination_id", "object_id", "community_id", "page_size", "page_token")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    object_id: str
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, destination_id: _Optional[str] = ..., object_id: _Optional[str] = ..., community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLedgerResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[LedgerEntry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[LedgerEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class VerifyLedgerRequest(_message.Message):
    __slots__ = ("destination_id",)
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    def __init__(self, destination_id: _Optional[str] = ...) -> None: ...

class VerifyLedgerResponse(_message.Message):
    __slots__ = ("whole", "entries", "broken_number")
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    BROKEN_NUMBER_FIELD_NUMBER: _ClassVar[int]
    whole: bool
    entries: int
    broken_number: int
    def __init__(self, whole: _Optional[bool] = ..., entries: _Optional[int] = ..., broken_number: _Optional[int] = ...) -> None: ...

class ListReconciliationsRequest(_message.Message):
    __slots__ = ("destination_id", "community_id", "day", "page_size", "page_token")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    community_id: str
    day: str
    page_size: int
    page_token: str
    def __init__(self, destination_id: _Optional[str] = ..., community_id: _Optional[str] = ..., day: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListReconciliationsResponse(_message.Message):
    __slots__ = ("reconciliations", "next_page_token")
    RECONCILIATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    reconciliations: _containers.RepeatedCompositeFieldContainer[Reconciliation]
    next_page_token: str
    def __init__(self, reconciliations: _Optional[_Iterable[_Union[Reconciliation, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListDisclosuresRequest(_message.Message):
    __slots__ = ("subject_id", "reason", "page_size", "page_token")
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    reason: str
    page_size: int
    page_token: str
    def __init__(self, subject_id: _Optional[str] = ..., reason: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDisclosuresResponse(_message.Message):
    __slots__ = ("disclosures", "next_page_token")
    DISCLOSURES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    disclosures: _containers.RepeatedCompositeFieldContainer[Disclosure]
    next_page_token: str
    def __init__(self, disclosures: _Optional[_Iterable[_Union[Disclosure, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetStatusResponse(_message.Message):
    __slots__ = ("destinations", "counters", "sessions")
    DESTINATIONS_FIELD_NUMBER: _ClassVar[int]
    COUNTERS_FIELD_NUMBER: _ClassVar[int]
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    destinations: _containers.RepeatedCompositeFieldContainer[DestinationStatus]
    counters: _containers.RepeatedCompositeFieldContainer[Counter]
    sessions: int
    def __init__(self, destinations: _Optional[_Iterable[_Union[DestinationStatus, _Mapping]]] = ..., counters: _Optional[_Iterable[_Union[Counter, _Mapping]]] = ..., sessions: _Optional[int] = ...) -> None: ...

class ListChannelsRequest(_message.Message):
    __slots__ = ("platform_id", "community_id", "page_size", "page_token")
    PLATFORM_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    platform_id: str
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, platform_id: _Optional[str] = ..., community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListChannelsResponse(_message.Message):
    __slots__ = ("channels", "next_page_token")
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    channels: _containers.RepeatedCompositeFieldContainer[Channel]
    next_page_token: str
    def __init__(self, channels: _Optional[_Iterable[_Union[Channel, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ImportChannelsRequest(_message.Message):
    __slots__ = ("platform_id", "content")
    PLATFORM_ID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    platform_id: str
    content: bytes
    def __init__(self, platform_id: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class ImportChannelsResponse(_message.Message):
    __slots__ = ("created", "changed", "matched", "problems")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    MATCHED_FIELD_NUMBER: _ClassVar[int]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    created: int
    changed: int
    matched: int
    problems: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, created: _Optional[int] = ..., changed: _Optional[int] = ..., matched: _Optional[int] = ..., problems: _Optional[_Iterable[str]] = ...) -> None: ...

class LinkChanged(_message.Message):
    __slots__ = ("peer_id", "previous_state", "state", "reason")
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    peer_id: str
    previous_state: LinkState
    state: LinkState
    reason: str
    def __init__(self, peer_id: _Optional[str] = ..., previous_state: _Optional[_Union[LinkState, str]] = ..., state: _Optional[_Union[LinkState, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class QueueOverflowed(_message.Message):
    __slots__ = ("destination_id", "count", "reason")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    count: int
    reason: str
    def __init__(self, destination_id: _Optional[str] = ..., count: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ObjectSetAside(_message.Message):
    __slots__ = ("destination_id", "object_number", "kind", "reason")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    object_number: int
    kind: str
    reason: str
    def __init__(self, destination_id: _Optional[str] = ..., object_number: _Optional[int] = ..., kind: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class LedgerReconciled(_message.Message):
    __slots__ = ("destination_id", "device_id", "day", "generated", "accepted", "refused")
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    GENERATED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    destination_id: str
    device_id: str
    day: str
    generated: int
    accepted: int
    refused: int
    def __init__(self, destination_id: _Optional[str] = ..., device_id: _Optional[str] = ..., day: _Optional[str] = ..., generated: _Optional[int] = ..., accepted: _Optional[int] = ..., refused: _Optional[int] = ...) -> None: ...

class StatisticsPublished(_message.Message):
    __slots__ = ("day", "counts", "rates", "suppressed")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class RatesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    DAY_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    day: str
    counts: _containers.ScalarMap[str, int]
    rates: _containers.ScalarMap[str, float]
    suppressed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, day: _Optional[str] = ..., counts: _Optional[_Mapping[str, int]] = ..., rates: _Optional[_Mapping[str, float]] = ..., suppressed: _Optional[_Iterable[str]] = ...) -> None: ...

class FlowChanged(_message.Message):
    __slots__ = ("flow_id", "destination_id", "state", "actor")
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    flow_id: str
    destination_id: str
    state: FlowState
    actor: str
    def __init__(self, flow_id: _Optional[str] = ..., destination_id: _Optional[str] = ..., state: _Optional[_Union[FlowState, str]] = ..., actor: _Optional[str] = ...) -> None: ...

class DispositionRequested(_message.Message):
    __slots__ = ("peer_id", "disposition_id")
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPOSITION_ID_FIELD_NUMBER: _ClassVar[int]
    peer_id: str
    disposition_id: str
    def __init__(self, peer_id: _Optional[str] = ..., disposition_id: _Optional[str] = ...) -> None: ...

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
