"""Signalling rooms: two members each, let in by one-time tokens; what one says the other hears.

Media never passes here: offers, answers and candidates do, as text that is not looked into.
"""

import asyncio
import secrets
import time
from dataclasses import dataclass, field

KIOSK, HOST = "kiosk", "host"  # the seats
TOKEN_SECONDS = 60.0
QUEUE = 64  # messages that a slow member may be behind


class Closed(Exception):
    """The room, or this member's place in it, is gone."""


@dataclass
class Member:
    """`heard` ends with None when the place is gone."""

    call_id: str
    seat: str
    heard: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))


class Rooms:
    def __init__(self) -> None:
        self._tokens: dict[str, tuple[str, str, float]] = {}
        self._rooms: dict[str, dict[str, Member]] = {}

    def token(self, call_id: str, seat: str) -> str:
        """Lets one connection take the seat, within a minute."""
        at = time.monotonic()
        self._tokens = {key: each for key, each in self._tokens.items() if each[2] > at}
        made = secrets.token_urlsafe(24)
        self._tokens[made] = call_id, seat, at + TOKEN_SECONDS
        return made

    def enter(self, token: str) -> Member:
        """Takes the seat; whoever sat there is out. Raises Closed for a token that is none."""
        call_id, seat, until = self._tokens.pop(token, ("", "", 0.0))
        if until < time.monotonic():
            raise Closed
        room = self._rooms.setdefault(call_id, {})
        if former := room.get(seat):
            self._out(former)
        room[seat] = member = Member(call_id, seat)
        for other in room.values():
            if other is not member:
                self._tell(other, '{"type":"joined"}')
                self._tell(member, '{"type":"joined"}')
        return member

    def say(self, member: Member, text: str) -> None:
        """Raises Closed when the member is out."""
        room = self._rooms.get(member.call_id, {})
        if room.get(member.seat) is not member:
            raise Closed
        for other in list(room.values()):
            if other is not member:
                self._tell(other, text)

    def _tell(self, member: Member, text: str) -> None:
        try:
            member.heard.put_nowait(text)
        except asyncio.QueueFull:
            self.leave(member)  # too slow: memory is bounded

    def leave(self, member: Member) -> None:
        """Idempotent."""
        room = self._rooms.get(member.call_id, {})
        if room.get(member.seat) is member:
            del room[member.seat]
            self._out(member)
        if not room:
            self._rooms.pop(member.call_id, None)

    def _out(self, member: Member) -> None:
        if member.heard.full():
            member.heard.get_nowait()
        member.heard.put_nowait(None)

    def vacate(self, call_id: str, seat: str) -> None:
        """Puts out who sits there, and takes back tokens for it: somebody else is to answer."""
        if member := self._rooms.get(call_id, {}).get(seat):
            self.leave(member)
        gone = call_id, seat
        self._tokens = {key: each for key, each in self._tokens.items() if each[:2] != gone}

    def close(self, call_id: str) -> None:
        """Ends the room. Idempotent."""
        for member in list(self._rooms.pop(call_id, {}).values()):
            self._out(member)
        self._tokens = {k: each for k, each in self._tokens.items() if each[0] != call_id}

    def __len__(self) -> int:
        return len(self._rooms)
