"""Settings of the visitor service. Numbers marked [P] are this project's policy, not law."""

from pathlib import Path

from pydantic import BaseModel, Field, SecretStr

from kit.hours import Clock


class VisitorSettings(BaseModel):
    keyring: Path | None = Field(
        None, description="Keys that seal names, phones and plates; default <data_dir>/keys"
    )
    approval: str = Field(
        "host",
        pattern="^(host|property)$",
        description="Who approves what a resident invites to: the host, or the property too",
    )
    window_days: int = Field(90, gt=0, description="Longest window of a visit, days [P]")
    ahead_days: int = Field(90, gt=0, description="How far ahead a visit may begin, days [P]")
    house_limit: int = Field(20, gt=0, description="Visits of one house that may stand at once [P]")
    phone_limit: int = Field(
        3, gt=0, description="Visits with one phone that may stand at once in a community [P]"
    )
    retention_days: int = Field(
        30, gt=0, le=30, description="Days after its end that a visit is erased (R23) [P]"
    )
    code_failures: int = Field(
        5, gt=0, description="Wrong codes that an access point takes before it locks [P]"
    )
    code_seconds: float = Field(
        600.0, gt=0, description="Seconds after which one wrong code is forgiven [P]"
    )
    max_waiting: int = Field(2000, gt=0, description="Passes that may wait for the disk")
    sweep_interval: float = Field(5.0, gt=0, description="Seconds between two looks at the clock")
    permit_interval: float = Field(
        0.5, gt=0, description="Seconds between two looks for plates that the barrier must know"
    )
    webhook_url: str = Field("", description="Where notices of the channel webhook are posted")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Signs them: HMAC-SHA256 over time and body"
    )
    smtp_host: str = Field("", description="Mail server for notices of the channel smtp")
    smtp_port: int = Field(25, gt=0, le=65535, description="Its port; STARTTLS where offered")
    smtp_sender: str = Field("", description="Address that mails come from")
    proof_channel: str = Field(
        "webhook",
        pattern="^(log|webhook)$",
        description="How one-time codes reach a visitor's phone; log sends none",
    )
    notice_interval: float = Field(1.0, gt=0, description="Seconds between two looks at notices")
    notice_hours: float = Field(24.0, gt=0, description="Hours after which a notice is given up")
    choice_days: int = Field(365, gt=0, description="Days that a host's choice is kept [P]")
    proof_seconds: int = Field(600, gt=0, description="Seconds that a one-time code counts [P]")
    proof_tries: int = Field(5, gt=0, description="Wrong entries that end a one-time code [P]")
    proof_pause: int = Field(60, gt=0, description="Seconds between two codes to one phone [P]")
    ring_host: float = Field(25.0, gt=0, description="Seconds that a house rings [P]")
    ring_contact: float = Field(25.0, gt=0, description="Seconds that its contacts ring [P]")
    ring_desk: float = Field(30.0, gt=0, description="Seconds that the desk rings [P]")
    ring_guard: float = Field(60.0, gt=0, description="Seconds that the guards ring [P]")
    talk_seconds: float = Field(300.0, gt=0, description="Seconds that a call lasts at most [P]")
    desk_start: Clock = Field("08:00", description="From when the desk is staffed, Asia/Shanghai")
    desk_end: Clock = Field("20:00", description="Until when; outside calls go to the guards")
    call_interval: float = Field(0.25, gt=0, description="Seconds between two looks at calls")
    turn_urls: list[str] = Field([], description="STUN and TURN servers that calls may use")
    turn_secret: SecretStr = Field(
        SecretStr(""), description="Shared with the TURN servers: makes passwords that end by time"
    )
    kiosk_calls: int = Field(
        20, gt=0, description="Calls that a kiosk may place at once, emergencies aside [P]"
    )
    kiosk_seconds: float = Field(15.0, gt=0, description="Seconds until it may place one more [P]")
    page_hours: float = Field(
        12.0, gt=0, description="Hours that a resident stays signed in to the pages, at most [P]"
    )
    signal_bytes: int = Field(16384, gt=0, description="Largest message in a call's room")
    signal_idle: float = Field(
        60.0, gt=0, description="Seconds that a room's member may say nothing"
    )
    let_in_seconds: float = Field(
        180.0, gt=0, description="Seconds in which somebody who was let in by a call may enter [P]"
    )
