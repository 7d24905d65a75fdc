"""Beam search over columns, steered by the grammar."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inference.plate_text import Reading, Spelling
from services.inference.plate_text import decode as decode_all
from services.plate.grammar import ALPHABET, Color, parse

PLATES = ["鲁C12345", "京AD12345", "粤Z1234港", "渝B3587学", "皖A88888", "WJ鲁1234X", "鲁C1234挂"]


def columns(*rows: dict[str, float], blank: float = 0.0) -> np.ndarray:
    """Probabilities; what a row leaves over is the blank's."""
    out = np.zeros((len(rows), 1 + len(ALPHABET)), np.float32)
    for row, chances in zip(out, rows, strict=True):
        for character, chance in chances.items():
            row[ALPHABET.index(character) + 1] = chance
        row[0] = 1 - row.sum()
    return out


def decode(probabilities: np.ndarray, characters: str, color: Color | None = None) -> Reading:
    return decode_all([Spelling(probabilities, characters)], color)


def spelled(text: str, chance: float = 0.95) -> list[dict[str, float]]:
    """Each character twice, then a blank, as recognisers do."""
    return [part for each in text for part in ({each: chance}, {each: chance}, {})]


@pytest.mark.parametrize("text", PLATES)
def test_a_clear_plate_is_read(text) -> None:
    reading = decode(columns(*spelled(text)), ALPHABET)
    assert reading.text == text
    assert [each.text for each in reading.characters] == list(text)
    assert reading.confidence == pytest.approx(0.95)


def test_the_grammar_overrules_an_impossible_character() -> None:
    rows = spelled("鲁C12345")
    rows[0] = rows[1] = {"8": 0.6, "鲁": 0.3}
    reading = decode(columns(*rows), ALPHABET)
    assert reading.text == "鲁C12345"
    assert reading.confidence == pytest.approx(0.3)
    assert reading.characters[0].alternatives[0] == ("8", pytest.approx(0.6))


def test_doubled_characters_need_a_blank_between() -> None:
    rows = spelled("皖A88888")
    assert decode(columns(*rows), ALPHABET).text == "皖A88888"
    joined = [row for row in spelled("皖A88888", 1.0) if row]
    assert decode(columns(*joined), ALPHABET) is None


def test_the_colour_decides_between_seven_and_eight_characters() -> None:
    rows = [*spelled("皖DFX886"), {"1": 0.55}]
    assert decode(columns(*rows), ALPHABET).text == "皖DFX8861"
    assert decode(columns(*rows), ALPHABET, Color.GREEN).text == "皖DFX8861"
    assert decode(columns(*rows), ALPHABET, Color.BLUE).text == "皖DFX886"


def test_what_spells_no_plate_is_none() -> None:
    assert decode(columns(*spelled("2015")), ALPHABET) is None
    assert decode(columns({}, {}, {}), ALPHABET) is None
    assert decode(np.zeros((1, 1 + len(ALPHABET)), np.float32), ALPHABET) is None


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
def test_noise_never_yields_anything_but_plates(seed, count) -> None:
    chances = np.random.default_rng(seed).dirichlet(np.full(1 + len(ALPHABET), 0.05), count)
    reading = decode(chances.astype(np.float32), ALPHABET)
    if reading:
        assert parse(reading.text).text == reading.text
        assert 0 <= reading.confidence <= 1
        assert len(reading.characters) == len(reading.text)


@given(st.sampled_from(PLATES), st.integers(0, 2**32 - 1))
def test_noise_below_the_plate_leaves_it(text, seed) -> None:
    rows = columns(*spelled(text, 0.8))
    noise = np.random.default_rng(seed).dirichlet(np.full(1 + len(ALPHABET), 0.05), len(rows))
    mixed = (rows * 0.85 + noise * 0.15).astype(np.float32)
    assert decode(mixed, ALPHABET).text == text


def two(first: list[dict[str, float]], second: list[dict[str, float]]) -> Reading:
    """What two recognisers make of it, whose characters stand in different orders."""
    mixed = ALPHABET[::-1]
    order = [0, *(ALPHABET.index(each) + 1 for each in mixed)]
    return decode_all(
        [Spelling(columns(*first), ALPHABET), Spelling(columns(*second)[:, order], mixed)]
    )


def test_two_recognisers_that_agree_are_sure():
    reading = two(spelled("鲁C12345"), spelled("鲁C12345", 0.85))
    assert reading.text == "鲁C12345"
    assert reading.confidence == pytest.approx(0.9)


def test_of_two_recognisers_the_surer_one_prevails_and_doubt_remains():
    one, other = spelled("鲁C12345"), spelled("鲁C1Z345")
    other[9] = other[10] = {"Z": 0.5, "2": 0.4}
    reading = two(one, other)
    assert reading.text == "鲁C12345"
    assert reading.characters[3].confidence == pytest.approx((0.95 + 0.4) / 2)
    assert reading.characters[3].alternatives[0][0] == "Z"


def test_each_may_mend_what_the_other_misses():
    """Neither has the whole plate as its first choice."""
    one, other = spelled("豫C12345"), spelled("鲁C1Z345")
    one[0] = one[1] = {"豫": 0.5, "鲁": 0.45}
    other[9] = other[10] = {"Z": 0.5, "2": 0.45}
    assert two(one, other).text == "鲁C12345"
