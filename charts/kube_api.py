"""A stand-in for the Kubernetes API on loopback, enough for Helm's own engine.

Discovery, server-side apply, delete, list and watch. Every write is checked strictly against the
schemas of Kubernetes; Jobs and Pods end at once; a pod whose account, Secret or ConfigMap does not
exist yet is refused, where a real cluster would leave it waiting. It admits, defaults and owns
nothing: see docs/kubernetes.md, "Proved without a cluster".
"""

import base64
import itertools
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlparse

import kubernetes_validate
import yaml

from charts.kubernetes import validate
from charts.policies import references

VERSION = "1.36"
# Kind → group version and plural: what the chart makes, and Namespaces.
CORE = ("ConfigMap", "Namespace", "PersistentVolumeClaim", "Pod", "Secret", "Service")
KINDS: dict[str, tuple[str, str]] = {kind: ("v1", f"{kind.lower()}s") for kind in CORE} | {
    "ServiceAccount": ("v1", "serviceaccounts"),
    "Deployment": ("apps/v1", "deployments"),
    "StatefulSet": ("apps/v1", "statefulsets"),
    "Job": ("batch/v1", "jobs"),
    "PodDisruptionBudget": ("policy/v1", "poddisruptionbudgets"),
    "HorizontalPodAutoscaler": ("autoscaling/v2", "horizontalpodautoscalers"),
    "NetworkPolicy": ("networking.k8s.io/v1", "networkpolicies"),
    "Ingress": ("networking.k8s.io/v1", "ingresses"),
    "PriorityClass": ("scheduling.k8s.io/v1", "priorityclasses"),
    "ResourceClaimTemplate": ("resource.k8s.io/v1", "resourceclaimtemplates"),
    "HTTPRoute": ("gateway.networking.k8s.io/v1", "httproutes"),
    "GRPCRoute": ("gateway.networking.k8s.io/v1", "grpcroutes"),
    "ScaledObject": ("keda.sh/v1alpha1", "scaledobjects"),
    "ServiceMonitor": ("monitoring.coreos.com/v1", "servicemonitors"),
    "PrometheusRule": ("monitoring.coreos.com/v1", "prometheusrules"),
}
CLUSTER = {"Namespace", "PriorityClass"}
WORKLOADS = {"Deployment", "StatefulSet", "Job", "Pod"}
BY_PLURAL = {place: kind for kind, place in KINDS.items()}
Key = tuple[str, str]  # kind, name


class Refused(Exception):
    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class KubeApi:
    """`log` holds each write as `APPLY Job/x`; `fail` names Jobs and Pods that are to fail."""

    def __init__(self) -> None:
        self.objects: dict[Key, dict[str, Any]] = {}
        self.log: list[str] = []
        self.fail: set[str] = set()
        self._versions = itertools.count(1)
        self._changed = threading.Condition()
        self._events: list[tuple[str, dict[str, Any]]] = []
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"api": self})
        )
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def kubeconfig(self) -> str:
        cluster = {"server": f"http://127.0.0.1:{self._server.server_port}"}
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{"name": "stub", "cluster": cluster}],
                "users": [{"name": "stub", "user": {}}],
                "contexts": [{"name": "stub", "context": {"cluster": "stub", "user": "stub"}}],
                "current-context": "stub",
            }
        )

    def names(self, kind: str) -> set[str]:
        return {name for each, name in self.objects if each == kind}

    def add_secret(self, name: str, *keys: str) -> None:
        """As if somebody had made it before."""
        content = {"metadata": {"name": name}, "data": dict.fromkeys(keys, "eA==")}
        self._keep({"apiVersion": "v1", "kind": "Secret"} | content)

    def apply(self, document: dict[str, Any], dry: bool) -> dict[str, Any]:
        kind, name = document["kind"], document["metadata"]["name"]
        try:
            validate(document, VERSION)
        except kubernetes_validate.ValidationError as error:
            raise Refused(422, error.message) from None
        except kubernetes_validate.SchemaNotFoundError:
            if kind not in KINDS:
                raise Refused(404, f"no kind {kind}") from None
        if kind in WORKLOADS:
            self._resolve(document)
        if dry:
            return document
        self.log.append(f"APPLY {kind}/{name}")
        for key, text in document.pop("stringData", {}).items():
            document.setdefault("data", {})[key] = base64.b64encode(text.encode()).decode()
        if kind in {"Job", "Pod"}:
            document["status"] = _ended(kind, failed=name in self.fail)
        return self._keep(document)

    def _resolve(self, document: dict[str, Any]) -> None:
        pod = document if document["kind"] == "Pod" else document["spec"]["template"]
        for kind, name, key in references(pod):
            found = self.objects.get((kind, name))
            if found is None:
                raise Refused(422, f"{document['metadata']['name']}: no {kind} {name} yet")
            if key and key not in found.get("data", {}):
                raise Refused(422, f"{document['metadata']['name']}: {kind} {name} lacks {key}")

    def _keep(self, document: dict[str, Any]) -> dict[str, Any]:
        key = document["kind"], document["metadata"]["name"]
        with self._changed:
            old = self.objects.get(key)
            version = str(next(self._versions))
            document["metadata"] |= {"namespace": "prod", "resourceVersion": version}
            document["metadata"] |= {"uid": old["metadata"]["uid"] if old else version}
            if document["kind"] in CLUSTER:
                del document["metadata"]["namespace"]
            self.objects[key] = document
            self._events.append(("MODIFIED" if old else "ADDED", document))
            self._changed.notify_all()
        return document

    def delete(self, key: Key) -> dict[str, Any]:
        with self._changed:
            if key not in self.objects:
                raise Refused(404, f"no {key[0]} {key[1]}")
            gone = self.objects.pop(key)
            self.log.append(f"DELETE {'/'.join(key)}")
            self._events.append(("DELETED", gone))
            self._changed.notify_all()
        return gone

    def watch(self, kind: str) -> Iterator[dict[str, Any]]:
        """What is there, a mark that this was all, then changes for as long as somebody reads."""
        with self._changed:
            at = len(self._events)
            now = [each for (own, _), each in self.objects.items() if own == kind]
        yield from ({"type": "ADDED", "object": each} for each in now)
        yield {"type": "BOOKMARK", "object": _mark(kind)}
        while True:
            with self._changed:
                if len(self._events) == at:
                    self._changed.wait(30)
                fresh, at = self._events[at:], len(self._events)
            for change, document in fresh:
                if document["kind"] == kind:
                    yield {"type": change, "object": document}


def _mark(kind: str) -> dict[str, Any]:
    notes = {"k8s.io/initial-events-end": "true"}
    metadata = {"resourceVersion": "1", "annotations": notes}
    return {"apiVersion": KINDS[kind][0], "kind": kind, "metadata": metadata}


def _ended(kind: str, failed: bool) -> dict[str, Any]:
    if kind == "Pod":
        return {"phase": "Failed" if failed else "Succeeded"}
    condition = {"type": "Failed" if failed else "Complete", "status": "True", "reason": "Stub"}
    return {"conditions": [condition], "failed" if failed else "succeeded": 1}


def _resources(version: str) -> list[dict[str, Any]]:
    verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
    return [
        {"name": plural, "kind": kind, "namespaced": kind not in CLUSTER, "verbs": verbs}
        for kind, (group, plural) in KINDS.items()
        if group == version
    ]


def _openapi(version: str) -> dict[str, Any]:
    """Only what Helm looks for: that a PATCH of each kind can be told to be strict."""
    group, _, number = version.rpartition("/")
    parameters = [{"name": "fieldValidation", "in": "query", "schema": {"type": "string"}}]
    paths = {}
    for resource in _resources(version):
        kind = {"group": group, "version": number, "kind": resource["kind"]}
        patch = {"parameters": parameters, "x-kubernetes-group-version-kind": kind}
        paths[f"/{resource['name']}/{{name}}"] = {"patch": patch | {"responses": {}}}
    return {"openapi": "3.0.0", "info": {"title": "stub", "version": VERSION}, "paths": paths}


def _discover(parts: list[str]) -> dict[str, Any]:
    groups = sorted({group for group, _ in KINDS.values() if "/" in group})
    match parts:
        case ["version"]:
            return {"major": "1", "minor": VERSION[2:], "gitVersion": f"v{VERSION}.0"}
        case ["api"]:
            return {"kind": "APIVersions", "versions": ["v1"]}
        case ["apis"]:
            listed = []
            for name in groups:
                each = {"groupVersion": name, "version": name.split("/")[1]}
                listed.append(
                    {"name": name.split("/")[0], "versions": [each], "preferredVersion": each}
                )
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": listed}
        case ["openapi", "v3"]:
            paths = {
                f"apis/{name}": {"serverRelativeURL": f"/openapi/v3/apis/{name}"} for name in groups
            }
            return {"paths": paths | {"api/v1": {"serverRelativeURL": "/openapi/v3/api/v1"}}}
        case ["openapi", "v3", _, *rest]:
            return _openapi("/".join(rest))
        case ["api", "v1"] | ["apis", _, _]:
            version = "/".join(parts[1:])
            resources = _resources(version)
            return {"kind": "APIResourceList", "groupVersion": version, "resources": resources}
    raise Refused(404, "no such path")


class _Handler(BaseHTTPRequestHandler):
    api: KubeApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def _place(self) -> tuple[list[str], str, str]:
        """The path's parts; kind and name where it is one of an object."""
        parts = urlparse(self.path).path.strip("/").split("/")
        length = {"api": 2, "apis": 3}.get(parts[0], 0)
        version, rest = "/".join(parts[1:length]), parts[length:]
        if len(rest) >= 3 and rest[0] == "namespaces":
            rest = rest[2:]
        kind = BY_PLURAL.get((version, rest[0]), "") if length and rest else ""
        return parts, kind, rest[1] if kind and len(rest) > 1 else ""

    def _answer(self) -> dict[str, Any]:
        parts, kind, name = self._place()
        query = parse_qs(urlparse(self.path).query)
        length = int(self.headers.get("content-length", 0))
        body = yaml.load(self.rfile.read(length), yaml.CSafeLoader) if length else {}
        if not kind:
            return _discover(parts)
        if self.command in {"POST", "PATCH", "PUT"}:
            return self.api.apply(body, "dryRun" in query)
        if self.command == "DELETE":
            return self.api.delete((kind, name))
        if name:
            if (kind, name) not in self.api.objects:
                raise Refused(404, f"no {kind} {name}")
            return self.api.objects[kind, name]
        items = [each for (own, _), each in self.api.objects.items() if own == kind]
        listed = {"apiVersion": KINDS[kind][0], "kind": f"{kind}List", "items": items}
        return listed | {"metadata": {"resourceVersion": "1"}}

    def _serve(self) -> None:
        _, kind, _ = self._place()
        if kind and "watch=" in self.path:
            return self._stream(kind)
        code = 200
        try:
            content = self._answer()
        except Refused as error:
            code = error.code
            reason = {404: "NotFound", 422: "Invalid"}[code]
            content = {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": code}
            content |= {"message": str(error), "reason": reason}
        data = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return None

    def _stream(self, kind: str) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("connection", "close")
        self.end_headers()
        try:
            for event in self.api.watch(kind):
                self.wfile.write(json.dumps(event).encode() + b"\n")
                self.wfile.flush()
        except OSError:  # whoever watched is gone
            pass

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve
