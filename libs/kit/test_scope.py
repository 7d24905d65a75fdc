"""Queries of a caller see that caller's communities; the rest looks absent."""

import pytest
from sqlmodel import Field, SQLModel

from kit.config import DatabaseSettings
from kit.db import Database
from kit.errors import NotFound
from kit.principal import Principal
from kit.scope import equal, one, scoped


class Lamp(SQLModel, table=True):
    __tablename__ = "scope_lamp"
    id: str = Field(primary_key=True)
    community_id: str
    colour: str


@pytest.fixture
async def db(tmp_path):
    made = Database(tmp_path / "t.db", DatabaseSettings())
    with made.place.migrating() as connection:
        Lamp.__table__.create(connection)
        connection.commit()
    async with made.write() as session:
        for id_, here, colour in (("1", "a", "red"), ("2", "a", "blue"), ("3", "b", "red")):
            session.add(Lamp(id=id_, community_id=here, colour=colour))
    yield made
    await made.close()


def who(*communities):
    return Principal("somebody", "guard", frozenset(communities) if communities else None)


@pytest.mark.parametrize(
    ("seen_by", "values", "found"),
    [
        (who("a"), {}, {"1", "2"}),
        (who("a", "b"), {"colour": "red"}, {"1", "3"}),
        (who("c"), {}, set()),
        (who(), {}, {"1", "2", "3"}),  # the whole district
        (who(), {"colour": "", "community_id": "b"}, {"3"}),  # empty does not filter
    ],
)
async def test_what_is_seen(db, seen_by, values, found):
    async with db.read() as session:
        rows = await session.exec(equal(scoped(Lamp, seen_by), Lamp, **values))
        assert {row.id for row in rows} == found


async def test_another_communitys_row_looks_absent(db):
    async with db.read() as session:
        assert (await one(session, scoped(Lamp, who("a")), Lamp, "1", "lamp")).colour == "red"
        for key in ("3", "none"):
            with pytest.raises(NotFound) as caught:
                await one(session, scoped(Lamp, who("a")), Lamp, key, "lamp")
            assert caught.value.reason == "LAMP_NOT_FOUND"
