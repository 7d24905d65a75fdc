"""REST of the plate service: the same calls as gRPC, under the same names."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.edge import rest_write
from kit.server import IdempotencyKey, allow
from services.plate import store
from services.plate.deciding import Decision
from services.plate.importer import Importer
from services.plate.inputs import (
    ChangeIn,
    CorrectionIn,
    DecidedIn,
    Input,
    LaneIn,
    LaneQuery,
    MatchIn,
    OccupancyIn,
    PassageQuery,
    PermitIn,
    PermitQuery,
    ReportIn,
    RevealIn,
    SeenQuery,
    SightingIn,
)
from services.plate.models import (
    ImportView,
    Lane,
    LaneView,
    OccupancyView,
    PassageView,
    PermitView,
    Phase,
    SeenView,
    SightingView,
)
from services.plate.passages import Passages, view, view_park
from services.plate.service import Plates, masked
from services.registry.api import IMPORT_BODY, content_of

Reader = Annotated[Principal, allow("plate.read")]
Writer = Annotated[Principal, allow("plate.write")]
Revealer = Annotated[Principal, allow("plate.reveal")]
Matcher = Annotated[Principal, allow("plate.match")]
LaneReader = Annotated[Principal, allow("lane.read")]
LaneWriter = Annotated[Principal, allow("lane.write")]
Watcher = Annotated[Principal, allow("barrier.read")]
Reporter = Annotated[Principal, allow("barrier.report")]
Decider = Annotated[Principal, allow("barrier.decide")]
Corrector = Annotated[Principal, allow("barrier.correct")]


class Permits(BaseModel):
    items: list[PermitView]
    next_page_token: str


class Lanes(BaseModel):
    items: list[LaneView]
    next_page_token: str


class Reads(BaseModel):
    items: list[SeenView]
    next_page_token: str


class PassageList(BaseModel):
    items: list[PassageView]
    next_page_token: str


class MisreadView(BaseModel):
    position: int
    read: str
    permitted: str
    weight: float


class DecisionView(BaseModel):
    outcome: str
    action: str
    reason: str
    text: str
    permit_id: str
    permit_kind: str
    plate: str
    house_id: str
    subject_id: str
    misreads: list[MisreadView]
    notes: list[str]
    explanation: str
    car_park: str


def build_router(db: Database, plates: Plates, passages: Passages, importer: Importer) -> APIRouter:
    router = APIRouter(tags=["plate"])
    _permits(router, db, plates)
    _imports(router, importer)
    _lanes(router, db, plates)
    _reads(router, db, plates)
    _reports(router, db, plates, passages)
    _passages(router, db, plates, passages)
    _car_parks(router, db, plates, passages)
    return router


def _permits(router: APIRouter, db: Database, plates: Plates) -> None:
    async def write(
        who: Principal, key: str, operation: str, body: Input, run: Callable[[AsyncSession], Any]
    ) -> PermitView:
        """Runs it, and makes what it changed count for the next decision."""
        changed: list[Any] = []

        async def answer(session: AsyncSession) -> PermitView:
            changed.extend(await run(session))
            return masked(changed[0])

        made = await rest_write(db, who, key, operation, body, PermitView, answer)
        for row in changed:
            plates.memory.apply(row)
        return made

    @router.post("/permits", status_code=201)
    async def create_permit(body: PermitIn, who: Writer, key: IdempotencyKey = "") -> PermitView:
        async def run(session: AsyncSession) -> Any:
            return [await plates.create_permit(session, who, body)]

        return await write(who, key, "CreatePermit", body, run)

    @router.get("/permits")
    async def list_permits(ask: Annotated[PermitQuery, Query()], who: Reader) -> Permits:
        async with db.write() as session:
            rows, token = await plates.list_permits(session, who, ask)
        return Permits(items=rows, next_page_token=token)

    @router.get("/permits/{permit_id}")
    async def get_permit(permit_id: str, who: Reader) -> PermitView:
        async with db.write() as session:
            return await plates.get_permit(session, who, permit_id)

    @router.patch("/permits/{permit_id}")
    async def update_permit(
        permit_id: str, body: ChangeIn, who: Writer, key: IdempotencyKey = ""
    ) -> PermitView:
        """Changes the window, the hours or the colour of a permit that is not revoked."""
        given = body.model_copy(update={"id": permit_id})

        async def run(session: AsyncSession) -> Any:
            return [await plates.change_permit(session, who, given)]

        return await write(who, key, f"UpdatePermit {permit_id}", body, run)

    @router.post("/permits/{permit_id}:revoke")
    async def revoke_permit(permit_id: str, who: Writer, key: IdempotencyKey = "") -> PermitView:
        async def run(session: AsyncSession) -> Any:
            row, others = await plates.revoke_permit(session, who, permit_id)
            return [row, *others]

        return await write(who, key, f"RevokePermit {permit_id}", Input(), run)

    @router.post("/permits/{permit_id}:reveal")
    async def reveal_permit(permit_id: str, body: RevealIn, who: Revealer) -> PermitView:
        """The permit with its plate in full; recorded with the reason."""
        async with db.write() as session:
            given = body.model_copy(update={"id": permit_id})
            return await plates.reveal_permit(session, who, given)


def _imports(router: APIRouter, importer: Importer) -> None:
    @router.post("/permits:import", openapi_extra=IMPORT_BODY)
    async def import_permits(
        request: Request, who: Writer, community_id: str, dry_run: bool = False
    ) -> ImportView:
        """Permits many plates, all rows or none. When the answer lists problems, nothing was
        changed. Columns: plate, kind, valid_from, valid_to, house_id, color."""
        return await importer.run(who, community_id, await content_of(request), dry_run)


def _lanes(router: APIRouter, db: Database, plates: Plates) -> None:
    @router.put("/lanes/{access_point_id}")
    async def put_lane(access_point_id: str, body: LaneIn, who: LaneWriter) -> LaneView:
        community_id = await plates.place(who, access_point_id)
        given = body.model_copy(update={"access_point_id": access_point_id})
        async with db.write() as session:
            row = await plates.put_lane(session, who, community_id, given)
        plates.memory.apply(row)
        return LaneView.model_validate(row)

    @router.get("/lanes/{access_point_id}")
    async def get_lane(access_point_id: str, who: LaneReader) -> LaneView:
        return LaneView.model_validate(plates.lane(who, access_point_id))

    @router.get("/lanes")
    async def list_lanes(ask: Annotated[LaneQuery, Query()], who: LaneReader) -> Lanes:
        async with db.read() as session:
            rows, token = await store.list_lanes(session, who, ask)
        return Lanes(items=[LaneView.model_validate(row) for row in rows], next_page_token=token)


def _reads(router: APIRouter, db: Database, plates: Plates) -> None:
    @router.post("/plates:match")
    async def match_plate(body: MatchIn, who: Matcher) -> DecisionView:
        """Decides over one read from memory alone; records nothing."""
        return _decision(*plates.match(who, body))

    @router.post("/plate-reads", status_code=201)
    async def report_read(
        body: SightingIn, who: Reporter, key: IdempotencyKey = ""
    ) -> SightingView:
        """Takes the read of a device that recognises by itself, and says what to do."""

        async def run(session: AsyncSession) -> Any:
            return await plates.report_read(session, who, body)

        return await rest_write(db, who, key, "ReportRead", body, SightingView, run)

    @router.get("/plate-reads")
    async def list_reads(ask: Annotated[SeenQuery, Query()], who: Watcher) -> Reads:
        async with db.write() as session:
            rows, token = await plates.list_reads(session, who, ask)
        return Reads(items=rows, next_page_token=token)


def _reports(router: APIRouter, db: Database, plates: Plates, passages: Passages) -> None:
    async def report(who: Principal, key: str, body: ReportIn, phase: Phase) -> PassageView:
        lane = plates.lane(who, body.access_point_id)
        changed: list[Any] = []

        async def run(session: AsyncSession) -> PassageView:
            row, park = await passages.report(session, lane, body, phase)
            changed.append(park)
            return view(row)

        made = await rest_write(db, who, key, f"Report {phase}", body, PassageView, run)
        for park in changed:
            plates.memory.apply(park)
        return made

    @router.post("/passages:press", status_code=201)
    async def press_line(body: ReportIn, who: Reporter, key: IdempotencyKey = "") -> PassageView:
        """A car stands on the line before a barrier: a passage begins."""
        return await report(who, key, body, Phase.PRESSED)

    @router.post("/passages:picture", status_code=201)
    async def report_picture(
        body: ReportIn, who: Reporter, key: IdempotencyKey = ""
    ) -> PassageView:
        return await report(who, key, body, Phase.PICTURED)

    @router.post("/passages:decide", status_code=201)
    async def decide_passage(
        body: DecidedIn, who: Decider, key: IdempotencyKey = ""
    ) -> PassageView:
        """Records what was decided over the car, and why."""
        return await report(who, key, body, Phase.DECIDED)

    @router.post("/passages:pass", status_code=201)
    async def report_passed(body: ReportIn, who: Reporter, key: IdempotencyKey = "") -> PassageView:
        return await report(who, key, body, Phase.PASSED)

    @router.post("/passages:reverse", status_code=201)
    async def report_reversed(
        body: ReportIn, who: Reporter, key: IdempotencyKey = ""
    ) -> PassageView:
        return await report(who, key, body, Phase.REVERSED)


def _passages(router: APIRouter, db: Database, plates: Plates, passages: Passages) -> None:
    @router.get("/passages")
    async def list_passages(ask: Annotated[PassageQuery, Query()], who: Watcher) -> PassageList:
        async with db.write() as session:
            rows, token = await passages.passages(session, who, ask)
        return PassageList(items=rows, next_page_token=token)

    @router.get("/passages/{passage_id}")
    async def get_passage(passage_id: str, who: Watcher) -> PassageView:
        async with db.write() as session:
            return await passages.get(session, who, passage_id)

    @router.post("/passages/{passage_id}:reveal")
    async def reveal_passage(passage_id: str, body: RevealIn, who: Revealer) -> PassageView:
        """The passage with its plate in full; recorded with the reason."""
        async with db.write() as session:
            return await passages.reveal(session, who, passage_id, body.reason)

    @router.post("/passages/{passage_id}:correct")
    async def correct_passage(
        passage_id: str, body: CorrectionIn, who: Corrector, key: IdempotencyKey = ""
    ) -> PassageView:
        """Says by hand what is true instead; the car park counts it once."""
        given, changed = body.model_copy(update={"id": passage_id}), []

        async def run(session: AsyncSession) -> PassageView:
            row, park = await passages.correct(session, who, given)
            changed.append(park)
            return view(row)

        operation = f"CorrectPassage {passage_id}"
        made = await rest_write(db, who, key, operation, body, PassageView, run)
        for park in changed:
            plates.memory.apply(park)
        return made


def _car_parks(router: APIRouter, db: Database, plates: Plates, passages: Passages) -> None:
    @router.get("/car-parks/{car_park}")
    async def get_occupancy(car_park: str, community_id: str, who: Watcher) -> OccupancyView:
        async with db.read() as session:
            return await passages.occupancy(session, who, community_id, car_park)

    @router.put("/car-parks/{car_park}")
    async def set_occupancy(
        car_park: str, body: OccupancyIn, who: Corrector, key: IdempotencyKey = ""
    ) -> OccupancyView:
        """Sets the capacity, or the number of cars as counted by eye."""
        given, changed = body.model_copy(update={"car_park": car_park}), []

        async def run(session: AsyncSession) -> OccupancyView:
            changed.append(await passages.set_occupancy(session, who, given))
            return view_park(changed[0])

        operation = f"SetOccupancy {car_park}"
        made = await rest_write(db, who, key, operation, body, OccupancyView, run)
        for park in changed:
            plates.memory.apply(park)
        return made


def _decision(lane: Lane, decision: Decision) -> DecisionView:
    permit = decision.permit
    return DecisionView(
        outcome=decision.outcome,
        action=decision.action,
        reason=decision.reason,
        text=decision.text,
        permit_id=permit.id if permit else "",
        permit_kind=permit.kind if permit else "",
        plate=permit.plate if permit else "",
        house_id=permit.house_id if permit else "",
        subject_id=permit.subject_id if permit else "",
        misreads=[MisreadView(**vars(each)) for each in decision.misreads],
        notes=list(decision.notes),
        explanation=decision.explanation,
        car_park=lane.car_park,
    )
