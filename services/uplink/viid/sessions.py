"""Who is registered with us: in memory, at a constant cost per message, whatever their number."""

from collections import OrderedDict
from dataclasses import dataclass

OFFLINE_AFTER = 270.0  # seconds: three missed keepalives of 90 s


@dataclass(slots=True)
class Session:
    """`national_id` proved itself from `address` by what `proof` seals: what it claims later must
    come from there, and counts as long as that is still its password."""

    national_id: str
    peer_id: str
    address: str
    heard: float
    proof: bytes = b""
    online: bool = True


class Sessions:
    """All sessions last equally long, so the one heard of first is the next to expire: nothing
    ever looks at all of them."""

    def __init__(self, seconds: float = OFFLINE_AFTER) -> None:
        self._seconds = seconds
        self._all: dict[str, Session] = {}
        self._online: OrderedDict[str, Session] = OrderedDict()

    def __len__(self) -> int:
        return len(self._online)

    def open(
        self, national_id: str, peer_id: str, address: str, at: float, proof: bytes = b""
    ) -> Session:
        session = self._all[national_id] = Session(national_id, peer_id, address, at, proof)
        self._online.pop(national_id, None)
        self._online[national_id] = session
        return session

    def knows(self, national_id: str) -> bool:
        return national_id in self._all

    def close(self, national_id: str) -> Session | None:
        self._online.pop(national_id, None)
        return self._all.pop(national_id, None)

    def hear(self, national_id: str, address: str, at: float) -> tuple[Session | None, bool]:
        """The session of a message from there, and whether it came back just now. A session is
        kept when it goes silent: what comes late is still taken. None means: challenge it."""
        session = self._all.get(national_id)
        if session is None or session.address != address:
            return None, False
        session.heard = at
        back, session.online = not session.online, True
        self._online[national_id] = session
        self._online.move_to_end(national_id)
        return session, back

    def expire(self, at: float) -> list[Session]:
        """Takes those silent for too long off the list, and returns them."""
        silent = []
        while self._online:
            first = next(iter(self._online.values()))
            if first.heard + self._seconds > at:
                break
            self._online.popitem(last=False)
            first.online = False
            silent.append(first)
        return silent
