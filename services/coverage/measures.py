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
    NOTHING,
    ONLINE,
    PICTURE,
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
    heard = {device: Turns.of(moments.get((device, ONLINE), ())) for device in site.devices}
    _positions(table, site, heard, days, plans)
    for stay in site.stays:
        _device(table, site, stay, heard[stay.device_id], moments, days)
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
    heard: dict[str, Turns],
    days: Days,
    plans: Sequence[tuple[int, Plan]],
) -> None:
    shape = len(days.days)
    required = np.zeros(shape, np.int64)
    built, connected = required.copy(), required.copy()
    videos, videos_built = required.copy(), required.copy()
    reached = _reached(site, heard, days)
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


def _reached(site: Site, heard: dict[str, Turns], days: Days) -> dict[str, Bools]:
    """Whether a device that stands at the position at the day's end was ever heard of; several
    at one position count once."""
    found: dict[str, Bools] = {}
    nobody = np.zeros(len(days.days), dtype=bool)
    for stay in site.stays:
        first = heard[stay.device_id].first
        if stay.position and first is not None:
            there = (stay.start < days.ends) & (days.ends <= stay.end) & (first < days.ends)
            found[stay.position] = found.get(stay.position, nobody) | there
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


def _device(
    table: Ints, site: Site, stay: Stay, heard: Turns, moments: Moments, days: Days
) -> None:
    span = service(stay, heard)
    if span is None:
        return
    online, total = expected(site, stay, heard, days.starts, days.ends)
    _add(table, "online", EACH, online, total)
    if is_camera(stay.kind):
        bad = moments.get((stay.device_id, PICTURE), ())
        good = online
        if bad:
            valid = heard.both(Turns.of(bad))
            good, _ = expected(site, stay, heard, days.starts, days.ends, valid)
        _add(table, "picture", EACH, good, online)
    in_service = (span[0] < days.ends) & (days.ends <= span[1])
    _add(table, "returned", EACH, 0, in_service)
    _repairs(table, site, stay, span, heard, days)


def is_camera(kind: str) -> bool:
    return kind == "camera"


def _repairs(
    table: Ints, site: Site, stay: Stay, span: tuple[int, int], heard: Turns, days: Days
) -> None:
    """A fault belongs to the day on which it ends; one that began in maintenance is none."""
    away, back = heard.repairs()
    here = (back >= span[0]) & (back < span[1])
    for start, end in _windows(site, stay.device_id):
        here &= ~((away >= start) & (away < end))
    away, back = away[here], back[here]
    first = np.array([span[0]], np.int64) if span[0] == heard.first else np.empty(0, np.int64)
    came = np.append(back[back - away >= AWAY], first)
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


__all__ = ["CAMERA", "COLUMNS", "KEYS", "MEASURES", "NOTHING", "Days", "Limits", "measure"]
