"""Pages of a list: a token holds the last row's place in the order, so that rows which come and
go meanwhile neither repeat nor hide others."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from kit.errors import InvalidArgument
from kit.tables import in_utc

T = TypeVar("T", bound=SQLModel)
MAX_PAGE = 500


async def page(
    session: AsyncSession,
    query: SelectOfScalar[T],
    order: Sequence[Any],
    size: int,
    token: str,
) -> tuple[list[T], str]:
    """One page of the query by the columns `order` (the last one unique), and the next token.

    `size` 0 means 50; above 500 is cut down. Raises InvalidArgument for a token not made here.
    """
    if size < 0:
        raise InvalidArgument("PAGE_SIZE_INVALID", "page_size is negative", field="page_size")
    size = min(size or 50, MAX_PAGE)
    if token:
        query = query.where(_after(order, _decode(token, len(order))))
    rows = list((await session.exec(query.order_by(*order).limit(size + 1))).all())
    more = rows[size:]
    rows = rows[:size]
    return rows, _encode([getattr(rows[-1], _name(c)) for c in order]) if more else ""


def _name(column: Any) -> str:
    return str(getattr(column, "element", column).key)  # `desc(column)` wraps the column


def _after(order: Sequence[Any], values: list[Any]) -> Any:
    """Row-value comparison spelled out, as directions may differ per column."""
    clause: Any = sa.false()
    for column, value in zip(reversed(order), reversed(values), strict=True):
        plain = getattr(column, "element", column)
        descending = getattr(column, "modifier", None) is sa.sql.operators.desc_op
        typed = sa.literal(_typed(plain, value), plain.type)
        beyond = plain < typed if descending else plain > typed
        clause = sa.or_(beyond, sa.and_(plain == typed, clause))
    return clause


def _typed(column: Any, value: Any) -> Any:
    # A type of our own, such as UtcDateTime, hides the Python type in its `impl`.
    kind = getattr(column.type, "impl", column.type).python_type
    try:
        typed = in_utc(datetime.fromisoformat(value)) if kind is datetime else value
        if isinstance(value, str):
            value.encode()  # JSON can spell halves of characters, which no table takes
    except (TypeError, ValueError):
        raise _foreign() from None
    if not isinstance(typed, kind) or (kind is int and abs(typed) >= 2**63):
        raise _foreign()
    return typed


def _encode(values: list[Any]) -> str:
    text = json.dumps([v.isoformat() if hasattr(v, "isoformat") else v for v in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(token: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if isinstance(values, list) and len(values) == length:
            return values
    except (ValueError, RecursionError):
        pass
    raise _foreign()


def _foreign() -> InvalidArgument:
    return InvalidArgument(
        "PAGE_TOKEN_INVALID",
        "page_token was not made by this list",
        field="page_token",
        remedy="pass next_page_token of the previous answer unchanged",
    )
