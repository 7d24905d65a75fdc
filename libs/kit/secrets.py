"""Field encryption: AES-256-GCM under named keys, and keyed digests for exact look-up.

The keyring is a JSON file of mode 0600, `{"current": "k1", "keys": {"k1": "<base64>"},
"pepper": "<base64>"}`. A sealed value is bound to its place by associated data, so that it
cannot be moved to another row. Lost keys cannot be made again: a missing ring beside existing
data is an error, never a reason for a fresh one.
"""

import base64
import hashlib
import hmac
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit.auth import create_secret, write_secret

NONCE = 12


class KeyringError(Exception):
    """The keyring is missing, damaged or lacks a key; the text names the remedy."""


class Keyring:
    def __init__(self, current: str, keys: dict[str, bytes], pepper: bytes) -> None:
        if current not in keys or any(len(key) != 32 for key in keys.values()):
            raise KeyringError("the keyring needs 32-byte keys and the current one among them")
        self.current = current
        self._keys = keys
        self._pepper = pepper
        self._path: Path | None = None

    @classmethod
    def open(cls, path: Path, *, may_create: bool) -> "Keyring":
        """Reads the ring, or makes one when `may_create` (no sealed data exists yet)."""
        ring = cls._open(path, may_create)
        ring._path = path
        return ring

    @classmethod
    def _open(cls, path: Path, may_create: bool) -> "Keyring":
        if not path.exists():
            if not may_create:
                raise KeyringError(
                    f"the keyring {path} is missing, but data sealed with it exists: restore the "
                    "file from its backup; nothing was changed"
                )
            fresh = cls("k1", {"k1": os.urandom(32)}, os.urandom(32))
            create_secret(path, fresh._text())
        try:
            content = json.loads(path.read_text())
            keys = {name: base64.b64decode(key) for name, key in content["keys"].items()}
            return cls(content["current"], keys, base64.b64decode(content["pepper"]))
        except (ValueError, KeyError, AttributeError, TypeError):
            raise KeyringError(
                f"the keyring {path} is damaged: restore the file from its backup"
            ) from None

    def save(self, path: Path) -> None:
        write_secret(path, self._text())

    def _text(self) -> bytes:
        keys = {name: base64.b64encode(key).decode() for name, key in self._keys.items()}
        pepper = base64.b64encode(self._pepper).decode()
        content = {"current": self.current, "keys": keys, "pepper": pepper}
        return json.dumps(content, indent=1).encode()

    def add_key(self) -> str:
        """Makes a new current key; older ones stay for reading until `drop_key`."""
        name = f"k{max(int(key.lstrip('k')) for key in self._keys) + 1}"
        self._keys[name] = os.urandom(32)
        self.current = name
        return name

    def drop_key(self, name: str) -> None:
        if name == self.current:
            raise KeyringError("the current key cannot be dropped")
        self._keys.pop(name, None)

    def names(self) -> list[str]:
        return list(self._keys)

    def seal(self, plain: bytes, place: str) -> bytes:
        """`key id:` + nonce + ciphertext; `place` (table and row) must match on `unseal`."""
        nonce = os.urandom(NONCE)
        sealed = AESGCM(self._keys[self.current]).encrypt(nonce, plain, place.encode())
        return self.current.encode() + b":" + nonce + sealed

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Raises KeyringError when the key is not in the ring or the value was altered."""
        name, _, rest = sealed.partition(b":")
        key = self._keys.get(name.decode(errors="replace"))
        if key is None and self._path:
            # Somebody rotated keys while this process ran.
            fresh = self._open(self._path, may_create=False)
            self.current, self._keys = fresh.current, fresh._keys
            key = self._keys.get(name.decode(errors="replace"))
        if key is None:
            raise KeyringError(f"the keyring lacks the key {name.decode(errors='replace')!r}")
        try:
            return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], place.encode())
        except InvalidTag:
            raise KeyringError("a sealed value was altered or belongs elsewhere") from None

    def digest(self, *parts: str) -> str:
        """HMAC-SHA256 over the parts: equal inputs meet, and nobody without the ring can guess."""
        return hmac.new(self._pepper, "\0".join(parts).encode(), hashlib.sha256).hexdigest()

    def derive(self, *purpose: str) -> bytes:
        """32 secret bytes for one purpose; they stay the same when keys rotate."""
        info = "\0".join(purpose).encode()
        return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(self._pepper)
