"""What the comparison of readers counts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.inference.plate_evaluation import Attempt
from services.inference.training.plates.found import Finds
from services.inference.training.plates.measure import Result, counts, drawn_items, spelled
from services.inference.training.plates.sheet import sheet
from services.plate.grammar import ALPHABET, Kind, parse

QUAD = np.array(((10, 10), (110, 10), (110, 42), (10, 42)), np.float32)


@given(st.text(ALPHABET, max_size=8), st.integers(1, 3))
def test_columns_spell_their_text(text, wide):
    """Each character over some columns, with a blank behind."""
    rows = []
    for character in text:
        rows += [ALPHABET.index(character) + 1] * wide + [0]
    rows = rows or [0]
    assert spelled(np.eye(1 + len(ALPHABET), dtype=np.float32)[rows], ALPHABET) == text


def test_confusions_leave_out_what_is_missing_and_plates_cut_wrong():
    result = Result()
    result.steered.add(Attempt("x", "皖A1234临", "temporary", "皖A12346", 0.5, (), 1.0))
    for read in ("皖A8234B", "皖A12348", "皖A1234"):
        result.steered.add(Attempt("x", "皖A1234B", "small", read, 0.5, (), 1.0))
    assert counts(result, result) == {"1": {"8": 2}, "B": {"8": 2}}


def test_a_near_find_counts_once_and_the_rest_are_extra():
    finds = Finds()
    finds.add([QUAD + 2, QUAD + 300], [QUAD])
    finds.add([], [QUAD * 0.4])
    shares = finds.shares()
    assert shares["widths"] == {
        "100 px and more": {"plates": 1, "found": 100.0},
        "under 50 px": {"plates": 1, "found": 0.0},
    }
    assert shares["extra"] == 0.5
    assert 2 < shares["corner"] < 3


def test_drawn_items_take_turns_and_say_what_they_show():
    items = list(drawn_items([Kind.SMALL, Kind.LARGE_REAR], 4, 188))
    assert [item.kind for item in items] == ["small", "large_rear"] * 2
    assert all(item.strip.shape == (48, 188, 3) for item in items)
    assert all(item.kind in parse(item.truth).kinds for item in items)


def test_a_sheet_holds_every_strip(tmp_path):
    items = list(drawn_items([Kind.SMALL], 5, 168))
    sheet([(item.strip, item.truth, "") for item in items], tmp_path / "sheet.png")
    assert (tmp_path / "sheet.png").stat().st_size > 5000
