"""The index: which permits lie one confusable character away, whatever the order they came in."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plate import confusions
from services.plate.confusions import Confusions, by_shape, learned
from services.plate.grammar import Color
from services.plate.matching import Candidate, Entry, Index, Read
from services.plate.models import PermitKind

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
SHAPES = Confusions(by_shape())


def entry(plate: str, key: str = "", **values: object) -> Entry:
    values.setdefault("kind", PermitKind.RESIDENT)
    return Entry(key or plate, plate, valid_from=AT, **values)  # type: ignore[arg-type]


def index(*plates: str) -> Index:
    made = Index(SHAPES)
    for plate in plates:
        made.put(entry(plate))
    return made


def near(made: Index, text: str, **read: object) -> list[tuple[str, int, str, str]]:
    found = made.near(Read(text, **read), text)  # type: ignore[arg-type]
    return [(n.plate, n.misread.position, n.misread.read, n.misread.permitted) for n in found]


@pytest.mark.parametrize(
    ("permitted", "read"),
    [
        ("8", "B"),
        ("0", "D"),
        ("0", "Q"),
        ("1", "7"),
        ("1", "T"),
        ("2", "Z"),
        ("5", "S"),
        ("4", "A"),
        ("6", "G"),
    ],
)
def test_confusable_characters_are_near_both_ways(permitted: str, read: str) -> None:
    for truth, seen in ((permitted, read), (read, permitted)):
        found = near(index(f"鲁C12{truth}45"), f"鲁C12{seen}45")
        assert found == [(f"鲁C12{truth}45", 5, seen, truth)]


def test_a_province_may_be_misread() -> None:
    assert near(index("川A12345"), "鄂A12345") == [("川A12345", 1, "鄂", "川")]


@pytest.mark.parametrize("read", ["鲁C12349", "鲁CB234B", "鲁C1234", "鲁C12345", "京C12345"])
def test_other_plates_are_not_near(read: str) -> None:
    assert near(index("鲁C12345"), read) == []


def test_what_the_recogniser_itself_means_is_near() -> None:
    made, meant = index("鲁C12345"), (Candidate("鲁C·12345", 0.3),)
    assert near(made, "鲁C12349") == []
    assert near(made, "鲁C12349", candidates=meant) == [("鲁C12345", 7, "9", "5")]
    assert near(made, "鲁C12349", candidates=(Candidate("鲁C12345", 0.01),)) == []
    assert near(made, "鲁C12399", candidates=meant) == []


def test_a_lost_or_gained_last_character_needs_the_colour() -> None:
    made = index("鲁CD12345", "鲁C67890")
    assert near(made, "鲁CD1234") == []
    assert near(made, "鲁CD1234", color=Color.BLUE) == []
    assert near(made, "鲁CD1234", color=Color.GREEN) == [("鲁CD12345", 8, "", "5")]
    assert near(made, "鲁C67890D", color=Color.GREEN) == []
    assert near(made, "鲁C67890D", color=Color.BLUE) == [("鲁C67890", 8, "D", "")]


def test_a_removed_permit_leaves_nothing_behind() -> None:
    made = index("鲁C12345", "鲁CD12345")
    made.put(entry("鲁C12345", "second"))
    made.remove("鲁C12345")
    assert [each.id for each in made.exact("鲁C12345")] == ["second"]
    made.remove("second")
    made.remove("second")
    assert near(made, "鲁C1234S") == []
    made.remove("鲁CD12345")
    assert len(made) == 0
    assert not (made._plates)
    assert not (made._masks)
    assert not (made._long)


def test_a_permit_that_changed_is_kept_once() -> None:
    made = index("鲁C12345")
    made.put(entry("鲁C67890", "鲁C12345"))
    assert len(made) == 1
    assert made.exact("鲁C12345") == []
    assert len(made.exact("鲁C67890")) == 1


plates = st.text(alphabet="08BD", min_size=4, max_size=4).map(lambda tail: f"鲁C1{tail}")


@given(st.lists(plates, max_size=12), st.randoms(), plates)
def test_the_order_of_permits_is_irrelevant(made: list[str], random: object, read: str) -> None:
    one = index(*made)
    random.shuffle(made)  # type: ignore[attr-defined]
    other = index(*made)
    assert near(one, read) == near(other, read)
    assert one.exact(read) == other.exact(read)


@given(st.sets(plates, max_size=20), plates)
def test_the_tables_find_what_comparing_all_would(made: set[str], read: str) -> None:
    def one_step(plate: str) -> bool:
        wrong = [(p, r) for p, r in zip(plate, read, strict=True) if p != r]
        return len(wrong) == 1 and SHAPES.weight(*wrong[0]) > 0

    assert [n[0] for n in near(index(*made), read)] == sorted(filter(one_step, made))


def test_confidence_counts_for_all_but_the_doubtful_character() -> None:
    read = Read("鲁C1234B", (0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.4))
    assert read.sure("鲁C1234B", 6, 0.9)
    assert not read.sure("鲁C1234B", 5, 0.9)
    assert Read("鲁C1234B", confidence=0.95).sure("鲁C1234B", 6, 0.9)
    assert not Read("鲁C1234B").sure("鲁C1234B", 6, 0.9)
    assert not Read("鲁C1234B", (0.99,) * 6).sure("鲁C1234B", 6, 0.9)


def test_weights_learned_from_a_recogniser() -> None:
    pairs = learned({"8": {"8": 900, "B": 9, "3": 4}, "川": {"鄂": 5, "皖": 5}})
    assert pairs == {("8", "B"): 1.0, ("川", "鄂"): 0.5, ("川", "皖"): 0.5}


def test_the_learned_table_overrides_the_shapes(tmp_path) -> None:
    path = tmp_path / "plate_confusions.json"
    path.write_text(json.dumps({"8": {"B": 5, "9": 15}}))
    confusions.current.cache_clear()
    table = confusions.current(path)
    assert (table.weight("8", "9"), table.weight("8", "B")) == (0.75, 0.25)
    assert table.weight("B", "8") == by_shape()["B", "8"]
    assert table.weight("9", "8") == 0
    confusions.current.cache_clear()
