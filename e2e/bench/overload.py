"""More gates than the machine can serve: refused early instead of queued beyond the deadline."""

from collections.abc import Callable
from typing import Any

from anju.access.v1.access_pb2_grpc import AccessServiceStub
from e2e.bench.frames import frame
from e2e.bench.gates import drive
from e2e.community import found
from e2e.platform import SHARED, Platform

GATES, DEADLINE = 96, 0.25


async def measure(platform: Platform, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """96 clients with a deadline of 250 ms that keep to the retry hint and to no other pause."""
    say(f"overload: {GATES} gates, deadline {DEADLINE * 1000:.0f} ms")
    community = await found(platform, "OVERLOAD")
    gate = await community.gate(number=9)
    await community.enable_face(gate)
    photo = sorted((SHARED / "data" / "faces").glob("*_0001.jpg"))[0]
    await community.enrolled("somebody", photo.read_bytes())
    async with platform.channel() as channel:
        stub: Any = AccessServiceStub(channel)
        pictures = [frame(photo, "640×480", 1)]
        result, outcomes = await drive(stub, gate, pictures, 5.0, GATES, DEADLINE)
    answered = sum(n for name, n in outcomes.items() if name.startswith("OUTCOME"))
    return [
        {
            "gates": GATES,
            "deadline_ms": DEADLINE * 1000,
            "decided_per_s": answered / 5,
            "shed_per_s": outcomes.get("RESOURCE_EXHAUSTED", 0) / 5,
            "late_per_s": outcomes.get("DEADLINE_EXCEEDED", 0) / 5,
            "p99_ms": result.percentile(99),
        }
    ]
