"""What callers may send to the visitor service."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import model_validator as check

from kit import credentials
from kit.credentials import CredentialKind
from kit.hours import OpeningHours
from kit.tables import in_utc
from services.plate.inputs import check_plate
from services.visitor.models import Channel, Direction, Purpose, State

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OptionalId = Annotated[str, StringConstraints(max_length=64)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True)]
OptionalReason = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Time = Annotated[datetime, AfterValidator(in_utc)]
Name = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=32, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Route = Annotated[list[Id], Field(min_length=1, max_length=16)]


def check_phone(text: str) -> str:
    return credentials.normalise(CredentialKind.PHONE, text) if text else ""


def check_optional_plate(text: str) -> str:
    return check_plate(text) if text.strip() else ""


Phone = Annotated[str, StringConstraints(max_length=32), AfterValidator(check_phone)]
Plate = Annotated[str, StringConstraints(max_length=32), AfterValidator(check_optional_plate)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128, exclude=True)


class AskIn(Input):
    """A visit as its visitor asks for it; it begins when it is approved."""

    community_id: Id
    house_id: OptionalId = ""
    host_id: OptionalId = ""
    purpose: Purpose = Purpose.GUEST
    name: Name = Field(examples=["小李"])
    phone: Phone = Field("", examples=["13800005678"])
    plate: Plate = Field("", examples=["鲁C·12345"])
    people: int = Field(1, ge=1, le=50)
    valid_to: Time
    route: Route
    by_link: bool = False


class VisitIn(Input):
    community_id: Id
    house_id: OptionalId = ""
    host_id: OptionalId = ""
    purpose: Purpose = Purpose.GUEST
    name: Name = Field(examples=["小李"])
    phone: Phone = Field("", examples=["13800005678"])
    plate: Plate = Field("", examples=["鲁C·12345"])
    people: int = Field(1, ge=1, le=50)
    valid_from: Time | None = None
    valid_to: Time
    hours: list[OpeningHours] = Field([], max_length=14)
    route: Route
    entries: int | None = Field(None, ge=0, le=1000)
    code_once: bool = False

    @check(mode="after")
    def _ordered(self) -> Self:
        if self.valid_from and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be after valid_from")
        return self


class ApproveIn(Input):
    id: OptionalId = ""
    reason: OptionalReason = ""


class EndIn(Input):
    id: OptionalId = ""
    reason: Reason = Field(examples=["host is not at home"])


class ReissueIn(Input):
    visit_id: OptionalId = ""
    reason: Reason = Field(examples=["phone was lost"])


class RedeemIn(Input):
    """Either a token or a code."""

    community_id: Id
    access_point_id: Id
    direction: Direction = Direction.IN
    token: str | None = Field(None, max_length=4096)
    code: str | None = Field(None, max_length=16)
    pass_id: Id
    device_time: Time | None = None

    @check(mode="after")
    def _one(self) -> Self:
        if (self.token is None) == (self.code is None):
            raise ValueError("either token or code is needed")
        return self


class KeyIn(Input):
    community_id: Id
    reason: Reason = Field(examples=["the keyring's backup was lost"])


class BlockIn(Input):
    community_id: Id
    phone: Phone = Field(min_length=11, examples=["13800005678"])
    reason: Reason = Field(examples=["damaged the gate on 3 March"])
    expire_time: Time


class ChoiceIn(Input):
    community_id: Id
    host_id: OptionalId = ""
    channel: Channel
    address: str = Field("", max_length=254, pattern=r"^$|^[^@\s<>,;:]+@[^@\s<>,;:]+$")

    @check(mode="after")
    def _reachable(self) -> Self:
        if (self.channel is Channel.SMTP) != bool(self.address):
            raise ValueError("address is for smtp, and needed there")
        return self


class PhoneIn(Input):
    community_id: Id
    phone: Phone = Field(min_length=11, examples=["13800005678"])


class ProvedIn(PhoneIn):
    code: Annotated[str, StringConstraints(pattern=r"^\d{6}$")] = Field(examples=["012345"])


Door = Annotated[str, StringConstraints(max_length=16, strip_whitespace=True)]


class CallIn(Input):
    """Without a building it calls the desk."""

    community_id: Id
    access_point_id: Id
    building: Door = Field("", examples=["3"])
    unit: Door = ""
    number: Door = Field("", examples=["501"])
    visit_id: OptionalId = ""
    emergency: bool = False


class ContactsIn(Input):
    community_id: Id
    house_id: OptionalId = ""
    subject_ids: list[Id] = Field([], max_length=5)


class VisitQuery(BaseModel):
    """A look-up by phone is within one community and for a reason."""

    community_id: OptionalId = ""
    page_size: int = 0
    page_token: str = Field("", max_length=512)
    state: State | None = None
    house_id: OptionalId = ""
    start_time: Time | None = None
    end_time: Time | None = None
    inside: bool = False
    overdue: bool = False
    phone: Phone = ""
    reason: OptionalReason = ""

    @check(mode="after")
    def _accounted(self) -> Self:
        if self.phone and (not self.community_id or len(self.reason) < 4):
            raise ValueError("a look-up by phone needs community_id and a reason")
        return self


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportIn(BaseModel):
    community_id: Id
    format: Format = Format.CSV
    reason: Reason
    state: State | None = None
    start_time: Time | None = None
    end_time: Time | None = None


class PageQuery(BaseModel):
    community_id: OptionalId = ""
    page_size: int = 0
    page_token: str = Field("", max_length=512)
