"""Passes as text: what is signed comes back, and nothing that was altered does."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kit.tables import new_id
from services.visitor import reasons
from services.visitor.judging import Terms
from services.visitor.offline import OfflineGate
from services.visitor.tokens import Claims, Refused, gate_tag, read, sign

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
KEYS = {"k": KEY.public_key()}
RAW = {"k": KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)}
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)  # noon in Shanghai, a Tuesday
HERE, GATE = new_id(), "gate"


def claims(**values: object) -> Claims:
    terms = Terms(
        frozenset({gate_tag(GATE)}),
        AT - timedelta(hours=1),
        AT + timedelta(hours=1),
        tuple(values.pop("hours", ())),  # type: ignore[arg-type]
    )
    made = {"pass_id": new_id(), "visit_id": new_id(), "community_id": HERE, "issued": AT}
    return Claims(**(made | {"entries": 1, "terms": terms} | values))  # type: ignore[arg-type]


def gate(**values: object) -> OfflineGate:
    return OfflineGate(
        **(
            {"community_id": HERE, "access_point_id": GATE, "keys": RAW}
            | {"revoked": frozenset()}
            | values
        )
    )  # type: ignore[arg-type]


def test_what_is_signed_is_read() -> None:
    made = claims(hours=({"days": [1, 2], "start": "08:00", "end": "18:00"},))
    token = sign(made, "k", KEY)
    assert read(token, KEYS) == made
    assert len(token) < 500  # a QR code of version 15 at most, which phones show readably


@given(st.data())
def test_any_change_of_a_character_is_noticed(data: st.DataObject) -> None:
    token = sign(claims(), "k", KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda c: c != token[place]))
    with pytest.raises(Refused):
        read(token[:place] + other + token[place + 1 :], KEYS)


@given(st.text(max_size=300) | st.from_regex(r"[\w-]{0,99}\.[\w-]{0,99}\.[\w-]{0,99}"))
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text, KEYS)


def test_forged_and_swapped_tokens_are_refused() -> None:
    token = sign(claims(), "k", KEY)
    head, body, _ = token.split(".")
    _, _, foreign = sign(claims(), "k", KEY).split(".")
    for bad in (sign(claims(), "k", OTHER), f"{head}.{body}.{foreign}", f"{head}.{body}."):
        with pytest.raises(Refused) as refused:
            read(bad, KEYS)
        assert refused.value.reason == reasons.TAMPERED
    with pytest.raises(Refused) as unknown:
        read(sign(claims(), "other", KEY), KEYS)
    assert unknown.value.reason == reasons.UNKNOWN_KEY


def test_a_gate_that_is_cut_off_checks_by_itself() -> None:
    made = claims()
    token = sign(made, "k", KEY)
    here = gate()
    assert here.enter(token, AT) == reasons.VISIT
    assert here.enter(token, AT) == reasons.USED_UP
    assert gate().enter(token, AT - timedelta(hours=2)) == reasons.CLOCK_SKEW
    assert gate().enter(token, AT + timedelta(hours=1)) == reasons.EXPIRED
    assert gate(access_point_id="other").enter(token, AT) == reasons.WRONG_GATE
    assert gate(revoked=frozenset({made.pass_id})).enter(token, AT) == reasons.REVOKED
    assert gate(community_id=new_id()).enter(token, AT) == reasons.OTHER_COMMUNITY
    assert gate().enter("a.b.c", AT) == reasons.TAMPERED
    early = sign(claims(issued=AT - timedelta(days=1)), "k", KEY)
    assert gate().enter(early, AT - timedelta(hours=2)) == reasons.NOT_YET


def test_hours_hold_off_line_too() -> None:
    token = sign(claims(hours=({"days": [3], "start": "08:00", "end": "18:00"},)), "k", KEY)
    assert gate().enter(token, AT) == reasons.WRONG_TIME
    today = sign(claims(hours=({"days": [2], "start": "08:00", "end": "18:00"},)), "k", KEY)
    assert gate().enter(today, AT) == reasons.VISIT
