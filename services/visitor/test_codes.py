"""Six digits: found again, and not to be guessed."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.secrets import Keyring
from services.visitor import codes
from services.visitor.codes import Lockout, code_of, digest_of

RING = Keyring("k1", {"k1": os.urandom(32)}, os.urandom(32))


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(codes.time, "monotonic", lambda: self.now)


@given(st.uuids(), st.integers(0, 20))
def test_a_code_has_six_digits_and_stays_the_same(id_: object, salt: int) -> None:
    code = code_of(RING, str(id_), salt)
    assert len(code) == 6
    assert code.isdecimal()
    assert code == code_of(RING, str(id_), salt)


def test_a_digest_depends_on_the_community() -> None:
    assert digest_of(RING, "a", "123456") != digest_of(RING, "b", "123456")


def test_it_locks_after_the_limit_and_forgives_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, lock = Clock(monkeypatch), Lockout(3, 600)
    assert [lock.take("gate", str(n)) for n in range(3)] == [0, 0, 0]
    assert lock.take("gate", "3") == 600
    assert lock.take("other gate", "4") == 0
    clock.now += 599
    assert lock.take("gate", "5") == pytest.approx(1)
    clock.now += 1
    assert lock.take("gate", "6") == 0
    assert lock.take("gate", "7") == pytest.approx(600)


def test_an_attempt_that_is_sent_again_counts_once() -> None:
    lock = Lockout(2, 600)
    assert [lock.take("gate", "same") for _ in range(5)] == [0] * 5


def test_a_right_code_takes_back_itself_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    lock = Lockout(2, 600)
    lock.take("gate", "wrong")
    for n in range(5):
        assert lock.take("gate", f"right {n}") == 0
        lock.right("gate", f"right {n}")
    lock.take("gate", "wrong again")
    assert lock.wait("gate") > 0


def test_guessing_all_day_gets_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, lock = Clock(monkeypatch), Lockout(5, 600)
    tries = 0
    for n in range(86_400):
        clock.now += 1
        tries += not lock.take("gate", str(n))
    assert tries <= 5 + 144
