"""Rules of the face service: enrol with consent, identify in one community, erase for good."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import grpc
import numpy as np
from sqlalchemy.exc import OperationalError

from anju.inference.v1 import inference_pb2
from anju.resident.v1 import resident_pb2
from kit import audit
from kit.auth import Principal, missing
from kit.db import AsyncSession, Database, emit
from kit.errors import AlreadyExists, AnjuError, InvalidArgument, PermissionDenied
from kit.secrets import Keyring
from kit.tables import now
from services.face import store
from services.face.events import subject_erased, template_enrolled, template_renewed
from services.face.galleries import Galleries, sealed
from services.face.gallery import NOBODY, Match, Vector, decide
from services.face.models import ErasedSubject, Template, Transform
from services.face.packs import Pack, Packs
from services.face.settings import FaceSettings
from services.face.transform import Transforms

log = logging.getLogger("face.service")
_RENEWALS = 64  # that wait; further ones are left to the next frame
SAME_PHOTO = 0.99999  # cosine; two photos of one person stay well below
DEFECTS = {
    "FACE_TOO_SMALL": "the face is too small: come closer or send a larger photo",
    "FACE_BLURRED": "the face is blurred: hold still and clean the lens",
    "FACE_TURNED": "the face is turned away: look straight into the camera",
    "FACE_TOO_DARK": "the face is too dark: turn towards the light",
    "FACE_TOO_BRIGHT": "the face is too bright: avoid direct light",
}


@dataclass(frozen=True)
class Identified:
    """`subject_id` is None when nobody matched; `times` are milliseconds by stage."""

    subject_id: str | None
    reason: str
    score: float
    second: float
    threshold: float
    pack: str
    times: dict[str, float]


@dataclass(frozen=True)
class Consent:
    id: str
    community_id: str
    expire_time: datetime
    check_time: datetime


class Faces:
    def __init__(
        self,
        db: Database,
        ring: Keyring,
        inference: Any,
        resident: Any,
        settings: FaceSettings,
    ) -> None:
        self._db = db
        self._ring = ring
        self._inference = inference
        self._resident = resident
        self._settings = settings
        self._transforms = Transforms(ring)
        self._packs = Packs(inference, settings.timeout)
        self._renewals: asyncio.Queue[tuple[Identified, Any]] = asyncio.Queue(_RENEWALS)
        self.galleries = Galleries(ring, self._transforms)

    async def enrol(
        self, who: Principal, subject_id: str, photo: bytes, allow_lookalike: bool, reason: str
    ) -> Template:
        """Enrols from a photo, which is not kept (R18).

        Raises PermissionDenied CONSENT_MISSING; InvalidArgument with the photo's defect;
        AlreadyExists DUPLICATE_SUBJECT when the face is another subject's.
        """
        if allow_lookalike and len(reason.strip()) < 4:
            raise InvalidArgument(
                "REASON_MISSING", "allow_lookalike needs a reason", field="reason"
            )
        consent = await self._consent(subject_id)
        if not who.sees(consent.community_id):
            raise _no_consent()  # as for a subject that nobody knows
        pack = await self._packs.recommended()
        face = await self._only_face(photo, [pack.name, *self._older(consent.community_id, pack)])
        vector = np.frombuffer(face.embeddings[0].vector, "<f4")
        if not allow_lookalike:
            await self._refuse_duplicate(consent.community_id, subject_id, face)
        async with self._db.write() as session:
            row, gone = await self._insert(session, consent, subject_id, pack, vector, face)
            if allow_lookalike:
                audit.record(
                    session,
                    who,
                    "face.enrol_lookalike",
                    f"person/{subject_id}",
                    row.community_id,
                    reason.strip()[:200],
                )
        for old in gone:
            self.galleries.remove(old.id)
        self.galleries.put(row)
        return row

    async def _consent(self, subject_id: str) -> Consent:
        check_time = now()
        answer = await self._resident.CheckConsent(
            resident_pb2.CheckConsentRequest(subject_id=subject_id, purpose=self._settings.purpose),
            timeout=self._settings.timeout,
        )
        if not answer.granted:
            raise _no_consent()
        expire = answer.expire_time.ToDatetime(UTC)
        return Consent(answer.consent_id, answer.community_id, expire, check_time)

    def _older(self, community_id: str, pack: Pack) -> list[str]:
        """Packs of templates that were not carried over yet."""
        return [name for name in self.galleries.packs(community_id) if name != pack.name]

    async def _only_face(self, photo: bytes, packs: list[str]) -> Any:
        answer = await self._inference.AnalyzeFaces(
            inference_pb2.AnalyzeFacesRequest(image=photo, max_faces=1, packs=packs, mirror=True),
            timeout=self._settings.timeout,
        )
        if not answer.faces:
            raise InvalidArgument(
                "NO_FACE",
                "no face was found in the photo",
                field="photo",
                remedy="send a photo with the face upright and in the light",
            )
        others = [each for each in answer.faces[1:] if self._spoils(each.box, answer.faces[0].box)]
        if others:
            raise InvalidArgument(
                "SEVERAL_FACES",
                "more than one face is in the photo",
                field="photo",
                remedy="send a photo of this person alone",
                faces=len(others) + 1,
            )
        face = answer.faces[0]
        if face.quality.defects:
            first = face.quality.defects[0]
            raise InvalidArgument(
                first,
                DEFECTS.get(first, "the photo is not fit"),
                field="photo",
                defects=",".join(face.quality.defects),
            )
        return face

    def _spoils(self, box: Any, largest: Any) -> bool:
        """Whether a further face leaves it open whose photo this is: large, and not at the edge."""
        margin = self._settings.bystander_margin
        centre = box.x + box.width / 2, box.y + box.height / 2
        inside = all(margin <= value <= 1 - margin for value in centre)
        return inside and box.width >= self._settings.bystander_ratio * largest.width

    async def _refuse_duplicate(self, community_id: str, subject_id: str, face: Any) -> None:
        for embedding in face.embeddings:
            pack, match = await self._search(community_id, embedding)
            if pack is None:
                continue
            other = match.score if match.subject_id != subject_id else match.second
            if other >= pack.threshold:
                raise AlreadyExists(
                    "DUPLICATE_SUBJECT",
                    "the face is like that of another enrolled subject",
                    field="photo",
                    remedy="check whose photo it is; for twins send allow_lookalike and a reason",
                )

    async def _search(self, community_id: str, embedding: Any) -> tuple[Pack | None, Match]:
        """The embedding's pack, unless it is gone, and who there is most alike."""
        pack = await self._packs.get(embedding.pack)
        if pack is None:
            return None, NOBODY
        vector = np.frombuffer(embedding.vector, "<f4")
        return pack, self.galleries.search(community_id, pack.name, vector)

    async def _insert(
        self,
        session: AsyncSession,
        consent: Consent,
        subject_id: str,
        pack: Pack,
        vector: Vector,
        face: Any,
    ) -> tuple[Template, list[Template]]:
        """The new row, and rows that it displaced."""
        if await store.erased_since(session, subject_id, consent.check_time):
            raise _no_consent()  # withdrawn while the photo was being analysed
        version = await store.transform_version(session, consent.community_id)
        row = Template(
            community_id=consent.community_id,
            subject_id=subject_id,
            consent_id=consent.id,
            pack=pack.name,
            transform_version=version,
            sealed=b"",
            sharpness=face.quality.sharpness,
            eye_distance=face.quality.eye_distance,
            expire_time=consent.expire_time,
        )
        turned = self._transforms.apply(consent.community_id, version, vector)
        row.sealed = sealed(self._ring, row.id, turned)
        old = [t for t in await store.templates_of(session, subject_id) if t.pack == pack.name]
        if same := self._same(old, turned):
            same.consent_id, same.expire_time = consent.id, consent.expire_time
            session.add(same)
            return same, []
        gone = old[: max(0, len(old) + 1 - self._settings.max_templates)]
        await store.delete(session, gone)
        session.add(row)
        emit(session, template_enrolled(row))
        return row, gone

    def _same(self, rows: Sequence[Template], turned: Vector) -> Template | None:
        """The row that this very photo made before: a repeated call enrols once."""
        for row in rows:
            known = np.frombuffer(self._ring.unseal(row.sealed, f"template/{row.id}"), "<f4")
            if float(known @ turned) > SAME_PHOTO:
                return row
        return None

    async def identify(
        self, community_id: str, image: bytes, cropped: bool, timeout: float | None
    ) -> Identified:
        """Finds the subject of the largest face. Nothing of it is kept (R20)."""
        current = await self._packs.recommended()
        older = self._older(community_id, current)
        started = perf_counter()
        answer = await self._inference.AnalyzeFaces(
            inference_pb2.AnalyzeFacesRequest(
                image=image,
                max_faces=1,
                packs=[current.name, *older],
                cropped=cropped,
                mirror=True,
            ),
            timeout=min(timeout or self._settings.timeout, self._settings.timeout),
        )
        times = {
            "inference_ms": (perf_counter() - started) * 1000,
            "queue_ms": answer.times.queue_ms,
            "decode_ms": answer.times.decode_ms,
            "detect_ms": answer.times.detect_ms,
            "align_ms": answer.times.align_ms,
            "embed_ms": answer.times.embed_ms,
        }
        if not answer.faces:
            return Identified(None, "NO_FACE", -1, -1, current.threshold, current.name, times)
        return await self._match(community_id, answer.faces[0], times)

    async def _match(self, community_id: str, face: Any, times: dict[str, float]) -> Identified:
        """The newest pack decides; an older one only when the newest knows nobody."""
        started = perf_counter()
        found: Identified | None = None
        for embedding in face.embeddings:
            pack, match = await self._search(community_id, embedding)
            if pack is None:
                continue
            subject, reason = decide(match, pack.threshold, pack.margin)
            result = Identified(
                subject, reason, match.score, match.second, pack.threshold, pack.name, times
            )
            if found is None or subject:
                found = result
            if subject:
                break
        times["search_ms"] = (perf_counter() - started) * 1000
        assert found is not None  # noqa: S101 - the recommended pack always answers
        older = found.subject_id and found.pack != face.embeddings[0].pack
        if older and self._settings.renew and not face.quality.defects:
            with suppress(asyncio.QueueFull):  # another frame of this person will come
                self._renewals.put_nowait((found, face))
        return found

    async def renewing(self) -> None:
        """Renews what was recognised until cancelled: no door waits for it, or fails with it."""
        while True:
            found, face = await self._renewals.get()
            try:
                await self._renew(found, face)
            except (AnjuError, grpc.aio.AioRpcError, OperationalError) as error:
                log.warning("a template was not renewed", extra={"why": type(error).__name__})

    async def _renew(self, found: Identified, face: Any) -> None:
        """Carries a subject over to the recommended pack from a frame that an older one
        recognised: photos are not kept (R18), so this is how a change of pack reaches them."""
        pack = await self._packs.recommended()
        if found.pack == pack.name or not found.subject_id:
            return
        vector = np.frombuffer(face.embeddings[0].vector, "<f4")
        consent = await self._consent(found.subject_id)
        async with self._db.write() as session:
            rows = await store.templates_of(session, found.subject_id)
            old = [t for t in rows if t.pack == found.pack]
            if not old:
                return  # an earlier frame carried it over, or it was erased
            row, _ = await self._insert(session, consent, found.subject_id, pack, vector, face)
            await store.delete(session, old)
        for template in old:
            self.galleries.remove(template.id)
        self.galleries.put(row)

    async def extend(self, subject_id: str) -> None:
        """Lets the subject's templates stand on the consent that stands now, and as long."""
        async with self._db.read() as session:
            if not await store.templates_of(session, subject_id):
                return
        try:
            consent = await self._consent(subject_id)
        except PermissionDenied:
            return  # withdrawn since
        async with self._db.write() as session:
            rows = await store.templates_of(session, subject_id)
            for row in rows:
                row.consent_id, row.expire_time = consent.id, consent.expire_time
                session.add(row)
                emit(session, template_renewed(row))
        for row in rows:
            self.galleries.put(row)

    async def erase(
        self, session: AsyncSession, subject_id: str, erasure_id: str = "", community_id: str = ""
    ) -> tuple[int, str]:
        """Deletes every template of the subject; returns count and digest for the receipt."""
        rows = await store.templates_of(session, subject_id)
        await store.delete(session, rows)
        await session.merge(ErasedSubject(subject_id=subject_id, erase_time=now()))
        place = rows[0].community_id if rows else community_id
        count, digest = len(rows), digest_of(rows)
        emit(session, subject_erased(place, subject_id, erasure_id, count, digest))
        return count, digest

    async def erase_by_hand(self, who: Principal, subject_id: str) -> tuple[int, str]:
        """Raises NotFound when the subject has no template in the caller's scope."""
        async with self._db.write() as session:
            rows = await store.templates_of(session, subject_id)
            if not rows or not who.sees(rows[0].community_id):
                raise missing("subject")
            result = await self.erase(session, subject_id)
        self.galleries.drop(subject_id)
        return result

    async def rotate_keys(self) -> int:
        """Seals every template with the current key; returns how many were sealed anew."""
        count = 0
        current = self._ring.current.encode() + b":"
        async with self._db.write() as session:
            async for rows in store.all_templates(session):
                for row in rows:
                    if not row.sealed.startswith(current):
                        place = f"template/{row.id}"
                        row.sealed = self._ring.seal(self._ring.unseal(row.sealed, place), place)
                        session.add(row)
                        count += 1
        return count

    async def reissue(self, community_id: str) -> int:
        """Gives a community a fresh transform: copies of its former templates are worthless."""
        count = 0
        async with self._db.write() as session:
            old = await store.transform_version(session, community_id)
            await session.merge(Transform(community_id=community_id, version=old + 1))
            async for rows in store.all_templates(session, community_id):
                for row in rows:
                    plain = self._ring.unseal(row.sealed, f"template/{row.id}")
                    vector = self._transforms.undo(
                        community_id, row.transform_version, np.frombuffer(plain, "<f4")
                    )
                    turned = self._transforms.apply(community_id, old + 1, vector)
                    row.sealed = sealed(self._ring, row.id, turned)
                    row.transform_version = old + 1
                    session.add(row)
                    count += 1
        return count


def _no_consent() -> PermissionDenied:
    return PermissionDenied(
        "CONSENT_MISSING",
        "no granted and unexpired consent to this purpose",
        field="subject_id",
        remedy="show the newest notice and record the person's consent first",
    )


def digest_of(rows: Sequence[Template]) -> str:
    """SHA-256 over ids and ciphertexts: proves what was deleted without holding it."""
    content = hashlib.sha256()
    for row in sorted(rows, key=lambda each: each.id):
        content.update(row.id.encode() + row.sealed)
    return content.hexdigest()
