"""Rules of the plate service: who may permit which plate, and what a lane does with a read."""

from datetime import timedelta
from typing import Any

import grpc

from anju.registry.v1 import registry_pb2
from kit import audit
from kit.auth import DEVICE, Principal, missing
from kit.db import AsyncSession, emit
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument, PermissionDenied
from kit.tables import now
from services.plate import grammar, reasons, store
from services.plate.deciding import Case, Decision, decide
from services.plate.events import lane_changed, permit_changed, read_matched
from services.plate.inputs import (
    ChangeIn,
    LaneIn,
    MatchIn,
    PermitIn,
    PermitQuery,
    ReadIn,
    RevealIn,
    SeenQuery,
    SightingIn,
)
from services.plate.matching import Candidate, Read
from services.plate.memory import Memory
from services.plate.models import (
    Direction,
    Lane,
    Permit,
    PermitKind,
    PermitState,
    PermitView,
    SeenPlate,
    SeenView,
    SightingView,
)
from services.plate.settings import PlateSettings

# How the registry refuses an id that is none, or of nothing.
ABSENT = {grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT}


def mask(plate: str) -> str:
    """The authority and the last two characters: enough to recognise one's own car."""
    return plate[:2] + "*" * (len(plate) - 4) + plate[-2:] if len(plate) > 4 else ""


def masked(row: Permit) -> PermitView:
    return PermitView.model_validate(row).model_copy(update={"plate": mask(row.plate)})


class Plates:
    """Changes permits and lanes. `memory.apply` what is returned once it is committed."""

    def __init__(self, memory: Memory, registry: Any, settings: PlateSettings) -> None:
        self.memory = memory
        self.settings = settings
        self._registry = registry

    async def create_permit(self, session: AsyncSession, who: Principal, body: PermitIn) -> Permit:
        """Raises AlreadyExists PERMIT_EXISTS, FailedPrecondition HOUSE_QUOTA."""
        who.within(body.community_id)
        if await store.standing(session, body.community_id, body.plate, body.kind, body.source):
            raise AlreadyExists(
                "PERMIT_EXISTS",
                f"the plate has a {body.kind} permit in the community",
                field="plate",
                remedy="change that permit, or revoke it first",
            )
        row = new_permit(body)
        if await self._over_quota(session, row):
            raise FailedPrecondition(
                "HOUSE_QUOTA",
                f"the house has its {self.settings.house_quota} permits",
                field="house_id",
                remedy="revoke one of them first",
            )
        self.add(session, row)
        audit.record(session, who, "permit.create", f"permit/{row.id}", row.community_id)
        return row

    def add(self, session: AsyncSession, row: Permit) -> None:
        session.add(row)
        emit(session, permit_changed(row))

    async def change_permit(self, session: AsyncSession, who: Principal, body: ChangeIn) -> Permit:
        """What is not given stays. Raises InvalidArgument where it does not fit the rest."""
        row = await self._own(session, who, body.id)
        row.valid_from = body.valid_from or row.valid_from
        row.valid_to = body.valid_to or row.valid_to
        if body.hours is not None:
            row.hours = [span.model_dump() for span in body.hours]
        if row.valid_to and row.valid_to <= row.valid_from:
            text = "valid_to must be after valid_from"
            raise InvalidArgument("FIELD_INVALID", text, field="valid_to")
        if body.color:
            if not grammar.parse(row.plate).fitting(body.color):
                text = "this plate has not that colour"
                raise InvalidArgument("FIELD_INVALID", text, field="color")
            row.color = body.color
        self.add(session, row)
        audit.record(session, who, "permit.change", f"permit/{row.id}", row.community_id)
        return row

    async def revoke_permit(
        self, session: AsyncSession, who: Principal, key: str
    ) -> tuple[Permit, list[Permit]]:
        """The permit, and others of its house that are granted in its place."""
        row = await store.get(session, who, Permit, key, "permit")
        if row.state is PermitState.REVOKED:
            return row, []
        await self._own(session, who, key)
        audit.record(session, who, "permit.revoke", f"permit/{row.id}", row.community_id)
        return row, await self.end(session, row)

    async def _own(self, session: AsyncSession, who: Principal, key: str) -> Permit:
        row = await store.get(session, who, Permit, key, "permit")
        if row.state is PermitState.REVOKED:
            raise FailedPrecondition("PERMIT_REVOKED", "the permit was revoked")
        if row.source.startswith("resident:"):
            raise FailedPrecondition(
                "PERMIT_OF_RESIDENT",
                "this permit follows a resident's plate credential",
                remedy="change or revoke the credential",
            )
        return row

    async def end(self, session: AsyncSession, row: Permit) -> list[Permit]:
        """Revokes it; returns the permits of its house that stop waiting."""
        row.state, row.revoke_time = PermitState.REVOKED, now()
        self.add(session, row)
        await session.flush()
        return await self.promote(session, row.community_id, row.house_id)

    async def promote(
        self, session: AsyncSession, community_id: str, house_id: str
    ) -> list[Permit]:
        """Grants waiting permits of the house, oldest first, up to its quota."""
        if not house_id:
            return []
        waiting = await store.of_house(session, community_id, house_id, PermitState.WAITING)
        promoted = []
        for row in waiting:
            if await self._over_quota(session, row):
                break
            row.state = PermitState.GRANTED
            self.add(session, row)
            await session.flush()
            promoted.append(row)
        return promoted

    async def settle(self, session: AsyncSession, row: Permit) -> None:
        """Adds a resident's permit; over the quota of its house it waits."""
        if await self._over_quota(session, row):
            row.state = PermitState.WAITING
        self.add(session, row)
        await session.flush()

    async def _over_quota(self, session: AsyncSession, row: Permit) -> bool:
        quota = self.settings.house_quota
        if not quota or not row.house_id or row.kind is not PermitKind.RESIDENT:
            return False
        granted = await store.of_house(session, row.community_id, row.house_id, PermitState.GRANTED)
        return len([each for each in granted if each.id != row.id]) >= quota

    async def get_permit(self, session: AsyncSession, who: Principal, key: str) -> PermitView:
        row = await store.get(session, who, Permit, key, "permit")
        audit.record(session, who, "permit.read", f"permit/{key}", row.community_id)
        return masked(row)

    async def reveal_permit(
        self, session: AsyncSession, who: Principal, body: RevealIn
    ) -> PermitView:
        row = await store.get(session, who, Permit, body.id, "permit")
        audit.record(
            session, who, "permit.reveal", f"permit/{row.id}", row.community_id, body.reason
        )
        return PermitView.model_validate(row)

    async def list_permits(
        self, session: AsyncSession, who: Principal, ask: PermitQuery
    ) -> tuple[list[PermitView], str]:
        """A look-up by plate says of whom it is, so each row found is recorded."""
        if ask.plate and not ask.community_id:
            raise InvalidArgument(
                "COMMUNITY_REQUIRED",
                "a plate is looked up within one community",
                field="community_id",
            )
        plate = grammar.normalise(ask.plate)
        rows, token = await store.list_permits(session, who, ask, plate)
        for row in rows:
            action = "permit.lookup" if plate else "permit.list"
            audit.record(session, who, action, f"permit/{row.id}", row.community_id)
        return [masked(row) for row in rows], token

    async def place(self, who: Principal, access_point_id: str) -> str:
        """The access point's community; raises NotFound for what is unknown or out of scope."""
        request = registry_pb2.GetAccessPointRequest(id=access_point_id)
        try:
            answer = await self._registry.GetAccessPoint(request, timeout=5)
        except grpc.aio.AioRpcError as error:
            if error.code() not in ABSENT:
                raise
            raise missing("access point") from None
        community_id = str(answer.access_point.community_id)
        who.within(community_id, "access point")
        return community_id

    async def put_lane(
        self, session: AsyncSession, who: Principal, community_id: str, body: LaneIn
    ) -> Lane:
        """`community_id` is the access point's own: see `place`."""
        values = body.model_dump(exclude={"request_id", "kinds"})
        kinds = [str(kind) for kind in body.kinds]
        row = await session.merge(Lane(community_id=community_id, kinds=kinds, **values))
        key = f"access_point/{row.access_point_id}"
        audit.record(session, who, "lane.put", key, community_id)
        emit(session, lane_changed(row))
        return row

    def lane(self, who: Principal, access_point_id: str) -> Lane:
        """Raises NotFound for what is unknown or out of scope, also to a device elsewhere."""
        row = self.memory.lanes.get(access_point_id)
        if row is None or not who.sees(row.community_id):
            raise missing("lane")
        if who.role == DEVICE and who.access_point_id != access_point_id:
            raise PermissionDenied(
                "OTHER_ACCESS_POINT",
                "a device speaks for its own access point alone",
                field="access_point_id",
            )
        return row

    def match(self, who: Principal, body: MatchIn) -> tuple[Lane, Decision]:
        """From memory alone. An access point that was not set up as a lane has default rules."""
        who.within(body.community_id)
        lane = self.memory.lanes.get(body.access_point_id)
        if lane is None:
            lane = Lane(access_point_id=body.access_point_id, community_id=body.community_id)
        elif lane.community_id != body.community_id:
            raise missing("lane")
        return lane, self._decide(lane, body.read, body.direction)

    def _decide(self, lane: Lane, read: ReadIn, direction: Direction | None) -> Decision:
        return decide(
            Case(
                self.memory.index(lane.community_id),
                lane,
                Read(
                    read.text,
                    tuple(read.confidences),
                    read.confidence,
                    tuple(Candidate(each.text, each.confidence) for each in read.candidates),
                    read.color,
                    read.kind,
                ),
                now(),
                self.settings.near_confidence,
                self.settings.certain,
                which_way(lane, direction),
                self.memory.full(lane.community_id, lane.car_park),
            )
        )

    async def report_read(
        self, session: AsyncSession, who: Principal, body: SightingIn
    ) -> SightingView:
        """Evidence from a device that reads by itself; it learns what to do, not who it is."""
        lane = self.lane(who, body.access_point_id)
        decision = self._decide(lane, body.read, body.direction)
        permit = decision.permit
        row = SeenPlate(
            community_id=lane.community_id,
            access_point_id=lane.access_point_id,
            device_id=who.subject if who.role == DEVICE else "",
            plate=decision.text[:16],
            confidence=confidence(body.read),
            known=permit is not None and decision.reason != reasons.DENIED_NEAR,
            outcome=decision.outcome,
            reason=decision.reason,
            permit_id=permit.id if permit else "",
            subject_id=permit.subject_id if permit else "",
            time=min(body.time or now(), now()),
        )
        session.add(row)
        if permit:
            emit(session, read_matched(row))
        return SightingView(
            id=row.id, outcome=row.outcome, action=decision.action, reason=row.reason
        )

    async def list_reads(
        self, session: AsyncSession, who: Principal, ask: SeenQuery
    ) -> tuple[list[SeenView], str]:
        rows, token = await store.list_seen(session, who, ask)
        if rows:
            place = ask.community_id or "*"
            audit.record(session, who, "read.list", f"community/{place}", ask.community_id)
        return [self._seen(who, row) for row in rows], token

    def _seen(self, who: Principal, row: SeenPlate) -> SeenView:
        """No history of movements for property roles (R22)."""
        view = SeenView.model_validate(row)
        view.plate = mask(view.plate)
        window = timedelta(hours=self.settings.holder_hours)
        if who.scope is not None and view.time < now() - window:
            view.permit_id = ""
        return view


def new_permit(body: PermitIn) -> Permit:
    values = body.model_dump(exclude={"request_id", "valid_from", "color", "plate_kind", "hours"})
    return Permit(
        **values,
        valid_from=body.valid_from or now(),
        hours=[span.model_dump() for span in body.hours],
        color=body.color or "",
        plate_kind=body.plate_kind or "",
    )


def which_way(lane: Lane, direction: Direction | None) -> Direction:
    """The lane's own way where it has one; else what was said, in by default."""
    return lane.direction or direction or Direction.IN


def confidence(read: ReadIn) -> float:
    """That of the least certain character, where the device tells them apart."""
    return min(read.confidences, default=read.confidence)
