"""Settings of the resident service. Numbers marked [P] are this project's policy, not law."""

from pathlib import Path

from pydantic import BaseModel, Field


class ResidentSettings(BaseModel):
    keyring: Path | None = Field(
        None, description="Keyring file; default DATA_DIR/keys/resident.json"
    )
    consent_max_days: int = Field(
        730, gt=0, le=731, description="Longest consent in days: 24 months (R10) [P]"
    )
    ask_again_days: int = Field(
        180, ge=180, description="Days without a prompt after a refusal (R5) [P]"
    )
    minor_age: int = Field(14, description="Below this age the guardian consents (PIPL 31, R7)")
    erasure_hours: int = Field(24, gt=0, description="Hours for all holders to erase (R6) [P]")
    holders: list[str] = Field(
        ["access", "face", "perimeter", "plate", "uplink", "visitor"],
        description="Services that hold data of a subject and must erase it",
    )
    sweep_interval: float = Field(
        30.0, gt=0, description="Seconds between looks for lapsed consents and tenancies"
    )
