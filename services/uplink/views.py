"""What the uplink's calls answer with: views of its tables, without what is sealed."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from services.uplink.models import (
    Act,
    FlowState,
    LegalBasis,
    LinkState,
    ObjectState,
    OverflowPolicy,
    PeerKind,
)


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PeerView(_View):
    id: str
    community_id: str
    kind: PeerKind
    display_name: str
    national_id: str
    username: str
    has_password: bool = False
    password_time: datetime | None
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
    link_time: datetime | None
    create_time: datetime


class FieldList(BaseModel):
    kind: str
    names: list[str]


class FlowView(_View):
    id: str
    community_id: str
    destination_id: str
    purpose: str
    basis: LegalBasis
    document: str
    fields: list[FieldList]
    community_ids: list[str]
    face_basis: str
    consent_purpose: str
    state: FlowState
    expire_time: datetime
    proposer: str
    approvers: list[str]
    create_time: datetime
    end_time: datetime | None


class ObjectView(_View):
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
    create_time: datetime
    update_time: datetime


class LedgerView(_View):
    destination_id: str
    number: int
    time: datetime
    act: Act
    kind: str
    object_id: str
    community_id: str
    device_id: str
    flow_id: str
    fields: list[str]
    reason: str
    previous_hash: str
    hash: str


class ReconciliationView(_View):
    destination_id: str
    device_id: str
    community_id: str
    day: str
    hour: int
    generated: int
    accepted: int
    refused: int
    gap_filled: int


class DisclosureView(_View):
    destination_id: str
    destination_name: str
    kind: str
    fields: list[str]
    purpose: str
    basis: LegalBasis
    document: str
    time: datetime
    accepted: bool


class DryField(_View):
    kind: str
    name: str
    source: str
    sensitivity: str
    sent: bool
    reason: str = ""
    example: str = ""


class DryRun(_View):
    fields: list[DryField]
    examples: dict[str, str]


class ProfileView(_View):
    id: str
    version: int
    mode: str
    kinds: list[str]


class DestinationView(_View):
    peer_id: str
    display_name: str
    link: LinkState
    link_reason: str
    waiting: int
    waiting_bytes: int
    oldest_time: datetime | None
    accepted: int
    set_aside: int
    ledger_entries: int


class Counter(_View):
    name: str
    value: int


class StatusView(_View):
    destinations: list[DestinationView]
    counters: list[Counter]
    sessions: int


class ChannelView(_View):
    platform_id: str
    channel_id: str
    community_id: str
    display_name: str
    parent_id: str
    vendor: str
    status: str
    status_time: datetime


class ImportView(_View):
    created: int
    changed: int
    matched: int
    problems: list[str]


class TestView(_View):
    __test__ = False

    ok: bool
    reason: str = ""
    milliseconds: float = 0.0
    peer_time: str = ""


class VerifyView(_View):
    whole: bool
    entries: int
    broken_number: int


class ReplayView(_View):
    count: int
