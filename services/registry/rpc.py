"""The registry over gRPC."""

import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

from sqlmodel import SQLModel

from anju.registry.v1 import registry_pb2 as pb
from anju.registry.v1 import registry_pb2_grpc as pb_grpc
from kit.auth import PUBLIC, Principal, caller
from kit.db import AsyncSession, Database
from kit.edge import rpc_write
from kit.errors import InvalidArgument, Unauthenticated
from kit.message import parse, timestamp, to_message
from kit.tables import now
from services.registry import store
from services.registry.heartbeats import Beat, Monitor
from services.registry.importer import Importer
from services.registry.inputs import (
    MAX_BEATS,
    AccessPointIn,
    AccessPointQuery,
    CommunityIn,
    CommunityQuery,
    DeviceIn,
    DeviceQuery,
    DeviceTokenIn,
    DeviceView,
    DistrictIn,
    Page,
    PositionIn,
    PositionQuery,
    StatesQuery,
    TownIn,
)
from services.registry.models import (
    Device,
)
from services.registry.service import Registry

READ, WRITE = "registry.read", "registry.write"
POLICY = {
    "PutDistrict": WRITE,
    "ListDistricts": READ,
    "PutTown": WRITE,
    "ListTowns": READ,
    "CreateCommunity": WRITE,
    "GetCommunity": READ,
    "ListCommunities": READ,
    "CreatePosition": WRITE,
    "ListPositions": READ,
    "CreateAccessPoint": WRITE,
    "GetAccessPoint": READ,
    "ListAccessPoints": READ,
    "DeleteAccessPoint": WRITE,
    "CreateDevice": "device.write",
    "GetDevice": READ,
    "ListDevices": READ,
    "SetDeviceEnabled": "device.write",
    "DeleteDevice": "device.write",
    "IssueDeviceKey": "device.key",
    "ExchangeDeviceKey": PUBLIC,
    "ReportHeartbeats": "device.heartbeat",
    "StreamHeartbeats": "device.heartbeat",
    "ListDeviceStates": READ,
    "ImportRegistry": "registry.import",
}


class RegistryServicer(pb_grpc.RegistryServiceServicer):
    def __init__(
        self, db: Database, registry: Registry, monitor: Monitor, importer: Importer
    ) -> None:
        self._db = db
        self._registry = registry
        self._monitor = monitor
        self._importer = importer

    async def PutDistrict(self, request: Any, context: Any) -> pb.PutDistrictResponse:
        body = parse(DistrictIn, request)

        async def run(session: AsyncSession, who: Principal) -> pb.PutDistrictResponse:
            row = await self._registry.put_district(session, who, body)
            return pb.PutDistrictResponse(district=to_message(pb.District, row))

        return await rpc_write(self._db, request, pb.PutDistrictResponse, run)

    async def ListDistricts(self, request: Any, context: Any) -> pb.ListDistrictsResponse:
        ask = parse(Page, request)
        async with self._db.read() as session:
            rows, token = await store.list_districts(session, ask)
        items = _many(pb.District, rows)
        return pb.ListDistrictsResponse(districts=items, next_page_token=token)

    async def PutTown(self, request: Any, context: Any) -> pb.PutTownResponse:
        body = parse(TownIn, request)

        async def run(session: AsyncSession, who: Principal) -> pb.PutTownResponse:
            row = await self._registry.put_town(session, who, body)
            return pb.PutTownResponse(town=to_message(pb.Town, row))

        return await rpc_write(self._db, request, pb.PutTownResponse, run)

    async def ListTowns(self, request: Any, context: Any) -> pb.ListTownsResponse:
        ask = parse(Page, request)
        async with self._db.read() as session:
            rows, token = await store.list_towns(session, ask)
        return pb.ListTownsResponse(towns=_many(pb.Town, rows), next_page_token=token)

    async def CreateCommunity(self, request: Any, context: Any) -> pb.CreateCommunityResponse:
        body = parse(CommunityIn, request)

        async def run(session: AsyncSession, who: Principal) -> pb.CreateCommunityResponse:
            row = await self._registry.create_community(session, who, body)
            return pb.CreateCommunityResponse(community=to_message(pb.Community, row))

        return await rpc_write(self._db, request, pb.CreateCommunityResponse, run)

    async def GetCommunity(self, request: Any, context: Any) -> pb.GetCommunityResponse:
        async with self._db.read() as session:
            row = await store.community_by_id(session, caller(), request.id)
        return pb.GetCommunityResponse(community=to_message(pb.Community, row))

    async def ListCommunities(self, request: Any, context: Any) -> pb.ListCommunitiesResponse:
        ask = parse(CommunityQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_communities(session, caller(), ask)
        items = _many(pb.Community, rows)
        return pb.ListCommunitiesResponse(communities=items, next_page_token=token)

    async def CreatePosition(self, request: Any, context: Any) -> pb.CreatePositionResponse:
        body = parse(PositionIn, request)

        async def run(session: AsyncSession, who: Principal) -> pb.CreatePositionResponse:
            row = await self._registry.create_position(session, who, body)
            return pb.CreatePositionResponse(position=to_message(pb.Position, row))

        return await rpc_write(self._db, request, pb.CreatePositionResponse, run)

    async def ListPositions(self, request: Any, context: Any) -> pb.ListPositionsResponse:
        ask = parse(PositionQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_positions(session, caller(), ask)
        items = _many(pb.Position, rows)
        return pb.ListPositionsResponse(positions=items, next_page_token=token)

    async def CreateAccessPoint(self, request: Any, context: Any) -> pb.CreateAccessPointResponse:
        body = parse(AccessPointIn, request)

        async def run(session: AsyncSession, who: Principal) -> pb.CreateAccessPointResponse:
            row = await self._registry.create_access_point(session, who, body)
            return pb.CreateAccessPointResponse(access_point=to_message(pb.AccessPoint, row))

        return await rpc_write(self._db, request, pb.CreateAccessPointResponse, run)

    async def GetAccessPoint(self, request: Any, context: Any) -> pb.GetAccessPointResponse:
        async with self._db.read() as session:
            row = await store.access_point_by_id(session, caller(), request.id)
        return pb.GetAccessPointResponse(access_point=to_message(pb.AccessPoint, row))

    async def ListAccessPoints(self, request: Any, context: Any) -> pb.ListAccessPointsResponse:
        ask = parse(AccessPointQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_access_points(session, caller(), ask)
        items = _many(pb.AccessPoint, rows)
        return pb.ListAccessPointsResponse(access_points=items, next_page_token=token)

    async def DeleteAccessPoint(self, request: Any, context: Any) -> pb.DeleteAccessPointResponse:
        async def run(session: AsyncSession, who: Principal) -> pb.DeleteAccessPointResponse:
            await self._registry.delete_access_point(session, who, request.id)
            return pb.DeleteAccessPointResponse()

        return await rpc_write(self._db, request, pb.DeleteAccessPointResponse, run)

    async def CreateDevice(self, request: Any, context: Any) -> pb.CreateDeviceResponse:
        body = parse(DeviceIn, request)

        async def run(session: AsyncSession, who: Principal) -> pb.CreateDeviceResponse:
            row = await self._registry.create_device(session, who, body)
            return pb.CreateDeviceResponse(device=_device(row))

        return await rpc_write(self._db, request, pb.CreateDeviceResponse, run)

    async def GetDevice(self, request: Any, context: Any) -> pb.GetDeviceResponse:
        async with self._db.read() as session:
            row = await store.device_by_id(session, caller(), request.id)
        return pb.GetDeviceResponse(device=_device(row))

    async def ListDevices(self, request: Any, context: Any) -> pb.ListDevicesResponse:
        ask = parse(DeviceQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_devices(session, caller(), ask)
        return pb.ListDevicesResponse(devices=map(_device, rows), next_page_token=token)

    async def SetDeviceEnabled(self, request: Any, context: Any) -> pb.SetDeviceEnabledResponse:
        async def run(session: AsyncSession, who: Principal) -> pb.SetDeviceEnabledResponse:
            row = await self._registry.set_enabled(session, who, request.id, request.enabled)
            return pb.SetDeviceEnabledResponse(device=_device(row))

        return await rpc_write(self._db, request, pb.SetDeviceEnabledResponse, run)

    async def DeleteDevice(self, request: Any, context: Any) -> pb.DeleteDeviceResponse:
        async def run(session: AsyncSession, who: Principal) -> pb.DeleteDeviceResponse:
            await self._registry.delete_device(session, who, request.id)
            return pb.DeleteDeviceResponse()

        return await rpc_write(self._db, request, pb.DeleteDeviceResponse, run)

    async def IssueDeviceKey(self, request: Any, context: Any) -> pb.IssueDeviceKeyResponse:
        async def run(session: AsyncSession, who: Principal) -> pb.IssueDeviceKeyResponse:
            issued = await self._registry.issue_key(session, who, request.id)
            return to_message(pb.IssueDeviceKeyResponse, issued)

        return await rpc_write(self._db, request, pb.IssueDeviceKeyResponse, run)

    async def ExchangeDeviceKey(self, request: Any, context: Any) -> pb.ExchangeDeviceKeyResponse:
        body = parse(DeviceTokenIn, request)
        async with self._db.read() as session:
            given = await self._registry.exchange_key(session, body)
        return to_message(pb.ExchangeDeviceKeyResponse, given)

    async def ReportHeartbeats(self, request: Any, context: Any) -> pb.ReportHeartbeatsResponse:
        refused = await self._report(caller(), request.heartbeats)
        time_ = timestamp(now())
        return pb.ReportHeartbeatsResponse(refused_device_ids=refused, server_time=time_)

    async def StreamHeartbeats(
        self, request_iterator: Any, context: Any
    ) -> AsyncIterator[pb.StreamHeartbeatsResponse]:
        who = caller()
        async for request in request_iterator:
            if who.expires <= time.time():
                raise Unauthenticated("TOKEN_EXPIRED", "the token has expired")
            refused = await self._report(who, request.heartbeats)
            time_ = timestamp(now())
            yield pb.StreamHeartbeatsResponse(refused_device_ids=refused, server_time=time_)

    async def _report(self, who: Principal, heartbeats: Any) -> list[str]:
        if not 1 <= len(heartbeats) <= MAX_BEATS:
            text = f"heartbeats: 1 to {MAX_BEATS} at a time"
            raise InvalidArgument("FIELD_INVALID", text, field="heartbeats")
        return await self._monitor.report(who, [_beat(message) for message in heartbeats])

    async def ListDeviceStates(self, request: Any, context: Any) -> pb.ListDeviceStatesResponse:
        ask = parse(StatesQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_states(session, caller(), ask.device_id, ask)
        items = _many(pb.DeviceStateChange, rows)
        return pb.ListDeviceStatesResponse(changes=items, next_page_token=token)

    async def ImportRegistry(self, request: Any, context: Any) -> pb.ImportRegistryResponse:
        view = await self._importer.run(caller(), request.content, request.dry_run)
        return to_message(pb.ImportRegistryResponse, view)


def _beat(message: Any) -> Beat:
    if not message.HasField("device_time"):
        return Beat(message.device_id, None)
    time_ = message.device_time
    return Beat(message.device_id, time_.seconds * 1000 + time_.nanos // 1_000_000)


def _many(kind: Any, rows: Iterable[SQLModel]) -> list[Any]:
    return [to_message(kind, row) for row in rows]


def _device(row: Device) -> pb.Device:
    return to_message(pb.Device, DeviceView.model_validate(row, from_attributes=True))
