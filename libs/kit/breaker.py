"""A circuit breaker: what does not answer is left alone for a while."""

import time
from collections.abc import Callable

from kit.errors import Unavailable


class Breaker:
    """Opens after `failures` in a row; every `pause` seconds one call may then try again."""

    def __init__(
        self,
        what: str,
        failures: int = 5,
        pause: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._limit = failures
        self._pause = pause
        self._clock = clock
        self._failed = 0
        self._next = 0.0

    def check(self) -> None:
        """Raises Unavailable `<WHAT>_UNAVAILABLE` at once while the circuit is open."""
        if self._failed < self._limit:
            return
        wait = self._next - self._clock()
        if wait > 0:
            raise self.refusal(retry_after=wait)
        self._next = self._clock() + self._pause  # this call tries; others wait for it

    def succeeded(self) -> None:
        self._failed = 0

    def failed(self) -> None:
        self._failed += 1
        self._next = self._clock() + self._pause

    def refusal(self, retry_after: float | None = None) -> Unavailable:
        reason = f"{self._what.upper()}_UNAVAILABLE"
        return Unavailable(
            reason, f"the {self._what} store does not answer", retry_after=retry_after
        )
