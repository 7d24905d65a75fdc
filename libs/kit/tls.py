"""TLS between services: certificates are read again when they were renewed, without a restart."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc

from kit.config import TlsSettings

LOOK = 5.0  # seconds between two looks at the files of a channel


class Material:
    """The files of `TlsSettings`. An orchestrator swaps them at once; half of a pair never is."""

    def __init__(self, settings: TlsSettings) -> None:
        self._files = [settings.ca, settings.certificate, settings.private_key]
        self.mutual = settings.mutual
        self._stamp: list[int] = []

    def changed(self) -> bool:
        """Whether a file is another than at the last call; not while one cannot be read."""
        try:
            stamp = [path.stat().st_mtime_ns for path in self._files if path]
        except OSError:
            return False
        old, self._stamp = self._stamp, stamp
        return stamp != old

    def ca(self) -> bytes | None:
        return _read(self._files[0])

    def pair(self) -> tuple[bytes | None, bytes | None]:
        """Private key and certificate chain."""
        return _read(self._files[2]), _read(self._files[1])


def _read(path: Path | None) -> bytes | None:
    return path.read_bytes() if path else None


def server_credentials(settings: TlsSettings) -> grpc.ServerCredentials:
    """Every handshake shows the certificate that lies there then. Raises OSError at the start
    for a file that cannot be read."""
    material = Material(settings)

    def current() -> Any:
        pair: Any = material.pair()
        ca = material.ca() if material.mutual else None
        return grpc.ssl_server_certificate_configuration([pair], ca)

    def renewed() -> Any:
        return current() if material.changed() else None

    material.changed()
    return grpc.dynamic_ssl_server_credentials(current(), renewed, material.mutual)


class RenewingChannel:
    """A channel made anew when certificates were renewed. Calls under way end on the old one;
    unary calls only."""

    def __init__(
        self,
        settings: TlsSettings,
        make: Callable[[grpc.ChannelCredentials], grpc.aio.Channel],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._material = Material(settings)
        self._make = make
        self._clock = clock
        self._looked = -LOOK
        self._calls: dict[str, Any] = {}
        self._channel: grpc.aio.Channel | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def unary_unary(self, method: str, *serializers: Any, **options: Any) -> Callable[..., Any]:
        def call(request: Any, **details: Any) -> Any:
            channel = self._current()
            if method not in self._calls:
                self._calls[method] = channel.unary_unary(method, *serializers, **options)
            return self._calls[method](request, **details)

        return call

    def _unsupported(self, *_: Any, **__: Any) -> None:
        return None

    unary_stream = stream_unary = stream_stream = _unsupported

    def _current(self) -> grpc.aio.Channel:
        if self._channel is None or self._clock() - self._looked >= LOOK:
            self._looked = self._clock()
            if self._material.changed():
                self._renew()
        assert self._channel  # noqa: S101
        return self._channel

    def _renew(self) -> None:
        key, chain = self._material.pair() if self._material.mutual else (None, None)
        made = self._make(grpc.ssl_channel_credentials(self._material.ca(), key, chain))
        old, self._channel = self._channel, made
        self._calls.clear()
        if old:
            task = asyncio.create_task(old.close(grace=30))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        if self._channel:
            await self._channel.close()
        await asyncio.gather(*self._closing)

    async def __aenter__(self) -> "RenewingChannel":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
