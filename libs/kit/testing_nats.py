"""Servers and clusters of the real nats-server for tests, on loopback, ended with this process."""

import contextlib
import json
import os
import random
import socket
import subprocess
import time
import urllib.request
from collections import deque
from pathlib import Path
from typing import Any

from kit.nats_server import find_binary


class NatsCluster:
    """`size` servers with JetStream; `extra` is added to each one's configuration."""

    def __init__(self, folder: Path, size: int = 3, extra: str = "") -> None:
        self._folder = folder
        self._ports = free_ports(3 * size)
        self._extra = extra
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self.size = size

    @property
    def url(self) -> str:
        return ",".join(f"nats://127.0.0.1:{port}" for port in self._ports[: self.size])

    def start(self) -> None:
        """Starts those that do not run."""
        for number in range(self.size):
            if number not in self._processes or self._processes[number].poll() is not None:
                self.launch(number)
        for number in range(self.size):
            _wait(lambda number=number: self.ask(number, "healthz?js-enabled-only=true"))

    def launch(self, number: int) -> None:
        folder = self._folder / f"n{number}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nats.conf").write_text(self._config(number, folder))
        command = [find_binary(), "-c", str(folder / "nats.conf")]
        self._processes[number] = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def pids(self) -> list[int]:
        return [process.pid for process in self._processes.values() if process.poll() is None]

    def kill(self, number: int) -> None:
        """As kill -9 does; also of one that was stopped by a signal."""
        process = self._processes.pop(number)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for number in list(self._processes):
            self.kill(number)

    def leader(self, stream: str) -> int:
        """The server that leads the stream; asks one that runs."""
        found = self.ask(next(iter(self._processes)), "jsz?streams=true&accounts=true")
        for account in found["account_details"]:
            for each in account.get("stream_detail", ()):
                if each["name"] == stream:
                    return int(each["cluster"]["leader"][1:])
        raise LookupError(stream)

    def ask(self, number: int, path: str) -> Any:
        port = self._ports[2 * self.size + number]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=2) as answer:
            return json.load(answer)

    def _config(self, number: int, folder: Path) -> str:
        size = self.size
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in self._ports[size : 2 * size])
        cluster = f"""
cluster {{ name: lab, listen: "127.0.0.1:{self._ports[size + number]}", routes: [{routes}] }}"""
        return f"""
server_name: n{number}
listen: "127.0.0.1:{self._ports[number]}"
http: "127.0.0.1:{self._ports[2 * size + number]}"
log_file: "{folder / "log"}"
jetstream {{ store_dir: "{folder / "store"}", max_file_store: 8GB }}
{cluster if size > 1 else ""}
{self._extra}
"""


def _wait(check: Any) -> None:
    for _ in range(1200):
        try:
            check()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nats-server did not start")


_given: deque[int] = deque(maxlen=500)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody had a moment ago; none that the kernel gives to clients.

    Servers bind them later: a process gets none of its last 500 again, and two test processes
    seldom look in the same eighth of the range.
    """
    first = 10_000 + os.getpid() % 8 * 2_750
    found: set[int] = set()
    while len(found) < count:
        port = random.randrange(first, first + 2_750)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                found.add(port)
    _given.extend(found)
    return list(found)
