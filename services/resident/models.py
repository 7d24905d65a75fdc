"""Tables of the resident service. No field may say more of a person than a door needs (R21)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, SQLModel

from kit.credentials import CredentialKind
from kit.tables import UtcDateTime, enum_column, id_column, now, time_column


class TenancyKind(StrEnum):
    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    FLOATING = "floating"


class ConsentState(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ErasureCause(StrEnum):
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_EXPIRED = "consent_expired"
    MOVE_OUT = "move_out"
    REQUEST = "request"


class RightRevision(SQLModel, table=True):
    """Last revision given out; taken inside the writing transaction, so order = commit order."""

    __tablename__ = "right_revision"

    id: int = Field(default=1, primary_key=True)
    value: int = 0


class House(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("community_id", "building", "unit", "number"),)

    id: str = id_column()
    community_id: str
    building: str
    unit: str = ""
    number: str
    rental: bool = False


class Person(SQLModel, table=True):
    """`sealed` holds phone, id number and birth date, encrypted; the digests find them again."""

    id: str = id_column()
    community_id: str = Field(index=True)
    display_name: str
    sealed: bytes
    phone_digest: str = Field(default="", index=True)
    id_digest: str = Field(default="", index=True)
    minor_until: datetime | None = time_column()  # set only for those under 14 (R7)
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    erase_time: datetime | None = time_column()


class Tenancy(SQLModel, table=True):
    id: str = id_column()
    community_id: str = Field(index=True)
    house_id: str = Field(foreign_key="house.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: TenancyKind = enum_column(TenancyKind)
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = time_column(index=True)
    end_time: datetime | None = time_column()
    revision: int = Field(index=True)


class Notice(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("community_id", "purpose", "version"),)

    id: str = id_column()
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
    recipients: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    text_hash: str
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """One answer to one notice; evidence, kept for three years after processing ends."""

    id: str = id_column()
    community_id: str = Field(index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    notice_id: str = Field(foreign_key="notice.id")
    purpose: str
    text_version: str
    text_hash: str
    recipients: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    channel: str
    state: ConsentState = enum_column(ConsentState, index=True)
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expire_time: datetime = Field(sa_type=UtcDateTime)
    withdraw_time: datetime | None = time_column()
    guardian_id: str = ""
    minor_rules: str = ""
    ask_again_time: datetime | None = time_column()


class Credential(SQLModel, table=True):
    """The value itself is not kept: a keyed digest finds it, a mask shows it. A plate is, sealed,
    until it is revoked: a barrier has to forgive misreads, which no digest allows."""

    id: str = id_column()
    community_id: str = Field(index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: CredentialKind = enum_column(CredentialKind)
    digest: str = Field(index=True)
    masked: str
    sealed: bytes = b""
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = time_column()
    revoke_time: datetime | None = time_column()
    revision: int = Field(index=True)


class Erasure(SQLModel, table=True):
    id: str = id_column()
    community_id: str = Field(index=True)
    person_id: str = Field(index=True)
    cause: ErasureCause = enum_column(ErasureCause)
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    due_time: datetime = Field(sa_type=UtcDateTime)
    complete_time: datetime | None = time_column()
    receipt_hash: str = ""


class ErasureHolder(SQLModel, table=True):
    __tablename__ = "erasure_holder"

    erasure_id: str = Field(foreign_key="erasure.id", primary_key=True)
    holder: str = Field(primary_key=True)
    acknowledge_time: datetime | None = time_column()
    count: int = 0
    digest: str = ""


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class HouseView(View):
    id: str
    community_id: str
    building: str
    unit: str
    number: str
    rental: bool


class PersonView(View):
    """Phone and id number are masked unless the answer is that of a reveal."""

    id: str
    community_id: str
    display_name: str
    phone: str = ""
    id_number: str = ""
    minor: bool
    create_time: datetime
    erase_time: datetime | None


class TenancyView(View):
    id: str
    community_id: str
    house_id: str
    person_id: str
    kind: TenancyKind
    valid_from: datetime
    valid_to: datetime | None
    end_time: datetime | None


class NoticeView(View):
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
    recipients: list[str]
    text_hash: str
    create_time: datetime


class ConsentView(View):
    id: str
    community_id: str
    person_id: str
    notice_id: str
    purpose: str
    text_version: str
    text_hash: str
    recipients: list[str]
    channel: str
    state: ConsentState
    create_time: datetime
    expire_time: datetime
    withdraw_time: datetime | None
    guardian_id: str
    minor_rules: str
    ask_again_time: datetime | None


class CredentialView(View):
    id: str
    community_id: str
    person_id: str
    kind: CredentialKind
    masked: str
    valid_from: datetime
    valid_to: datetime | None
    revoke_time: datetime | None


class HolderView(View):
    holder: str
    acknowledge_time: datetime | None
    count: int
    digest: str


class ErasureView(View):
    id: str
    community_id: str
    person_id: str
    cause: ErasureCause
    create_time: datetime
    due_time: datetime
    complete_time: datetime | None
    receipt_hash: str
    holders: list[HolderView] = []
