"""Every query of the registry. What lies outside the caller's scope looks absent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from kit.auth import Principal, missing
from kit.db import AsyncSession, col, page, select
from services.registry.inputs import (
    AccessPointQuery,
    CommunityQuery,
    DeviceQuery,
    Page,
    PositionQuery,
)
from services.registry.models import (
    AccessPoint,
    Community,
    Device,
    DeviceState,
    DeviceStateChange,
    District,
    Position,
    RegistryRevision,
    Town,
)

T = TypeVar("T", bound=SQLModel)
Row = Mapping[str, Any]
CHUNK = 1000  # rows per statement: other requests run between two statements


async def take_revisions(session: AsyncSession, count: int = 1) -> int:
    """The last of `count` fresh numbers; the first is `last - count + 1`."""
    statement = (
        sa.update(RegistryRevision)
        .values(value=RegistryRevision.value + count)
        .returning(col(RegistryRevision.value))
    )
    value: int = (await (await session.connection()).execute(statement)).scalar_one()
    return value


async def current_revision(session: AsyncSession) -> int:
    return (await session.exec(select(RegistryRevision.value))).one()


def _within(query: SelectOfScalar[T], column: Any, who: Principal) -> SelectOfScalar[T]:
    return query if who.scope is None else query.where(col(column).in_(who.scope))


def _by(column: Any) -> list[Any]:
    return [col(column)]


async def _one(session: AsyncSession, query: SelectOfScalar[T], what: str) -> T:
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise missing(what)
    return row


# Districts, towns, communities, positions


async def list_districts(session: AsyncSession, ask: Page) -> tuple[list[District], str]:
    return await page(
        session, select(District), [col(District.code)], ask.page_size, ask.page_token
    )


async def list_towns(session: AsyncSession, ask: Page) -> tuple[list[Town], str]:
    return await page(session, select(Town), [col(Town.code)], ask.page_size, ask.page_token)


async def community_by_id(session: AsyncSession, who: Principal, id_: str) -> Community:
    query = select(Community).where(Community.id == id_)
    return await _one(session, _within(query, Community.id, who), "community")


async def community_by_code(session: AsyncSession, code: str) -> Community | None:
    return (await session.exec(select(Community).where(Community.code == code))).one_or_none()


async def list_communities(
    session: AsyncSession, who: Principal, ask: CommunityQuery
) -> tuple[list[Community], str]:
    query = _within(select(Community), Community.id, who)
    if ask.town_code:
        query = query.where(Community.town_code == ask.town_code)
    if ask.kind:
        query = query.where(Community.kind == ask.kind)
    return await page(session, query, [col(Community.id)], ask.page_size, ask.page_token)


async def position_of(session: AsyncSession, community_id: str, id_: str) -> Position:
    query = select(Position).where(Position.id == id_, Position.community_id == community_id)
    return await _one(session, query, "position")


async def position_named(session: AsyncSession, community_id: str, name: str) -> Position | None:
    query = select(Position).where(
        Position.community_id == community_id, Position.display_name == name
    )
    return (await session.exec(query)).one_or_none()


async def list_positions(
    session: AsyncSession, who: Principal, ask: PositionQuery
) -> tuple[list[Position], str]:
    query = _within(select(Position), Position.community_id, who)
    if ask.community_id:
        query = query.where(Position.community_id == ask.community_id)
    return await page(session, query, [col(Position.id)], ask.page_size, ask.page_token)


# Access points


def _access_points() -> SelectOfScalar[AccessPoint]:
    return select(AccessPoint).where(~col(AccessPoint.deleted))


async def access_point_by_id(session: AsyncSession, who: Principal, id_: str) -> AccessPoint:
    query = _access_points().where(AccessPoint.id == id_)
    return await _one(session, _within(query, AccessPoint.community_id, who), "access point")


async def access_point_of(session: AsyncSession, community_id: str, id_: str) -> AccessPoint:
    query = _access_points().where(AccessPoint.id == id_, AccessPoint.community_id == community_id)
    return await _one(session, query, "access point")


async def access_point_named(
    session: AsyncSession, community_id: str, name: str
) -> AccessPoint | None:
    query = _access_points().where(
        AccessPoint.community_id == community_id, AccessPoint.display_name == name
    )
    return (await session.exec(query)).one_or_none()


async def list_access_points(
    session: AsyncSession, who: Principal, ask: AccessPointQuery
) -> tuple[list[AccessPoint], str]:
    if ask.since_revision is None:
        query, order = _access_points(), _by(AccessPoint.id)
    else:
        query = select(AccessPoint).where(AccessPoint.revision > ask.since_revision)
        order = _by(AccessPoint.revision)
    query = _within(query, AccessPoint.community_id, who)
    if ask.community_id:
        query = query.where(AccessPoint.community_id == ask.community_id)
    if ask.lane:
        query = query.where(AccessPoint.lane == ask.lane)
    return await page(session, query, order, ask.page_size, ask.page_token)


async def has_devices(session: AsyncSession, access_point_id: str) -> bool:
    query = _devices().where(Device.access_point_id == access_point_id).limit(1)
    return (await session.exec(query)).first() is not None


# Devices


def _devices() -> SelectOfScalar[Device]:
    return select(Device).where(~col(Device.deleted))


async def device_by_id(session: AsyncSession, who: Principal, id_: str) -> Device:
    query = _devices().where(Device.id == id_)
    return await _one(session, _within(query, Device.community_id, who), "device")


async def device_by_national_id(session: AsyncSession, national_id: str) -> Device | None:
    """Whatever its community: national ids are unique in the district."""
    return (await session.exec(_devices().where(Device.national_id == national_id))).one_or_none()


async def list_devices(
    session: AsyncSession, who: Principal, ask: DeviceQuery
) -> tuple[list[Device], str]:
    if ask.since_revision is None:
        query, order = _devices(), _by(Device.id)
    else:
        query = select(Device).where(Device.revision > ask.since_revision)
        order = _by(Device.revision)
    query = _within(query, Device.community_id, who)
    for name in ("community_id", "access_point_id", "kind", "state"):
        if value := getattr(ask, name):
            query = query.where(getattr(Device, name) == value)
    return await page(session, query, order, ask.page_size, ask.page_token)


async def list_states(
    session: AsyncSession, who: Principal, device_id: str, ask: Page
) -> tuple[list[DeviceStateChange], str]:
    await device_by_id(session, who, device_id)
    query = select(DeviceStateChange).where(DeviceStateChange.device_id == device_id)
    order = [col(DeviceStateChange.id).desc()]
    return await page(session, query, order, ask.page_size, ask.page_token)


# Heartbeats


async def devices_changed(session: AsyncSession, since: int) -> Sequence[Any]:
    """The next (id, community, state, deleted, revision) in the order of revisions."""
    query = (
        sa.select(
            col(Device.id),
            col(Device.community_id),
            col(Device.state),
            col(Device.deleted),
            col(Device.revision),
        )
        .where(col(Device.revision) > since)
        .order_by(col(Device.revision))
        .limit(CHUNK)
    )
    return (await (await session.connection()).execute(query)).all()


async def live_devices(session: AsyncSession, ids: Iterable[str]) -> dict[str, Device]:
    """Those of the ids that are neither deleted nor disabled."""
    query = _devices().where(col(Device.id).in_(list(ids)), Device.state != DeviceState.DISABLED)
    return {row.id: row for row in (await session.exec(query)).all()}


async def save_seen(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Rows of `key`, `seen` and `drift`; no drift leaves the last one and its time."""
    table = Device.__table__  # type: ignore[attr-defined]
    given = sa.bindparam("drift", type_=sa.Integer())
    seen = sa.bindparam("seen", type_=table.c.last_seen_time.type)
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key"))
        .values(
            last_seen_time=seen,
            clock_drift_ms=sa.func.coalesce(given, table.c.clock_drift_ms),
            clock_time=sa.case((given.is_(None), table.c.clock_time), else_=seen),
        )
    )
    await _many(session, statement, rows)


async def forget_states(session: AsyncSession, before: datetime) -> None:
    statement = sa.delete(DeviceStateChange).where(col(DeviceStateChange.time) < before)
    await (await session.connection()).execute(statement)


def set_state(session: AsyncSession, device: Device, state: DeviceState, time: datetime) -> None:
    """The state and its row in the history."""
    device.state, device.state_time = state.value, time
    session.add(device)
    session.add(DeviceStateChange(device_id=device.id, state=state.value, time=time))


# Imports


async def rows_of(session: AsyncSession, kind: type[SQLModel], *names: str) -> list[Any]:
    """All living rows of a table, read in steps so that other requests run in between."""
    table = kind.__table__  # type: ignore[attr-defined]
    [key] = table.primary_key.columns
    query = sa.select(key, *(table.c[name] for name in names)).order_by(key).limit(CHUNK)
    if "deleted" in table.c:
        query = query.where(~table.c.deleted)
    connection = await session.connection()
    found: list[Any] = []
    step = list((await connection.execute(query)).all())
    while step:
        found += step
        step = list((await connection.execute(query.where(key > step[-1][0]))).all())
    return found


async def insert_rows(session: AsyncSession, kind: type[SQLModel], rows: Sequence[Row]) -> None:
    await _many(session, sa.insert(kind.__table__), rows)  # type: ignore[attr-defined]


async def update_rows(session: AsyncSession, kind: type[SQLModel], rows: Sequence[Row]) -> None:
    """Each row holds its primary key's value as `key`; all rows hold the same columns."""
    if not rows:
        return
    table = kind.__table__  # type: ignore[attr-defined]
    [key] = table.primary_key.columns
    values: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name != "key"}
    await _many(session, sa.update(table).where(key == sa.bindparam("key")).values(values), rows)


async def _many(session: AsyncSession, statement: Any, rows: Sequence[Row]) -> None:
    connection = await session.connection()
    for start in range(0, len(rows), CHUNK):
        await connection.execute(statement, rows[start : start + CHUNK])
