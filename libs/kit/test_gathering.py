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


async def test_who_comes_as_many_as_before_does_not_wait_for_more(doubling, monkeypatch):
    monkeypatch.setattr("kit.gathering.GATHER", 30.0)
    for numbers in ((1, 2), (3, 4), (5,)):
        asked = [doubling.gathering.ask(n) for n in numbers]
        waiting = asyncio.gather(*asked)
        if len(numbers) == 2:
            assert await asyncio.wait_for(waiting, 5) == [2 * n for n in numbers]
        else:  # one is missing: a moment's wait
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(waiting, 0.1)
