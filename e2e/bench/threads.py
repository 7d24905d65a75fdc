"""The same work in some threads for some seconds."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def repeat(
    work: Callable[[T], None], items: Sequence[T], seconds: float, threads: int
) -> tuple[float, list[float]]:
    """Items per second, and the milliseconds that each took."""
    took: list[list[float]] = [[] for _ in range(threads)]
    stop = time.perf_counter() + seconds

    def run(index: int) -> None:
        at = index
        while time.perf_counter() < stop:
            began = time.perf_counter()
            work(items[at % len(items)])
            took[index].append((time.perf_counter() - began) * 1000)
            at += threads

    began = time.perf_counter()
    workers = [threading.Thread(target=run, args=(i,)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    every = [value for one in took for value in one]
    return len(every) / (time.perf_counter() - began), every
