"""Charts and the district's map, drawn with lines and boxes: no tiles, no pictures from outside."""

from collections.abc import Callable, Sequence
from math import cos, radians

from services.coverage.planning import GoalView
from services.coverage.reports.content import STATES, Content, Line, district, percent, value
from services.coverage.reports.page import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    INK,
    LIGHT,
    MARGIN,
    RED,
    WHITE,
    Color,
    Page,
)

Place = Callable[[int, float], tuple[float, float]]
COLORS: dict[str, Color] = {
    "networked": GREEN,
    "covered": BLUE,
    "building": AMBER,
    "surveyed": (170, 178, 188),
    "none": RED,
}
# A mark per state besides its colour, for those who see no colours and for black printers.
SHAPES = {
    "networked": "circle",
    "covered": "square",
    "building": "diamond",
    "surveyed": "ring",
    "none": "cross",
}


def goal_bars(page: Page, goals: Sequence[GoalView], names: dict[str, str]) -> None:
    """One bar per target: what is there, and a line where the target is."""
    left, width = MARGIN + 58, page.w - 2 * MARGIN - 96
    for goal in goals:
        y = page.get_y() + 1
        what = "建成" if goal.measure == "built" else "联网"
        title = "、".join(names.get(k, k) for k in goal.groups.split("+")) or "全部小区"
        page.label(MARGIN, y + 3.6, page.fitted(f"{title}　{what}", 56), size=8.5)
        page.box(left, y, width, 4.6, LIGHT)
        if goal.communities:
            done = goal.reached >= goal.needed
            page.box(
                left, y, width * goal.reached / goal.communities, 4.6, GREEN if done else AMBER
            )
            mark = left + width * goal.needed / goal.communities
            page.set_draw_color(*INK)
            page.line(mark, y - 0.6, mark, y + 5.2)
        text = f"{goal.reached}/{goal.communities}，应达 {goal.needed}"
        page.label(left + width + 2, y + 3.6, text, size=8)
        page.ln(6.4)


def trend_lines(page: Page, content: Content, height: float = 46) -> None:
    """The shares of communities built and networked, week by week, and the forecast's fan."""
    x, y, width = MARGIN + 12, page.get_y() + 2, page.w - 2 * MARGIN - 16
    for part in range(0, 5):
        line = y + height - height * part / 4
        page.set_draw_color(*LIGHT)
        page.line(x, line, x + width, line)
        page.label(MARGIN, line + 1, f"{25 * part}%", GREY, 7)
    rows = content.trend
    if not rows:
        page.set_y(y + height + 6)
        return
    first = rows[0].day
    last = max(content.forecast.until, content.day)
    days = max(1, (last - first).days)

    def place(day_number: int, share: float) -> tuple[float, float]:
        return x + width * day_number / days, y + height - height * share

    _fan(page, content, place, (content.day - first).days, days)
    for key, color in (("covered", BLUE), ("networked", GREEN)):
        points = []
        for row in rows:
            part, whole = value(row, key)
            points.append(place((row.day - first).days, part / whole if whole else 0.0))
        page.set_draw_color(*color)
        page.set_line_width(0.6)
        page.polyline(points)
        page.set_line_width(0.2)
    page.label(x, y + height + 4, first.isoformat(), GREY, 7)
    page.label(x + width - 14, y + height + 4, last.isoformat(), GREY, 7)
    for at, (text, color) in enumerate((("建成", BLUE), ("联网", GREEN), ("预测区间", AMBER))):
        page.box(x + 40 + 26 * at, y + height + 2, 5, 2, color)
        page.label(x + 46 + 26 * at, y + height + 4, text, GREY, 7)
    page.set_y(y + height + 7)


def _fan(page: Page, content: Content, place: Place, now: int, end: int) -> None:
    seen = content.forecast
    if end <= now:
        return
    page.set_fill_color(252, 236, 205)
    start = place(now, seen.current)
    page.polygon([start, place(end, seen.high), place(end, seen.low)], style="F")
    page.set_draw_color(*AMBER)
    page.line(*start, *place(end, seen.expected))


def district_map(page: Page, content: Content, height: float = 150) -> None:
    """One mark per community by its state, north up, scaled alike both ways."""
    lines = [each for each in content.lines if each.longitude is not None]
    x, y, width = MARGIN, page.get_y(), page.w - 2 * MARGIN
    page.set_draw_color(*LIGHT)
    page.box(x, y, width, height, (248, 250, 252))
    if lines:
        _marks(page, lines, (x, y, width, height))
    page.set_y(y + height + 2)
    legend(page, content)


def _marks(page: Page, lines: Sequence[Line], frame: tuple[float, float, float, float]) -> None:
    x, y, width, height = frame
    longitudes = [each.longitude or 0.0 for each in lines]
    latitudes = [each.latitude or 0.0 for each in lines]
    west, south = min(longitudes), min(latitudes)
    narrow = cos(radians((south + max(latitudes)) / 2))
    wide = (max(longitudes) - west) * narrow or 1e-6
    high = max(latitudes) - south or 1e-6
    scale = min((width - 12) / wide, (height - 12) / high)
    left = x + (width - wide * scale) / 2
    bottom = y + height - (height - high * scale) / 2
    towns: dict[str, list[tuple[float, float]]] = {}
    places = [
        (
            left + ((each.longitude or 0.0) - west) * narrow * scale,
            bottom - ((each.latitude or 0.0) - south) * scale,
        )
        for each in lines
    ]
    for each, at in zip(lines, places, strict=True):
        mark(page, *at, each.state)
        towns.setdefault(each.town, []).append(at)
    for name, own in towns.items():
        middle = [sum(p[axis] for p in own) / len(own) for axis in (0, 1)]
        page.ink(INK, 8.5)
        half = page.get_string_width(name) / 2
        with page.local_context(fill_opacity=0.75):
            page.box(middle[0] - half - 0.6, middle[1] - 6, 2 * half + 1.2, 4, WHITE)
        page.label(middle[0] - half, middle[1] - 3, name, INK, 8.5)
    page.label(x + 3, y + 6, "北 ↑", GREY, 8)


def mark(page: Page, x: float, y: float, state: str, r: float = 1.2) -> None:
    color = COLORS[state]
    page.set_fill_color(*color)
    page.set_draw_color(*color)
    shape = SHAPES[state]
    if shape == "circle":
        page.circle(x, y, r, style="F")
    elif shape == "square":
        page.rect(x - r, y - r, 2 * r, 2 * r, style="F")
    elif shape == "diamond":
        points = [(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)]
        page.polygon(points, style="F")
    elif shape == "ring":
        page.circle(x, y, r, style="D")
    else:
        page.line(x - r, y - r, x + r, y + r)
        page.line(x - r, y + r, x + r, y - r)


def legend(page: Page, content: Content) -> None:
    counts = dict.fromkeys(STATES, 0)
    for line in content.lines:
        counts[line.state] += 1
    x, y = MARGIN + 2, page.get_y() + 2
    for state, name in STATES.items():
        mark(page, x, y, state)
        page.label(x + 3, y + 1.2, f"{name} {counts[state]}", INK, 8.5)
        x += 36
    page.ln(6)


def headline(page: Page, content: Content) -> None:
    """The four figures that leaders ask for first, large."""
    row = district(content)
    boxes = [
        ("建成小区", value(row, "covered")),
        ("联网小区", value(row, "networked")),
        ("部位建成", value(row, "built")),
        ("设备在线", value(row, "online")),
    ]
    width = (page.w - 2 * MARGIN - 9) / 4
    y = page.get_y()
    for at, (name, (part, whole)) in enumerate(boxes):
        x = MARGIN + at * (width + 3)
        page.box(x, y, width, 21, (240, 244, 249))
        page.label(x + 3, y + 5.5, name, GREY, 9)
        page.label(x + 3, y + 14, percent(part, whole), BLUE, 19)
        if name != "设备在线":
            page.label(x + 3, y + 19, f"{part} / {whole}", GREY, 8)
        else:
            page.label(x + 3, y + 19, "按在用时间计，维护除外", GREY, 7)
    page.set_y(y + 24)
