"""Images built and run without a container engine's daemon: buildah, podman and runc, as root."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BASE = "docker.io/library/python:3.11-slim-bookworm"
TOOLS = ("buildah", "debootstrap", "podman", "runc")
# The package's defaults ask for what a container in a container is not given.
CONFIG = """[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
"""


def lacking() -> list[str]:
    return [tool for tool in TOOLS if not shutil.which(tool)]


@dataclass
class Engine:
    """Images and containers under one folder; `root` holds the sources."""

    folder: Path
    root: Path

    def _storage(self) -> list[str]:
        places = ["--root", str(self.folder / "store"), "--runroot", str(self.folder / "run")]
        return [*places, "--storage-driver", "overlay"]

    def buildah(self, *arguments: str) -> str:
        return _run(["buildah", *self._storage(), *arguments])

    def podman(self, *arguments: str, check: bool = True, both: bool = False) -> str:
        """What it wrote to standard output; with `both`, to standard error too."""
        config = self.folder / "containers.conf"
        config.write_text(CONFIG)
        env = os.environ | {"CONTAINERS_CONF": str(config)}
        return _run(["podman", *self._storage(), *arguments], env, check, both)

    def base(self) -> None:
        """A Debian with Python under the name of the base image: no registry is asked."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if BASE in self.buildah("images", "--format", "{{.Name}}:{{.Tag}}"):
            return
        tree = self.folder / "rootfs"
        shutil.rmtree(tree, ignore_errors=True)
        wanted = "python3.11,python3.11-venv,python3-pip,ca-certificates"
        _run(["debootstrap", "--variant=minbase", f"--include={wanted}", "bookworm", str(tree)])
        (tree / "usr/lib/python3.11/EXTERNALLY-MANAGED").unlink(missing_ok=True)
        for name in ("python", "python3"):
            (tree / "usr/local/bin" / name).symlink_to("/usr/bin/python3.11")
        container = self.buildah("from", "--pull-never", "scratch").strip()
        self.buildah("add", "--quiet", container, str(tree), "/")
        self.buildah("commit", "--quiet", "--rm", container, BASE)
        shutil.rmtree(tree)

    def build(self, target: str) -> str:
        """The image's name."""
        image = f"localhost/anju-{target}:proof"
        options = ["--isolation", "chroot", "--pull=false", "--layers", "--format", "docker"]
        # pip inside trusts what this machine trusts.
        options += ["--volume", "/etc/ssl/certs:/etc/ssl/certs:ro", "--quiet"]
        self.buildah("build", *options, "--target", target, "--tag", image, str(self.root))
        return image

    def size(self, image: str) -> int:
        """Bytes of its layers, unpacked."""
        return int(json.loads(self.podman("image", "inspect", image))[0]["Size"])


def flags(pod: Mapping[str, Any], container: Mapping[str, Any], folder: Path) -> list[str]:
    """What a rendered pod asks of its container, in words of podman; its empty volumes are made
    in the folder, for its user as `fsGroup` does."""
    security, own = pod["securityContext"], container["securityContext"]
    found = ["--user", f"{security['runAsUser']}:{security['runAsGroup']}"]
    found += [f"--cap-drop={each}" for each in own["capabilities"]["drop"]]
    if own["readOnlyRootFilesystem"]:
        found += ["--read-only", "--read-only-tmpfs=false"]
    if not own["allowPrivilegeEscalation"]:
        found += ["--security-opt", "no-new-privileges"]
    memory = container["resources"]["limits"]["memory"]
    found += ["--memory", memory.replace("Mi", "m").replace("Gi", "g")]
    empty = {each["name"] for each in pod["volumes"] if "emptyDir" in each}
    for mount in container["volumeMounts"]:
        if mount["name"] in empty:
            place = folder / mount["name"]
            place.mkdir(parents=True)
            os.chown(place, security["runAsUser"], security["fsGroup"])
            found += ["--volume", f"{place}:{mount['mountPath']}"]
    return found


def _run(
    command: list[str],
    env: Mapping[str, str] | None = None,
    check: bool = True,
    both: bool = False,
) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    said = done.stdout + done.stderr
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(command[:12])} …\n{said[-4000:]}")
    return said if both else done.stdout
