"""The memory of a second process, which hears of changes by events alone."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from anju.plate.v1 import plate_pb2 as pb
from anju.resident.v1 import resident_pb2
from kit.db import Database, place_of
from kit.events import Event, event, read_event
from services.plate.conftest import Estate
from services.plate.memory import Memory
from services.plate.models import Permit, Unknown


class Other:
    """Another process on the same tables."""

    def __init__(self, estate: Estate, db: Database) -> None:
        self.estate, self.db, self.memory = estate, db, Memory()

    async def hear(self, subject: str, count: int = 1) -> None:
        """Follows the newest of so many events."""
        found = await self.estate.node.events(f"anju.*.plate.{subject}", count)
        await self.memory.follow(self.db, read_event(json.dumps(found[-1]).encode()))

    def plates(self, text: str = "鲁C12345") -> list[str]:
        return [each.id for each in self.memory.index(self.estate.here).exact(text)]


@pytest.fixture
async def other(estate: Estate) -> AsyncIterator[Other]:
    settings = estate.node.node.settings
    db = Database(place_of(settings.database, "plate", settings.data_dir / "db"), settings.database)
    yield Other(estate, db)
    await db.close()


async def test_a_permit_is_heard_of_and_forgotten(estate: Estate, other: Other) -> None:
    made = await estate.permit()
    assert other.plates() == []
    await other.hear("permit.granted")
    assert other.plates() == [made.id]
    await other.hear("permit.granted")
    assert len(other.memory) == 1
    await estate.stub().RevokePermit(pb.RevokePermitRequest(id=made.id))
    await other.hear("permit.revoked")
    assert other.plates() == []


async def test_a_permit_that_is_gone_is_dropped(estate: Estate, other: Other) -> None:
    await estate.permit()
    await other.memory.load(other.db)
    assert len(other.memory) == 1
    (permit_id,) = other.plates()
    body = pb.PermitChanged(permit_id="x")
    await other.memory.follow(other.db, _as_event(event("plate.permit.revoked", "c", body)))
    assert other.plates() == [permit_id]
    async with other.db.write() as session:
        await session.delete(await session.get_one(Permit, permit_id))
    body = pb.PermitChanged(permit_id=permit_id)
    await other.memory.follow(other.db, _as_event(event("plate.permit.revoked", "c", body)))
    assert other.plates() == []


async def test_a_reload_drops_what_the_tables_no_longer_hold(estate: Estate, other: Other) -> None:
    made = await estate.permit()
    await other.memory.load(other.db)
    await estate.stub().RevokePermit(pb.RevokePermitRequest(id=made.id))
    kept = await estate.permit("鲁C77777")
    await other.memory.load(other.db)
    assert (other.plates(), other.plates("鲁C77777")) == ([], [kept.id])


async def test_lanes_and_car_parks_are_heard_of(estate: Estate, other: Other) -> None:
    lane = await estate.lane(unknown=pb.UNKNOWN_POLICY_KIOSK)
    await other.hear("lane.changed")
    assert other.memory.lanes[lane].unknown is Unknown.KIOSK
    request = pb.SetOccupancyRequest(
        community_id=estate.here, capacity=1, occupied=0, reason="counted by eye"
    )
    await estate.stub().SetOccupancy(request)
    await other.hear("occupancy.set")
    assert not other.memory.full(estate.here, "main")
    device = estate.stub("device", access_point_id=lane)
    await device.ReportPassed(pb.ReportPassedRequest(access_point_id=lane, key="1"))
    await other.hear("passage.entered")
    assert other.memory.full(estate.here, "main")
    assert not other.memory.full(estate.there, "main")


async def test_an_erasure_is_heard_of(estate: Estate, other: Other) -> None:
    made = await estate.permit(subject_id="s")
    await other.memory.load(other.db)
    assert other.plates() == [made.id]
    request = resident_pb2.ErasureRequested(
        subject_id="s",
        erasure_id="e",
        cause=resident_pb2.ERASURE_CAUSE_MOVE_OUT,
        holders=["plate"],
    )
    row = event("resident.erasure.requested", estate.here, request)
    row.id = 1
    await estate.node.node.bus.publish([row])
    await other.hear("subject.erased")
    assert other.plates() == []


def _as_event(row: Any) -> Event:
    return read_event(row.body)
