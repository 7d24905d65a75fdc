"""A wish to watch ends when the state organ that made it says so, or after its days (R95)."""

from typing import Any

import pytest

from anju.uplink.v1 import uplink_pb2 as pb
from services.uplink.conftest import UPPER, Estate
from services.uplink.models import WatchRequest
from services.uplink.test_retention import count, turn_in
from services.uplink.testing import UpperPlatform, good, request_of

OTHER = "37030300005030000008"
WISH = {"DispositionID": "d1", "Title": "x", "TargetFeature": "某某某", "OperateType": 0}


def wishes(*items: dict[str, Any]) -> dict[str, Any]:
    return request_of("DispositionListObject", "DispositionObject", *items)


@pytest.fixture
async def organ(estate: Estate, upper: UpperPlatform):
    """A state organ's platform that made two wishes."""
    await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url, state_organ=True)
    async with estate.signed_in(UPPER) as client:
        body = wishes(WISH, WISH | {"DispositionID": "d2"})
        good(await client.post("/VIID/Dispositions", json=body))
        yield client


ENDS = {
    "ids of a query": ("DELETE", "?IDList=d1", None),
    "id of a path": ("DELETE", "/d1", None),
    "objects": ("DELETE", "", wishes({"DispositionID": "d1"})),
    "ids of a body": ("POST", "", {"IDList": ["d1"]}),
    "reasons alone": ("PUT", "/d1", {"DispositionObject": {"DispositionRemoveReason": "done"}}),
    "reasons beside it": ("PUT", "/d1", wishes(WISH | {"DispositionRemovePerson": "a"})),
    "its own word": ("POST", "", wishes(WISH | {"OperateType": "1"})),
    "its status": ("PUT", "", wishes(WISH | {"DispositionStatus": 1})),
}


@pytest.mark.parametrize("way", ENDS)
async def test_the_organ_takes_its_wish_back(estate: Estate, organ: Any, way: str):
    method, path, body = ENDS[way]
    for _ in range(2):  # sent again it is ended already
        good(await organ.request(method, f"/VIID/Dispositions{path}", json=body))
    async with estate.parts.db.read() as session:
        from services.uplink import store

        (left,) = await store.every(session, WatchRequest)
    assert left.disposition_id == "d2"
    assert estate.parts.counters.values["watch_withdrawn"] == 1


async def test_a_put_of_the_whole_wish_changes_it(estate: Estate, organ: Any):
    good(await organ.put("/VIID/Dispositions", json=wishes(WISH | {"Title": "y"})))
    assert await count(estate, WatchRequest) == 2


@pytest.mark.parametrize("state_organ", [True, False])
async def test_nobody_else_takes_it_back(
    estate: Estate, organ: Any, upper: UpperPlatform, state_organ: bool
):
    await estate.peer(OTHER, kind=pb.PEER_KIND_UPPER, url=upper.url, state_organ=state_organ)
    async with estate.signed_in(OTHER) as client:
        answers = [
            await client.delete("/VIID/Dispositions?IDList=d1,d2"),
            await client.put("/VIID/Dispositions/d1", json=wishes({"DispositionID": "d1"})),
        ]
    assert {each.status_code for each in answers} == {200 if state_organ else 403}
    assert await count(estate, WatchRequest) == 2


async def test_wishes_have_days_of_their_own(estate: Estate, organ: Any, monkeypatch: Any):
    await turn_in(estate, monkeypatch, 89)
    assert await count(estate, WatchRequest) == 2
    await turn_in(estate, monkeypatch, 91)
    assert await count(estate, WatchRequest) == 0
