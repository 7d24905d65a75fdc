"""Every profile with every toggle: linted, rendered, valid for Kubernetes, and sound."""

import functools
import itertools
import json

import helm_python as helm
import kubernetes_validate
import pytest

from charts.kubernetes import VERSIONS, validate
from charts.matrix import PROFILES, combinations, rendered, values
from charts.policies import consistent, restricted, sound_pod
from charts.rendering import CHART, Document, render

CUSTOM = {"GRPCRoute", "HTTPRoute", "PrometheusRule", "ScaledObject", "ServiceMonitor"}
BOTH = pytest.mark.parametrize(("name", "toggle"), combinations())


@pytest.mark.parametrize("name", PROFILES)
def test_helm_lints_it_strictly(name):
    findings = helm.lint(str(CHART), values(name, "plain"), strict=True, kube_version="v1.36.0")
    messages = [each for each in findings["messages"] if each["severity"] > 1]
    assert messages == []


@BOTH
def test_objects_fit_together(name, toggle):
    assert list(consistent(rendered(name, toggle))) == []


@BOTH
def test_every_pod_is_restricted_and_sound(name, toggle):
    pods = rendered(name, toggle).pods()
    assert pods
    for owner, pod in pods:
        assert [*restricted(pod), *sound_pod(pod)] == [], owner


@functools.cache
def _distinct() -> list[Document]:
    """Most objects are the same in many combinations; each is judged once."""
    every = itertools.chain.from_iterable(rendered(*each).documents for each in combinations())
    return list({json.dumps(each, sort_keys=True): each for each in every}.values())


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_object(version):
    unknown = set()
    for document in _distinct():
        try:
            validate(document, version)
        except kubernetes_validate.SchemaNotFoundError:
            unknown.add(document["kind"])
    assert unknown == CUSTOM


def test_the_validation_would_notice():
    document = json.loads(json.dumps(rendered("dev").of("Deployment")[0]))
    container = document["spec"]["template"]["spec"]["containers"][0]
    container["securityContext"]["readOnlyRootFileSystem"] = True
    with pytest.raises(kubernetes_validate.ValidationError, match="readOnlyRootFileSystem"):
        validate(document, VERSIONS[-1])


@pytest.mark.parametrize("name", PROFILES)
def test_every_deployment_has_what_keeps_it_up(name):
    every = rendered(name, "everything") if name != "edge" else rendered(name)
    budgets = [each["spec"] for each in every.of("PodDisruptionBudget")]
    policies = [each["spec"] for each in every.of("NetworkPolicy")]
    for deployment in every.of("Deployment"):
        template = deployment["spec"]["template"]
        labels = template["metadata"]["labels"].items()
        container = template["spec"]["containers"][0]
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
        assert [b for b in budgets if b["selector"]["matchLabels"].items() <= labels]
        assert len([p for p in policies if p["podSelector"]["matchLabels"].items() <= labels]) == 2
        assert template["spec"]["topologySpreadConstraints"]
        assert template["spec"]["affinity"]["podAntiAffinity"]


def test_no_second_uplink_sends_beside_the_first():
    every = rendered("district").of("Deployment")
    found = {each["metadata"]["name"]: each["spec"]["strategy"] for each in every}
    assert found["anju-uplink"] == {"type": "Recreate"}
    assert found["anju-access"]["rollingUpdate"]["maxUnavailable"] == 0


@pytest.mark.parametrize("name", ["default", "edge"])
def test_profiles_of_the_installation_lie_where_they_are_looked_for(name):
    readers = 0
    for owner, pod in rendered(name, "profiles").pods():
        volumes = {each["name"]: each.get("configMap") for each in pod["spec"].get("volumes", ())}
        for container in pod["spec"]["containers"]:
            mounts = {each["mountPath"]: each["name"] for each in container.get("volumeMounts", ())}
            for each in container.get("env", ()):
                if each["name"].endswith("__PROFILES"):
                    module = each["name"].split("_")[1].lower()
                    assert volumes[mounts[each["value"]]] == {"name": f"{module}-profiles"}, owner
                    readers += 1
    assert readers == 2


def test_readiness_goes_before_the_process_does():
    for each in rendered("default").of("Deployment"):
        spec = each["spec"]["template"]["spec"]
        probe = spec["containers"][0]["readinessProbe"]
        env = {e["name"]: e.get("value") for e in spec["containers"][0]["env"]}
        drain, grace = float(env["ANJU_SERVER__DRAIN"]), float(env["ANJU_SERVER__GRACE"])
        assert probe["httpGet"]["path"] == "/readyz"
        assert probe["periodSeconds"] * probe["failureThreshold"] < drain
        assert drain + grace < spec["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("name", PROFILES)
def test_a_mirror_replaces_every_registry(name):
    for owner, pod in rendered(name, "mirror").pods():
        for container in pod["spec"]["containers"]:
            assert container["image"].startswith("mirror.example/"), owner
        assert pod["spec"]["imagePullSecrets"] == [{"name": "mirror"}]


def test_a_district_runs_images_by_digest():
    for owner, pod in rendered("district", "everything").pods():
        for container in pod["spec"]["containers"]:
            assert "@sha256:" in container["image"], owner


@pytest.mark.parametrize("toggle", ["gateway", "monitoring", "keda"])
def test_what_the_cluster_lacks_is_said(toggle):
    with pytest.raises(helm.HelmError, match=r"needs|lacks"):
        render(values("dev", toggle), apis=())


def test_gates_win_over_analysis():
    every = rendered("default")
    classes = {each["metadata"]["name"]: each for each in every.of("PriorityClass")}
    ranks = [classes[f"anju-{name}"]["value"] for name in ("gates", "services", "analysis")]
    assert ranks == sorted(ranks, reverse=True)
    assert classes["anju-analysis"]["preemptionPolicy"] == "Never"
    pod = every.named("Deployment", "anju-access")["spec"]["template"]["spec"]
    assert pod["priorityClassName"] == "anju-gates"


@pytest.mark.parametrize("toggle", ["mig", "dra"])
def test_gpus_are_a_second_pool_behind_the_same_service(toggle):
    every = rendered("district", toggle)
    service = every.named("Service", "anju-inference")["spec"]["selector"].items()
    pools = [
        each
        for each in every.of("Deployment")
        if service <= each["spec"]["template"]["metadata"]["labels"].items()
    ]
    assert [each["metadata"]["name"] for each in pools] == ["anju-inference", "anju-inference-gpu"]
    cpu, gpu = (p["spec"]["template"]["spec"]["containers"][0]["resources"] for p in pools)
    assert "nvidia.com" not in str(cpu)
    if toggle == "mig":
        assert gpu["limits"]["nvidia.com/mig-1g.10gb"] == 1
    else:
        assert gpu["claims"] == [{"name": "gpu"}]
        claim = pools[1]["spec"]["template"]["spec"]["resourceClaims"][0]
        assert every.named("ResourceClaimTemplate", claim["resourceClaimTemplateName"])


def test_notes_tell_the_next_step():
    assert "helm test anju" in rendered("dev").notes
    assert "For trying it alone: nats, postgresql, s3" in rendered("dev").notes
    assert "https://anju.example/" in rendered("district").notes
