import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from kit.scheduled import scheduled
from kit.testing import eventually


class Lead:
    """Stands where a database would: whether this replica leads."""

    def __init__(self) -> None:
        self.leads_now, self.down = True, False

    async def leads(self, work: str) -> bool:
        if self.down:
            raise OperationalError("", {}, Exception("gone"))
        return self.leads_now


@pytest.fixture
async def job():
    lead, rounds, more = Lead(), [], []

    async def work() -> bool:
        rounds.append(1)
        return bool(more and more.pop())

    task = asyncio.create_task(scheduled(lead, "job", 0.01, work))
    yield lead, rounds, more
    task.cancel()


async def test_only_the_leader_works(job):
    lead, rounds, _ = job
    await eventually(lambda: _over(rounds, 2))
    lead.leads_now = False
    await asyncio.sleep(0.03)
    before = len(rounds)
    await asyncio.sleep(0.05)
    assert len(rounds) == before
    lead.leads_now = True
    await eventually(lambda: _over(rounds, before))


async def test_a_database_that_refuses_ends_nothing(job):
    lead, rounds, _ = job
    lead.down = True
    await asyncio.sleep(0.03)
    lead.down, before = False, len(rounds)
    await eventually(lambda: _over(rounds, before))


async def test_what_waits_is_done_at_once():
    rounds = []

    async def work() -> bool:
        rounds.append(1)
        return len(rounds) < 50

    task = asyncio.create_task(scheduled(Lead(), "job", 3600, work))
    await eventually(lambda: _over(rounds, 49))
    await asyncio.sleep(0.02)
    assert len(rounds) == 50
    task.cancel()


async def _over(rounds, count):
    return len(rounds) > count
