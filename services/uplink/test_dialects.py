"""Every implementation of the protocol notes against the real listener: one row of `dialects`
after the other, as its devices and platforms send them."""

import gzip
import json
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from anju.uplink.v1 import uplink_pb2 as pb
from services.uplink import conftest, store
from services.uplink.conftest import Estate
from services.uplink.dialects import DEVICE, LOWER, SHAPES, UPPER, Shape
from services.uplink.models import Received
from services.uplink.testing import UpperPlatform

NAMES = {
    *("HXR", "XZH", "FLI", "RKG", "WZB", "DOS", "NOR", "SUN"),
    *("RUO", "EYE", "BNG", "PYC", "PYP", "PYD", "FWD", "KEE"),
}


def test_every_implementation_has_its_shapes():
    assert {shape.who for shape in SHAPES} == NAMES
    assert (DEVICE, UPPER) == (conftest.CAMERA, conftest.UPPER)


@pytest.mark.parametrize("who", sorted(NAMES))
async def test_dialect(estate: Estate, upper: UpperPlatform, who: str):
    await estate.peer()
    await estate.peer(LOWER, kind=pb.PEER_KIND_LOWER)
    await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)
    async with AsyncExitStack() as stack:
        clients = {
            each: await stack.enter_async_context(estate.signed_in(each))
            for each in (DEVICE, LOWER, UPPER)
        }
        for shape in (each for each in SHAPES if each.who == who):
            rows, counts = await kinds(estate), Counter(estate.parts.counters.values)
            answer = await send(clients[shape.speaker], shape)
            judge(shape, answer)
            for kind, more in shape.rows.items():
                assert (await kinds(estate))[kind] - rows[kind] == more, shape.what
            if not shape.rows:
                assert await kinds(estate) == rows, shape.what
            for name, more in shape.counts.items():
                assert estate.parts.counters.values[name] - counts[name] == more, shape.what


async def kinds(estate: Estate) -> Counter[str]:
    """How many objects of each kind are stored."""
    async with estate.parts.db.read() as session:
        return Counter(row.kind for row in await store.every(session, Received))


async def send(client: httpx.AsyncClient, shape: Shape) -> httpx.Response:
    content = b""
    if shape.body is not None:
        content = shape.body if isinstance(shape.body, bytes) else json.dumps(shape.body).encode()
    if "Content-Encoding" in shape.headers:
        content = gzip.compress(content)
    return await client.request(
        shape.method, f"/VIID/{shape.path}", content=content, headers=shape.headers
    )


def judge(shape: Shape, answer: httpx.Response) -> None:
    assert answer.status_code == shape.http, f"{shape.what}: {answer.text}"
    body = answer.json()
    if shape.shows is not None:
        assert tuple(shown(body)) == shape.shows, shape.what
        return
    worst = next((code for code in shape.codes if code), 0)
    single = body["ResponseStatusObject"]["StatusCode"]
    assert single == (str(worst) if worst else 0), shape.what  # the types that all clients read
    entries = body.get("ResponseStatusListObject", {}).get("ResponseStatusObject")
    if entries is not None:
        assert tuple(entry["StatusCode"] for entry in entries) == shape.codes, shape.what


def shown(body: Any) -> list[str]:
    """The ids of a GET's objects."""
    (outer,) = body.values()
    rows = next(value for value in outer.values() if isinstance(value, list))
    return [next(str(v) for name, v in row.items() if name.endswith("ID")) for row in rows]
