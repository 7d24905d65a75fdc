"""Queries that see no further than the caller: what lies outside looks absent."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from kit.auth import Principal, missing

T = TypeVar("T", bound=SQLModel)


def scoped(model: type[T], who: Principal) -> SelectOfScalar[T]:
    """All rows of the caller's communities; the model has a column `community_id`."""
    query = select(model)
    if who.scope is None:
        return query
    return query.where(sa.inspect(model).c.community_id.in_(who.scope))


def equal(query: SelectOfScalar[T], model: type[T], **values: Any) -> SelectOfScalar[T]:
    """Narrowed to rows whose columns have these values; empty values do not filter."""
    columns = sa.inspect(model).c
    for name, value in values.items():
        if value:
            query = query.where(columns[name] == value)
    return query


async def one(
    session: AsyncSession, query: SelectOfScalar[T], model: type[T], key: str, what: str
) -> T:
    """The row of the query with this id. Raises NotFound `<WHAT>_NOT_FOUND`."""
    row = (await session.exec(query.where(sa.inspect(model).c.id == key))).first()
    if row is None:
        raise missing(what)
    return row
