"""`python -m services.perimeter.video.worker FD`: reads a few cameras, a process of its own.

A decoder that crashes over a stream takes along no more than the cameras of its worker, which are
read again by a fresh one. Settings come over the socket, so that no login is in the process list.
"""

import contextlib
import json
import signal
import socket
import sys
import threading
import time
from typing import Any

import cv2

from kit.errors import AnjuError
from services.inference.image import Source
from services.inference.settings import ImageLimits
from services.perimeter.models import Health
from services.perimeter.scene.spec import points_of
from services.perimeter.video.clips import from_jpegs
from services.perimeter.video.sampler import Sample, Sampler, Sampling
from services.perimeter.video.source import Decoding, SourceFailed, frames
from services.perimeter.video.wire import PREFIX_SIZE, lengths, pack

LIMITS = ImageLimits()
_LONGEST_LOOK = 10.0  # seconds after which a look that nobody answered is forgotten


class Line:
    """The socket to the service; any thread may send."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._sending = connection, threading.Lock()

    def send(self, header: dict[str, Any], content: bytes = b"") -> None:
        with self._sending:
            self._connection.sendall(pack(header, content))

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """Raises EOFError when the service is gone."""
        header, content = lengths(self._exactly(PREFIX_SIZE))
        return json.loads(self._exactly(header)), self._exactly(content)

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            taken = self._connection.recv(min(1 << 20, count - len(parts)))
            if not taken:
                raise EOFError
            parts += taken
        return bytes(parts)


class CameraThread:
    """Reads one camera until stopped, and tries again for as long as it takes."""

    def __init__(self, line: Line, order: dict[str, Any]) -> None:
        self.id = order["id"]
        self._line, self._order = line, order
        masks = tuple(points_of(each["points"]) for each in order["masks"])
        self.sampler = Sampler(Sampling(masks, order["gate"], order["memory"]))
        self._stop = threading.Event()
        self._asked = float("-inf")
        self._health: tuple[str, str] = ("", "")
        if order["url"]:
            threading.Thread(target=self._read, name=f"camera {self.id}", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def answered(self) -> None:
        """The last look was analysed: the next one may come."""
        self._asked = float("-inf")

    def _read(self) -> None:
        order = self._order
        decoding = Decoding(**order["decoding"])
        pause = order["retry_seconds"]
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                for at, picture in frames(order["url"], order["rate"], decoding):
                    if self._stop.is_set():
                        return
                    self._step(at, picture)
                reason = "ENDED"
            except SourceFailed as error:
                reason = error.reason
            except (cv2.error, ValueError, MemoryError) as error:  # of what a decoder made of it
                reason = type(error).__name__.upper()
            self._tell(Health.LOST, reason)
            if time.monotonic() - began > order["retry_most"]:
                pause = order["retry_seconds"]
            self._stop.wait(pause)
            pause = min(pause * 2, order["retry_most"])

    def push(self, at: float, jpeg: bytes) -> None:
        """A picture from a camera that pushes; one that cannot be decoded is passed over."""
        with contextlib.suppress(AnjuError):
            self._step(at, Source(jpeg, LIMITS, self._order["decoding"]["long_side"]).picture)

    def _step(self, at: float, picture: Any) -> None:
        sample = self.sampler.step(at, picture)
        if sample.health is not Health.UNKNOWN:
            self._tell(sample.health, "")
        if sample.jpeg and time.monotonic() - self._asked > _LONGEST_LOOK:
            self._asked = time.monotonic()
            self._look(sample)

    def _look(self, sample: Sample) -> None:
        statics = [[*each.box, each.since, each.removed] for each in sample.statics]
        header = {"is": "look", "id": self.id, "time": sample.time, "statics": statics}
        self._line.send(header, sample.jpeg)

    def _tell(self, health: Health, reason: str) -> None:
        if self._health != (health, reason):
            self._health = (health, reason)
            self._line.send({"is": "health", "id": self.id, "health": health, "reason": reason})

    def clip(self, key: str, start: float, end: float) -> None:
        """Sends what lies between, once it is over."""

        def work() -> None:
            self._stop.wait(max(0.0, end - time.time()))
            content = from_jpegs(list(self.sampler.between(start, end)))
            self._line.send({"is": "clip", "id": self.id, "key": key}, content)

        threading.Thread(target=work, name=f"clip {key}", daemon=True).start()


def serve(line: Line) -> None:
    cameras: dict[str, CameraThread] = {}
    while True:
        order, content = line.receive()
        camera = cameras.get(order["id"])
        match order["do"]:
            case "watch":
                if camera:
                    camera.stop()
                cameras[order["id"]] = CameraThread(line, order)
            case "drop" if camera:
                cameras.pop(order["id"]).stop()
            case "next" if camera:
                camera.answered()
            case "hold" if camera:
                camera.sampler.hold(order["until"])
            case "clip" if camera:
                camera.clip(order["key"], order["start"], order["end"])
            case "push" if camera:
                camera.push(order["time"], content)


def main(descriptor: str) -> None:
    cv2.setNumThreads(1)  # cameras run in parallel, not parts of one picture
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service decides when to stop
    with socket.socket(fileno=int(descriptor)) as connection:
        try:
            serve(Line(connection))
        except (EOFError, OSError):
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
