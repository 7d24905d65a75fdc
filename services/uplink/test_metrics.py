"""What Prometheus is told of each destination."""

import pytest
from opentelemetry.metrics import CallbackOptions

from anju.uplink.v1 import uplink_pb2 as pb
from kit.testing import eventually
from services.uplink.conftest import Estate
from services.uplink.metrics import UP, Figures, Metrics, observed
from services.uplink.models import LinkState
from services.uplink.test_sending import VEHICLE, destination
from services.uplink.testing import UpperPlatform


async def looked(estate: Estate) -> dict[str, Figures]:
    await Metrics(estate.parts.db, estate.parts.directory).look()
    return Metrics.figures


@pytest.fixture
def figures(monkeypatch):
    """Those of this test alone."""
    monkeypatch.setattr(Metrics, "figures", {})


async def test_figures_follow_an_outage(estate: Estate, upper: UpperPlatform, figures):
    assert await looked(estate) == {}
    await estate.peer()  # a device is no destination
    upper.up = False
    policy = pb.OVERFLOW_POLICY_DROP_NEWEST
    peer = await destination(estate, upper, queue_objects=1, overflow=policy)
    await estate.flow(peer, VEHICLE)
    for number in range(3):
        await estate.drive(f"k{number}")

    async def down() -> bool:
        now = (await looked(estate))[peer.id]
        return (now.waiting, now.set_aside, now.link_up) == (1, 2, 0)

    await eventually(down)
    found = await looked(estate)
    assert list(found) == [peer.id]
    assert 0 < found[peer.id].oldest_seconds < 60
    upper.up = True

    async def up() -> bool:
        return (await looked(estate))[peer.id] == Figures(0, 0.0, 2, 1)

    await eventually(up, 60)


async def test_a_link_that_somebody_paused_is_not_down(
    estate: Estate, upper: UpperPlatform, figures
):
    peer = await destination(estate, upper)
    await estate.stub().PausePeer(pb.PausePeerRequest(id=peer.id, reason="as a test"))
    assert (await looked(estate))[peer.id].link_up is None
    assert list(observed("link_up")(CallbackOptions())) == []
    (seen,) = observed("waiting")(CallbackOptions())
    assert (seen.value, seen.attributes) == (0, {"destination": peer.id})


def test_every_state_of_a_link_was_thought_of():
    """Else one would look paused, and nobody would be alarmed."""
    silent = {LinkState.PAUSED, LinkState.UNREGISTERED}
    assert set(UP) | silent == set(LinkState)
    assert not set(UP) & silent
