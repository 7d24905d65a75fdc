"""The decision over one read: deny > allow > unknown, and never open on a doubt."""

from dataclasses import dataclass, field
from datetime import datetime

from services.plate import grammar, reasons
from services.plate.matching import Entry, Index, Misread, Near, Read
from services.plate.models import Action, Direction, Lane, Outcome, PermitKind, Unknown

PREFERENCE = list(PermitKind)


@dataclass(frozen=True)
class Decision:
    """`permit` is the one that counted; `explanation` says why a text is no plate."""

    outcome: Outcome
    action: Action
    reason: str
    text: str
    permit: Entry | None = None
    misreads: tuple[Misread, ...] = ()
    notes: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def opens(self) -> bool:
        return self.action in (Action.OPEN, Action.RECORD)


@dataclass(frozen=True)
class Case:
    """A read at a lane. `full` says that the car park has no place left."""

    index: Index
    lane: Lane
    read: Read
    at: datetime
    least: float
    """Confidence that all other characters need before a near match opens."""
    certain: float
    """Confidence from which the differing character is believed: it is another car's then."""
    direction: Direction = Direction.IN
    full: bool = False
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", grammar.normalise(self.read.text))


def decide(case: Case) -> Decision:
    """An exact permit decides alone; else the permits one step away, if they leave no doubt."""
    exact = case.index.exact(case.text)
    if exact:
        return _exact(case, exact)
    near = case.index.near(case.read, case.text)
    denied = _denied_near(case, near)
    if denied:
        return Decision(Outcome.DENIED, Action.REFUSE, reasons.DENIED_NEAR, case.text, denied)
    standing = [each for each in near if _standing(case, each.plate)]
    if len(standing) > 1:
        return _closed(case, Outcome.AMBIGUOUS, reasons.AMBIGUOUS)
    if standing and case.lane.near:
        return _near(case, standing[0])
    return _nobody(case)


def _exact(case: Case, entries: list[Entry]) -> Decision:
    denying = [e for e in entries if e.kind is PermitKind.DENY and e.in_force(case.at)]
    if denying:
        return Decision(Outcome.DENIED, Action.REFUSE, reasons.DENIED, case.text, denying[0])
    permit, reason = _best(case, entries)
    if permit is None:
        return _nobody(case)
    if reason:
        return _unknown(case, reason, permit)
    return _open(case, Outcome.EXACT, reasons.PERMIT, permit)


def _near(case: Case, near: Near) -> Decision:
    permit, reason = _best(case, case.index.exact(near.plate))
    if permit is None or not case.read.doubts(case.text, near, case.certain):
        return _nobody(case)
    if not case.read.sure(case.text, near.misread.position - 1, case.least):
        return _unknown(case, reasons.LOW_CONFIDENCE)
    if reason:
        return _unknown(case, reason)  # perhaps another car: it is told of nobody's permit
    return _open(case, Outcome.NEAR, reasons.NEAR_PERMIT, permit, near.misread)


def _denied_near(case: Case, near: list[Near]) -> Entry | None:
    """A deny permit one step away, or one that the recogniser thought of, however little."""
    for plate in sorted({each.plate for each in near} | case.read.thoughts()):
        for entry in case.index.exact(plate):
            if entry.kind is PermitKind.DENY and entry.in_force(case.at):
                return entry
    return None


def _standing(case: Case, plate: str) -> bool:
    return any(
        entry.kind is not PermitKind.DENY and not entry.ended(case.at)
        for entry in case.index.exact(plate)
    )


def _best(case: Case, entries: list[Entry]) -> tuple[Entry | None, str]:
    """The permit that counts most, and why it does not open (empty when it does)."""
    allowing = [entry for entry in entries if entry.kind is not PermitKind.DENY]
    rated = [(_obstacle(case, entry), entry) for entry in allowing]
    rated.sort(key=lambda each: (bool(each[0]), PREFERENCE.index(each[1].kind), each[1].id))
    return (rated[0][1], rated[0][0]) if rated else (None, "")


def _obstacle(case: Case, entry: Entry) -> str:
    if case.at < entry.valid_from:
        return reasons.NOT_YET_VALID
    if entry.ended(case.at):
        return reasons.EXPIRED
    if entry.waiting:
        return reasons.HOUSE_QUOTA
    if not entry.within_hours(case.at):
        return reasons.OUTSIDE_HOURS
    if str(entry.kind) not in case.lane.kinds:
        return reasons.KIND_NOT_ALLOWED
    return ""


def _open(case: Case, outcome: Outcome, reason: str, permit: Entry, *misreads: Misread) -> Decision:
    if _no_place(case) and permit.kind is not PermitKind.RESIDENT:
        return Decision(outcome, Action.REFUSE, reasons.LOT_FULL, case.text, permit, misreads)
    notes = _notes(case.read, permit)
    return Decision(outcome, Action.OPEN, reason, case.text, permit, misreads, notes)


def _notes(read: Read, permit: Entry) -> tuple[str, ...]:
    """Where the car is painted otherwise than registered: a hint of a swapped plate."""
    found = []
    if permit.color and read.color and permit.color is not read.color:
        found.append(reasons.COLOR_DIFFERS)
    if permit.plate_kind and read.kind and permit.plate_kind is not read.kind:
        found.append(reasons.KIND_DIFFERS)
    return tuple(found)


def _nobody(case: Case) -> Decision:
    explanation = grammar.explain(case.text)
    if explanation:
        return _closed(case, Outcome.NOT_A_PLATE, reasons.NOT_A_PLATE, explanation)
    return _unknown(case, reasons.UNKNOWN_PLATE)


def _unknown(case: Case, reason: str, permit: Entry | None = None) -> Decision:
    """A car without a permit that counts now: the lane's own rule."""
    if case.lane.unknown is Unknown.RECORD:
        if not _no_place(case):
            return Decision(Outcome.UNKNOWN, Action.RECORD, reasons.RECORDED, case.text, permit)
        reason = reasons.LOT_FULL
    action = Action.REFUSE if case.lane.unknown is Unknown.REFUSE else Action.KIOSK
    return Decision(Outcome.UNKNOWN, action, reason, case.text, permit)


def _closed(case: Case, outcome: Outcome, reason: str, explanation: str = "") -> Decision:
    """A doubt opens nothing, not even where unknown cars may pass."""
    action = Action.REFUSE if case.lane.unknown is Unknown.REFUSE else Action.KIOSK
    return Decision(outcome, action, reason, case.text, explanation=explanation)


def _no_place(case: Case) -> bool:
    return case.full and case.direction is Direction.IN
