"""A whole district: import of 475 communities and 50,000 devices, then their heartbeats."""

import asyncio
import csv
import io
import time
from collections.abc import Callable
from typing import Any

from anju.registry.v1 import registry_pb2 as pb
from anju.registry.v1.registry_pb2_grpc import RegistryServiceStub
from e2e.community import call
from e2e.platform import Platform, bearer

COMMUNITIES, DEVICES, BATCH = 475, 50_000, 1_000


def district_csv() -> bytes:
    """A town, its communities, one access point each, and devices spread over them."""
    out = io.StringIO()
    columns = "type name town_code community_code access_point kind enclosure direction national_id"
    writer = csv.DictWriter(out, columns.split(), restval="")
    writer.writeheader()
    writer.writerow({"type": "town", "name": "科苑街道", "town_code": "370303001"})
    for number in range(COMMUNITIES):
        code = f"C{number:03}"
        writer.writerow(
            {
                "type": "community",
                "name": f"小区{number}",
                "town_code": "370303001",
                "community_code": code,
                "kind": "commercial",
                "enclosure": "enclosed",
            }
        )
        writer.writerow(
            {
                "type": "access_point",
                "name": "南门",
                "community_code": code,
                "kind": "gate",
                "direction": "in",
            }
        )
    for number in range(DEVICES):
        writer.writerow(
            {
                "type": "device",
                "name": f"设备{number}",
                "community_code": f"C{number % COMMUNITIES:03}",
                "access_point": "南门",
                "kind": "camera",
                "national_id": f"{number + 1:020}",
            }
        )
    return out.getvalue().encode()


async def measure(platform: Platform, say: Callable[[str], None]) -> list[dict[str, Any]]:
    rows = []
    content = district_csv()
    async with platform.rest() as http:
        await call(http, "PUT", "/districts/370303", json={"display_name": "张店区"})
        for what in ("import", "the same file again"):
            say(what)
            started = time.perf_counter()
            report = await call(
                http, "POST", "/imports", content=content, headers={"content-type": "text/csv"}
            )
            if report["problems"]:
                raise RuntimeError(f"import refused: {report['problems'][:3]}")
            seconds = time.perf_counter() - started
            rows.append({"what": what, "rows": report["rows"], "s": seconds})
    say("heartbeats")
    rows.append(await _heartbeats(platform))
    return rows


async def _heartbeats(platform: Platform) -> dict[str, Any]:
    """All devices, twice, in batches of 1,000 over one connection, four batches at a time."""
    token = platform.token("integrator")
    async with platform.channel() as channel:
        stub: Any = RegistryServiceStub(channel)
        devices = await _devices(stub, token)
        requests = [
            pb.ReportHeartbeatsRequest(
                heartbeats=[pb.Heartbeat(device_id=each) for each in devices[at : at + BATCH]]
            )
            for at in range(0, len(devices), BATCH)
        ] * 2
        limit = asyncio.Semaphore(4)

        async def send(request: Any) -> int:
            async with limit:
                answer = await stub.ReportHeartbeats(request, metadata=bearer(token))
                return len(answer.refused_device_ids)

        started = time.perf_counter()
        refused = sum(await asyncio.gather(*map(send, requests)))
        seconds = time.perf_counter() - started
    if refused:
        raise RuntimeError(f"{refused} heartbeats refused")
    count = 2 * len(devices)
    return {"what": "heartbeats over gRPC", "rows": count, "s": seconds, "per_s": count / seconds}


async def _devices(stub: Any, token: str) -> list[str]:
    found: list[str] = []
    page = ""
    while True:
        request = pb.ListDevicesRequest(page_size=500, page_token=page)
        answer = await stub.ListDevices(request, metadata=bearer(token))
        found += [device.id for device in answer.devices]
        if not (page := answer.next_page_token):
            return found
