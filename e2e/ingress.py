"""Debian's nginx as the ingress: REST by the first word of the path, gRPC by the service's name,
as the chart's routes do."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import httpx

from kit.testing_nats import free_ports

CONFIG = """
daemon off; worker_processes 1; worker_shutdown_timeout 10s;
pid {folder}/pid; error_log {folder}/error.log warn;
events {{ worker_connections 8192; }}
http {{
  access_log off; client_max_body_size 80m; large_client_header_buffers 4 64k;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy; proxy_http_version 1.1; proxy_read_timeout 1h;
  proxy_request_buffering off; proxy_buffering off;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade;
  map $http_upgrade $upgrading {{ default upgrade; "" close; }}
  proxy_set_header Connection $upgrading;
  {replicas}
  server {{ listen 127.0.0.1:{http}; {rest} }}
  server {{
    listen 127.0.0.1:{grpc} http2; client_max_body_size 0; http2_max_concurrent_streams 1024;
    keepalive_requests 1000000; grpc_read_timeout 1h; grpc_send_timeout 1h; {calls}
  }}
}}
"""


def first_words(document: dict[str, dict[str, object]]) -> set[str]:
    """The first words of the paths after the version: `passes`, `access-rules`, …"""
    return {path.split("/")[2].partition(":")[0] for path in document["paths"]}


class Ingress:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = free_ports(2)
        self._process: subprocess.Popen[bytes] | None = None
        self._words: dict[str, set[str]] = {}  # of each service's paths
        folder.mkdir(parents=True, exist_ok=True)
        self._config = folder / "nginx.conf"
        self.http = f"http://127.0.0.1:{self._ports[0]}"
        self.grpc = f"127.0.0.1:{self._ports[1]}"

    def serve(self, http: dict[str, int], grpc: dict[str, int]) -> None:
        """Routes to these processes and no others: `http` and `grpc` hold their ports. What is
        under way elsewhere ends there."""
        self._configure(http, grpc)
        if self._process:
            self._process.send_signal(signal.SIGHUP)
            return
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            raise RuntimeError("no nginx found: apt-get install nginx-light")
        command = [program, "-c", str(self._config), "-p", str(self._folder)]
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._await()

    def _configure(self, http: dict[str, int], grpc: dict[str, int]) -> None:
        self._words |= _words({n: p for n, p in http.items() if service_of(n) not in self._words})
        rest = [
            _location(f"~ ^/v1/{word}([:/]|$)", name)
            for name, words in self._words.items()
            for word in sorted(words)
        ]
        rest.append(_location("/visitor/", "visitor"))
        services = sorted({service_of(name) for name in grpc})
        calls = [
            f"location /anju.{name}.v1. {{ grpc_pass grpc://{name}-grpc; }}" for name in services
        ]
        replicas = [_upstream(f"{name}-grpc", name, grpc) for name in services]
        replicas += [_upstream(f"{name}-rest", name, http) for name in services]
        self._config.write_text(
            CONFIG.format(
                folder=self._folder,
                http=self._ports[0],
                grpc=self._ports[1],
                replicas="\n  ".join(replicas),
                rest="\n    ".join(rest),
                calls="\n    ".join(calls),
            )
        )

    def _await(self) -> None:
        for _ in range(200):
            try:
                httpx.get(self.http, timeout=2)
                return
            except httpx.HTTPError:
                time.sleep(0.02)
        raise RuntimeError(f"nginx did not start: {self._folder}/error.log")

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait()
            self._process = None


def service_of(name: str) -> str:
    """Of a process: `access-2` runs access."""
    return name.partition("-")[0]


def _words(http: dict[str, int]) -> dict[str, set[str]]:
    found = {}
    for name, port in http.items():
        document = httpx.get(f"http://127.0.0.1:{port}/openapi.json", timeout=10).json()
        found[service_of(name)] = first_words(document)
    return found


def _location(pattern: str, service: str) -> str:
    return f"location {pattern} {{ proxy_pass http://{service}-rest; }}"


def _upstream(name: str, service: str, ports: dict[str, int]) -> str:
    """All replicas, in turn; one that refuses the connection is passed over for a second."""
    servers = [
        f"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;"
        for each, port in ports.items()
        if service_of(each) == service
    ]
    return f"upstream {name} {{ {' '.join(servers)} keepalive 64; }}"
