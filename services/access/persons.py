"""The two-person rule: a door that opens for the second of two residents."""

import time
from collections.abc import Callable

from kit.peers import Peers

TOPIC = "access.first-persons"


class FirstPersons:
    """Who stands at which door and waits for another, known to all replicas."""

    def __init__(
        self, seconds: float, peers: Peers, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._peers = peers
        self._clock = clock
        self._first: dict[str, tuple[str, float]] = {}  # door → subject, until
        self._opened: dict[str, str] = {}  # door → the attempt that opened it last

    async def listen(self) -> None:
        await self._peers.hear(TOPIC, lambda told: self._stands(*told))

    def second(self, door: str, subject_id: str, attempt: str) -> bool:
        """Whether somebody else came in time before; if not, this one is the first. A repeated
        `attempt` that has opened opens again, and waits for nobody."""
        if self._opened.get(door) == attempt:
            return True
        first, until = self._first.pop(door, ("", 0.0))
        came = bool(first) and first != subject_id and self._clock() < until
        stands, opened = ("", attempt) if came else (subject_id, "")
        self._stands(door, stands, opened)
        self._peers.tell(TOPIC, [door, stands, opened])
        return came

    def _stands(self, door: str, subject_id: str, opened: str) -> None:
        if opened:
            self._opened[door] = opened
        if subject_id:
            self._first[door] = subject_id, self._clock() + self._seconds
        else:
            self._first.pop(door, None)
