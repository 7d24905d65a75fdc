import asyncio
import threading
import time

import pytest

from kit.errors import DeadlineExceeded, InvalidArgument, ResourceExhausted, Unavailable
from services.inference.batcher import Batcher


class Desk:
    """A handler that waits until it is let go, and remembers what it got."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.batches: list[list[int]] = []

    def __call__(self, requests):
        self.batches.append(list(requests))
        self.open.wait(5)
        return [InvalidArgument("ODD", "odd") if n % 2 else n * 10 for n in requests]


@pytest.fixture
async def serve():
    started = []

    def start(handle, workers=1, queue_size=4, max_batch=1) -> Batcher:
        batcher = Batcher(handle, workers=workers, queue_size=queue_size, max_batch=max_batch)
        batcher.start()
        started.append((batcher, handle))
        return batcher

    yield start
    for batcher, handle in started:
        if isinstance(handle, Desk):
            handle.open.set()
        await batcher.stop()


async def until(condition) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


async def enqueue(batcher, desk, requests, patience=None):
    """Submits in order, the first one alone in the worker's hands."""
    tasks = []
    for request in requests:
        tasks.append(asyncio.create_task(batcher.submit(request, patience)))
        await until(lambda: desk.batches)
        await asyncio.sleep(0)
    return tasks


async def test_each_caller_gets_its_own_result_or_error(serve) -> None:
    desk = Desk()
    desk.open.set()
    batcher = serve(desk, workers=3, queue_size=50)
    outcomes = await asyncio.gather(*(batcher.submit(n) for n in range(40)), return_exceptions=True)
    assert [o[0] for o in outcomes[::2]] == [n * 10 for n in range(0, 40, 2)]
    assert {o.reason for o in outcomes[1::2]} == {"ODD"}


async def test_what_waits_is_taken_together(serve) -> None:
    desk = Desk()
    batcher = serve(desk, max_batch=3)
    tasks = await enqueue(batcher, desk, [0, 2, 4, 6, 8])
    desk.open.set()
    results = await asyncio.gather(*tasks)
    assert desk.batches == [[0], [2, 4, 6], [8]]
    assert results[-1][1] > 0  # it waited


async def test_a_full_queue_refuses_at_once(serve) -> None:
    desk = Desk()
    batcher = serve(desk, queue_size=2)
    tasks = await enqueue(batcher, desk, [0, 2, 4])
    with pytest.raises(ResourceExhausted) as caught:
        await batcher.submit(6)
    assert caught.value.reason == "INFERENCE_OVERLOADED"
    assert caught.value.retry_after > 0
    desk.open.set()
    assert [r for r, _ in await asyncio.gather(*tasks)] == [0, 20, 40]


async def test_a_deadline_that_cannot_be_kept_is_refused_at_once(serve) -> None:
    batcher = serve(lambda requests: (time.sleep(0.1), requests)[1], queue_size=10)
    await batcher.submit(0)  # teaches the service time
    waiting = [asyncio.create_task(batcher.submit(n)) for n in range(3)]
    await asyncio.sleep(0.02)
    began = time.monotonic()
    with pytest.raises(ResourceExhausted):
        await batcher.submit(9, 0.15)
    assert time.monotonic() - began < 0.05
    await asyncio.gather(batcher.submit(9, 5), *waiting)


async def test_an_idle_worker_takes_even_the_impatient(serve) -> None:
    batcher = serve(lambda requests: (time.sleep(0.05), requests)[1])
    await batcher.submit(0)
    assert (await batcher.submit(1, 0.01))[0] == 1


async def test_what_expires_while_waiting_is_not_computed(serve) -> None:
    desk = Desk()
    batcher = serve(desk)
    first, late = await enqueue(batcher, desk, [0, 2], patience=0.02)
    await asyncio.sleep(0.05)
    desk.open.set()
    await first
    with pytest.raises(DeadlineExceeded):
        await late
    assert desk.batches == [[0]]


async def test_a_caller_that_left_costs_nothing(serve) -> None:
    desk = Desk()
    batcher = serve(desk)
    first, gone = await enqueue(batcher, desk, [0, 2])
    gone.cancel()
    await asyncio.sleep(0)
    desk.open.set()
    await first
    await batcher.stop()
    assert desk.batches == [[0]]


async def test_a_bug_fails_its_callers_and_not_the_worker(serve) -> None:
    def handle(requests):
        if requests == [0]:
            raise KeyError("bug")
        return requests

    batcher = serve(handle)
    with pytest.raises(KeyError):
        await batcher.submit(0)
    assert (await batcher.submit(1))[0] == 1


async def test_the_loop_runs_on_while_workers_work(serve) -> None:
    batcher = serve(lambda requests: (time.sleep(0.2), requests)[1])
    task = asyncio.create_task(batcher.submit(0))
    ticks = 0
    while not task.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert ticks > 10


async def test_stop_serves_what_waits_and_refuses_the_rest(serve) -> None:
    desk = Desk()
    batcher = serve(desk)
    tasks = await enqueue(batcher, desk, [0, 2])
    stopping = asyncio.create_task(batcher.stop())
    await asyncio.sleep(0.01)
    with pytest.raises(Unavailable):
        await batcher.submit(4)
    desk.open.set()
    await stopping
    assert [r for r, _ in await asyncio.gather(*tasks)] == [0, 20]


async def test_stop_gives_up_after_its_grace(serve) -> None:
    desk = Desk()
    batcher = serve(desk)
    tasks = await enqueue(batcher, desk, [0, 2])
    await batcher.stop(grace=0.05)
    with pytest.raises(Unavailable):
        await tasks[1]
    desk.open.set()
    assert (await tasks[0])[0] == 0
