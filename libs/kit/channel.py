"""Channels to services: in this process or over the network, the same to the holder of a stub."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import grpc
from grpc.aio import Metadata

from kit.auth import Tokens
from kit.config import TlsSettings
from kit.telemetry import traceparent
from kit.tls import RenewingChannel


class LocalContext:
    """What a handler sees of a call that never left the process."""

    def __init__(self, metadata: tuple[tuple[str, str], ...], timeout: float | None) -> None:
        self._metadata = metadata
        self._deadline = None if timeout is None else time.monotonic() + timeout

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return self._metadata

    def time_remaining(self) -> float | None:
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def peer(self) -> str:
        return "local"

    async def abort_with_status(self, status: Any) -> None:
        trailing = Metadata(*status.trailing_metadata)
        raise grpc.aio.AioRpcError(status.code, Metadata(), trailing, status.details)


class LocalChannel:
    """Calls the handlers of this process with the manners of a network: message copied, own
    credentials, deadline, the same errors. Unary calls only."""

    def __init__(
        self, handlers: dict[str, "grpc.RpcMethodHandler[Any, Any]"], tokens: Tokens
    ) -> None:
        self._handlers = handlers
        self._tokens = tokens

    def unary_unary(
        self,
        method: str,
        request_serializer: Callable[[Any], bytes],
        response_deserializer: Callable[[bytes], Any],
        _registered_method: bool = False,
    ) -> Callable[..., Any]:
        async def call(request: Any, *, timeout: float | None = None) -> Any:
            handler: Any = self._handlers.get(method)
            if handler is None:
                raise _failed(grpc.StatusCode.UNIMPLEMENTED, f"{method} is not served here")
            context = LocalContext(call_metadata(self._tokens), timeout)
            copied = handler.request_deserializer(request_serializer(request))
            answer = await _within(handler.unary_unary(copied, context), timeout)
            return response_deserializer(handler.response_serializer(answer))

        return call

    def _unary_alone(self, method: str, *_: Any, **__: Any) -> Callable[..., Any]:
        def call(*_: Any, **__: Any) -> Any:
            text = f"{method} streams: inside one process services call each other without streams"
            raise _failed(grpc.StatusCode.UNIMPLEMENTED, text)

        return call

    unary_stream = stream_unary = stream_stream = _unary_alone


async def _within(answer: Any, timeout: float | None) -> Any:
    try:
        async with asyncio.timeout(timeout):
            return await answer
    except TimeoutError:
        raise _failed(grpc.StatusCode.DEADLINE_EXCEEDED, "deadline exceeded") from None


def _failed(code: grpc.StatusCode, text: str) -> grpc.aio.AioRpcError:
    return grpc.aio.AioRpcError(code, Metadata(), Metadata(), text)


def call_metadata(tokens: Tokens) -> tuple[tuple[str, str], ...]:
    """Credentials of this process and the trace under way, for a call to another service."""
    authorization = ("authorization", f"Bearer {tokens.service()}")
    parent = traceparent()
    return (authorization, ("traceparent", parent)) if parent else (authorization,)


class _Credentials(grpc.aio.UnaryUnaryClientInterceptor):
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        metadata = details.metadata or Metadata()
        for name, value in call_metadata(self._tokens):
            metadata.add(name, value)
        return await continuation(details._replace(metadata=metadata), request)


OPTIONS = [
    ("grpc.lb_policy_name", "round_robin"),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.max_receive_message_length", 64 * 2**20),
]


def connect(address: str, tokens: Tokens, tls: TlsSettings | None = None) -> Any:
    """A channel to a service elsewhere; it reconnects by itself and spreads over all addresses."""
    credentials = [_Credentials(tokens)]
    if tls is None or tls.ca is None:
        return grpc.aio.insecure_channel(address, OPTIONS, interceptors=credentials)
    return RenewingChannel(
        tls, lambda ssl: grpc.aio.secure_channel(address, ssl, OPTIONS, interceptors=credentials)
    )
