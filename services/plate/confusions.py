"""Which characters a camera takes for which others, and how readily."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LEARNED = Path(__file__).parents[1] / "inference" / "weights" / "plate_confusions.json"
LEAST_COUNT = 5
"""A confusion seen a few times in 2,000 hard drawings says nothing about the next camera, and each
pair in the table opens for one more plate."""

# Groups of glyphs of GA 36-2018 that differ by one stroke or gap, with a weight from 0 to 1:
# how likely, by eye, a dirty plate of one reads as another. Used where nothing was learned.
GROUPS: tuple[tuple[str, float], ...] = (
    ("8B", 0.9),
    ("0DQO", 0.9),
    ("2Z", 0.8),
    ("5S", 0.8),
    ("17TI", 0.7),
    ("6G", 0.7),
    ("4A", 0.6),
    ("1L", 0.5),
    ("38", 0.5),
    ("68", 0.5),
    ("0C", 0.5),
    ("CG", 0.5),
    ("EF", 0.5),
    ("KX", 0.5),
    ("MN", 0.5),
    ("HN", 0.5),
    ("HM", 0.5),
    ("PR", 0.5),
    ("UV", 0.5),
    ("VY", 0.5),
    ("8R", 0.5),
    ("7Y", 0.4),
    ("川鄂", 0.6),
    ("苏赣", 0.5),
    ("皖陕", 0.5),
    ("皖闽", 0.4),
    ("皖川", 0.4),
    ("浙湘", 0.5),
    ("渝浙", 0.4),
    ("津渝", 0.4),
    ("京豫", 0.4),
    ("晋鲁", 0.4),
    ("黑鲁", 0.4),
)


class Confusions:
    """Weights of truth → read; a pair without one cannot be opened for."""

    def __init__(self, weights: Mapping[tuple[str, str], float]) -> None:
        self._weights = dict(weights)

    def weight(self, truth: str, read: str) -> float:
        """From 0 (never taken for it) to 1."""
        return self._weights.get((truth, read), 0.0)


def by_shape() -> dict[tuple[str, str], float]:
    """The table of GROUPS, both ways."""
    pairs: dict[tuple[str, str], float] = {}
    for group, weight in GROUPS:
        for truth in group:
            for read in group:
                if truth != read:
                    pairs[truth, read] = max(weight, pairs.get((truth, read), 0.0))
    return pairs


def learned(counts: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], float]:
    """Weights from a recogniser's confusion table: the share of a character's misreads."""
    pairs: dict[tuple[str, str], float] = {}
    for truth, reads in counts.items():
        wrong = {read: n for read, n in reads.items() if read != truth and n >= LEAST_COUNT}
        for read, count in wrong.items():
            if len(truth) == len(read) == 1:
                pairs[truth, read] = round(count / sum(wrong.values()), 3)
    return pairs


@lru_cache(maxsize=1)
def current(path: Path = LEARNED) -> Confusions:
    """By shape, and where the shipped recogniser has a table of its own, by that."""
    counts = json.loads(path.read_text()) if path.exists() else {}
    return Confusions(by_shape() | learned(counts))
