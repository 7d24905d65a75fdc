"""HTTP Digest (RFC 7616 and 2617, MD5, qop=auth), as GA/T 1400 implementations really speak it.

Peers send values oddly: absolute URIs, `nc` without padding, quotes that never end, a realm of
"null". A response is therefore checked over the values that the client sent, once the URI is
known to be the request's own and the nonce to be one that was given to that address.
"""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

REALM = "anju"
# Clients that lose the first parameter of a challenge hash and send this instead of the realm.
LOST_REALMS = frozenset({REALM, "null", ""})
NEEDED = ("username", "nonce", "uri", "response", "nc", "cnonce")
MAX_NONCES = 100_000
MAX_HEADER = 4096  # characters; long ones are for wearing us out
_PAIR = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,32})\s*=\s*(?:\"([^\"]*)\"?|'([^']*)'?|([^,\s]*))")
_HASHES = {"MD5": "md5", "SHA-256": "sha256"}


class Refusal(StrEnum):
    """Why an Authorization header does not count."""

    ABSENT = "absent"
    MALFORMED = "malformed"
    OTHER_URI = "other_uri"
    STALE = "stale"
    REPLAYED = "replayed"
    WRONG = "wrong"


def parse(header: str) -> dict[str, str]:
    """Parameters of a `Digest …` header or challenge, names in lower case; empty for others."""
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() != "digest" or len(rest) > MAX_HEADER:
        return {}
    found: dict[str, str] = {}
    for name, double, single, bare in _PAIR.findall(rest):
        found.setdefault(name.lower(), double or single or bare)
    return found


def hashed(algorithm: str, *parts: str) -> str:
    text = ":".join(parts).encode()
    return hashlib.new(_HASHES[algorithm], text, usedforsecurity=False).hexdigest()


def response_of(
    given: Mapping[str, str], password: str, method: str, algorithm: str = "MD5"
) -> str:
    """The response that the parameters call for, over exactly what they say."""
    ha1 = hashed(algorithm, given["username"], given.get("realm", ""), password)
    ha2 = hashed(algorithm, method, given["uri"])
    middle = (given["nonce"], given["nc"], given["cnonce"], given.get("qop") or "auth")
    return hashed(algorithm, ha1, *middle, ha2)


@dataclass(slots=True)
class _Issued:
    address: str
    until: float
    count: int = 0


class Nonces:
    """Nonces in force: each given to one address, for a short time, each count of it used once."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._issued: OrderedDict[str, _Issued] = OrderedDict()

    def __len__(self) -> int:
        return len(self._issued)

    def issue(self, address: str, at: float) -> str:
        while self._issued:
            oldest = next(iter(self._issued.values()))
            if oldest.until > at and len(self._issued) < MAX_NONCES:
                break
            self._issued.popitem(last=False)
        nonce = secrets.token_hex(16)
        self._issued[nonce] = _Issued(address, at + self._seconds)
        return nonce

    def use(self, nonce: str, address: str, count: int, at: float) -> Refusal | None:
        """Takes the nonce's next count; a reason when it does not stand, or stood before."""
        issued = self._issued.get(nonce)
        if issued is None or issued.until <= at or issued.address != address:
            return Refusal.STALE
        if count <= issued.count:
            return Refusal.REPLAYED
        issued.count = count
        return None


def challenge(nonce: str, stale: bool = False) -> str:
    """In the one order and spelling that all known clients can parse."""
    text = f'Digest realm="{REALM}", qop="auth", nonce="{nonce}", opaque="{nonce[::-1]}"'
    return text + ", stale=true" if stale else text


def check(
    header: str, password: str, method: str, path: str, nonces: Nonces, address: str, at: float
) -> Refusal | None:
    """None when the header proves the password for this request; else why it does not."""
    given = parse(header)
    if refused := _unusable(given, path):
        return refused
    wanted = response_of(given, password, method)
    if not hmac.compare_digest(wanted.encode(), given["response"].lower().encode()):
        return Refusal.WRONG
    return nonces.use(given["nonce"], address, int(given["nc"], 16), at)


def _unusable(given: Mapping[str, str], path: str) -> Refusal | None:
    """Why the parameters cannot prove anything for this path."""
    if not given:
        return Refusal.ABSENT
    known = given.get("realm", "") in LOST_REALMS and given.get("qop", "auth") == "auth"
    plain_md5 = given.get("algorithm", "MD5").upper() == "MD5"
    if any(not given.get(name) for name in NEEDED) or not (known and plain_md5):
        return Refusal.MALFORMED
    if not re.fullmatch(r"[0-9a-fA-F]{1,8}", given["nc"]):
        return Refusal.MALFORMED
    try:
        same = plain(urlsplit(given["uri"]).path) == plain(path)
    except ValueError:
        same = False
    return None if same else Refusal.OTHER_URI


def plain(path: str) -> str:
    return path.rstrip("/") or "/"


def answer(header: str, method: str, uri: str, username: str, password: str) -> str:
    """The Authorization for a challenge, in the form that the pickiest servers take.

    Raises ValueError for a challenge that is no Digest with MD5 or SHA-256 and qop auth.
    """
    given = parse(header)
    algorithm = given.get("algorithm", "MD5").upper()
    offered = {each.strip() for each in given.get("qop", "auth").split(",")}
    if not given.get("nonce") or algorithm not in _HASHES or "auth" not in offered:
        raise ValueError("the challenge is no Digest that is known here")
    values = {
        "username": username,
        "realm": given.get("realm", ""),
        "nonce": given["nonce"],
        "uri": uri,
        "qop": "auth",
        "nc": "00000001",
        "cnonce": secrets.token_hex(8),
    }
    values["response"] = response_of(values, password, method, algorithm)
    values["algorithm"] = algorithm
    bare = {"qop", "nc", "algorithm"}
    if "opaque" in given:
        values["opaque"] = given["opaque"]
    pairs = [f"{k}={v}" if k in bare else f'{k}="{v}"' for k, v in values.items()]
    return "Digest " + ", ".join(pairs)
