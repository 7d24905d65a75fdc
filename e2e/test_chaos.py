"""Everything that clusters do to pods, while gates are asked: nothing acknowledged is lost or told
twice, gates go on, and all converges by itself. Runs in services mode alone."""

import asyncio
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from e2e.community import found
from e2e.gates import Observer, check, under_load
from e2e.platform import in_services
from e2e.services import NAMES, Services
from e2e.slow_link import Link
from e2e.watched import SPELL, Watched
from kit.testing_postgres import PostgresServer

pytestmark = pytest.mark.skipif(
    not in_services(), reason="needs one process per service: ANJU_E2E_MODE=services"
)
REPLICAS = ("access-2",)
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


@dataclass
class Links:
    """Between every service and what it calls or stands on."""

    database: Link
    files: Link
    calls: list[Link]

    @classmethod
    def around(cls, platform: Services) -> "Links":
        calls = {name: Link(port) for name, port in platform.grpc_ports.items()}
        made = cls(Link(platform.postgres.port), Link(platform.files.port), [*calls.values()])
        url = platform.setting("ANJU_DATABASE__URL")
        platform.set(
            ANJU_CHANNELS=json.dumps({n: f"127.0.0.1:{calls[n].port}" for n in NAMES}),
            ANJU_DATABASE__URL=url.replace(str(platform.postgres.port), str(made.database.port)),
            ANJU_FILES__URL=f"http://127.0.0.1:{made.files.port}/anju",
        )
        return made

    def close(self) -> None:
        for link in (self.database, self.files, *self.calls):
            link.close()


@contextmanager
def slow(*links: Link) -> Iterator[None]:
    for link in links:
        link.delay = 0.1  # each way: 200 ms there and back
    yield
    for link in links:
        link.delay = 0.0


async def test_gates_go_on_whatever_dies(tmp_path: Path, postgres: PostgresServer):
    platform = Services(tmp_path, REPLICAS, postgres, ANJU_DATABASE__BUSY_TIMEOUT="2")
    links = Links.around(platform)
    try:
        community = await found(platform.start())
        watched = Watched(await under_load(community, 3))
        stop, observer = asyncio.Event(), Observer(platform)
        working = asyncio.create_task(watched.run(stop))
        await asyncio.sleep(SPELL)
        for name in platform.names:
            async with watched.during(f"kill -9 of {name}"):
                platform.kill(name)
                await asyncio.sleep(1)
                platform.launch(name)
        async with watched.during("PostgreSQL restarts"):
            await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
            await asyncio.to_thread(postgres.start)
        async with watched.during("the leader of the stream is killed"):
            leader = platform.events.leader("ANJU")
            platform.events.kill(leader)
        platform.events.launch(leader)
        async with watched.during("S3 hangs"):
            platform.files.send(signal.SIGSTOP)
            await asyncio.sleep(SPELL)
        platform.files.send(signal.SIGCONT)
        for what, slowed in (
            ("200 ms to PostgreSQL", [links.database]),
            ("200 ms to S3", [links.files]),
            ("200 ms between services", links.calls),
        ):
            with slow(*slowed):
                async with watched.during(what):
                    pass
        if FAKETIME.exists():
            async with watched.during("one replica's clock is 90 s ahead"):
                platform.kill("access-2")
                skewed = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+90s"}
                platform.launch("access-2", FAKETIME_DONT_FAKE_MONOTONIC="1", **skewed)
        stop.set()
        await working
        await asyncio.to_thread(platform.await_ready)
        _report(watched.table())
        await check(platform, watched.load, observer)
        (doubled,) = platform.rows(
            "SELECT count(*) - count(DISTINCT request_id) FROM pass WHERE request_id <> ''"
        )
        assert doubled == 0
        await community.http.aclose()
    finally:
        platform.close()
        links.close()


def _report(table: str) -> None:
    """For people: with `-s` on the terminal, and in build/chaos.md."""
    print(f"\n{table}")
    place = Path("build") / "chaos.md"
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"{table}\n")
