"""A real S3 server for tests: OpenStack Swift with its s3api, in one process on loopback.

It checks signatures, lets links expire and keeps objects on disk through a kill -9; it knows no
lifecycle, tags or object lock (moto answers for those). Run as `python -m kit.testing_s3 DIR PORT`.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

ACCESS_KEY, SECRET_KEY = "anju:tester", "testing"
HASHES = """[swift-hash]
swift_hash_path_prefix = anju
swift_hash_path_suffix = anju
[storage-policy:0]
name = one
default = yes
"""
COMMON = """[DEFAULT]
swift_dir = {folder}/etc
devices = {folder}/devices
mount_check = false
workers = 0
log_address = {folder}/nolog
log_level = ERROR
log_requests = false
fallocate_reserve = 0
disable_fallocate = true
recon_cache_path = {folder}/cache
"""
STORAGE = """[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
replication_server =
"""
PLAIN = (
    "catch_errors",
    "gatekeeper",
    "healthcheck",
    "listing_formats",
    "bulk",
    "copy",
    "slo",
    "dlo",
    "symlink",
)
PROXY = f"""[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo \
dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:tempauth]
use = egg:swift#tempauth
user_{ACCESS_KEY.replace(":", "_")} = {SECRET_KEY} .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
""" + "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in PLAIN)


class S3Server:
    """Keeps its objects in `folder`; `start` again after `kill` finds them there."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self.port = folder, port
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("setpriv", "--pdeathsig", "KILL", sys.executable, "-m", "kit.testing_s3"),
                    *(str(self._folder), str(self.port)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        for _ in range(400):
            try:
                httpx.get(f"{self.url}/healthcheck", timeout=2).raise_for_status()
                return
            except httpx.HTTPError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"Swift did not start: {(self._folder / 'log').read_text()[-1000:]}")

    def send(self, number: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(number)

    def kill(self) -> None:
        """As kill -9 does."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


def _serve(folder: Path, port: int) -> None:
    import eventlet

    eventlet.monkey_patch(all=False, socket=True, select=True, thread=True, time=True)
    from eventlet import GreenPool, listen, wsgi
    from swift.common import utils
    from swift.common.http_protocol import SwiftHttpProtocol

    etc = folder / "etc"
    for each in (etc, folder / "devices" / "d1", folder / "cache"):
        each.mkdir(parents=True, exist_ok=True)
    (etc / "swift.conf").write_text(HASHES)
    utils.set_swift_dir(str(etc))
    utils.validate_configuration()
    from swift.common.constraints import reload_constraints
    from swift.common.storage_policy import reload_storage_policies
    from swift.common.wsgi import loadapp

    reload_storage_policies()
    reload_constraints()
    pool, nowhere = GreenPool(1024), open(os.devnull, "w")  # noqa: SIM115

    def serve(listening: object, name: str) -> None:
        app = loadapp(str(etc / f"{name}.conf"))
        options = {"log_output": False, "protocol": SwiftHttpProtocol, "custom_pool": pool}
        wsgi.server(listening, app, log=nowhere, keepalive=True, **options)

    common = COMMON.format(folder=folder)
    (etc / "proxy.conf").write_text(common + PROXY)
    for name in ("account", "container", "object"):
        listening = listen(("127.0.0.1", 0))
        _ring(etc / f"{name}.ring.gz", listening.getsockname()[1])
        (etc / f"{name}.conf").write_text(common + STORAGE.format(name=name))
        eventlet.spawn(serve, listening, name)
    serve(listen(("127.0.0.1", port)), "proxy")


def _ring(path: Path, port: int) -> None:
    """One partition holder; written at each start, as the ports move."""
    from swift.common.ring import RingBuilder

    builder = RingBuilder(2, 1, 0)
    place = {"ip": "127.0.0.1", "port": port, "device": "d1", "weight": 1.0, "meta": ""}
    replication = {"replication_ip": "127.0.0.1", "replication_port": port}
    builder.add_dev({"id": 0, "region": 1, "zone": 1, **place, **replication})
    builder.rebalance()
    builder.get_ring().save(str(path))


if __name__ == "__main__":
    _serve(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
