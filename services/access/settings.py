"""Settings of the access service. Numbers marked [P] are this project's policy, not law."""

from pathlib import Path

from pydantic import BaseModel, Field


class PlateLiveness(BaseModel):
    """What a real plate shows where `plate_liveness` is on. Frames come from one fixed camera."""

    frames: int = Field(2, ge=1, le=8, description="Least frames in which the plate is read")
    agreement: float = Field(
        0.5, ge=0, le=1, description="Least share of the reads that say the same [P]"
    )
    moire: float = Field(
        3.0, gt=0, description="Most strength of patterns finer than strokes [P]; 1 is none"
    )
    narrowest: float = Field(
        0.03, ge=0, le=1, description="Least width of the plate, as a share of the picture's [P]"
    )
    widest: float = Field(
        0.5, gt=0, le=1, description="Most width of the plate, as a share of the picture's [P]"
    )


class AccessSettings(BaseModel):
    keyring: Path | None = Field(
        None, description="Keyring file; default DATA_DIR/keys/access.json"
    )
    identify_timeout: float = Field(2.5, gt=0, description="Seconds for the face service to answer")
    plate_timeout: float = Field(
        2.5, gt=0, description="Seconds for reading and matching a plate, and for its passage"
    )
    visit_timeout: float = Field(
        2.0, gt=0, description="Seconds for the visitor service to redeem a pass"
    )
    liveness: PlateLiveness = PlateLiveness()
    max_waiting: int = Field(1024, gt=0, description="Passes that may wait to be written")
    pass_days: int = Field(180, gt=0, description="Days that a pass is kept (lawful.md §4) [P]")
    snapshot_days: float = Field(
        7, gt=0, le=30, description="Days that a snapshot is kept; never beyond 30 (R28) [P]"
    )
    max_snapshots: int = Field(64, gt=0, description="Snapshots that may wait to be stored")
    passcode_failures: int = Field(5, gt=0, description="Wrong passcodes before a door locks them")
    passcode_window: float = Field(60.0, gt=0, description="Seconds that wrong passcodes count")
    passback_hours: float = Field(12.0, gt=0, description="Hours after which an entry is forgotten")
    two_person_seconds: float = Field(20.0, gt=0, description="Time for the second person")
    subject_hours: float = Field(
        72.0, gt=0, description="How far back property roles see who passed (R22) [P]"
    )
    sync_interval: float = Field(
        30.0, gt=0, description="Seconds between pulls when no event asks for one"
    )
