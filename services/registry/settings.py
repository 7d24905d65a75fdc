"""Settings of the registry service."""

from pydantic import BaseModel, Field


class RegistrySettings(BaseModel):
    key_overlap: int = Field(
        86400, ge=0, le=30 * 86400, description="Seconds that a rotated device key still works"
    )
    heartbeat_interval: float = Field(
        60.0, gt=0, description="Seconds between two heartbeats of a device"
    )
    heartbeat_missed: int = Field(3, ge=1, description="Missed heartbeats that mean offline")
    heartbeat_recover: int = Field(
        2, ge=1, description="Heartbeats in a row that mean online again"
    )
    flush_interval: float = Field(
        1.0, gt=0, le=60, description="Seconds between two writes of states and last-seen times"
    )
    keep_states: int = Field(
        800, ge=1, description="Days that a device's online and offline history is kept"
    )
