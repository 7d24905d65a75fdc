"""The measures of one community on each of many days, as whole numbers that add up.

Each measure is a numerator and a denominator; a town's are the sums of its communities', so that
nothing is rounded before it is added. Times are milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.coverage.clock import DAY_MS, end_of, start_of
from services.coverage.folding import Site, Stay
from services.coverage.points import CAMERA
from services.coverage.rules import Plan
from services.coverage.timeline import (
    LATE,
    ONLINE,
    PICTURE,
    Block,
    Ints,
    Moments,
    Turns,
    merged,
)

# In this order in tables, messages and reports: key, Chinese name, what is divided by what.
MEASURES = (
    ("built", "建成率（部位）", "accepted required positions ÷ required positions"),
    ("covered", "建成率（小区）", "communities that meet the plan's definition ÷ communities"),
    (
        "connected",
        "联网率（部位）",
        "required positions accepted and heard of ÷ required positions",
    ),
    (
        "networked",
        "联网率（小区）",
        "covered communities with every position heard of ÷ communities",
    ),
    ("online", "在线率", "device time online ÷ device time in service, without maintenance"),
    ("picture", "画面有效率", "camera time with a valid picture ÷ camera time online"),
    ("clock", "时钟准确率", "devices within the drift limit ÷ devices whose clock was compared"),
    (
        "storage",
        "录像保存达标率",
        "cameras that keep the days required ÷ cameras that were looked at",
    ),
    ("plate_read", "车牌识别率", "cars whose plate could be read ÷ cars at plate readers"),
    ("upload", "上传成功率", "objects that the recipient accepted ÷ objects generated"),
    ("repair", "平均修复时间", "time to repair ÷ faults that were repaired that day"),
    ("returned", "当日恢复设备", "devices that came online that day ÷ devices in service"),
)
KEYS = tuple(key for key, _, _ in MEASURES)
COLUMNS = tuple(f"{key}_{part}" for key in KEYS for part in ("n", "d"))
AWAY = DAY_MS  # a device that comes back after so long counts as returned
Bools = NDArray[np.bool_]
FRESH = 35 * DAY_MS  # a reading older than this says nothing any more


@dataclass(frozen=True)
class Limits:
    storage_days: int = 30
    clock_ms: int = 1000


@dataclass(frozen=True)
class Days:
    """Days as [start, end) in ms; the last may be cut short where it is still going on."""

    days: tuple[date, ...]
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, days: Sequence[date], now: int | None = None) -> "Days":
        starts = np.array([start_of(day) for day in days], dtype=np.int64)
        ends = np.array([end_of(day) for day in days], dtype=np.int64)
        if now is not None:
            ends = np.maximum(starts, np.minimum(ends, now))
        return cls(tuple(days), starts, ends)


def measure(
    site: Site,
    moments: Moments,
    counts: Sequence[tuple[date, str, int, int]],
    days: Days,
    plans: Sequence[tuple[int, Plan]],
    limits: Limits,
) -> Ints:
    """One row per day, columns as in COLUMNS. `counts` are (day, measure, numerator, denominator)
    of what is counted elsewhere: plates and uploads."""
    table = np.zeros((len(days.days), len(COLUMNS)), dtype=np.int64)
    crew = Crew(site, moments)
    _positions(table, site, crew, days, plans)
    _devices(table, site, crew, moments, days)
    _readings(table, site, days, limits)
    index = {day: at for at, day in enumerate(days.days)}
    for day, key, numerator, denominator in counts:
        if (at := index.get(day)) is not None:
            _add(table, key, at, numerator, denominator)
    return table


def _add(table: Ints, key: str, at: int | slice, numerator: Any, denominator: Any) -> None:
    column = 2 * KEYS.index(key)
    table[at, column] += numerator
    table[at, column + 1] += denominator


EACH = slice(None)


def _positions(
    table: Ints,
    site: Site,
    crew: "Crew",
    days: Days,
    plans: Sequence[tuple[int, Plan]],
) -> None:
    shape = len(days.days)
    required = np.zeros(shape, np.int64)
    built, connected = required.copy(), required.copy()
    videos, videos_built = required.copy(), required.copy()
    reached = _reached(crew, days)
    for span in site.spans:
        if not span.point.required:
            continue
        there = (span.start < days.ends) & (days.ends <= span.end)
        since = site.accepted.get(span.point.name)
        done = there & (since is not None and since < days.ends)
        required += there
        built += done
        connected += done & reached.get(span.point.name, False)
        if span.point.video:
            videos += there
            videos_built += done
    _add(table, "built", EACH, built, required)
    _add(table, "connected", EACH, connected, required)
    full = (required > 0) & (built == required)
    video = (videos > 0) & (videos_built == videos)
    by_video = np.array([_by_video(site, plans, int(end)) for end in days.ends], dtype=bool)
    covered = np.where(by_video, video, full)
    _add(table, "covered", EACH, covered, 1)
    _add(table, "networked", EACH, covered & (built > 0) & (connected == built), 1)


def _by_video(site: Site, plans: Sequence[tuple[int, Plan]], end: int) -> bool:
    """Whether the plan in force counts the community once its video positions are accepted."""
    kind, enclosure, _, _ = site.trait(end - 1)
    current = [plan for since, plan in plans if since < end]
    group = current[-1].group_of(kind, enclosure) if current else None
    return bool(group and group.definition == "video")


class Crew:
    """The devices of a community, all at once: row by row where each stood (`start` until `end`)
    and served (`low` until `high`: from the first time that it was heard of)."""

    def __init__(self, site: Site, moments: Moments) -> None:
        self.stays = site.stays
        self.block = Block([moments.get((s.device_id, ONLINE), ()) for s in site.stays])
        self.start = np.array([s.start for s in site.stays], dtype=np.int64)
        self.end = np.array([s.end for s in site.stays], dtype=np.int64)
        self.low = np.maximum(self.block.first, self.start)
        self.high = np.minimum(self.end, LATE)
        self.rows = np.flatnonzero(self.block.first < self.high)
        self.groups = self._grouped(site)

    def _grouped(self, site: Site) -> list[tuple[Ints, list[tuple[int, int]]]]:
        """Rows that serve, by the maintenance windows that count for them."""
        common = [(w.start, w.end) for w in site.windows if not w.device_id]
        own: dict[str, list[tuple[int, int]]] = {}
        for window in site.windows:
            if window.device_id:
                own.setdefault(window.device_id, []).append((window.start, window.end))
        alone = [r for r in self.rows.tolist() if self.stays[r].device_id in own]
        others = np.setdiff1d(self.rows, np.array(alone, dtype=np.int64))
        groups = [(others, merged(common))]
        for row in alone:
            windows = merged(common + own[self.stays[row].device_id])
            groups.append((np.array([row], dtype=np.int64), windows))
        return groups

    def times(self, days: Days) -> tuple[Ints, Ints]:
        """(ms online, ms in service) without maintenance, for each row that serves and day."""
        online = np.zeros((len(self.stays), len(days.days)), dtype=np.int64)
        total = np.zeros_like(online)
        for rows, windows in self.groups:
            low, high = self.low[rows][:, None], self.high[rows][:, None]
            a, b = np.clip(days.starts, low, high), np.clip(days.ends, low, high)
            online[rows] = self.block.between(rows, a, b)
            total[rows] = b - a
            for start, end in windows:
                c, d = np.clip(a, start, end), np.clip(b, start, end)
                online[rows] -= self.block.between(rows, c, d)
                total[rows] -= d - c
        return online, total


def _reached(crew: Crew, days: Days) -> dict[str, Bools]:
    """Whether a device that stands at the position at the day's end was ever heard of; several
    at one position count once."""
    found: dict[str, Bools] = {}
    ends = days.ends
    there = (crew.low[:, None] < ends) & (ends <= crew.end[:, None])
    nobody = np.zeros(len(ends), dtype=bool)
    for row, stay in enumerate(crew.stays):
        if stay.position:
            found[stay.position] = found.get(stay.position, nobody) | there[row]
    return found


def service(stay: Stay, heard: Turns) -> tuple[int, int] | None:
    """From when until when the device is expected to be online: from the first time it was."""
    first = heard.first
    if first is None or first >= stay.end:
        return None
    return max(first, stay.start), stay.end


def expected(
    site: Site, stay: Stay, heard: Turns, starts: Ints, ends: Ints, valid: Turns | None = None
) -> tuple[Ints, Ints]:
    """(ms online, ms in service) in each span of time, without maintenance. `valid` takes the
    place of being online where given."""
    span = service(stay, heard)
    if span is None:
        nothing = np.zeros(len(starts), np.int64)
        return nothing, nothing
    turns = heard if valid is None else valid
    a, b = np.clip(starts, *span), np.clip(ends, *span)
    online, total = turns.between(a, b), b - a
    for start, end in _windows(site, stay.device_id):
        c, d = np.clip(a, start, end), np.clip(b, start, end)
        total = total - (d - c)
        online = online - turns.between(c, d)
    return online, total


def _windows(site: Site, device_id: str) -> list[tuple[int, int]]:
    own = [(w.start, w.end) for w in site.windows if w.device_id in ("", device_id)]
    return merged(own) if own else own


def _devices(table: Ints, site: Site, crew: Crew, moments: Moments, days: Days) -> None:
    if not len(crew.rows):
        return
    online, total = crew.times(days)
    _add(table, "online", EACH, online.sum(axis=0), total.sum(axis=0))
    cameras = [r for r in crew.rows.tolist() if is_camera(crew.stays[r].kind)]
    good = online[cameras].sum(axis=0)
    for row in cameras:
        stay = crew.stays[row]
        if bad := moments.get((stay.device_id, PICTURE), ()):
            heard = Turns.of(moments[stay.device_id, ONLINE])
            valid = heard.both(Turns.of(bad))
            fine, _ = expected(site, stay, heard, days.starts, days.ends, valid)
            good += fine - online[row]
    _add(table, "picture", EACH, good, online[cameras].sum(axis=0))
    low, high = crew.low[crew.rows][:, None], crew.end[crew.rows][:, None]
    in_service = (low < days.ends) & (days.ends <= high)
    _add(table, "returned", EACH, 0, in_service.sum(axis=0))
    _repairs(table, crew, days)


def is_camera(kind: str) -> bool:
    return kind == "camera"


def _repairs(table: Ints, crew: Crew, days: Days) -> None:
    """A fault belongs to the day on which it ends; one that began in maintenance is none."""
    row, away, back = crew.block.repairs()
    here = np.isin(row, crew.rows) & (back >= crew.low[row]) & (back < crew.high[row])
    for rows, windows in crew.groups:
        for start, end in windows:
            here &= ~((away >= start) & (away < end) & np.isin(row, rows))
    away, back = away[here], back[here]
    first = crew.block.first[crew.rows]
    came = np.append(back[back - away >= AWAY], first[first == crew.low[crew.rows]])
    _by_day(table, "returned", came, np.ones(len(came), np.int64), 0, days)
    _by_day(table, "repair", back, back - away, 1, days)


def _by_day(table: Ints, key: str, at: Ints, values: Ints, each: int, days: Days) -> None:
    if not len(at):
        return
    order = np.argsort(days.starts, kind="stable")
    starts = days.starts[order]
    index = np.searchsorted(starts, at, side="right") - 1
    fits = index >= 0
    rows = order[np.maximum(index, 0)]
    fits &= at < days.ends[rows]
    column = 2 * KEYS.index(key)
    np.add.at(table[:, column], rows[fits], values[fits])
    np.add.at(table[:, column + 1], rows[fits], each)


def _readings(table: Ints, site: Site, days: Days, limits: Limits) -> None:
    """The newest reading of each device that is not too old."""
    for kind in ("clock", "storage"):
        by_device: dict[str, list[tuple[int, int]]] = {}
        for reading in site.readings:
            if reading.kind == kind:
                by_device.setdefault(reading.device_id, []).append((reading.at, reading.value))
        for values in by_device.values():
            pairs = np.array(sorted(set(values)), dtype=np.int64)
            index = np.searchsorted(pairs[:, 0], days.ends, side="left") - 1
            newest = pairs[np.maximum(index, 0)]
            known = (index >= 0) & (days.ends - newest[:, 0] <= FRESH)
            value = newest[:, 1]
            good = (
                np.abs(value) <= limits.clock_ms
                if kind == "clock"
                else value >= limits.storage_days
            )
            _add(table, kind, EACH, known & good, known)


__all__ = ["CAMERA", "COLUMNS", "KEYS", "MEASURES", "Days", "Limits", "measure"]
