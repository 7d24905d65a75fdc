"""From the event loop to worker threads: a bounded queue that refuses early what it would fail."""

import asyncio
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from kit.errors import AnjuError, DeadlineExceeded, ResourceExhausted, Unavailable
from kit.telemetry import meter

Request = TypeVar("Request")
Result = TypeVar("Result")

_SMOOTHING = 0.1  # weight of the newest service time in the moving average
_CAUTION = 1.25  # the answer still has to travel
_LATELY = 1.0  # seconds
waiting = meter.create_up_down_counter(
    "anju_inference_waiting", description="Pictures that wait for a worker"
)


@dataclass(slots=True)
class _Job(Generic[Request, Result]):
    request: Request
    deadline: float | None  # time.monotonic()
    queued: float
    future: asyncio.Future[tuple[Result, float]]
    loop: asyncio.AbstractEventLoop


class Batcher(Generic[Request, Result]):
    """`handle` gets up to `max_batch` requests that wait anyway: nothing waits for a batch."""

    def __init__(
        self,
        handle: Callable[[Sequence[Request]], Sequence[Result | AnjuError]],
        *,
        workers: int,
        queue_size: int,
        max_batch: int = 1,
    ) -> None:
        self._handle = handle
        self._workers, self._queue_size, self._max_batch = workers, queue_size, max_batch
        self._queue: deque[_Job[Request, Result]] = deque()
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._running = False
        self._busy = 0
        self._service = 0.0  # seconds per request, moving average
        self._refused: deque[float] = deque(maxlen=10_000)  # when, of the last second

    def start(self) -> None:
        self._running = True
        self._threads = [
            threading.Thread(target=self._work, name=f"inference-{i}", daemon=True)
            for i in range(self._workers)
        ]
        for thread in self._threads:
            thread.start()

    async def stop(self, grace: float = 10.0) -> None:
        """Refuses new requests, serves the waiting ones for `grace` seconds, fails the rest."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
        ends = time.monotonic() + grace
        for thread in self._threads:
            await asyncio.to_thread(thread.join, max(0.0, ends - time.monotonic()))
        with self._changed:
            left = list(self._queue)
            self._queue.clear()
            waiting.add(-len(left))
        for job in left:
            _answer(job, _stopping())

    async def submit(self, request: Request, patience: float | None = None) -> tuple[Result, float]:
        """The result, and the seconds that the request waited.

        Raises ResourceExhausted at once when the queue is full, or when the request would take
        more seconds than the caller's `patience`.
        """
        loop = asyncio.get_running_loop()
        now = time.monotonic()
        deadline = None if patience is None else now + patience
        job: _Job[Request, Result] = _Job(request, deadline, now, loop.create_future(), loop)
        with self._changed:  # held for microseconds, never during work
            if not self._running:
                raise _stopping()
            self._admit(patience)
            self._queue.append(job)
            waiting.add(1)
            self._changed.notify()
        return await job.future

    def _admit(self, patience: float | None) -> None:
        ahead = len(self._queue) + self._busy - self._workers + 1
        if ahead <= 0:
            return  # a worker is idle; also keeps one slow request from shutting the door for good
        wait = ahead / self._workers * self._service
        if len(self._queue) >= self._queue_size:
            raise _overloaded("the queue is full", self._hint(wait))
        if patience is not None and (wait + self._service) * _CAUTION > patience:
            why = "the request would not be served before its deadline"
            raise _overloaded(why, self._hint(wait))

    def _hint(self, wait: float) -> float:
        """Seconds until there is room for all who were refused lately, not for this one alone:
        else they come back together, and refusing them takes the time to serve anybody."""
        now = time.monotonic()
        self._refused.append(now)
        while self._refused[0] < now - _LATELY:
            self._refused.popleft()
        spread = len(self._refused) * self._service / self._workers
        return (wait + spread) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret

    def _work(self) -> None:
        while jobs := self._take():
            began = time.monotonic()
            try:
                outcomes = self._handle([job.request for job in jobs])
            except Exception as error:  # a bug must not end the thread: it fails its callers
                outcomes = [error] * len(jobs)  # type: ignore[list-item]
            elapsed = time.monotonic() - began
            with self._changed:
                self._busy -= 1
                step = elapsed / len(jobs) - self._service
                self._service += step * (_SMOOTHING if self._service else 1.0)
            for job, outcome in zip(jobs, outcomes, strict=True):
                done = outcome if isinstance(outcome, Exception) else (outcome, began - job.queued)
                _answer(job, done)

    def _take(self) -> list[_Job[Request, Result]]:
        """The next jobs worth doing; empty when stopped and nothing waits."""
        with self._changed:
            while True:
                jobs: list[_Job[Request, Result]] = []
                while self._queue and len(jobs) < self._max_batch:
                    job = self._queue.popleft()
                    waiting.add(-1)
                    if _is_wanted(job):
                        jobs.append(job)
                if jobs:
                    self._busy += 1
                    return jobs
                if not self._running:
                    return []
                self._changed.wait()


def _is_wanted(job: _Job[Request, Result]) -> bool:
    if job.future.cancelled():
        return False
    if job.deadline is not None and time.monotonic() >= job.deadline:
        _answer(
            job,
            DeadlineExceeded("DEADLINE_EXCEEDED", "the deadline passed while the request waited"),
        )
        return False
    return True


def _answer(job: _Job[Request, Result], outcome: tuple[Result, float] | Exception) -> None:
    def deliver() -> None:
        if job.future.done():  # the caller has gone
            return
        if isinstance(outcome, Exception):
            job.future.set_exception(outcome)
        else:
            job.future.set_result(outcome)

    with suppress(RuntimeError):  # the loop is closed: nobody waits
        job.loop.call_soon_threadsafe(deliver)


def _overloaded(why: str, wait: float) -> ResourceExhausted:
    return ResourceExhausted(
        "INFERENCE_OVERLOADED",
        f"inference is overloaded: {why}",
        remedy="retry later, or add inference replicas",
        retry_after=max(0.05, wait),
    )


def _stopping() -> Unavailable:
    return Unavailable("INFERENCE_STOPPING", "inference is stopping", remedy="retry elsewhere")
