"""What callers may send about cameras, zones, rules and alarms."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import model_validator as check

from kit.hours import OpeningHours
from kit.tables import in_utc
from services.perimeter.models import LINES, AlarmState, DeviceAlarm, Health, RuleKind, Severity

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OptionalId = Annotated[str, StringConstraints(max_length=64)]
Text = StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$")
Name = Annotated[str, Text, StringConstraints(min_length=1, max_length=64)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True)]
Time = Annotated[datetime, AfterValidator(in_utc)]
Share = Annotated[float, Field(ge=0, le=1)]
Account = Annotated[str, Text, StringConstraints(min_length=1, max_length=128)]
SCHEMES = ("rtsp", "rtsps", "http", "https")


def check_url(url: str) -> str:
    """Of a camera: with a host, and without a login, which is sealed apart."""
    if not url:
        return url
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError(f"give an address that begins with {', '.join(SCHEMES)}")
    if "@" in parts.netloc:
        raise ValueError("give username and password in their own fields")
    return url


def check_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


Url = Annotated[str, StringConstraints(max_length=512), AfterValidator(check_url)]
Day = Annotated[str, StringConstraints(max_length=10), AfterValidator(check_day)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128, exclude=True)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PointIn(Part):
    x: Share = 0.0
    y: Share = 0.0


class HeadingIn(Part):
    x: Annotated[float, Field(ge=-1, le=1)] = 0.0
    y: Annotated[float, Field(ge=-1, le=1)] = 0.0


class AreaIn(Part):
    points: list[PointIn] = Field(min_length=3, max_length=32)


class HeightIn(Part):
    y: Share = 0.0
    height: Annotated[float, Field(gt=0, le=1)]


class IdIn(Input):
    id: OptionalId = ""


class ReasonIn(IdIn):
    reason: Reason = Field(examples=["incident 12, asked by the property manager"])


class CameraIn(IdIn):
    community_id: OptionalId = ""
    display_name: Name = Field(examples=["东墙 3 号"])
    device_id: OptionalId = ""
    access_point_id: OptionalId = ""
    url: Url = Field("", examples=["rtsp://10.1.2.3/sub"])
    username: str | None = Field(None, max_length=128)
    password: str | None = Field(None, max_length=128, exclude=True)
    rate: float = Field(3.0, ge=0.5, le=15)
    gate: bool = True
    enabled: bool = True
    masks: list[AreaIn] = Field([], max_length=16)
    heights: list[HeightIn] = Field([], max_length=2)

    @check(mode="after")
    def _perspective(self) -> Self:
        if self.heights and (len(self.heights) != 2 or self.heights[0].y == self.heights[1].y):
            raise ValueError("heights: give two, at different y, or none")
        return self


class PushIn(Part):
    camera_id: OptionalId = ""
    image: bytes = Field(min_length=1, max_length=8 * 2**20)
    time: Time | None = None


class ZoneIn(IdIn):
    camera_id: OptionalId = ""
    display_name: Name = Field(examples=["东墙内侧"])
    points: list[PointIn] = Field(min_length=2, max_length=32)
    group: Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)] = ""


class ArmIn(ReasonIn):
    armed: bool = False
    until: Time | None = None


class OptionsIn(Part):
    classes: list[Annotated[str, StringConstraints(min_length=1, max_length=32)]] = Field(
        [], max_length=16
    )
    seconds: float | None = Field(None, ge=0, le=3600)
    count: int | None = Field(None, ge=1, le=1000)
    direction: int | None = Field(None, ge=-1, le=1)
    heading: HeadingIn | None = None
    min_height: Share | None = None
    cooldown: float | None = Field(None, ge=0, le=86_400)


class LookIn(Part):
    """What a rule looks for, and when."""

    kind: RuleKind
    options: OptionsIn = OptionsIn()
    hours: list[OpeningHours] = Field([], max_length=32)
    on_holidays: bool = False

    @check(mode="after")
    def _heads_somewhere(self) -> Self:
        heading = self.options.heading
        if self.kind is RuleKind.WRONG_WAY and (heading is None or not (heading.x or heading.y)):
            raise ValueError("options.heading: wrong_way needs the right way")
        return self


class RuleIn(LookIn, Input):
    id: OptionalId = ""
    zone_id: OptionalId = ""
    severity: Severity = Severity.WARNING
    enabled: bool = True


class ReplayIn(LookIn):
    zone_id: Id
    points: list[PointIn] = Field([], max_length=32)
    start_time: Time
    end_time: Time

    @check(mode="after")
    def _span(self) -> Self:
        if not 0 < (self.end_time - self.start_time).total_seconds() <= 7 * 86_400:
            raise ValueError("end_time must be after start_time, by 7 days at the most")
        if self.kind in (RuleKind.OBJECT_LEFT, RuleKind.OBJECT_REMOVED, RuleKind.TAILGATING):
            raise ValueError("kind: tracks alone do not tell of objects and passes")
        return self


def check_points(kind: RuleKind, count: int) -> None:
    """Raises ValueError where a zone of so many points cannot have a rule of the kind."""
    if kind in LINES and count > 16:
        raise ValueError(f"{kind} needs a line of 2 to 16 points")
    if kind not in LINES and count < 3:
        raise ValueError(f"{kind} needs an area of 3 or more points")


class HolidaysIn(Input):
    community_id: Id
    year: int = Field(ge=2000, le=2100)
    days: list[Day] = Field([], max_length=60)

    @check(mode="after")
    def _of_the_year(self) -> Self:
        if any(int(each[:4]) != self.year for each in self.days):
            raise ValueError("days: all must lie in the year")
        return self


class RaiseIn(Input):
    device_id: Id
    kind: DeviceAlarm
    zone: Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)] = ""
    time: Time | None = None


class AssignIn(IdIn):
    owner: Account


class CloseIn(IdIn):
    dismissed: bool = False
    note: Reason = Field(examples=["branch in the wind"])


class Profile(StrEnum):
    INTERNAL = "internal"
    VIEW = "view"
    PUBLIC = "public"


class ExportIn(ReasonIn):
    profile: Profile


class CareIn(Input):
    community_id: Id
    subject_id: Id
    days: int = Field(ge=1, le=30)


class PageIn(Part):
    community_id: OptionalId = ""
    page_size: int = Field(0, lt=2**31)
    page_token: str = Field("", max_length=512)


class CameraQuery(PageIn):
    health: Health | None = None


class ZoneQuery(PageIn):
    camera_id: OptionalId = ""


class RuleQuery(PageIn):
    zone_id: OptionalId = ""


class AlarmQuery(PageIn):
    state: AlarmState | None = None
    kind: Annotated[str, StringConstraints(max_length=32)] = ""
    camera_id: OptionalId = ""
    start_time: Time | None = None
    end_time: Time | None = None


class RecordQuery(PageIn):
    community_id: Id
    alarm_id: OptionalId = ""


class StatisticsQuery(PageIn):
    community_id: Id
    start_time: Time | None = None


class HolidayQuery(PageIn):
    community_id: Id


class CommunityIn(Part):
    community_id: Id
