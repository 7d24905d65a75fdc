"""The motion gate, and what changed and stays: on small grey pictures, for almost nothing."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.perimeter.scene.rules import Static
from services.perimeter.scene.shapes import Box
from services.perimeter.video.source import Picture

Grey = npt.NDArray[np.float32]
WIDTH, HEIGHT = 160, 90
_LEAST = 12.0  # grey levels; below is noise whatever the noise is
_GLOBAL = 0.35  # share of the picture that changes when the light does, not the scene
_AREA = 10  # pixels of 160×90 that move together when something does
_STATIC_AREA = 24
_LEARN = 0.08  # weight of a new picture in the background, a second
_SLOW = 0.004
_RELEARN = 2.0  # seconds in which the background follows a change of light


def small(picture: Picture) -> Grey:
    grey = cv2.cvtColor(
        cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY
    )
    return cv2.GaussianBlur(grey.astype(np.float32), (3, 3), 0)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Seen:
    moving: bool
    settled: bool  # whether the light is steady
    statics: tuple[Static, ...] = ()


class Motion:
    """Two backgrounds: a quick one for what moves, a slow one for what came and stayed."""

    def __init__(self) -> None:
        self._first = True
        self._quick: Grey = np.zeros((HEIGHT, WIDTH), np.float32)
        self._slow: Grey = np.zeros((HEIGHT, WIDTH), np.float32)
        self._noise = 4.0
        self._last = 0.0
        self._relearn_until = 0.0
        self._statics: list[tuple[Box, float, float, bool]] = []  # box, since, last, removed

    def step(self, time: float, grey: Grey) -> Seen:
        if self._first:
            self._first = False
            self._quick, self._slow, self._last = grey.copy(), grey.copy(), time
            self._relearn_until = time + _RELEARN
            return Seen(moving=True, settled=False)
        elapsed = min(max(time - self._last, 0.0), 2.0)
        self._last = time
        change = np.abs(grey - self._quick)
        self._noise += 0.05 * (float(np.median(change)) * 1.5 - self._noise)
        limit = max(_LEAST, 5.0 * self._noise)
        moved = change > limit
        if moved.mean() > _GLOBAL:
            self._relearn_until = time + _RELEARN
        if time < self._relearn_until:
            self._quick, self._slow = grey.copy(), grey.copy()
            self._statics = []
            return Seen(moving=True, settled=False)
        moving = _largest(moved) >= _AREA
        still = ~cv2.dilate(moved.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
        self._learn(grey, elapsed, still)
        statics = self._standing(time, grey, limit, moved)
        return Seen(moving, True, statics)

    def _learn(self, grey: Grey, elapsed: float, still: npt.NDArray[np.bool_]) -> None:
        quick, slow = 1 - (1 - _LEARN) ** (elapsed * 4), _SLOW * elapsed
        self._quick += quick * (grey - self._quick)
        weight = np.where(still, slow, slow / 10).astype(np.float32)
        self._slow += weight * (grey - self._slow)

    def _standing(
        self, time: float, grey: Grey, limit: float, moved: npt.NDArray[np.bool_]
    ) -> tuple[Static, ...]:
        changed = (np.abs(grey - self._slow) > limit) & ~moved
        count, _, stats, _ = cv2.connectedComponentsWithStats(changed.astype(np.uint8))
        fresh = []
        for left, top, width, height, area in stats[1:count].tolist():
            if area < _STATIC_AREA or area < 0.3 * width * height:
                continue
            box = Box(left / WIDTH, top / HEIGHT, width / WIDTH, height / HEIGHT)
            part = np.s_[top : top + height, left : left + width]
            fresh.append((box, _detail(self._slow[part]) > 1.2 * _detail(grey[part])))
        self._statics = _carried(time, self._statics, fresh)
        return tuple(Static(box, since, gone) for box, since, _, gone in self._statics)


def _detail(part: Grey) -> float:
    """How much there is to see: what stands on plain ground has more than the ground."""
    if min(part.shape) < 2:
        return 0.0
    return float(np.abs(np.diff(part, axis=0)).mean() + np.abs(np.diff(part, axis=1)).mean())


def _largest(mask: npt.NDArray[np.bool_]) -> int:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return int(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0


def _carried(
    time: float,
    known: list[tuple[Box, float, float, bool]],
    fresh: list[tuple[Box, bool]],
) -> list[tuple[Box, float, float, bool]]:
    """Those seen again keep the time since when; those hidden for a while are kept for it."""
    carried, left = [], list(fresh)
    for box, since, last, gone in known:
        again = next((each for each in left if box.overlap(each[0]) > 0.5), None)
        if again:
            left.remove(again)
            carried.append((again[0], since, time, gone))
        elif time - last < 3.0:
            carried.append((box, since, last, gone))
    return carried + [(box, time, time, gone) for box, gone in left]
