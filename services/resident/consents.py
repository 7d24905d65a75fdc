"""Consent: separate, informed, for one purpose, for a time, and easy to withdraw."""

import hashlib
from datetime import date, timedelta
from typing import Any

from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.secrets import Keyring
from kit.tables import now
from services.resident import store
from services.resident.erasure import Erasures
from services.resident.events import consent_changed
from services.resident.inputs import ConsentIn, NoticeIn, RefusalIn
from services.resident.models import (
    Consent,
    ConsentState,
    ErasureCause,
    ErasureView,
    Notice,
    Person,
)
from services.resident.persons import coming_of_age, is_minor, unseal
from services.resident.settings import ResidentSettings

OF_AGE = 18  # years (Civil Code, Art. 17)


class Consents:
    def __init__(self, settings: ResidentSettings, erasures: Erasures, ring: Keyring) -> None:
        self._settings = settings
        self._ring = ring
        self._erasures = erasures

    async def publish(self, session: AsyncSession, who: Principal, body: NoticeIn) -> Notice:
        """A changed text is a new notice: consents to the former one no longer enrol (R3, R9)."""
        who.within(body.community_id)
        known, _ = await store.listing(
            session,
            who,
            Notice,
            1,
            "",
            community_id=body.community_id,
            purpose=body.purpose,
            version=body.version,
        )
        if known:
            raise AlreadyExists(
                "NOTICE_VERSION_TAKEN",
                "this version of the notice is published",
                field="version",
                remedy="publish a changed text under a new version",
            )
        digest = hashlib.sha256(body.body().encode()).hexdigest()
        notice = Notice(**body.model_dump(), text_hash=digest)
        session.add(notice)
        return notice

    async def grant(self, session: AsyncSession, who: Principal, body: ConsentIn) -> Consent:
        person, notice = await self._pair(session, who, body.person_id, body.notice_id)
        if body.text_hash != notice.text_hash:
            raise FailedPrecondition(
                "NOTICE_TEXT_DIFFERS",
                "the person was shown another text than the notice's",
                field="text_hash",
                remedy="show the newest notice and send its text_hash",
            )
        newest = await store.newest_notice(session, notice.community_id, notice.purpose)
        if newest and newest.id != notice.id:
            raise FailedPrecondition(
                "NOTICE_SUPERSEDED",
                "a newer notice for this purpose is published",
                field="notice_id",
                remedy="show the newest notice",
            )
        await self._check_expiry(session, person, body)
        await self._check_guardian(session, person, body)
        for old in await store.granted(session, person.id, notice.purpose):
            # A renewal replaces the former consent without erasing anything.
            old.state = ConsentState.EXPIRED
            session.add(old)
        consent = Consent(
            **body.model_dump(exclude={"text_hash"}),
            **_terms(notice),
            state=ConsentState.GRANTED,
        )
        session.add(consent)
        await session.flush()
        emit(session, consent_changed(consent))
        return consent

    async def refuse(self, session: AsyncSession, who: Principal, body: RefusalIn) -> Consent:
        person, notice = await self._pair(session, who, body.person_id, body.notice_id)
        for old in await store.granted(session, person.id, notice.purpose):
            # Whoever says no takes back the yes to an earlier notice (R6).
            await self.end(session, old, ConsentState.WITHDRAWN, ErasureCause.CONSENT_WITHDRAWN)
        again = now() + timedelta(days=self._settings.ask_again_days)
        consent = Consent(
            **body.model_dump(),
            **_terms(notice),
            state=ConsentState.REFUSED,
            expire_time=again,
            ask_again_time=again,
        )
        session.add(consent)
        await session.flush()
        emit(session, consent_changed(consent))
        return consent

    async def withdraw(
        self, session: AsyncSession, who: Principal, consent_id: str
    ) -> tuple[Consent, ErasureView]:
        consent = await store.get(session, who, Consent, consent_id, "consent")
        if consent.state != ConsentState.GRANTED:
            raise FailedPrecondition("CONSENT_NOT_GRANTED", f"the consent is {consent.state}")
        return consent, await self.end(
            session, consent, ConsentState.WITHDRAWN, ErasureCause.CONSENT_WITHDRAWN
        )

    async def end(
        self, session: AsyncSession, consent: Consent, state: ConsentState, cause: ErasureCause
    ) -> ErasureView:
        """Ends a consent and starts the erasure of what rests on it (R6, R10)."""
        close(session, consent, state)
        return await self._erasures.request(
            session, consent.community_id, consent.person_id, cause, consent.purpose
        )

    async def end_unguarded(self, session: AsyncSession, person_id: str) -> None:
        """What a child agreed to alone, taken for a grown-up, was no consent (R7)."""
        for consent in await store.granted(session, person_id):
            if not consent.guardian_id:
                await self.end(
                    session, consent, ConsentState.WITHDRAWN, ErasureCause.CONSENT_WITHDRAWN
                )

    async def check(self, session: AsyncSession, subject_id: str, purpose: str) -> Consent | None:
        """The consent that stands now for exactly this purpose (R9), if any."""
        at = now()
        for consent in await store.granted(session, subject_id, purpose):
            newest = await store.newest_notice(session, consent.community_id, purpose)
            if consent.expire_time > at and newest and newest.id == consent.notice_id:
                return consent
        return None

    async def _pair(
        self, session: AsyncSession, who: Principal, person_id: str, notice_id: str
    ) -> tuple[Person, Notice]:
        person = await store.get(session, who, Person, person_id, "person")
        notice = await store.get(session, who, Notice, notice_id, "notice")
        if person.erase_time:
            raise FailedPrecondition("PERSON_ERASED", "this person's record was erased")
        if notice.community_id != person.community_id:
            raise InvalidArgument(
                "NOTICE_ELSEWHERE", "the notice is of another community", field="notice_id"
            )
        return person, notice

    async def _check_expiry(self, session: AsyncSession, person: Person, body: ConsentIn) -> None:
        at = now()
        limit = at + timedelta(days=self._settings.consent_max_days)
        tenancies = await store.open_tenancies(session, person.id, at)
        if not tenancies:
            raise FailedPrecondition(
                "NO_TENANCY",
                "the person lives in no house of this community",
                remedy="start a tenancy first",
            )
        if all(t.valid_to for t in tenancies):
            limit = min(limit, max(t.valid_to for t in tenancies if t.valid_to))
        if is_minor(person) and person.minor_until:
            limit = min(limit, person.minor_until)  # asked again on the 14th birthday (R7)
        if not at < body.expire_time <= limit:
            raise InvalidArgument(
                "CONSENT_TERM_INVALID",
                f"expire_time must be in the future and not after {limit:%Y-%m-%dT%H:%M:%SZ}",
                field="expire_time",
                limit=limit.isoformat(),
            )

    async def _check_guardian(self, session: AsyncSession, person: Person, body: ConsentIn) -> None:
        if not unseal(self._ring, person).birth_date:
            raise FailedPrecondition(
                "BIRTH_DATE_UNKNOWN",
                "nobody can tell whether this person consents alone: no birth date is on record",
                field="person_id",
                remedy="record the birth date or the id number first",
            )
        if not is_minor(person):
            if body.guardian_id:
                raise InvalidArgument(
                    "GUARDIAN_NOT_NEEDED", "the person consents alone", field="guardian_id"
                )
            return
        at = now()
        guardian = await session.get(Person, body.guardian_id) if body.guardian_id else None
        homes = {t.house_id for t in await store.open_tenancies(session, person.id, at)}
        if (
            guardian is None
            or guardian.community_id != person.community_id
            or not self._grown_up(guardian)
            or not body.minor_rules
            or homes.isdisjoint(
                t.house_id for t in await store.open_tenancies(session, guardian.id, at)
            )
        ):
            raise FailedPrecondition(
                "GUARDIAN_REQUIRED",
                "under 14 a grown-up of the same house consents, shown the rules for minors",
                field="guardian_id",
                remedy="send guardian_id and minor_rules",
            )

    def _grown_up(self, person: Person) -> bool:
        born = unseal(self._ring, person).birth_date
        return bool(born) and coming_of_age(date.fromisoformat(born), OF_AGE) <= now()


def close(session: AsyncSession, consent: Consent, state: ConsentState) -> None:
    """Ends a consent and says so; whatever rests on it is left to the caller."""
    consent.state = state
    consent.withdraw_time = now() if state is ConsentState.WITHDRAWN else None
    session.add(consent)
    emit(session, consent_changed(consent))


def _terms(notice: Notice) -> dict[str, Any]:
    """What of the notice the consent must prove later, also if the notice were lost."""
    return {
        "community_id": notice.community_id,
        "purpose": notice.purpose,
        "text_version": notice.version,
        "text_hash": notice.text_hash,
        "recipients": notice.recipients,
    }
