"""Persons: what is kept of them sealed, what is shown of them masked."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from kit.errors import InvalidArgument
from kit.secrets import Keyring
from services.resident.inputs import birth_of
from services.resident.models import Person, PersonView


@dataclass(frozen=True)
class Private:
    """What `Person.sealed` holds in clear."""

    phone: str = ""
    id_number: str = ""
    birth_date: str = ""


def seal(ring: Keyring, person: Person, private: Private, minor_age: int) -> None:
    """Puts the private part into the row, with its digests and, for a minor, the birthday."""
    person.sealed = ring.seal(json.dumps(vars(private)).encode(), f"person/{person.id}")
    place = person.community_id
    person.phone_digest = ring.digest("phone", place, private.phone) if private.phone else ""
    person.id_digest = ring.digest("id", place, private.id_number) if private.id_number else ""
    person.minor_until = None
    if private.birth_date:
        until = coming_of_age(date.fromisoformat(private.birth_date), minor_age)
        person.minor_until = until if until > datetime.now(UTC) else None


def unseal(ring: Keyring, person: Person) -> Private:
    if not person.sealed:
        return Private()
    return Private(**json.loads(ring.unseal(person.sealed, f"person/{person.id}")))


def birth_date(id_number: str, stated: date | None) -> str:
    """The birth date in the id number, else the stated one. Raises when they differ."""
    if not id_number:
        return stated.isoformat() if stated else ""
    born = birth_of(id_number)
    if stated and stated != born:
        raise InvalidArgument(
            "BIRTH_DATE_MISMATCH",
            "birth_date differs from the one in id_number",
            field="birth_date",
            remedy="leave birth_date out when there is an id number",
        )
    return born.isoformat()


def coming_of_age(born: date, age: int) -> datetime:
    """Start of the birthday; who was born on 29 February has it on 1 March."""
    try:
        day = born.replace(year=born.year + age)
    except ValueError:
        day = date(born.year + age, 3, 1)
    return datetime.combine(day, time(), UTC)


def is_minor(person: Person) -> bool:
    return person.minor_until is not None and person.minor_until > datetime.now(UTC)


def mask(value: str, head: int, tail: int) -> str:
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def view(ring: Keyring, person: Person, *, reveal: bool = False) -> PersonView:
    private = unseal(ring, person)
    return PersonView(
        id=person.id,
        community_id=person.community_id,
        display_name=person.display_name,
        phone=private.phone if reveal else mask(private.phone, 3, 4),
        id_number=private.id_number if reveal else mask(private.id_number, 3, 4),
        minor=is_minor(person),
        create_time=person.create_time,
        erase_time=person.erase_time,
    )
