"""What callers may send to the coverage service."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import model_validator as check

from kit.tables import in_utc, now
from services.coverage.models import AwardState, Step
from services.coverage.rules import COUNTS, Code, Key, Plan

MAX_ROWS = 5000
MAX_DOCUMENT = 16 * 2**20
MAX_DAYS = 1200


def _past(value: datetime) -> datetime:
    value = in_utc(value)
    if value > now():
        raise ValueError("lies in the future")
    if value.year < 2000:
        raise ValueError("lies before 2000")
    return value


def _sane(value: date) -> date:
    if not 2000 <= value.year <= 2100:
        raise ValueError("between 2000 and 2100")
    return value


def _counts(value: dict[str, int]) -> dict[str, int]:
    if unknown := sorted(set(value) - set(COUNTS)):
        raise ValueError(f"no such figure: {', '.join(unknown)}; known: {', '.join(COUNTS)}")
    return value


Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OptionalId = Annotated[str, StringConstraints(max_length=64)]
Reason = Annotated[
    str,
    StringConstraints(
        min_length=4, max_length=200, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Short = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Past = Annotated[datetime, AfterValidator(_past)]
Time = Annotated[datetime, AfterValidator(in_utc)]
Day = Annotated[date, AfterValidator(_sane)]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Counts = Annotated[
    dict[Key, Annotated[int, Field(ge=0, le=100_000)]], Field(), AfterValidator(_counts)
]
Money = Annotated[str, StringConstraints(pattern="^(|developer|property_with_award|government)$")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128, exclude=True)


class Page(Input):
    page_size: int = Field(0, lt=2**31, description="0 means 50, at most 500")
    page_token: str = Field("", max_length=1024, description="From the previous answer")


class CommunityQuery(Page):
    community_id: OptionalId = ""


class PlanIn(Plan, Input):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AssignmentIn(Input):
    community_id: OptionalId = ""
    builder: Short = Field("", examples=["张店智安科技"])
    money: Money = Field("", description="Empty: by the plan and the enclosure")


class SiteQuery(Page):
    community_id: OptionalId = ""
    town_code: Annotated[str, StringConstraints(pattern=r"^([0-9]{9})?$")] = ""


class ProfileIn(Input):
    content: str = Field(min_length=1, max_length=500_000, description="TOML")


class SurveyIn(Input):
    community_id: Id
    survey_time: Past | None = None
    counts: Counts = Field(examples=[{"pedestrian_passages": 2, "lanes": 2, "unit_doors": 24}])
    longitude: float | None = Field(None, ge=73, le=136, description="CGCS2000, degrees")
    latitude: float | None = Field(None, ge=3, le=54)
    column: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,40}$")] = Field(
        "", description="Of the profile; empty: by kind and enclosure in the registry"
    )
    reason: Annotated[str, StringConstraints(max_length=200)] = ""

    @check(mode="after")
    def _said_why(self) -> Self:
        if self.column and len(self.reason) < 4:
            raise ValueError("another column than the registry's needs a reason (R93)")
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude come together")
        return self


class BlockReason(StrEnum):
    """Why nothing may look at a position (R12, R90); no free text, as it is published."""

    HOME_INTERIOR = "home_interior"
    INTIMATE_ROOM = "intimate_room"
    NEIGHBOUR_WINDOW = "neighbour_window"
    OWNERS_OBJECT = "owners_object"


class PointIn(Input):
    name: Name
    code: Code
    row: int = Field(0, ge=0, le=999)
    requirement: Annotated[str, StringConstraints(pattern="^[MOG]$")] = "M"
    captures: list[Key] = Field(min_length=1, max_length=8)
    article7: bool = False


class BlockIn(Input):
    name: Name
    reason: BlockReason


class AdjustIn(Input):
    community_id: OptionalId = ""
    adjust_time: Past | None = None
    add: list[PointIn] = Field([], max_length=500)
    remove: list[Name] = Field([], max_length=500)
    block: list[BlockIn] = Field([], max_length=500)
    unblock: list[Name] = Field([], max_length=500)
    reason: Reason = Field(examples=["北墙外为河道，无需周界"])

    @check(mode="after")
    def _some(self) -> Self:
        if not (self.add or self.remove or self.block or self.unblock):
            raise ValueError("nothing to add, remove, block or unblock")
        return self


class PointQuery(Input):
    community_id: Id
    at: Time | None = None
    page_size: int = Field(0, lt=2**31)
    page_token: str = Field("", max_length=1024)


class MaintenanceIn(Input):
    community_id: Id
    device_id: OptionalId = Field("", description="Empty: all of the community")
    start_time: Time
    end_time: Time
    reason: Reason

    @check(mode="after")
    def _fits(self) -> Self:
        if self.end_time <= self.start_time:
            raise ValueError("end_time must be after start_time")
        if (self.end_time - self.start_time).days > 31:
            raise ValueError("end_time: at most 31 days after start_time")
        return self


class PlacementIn(Input):
    device_id: Id
    place_time: Past


class TurnIn(Input):
    device_id: Id
    time: Past
    online: bool


class HistoryIn(Input):
    community_id: Id
    placements: list[PlacementIn] = Field([], max_length=MAX_ROWS)
    turns: list[TurnIn] = Field([], max_length=MAX_ROWS)
    reason: Reason

    @check(mode="after")
    def _some(self) -> Self:
        if not (self.placements or self.turns):
            raise ValueError("placements or turns are needed")
        return self


class ReadingKind(StrEnum):
    CLOCK = "clock"
    STORAGE = "storage"


class ReadingIn(Input):
    device_id: Id
    kind: ReadingKind
    value: int = Field(
        ge=-(2**31), lt=2**31, description="Drift in ms, or days of recording that are kept"
    )


class ReadingsIn(Input):
    community_id: Id
    read_time: Past | None = None
    readings: list[ReadingIn] = Field(min_length=1, max_length=MAX_ROWS)


class AcceptanceIn(Input):
    community_id: Id
    points: list[Name] = Field([], max_length=5000, description="Empty: all that are required")
    builder: Short = ""
    open_time: Past | None = None


class ResultIn(Input):
    """One measurement at one sampled point; `value` in the item's unit."""

    point: Name
    item: Key
    value: float = Field(ge=-1e9, le=1e9)
    photo_sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class StepIn(Input):
    id: OptionalId = ""
    step: Step = Step.SURVEYED  # which no step leads to: the error names those that do
    step_time: Past | None = None
    signers: dict[Key, Id] = Field({}, max_length=8)
    results: list[ResultIn] = Field([], max_length=MAX_ROWS)
    note: Annotated[str, StringConstraints(max_length=200)] = ""


class AcceptanceQuery(Page):
    community_id: OptionalId = ""
    step: Step | None = None


class DocumentIn(Input):
    acceptance_id: OptionalId = ""
    kind: Key = Field(examples=["design"])
    name: Name
    media_type: Annotated[
        str,
        StringConstraints(
            pattern=r"^(application/pdf|image/jpeg|image/png|text/plain|text/csv"
            r"|application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)$"
        ),
    ] = "application/pdf"
    content: bytes = Field(min_length=1, max_length=MAX_DOCUMENT)


class FilingIn(Input):
    id: OptionalId = ""
    file_time: Past | None = None
    reference: Short = ""


class FilingQuery(Page):
    community_id: OptionalId = ""
    overdue: bool = False


class SpanIn(Input):
    first_day: Day
    last_day: Day

    @check(mode="after")
    def _fits(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        if (self.last_day - self.first_day).days >= MAX_DAYS:
            raise ValueError(f"last_day: at most {MAX_DAYS} days at once")
        return self


class VerifyIn(SpanIn):
    from_stream: bool = False


class CorrectionIn(Input):
    community_id: Id
    day: Day
    measure: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,20}$")] = Field(
        "", description="Empty: compute the day again from its facts"
    )
    numerator: Count = 0
    denominator: Count = 0
    reason: Reason


class SnapshotQuery(Page):
    community_id: OptionalId = ""
    first_day: Day | None = None
    last_day: Day | None = None


class TrendQuery(SpanIn):
    level: Annotated[str, StringConstraints(pattern="^(district|town|kind|group)$")] = "district"
    key: Short = ""


class DayQuery(Input):
    day: Day | None = None


class ForecastQuery(Input):
    day: Day | None = None
    measure: Annotated[str, StringConstraints(pattern="^(covered|networked|built)$")] = "covered"


class AwardIn(SpanIn):
    community_id: Id


class AwardQuery(Page):
    community_id: OptionalId = ""
    state: AwardState | None = None


class DeviceQuery(Input):
    community_id: Id
    first_day: Day
    last_day: Day

    @check(mode="after")
    def _fits(self) -> Self:
        if not 0 <= (self.last_day - self.first_day).days < 400:
            raise ValueError("last_day: 0 to 399 days after first_day")
        return self


class Format(StrEnum):
    XLSX = "xlsx"
    PDF = "pdf"
    WEEKLY = "weekly"
    CSV = "csv"
    JSON = "json"
    SIGNED = "signed"


class ReportIn(Input):
    day: Day | None = None
    format: Format = Format.XLSX


class AwardFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class AwardExportIn(Input):
    id: OptionalId = ""
    format: AwardFormat = AwardFormat.XLSX
