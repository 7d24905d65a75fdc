"""Jobs that come round, done by one replica at a time."""

import asyncio
from collections.abc import Awaitable, Callable

from kit.db import Database, patient


async def scheduled(
    db: Database, name: str, interval: float, work: Callable[[], Awaitable[bool]]
) -> None:
    """Does the work every `interval` seconds until cancelled, on the replica that leads it; again
    at once where it says that more may wait. A database that refuses is asked the next time."""
    while True:
        more = False
        with patient(name):
            more = await db.leads(name) and await work()
        await asyncio.sleep(0 if more else interval)
