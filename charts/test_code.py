"""The chart says of each target what the code does, and sets what the code reads."""

import asyncio
import json
import os
import re
import subprocess
import sys
from unittest import mock

import pytest
import yaml

from charts import schema
from charts.matrix import combinations, rendered
from charts.observed import modules
from charts.rendering import CHART
from kit.app import serving
from kit.auth import Tokens
from kit.config import KitSettings
from kit.secrets import Keyring
from kit.testing import settings_in
from services.modules import Settings, load
from services.reference import settings_rows
from services.roles import ROLES

FACTS = yaml.safe_load((CHART / "files/targets.yaml").read_text())
# Read by libraries: libpq, OpenSSL, OpenTelemetry; the first two are what the last one refers to.
OTHERS = {
    "POD_NAME",
    "NODE_NAME",
    "OTEL_RESOURCE_ATTRIBUTES",
    "PGPASSWORD",
    "PGSSLMODE",
    "PGSSLROOTCERT",
    "SSL_CERT_FILE",
}


@pytest.fixture(scope="module")
def seen():
    return modules()


def deployments(every):
    for each in every.of("Deployment"):
        yield each, each["spec"]["template"]["spec"]["containers"][0]


def variables(container):
    """As the process sees them; what comes from a Secret or the pod is an x."""
    return {each["name"]: each.get("value", "x") for each in container["env"]}


def test_targets_are_the_modules():
    assert set(FACTS) == {each.name for each in load()} | {"all"}


@pytest.mark.parametrize("module", load(), ids=lambda each: each.name)
def test_each_target_is_what_a_run_of_it_shows(seen, module):
    """Where the code has changed, files/targets.yaml follows."""
    fact, run = FACTS[module.name], seen[module.name]
    assert set(fact["needs"]) == run.needs >= set(module.needs)
    assert fact["database"] == run.database
    assert fact["files"] == run.files
    assert set(fact["consumers"]) == run.consumers
    has_keyring = "keyring" in type(getattr(Settings(), module.name)).model_fields
    assert fact["keyrings"] == ([module.name] if has_keyring else [])
    assert fact["grpc"] in (run.grpc, "")


def test_the_target_all_holds_everybodys_keys():
    assert FACTS["all"]["keyrings"] == sorted(
        k for n, f in FACTS.items() if n != "all" for k in f["keyrings"]
    )


def led_to(paths, path):
    """The longest prefix by whole path elements, as Ingress and HTTPRoute choose."""
    fit = [p for p in paths if p == "/" or path == p or path.startswith(p.rstrip("/") + "/")]
    return paths[max(fit, key=len)] if fit else None


@pytest.mark.parametrize("kind", ["Ingress", "HTTPRoute"])
def test_every_path_leads_to_the_service_that_serves_it(seen, kind):
    paths = {}
    for route in rendered("default", {"Ingress": "ingress", "HTTPRoute": "gateway"}[kind]).of(kind):
        for rule in route["spec"]["rules"]:
            for path in rule.get("http", {}).get("paths", ()):
                paths[path["path"]] = path["backend"]["service"]["name"]
            for match in rule.get("matches", ()):
                paths[match["path"]["value"]] = rule["backendRefs"][0]["name"]
    for name, run in seen.items():
        for path in run.paths:
            assert led_to(paths, re.sub(r"\{\w+\}", "x1", path)) == f"anju-{name}", path
    for inner in ("/metrics", "/healthz", "/readyz", "/docs"):
        assert led_to(paths, inner) is None


def test_every_grpc_service_is_routed_but_inference(seen):
    services = {}
    for route in rendered("default", "gateway").of("GRPCRoute"):
        for match in route["spec"]["rules"][0]["matches"]:
            services[match["method"]["service"]] = route["metadata"]["name"]
    assert services == {r.grpc: f"anju-{n}" for n, r in seen.items() if n != "inference"}


def test_settings_are_those_of_the_code():
    """`python -m charts.schema` brings them up to date."""
    assert json.loads(schema.PATH.read_text()) == schema.current()
    assert schema.known() >= schema.managed() - OTHERS - {"CHECK_TLS"} - servers()


def test_secrets_come_from_secrets_alone():
    """Each setting that the code keeps secret is refused as a value and taken from a Secret."""
    hidden = {row[0] for row in settings_rows(Settings) if row[1] == "SecretStr"}
    assert not hidden & set(json.loads(schema.PATH.read_text())["$defs"]["settings"]["properties"])
    found = {
        each["name"]
        for _, container in deployments(rendered("default", "outside"))
        for each in container["env"]
        if "secretKeyRef" in each.get("valueFrom", {})
    }
    assert found == hidden | {"PGPASSWORD"}


def servers():
    """What bundled servers read; they are not ours."""
    return {
        each["name"]
        for set_ in rendered("dev").of("StatefulSet")
        for each in set_["spec"]["template"]["spec"]["containers"][0].get("env", ())
    }


@pytest.mark.parametrize(("name", "toggle"), combinations())
def test_the_process_takes_what_its_pod_sets(name, toggle):
    """The real settings classes read the rendered environment."""
    for deployment, container in deployments(rendered(name, toggle)):
        env = variables(container)
        assert set(env) <= schema.known() | OTHERS
        target = container["args"][2]
        with mock.patch.object(
            os, "environ", env
        ):  # the process has threads that read the real one
            settings = Settings(target=target)
        ports = {each["name"]: each["containerPort"] for each in container["ports"]}
        expected = {"http": settings.server.http_port, "grpc": settings.server.grpc_port}
        if settings.uplink.port:
            assert target in {"uplink", "all"}
            expected["viid"] = settings.uplink.port
        assert ports == expected
        assert settings.server.host == "0.0.0.0"
        assert container["args"][:2] == ["run", "--target"]
        if target == "all":
            continue
        assert set(settings.channels) == set(FACTS[target]["needs"])
        for need, address in settings.channels.items():
            assert address == f"dns:///anju-{need}.prod.svc:9090"
        for each in (settings.database.url, settings.bus.url, settings.files.url):
            assert each != "embedded"
        assert settings.files.url.startswith("http") == FACTS[target]["files"]
        assert deployment["metadata"]["labels"]["app.kubernetes.io/component"] == target


@pytest.mark.parametrize(("name", "toggle"), combinations())
def test_files_that_settings_name_are_mounted(name, toggle):
    for _, container in deployments(rendered(name, toggle)):
        mounts = [each["mountPath"] for each in container["volumeMounts"]]
        for variable, value in variables(container).items():
            if value.startswith(("/etc/", "/var/", "/models")):
                assert any(value == m or value.startswith(m + "/") for m in mounts), variable


def test_secrets_go_to_those_who_need_them():
    every = rendered("default", "everything")
    holders = {}
    for deployment, _ in deployments(every):
        for volume in deployment["spec"]["template"]["spec"]["volumes"]:
            for item in volume.get("secret", {}).get("items", ()):
                holders.setdefault(item["key"], []).append(deployment["metadata"]["name"])
    rings = {f"{ring}.json": [f"anju-{ring}"] for ring in FACTS["all"]["keyrings"]}
    assert len(holders.pop("issuer.pem")) == 11
    assert holders == rings
    with_password = [
        deployment["metadata"]["name"]
        for deployment, container in deployments(every)
        if "PGPASSWORD" in variables(container)
    ]
    assert "anju-inference" not in with_password
    assert len(with_password) == 9


def test_keys_that_the_chart_makes_open(tmp_path):
    secret = rendered("dev").named("Secret", "anju-keys")["stringData"]
    for name in FACTS["all"]["keyrings"]:
        path = tmp_path / f"{name}.json"
        path.write_text(secret[f"{name}.json"])
        ring = Keyring.open(path, may_create=False)
        assert ring.unseal(ring.seal(b"x", "a"), "a") == b"x"
    key = tmp_path / "issuer.pem"
    key.write_text(secret["issuer.pem"])
    auth = KitSettings(auth={"key": key}, data_dir=tmp_path).auth
    assert Tokens.open(tmp_path, auth).issue("a", "district_admin", None, 60)


async def test_the_check_of_helm_test_passes_on_a_real_process_and_fails_without(tmp_path):
    check = rendered("dev").of("Pod")[0]["spec"]["containers"][0]["args"][0]
    async with serving(settings_in(tmp_path, Settings), [], ROLES) as node:
        http, rpc = node.http_port, node.grpc_port
        good = [f"registry=127.0.0.1:{http}=127.0.0.1:{rpc}"]
        bad = ["face=127.0.0.1:1=127.0.0.1:1"]
        for targets, code in ((good, 0), ([*good, *bad], 1)):
            command = [sys.executable, "-c", check, *targets]
            done = await asyncio.to_thread(
                subprocess.run, command, capture_output=True, text=True, timeout=60
            )
            assert done.returncode == code, done.stdout + done.stderr
        assert "registry: ready\n" in done.stdout
        assert "face: NOT READY" in done.stdout
