"""What a door decides of what it was shown, without the services that it asks."""

from types import SimpleNamespace

import pytest

from kit.peers import Peers
from kit.tables import new_id
from services.access import reasons
from services.access.inputs import EvidenceIn
from services.access.models import Direction, Outcome, Point, Rules
from services.access.persons import FirstPersons
from services.access.service import Access
from services.access.shown import Ask, Grant, Shown

POINT = Point(id="p", community_id="c", direction=Direction.BOTH, lane="1")
ALWAYS_SHUT = [{"days": [], "start": "00:00", "end": "00:00"}]


def door(*, lives: bool = True, seconds: float = 20.0) -> Access:
    mirror = SimpleNamespace(rights=SimpleNamespace(lives_here=lambda *_: lives))
    return Access(mirror, None, None, FirstPersons(seconds, Peers(None)), None, None, None)


def judged(access: Access, shown: Shown, attempt: str = "", **rules) -> tuple[Outcome, str]:
    row = Rules(access_point_id="p", community_id="c", **rules)
    ask = Ask(POINT, row, EvidenceIn(card="1"), Direction.IN, attempt or new_id())
    return access._judge(ask, shown)


def person(name: str) -> Shown:
    return Shown(subject_id=name)


def car(opens: bool, reason: str) -> Shown:
    return Shown(reason=reason, grant=Grant(opens, "permit"))


@pytest.mark.parametrize(
    ("shown", "lives", "rules", "outcome", "reason"),
    [
        (person("a"), True, {}, Outcome.OPEN, reasons.RESIDENT),
        (person("a"), False, {}, Outcome.REFUSED, reasons.NO_TENANCY),
        (person("a"), True, {"hours": ALWAYS_SHUT}, Outcome.REFUSED, reasons.OUTSIDE_HOURS),
        (Shown(reason="NO_FACE"), True, {}, Outcome.REFUSED, "NO_FACE"),
        (car(True, "PERMIT"), False, {}, Outcome.OPEN, "PERMIT"),
        (car(False, "DENIED"), True, {}, Outcome.REFUSED, "DENIED"),
        (car(True, "PERMIT"), True, {"hours": ALWAYS_SHUT}, Outcome.REFUSED, "OUTSIDE_HOURS"),
        (car(True, "PERMIT"), True, {"two_person": True}, Outcome.OPEN, "PERMIT"),
    ],
)
def test_decisions(shown, lives, rules, outcome, reason):
    assert judged(door(lives=lives), shown, **rules) == (outcome, reason)


def test_two_persons_open_together():
    access = door()
    first = judged(access, person("a"), two_person=True)
    assert first == (Outcome.REFUSED, reasons.SECOND_PERSON_NEEDED)
    assert judged(access, person("b"), two_person=True)[0] is Outcome.OPEN
    again = judged(access, person("b"), two_person=True)
    assert again[1] == reasons.SECOND_PERSON_NEEDED  # the pair has been used up


def test_a_repeated_request_opens_again_and_waits_for_nobody():
    access = door()
    judged(access, person("a"), two_person=True)
    for _ in range(2):  # the answer was lost, so the device asks again
        assert judged(access, person("b"), "one", two_person=True)[0] is Outcome.OPEN
    alone = judged(access, person("c"), two_person=True)
    assert alone == (Outcome.REFUSED, reasons.SECOND_PERSON_NEEDED)


def test_one_person_twice_is_not_two():
    access = door()
    for _ in range(3):
        assert judged(access, person("a"), two_person=True)[0] is Outcome.REFUSED


def test_the_second_person_has_to_come_in_time():
    access = door(seconds=1e-9)
    judged(access, person("a"), two_person=True)
    assert judged(access, person("b"), two_person=True)[1] == reasons.SECOND_PERSON_NEEDED


def test_a_stranger_is_no_second_person():
    access = door()
    judged(access, person("a"), two_person=True)
    assert judged(access, Shown(reason="NO_MATCH"), two_person=True)[1] == "NO_MATCH"
    assert judged(access, person("b"), two_person=True)[0] is Outcome.OPEN
