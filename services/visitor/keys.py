"""Signing keys per community. They follow from the keyring, so a gate that is stolen gives away
public keys alone, and a backup of the tables none."""

import base64
import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kit.db import AsyncSession
from kit.secrets import Keyring
from services.visitor import store
from services.visitor.models import KeyView, VisitPassKey


class PassKeys:
    def __init__(self, ring: Keyring) -> None:
        self._ring = ring
        self._private: dict[str, Ed25519PrivateKey] = {}
        self.public: dict[str, Ed25519PublicKey] = {}

    async def load(self, session: AsyncSession) -> None:
        for row in await store.every_key(session):
            self._make(row.community_id, row.number)

    def _make(self, community_id: str, number: int) -> str:
        """Id of the key, which is known from now on. Idempotent."""
        seed = self._ring.derive("visitor pass", community_id, str(number))
        private = Ed25519PrivateKey.from_private_bytes(seed)
        id_ = _id_of(private.public_key())
        self._private[id_], self.public[id_] = private, private.public_key()
        return id_

    def private(self, key_id: str) -> Ed25519PrivateKey:
        return self._private[key_id]

    def view(self, key_id: str) -> KeyView:
        return KeyView(id=key_id, public_key=_raw(self.public[key_id]))

    async def current(self, session: AsyncSession, community_id: str) -> str:
        """Id of the key that signs; the community's first one is made here."""
        rows = await self.of_community(session, community_id)
        return rows[-1].id if rows else await self.rotate(session, community_id)

    async def of_community(
        self, session: AsyncSession, community_id: str
    ) -> Sequence[VisitPassKey]:
        """Its keys, the newest last, which are known from now on: another replica may have made
        some of them."""
        rows = await store.keys_of(session, community_id)
        for row in rows:
            self._make(community_id, row.number)
        return rows

    async def rotate(self, session: AsyncSession, community_id: str) -> str:
        """Id of a fresh key that signs from now on."""
        rows = await store.keys_of(session, community_id)
        number = rows[-1].number + 1 if rows else 1
        id_ = self._make(community_id, number)
        session.add(VisitPassKey(id=id_, community_id=community_id, number=number))
        await session.flush()
        return id_


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _id_of(key: Ed25519PublicKey) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(_raw(key)).digest()[:6]).decode()
