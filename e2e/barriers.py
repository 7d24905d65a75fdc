"""A vehicle barrier, and what its controller and camera send."""

import base64
from dataclasses import dataclass
from itertools import count
from typing import Any

from e2e.community import Community, Gate, call, wait_for

_numbers = count(40_000)


@dataclass
class Barrier:
    community: Community
    gate: Gate

    async def _send(self, path: str, **body: Any) -> Any:
        async with self.community.platform.rest(self.gate.token) as http:
            return await call(http, "POST", path, json={"access_point_id": self.gate.id} | body)

    async def read(self, plate: str, confidence: float = 0.97, **more: Any) -> Any:
        """The pass that a device gets which recognises plates by itself."""
        shown = {"text": plate, "confidence": confidence} | more.pop("seen", {})
        return await self._send("/passes", evidence={"plate_read": shown}, **more)

    async def frames(self, *pictures: bytes, **more: Any) -> Any:
        images = [base64.b64encode(each).decode() for each in pictures]
        return await self._send("/passes", evidence={"plate_frames": {"images": images}}, **more)

    async def report(self, what: str, key: str) -> Any:
        """`press`, `picture`, `pass` or `reverse`."""
        return await self._send(f"/passages:{what}", key=key)

    async def through(self, plate: str, key: str) -> Any:
        """A car that is let in and drives through; returns the pass."""
        await self.report("press", key)
        decided = await self.read(plate, passage_key=key)
        await self.report("pass", key)
        return decided


async def barrier(
    community: Community, direction: str = "in", name: str = "车行道", **lane: Any
) -> Barrier:
    number = next(_numbers)
    gate = await community.gate(f"{name}{number}", number, direction)
    path = f"/lanes/{gate.id}"
    await call(community.http, "PUT", path, json={"direction": direction} | lane)
    return Barrier(community, gate)


async def permit(community: Community, plate: str, kind: str = "resident", **more: Any) -> Any:
    body = {"community_id": community.id, "plate": plate, "kind": kind} | more
    return await community.post("/permits", **body)


async def occupied(community: Community, car_park: str) -> int:
    found = await community.get(f"/car-parks/{car_park}", community_id=community.id)
    return int(found["occupied"])


async def eventually(read: Any, wanted: tuple[str, str]) -> Any:
    """Waits until the pass that `read` gets has this outcome and reason."""

    async def check() -> Any:
        found = await read()
        return found if (found["outcome"], found["reason"]) == wanted else None

    return await wait_for(check, 5)
