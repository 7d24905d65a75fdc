"""A node with every service, a community with a barrier and a camera, and the GA/T 1400 listener
on a port of its own; upper platforms of several temperaments beside it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from anju.plate.v1 import plate_pb2
from anju.plate.v1.plate_pb2_grpc import PlateServiceStub
from anju.registry.v1 import registry_pb2
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from anju.uplink.v1 import uplink_pb2 as pb
from anju.uplink.v1.uplink_pb2_grpc import UplinkServiceStub
from kit.message import timestamp
from kit.tables import now
from kit.testing import TestNode, eventually, running, settings_in
from services.access.module import MODULE as ACCESS
from services.modules import Settings
from services.plate.module import MODULE as PLATE
from services.registry.module import MODULE as REGISTRY
from services.resident.module import MODULE as RESIDENT
from services.roles import ROLES
from services.uplink import store
from services.uplink.models import Received
from services.uplink.module import MODULE, Parts
from services.uplink.testing import UpperPlatform, signed_in
from services.uplink.viid import server
from services.visitor.module import MODULE as VISITOR

# Everything but the services of faces and models, whose start would be most of each test's time.
MODULES = [REGISTRY, RESIDENT, PLATE, VISITOR, ACCESS, MODULE]
CAMERA = "37030300001310000001"
OTHER = "37030300001310000002"
UPPER = "37030300005030000009"
PASSWORD = "a-long-password"  # noqa: S105 - of test peers


FACE = {
    "FaceID": f"{CAMERA}0220260101080000000010600001",
    "InfoKind": 1,
    "SourceID": f"{CAMERA}02202601010800000000100001"[:41],
    "DeviceID": CAMERA,
}


class Estate:
    """A community with a lane and a camera, and shorthands for what most tests need."""

    def __init__(self, node: TestNode) -> None:
        self.node = node
        self.registry: Any = node.stub(RegistryServiceStub)
        self.plate: Any = node.stub(PlateServiceStub)
        self.here = self.point = self.camera = self.other = ""

    @property
    def parts(self) -> Parts:
        return self.node.node.app.state.uplink

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.node.node.app.state.viid_port}"

    def stub(self, role: str = "district_admin", **who: Any) -> Any:
        return self.node.stub(UplinkServiceStub, role=role, **who)

    async def found(self) -> None:
        put = self.registry
        await put.PutDistrict(registry_pb2.PutDistrictRequest(code="370303", display_name="张店"))
        await put.PutTown(registry_pb2.PutTownRequest(code="370303001", display_name="科苑"))
        request = registry_pb2.CreateCommunityRequest(
            town_code="370303001",
            code="A",
            display_name="A",
            kind=registry_pb2.COMMUNITY_KIND_OLD,
            enclosure=registry_pb2.ENCLOSURE_ENCLOSED,
        )
        self.here = (await put.CreateCommunity(request)).community.id
        self.point = await self.lane("南门", CAMERA)
        self.other = await self.device(OTHER, "")
        await self.parts.places.pull()

    async def lane(self, name: str, camera: str) -> str:
        """An access point with a barrier and a camera."""
        request = registry_pb2.CreateAccessPointRequest(
            community_id=self.here,
            display_name=name,
            kind=registry_pb2.ACCESS_POINT_KIND_BARRIER,
            direction=registry_pb2.DIRECTION_BOTH,
        )
        point = (await self.registry.CreateAccessPoint(request)).access_point
        await self.plate.PutLane(plate_pb2.PutLaneRequest(access_point_id=point.id))
        self.camera = await self.device(camera, point.id)
        await self.parts.places.pull()
        return str(point.id)

    async def device(self, national_id: str, point: str) -> str:
        request = registry_pb2.CreateDeviceRequest(
            community_id=self.here,
            access_point_id=point,
            national_id=national_id,
            display_name=f"相机{national_id[-1]}",
            kind=registry_pb2.DEVICE_KIND_CAMERA,
            capabilities=["plate", "face"],
        )
        return str((await self.registry.CreateDevice(request)).device.id)

    async def reader_online(self) -> None:
        """A card reader on the lane, heard of: face may not be the only way in."""
        request = registry_pb2.CreateDeviceRequest(
            community_id=self.here,
            access_point_id=self.point,
            national_id="37030300001250000001",
            display_name="读卡器",
            kind=registry_pb2.DEVICE_KIND_READER,
            capabilities=["card"],
        )
        device = (await self.registry.CreateDevice(request)).device
        beat = registry_pb2.ReportHeartbeatsRequest(
            heartbeats=[registry_pb2.Heartbeat(device_id=device.id)]
        )
        await self.registry.ReportHeartbeats(beat)

        async def online() -> bool:
            asked = registry_pb2.GetDeviceRequest(id=device.id)
            found = (await self.registry.GetDevice(asked)).device
            return found.state == registry_pb2.DEVICE_STATE_ONLINE

        await eventually(online)

    async def peer(self, national_id: str = CAMERA, **values: Any) -> Any:
        values.setdefault("kind", pb.PEER_KIND_DEVICE)
        values.setdefault("password", PASSWORD)
        values.setdefault("display_name", "对端")
        if values["kind"] in (pb.PEER_KIND_DEVICE, pb.PEER_KIND_LOWER):
            values.setdefault("community_id", self.here)
        request = pb.CreatePeerRequest(national_id=national_id, **values)
        return (await self.stub().CreatePeer(request)).peer

    async def flow(self, peer: Any, fields: dict[str, list[str]], **values: Any) -> Any:
        """A flow that two others have approved."""
        flow = await self.proposed(peer, fields, **values)
        for who in ("first", "second"):
            request = pb.ApproveFlowRequest(id=flow.id)
            flow = (await self.stub(subject=who).ApproveFlow(request)).flow
        return flow

    async def proposed(self, peer: Any, fields: dict[str, list[str]], **values: Any) -> Any:
        values.setdefault("basis", pb.LEGAL_BASIS_STATE_ORGAN)
        values.setdefault("expire_time", timestamp(now() + timedelta(days=30)))
        request = pb.CreateFlowRequest(
            destination_id=peer.id,
            purpose="为测试上报",
            document="鲁公技〔2026〕1号",
            fields=[pb.FieldList(kind=k, names=n) for k, n in fields.items()],
            **values,
        )
        return (await self.stub(subject="proposer").CreateFlow(request)).flow

    def signed_in(self, national_id: str = CAMERA) -> Any:
        return signed_in(self.url, national_id, PASSWORD)

    async def drive(self, key: str = "k1", plate: str = "鲁C12345") -> str:
        """A car that was decided over and went in; returns its passage."""
        stub = self.node.stub(PlateServiceStub, role="service")
        decided = plate_pb2.DecidePassageRequest(
            access_point_id=self.point, key=key, opened=True, plate=plate, reason="PERMIT"
        )
        await stub.DecidePassage(decided)
        request = plate_pb2.ReportPassedRequest(access_point_id=self.point, key=key)
        return str((await self.plate.ReportPassed(request)).passage.id)

    async def states(self, peer: Any) -> list[str]:
        answer = await self.stub().ListObjects(
            pb.ListObjectsRequest(destination_id=peer.id, page_size=500)
        )
        return [pb.ObjectState.Name(o.state).removeprefix("OBJECT_STATE_") for o in answer.objects]

    async def stored(self, kind: str) -> list[Any]:
        """What came in of a kind and is kept."""
        async with self.parts.db.read() as session:
            rows = await store.every(session, Received)
        return [row for row in rows if row.kind == kind]

    async def until(self, peer: Any, count: int, state: str = "ACCEPTED") -> None:
        # Of those that wait one may be on its way, to a platform that does not take it.
        fit = {"QUEUED", "SENT"} if state == "QUEUED" else {state}

        async def there() -> bool:
            states = await self.states(peer)
            return len(states) >= count and set(states) <= fit

        await eventually(there, 60)


@pytest.fixture(autouse=True)
def realtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long an answer may take is what test_answering.py is about, alone."""
    monkeypatch.setattr(server, "REALTIME", 30.0)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[TestNode]:
    settings = settings_in(
        tmp_path,
        Settings,
        registry={"flush_interval": 0.05},
        uplink={
            "port": 0,
            "backoff": [0.05, 0.1],
            "poll_interval": 0.05,
            "beat_interval": 0.05,
            "sync_interval": 1.0,
            "object_tries": 6,
        },
    )
    async with running(settings, MODULES, ROLES) as started:
        yield started


@pytest.fixture
async def estate(node: TestNode) -> Estate:
    made = Estate(node)
    await made.found()
    return made


@pytest.fixture
async def upper(estate: Estate) -> AsyncIterator[UpperPlatform]:
    """An upper platform that takes everything, until it is told otherwise."""
    async with UpperPlatform(UPPER, PASSWORD) as started:
        yield started


@pytest.fixture
async def client(estate: Estate) -> AsyncIterator[httpx.AsyncClient]:
    """A camera that has registered."""
    await estate.peer()
    async with estate.signed_in() as signed:
        yield signed
