"""How long each device was heard of, from the moments at which that changed.

All of it works on whole arrays: a year of a district's history is millions of moments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
ONLINE, PICTURE = 0, 1  # aspects


@dataclass(frozen=True)
class Turns:
    """Moments of one aspect of one device in their order: at `at[i]` it became `value[i]`."""

    at: Ints
    value: Ints

    @classmethod
    def of(cls, moments: Sequence[tuple[int, int]]) -> "Turns":
        """From (ms, 0 or 1) in any order, repeated or not; of two at the same moment the 1
        counts, and a turn to what is already so is none."""
        if not moments:
            return NOTHING
        pairs = np.unique(np.asarray(moments, dtype=np.int64), axis=0)
        at, value = pairs[:, 0], pairs[:, 1]
        last = np.append(at[1:] != at[:-1], True)
        at, value = at[last], value[last]
        turns = np.append(True, value[1:] != value[:-1])
        return cls(at[turns], value[turns])

    def until(self, bounds: Ints) -> Ints:
        """Milliseconds that the value was 1 before each bound."""
        if not len(self.at):
            return np.zeros(len(bounds), dtype=np.int64)
        lengths = np.diff(self.at) * self.value[:-1]
        before = np.append(np.int64(0), np.cumsum(lengths))
        index = np.searchsorted(self.at, bounds, side="right") - 1
        inside = np.maximum(index, 0)
        running = (bounds - self.at[inside]) * self.value[inside]
        found: Ints = np.where(index >= 0, before[inside] + running, 0)
        return found

    def between(self, starts: Ints, ends: Ints) -> Ints:
        return self.until(np.maximum(starts, ends)) - self.until(starts)

    @property
    def first(self) -> int | None:
        """When it first became 1."""
        ones = self.at[self.value == 1]
        return int(ones[0]) if len(ones) else None

    def state(self, bounds: Ints) -> Ints:
        """The value just before each bound; 0 before the first turn."""
        if not len(self.at):
            return np.zeros(len(bounds), dtype=np.int64)
        index = np.searchsorted(self.at, bounds, side="left") - 1
        found: Ints = np.where(index >= 0, self.value[np.maximum(index, 0)], 0)
        return found

    def repairs(self) -> tuple[Ints, Ints]:
        """(when it went away, when it came back) of each time that it did."""
        back = np.flatnonzero(self.value == 1)
        back = back[back > 0]
        return self.at[back - 1], self.at[back]

    def both(self, other: "Turns") -> "Turns":
        """1 where both are; `other` is 1 before its first turn."""
        if not len(other.at):
            return self
        moments = np.union1d(self.at, other.at)
        own = self.state(moments + 1)
        index = np.searchsorted(other.at, moments, side="right") - 1
        others = np.where(index >= 0, other.value[np.maximum(index, 0)], 1)
        return Turns.of(list(zip(moments.tolist(), (own * others).tolist(), strict=True)))


SHIFT = 42  # bits of a moment in ms; the row's number stands above them
LATE = 2**41  # beyond any moment: the year 2039


class Block:
    """Turns of many rows at once, each as `Turns` has them for one; `first` holds when each row
    first became 1, or LATE."""

    def __init__(self, moments: Sequence[Sequence[tuple[int, int]]]) -> None:
        self._count = len(moments)
        pairs = np.array(list(chain.from_iterable(moments)), dtype=np.int64).reshape(-1, 2)
        row = np.repeat(np.arange(self._count), [len(each) for each in moments])
        at, value = pairs[:, 0], pairs[:, 1]
        order = np.lexsort((value, at, row))
        row, at, value = row[order], at[order], value[order]
        last = np.append((at[1:] != at[:-1]) | (row[1:] != row[:-1]), True)[: len(at)]
        row, at, value = row[last], at[last], value[last]
        same = (row[1:] == row[:-1]) & (value[1:] == value[:-1])
        turns = np.append(True, ~same)[: len(at)]
        self.row, self.at, self.value = row[turns], at[turns], value[turns]
        self._starts = np.searchsorted(self.row, np.arange(self._count))
        self._key = (self.row << SHIFT) + self.at
        self._before = self._added()
        self.first = np.full(self._count, LATE, dtype=np.int64)
        ones = self.value == 1
        np.minimum.at(self.first, self.row[ones], self.at[ones])

    def _added(self) -> Ints:
        """Milliseconds at 1 before each turn, from the row's first turn on."""
        if not len(self.at):
            return np.empty(0, np.int64)
        within = self.row[1:] == self.row[:-1]
        lengths = np.where(within, np.diff(self.at) * self.value[:-1], 0)
        total = np.append(np.int64(0), np.cumsum(lengths))
        found: Ints = total - total[self._starts[self.row]]
        return found

    def until(self, rows: Ints, bounds: Ints) -> Ints:
        """Milliseconds at 1 before each bound: one line of bounds for each of the rows."""
        if not len(self.at):
            return np.zeros(bounds.shape, dtype=np.int64)
        keys = (rows[:, None] << SHIFT) + bounds
        index = np.searchsorted(self._key, keys.ravel(), side="right").reshape(keys.shape) - 1
        there = index >= self._starts[rows][:, None]
        index = np.maximum(index, 0)
        running = (bounds - self.at[index]) * self.value[index]
        found: Ints = np.where(there, self._before[index] + running, 0)
        return found

    def between(self, rows: Ints, starts: Ints, ends: Ints) -> Ints:
        found: Ints = self.until(rows, ends) - self.until(rows, starts)
        return found

    def repairs(self) -> tuple[Ints, Ints, Ints]:
        """(row, when it went away, when it came back) of each time that it did."""
        back = np.flatnonzero(self.value == 1)
        back = back[back > self._starts[self.row[back]]]
        return self.row[back], self.at[back - 1], self.at[back]


NOTHING = Turns(np.empty(0, np.int64), np.empty(0, np.int64))
Moments = Mapping[tuple[str, int], Sequence[tuple[int, int]]]  # (device, aspect) → moments


def merged(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time in windows that do not overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
