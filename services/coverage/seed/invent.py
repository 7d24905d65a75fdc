"""An invented district in the plan's proportions: the same for the same seed, and nobody's.

Names, places and numbers are drawn; only the shape is that of the plan: kinds and enclosures of
communities, and how many of them are finished by the end of each of its three years.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from services.coverage.planning import needed

TOWNS = (
    *("青禾街道", "临湖街道", "望山街道", "和畅街道", "金穗街道", "双桥街道"),
    *("柳泉镇", "石门镇", "东皋镇", "云溪镇", "南屏镇", "沣水湾镇"),
)
FIRST = (
    "锦",
    "丽",
    "福",
    "康",
    "嘉",
    "春",
    "明",
    "安",
    "和",
    "瑞",
    "景",
    "兴",
    "荷",
    "枫",
    "朝",
    "润",
)
SECOND = (
    "华",
    "园",
    "泰",
    "宁",
    "苑",
    "晖",
    "馨",
    "澜",
    "源",
    "阳",
    "庭",
    "林",
    "塘",
    "源",
    "霞",
    "川",
)
LAST = {"old": "小区", "commercial": "花园", "village": "村"}
BUILDERS = ("青禾智安科技", "望山安防工程", "临湖信息集成", "和畅建设")
YEARS = (2020, 2021, 2022)
START = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2022, 12, 31, 16, tzinfo=UTC)  # midnight in Asia/Shanghai
TRIAL = timedelta(days=32)
FAULTS_PER_YEAR = 1.4
CENTER = (118.05, 36.81)
SUDDEN_TOWN = 10  # whose devices are all away for ten days and back the day before a report
SUDDEN = datetime(2021, 12, 30, 2, tzinfo=UTC)


@dataclass
class Drawn:
    """A community. `done` is when the work that it counts by is accepted; `late` is how much later
    than cameras its other devices are heard of."""

    number: int
    code: str
    name: str
    town: int
    kind: str
    enclosure: str
    longitude: float
    latitude: float
    counts: dict[str, int]
    done: datetime
    builder: str
    money: str = ""
    late: timedelta = timedelta()
    dice: Random = field(default_factory=Random, repr=False, compare=False)


@dataclass(frozen=True)
class Shape:
    """How many communities of each group there are, and are done by the end of each year."""

    closable: int
    open: int
    commercial: int
    new: int
    village: int
    done: dict[str, tuple[int, int, int]]


def shape(communities: int) -> Shape:
    """475 are 37 closable, 173 other old, 225 commercial and 40 village ones; other numbers are
    in proportion. By the end of 2020 and 2021 the groups' own shares come to 369 and 422 of 475,
    while the plan wants 380 and 428 of all: the difference is made of commercial ones."""
    old = round(communities * 210 / 475)
    closable = round(old * 37 / 210)
    commercial = round(communities * 225 / 475)
    village = communities - old - commercial
    done: list[tuple[int, int]] = []
    for share, overall in ((0.6, 0.8), (0.8, 0.9)):
        c, v = needed(commercial, share), needed(village, share)
        lacking = max(0, needed(communities, overall) - old - c - v)
        extra = min(lacking, commercial - c)
        done.append((c + extra, min(village, v + lacking - extra)))
    return Shape(
        closable=closable,
        open=old - closable,
        commercial=commercial,
        new=min(commercial, math.ceil(commercial / 9)),
        village=village,
        done={
            "closable": (closable,) * 3,
            "open": (old - closable,) * 3,
            "commercial": (done[0][0], done[1][0], commercial),
            "village": (done[0][1], done[1][1], village),
        },
    )


def invent(communities: int, seed: int = 370303) -> list[Drawn]:
    dice = Random(seed)  # noqa: S311 - nothing is secret here
    made, found = shape(communities), []
    kinds = (
        [("old", "enclosable", "closable")] * made.closable
        + [("old", "open", "open")] * made.open
        + [("commercial", "", "commercial")] * made.commercial
        + [("village", "open", "village")] * made.village
    )
    towns = [_town(dice) for _ in TOWNS]
    weights = [dice.uniform(0.5, 2.0) for _ in TOWNS]
    position: dict[str, int] = {}
    for number, (kind, enclosure, group) in enumerate(kinds, 1):
        at = position[group] = position.get(group, -1) + 1
        town = dice.choices(range(len(TOWNS)), weights)[0]
        enclosed = enclosure
        if group == "commercial":
            # The new ones are among those that are done by the end of the second year.
            enclosed = "new" if at < made.new else "enclosed"
        found.append(
            Drawn(
                number=number,
                code=f"A{number:04}",
                name=_name(dice, kind, number),
                town=town,
                kind=kind,
                enclosure=enclosed,
                longitude=round(towns[town][0] + dice.gauss(0, 0.014), 5),
                latitude=round(towns[town][1] + dice.gauss(0, 0.011), 5),
                counts=_counts(dice, kind, enclosed),
                done=_done(dice, at, made.done[group]),
                builder=dice.choice(BUILDERS),
                money="property_with_award" if dice.random() < 0.5 and kind != "village" else "",
                late=timedelta(days=dice.choice((0, 0, 0, dice.randrange(20, 200)))),
                dice=Random(f"{seed}/{number}"),  # noqa: S311
            )
        )
    return found


def _town(dice: Random) -> tuple[float, float]:
    return CENTER[0] + dice.uniform(-0.13, 0.13), CENTER[1] + dice.uniform(-0.1, 0.1)


def _name(dice: Random, kind: str, number: int) -> str:
    return f"{dice.choice(FIRST)}{dice.choice(SECOND)}{LAST[kind]}{number}"


def _done(dice: Random, at: int, ends: tuple[int, int, int]) -> datetime:
    """Within the year until whose end so many of the group are done, in its working months."""
    year = next(y for y, end in zip(YEARS, ends, strict=True) if at < end)
    return datetime(year, 1, 1, 4, tzinfo=UTC) + timedelta(days=dice.randrange(80, 350))


def _counts(dice: Random, kind: str, enclosure: str) -> dict[str, int]:
    """Size is drawn once; what there is of each thing follows from it."""
    size = dice.uniform(0.6, 1.6)

    def some(mean: float, least: int = 1) -> int:
        return max(least, round(mean * size * dice.uniform(0.8, 1.2)))

    if kind == "village":
        return {
            "pedestrian_passages": some(2),
            "lanes": some(2),
            "roads": some(4),
            "activity_areas": some(2),
            "patrol_points": some(4),
            "village_places": some(2),
        }
    counts = {
        "pedestrian_passages": some(3),
        "lanes": some(3),
        "outer_squares": 1,
        "unit_doors": some(30),
        "surface_parks": some(2),
        "roads": some(6),
        "activity_areas": some(2),
        "roofs": some(8),
        "rooms": some(3),
        "gatehouses": 1,
        "patrol_points": some(9),
        "sheds": some(3),
    }
    if enclosure != "open":
        counts["perimeter_m"] = some(900)
    if kind == "commercial":
        counts |= {"garage_gates": some(2), "garage_aisles": some(5), "lifts": some(26)}
        counts["mall_areas"] = some(1, 0)
    return counts


def turns(community: Drawn, camera: bool) -> Iterator[tuple[datetime, bool]]:
    """When one device was heard of: from before its trial run on, with faults now and then."""
    dice = community.dice
    up = community.done - TRIAL - timedelta(hours=dice.uniform(1, 40))
    if not camera:
        # However late they are: by the end of the third year all are connected.
        up = min(up + community.late, END - timedelta(days=20))
    at = up
    yield at, True
    while True:
        at += timedelta(days=dice.expovariate(FAULTS_PER_YEAR / 365))
        back = at + timedelta(hours=min(400.0, dice.lognormvariate(2.3, 1.1)))
        if back >= END - timedelta(hours=1):
            return
        # Nothing fails for long while it is tried: whoever builds stands beside it.
        if not community.done - TRIAL <= at <= community.done:
            yield at, False
            yield back, True
        at = back
