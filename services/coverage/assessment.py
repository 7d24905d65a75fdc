"""Score cards of towns (综治考核), comparable whatever a town's size.

A town of three communities is at 0 or 100 % by luck. Its share is therefore drawn towards the
district's, as if k more communities like the district's average stood in it beside its own c
(shrinkage as in empirical Bayes: (c·own + k·district) ÷ (c + k)); and it is ranked among towns of
its size too.
"""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from services.coverage.models import Rollup
from services.coverage.rules import Assessment

HOUR_MS = 3_600_000


class ScoreView(BaseModel):
    measure: str
    weight: float
    numerator: int
    denominator: int
    raw: float
    fair: float
    points: float


class CardView(BaseModel):
    town_code: str
    town_name: str
    communities: int
    band: str
    points: float
    rank: int = 0
    band_rank: int = 0
    scores: list[ScoreView]


def cards(
    rules: Assessment, district: Rollup, towns: Sequence[Rollup], names: Mapping[str, str]
) -> list[CardView]:
    """The best first; towns with equal points share a rank."""
    made = [_card(rules, district, town, names.get(town.key, town.key)) for town in towns]
    made.sort(key=lambda card: (-card.points, card.town_code))
    for card in made:
        card.rank = 1 + sum(other.points > card.points for other in made)
        same = [other for other in made if other.band == card.band]
        card.band_rank = 1 + sum(other.points > card.points for other in same)
    return made


def _card(rules: Assessment, district: Rollup, town: Rollup, name: str) -> CardView:
    scores = [_score(rules, district, town, key) for key in rules.weights]
    count = town.communities
    band = "small" if count <= rules.small else "large" if count >= rules.large else "middle"
    return CardView(
        town_code=town.key,
        town_name=name,
        communities=count,
        band=band,
        points=round(sum(score.points for score in scores), 4),
        scores=scores,
    )


def _score(rules: Assessment, district: Rollup, town: Rollup, key: str) -> ScoreView:
    n, d = getattr(town, f"{key}_n"), getattr(town, f"{key}_d")
    all_n, all_d = getattr(district, f"{key}_n"), getattr(district, f"{key}_d")
    share = _repaired(rules, all_n, all_d) if key == "repair" else _share(all_n, all_d)
    own = _repaired(rules, n, d) if key == "repair" else _share(n, d)
    # What is not counted in communities is drawn as far as it would be if it were.
    count, prior = float(town.communities), rules.prior_communities
    weight = count / (count + prior) if d and count + prior else 0.0
    fair = weight * own + (1 - weight) * share
    points = rules.weights[key] * fair
    return ScoreView(
        measure=key,
        weight=rules.weights[key],
        numerator=n,
        denominator=d,
        raw=own,
        fair=fair,
        points=points,
    )


def _share(numerator: int, denominator: int) -> float:
    return numerator / denominator if denominator else 0.0


def _repaired(rules: Assessment, total: int, faults: int) -> float:
    """Full marks up to `full` hours on average, none from `none` on, in a line between."""
    if not faults:
        return 1.0
    hours, limits = total / faults / HOUR_MS, rules.repair
    if hours <= limits.full:
        return 1.0
    return max(0.0, (limits.none - hours) / (limits.none - limits.full))
