"""Tables of the visitor service. Of a visitor they hold name, phone and plate, sealed, and
nothing else (R23); each row of theirs says when it goes (R28)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Shown
from sqlmodel import Field, SQLModel

from kit.tables import UtcDateTime, enum_column, id_column, now


class Source(StrEnum):
    RESIDENT = "resident"
    PROPERTY = "property"
    KIOSK = "kiosk"
    LINK = "link"


class Purpose(StrEnum):
    GUEST = "guest"
    CARER = "carer"
    CONTRACTOR = "contractor"
    COURIER = "courier"
    EMERGENCY = "emergency"
    OTHER = "other"


class State(StrEnum):
    INVITED = "invited"
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    OPEN = "open"
    REFUSED = "refused"


class Channel(StrEnum):
    LOG = "log"
    WEBHOOK = "webhook"
    SMTP = "smtp"


class CallState(StrEnum):
    PLACED = "placed"
    RINGING = "ringing"
    ANSWERED = "answered"
    MISSED = "missed"
    ENDED = "ended"


class Tier(StrEnum):
    """Who rings, in this order."""

    HOST = "host"
    CONTACT = "contact"
    DESK = "desk"
    GUARD = "guard"


class PermitState(StrEnum):
    """Of a visitor's plate at the plate service; WANTED and ENDING are still to be told there."""

    WANTED = "wanted"
    GRANTED = "granted"
    ENDING = "ending"
    REFUSED = "refused"


def _time(**options: Any) -> Any:
    return Field(sa_type=UtcDateTime, **options)


class Visit(SQLModel, table=True):
    """`sealed` holds name, phone and plate; `pass_id` names the pass that opens, if any."""

    __table_args__ = (
        sa.Index("ix_visit_house", "community_id", "house_id"),
        sa.Index("ix_visit_phone", "community_id", "phone_digest"),
        sa.Index("ix_visit_day", "community_id", "valid_from", "id"),
    )

    id: str = id_column()
    community_id: str
    house_id: str = ""
    host_id: str = Field(default="", index=True)
    source: Source = enum_column(Source)
    purpose: Purpose = enum_column(Purpose)
    state: State = enum_column(State, index=True)
    sealed: bytes
    phone_digest: str = ""
    people: int = 1
    valid_from: datetime = _time()
    valid_to: datetime = _time(index=True)
    hours: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    route: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    entries: int = 1
    used: int = 0
    inside: int = 0
    overdue: bool = False
    code_once: bool = False
    pass_id: str = ""
    permit_id: str = ""
    create_time: datetime = _time(default_factory=now)
    expire_time: datetime = _time(index=True)


class VisitPass(SQLModel, table=True):
    """Neither token nor code is kept: both follow from the row and the keyring."""

    __tablename__ = "visit_pass"
    __table_args__ = (sa.Index("ix_pass_code", "community_id", "code_digest"),)

    id: str = id_column()
    visit_id: str = Field(index=True)
    community_id: str
    key_id: str
    salt: int = 0
    code_digest: str
    code_used: bool = False
    create_time: datetime = _time(default_factory=now)
    valid_to: datetime = _time()
    revoke_time: datetime | None = _time(default=None)


class VisitPassKey(SQLModel, table=True):
    """A signing key; it follows from the keyring and `number`. The newest one signs."""

    __tablename__ = "visit_pass_key"

    id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    number: int
    create_time: datetime = _time(default_factory=now)


class VisitPermit(SQLModel, table=True):
    """What the plate service knows, or has to be told, of a visit's plate. It outlives an erased
    visit until the permit has ended."""

    __tablename__ = "visit_permit"

    visit_id: str = Field(primary_key=True)
    state: PermitState = enum_column(PermitState, default=PermitState.WANTED, index=True)
    permit_id: str = ""


class VisitEntry(SQLModel, table=True):
    """A gate that opened for a visit; `id` is the pass id of the access service. `number` counts
    entries up and departures down, so that one entry can never be written twice."""

    __tablename__ = "visit_entry"
    __table_args__ = (sa.UniqueConstraint("visit_id", "number"),)

    id: str = Field(primary_key=True)
    visit_id: str
    fingerprint: str
    number: int
    access_point_id: str
    direction: Direction = enum_column(Direction)
    time: datetime = _time(default_factory=now)


class VisitChange(SQLModel, table=True):
    """One transition: by whom, as what, why and when."""

    __tablename__ = "visit_change"

    id: str = id_column()
    visit_id: str = Field(index=True)
    source_state: State | None = enum_column(State, default=None)
    target_state: State = enum_column(State)
    actor: str
    role: str
    reason: str = ""
    time: datetime = _time(default_factory=now)


class VisitBlock(SQLModel, table=True):
    __tablename__ = "visit_block"
    __table_args__ = (sa.Index("ix_block_phone", "community_id", "phone_digest"),)

    id: str = id_column()
    community_id: str
    phone_digest: str
    reason: str
    actor: str
    create_time: datetime = _time(default_factory=now)
    expire_time: datetime = _time(index=True)


class VisitReceipt(SQLModel, table=True):
    """That visits were erased: how many, and a hash of which; no content (R29)."""

    __tablename__ = "visit_receipt"

    id: str = id_column()
    community_id: str = Field(index=True)
    cause: str
    count: int
    digest: str
    create_time: datetime = _time(default_factory=now)


class VisitChoice(SQLModel, table=True):
    """How a host hears of visits; `sealed` is the address."""

    __tablename__ = "visit_choice"

    host_id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    channel: Channel = enum_column(Channel)
    sealed: bytes
    expire_time: datetime = _time(index=True)


class VisitNotice(SQLModel, table=True):
    """A message that still has to leave; `sealed` is address and text. It is gone once sent, and
    after `expire_time` anyway."""

    __tablename__ = "visit_notice"

    id: str = Field(primary_key=True)
    community_id: str
    kind: str
    channel: Channel = enum_column(Channel)
    sealed: bytes
    tries: int = 0
    next_time: datetime = _time(default_factory=now, index=True)
    expire_time: datetime = _time(index=True)


class VisitProof(SQLModel, table=True):
    """A code that was sent to a phone, to prove that it is the asker's. One per phone."""

    __tablename__ = "visit_proof"

    phone_digest: str = Field(primary_key=True)
    code_digest: str
    tries: int = 0
    create_time: datetime = _time(default_factory=now)
    expire_time: datetime = _time(index=True)


class VisitCall(SQLModel, table=True):
    """A visitor at a kiosk who wants somebody; at `deadline` it rings elsewhere or ends."""

    __tablename__ = "visit_call"

    id: str = id_column()
    community_id: str = Field(index=True)
    access_point_id: str
    kiosk_id: str = Field(index=True)
    house_id: str = ""
    visit_id: str = Field(default="", index=True)
    emergency: bool = False
    state: CallState = enum_column(CallState, default=CallState.PLACED, index=True)
    tier: Tier = enum_column(Tier)
    reason: str = ""
    answered_by: str = ""
    create_time: datetime = _time(default_factory=now)
    deadline: datetime = _time()
    expire_time: datetime = _time(index=True)


class VisitContacts(SQLModel, table=True):
    """Who rings when nobody in the house answers."""

    __tablename__ = "visit_contacts"

    house_id: str = Field(primary_key=True)
    community_id: str
    subject_ids: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    expire_time: datetime = _time(index=True)


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ChangeView(View):
    source_state: State | None
    target_state: State
    actor: str
    role: str
    reason: str
    time: datetime


class VisitView(View):
    """Phone and plate are masked unless the answer is that of a reveal."""

    id: str
    community_id: str
    house_id: str
    host_id: str
    source: Source
    purpose: Purpose
    state: State
    name: str
    phone: str
    plate: str
    people: int
    valid_from: datetime
    valid_to: datetime
    hours: list[dict[str, Any]]
    route: list[str]
    entries: int
    used: int
    inside: int
    overdue: bool
    permit_id: str
    create_time: datetime
    expire_time: datetime
    history: list[ChangeView] = []


class PassView(BaseModel):
    """What the visitor shows; whoever has the link has the pass."""

    id: str
    visit_id: str
    token: str
    code: str
    link: str


class GrantedView(BaseModel):
    """A visit and, once it is approved, its pass."""

    model_config = ConfigDict(populate_by_name=True)

    visit: VisitView
    pass_: PassView | None = Shown(None, alias="pass")


class BlockView(View):
    id: str
    community_id: str
    reason: str
    actor: str
    create_time: datetime
    expire_time: datetime


class ReceiptView(View):
    id: str
    community_id: str
    cause: str
    count: int
    digest: str
    create_time: datetime


class ChoiceView(View):
    channel: Channel
    expire_time: datetime


class OwnView(BaseModel):
    """All that is kept of a phone, in full."""

    items: list[VisitView]


class ProofView(BaseModel):
    seconds: int


class ErasedView(BaseModel):
    """`kept` visits stay until their visitor has left."""

    receipt: ReceiptView
    kept: int


class CallView(View):
    """To the kiosk without house, tier and who answered."""

    id: str
    community_id: str
    access_point_id: str
    state: CallState
    tier: Tier | None
    house_id: str
    visit_id: str
    emergency: bool
    reason: str
    answered_by: str
    create_time: datetime
    deadline: datetime


class ContactsView(View):
    subject_ids: list[str]


class KeyView(BaseModel):
    """`public_key` is base64 in JSON."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    id: str
    public_key: bytes


class KitView(BaseModel):
    """`time` says as of when the list of revoked passes is whole."""

    keys: list[KeyView]
    revoked: list[str]
    time: datetime


class VerdictView(BaseModel):
    """`entry` counts from 1; 0 for a departure or a refusal."""

    outcome: Outcome
    reason: str
    visit_id: str = ""
    house_id: str = ""
    entry: int = 0
    retry_after: float = 0.0
