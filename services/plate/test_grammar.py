import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plate import grammar
from services.plate.grammar import Color, Kind, NotAPlate, Rule

EXAMPLES = [
    ("鲁C12345", "鲁C·12345", Kind.SMALL),
    ("鲁CD12345", "鲁C·D12345", Kind.NEW_ENERGY_SMALL),
    ("鲁C12345D", "鲁C·12345D", Kind.NEW_ENERGY_LARGE),
    ("鲁C1234警", "鲁C·1234警", Kind.POLICE),
    ("WJ鲁1234X", "WJ鲁·1234X", Kind.ARMED_POLICE),
    ("WJ12345", "WJ·12345", Kind.ARMED_POLICE),
    ("沪A0023领", "沪A·0023领", Kind.CONSULATE),
    ("123456使", "123·456使", Kind.EMBASSY),
    ("使123456", "使123·456", Kind.EMBASSY),
    ("粤ZA123港", "粤Z·A123港", Kind.HONG_KONG),
    ("粤ZA123澳", "粤Z·A123澳", Kind.MACAU),
    ("鲁C1234挂", "鲁C·1234挂", Kind.TRAILER),
    ("鲁C1234学", "鲁C·1234学", Kind.LEARNER),
    ("鲁C1234临", "鲁C·1234临", Kind.TEMPORARY),
    ("民航12345", "民航·12345", Kind.AIRPORT),
    ("VA12345", "VA·12345", Kind.MILITARY),
    ("鲁0312345", "鲁03·12345", Kind.FARM),
    ("鲁X1234应急", "鲁X·1234应急", Kind.EMERGENCY),
]


@st.composite
def written(draw: st.DrawFn, rule: Rule) -> str:
    """A plate of the rule, with its dot and at most two letters in its serial."""
    pattern = draw(st.sampled_from(rule.patterns))
    lettered = set(draw(st.permutations(range(len(pattern))))[: grammar.MOST_LETTERS])
    text = ""
    for position, name in enumerate(pattern):
        choice = grammar.CLASSES.get(name, name)
        if name == "s" and position not in lettered:
            choice = grammar.DIGITS
        text += draw(st.sampled_from(choice))
    return text


any_plate = st.sampled_from(grammar.RULES).flatmap(written)


@pytest.mark.parametrize(("text", "painted", "kind"), EXAMPLES)
def test_each_kind_has_its_form(text: str, painted: str, kind: Kind) -> None:
    plate = grammar.parse(text)
    assert plate.kinds[0] is kind
    assert grammar.format(plate) == painted
    assert grammar.parse(painted) == plate


def test_the_standard_form_of_seven_is_shared_by_five_kinds() -> None:
    plate = grammar.parse("鲁C12345")
    assert plate.kinds == (
        Kind.SMALL,
        Kind.LARGE,
        Kind.LARGE_REAR,
        Kind.MOTORCYCLE,
        Kind.LOW_SPEED,
    )
    assert plate.fitting(Color.BLUE, rows=1) == (Kind.SMALL,)
    assert plate.fitting(Color.YELLOW, rows=1) == (Kind.LARGE,)
    assert plate.fitting(Color.GREEN) == ()


def test_every_kind_has_one_rule() -> None:
    assert sorted(rule.kind for rule in grammar.RULES) == sorted(Kind)


def test_the_alphabet_has_each_character_once() -> None:
    assert len(set(grammar.ALPHABET)) == len(grammar.ALPHABET) == 78
    assert len(grammar.PROVINCES) == 31


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" 鲁c·1234o ", "鲁C12340"),
        ("鲁C•I2345", "鲁C12345"),
        ("鲁C-12345", "鲁C12345"),
        ("粤012345", "粤O12345"),
        ("鲁0312345", "鲁0312345"),
        ("沪A・0023領", "沪A0023领"),
        ("滬A0023领", "沪A0023领"),
        ("京AD1234５", "京AD12345"),
    ],
)
def test_normalise(written: str, canonical: str) -> None:
    assert grammar.normalise(written) == canonical


@pytest.mark.parametrize(
    ("text", "position", "remedy"),
    [
        ("", 1, "7 or 8 characters"),
        ("C12345", 2, "write"),
        ("鲁I12345", 2, "an authority letter"),
        ("鲁C1234", 7, "not complete"),
        ("鲁C123456", 8, "new-energy plate"),
        ("鲁CD123456", 9, "remove what follows"),
        ("鲁CABC12", 5, "at most two"),
        ("鲁C12é45", 5, "no plate has this character"),
        ("2026/11/24 08:00", 5, "no plate has this character"),
        ("C1 2345", 2, "write"),
    ],
)
def test_explain_names_the_position_and_a_remedy(text: str, position: int, remedy: str) -> None:
    reason = grammar.explain(text)
    assert reason is not None
    assert reason.startswith(f"position {position}: ")
    assert remedy in reason


@given(any_plate)
def test_every_plate_of_the_rules_is_read(text: str) -> None:
    plate = grammar.parse(text)
    assert grammar.explain(text) is None
    assert grammar.parse(grammar.format(plate)) == plate
    assert plate.province in plate.text
    assert len(plate.tail) + len(plate.province) == len(plate.text)


@given(st.sampled_from(grammar.RULES).flatmap(lambda rule: st.tuples(st.just(rule), written(rule))))
def test_a_plate_has_the_kind_it_was_drawn_for(drawn: tuple[Rule, str]) -> None:
    rule, text = drawn
    assert rule.kind in grammar.parse(text).kinds


@given(any_plate)
def test_a_decoder_walks_every_plate_and_ends_only_on_plates(text: str) -> None:
    bare = text.replace(grammar.DOT, "")
    for length in range(len(bare)):
        assert bare[length] in grammar.next_characters(bare[:length])
    assert grammar.complete(bare)


@given(st.data())
def test_whatever_the_decoder_may_write_is_a_plate(data: st.DataObject) -> None:
    text = ""
    while following := sorted(grammar.next_characters(text)):
        text += data.draw(st.sampled_from(following))
    assert grammar.complete(text)
    assert grammar.normalise(text) == text
    assert grammar.parse(text).text == text


@given(st.text(alphabet=grammar.ALPHABET + "IOio·. é全", max_size=10))
def test_normalise_twice_is_once_and_parse_agrees_with_complete(text: str) -> None:
    canonical = grammar.normalise(text)
    assert grammar.normalise(canonical) == canonical
    assert (grammar.explain(text) is None) == grammar.complete(canonical)


@given(st.text(max_size=12))
def test_any_text_is_a_plate_or_has_a_reason_without_the_text(text: str) -> None:
    try:
        grammar.parse(text)
    except NotAPlate as error:
        assert error.reason.startswith("position ")
        assert "write" in error.reason or "remove" in error.reason or "7 or 8" in error.reason
