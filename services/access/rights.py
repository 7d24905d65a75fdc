"""Who may pass: tenancies and credentials in memory, small enough for a whole district."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.access.models import Right


@dataclass(frozen=True, slots=True)
class Held:
    """What a decision needs of a right; times are seconds since 1970."""

    community_id: str
    subject_id: str
    kind: str
    digest: str
    valid_from: float
    valid_to: float | None

    def is_valid(self, at: datetime) -> bool:
        seconds = at.timestamp()
        return self.valid_from <= seconds and (self.valid_to is None or seconds < self.valid_to)


class Rights:
    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._subjects: dict[str, tuple[str, ...]] = {}  # subject → right ids
        self._credentials: dict[str, str] = {}  # digest → right id

    def __len__(self) -> int:
        return len(self._held)

    def keep(self, rows: Iterable[Right]) -> None:
        for row in rows:
            self.drop(row.id)
            held = self._held[row.id] = _held(row)
            self._subjects[held.subject_id] = (*self.ids_of(held.subject_id), row.id)
            if held.kind:
                self._credentials[held.digest] = row.id

    def drop(self, right_id: str) -> None:
        held = self._held.pop(right_id, None)
        if held is None:
            return
        if self._credentials.get(held.digest) == right_id:
            del self._credentials[held.digest]
        left = tuple(each for each in self.ids_of(held.subject_id) if each != right_id)
        if left:
            self._subjects[held.subject_id] = left
        else:
            del self._subjects[held.subject_id]

    def lives_here(self, subject_id: str, community_id: str, at: datetime) -> bool:
        rights = (self._held[each] for each in self.ids_of(subject_id))
        return any(
            not each.kind and each.community_id == community_id and each.is_valid(at)
            for each in rights
        )

    def credential(self, digest: str) -> Held | None:
        """The credential, whether valid now or not."""
        found = self._credentials.get(digest)
        return self._held[found] if found else None

    def ids_of(self, subject_id: str) -> tuple[str, ...]:
        return self._subjects.get(subject_id, ())


def _held(row: Right) -> Held:
    # Interned: a subject has several rights, a community very many.
    return Held(
        sys.intern(row.community_id),
        sys.intern(row.subject_id),
        sys.intern(row.kind),
        row.digest,
        row.valid_from.timestamp(),
        row.valid_to.timestamp() if row.valid_to else None,
    )
