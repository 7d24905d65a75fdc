"""Work that is done when somebody says that it is due, and from time to time in any case."""

import asyncio
from collections.abc import Awaitable, Callable

from kit.db import patient


class Following:
    """`work` catches up with another service; `name` is for the log."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._name, self._work = name, work
        self._due = asyncio.Event()

    def ask(self) -> None:
        """Wakes `run`."""
        self._due.set()

    async def run(self, interval: float) -> None:
        """Works when asked and every `interval` seconds, until cancelled."""
        while True:
            self._due.clear()
            with patient(self._name):
                await self._work()
            try:
                await asyncio.wait_for(self._due.wait(), interval)
            except TimeoutError:
                continue
