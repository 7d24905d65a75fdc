"""The registry's rules for places and devices."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from kit import audit, telemetry
from kit.auth import DEVICE, Principal, Tokens, missing
from kit.db import AsyncSession, emit
from kit.errors import AlreadyExists, FailedPrecondition, Unauthenticated
from kit.principal import KIOSK
from kit.tables import new_id, now
from services.registry import events, store
from services.registry.inputs import (
    AccessPointIn,
    CommunityIn,
    DeviceIn,
    DeviceKeyView,
    DeviceTokenIn,
    DeviceTokenView,
    DistrictIn,
    PositionIn,
    TownIn,
)
from services.registry.models import (
    AccessPoint,
    Community,
    Device,
    DeviceKind,
    DeviceState,
    District,
    Position,
    Town,
)

NO_HASH = "0" * 64  # what an unknown device's key is compared with
refused_exchanges = telemetry.meter.create_counter(
    "anju_registry_key_exchanges_refused", description="Device keys that were refused"
)


def key_hash(key: str) -> str:
    """Plain SHA-256 is enough for 256 random bits: there is nothing to guess from."""
    return hashlib.sha256(key.encode()).hexdigest()


class Registry:
    def __init__(self, tokens: Tokens, token_ttl: int, key_overlap: int) -> None:
        self._tokens = tokens
        self._token_ttl = token_ttl
        self._key_overlap = timedelta(seconds=key_overlap)

    async def put_district(
        self, session: AsyncSession, who: Principal, body: DistrictIn
    ) -> District:
        who.district()
        await store.take_revisions(session)
        return await session.merge(District(**body.model_dump()))

    async def put_town(self, session: AsyncSession, who: Principal, body: TownIn) -> Town:
        who.district()
        if await session.get(District, body.code[:6]) is None:
            raise missing("district")
        await store.take_revisions(session)
        return await session.merge(Town(**body.model_dump()))

    async def create_community(
        self, session: AsyncSession, who: Principal, body: CommunityIn
    ) -> Community:
        who.district()
        if await session.get(Town, body.town_code) is None:
            raise missing("town")
        if await store.community_by_code(session, body.code):
            raise _taken("COMMUNITY_CODE_TAKEN", "another community has this code", "code")
        row = Community(**body.model_dump(), revision=await store.take_revisions(session))
        session.add(row)
        emit(session, events.community_changed(row))
        return row

    async def create_position(
        self, session: AsyncSession, who: Principal, body: PositionIn
    ) -> Position:
        await store.community_by_id(session, who, body.community_id)
        if await store.position_named(session, body.community_id, body.display_name):
            raise _taken("POSITION_NAME_TAKEN", "another position of the community has this name")
        await store.take_revisions(session)
        row = Position(**body.model_dump())
        session.add(row)
        return row

    async def create_access_point(
        self, session: AsyncSession, who: Principal, body: AccessPointIn
    ) -> AccessPoint:
        await store.community_by_id(session, who, body.community_id)
        if body.position_id:
            await store.position_of(session, body.community_id, body.position_id)
        if await store.access_point_named(session, body.community_id, body.display_name):
            raise _taken(
                "ACCESS_POINT_NAME_TAKEN", "another access point of the community has this name"
            )
        id_ = new_id()
        values = body.model_dump() | {"id": id_, "lane": body.lane or id_}
        row = AccessPoint(**values, revision=0)
        await self._touch(session, row)
        return row

    async def delete_access_point(self, session: AsyncSession, who: Principal, id_: str) -> None:
        row = await store.access_point_by_id(session, who, id_)
        if await store.has_devices(session, id_):
            raise FailedPrecondition(
                "ACCESS_POINT_HAS_DEVICES",
                "devices serve this access point",
                remedy="delete its devices first",
            )
        row.deleted = True
        await self._touch(session, row)

    async def create_device(self, session: AsyncSession, who: Principal, body: DeviceIn) -> Device:
        await store.community_by_id(session, who, body.community_id)
        if body.access_point_id:
            await store.access_point_of(session, body.community_id, body.access_point_id)
        if body.position_id:
            await store.position_of(session, body.community_id, body.position_id)
        if other := await store.device_by_national_id(session, body.national_id):
            raise _national_id_taken(other, who)
        row = Device(**body.model_dump(mode="json"), revision=0)
        await self._touch(session, row)
        return row

    async def delete_device(self, session: AsyncSession, who: Principal, id_: str) -> None:
        row = await store.device_by_id(session, who, id_)
        row.deleted = True
        row.key_hash = row.previous_key_hash = ""
        row.previous_key_expire_time = None
        await self._touch(session, row)

    async def set_enabled(
        self, session: AsyncSession, who: Principal, id_: str, enabled: bool
    ) -> Device:
        row = await store.device_by_id(session, who, id_)
        if enabled is (row.state != DeviceState.DISABLED):
            return row
        state = DeviceState.DISABLED
        if enabled:
            state = DeviceState.OFFLINE if row.last_seen_time else DeviceState.NEVER_SEEN
        store.set_state(session, row, state, now())
        action = "device.enable" if enabled else "device.disable"
        audit.record(session, who, action, f"device:{row.id}", row.community_id)
        await self._touch(session, row)
        return row

    async def issue_key(self, session: AsyncSession, who: Principal, id_: str) -> DeviceKeyView:
        row = await store.device_by_id(session, who, id_)
        key = secrets.token_urlsafe(32)
        # Whoever disabled a device may have done so because its key leaked.
        overlaps = bool(row.key_hash) and row.state != DeviceState.DISABLED
        row.previous_key_hash = row.key_hash if overlaps else ""
        row.previous_key_expire_time = now() + self._key_overlap if overlaps else None
        row.key_hash = key_hash(key)
        audit.record(session, who, "device.key", f"device:{row.id}", row.community_id)
        await self._touch(session, row)
        return DeviceKeyView(key=key, previous_key_expire_time=row.previous_key_expire_time)

    async def exchange_key(self, session: AsyncSession, body: DeviceTokenIn) -> DeviceTokenView:
        """Every refusal does the same work and says the same."""
        row = await store.device_by_national_id(session, body.national_id)
        time, given = now(), key_hash(body.key)
        until = row.previous_key_expire_time if row else None
        fits = hmac.compare_digest(given, (row and row.key_hash) or NO_HASH)
        fitted = hmac.compare_digest(given, (row and row.previous_key_hash) or NO_HASH)
        works = fits or (fitted and until is not None and until > time)
        if row is None or row.state == DeviceState.DISABLED or not works:
            refused_exchanges.add(1)
            raise Unauthenticated("DEVICE_KEY_INVALID", "no enabled device has this id and key")
        token = self._tokens.issue(
            row.id,
            KIOSK if row.kind == DeviceKind.KIOSK else DEVICE,
            frozenset({row.community_id}),
            self._token_ttl,
            access_point_id=row.access_point_id or "",
        )
        expires = time.replace(microsecond=0) + timedelta(seconds=self._token_ttl)
        return DeviceTokenView(token=token, expire_time=expires, device_id=row.id, server_time=time)

    async def _touch(self, session: AsyncSession, row: AccessPoint | Device) -> None:
        row.revision = await store.take_revisions(session)
        session.add(row)
        emit(session, events.changed(row))


def _taken(reason: str, message: str, field: str = "display_name") -> AlreadyExists:
    return AlreadyExists(reason, message, field=field)


def _national_id_taken(other: Device, who: Principal) -> AlreadyExists:
    shown: dict[str, Any] = {}
    if who.sees(other.community_id):
        shown = {"device_id": other.id, "community_id": other.community_id}
    return AlreadyExists(
        "DEVICE_NATIONAL_ID_TAKEN",
        "another device of the district has this national id",
        field="national_id",
        **shown,
    )
