"""What docs/kubernetes.md tells to do, done; and its sums, summed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from charts.kubernetes import ALL, VERSIONS, validate
from charts.matrix import DIGESTS, SERVERS, rendered, values
from charts.policies import references
from charts.rendering import CHART, merged, profile, render
from kit.auth import Tokens
from kit.config import AuthSettings
from kit.secrets import Keyring

PAGE = (Path(__file__).parent.parent / "docs/kubernetes.md").read_text()
SEALING = ("access", "coverage", "face", "perimeter", "resident", "uplink", "visitor")
GIB = {"Mi": 1 / 1024, "Gi": 1}


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")
def test_the_recipe_makes_keys_that_the_services_take(tmp_path):
    recipe = re.search(r"```sh\n( *openssl.*?)kubectl", PAGE, re.S)[1]
    subprocess.run(["bash", "-ec", recipe], cwd=tmp_path, check=True, capture_output=True)
    for service in SEALING:
        ring = Keyring.open(tmp_path / f"{service}.json", may_create=False)
        assert ring.unseal(ring.seal(b"x", "a"), "a") == b"x"
    assert Tokens.open(tmp_path, AuthSettings(key=tmp_path / "issuer.pem"))


def test_the_secrets_of_the_table_are_those_that_pods_want():
    """With nothing but the values shown, on servers with passwords."""
    given = merged(profile("district"), DIGESTS, SERVERS, own_values())
    wanted = {
        (name, key)
        for _, pod in render(given).pods()
        for kind, name, key in references(pod)
        if kind == "Secret"
    }
    keys = {("anju-keys", f"{each}.json") for each in SEALING}
    assert wanted == keys | {
        ("anju-keys", "issuer.pem"),
        ("anju-postgresql", "password"),
        ("anju-s3", "access-key"),
        ("anju-s3", "secret-key"),
    }


def own_values():
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", PAGE, re.S) if "postgresqlTo" in b)
    shown = yaml.safe_load(block.replace("sha256:…", "sha256:" + "c" * 64))
    assert set(shown) == {"images", "postgresql", "nats", "s3", "ingress", "networkPolicy"}
    return shown


def cores(text):
    return float(text[:-1]) / 1000 if text.endswith("m") else float(text)


def test_the_district_asks_for_what_the_page_says():
    cpu = memory = 0.0
    for name, target in merged(yaml_defaults(), values("district", "plain"))["targets"].items():
        if name in {"all", "inference-gpu"}:
            continue
        asked, count = target["resources"]["requests"], target["replicas"]
        cpu += count * cores(asked["cpu"])
        memory += count * float(asked["memory"][:-2]) * GIB[asked["memory"][-2:]]
    assert f"asks for {cpu:g} cores and {memory:g} GiB" in PAGE


def test_the_database_has_room_for_every_pod():
    """Connections at the most, with one pod more of each Deployment while it is rolled over."""
    most = 0
    every = rendered("district")
    scaled = {h["metadata"]["name"]: h for h in every.of("HorizontalPodAutoscaler")}
    for each in every.of("Deployment"):
        container = each["spec"]["template"]["spec"]["containers"][0]
        env = {e["name"]: e.get("value", "") for e in container["env"]}
        if env["ANJU_DATABASE__URL"].startswith("postgresql"):
            scaler = scaled.get(each["metadata"]["name"])
            pods = scaler["spec"]["maxReplicas"] if scaler else each["spec"]["replicas"]
            most += (pods + 1) * (int(env.get("ANJU_DATABASE__POOL_SIZE", 5)) + 3)
    assert f"| {most}: `max_connections` 400 |" in PAGE


def yaml_defaults():
    return yaml.safe_load((CHART / "values.yaml").read_text())


@pytest.mark.parametrize("version", ALL[ALL.index("1.31") :])
def test_versions_that_the_page_names_take_it(version):
    assert "Kubernetes 1.31 or later" in PAGE
    assert f"schemas of Kubernetes {VERSIONS[0]} to {VERSIONS[-1]}" in PAGE
    for document in render(values("default", "ingress"), kube=version).documents:
        validate(document, version)
