"""Settings of the coverage service. Numbers marked [P] are this project's policy, not law."""

from pathlib import Path

from pydantic import BaseModel, Field


class CoverageSettings(BaseModel):
    keyring: Path | None = Field(None, description="Keys file; unset uses data_dir/keys")
    profiles: Path | None = Field(
        None, description="Folder whose TOML files stand in for the ones shipped, by name"
    )
    font: Path | None = Field(
        None,
        description="Font file with Chinese characters for PDF; unset looks where Debian's are",
    )
    sync_interval: float = Field(
        60.0, gt=0, description="Seconds between pulls from registry when no event asks for one"
    )
    refresh_interval: float = Field(
        5.0, gt=0, description="Seconds between looks for communities whose live figures are old"
    )
    snapshot_delay: float = Field(
        1800.0,
        ge=0,
        description="Seconds after midnight in Asia/Shanghai until the day before is final [P]",
    )
    plate_days: int = Field(
        8, ge=2, description="Days that passes are remembered one by one, to count each once [P]"
    )
    storage_days: int = Field(
        30, ge=1, description="Days of recording that a camera has to keep (K2)"
    )
    clock_limit_ms: int = Field(1000, ge=1, description="Drift up to which a clock is right (R86)")
