"""What looks odd about a day's figures, by town: for somebody to look into, never to punish by."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from services.coverage.models import Rollup

SUDDEN, SUDDEN_LEAST = 0.8, 10  # share and number of devices that came online in one day
FELL = 0.05
PERFECT_LEAST = 1000  # devices: so many have a fault now and then, however good they are
BURST_LEAST = 20


class AnomalyView(BaseModel):
    kind: str
    town_code: str
    town_name: str
    numerator: int
    denominator: int
    note: str


def anomalies(
    today: Sequence[Rollup], before: Sequence[Rollup], names: Mapping[str, str]
) -> list[AnomalyView]:
    """From the roll-ups of towns on the day and on the day before."""
    former = {row.key: row for row in before}
    found: list[AnomalyView] = []
    for row in today:
        found += _sudden(row, former.get(row.key), names)
        found += _fell(row, former.get(row.key), names)
        found += _perfect(row, names)
        found += _burst(row, former.get(row.key), names)
    return found


def _note(
    kind: str, row: Rollup, names: Mapping[str, str], part: int, whole: int, text: str
) -> AnomalyView:
    return AnomalyView(
        kind=kind,
        town_code=row.key,
        town_name=names.get(row.key, row.key),
        numerator=part,
        denominator=whole,
        note=text,
    )


def _sudden(row: Rollup, former: Rollup | None, names: Mapping[str, str]) -> list[AnomalyView]:
    """Nearly all devices came online on the day of the snapshot or the day before."""
    came = min(row.returned_d, row.returned_n + (former.returned_n if former else 0))
    if row.returned_d < SUDDEN_LEAST or came < SUDDEN * row.returned_d:
        return []
    text = f"{came} 台设备在快照前两日内集中上线，占在用 {row.returned_d} 台的大部分，请核实"
    return [_note("all_online_at_once", row, names, came, row.returned_d, text)]


def _fell(row: Rollup, former: Rollup | None, names: Mapping[str, str]) -> list[AnomalyView]:
    if not former or not former.online_d or not row.online_d:
        return []
    drop = former.online_n / former.online_d - row.online_n / row.online_d
    if drop < FELL:
        return []
    text = f"在线率一日下降 {drop:.1%}，请检查供电和网络"
    return [_note("online_fell", row, names, row.online_n, row.online_d, text)]


def _perfect(row: Rollup, names: Mapping[str, str]) -> list[AnomalyView]:
    """No device was away for a moment: real ones are."""
    if row.returned_d < PERFECT_LEAST or row.online_d == 0 or row.online_n < row.online_d:
        return []
    text = f"{row.returned_d} 台设备全天无一刻离线，请核实心跳是否由设备自身发出"
    return [_note("too_perfect", row, names, row.online_n, row.online_d, text)]


def _burst(row: Rollup, former: Rollup | None, names: Mapping[str, str]) -> list[AnomalyView]:
    """Half of all required positions accepted in one day."""
    if not former or row.built_d < BURST_LEAST:
        return []
    more = row.built_n - former.built_n
    if more * 2 < row.built_d:
        return []
    text = f"一日内验收 {more} 个部位，超过应建 {row.built_d} 个的一半，请抽查"
    return [_note("accepted_at_once", row, names, more, row.built_d, text)]
