"""Tables of the uplink service: peers, flows, the queue, the ledger, what came in, figures."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.tables import (
    BIG_ID,
    UtcDateTime,
    enum_column,
    id_column,
    json_column,
    now,
    time_column,
)


class PeerKind(StrEnum):
    DEVICE = "device"
    LOWER = "lower"
    UPPER = "upper"
    EXTRANET = "extranet"


DESTINATIONS = (PeerKind.UPPER, PeerKind.EXTRANET)


class LinkState(StrEnum):
    UNREGISTERED = "unregistered"
    ONLINE = "online"
    OFFLINE = "offline"
    REFUSED = "refused"
    PAUSED = "paused"


class OverflowPolicy(StrEnum):
    DROP_OLDEST = "drop_oldest"
    DROP_NEWEST = "drop_newest"


class FlowState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"
    EXPIRED = "expired"


class LegalBasis(StrEnum):
    STATUTORY_DUTY = "statutory_duty"
    STATE_ORGAN = "state_organ"
    SEPARATE_CONSENT = "separate_consent"
    NO_PERSONAL_DATA = "no_personal_data"


class ObjectState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SET_ASIDE = "set_aside"
    OVERFLOWED = "overflowed"


WAITING = (ObjectState.QUEUED, ObjectState.SENT)
WAITS = sa.text("state IN ('queued', 'sent')")  # in full: bound values find no partial index
FAILED = (ObjectState.REFUSED, ObjectState.SET_ASIDE, ObjectState.OVERFLOWED)


class Act(StrEnum):
    GENERATED = "generated"
    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SET_ASIDE = "set_aside"
    OVERFLOWED = "overflowed"
    GAP_FILLED = "gap_filled"
    ERASED = "erased"


class Intake(StrEnum):
    """What becomes of an object that came in."""

    WAITING = "waiting"  # for this service to make a fact of it
    KEPT = "kept"  # for somebody to take over
    DONE = "done"
    DROPPED = "dropped"


def _where(condition: Any) -> dict[str, Any]:
    """Of an index that holds only what fits."""
    return {"sqlite_where": condition, "postgresql_where": condition}


def _count() -> Any:
    return Field(default=None, primary_key=True, sa_type=BIG_ID)


def _made() -> Any:
    return Field(default_factory=now, sa_type=UtcDateTime)


class Peer(SQLModel, table=True):
    """`password` is sealed; the national id of an extranet receiver is empty."""

    __tablename__ = "uplink_peer"

    id: str = id_column()
    community_id: str = Field(default="", index=True)
    kind: PeerKind = enum_column(PeerKind)
    display_name: str
    national_id: str = Field(default="", index=True)
    username: str = ""
    password: bytes = b""
    password_time: datetime | None = time_column()
    url: str = ""
    profile: str = "gat1400-2017"
    state_organ: bool = False
    identities_basis: str = ""
    queue_objects: int = 1_000_000
    queue_bytes: int = Field(default=8 * 2**30, sa_type=sa.BigInteger)
    overflow: OverflowPolicy = enum_column(OverflowPolicy, default=OverflowPolicy.DROP_OLDEST)
    ca: str = ""
    paused: bool = False
    link: LinkState = enum_column(LinkState, default=LinkState.UNREGISTERED)
    link_reason: str = ""
    link_time: datetime | None = time_column()
    create_time: datetime = _made()


class Flow(SQLModel, table=True):
    """`community_id` is filled where the flow is about one community alone. `fields` is kind →
    names of fields that may leave."""

    __tablename__ = "uplink_flow"

    id: str = id_column()
    community_id: str = Field(default="", index=True)
    destination_id: str = Field(index=True)
    purpose: str
    basis: LegalBasis = enum_column(LegalBasis)
    document: str
    fields: dict[str, list[str]] = json_column(dict)
    community_ids: list[str] = json_column()
    face_basis: str = ""
    consent_purpose: str = ""
    recipient: str  # gate.recipient_of when it was proposed
    state: FlowState = enum_column(FlowState, default=FlowState.PROPOSED)
    expire_time: datetime = Field(sa_type=UtcDateTime)
    proposer: str
    approvers: list[str] = json_column()
    create_time: datetime = _made()
    active_time: datetime | None = time_column()
    end_time: datetime | None = time_column()


class SentObject(SQLModel, table=True):
    """One object of a queue. `subject` is a keyed digest of the person, where it is about one;
    the event's name and `data`, which are ids and words, say how to fetch it anew."""

    __tablename__ = "sent_object"
    __table_args__ = (
        sa.UniqueConstraint("destination_id", "kind", "event_id", "subscribe_id"),
        sa.Index("ix_sent_object_state", "destination_id", "state", "id"),
        sa.Index("ix_sent_object_queue", "destination_id", "id", **_where(WAITS)),
        sa.Index("ix_sent_object_due", "destination_id", "next_time", **_where(WAITS)),
        sa.Index("ix_sent_object_time", "destination_id", "create_time"),
    )

    id: int | None = _count()
    destination_id: str
    flow_id: str
    community_id: str = Field(index=True)
    device_id: str
    kind: str
    object_id: str = Field(index=True)
    subscribe_id: str = ""
    event_id: str
    event_name: str
    source_id: str = Field(index=True)
    data: dict[str, str] = json_column(dict)
    event_time: datetime = Field(sa_type=UtcDateTime, index=True)
    subject: str = Field(default="", index=True)
    subject_sealed: bytes = b""
    fields: list[str] = json_column()
    state: ObjectState = enum_column(ObjectState, default=ObjectState.QUEUED)
    reason: str = ""
    tries: int = 0
    content_tries: int = 0
    alone: bool = False
    size: int = 0
    next_time: datetime = _made()
    create_time: datetime = _made()
    update_time: datetime = _made()


class Content(SQLModel, table=True):
    """What a waiting object says, sealed; gone once the object has ended."""

    __tablename__ = "sent_content"

    object_number: int = Field(primary_key=True, sa_type=BIG_ID)
    body: bytes


class Destination(SQLModel, table=True):
    """Head of a destination's chain and sums of its queue, changed with each of their rows."""

    __tablename__ = "uplink_destination"

    destination_id: str = Field(primary_key=True)
    number: int = Field(default=0, sa_type=sa.BigInteger)
    hash: str = ""
    waiting: int = Field(default=0, sa_type=sa.BigInteger)
    waiting_bytes: int = Field(default=0, sa_type=sa.BigInteger)
    accepted: int = Field(default=0, sa_type=sa.BigInteger)
    failed: int = Field(default=0, sa_type=sa.BigInteger)
    cut_number: int = Field(default=0, sa_type=sa.BigInteger)  # last entry that is too old
    cut_hash: str = ""


class LedgerEntry(SQLModel, table=True):
    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.UniqueConstraint("destination_id", "number"),
        sa.Index("ix_ledger_entry_subject", "subject", "act"),
    )

    id: int | None = _count()
    destination_id: str
    number: int = Field(sa_type=sa.BigInteger)
    time: datetime = Field(sa_type=UtcDateTime, index=True)
    act: Act = enum_column(Act)
    object_number: int = Field(sa_type=sa.BigInteger, index=True)
    kind: str
    object_id: str = Field(index=True)
    community_id: str = Field(index=True)
    device_id: str
    flow_id: str
    fields: list[str] = json_column()
    subject: str = ""
    reason: str = ""
    previous_hash: str
    hash: str


class Reconciliation(SQLModel, table=True):
    """One device at one destination in one hour, Asia/Shanghai."""

    __tablename__ = "uplink_reconciliation"

    id: int | None = _count()
    destination_id: str = Field(index=True)
    device_id: str
    community_id: str = Field(index=True)
    day: str = Field(index=True)
    hour: int
    generated: int = 0
    accepted: int = 0
    refused: int = 0
    gap_filled: int = 0


class Subscription(SQLModel, table=True):
    """What an upper platform wants to be told of; `id` is the one that it gave."""

    __tablename__ = "uplink_subscription"
    __table_args__ = (sa.UniqueConstraint("peer_id", "subscribe_id"),)

    id: str = id_column()
    peer_id: str = Field(index=True)
    subscribe_id: str
    title: str = ""
    details: list[str] = json_column()
    resources: list[str] = json_column()
    receive_url: str = ""
    begin_time: datetime | None = time_column()
    end_time: datetime | None = time_column()
    report_interval: int = 0
    images: bool = True
    status: int = 0
    body: dict[str, Any] = json_column(dict)
    update_time: datetime = _made()


class WatchRequest(SQLModel, table=True):
    """A state organ's wish to watch for somebody or something, sealed: nothing acts on it."""

    __tablename__ = "uplink_watch_request"
    __table_args__ = (sa.UniqueConstraint("peer_id", "disposition_id"),)

    id: str = id_column()
    peer_id: str
    disposition_id: str
    body: bytes
    create_time: datetime = _made()


class Received(SQLModel, table=True):
    """One object that came in. `body` is sealed and goes when the object is done."""

    __tablename__ = "received_object"
    __table_args__ = (
        sa.UniqueConstraint("peer_id", "kind", "object_id"),
        sa.Index("ix_received_state", "state", "next_time"),
    )

    id: int | None = _count()
    peer_id: str
    community_id: str = Field(default="", index=True)
    kind: str
    object_id: str
    device_id: str = ""
    state: Intake = enum_column(Intake)
    reason: str = ""
    body: bytes = b""
    tries: int = 0
    next_time: datetime = _made()
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)


class SeenEvent(SQLModel, table=True):
    """The last some thousand events that were handled: one that comes again counts once."""

    __tablename__ = "uplink_seen_event"

    id: int | None = _count()
    event_id: str = Field(unique=True)


class Figure(SQLModel, table=True):
    """A count or, from the coverage service, a figure of a community on a day."""

    __tablename__ = "uplink_figure"

    day: str = Field(primary_key=True)
    community_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: float = 0.0


class PublishedDay(SQLModel, table=True):
    """Days whose figures left already, or that were reconciled."""

    __tablename__ = "uplink_published_day"

    what: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    time: datetime = _made()


class Channel(SQLModel, table=True):
    """A channel of a video platform, GB/T 28181."""

    __tablename__ = "video_channel"
    __table_args__ = (sa.UniqueConstraint("platform_id", "channel_id"),)

    id: str = id_column()
    platform_id: str
    channel_id: str
    community_id: str = Field(default="", index=True)
    display_name: str = ""
    parent_id: str = ""
    vendor: str = ""
    status: str = "unknown"
    status_time: datetime = _made()


TABLES = (
    *(Peer, Flow, SentObject, Content, Destination, LedgerEntry, Reconciliation, Subscription),
    *(WatchRequest, Received, SeenEvent, Figure, PublishedDay, Channel),
)
