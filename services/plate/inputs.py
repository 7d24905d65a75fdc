"""What callers may send to the plate service."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import model_validator as check

from kit.hours import OpeningHours
from kit.tables import in_utc
from services.plate import grammar
from services.plate.grammar import Color, Kind
from services.plate.models import Direction, Outcome, PermitKind, PermitState, Phase, Unknown

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OptionalId = Annotated[str, StringConstraints(max_length=64)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True)]
Time = Annotated[datetime, AfterValidator(in_utc)]
Written = Annotated[str, StringConstraints(max_length=32)]
Place = Annotated[
    str, StringConstraints(min_length=1, max_length=32, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Source = Annotated[str, StringConstraints(pattern=r"^(manual|visitor:[0-9A-Za-z-]{1,64})$")]
Confidence = Annotated[float, Field(ge=0, le=1)]


def check_plate(text: str) -> str:
    """The canonical text."""
    try:
        return grammar.parse(text).text
    except grammar.NotAPlate as error:
        raise ValueError(error.reason) from None


PlateText = Annotated[str, StringConstraints(max_length=32), AfterValidator(check_plate)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128, exclude=True)


class PermitIn(Input):
    community_id: Id
    plate: PlateText = Field(examples=["鲁C·12345"])
    kind: PermitKind = PermitKind.RESIDENT
    valid_from: Time | None = None
    valid_to: Time | None = None
    hours: list[OpeningHours] = Field([], max_length=32)
    house_id: OptionalId = ""
    subject_id: OptionalId = ""
    source: Source = "manual"
    color: Color | None = None
    plate_kind: Kind | None = None

    @check(mode="after")
    def _fits(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be after valid_from")
        kinds = grammar.parse(self.plate).fitting(self.color)
        if not kinds or (self.plate_kind and self.plate_kind not in kinds):
            raise ValueError("this plate has neither that colour nor that kind")
        return self


class ChangeIn(Input):
    """What is not sent stays as it is."""

    id: OptionalId = ""
    valid_from: Time | None = None
    valid_to: Time | None = None
    hours: list[OpeningHours] | None = Field(None, max_length=32)
    color: Color | None = None


class RevealIn(Input):
    id: OptionalId = ""
    reason: Reason = Field(examples=["blocked fire lane, owner must be called"])


class LaneIn(Input):
    access_point_id: OptionalId = ""
    car_park: Place = "main"
    direction: Direction | None = None
    kinds: list[PermitKind] = Field(
        [PermitKind.RESIDENT, PermitKind.CONTRACTOR, PermitKind.VISITOR], max_length=3
    )
    unknown: Unknown = Unknown.REFUSE
    near: bool = True

    @check(mode="after")
    def _no_deny(self) -> Self:
        if PermitKind.DENY in self.kinds:
            raise ValueError("kinds: deny lets nobody in")
        return self


class CandidateIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Written = ""
    confidence: Confidence = 0.0


class ReadIn(BaseModel):
    """`confidences` has one number per character of the canonical text, or is empty."""

    model_config = ConfigDict(extra="forbid")

    text: Written = ""
    confidences: list[Confidence] = Field([], max_length=16)
    confidence: Confidence = 0.0
    candidates: list[CandidateIn] = Field([], max_length=16)
    color: Color | None = None
    kind: Kind | None = None


class MatchIn(Input):
    community_id: Id
    access_point_id: Id
    direction: Direction | None = None
    read: ReadIn


class SightingIn(Input):
    access_point_id: Id
    direction: Direction | None = None
    read: ReadIn
    time: Time | None = None


class ReportIn(Input):
    """`key` is the device's own name of the passage, the same in all its reports."""

    access_point_id: Id
    key: Id
    direction: Direction | None = None
    time: Time | None = None


class DecidedIn(ReportIn):
    opened: bool = False
    plate: Written = ""
    outcome: Outcome | None = None
    reason: Code = Field(examples=["PERMIT", "MANUAL"])
    permit_id: OptionalId = ""
    subject_id: OptionalId = ""
    pass_id: OptionalId = ""


class CorrectionIn(Input):
    """What is true instead: whether the car passed and which way, as reported when unset; and
    which plate."""

    id: OptionalId = ""
    passed: bool | None = None
    direction: Direction | None = None
    plate: PlateText | None = None
    reason: Reason = Field(examples=["reversed out, seen by the guard"])


class OccupancyIn(Input):
    community_id: Id
    car_park: Place = "main"
    occupied: int | None = Field(None, ge=0, le=1_000_000)
    capacity: int | None = Field(None, ge=0, le=1_000_000)
    reason: Reason = Field(examples=["counted by eye at midnight"])


class PageIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    community_id: OptionalId = ""
    page_size: int = Field(0, lt=2**31)
    page_token: str = Field("", max_length=512)


class PermitQuery(PageIn):
    plate: Written = ""
    kind: PermitKind | None = None
    state: PermitState | None = None
    house_id: OptionalId = ""


class LaneQuery(PageIn):
    pass


class SeenQuery(PageIn):
    access_point_id: OptionalId = ""
    outcome: Outcome | None = None
    start_time: Time | None = None
    end_time: Time | None = None


class PassageQuery(PageIn):
    access_point_id: OptionalId = ""
    phase: Phase | None = None
    start_time: Time | None = None
    end_time: Time | None = None
