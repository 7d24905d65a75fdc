"""NetworkPolicies read as a cluster's network plug-in reads them: who may reach whom."""

from dataclasses import dataclass, field
from typing import Any

from charts.rendering import NAMESPACE, Document, Rendered

NAMESPACE_LABEL = "kubernetes.io/metadata.name"


@dataclass(frozen=True)
class Peer:
    """A pod of this release or another; without a namespace it is outside of the cluster."""

    name: str
    labels: dict[str, str] = field(default_factory=dict, hash=False)
    namespace: str = NAMESPACE


def peers(rendered: Rendered) -> dict[str, Peer]:
    """One pod of each component of the release."""
    found = {}
    for _, pod in rendered.pods():
        labels = pod["metadata"]["labels"]
        name = labels["app.kubernetes.io/component"]
        found[name] = Peer(name, labels)
    return found


def allowed(rendered: Rendered, source: Peer, target: Peer, port: int) -> bool:
    """Whether a TCP connection may be made: let out at one end and in at the other."""
    policies = [each["spec"] for each in rendered.of("NetworkPolicy")]
    return _passes(policies, source, target, port, "Egress") and _passes(
        policies, target, source, port, "Ingress"
    )


def _passes(policies: list[Document], own: Peer, other: Peer, port: int, way: str) -> bool:
    mine = [each for each in policies if _is_of(each, own) and way in each["policyTypes"]]
    rules = [rule for each in mine for rule in each.get(way.lower(), ())]
    word = "to" if way == "Egress" else "from"
    return not mine or any(_matches(rule, word, other, port) for rule in rules)


def _is_of(policy: Document, peer: Peer) -> bool:
    return peer.namespace == NAMESPACE and _selected(policy["podSelector"], peer.labels)


def _matches(rule: Document, word: str, other: Peer, port: int) -> bool:
    ports = [each["port"] for each in rule.get("ports", ()) if each.get("protocol") == "TCP"]
    if "ports" in rule and port not in ports:
        return False
    return word not in rule or any(_is(each, other) for each in rule[word])


def _is(wanted: dict[str, Any], other: Peer) -> bool:
    if "ipBlock" in wanted:
        return not other.namespace
    if "namespaceSelector" in wanted:
        if not _selected(wanted["namespaceSelector"], {NAMESPACE_LABEL: other.namespace}):
            return False
    elif other.namespace != NAMESPACE:
        return False
    return _selected(wanted.get("podSelector", {}), other.labels)


def _selected(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    unknown = set(selector) - {"matchLabels"}
    if unknown:
        raise ValueError(f"a selector of the chart by {unknown}: teach _selected what it means")
    return bool(selector.get("matchLabels", {}).items() <= labels.items())
