"""Reference pages made from the code: settings, permissions and events."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kit.config import KitSettings
from services.roles import ROLES


def settings_rows(
    model: type[BaseModel], prefix: str = "ANJU_"
) -> Iterator[tuple[str, str, str, str]]:
    """Environment name, kind, default and description of every setting."""
    for name, field in model.model_fields.items():
        kind: Any = field.annotation
        variable = f"{prefix}{name.upper()}"
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings_rows(kind, f"{variable}__")
            continue
        default = "" if field.default_factory or field.is_required() else field.default
        shown = getattr(kind, "__name__", str(kind).replace("typing.", ""))
        yield variable, shown, "" if default is None else str(default), field.description or ""


def settings_page(model: type[KitSettings]) -> str:
    lines = [
        "# Settings",
        "",
        "Flags win over environment variables, these over the TOML file named by `--config`, and "
        "that over the defaults. In the file, `ANJU_SERVER__HTTP_PORT` is `http_port` under "
        "`[server]`. An empty default is computed at the start. This page is made by "
        "`python -m services.reference`.",
        "",
        "| variable | kind | default | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for row in settings_rows(model):
        cells = [cell.replace("|", "\\|") for cell in row]
        lines.append(f"| `{cells[0]}` | {cells[1]} | {cells[2]} | {cells[3]} |")
    return "\n".join(lines) + "\n"


def roles_page() -> str:
    permissions = sorted(set().union(*ROLES.values()))
    lines = [
        "# Roles and permissions",
        "",
        "A token has one role and a list of communities, or the whole district. What lies outside "
        "its communities answers 404, as if absent. Every gRPC method and REST route needs one "
        "permission. This page is made by `python -m services.reference`.",
        "",
        "| permission | " + " | ".join(sorted(ROLES)) + " |",
        "| --- |" + " --- |" * len(ROLES),
    ]
    for permission in permissions:
        marks = ["●" if permission in ROLES[role] else "" for role in sorted(ROLES)]
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """File name under docs/ → content."""
    from services.modules import Settings

    return {"settings.md": settings_page(Settings), "roles.md": roles_page()}


def main() -> None:
    from services.generate import ROOT

    for name, content in pages().items():
        (ROOT / "docs" / name).write_text(content)


if __name__ == "__main__":
    main()
