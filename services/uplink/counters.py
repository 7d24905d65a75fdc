"""What was received, dropped and refused since the start: for metrics, and for people to see."""

from collections import Counter

from kit.telemetry import meter

_counter = meter.create_counter(
    "anju_uplink_received", description="What became of received objects, and why"
)


class Counters:
    """Names are of this code: what a sender wrote is never one."""

    def __init__(self) -> None:
        self.values: Counter[str] = Counter()

    def add(self, what: str, kind: str = "", count: int = 1) -> None:
        if count:
            self.values[f"{what}/{kind}" if kind else what] += count
            _counter.add(count, {"what": what, "kind": kind})
