"""Alembic environment of every service; `kit.migrate` sets the chain and the connection."""

from alembic import context
from sqlmodel import SQLModel

tables = context.config.attributes.get("tables")


def include(_object: object, name: str | None, kind: str, *_: object) -> bool:
    return kind != "table" or tables is None or name in tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_object=include,
    render_as_batch=True,
    compare_type=True,
    render_item=context.config.attributes.get("render"),
)
with context.begin_transaction():
    context.run_migrations()
