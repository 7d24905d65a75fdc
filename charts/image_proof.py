"""`make image-proof`: builds the images and runs the platform from them as the chart would.

Each Deployment of the chart becomes a container with the user, capabilities, read-only root, memory
limit, arguments and variables of its pod, on real PostgreSQL, NATS and S3 of this machine. Only
ports and addresses differ, as all share one network. Takes minutes, needs root.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from charts.containers import Engine, flags, lacking
from charts.matrix import rendered
from charts.rendering import Document
from kit.testing_nats import NatsCluster, free_ports
from kit.testing_postgres import PostgresServer
from kit.testing_s3 import ACCESS_KEY, SECRET_KEY, S3Server

ROOT = Path(__file__).parent.parent
PROBE = """
import os, pathlib
status = dict(line.split(':\\t', 1) for line in open('/proc/self/status') if ':\\t' in line)
assert os.getuid() == os.getgid() == 10001, 'runs as another user'
assert int(status['CapEff'], 16) == int(status['CapBnd'], 16) == 0, 'has capabilities'
assert status['NoNewPrivs'].strip() == '1', 'may gain privileges'
for place in ('/', '/opt/venv', '/opt/anju/models', '/etc'):
    try:
        pathlib.Path(place, 'x').touch()
    except OSError:
        continue
    raise SystemExit(place + ' can be written')
pathlib.Path('/tmp/x').touch()
pathlib.Path('/var/lib/anju/x').touch()
"""


class Proof:
    def __init__(self, engine: Engine, folder: Path, images: dict[str, str]) -> None:
        self.engine, self.folder, self.images = engine, folder, images
        self.chart = rendered("dev")
        self.targets = [d["spec"]["template"] for d in self.chart.of("Deployment")]
        names = [self.name(each) for each in self.targets]
        ports = free_ports(2 * len(names))
        self.http = dict(zip(names, ports, strict=False))
        self.grpc = dict(zip(names, ports[len(names) :], strict=True))
        self.shared: dict[str, str] = {}

    @staticmethod
    def name(template: Document) -> str:
        return str(template["metadata"]["labels"]["app.kubernetes.io/component"])

    def keys(self) -> Path:
        """The Secret of keys, as files that the user 10001 may read."""
        place = self.folder / "keys"
        place.mkdir()
        for name, content in self.chart.named("Secret", "anju-keys")["stringData"].items():
            (place / name).write_text(content)
            os.chown(place / name, 10001, 10001)
            (place / name).chmod(0o440)
        return place

    def variables(self, container: Document, name: str) -> dict[str, str]:
        found = {e["name"]: e.get("value", name) for e in container["env"]}
        found.pop("PGPASSWORD", None)  # PostgreSQL of this machine trusts loopback
        moved = {key: value for key, value in self.shared.items() if key in found}
        if "ANJU_FILES__ACCESS_KEY" not in found:
            moved.pop("ANJU_FILES__URL", None)
        if name == "inference":
            moved.pop("ANJU_DATABASE__URL", None)
        if name in self.http:
            channels = json.loads(found["ANJU_CHANNELS"])
            moved["ANJU_CHANNELS"] = json.dumps({n: f"127.0.0.1:{self.grpc[n]}" for n in channels})
            moved["ANJU_SERVER__HTTP_PORT"] = str(self.http[name])
            moved["ANJU_SERVER__GRPC_PORT"] = str(self.grpc[name])
            moved["ANJU_SERVER__HOST"] = "127.0.0.1"
        return found | moved

    def run(self, name: str, template: Document, *options: str) -> str:
        """Starts the first container of the pod; waits for it unless it is detached."""
        pod = template["spec"]
        container = pod["containers"][0]
        flavour = "vision" if "vision" in container["image"] else "slim"
        given = [f"--env={k}={v}" for k, v in self.variables(container, name).items()]
        keys = f"{self.folder / 'keys'}:/etc/anju/keys:ro"
        common = ["--network=host", "--no-healthcheck", "--volume", keys, *given, *options]
        asked = flags(pod, container, self.folder / "volumes" / name)
        return self.engine.podman("run", *common, *asked, self.images[flavour], *container["args"])

    def start(self) -> None:
        job = self.chart.of("Job")[0]["spec"]["template"]
        self.run("migrate", job, "--rm")
        for template in self.targets:
            name = self.name(template)
            self.run(name, template, "--detach", f"--name=anju-{name}")

    def await_ready(self) -> float:
        started, waiting = time.monotonic(), set(self.http)
        while waiting:
            waiting = {name for name in waiting if not self._ready(name)}
            if time.monotonic() - started > 120:
                logs = "".join(self.log(name) for name in waiting)
                raise RuntimeError(f"not ready: {', '.join(waiting)}\n{logs[-4000:]}")
            time.sleep(0.1)
        return time.monotonic() - started

    def _ready(self, name: str) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.http[name]}/readyz").status_code == 200
        except httpx.HTTPError:
            return False

    def log(self, name: str) -> str:
        return self.engine.podman("logs", f"anju-{name}", check=False, both=True)

    def probe(self) -> None:
        """From inside: who the process is and what it may; the check of `helm test`; a font for
        reports."""
        for name in self.http:
            self.engine.podman("exec", f"anju-{name}", "python", "-c", PROBE)
        check = self.chart.of("Pod")[0]["spec"]["containers"][0]["args"][0]
        asked = [f"{n}=127.0.0.1:{self.http[n]}=127.0.0.1:{self.grpc[n]}" for n in self.http]
        self.engine.podman("exec", "anju-registry", "python", "-c", check, *asked)
        font = "from services.coverage.reports.fonts import find; find(None)"
        self.engine.podman("exec", "anju-coverage", "python", "-c", font)

    def use(self) -> None:
        """A write and a read through REST, kept over a restart of the container."""
        issue = ("anju", "tokens", "issue", "--role", "district_admin", "--subject", "proof")
        token = self.engine.podman("exec", "anju-registry", *issue).strip()
        bearer = {"authorization": f"Bearer {token}"}
        with httpx.Client(
            base_url=f"http://127.0.0.1:{self.http['registry']}", headers=bearer
        ) as web:
            named = {"display_name": "张店区"}
            web.put("/v1/districts/370303", json=named).raise_for_status()
            self.engine.podman("restart", "anju-registry")
            self.await_ready()
            items = web.get("/v1/districts").raise_for_status().json()["items"]
        if items != [{"code": "370303"} | named]:
            raise RuntimeError(f"a restart lost what was written: {items}")

    def stop(self) -> dict[str, float]:
        """SIGTERM to each; seconds until it ended, which must be with exit code 0."""
        took = {}
        for name in self.http:
            started = time.monotonic()
            self.engine.podman("stop", "--time=60", f"anju-{name}")
            took[name] = round(time.monotonic() - started, 1)
            state = self.engine.podman("inspect", f"anju-{name}", "--format={{.State.ExitCode}}")
            if state.strip() != "0":
                raise RuntimeError(f"{name} ended with {state}\n{self.log(name)[-3000:]}")
        return took

    def remove(self) -> None:
        for name in self.http:
            self.engine.podman("rm", "--force", "--ignore", f"anju-{name}", check=False)


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """PostgreSQL, NATS and S3 of this machine, and the settings that name them."""
    with ExitStack() as stack:
        postgres = PostgresServer()
        stack.callback(postgres.remove)
        postgres.start()
        nats = NatsCluster(folder / "nats", size=1)
        stack.callback(nats.stop)
        nats.start()
        files = S3Server(folder / "s3", free_ports(1)[0])
        stack.callback(files.kill)
        files.start()
        yield {
            "ANJU_DATABASE__URL": postgres.fresh(),
            "ANJU_BUS__URL": nats.url,
            "ANJU_FILES__URL": f"{files.url}/anju",
            "ANJU_FILES__ACCESS_KEY": ACCESS_KEY,
            "ANJU_FILES__SECRET_KEY": SECRET_KEY,
        }


def prove(engine: Engine, images: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place, servers(Path(place)) as shared:
        Path(place).chmod(0o755)
        proof = Proof(engine, Path(place), images)
        proof.shared = shared
        proof.keys()
        try:
            proof.remove()
            proof.start()
            ready = proof.await_ready()
            proof.probe()
            proof.use()
            return {"ready_s": round(ready, 1), "stop_s": proof.stop()}
        finally:
            proof.remove()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "build/images")
    options = parser.parse_args()
    if missing := lacking():
        sys.stderr.write(f"missing: apt-get install {' '.join(missing)}\n")
        return 2
    engine = Engine(options.folder.absolute(), ROOT)
    report: dict[str, Any] = {"build_s": {}, "mib": {}}
    engine.base()
    images = {}
    for target in ("slim", "vision", "vision-models"):
        if target == "vision-models" and not (ROOT / "build/models").is_dir():
            sys.stderr.write("build/models is missing: the offline layer was left out\n")
            continue
        started = time.monotonic()
        images[target] = engine.build(target)
        report["build_s"][target] = round(time.monotonic() - started, 1)
        report["mib"][target] = engine.size(images[target]) >> 20
    used = images | {"vision": images.get("vision-models", images["vision"])}
    report |= prove(engine, used)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
