"""One transaction's worth of attempts: what each may do given the ones before it, then all that
follows from them written at once. Below the ORM, as its cost would show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from anju.visitor.v1 import visitor_pb2 as pb
from kit.errors import AnjuError, FailedPrecondition
from kit.tables import ADD_EVENTS, new_id
from services.visitor import reasons, store
from services.visitor.events import values_of
from services.visitor.judging import Terms, refusal
from services.visitor.life import OPENING, Act, step
from services.visitor.models import (
    Direction,
    Outcome,
    State,
    VerdictView,
    Visit,
    VisitChange,
    VisitEntry,
    VisitPass,
)
from services.visitor.tokens import gate_tag

GATE = "gate"  # who changes a visit where nobody does
CLOSED = {
    State.CANCELLED: reasons.CANCELLED,
    State.DEPARTED: reasons.DEPARTED,
    State.EXPIRED: reasons.EXPIRED,
    State.NO_SHOW: reasons.EXPIRED,
}

# Made once: building a statement costs as much as running it.
_VISITS = sa.update(Visit).where(sa.inspect(Visit).c.id == sa.bindparam("key"))
_PASSES = sa.update(VisitPass).where(sa.inspect(VisitPass).c.id == sa.bindparam("key"))
_ENTRY = sa.insert(VisitEntry)


class Attempt(NamedTuple):
    """Something shown at an access point: a pass by its id, or a code by its digest. `id` names
    the attempt; `fingerprint` is all that it was decided on."""

    id: str
    community_id: str
    access_point_id: str
    direction: Direction
    pass_id: str
    code_digest: str
    fingerprint: str
    trace: str


@dataclass
class _Stay:
    """How a visit stands within the transaction."""

    row: Any
    state: State
    used: int
    inside: int
    code_used: bool
    changed: bool = False


@dataclass
class Turnstile:
    connection: sa.Connection
    attempts: Sequence[Attempt]
    at: datetime
    retention_days: int
    _stays: dict[str, _Stay] = field(default_factory=dict)
    _entries: dict[str, Any] = field(default_factory=dict)
    _fresh: list[dict[str, Any]] = field(default_factory=list)
    _changes: list[dict[str, Any]] = field(default_factory=list)
    _events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        ids = {each.pass_id for each in self.attempts if each.pass_id}
        codes = {each.code_digest for each in self.attempts if each.code_digest}
        rows = store.shown_passes(self.connection, ids, codes)
        self._passes = {row.id: row for row in rows}
        # Of codes that came round again the visit that ends last counts.
        self._codes = {
            (row.community_id, row.code_digest): row
            for row in sorted(rows, key=lambda row: row.valid_to)
            if row.revoke_time is None
        }
        known = store.entries_of(self.connection, {each.id for each in self.attempts})
        self._entries = {row.id: dict(row._mapping) for row in known}

    def decide(self, attempt: Attempt) -> VerdictView | AnjuError:
        """One that is on record has its first answer."""
        if before := self._entries.get(attempt.id):
            if before["fingerprint"] != attempt.fingerprint:
                text = "this pass id was used for something else"
                return FailedPrecondition("PASS_ID_REUSED", text, field="pass_id")
            return _opened(before)
        row = self._passes.get(attempt.pass_id) if attempt.pass_id else self._by_code(attempt)
        if row is None:
            return self._refused(attempt, reasons.ERASED)
        stay = self._stay(row)
        if reason := self._refusal(attempt, stay):
            return self._refused(attempt, reason)
        return self._open(attempt, stay)

    def _by_code(self, attempt: Attempt) -> Any:
        return self._codes.get((attempt.community_id, attempt.code_digest))

    def _stay(self, row: Any) -> _Stay:
        if row.visit_id not in self._stays:
            self._stays[row.visit_id] = _Stay(row, row.state, row.used, row.inside, row.code_used)
        stay = self._stays[row.visit_id]
        if stay.row.id != row.id and row.id == row.pass_id:
            stay.row, stay.code_used = row, row.code_used  # of several passes the present one
        return stay

    def _refused(self, attempt: Attempt, reason: str) -> VerdictView:
        said = reasons.UNKNOWN_CODE if attempt.code_digest else reason
        return VerdictView(outcome=Outcome.REFUSED, reason=said)

    def _refusal(self, attempt: Attempt, stay: _Stay) -> str:
        row = stay.row
        if attempt.community_id != row.community_id:
            return reasons.OTHER_COMMUNITY
        if attempt.pass_id and attempt.pass_id != row.pass_id:
            return reasons.REVOKED
        if stay.state not in OPENING:
            return CLOSED.get(stay.state, reasons.REVOKED)
        if attempt.direction is Direction.OUT:
            # Whoever is in may leave: by any gate of the community, also after the window.
            return "" if stay.inside > 0 else reasons.NOT_INSIDE
        return self._no_entry(attempt, stay)

    def _no_entry(self, attempt: Attempt, stay: _Stay) -> str:
        row = stay.row
        gates = frozenset(gate_tag(each) for each in row.route)
        terms = Terms(gates, row.valid_from, row.valid_to, tuple(row.hours))
        if reason := refusal(terms, gate_tag(attempt.access_point_id), self.at):
            return reason
        spent = attempt.code_digest and row.code_once and stay.code_used
        if spent or 0 < row.entries <= stay.used:
            return reasons.USED_UP
        return ""

    def _open(self, attempt: Attempt, stay: _Stay) -> VerdictView:
        entering = attempt.direction is Direction.IN
        if entering:
            stay.used, stay.inside = stay.used + 1, stay.inside + 1
            stay.code_used = stay.code_used or bool(attempt.code_digest)
            self._move(stay, Act.ENTER)
        else:
            stay.inside -= 1
            if stay.inside == 0 and 0 < stay.row.entries <= stay.used:
                self._move(stay, Act.DEPART)
        stay.changed = True
        number = stay.used if entering else stay.inside - stay.used
        return self._record(attempt, stay, number)

    def _record(self, attempt: Attempt, stay: _Stay, number: int) -> VerdictView:
        entry = {
            "id": attempt.id,
            "visit_id": stay.row.visit_id,
            "fingerprint": attempt.fingerprint,
            "number": number,
            "access_point_id": attempt.access_point_id,
            "direction": attempt.direction,
            "time": self.at,
        }
        self._fresh.append(entry)
        self._entries[attempt.id] = entry | {"house_id": stay.row.house_id}
        self._emit(
            "pass.redeemed",
            attempt,
            pb.PassRedeemed,
            visit_id=stay.row.visit_id,
            pass_id=stay.row.id,
            access_point_id=attempt.access_point_id,
            direction=attempt.direction,
            entry=max(0, number),
        )
        return _opened(self._entries[attempt.id])

    def _move(self, stay: _Stay, act: Act) -> None:
        before, stay.state = stay.state, step(stay.state, act)
        if stay.state is before:
            return
        change = {"source_state": before, "target_state": stay.state, "actor": GATE}
        self._changes.append(
            change
            | {"id": new_id(), "visit_id": stay.row.visit_id, "role": GATE, "reason": ""}
            | {"time": self.at}
        )
        body = change | {"visit_id": stay.row.visit_id, "house_id": stay.row.house_id}
        values = values_of(f"visit.{stay.state}", stay.row.community_id, pb.VisitChanged, **body)
        self._events.append(values)

    def _emit(self, name: str, attempt: Attempt, kind: Any, **body: Any) -> None:
        values = values_of(name, attempt.community_id, kind, **body)
        self._events.append(values | {"traceparent": attempt.trace})

    def alarm(self, attempt: Attempt, wait: float) -> None:
        """Says that the access point takes no codes for a while."""
        body = {"access_point_id": attempt.access_point_id, "retry_after": wait}
        self._emit("code.locked", attempt, pb.CodeLocked, **body)

    def write(self) -> None:
        stays = [stay for stay in self._stays.values() if stay.changed]
        if stays:
            self._write_visits(stays)
            self._write_passes(stays)
            self.connection.execute(_ENTRY, self._fresh)
        if self._changes:
            self.connection.execute(sa.insert(VisitChange), self._changes)
        if self._events:
            self.connection.execute(ADD_EVENTS, self._events)

    def _write_visits(self, stays: Sequence[_Stay]) -> None:
        """Counts of all; of those whom nobody is inside for any more, what ends with that."""
        counts = [
            {"key": s.row.visit_id, "state": s.state, "used": s.used, "inside": s.inside}
            for s in stays
        ]
        self.connection.execute(_VISITS, counts)
        left = [self._left(stay) for stay in stays if not stay.inside]
        if left:
            self.connection.execute(_VISITS, left)
        gone = [stay.row.visit_id for stay in stays if stay.state is State.DEPARTED]
        if gone:
            self.connection.execute(store.permits_end(gone))

    def _left(self, stay: _Stay) -> dict[str, Any]:
        expire_time = stay.row.expire_time
        if stay.state is State.DEPARTED:
            expire_time = self.at + timedelta(days=self.retention_days)
        return {"key": stay.row.visit_id, "overdue": False, "expire_time": expire_time}

    def _write_passes(self, stays: Sequence[_Stay]) -> None:
        """Those that are void now, or whose code was used for the first time."""
        gone = State.DEPARTED
        stays = [s for s in stays if s.state is gone or s.code_used != s.row.code_used]
        if not stays:
            return
        values = [
            {
                "key": stay.row.id,
                "code_used": stay.code_used,
                "revoke_time": self.at if stay.state is State.DEPARTED else None,
            }
            for stay in stays
        ]
        self.connection.execute(_PASSES, values)


def _opened(entry: dict[str, Any]) -> VerdictView:
    entering = entry["number"] > 0
    return VerdictView(
        outcome=Outcome.OPEN,
        reason=reasons.VISIT if entering else reasons.LEAVING,
        visit_id=entry["visit_id"],
        house_id=entry["house_id"],
        entry=max(0, entry["number"]),
    )
