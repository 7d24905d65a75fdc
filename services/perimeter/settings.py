"""Settings of the perimeter service. Numbers marked [P] are this project's policy, not law."""

from pathlib import Path

from pydantic import BaseModel, Field


class VideoSettings(BaseModel):
    enabled: bool = Field(True, description="Whether this process reads cameras")
    cameras: int = Field(
        64, ge=0, description="Cameras that one process reads at the most; others wait for another"
    )
    per_worker: int = Field(4, ge=1, le=32, description="Cameras per worker process")
    long_side: int = Field(960, ge=320, le=3840, description="Pixels of a picture's long side")
    open_seconds: float = Field(10.0, gt=0, description="Seconds for a camera to answer")
    stall_seconds: float = Field(8.0, gt=0, description="Seconds without a picture: it is lost")
    retry_seconds: float = Field(1.0, gt=0, description="First pause before another try; doubles")
    retry_most: float = Field(60.0, gt=0, description="Longest pause between tries")
    hardware: bool = Field(False, description="Decode on a GPU where there is one")
    detect_seconds: float = Field(3.0, gt=0, description="Seconds for inference to answer")
    lease_interval: float = Field(5.0, gt=0, description="Seconds between looks at who reads what")


class PerimeterSettings(BaseModel):
    keyring: Path | None = Field(
        None, description="Keyring file; default DATA_DIR/keys/perimeter.json"
    )
    video: VideoSettings = VideoSettings()
    merge_seconds: float = Field(
        60.0, ge=0, description="Seconds in which alarms of one group are one incident [P]"
    )
    critical_seconds: float = Field(
        60.0, gt=0, description="Seconds to take a critical alarm over [P]"
    )
    warning_seconds: float = Field(180.0, gt=0, description="Seconds to take a warning over [P]")
    info_seconds: float = Field(1800.0, gt=0, description="Seconds to take an info over [P]")
    levels: int = Field(3, ge=0, le=10, description="How often an alarm is told to a next level")
    clip_before: float = Field(5.0, ge=0, le=30, description="Seconds of a clip before its alarm")
    clip_after: float = Field(5.0, ge=0, le=30, description="Seconds of a clip after its alarm")
    alarm_days: int = Field(
        90, ge=30, description="Days that alarms are kept (lawful.md §4; by law 30)"
    )
    clip_days: int = Field(30, ge=1, description="Days that pictures and clips are kept [P]")
    track_days: int = Field(7, ge=1, le=30, description="Days that tracks are kept for replays [P]")
    patrol_days: int = Field(90, ge=1, description="Days that rounds are kept (lawful.md §4)")
    tolerance_minutes: int = Field(
        5, ge=0, description="Minutes before and after a point is due that are in time (R83) [P]"
    )
    code_seconds: int = Field(
        30, ge=5, le=600, description="Seconds that a checkpoint's QR code is shown"
    )
    upload_hours: float = Field(
        24.0, ge=0, description="Hours that a guard's device may keep check-ins [P]"
    )
    skew_seconds: float = Field(
        120.0, ge=0, description="Seconds that a guard's clock may be off when on line [P]"
    )
    care_interval: float = Field(3600.0, gt=0, description="Seconds between looks for care watches")
    sweep_interval: float = Field(
        5.0, gt=0, description="Seconds between looks for late points and alarms that nobody owns"
    )
