"""Worker processes, each used by one thread of the batcher at a time, replaced when one dies."""

import logging
import queue
import socket
import subprocess
import sys
from collections.abc import Sequence

from kit.errors import Unavailable
from services.inference.calls import CALLS, TAGS, Outcome, Request
from services.inference.settings import InferenceSettings
from services.inference.worker import ANSWER, receive, send, unpack_error

log = logging.getLogger("inference.pool")
_BUFFER = 1 << 20  # a gate frame fits, so that sending one is one system call
_PATIENCE = 5.0  # seconds


class Worker:
    def __init__(self, settings: InferenceSettings) -> None:
        self._socket, theirs = socket.socketpair()
        for end in (self._socket, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        command = [sys.executable, "-m", "services.inference.worker", str(theirs.fileno())]
        self._process = subprocess.Popen(
            [*command, settings.model_dump_json()],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C is for the serving process
        )
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ready(self) -> None:
        """Waits until its models are loaded. Raises EOFError when it ended instead."""
        receive(self._socket)

    def ask(self, request: Request) -> Outcome:
        """Raises EOFError or OSError when the worker has died."""
        tag = TAGS[type(request)]
        send(self._socket, tag, request.SerializeToString())
        kind, content = receive(self._socket)
        if kind != ANSWER:
            return unpack_error(content)
        return CALLS[tag][1].FromString(content)  # type: ignore[arg-type]

    def close(self) -> None:
        """Lets the worker end by itself; it may be in the middle of a picture."""
        self._socket.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Pool:
    """Raises EOFError when a worker cannot even start."""

    def __init__(self, settings: InferenceSettings) -> None:
        # A worker computes on one thread and shares nothing.
        self._settings = settings.model_copy(update={"workers": 1})
        self.workers = [Worker(self._settings) for _ in range(settings.workers)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self.workers:
            worker.ready()
            self._idle.put(worker)

    def answer(self, requests: Sequence[Request]) -> list[Outcome]:
        """One outcome each, in their order."""
        worker = self._idle.get()
        try:
            return [worker.ask(request) for request in requests]
        except (EOFError, OSError):
            log.error("a worker died and is replaced", extra={"worker": worker.pid})
            worker = self._replace(worker)
            died = Unavailable(
                "INFERENCE_WORKER_DIED", "the worker died over this picture", remedy="send another"
            )
            return [died] * len(requests)
        finally:
            self._idle.put(worker)

    def _replace(self, dead: Worker) -> Worker:
        """A worker that is ready; or the dead one, to be replaced when it is asked next, where
        none could start (no memory, for one)."""
        dead.close()
        fresh = Worker(self._settings)
        try:
            fresh.ready()
        except (EOFError, OSError):
            fresh.close()
            log.exception("no worker could start in its place")
            return dead
        self.workers[self.workers.index(dead)] = fresh
        return fresh

    def close(self) -> None:
        for worker in self.workers:
            worker.close()
