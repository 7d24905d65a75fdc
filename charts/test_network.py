"""The network is closed but for the channels that the code opens (design §3)."""

import itertools

import pytest
import yaml

from charts.matrix import rendered, values
from charts.reach import Peer, allowed, peers
from charts.rendering import CHART, merged, render

FACTS = yaml.safe_load((CHART / "files/targets.yaml").read_text())
SERVICES = [name for name in FACTS if name != "all"]
GRPC, HTTP = 9090, 8080
PORTS = (22, 53, 80, 443, 4222, 5432, 6443, GRPC, HTTP, 8222, 9000)
INGRESS = Peer("ingress", {}, "ingress-nginx")
PROMETHEUS = Peer("prometheus", {}, "monitoring")
STRANGER = Peer("stranger", {"app.kubernetes.io/component": "access"}, "elsewhere")
KEDA = Peer("keda", {}, "keda")
WORLD = Peer("world", {}, "")


def edges(every, among):
    """All (from, to, port) that get through."""
    return {
        (source.name, target.name, port)
        for source, target in itertools.permutations(among, 2)
        for port in PORTS
        if allowed(every, source, target, port)
    }


def expected(bundled):
    found = {(name, need, GRPC) for name in SERVICES for need in FACTS[name]["needs"]}
    found |= {("test", name, port) for name in SERVICES for port in (GRPC, HTTP)}
    if bundled:
        found |= {(name, "nats", 4222) for name in SERVICES}
        found |= {(name, "postgresql", 5432) for name in SERVICES if FACTS[name]["database"]}
        found |= {(name, "s3", 9000) for name in SERVICES if FACTS[name]["files"]}
        found |= {("migrate", "postgresql", 5432)}
    return found


@pytest.mark.parametrize("name", ["default", "dev", "district"])
def test_pods_reach_each_other_where_the_code_calls_and_nowhere_else(name):
    every = rendered(name)
    assert edges(every, peers(every).values()) == expected(bundled=name == "dev")


def test_forbidden_pairs_are_denied():
    every = rendered("dev")
    pods = peers(every)
    for source, target, port in [
        ("inference", "postgresql", 5432),  # it sees pictures and keeps nothing
        ("inference", "s3", 9000),
        ("face", "s3", 9000),
        ("face", "access", GRPC),
        ("resident", "face", GRPC),
        ("plate", "access", GRPC),
        ("test", "postgresql", 5432),
        ("migrate", "registry", GRPC),
        ("nats", "postgresql", 5432),
    ]:
        assert not allowed(every, pods[source], pods[target], port), (source, target)


@pytest.mark.parametrize("toggle", ["ingress", "gateway"])
def test_outside_callers_come_through_the_ingress_alone(toggle):
    every = rendered("default", toggle)
    for name, pod in peers(every).items():
        public = name in SERVICES and name != "inference"
        for port in (GRPC, HTTP):
            assert allowed(every, INGRESS, pod, port) == public
            assert not allowed(every, STRANGER, pod, port)
            assert not allowed(every, WORLD, pod, port)


def test_nobody_comes_in_before_an_ingress_is_named():
    every = rendered("default")
    for pod in peers(every).values():
        for port in PORTS:
            assert not any(allowed(every, who, pod, port) for who in (INGRESS, STRANGER, WORLD))


def test_prometheus_and_keda_see_their_ports_alone():
    every = rendered("dev", "everything")
    pods = peers(every)
    for name, pod in pods.items():
        assert allowed(every, PROMETHEUS, pod, HTTP) == (name in SERVICES)
        assert not allowed(every, PROMETHEUS, pod, GRPC)
        assert allowed(every, KEDA, pod, 8222) == (name == "nats")
        assert not allowed(every, KEDA, pod, 4222)


def test_servers_elsewhere_are_reached_on_their_ports_by_who_needs_them():
    every = rendered("default", "outside")
    ports = {554, 4222, 5432, 8443, 4318, 443, 8444, 8121, 25, 587, 6443}
    out = {
        name: {p for p in ports if allowed(every, pod, WORLD, p)}
        for name, pod in peers(every).items()
    }
    common = {4222, 4318, 443}
    assert out.pop("access") == common | {5432, 8443}
    assert out.pop("coverage") == common | {5432, 8443}
    assert out.pop("perimeter") == common | {5432, 8443, 554}
    assert out.pop("visitor") == common | {5432, 8444, 25}
    assert out.pop("uplink") == common | {5432, 8443, 8121}
    assert out.pop("inference") == common
    assert out.pop("migrate") == {5432}
    assert out.pop("test") == set()
    assert set(map(frozenset, out.values())) == {frozenset(common | {5432})}


@pytest.mark.parametrize("name", ["default", "dev", "edge"])
def test_cameras_reach_the_uplink_on_its_port_alone_and_only_where_it_listens(name):
    camera = Peer("camera", {}, "")
    owner = "all" if name == "edge" else "uplink"
    for toggle, listens in (("uplink", True), ("plain", False)):
        every = rendered(name, toggle)
        for each, pod in peers(every).items():
            assert allowed(every, camera, pod, 8120) == (listens and each == owner)
            assert not allowed(every, camera, pod, GRPC)
        services = {s["metadata"]["name"] for s in every.of("Service")}
        assert ("anju-devices" in services) == listens


def test_networks_of_servers_may_be_named():
    given = {"networkPolicy": {"postgresqlTo": [{"ipBlock": {"cidr": "10.1.2.0/24"}}]}}
    every = render(merged(values("default", "plain"), given))
    policy = every.named("NetworkPolicy", "anju-resident")["spec"]
    rule = next(each for each in policy["egress"] if each["ports"][0]["port"] == 5432)
    assert rule["to"] == [{"ipBlock": {"cidr": "10.1.2.0/24"}}]


def test_an_edge_box_speaks_to_nobody():
    every = rendered("edge")
    pod = peers(every)["all"]
    assert not any(allowed(every, pod, WORLD, port) for port in PORTS if port != 53)


def test_names_can_be_resolved():
    every = rendered("default")
    dns = Peer("dns", {"k8s-app": "kube-dns"}, "kube-system")
    for name in SERVICES:
        assert allowed(every, peers(every)[name], dns, 53)
