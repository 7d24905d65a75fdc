"""Days in Asia/Shanghai, which reports use, as moments on the clock that facts use."""

from datetime import UTC, date, datetime, timedelta

from kit.hours import SHANGHAI

DAY_MS = 86_400_000


def ms(value: datetime) -> int:
    """Milliseconds since 1970, exactly."""
    delta = value.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000


def moment(value: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)


def day_of(value: datetime) -> date:
    return value.astimezone(SHANGHAI).date()


def start_of(day: date) -> int:
    """When the day begins, in ms."""
    return ms(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI))


def end_of(day: date) -> int:
    return start_of(day + timedelta(days=1))


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
