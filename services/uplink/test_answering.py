"""Peers wait a few seconds: whatever hangs, they hear in time that they may send again."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
from grpc import StatusCode
from grpc.aio import AioRpcError, Metadata

from services.uplink.conftest import CAMERA, FACE, Estate
from services.uplink.lawful import FaceFunctions
from services.uplink.test_people import CAR, image
from services.uplink.testing import good, request_of, vehicle


@pytest.fixture(autouse=True)
def realtime() -> None:
    """As peers have it."""


async def hang(*_: Any, **__: Any) -> Any:
    await asyncio.sleep(3600)


async def busy(call: Any) -> None:
    """Answered within the time that the most impatient peer waits, in both forms."""
    started = time.monotonic()
    answer = await call
    assert time.monotonic() - started < 2.9
    assert answer.status_code == 503
    body = answer.json()
    assert body["ResponseStatusObject"]["StatusCode"] == "2"
    entries = body["ResponseStatusListObject"]["ResponseStatusObject"]
    assert {entry["StatusCode"] for entry in entries} == {2}


async def test_a_store_that_hangs(estate: Estate, client: Any, monkeypatch: Any):
    going = estate.parts.receiver.gathering._handle
    hold = asyncio.Event()

    async def handle(some: Any) -> Any:
        await hold.wait()
        return await going(some)

    monkeypatch.setattr(estate.parts.receiver.gathering, "_handle", handle)
    body = request_of("MotorVehicleListObject", "MotorVehicleObject", vehicle(1, CAMERA))
    await busy(client.post("/VIID/MotorVehicles", json=body))
    assert await estate.stored("motor_vehicle") == []  # nothing was acknowledged
    hold.set()
    good(await client.post("/VIID/MotorVehicles", json=body))
    assert len(await estate.stored("motor_vehicle")) == 1


async def test_tables_that_hang(estate: Estate, client: Any):
    gate = request_of("TollgateListObject", "TollgateObject", {"TollgateID": "g1"})
    good(await client.post("/VIID/Tollgates", json=gate))
    async with estate.parts.db._writing:
        await busy(client.delete("/VIID/Tollgates?IDList=g1"))
    assert len(await estate.stored("tollgate")) == 1
    good(await client.delete("/VIID/Tollgates?IDList=g1"))
    assert await estate.stored("tollgate") == []


async def test_a_file_store_that_hangs(estate: Estate, client: Any, monkeypatch: Any):
    files = estate.parts.receiver._pictures._files
    with monkeypatch.context() as patched:
        patched.setattr(files, "put", hang)
        await busy(client.post("/VIID/Images", json=image("i1", Data=CAR)))
    assert await estate.stored("image") == []
    good(await client.post("/VIID/Images", json=image("i1", Data=CAR)))


async def test_an_access_service_that_hangs(estate: Estate, client: Any, monkeypatch: Any):
    monkeypatch.setattr(estate.parts.receiver._faces, "lawful", hang)
    body = request_of("FaceListObject", "FaceObject", FACE)
    await busy(client.post("/VIID/Faces", json=body))
    assert await estate.stored("face") == []


class Silent:
    """An access service that lets each question run into its time."""

    def __init__(self) -> None:
        self.asked = 0

    async def GetRules(self, request: Any, timeout: float) -> Any:
        self.asked += 1
        await asyncio.sleep(timeout)
        raise AioRpcError(StatusCode.DEADLINE_EXCEEDED, Metadata(), Metadata())


async def test_a_batch_of_faces_waits_once(estate: Estate, client: Any, monkeypatch: Any):
    silent = Silent()
    monkeypatch.setattr(estate.parts.receiver, "_faces", FaceFunctions(silent))
    faces = [FACE | {"FaceID": f"f{number}"} for number in range(20)]
    started = time.monotonic()
    await busy(client.post("/VIID/Faces", json=request_of("FaceListObject", "FaceObject", *faces)))
    assert time.monotonic() - started < 1.9
    assert silent.asked == 1


@pytest.mark.parametrize("code", [StatusCode.UNAVAILABLE, StatusCode.DEADLINE_EXCEEDED])
async def test_silence_is_remembered_for_a_second(monkeypatch: Any, code: StatusCode):
    at, asked = 100.0, []
    monkeypatch.setattr("services.uplink.lawful.time.monotonic", lambda: at)

    async def rules(request: Any, timeout: float) -> Any:
        asked.append(request.access_point_id)
        if len(asked) == 1:
            raise AioRpcError(code, Metadata(), Metadata())
        return SimpleNamespace(rules=SimpleNamespace(face=True))

    functions = FaceFunctions(SimpleNamespace(GetRules=rules))
    assert await functions.lawful("a") is None
    assert await functions.lawful("b") is None  # the same service
    assert asked == ["a"]
    at += 1.1
    assert await functions.lawful("b") is True
    assert asked == ["a", "b"]
