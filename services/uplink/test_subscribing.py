"""Subscriptions of an upper platform: where notifications go, and how many there may be."""

from typing import Any

import pytest

from anju.uplink.v1 import uplink_pb2 as pb
from services.uplink import orders
from services.uplink.conftest import UPPER, Estate
from services.uplink.models import Peer, PeerKind
from services.uplink.orders import receive_url
from services.uplink.testing import UpperPlatform, request_of


@pytest.mark.parametrize(
    ("own", "given", "url"),
    [
        ("https://up.gov.cn", "https://up.gov.cn/notes", "https://up.gov.cn:443/notes"),
        ("https://up.gov.cn:8443", "https://up.gov.cn/notes", "https://up.gov.cn:8443/notes"),
        ("http://up.gov.cn", "up.gov.cn/notes", "http://up.gov.cn:80/notes"),
        ("http://up.gov.cn", "https://up.gov.cn/notes", "https://up.gov.cn:443/notes"),
    ],
)
def test_a_port_that_is_not_said_is_the_usual_one(own, given, url):
    peer = Peer(kind=PeerKind.UPPER, display_name="x", url=own)
    assert receive_url(peer, {"ReceiveAddr": given}) == url


async def test_what_is_over_takes_no_room(estate: Estate, upper: UpperPlatform, monkeypatch: Any):
    """A platform that makes a new subscription at each of its starts is not locked out."""
    monkeypatch.setattr(orders, "MOST", 2)
    await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)

    async with estate.signed_in(UPPER) as client:

        async def code_of(number: int, **more: Any) -> int:
            wish = {"SubscribeID": f"37030300000003202601010{number:010}", "SubscribeDetail": "13"}
            body = request_of("SubscribeListObject", "SubscribeObject", wish | more)
            answer = (await client.post("/VIID/Subscribes", json=body)).json()
            (status,) = answer["ResponseStatusListObject"]["ResponseStatusObject"]
            return int(status["StatusCode"])

        assert await code_of(1, EndTime="20260101000000") == 0
        assert [await code_of(number) for number in (2, 3)] == [0, 0]
        assert await code_of(4) == 4
        done = await client.delete("/VIID/Subscribes?IDList=37030300000003202601010" + f"{2:010}")
        assert done.status_code == 200
        assert await code_of(4) == 0
