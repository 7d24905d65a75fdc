"""Objects against the schemas of Kubernetes, where nothing unknown passes."""

import functools
from typing import Any

import kubernetes_validate

# The package reads its schemas, megabytes of them, anew at each call.
kubernetes_validate.utils.schema_contents = functools.cache(
    kubernetes_validate.utils.schema_contents
)
# Minor versions, oldest first; the package lists each twice.
_MINORS = {each.rpartition(".")[0] for each in kubernetes_validate.utils.all_versions()}
ALL = sorted(_MINORS, key=lambda each: int(each.split(".")[1]))
VERSIONS = ALL[-3:]


def validate(document: dict[str, Any], version: str) -> None:
    """Raises kubernetes_validate.ValidationError or SchemaNotFoundError."""
    kubernetes_validate.validate(document, version, strict=True)
