"""The platform as a district runs it: one process per service on PostgreSQL, a cluster of three
nats-servers and an S3 server, behind an ingress."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import psycopg
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from e2e.ingress import Ingress, service_of
from e2e.platform import ROOT, Platform
from kit import testing_postgres
from kit.testing_nats import NatsCluster, free_ports
from kit.testing_postgres import PostgresServer
from kit.testing_s3 import ACCESS_KEY, SECRET_KEY, S3Server

NAMES = (
    "inference",
    "registry",
    "resident",
    "coverage",
    "face",
    "plate",
    "visitor",
    "access",
    "perimeter",
    "uplink",
)
SEALING = ("coverage", "perimeter", "resident", "face", "visitor", "access", "uplink")


class Services(Platform):
    """Same face as `Platform`. `kill` and `stop` end the services; what they stand on goes on
    until `close`, as it would in a district. `copies` names further replicas: `access-2`."""

    def __init__(
        self,
        folder: Path,
        copies: Sequence[str] = (),
        postgres: PostgresServer | None = None,
        **env: str,
    ) -> None:
        super().__init__(folder, **env)
        folder.mkdir(parents=True, exist_ok=True)
        self.names = (*NAMES, *copies)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        ports = free_ports(2 * len(self.names) + 1)
        self.rest_ports = dict(zip(self.names, ports, strict=False))
        self.grpc_ports = dict(zip(self.names, ports[len(self.names) :], strict=False))
        self.postgres = postgres or testing_postgres.shared()
        self.events = NatsCluster(folder / "nats")
        self.files = S3Server(folder / "s3", ports[-1])
        self._ingress = Ingress(folder / "ingress")
        self.http, self.grpc = self._ingress.http, self._ingress.grpc
        self._env = self._settings() | self._env
        self._migrated = False

    def _settings(self) -> dict[str, str]:
        keys = self.folder / "data" / "keys"
        keys.mkdir(parents=True)
        issuer = keys / "issuer.pem"
        issuer.write_bytes(_pem(Ed25519PrivateKey.generate()))
        addresses = {name: self.address(name) for name in NAMES}
        rings = {f"ANJU_{n.upper()}__KEYRING": str(keys / f"{n}.json") for n in SEALING}
        return rings | {
            "ANJU_DATABASE__URL": self.postgres.of(self.folder),
            "ANJU_BUS__URL": self.events.url,
            "ANJU_BUS__REPLICAS": "3",
            "ANJU_FILES__URL": f"{self.files.url}/anju",
            "ANJU_FILES__ACCESS_KEY": ACCESS_KEY,
            "ANJU_FILES__SECRET_KEY": SECRET_KEY,
            "ANJU_AUTH__KEY": str(issuer),
            "ANJU_CHANNELS": json.dumps(addresses),
        }

    def setting(self, name: str) -> str:
        return self._env[name]

    def environment(self, name: str) -> dict[str, str]:
        """Of one process."""
        return self._env | {"ANJU_DATA_DIR": str(self.folder / "data" / name)} | _importing(ROOT)

    def set(self, **env: str) -> None:
        """Counts for what is launched from now on."""
        self._env |= env

    def address(self, service: str) -> str:
        """Where other services call it: all its replicas, in turn."""
        ports = [port for name, port in self.grpc_ports.items() if service_of(name) == service]
        return "ipv4:" + ",".join(f"127.0.0.1:{port}" for port in ports)

    @property
    def apis(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.rest_ports.values()]

    def start(
        self, timeout: float = 240.0, without: Collection[str] = (), root: Path = ROOT
    ) -> "Services":
        self.events.start()
        self.files.start()
        if not self._migrated:  # as a release is installed once, and pods start often
            self.migrate(root)
            self._migrated = True
        for name in self.names:
            if name not in without:
                self.launch(name, root)
        self.await_ready(timeout)
        self.route()
        return self

    def route(self, without: Collection[str] = ()) -> None:
        """Lets the ingress send calls to all that run but these."""
        running = [name for name in self.processes if name not in without]
        rest = {name: self.rest_ports[name] for name in running}
        self._ingress.serve(rest, {name: self.grpc_ports[name] for name in running})

    def migrate(self, root: Path = ROOT) -> None:
        self._anju("migrate", root=root)

    def _anju(self, *arguments: str, root: Path = ROOT) -> str:
        command = [sys.executable, "-m", "services", *arguments]
        env = self._env | _importing(root)
        done = subprocess.run(  # its result is looked at
            command, cwd=root, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"anju {arguments[0]} did not start: {done.stderr[-2000:]}")
        return done.stdout.strip()

    def launch(self, name: str, root: Path = ROOT, **env: str) -> None:
        """Starts one service; `root` may be another release's tree."""
        env |= {
            "ANJU_SERVER__GRPC_PORT": str(self.grpc_ports[name]),
            "ANJU_SERVER__HTTP_PORT": str(self.rest_ports[name]),
        }
        self._place(name).unlink(missing_ok=True)
        env = self.environment(name) | _importing(root) | env
        with (self.folder / "anju.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "services", "run", "--target", service_of(name)],
                cwd=root,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def await_ready(self, timeout: float = 240.0) -> None:
        """Waits until all that were launched are ready. Raises RuntimeError when one ended."""
        deadline = time.monotonic() + timeout
        waiting = set(self.processes)
        while waiting:
            waiting = {name for name in waiting if not self._place(name).exists()}
            ended = [n for n, process in self.processes.items() if process.poll() is not None]
            if ended or time.monotonic() > deadline:
                said = self.log()[-3000:]
                self.stop()
                who = ", ".join(ended or waiting)
                raise RuntimeError(f"the platform did not start ({who}):\n{said}")
            time.sleep(0.05)

    def _place(self, name: str) -> Path:
        """What a process writes once it is ready."""
        return self.folder / "data" / name / "endpoints.json"

    def drain(self, name: str) -> int:
        """Ends one as a cluster does: no new calls once it is not ready; returns its exit code."""
        process = self.processes[name]
        process.send_signal(signal.SIGTERM)
        ready = f"http://127.0.0.1:{self.rest_ports[name]}/readyz"
        while process.poll() is None and httpx.get(ready, timeout=5).status_code == 200:
            time.sleep(0.05)
        self.route(without=[name])
        code = process.wait(60)
        del self.processes[name]
        return code

    def kill(self, *names: str) -> None:
        """kill -9 of these services, of all where none is named."""
        ending = {name: self.processes.pop(name) for name in names or list(self.processes)}
        for process in ending.values():
            process.kill()
        for process in ending.values():
            process.wait()

    def stop(self) -> int:
        """SIGTERM; returns the worst exit code."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        codes = [0]
        for process in self.processes.values():
            try:
                codes.append(process.wait(30))
            except subprocess.TimeoutExpired:
                process.kill()
                codes.append(process.wait())
        return max(codes, key=abs)

    def close(self) -> None:
        self.stop()
        self._ingress.stop()
        self.events.stop()
        self.files.kill()

    @cached_property
    def _admin(self) -> str:
        return self.token("district_admin", subject="admin")

    def admin_token(self) -> str:
        return self._admin

    def token(self, role: str, *communities: str, subject: str = "tester") -> str:
        scope = [word for community in communities for word in ("--community", community)]
        return self._anju("tokens", "issue", "--role", role, "--subject", subject, *scope)

    def observer_urls(self) -> list[str]:
        return self.events.url.split(",")

    def nats_pids(self) -> list[int]:
        return self.events.pids()

    def rows(self, query: str, service: str = "access") -> list[Any]:
        with self._tables(service) as tables:
            return [row[0] for row in tables.execute(query.encode())]

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self._tables("access") as tables, tables.transaction():
            tables.execute("LOCK TABLE outbox IN EXCLUSIVE MODE")
            yield

    def _tables(self, service: str) -> psycopg.Connection[Any]:
        options = f"-c search_path={service}"
        url = self._env["ANJU_DATABASE__URL"]
        return psycopg.connect(url, options=options, autocommit=True)


def _importing(root: Path) -> dict[str, str]:
    """Takes the packages of this tree, not the installed ones."""
    packages = (root / "libs", root / "libs" / "gen", root)
    return {"PYTHONPATH": os.pathsep.join(str(path) for path in packages)}


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
