"""What callers of the registry send and get."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.registry.models import (
    AccessPointKind,
    Capability,
    CommunityKind,
    DeviceKind,
    DeviceState,
    Direction,
    Enclosure,
)

MAX_BEATS = 5000
MAX_PROBLEMS = 1000


def _text(least: int, most: int) -> Any:
    return StringConstraints(
        strip_whitespace=True,
        min_length=least,
        max_length=most,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    )


def _distinct(values: list[Capability]) -> list[Capability]:
    return sorted(set(values))


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F-]{36}$")]
DistrictCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
TownCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
CommunityCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,32}$")]
PositionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{7}$")]
NationalId = Annotated[str, StringConstraints(pattern=r"^[0-9]{20}$")]
Name = Annotated[str, _text(1, 100)]
Address = Annotated[str, _text(0, 200)]
Short = Annotated[str, _text(0, 64)]
Capabilities = Annotated[list[Capability], Field(max_length=32), AfterValidator(_distinct)]
Revision = Annotated[int, Field(ge=0, lt=2**63)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Page(Input):
    page_size: int = Field(0, lt=2**31, description="0 means 50, at most 500")
    page_token: str = Field("", max_length=1024, description="From the previous answer")


class NameIn(Input):
    display_name: Name
    model_config = ConfigDict(json_schema_extra={"examples": [{"display_name": "张店区"}]})


class DistrictIn(NameIn):
    code: DistrictCode


class DistrictView(BaseModel):
    code: DistrictCode
    display_name: str


class DistrictList(BaseModel):
    items: list[DistrictView]
    next_page_token: str


class TownIn(NameIn):
    code: TownCode


class TownView(BaseModel):
    code: TownCode
    display_name: str


class TownList(BaseModel):
    items: list[TownView]
    next_page_token: str


class CommunityBase(BaseModel):
    town_code: TownCode
    code: CommunityCode
    display_name: Name
    kind: CommunityKind
    enclosure: Enclosure
    address: Address = ""


class CommunityIn(CommunityBase, Input):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "town_code": "370303001",
                    "code": "ZD-0001",
                    "display_name": "和平小区",
                    "kind": "old",
                    "enclosure": "enclosed",
                    "address": "共青团路 1 号",
                }
            ]
        }
    )


class CommunityView(CommunityBase):
    id: str
    create_time: datetime
    revision: int


class CommunityList(BaseModel):
    items: list[CommunityView]
    next_page_token: str


class CommunityQuery(Page):
    town_code: TownCode | None = None
    kind: CommunityKind | None = None


class PositionBase(BaseModel):
    community_id: Id
    code: PositionCode
    display_name: Name


class PositionIn(PositionBase, Input):
    pass


class PositionView(PositionBase):
    id: str


class PositionList(BaseModel):
    items: list[PositionView]
    next_page_token: str


class PositionQuery(Page):
    community_id: Id | None = None


class AccessPointBase(BaseModel):
    community_id: Id
    position_id: Id | None = None
    display_name: Name
    kind: AccessPointKind
    direction: Direction
    lane: Short = Field("", description="Empty means a lane of its own: the access point's id")


class AccessPointIn(AccessPointBase, Input):
    pass


class AccessPointView(AccessPointBase):
    id: str
    deleted: bool
    revision: int


class AccessPointList(BaseModel):
    items: list[AccessPointView]
    next_page_token: str


class AccessPointQuery(Page):
    community_id: Id | None = None
    lane: Short | None = None
    since_revision: Revision | None = Field(
        None, description="What changed since then in the order of revisions, deleted ones too"
    )


class DeviceBase(BaseModel):
    community_id: Id
    access_point_id: Id | None = None
    position_id: Id | None = None
    national_id: NationalId
    display_name: Name
    kind: DeviceKind
    capabilities: Capabilities = []
    vendor: Short = ""
    model: Short = ""


class DeviceIn(DeviceBase, Input):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "01910000-0000-7000-8000-000000000001",
                    "national_id": "37030300001310000001",
                    "display_name": "南门 1 号闸机",
                    "kind": "face_terminal",
                    "capabilities": ["card", "face", "open"],
                }
            ]
        }
    )


class DeviceView(DeviceBase):
    id: str
    state: DeviceState
    state_time: datetime
    last_seen_time: datetime | None
    clock_drift_ms: int = Field(description="Its clock minus the server's, milliseconds")
    clock_time: datetime | None = Field(description="When that was; unset if it never told")
    has_key: bool
    deleted: bool
    revision: int


class DeviceList(BaseModel):
    items: list[DeviceView]
    next_page_token: str


class DeviceQuery(Page):
    community_id: Id | None = None
    access_point_id: Id | None = None
    kind: DeviceKind | None = None
    state: DeviceState | None = None
    since_revision: Revision | None = Field(
        None, description="What changed since then in the order of revisions, deleted ones too"
    )


class StatesQuery(Page):
    device_id: Id


class DeviceStateChangeView(BaseModel):
    state: DeviceState
    time: datetime


class DeviceStateChangeList(BaseModel):
    items: list[DeviceStateChangeView]
    next_page_token: str


class DeviceKeyView(BaseModel):
    key: str = Field(description="Stored as a hash: it cannot be shown again")
    previous_key_expire_time: datetime | None


class DeviceTokenIn(Input):
    national_id: NationalId
    key: str = Field(min_length=1, max_length=128)


class DeviceTokenView(BaseModel):
    token: str
    expire_time: datetime
    device_id: str
    server_time: datetime


class HeartbeatIn(Input):
    device_id: str = Field(max_length=64)
    device_time: AwareDatetime | None = None


class HeartbeatsIn(Input):
    heartbeats: list[HeartbeatIn] = Field(min_length=1, max_length=MAX_BEATS)


class HeartbeatsView(BaseModel):
    refused_device_ids: list[str] = Field(
        description="Devices that are unknown, disabled or out of the caller's scope"
    )
    server_time: datetime


class ImportProblem(BaseModel):
    row: int = Field(description="Row in the file, the header being 1")
    column: str
    reason: str
    message: str


class ImportView(BaseModel):
    rows: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[ImportProblem] = Field([], description="When there is one, nothing was changed")
