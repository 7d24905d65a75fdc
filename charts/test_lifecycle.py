"""Install, upgrade, rollback, test and uninstall by Helm's own engine, on a stub of the API."""

import helm_python as helm
import pytest

from charts.kube_api import KubeApi
from charts.matrix import values
from charts.policies import references
from charts.rendering import CHART, NAME, NAMESPACE, merged, render

KEPT = {"anju-keys", "anju-postgresql", "anju-s3"}


@pytest.fixture
def api():
    with KubeApi() as api:
        yield api


@pytest.fixture
def release(api):
    return Release(api)


class Release:
    def __init__(self, api):
        self.api = api
        self.config = helm.Config(
            kubeconfig_content=api.kubeconfig,
            namespace=NAMESPACE,
            storage_driver="memory",
            burst_limit=1000,
            qps=1000,
        )

    def prepare(self, given):
        """The Secrets that docs/kubernetes.md tells to make before."""
        own = {each["metadata"]["name"] for each in render(given).of("Secret", "ServiceAccount")}
        wanted = {}
        for _, pod in render(given).pods():
            for kind, name, key in references(pod):
                if kind == "Secret" and name not in own:
                    wanted.setdefault(name, set()).add(key)
        for name, keys in wanted.items():
            self.api.add_secret(name, *keys)
        return given

    def install(self, given):
        self._do(self.config.install, given)

    def upgrade(self, given):
        self._do(self.config.upgrade, given)

    def _do(self, work, given):
        work(str(CHART), NAME, given, namespace=NAMESPACE, wait="hookOnly", timeout=20)


def kinds(log):
    return [line.split("/")[0] for line in log]


def test_a_district_is_installed_with_one_command(api, release):
    release.install(release.prepare(values("district", "plain")))
    assert api.log[:2] == ["APPLY ServiceAccount/anju-migrate", "APPLY Job/anju-migrate"]
    assert api.log[2] == "DELETE Job/anju-migrate"  # it succeeded, before anything else was made
    first = kinds(api.log).index("APPLY Deployment")
    assert kinds(api.log).index("APPLY NetworkPolicy") < first
    assert "APPLY Job" not in kinds(api.log[3:])
    assert len(api.names("Deployment")) == 10
    assert "ServiceMonitor" in {kind for kind, _ in api.objects}


def test_a_failing_migration_stops_the_release(api, release):
    given = release.prepare(values("district", "plain"))
    api.fail.add("anju-migrate")
    with pytest.raises(helm.HelmError, match="anju-migrate"):
        release.install(given)
    assert not api.names("Deployment")


def test_a_failing_migration_leaves_the_old_release_running(api, release):
    given = release.prepare(values("district", "plain"))
    release.install(given)
    before = {key: each["metadata"]["resourceVersion"] for key, each in api.objects.items()}
    api.fail.add("anju-migrate")
    with pytest.raises(helm.HelmError, match="anju-migrate"):
        release.upgrade(merged(given, {"images": {"slim": {"digest": "sha256:" + "b" * 64}}}))
    for key, version in before.items():
        if key[0] == "Deployment":
            assert api.objects[key]["metadata"]["resourceVersion"] == version


def test_what_is_switched_off_goes_and_a_rollback_brings_it_back(api, release):
    given = release.prepare(values("default", "ingress"))
    release.install(given)
    release.upgrade(merged(given, {"ingress": {"enabled": False}}))
    assert not api.names("Ingress")
    api.log.clear()
    release.config.rollback(NAME, wait="hookOnly", timeout=20)
    assert api.names("Ingress") == {"anju-http", "anju-grpc"}
    assert "APPLY Job/anju-migrate" not in api.log  # tables stay: they are expanded, not changed
    assert [each["status"] for each in release.config.history(NAME)] == [
        "superseded",
        "superseded",
        "deployed",
    ]


def test_trying_it_needs_nothing_before_and_keeps_its_keys(api, release):
    given = values("dev", "plain")
    release.install(given)
    assert "APPLY Job/anju-migrate" not in api.log  # PostgreSQL comes with this release
    made = {name: api.objects["Secret", name]["data"] for name in KEPT}
    release.upgrade(given)
    assert "APPLY Job/anju-migrate" in api.log
    assert {name: api.objects["Secret", name]["data"] for name in KEPT} == made
    release.config.uninstall(NAME, wait="hookOnly", timeout=20)
    assert api.names("Secret") == KEPT
    assert not api.names("Deployment") | api.names("StatefulSet") | api.names("Service")


def test_an_edge_box_keeps_its_volume(api, release):
    release.install(release.prepare(values("edge", "plain")))
    assert api.names("Deployment") == {"anju-all"}
    release.config.uninstall(NAME, wait="hookOnly", timeout=20)
    assert api.names("PersistentVolumeClaim") == {"anju-data"}


def test_helm_test_runs_and_tells(api, release):
    release.install(values("dev", "plain"))
    api.log.clear()
    release.config.test(NAME, timeout=20)
    assert api.log == [
        "APPLY ServiceAccount/anju-test",
        "APPLY Pod/anju-test-ready",
        "DELETE Pod/anju-test-ready",
    ]
    api.fail.add("anju-test-ready")
    with pytest.raises(helm.HelmError, match="anju-test-ready"):
        release.config.test(NAME, timeout=20)


@pytest.mark.parametrize("toggle", ["everything", "dra"])
def test_everything_switched_on_is_taken(api, release, toggle):
    given = release.prepare(merged(values("default", toggle), {"models": {"source": "image"}}))
    for name in ("packs", "coverage-profiles", "uplink-profiles"):
        api.objects["ConfigMap", name] = {"kind": "ConfigMap", "metadata": {"name": name}}
    release.install(given)
    assert "anju-inference-gpu" in api.names("Deployment")


def test_the_stub_refuses_what_would_wait_for_ever(api, release):
    with pytest.raises(helm.HelmError, match="no Secret anju-postgresql yet"):
        release.install(values("default", "plain"))


def test_the_stub_refuses_what_is_no_field(api, release):
    given = release.prepare(values("default", "plain"))
    selector = {"scheduling": {"tolerations": []}, "networkPolicy": {"extraEgress": [{"oops": 1}]}}
    with pytest.raises(helm.HelmError, match="oops"):
        release.install(merged(given, selector))
