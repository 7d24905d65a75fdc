import asyncio

from sqlalchemy.exc import OperationalError

from kit.following import Following
from kit.testing import eventually


async def test_works_when_asked_and_from_time_to_time():
    done = []

    async def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise OperationalError("", {}, Exception("gone"))  # comes round again

    async def times(count):
        return len(done) >= count

    following = Following("residents", work)
    task = asyncio.create_task(following.run(3600))
    await eventually(lambda: times(1))
    following.ask()
    await eventually(lambda: times(2))
    task.cancel()
    task = asyncio.create_task(following.run(0.01))
    await eventually(lambda: times(5))
    task.cancel()


async def test_what_is_asked_during_the_work_is_done_after_it():
    started, going, done = asyncio.Event(), asyncio.Event(), []

    async def work() -> None:
        started.set()
        await going.wait()
        done.append(1)

    following = Following("residents", work)
    task = asyncio.create_task(following.run(3600))
    await started.wait()
    following.ask()
    going.set()

    async def twice():
        return len(done) == 2

    await eventually(twice)
    task.cancel()
