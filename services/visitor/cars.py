"""A visitor's car at the barrier: driving in is the visit's arrival, driving out its departure."""

from kit.db import Database
from kit.events import Event
from services.visitor import store
from services.visitor.models import Direction
from services.visitor.service import Visits

PASSAGES = "anju.*.plate.passage.*"
WAYS = {"entered": Direction.IN, "left": Direction.OUT}


class Cars:
    def __init__(self, db: Database, visits: Visits) -> None:
        self._db = db
        self._visits = visits

    async def __call__(self, event: Event) -> None:
        """Counts a passage that a visit's own permit let through. Idempotent."""
        way = WAYS.get(event.name.rpartition(".")[2])
        permit = event.data.get("permit_id", "")
        if way is None or not permit:
            return
        async with self._db.write() as session:
            visit_id = await store.visit_of_permit(session, permit)
            if visit_id:
                place = event.data["access_point_id"]
                await self._visits.drive(session, visit_id, way, event.data["passage_id"], place)
