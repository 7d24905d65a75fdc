import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TenancyKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TENANCY_KIND_UNSPECIFIED: _ClassVar[TenancyKind]
    TENANCY_KIND_OWNER: _ClassVar[TenancyKind]
    TENANCY_KIND_FAMILY: _ClassVar[TenancyKind]
    TENANCY_KIND_TENANT: _ClassVar[TenancyKind]
    TENANCY_KIND_FLOATING: _ClassVar[TenancyKind]

class ConsentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONSENT_STATE_UNSPECIFIED: _ClassVar[ConsentState]
    CONSENT_STATE_GRANTED: _ClassVar[ConsentState]
    CONSENT_STATE_REFUSED: _ClassVar[ConsentState]
    CONSENT_STATE_WITHDRAWN: _ClassVar[ConsentState]
    CONSENT_STATE_EXPIRED: _ClassVar[ConsentState]

class CredentialKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDENTIAL_KIND_UNSPECIFIED: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_CARD: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_PLATE: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_PHONE: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_PASSCODE: _ClassVar[CredentialKind]
    CREDENTIAL_KIND_QR: _ClassVar[CredentialKind]

class ErasureCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERASURE_CAUSE_UNSPECIFIED: _ClassVar[ErasureCause]
    ERASURE_CAUSE_CONSENT_WITHDRAWN: _ClassVar[ErasureCause]
    ERASURE_CAUSE_CONSENT_EXPIRED: _ClassVar[ErasureCause]
    ERASURE_CAUSE_MOVE_OUT: _ClassVar[ErasureCause]
    ERASURE_CAUSE_REQUEST: _ClassVar[ErasureCause]
TENANCY_KIND_UNSPECIFIED: TenancyKind
TENANCY_KIND_OWNER: TenancyKind
TENANCY_KIND_FAMILY: TenancyKind
TENANCY_KIND_TENANT: TenancyKind
TENANCY_KIND_FLOATING: TenancyKind
CONSENT_STATE_UNSPECIFIED: ConsentState
CONSENT_STATE_GRANTED: ConsentState
CONSENT_STATE_REFUSED: ConsentState
CONSENT_STATE_WITHDRAWN: ConsentState
CONSENT_STATE_EXPIRED: ConsentState
CREDENTIAL_KIND_UNSPECIFIED: CredentialKind
CREDENTIAL_KIND_CARD: CredentialKind
CREDENTIAL_KIND_PLATE: CredentialKind
CREDENTIAL_KIND_PHONE: CredentialKind
CREDENTIAL_KIND_PASSCODE: CredentialKind
CREDENTIAL_KIND_QR: CredentialKind
ERASURE_CAUSE_UNSPECIFIED: ErasureCause
ERASURE_CAUSE_CONSENT_WITHDRAWN: ErasureCause
ERASURE_CAUSE_CONSENT_EXPIRED: ErasureCause
ERASURE_CAUSE_MOVE_OUT: ErasureCause
ERASURE_CAUSE_REQUEST: ErasureCause

class House(_message.Message):
    __slots__ = ("id", "community_id", "building", "unit", "number", "rental")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    BUILDING_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RENTAL_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    building: str
    unit: str
    number: str
    rental: bool
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., building: _Optional[str] = ..., unit: _Optional[str] = ..., number: _Optional[str] = ..., rental: _Optional[bool] = ...) -> None: ...

class Person(_message.Message):
    __slots__ = ("id", "community_id", "display_name", "phone", "id_number", "minor", "create_time", "erase_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_FIELD_NUMBER: _ClassVar[int]
    MINOR_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ERASE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    display_name: str
    phone: str
    id_number: str
    minor: bool
    create_time: _timestamp_pb2.Timestamp
    erase_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., phone: _Optional[str] = ..., id_number: _Optional[str] = ..., minor: _Optional[bool] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., erase_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Tenancy(_message.Message):
    __slots__ = ("id", "community_id", "house_id", "person_id", "kind", "valid_from", "valid_to", "end_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    house_id: str
    person_id: str
    kind: TenancyKind
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., person_id: _Optional[str] = ..., kind: _Optional[_Union[TenancyKind, str]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Notice(_message.Message):
    __slots__ = ("id", "community_id", "purpose", "version", "handler", "contact", "method", "retention", "necessity", "impact", "rights", "alternatives", "recipients", "text_hash", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HANDLER_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    RETENTION_FIELD_NUMBER: _ClassVar[int]
    NECESSITY_FIELD_NUMBER: _ClassVar[int]
    IMPACT_FIELD_NUMBER: _ClassVar[int]
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    TEXT_HASH_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    purpose: str
    version: str
    handler: str
    contact: str
    method: str
    retention: str
    necessity: str
    impact: str
    rights: str
    alternatives: str
    recipients: _containers.RepeatedScalarFieldContainer[str]
    text_hash: str
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., purpose: _Optional[str] = ..., version: _Optional[str] = ..., handler: _Optional[str] = ..., contact: _Optional[str] = ..., method: _Optional[str] = ..., retention: _Optional[str] = ..., necessity: _Optional[str] = ..., impact: _Optional[str] = ..., rights: _Optional[str] = ..., alternatives: _Optional[str] = ..., recipients: _Optional[_Iterable[str]] = ..., text_hash: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Consent(_message.Message):
    __slots__ = ("id", "community_id", "person_id", "notice_id", "purpose", "text_version", "text_hash", "recipients", "channel", "state", "create_time", "expire_time", "withdraw_time", "guardian_id", "minor_rules", "ask_again_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_VERSION_FIELD_NUMBER: _ClassVar[int]
    TEXT_HASH_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    WITHDRAW_TIME_FIELD_NUMBER: _ClassVar[int]
    GUARDIAN_ID_FIELD_NUMBER: _ClassVar[int]
    MINOR_RULES_FIELD_NUMBER: _ClassVar[int]
    ASK_AGAIN_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    person_id: str
    notice_id: str
    purpose: str
    text_version: str
    text_hash: str
    recipients: _containers.RepeatedScalarFieldContainer[str]
    channel: str
    state: ConsentState
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    withdraw_time: _timestamp_pb2.Timestamp
    guardian_id: str
    minor_rules: str
    ask_again_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., person_id: _Optional[str] = ..., notice_id: _Optional[str] = ..., purpose: _Optional[str] = ..., text_version: _Optional[str] = ..., text_hash: _Optional[str] = ..., recipients: _Optional[_Iterable[str]] = ..., channel: _Optional[str] = ..., state: _Optional[_Union[ConsentState, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., withdraw_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., guardian_id: _Optional[str] = ..., minor_rules: _Optional[str] = ..., ask_again_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Credential(_message.Message):
    __slots__ = ("id", "community_id", "person_id", "kind", "masked", "valid_from", "valid_to", "revoke_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MASKED_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    REVOKE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    person_id: str
    kind: CredentialKind
    masked: str
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    revoke_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., person_id: _Optional[str] = ..., kind: _Optional[_Union[CredentialKind, str]] = ..., masked: _Optional[str] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., revoke_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Right(_message.Message):
    __slots__ = ("id", "community_id", "subject_id", "kind", "digest", "valid_from", "valid_to", "ended", "revision")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    subject_id: str
    kind: CredentialKind
    digest: str
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    ended: bool
    revision: int
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., kind: _Optional[_Union[CredentialKind, str]] = ..., digest: _Optional[str] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended: _Optional[bool] = ..., revision: _Optional[int] = ...) -> None: ...

class PlateCredential(_message.Message):
    __slots__ = ("id", "community_id", "subject_id", "house_id", "plate", "valid_from", "valid_to", "ended", "revision")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    subject_id: str
    house_id: str
    plate: str
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    ended: bool
    revision: int
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., house_id: _Optional[str] = ..., plate: _Optional[str] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended: _Optional[bool] = ..., revision: _Optional[int] = ...) -> None: ...

class Erasure(_message.Message):
    __slots__ = ("id", "community_id", "person_id", "cause", "create_time", "due_time", "complete_time", "holders", "receipt_hash")
    ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_TIME_FIELD_NUMBER: _ClassVar[int]
    HOLDERS_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_HASH_FIELD_NUMBER: _ClassVar[int]
    id: str
    community_id: str
    person_id: str
    cause: ErasureCause
    create_time: _timestamp_pb2.Timestamp
    due_time: _timestamp_pb2.Timestamp
    complete_time: _timestamp_pb2.Timestamp
    holders: _containers.RepeatedCompositeFieldContainer[ErasureHolder]
    receipt_hash: str
    def __init__(self, id: _Optional[str] = ..., community_id: _Optional[str] = ..., person_id: _Optional[str] = ..., cause: _Optional[_Union[ErasureCause, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., complete_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., holders: _Optional[_Iterable[_Union[ErasureHolder, _Mapping]]] = ..., receipt_hash: _Optional[str] = ...) -> None: ...

class ErasureHolder(_message.Message):
    __slots__ = ("holder", "acknowledge_time", "count", "digest")
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGE_TIME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    holder: str
    acknowledge_time: _timestamp_pb2.Timestamp
    count: int
    digest: str
    def __init__(self, holder: _Optional[str] = ..., acknowledge_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., count: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...

class AuditEntry(_message.Message):
    __slots__ = ("id", "time", "community_id", "actor", "role", "action", "resource", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    time: _timestamp_pb2.Timestamp
    community_id: str
    actor: str
    role: str
    action: str
    resource: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., community_id: _Optional[str] = ..., actor: _Optional[str] = ..., role: _Optional[str] = ..., action: _Optional[str] = ..., resource: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class CreateHouseRequest(_message.Message):
    __slots__ = ("community_id", "building", "unit", "number", "rental", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    BUILDING_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RENTAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    building: str
    unit: str
    number: str
    rental: bool
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., building: _Optional[str] = ..., unit: _Optional[str] = ..., number: _Optional[str] = ..., rental: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateHouseResponse(_message.Message):
    __slots__ = ("house",)
    HOUSE_FIELD_NUMBER: _ClassVar[int]
    house: House
    def __init__(self, house: _Optional[_Union[House, _Mapping]] = ...) -> None: ...

class SetHouseRentalRequest(_message.Message):
    __slots__ = ("id", "rental")
    ID_FIELD_NUMBER: _ClassVar[int]
    RENTAL_FIELD_NUMBER: _ClassVar[int]
    id: str
    rental: bool
    def __init__(self, id: _Optional[str] = ..., rental: _Optional[bool] = ...) -> None: ...

class SetHouseRentalResponse(_message.Message):
    __slots__ = ("house",)
    HOUSE_FIELD_NUMBER: _ClassVar[int]
    house: House
    def __init__(self, house: _Optional[_Union[House, _Mapping]] = ...) -> None: ...

class ListHousesRequest(_message.Message):
    __slots__ = ("community_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListHousesResponse(_message.Message):
    __slots__ = ("houses", "next_page_token")
    HOUSES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    houses: _containers.RepeatedCompositeFieldContainer[House]
    next_page_token: str
    def __init__(self, houses: _Optional[_Iterable[_Union[House, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CreatePersonRequest(_message.Message):
    __slots__ = ("community_id", "display_name", "phone", "id_number", "birth_date", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    display_name: str
    phone: str
    id_number: str
    birth_date: str
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., display_name: _Optional[str] = ..., phone: _Optional[str] = ..., id_number: _Optional[str] = ..., birth_date: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreatePersonResponse(_message.Message):
    __slots__ = ("person",)
    PERSON_FIELD_NUMBER: _ClassVar[int]
    person: Person
    def __init__(self, person: _Optional[_Union[Person, _Mapping]] = ...) -> None: ...

class GetPersonRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPersonResponse(_message.Message):
    __slots__ = ("person",)
    PERSON_FIELD_NUMBER: _ClassVar[int]
    person: Person
    def __init__(self, person: _Optional[_Union[Person, _Mapping]] = ...) -> None: ...

class RevealPersonRequest(_message.Message):
    __slots__ = ("id", "reason", "approver")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    APPROVER_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    approver: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., approver: _Optional[str] = ...) -> None: ...

class RevealPersonResponse(_message.Message):
    __slots__ = ("person", "birth_date")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    person: Person
    birth_date: str
    def __init__(self, person: _Optional[_Union[Person, _Mapping]] = ..., birth_date: _Optional[str] = ...) -> None: ...

class CorrectPersonRequest(_message.Message):
    __slots__ = ("id", "display_name", "phone", "id_number", "birth_date")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    phone: str
    id_number: str
    birth_date: str
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., phone: _Optional[str] = ..., id_number: _Optional[str] = ..., birth_date: _Optional[str] = ...) -> None: ...

class CorrectPersonResponse(_message.Message):
    __slots__ = ("person",)
    PERSON_FIELD_NUMBER: _ClassVar[int]
    person: Person
    def __init__(self, person: _Optional[_Union[Person, _Mapping]] = ...) -> None: ...

class ListPersonsRequest(_message.Message):
    __slots__ = ("community_id", "house_id", "phone", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    house_id: str
    phone: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., phone: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPersonsResponse(_message.Message):
    __slots__ = ("persons", "next_page_token")
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    persons: _containers.RepeatedCompositeFieldContainer[Person]
    next_page_token: str
    def __init__(self, persons: _Optional[_Iterable[_Union[Person, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetPersonRecordRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPersonRecordResponse(_message.Message):
    __slots__ = ("person", "tenancies", "consents", "notices", "credentials", "erasures", "looks")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    TENANCIES_FIELD_NUMBER: _ClassVar[int]
    CONSENTS_FIELD_NUMBER: _ClassVar[int]
    NOTICES_FIELD_NUMBER: _ClassVar[int]
    CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    ERASURES_FIELD_NUMBER: _ClassVar[int]
    LOOKS_FIELD_NUMBER: _ClassVar[int]
    person: Person
    tenancies: _containers.RepeatedCompositeFieldContainer[Tenancy]
    consents: _containers.RepeatedCompositeFieldContainer[Consent]
    notices: _containers.RepeatedCompositeFieldContainer[Notice]
    credentials: _containers.RepeatedCompositeFieldContainer[Credential]
    erasures: _containers.RepeatedCompositeFieldContainer[Erasure]
    looks: _containers.RepeatedCompositeFieldContainer[AuditEntry]
    def __init__(self, person: _Optional[_Union[Person, _Mapping]] = ..., tenancies: _Optional[_Iterable[_Union[Tenancy, _Mapping]]] = ..., consents: _Optional[_Iterable[_Union[Consent, _Mapping]]] = ..., notices: _Optional[_Iterable[_Union[Notice, _Mapping]]] = ..., credentials: _Optional[_Iterable[_Union[Credential, _Mapping]]] = ..., erasures: _Optional[_Iterable[_Union[Erasure, _Mapping]]] = ..., looks: _Optional[_Iterable[_Union[AuditEntry, _Mapping]]] = ...) -> None: ...

class ErasePersonRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ErasePersonResponse(_message.Message):
    __slots__ = ("erasure",)
    ERASURE_FIELD_NUMBER: _ClassVar[int]
    erasure: Erasure
    def __init__(self, erasure: _Optional[_Union[Erasure, _Mapping]] = ...) -> None: ...

class StartTenancyRequest(_message.Message):
    __slots__ = ("house_id", "person_id", "kind", "valid_from", "valid_to", "request_id")
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    house_id: str
    person_id: str
    kind: TenancyKind
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, house_id: _Optional[str] = ..., person_id: _Optional[str] = ..., kind: _Optional[_Union[TenancyKind, str]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class StartTenancyResponse(_message.Message):
    __slots__ = ("tenancy",)
    TENANCY_FIELD_NUMBER: _ClassVar[int]
    tenancy: Tenancy
    def __init__(self, tenancy: _Optional[_Union[Tenancy, _Mapping]] = ...) -> None: ...

class EndTenancyRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndTenancyResponse(_message.Message):
    __slots__ = ("tenancy", "erasure")
    TENANCY_FIELD_NUMBER: _ClassVar[int]
    ERASURE_FIELD_NUMBER: _ClassVar[int]
    tenancy: Tenancy
    erasure: Erasure
    def __init__(self, tenancy: _Optional[_Union[Tenancy, _Mapping]] = ..., erasure: _Optional[_Union[Erasure, _Mapping]] = ...) -> None: ...

class ListTenanciesRequest(_message.Message):
    __slots__ = ("community_id", "house_id", "person_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    HOUSE_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    house_id: str
    person_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., house_id: _Optional[str] = ..., person_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTenanciesResponse(_message.Message):
    __slots__ = ("tenancies", "next_page_token")
    TENANCIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tenancies: _containers.RepeatedCompositeFieldContainer[Tenancy]
    next_page_token: str
    def __init__(self, tenancies: _Optional[_Iterable[_Union[Tenancy, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PublishNoticeRequest(_message.Message):
    __slots__ = ("community_id", "purpose", "version", "handler", "contact", "method", "retention", "necessity", "impact", "rights", "alternatives", "recipients", "request_id")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HANDLER_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    RETENTION_FIELD_NUMBER: _ClassVar[int]
    NECESSITY_FIELD_NUMBER: _ClassVar[int]
    IMPACT_FIELD_NUMBER: _ClassVar[int]
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    purpose: str
    version: str
    handler: str
    contact: str
    method: str
    retention: str
    necessity: str
    impact: str
    rights: str
    alternatives: str
    recipients: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, community_id: _Optional[str] = ..., purpose: _Optional[str] = ..., version: _Optional[str] = ..., handler: _Optional[str] = ..., contact: _Optional[str] = ..., method: _Optional[str] = ..., retention: _Optional[str] = ..., necessity: _Optional[str] = ..., impact: _Optional[str] = ..., rights: _Optional[str] = ..., alternatives: _Optional[str] = ..., recipients: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PublishNoticeResponse(_message.Message):
    __slots__ = ("notice",)
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    notice: Notice
    def __init__(self, notice: _Optional[_Union[Notice, _Mapping]] = ...) -> None: ...

class ListNoticesRequest(_message.Message):
    __slots__ = ("community_id", "purpose", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    purpose: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., purpose: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListNoticesResponse(_message.Message):
    __slots__ = ("notices", "next_page_token")
    NOTICES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    notices: _containers.RepeatedCompositeFieldContainer[Notice]
    next_page_token: str
    def __init__(self, notices: _Optional[_Iterable[_Union[Notice, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GrantConsentRequest(_message.Message):
    __slots__ = ("person_id", "notice_id", "text_hash", "channel", "expire_time", "guardian_id", "minor_rules", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_HASH_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    GUARDIAN_ID_FIELD_NUMBER: _ClassVar[int]
    MINOR_RULES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    notice_id: str
    text_hash: str
    channel: str
    expire_time: _timestamp_pb2.Timestamp
    guardian_id: str
    minor_rules: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., notice_id: _Optional[str] = ..., text_hash: _Optional[str] = ..., channel: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., guardian_id: _Optional[str] = ..., minor_rules: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GrantConsentResponse(_message.Message):
    __slots__ = ("consent",)
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    consent: Consent
    def __init__(self, consent: _Optional[_Union[Consent, _Mapping]] = ...) -> None: ...

class RefuseConsentRequest(_message.Message):
    __slots__ = ("person_id", "notice_id", "channel", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    notice_id: str
    channel: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., notice_id: _Optional[str] = ..., channel: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RefuseConsentResponse(_message.Message):
    __slots__ = ("consent",)
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    consent: Consent
    def __init__(self, consent: _Optional[_Union[Consent, _Mapping]] = ...) -> None: ...

class WithdrawConsentRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawConsentResponse(_message.Message):
    __slots__ = ("consent", "erasure")
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    ERASURE_FIELD_NUMBER: _ClassVar[int]
    consent: Consent
    erasure: Erasure
    def __init__(self, consent: _Optional[_Union[Consent, _Mapping]] = ..., erasure: _Optional[_Union[Erasure, _Mapping]] = ...) -> None: ...

class ListConsentsRequest(_message.Message):
    __slots__ = ("community_id", "person_id", "state", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    person_id: str
    state: ConsentState
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., person_id: _Optional[str] = ..., state: _Optional[_Union[ConsentState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListConsentsResponse(_message.Message):
    __slots__ = ("consents", "next_page_token")
    CONSENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    consents: _containers.RepeatedCompositeFieldContainer[Consent]
    next_page_token: str
    def __init__(self, consents: _Optional[_Iterable[_Union[Consent, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CheckConsentRequest(_message.Message):
    __slots__ = ("subject_id", "purpose")
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    purpose: str
    def __init__(self, subject_id: _Optional[str] = ..., purpose: _Optional[str] = ...) -> None: ...

class CheckConsentResponse(_message.Message):
    __slots__ = ("granted", "consent_id", "community_id", "expire_time")
    GRANTED_FIELD_NUMBER: _ClassVar[int]
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    granted: bool
    consent_id: str
    community_id: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, granted: _Optional[bool] = ..., consent_id: _Optional[str] = ..., community_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class IssueCredentialRequest(_message.Message):
    __slots__ = ("person_id", "kind", "value", "valid_from", "valid_to", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    kind: CredentialKind
    value: str
    valid_from: _timestamp_pb2.Timestamp
    valid_to: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., kind: _Optional[_Union[CredentialKind, str]] = ..., value: _Optional[str] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class IssueCredentialResponse(_message.Message):
    __slots__ = ("credential", "secret")
    CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    credential: Credential
    secret: str
    def __init__(self, credential: _Optional[_Union[Credential, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class RevokeCredentialRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokeCredentialResponse(_message.Message):
    __slots__ = ("credential",)
    CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    credential: Credential
    def __init__(self, credential: _Optional[_Union[Credential, _Mapping]] = ...) -> None: ...

class ListCredentialsRequest(_message.Message):
    __slots__ = ("community_id", "person_id", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    person_id: str
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., person_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCredentialsResponse(_message.Message):
    __slots__ = ("credentials", "next_page_token")
    CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    credentials: _containers.RepeatedCompositeFieldContainer[Credential]
    next_page_token: str
    def __init__(self, credentials: _Optional[_Iterable[_Union[Credential, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListRightsRequest(_message.Message):
    __slots__ = ("since_revision", "page_size")
    SINCE_REVISION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    since_revision: int
    page_size: int
    def __init__(self, since_revision: _Optional[int] = ..., page_size: _Optional[int] = ...) -> None: ...

class ListRightsResponse(_message.Message):
    __slots__ = ("rights", "more")
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    rights: _containers.RepeatedCompositeFieldContainer[Right]
    more: bool
    def __init__(self, rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ..., more: _Optional[bool] = ...) -> None: ...

class ListPlatesRequest(_message.Message):
    __slots__ = ("since_revision", "page_size")
    SINCE_REVISION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    since_revision: int
    page_size: int
    def __init__(self, since_revision: _Optional[int] = ..., page_size: _Optional[int] = ...) -> None: ...

class ListPlatesResponse(_message.Message):
    __slots__ = ("plates", "more")
    PLATES_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    plates: _containers.RepeatedCompositeFieldContainer[PlateCredential]
    more: bool
    def __init__(self, plates: _Optional[_Iterable[_Union[PlateCredential, _Mapping]]] = ..., more: _Optional[bool] = ...) -> None: ...

class GetDigestKeyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetDigestKeyResponse(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: bytes
    def __init__(self, key: _Optional[bytes] = ...) -> None: ...

class GetErasureRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetErasureResponse(_message.Message):
    __slots__ = ("erasure",)
    ERASURE_FIELD_NUMBER: _ClassVar[int]
    erasure: Erasure
    def __init__(self, erasure: _Optional[_Union[Erasure, _Mapping]] = ...) -> None: ...

class ListErasuresRequest(_message.Message):
    __slots__ = ("community_id", "open", "overdue", "page_size", "page_token")
    COMMUNITY_ID_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    community_id: str
    open: bool
    overdue: bool
    page_size: int
    page_token: str
    def __init__(self, community_id: _Optional[str] = ..., open: _Optional[bool] = ..., overdue: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListErasuresResponse(_message.Message):
    __slots__ = ("erasures", "next_page_token")
    ERASURES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    erasures: _containers.RepeatedCompositeFieldContainer[Erasure]
    next_page_token: str
    def __init__(self, erasures: _Optional[_Iterable[_Union[Erasure, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListAuditRequest(_message.Message):
    __slots__ = ("resource", "page_size", "page_token")
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    resource: str
    page_size: int
    page_token: str
    def __init__(self, resource: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAuditResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[AuditEntry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[AuditEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ConsentChanged(_message.Message):
    __slots__ = ("consent_id", "subject_id", "purpose", "text_version", "expire_time")
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_VERSION_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    consent_id: str
    subject_id: str
    purpose: str
    text_version: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, consent_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., purpose: _Optional[str] = ..., text_version: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RightsChanged(_message.Message):
    __slots__ = ("subject_id", "revision")
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    subject_id: str
    revision: int
    def __init__(self, subject_id: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class ErasureRequested(_message.Message):
    __slots__ = ("erasure_id", "subject_id", "cause", "holders", "due_time", "purpose")
    ERASURE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    HOLDERS_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    erasure_id: str
    subject_id: str
    cause: ErasureCause
    holders: _containers.RepeatedScalarFieldContainer[str]
    due_time: _timestamp_pb2.Timestamp
    purpose: str
    def __init__(self, erasure_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., cause: _Optional[_Union[ErasureCause, str]] = ..., holders: _Optional[_Iterable[str]] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., purpose: _Optional[str] = ...) -> None: ...

class ErasureCompleted(_message.Message):
    __slots__ = ("erasure_id", "subject_id", "cause", "receipt_hash")
    ERASURE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_HASH_FIELD_NUMBER: _ClassVar[int]
    erasure_id: str
    subject_id: str
    cause: ErasureCause
    receipt_hash: str
    def __init__(self, erasure_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., cause: _Optional[_Union[ErasureCause, str]] = ..., receipt_hash: _Optional[str] = ...) -> None: ...
