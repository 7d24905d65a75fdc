"""The edge: one gRPC server and one HTTP app, each call authenticated, traced and its errors
mapped here, so that no service knows about any of it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import grpc
import uvicorn
from fastapi import Depends, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline
from google.protobuf.message import DecodeError
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from kit import status, telemetry
from kit.auth import Gatekeeper, Principal, acting
from kit.config import ServerSettings, TlsSettings
from kit.errors import AnjuError, DeadlineExceeded, InvalidArgument
from kit.tls import server_credentials

log = logging.getLogger("kit.server")
CONNECTION_AGE = 300_000  # ms; then callers connect again, and find replicas that were added
MALFORMED = object()  # what a request is whose bytes could not be read
if TYPE_CHECKING:
    Handler = grpc.RpcMethodHandler[Any, Any]


class Context(Protocol):
    """What servicers use of a call's context, local or not."""

    def invocation_metadata(self) -> Any: ...
    def time_remaining(self) -> float | None: ...
    async def abort_with_status(self, status: Any) -> None: ...


class Handlers:
    """Every gRPC method of this process, wrapped with the edge; `policy` names its permission."""

    def __init__(self, gatekeeper: Gatekeeper) -> None:
        self.methods: dict[str, Handler] = {}
        self.policy: dict[str, str] = {}
        self.services: dict[str, dict[str, Handler]] = {}
        self._gatekeeper = gatekeeper

    def add(
        self, add_to_server: Callable[[Any, Any], None], servicer: Any, policy: Mapping[str, str]
    ) -> None:
        """Takes a servicer and a permission for each of its methods, no more and no fewer."""
        collector = _Collector()
        add_to_server(servicer, collector)
        if set(collector.handlers) != set(policy):
            odd = sorted(set(collector.handlers) ^ set(policy))
            raise ValueError(f"{collector.name}: methods and policy differ in {', '.join(odd)}")
        wrapped = {}
        for name, handler in collector.handlers.items():
            method = f"/{collector.name}/{name}"
            self.policy[method] = policy[name]
            wrapped[name] = self.methods[method] = self._wrap(method, policy[name], handler)
        self.services[collector.name] = wrapped

    def _wrap(self, method: str, permission: str, inner: "Handler") -> "Handler":
        serial: dict[str, Any] = {
            "request_deserializer": _reader(inner.request_deserializer),
            "response_serializer": inner.response_serializer,
        }

        unary: Any = inner.unary_unary or inner.stream_unary
        streaming: Any = inner.unary_stream or inner.stream_stream
        read: Callable[[Any], Any] = _each_sound if inner.request_streaming else _sound

        # Written out and not as a context manager: this runs three times per gate decision.
        async def answer(request: Any, context: Context) -> Any:
            metadata = dict(context.invocation_metadata() or ())
            started, outcome = time.perf_counter(), "OK"
            try:
                who = await self._gatekeeper.receive(
                    str(metadata.get("authorization", "")), permission
                )
                with telemetry.span(method, metadata), acting(who):
                    return await unary(read(request), context)
            except Exception as error:
                known = _known(error, method)
                outcome = known.reason
                await _abort(known, method, context)
            finally:
                taken = time.perf_counter() - started
                telemetry.calls.record(taken, {"method": method, "outcome": outcome})

        async def stream(request: Any, context: Context) -> AsyncIterator[Any]:
            metadata = dict(context.invocation_metadata() or ())
            try:
                who = await self._gatekeeper.receive(
                    str(metadata.get("authorization", "")), permission
                )
                with telemetry.span(method, metadata), acting(who):
                    async for message in streaming(read(request), context):
                        yield message
            except Exception as error:
                await _abort(_known(error, method), method, context)

        if inner.response_streaming:
            make = (
                grpc.stream_stream_rpc_method_handler
                if inner.request_streaming
                else grpc.unary_stream_rpc_method_handler
            )
            return make(stream, **serial)
        make = (
            grpc.stream_unary_rpc_method_handler
            if inner.request_streaming
            else grpc.unary_unary_rpc_method_handler
        )
        return make(answer, **serial)


def _reader(parse: Any) -> Callable[[bytes], Any]:
    """Bytes that are no message are refused inside the edge; gRPC itself would say UNKNOWN."""

    def read(data: bytes) -> Any:
        try:
            return parse(data)
        except DecodeError:
            return MALFORMED

    return read


def _sound(request: Any) -> Any:
    if request is MALFORMED:
        raise InvalidArgument("MESSAGE_MALFORMED", "the bytes are no message of this method")
    return request


async def _each_sound(requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
    async for request in requests:
        yield _sound(request)


async def _abort(known: AnjuError, method: str, context: Context) -> None:
    await context.abort_with_status(status.to_status(known, status.domain_of(method)))


def _known(error: Exception, where: str) -> AnjuError:
    """Any failure as an error for the caller; the unexpected is logged, without its text."""
    if isinstance(error, AnjuError):
        return error
    if isinstance(error, grpc.aio.AioRpcError):
        return status.from_rpc(error)
    if isinstance(error, TimeoutError):
        return DeadlineExceeded("DEADLINE_EXCEEDED", "the deadline passed")
    if isinstance(error, OperationalError):
        log.error("the database refuses for now", exc_info=error, extra={"method": where})
        return status.database_refuses()
    if isinstance(error, DataError):
        return status.value_refused()
    log.error("call failed", exc_info=error, extra={"method": where})
    return AnjuError("INTERNAL", "an internal error")


class _Collector:
    """Stands in for a server while generated code registers its handlers."""

    name = ""
    handlers: dict[str, "Handler"]

    def add_generic_rpc_handlers(self, handlers: Any) -> None:
        pass

    def add_registered_method_handlers(self, name: str, handlers: dict[str, Any]) -> None:
        self.name, self.handlers = name, handlers


class GrpcServer:
    """The gRPC server with health (per process) and reflection."""

    def __init__(
        self, handlers: Handlers, settings: ServerSettings, tls: TlsSettings | None = None
    ) -> None:
        self._settings = settings
        self._server = grpc.aio.server(
            maximum_concurrent_rpcs=settings.max_calls,
            options=[
                ("grpc.max_receive_message_length", settings.max_message),
                ("grpc.max_connection_age_ms", CONNECTION_AGE),
            ],
        )
        for name, methods in handlers.services.items():
            self._server.add_generic_rpc_handlers(
                (grpc.method_handlers_generic_handler(name, methods),)
            )
        self._health = health.aio.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (*handlers.services, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server)
        address = f"{settings.host}:{settings.grpc_port}"
        try:
            if tls and tls.certificate:
                self.port = self._server.add_secure_port(address, server_credentials(tls))
            else:
                self.port = self._server.add_insecure_port(address)
        except RuntimeError:
            raise SystemExit(
                f"cannot listen on {address}: is it in use? Set ANJU_SERVER__GRPC_PORT."
            ) from None

    async def start(self) -> None:
        await self._server.start()
        await self.ready(True)

    async def ready(self, yes: bool) -> None:
        serving = health_pb2.HealthCheckResponse.SERVING
        state = serving if yes else health_pb2.HealthCheckResponse.NOT_SERVING
        await self._health.set("", state)

    async def stop(self) -> None:
        await self._server.stop(self._settings.grace)


def allow(permission: str) -> Any:
    """FastAPI dependency: the principal, once it is known to hold the permission."""

    async def dependency(request: Request, _: Annotated[Any, Depends(_bearer)]) -> Principal:
        gatekeeper: Gatekeeper = request.app.state.gatekeeper
        return await gatekeeper.receive(request.headers.get("authorization", ""), permission)

    dependency.permission = permission  # type: ignore[attr-defined]
    return Depends(dependency)


_bearer = HTTPBearer(auto_error=False, description="A token of `anju tokens issue`, or OIDC")
IdempotencyKey = Annotated[
    str,
    Header(alias="Idempotency-Key", max_length=128, description="Same key, same answer for a day"),
]


class Problem(BaseModel):
    """RFC 9457 problem document; branch on `reason`."""

    type: str
    title: str
    status: int
    detail: str
    reason: str
    domain: str
    field: str = ""
    remedy: str = ""
    metadata: dict[str, str] = {}


class BodyLimit:
    """Refuses request bodies above a size, also when no length was announced."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._limit:
            await self._refuse(scope, receive, send)
            return
        taken = 0

        async def bounded() -> Any:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise HTTPException(413, "the request body is too large")
            return message

        await self._app(scope, bounded, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = AnjuError(
            "BODY_TOO_LARGE", f"the request body is over {self._limit} bytes", remedy="send less"
        )
        error.status = 413
        await status.problem(error)(scope, receive, send)


class Traced:
    """A span and a duration per request, under the route's pattern: paths and queries hold
    what people typed. The outcome is OK or the HTTP status."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, code, name = time.perf_counter(), 500, "no route"

        async def noted(message: Any) -> None:
            nonlocal code
            code = message.get("status", code)
            await send(message)

        parent = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
        try:
            with telemetry.span(name, {"traceparent": parent}):
                await self._app(scope, receive, noted)
                route = scope.get("route")
                if scope["method"] in (getattr(route, "methods", None) or ()):
                    name = f"{scope['method']} {getattr(route, 'path', '')}"
                    telemetry.rename(name)
        finally:
            taken = time.perf_counter() - started
            outcome = "OK" if code < 400 else str(code)
            telemetry.calls.record(taken, {"method": name, "outcome": outcome})


def build_app(
    gatekeeper: Gatekeeper, settings: ServerSettings, ready: Callable[[], bool]
) -> FastAPI:
    """The HTTP app with health, metrics and the error mapper; modules add their routers."""
    app = FastAPIOffline(
        redoc_url=None,
        title="Anju 安居",
        description="REST API of the platform. Errors are RFC 9457 problem documents: branch on "
        "`reason`. Lists page by `page_token`; writes may be repeated with `Idempotency-Key`.",
        version="1",
        responses={"default": {"model": Problem, "description": "Problem"}},
        # FastAPI's own telemetry would export paths and queries, and people's phones in them.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.gatekeeper = gatekeeper
    app.add_middleware(BodyLimit, limit=settings.max_body)
    app.add_middleware(Traced)
    app.add_exception_handler(AnjuError, status.on_anju_error)
    app.add_exception_handler(grpc.aio.AioRpcError, status.on_anju_error)
    app.add_exception_handler(OperationalError, status.on_database_error)
    app.add_exception_handler(DataError, status.on_data_error)
    app.add_exception_handler(RequestValidationError, status.on_validation_error)
    app.add_exception_handler(HTTPException, status.on_http_error)
    app.add_exception_handler(Exception, status.on_failure)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> JSONResponse:
        return JSONResponse({"ready": ready()}, 200 if ready() else 503)

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> PlainTextResponse:
        return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


WEBSOCKET_BYTES = 64 * 2**10
"""Largest message on a WebSocket: signalling, never media."""


class HttpServer:
    """uvicorn inside the process's own loop; the process handles the signals. `variable` names
    the port's setting in errors; `certificate` is a PEM chain and its key, for HTTPS; `proxied`
    says whether a proxy on this machine may name the caller's address."""

    def __init__(
        self,
        app: ASGIApp,
        settings: ServerSettings,
        variable: str = "ANJU_SERVER__HTTP_PORT",
        certificate: tuple[Path, Path] | None = None,
        proxied: bool = True,
    ) -> None:
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=int(settings.grace),
            server_header=False,
            proxy_headers=proxied,
            ws_max_size=WEBSOCKET_BYTES,
            ssl_certfile=certificate[0] if certificate else None,
            ssl_keyfile=str(certificate[1]) if certificate else None,
        )
        self._variable = variable
        self._server = uvicorn.Server(config)
        self._server.capture_signals = _no_signals  # type: ignore[method-assign,assignment]
        self._task: asyncio.Task[None] | None = None
        self._settings = settings
        self.port = 0

    async def start(self) -> None:
        self._task = asyncio.create_task(self._serve())
        while not self._server.started:
            if self._task.done():
                await self._task
            await asyncio.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def _serve(self) -> None:
        try:
            await self._server.serve()
        except SystemExit:
            address = f"{self._settings.host}:{self._settings.http_port}"
            raise RuntimeError(
                f"cannot listen on {address}: is it in use? Set {self._variable}."
            ) from None

    async def stop(self) -> None:
        self._server.should_exit = True
        if self._task:
            await self._task


class _no_signals:
    def __init__(self) -> None:
        pass

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass
