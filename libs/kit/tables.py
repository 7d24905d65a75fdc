"""Tables that every service's database has: outbox, repeated requests, audit."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel
from uuid_utils import uuid7

# Numbers that the database counts up; SQLite counts no other type than this one.
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def new_id() -> str:
    """A fresh UUIDv7: unique, and later ids sort after earlier ones."""
    return str(uuid7())


def made_at(key: str) -> datetime:
    """When `new_id` made this id: its first 48 bits are milliseconds since 1970 (RFC 9562)."""
    return datetime.fromtimestamp((UUID(key).int >> 80) / 1000, UTC)


def now() -> datetime:
    return datetime.now(UTC)


def in_utc(value: datetime) -> datetime:
    """For validators: a time as UTC, which it is where no zone is given. Raises ValueError for
    one that lies beyond the calendar there."""
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("beyond the calendar") from None


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Aware datetimes in UTC on every database; SQLite itself forgets the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class EnumText(sa.TypeDecorator[StrEnum]):
    """A text enum as plain text: new values need no change of the table."""

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Any) -> StrEnum | None:
        return None if value is None else self.kind(value)


def id_column() -> Any:
    """The row's own UUIDv7."""
    return Field(default_factory=new_id, primary_key=True)


def enum_column(kind: type[StrEnum], **options: Any) -> Any:
    return Field(sa_type=EnumText(kind), **options)


def time_column(**options: Any) -> Any:
    """A time that may be absent."""
    return Field(sa_type=UtcDateTime, **({"default": None} | options))


def json_column(factory: Any = list) -> Any:
    return Field(default_factory=factory, sa_type=sa.JSON)


class Outbox(SQLModel, table=True):
    """Events whose transaction is committed and that still have to reach the bus."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    event_id: str
    subject: str
    body: bytes
    traceparent: str = ""


class Idempotency(SQLModel, table=True):
    """Answers to writes that carried a request id, kept for a day."""

    key: str = Field(primary_key=True)
    fingerprint: str
    response: bytes
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Audit(SQLModel, table=True):
    """Who looked at or changed what, when and why; never the value that was seen (R71)."""

    id: str = Field(default_factory=new_id, primary_key=True)
    time: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    community_id: str = Field(default="", index=True)
    actor: str
    role: str
    action: str
    resource: str
    reason: str = ""


SHARED = (Outbox, Idempotency, Audit)
ADD_EVENTS = sa.insert(Outbox)
"""Made once: building a statement costs as much as running it."""
