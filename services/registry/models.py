"""Tables of the registry: places and devices."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field as Column
from sqlmodel import SQLModel

from kit.tables import BIG_ID, UtcDateTime, new_id, now


class CommunityKind(StrEnum):
    OLD = "old"
    COMMERCIAL = "commercial"
    VILLAGE = "village"


class Enclosure(StrEnum):
    NEW = "new"
    ENCLOSED = "enclosed"
    ENCLOSABLE = "enclosable"
    OPEN = "open"


class AccessPointKind(StrEnum):
    GATE = "gate"
    BARRIER = "barrier"
    UNIT_DOOR = "unit_door"
    DOOR = "door"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    BOTH = "both"


class DeviceKind(StrEnum):
    FACE_TERMINAL = "face_terminal"
    READER = "reader"
    CAMERA = "camera"
    BARRIER = "barrier"
    KIOSK = "kiosk"
    CONTROLLER = "controller"
    SENSOR = "sensor"


class DeviceState(StrEnum):
    NEVER_SEEN = "never_seen"
    ONLINE = "online"
    OFFLINE = "offline"
    DISABLED = "disabled"


class Capability(StrEnum):
    FACE = "face"
    CARD = "card"
    PASSCODE = "passcode"
    QR = "qr"
    PLATE = "plate"
    INTERCOM = "intercom"
    OPEN = "open"


class RegistryRevision(SQLModel, table=True):
    """One row. Taking a number locks it until the commit, so numbers commit in their order."""

    __tablename__ = "registry_revision"

    id: int = Column(primary_key=True)
    value: int = Column(default=0, sa_type=sa.BigInteger)


class District(SQLModel, table=True):
    code: str = Column(primary_key=True)
    display_name: str


class Town(SQLModel, table=True):
    code: str = Column(primary_key=True)
    display_name: str


class Community(SQLModel, table=True):
    id: str = Column(default_factory=new_id, primary_key=True)
    town_code: str = Column(foreign_key="town.code", index=True)
    code: str = Column(unique=True)
    display_name: str
    kind: str
    enclosure: str
    address: str = ""
    create_time: datetime = Column(default_factory=now, sa_type=UtcDateTime)
    revision: int = Column(sa_type=sa.BigInteger)


class Position(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("community_id", "display_name"),)

    id: str = Column(default_factory=new_id, primary_key=True)
    community_id: str = Column(foreign_key="community.id")
    code: str
    display_name: str


def _alive(name: str, *columns: str) -> sa.Index:
    """Unique among rows that are not deleted."""
    alive = sa.text("NOT deleted")
    return sa.Index(name, *columns, unique=True, sqlite_where=alive, postgresql_where=alive)


class AccessPoint(SQLModel, table=True):
    __tablename__ = "access_point"
    __table_args__ = (_alive("ux_access_point_name", "community_id", "display_name"),)

    id: str = Column(default_factory=new_id, primary_key=True)
    community_id: str = Column(foreign_key="community.id", index=True)
    position_id: str | None = Column(default=None, foreign_key="position.id")
    display_name: str
    kind: str
    direction: str
    lane: str
    deleted: bool = False
    revision: int = Column(sa_type=sa.BigInteger, unique=True)


class Device(SQLModel, table=True):
    __table_args__ = (_alive("ux_device_national_id", "national_id"),)

    id: str = Column(default_factory=new_id, primary_key=True)
    community_id: str = Column(foreign_key="community.id", index=True)
    access_point_id: str | None = Column(default=None, foreign_key="access_point.id", index=True)
    position_id: str | None = Column(default=None, foreign_key="position.id")
    national_id: str
    display_name: str
    kind: str
    capabilities: list[str] = Column(default_factory=list, sa_type=sa.JSON)
    vendor: str = ""
    model: str = ""
    state: str = DeviceState.NEVER_SEEN.value
    state_time: datetime = Column(default_factory=now, sa_type=UtcDateTime)
    last_seen_time: datetime | None = Column(default=None, sa_type=UtcDateTime)
    clock_drift_ms: int = 0
    clock_time: datetime | None = Column(default=None, sa_type=UtcDateTime)
    key_hash: str = ""
    previous_key_hash: str = ""
    previous_key_expire_time: datetime | None = Column(default=None, sa_type=UtcDateTime)
    deleted: bool = False
    revision: int = Column(sa_type=sa.BigInteger, unique=True)

    @property
    def has_key(self) -> bool:
        return bool(self.key_hash)


class DeviceStateChange(SQLModel, table=True):
    __tablename__ = "device_state_change"
    __table_args__ = (sa.Index("ix_device_state_change_device", "device_id", "id"),)

    id: int | None = Column(default=None, primary_key=True, sa_type=BIG_ID)
    device_id: str
    state: str
    time: datetime = Column(sa_type=UtcDateTime, index=True)
