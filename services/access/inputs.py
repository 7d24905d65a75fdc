"""What callers may send to the access service."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kit.hours import OpeningHours
from kit.tables import in_utc
from services.access.models import Direction, DoorCredential, EvidenceKind, Outcome

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OptionalId = Annotated[str, StringConstraints(max_length=64)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True)]
PassageKey = Annotated[str, StringConstraints(max_length=64)]


Time = Annotated[datetime, AfterValidator(in_utc)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")

    request_id: str = Field("", max_length=128)


Confidence = Annotated[float, Field(ge=0, le=1)]


class PlateFramesIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    images: list[bytes] = Field(min_length=1, max_length=8)


class RestPlateFramesIn(PlateFramesIn):
    images: list[Base64Bytes] = Field(min_length=1, max_length=8)


class PlateReadIn(BaseModel):
    """What a device read by itself."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(min_length=1, max_length=32)] = Field(
        examples=["鲁C·12345"]
    )
    confidences: list[Confidence] = Field([], max_length=16)
    confidence: Confidence = 0.0
    color: Annotated[str, StringConstraints(max_length=16)] = ""
    kind: Annotated[str, StringConstraints(max_length=32)] = ""


class EvidenceIn(BaseModel):
    """Exactly one of its fields."""

    model_config = ConfigDict(extra="forbid")

    frame: bytes | None = None
    cropped_face: bytes | None = None
    card: Annotated[str, StringConstraints(max_length=64)] | None = None
    passcode: Annotated[str, StringConstraints(max_length=64)] | None = None
    qr: Annotated[str, StringConstraints(max_length=1024)] | None = None
    plate_frames: PlateFramesIn | None = None
    plate_read: PlateReadIn | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1 or self.content() is None:
            raise ValueError(f"exactly one of {', '.join(type(self).model_fields)} is needed")
        return self

    def content(self) -> bytes | str | None:
        """What was shown, as one value."""
        shown = next((getattr(self, name) for name in self.model_fields_set), None)
        if isinstance(shown, PlateFramesIn):
            return b"".join(shown.images)
        return shown.model_dump_json() if isinstance(shown, PlateReadIn) else shown

    @property
    def kind(self) -> EvidenceKind:
        (name,) = self.model_fields_set
        if name in {"frame", "cropped_face"}:
            return EvidenceKind.FACE
        return EvidenceKind.PLATE if name.startswith("plate") else EvidenceKind(name)


class RestEvidenceIn(EvidenceIn):
    """Exactly one of its fields; pictures in base64."""

    frame: Base64Bytes | None = None
    cropped_face: Base64Bytes | None = None
    plate_frames: RestPlateFramesIn | None = None


class PassIn(Input):
    access_point_id: Id
    evidence: EvidenceIn
    direction: Direction = Direction.BOTH
    device_time: Time | None = None
    passage_key: PassageKey = ""


class RestPassIn(PassIn):
    evidence: RestEvidenceIn


class OpenIn(Input):
    access_point_id: Id
    reason: Reason = Field(examples=["delivery of furniture, resident waits inside"])
    direction: Direction = Direction.BOTH
    passage_key: PassageKey = ""


class EmergencyIn(Input):
    community_id: Id
    access_point_id: OptionalId = ""
    reason: Reason = Field(examples=["fire alarm building 3"])


class EndIn(Input):
    id: OptionalId = ""
    reason: Reason


class LookIn(Input):
    id: OptionalId = ""
    reason: Reason = Field(examples=["resident says that another car was let in"])


class RulesIn(Input):
    access_point_id: OptionalId = ""
    credentials: list[DoorCredential] = Field([], max_length=8)
    anti_passback: bool = False
    two_person: bool = False
    hours: list[OpeningHours] = Field([], max_length=32)
    plate_liveness: bool = False
    plate_pictures: bool = False


class JustificationIn(BaseModel):
    """Why a face may open here (R1); a blank part is answered with 409."""

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(
        "", max_length=500, examples=["residents with full hands at the main gate"]
    )
    alternatives: str = Field("", max_length=500, examples=["card and passcode stay on the lane"])
    approver: str = Field("", max_length=64, examples=["owners' committee, 2026-03-01"])
    pia_id: str = Field("", max_length=64, examples=["PIA-2026-017"])
    snapshots: bool = False


class EnableFaceIn(Input):
    access_point_id: OptionalId = ""
    justification: JustificationIn = JustificationIn()


class PassFilter(BaseModel):
    community_id: OptionalId = ""
    access_point_id: OptionalId = ""
    outcome: Outcome | None = None
    start_time: Time | None = None
    end_time: Time | None = None
    subject_id: OptionalId = ""
    page_size: int = 0
    page_token: str = Field("", max_length=512)
