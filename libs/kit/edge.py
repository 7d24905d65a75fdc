"""Writes at the edge: one transaction, and the same answer when a request comes again."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from google.protobuf.message import Message
from pydantic import BaseModel

from kit.auth import Principal, caller
from kit.db import AsyncSession, Database, once
from kit.secrets import Keyring

M = TypeVar("M", bound=Message)
B = TypeVar("B", bound=BaseModel)


async def rpc_write(
    db: Database,
    request: Message,
    kind: type[M],
    run: Callable[[AsyncSession, Principal], Awaitable[M]],
    ring: Keyring | None = None,
) -> M:
    """Runs a gRPC write; a request with a `request_id` seen before gets its first answer, which
    is remembered sealed where there is a `ring`."""
    who = caller()

    async def answer() -> bytes:
        return (await run(session, who)).SerializeToString()

    async with db.write() as session:
        request_id: str = getattr(request, "request_id", "")
        if not request_id:
            return await run(session, who)
        content = request.SerializeToString(deterministic=True)
        name = request.DESCRIPTOR.full_name
        return kind.FromString(
            await once(session, who.subject, name, request_id, content, answer, ring)
        )


async def rest_write(
    db: Database,
    who: Principal,
    key: str,
    operation: str,
    body: BaseModel,
    kind: type[B],
    run: Callable[[AsyncSession], Awaitable[BaseModel]],
    ring: Keyring | None = None,
) -> B:
    """Runs a REST write; an `Idempotency-Key` seen before gets its first answer, which is
    remembered sealed where there is a `ring`.

    `operation` names the write and, where the path holds one, its resource.
    """

    async def answer() -> bytes:
        row = await run(session)
        return kind.model_validate(row, from_attributes=True).model_dump_json().encode()

    async with db.write() as session:
        content = body.model_dump_json().encode()
        data = await once(session, who.subject, operation, key, content, answer, ring)
        return kind.model_validate_json(data)
