"""What callers may send about patrols."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints
from pydantic import model_validator as check

from kit.hours import Clock
from services.perimeter.inputs import (
    Account,
    Id,
    IdIn,
    Input,
    Name,
    OptionalId,
    PageIn,
    Part,
    Time,
)
from services.perimeter.patrol.models import FindingState, RoundState, TagKind

_HEX = re.compile(r"[0-9A-F]{4,64}")


def check_tag(text: str) -> str:
    """One form for both byte orders: readers disagree which end of an NFC id comes first."""
    digits = re.sub(r"[\s:-]", "", text).upper()
    if not digits:
        return ""
    if not _HEX.fullmatch(digits) or len(digits) % 2:
        raise ValueError("a tag is 4 to 64 hexadecimal digits, in pairs")
    turned = "".join(reversed([digits[i : i + 2] for i in range(0, len(digits), 2)]))
    return min(digits, turned)


Tag = Annotated[str, StringConstraints(max_length=128), AfterValidator(check_tag)]
Words = Annotated[str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True)]


class CheckpointIn(IdIn):
    community_id: OptionalId = ""
    display_name: Name = Field(examples=["水泵房"])
    kind: TagKind
    tag: Tag = Field("", examples=["04:A2:2B:11"])
    position_id: OptionalId = ""

    @check(mode="after")
    def _tagged(self) -> Self:
        if (self.kind is TagKind.QR) == bool(self.tag):
            raise ValueError("tag: NFC and BLE have one, a QR code is made here")
        return self


class RoutePointIn(Part):
    checkpoint_id: Id
    minute: int = Field(0, ge=0, le=1440)
    tolerance: int = Field(0, ge=0, le=120)


class ScheduleIn(Part):
    days: list[Annotated[int, Field(ge=1, le=7)]] = Field([], max_length=7)
    starts: list[Clock] = Field(min_length=1, max_length=48)


class RouteIn(IdIn):
    community_id: OptionalId = ""
    display_name: Name = Field(examples=["夜间一号线"])
    points: list[RoutePointIn] = Field(min_length=1, max_length=100)
    ordered: bool = True
    guards: int = Field(1, ge=1, le=2)
    schedules: list[ScheduleIn] = Field([], max_length=16)
    enabled: bool = True

    @check(mode="after")
    def _in_order(self) -> Self:
        minutes = [each.minute for each in self.points]
        if self.ordered and minutes != sorted(minutes):
            raise ValueError("points: minutes must not go back where the order counts")
        return self


class GuardsIn(IdIn):
    guards: list[Account] = Field([], max_length=4)


class VisitIn(Part):
    key: Id
    tag: str = Field("", max_length=256)
    device_time: Time | None = None
    offline: bool = False


class CheckInIn(Input):
    community_id: Id
    items: list[VisitIn] = Field(min_length=1, max_length=500)


class FindingIn(Input):
    community_id: Id
    round_id: OptionalId = ""
    checkpoint_id: OptionalId = ""
    text: Words = Field(examples=["3 号楼消防通道被电动车占用"])
    image: bytes = Field(b"", max_length=4 * 2**20)


class AnswerIn(IdIn):
    answer: Words = Field(examples=["已联系车主移走"])


class RoundQuery(PageIn):
    route_id: OptionalId = ""
    state: RoundState | None = None
    start_time: Time | None = None
    end_time: Time | None = None


class FindingQuery(PageIn):
    state: FindingState | None = None


class HandoverQuery(Part):
    community_id: Id
    hours: int = Field(0, ge=0, le=72)


class MonthQuery(Part):
    community_id: Id
    month: Annotated[str, StringConstraints(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")] = ""
