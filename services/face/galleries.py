"""Galleries in memory: one per community and pack, loaded before ready, updated by events."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from kit.db import Database
from kit.events import Event
from kit.secrets import Keyring
from kit.tables import now
from services.face import store
from services.face.gallery import Gallery, Match, Vector
from services.face.models import Template
from services.face.transform import Transforms

log = logging.getLogger("face.galleries")


class Galleries:
    """All templates of this process. A search never leaves its community."""

    def __init__(self, ring: Keyring, transforms: Transforms) -> None:
        self._ring = ring
        self._transforms = transforms
        self._galleries: dict[str, dict[str, Gallery]] = {}  # community → pack → gallery
        self._known: dict[str, tuple[str, str]] = {}  # template → community, pack
        self._expires: dict[str, datetime] = {}  # subject → end of its consent
        self._versions: dict[str, int] = {}  # community → transform version

    def __len__(self) -> int:
        return len(self._known)

    def packs(self, community_id: str) -> list[str]:
        """Packs that have templates there."""
        found = self._galleries.get(community_id, {})
        return [pack for pack, gallery in found.items() if len(gallery)]

    def size(self, community_id: str, pack: str) -> int:
        gallery = self._galleries.get(community_id, {}).get(pack)
        return len(gallery) if gallery else 0

    def search(self, community_id: str, pack: str, vector: Vector) -> Match:
        """`vector` as the model made it; subjects whose consent has ended do not count."""
        gallery = self._galleries.get(community_id, {}).get(pack)
        if gallery is None or not len(gallery):
            return Match(None, -1.0, -1.0)
        version = self._versions.get(community_id, 1)
        turned = self._transforms.apply(community_id, version, vector)
        while True:
            match = gallery.search(turned)
            if match.subject_id is None or self._expires[match.subject_id] > now():
                return match
            self.drop(match.subject_id)

    def put(self, row: Template) -> None:
        """Idempotent; a known template takes up the term of a renewed consent."""
        if row.id in self._known:
            self._expires[row.subject_id] = row.expire_time
            return
        plain = self._ring.unseal(row.sealed, f"template/{row.id}")
        vector = np.frombuffer(plain, "<f4")
        packs = self._galleries.setdefault(row.community_id, {})
        gallery = packs.setdefault(row.pack, Gallery(len(vector)))
        gallery.put(row.id, row.subject_id, vector)
        self._known[row.id] = row.community_id, row.pack
        self._expires[row.subject_id] = row.expire_time
        self._versions[row.community_id] = row.transform_version

    def remove(self, template_id: str) -> None:
        """Idempotent."""
        if place := self._known.pop(template_id, None):
            self._galleries[place[0]][place[1]].remove(template_id)

    def drop(self, subject_id: str) -> None:
        """Removes every template of the subject. Idempotent."""
        for packs in self._galleries.values():
            for gallery in packs.values():
                for template_id in gallery.remove_subject(subject_id):
                    self._known.pop(template_id, None)
        self._expires.pop(subject_id, None)

    async def load(self, db: Database) -> None:
        """Brings the galleries to the state of the tables."""
        async with db.read() as session:
            gone = self._known.keys() - await store.all_ids(session)
            for template_id in gone:
                self.remove(template_id)
            async for rows in store.all_templates(session):
                await asyncio.to_thread(self._put_all, rows)
        log.info("galleries loaded", extra={"templates": len(self)})

    def _put_all(self, rows: Sequence[Template]) -> None:
        for row in rows:
            self.put(row)

    async def follow(self, db: Database, event: Event) -> None:
        """Applies an event that another process may have caused."""
        if event.name == "face.subject.erased":
            self.drop(event.data["subject_id"])
        elif event.name in ("face.template.enrolled", "face.template.renewed"):
            async with db.read() as session:
                row = await session.get(Template, event.data["template_id"])
            if row:
                self.put(row)


def sealed(ring: Keyring, template_id: str, vector: Vector) -> bytes:
    """A transformed vector as the table keeps it."""
    return ring.seal(vector.astype("<f4").tobytes(), f"template/{template_id}")
