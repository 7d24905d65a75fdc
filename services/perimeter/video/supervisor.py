"""Video workers: processes that read a few cameras each, replaced when one dies."""

import asyncio
import contextlib
import json
import logging
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from services.perimeter.video.wire import PREFIX_SIZE, lengths, pack

log = logging.getLogger("perimeter.video")
Order = dict[str, Any]
Told = Callable[[dict[str, Any], bytes], Awaitable[None]]
_PATIENCE = 3.0  # seconds for a worker to end by itself
_RESTART = 1.0  # seconds before a dead one is replaced


class _Worker:
    """One process and the orders that it works on."""

    def __init__(self, told: Told) -> None:
        self.orders: dict[str, Order] = {}
        self._told = told
        self._writer: asyncio.StreamWriter | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    async def run(self) -> None:
        """Until cancelled; starts again with its orders when the process dies."""
        while True:
            reader = await self._start()
            try:
                for order in self.orders.values():
                    self.send(order)
                while True:
                    header, content = lengths(await reader.readexactly(PREFIX_SIZE))
                    told = json.loads(await reader.readexactly(header))
                    await self._told(told, await reader.readexactly(content))
            except (asyncio.IncompleteReadError, OSError, ValueError):
                log.error("a video worker died and is replaced", extra={"worker": self.pid})
            finally:
                await self._end()
            await asyncio.sleep(_RESTART)

    async def _start(self) -> asyncio.StreamReader:
        ours, theirs = socket.socketpair()
        self._process = _spawn(theirs)
        reader, self._writer = await asyncio.open_connection(sock=ours)
        return reader

    def send(self, order: Order, content: bytes = b"") -> None:
        if self._writer and not self._writer.is_closing():
            self._writer.write(pack(order, content))

    async def _end(self) -> None:
        writer, self._writer = self._writer, None
        if writer:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        process = self._process
        if process:
            try:
                await asyncio.to_thread(process.wait, _PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                await asyncio.to_thread(process.wait)


def _spawn(theirs: socket.socket) -> "subprocess.Popen[bytes]":
    with theirs:
        command = [sys.executable, "-m", "services.perimeter.video.worker", str(theirs.fileno())]
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C is for the serving process
        )


class Supervisor:
    """Spreads cameras over workers. `told` gets what workers say: looks, health, clips."""

    def __init__(self, per_worker: int, told: Told) -> None:
        self._per_worker, self._told = per_worker, told
        self._workers: dict[_Worker, asyncio.Task[None]] = {}
        self._of: dict[str, _Worker] = {}

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in self._workers]

    def watch(self, order: Order) -> None:
        """Begins to read a camera, or reads it as ordered now."""
        key = order["id"]
        worker = self._of.get(key) or self._free()
        self._of[key] = worker
        if worker.orders.get(key) != order:
            worker.orders[key] = order
            worker.send(order)

    def _free(self) -> _Worker:
        for worker in self._workers:
            if len(worker.orders) < self._per_worker:
                return worker
        worker = _Worker(self._told)
        self._workers[worker] = asyncio.create_task(worker.run(), name="video worker")
        return worker

    async def drop(self, key: str) -> None:
        worker = self._of.pop(key, None)
        if worker is None:
            return
        del worker.orders[key]
        worker.send({"do": "drop", "id": key})
        if not worker.orders:
            await self._stop(worker)

    def send(self, key: str, order: Order, content: bytes = b"") -> bool:
        """False for a camera that is not read here."""
        worker = self._of.get(key)
        if worker:
            worker.send(order | {"id": key}, content)
        return worker is not None

    async def _stop(self, worker: _Worker) -> None:
        task = self._workers.pop(worker)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def close(self) -> None:
        for worker in list(self._workers):
            await self._stop(worker)
