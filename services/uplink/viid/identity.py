"""Who speaks: by digest, or by a session that a digest opened from the same address.

The header User-Identify names a session and proves nothing: a message under it counts only from
the address where that session was opened; from elsewhere it is challenged.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.uplink.models import Peer, PeerKind
from services.uplink.viid import digest
from services.uplink.viid.digest import Nonces, Refusal
from services.uplink.viid.sessions import Session, Sessions

FAILURES = 30  # of one address, before it has to wait
WAIT = 60.0  # seconds
ADDRESSES = 10_000

SUBSCRIBES = "/viid/subscribes"


@dataclass(frozen=True)
class Caller:
    """A request's claim, as it came: nothing in it is proved."""

    address: str
    method: str
    path: str
    user: str
    authorization: str


class Failures:
    """Addresses that fail too often are not listened to for a while."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def barred(self, address: str, at: float) -> bool:
        count, since = self._failed.get(address, (0, at))
        if at - since > WAIT:
            self._failed.pop(address, None)
            return False
        return count >= FAILURES

    def add(self, address: str, at: float) -> None:
        count, since = self._failed.pop(address, (0, at))
        self._failed[address] = (count + 1, since)
        if len(self._failed) > ADDRESSES:
            self._failed.popitem(last=False)


class Identity:
    """`find` gives the peer of a national id, `password` its password."""

    def __init__(
        self,
        find: Callable[[str], Peer | None],
        password: Callable[[Peer], str],
        nonce_seconds: float,
        offline_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = find
        self._password = password
        self._clock = clock
        self._failures = Failures()
        self.nonces = Nonces(nonce_seconds)
        self.sessions = Sessions(offline_seconds)

    def challenge(self, caller: Caller, refused: Refusal | None = None) -> str:
        nonce = self.nonces.issue(caller.address, self._clock())
        return digest.challenge(nonce, stale=refused is Refusal.STALE)

    def prove(self, caller: Caller, national_id: str) -> tuple[Peer | None, Refusal | None]:
        """The peer whose password the request proves, or why not. An id that nobody has and a
        wrong password look alike."""
        given = digest.parse(caller.authorization)
        if not given:
            return None, Refusal.ABSENT
        at = self._clock()
        if self._failures.barred(caller.address, at):
            return None, Refusal.WRONG
        peer = self._find(national_id)
        # An unknown id costs the same time as a wrong password.
        secret = self._password(peer) if peer and peer.password else digest.REALM
        refused = digest.check(
            caller.authorization,
            secret,
            caller.method,
            caller.path,
            self.nonces,
            caller.address,
            at,
        )
        if refused is None and (
            peer is None
            or not peer.password
            or given["username"] not in {peer.username, peer.national_id}
        ):
            refused = Refusal.WRONG
        if refused in {Refusal.WRONG, Refusal.MALFORMED}:
            self._failures.add(caller.address, at)
        return (None, refused) if refused else (peer, None)

    def register(self, peer: Peer, address: str) -> Session:
        at = self._clock()
        return self.sessions.open(peer.national_id, peer.id, address, at, peer.password)

    def known(self, caller: Caller) -> tuple[Peer | None, bool]:
        """The peer of a message after registration, and whether it was silent until now."""
        session, back = self.sessions.hear(caller.user, caller.address, self._clock())
        if session:
            peer = self._find(session.national_id)
            if peer and peer.password == session.proof:
                return peer, back
            self.sessions.close(session.national_id)
        if caller.authorization:
            name = caller.user or digest.parse(caller.authorization).get("username", "")
            peer, _ = self.prove(caller, name)
            return peer, False
        peer = self._find(caller.user)
        subscribes = caller.path.lower().startswith(SUBSCRIBES)
        if subscribes and peer and peer.kind is PeerKind.UPPER and _is_at(peer, caller.address):
            return peer, False  # upper platforms subscribe without registering with us
        return None, False

    def silent(self) -> list[Session]:
        return self.sessions.expire(self._clock())


def _is_at(peer: Peer, address: str) -> bool:
    """Whether the address is the one that the peer is configured with; names prove nothing."""
    return bool(address) and urlsplit(peer.url).hostname == address
