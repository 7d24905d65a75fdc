"""From class probabilities per column to a plate: CTC beam search that the grammar steers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from services.inference.runtime import Floats
from services.plate.grammar import Color, complete, next_characters, parse

BEAMS = 8
_LEAST = 1e-4  # a character less likely than this in a column starts no beam
_CHOICES = 6  # characters of a column that are tried
_ALTERNATIVES = 3
_CANDIDATES = 3  # plates of one recogniser that are weighed against each other
_TINY = 1e-12
_ODD_COLOR = 0.05  # colours are misread too, by night above all

_follow = lru_cache(maxsize=1 << 14)(next_characters)
_ends = lru_cache(maxsize=1 << 14)(complete)


@dataclass(frozen=True, slots=True)
class Character:
    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()  # the likeliest first


@dataclass(frozen=True, slots=True)
class Reading:
    """`confidence` is that of the least sure character."""

    text: str
    confidence: float
    characters: tuple[Character, ...]


@dataclass(slots=True)
class _Beam:
    """Probability that a prefix ends in a blank, and in its last character."""

    blank: float = 0.0
    solid: float = 0.0

    @property
    def total(self) -> float:
        return self.blank + self.solid


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one recogniser says: (columns, 1 + len(characters)), the blank first."""

    probabilities: Floats
    characters: str


def decode(spellings: Sequence[Spelling], color: Color | None = None) -> Reading | None:
    """The plate that is likeliest under all recognisers together, or None when they spell none.

    A plate that does not come in this colour has to be much likelier than one that does. A
    character's confidence is the mean of what each recogniser gives it.
    """
    texts = {text for each in spellings for text in _spelled(each)}
    if not texts:
        return None
    text = texts.pop()
    if texts:
        text = max(sorted({text, *texts}), key=lambda each: _score(each, spellings, color))
    opinions = [_read(text, each) for each in spellings]
    read = tuple(_agreed(each) for each in zip(*opinions, strict=True))
    return Reading(text, min(each.confidence for each in read), read)


def _spelled(spelling: Spelling) -> list[str]:
    """The likeliest whole plates that a beam search comes upon."""
    beams = {"": _Beam(blank=1.0)}
    for row in spelling.probabilities:
        beams = _step(beams, row, spelling.characters)
    return [prefix for prefix in beams if _ends(prefix)][:_CANDIDATES]  # the best come first


def _score(text: str, spellings: Sequence[Spelling], color: Color | None) -> float:
    """Logarithm of the likelihood, and of how well the text goes with the colour."""
    belief = float(np.log(_belief(text, color)))
    return sum(_likelihood(text, each) for each in spellings) + belief


def _likelihood(text: str, spelling: Spelling) -> float:
    """Logarithm of the sum over all paths that spell the text (the forward part of CTC)."""
    states, may_skip = _states(text, spelling)
    rows = spelling.probabilities[:, states].astype(np.float64)
    forward = np.zeros(len(states))
    forward[:2] = rows[0, :2]
    total = 0.0
    for row in rows[1:]:
        ahead = forward.copy()
        ahead[1:] += forward[:-1]
        ahead[2:] += np.where(may_skip[2:], forward[:-2], 0.0)
        forward = ahead * row
        scale = forward.sum()
        if scale <= 0:
            return -np.inf
        forward /= scale
        total += float(np.log(scale))
    return total + float(np.log(forward[-2:].sum() + _TINY))


def _states(text: str, spelling: Spelling) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Classes of the path's states, a blank around each character; and whether a path may come
    to a state over the blank before it, as between two different characters."""
    states = np.zeros(2 * len(text) + 1, np.intp)
    states[1::2] = [spelling.characters.index(each) + 1 for each in text]
    may_skip = np.zeros(len(states), bool)
    may_skip[3::2] = states[3::2] != states[1:-2:2]
    return states, may_skip


def _read(text: str, spelling: Spelling) -> list[Character]:
    columns = _align(text, spelling)
    rows = [spelling.probabilities[column] for column in columns]
    return [
        _character(each, row, spelling.characters) for each, row in zip(text, rows, strict=True)
    ]


def _agreed(opinions: Sequence[Character]) -> Character:
    if len(opinions) == 1:
        return opinions[0]
    chances: dict[str, float] = {}
    for opinion in opinions:
        for other, chance in opinion.alternatives:
            chances[other] = chances.get(other, 0.0) + chance / len(opinions)
    ranked = sorted(chances.items(), key=lambda each: -each[1])[:_ALTERNATIVES]
    confidence = sum(each.confidence for each in opinions) / len(opinions)
    return Character(opinions[0].text, confidence, tuple(ranked))


def _belief(text: str, color: Color | None) -> float:
    return 1.0 if color is None or parse(text).fitting(color) else _ODD_COLOR


def _step(beams: dict[str, _Beam], row: Floats, characters: str) -> dict[str, _Beam]:
    order = np.argpartition(row[1:], -_CHOICES)[-_CHOICES:]
    choices = [(characters[i], float(row[i + 1])) for i in order if row[i + 1] >= _LEAST]
    blank = float(row[0])
    ahead: dict[str, _Beam] = {}
    for prefix, beam in beams.items():
        ahead.setdefault(prefix, _Beam()).blank += beam.total * blank
        for character, chance in choices:
            grown = beam.total * chance
            if prefix and character == prefix[-1]:
                ahead[prefix].solid += beam.solid * chance
                grown = beam.blank * chance  # said twice only with a blank between
            if grown and character in _follow(prefix):
                ahead.setdefault(prefix + character, _Beam()).solid += grown
    best = sorted(ahead.items(), key=lambda each: each[1].total, reverse=True)[:BEAMS]
    scale = best[0][1].total or 1.0  # only ratios count, and small numbers run out
    return {p: _Beam(beam.blank / scale, beam.solid / scale) for p, beam in best}


def _align(text: str, spelling: Spelling) -> list[int]:
    """The column in which each character is strongest on the likeliest path (Viterbi)."""
    states, may_skip = _states(text, spelling)
    logs = np.log(spelling.probabilities[:, states] + _TINY)
    score = np.full(len(states), -np.inf)
    score[:2] = logs[0, :2]
    steps: list[npt.NDArray[np.intp]] = []
    for row in logs[1:]:
        one = np.concatenate(([-np.inf], score[:-1]))
        two = np.where(may_skip, np.concatenate(([-np.inf, -np.inf], score[:-2])), -np.inf)
        moves = np.stack((score, one, two))
        step = moves.argmax(0)
        score = moves[step, np.arange(len(states))] + row
        steps.append(step)
    state = len(states) - 1 if score[-1] >= score[-2] else len(states) - 2
    path = [state]
    for step in reversed(steps):
        state -= int(step[state])
        path.append(state)
    seat = np.array(path[::-1])
    labels = states[1::2]
    return [
        _peak(spelling.probabilities[:, label], seat == 2 * i + 1) for i, label in enumerate(labels)
    ]


def _peak(chances: Floats, here: npt.NDArray[np.bool_]) -> int:
    return int(np.where(here, chances, -1.0).argmax())


def _character(text: str, row: Floats, characters: str) -> Character:
    order = np.argsort(row[1:])[::-1][: _ALTERNATIVES + 1]
    others = [(characters[i], float(row[i + 1])) for i in order if row[i + 1] >= _LEAST]
    own = float(row[characters.index(text) + 1])
    alternatives = tuple(each for each in others if each[0] != text)[:_ALTERNATIVES]
    return Character(text, own, alternatives)
