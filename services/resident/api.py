"""REST of the resident service: the same calls as gRPC, under the same names."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from kit.audit_api import AuditView
from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.edge import rest_write
from kit.server import IdempotencyKey, allow
from kit.tables import now
from services.resident import erasure, store
from services.resident.inputs import (
    ConsentIn,
    CorrectionIn,
    CredentialIn,
    HouseIn,
    Input,
    NoticeIn,
    PersonIn,
    RefusalIn,
    RentalIn,
    RevealIn,
    TenancyIn,
)
from services.resident.models import (
    Consent,
    ConsentState,
    ConsentView,
    Credential,
    CredentialView,
    Erasure,
    ErasureView,
    House,
    HouseView,
    Notice,
    NoticeView,
    PersonView,
    Tenancy,
    TenancyView,
    View,
)
from services.resident.rpc import phone_filter
from services.resident.service import Residents

Reader = Annotated[Principal, allow("resident.read")]
Writer = Annotated[Principal, allow("resident.write")]
Consenter = Annotated[Principal, allow("consent.write")]
Issuer = Annotated[Principal, allow("credential.write")]
Size = Annotated[int, Query(ge=0, description="0 means 50; at most 500")]
Token = Annotated[str, Query(max_length=512, description="next_page_token of the former page")]


class Houses(BaseModel):
    items: list[HouseView]
    next_page_token: str


class Persons(BaseModel):
    items: list[PersonView]
    next_page_token: str


class Tenancies(BaseModel):
    items: list[TenancyView]
    next_page_token: str


class Notices(BaseModel):
    items: list[NoticeView]
    next_page_token: str


class Consents(BaseModel):
    items: list[ConsentView]
    next_page_token: str


class Credentials(BaseModel):
    items: list[CredentialView]
    next_page_token: str


class Erasures(BaseModel):
    items: list[ErasureView]
    next_page_token: str


class Revealed(PersonView):
    birth_date: str


class TenancyEnded(View):
    tenancy: TenancyView
    erasure: ErasureView | None


class ConsentWithdrawn(View):
    consent: ConsentView
    erasure: ErasureView


class CredentialIssued(View):
    """`secret` is a passcode or QR content made by the server; it is shown this once."""

    credential: CredentialView
    secret: str


class PersonRecord(View):
    person: PersonView
    tenancies: list[TenancyView]
    consents: list[ConsentView]
    notices: list[NoticeView]
    credentials: list[CredentialView]
    erasures: list[ErasureView]
    looks: list[AuditView]


class Nothing(Input):
    """An empty body."""


def build_router(db: Database, residents: Residents) -> APIRouter:
    router = APIRouter(tags=["resident"])
    for add in (_houses, _persons, _tenancies, _consents, _credentials, _erasures):
        add(router, db, residents)
    return router


async def _page(
    db: Database, who: Principal, model: Any, size: int, token: str, new: bool = False, **eq: Any
) -> dict[str, Any]:
    async with db.read() as session:
        rows, token = await store.listing(session, who, model, size, token, new, **eq)
    return {"items": rows, "next_page_token": token}


def _houses(router: APIRouter, db: Database, residents: Residents) -> None:
    @router.post("/houses", status_code=201)
    async def create_house(body: HouseIn, who: Writer, key: IdempotencyKey = "") -> HouseView:
        async def run(session: AsyncSession) -> House:
            return await residents.create_house(session, who, body)

        return await rest_write(db, who, key, "CreateHouse", body, HouseView, run)

    @router.patch("/houses/{house_id}")
    async def set_house_rental(house_id: str, body: RentalIn, who: Writer) -> HouseView:
        async with db.write() as session:
            house = await residents.set_rental(session, who, house_id, body.rental)
            return HouseView.model_validate(house)

    @router.get("/houses", response_model=Houses)
    async def list_houses(
        who: Reader, community_id: str = "", page_size: Size = 0, page_token: Token = ""
    ) -> Any:
        return await _page(db, who, House, page_size, page_token, community_id=community_id)


def _persons(router: APIRouter, db: Database, residents: Residents) -> None:
    @router.post("/persons", status_code=201)
    async def create_person(body: PersonIn, who: Writer, key: IdempotencyKey = "") -> PersonView:
        async def run(session: AsyncSession) -> PersonView:
            return await residents.create_person(session, who, body)

        return await rest_write(db, who, key, "CreatePerson", body, PersonView, run)

    @router.get("/persons")
    async def list_persons(
        who: Reader,
        community_id: str = "",
        house_id: str = "",
        phone: str = "",
        page_size: Size = 0,
        page_token: Token = "",
    ) -> Persons:
        async with db.write() as session:
            rows, token = await residents.list_persons(
                session, who, community_id, house_id, phone_filter(phone), page_size, page_token
            )
        return Persons(items=rows, next_page_token=token)

    @router.get("/persons/{person_id}")
    async def get_person(person_id: str, who: Reader) -> PersonView:
        async with db.write() as session:
            return await residents.get_person(session, who, person_id)

    @router.post("/persons/{person_id}:reveal")
    async def reveal_person(
        person_id: str, body: RevealIn, who: Annotated[Principal, allow("resident.reveal")]
    ) -> Revealed:
        async with db.write() as session:
            person, born = await residents.reveal_person(
                session, who, body.model_copy(update={"id": person_id})
            )
        return Revealed(**person.model_dump(), birth_date=born)

    @router.patch("/persons/{person_id}")
    async def correct_person(person_id: str, body: CorrectionIn, who: Writer) -> PersonView:
        async with db.write() as session:
            return await residents.correct_person(
                session, who, body.model_copy(update={"id": person_id})
            )

    @router.get("/persons/{person_id}/record", response_model=PersonRecord)
    async def get_person_record(person_id: str, who: Reader) -> Any:
        async with db.write() as session:
            return await residents.record(session, who, person_id)

    @router.post("/persons/{person_id}:erase")
    async def erase_person(person_id: str, who: Writer, key: IdempotencyKey = "") -> ErasureView:
        async def run(session: AsyncSession) -> ErasureView:
            return await residents.erase_person(session, who, person_id)

        name = f"ErasePerson {person_id}"
        return await rest_write(db, who, key, name, Nothing(), ErasureView, run)


def _tenancies(router: APIRouter, db: Database, residents: Residents) -> None:
    @router.post("/tenancies", status_code=201)
    async def start_tenancy(body: TenancyIn, who: Writer, key: IdempotencyKey = "") -> TenancyView:
        async def run(session: AsyncSession) -> Tenancy:
            return await residents.start_tenancy(session, who, body)

        return await rest_write(db, who, key, "StartTenancy", body, TenancyView, run)

    @router.post("/tenancies/{tenancy_id}:end")
    async def end_tenancy(tenancy_id: str, who: Writer, key: IdempotencyKey = "") -> TenancyEnded:
        async def run(session: AsyncSession) -> TenancyEnded:
            tenancy, erased = await residents.end_tenancy(session, who, tenancy_id)
            return TenancyEnded(tenancy=TenancyView.model_validate(tenancy), erasure=erased)

        name = f"EndTenancy {tenancy_id}"
        return await rest_write(db, who, key, name, Nothing(), TenancyEnded, run)

    @router.get("/tenancies", response_model=Tenancies)
    async def list_tenancies(
        who: Reader,
        community_id: str = "",
        house_id: str = "",
        person_id: str = "",
        page_size: Size = 0,
        page_token: Token = "",
    ) -> Any:
        filters: dict[str, Any] = {
            "community_id": community_id,
            "house_id": house_id,
            "person_id": person_id,
        }
        return await _page(db, who, Tenancy, page_size, page_token, **filters)


def _consents(router: APIRouter, db: Database, residents: Residents) -> None:
    consents = residents.consents

    @router.post("/notices", status_code=201)
    async def publish_notice(
        body: NoticeIn, who: Consenter, key: IdempotencyKey = ""
    ) -> NoticeView:
        async def run(session: AsyncSession) -> Notice:
            return await consents.publish(session, who, body)

        return await rest_write(db, who, key, "PublishNotice", body, NoticeView, run)

    @router.get("/notices", response_model=Notices)
    async def list_notices(
        who: Reader,
        community_id: str = "",
        purpose: str = "",
        page_size: Size = 0,
        page_token: Token = "",
    ) -> Any:
        filters: dict[str, Any] = {"community_id": community_id, "purpose": purpose}
        return await _page(db, who, Notice, page_size, page_token, True, **filters)

    @router.post("/consents", status_code=201)
    async def grant_consent(
        body: ConsentIn, who: Consenter, key: IdempotencyKey = ""
    ) -> ConsentView:
        async def run(session: AsyncSession) -> Consent:
            return await consents.grant(session, who, body)

        return await rest_write(db, who, key, "GrantConsent", body, ConsentView, run)

    @router.post("/consents:refuse", status_code=201)
    async def refuse_consent(
        body: RefusalIn, who: Consenter, key: IdempotencyKey = ""
    ) -> ConsentView:
        async def run(session: AsyncSession) -> Consent:
            return await consents.refuse(session, who, body)

        return await rest_write(db, who, key, "RefuseConsent", body, ConsentView, run)

    @router.post("/consents/{consent_id}:withdraw")
    async def withdraw_consent(
        consent_id: str, who: Consenter, key: IdempotencyKey = ""
    ) -> ConsentWithdrawn:
        async def run(session: AsyncSession) -> ConsentWithdrawn:
            consent, erased = await consents.withdraw(session, who, consent_id)
            return ConsentWithdrawn(consent=ConsentView.model_validate(consent), erasure=erased)

        name = f"WithdrawConsent {consent_id}"
        return await rest_write(db, who, key, name, Nothing(), ConsentWithdrawn, run)

    @router.get("/consents", response_model=Consents)
    async def list_consents(
        who: Reader,
        community_id: str = "",
        person_id: str = "",
        state: ConsentState | None = None,
        page_size: Size = 0,
        page_token: Token = "",
    ) -> Any:
        filters: dict[str, Any] = {
            "community_id": community_id,
            "person_id": person_id,
            "state": state,
        }
        return await _page(db, who, Consent, page_size, page_token, True, **filters)


def _credentials(router: APIRouter, db: Database, residents: Residents) -> None:
    @router.post("/credentials", status_code=201)
    async def issue_credential(
        body: CredentialIn, who: Issuer, key: IdempotencyKey = ""
    ) -> CredentialIssued:
        async def run(session: AsyncSession) -> CredentialIssued:
            credential, secret = await residents.issue_credential(session, who, body)
            view = CredentialView.model_validate(credential)
            return CredentialIssued(credential=view, secret=secret)

        ring = residents.ring  # the answer holds a secret
        return await rest_write(db, who, key, "IssueCredential", body, CredentialIssued, run, ring)

    @router.post("/credentials/{credential_id}:revoke")
    async def revoke_credential(credential_id: str, who: Issuer) -> CredentialView:
        async with db.write() as session:
            return CredentialView.model_validate(
                await residents.revoke_credential(session, who, credential_id)
            )

    @router.get("/credentials", response_model=Credentials)
    async def list_credentials(
        who: Reader,
        community_id: str = "",
        person_id: str = "",
        page_size: Size = 0,
        page_token: Token = "",
    ) -> Any:
        filters: dict[str, Any] = {"community_id": community_id, "person_id": person_id}
        return await _page(db, who, Credential, page_size, page_token, **filters)


def _erasures(router: APIRouter, db: Database, residents: Residents) -> None:
    Supervisor = Annotated[Principal, allow("erasure.read")]

    @router.get("/erasures/{erasure_id}")
    async def get_erasure(erasure_id: str, who: Supervisor) -> ErasureView:
        async with db.read() as session:
            row = await store.get(session, who, Erasure, erasure_id, "erasure")
            return (await erasure.views(session, [row]))[0]

    @router.get("/erasures")
    async def list_erasures(
        who: Supervisor,
        community_id: str = "",
        open: bool = False,
        overdue: bool = False,
        page_size: Size = 0,
        page_token: Token = "",
    ) -> Erasures:
        due = now() if overdue else None
        async with db.read() as session:
            rows, token = await store.list_erasures(
                session, who, community_id, open, due, page_size, page_token
            )
            return Erasures(items=await erasure.views(session, rows), next_page_token=token)
