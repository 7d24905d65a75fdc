"""How well plates are read, against the truth in the files' names."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.plate.grammar import Kind, NotAPlate, normalise, parse


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file, what it shows, and what was read of it: the plate most alike, and the others."""

    file: str
    truth: str
    kind: str
    read: str  # empty when nothing was
    confidence: float
    others: tuple[str, ...]
    ms: float


@dataclass(slots=True)
class Tally:
    files: int = 0
    found: int = 0
    exact: int = 0
    tail: int = 0  # exact but for the province
    characters: int = 0
    right: int = 0

    def add(self, attempt: Attempt) -> None:
        truth, read = attempt.truth, attempt.read
        self.files += 1
        self.found += bool(read)
        self.exact += read == truth
        self.tail += bool(read) and read[1:] == truth[1:]
        self.characters += len(truth)
        self.right += sum(one == other for one, other in aligned(truth, read) if one)

    def shares(self) -> dict[str, float]:
        """Percent."""
        parts = {"found": self.found, "exact": self.exact, "tail": self.tail}
        percent = {name: 100 * count / (self.files or 1) for name, count in parts.items()}
        return percent | {"characters": 100 * self.right / (self.characters or 1)}


@dataclass(slots=True)
class Evaluation:
    total: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    others: int = 0
    wrong: list[Attempt] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def add(self, attempt: Attempt) -> None:
        self.total.add(attempt)
        self.kinds[attempt.kind].add(attempt)
        self.ms.append(attempt.ms)
        self.others += len(attempt.others)
        if attempt.read != attempt.truth:
            self.wrong.append(attempt)
            pairs = aligned(attempt.truth, attempt.read)
            self.confusions.update(pair for pair in pairs if pair[0] != pair[1])


def truth_of(file: Path) -> tuple[str, str]:
    """Text and kind, from a name such as 鲁C12345.jpg, 鲁C12345_2.jpg or 鲁C12345.large.2.jpg.

    Without a kind it is the commonest with this text; the text alone tells no colour.
    """
    name, *rest = file.stem.split(".")
    text = normalise(name.partition("_")[0])
    if rest and rest[0] in set(Kind):
        return text, rest[0]
    try:
        return text, str(parse(text).kinds[0])
    except NotAPlate:
        return text, "no plate"


def pick(truth: str, reads: Sequence[str]) -> int | None:
    """Which read is meant: the one most alike."""
    if not reads:
        return None
    return max(range(len(reads)), key=lambda i: -distance(truth, reads[i]))


def distance(one: str, other: str) -> int:
    """Characters that differ."""
    return sum(a != b for a, b in aligned(one, other))


def aligned(truth: str, read: str) -> list[tuple[str, str]]:
    """Pairs of characters by least edit distance; "" stands for one that is missing."""
    cost = [[i + j for j in range(len(read) + 1)] for i in range(len(truth) + 1)]
    for i, a in enumerate(truth, 1):
        for j, b in enumerate(read, 1):
            swap = cost[i - 1][j - 1] + (a != b)
            cost[i][j] = min(swap, cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    pairs, i, j = [], len(truth), len(read)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + (truth[i - 1] != read[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((truth[i], read[j]))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            pairs.append((truth[i], ""))
        else:
            j -= 1
            pairs.append(("", read[j]))
    return pairs[::-1]
