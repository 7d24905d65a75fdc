"""What comes at once is done at once: many callers share one transaction and its commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from kit.errors import AnjuError, ResourceExhausted, Unavailable

Item = TypeVar("Item")
Result = TypeVar("Result")

log = logging.getLogger("kit.gathering")
BATCH = 128
SIBLINGS = 5
"""Others under way that make a commit wait for some of them: PostgreSQL's commit_siblings."""
DELAY = 0.02  # seconds that it waits at most, as its commit_delay


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
        self._filled, self._enough = asyncio.Event(), asyncio.Event()
        self._coming = 0

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Around work that ends with `ask`: where many are at it, some of them share a commit, at
        the price of a moment's wait. Nobody waits where few are."""
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1
            self._notice()

    async def ask(self, item: Item) -> Result:
        """The result for the item. Raises ResourceExhausted `<NAME>_FULL` when too many wait, or
        Unavailable `<NAME>_UNAVAILABLE` when `handle` fails."""
        if len(self._waiting) >= self._most:
            raise ResourceExhausted(f"{self._name}_FULL", "too many at once", retry_after=0.5)
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        self._filled.set()
        self._notice()
        return await done

    async def run(self) -> None:
        """Handles until cancelled."""
        while True:
            await self._filled.wait()
            if self._is_early():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._enough.wait(), DELAY)
            batch = self._take()
            results = await self._results([item for item, _ in batch])
            for (_, done), result in zip(batch, results, strict=True):
                if done.done():  # the caller has gone
                    continue
                if isinstance(result, AnjuError):
                    done.set_exception(result)
                else:
                    done.set_result(result)

    def _is_early(self) -> bool:
        return self._coming > SIBLINGS and len(self._waiting) < self._coming // 2

    def _notice(self) -> None:
        if not self._is_early():
            self._enough.set()

    def _take(self) -> list[tuple[Item, asyncio.Future[Result]]]:
        batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        if not self._waiting:
            self._filled.clear()
        self._enough.clear()
        return batch

    async def _results(self, items: Sequence[Item]) -> Sequence[Result | AnjuError]:
        try:
            return await self._handle(items)
        except Exception as error:
            log.error("nothing could be recorded", extra={"what": self._name}, exc_info=error)
            reason = f"{self._name}_UNAVAILABLE"
            return [Unavailable(reason, "it could not be recorded")] * len(items)
