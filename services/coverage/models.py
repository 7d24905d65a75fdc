"""Tables of the coverage service: facts, which are only ever added to, and what follows from them.

Facts, turns, passes and uploads are what snapshots are computed from. Surveys, acceptances and
awards hold who did what and why; snapshots are kept for ever.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.tables import EnumText, UtcDateTime, id_column, json_column, now, time_column


class Step(StrEnum):
    """Where an acceptance stands (R87)."""

    SURVEYED = "surveyed"
    DESIGNED = "designed"
    INSTALLED = "installed"
    TRIAL = "trial"
    TRIED = "tried"
    SAMPLED = "sampled"
    FAILED = "failed"
    INSPECTED = "inspected"
    ACCEPTED = "accepted"
    HANDED_OVER = "handed_over"


class AwardState(StrEnum):
    FROZEN = "frozen"
    APPROVED = "approved"


class Level(StrEnum):
    DISTRICT = "district"
    TOWN = "town"
    KIND = "kind"
    GROUP = "group"


def _big(**options: Any) -> Any:
    return Field(sa_type=sa.BigInteger, **options)


class Fact(SQLModel, table=True):
    """Something that became so at `at` (ms). Never changed and never deleted; who and why are in
    the row and in no event."""

    __tablename__ = "coverage_fact"
    __table_args__ = (sa.Index("ix_fact_community_kind", "community_id", "kind"),)

    id: str = Field(primary_key=True)
    kind: str = Field(index=True)
    community_id: str
    at: int = _big()
    record_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    actor: str = ""
    reason: str = ""
    data: dict[str, Any] = json_column(dict)


class Turn(SQLModel, table=True):
    """A device went online or offline, or its picture good or bad. The key is the whole row, so
    that it can come any number of times."""

    __tablename__ = "device_turn"

    device_id: str = Field(primary_key=True)
    aspect: int = Field(primary_key=True)
    at: int = _big(primary_key=True)
    value: int = Field(primary_key=True)


class PlatePass(SQLModel, table=True):
    """A car at a plate reader, remembered until its day is counted and past."""

    __tablename__ = "plate_pass"

    pass_id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    day: date = Field(index=True)
    readable: bool


class Tally(SQLModel, table=True):
    """Counts of one day that come as counts, or whose single rows are gone; `source` tells apart
    what must not be counted twice."""

    __tablename__ = "coverage_tally"

    community_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    numerator: int = _big()
    denominator: int = _big()


class Town(SQLModel, table=True):
    """A mirror of the registry's."""

    __tablename__ = "coverage_town"

    code: str = Field(primary_key=True)
    display_name: str


class Community(SQLModel, table=True):
    """The newest of what facts say of a community, for lists and roll-ups."""

    __tablename__ = "coverage_community"

    id: str = Field(primary_key=True)
    code: str = ""
    town_code: str = Field(index=True)
    display_name: str
    kind: str
    enclosure: str
    builder: str = ""
    money: str = ""
    longitude: float | None = None
    latitude: float | None = None


class Device(SQLModel, table=True):
    """Where the registry last said that a device stands; `revision` as told to facts."""

    __tablename__ = "coverage_device"

    id: str = Field(primary_key=True)
    community_id: str = Field(index=True)
    national_id: str = Field(default="", index=True)
    kind: str
    position: str = ""
    gone: bool = False
    revision: int = _big()


class Gate(SQLModel, table=True):
    """Access points that stand at a position: their devices do too."""

    __tablename__ = "coverage_gate"

    id: str = Field(primary_key=True)
    position_id: str = ""


class CoverageCursor(SQLModel, table=True):
    """Last revision taken over from the registry."""

    __tablename__ = "coverage_cursor"

    name: str = Field(primary_key=True)
    revision: int = _big()


class Dirty(SQLModel, table=True):
    """Communities whose live figures are older than their facts."""

    __tablename__ = "coverage_dirty"

    community_id: str = Field(primary_key=True)


class Survey(SQLModel, table=True):
    __tablename__ = "coverage_survey"

    id: str = id_column()
    community_id: str = Field(index=True)
    survey_time: datetime = Field(sa_type=UtcDateTime)
    column: str
    profile: str
    counts: dict[str, int] = json_column(dict)
    longitude: float | None = None
    latitude: float | None = None
    actor: str
    reason: str = ""


class ProfileVersion(SQLModel, table=True):
    """A profile as it was loaded, in TOML."""

    __tablename__ = "profile_version"

    version: str = Field(primary_key=True)
    valid_from: date
    content: str
    actor: str = ""
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Maintenance(SQLModel, table=True):
    __tablename__ = "coverage_maintenance"

    id: str = id_column()
    community_id: str = Field(index=True)
    device_id: str = ""
    start_time: datetime = Field(sa_type=UtcDateTime)
    end_time: datetime = Field(sa_type=UtcDateTime)
    reason: str
    actor: str
    cancelled: bool = False


class Acceptance(SQLModel, table=True):
    """One piece of work on its way to acceptance; `points` are names of the point plan."""

    id: str = id_column()
    community_id: str = Field(index=True)
    step: Step = Field(sa_type=EnumText(Step), index=True)
    points: list[str] = json_column(list)
    builder: str = ""
    step_time: datetime = Field(sa_type=UtcDateTime)
    trial_start: datetime | None = time_column()
    trial_end: datetime | None = time_column()
    round: int = 0
    sample: list[str] = json_column(list)
    failures: list[str] = json_column(list)


class Act(SQLModel, table=True):
    """One step of an acceptance: who signed what, and what was measured."""

    __tablename__ = "acceptance_act"

    id: str = id_column()
    acceptance_id: str = Field(index=True)
    step: Step = Field(sa_type=EnumText(Step))
    act_time: datetime = Field(sa_type=UtcDateTime)
    signers: dict[str, str] = json_column(dict)
    results: list[dict[str, Any]] = json_column(list)
    note: str = ""
    actor: str
    trial: dict[str, Any] = json_column(dict)


class Document(SQLModel, table=True):
    """A paper of the dossier; its bytes lie in the file store."""

    __tablename__ = "acceptance_document"

    id: str = id_column()
    acceptance_id: str = Field(index=True)
    community_id: str = Field(index=True)
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    actor: str
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Filing(SQLModel, table=True):
    """A camera's filing with the county police (R89), due some days after its acceptance."""

    __tablename__ = "camera_filing"
    __table_args__ = (sa.UniqueConstraint("community_id", "point"),)

    id: str = id_column()
    community_id: str = Field(index=True)
    point: str
    due_time: datetime = Field(sa_type=UtcDateTime, index=True)
    file_time: datetime | None = time_column()
    reference: str = ""


class Correction(SQLModel, table=True):
    """What somebody says a day's figure should have been, or that it be computed again."""

    __tablename__ = "coverage_correction"

    id: str = id_column()
    community_id: str = Field(index=True)
    day: date
    measure: str = ""
    numerator: int = _big(default=0)
    denominator: int = _big(default=0)
    reason: str
    actor: str
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Award(SQLModel, table=True):
    """A frozen award sheet. `lines` is its whole derivation."""

    __tablename__ = "coverage_award"

    id: str = id_column()
    community_id: str = Field(index=True)
    first_day: date
    last_day: date
    fen: int = _big()
    formula: str
    lines: list[dict[str, Any]] = json_column(list)
    sha256: str
    state: AwardState = Field(sa_type=EnumText(AwardState))
    approvers: list[str] = json_column(list)
    actor: str
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Figures(SQLModel):
    """A numerator and a denominator for each measure, named as in `measures.COLUMNS`."""

    built_n: int = _big(default=0)
    built_d: int = _big(default=0)
    covered_n: int = _big(default=0)
    covered_d: int = _big(default=0)
    connected_n: int = _big(default=0)
    connected_d: int = _big(default=0)
    networked_n: int = _big(default=0)
    networked_d: int = _big(default=0)
    online_n: int = _big(default=0)
    online_d: int = _big(default=0)
    picture_n: int = _big(default=0)
    picture_d: int = _big(default=0)
    clock_n: int = _big(default=0)
    clock_d: int = _big(default=0)
    storage_n: int = _big(default=0)
    storage_d: int = _big(default=0)
    plate_read_n: int = _big(default=0)
    plate_read_d: int = _big(default=0)
    upload_n: int = _big(default=0)
    upload_d: int = _big(default=0)
    repair_n: int = _big(default=0)
    repair_d: int = _big(default=0)
    returned_n: int = _big(default=0)
    returned_d: int = _big(default=0)


class Snapshot(Figures, table=True):
    """One community on one day. Revision 0 is of a day that goes on and is written over; 1 is
    final, and each correction adds one more."""

    __tablename__ = "coverage_snapshot"

    day: date = Field(primary_key=True)
    community_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    town_code: str = ""
    kind: str = ""
    enclosure: str = ""
    grouping: str = ""
    profile: str = ""
    as_of: datetime = Field(sa_type=UtcDateTime)


class Rollup(Figures, table=True):
    """Sums over the newest revisions of a day's snapshots, prepared for whoever asks. All that
    were summed together have the same stamp."""

    __tablename__ = "coverage_rollup"

    day: date = Field(primary_key=True)
    level: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    as_of: datetime = Field(sa_type=UtcDateTime)
    final: bool = False
    stamp: str = ""
    communities: int = 0
