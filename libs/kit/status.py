"""Errors on the wire: one mapper to gRPC, one to HTTP, and the way back."""

import logging
from typing import Any

import grpc
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from starlette.exceptions import HTTPException

from kit import errors
from kit.errors import AnjuError

log = logging.getLogger("kit.status")
PROBLEM = "application/problem+json"
_HTTP = {401: "UNAUTHENTICATED", 404: "ROUTE_NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}
_KINDS: dict[grpc.StatusCode, type[AnjuError]] = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, AnjuError)
}


def domain_of(method: str) -> str:
    """`/anju.registry.v1.RegistryService/GetDevice` → `registry.anju`."""
    return f"{method.split('.')[1]}.anju" if method.count(".") > 1 else "anju"


def to_status(error: AnjuError, domain: str) -> Any:
    """google.rpc.Status with one ErrorInfo, plus field and retry details where they apply."""
    metadata = dict(error.metadata)
    if error.remedy:
        metadata["remedy"] = error.remedy
    details: list[Any] = [
        error_details_pb2.ErrorInfo(reason=error.reason, domain=domain, metadata=metadata)
    ]
    if error.field:
        violation = error_details_pb2.BadRequest.FieldViolation(
            field=error.field, description=error.message
        )
        details.append(error_details_pb2.BadRequest(field_violations=[violation]))
    if error.retry_after is not None:
        delay = Duration()
        delay.FromMilliseconds(int(error.retry_after * 1000))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    packed = []
    for detail in details:
        any_message = AnyMessage()
        any_message.Pack(detail)
        packed.append(any_message)
    text = f"{error.message}; {error.remedy}" if error.remedy else error.message
    return rpc_status.to_status(
        status_pb2.Status(code=error.code.value[0], message=text, details=packed)
    )


def from_rpc(error: grpc.aio.AioRpcError) -> AnjuError:
    """The error that another service raised, with its reason, field and retry hint."""
    kind = _KINDS.get(error.code(), AnjuError)
    known = kind("UPSTREAM_" + error.code().name, error.details() or "another service failed")
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info = error_details_pb2.ErrorInfo()
        bad = error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            known.reason = info.reason
            known.metadata = dict(info.metadata)
            known.remedy = known.metadata.pop("remedy", "")
            known.message = known.message.removesuffix(f"; {known.remedy}")
        elif detail.Unpack(bad):
            known.field = bad.field_violations[0].field
        elif detail.Unpack(retry):
            known.retry_after = retry.retry_delay.ToMilliseconds() / 1000
    return known


def problem(error: AnjuError, domain: str = "anju") -> JSONResponse:
    """RFC 9457 problem document with the same reason as the gRPC status."""
    body: dict[str, Any] = {
        "type": f"urn:anju:error:{error.reason}",
        "title": type(error).__name__,
        "status": error.status,
        "detail": error.message,
        "reason": error.reason,
        "domain": domain,
    }
    for name in ("field", "remedy", "metadata"):
        if getattr(error, name):
            body[name] = getattr(error, name)
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(error.retry_after)))
    if error.status == errors.Unauthenticated.status:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, error.status, headers, PROBLEM)


async def on_anju_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, grpc.aio.AioRpcError):
        error = from_rpc(error)
    assert isinstance(error, AnjuError)  # noqa: S101
    # The router's tag is the service's name.
    tags = getattr(request.scope.get("route"), "tags", None)
    return problem(error, f"{tags[0]}.anju" if tags else "anju")


def database_refuses() -> errors.Unavailable:
    return errors.Unavailable(
        "DATABASE_UNAVAILABLE", "the database cannot do this now", retry_after=1
    )


async def on_database_error(request: Request, error: Exception) -> JSONResponse:
    log.error("the database refuses for now", exc_info=error)
    return await on_anju_error(request, database_refuses())


def value_refused() -> errors.InvalidArgument:
    """PostgreSQL takes no character U+0000 in a text, and no number beyond its column."""
    return errors.InvalidArgument("VALUE_INVALID", "a value cannot be stored")


async def on_data_error(request: Request, error: Exception) -> JSONResponse:
    return await on_anju_error(request, value_refused())


async def on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return problem(errors.InvalidArgument("FIELD_INVALID", f"{field}: {first['msg']}", field=field))


async def on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    known = AnjuError(_HTTP.get(error.status_code, "BAD_REQUEST"), str(error.detail))
    known.status = error.status_code
    return problem(known)


async def on_failure(request: Request, error: Exception) -> JSONResponse:
    return problem(AnjuError("INTERNAL", "an internal error; the log has it under this time"))
