"""What replicas of a service tell each other at once and keep nowhere: at most once, past the
stream. What must not be lost goes into tables and events instead."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from kit.tables import new_id

log = logging.getLogger("kit.peers")
WAITING = 10_000  # messages; further ones are dropped
FROM = "Anju-From"


class Peers:
    """`client` is None where the process is alone: then nothing is told, and nobody is missed."""

    def __init__(self, client: Client | None) -> None:
        self._client = client
        self._headers = {FROM: new_id()}
        self._waiting: asyncio.Queue[tuple[str, Any]] = asyncio.Queue(WAITING)

    @property
    def deaf(self) -> bool:
        """Whether others may be saying things that this process does not hear."""
        return self._client is not None and not self._client.is_connected

    def tell(self, topic: str, data: Any) -> None:
        """Soon, to all other replicas; `data` is what JSON holds."""
        if self._client is None:
            return
        try:
            self._waiting.put_nowait((topic, data))
        except asyncio.QueueFull:
            log.warning("replicas are told too much at once", extra={"topic": topic})

    async def hear(self, topic: str, handle: Callable[[Any], None]) -> None:
        """Hands to `handle` what other replicas tell from now on."""
        if self._client is None:
            return

        async def received(message: Msg) -> None:
            if (message.headers or {}).get(FROM) != self._headers[FROM]:
                handle(json.loads(message.data))

        await self._client.subscribe(f"peers.{topic}", cb=received)

    async def run(self) -> None:
        """Sends until cancelled."""
        while self._client:
            topic, data = await self._waiting.get()
            with contextlib.suppress(nats.errors.Error):  # a server that is gone is told nothing
                body = json.dumps(data).encode()
                await self._client.publish(f"peers.{topic}", body, headers=self._headers)
