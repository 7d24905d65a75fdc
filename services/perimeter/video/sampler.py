"""From a stream of pictures to what is worth a look: masked, checked, gated."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from services.perimeter.models import Health
from services.perimeter.scene.rules import Static
from services.perimeter.scene.shapes import Point
from services.perimeter.video.health import Watchman
from services.perimeter.video.masks import Masks
from services.perimeter.video.motion import Motion, small
from services.perimeter.video.source import Picture

_HOLD = 3.0  # seconds that the gate stays open after the last motion
_IDLE = 10.0  # seconds between two looks at a still scene


@dataclass(frozen=True, slots=True)
class Sampling:
    masks: tuple[tuple[Point, ...], ...] = ()
    gate: bool = True
    memory: float = 6.0  # seconds of pictures kept for a clip
    quality: int = 82


@dataclass(frozen=True, slots=True)
class Sample:
    """`jpeg` is empty for a picture that needs no look."""

    time: float
    health: Health
    jpeg: bytes
    statics: Sequence[Static]


class Sampler:
    """One camera's. `recent` holds (time, JPEG) of the last seconds, for clips of alarms."""

    def __init__(self, sampling: Sampling) -> None:
        self._sampling = sampling
        self._masks = Masks(sampling.masks)
        self._motion, self.watchman = Motion(), Watchman()
        self.recent: deque[tuple[float, bytes]] = deque()
        self._open_until = float("-inf")
        self._looked = float("-inf")

    def hold(self, until: float) -> None:
        """Keeps the gate open: somebody who stands still is still there."""
        self._open_until = max(self._open_until, until)

    def step(self, time: float, picture: Picture) -> Sample:
        self._masks.apply(picture)
        grey = small(picture)
        seen = self._motion.step(time, grey)
        health = self.watchman.step(time, grey, seen.settled)
        if seen.moving:
            self._open_until = max(self._open_until, time + _HOLD)
        due = time <= self._open_until or time - self._looked >= _IDLE
        look = due or not self._sampling.gate
        # A still scene is a still picture: the last one serves the clip as well.
        jpeg = self._encode(picture) if look or not self.recent else self.recent[-1][1]
        self._remember(time, jpeg)
        if look:
            self._looked = time
        return Sample(time, health, jpeg if look else b"", seen.statics)

    def _encode(self, picture: Picture) -> bytes:
        done, data = cv2.imencode(
            ".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, self._sampling.quality)
        )
        return np.asarray(data).tobytes() if done else b""

    def _remember(self, time: float, jpeg: bytes) -> None:
        self.recent.append((time, jpeg))
        while self.recent and time - self.recent[0][0] > self._sampling.memory:
            self.recent.popleft()

    def between(self, start: float, end: float) -> Iterator[tuple[float, bytes]]:
        return (each for each in list(self.recent) if start <= each[0] <= end)
