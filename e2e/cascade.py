"""Two platforms in a cascade: a lower one that sends up, an upper one that it is registered at."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from e2e.barriers import barrier
from e2e.community import Community, call, found
from e2e.platform import Platform
from kit.testing_nats import free_ports

PASSWORD = "a-long-password"  # of test peers
LOWER_ID, UPPER_ID = "37030300005030000001", "37030300005030000009"
CAMERA = "37030300001310000077"
QUICK = {
    "ANJU_UPLINK__BACKOFF": "[0.05, 0.1, 0.3]",
    "ANJU_UPLINK__POLL_INTERVAL": "0.05",
    "ANJU_UPLINK__SYNC_INTERVAL": "1",
}
COUNT = int(os.environ.get("ANJU_UPLINK_COUNT", "300"))
BATCH = 20
TAKEN = "select count(*) from sent_object where state = 'accepted'"
LEFT = "select count(*) from sent_object where state != 'accepted'"
GENERATED = "select count(*) from ledger_entry where act = 'generated'"
ACCEPTED = "select object_number from ledger_entry where act = 'accepted'"
FIELDS = ["DeviceID", "PassTime", "InOut", "HasPlate", "PlateNo", "InfoKind"]


@contextmanager
def listening(folder: Path, own_id: str, **env: str) -> Iterator[tuple[Platform, str]]:
    """A platform that listens for GA/T 1400, and where; the same port after each start."""
    (port,) = free_ports(1)
    given = QUICK | {"ANJU_UPLINK__PORT": str(port), "ANJU_UPLINK__PLATFORM_ID": own_id} | env
    made = Platform(folder, **given)
    try:
        yield made.start(), f"http://127.0.0.1:{port}"
    finally:
        made.close()


async def camera_at_a_lane(platform: Platform) -> Community:
    """A community with a lane and a camera of GA/T 1400 at it."""
    community = await found(platform)
    lane = await barrier(community)
    await community.post(
        "/devices",
        community_id=community.id,
        access_point_id=lane.gate.id,
        national_id=CAMERA,
        display_name="相机",
        kind="camera",
        capabilities=["plate"],
    )
    body = {"kind": "device", "national_id": CAMERA, "display_name": "相机", "password": PASSWORD}
    await community.post("/uplink/peers", community_id=community.id, **body)
    return community


async def hears_from_below(platform: Platform) -> None:
    """Registers the lower platform there."""
    async with platform.rest() as http:
        body = {"kind": "lower", "national_id": LOWER_ID, "display_name": "下级"}
        await call(http, "POST", "/uplink/peers", json=body | {"password": PASSWORD})


CARS = {"basis": "state_organ", "fields": [{"kind": "motor_vehicle", "names": FIELDS}]}


async def sends_up(
    platform: Platform, url: str, flow: dict[str, Any] = CARS, profile: str = "gat1400-2017"
) -> str:
    """Sets up the upper platform at `url` and an approved flow to it; the peer's id."""
    async with platform.rest() as http:
        body = {
            "kind": "upper",
            "national_id": UPPER_ID,
            "username": LOWER_ID,
            "display_name": "上级",
            "password": PASSWORD,
            "url": url,
            "profile": profile,
        }
        peer = await call(http, "POST", "/uplink/peers", json=body)
        asked = {
            "destination_id": peer["id"],
            "purpose": "as a test",
            "document": "as a test",
            "expire_time": "2027-06-01T00:00:00Z",
        }
        made = await call(http, "POST", "/uplink/flows", json=asked | flow)
    for who in ("first", "second"):
        async with platform.rest(platform.token("district_admin", subject=who)) as http:
            await call(http, "POST", f"/uplink/flows/{made['id']}:approve")
    return str(peer["id"])


def car(number: int) -> dict[str, Any]:
    hour, rest = divmod(number, 3600)
    stamp = f"20260101{hour % 24:02}{rest // 60:02}{rest % 60:02}"
    return {
        "MotorVehicleID": f"{CAMERA}02{stamp}{number % 100000:05}0200001",
        "InfoKind": 1,
        "SourceID": f"{CAMERA}02{stamp}{number % 100000:05}",
        "DeviceID": CAMERA,
        "PlateNo": f"鲁C{number % 100000:05}",
        "PlateColor": "5",
        "PassTime": stamp,
        "InOut": "in",
    }


class Camera:
    """Posts cars in batches and keeps what was not acknowledged, as devices with a disk do."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=url, headers={"User-Identify": CAMERA}, trust_env=False, timeout=10
        )
        self.acknowledged = 0

    async def close(self) -> None:
        await self._http.aclose()

    async def post(self, cars: list[dict[str, Any]]) -> bool:
        """Whether the whole batch was acknowledged; registers again when it has to."""
        body = {"MotorVehicleListObject": {"MotorVehicleObject": cars}}
        try:
            answer = await self._http.post("/VIID/MotorVehicles", json=body)
            if answer.status_code == 401:
                auth = httpx.DigestAuth(CAMERA, PASSWORD)
                who = {"RegisterObject": {"DeviceID": CAMERA}}
                await self._http.post("/VIID/System/Register", json=who, auth=auth)
                return False
            codes = answer.json()["ResponseStatusListObject"]["ResponseStatusObject"]
        except (httpx.HTTPError, KeyError, ValueError):
            return False
        good = answer.status_code == 200 and all(e["StatusCode"] == 0 for e in codes)
        self.acknowledged += len(cars) if good else 0
        return good


def one(platform: Platform, query: str) -> int:
    return int(platform.rows(query, "uplink")[0])


async def posted(camera: Camera, first: int, count: int) -> None:
    """Sends cars until all are acknowledged, however often it takes."""
    for start in range(first, first + count, BATCH):
        batch = [car(number) for number in range(start, min(start + BATCH, first + count))]
        while not await camera.post(batch):
            await asyncio.sleep(0.1)


async def arrived(platform: Platform, count: int) -> None:
    async def all_taken() -> bool:
        return one(platform, TAKEN) >= count

    async with asyncio.timeout(max(240, count / 10)):
        while not await all_taken():
            await asyncio.sleep(0.5)


async def checked(platform: Platform, peer: str, count: int) -> None:
    """Every object that was generated is accepted, once, and the chain is whole."""
    assert one(platform, LEFT) == 0
    assert one(platform, TAKEN) == one(platform, GENERATED) == count
    accepted = platform.rows(ACCEPTED, "uplink")
    assert len(accepted) == len(set(accepted)) == count
    async with platform.rest() as http:
        body = {"destination_id": peer}
        assert (await call(http, "POST", "/uplink/ledger:verify", json=body))["whole"]
