"""All queries about cameras, zones, rules, tracks and alarms. What lies outside the caller's scope
looks absent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel

from kit.auth import Principal
from kit.db import AsyncSession, col, page, select
from kit.scope import equal, one, scoped
from services.perimeter.inputs import (
    AlarmQuery,
    CameraQuery,
    PageIn,
    RecordQuery,
    RuleQuery,
    ZoneQuery,
)
from services.perimeter.models import (
    OPEN,
    Alarm,
    AlarmRecord,
    AlarmState,
    Camera,
    CareWatch,
    Holiday,
    StoredTrack,
    Zone,
    ZoneRule,
)

T = TypeVar("T", bound=SQLModel)


async def get(session: AsyncSession, who: Principal, model: type[T], key: str, what: str) -> T:
    """Raises NotFound `<WHAT>_NOT_FOUND`."""
    return await one(session, scoped(model, who), model, key, what)


async def every(session: AsyncSession, model: type[T], **values: Any) -> Sequence[T]:
    return (await session.exec(equal(select(model), model, **values))).all()


async def list_page(
    session: AsyncSession, who: Principal, model: type[T], ask: PageIn, **values: Any
) -> tuple[list[T], str]:
    """By id, which is the order of creation."""
    query = equal(scoped(model, who), model, community_id=ask.community_id, **values)
    order = [sa.inspect(model).c.id]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def list_cameras(
    session: AsyncSession, who: Principal, ask: CameraQuery
) -> tuple[list[Camera], str]:
    return await list_page(session, who, Camera, ask, health=ask.health)


async def list_zones(
    session: AsyncSession, who: Principal, ask: ZoneQuery
) -> tuple[list[Zone], str]:
    return await list_page(session, who, Zone, ask, camera_id=ask.camera_id)


async def list_rules(
    session: AsyncSession, who: Principal, ask: RuleQuery
) -> tuple[list[ZoneRule], str]:
    return await list_page(session, who, ZoneRule, ask, zone_id=ask.zone_id)


async def rules_of(
    session: AsyncSession, camera_id: str
) -> tuple[list[Zone], dict[str, list[ZoneRule]]]:
    """The camera's zones, and their rules by zone."""
    zones = list(await every(session, Zone, camera_id=camera_id))
    query = select(ZoneRule).where(col(ZoneRule.zone_id).in_([each.id for each in zones]))
    found: dict[str, list[ZoneRule]] = {}
    for rule in (await session.exec(query)).all():
        found.setdefault(rule.zone_id, []).append(rule)
    return zones, found


async def delete_camera(session: AsyncSession, camera: Camera) -> None:
    zones = select(col(Zone.id)).where(Zone.camera_id == camera.id)
    await session.exec(sa.delete(ZoneRule).where(col(ZoneRule.zone_id).in_(zones)))
    await session.exec(sa.delete(Zone).where(col(Zone.camera_id) == camera.id))
    await session.exec(sa.delete(StoredTrack).where(col(StoredTrack.camera_id) == camera.id))
    await session.delete(camera)


async def delete_zone(session: AsyncSession, zone: Zone) -> None:
    await session.exec(sa.delete(ZoneRule).where(col(ZoneRule.zone_id) == zone.id))
    await session.delete(zone)


async def holidays(session: AsyncSession, community_id: str) -> list[str]:
    query = select(Holiday).where(Holiday.community_id == community_id).order_by(col(Holiday.day))
    return [each.day for each in (await session.exec(query)).all()]


async def list_holidays(
    session: AsyncSession, who: Principal, ask: PageIn
) -> tuple[list[Holiday], str]:
    query = equal(scoped(Holiday, who), Holiday, community_id=ask.community_id)
    return await page(session, query, [col(Holiday.day)], ask.page_size, ask.page_token)


async def replace_holidays(
    session: AsyncSession, community_id: str, year: int, days: Sequence[str]
) -> None:
    where = (col(Holiday.community_id) == community_id, col(Holiday.day).like(f"{year:04}-%"))
    await session.exec(sa.delete(Holiday).where(*where))
    session.add_all(Holiday(community_id=community_id, day=day) for day in sorted(set(days)))


async def tracks_between(
    session: AsyncSession, camera_id: str, start: datetime, end: datetime, limit: int
) -> Sequence[StoredTrack]:
    query = (
        select(StoredTrack)
        .where(
            StoredTrack.camera_id == camera_id,
            StoredTrack.start_time >= start,
            StoredTrack.start_time < end,
        )
        .order_by(col(StoredTrack.start_time))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def open_incident(
    session: AsyncSession, community_id: str, since: datetime, **values: Any
) -> Alarm | None:
    """The newest alarm with these values that is not closed and was seen since then."""
    query = equal(select(Alarm), Alarm, community_id=community_id, **values)
    query = query.where(col(Alarm.state).in_(OPEN), Alarm.last_time >= since)
    return (await session.exec(query.order_by(sa.desc(col(Alarm.last_time))))).first()


async def open_alarm_of(session: AsyncSession, **values: Any) -> Alarm | None:
    """Of a state that lasts, such as a lost camera."""
    query = equal(select(Alarm), Alarm, **values).where(col(Alarm.state).in_(OPEN))
    return (await session.exec(query)).first()


async def list_alarms(
    session: AsyncSession, who: Principal, ask: AlarmQuery
) -> tuple[list[Alarm], str]:
    query = equal(
        scoped(Alarm, who),
        Alarm,
        community_id=ask.community_id,
        state=ask.state,
        kind=ask.kind,
        camera_id=ask.camera_id,
    )
    if ask.start_time:
        query = query.where(Alarm.create_time >= ask.start_time)
    if ask.end_time:
        query = query.where(Alarm.create_time < ask.end_time)
    order = [sa.desc(col(Alarm.create_time)), sa.desc(col(Alarm.id))]
    return await page(session, query, order, ask.page_size, ask.page_token)


async def overdue(session: AsyncSession, at: datetime, limit: int) -> Sequence[Alarm]:
    """Alarms that nobody took over in time."""
    query = select(Alarm).where(Alarm.state == AlarmState.RAISED, col(Alarm.due_time) <= at)
    return (await session.exec(query.limit(limit))).all()


async def open_counts(session: AsyncSession, community_id: str) -> tuple[int, int]:
    """Alarms that are not closed, and of them those that nobody owns."""
    query = (
        select(Alarm.state, sa.func.count())
        .where(Alarm.community_id == community_id, col(Alarm.state).in_(OPEN))
        .group_by(col(Alarm.state))
    )
    found = {AlarmState(state): count for state, count in (await session.exec(query)).all()}
    return sum(found.values()), found.get(AlarmState.RAISED, 0)


async def verdicts(
    session: AsyncSession, community_id: str, since: datetime, limit: int
) -> Sequence[tuple[str, str, AlarmState, int]]:
    """Rule, kind, state and count of alarms."""
    query = (
        select(Alarm.rule_id, Alarm.kind, Alarm.state, sa.func.count())
        .where(Alarm.community_id == community_id, Alarm.create_time >= since, Alarm.rule_id != "")
        .group_by(Alarm.rule_id, Alarm.kind, col(Alarm.state))
        .limit(limit)
    )
    rows = (await session.exec(query)).all()
    return [(rule, kind, AlarmState(state), count) for rule, kind, state, count in rows]


async def last_record(session: AsyncSession, community_id: str) -> AlarmRecord | None:
    query = select(AlarmRecord).where(AlarmRecord.community_id == community_id)
    return (await session.exec(query.order_by(sa.desc(col(AlarmRecord.number))).limit(1))).first()


async def records_after(
    session: AsyncSession, community_id: str, number: int, limit: int
) -> Sequence[AlarmRecord]:
    query = select(AlarmRecord).where(
        AlarmRecord.community_id == community_id, AlarmRecord.number > number
    )
    return (await session.exec(query.order_by(col(AlarmRecord.number)).limit(limit))).all()


async def list_records(
    session: AsyncSession, who: Principal, ask: RecordQuery
) -> tuple[list[AlarmRecord], str]:
    query = equal(
        scoped(AlarmRecord, who),
        AlarmRecord,
        community_id=ask.community_id,
        alarm_id=ask.alarm_id,
    )
    return await page(session, query, [col(AlarmRecord.number)], ask.page_size, ask.page_token)


async def communities_with_records(session: AsyncSession, since: datetime) -> Sequence[str]:
    query = select(col(AlarmRecord.community_id)).where(AlarmRecord.time >= since).distinct()
    return (await session.exec(query)).all()


async def delete_subject(session: AsyncSession, subject_id: str) -> list[str]:
    """Ends the subject's care watches; alarms of care lose the subject. Returns the ids."""
    watches = (
        await session.exec(select(CareWatch).where(CareWatch.subject_id == subject_id))
    ).all()
    for row in watches:
        await session.delete(row)
    alarms = (await session.exec(select(Alarm).where(Alarm.subject_id == subject_id))).all()
    for alarm in alarms:
        alarm.subject_id = ""
        session.add(alarm)
    return [*(row.id for row in watches), *(row.id for row in alarms)]


async def expire(
    session: AsyncSession, alarms: datetime, pictures: datetime, tracks: datetime
) -> None:
    """Deletes what is older, and forgets pictures and clips, whose files go by their own age.
    Records of alarms go with them, from the beginning of the chain on."""
    old = col(Alarm.create_time) < pictures
    await session.exec(sa.update(Alarm).where(old).values(picture="", clip=""))
    closed = sa.and_(col(Alarm.create_time) < alarms, col(Alarm.state).not_in(OPEN))
    await session.exec(sa.delete(Alarm).where(closed))
    # The last one stays, so that numbers and digests go on from it.
    heads = select(sa.func.max(AlarmRecord.id)).group_by(col(AlarmRecord.community_id))
    gone = sa.and_(col(AlarmRecord.time) < alarms, col(AlarmRecord.id).not_in(heads))
    await session.exec(sa.delete(AlarmRecord).where(gone))
    await session.exec(sa.delete(StoredTrack).where(col(StoredTrack.start_time) < tracks))
