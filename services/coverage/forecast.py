"""Where the pace of the last 90 days leads to by the end of the year, and how sure that is.

A share that is built up does not swing about a line: what is built stays. So it is taken as a walk
with drift: the mean of its weekly steps goes on, and what is uncertain is the sum of the steps to
come (their spread times the root of the weeks) and the mean itself (known from n weeks only).
Variance after h weeks: s² · (h + h²/n), as for any random walk with an estimated drift.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import NormalDist, fmean, stdev

from pydantic import BaseModel

WEEKS = 13
LEAST = 4
NINE_OF_TEN = NormalDist().inv_cdf(0.95)


class ForecastView(BaseModel):
    measure: str
    day: date
    until: date
    current: float
    expected: float
    low: float
    high: float
    target: float
    likelihood: float
    weeks: int


def forecast(
    measure: str, day: date, shares: Sequence[tuple[date, float]], target: float
) -> ForecastView:
    """From the shares of the days up to `day`; the last one counts as the present."""
    until = date(day.year, 12, 31)
    by_day = dict(shares)
    current = by_day[max(by_day)] if by_day else 0.0
    weekly = [
        by_day[day - timedelta(weeks=back)]
        for back in range(WEEKS, -1, -1)
        if day - timedelta(weeks=back) in by_day
    ]
    steps = [b - a for a, b in pairwise(weekly)]
    ahead = (until - day).days / 7
    if len(steps) < LEAST:
        same = {"expected": current, "low": current, "high": current}
        return ForecastView(
            measure=measure,
            day=day,
            until=until,
            current=current,
            **same,
            target=target,
            likelihood=float(current >= target),
            weeks=len(steps),
        )
    mean, n = fmean(steps), len(steps)
    spread = stdev(steps) * math.sqrt(ahead + ahead**2 / n)
    middle = current + mean * ahead
    return ForecastView(
        measure=measure,
        day=day,
        until=until,
        current=current,
        expected=_share(middle),
        low=_share(middle - NINE_OF_TEN * spread),
        high=_share(middle + NINE_OF_TEN * spread),
        target=target,
        likelihood=_above(target, middle, spread),
        weeks=n,
    )


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _above(target: float, middle: float, spread: float) -> float:
    if spread == 0:
        return float(middle >= target)
    # Just below the target counts: a share is reached by whole communities.
    return 1 - NormalDist(middle, spread).cdf(target - 1e-12)
