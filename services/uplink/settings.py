"""Settings of the uplink service. Numbers marked [P] are this project's policy, not law."""

from pathlib import Path

from pydantic import BaseModel, Field


class UplinkSettings(BaseModel):
    keyring: Path | None = Field(
        None, description="Keys that seal passwords and waiting objects; default <data_dir>/keys"
    )
    port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="GA/T 1400 listener's port; unset listens to nobody, 0 picks a free one",
    )
    certificate: Path | None = Field(None, description="PEM chain; the listener serves HTTPS")
    private_key: Path | None = Field(None, description="PEM, of that certificate")
    platform_id: str = Field(
        "37030300005030000001",
        pattern=r"^\d{20}$",
        description="This platform's 20-digit id towards devices and upper platforms",
    )
    max_body: int = Field(
        32 * 2**20, gt=0, description="Largest GA/T 1400 request, bytes, unpacked"
    )
    max_objects: int = Field(500, gt=0, description="Most objects in one GA/T 1400 request")
    max_waiting: int = Field(2000, gt=0, description="Received requests that may wait for the disk")
    nonce_seconds: float = Field(300.0, gt=0, description="Seconds that a digest nonce stands [P]")
    offline_seconds: float = Field(
        270.0, gt=0, description="Silence after which a registered device counts as offline"
    )
    beat_interval: float = Field(
        1.0, gt=0, description="Seconds between two reports of heartbeats to the registry"
    )
    received_days: int = Field(
        7, gt=0, description="Days that received objects wait for somebody to take them over [P]"
    )
    watch_days: int = Field(
        90, gt=0, description="Days that a state organ's wishes to watch are kept (R95) [P]"
    )
    picture_days: int = Field(7, gt=0, description="Days that snapshots of cars are kept [P]")
    backoff: list[float] = Field(
        [1.0, 2.0, 5.0, 30.0, 300.0],
        min_length=1,
        description="Seconds before each further try; the last one repeats",
    )
    object_tries: int = Field(
        20,
        gt=0,
        description="Failures of an object, while others are taken, before it is set aside [P]",
    )
    content_tries: int = Field(
        3, gt=0, description="Answers that its content is wrong before it is set aside [P]"
    )
    poll_interval: float = Field(
        0.5, gt=0, description="Seconds between two looks for objects that wait"
    )
    networks: list[str] = Field(
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128"],
        description="Where destinations may be: addresses in China that the district names (R99)",
    )
    domains: list[str] = Field(
        [".cn"], description="Ends of the names that destinations may have (R99)"
    )
    sync_interval: float = Field(
        60.0, gt=0, description="Seconds between two looks at devices in the registry"
    )
    reconcile_interval: float = Field(
        600.0, gt=0, description="Seconds between two looks whether a day can be reconciled"
    )
    statistics_interval: float = Field(
        3600.0, gt=0, description="Seconds between two looks whether a day's figures are due"
    )
    smallest_cell: int = Field(
        10, ge=2, description="Counts below this are left out of statistics (R97) [P]"
    )
    object_days: int = Field(
        60, gt=0, description="Days that ended objects can be listed and replayed [P]"
    )
    profiles: Path | None = Field(
        None, description="Folder with mapping profiles (TOML) beside those shipped, or instead"
    )
    waiting_days: int = Field(
        90, gt=0, description="Days after which what still waits is set aside, TOO_OLD (R98) [P]"
    )
    ledger_days: int = Field(
        1100, ge=1096, description="Days that the ledger is kept: at least three years (R98)"
    )
    video_url: str = Field(
        "", description="API of a video platform that lists GB/T 28181 channels; empty asks none"
    )
    video_platform: str = Field(
        "", pattern=r"^(\d{20})?$", description="That platform's 20-digit id"
    )
    video_token: Path | None = Field(None, description="File with the bearer token for that API")
    video_interval: float = Field(300.0, gt=0, description="Seconds between two looks at it")
