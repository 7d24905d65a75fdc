"""The platform as a process of its own, started and ended by whoever needs it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import httpx

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


class Platform:
    """`anju up` on free ports in a folder. `start` again after `kill` reuses the folder."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self._env = os.environ | {"ANJU_BUS__PORT": "0", "ANJU_SERVER__GRPC_PORT": "0"}
        self._env |= {"ANJU_SERVER__HTTP_PORT": "0", "ANJU_DATA_DIR": str(folder / "data")} | env
        self._process: subprocess.Popen[bytes] | None = None
        self.http = self.grpc = ""

    @property
    def data(self) -> Path:
        return Path(self._env["ANJU_DATA_DIR"])

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def apis(self) -> list[str]:
        """Base URLs of all processes' HTTP servers."""
        return [self.http]

    def start(self, timeout: float = 120.0, without: Collection[str] = ()) -> "Platform":
        """Returns when every module runs; those of `without` answer nobody. Raises RuntimeError
        with the log's end otherwise."""
        place = self.data / "endpoints.json"
        place.unlink(missing_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "anju.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services", "up"],
                cwd=ROOT,
                env=self._env | {f"ANJU_CHANNELS__{n.upper()}": "127.0.0.1:1" for n in without},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + timeout
        while not place.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the platform did not start:\n{self.log()[-3000:]}")
            time.sleep(0.02)
        endpoints = json.loads(place.read_text())
        self.http, self.grpc = endpoints["http"], endpoints["grpc"]
        return self

    def kill(self) -> None:
        """kill -9: no clean-up of any kind."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._process.returncode

    def log(self) -> str:
        return (self.folder / "anju.log").read_text(errors="replace")

    def admin_token(self) -> str:
        return (self.data / "admin.token").read_text()

    def token(self, role: str, *communities: str, subject: str = "tester") -> str:
        """A token by the command line, as an operator would get one."""
        command = [sys.executable, "-m", "services", "tokens", "issue"]
        command += ["--role", role, "--subject", subject, "--data-dir", str(self.data)]
        for community in communities:
            command += ["--community", community]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def observer_urls(self) -> list[str]:
        return [(self.data / "nats" / "observer.url").read_text()]

    def rest(self, token: str | None = None) -> httpx.AsyncClient:
        bearer = self.admin_token() if token is None else token
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        return httpx.AsyncClient(base_url=f"{self.http}/v1", headers=headers, timeout=30)

    def channel(self) -> grpc.aio.Channel:
        return grpc.aio.insecure_channel(self.grpc)

    async def read(self, path: str) -> list[str]:
        """What each process answers at this path, without a token."""
        async with httpx.AsyncClient(timeout=30) as http:
            return [(await http.get(f"{api}{path}")).text for api in self.apis]

    def nats_pids(self) -> list[int]:
        """The nats-servers that the platform stands on."""
        return children(self.pid, "nats-server")

    def rows(self, query: str, service: str = "access") -> list[Any]:
        """First column of a query on a service's tables, also when nobody runs."""
        with sqlite3.connect(f"file:{self.data}/db/{service}.db?mode=ro", uri=True) as tables:
            return [row[0] for row in tables.execute(query)]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody can change the access service's outbox meanwhile."""
        tables = sqlite3.connect(self.data / "db" / "access.db", isolation_level=None)
        tables.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            tables.close()

    def close(self) -> None:
        """Ends it and all that it stands on."""
        self.stop()

    def __enter__(self) -> "Platform":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()


def platform(folder: Path, **env: str) -> Platform:
    """A platform of the mode that the stories run in: one process, or with `ANJU_E2E_MODE` set to
    `services`, one per service."""
    if in_services():
        from e2e.services import Services

        return Services(folder, **env)
    return Platform(folder, **env)


def in_services() -> bool:
    return os.environ.get("ANJU_E2E_MODE") == "services"


def children(pid: int, name: str) -> list[int]:
    """Processes that this one started and that run a program of this name."""
    return [each for each, parent, runs in _processes() if parent == pid and name in runs]


def alive(pid: int) -> bool:
    return any(each == pid for each, _, _ in _processes())


def _processes() -> Iterator[tuple[int, int, str]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, tail = path.read_text().rpartition(")")
        except OSError:
            continue
        state, parent = tail.split()[:2]
        if state != "Z":
            yield int(path.parent.name), int(parent), head.partition("(")[2]


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    """gRPC metadata of a token."""
    return (("authorization", f"Bearer {token}"),)


def models_env() -> dict[str, str]:
    """Where the shared model files are, when they are there."""
    folder = SHARED / "models"
    return {"ANJU_INFERENCE__MODELS_DIR": str(folder)} if folder.is_dir() else {}


def has_models() -> bool:
    return (SHARED / "models" / "face_recognition_mobilefacenet_2025dec.onnx").exists()
