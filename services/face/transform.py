"""Unlinkable templates: a secret rotation of the embedding space per community (R19).

An orthogonal matrix keeps every cosine inside a community and, being secret and independent,
makes the same face in two communities look like two strangers. ISO/IEC 24745 asks for templates
that are renewable (a new version), unlinkable (this) and irreversible (encryption at rest).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from kit.secrets import Keyring

Matrix = npt.NDArray[np.float32]


class Transforms:
    def __init__(self, ring: Keyring) -> None:
        self._ring = ring
        self._matrix = lru_cache(maxsize=512)(self._make)

    def apply(self, community_id: str, version: int, vector: Matrix) -> Matrix:
        """The vector as it is stored and compared; its length is unchanged."""
        turned: Matrix = self._matrix(community_id, version, len(vector)) @ vector
        return turned

    def undo(self, community_id: str, version: int, vector: Matrix) -> Matrix:
        plain: Matrix = self._matrix(community_id, version, len(vector)).T @ vector
        return plain

    def _make(self, community_id: str, version: int, size: int) -> Matrix:
        seed = self._ring.derive("face transform", community_id, str(version), str(size))
        return random_rotation(seed, size)


def random_rotation(seed: bytes, size: int) -> Matrix:
    """A Haar-distributed orthogonal matrix (size × size) from 32 secret bytes.

    The normal deviates come from a ChaCha20 key stream by Box–Muller, and not from NumPy's
    generators, whose streams may change between versions and would orphan every template.
    QR with positive diagonal: Mezzadri, Notices of the AMS 54 (2007), 592–604.
    """
    count = size * size + size * size % 2
    stream = Cipher(algorithms.ChaCha20(seed, bytes(16)), mode=None).encryptor()
    raw = np.frombuffer(stream.update(bytes(8 * count)), "<u8")
    uniform = ((raw >> np.uint64(11)) + 0.5) / 2.0**53
    radius, angle = np.sqrt(-2 * np.log(uniform[::2])), 2 * np.pi * uniform[1::2]
    normal = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])
    q, r = np.linalg.qr(normal[: size * size].reshape(size, size))
    return np.ascontiguousarray(q * np.sign(np.diag(r)), np.float32)
