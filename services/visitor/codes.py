"""Six-digit codes: how they follow from the keyring, and what keeps people from guessing."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from kit.secrets import Keyring

DIGITS = 6
_REMEMBERED = 10_000  # attempts, so that one which is sent again counts once


def code_of(ring: Keyring, pass_id: str, salt: int) -> str:
    """The code of a pass; `salt` makes another one where this one is taken."""
    number = int(ring.digest("visitor code", pass_id, str(salt)), 16)
    return f"{number % 10**DIGITS:0{DIGITS}}"


def digest_of(ring: Keyring, community_id: str, code: str) -> str:
    """What finds the code again. Looking up a keyed digest tells nothing by its timing."""
    return ring.digest("visitor code look-up", community_id, code)


@dataclass
class _Bucket:
    failures: float = 0.0
    time: float = 0.0


class Lockout:
    """Wrong codes per access point. `limit` of them lock it; each is forgiven after `seconds`.

    So somebody who guesses has `limit` tries and then one per `seconds`, for ever: with the
    defaults 144 a day, against a million codes. A right code forgives nothing that came before,
    or a guest could guess in between.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._buckets: dict[str, _Bucket] = {}
        self._counted: OrderedDict[str, None] = OrderedDict()

    def wait(self, access_point_id: str) -> float:
        """Seconds until a code is looked at again; 0 when one is."""
        return max(0.0, (self._failures(access_point_id) - self._limit + 1) * self._seconds)

    def take(self, access_point_id: str, attempt: str) -> float:
        """Counts an attempt as wrong before it is looked at, so that many at once are no way
        round; once only when it is sent again. Returns `wait`: above 0 it is not looked at."""
        wait = self.wait(access_point_id)
        if not wait and attempt not in self._counted:
            self._counted[attempt] = None
            if len(self._counted) > _REMEMBERED:
                self._counted.popitem(last=False)
            self._add(access_point_id, 1)
        return wait

    def right(self, access_point_id: str, attempt: str) -> None:
        """Takes the attempt back: it was right."""
        if attempt in self._counted:
            del self._counted[attempt]
            self._add(access_point_id, -1)

    def _add(self, access_point_id: str, count: int) -> None:
        failures = max(0.0, self._failures(access_point_id) + count)
        self._buckets[access_point_id] = _Bucket(failures, time.monotonic())

    def _failures(self, access_point_id: str) -> float:
        bucket = self._buckets.get(access_point_id)
        if bucket is None:
            return 0.0
        return max(0.0, bucket.failures - (time.monotonic() - bucket.time) / self._seconds)
