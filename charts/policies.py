"""What must hold of rendered objects and no schema says: pure functions that return complaints."""

import re
from collections.abc import Iterator
from typing import Any

from charts.rendering import Document, Rendered

QUANTITY = re.compile(r"^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$")
NAME = re.compile(r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")


def restricted(pod: Document) -> Iterator[str]:
    """Pod Security Standards, profile restricted, and a root file system that cannot be written."""
    spec = pod["spec"]
    security = spec.get("securityContext", {})
    if any(spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")):
        yield "shares the host's namespaces"
    allowed = {"configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected"}
    for volume in spec.get("volumes", ()):
        if odd := set(volume) - {"name"} - allowed:
            yield f"volume {volume['name']}: {', '.join(odd)}"
    for container in spec["containers"] + spec.get("initContainers", []):
        own = container.get("securityContext", {})
        both = security | own
        if both.get("runAsNonRoot") is not True or both.get("runAsUser") == 0:
            yield f"{container['name']} may be root"
        if both.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{container['name']} has no seccomp profile"
        if own.get("privileged") or own.get("allowPrivilegeEscalation") is not False:
            yield f"{container['name']} may gain privileges"
        if own.get("capabilities", {}) != {"drop": ["ALL"]}:
            yield f"{container['name']} keeps capabilities"
        if own.get("readOnlyRootFilesystem") is not True:
            yield f"{container['name']} can write its root"
        if any("hostPort" in port for port in container.get("ports", ())):
            yield f"{container['name']} takes a port of the host"


def sound_pod(pod: Document) -> Iterator[str]:
    """Mounts have volumes, ports have names, quantities are ones, no token, no image `latest`."""
    spec = pod["spec"]
    if spec.get("automountServiceAccountToken") is not False:
        yield "has a token of Kubernetes"
    if spec.get("enableServiceLinks") is not False:
        yield "gets variables of other Services"
    volumes = {volume["name"] for volume in spec.get("volumes", ())}
    volumes |= set(pod.get("claims", ()))
    for container in spec["containers"]:
        mounts = [mount["name"] for mount in container.get("volumeMounts", ())]
        if odd := set(mounts) - volumes:
            yield f"mounts no volume: {odd}"
        if odd := volumes - set(mounts):
            yield f"volumes that nothing mounts: {odd}"
        yield from _sound_container(container)


def _sound_container(container: Document) -> Iterator[str]:
    image = container["image"]
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    if not tag or tag == "latest":
        yield f"image {image} is not pinned"
    if container.get("imagePullPolicy") not in {"IfNotPresent", "Always", "Never"}:
        yield "has no such pull policy"
    resources = container.get("resources", {})
    if not {"cpu", "memory"} <= set(resources.get("requests", {})):
        yield "requests no cpu or memory"
    if "memory" not in resources.get("limits", {}):
        yield "has no memory limit"
    for amounts in (resources.get("requests", {}), resources.get("limits", {})):
        for name, amount in amounts.items():
            if not QUANTITY.match(str(amount)):
                yield f"{name}: {amount} is no quantity"
    env = [each["name"] for each in container.get("env", ())]
    if len(env) != len(set(env)):
        yield "has a variable twice"
    ports = {port["name"] for port in container.get("ports", ())}
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        for kind in ("httpGet", "tcpSocket"):
            port = container.get(probe, {}).get(kind, {}).get("port")
            if port and port not in ports:
                yield f"{probe} asks port {port}"


def selects(selector: dict[str, str], pod: Document) -> bool:
    return bool(selector.items() <= pod["metadata"].get("labels", {}).items())


def consistent(rendered: Rendered) -> Iterator[str]:
    """References between objects of one release."""
    yield from _names(rendered)
    pods = rendered.pods()
    for each in rendered.of("Deployment", "StatefulSet"):
        selector = each["spec"]["selector"]["matchLabels"]
        if not selects(selector, each["spec"]["template"]):
            yield f"{each['metadata']['name']} does not select its own pods"
        if sum(selects(selector, pod) for _, pod in pods) != 1:
            yield f"{each['metadata']['name']} selects pods of others"
    for each in rendered.of("Service"):
        yield from _service(each, pods)
    for each in rendered.of("Ingress", "HTTPRoute", "GRPCRoute"):
        yield from _route(each, rendered)
    for each in rendered.of("HorizontalPodAutoscaler", "ScaledObject"):
        yield from _scaler(each, rendered)


def _names(rendered: Rendered) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for each in rendered.documents:
        place = each["kind"], each["metadata"]["name"]
        if place in seen:
            yield f"{place} is there twice"
        seen.add(place)
        if not NAME.match(place[1]):
            yield f"{place} is no name"
        if each["metadata"].get("namespace"):
            yield f"{place} chooses its namespace"
    for owner, pod in rendered.pods():
        if ("ServiceAccount", pod["spec"]["serviceAccountName"]) not in seen:
            yield f"{owner}: no account {pod['spec']['serviceAccountName']}"


def _route(route: Document, rendered: Rendered) -> Iterator[str]:
    known = {each["metadata"]["name"]: _ports(each) for each in rendered.of("Service")}
    for name, port in backends(route):
        if port not in known.get(name, ()):
            yield f"{route['metadata']['name']} leads to {name}:{port}"


def _ports(service: Document) -> set[Any]:
    return {port[key] for port in service["spec"]["ports"] for key in ("name", "port")}


def _service(service: Document, pods: list[tuple[str, Document]]) -> Iterator[str]:
    name, spec = service["metadata"]["name"], service["spec"]
    behind = [pod for _, pod in pods if selects(spec["selector"], pod)]
    if not behind:
        yield f"Service {name} has no pods"
    for pod in behind:
        named = {p["name"] for c in pod["spec"]["containers"] for p in c.get("ports", ())}
        if odd := {port["targetPort"] for port in spec["ports"]} - named:
            yield f"Service {name} sends to ports {odd}"


def backends(route: Document) -> Iterator[tuple[str, Any]]:
    """Service and port of each rule."""
    for rule in route["spec"]["rules"]:
        for path in rule.get("http", {}).get("paths", ()):
            service = path["backend"]["service"]
            yield service["name"], service["port"]["name"]
        for backend in rule.get("backendRefs", ()):
            yield backend["name"], backend["port"]


def _scaler(scaler: Document, rendered: Rendered) -> Iterator[str]:
    name, spec = scaler["metadata"]["name"], scaler["spec"]
    target = rendered.named("Deployment", spec["scaleTargetRef"]["name"])
    if "replicas" in target["spec"]:
        yield f"{name}: the Deployment sets replicas too"
    low = spec.get("minReplicas", spec.get("minReplicaCount"))
    high = spec.get("maxReplicas", spec.get("maxReplicaCount"))
    if not 1 <= low <= high:
        yield f"{name} scales from {low} to {high}"
    for trigger in spec.get("triggers", ()):
        for key, value in trigger["metadata"].items():
            if not isinstance(value, str) or not value:
                yield f"{name}: {key} must be text"


def references(pod: Document) -> Iterator[tuple[str, str, str]]:
    """Kind, name and key of all that must exist before the pod may start; key may be empty."""
    spec = pod["spec"]
    yield "ServiceAccount", spec["serviceAccountName"], ""
    for each in spec.get("imagePullSecrets", ()):
        yield "Secret", each["name"], ""
    for volume in spec.get("volumes", ()):
        if secret := volume.get("secret"):
            keys = [item["key"] for item in secret.get("items", ())]
            yield from (("Secret", secret["secretName"], key) for key in keys or [""])
        if config := volume.get("configMap"):
            yield "ConfigMap", config["name"], ""
        if claim := volume.get("persistentVolumeClaim"):
            yield "PersistentVolumeClaim", claim["claimName"], ""
    for container in spec["containers"]:
        for variable in container.get("env", ()):
            source = variable.get("valueFrom", {})
            for kind, ref in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
                if wanted := source.get(ref):
                    yield kind, wanted["name"], wanted["key"]
