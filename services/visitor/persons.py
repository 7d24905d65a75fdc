"""What is kept of a visitor: name, phone and plate, sealed in one value."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kit.secrets import Keyring
from services.visitor.models import ChangeView, Visit, VisitChange, VisitView


@dataclass(frozen=True)
class Person:
    name: str
    phone: str = ""
    plate: str = ""


def seal(ring: Keyring, visit_id: str, person: Person) -> bytes:
    return ring.seal(json.dumps(asdict(person)).encode(), f"visit/{visit_id}")


def unseal(ring: Keyring, visit: Visit) -> Person:
    return Person(**json.loads(ring.unseal(visit.sealed, f"visit/{visit.id}")))


def phone_digest(ring: Keyring, community_id: str, phone: str) -> str:
    """Finds visits with the same phone, within one community; empty without a phone."""
    return ring.digest("visitor phone", community_id, phone) if phone else ""


def view(
    ring: Keyring, visit: Visit, history: Iterable[VisitChange] = (), *, reveal: bool = False
) -> VisitView:
    person = unseal(ring, visit)
    values = dict(visit) | {
        "name": person.name,
        "phone": person.phone if reveal else _mask(person.phone, 3, 4),
        "plate": person.plate if reveal else _mask(person.plate, 2, 2),
        "history": [ChangeView.model_validate(each) for each in history],
    }
    return VisitView.model_validate(values)


def _mask(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[-tail:] if hidden > 0 else "*" * len(text)
