"""Rules of the resident service: houses, persons, tenancies and credentials."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kit import audit, credentials
from kit.auth import Principal
from kit.credentials import CredentialKind
from kit.db import MAX_PAGE, AsyncSession, emit
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.secrets import Keyring
from kit.tables import Audit, new_id, now
from services.plate import grammar
from services.resident import persons, store
from services.resident.consents import Consents, close
from services.resident.erasure import Erasures, views
from services.resident.events import right_changed
from services.resident.inputs import (
    CorrectionIn,
    CredentialIn,
    HouseIn,
    PersonIn,
    RevealIn,
    TenancyIn,
)
from services.resident.models import (
    Consent,
    ConsentState,
    Credential,
    Erasure,
    ErasureCause,
    ErasureView,
    House,
    Notice,
    Person,
    PersonView,
    Tenancy,
)
from services.resident.persons import Private
from services.resident.settings import ResidentSettings

MADE_HERE = {CredentialKind.PASSCODE: 8, CredentialKind.QR: 32}  # kind → length
_QR_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Record:
    """Everything kept of a person (R16, R48)."""

    person: PersonView
    tenancies: list[Tenancy]
    consents: list[Consent]
    notices: list[Notice]
    credentials: list[Credential]
    erasures: list[ErasureView]
    looks: list[Audit]


class Residents:
    def __init__(self, ring: Keyring, settings: ResidentSettings) -> None:
        self.ring = ring
        self._settings = settings
        self.digest_key = ring.derive("credential digests")
        self.erasures = Erasures(settings)
        self.consents = Consents(settings, self.erasures, ring)

    async def create_house(self, session: AsyncSession, who: Principal, body: HouseIn) -> House:
        who.within(body.community_id)
        known, _ = await store.listing(
            session,
            who,
            House,
            MAX_PAGE,
            "",
            community_id=body.community_id,
            building=body.building,
            number=body.number,
        )
        if any(house.unit == body.unit for house in known):
            raise AlreadyExists("HOUSE_EXISTS", "this house exists", field="number")
        house = House(**body.model_dump())
        session.add(house)
        return house

    async def set_rental(
        self, session: AsyncSession, who: Principal, house_id: str, rental: bool
    ) -> House:
        house = await store.get(session, who, House, house_id, "house")
        house.rental = rental
        session.add(house)
        return house

    async def create_person(
        self, session: AsyncSession, who: Principal, body: PersonIn
    ) -> PersonView:
        who.within(body.community_id)
        person = Person(community_id=body.community_id, display_name=body.display_name, sealed=b"")
        born = persons.birth_date(body.id_number, body.birth_date)
        self._seal(person, Private(body.phone, body.id_number, born))
        session.add(person)
        return persons.view(self.ring, person)

    def _seal(self, person: Person, private: Private) -> None:
        persons.seal(self.ring, person, private, self._settings.minor_age)

    async def get_person(self, session: AsyncSession, who: Principal, key: str) -> PersonView:
        person = await store.get(session, who, Person, key, "person")
        audit.record(session, who, "person.read", f"person/{key}", person.community_id)
        return persons.view(self.ring, person)

    async def reveal_person(
        self, session: AsyncSession, who: Principal, body: RevealIn
    ) -> tuple[PersonView, str]:
        """The person in full, and the birth date. For minors somebody else must approve (R8)."""
        person = await store.get(session, who, Person, body.id, "person")
        if persons.is_minor(person) and body.approver in ("", who.subject):
            raise FailedPrecondition(
                "APPROVAL_REQUIRED",
                "data of a person under 14 is shown only with somebody else's approval",
                field="approver",
            )
        reason = f"{body.reason} (approved by {body.approver})" if body.approver else body.reason
        audit.record(
            session, who, "person.reveal", f"person/{body.id}", person.community_id, reason
        )
        full = persons.view(self.ring, person, reveal=True)
        return full, persons.unseal(self.ring, person).birth_date

    async def correct_person(
        self, session: AsyncSession, who: Principal, body: CorrectionIn
    ) -> PersonView:
        person = await self._standing(session, who, body.id)
        old = persons.unseal(self.ring, person)
        phone = old.phone if body.phone is None else body.phone
        number = old.id_number if body.id_number is None else body.id_number
        stated = body.birth_date
        if stated is None and old.birth_date and not number:
            stated = date.fromisoformat(old.birth_date)
        if body.display_name:
            person.display_name = body.display_name
        self._seal(person, Private(phone, number, persons.birth_date(number, stated)))
        session.add(person)
        if persons.is_minor(person):
            await self.consents.end_unguarded(session, person.id)
        audit.record(session, who, "person.correct", f"person/{body.id}", person.community_id)
        return persons.view(self.ring, person)

    async def _standing(self, session: AsyncSession, who: Principal, key: str) -> Person:
        person = await store.get(session, who, Person, key, "person")
        if person.erase_time:
            raise FailedPrecondition("PERSON_ERASED", "this person's record was erased")
        return person

    async def list_persons(
        self,
        session: AsyncSession,
        who: Principal,
        community_id: str,
        house_id: str,
        phone: str,
        size: int,
        token: str,
    ) -> tuple[list[PersonView], str]:
        if phone and not community_id:
            raise InvalidArgument(
                "COMMUNITY_REQUIRED",
                "a phone number is looked up within one community",
                field="community_id",
            )
        digest = self.ring.digest("phone", community_id, phone) if phone else ""
        rows, token = await store.list_persons(
            session, who, community_id, house_id, digest, now(), size, token
        )
        for person in rows:
            key = f"person/{person.id}"
            audit.record(session, who, "person.list", key, person.community_id)
        return [persons.view(self.ring, person) for person in rows], token

    async def record(self, session: AsyncSession, who: Principal, key: str) -> Record:
        person = await store.get(session, who, Person, key, "person")
        consents = list(await store.of_person(session, Consent, key))
        notices = [
            await session.get_one(Notice, i) for i in sorted({c.notice_id for c in consents})
        ]
        looks = list(await store.looks(session, key, 500))
        audit.record(session, who, "person.record", f"person/{key}", person.community_id)
        return Record(
            persons.view(self.ring, person),
            list(await store.of_person(session, Tenancy, key)),
            consents,
            notices,
            list(await store.of_person(session, Credential, key)),
            await views(session, await store.of_person(session, Erasure, key)),
            looks,
        )

    async def erase_person(self, session: AsyncSession, who: Principal, key: str) -> ErasureView:
        person = await self._standing(session, who, key)
        for open_erasure in await store.open_erasures(session, key):
            if open_erasure.cause == ErasureCause.REQUEST:
                return (await views(session, [open_erasure]))[0]
        for tenancy in await store.open_tenancies(session, key, now()):
            await self._end(session, tenancy)
        return await self._clear(session, person, ErasureCause.REQUEST)

    async def erase_again(
        self, session: AsyncSession, person_id: str, cause: ErasureCause, at: datetime
    ) -> bool:
        """Asks once more for what was asked at that time, where these tables, restored from a
        back-up, do not know of it; returns whether there was anything to ask for (R32)."""
        person = await session.get(Person, person_id)
        if person is None or person.erase_time:
            return False
        if await store.erased_since(session, person_id, cause, at):
            return False
        if cause in (ErasureCause.REQUEST, ErasureCause.MOVE_OUT):
            for tenancy in await store.open_tenancies(session, person_id, now()):
                await self._end(session, tenancy)
            await self._clear(session, person, cause)
            return True
        for consent in await store.granted(session, person_id):
            await self.consents.end(session, consent, ConsentState.WITHDRAWN, cause)
        return True

    async def start_tenancy(
        self, session: AsyncSession, who: Principal, body: TenancyIn
    ) -> Tenancy:
        house = await store.get(session, who, House, body.house_id, "house")
        person = await self._standing(session, who, body.person_id)
        if person.community_id != house.community_id:
            raise InvalidArgument(
                "PERSON_ELSEWHERE",
                "house and person are of different communities",
                field="person_id",
                remedy="create the person's record in the community of the house",
            )
        tenancy = Tenancy(
            **body.model_dump(exclude={"valid_from"}),
            community_id=house.community_id,
            valid_from=body.valid_from or now(),
            revision=await store.next_revision(session),
        )
        session.add(tenancy)
        self._tell(session, tenancy)
        await self._moved(session, person.id)
        return tenancy

    async def end_tenancy(
        self, session: AsyncSession, who: Principal, key: str
    ) -> tuple[Tenancy, ErasureView | None]:
        tenancy = await store.get(session, who, Tenancy, key, "tenancy")
        if tenancy.end_time:
            raise FailedPrecondition("TENANCY_ENDED", "the tenancy has ended already")
        return tenancy, await self.move_out(session, tenancy)

    async def move_out(self, session: AsyncSession, tenancy: Tenancy) -> ErasureView | None:
        """Ends a tenancy; with the person's last one, face and rights go too (R29)."""
        await self._end(session, tenancy)
        if await store.open_tenancies(session, tenancy.person_id, now()):
            return None
        person = await session.get_one(Person, tenancy.person_id)
        return await self._clear(session, person, ErasureCause.MOVE_OUT)

    async def _end(self, session: AsyncSession, tenancy: Tenancy) -> None:
        tenancy.end_time = now()
        tenancy.revision = await store.next_revision(session)
        session.add(tenancy)
        await session.flush()
        self._tell(session, tenancy)
        await self._moved(session, tenancy.person_id)

    async def _moved(self, session: AsyncSession, person_id: str) -> None:
        """The person's plates are read again, as they count for another house now."""
        for credential in await store.open_credentials(session, person_id):
            if credential.kind is CredentialKind.PLATE:
                credential.revision = await store.next_revision(session)
                session.add(credential)
                self._tell(session, credential)

    async def _clear(
        self, session: AsyncSession, person: Person, cause: ErasureCause
    ) -> ErasureView:
        """Revokes all credentials and consents and asks every holder to erase."""
        for credential in await store.open_credentials(session, person.id):
            await self._revoke(session, credential)
        for consent in await store.granted(session, person.id):
            close(session, consent, ConsentState.WITHDRAWN)
        return await self.erasures.request(session, person.community_id, person.id, cause)

    async def issue_credential(
        self, session: AsyncSession, who: Principal, body: CredentialIn
    ) -> tuple[Credential, str]:
        """The credential and, for a kind made here, its value: it is shown this once."""
        person = await self._standing(session, who, body.person_id)
        place = person.community_id
        made = body.kind in MADE_HERE
        if made and body.value:
            raise InvalidArgument(
                "VALUE_MADE_HERE", f"a {body.kind} is made by the server", field="value"
            )
        value = await self._make(session, place, body.kind) if made else self._plain(body)
        digest = self.digest(place, body.kind, value)
        if await store.credential_of(session, place, body.kind, digest):
            raise AlreadyExists(
                "CREDENTIAL_TAKEN",
                f"this {body.kind} is in use in the community",
                field="value",
                remedy="revoke it first",
            )
        credential = Credential(
            id=(key := new_id()),
            sealed=self._sealed_plate(key, value) if body.kind is CredentialKind.PLATE else b"",
            community_id=place,
            person_id=person.id,
            kind=body.kind,
            digest=digest,
            masked="*" * 6 if made else persons.mask(value, 2, 2),
            valid_from=body.valid_from or now(),
            valid_to=body.valid_to,
            revision=await store.next_revision(session),
        )
        session.add(credential)
        self._tell(session, credential)
        return credential, value if made else ""

    def _sealed_plate(self, key: str, plate: str) -> bytes:
        return self.ring.seal(plate.encode(), f"credential/{key}")

    async def plates(
        self, session: AsyncSession, revision: int, size: int
    ) -> tuple[list[dict[str, Any]], bool]:
        """Plate credentials that changed after the revision, in order, and whether more did."""
        rows, more = await store.plates_since(session, revision, size or MAX_PAGE)
        return [await self._plate(session, row) for row in rows], more

    async def _plate(self, session: AsyncSession, row: Credential) -> dict[str, Any]:
        homes = await store.open_tenancies(session, row.person_id, now())
        plain = self.ring.unseal(row.sealed, f"credential/{row.id}") if row.sealed else b""
        return dict(row) | {
            "subject_id": row.person_id,
            "house_id": min((each.house_id for each in homes), default=""),
            "plate": plain.decode(),
            "ended": row.revoke_time is not None,
        }

    def _plain(self, body: CredentialIn) -> str:
        if body.kind is CredentialKind.PLATE:
            return _plate_text(body.value)
        try:
            return credentials.normalise(body.kind, body.value)
        except ValueError as error:
            raise InvalidArgument("CREDENTIAL_INVALID", str(error), field="value") from None

    async def _make(self, session: AsyncSession, place: str, kind: CredentialKind) -> str:
        alphabet = _QR_ALPHABET if kind is CredentialKind.QR else "0123456789"
        while True:
            value = "".join(secrets.choice(alphabet) for _ in range(MADE_HERE[kind]))
            if not await store.credential_of(session, place, kind, self.digest(place, kind, value)):
                return value

    def digest(self, community_id: str, kind: CredentialKind, value: str) -> str:
        return credentials.digest(self.digest_key, community_id, kind, value)

    async def revoke_credential(
        self, session: AsyncSession, who: Principal, key: str
    ) -> Credential:
        credential = await store.get(session, who, Credential, key, "credential")
        if credential.revoke_time is None:
            await self._revoke(session, credential)
        return credential

    async def _revoke(self, session: AsyncSession, credential: Credential) -> None:
        credential.revoke_time = now()
        credential.sealed = b""
        credential.revision = await store.next_revision(session)
        session.add(credential)
        await session.flush()
        self._tell(session, credential)

    @staticmethod
    def _tell(session: AsyncSession, right: Tenancy | Credential) -> None:
        emit(session, right_changed(right.community_id, right.person_id, right.revision))

    async def sweep(self, session: AsyncSession) -> int:
        """Ends consents and tenancies whose time is over; returns how many."""
        at = now()
        consents = await store.lapsed_consents(session, at, 100)
        for consent in consents:
            await self.consents.end(
                session, consent, ConsentState.EXPIRED, ErasureCause.CONSENT_EXPIRED
            )
        tenancies = await store.lapsed_tenancies(session, at, 100)
        for tenancy in tenancies:
            await self.move_out(session, tenancy)
        return len(consents) + len(tenancies)


def _plate_text(value: str) -> str:
    try:
        return grammar.parse(value).text
    except grammar.NotAPlate as error:
        raise InvalidArgument("CREDENTIAL_INVALID", error.reason, field="value") from None
