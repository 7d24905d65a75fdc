"""The platform as a process of its own, started and ended by whoever needs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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

    def start(self, timeout: float = 60.0) -> "Platform":
        """Returns when every module runs. Raises RuntimeError with the log's end otherwise."""
        place = self.data / "endpoints.json"
        place.unlink(missing_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "anju.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services", "up"],
                cwd=ROOT,
                env=self._env,
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

    def observer_url(self) -> str:
        return (self.data / "nats" / "observer.url").read_text()

    def rest(self, token: str | None = None) -> httpx.AsyncClient:
        bearer = self.admin_token() if token is None else token
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        return httpx.AsyncClient(base_url=f"{self.http}/v1", headers=headers, timeout=30)

    def channel(self) -> grpc.aio.Channel:
        return grpc.aio.insecure_channel(self.grpc)

    def __enter__(self) -> "Platform":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    """gRPC metadata of a token."""
    return (("authorization", f"Bearer {token}"),)


def models_env() -> dict[str, str]:
    """Where the shared model files are, when they are there."""
    folder = SHARED / "models"
    return {"ANJU_INFERENCE__MODELS_DIR": str(folder)} if folder.is_dir() else {}


def has_models() -> bool:
    return (SHARED / "models" / "face_recognition_mobilefacenet_2025dec.onnx").exists()
