"""What a barrier must know by itself: permits, lanes and how full each car park is.

Loaded before ready, changed after each commit, and brought up to date by events that another
process caused. A decision reads memory alone.
"""

from kit.db import AsyncSession, Database
from kit.events import Event
from kit.hours import OpeningHours
from services.plate import store
from services.plate.confusions import Confusions, current
from services.plate.grammar import Color, Kind
from services.plate.matching import Entry, Index
from services.plate.models import CarPark, Lane, Permit, PermitState


class Memory:
    def __init__(self, confusions: Confusions | None = None) -> None:
        self._confusions = confusions or current()
        self._indexes: dict[str, Index] = {}
        self._places: dict[str, str] = {}  # permit → community
        self.lanes: dict[str, Lane] = {}
        self._parks: dict[tuple[str, str], CarPark] = {}

    def __len__(self) -> int:
        return len(self._places)

    def index(self, community_id: str) -> Index:
        return self._indexes.setdefault(community_id, Index(self._confusions))

    def full(self, community_id: str, car_park: str) -> bool:
        park = self._parks.get((community_id, car_park))
        return park is not None and 0 < park.capacity <= park.balance

    def put(self, row: Permit) -> None:
        """Takes a permit as it is now, revoked or not. Idempotent."""
        if row.state is PermitState.REVOKED:
            self.drop(row.id)
        else:
            self._places[row.id] = row.community_id
            self.index(row.community_id).put(_entry(row))

    def drop(self, permit_id: str) -> None:
        """Idempotent."""
        if place := self._places.pop(permit_id, None):
            self.index(place).remove(permit_id)

    def apply(self, row: Permit | Lane | CarPark) -> None:
        """Makes a committed change count for the next decision."""
        if isinstance(row, Permit):
            self.put(row)
        elif isinstance(row, Lane):
            self.lanes[row.access_point_id] = row
        else:
            self._parks[row.community_id, row.name] = row

    async def load(self, db: Database) -> None:
        """Brings the memory to the state of the tables."""
        async with db.read() as session:
            permits = await store.standing_permits(session)
            lanes = await store.every(session, Lane)
            parks = await store.every(session, CarPark)
        for gone in self._places.keys() - {row.id for row in permits}:
            self.drop(gone)
        changed: list[Permit | Lane | CarPark] = [*permits, *lanes, *parks]
        for row in changed:
            self.apply(row)

    async def follow(self, db: Database, event: Event) -> None:
        """Applies an event that another process may have caused."""
        async with db.read() as session:
            for row in await self._changed(session, event):
                self.apply(row)
        if event.name == "plate.subject.erased":
            await self.load(db)

    async def _changed(self, session: AsyncSession, event: Event) -> list[Permit | Lane | CarPark]:
        data = event.data
        found: list[Permit | Lane | CarPark | None] = []
        if "permit" in event.name:
            row = await session.get(Permit, data["permit_id"])
            found.append(row)
            if row is None:
                self.drop(data["permit_id"])
        elif "lane" in event.name:
            found.append(await session.get(Lane, data["access_point_id"]))
        elif "car_park" in data:
            found.append(await session.get(CarPark, (event.community_id, data["car_park"])))
        return [row for row in found if row]


def _entry(row: Permit) -> Entry:
    return Entry(
        row.id,
        row.plate,
        row.kind,
        row.valid_from,
        row.valid_to,
        tuple(OpeningHours.model_validate(span) for span in row.hours),
        row.house_id,
        row.subject_id,
        Color(row.color) if row.color else None,
        Kind(row.plate_kind) if row.plate_kind else None,
        row.state is PermitState.WAITING,
    )
