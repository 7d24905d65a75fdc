"""Wrong passcodes per door: a few in a minute lock passcodes there for as long (SP6)."""

import time
from collections import deque
from collections.abc import Callable

from kit.peers import Peers

TOPIC = "access.wrong-passcodes"


class Attempts:
    """Counts over all replicas, on the monotonic clock, so that setting the time unlocks
    nothing."""

    def __init__(
        self,
        limit: int,
        window: float,
        peers: Peers,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._window = window
        self._peers = peers
        self._clock = clock
        self._failures: dict[str, deque[tuple[float, str]]] = {}

    def locked(self, door: str) -> bool:
        failures = self._failures.get(door)
        if not failures:
            return False
        while failures and failures[0][0] <= self._clock() - self._window:
            failures.popleft()
        if not failures:
            del self._failures[door]
            return False
        return len(failures) >= self._limit

    async def listen(self) -> None:
        await self._peers.hear(TOPIC, lambda told: self._count(*told))

    def failed(self, door: str, attempt: str) -> None:
        """An attempt that is sent again counts once."""
        self._count(door, attempt)
        self._peers.tell(TOPIC, [door, attempt])

    def _count(self, door: str, attempt: str) -> None:
        failures = self._failures.setdefault(door, deque(maxlen=self._limit))
        if all(attempt != known for _, known in failures):
            failures.append((self._clock(), attempt))
