"""Phases of a car at a barrier: pressed → pictured → decided → passed, reversed or abandoned,
and perhaps corrected later.

Devices report in any order, late, and more than once. A passage therefore keeps what was
reported as facts, one per phase, and its state is a function of the facts alone: it cannot
depend on when a report came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.plate.models import Direction, Phase

Facts = dict[Phase, "Fact"]
EARLIEST = {Phase.PRESSED, Phase.PICTURED, Phase.ABANDONED}
"""Phases whose first time counts; of the others the last word does."""
BEFORE_END = (Phase.DECIDED, Phase.PICTURED, Phase.PRESSED)
TRUSTED = (Phase.PASSED, Phase.REVERSED, *BEFORE_END, Phase.ABANDONED, Phase.CORRECTED)
"""Whose direction counts, best first: the device that saw the car move knows it best."""


@dataclass(frozen=True)
class Fact:
    """One report. `passed` is what a correction says, or None where it leaves open whether the
    car went through; no other phase has it."""

    phase: Phase
    time: datetime
    direction: Direction
    passed: bool | None = None

    def rank(self) -> tuple[datetime, str, str]:
        return self.time, self.direction, str(self.passed)


@dataclass(frozen=True)
class Standing:
    """What the facts say together. `counted` is +1 for a car that went in, −1 for one that
    went out, 0 otherwise; `time` is when."""

    phase: Phase
    direction: Direction
    counted: int
    time: datetime | None


def merge(facts: Facts, fact: Fact) -> Facts:
    """The facts with one more report: commutative, associative and idempotent."""
    known = facts.get(fact.phase)
    if known is None:
        return facts | {fact.phase: fact}
    pick = min if fact.phase in EARLIEST else max
    return facts | {fact.phase: pick(known, fact, key=Fact.rank)}


def standing(facts: Facts) -> Standing:
    """Raises ValueError without any fact."""
    corrected = facts.get(Phase.CORRECTED)
    if corrected and corrected.passed is not None:
        seen = facts.get(Phase.PASSED, corrected)
        counted = _sign(corrected.direction) if corrected.passed else 0
        return Standing(Phase.CORRECTED, corrected.direction, counted, seen.time)
    direction = next(facts[phase].direction for phase in TRUSTED if phase in facts)
    passed, reversed_ = facts.get(Phase.PASSED), facts.get(Phase.REVERSED)
    if passed and not (reversed_ and reversed_.time >= passed.time):
        return Standing(Phase.PASSED, passed.direction, _sign(passed.direction), passed.time)
    if reversed_:
        return Standing(Phase.REVERSED, direction, 0, reversed_.time)
    if Phase.ABANDONED in facts:
        return Standing(Phase.ABANDONED, direction, 0, None)
    last = next((phase for phase in BEFORE_END if phase in facts), Phase.CORRECTED)
    return Standing(last, direction, 0, None)


def applied(now: Standing | None, set_time: datetime | None) -> int:
    """What the passage adds to a car park that was counted by eye at `set_time`: a car that
    moved before is in that count already."""
    if now is None or now.time is None or (set_time and now.time <= set_time):
        return 0
    return now.counted


def dump(facts: Facts) -> dict[str, Any]:
    """For a JSON column."""
    return {
        str(phase): {
            "time": fact.time.isoformat(),
            "direction": str(fact.direction),
            "passed": fact.passed,
        }
        for phase, fact in facts.items()
    }


def load(stored: Mapping[str, Any]) -> Facts:
    return {
        Phase(phase): Fact(
            Phase(phase),
            datetime.fromisoformat(each["time"]),
            Direction(each["direction"]),
            each["passed"],
        )
        for phase, each in stored.items()
    }


def _sign(direction: Direction) -> int:
    return 1 if direction is Direction.IN else -1
