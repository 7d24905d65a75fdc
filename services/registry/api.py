"""The registry over REST."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from kit.auth import PUBLIC, Principal
from kit.db import Database
from kit.edge import rest_write
from kit.errors import InvalidArgument
from kit.server import IdempotencyKey, allow
from kit.tables import now
from services.registry import inputs as m
from services.registry import store
from services.registry.heartbeats import Beat, Monitor
from services.registry.importer import Importer
from services.registry.service import Registry
from services.registry.sheet import MAX_BYTES

B = TypeVar("B", bound=BaseModel)
Reader = Annotated[Principal, allow("registry.read")]
Writer = Annotated[Principal, allow("registry.write")]
Installer = Annotated[Principal, allow("device.write")]
KeyHolder = Annotated[Principal, allow("device.key")]
Reporter = Annotated[Principal, allow("device.heartbeat")]
Anyone = Annotated[Principal, allow(PUBLIC)]
Loader = Annotated[Principal, allow("registry.import")]
FILE = {"type": "string", "format": "binary"}
FORM = {"type": "object", "required": ["file"], "properties": {"file": FILE}}
IMPORT_BODY = {
    "requestBody": {
        "required": True,
        "description": "CSV (UTF-8 or GB 18030) or XLSX; at most 32 MiB and 200,000 rows",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/octet-stream": {"schema": FILE},
            "multipart/form-data": {"schema": FORM},
        },
    }
}


def build_router(
    db: Database, registry: Registry, monitor: Monitor, importer: Importer
) -> APIRouter:
    router = APIRouter(tags=["registry"])
    _places(router, db, registry)
    _access_points(router, db, registry)
    _devices(router, db, registry)
    _device_calls(router, db, registry, monitor)
    _imports(router, importer)
    return router


def _places(router: APIRouter, db: Database, registry: Registry) -> None:
    @router.put("/districts/{code}")
    async def put_district(
        code: m.DistrictCode, body: m.NameIn, who: Writer, key: IdempotencyKey = ""
    ) -> m.DistrictView:
        """Creates the district or renames it."""
        given = m.DistrictIn(code=code, display_name=body.display_name)

        async def run(session: Any) -> Any:
            return await registry.put_district(session, who, given)

        return await rest_write(db, who, key, "put district", given, m.DistrictView, run)

    @router.get("/districts")
    async def list_districts(ask: Annotated[m.Page, Query()], who: Reader) -> m.DistrictList:
        async with db.read() as session:
            return _page(m.DistrictList, await store.list_districts(session, ask))

    @router.put("/towns/{code}")
    async def put_town(
        code: m.TownCode, body: m.NameIn, who: Writer, key: IdempotencyKey = ""
    ) -> m.TownView:
        """Creates the town or renames it; its code begins with a known district's."""
        given = m.TownIn(code=code, display_name=body.display_name)

        async def run(session: Any) -> Any:
            return await registry.put_town(session, who, given)

        return await rest_write(db, who, key, "put town", given, m.TownView, run)

    @router.get("/towns")
    async def list_towns(ask: Annotated[m.Page, Query()], who: Reader) -> m.TownList:
        async with db.read() as session:
            return _page(m.TownList, await store.list_towns(session, ask))

    @router.post("/communities", status_code=201)
    async def create_community(
        body: m.CommunityIn, who: Writer, key: IdempotencyKey = ""
    ) -> m.CommunityView:
        async def run(session: Any) -> Any:
            return await registry.create_community(session, who, body)

        return await rest_write(db, who, key, "create community", body, m.CommunityView, run)

    @router.get("/communities")
    async def list_communities(
        ask: Annotated[m.CommunityQuery, Query()], who: Reader
    ) -> m.CommunityList:
        async with db.read() as session:
            return _page(m.CommunityList, await store.list_communities(session, who, ask))

    @router.get("/communities/{id}")
    async def get_community(id: m.Id, who: Reader) -> m.CommunityView:
        async with db.read() as session:
            row = await store.community_by_id(session, who, id)
        return m.CommunityView.model_validate(row, from_attributes=True)

    @router.post("/positions", status_code=201)
    async def create_position(
        body: m.PositionIn, who: Writer, key: IdempotencyKey = ""
    ) -> m.PositionView:
        async def run(session: Any) -> Any:
            return await registry.create_position(session, who, body)

        return await rest_write(db, who, key, "create position", body, m.PositionView, run)

    @router.get("/positions")
    async def list_positions(
        ask: Annotated[m.PositionQuery, Query()], who: Reader
    ) -> m.PositionList:
        async with db.read() as session:
            return _page(m.PositionList, await store.list_positions(session, who, ask))


def _access_points(router: APIRouter, db: Database, registry: Registry) -> None:
    @router.post("/access-points", status_code=201)
    async def create_access_point(
        body: m.AccessPointIn, who: Writer, key: IdempotencyKey = ""
    ) -> m.AccessPointView:
        async def run(session: Any) -> Any:
            return await registry.create_access_point(session, who, body)

        return await rest_write(db, who, key, "create access point", body, m.AccessPointView, run)

    @router.get("/access-points")
    async def list_access_points(
        ask: Annotated[m.AccessPointQuery, Query()], who: Reader
    ) -> m.AccessPointList:
        async with db.read() as session:
            return _page(m.AccessPointList, await store.list_access_points(session, who, ask))

    @router.get("/access-points/{id}")
    async def get_access_point(id: m.Id, who: Reader) -> m.AccessPointView:
        async with db.read() as session:
            row = await store.access_point_by_id(session, who, id)
        return m.AccessPointView.model_validate(row, from_attributes=True)

    @router.delete("/access-points/{id}", status_code=204)
    async def delete_access_point(id: m.Id, who: Writer) -> Response:
        """Deletes an access point without devices; it stays in incremental lists."""
        async with db.write() as session:
            await registry.delete_access_point(session, who, id)
        return Response(status_code=204)


def _devices(router: APIRouter, db: Database, registry: Registry) -> None:
    @router.post("/devices", status_code=201)
    async def create_device(
        body: m.DeviceIn, who: Installer, key: IdempotencyKey = ""
    ) -> m.DeviceView:
        """Creates a device, without a key."""

        async def run(session: Any) -> Any:
            return await registry.create_device(session, who, body)

        return await rest_write(db, who, key, "create device", body, m.DeviceView, run)

    @router.get("/devices")
    async def list_devices(ask: Annotated[m.DeviceQuery, Query()], who: Reader) -> m.DeviceList:
        async with db.read() as session:
            return _page(m.DeviceList, await store.list_devices(session, who, ask))

    @router.get("/devices/{id}")
    async def get_device(id: m.Id, who: Reader) -> m.DeviceView:
        async with db.read() as session:
            row = await store.device_by_id(session, who, id)
        return m.DeviceView.model_validate(row, from_attributes=True)

    @router.delete("/devices/{id}", status_code=204)
    async def delete_device(id: m.Id, who: Installer) -> Response:
        """Deletes a device; it stays in incremental lists."""
        async with db.write() as session:
            await registry.delete_device(session, who, id)
        return Response(status_code=204)

    @router.get("/devices/{id}/states")
    async def list_states(
        id: m.Id, ask: Annotated[m.Page, Query()], who: Reader
    ) -> m.DeviceStateChangeList:
        """When the device went online and offline, newest first."""
        async with db.read() as session:
            found = await store.list_states(session, who, id, ask)
        return _page(m.DeviceStateChangeList, found)


def _device_calls(router: APIRouter, db: Database, registry: Registry, monitor: Monitor) -> None:
    @router.post("/devices/{id}:enable")
    async def enable_device(id: m.Id, who: Installer) -> m.DeviceView:
        return await set_enabled(id, who, True)

    @router.post("/devices/{id}:disable")
    async def disable_device(id: m.Id, who: Installer) -> m.DeviceView:
        """From now on its key gets no token and its heartbeats are refused."""
        return await set_enabled(id, who, False)

    async def set_enabled(id: str, who: Principal, enabled: bool) -> m.DeviceView:
        async with db.write() as session:
            row = await registry.set_enabled(session, who, id, enabled)
            return m.DeviceView.model_validate(row, from_attributes=True)

    @router.post("/devices/{id}:issueKey")
    async def issue_key(id: m.Id, who: KeyHolder) -> m.DeviceKeyView:
        """Issues the first key or rotates it. Takes no Idempotency-Key: answers to those are
        remembered, and a key is kept nowhere."""
        async with db.write() as session:
            return await registry.issue_key(session, who, id)

    @router.post("/device-tokens", status_code=201)
    async def exchange_key(body: m.DeviceTokenIn, _: Anyone) -> m.DeviceTokenView:
        """Exchanges a device's key for a short-lived token. Needs no token, but the key."""
        async with db.read() as session:
            return await registry.exchange_key(session, body)

    @router.post("/heartbeats")
    async def report_heartbeats(body: m.HeartbeatsIn, who: Reporter) -> m.HeartbeatsView:
        """Takes heartbeats of one or many devices."""
        beats = [
            Beat(b.device_id, int(b.device_time.timestamp() * 1000) if b.device_time else None)
            for b in body.heartbeats
        ]
        refused = await monitor.report(who, beats)
        return m.HeartbeatsView(refused_device_ids=refused, server_time=now())


def _imports(router: APIRouter, importer: Importer) -> None:
    @router.post("/imports", openapi_extra=IMPORT_BODY)
    async def import_registry(request: Request, who: Loader, dry_run: bool = False) -> m.ImportView:
        """Imports places and devices from one file, all rows or none. When the answer lists
        problems, nothing was changed."""
        return await importer.run(who, await content_of(request), dry_run)


async def content_of(request: Request) -> bytes:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise InvalidArgument("FIELD_INVALID", "file: is missing", field="file")
            return await file.read(MAX_BYTES + 1)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BYTES:
            break
    return bytes(content)


def _page(kind: type[B], found: tuple[Sequence[Any], str]) -> B:
    values = {"items": found[0], "next_page_token": found[1]}
    return kind.model_validate(values, from_attributes=True)
