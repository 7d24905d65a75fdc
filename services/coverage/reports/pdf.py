"""The report on paper: the whole of it, and the one page that leaders read each week."""

from datetime import timedelta
from pathlib import Path

from services.coverage.measures import MEASURES
from services.coverage.reports.charts import district_map, goal_bars, headline, trend_lines
from services.coverage.reports.content import STATES, Content, district, level, percent, value
from services.coverage.reports.page import AMBER, GREY, Page

HOUR_MS = 3_600_000
TOWN_KEYS = ("built", "covered", "networked", "online", "picture", "storage")


def as_pdf(content: Content, font: tuple[Path, int]) -> bytes:
    page = _page(content, font)
    page.add_page()
    _top(page, content, content.title)
    page.section("年度目标")
    goal_bars(page, content.goals, _names(content))
    page.section("一年走势与年底预测")
    trend_lines(page, content)
    _forecast(page, content)
    page.section("全区指标")
    _measures(page, content)
    page.add_page()
    page.heading("小区分布", "每个标记为一个小区；形状和颜色表示状态")
    district_map(page, content)
    _kinds(page, content)
    page.add_page()
    page.heading("镇街")
    _towns(page, content)
    page.section("综治考核得分")
    _cards(page, content)
    page.section("异常提示")
    _odd(page, content, 20)
    page.add_page()
    page.heading("小区明细")
    _communities(page, content)
    return bytes(page.output())


def as_weekly(content: Content, font: tuple[Path, int]) -> bytes:
    """One page whatever there is to say."""
    page = _page(content, font)
    page.set_auto_page_break(False)
    page.add_page()
    week = f"{content.day - timedelta(days=6)} 至 {content.day}"
    _top(page, content, f"智慧安防小区周报（{week}）")
    page.section("年度目标")
    goal_bars(page, content.goals[:6], _names(content))
    page.section("走势与年底预测")
    trend_lines(page, content, 34)
    _forecast(page, content)
    page.section("镇街（得分最高与最低）")
    _cards(page, content, 4)
    page.section("请关注")
    _odd(page, content, 4)
    return bytes(page.output())


def _page(content: Content, font: tuple[Path, int]) -> Page:
    return Page(font, content.as_of, f"安居 Anju · 数据截至 {content.day} 24 时 · {content.plan}")


def _top(page: Page, content: Content, title: str) -> None:
    count = district(content).communities
    page.heading(title, f"{content.plan}；{count} 个小区；数据截至 {content.day}")
    headline(page, content)


def _names(content: Content) -> dict[str, str]:
    names = {row.key: row.name for row in level(content, "group")}
    return names | {f"{key}/new": f"{name}（新建）" for key, name in names.items()}


def _forecast(page: Page, content: Content) -> None:
    seen = content.forecast
    if seen.weeks < 4:
        page.text_line("历史数据不足四周，暂不预测。", GREY)
        return
    text = (
        f"按近 {seen.weeks} 周进度，到 {seen.until} 建成率预计 {seen.expected:.1%}"
        f"（九成可能在 {seen.low:.1%} 至 {seen.high:.1%} 之间）"
    )
    if seen.target:
        text += f"；目标 {seen.target:.0%}，达到的可能性约 {seen.likelihood:.0%}"
    page.text_line(text + "。")


def _measures(page: Page, content: Content) -> None:
    rows = []
    for key, name, _ in MEASURES:
        part, whole = value(district(content), key)
        shown = percent(part, whole)
        top, bottom = f"{part:,}", f"{whole:,}"
        if key == "repair":
            shown = f"{part / whole / HOUR_MS:.1f} 小时" if whole else "—"
            top = f"{part / HOUR_MS:,.1f} 小时"
        elif key in ("online", "picture"):
            top, bottom = f"{part / HOUR_MS:,.0f} 小时", f"{whole / HOUR_MS:,.0f} 小时"
        rows.append([name, shown, top, bottom])
    page.rows(["指标", "比率", "分子", "分母"], rows, (58, 34, 45, 45))


def _kinds(page: Page, content: Content) -> None:
    rows = []
    for row in [*level(content, "kind"), *level(content, "group")]:
        cells = [percent(*value(row, key)) for key in TOWN_KEYS]
        rows.append([row.name or "（未分组）", str(row.communities), *cells])
    page.rows(["类别与分组", "小区", *_titles()], rows, (44, 14, *(20.6,) * 6))


def _titles() -> list[str]:
    short = {"built": "部位", "covered": "建成", "networked": "联网", "online": "在线"}
    return [*short.values(), "画面", "录像"]


def _towns(page: Page, content: Content) -> None:
    rows = []
    for row in level(content, "town"):
        cells = [percent(*value(row, key)) for key in TOWN_KEYS]
        rows.append([row.name, str(row.communities), *cells])
    page.rows(["镇街", "小区", *_titles()], rows, (44, 14, *(20.6,) * 6))


def _cards(page: Page, content: Content, ends: int = 0) -> None:
    bands = {"small": "小", "middle": "中", "large": "大"}
    cards = content.cards
    if ends and len(cards) > 2 * ends:
        cards = [*cards[:ends], *cards[-ends:]]
    rows = [
        [
            *(c.town_name, str(c.rank), f"{c.points:.1f}", str(c.communities)),
            *(bands[c.band], str(c.band_rank)),
        ]
        for c in cards
    ]
    header = ["镇街", "名次", "得分", "小区", "规模组", "组内名次"]
    page.rows(header, rows, (62, 24, 24, 24, 24, 24))


def _odd(page: Page, content: Content, most: int) -> None:
    if not content.anomalies:
        page.text_line("无。", GREY)
    for each in content.anomalies[:most]:
        page.text_line(f"● {each.town_name}：{each.note}", AMBER)
    if len(content.anomalies) > most:
        page.text_line(f"另有 {len(content.anomalies) - most} 项，见工作簿。", GREY)


def _communities(page: Page, content: Content) -> None:
    rows = []
    for line in content.lines:
        figures = line.figures
        built = f"{figures['built_n']}/{figures['built_d']}"
        online = percent(figures["online_n"], figures["online_d"])
        rows.append([f"{line.town} {line.name}", line.group, STATES[line.state], built, online])
    page.rows(["小区", "分组", "状态", "部位", "在线率"], rows, (66, 40, 28, 24, 24), 7.5)
