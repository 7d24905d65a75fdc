"""`python -m charts.schema` brings the settings in values.schema.json up to date with the code."""

import json
from typing import Any

from charts.matrix import combinations, values
from charts.rendering import CHART, Values, render
from services.modules import Settings
from services.reference import settings_rows

PATH = CHART / "values.schema.json"
# The target is the command's argument; the runtime follows from the pool.
OWN = {"ANJU_TARGET", "ANJU_INFERENCE__RUNTIME", "ANJU_INFERENCE__PROCESSES"}


def known() -> set[str]:
    """Every variable that the code reads."""
    return {row[0] for row in settings_rows(Settings)}


def managed() -> set[str]:
    """Variables that the chart sets from other values in some combination."""
    found = set(OWN)
    for name, toggle in combinations():
        for _, pod in render(_bare(values(name, toggle))).pods():
            for container in pod["spec"]["containers"]:
                found |= {each["name"] for each in container.get("env", ())}
    return found


def _bare(given: Values) -> Values:
    """The values without `settings`, which are what is left over."""
    targets = {
        name: {key: value for key, value in target.items() if key != "settings"}
        for name, target in given.get("targets", {}).items()
    }
    return {key: value for key, value in given.items() if key != "settings"} | {"targets": targets}


def current() -> dict[str, Any]:
    """The schema with the settings as they should be."""
    schema: dict[str, Any] = json.loads(PATH.read_text())
    free = sorted(known() - managed())
    schema["$defs"]["settings"]["properties"] = {name: {"$ref": "#/$defs/scalar"} for name in free}
    return schema


def main() -> None:
    PATH.write_text(json.dumps(current(), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
