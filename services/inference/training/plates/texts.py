"""Random texts that plates of a kind may have, in even shares of what is hard to tell apart."""

import numpy as np

from services.plate.grammar import CLASSES, DIGITS, DOT, LETTERS, MOST_LETTERS, RULE, Kind

SHARES = {
    Kind.SMALL: 30,
    Kind.NEW_ENERGY_SMALL: 16,
    Kind.LARGE: 8,
    Kind.LARGE_REAR: 8,
    Kind.NEW_ENERGY_LARGE: 5,
    Kind.POLICE: 4,
    Kind.LEARNER: 4,
    Kind.TRAILER: 4,
    Kind.MOTORCYCLE: 4,
    Kind.ARMED_POLICE: 3,
    Kind.CONSULATE: 2,
    Kind.HONG_KONG: 2,
    Kind.MACAU: 2,
    Kind.AIRPORT: 2,
    Kind.EMBASSY: 1.5,
    Kind.MILITARY: 1.5,
    Kind.LOW_SPEED: 1.5,
    Kind.FARM: 1.5,
    Kind.TEMPORARY: 3,
    Kind.EMERGENCY: 2,
}
"""How often a kind is drawn; rare kinds far more often than roads show them."""
_LETTER = 0.28  # share of serial places that hold a letter, where one may


def kind(rng: np.random.Generator) -> Kind:
    kinds = list(SHARES)
    shares = np.array([SHARES[each] for each in kinds])
    return kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))]


def text(of: Kind, rng: np.random.Generator) -> tuple[str, int]:
    """Canonical text, and how many of its characters stand before the dot."""
    pattern = str(rng.choice(list(RULE[of].patterns)))
    letters, written = 0, ""
    for place in pattern.replace(DOT, ""):
        choices = CLASSES.get(place, place)
        if place == "s":
            letter = letters < MOST_LETTERS and rng.random() < _LETTER
            letters += letter
            choices = LETTERS if letter else DIGITS
        elif place == "e" and rng.random() < 0.7:
            choices = "DF"  # by far the commonest
        written += choices[int(rng.integers(len(choices)))]
    return written, pattern.index(DOT)
