"""The chart rendered by Helm's own engine, once for each profile and toggle."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import helm_python as helm
import yaml

CHART = Path(__file__).parent / "anju"
NAME, NAMESPACE = "anju", "prod"
KUBE = "1.36"
# What a cluster with all the operators serves; without them the chart refuses what needs them.
APIS = (
    "gateway.networking.k8s.io/v1",
    "keda.sh/v1alpha1",
    "monitoring.coreos.com/v1",
    "resource.k8s.io/v1",
)
Values = dict[str, Any]
Document = dict[str, Any]


@dataclass(frozen=True)
class Rendered:
    documents: tuple[Document, ...]
    notes: str

    def of(self, *kinds: str) -> list[Document]:
        return [each for each in self.documents if each["kind"] in kinds]

    def named(self, kind: str, name: str) -> Document:
        return next(each for each in self.of(kind) if each["metadata"]["name"] == name)

    def pods(self) -> list[tuple[str, Document]]:
        """Every pod there may be, hooks and tests too: what it belongs to, and its template."""
        found = [(_label(each), each) for each in self.of("Pod")]
        for each in self.of("Deployment", "StatefulSet", "Job"):
            claims = [c["metadata"]["name"] for c in each["spec"].get("volumeClaimTemplates", ())]
            found.append((_label(each), each["spec"]["template"] | {"claims": claims}))
        return found


def _label(document: Document) -> str:
    return f"{document['kind']}/{document['metadata']['name']}"


def merged(*several: Values) -> Values:
    """Later ones win, maps are merged: as `helm -f a -f b` does."""
    result: Values = {}
    for values in several:
        for key, value in values.items():
            old = result.get(key)
            both = isinstance(old, dict) and isinstance(value, dict)
            result[key] = merged(old or {}, value) if both else value
    return result


def profile(name: str) -> Values:
    values: Values = yaml.safe_load((CHART / f"values-{name}.yaml").read_text())
    return values


@functools.cache
def chart() -> Any:
    return helm.Chart.load(CHART)


def render(values: Values, apis: tuple[str, ...] = APIS, kube: str = KUBE) -> Rendered:
    """Raises helm.HelmError. The package's own `render` hides the versions of the cluster, so the
    call below it is used."""
    options = {
        "name": NAME,
        "namespace": NAMESPACE,
        "kube_version": f"v{kube}.0",
        "api_versions": apis,
    }
    text = helm._native.call_string(
        "helm_render", chart()._raw(), json.dumps(values), json.dumps(options)
    )
    files: dict[str, str] = json.loads(text)
    documents = [
        document
        for path, content in sorted(files.items())
        if path.endswith(".yaml")
        for document in yaml.load_all(content, yaml.CSafeLoader)
        if document
    ]
    return Rendered(tuple(documents), files["anju/templates/NOTES.txt"])
