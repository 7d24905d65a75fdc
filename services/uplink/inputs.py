"""What callers may send to the uplink service."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from pydantic import model_validator as check

from kit.tables import in_utc
from services.uplink.models import (
    DESTINATIONS,
    FlowState,
    LegalBasis,
    ObjectState,
    OverflowPolicy,
    PeerKind,
)
from services.uplink.profiles.facts import Of
from services.uplink.views import FieldList

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OptionalId = Annotated[str, StringConstraints(max_length=64)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
NationalId = Annotated[str, StringConstraints(pattern=r"^\d{20}$")]
Time = Annotated[datetime, AfterValidator(in_utc)]
Url = Annotated[str, StringConstraints(max_length=256, pattern=r"^(https?://[^\s/?#@]+/?)?$")]
Password = Annotated[SecretStr, Field(min_length=8, max_length=128)]
Username = Annotated[str, StringConstraints(max_length=64, pattern=r'^[^\x00-\x1f\x7f":,]*$')]
Pem = Annotated[str, StringConstraints(max_length=65536)]
Objects = Annotated[int, Field(ge=0, le=100_000_000)]
Bytes = Annotated[int, Field(ge=0, le=2**50)]
Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Basis = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]{0,63}$")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128, exclude=True)


class PeerIn(Input):
    community_id: OptionalId = ""
    kind: PeerKind
    display_name: Name = Field(examples=["区公安视图库"])
    national_id: Annotated[str, StringConstraints(pattern=r"^(\d{20})?$")] = Field(
        "", examples=["37030300005030000009"]
    )
    username: Username = ""
    password: Password | None = None
    url: Url = Field("", examples=["https://10.8.0.9:8120"])
    profile: str = Field("gat1400-2017", max_length=64)
    state_organ: bool = False
    identities_basis: Basis = ""
    queue_objects: Objects = 0
    queue_bytes: Bytes = 0
    overflow: OverflowPolicy = OverflowPolicy.DROP_OLDEST
    ca: Pem = ""

    @check(mode="after")
    def _fits(self) -> Self:
        if self.kind is not PeerKind.EXTRANET and not self.national_id:
            raise ValueError("national_id: 20 digits are needed for this kind")
        if self.kind in DESTINATIONS and not self.url:
            raise ValueError("url: a destination needs one")
        if self.kind is PeerKind.EXTRANET and not self.url.startswith("https://"):
            raise ValueError("url: the extranet is reached over https alone")
        if self.kind is not PeerKind.EXTRANET and self.password is None:
            raise ValueError("password: this kind needs one")
        return self


class PeerChangeIn(Input):
    id: OptionalId = ""
    display_name: Name | None = None
    url: Url | None = None
    profile: str | None = Field(None, max_length=64)
    state_organ: bool | None = None
    identities_basis: Basis | None = None
    queue_objects: Objects | None = None
    queue_bytes: Bytes | None = None
    ca: Pem | None = None


class CredentialIn(Input):
    id: OptionalId = ""
    password: Password


class ReasonIn(Input):
    id: OptionalId = ""
    reason: Reason


class FieldListIn(FieldList):
    model_config = ConfigDict(extra="forbid")

    kind: Of
    names: list[FieldName] = Field(min_length=1, max_length=64)


class FlowIn(Input):
    destination_id: Id
    purpose: Annotated[
        str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True)
    ] = Field(examples=["设备在线状态上报"])
    basis: LegalBasis
    document: Annotated[
        str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)
    ] = Field(examples=["鲁公技〔2026〕12号"])
    fields: list[FieldListIn] = Field(min_length=1, max_length=16)
    community_ids: list[Id] = Field([], max_length=1000)
    face_basis: Basis = ""
    consent_purpose: OptionalId = ""
    expire_time: Time


class Query(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page_size: int = 0
    page_token: str = Field("", max_length=512)


class PeerQuery(Query):
    kind: PeerKind | None = None
    community_id: OptionalId = ""


class FlowQuery(Query):
    destination_id: OptionalId = ""
    community_id: OptionalId = ""
    state: FlowState | None = None


class ObjectQuery(Query):
    destination_id: OptionalId = ""
    state: ObjectState | None = None
    community_id: OptionalId = ""


class LedgerQuery(Query):
    destination_id: OptionalId = ""
    object_id: OptionalId = ""
    community_id: OptionalId = ""


class ReconciliationQuery(Query):
    destination_id: OptionalId = ""
    community_id: OptionalId = ""
    day: Day = ""


class ChannelQuery(Query):
    platform_id: OptionalId = ""
    community_id: OptionalId = ""


class DisclosureQuery(Query):
    subject_id: Id
    reason: Reason


class VerifyIn(BaseModel):
    destination_id: Id


class ReplayIn(Input):
    destination_id: Id
    start_time: Time
    end_time: Time
    states: list[ObjectState] = Field([], max_length=6)
    reason: Reason

    @check(mode="after")
    def _fits(self) -> Self:
        if self.end_time <= self.start_time:
            raise ValueError("end_time: not after start_time")
        return self


class ChannelsIn(Input):
    platform_id: NationalId
    content: bytes = Field(min_length=1, max_length=16 * 2**20)
