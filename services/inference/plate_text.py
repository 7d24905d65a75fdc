"""From class probabilities per column to a plate: CTC beam search that the grammar steers."""

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


def decode(probabilities: Floats, characters: str, color: Color | None = None) -> Reading | None:
    """The likeliest plate, or None when the columns spell none.

    `probabilities` is (columns, 1 + len(characters)), the blank first. A plate that does not come
    in this colour has to be much likelier than one that does.
    """
    beams = {"": _Beam(blank=1.0)}
    for row in probabilities:
        beams = _step(beams, row, characters)
    spelled = {prefix: beam.total for prefix, beam in beams.items() if _ends(prefix)}
    if not spelled:
        return None
    text = max(spelled, key=lambda prefix: spelled[prefix] * _belief(prefix, color))
    columns = _align(probabilities, [characters.index(each) + 1 for each in text])
    read = tuple(
        _character(each, probabilities[column], characters)
        for each, column in zip(text, columns, strict=True)
    )
    return Reading(text, min(each.confidence for each in read), read)


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


def _align(probabilities: Floats, labels: list[int]) -> list[int]:
    """The column in which each label is strongest on the likeliest path through all (Viterbi)."""
    states = np.zeros(2 * len(labels) + 1, np.intp)
    states[1::2] = labels
    logs = np.log(probabilities[:, states] + _TINY)
    may_skip = np.zeros(len(states), bool)  # over the blank between two different labels
    may_skip[3::2] = states[3::2] != states[1:-2:2]
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
    return [_peak(probabilities[:, label], seat == 2 * i + 1) for i, label in enumerate(labels)]


def _peak(chances: Floats, here: npt.NDArray[np.bool_]) -> int:
    return int(np.where(here, chances, -1.0).argmax())


def _character(text: str, row: Floats, characters: str) -> Character:
    order = np.argsort(row[1:])[::-1][: _ALTERNATIVES + 1]
    others = [(characters[i], float(row[i + 1])) for i in order if row[i + 1] >= _LEAST]
    own = float(row[characters.index(text) + 1])
    alternatives = tuple(each for each in others if each[0] != text)[:_ALTERNATIVES]
    return Character(text, own, alternatives)
