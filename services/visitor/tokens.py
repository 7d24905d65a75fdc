"""Passes as signed text: EdDSA JWS, compact, small enough for a QR code that a phone shows.

This file and judging.py are all that a gate needs to check passes by itself.
"""

import base64
import binascii
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.visitor import reasons
from services.visitor.judging import Terms

TYPE = "visit"
MAX_LENGTH = 2048


class Refused(Exception):
    """The token is none of ours; `reason` says in which way."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Claims:
    pass_id: str
    visit_id: str
    community_id: str
    issued: datetime
    entries: int
    terms: Terms


@lru_cache(10_000)
def gate_tag(access_point_id: str) -> str:
    """Eight characters that stand for an access point inside a token."""
    return _b64(hashlib.sha256(access_point_id.encode()).digest()[:6])


def sign(claims: Claims, key_id: str, key: Ed25519PrivateKey) -> str:
    """The same claims always give the same text."""
    terms = claims.terms
    body: dict[str, Any] = {
        "j": _short(claims.pass_id),
        "v": _short(claims.visit_id),
        "c": _short(claims.community_id),
        "iat": int(claims.issued.timestamp()),
        "nbf": int(terms.valid_from.timestamp()),
        "exp": int(terms.valid_to.timestamp()),
        "n": claims.entries,
        "g": sorted(terms.gates),
    }
    if terms.hours:
        body["h"] = [[span.get("days", []), span["start"], span["end"]] for span in terms.hours]
    head = {"alg": "EdDSA", "typ": TYPE, "kid": key_id}
    signed = f"{_b64(_json(head))}.{_b64(_json(body))}"
    return f"{signed}.{_b64(key.sign(signed.encode()))}"


def read(token: str, keys: Mapping[str, Ed25519PublicKey]) -> Claims:
    """What the token says, once its signature holds.

    Raises Refused TAMPERED, or UNKNOWN_KEY when it names a key that is not among `keys`.
    """
    try:
        if len(token) > MAX_LENGTH:
            raise ValueError
        head, body, signature = token.split(".")
        header = json.loads(_bytes(head))
        if header["alg"] != "EdDSA" or header["typ"] != TYPE:
            raise ValueError
        key = keys.get(str(header["kid"]))
        if key is None:
            raise Refused(reasons.UNKNOWN_KEY)
        key.verify(_bytes(signature), f"{head}.{body}".encode())
        return _claims(json.loads(_bytes(body)))
    except (InvalidSignature, ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise Refused(reasons.TAMPERED) from None


def _claims(body: dict[str, Any]) -> Claims:
    hours = [{"days": days, "start": start, "end": end} for days, start, end in body.get("h", ())]
    terms = Terms(frozenset(body["g"]), _time(body["nbf"]), _time(body["exp"]), tuple(hours))
    return Claims(
        _long(body["j"]),
        _long(body["v"]),
        _long(body["c"]),
        _time(body["iat"]),
        int(body["n"]),
        terms,
    )


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Strict: exactly one text stands for some bytes. Raises ValueError."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _b64(data) != text:
        raise ValueError("not canonical")
    return data


def _short(id_: str) -> str:
    return _b64(uuid.UUID(id_).bytes)


def _long(text: str) -> str:
    return str(uuid.UUID(bytes=_bytes(text)))
