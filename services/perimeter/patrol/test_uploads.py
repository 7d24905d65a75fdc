"""Check-ins in any order, twice, with clocks that are off: the round is the same."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.auth import Principal
from kit.config import DatabaseSettings
from kit.db import Database, migrate
from kit.hours import SHANGHAI
from kit.secrets import Keyring
from kit.tables import now
from services.perimeter.alarms import Alarms
from services.perimeter.module import MIGRATIONS
from services.perimeter.patrol import store
from services.perimeter.patrol.codes import Codes
from services.perimeter.patrol.inputs import CheckInIn, CheckpointIn, RouteIn
from services.perimeter.patrol.models import PointState, Round
from services.perimeter.patrol.rounds import Rounds
from services.perimeter.patrol.routes import Routes
from services.perimeter.places import Facts
from services.perimeter.settings import PerimeterSettings

TAGS = ("04A22B11", "04A22B12", "04A22B13")
LI = Principal("li", "guard", frozenset({"c"}))


async def walked(folder, uploads):
    """States and visits of the points after the uploads: lists of indices of tags."""
    path = Path(folder) / "perimeter.db"
    migrate(path, MIGRATIONS)
    db = Database(path, DatabaseSettings())
    limits = PerimeterSettings()
    ring = Keyring("k1", {"k1": bytes(32)}, bytes(32))
    codes = Codes(ring, 30)
    routes = Routes(ring, codes, 5)
    rounds = Rounds(routes, codes, Alarms(limits), limits)
    at = now()
    try:
        async with db.write() as session:
            keys = []
            for tag in TAGS:
                body = CheckpointIn(community_id="c", display_name="x", kind="nfc", tag=tag)
                keys.append((await routes.put_checkpoint(session, LI, body, Facts())).id)
            soon = (at + timedelta(minutes=1)).astimezone(SHANGHAI).strftime("%H:%M")
            body = RouteIn(
                community_id="c",
                display_name="x",
                points=[
                    {"checkpoint_id": k, "minute": i, "tolerance": 60} for i, k in enumerate(keys)
                ],
                schedules=[{"starts": [soon]}],
            )
            await routes.put_route(session, LI, body)
        for upload in uploads:
            items = [
                {
                    "key": TAGS[i],
                    "tag": TAGS[i],
                    "offline": True,
                    "device_time": at - timedelta(seconds=100 - i),
                }
                for i in upload
            ]
            async with db.write() as session:
                await rounds.check_in(session, LI, CheckInIn(community_id="c", items=items))
        async with db.read() as session:
            (patrol,) = await rounds_of(session)
            points = await store.points_of(session, patrol.id)
            return str(patrol.state), [(str(p.state), len(p.visits)) for p in points]
    finally:
        await db.close()


async def rounds_of(session):
    from services.perimeter.store import every

    return await every(session, Round)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_order_and_repeats_of_uploads_do_not_matter(data):
    """All three points, in one upload, in any order, some sent again."""
    order = data.draw(st.permutations(range(3)))
    again = data.draw(st.lists(st.lists(st.sampled_from(range(3)), min_size=1), max_size=2))
    uploads = [order, *again]
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(walked(folder, uploads))
    assert found == ("done", [(str(PointState.DONE), 1)] * 3)
