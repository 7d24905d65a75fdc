"""One camera's eyes: tracker and rules together."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from services.perimeter.scene.rules import Frame, Hit, Rule, Static
from services.perimeter.scene.spec import RuleSpec
from services.perimeter.scene.tracking import Found, Track, Tracker


class Watch:
    """`holidays` are local dates; `passes` counts what was granted at the camera's access point
    between two times."""

    def __init__(self, passes: Callable[[float, float], int] | None = None) -> None:
        self.tracker = Tracker()
        self._passes = passes
        self._rules: dict[str, Rule] = {}
        self._holidays: frozenset[date] = frozenset()

    def arm(self, specs: Sequence[RuleSpec], holidays: frozenset[date] = frozenset()) -> None:
        """These rules from now on. A rule that has not changed keeps what it has seen."""
        kept = self._rules
        self._rules = {
            spec.id: old
            if (old := kept.get(spec.id)) and old.spec == spec
            else Rule(spec, self._passes)
            for spec in specs
        }
        self._holidays = holidays

    def observe(
        self, time: float, found: Sequence[Found], statics: Sequence[Static] = ()
    ) -> tuple[list[Track], list[Hit]]:
        """Tracks that are seen now, and rules that hold for the first time."""
        tracks = self.tracker.step(time, found)
        return tracks, list(self.judge(Frame(time, tracks, statics)))

    def judge(self, frame: Frame) -> Iterator[Hit]:
        at = datetime.fromtimestamp(frame.time, UTC)
        for rule in self._rules.values():
            if hit := rule.step(frame, rule.spec.awake(at, self._holidays)):
                yield hit
