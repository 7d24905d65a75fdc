"""Credentials other than faces: one spelling for each, and the keyed digest that stands for it.

The resident service issues them, the access service recognises them; neither keeps the value.
"""

import hashlib
import hmac
import re
from enum import StrEnum


class CredentialKind(StrEnum):
    CARD = "card"
    PLATE = "plate"
    PHONE = "phone"
    PASSCODE = "passcode"
    QR = "qr"


_FORMS = {
    CredentialKind.CARD: (r"[0-9A-F]{4,32}", "4 to 32 hexadecimal digits"),
    CredentialKind.PLATE: (r"[\u4e00-\u9fff][A-Z][0-9A-Z]{4,5}[0-9A-Z\u4e00-\u9fff]", "a plate"),
    CredentialKind.PHONE: (r"1[3-9]\d{9}", "a mobile number of 11 digits"),
    CredentialKind.PASSCODE: (r"\d{8}", "8 digits"),
    CredentialKind.QR: (r"[A-Z0-9]{32}", "a code of this platform"),
}


def normalise(kind: CredentialKind, value: str) -> str:
    """One spelling per credential. Raises ValueError when it cannot be one."""
    plain = re.sub(r"[\s:·.\-]", "", value).upper()
    pattern, text = _FORMS[kind]
    if not re.fullmatch(pattern, plain):
        raise ValueError(f"a {kind} has the form of {text}")
    return plain


def digest(key: bytes, community_id: str, kind: CredentialKind, plain: str) -> str:
    """HMAC-SHA256 over place, kind and the normalised value, hexadecimal."""
    text = "\0".join((community_id, kind, plain))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
