"""The Dockerfile and skaffold.yaml, as far as they can be judged without building."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml

from charts.containers import flags
from charts.matrix import DIGEST, PROFILES, rendered
from charts.rendering import CHART, merged, profile, render
from kit.nats_server import find_binary
from kit.testing_nats import free_ports

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SKAFFOLD = yaml.safe_load((ROOT / "skaffold.yaml").read_text())


def test_hadolint_finds_nothing():
    command = [Path(sys.executable).parent / "hadolint", ROOT / "Dockerfile"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_one_base_is_given_from_outside():
    starts = re.findall(r"^FROM (\S+) AS (\S+)", DOCKERFILE, re.M)
    stages = [name for _, name in starts]
    assert {base for base, _ in starts} - set(stages) == {"${BASE}"}
    assert {"slim", "vision", "vision-models"} <= set(stages)
    assert "<<" not in DOCKERFILE  # buildah of Debian 12 reads no here-documents


def test_the_user_of_the_image_is_that_of_the_pods():
    user, group = re.search(r"^USER (\d+):(\d+)$", DOCKERFILE, re.M).groups()
    for _, pod in rendered("dev").pods():
        security = pod["spec"]["securityContext"]
        assert (security["runAsUser"], security["runAsGroup"]) == (int(user), int(group))


def test_only_what_is_needed_is_sent_to_the_build():
    lines = (ROOT / ".dockerignore").read_text().split()
    copied = {
        name.partition("/")[0]
        for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M)
        for name in sources.split()
    }
    assert lines[0] == "*"
    assert {line[1:].partition("/")[0] for line in lines if line.startswith("!")} == copied


def test_flags_of_a_container_are_those_of_the_pod(tmp_path, monkeypatch):
    monkeypatch.setattr("os.chown", lambda *_: None)
    pod = rendered("dev").named("Deployment", "anju-face")["spec"]["template"]["spec"]
    assert " ".join(flags(pod, pod["containers"][0], tmp_path)) == (
        "--user 10001:10001 --cap-drop=ALL --read-only --read-only-tmpfs=false "
        "--security-opt no-new-privileges --memory 768m "
        f"--volume {tmp_path}/tmp:/tmp --volume {tmp_path}/data:/var/lib/anju"
    )


def test_the_real_nats_server_takes_the_bundled_arguments(tmp_path):
    pod = rendered("dev").named("StatefulSet", "anju-nats")["spec"]["template"]["spec"]
    container = pod["containers"][0]
    nats, monitor = map(str, free_ports(2))
    moved = {"/data": str(tmp_path), "4222": nats, "8222": monitor, "$(POD_NAME)": "anju-nats-0"}
    moved["/tmp/nats.pid"] = str(tmp_path / "nats.pid")
    arguments = ["-a", "127.0.0.1", *(moved.get(each, each) for each in container["args"])]
    process = subprocess.Popen([find_binary(), *arguments], stderr=subprocess.DEVNULL)
    try:
        for probe in ("readinessProbe", "livenessProbe"):
            path = container[probe]["httpGet"]["path"]
            transport = httpx.HTTPTransport(retries=5)
            with httpx.Client(transport=transport) as web:
                assert web.get(f"http://127.0.0.1:{monitor}{path}").json() == {"status": "ok"}
    finally:
        process.terminate()
        assert process.wait(10) in (0, 1)


def patched(name):
    """The release as skaffold deploys it with the profile."""
    release = yaml.safe_load(yaml.safe_dump(SKAFFOLD))
    for patch in next(each for each in SKAFFOLD["profiles"] if each["name"] == name)["patches"]:
        at = release
        *path, last = patch["path"].strip("/").split("/")
        for step in path:
            at = at[int(step) if step.isdigit() else step]
        if last == "-":
            at.append(patch["value"])
        else:
            at[last] = patch["value"]
    return release


def nested(flat):
    result = {}
    for path, value in flat.items():
        *steps, last = path.split(".")
        at = result
        for step in steps:
            at = at.setdefault(step, {})
        at[last] = value
    return result


@pytest.mark.parametrize(("name", "images"), [("dev", 2), ("gpu", 3)])
def test_skaffold_gives_the_chart_what_it_takes(name, images):
    config = patched(name)
    assert config["apiVersion"] == "skaffold/v4beta14"
    built = {each["image"]: each["docker"] for each in config["build"]["artifacts"]}
    assert len(built) == images
    assert {each["target"] for each in built.values()} <= set(
        re.findall(r" AS (\S+)$", DOCKERFILE, re.M)
    )
    release = config["deploy"]["helm"]["releases"][0]
    assert ROOT / release["chartPath"] == CHART
    templates = release["setValueTemplates"]
    known = {"REPO": "repo/x", "TAG": "t1", "DIGEST": DIGEST}
    filled = {}
    for key, text in templates.items():
        part, artifact = re.fullmatch(r"\{\{\.IMAGE_(REPO|TAG|DIGEST)_(\w+)\}\}", text).groups()
        assert artifact.replace("_", "-") in built
        filled[key] = known[part]
    files = [yaml.safe_load((ROOT / path).read_text()) for path in release["valuesFiles"]]
    every = render(merged(*files, nested(filled), nested(release.get("setValues", {}))))
    own = [p["spec"]["containers"][0]["image"] for o, p in every.pods() if "StatefulSet" not in o]
    assert set(own) == {f"repo/x@{DIGEST}"}
    names = {each["metadata"]["name"] for each in every.of("Deployment")}
    assert ("anju-inference-gpu" in names) == (name == "gpu")
    for forward in config["portForward"]:
        assert forward["resourceName"] in names


@pytest.mark.parametrize("name", ["dev", "district"])
def test_a_gpu_goes_beside_every_profile(name):
    every = render(merged(PROFILES[name], profile("gpu"), {"images": {"gpu": {"digest": DIGEST}}}))
    assert every.named("Deployment", "anju-inference-gpu")
