"""Alembic environment of every service; `kit.db.migrate` sets the chain and the database."""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url") or "")
tables = context.config.attributes.get("tables")


def include(_object: object, name: str | None, kind: str, *_: object) -> bool:
    return kind != "table" or tables is None or name in tables


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_object=include,
        render_as_batch=True,
        compare_type=True,
        render_item=context.config.attributes.get("render"),
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
