"""Errors that callers can act on: one class per outcome, mapped once to gRPC and once to HTTP.

Every error has a `reason` (UPPER_SNAKE, what clients branch on), a message for people, and
metadata with each changing part of that message. Texts never hold personal data.
"""

import grpc


class AnjuError(Exception):
    """Base of all errors with a meaning for the caller; anything else is INTERNAL (500)."""

    code = grpc.StatusCode.INTERNAL
    status = 500

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        field: str = "",
        remedy: str = "",
        retry_after: float | None = None,
        **metadata: object,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.field = field
        self.remedy = remedy
        self.retry_after = retry_after  # seconds
        self.metadata = {name: str(value) for name, value in metadata.items()}


class InvalidArgument(AnjuError):
    code = grpc.StatusCode.INVALID_ARGUMENT
    status = 400


class Unauthenticated(AnjuError):
    code = grpc.StatusCode.UNAUTHENTICATED
    status = 401


class PermissionDenied(AnjuError):
    code = grpc.StatusCode.PERMISSION_DENIED
    status = 403


class NotFound(AnjuError):
    """Also the answer for what exists outside the caller's scope: absence must not be told."""

    code = grpc.StatusCode.NOT_FOUND
    status = 404


class AlreadyExists(AnjuError):
    code = grpc.StatusCode.ALREADY_EXISTS
    status = 409


class FailedPrecondition(AnjuError):
    """The request is well formed, but the state of the system forbids it."""

    code = grpc.StatusCode.FAILED_PRECONDITION
    status = 409


class ResourceExhausted(AnjuError):
    """A quota or queue is full; `retry_after` says when to come back."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    status = 429


class Unavailable(AnjuError):
    code = grpc.StatusCode.UNAVAILABLE
    status = 503


class DeadlineExceeded(AnjuError):
    code = grpc.StatusCode.DEADLINE_EXCEEDED
    status = 504
