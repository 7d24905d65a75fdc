"""Settings of the plate service. Numbers marked [P] are this project's policy, not law."""

from pydantic import BaseModel, Field


class PlateSettings(BaseModel):
    near_confidence: float = Field(
        0.9,
        ge=0.5,
        le=1,
        description="Confidence of every other character before a near match opens [P]",
    )
    certain: float = Field(
        0.98,
        ge=0.5,
        le=1,
        description="Confidence from which a character is believed: no near match corrects it [P]",
    )
    house_quota: int = Field(
        3, ge=0, description="Resident permits per house; 0 means without a limit [P]"
    )
    pass_days: int = Field(
        90, gt=0, description="Days that a vehicle pass or a known plate is kept (lawful.md §4) [P]"
    )
    holder_hours: float = Field(
        72.0,
        gt=0,
        description="How far back property roles see by which permit a car came (R22) [P]",
    )
    unknown_hours: float = Field(
        24.0, gt=0, le=72, description="Hours that a plate without a permit is kept (R24) [P]"
    )
    revoked_days: int = Field(
        30, ge=0, description="Days that an ended permit is kept before it is deleted [P]"
    )
    passage_seconds: float = Field(
        120.0, gt=0, description="Seconds after which a car that did nothing counts as gone"
    )
    sweep_interval: float = Field(15.0, gt=0, description="Seconds between two looks for those")
    sync_interval: float = Field(
        30.0, gt=0, description="Seconds between pulls when no event asks for one"
    )
