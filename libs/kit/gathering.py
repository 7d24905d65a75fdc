"""What comes at once is done at once: many callers share one transaction and its commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from kit.errors import AnjuError, ResourceExhausted, Unavailable

Item = TypeVar("Item")
Result = TypeVar("Result")

log = logging.getLogger("kit.gathering")
BATCH = 128
GATHER = 0.004  # seconds


class Gathering(Generic[Item, Result]):
    """`handle` gets what waits, in the order in which it came, and gives one result each; an
    AnjuError among them is raised to its own caller. `name` is what the errors call it, such as
    PASS_LOG; at most `most` items wait."""

    def __init__(
        self,
        name: str,
        handle: Callable[[Sequence[Item]], Awaitable[Sequence[Result | AnjuError]]],
        most: int,
    ) -> None:
        self._name, self._handle, self._most = name, handle, most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._filled = asyncio.Event()
        self._usual, self._enough = 1, asyncio.Event()  # as many wait as came the last time

    async def ask(self, item: Item) -> Result:
        """The result for the item. Raises ResourceExhausted `<NAME>_FULL` when too many wait, or
        Unavailable `<NAME>_UNAVAILABLE` when `handle` fails."""
        if len(self._waiting) >= self._most:
            raise ResourceExhausted(f"{self._name}_FULL", "too many at once", retry_after=0.5)
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        self._filled.set()
        if len(self._waiting) >= self._usual:
            self._enough.set()
        return await done

    async def run(self) -> None:
        """Handles until cancelled."""
        loop, last = asyncio.get_running_loop(), 0.0
        while True:
            await self._filled.wait()
            if loop.time() - last < GATHER:
                # Many at once: a moment's wait for the others lets them share a commit.
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._enough.wait(), GATHER)
            batch = self._take()
            results = await self._results([item for item, _ in batch])
            for (_, done), result in zip(batch, results, strict=True):
                if done.done():  # the caller has gone
                    continue
                if isinstance(result, AnjuError):
                    done.set_exception(result)
                else:
                    done.set_result(result)
            last = loop.time()

    def _take(self) -> list[tuple[Item, asyncio.Future[Result]]]:
        batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        if not self._waiting:
            self._filled.clear()
        self._usual = len(batch)
        if len(self._waiting) < self._usual:
            self._enough.clear()
        return batch

    async def _results(self, items: Sequence[Item]) -> Sequence[Result | AnjuError]:
        try:
            return await self._handle(items)
        except Exception as error:
            log.error("nothing could be recorded", extra={"what": self._name}, exc_info=error)
            reason = f"{self._name}_UNAVAILABLE"
            return [Unavailable(reason, "it could not be recorded")] * len(items)
