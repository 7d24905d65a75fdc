"""How each destination's link and queue stand, for Prometheus: read from the tables now and then,
so that a scrape asks the database nothing. Destinations are named by their id alone."""

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple

from opentelemetry.metrics import CallbackOptions, Observation

from kit.db import Database, patient
from kit.tables import now
from kit.telemetry import meter
from services.uplink import store
from services.uplink.directory import Directory
from services.uplink.models import LinkState

INTERVAL = 15.0  # seconds between two looks
UP = {LinkState.ONLINE: 1, LinkState.OFFLINE: 0, LinkState.REFUSED: 0}
"""A link that is paused, or was not tried yet, is neither up nor down."""


class Figures(NamedTuple):
    waiting: int
    oldest_seconds: float
    set_aside: int
    link_up: int | None


class Metrics:
    figures: dict[str, Figures] = {}

    def __init__(self, db: Database, directory: Directory) -> None:
        self._db = db
        self._directory = directory

    async def run(self) -> None:
        """Looks every some seconds, until cancelled."""
        while True:
            with patient("uplink metrics"):
                await self.look()
            await asyncio.sleep(INTERVAL)

    async def look(self) -> None:
        found = {}
        async with self._db.read() as session:
            heads = await store.heads(session)
            for peer in self._directory.destinations():
                head = heads.get(peer.id)
                oldest = await store.oldest_waiting(session, peer.id)
                age = (now() - oldest).total_seconds() if oldest else 0.0
                found[peer.id] = Figures(
                    head.waiting if head else 0,
                    max(0.0, age),
                    head.failed if head else 0,
                    UP.get(peer.link),
                )
        Metrics.figures = found  # whole, as scrapes may be of another thread


def observed(name: str) -> Callable[[CallbackOptions], Iterable[Observation]]:
    """What a gauge says: the figure of each destination that has it."""

    def observe(_: CallbackOptions) -> Iterable[Observation]:
        for destination, figures in Metrics.figures.items():
            value = getattr(figures, name)
            if value is not None:
                yield Observation(value, {"destination": destination})

    return observe


for _name, _description in (
    ("waiting", "Objects that wait to go up"),
    ("oldest_seconds", "Age of the oldest object that waits"),
    ("set_aside", "Objects that ended unsent: set aside, refused, overflowed or erased"),
    ("link_up", "Whether the link is up; none while it is paused or was not tried yet"),
):
    meter.create_observable_gauge(
        f"anju_uplink_{_name}", [observed(_name)], description=_description
    )
