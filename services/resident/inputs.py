"""What callers may send, and nothing else: unknown fields are refused, also any consent that
somebody tries to bundle with a contract (R5)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kit.credentials import CredentialKind
from kit.tables import in_utc
from services.resident.models import TenancyKind

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
Part = Annotated[str, StringConstraints(max_length=32, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Channel = Annotated[str, StringConstraints(pattern="^(app|desk|paper)$")]
# GB 11643: weights and check characters of the 18-character citizen id number.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_phone(value: str) -> str:
    digits = re.sub(r"[\s-]", "", value).removeprefix("+86")
    if digits and not re.fullmatch(r"1[3-9]\d{9}", digits):
        raise ValueError("not a mobile number of 11 digits")
    return digits


def check_id_number(value: str) -> str:
    number = value.strip().upper()
    if not number:
        return ""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise ValueError("not a citizen id number of 18 characters")
    total = sum(int(n) * weight for n, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECKS[total % 11] != number[17]:
        raise ValueError("the check character is wrong; please compare with the card")
    birth_of(number)
    return number


def birth_of(id_number: str) -> date:
    """Birth date in a citizen id number. Raises ValueError when there is no such day."""
    try:
        return datetime.strptime(id_number[6:14], "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ValueError("the birth date in it does not exist") from None


Phone = Annotated[str, StringConstraints(max_length=32), AfterValidator(check_phone)]
IdNumber = Annotated[str, StringConstraints(max_length=32), AfterValidator(check_id_number)]
Time = Annotated[datetime, AfterValidator(in_utc)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128, exclude=True)


class HouseIn(Input):
    community_id: Id
    building: Annotated[Part, StringConstraints(min_length=1)] = Field(examples=["3"])
    unit: Part = Field("", examples=["2"])
    number: Annotated[Part, StringConstraints(min_length=1)] = Field(examples=["501"])
    rental: bool = False


class RentalIn(Input):
    id: Id = ""
    rental: bool = False


class PersonIn(Input):
    community_id: Id
    display_name: Name = Field(examples=["王芳"])
    phone: Phone = Field("", examples=["13800005678"])
    id_number: IdNumber = ""
    birth_date: date | None = None


class CorrectionIn(Input):
    id: Id = ""
    display_name: Name | None = None
    phone: Phone | None = None
    id_number: IdNumber | None = None
    birth_date: date | None = None


class RevealIn(Input):
    id: Id = ""
    reason: Reason = Field(examples=["water leak above, owner must be called"])
    approver: Annotated[str, StringConstraints(max_length=64)] = ""


class TenancyIn(Input):
    house_id: Id
    person_id: Id
    kind: TenancyKind
    valid_from: Time | None = None
    valid_to: Time | None = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.kind is TenancyKind.FLOATING and self.valid_to is None:
            raise ValueError("valid_to is required for a floating tenancy")
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be after valid_from")
        return self


class NoticeIn(Input):
    """Notice by PIPL 17 and 人脸办法 5: no part of it may be blank (R3)."""

    community_id: Id
    purpose: Code = Field(examples=["face_access"])
    version: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    handler: Text
    contact: Text
    method: Text
    retention: Text
    necessity: Text
    impact: Text
    rights: Text
    alternatives: Text
    recipients: list[Name] = Field([], max_length=32)

    @model_validator(mode="after")
    def _free(self) -> Self:
        # Wording that says there is no other way would make the consent void (R5).
        if re.search(r"必须刷脸|只能刷脸|仅限人脸|face is required|face only", self.body(), re.I):
            raise ValueError("the text says that face is required; consent must be free")
        return self

    def body(self) -> str:
        parts = ("purpose", "version", "handler", "contact", "method", "retention", "necessity")
        more = ("impact", "rights", "alternatives")
        lines = [f"{name}: {getattr(self, name)}" for name in (*parts, *more)]
        return "\n".join([*lines, f"recipients: {', '.join(self.recipients)}"])


class ConsentIn(Input):
    person_id: Id
    notice_id: Id
    text_hash: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    channel: Channel
    expire_time: Time
    guardian_id: Annotated[str, StringConstraints(max_length=64)] = ""
    minor_rules: Annotated[str, StringConstraints(max_length=64)] = ""


class RefusalIn(Input):
    person_id: Id
    notice_id: Id
    channel: Channel


class CredentialIn(Input):
    person_id: Id
    kind: CredentialKind
    value: Annotated[str, StringConstraints(max_length=64)] = ""
    valid_from: Time | None = None
    valid_to: Time | None = None
