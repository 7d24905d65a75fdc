"""The report for other systems: its JSON as a compact JWS, signed with EdDSA (RFC 8037).

The key follows from the service's keyring; `GetReportKey` gives its public half. Whoever has that
can check a report without asking anybody.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kit.secrets import Keyring
from services.coverage.reports.content import Content

TYPE = "coverage-report"


class Signer:
    def __init__(self, ring: Keyring) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(ring.derive("coverage report", "1"))
        raw = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = raw
        self.key_id = _b64(hashlib.sha256(raw).digest()[:6])

    def sign(self, content: Content) -> bytes:
        """Equal content gives equal text."""
        head = {"alg": "EdDSA", "typ": TYPE, "kid": self.key_id}
        body: dict[str, Any] = {
            "iss": "anju/coverage",
            "iat": int(content.as_of.timestamp()),
            "report": content.model_dump(mode="json"),
        }
        signed = f"{_b64(_json(head))}.{_b64(_json(body))}"
        return f"{signed}.{_b64(self._private.sign(signed.encode()))}".encode()


def verify(token: bytes, public_key: bytes) -> dict[str, Any]:
    """What the token says. Raises InvalidSignature, or ValueError for what is no such token."""
    head, body, signature = token.decode().split(".")
    header = json.loads(_bytes(head))
    if header.get("alg") != "EdDSA" or header.get("typ") != TYPE:
        raise ValueError("not a signed coverage report")
    key = Ed25519PublicKey.from_public_bytes(public_key)
    key.verify(_bytes(signature), f"{head}.{body}".encode())
    found: dict[str, Any] = json.loads(_bytes(body))
    return found


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
