"""Cameras over real RTSP: somebody walks by, the stream dies and comes back, stalls, is garbage,
is huge, refuses the login."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from e2e.community import Community, wait_for
from e2e.community import found as founded
from e2e.inside import inside
from e2e.platform import has_models
from e2e.scenes.catalogue import happens
from e2e.scenes.sprites import missing
from e2e.scenes.stage import pictures
from kit.testing_nats import free_ports
from services.perimeter.settings import PerimeterSettings, VideoSettings
from services.perimeter.video.clips import jpeg_of

PYTHON = "/usr/bin/python3"
SERVER = Path(__file__).with_name("rtsp_server.py")
LOGIN = {"username": "guard", "password": "secret"}


def served() -> bool:
    code = "import gi; gi.require_version('GstRtspServer', '1.0')"
    return (
        bool(shutil.which(PYTHON))
        and not subprocess.run([PYTHON, "-c", code], capture_output=True).returncode
    )


pytestmark = [
    pytest.mark.one_process,
    pytest.mark.skipif(
        not served() or not has_models() or bool(missing()),
        reason="needs gir1.2-gst-rtsp-server-1.0, ../shared/models, films",
    ),
]


class RtspServer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (self.port,) = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [PYTHON, str(SERVER), str(self.port), str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._process.stdout
        assert self._process.stdout.readline() == b"ready\n"

    def signal(self, number: int) -> None:
        assert self._process
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def url(self, path: str = "film") -> str:
        return f"rtsp://127.0.0.1:{self.port}/{path}"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody walks through the yard, again and again."""
    folder = tmp_path_factory.mktemp("film")
    told = next(each for each in happens() if each.name == "intrusion by day")
    shown = [picture for _, picture in pictures(told.scene)][::2]
    for number, picture in enumerate(shown):
        (folder / f"{number:03}.jpg").write_bytes(jpeg_of(picture))
    return folder


@pytest.fixture
def server(film: Path) -> Iterator[RtspServer]:
    made = RtspServer(film)
    made.start()
    yield made
    made.kill()


def limits() -> PerimeterSettings:
    video = VideoSettings(lease_interval=0.3, retry_seconds=0.3, retry_most=1.0)
    return PerimeterSettings(video=video, sweep_interval=0.2, clip_before=1.0, clip_after=1.0)


async def camera(community: Community, url: str, login: Any = None) -> str:
    made = await community.post(
        "/cameras",
        community_id=community.id,
        display_name="东墙",
        url=url,
        **(LOGIN if login is None else login),
    )
    return str(made["id"])


async def health(community: Community, key: str, wanted: str, reason: str = "") -> Any:
    async def check() -> Any:
        got = await community.get(f"/cameras/{key}")
        return got if got["health"] == wanted and reason in got["health_reason"] else None

    return await wait_for(check, 40)


async def guard(community: Community, key: str) -> None:
    corners = [{"x": x, "y": y} for x, y in ((0.02, 0.6), (0.98, 0.6), (0.98, 1), (0.02, 1))]
    zone = await community.post("/zones", camera_id=key, display_name="墙内", points=corners)
    await community.post("/zone-rules", zone_id=zone["id"], kind="intrusion")


async def test_somebody_walks_by_and_the_stream_comes_back(tmp_path: Path, server: RtspServer):
    async with inside(tmp_path, models=True, perimeter=limits()) as node:
        community = await founded(node)  # type: ignore[arg-type]
        key = await camera(community, server.url())
        await guard(community, key)

        async def raised() -> Any:
            found = await community.get("/alarms", camera_id=key, kind="intrusion")
            return found["items"]

        assert await wait_for(raised, 60)
        server.kill()
        await health(community, key, "lost")
        server.start()
        await health(community, key, "ok")
        for name in ("lost", "restored"):
            await node.events(f"anju.*.perimeter.camera.{name}")


async def test_a_stream_that_stalls_is_lost(tmp_path: Path, server: RtspServer):
    async with inside(tmp_path, models=True, perimeter=limits()) as node:
        community = await founded(node)  # type: ignore[arg-type]
        key = await camera(community, server.url())
        await health(community, key, "ok")
        server.signal(signal.SIGSTOP)
        try:
            await health(community, key, "lost", "STALLED")
        finally:
            server.signal(signal.SIGCONT)
        await health(community, key, "ok")


async def test_what_else_cameras_do(tmp_path: Path, server: RtspServer):
    """A wrong password, no such stream, 4K, garbage, and somebody who never answers."""
    with _garbage() as garbage, socket.create_server(("127.0.0.1", 0)) as silent:
        async with inside(tmp_path, models=True, perimeter=limits()) as node:
            community = await founded(node)  # type: ignore[arg-type]
            wrong = await camera(community, server.url(), {"username": "guard", "password": "no"})
            absent = await camera(community, server.url("none"))
            large = await camera(community, server.url("large"))
            rubbish = await camera(community, f"rtsp://127.0.0.1:{_port(garbage)}/x")
            quiet = await camera(community, f"rtsp://127.0.0.1:{_port(silent)}/x")
            shown = await health(community, wrong, "lost", "LOGIN_REFUSED")
            assert "password" not in shown
            await health(community, absent, "lost", "NO_SUCH_STREAM")
            await health(community, rubbish, "lost")
            await health(community, quiet, "lost")
            await health(community, large, "ok")


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


@contextlib.contextmanager
def _garbage() -> Iterator[socket.socket]:
    """Answers everybody with random bytes."""
    chance = np.random.default_rng(3)

    def serve(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.recv(100)
                    connection.sendall(chance.bytes(4096))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield listening
        listening.shutdown(socket.SHUT_RDWR)
