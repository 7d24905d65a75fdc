import asyncio

import pytest

from kit.errors import NotFound, ResourceExhausted, Unavailable
from kit.gathering import BATCH, Gathering


class Doubling:
    """Doubles numbers; refuses 13 and fails at 7."""

    def __init__(self, most: int = 1000) -> None:
        self.batches: list[list[int]] = []
        self.gathering = Gathering("DOUBLES", self.handle, most)

    async def handle(self, items):
        self.batches.append(list(items))
        await asyncio.sleep(0)
        if 7 in items:
            raise OSError("disk")
        return [NotFound("UNLUCKY", "no") if item == 13 else 2 * item for item in items]


@pytest.fixture
async def doubling():
    made = Doubling()
    task = asyncio.create_task(made.gathering.run())
    yield made
    task.cancel()


async def test_many_share_a_batch_and_each_gets_its_own_answer(doubling):
    numbers = range(100, 100 + 3 * BATCH)
    answers = await asyncio.gather(*(doubling.gathering.ask(n) for n in numbers))
    assert answers == [2 * n for n in numbers]
    assert [n for batch in doubling.batches for n in batch] == list(numbers)  # in their order
    assert len(doubling.batches) == 3
    assert max(map(len, doubling.batches)) <= BATCH


async def test_an_error_is_raised_to_its_own_caller_alone(doubling):
    asked = [doubling.gathering.ask(n) for n in (1, 13, 2)]
    one, unlucky, two = await asyncio.gather(*asked, return_exceptions=True)
    assert (one, two) == (2, 4)
    assert unlucky.reason == "UNLUCKY"


async def test_a_failure_is_said_to_all_and_the_next_are_served(doubling):
    asked = [doubling.gathering.ask(n) for n in (1, 7)]
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(answer, Unavailable)
        assert answer.reason == "DOUBLES_UNAVAILABLE"
    assert await doubling.gathering.ask(3) == 6


async def test_who_has_gone_disturbs_nobody(doubling):
    gone = asyncio.create_task(doubling.gathering.ask(1))
    await asyncio.sleep(0)
    gone.cancel()
    assert await doubling.gathering.ask(2) == 4


async def test_what_waits_is_bounded():
    full = Doubling(most=2)  # nobody works on it
    waiting = [asyncio.create_task(full.gathering.ask(n)) for n in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(ResourceExhausted) as caught:
        await full.gathering.ask(3)
    assert caught.value.reason == "DOUBLES_FULL"
    assert caught.value.retry_after
    for each in waiting:
        each.cancel()


async def crowd(doubling: Doubling, numbers: range, after: float = 0.002) -> list[int]:
    """As many at work as there are numbers, who ask one after another."""

    async def one(number: int) -> int:
        with doubling.gathering.coming():
            await asyncio.sleep(after * (number + 1))
            return await doubling.gathering.ask(number)

    return await asyncio.gather(*map(one, numbers))


async def test_many_at_work_share_commits(doubling):
    assert await crowd(doubling, range(6)) == [2 * n for n in range(6)]
    assert len(doubling.batches[0]) == 3  # half of those at work


async def test_few_at_work_wait_for_nobody(doubling):
    await crowd(doubling, range(5), after=0.01)
    assert doubling.batches == [[n] for n in range(5)]


@pytest.mark.parametrize("leave", [False, True])
async def test_those_at_work_who_do_not_ask_hold_up_nobody(doubling, leave):
    done = asyncio.Event()

    async def never() -> None:
        with doubling.gathering.coming():
            await done.wait()

    idle = [asyncio.create_task(never()) for _ in range(20)]
    await asyncio.sleep(0)
    if leave:
        done.set()
    assert await asyncio.wait_for(doubling.gathering.ask(4), 5) == 8
    done.set()
    await asyncio.gather(*idle)
