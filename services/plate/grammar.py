"""Number plates of mainland China after GA 36-2018: what a plate may say, as data.

A plate's canonical text has no dot, no spaces, upper case, and 0 and 1 where the standard
excludes O and I. Everything here works on that text; `normalise` makes it.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The letters of a serial; I and O are excluded because they look like 1 and 0."""
MARKS = "学警港澳挂使领民航应急临"
ALPHABET = PROVINCES + DIGITS + LETTERS + "O" + MARKS
"""All characters of all plates, each once; O stands only as an old authority letter."""
DOT = "·"
MOST_LETTERS = 2
"""In the serial, that is in the places of class `s`."""


class Kind(StrEnum):
    """What a plate is issued for."""

    SMALL = "small"
    LARGE = "large"
    LARGE_REAR = "large_rear"
    NEW_ENERGY_SMALL = "new_energy_small"
    NEW_ENERGY_LARGE = "new_energy_large"
    POLICE = "police"
    ARMED_POLICE = "armed_police"
    CONSULATE = "consulate"
    EMBASSY = "embassy"
    HONG_KONG = "hong_kong"
    MACAU = "macau"
    TRAILER = "trailer"
    LEARNER = "learner"
    TEMPORARY = "temporary"
    AIRPORT = "airport"
    MOTORCYCLE = "motorcycle"
    LOW_SPEED = "low_speed"
    MILITARY = "military"
    FARM = "farm"
    EMERGENCY = "emergency"


class Color(StrEnum):
    """The ground of a plate; GREEN fades from white, YELLOW_GREEN is in two parts."""

    BLUE = "blue"
    YELLOW = "yellow"
    GREEN = "green"
    YELLOW_GREEN = "yellow_green"
    WHITE = "white"
    BLACK = "black"


CLASSES = {
    "p": PROVINCES,
    "l": "ABCDEFGHJKLMNOPQRSTUVWXYZ",
    "s": DIGITS + LETTERS,
    "d": DIGITS,
    "e": "DFABCEGHJK",
    "m": LETTERS.replace("W", ""),
    "n": LETTERS,
}
"""The places of a pattern in `RULES`; whatever else stands in a pattern means itself."""

NAMES = {
    "p": "a province character",
    "l": "an authority letter (A-Z without I)",
    "s": "a digit or a letter other than I and O",
    "d": "a digit",
    "e": "a new-energy letter (D or F, later A-C, E, G, H, J, K)",
    "m": "a letter other than I, O and W",
    "n": "a letter other than I and O",
}


@dataclass(frozen=True)
class Rule:
    """One kind of plate: its patterns (the dot as painted), colours, rows and size."""

    kind: Kind
    patterns: tuple[str, ...]
    colors: tuple[Color, ...]
    rows: int
    width_mm: int
    height_mm: int


_C = Color
RULES: tuple[Rule, ...] = (
    Rule(Kind.SMALL, ("pl·sssss",), (_C.BLUE,), 1, 440, 140),
    Rule(Kind.LARGE, ("pl·sssss",), (_C.YELLOW,), 1, 440, 140),
    Rule(Kind.LARGE_REAR, ("pl·sssss",), (_C.YELLOW,), 2, 440, 220),
    Rule(Kind.NEW_ENERGY_SMALL, ("pl·esdddd",), (_C.GREEN,), 1, 480, 140),
    Rule(Kind.NEW_ENERGY_LARGE, ("pl·ddddde",), (_C.YELLOW_GREEN,), 1, 480, 140),
    Rule(Kind.POLICE, ("pl·ssss警",), (_C.WHITE,), 1, 440, 140),
    Rule(Kind.ARMED_POLICE, ("WJp·dddds", "WJ·dddds"), (_C.WHITE,), 1, 440, 140),
    Rule(Kind.CONSULATE, ("pl·ssss领",), (_C.BLACK,), 1, 440, 140),
    Rule(Kind.EMBASSY, ("ddd·ddd使", "使ddd·ddd"), (_C.BLACK,), 1, 440, 140),
    Rule(Kind.HONG_KONG, ("粤Z·ssss港",), (_C.BLACK,), 1, 440, 140),
    Rule(Kind.MACAU, ("粤Z·ssss澳",), (_C.BLACK,), 1, 440, 140),
    Rule(Kind.TRAILER, ("pl·ssss挂",), (_C.YELLOW,), 2, 440, 220),
    Rule(Kind.LEARNER, ("pl·ssss学",), (_C.YELLOW,), 1, 440, 140),
    Rule(Kind.TEMPORARY, ("pl·ssss临",), (_C.BLUE, _C.WHITE), 1, 220, 140),
    Rule(Kind.AIRPORT, ("民航·sssss",), (_C.GREEN,), 1, 440, 140),
    Rule(Kind.MOTORCYCLE, ("pl·sssss",), (_C.YELLOW, _C.BLUE, _C.BLACK, _C.WHITE), 2, 220, 140),
    Rule(Kind.LOW_SPEED, ("pl·sssss",), (_C.YELLOW,), 2, 300, 165),
    Rule(Kind.MILITARY, ("mn·ddddd",), (_C.WHITE,), 1, 440, 140),
    Rule(Kind.FARM, ("pdd·ddddd",), (_C.GREEN,), 2, 300, 165),
    Rule(Kind.EMERGENCY, ("pX·ssss应急",), (_C.WHITE,), 1, 480, 140),
)
RULE: dict[Kind, Rule] = {rule.kind: rule for rule in RULES}

_TRADITIONAL = str.maketrans(
    "遼滬蘇閩贛魯貴雲陝寧學領應臨",
    "辽沪苏闽赣鲁贵云陕宁学领应临",
)
_SEPARATORS = frozenset(".,:-_*'`·•・‧∙⋅●。、—–\u200b\ufeff")


@dataclass(frozen=True)
class Plate:
    """A valid plate: canonical text, every kind that may carry it, first the commonest."""

    text: str
    kinds: tuple[Kind, ...]
    province: str
    """Empty on embassy, military and airport plates."""
    tail: str
    """The text without its province character."""

    def fitting(self, color: Color | None = None, rows: int | None = None) -> tuple[Kind, ...]:
        """The kinds that also have this colour and this number of rows, where known."""
        return tuple(
            kind
            for kind in self.kinds
            if (color is None or color in RULE[kind].colors)
            and (rows is None or rows == RULE[kind].rows)
        )


class NotAPlate(ValueError):
    """The text is no plate. The reason names the position and a remedy, never the text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class _Place:
    """How far into which pattern a prefix has come, and how many serial letters it used."""

    pattern: str
    position: int
    letters: int


_PATTERNS: dict[str, tuple[Kind, ...]] = {}
for _rule in RULES:
    for _pattern in _rule.patterns:
        _bare = _pattern.replace(DOT, "")
        _PATTERNS[_bare] = (*_PATTERNS.get(_bare, ()), _rule.kind)
_DOTS = {
    pattern.replace(DOT, ""): pattern.index(DOT) for rule in RULES for pattern in rule.patterns
}
_START = frozenset(_Place(pattern, 0, 0) for pattern in _PATTERNS)


def normalise(text: str) -> str:
    """Canonical text of whatever people and devices write; it need not be a plate.

    Full width, separators, lower case and traditional characters go; O and I behind the
    authority letter become 0 and 1, and a 0 in its place becomes O.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(_TRADITIONAL)
    folded = unicodedata.normalize("NFKC", folded)
    bare = "".join(c for c in folded if c not in _SEPARATORS and not c.isspace())
    head, tail = bare[:2], bare[2:].replace("O", "0").replace("I", "1")
    if head[1:] == "0" and head[0] in PROVINCES and not _numbers(tail):
        head = head[0] + "O"
    return head + tail


def _numbers(tail: str) -> bool:
    """Whether this is the tail of a farm plate, the one kind with a digit behind the province."""
    return len(tail) == 6 and all(c in DIGITS for c in tail)


def parse(text: str) -> Plate:
    """The plate that `text` says after `normalise`; raises NotAPlate."""
    canonical = normalise(text)
    places = _START
    for position, character in enumerate(canonical):
        ahead = _step(places, character)
        if not ahead:
            raise NotAPlate(_refusal(places, position, character))
        places = ahead
    ended = {place.pattern for place in places if place.position == len(place.pattern)}
    if not ended:
        raise NotAPlate(_too_short(places, len(canonical)))
    kinds = tuple(
        rule.kind for rule in RULES if any(rule.kind in _PATTERNS[pattern] for pattern in ended)
    )
    province = next((c for c in canonical if c in PROVINCES), "")
    return Plate(canonical, kinds, province, canonical.replace(province, "", 1))


def explain(text: str) -> str | None:
    """Why `text` is no plate, or None when it is one."""
    try:
        parse(text)
    except NotAPlate as error:
        return error.reason
    return None


def format(plate: Plate) -> str:
    """The text with its dot, as painted: 鲁C·12345."""
    bare = next(p for p in _DOTS if plate.kinds[0] in _PATTERNS[p] and _says(p, plate.text))
    return plate.text[: _DOTS[bare]] + DOT + plate.text[_DOTS[bare] :]


def next_characters(prefix: str) -> frozenset[str]:
    """What may follow a canonical prefix under any kind; empty when nothing may."""
    return _following(_walk(prefix))


def complete(prefix: str) -> bool:
    """Whether a canonical prefix may end here: it is a whole plate."""
    return any(place.position == len(place.pattern) for place in _walk(prefix))


def _walk(prefix: str) -> frozenset[_Place]:
    places = _START
    for character in prefix:
        places = _step(places, character)
    return places


@lru_cache(maxsize=65536)
def _step(places: frozenset[_Place], character: str) -> frozenset[_Place]:
    ahead = (_advance(place, character) for place in places)
    return frozenset(place for place in ahead if place)


@lru_cache(maxsize=4096)
def _following(places: frozenset[_Place]) -> frozenset[str]:
    return frozenset(character for character in ALPHABET if _step(places, character))


def _advance(place: _Place, character: str) -> _Place | None:
    if place.position == len(place.pattern):
        return None
    name = place.pattern[place.position]
    if character not in CLASSES.get(name, name):
        return None
    letters = place.letters + (name == "s" and character in LETTERS)
    if letters > MOST_LETTERS:
        return None
    return _Place(place.pattern, place.position + 1, letters)


def _says(pattern: str, text: str) -> bool:
    return any(place.pattern == pattern and place.position == len(pattern) for place in _walk(text))


def _refusal(places: frozenset[_Place], position: int, character: str) -> str:
    where = f"position {position + 1}"
    if character not in ALPHABET and character != "I":
        return f"{where}: no plate has this character; {_expected(places)}"
    if all(place.position == len(place.pattern) for place in places):
        return f"{where}: the plate is complete before it; remove what follows"
    if position > 1 and character in LETTERS and _letters_used_up(places):
        return f"{where}: a third letter in the serial; at most two are, put a digit here"
    if position == 7 and _ended(places):
        return (
            f"{where}: eight characters are a new-energy plate, which has its letter D or F "
            "at position 3 or 8; remove what follows or correct that letter"
        )
    return f"{where}: this character cannot stand here; {_expected(places)}"


def _ended(places: frozenset[_Place]) -> bool:
    return any(place.position == len(place.pattern) for place in places)


def _letters_used_up(places: frozenset[_Place]) -> bool:
    return any(
        place.letters == MOST_LETTERS
        and place.position < len(place.pattern)
        and place.pattern[place.position] == "s"
        for place in places
    )


def _too_short(places: frozenset[_Place], length: int) -> str:
    if not length:
        return "position 1: nothing is written; a plate has 7 or 8 characters"
    return f"position {length + 1}: the plate is not complete; {_expected(places)}"


def _expected(places: frozenset[_Place]) -> str:
    """The remedy: what may stand at the next place, in words, in the order of the rules."""
    names = {p.pattern[p.position] for p in places if p.position < len(p.pattern)}
    if "s" in names:
        names -= {"d", "e", "n"}
    words = [NAMES[name] for name in NAMES if name in names]
    words += sorted(name for name in names if name not in NAMES)
    return "write " + " or ".join(words) if words else "remove it"
