"""Decisions: deny > allow > unknown; never open on a doubt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.hours import OpeningHours
from services.plate import reasons
from services.plate.confusions import Confusions, by_shape
from services.plate.deciding import Case, Decision, decide
from services.plate.grammar import Color, Kind
from services.plate.matching import Candidate, Entry, Index, Read
from services.plate.models import Action, Direction, Lane, Outcome, PermitKind, Unknown

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)  # noon in Shanghai, a Tuesday
SURE = (0.97,) * 8


def permit(plate: str, kind: PermitKind = PermitKind.RESIDENT, **values: Any) -> Entry:
    values.setdefault("valid_from", AT - timedelta(days=1))
    return Entry(values.pop("id", f"{kind}/{plate}"), plate, kind, **values)


def at_lane(
    text: str, *permits: Entry, lane: dict[str, Any] | None = None, **case: Any
) -> Decision:
    index = Index(Confusions(by_shape()))
    for each in permits:
        index.put(each)
    row = Lane(access_point_id="lane", community_id="here", **(lane or {}))
    read = case.pop("read", Read(text, SURE[: len(text)]))
    return decide(Case(index, row, read, AT, 0.9, 0.98, **case))


def test_an_exact_permit_opens() -> None:
    decision = at_lane("鲁c·12345", permit("鲁C12345", house_id="h", subject_id="s"))
    assert (decision.outcome, decision.action) == (Outcome.EXACT, Action.OPEN)
    assert decision.reason == reasons.PERMIT
    assert decision.permit
    assert decision.permit.subject_id == "s"
    assert decision.text == "鲁C12345"


def test_a_unique_near_permit_opens_and_lists_the_misread() -> None:
    decision = at_lane("鲁C1234B", permit("鲁C12348"))
    assert (decision.outcome, decision.action) == (Outcome.NEAR, Action.OPEN)
    assert [(m.position, m.read, m.permitted) for m in decision.misreads] == [(7, "B", "8")]
    assert decision.misreads[0].weight == 0.9


def test_another_car_read_without_a_doubt_is_another_car() -> None:
    """PL5: a character that the recogniser stands by is no misread of a permit's."""
    sure = Read("鲁C1234B", (0.999,) * 7)
    decision = at_lane("", permit("鲁C12348"), read=sure)
    assert (decision.outcome, decision.reason) == (Outcome.UNKNOWN, reasons.UNKNOWN_PLATE)
    meant = replace(sure, candidates=(Candidate("鲁C12348", 0.2),))
    assert at_lane("", permit("鲁C12348"), read=meant).outcome is Outcome.NEAR
    device = at_lane("", permit("鲁C12348"), read=Read("鲁C1234B", confidence=0.99))
    assert device.outcome is Outcome.UNKNOWN


def test_a_full_car_park_is_the_reason_where_all_may_pass() -> None:
    lane = {"unknown": Unknown.RECORD}
    decision = at_lane("鲁C12345", lane=lane, full=True)
    assert (decision.action, decision.reason) == (Action.KIOSK, reasons.LOT_FULL)


def test_a_near_permit_needs_confidence_in_the_rest() -> None:
    read = Read("鲁C1234B", (0.99, 0.99, 0.5, 0.99, 0.99, 0.99, 0.3))
    decision = at_lane("", permit("鲁C12348"), read=read)
    assert (decision.action, decision.reason) == (Action.REFUSE, reasons.LOW_CONFIDENCE)
    assert decision.permit is None


def test_a_lane_may_want_exact_plates_alone() -> None:
    decision = at_lane("鲁C1234B", permit("鲁C12348"), lane={"near": False})
    assert (decision.outcome, decision.action) == (Outcome.UNKNOWN, Action.REFUSE)


def test_a_deny_permit_wins() -> None:
    deny = permit("鲁C12345", PermitKind.DENY)
    decision = at_lane("鲁C12345", permit("鲁C12345"), deny)
    assert (decision.outcome, decision.reason) == (Outcome.DENIED, reasons.DENIED)
    assert decision.action is Action.REFUSE


def test_a_deny_permit_out_of_its_window_does_not() -> None:
    deny = permit("鲁C12345", PermitKind.DENY, valid_to=AT - timedelta(hours=1))
    assert at_lane("鲁C12345", permit("鲁C12345"), deny).opens


def test_a_near_deny_permit_keeps_a_recording_lane_shut() -> None:
    deny = permit("鲁C12348", PermitKind.DENY)
    decision = at_lane("鲁C1234B", deny, lane={"unknown": Unknown.RECORD})
    assert (decision.outcome, decision.reason) == (Outcome.DENIED, reasons.DENIED_NEAR)
    assert not decision.opens


def test_a_denied_candidate_blocks_a_near_match_but_no_exact_one() -> None:
    deny = permit("鲁C99999", PermitKind.DENY)
    read = Read("鲁C1234B", SURE[:7], candidates=(Candidate("鲁C99999", 0.01),))
    assert not at_lane("", permit("鲁C12348"), deny, read=read).opens
    exact = replace(read, text="鲁C12348")
    assert at_lane("", permit("鲁C12348"), deny, read=exact).opens


@pytest.mark.parametrize("policy", list(Unknown))
def test_two_near_permits_open_nothing(policy: Unknown) -> None:
    decision = at_lane("鲁C123B8", permit("鲁C12388"), permit("鲁C123BB"), lane={"unknown": policy})
    assert decision.outcome is Outcome.AMBIGUOUS
    assert not decision.opens


def test_two_permits_of_one_plate_are_no_doubt() -> None:
    visitor = permit("鲁C12348", PermitKind.VISITOR)
    decision = at_lane("鲁C1234B", permit("鲁C12348"), visitor)
    assert decision.outcome is Outcome.NEAR
    assert decision.permit
    assert decision.permit.kind is PermitKind.RESIDENT


@pytest.mark.parametrize(
    ("policy", "action", "reason"),
    [
        (Unknown.REFUSE, Action.REFUSE, reasons.UNKNOWN_PLATE),
        (Unknown.KIOSK, Action.KIOSK, reasons.UNKNOWN_PLATE),
        (Unknown.RECORD, Action.RECORD, reasons.RECORDED),
    ],
)
def test_the_lane_says_what_happens_to_unknown_cars(policy, action, reason) -> None:
    decision = at_lane("鲁C77777", lane={"unknown": policy})
    assert (decision.outcome, decision.action, decision.reason) == (
        Outcome.UNKNOWN,
        action,
        reason,
    )


@pytest.mark.parametrize("text", ["", "2026/11/24", "C00D", "鲁C1234"])
def test_no_plate_never_opens(text: str) -> None:
    decision = at_lane(text, lane={"unknown": Unknown.RECORD})
    assert (decision.outcome, decision.action) == (Outcome.NOT_A_PLATE, Action.KIOSK)
    assert decision.explanation.startswith("position ")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"valid_from": AT + timedelta(hours=1)}, reasons.NOT_YET_VALID),
        ({"valid_to": AT}, reasons.EXPIRED),
        ({"hours": (OpeningHours(start="08:00", end="11:00"),)}, reasons.OUTSIDE_HOURS),
        ({"hours": (OpeningHours(days=[1], start="08:00", end="20:00"),)}, reasons.OUTSIDE_HOURS),
        ({"kind": PermitKind.VISITOR}, reasons.KIND_NOT_ALLOWED),
        ({"waiting": True}, reasons.HOUSE_QUOTA),
    ],
)
def test_a_permit_that_does_not_count_now(values: dict[str, Any], reason: str) -> None:
    decision = at_lane("鲁C12345", permit("鲁C12345", **values), lane={"kinds": ["resident"]})
    assert (decision.outcome, decision.reason) == (Outcome.UNKNOWN, reason)
    assert decision.action is Action.REFUSE
    assert decision.permit


def test_a_near_permit_that_does_not_count_now_is_not_told() -> None:
    decision = at_lane("鲁C1234B", permit("鲁C12348", valid_from=AT + timedelta(hours=1)))
    assert (decision.reason, decision.permit) == (reasons.NOT_YET_VALID, None)


def test_a_full_car_park_lets_residents_in_alone_and_everybody_out() -> None:
    visitor = permit("鲁C12345", PermitKind.VISITOR)
    assert at_lane("鲁C12345", visitor, full=True).reason == reasons.LOT_FULL
    assert at_lane("鲁C12345", visitor, full=True).action is Action.REFUSE
    assert at_lane("鲁C12345", visitor, full=True, direction=Direction.OUT).opens
    assert at_lane("鲁C12345", permit("鲁C12345"), full=True).opens
    assert not at_lane("鲁C7777A", lane={"unknown": Unknown.RECORD}, full=True).opens


def test_a_car_painted_otherwise_is_noted_and_opens() -> None:
    known = permit("鲁C12345", color=Color.BLUE, plate_kind=Kind.SMALL)
    read = Read("鲁C12345", SURE[:7], color=Color.YELLOW, kind=Kind.LARGE)
    decision = at_lane("", known, read=read)
    assert decision.opens
    assert decision.notes == (reasons.COLOR_DIFFERS, reasons.KIND_DIFFERS)
    assert at_lane("鲁C12345", known).notes == ()


# A world of few characters, so that plates are often near each other.
texts = st.text(alphabet="08BD", min_size=2, max_size=2).map(lambda tail: f"鲁C123{tail}")
kinds = st.sampled_from(PermitKind)
entries = st.lists(st.tuples(texts, kinds), max_size=8, unique=True).map(
    lambda found: [permit(plate, kind) for plate, kind in found]
)
lanes = st.sampled_from(Unknown).map(lambda policy: {"unknown": policy})
reads = st.builds(
    Read,
    texts,
    st.lists(st.sampled_from((0.5, 0.99)), min_size=7, max_size=7).map(tuple),
    candidates=st.lists(st.builds(Candidate, texts, st.sampled_from((0.01, 0.3))), max_size=2).map(
        tuple
    ),
)


def _one_apart(a: str, b: str) -> bool:
    wrong = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(wrong) == 1 and wrong[0] in by_shape()


@given(entries, lanes, reads)
def test_never_opens_for_a_denied_plate(made, lane, read) -> None:
    decision = at_lane("", *made, lane=lane, read=read)
    denied = {each.plate for each in made if each.kind is PermitKind.DENY}
    if read.text in denied:
        assert decision.outcome is Outcome.DENIED
    if decision.opens:
        assert read.text not in denied
        assert decision.permit is None or decision.permit.plate not in denied
        if decision.outcome is not Outcome.EXACT:
            assert not any(_one_apart(plate, read.text) for plate in denied)


@given(entries, lanes, reads)
def test_never_opens_on_an_ambiguous_near_match(made, lane, read) -> None:
    known = {each.plate for each in made}
    close = {plate for plate in known if _one_apart(plate, read.text)}
    decision = at_lane("", *made, lane=lane, read=read)
    if read.text not in known and len(close) > 1:
        assert not decision.opens
    if decision.outcome is Outcome.NEAR:
        assert read.text not in known
        assert decision.permit
        assert len(decision.misreads) == 1


@given(entries, lanes, reads)
def test_exact_wins_over_near(made, lane, read) -> None:
    here = [each for each in made if each.plate == read.text]
    decision = at_lane("", *made, lane=lane, read=read)
    if here:
        assert decision == at_lane("", *here, lane=lane, read=read)
        assert decision.misreads == ()
        assert decision.outcome in (Outcome.EXACT, Outcome.DENIED)


@given(entries, lanes, reads, st.randoms())
def test_the_order_in_which_permits_came_is_irrelevant(made, lane, read, random) -> None:
    first = at_lane("", *made, lane=lane, read=read)
    random.shuffle(made)
    assert at_lane("", *made, lane=lane, read=read) == first


@given(entries, reads)
def test_only_a_recording_lane_opens_without_a_permit(made, read) -> None:
    for policy in (Unknown.REFUSE, Unknown.KIOSK):
        decision = at_lane("", *made, lane={"unknown": policy}, read=read)
        if decision.opens:
            assert decision.permit
            assert decision.permit.kind is not PermitKind.DENY
