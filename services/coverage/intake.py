"""Events of other services as facts. Each may come late, twice, and in any order."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from kit.db import Database
from kit.events import DISTRICT, Event
from services.coverage import facts, store
from services.coverage.clock import day_of, ms
from services.coverage.events import KINDS
from services.coverage.models import Dirty, Fact, PlatePass, Tally, Turn
from services.coverage.timeline import ONLINE, PICTURE

UNREADABLE = {"NO_PLATE"}  # reasons of passes whose picture showed a car and no plate
GOOD_PICTURE = {"restored"}
BAD_PICTURE = {"lost", "frozen", "black", "covered", "moved"}
PLACED = {
    "registry.community.changed",
    "registry.device.changed",
    "registry.import.completed",
    "registry.access_point.changed",
}


class Intake:
    """`placed` is told that the registry has other places or devices than before."""

    def __init__(self, db: Database, placed: Callable[[], None]) -> None:
        self._db = db
        self._placed = placed

    async def __call__(self, event: Event) -> None:
        await self.many([event])

    async def many(self, events: Sequence[Event]) -> None:
        """Takes what came together in one transaction."""
        if any(each.name in PLACED for each in events):
            self._placed()
        facts = [each for each in events if each.name not in PLACED and not _is_of_people(each)]
        if facts:
            await self._db.bulk(partial(_take_all, facts))


def _take_all(events: Sequence[Event], connection: sa.Connection) -> None:
    for each in events:
        take(each, connection)


def _is_of_people(event: Event) -> bool:
    """A pass without a car says nothing of what is built and works."""
    return event.name.startswith("access.pass.") and event.data.get("evidence") != "plate"


def take(event: Event, connection: sa.Connection) -> None:
    """Adds what the event says to the tables; own facts too, when a stream is replayed."""
    service, _, rest = event.name.partition(".")
    if event.name in KINDS:
        _own(connection, event)
    elif event.name in ("registry.device.online", "registry.device.offline"):
        online = int(rest == "device.online")
        _turn(connection, event, ONLINE, online, _time(event, "time"))
    elif service == "perimeter" and rest.startswith("camera."):
        what = rest.removeprefix("camera.")
        if what in GOOD_PICTURE | BAD_PICTURE:
            _turn(connection, event, PICTURE, int(what in GOOD_PICTURE), _time(event, "at"))
    elif service == "access" and rest.startswith("pass."):
        _pass(connection, event)
    elif event.name == "uplink.ledger.reconciled":
        _ledger(connection, event)
    else:
        return
    if event.community_id != DISTRICT:
        store.insert_new(connection, Dirty, [{"community_id": event.community_id}])


def _time(event: Event, name: str) -> datetime:
    """When it happened, where the event says so; else when it was published."""
    value = event.data.get(name)
    return datetime.fromisoformat(value) if isinstance(value, str) else event.time


def _turn(connection: sa.Connection, event: Event, aspect: int, value: int, at: datetime) -> None:
    device = event.data.get("device_id")
    if device:
        rows = [{"device_id": device, "aspect": aspect, "at": ms(at), "value": value}]
        store.insert_new(connection, Turn, rows)


def _pass(connection: sa.Connection, event: Event) -> None:
    """Cars at plate readers: how many plates could be read, and no plate."""
    if _is_of_people(event) or not event.data.get("pass_id"):
        return
    row = {
        "pass_id": event.data["pass_id"],
        "community_id": event.community_id,
        "day": day_of(_time(event, "time")),
        "readable": event.data.get("reason") not in UNREADABLE,
    }
    store.insert_new(connection, PlatePass, [row])


def _ledger(connection: sa.Connection, event: Event) -> None:
    """What was sent to another system on a day, and what of it was taken; of several
    reckonings of the same day, destination and device the fullest counts."""
    data = event.data
    generated = int(data.get("generated", 0))
    accepted = min(int(data.get("accepted", 0)), generated)
    try:
        day = datetime.fromisoformat(str(data.get("day", ""))).date()
    except ValueError:
        day = day_of(event.time)
    key = {
        "community_id": event.community_id,
        "day": day,
        "measure": "upload",
        "source": f"{data.get('destination_id', '')}/{data.get('device_id', '')}",
    }
    table = store.table_of(Tally)
    same = sa.and_(*(table.c[name] == value for name, value in key.items()))
    columns = (table.c.denominator, table.c.numerator)
    old = connection.execute(sa.select(*columns).where(same)).first()
    values = {"numerator": accepted, "denominator": generated}
    if old is None:
        store.insert_new(connection, Tally, [key | values])
    elif (generated, accepted) > tuple(old):
        connection.execute(sa.update(table).where(same).values(**values))


def _own(connection: sa.Connection, event: Event) -> None:
    data = event.data
    content = json.loads(data["content"])
    if data["kind"] == "turned":
        store.insert_new(connection, Turn, facts.turn_rows(content["turns"]))
        return
    community = "" if event.community_id == DISTRICT else event.community_id
    row = {
        "id": data["fact_id"],
        "kind": data["kind"],
        "community_id": community,
        "at": int(data.get("at_ms", 0)),
        "record_time": event.time,
        "actor": "",
        "reason": "",
        "data": content,
    }
    store.insert_new(connection, Fact, [row])
