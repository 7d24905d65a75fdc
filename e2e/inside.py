"""The whole platform in the test's own process, to go through every method and route quickly."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from fastapi.routing import iter_route_contexts

from e2e.platform import models_env
from kit.app import Node
from kit.channel import LocalContext
from kit.status import from_rpc
from kit.testing import TestNode, running, settings_in
from services.modules import Settings, load
from services.roles import ROLES

OK = "OK"


@asynccontextmanager
async def inside(folder: Path, models: bool = False, **values: Any) -> AsyncIterator[TestNode]:
    """Without `models` it starts in a fraction of the time, and reads no faces and objects."""
    lean = {"models_dir": str(folder / "none"), "processes": False, "workers": 1}
    full = {"models_dir": models_env().get("ANJU_INFERENCE__MODELS_DIR", str(folder / "none"))}
    values.setdefault("inference", full if models else lean)
    values.setdefault("registry", {"flush_interval": 0.05})
    async with running(settings_in(folder, Settings, **values), load(), ROLES) as node:
        yield node


@dataclass(frozen=True)
class Route:
    """A REST route under /v1."""

    verb: str
    path: str
    permission: str
    name: str
    service: str

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"


def routes(node: Node) -> Iterator[Route]:
    for found in iter_route_contexts(node.app.routes):
        if (found.path or "").startswith("/v1/"):
            calls = [each.call for each in found.dependant.dependencies]
            (permission,) = (c.permission for c in calls if hasattr(c, "permission"))
            (verb,) = found.methods or ()
            name = found.endpoint.__name__  # type: ignore[union-attr]
            yield Route(verb, found.path or "", permission, name, str(found.tags[0]))


async def ask(node: Node, method: str, token: str, request: Any = None) -> tuple[str, Any]:
    """Calls a gRPC method through its whole edge: (OK or the error's reason, answer or error)."""
    handler = node.handlers.methods[method]
    message = handler.request_deserializer(b"") if request is None else request
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    context: Any = LocalContext(metadata, None)
    try:
        if handler.unary_unary:
            return OK, await handler.unary_unary(message, context)
        return OK, [each async for each in handler.stream_stream(_one(message), context)]
    except grpc.aio.AioRpcError as error:
        known = from_rpc(error)
        return known.reason, known


async def _one(message: Any) -> AsyncIterator[Any]:
    yield message
