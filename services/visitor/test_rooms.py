"""Signalling rooms: two seats, one-time tokens, bounded memory."""

import pytest

from services.visitor import rooms
from services.visitor.rooms import Closed, Member, Rooms


def pair(made: Rooms) -> tuple[Member, Member]:
    kiosk = made.enter(made.token("call", "kiosk"))
    host = made.enter(made.token("call", "host"))
    assert [kiosk.heard.get_nowait(), host.heard.get_nowait()] == ['{"type":"joined"}'] * 2
    return kiosk, host


def test_what_one_says_the_other_hears() -> None:
    made = Rooms()
    kiosk, host = pair(made)
    made.say(kiosk, "offer")
    made.say(host, "answer")
    assert (host.heard.get_nowait(), kiosk.heard.get_nowait()) == ("offer", "answer")
    assert kiosk.heard.empty()


def test_a_token_lets_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Rooms()
    token = made.token("call", "kiosk")
    made.enter(token)
    for bad in (token, "", "guess"):
        with pytest.raises(Closed):
            made.enter(bad)
    late = made.token("call", "kiosk")
    monkeypatch.setattr(rooms.time, "monotonic", lambda: float("inf"))
    with pytest.raises(Closed):
        made.enter(late)


def test_whoever_joins_again_takes_the_seat() -> None:
    made = Rooms()
    kiosk, _ = pair(made)
    again = made.enter(made.token("call", "kiosk"))
    assert kiosk.heard.get_nowait() is None
    with pytest.raises(Closed):
        made.say(kiosk, "still here?")
    made.say(again, "yes")


def test_a_slow_member_is_put_out() -> None:
    made = Rooms()
    kiosk, host = pair(made)
    for _ in range(rooms.QUEUE + 1):
        made.say(kiosk, "candidate")
    heard = [host.heard.get_nowait() for _ in range(host.heard.qsize())]
    assert heard[-1] is None
    assert len(heard) <= rooms.QUEUE


def test_a_closed_room_leaves_nothing() -> None:
    made = Rooms()
    kiosk, _ = pair(made)
    unused = made.token("call", "host")
    made.close("call")
    assert kiosk.heard.get_nowait() is None
    with pytest.raises(Closed):
        made.enter(unused)
    assert len(made) == 0


def test_a_seat_that_was_vacated_hears_no_more() -> None:
    made = Rooms()
    kiosk, host = pair(made)
    kept = made.token("call", "host")
    made.vacate("call", "host")
    assert host.heard.get_nowait() is None
    with pytest.raises(Closed):
        made.enter(kept)
    made.say(kiosk, "anybody?")
    assert host.heard.empty()


def test_500_rooms_end_as_they_began() -> None:
    made = Rooms()
    members = [made.enter(made.token(str(n), "kiosk")) for n in range(500)]
    assert len(made) == 500
    for member in members:
        made.leave(member)
    assert len(made) == 0
