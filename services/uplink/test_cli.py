"""`anju uplink` against a running node, as an operator types it."""

import asyncio

import pytest
from typer.testing import CliRunner

from kit.server import HttpServer
from services.uplink.cli import uplink
from services.uplink.conftest import Estate
from services.uplink.test_queue import destination
from services.uplink.test_sending import VEHICLE


@pytest.fixture
async def served(estate: Estate):
    """The node's REST API on a port."""
    server = HttpServer(estate.node.node.app, estate.node.node.settings.server)
    await server.start()
    yield ["--url", f"http://127.0.0.1:{server.port}", "--token", estate.node.token()]
    await server.stop()


async def run(*arguments: str):
    result = await asyncio.to_thread(CliRunner().invoke, uplink, list(arguments))
    return result.exit_code, result.output


async def test_status_ledger_and_replay(estate: Estate, upper, served):
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    await estate.drive()
    await estate.until(peer, 1)
    code, said = await run("status", *served, "--json")
    assert code == 0
    assert '"accepted": 1' in said
    code, said = await run("ledger", *served, "--destination", peer.id, "--json")
    assert [act in said for act in ("generated", "queued", "sent", "accepted")] == [True] * 4
    assert (await run("ledger", *served, "--destination", peer.id, "--verify"))[0] == 0
    when = ["--start", "2020-01-01", "--end", "2099-01-01", "--reason", "as a test"]
    code, said = await run("replay", *served, "--destination", peer.id, *when)
    assert code == 0
    assert "0 objects wait again" in said
    code, said = await run("replay", *served, "--destination", "nobody", *when)
    assert code == 1
    assert "PEER_NOT_FOUND" in said


async def test_without_a_platform_it_says_so(tmp_path):
    code, said = await run("status", "--data-dir", str(tmp_path))
    assert code == 2
    assert "no platform runs" in said
