"""gRPC servicer of the resident service: message in, one call, message out."""

from typing import Any, TypeVar

from google.protobuf.message import Message

from anju.resident.v1 import resident_pb2 as pb
from anju.resident.v1 import resident_pb2_grpc
from kit import audit
from kit.auth import caller
from kit.db import MAX_PAGE, AsyncSession, Database
from kit.edge import rpc_write
from kit.errors import InvalidArgument
from kit.message import parse, timestamp, to_dict, to_message
from kit.tables import now
from services.resident import erasure, rights, store
from services.resident.inputs import (
    ConsentIn,
    CorrectionIn,
    CredentialIn,
    HouseIn,
    NoticeIn,
    PersonIn,
    RefusalIn,
    RevealIn,
    TenancyIn,
    check_phone,
)
from services.resident.models import (
    Consent,
    Credential,
    Erasure,
    House,
    Notice,
    Tenancy,
)
from services.resident.service import Residents

M = TypeVar("M", bound=Message)

POLICY = {
    "CreateHouse": "resident.write",
    "SetHouseRental": "resident.write",
    "ListHouses": "resident.read",
    "CreatePerson": "resident.write",
    "GetPerson": "resident.read",
    "RevealPerson": "resident.reveal",
    "CorrectPerson": "resident.write",
    "ListPersons": "resident.read",
    "GetPersonRecord": "resident.read",
    "ErasePerson": "resident.write",
    "StartTenancy": "resident.write",
    "EndTenancy": "resident.write",
    "ListTenancies": "resident.read",
    "PublishNotice": "consent.write",
    "ListNotices": "resident.read",
    "GrantConsent": "consent.write",
    "RefuseConsent": "consent.write",
    "WithdrawConsent": "consent.write",
    "ListConsents": "resident.read",
    "CheckConsent": "consent.check",
    "IssueCredential": "credential.write",
    "RevokeCredential": "credential.write",
    "ListCredentials": "resident.read",
    "ListRights": "resident.rights",
    "ListPlates": "resident.plates",
    "GetDigestKey": "resident.rights",
    "GetErasure": "erasure.read",
    "ListErasures": "erasure.read",
    "ListAudit": "audit.read",
}


def _many(kind: type[M], rows: Any) -> list[M]:
    return [to_message(kind, row if isinstance(row, dict) else dict(row)) for row in rows]


class ResidentServicer(resident_pb2_grpc.ResidentServiceServicer):
    def __init__(self, db: Database, residents: Residents) -> None:
        self._db = db
        self._residents = residents
        self._consents = residents.consents

    async def CreateHouse(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            house = await self._residents.create_house(session, who, parse(HouseIn, request))
            return pb.CreateHouseResponse(house=to_message(pb.House, house))

        return await rpc_write(self._db, request, pb.CreateHouseResponse, run)

    async def SetHouseRental(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            house = await self._residents.set_rental(session, caller(), request.id, request.rental)
            return pb.SetHouseRentalResponse(house=to_message(pb.House, house))

    async def ListHouses(self, request: Any, context: Any) -> Any:
        rows, token = await self._list(request, House, community_id=request.community_id)
        return pb.ListHousesResponse(houses=_many(pb.House, rows), next_page_token=token)

    async def _list(self, request: Any, model: Any, newest: bool = False, **equal: Any) -> Any:
        async with self._db.read() as session:
            return await store.listing(
                session, caller(), model, request.page_size, request.page_token, newest, **equal
            )

    async def CreatePerson(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            person = await self._residents.create_person(session, who, parse(PersonIn, request))
            return pb.CreatePersonResponse(person=to_message(pb.Person, person))

        return await rpc_write(self._db, request, pb.CreatePersonResponse, run)

    async def GetPerson(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            person = await self._residents.get_person(session, caller(), request.id)
            return pb.GetPersonResponse(person=to_message(pb.Person, person))

    async def RevealPerson(self, request: Any, context: Any) -> Any:
        body = parse(RevealIn, request)
        async with self._db.write() as session:
            person, born = await self._residents.reveal_person(session, caller(), body)
            return pb.RevealPersonResponse(person=to_message(pb.Person, person), birth_date=born)

    async def CorrectPerson(self, request: Any, context: Any) -> Any:
        body = parse(CorrectionIn, request)
        async with self._db.write() as session:
            person = await self._residents.correct_person(session, caller(), body)
            return pb.CorrectPersonResponse(person=to_message(pb.Person, person))

    async def ListPersons(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            rows, token = await self._residents.list_persons(
                session,
                caller(),
                request.community_id,
                request.house_id,
                phone_filter(request.phone),
                request.page_size,
                request.page_token,
            )
        return pb.ListPersonsResponse(persons=_many(pb.Person, rows), next_page_token=token)

    async def GetPersonRecord(self, request: Any, context: Any) -> Any:
        async with self._db.write() as session:
            record = await self._residents.record(session, caller(), request.id)
        return pb.GetPersonRecordResponse(
            person=to_message(pb.Person, record.person),
            tenancies=_many(pb.Tenancy, record.tenancies),
            consents=_many(pb.Consent, record.consents),
            notices=_many(pb.Notice, record.notices),
            credentials=_many(pb.Credential, record.credentials),
            erasures=_many(pb.Erasure, record.erasures),
            looks=_many(pb.AuditEntry, record.looks),
        )

    async def ErasePerson(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            erased = await self._residents.erase_person(session, who, request.id)
            return pb.ErasePersonResponse(erasure=to_message(pb.Erasure, erased))

        return await rpc_write(self._db, request, pb.ErasePersonResponse, run)

    async def StartTenancy(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            tenancy = await self._residents.start_tenancy(session, who, parse(TenancyIn, request))
            return pb.StartTenancyResponse(tenancy=to_message(pb.Tenancy, tenancy))

        return await rpc_write(self._db, request, pb.StartTenancyResponse, run)

    async def EndTenancy(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            tenancy, erased = await self._residents.end_tenancy(session, who, request.id)
            answer = pb.EndTenancyResponse(tenancy=to_message(pb.Tenancy, tenancy))
            if erased:
                answer.erasure.CopyFrom(to_message(pb.Erasure, erased))
            return answer

        return await rpc_write(self._db, request, pb.EndTenancyResponse, run)

    async def ListTenancies(self, request: Any, context: Any) -> Any:
        rows, token = await self._list(
            request,
            Tenancy,
            community_id=request.community_id,
            house_id=request.house_id,
            person_id=request.person_id,
        )
        return pb.ListTenanciesResponse(tenancies=_many(pb.Tenancy, rows), next_page_token=token)

    async def PublishNotice(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            notice = await self._consents.publish(session, who, parse(NoticeIn, request))
            return pb.PublishNoticeResponse(notice=to_message(pb.Notice, notice))

        return await rpc_write(self._db, request, pb.PublishNoticeResponse, run)

    async def ListNotices(self, request: Any, context: Any) -> Any:
        rows, token = await self._list(
            request, Notice, True, community_id=request.community_id, purpose=request.purpose
        )
        return pb.ListNoticesResponse(notices=_many(pb.Notice, rows), next_page_token=token)

    async def GrantConsent(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            consent = await self._consents.grant(session, who, parse(ConsentIn, request))
            return pb.GrantConsentResponse(consent=to_message(pb.Consent, consent))

        return await rpc_write(self._db, request, pb.GrantConsentResponse, run)

    async def RefuseConsent(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            consent = await self._consents.refuse(session, who, parse(RefusalIn, request))
            return pb.RefuseConsentResponse(consent=to_message(pb.Consent, consent))

        return await rpc_write(self._db, request, pb.RefuseConsentResponse, run)

    async def WithdrawConsent(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            consent, erased = await self._consents.withdraw(session, who, request.id)
            return pb.WithdrawConsentResponse(
                consent=to_message(pb.Consent, consent), erasure=to_message(pb.Erasure, erased)
            )

        return await rpc_write(self._db, request, pb.WithdrawConsentResponse, run)

    async def ListConsents(self, request: Any, context: Any) -> Any:
        rows, token = await self._list(
            request,
            Consent,
            True,
            community_id=request.community_id,
            person_id=request.person_id,
            state=to_dict(request).get("state", ""),
        )
        return pb.ListConsentsResponse(consents=_many(pb.Consent, rows), next_page_token=token)

    async def CheckConsent(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            consent = await self._consents.check(session, request.subject_id, request.purpose)
        if consent is None:
            return pb.CheckConsentResponse()
        return pb.CheckConsentResponse(
            granted=True,
            consent_id=consent.id,
            community_id=consent.community_id,
            expire_time=timestamp(consent.expire_time),
        )

    async def IssueCredential(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            body = parse(CredentialIn, request)
            credential, secret = await self._residents.issue_credential(session, who, body)
            return pb.IssueCredentialResponse(
                credential=to_message(pb.Credential, credential), secret=secret
            )

        ring = self._residents.ring  # the answer holds a secret
        return await rpc_write(self._db, request, pb.IssueCredentialResponse, run, ring)

    async def RevokeCredential(self, request: Any, context: Any) -> Any:
        async def run(session: AsyncSession, who: Any) -> Any:
            credential = await self._residents.revoke_credential(session, who, request.id)
            return pb.RevokeCredentialResponse(credential=to_message(pb.Credential, credential))

        return await rpc_write(self._db, request, pb.RevokeCredentialResponse, run)

    async def ListCredentials(self, request: Any, context: Any) -> Any:
        rows, token = await self._list(
            request,
            Credential,
            community_id=request.community_id,
            person_id=request.person_id,
        )
        return pb.ListCredentialsResponse(
            credentials=_many(pb.Credential, rows), next_page_token=token
        )

    async def ListRights(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            found, more = await rights.since(
                session, request.since_revision, max(0, request.page_size)
            )
        return pb.ListRightsResponse(rights=_many(pb.Right, found), more=more)

    async def ListPlates(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            found, more = await self._residents.plates(
                session, request.since_revision, min(max(0, request.page_size), MAX_PAGE)
            )
        return pb.ListPlatesResponse(plates=_many(pb.PlateCredential, found), more=more)

    async def GetDigestKey(self, request: Any, context: Any) -> Any:
        return pb.GetDigestKeyResponse(key=self._residents.digest_key)

    async def GetErasure(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            row = await store.get(session, caller(), Erasure, request.id, "erasure")
            (found,) = await erasure.views(session, [row])
        return pb.GetErasureResponse(erasure=to_message(pb.Erasure, found))

    async def ListErasures(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            rows, token = await store.list_erasures(
                session,
                caller(),
                request.community_id,
                request.open,
                now() if request.overdue else None,
                request.page_size,
                request.page_token,
            )
            found = await erasure.views(session, rows)
        return pb.ListErasuresResponse(erasures=_many(pb.Erasure, found), next_page_token=token)

    async def ListAudit(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            rows, token = await audit.list_audit(
                session, caller(), request.page_size, request.page_token, request.resource
            )
        return pb.ListAuditResponse(entries=_many(pb.AuditEntry, rows), next_page_token=token)


def phone_filter(value: str) -> str:
    """The phone number to look for. Raises InvalidArgument when it is none."""
    try:
        return check_phone(value)
    except ValueError as error:
        raise InvalidArgument("FIELD_INVALID", f"phone: {error}", field="phone") from None
