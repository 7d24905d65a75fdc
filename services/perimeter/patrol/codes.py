"""QR codes of checkpoints: signed by the community's key, and worth something for seconds only,
so that a photograph of one proves nothing tomorrow."""

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime

from kit.secrets import Keyring
from services.perimeter.patrol.models import Checkpoint, CodeView

PREFIX = "AP1"
_SIGNATURE = 12  # bytes; a guess is right once in 2^96


class Codes:
    """`seconds` is how long each code is shown; the one before it is accepted too."""

    def __init__(self, ring: Keyring, seconds: int) -> None:
        self._ring, self._seconds = ring, seconds

    def show(self, checkpoint: Checkpoint, at: float | None = None) -> CodeView:
        slot = int((time.time() if at is None else at) // self._seconds)
        code = f"{PREFIX}.{checkpoint.id}.{slot}.{self._sign(checkpoint.id, slot)}"
        return CodeView(
            code=code, expire_time=datetime.fromtimestamp((slot + 2) * self._seconds, UTC)
        )

    def read(self, code: str) -> tuple[str, int] | None:
        """Checkpoint id and slot of a code that was made here, whenever that was."""
        parts = code.split(".")
        if len(parts) != 4 or parts[0] != PREFIX or not parts[2].isdecimal():
            return None
        key, slot = parts[1], int(parts[2][:12])
        if not hmac.compare_digest(self._sign(key, slot).encode(), parts[3].encode()):
            return None
        return key, slot

    def fresh(self, slot: int, at: float) -> bool:
        """Whether a code of the slot was on show at that time, or just before."""
        return slot <= int(at // self._seconds) <= slot + 1

    def _sign(self, key: str, slot: int) -> str:
        secret = self._ring.derive("patrol", "code")
        signed = hmac.new(secret, f"{key}.{slot}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(signed[:_SIGNATURE]).decode()
