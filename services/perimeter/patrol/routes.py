"""Checkpoints and routes."""

from kit.auth import Principal
from kit.db import AsyncSession
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.secrets import Keyring
from kit.tables import now
from services.perimeter import store as perimeter_store
from services.perimeter.inputs import PageIn
from services.perimeter.patrol import store
from services.perimeter.patrol.codes import Codes
from services.perimeter.patrol.inputs import CheckpointIn, RouteIn
from services.perimeter.patrol.models import (
    Checkpoint,
    CheckpointView,
    CodeView,
    Route,
    RouteView,
    TagKind,
)
from services.perimeter.patrol.planning import plan
from services.perimeter.places import Facts


class Routes:
    def __init__(self, ring: Keyring, codes: Codes, tolerance: int) -> None:
        self._ring = ring
        self._codes = codes
        self._tolerance = tolerance

    def tag_digest(self, community_id: str, tag: str) -> str:
        """What is kept of a tag: whoever reads the tables cannot make one."""
        return self._ring.digest("tag", community_id, tag)

    async def put_checkpoint(
        self, session: AsyncSession, who: Principal, body: CheckpointIn, facts: Facts
    ) -> CheckpointView:
        if body.id:
            row = await perimeter_store.get(session, who, Checkpoint, body.id, "checkpoint")
        else:
            who.within(body.community_id)
            facts.within(body.community_id)
            row = Checkpoint(
                community_id=body.community_id, display_name="", kind=body.kind, tag=""
            )
        tag = self.tag_digest(row.community_id, body.tag) if body.tag else f"qr:{row.id}"
        # Looked up before the row changes: a change is written with the next query.
        other = await store.by_tag(session, row.community_id, tag)
        if other and other.id != row.id:
            raise AlreadyExists(
                "TAG_IN_USE", "another checkpoint has this tag", field="tag", checkpoint=other.id
            )
        row.display_name, row.kind, row.position_id = body.display_name, body.kind, body.position_id
        row.tag = tag
        session.add(row)
        return CheckpointView.model_validate(row)

    async def list_checkpoints(
        self, session: AsyncSession, who: Principal, ask: PageIn
    ) -> tuple[list[CheckpointView], str]:
        rows, token = await perimeter_store.list_page(session, who, Checkpoint, ask)
        return [CheckpointView.model_validate(row) for row in rows], token

    async def delete_checkpoint(self, session: AsyncSession, who: Principal, key: str) -> None:
        row = await perimeter_store.get(session, who, Checkpoint, key, "checkpoint")
        for route in await store.routes(session, community_id=row.community_id):
            if any(point["checkpoint_id"] == row.id for point in route.points):
                raise FailedPrecondition(
                    "CHECKPOINT_IN_USE",
                    "a route passes this checkpoint",
                    remedy="take it out of the route first",
                    route=route.id,
                )
        await session.delete(row)

    async def code(self, session: AsyncSession, who: Principal, key: str) -> CodeView:
        row = await perimeter_store.get(session, who, Checkpoint, key, "checkpoint")
        if row.kind is not TagKind.QR:
            raise FailedPrecondition("NO_CODE", f"an {row.kind} tag has no code to show")
        return self._codes.show(row)

    async def put_route(self, session: AsyncSession, who: Principal, body: RouteIn) -> RouteView:
        """Rounds that have not begun are planned anew."""
        if body.id:
            row = await perimeter_store.get(session, who, Route, body.id, "route")
        else:
            who.within(body.community_id)
            row = Route(community_id=body.community_id, display_name=body.display_name)
        wanted = {each.checkpoint_id for each in body.points}
        known = set(await store.checkpoints_of(session, row.community_id, list(wanted)))
        if wanted - known:
            raise InvalidArgument(
                "CHECKPOINT_UNKNOWN",
                "points: there is no such checkpoint in the community",
                field="points",
                checkpoint=sorted(wanted - known)[0],
            )
        row.display_name, row.ordered, row.guards = body.display_name, body.ordered, body.guards
        row.points = [each.model_dump() for each in body.points]
        row.schedules = [each.model_dump() for each in body.schedules]
        row.enabled = body.enabled
        session.add(row)
        await session.flush()
        await store.drop_planned(session, row.id, now())
        if row.enabled:
            await plan(session, row, now(), self._tolerance)
        return RouteView.model_validate(row)

    async def list_routes(
        self, session: AsyncSession, who: Principal, ask: PageIn
    ) -> tuple[list[RouteView], str]:
        rows, token = await perimeter_store.list_page(session, who, Route, ask)
        return [RouteView.model_validate(row) for row in rows], token

    async def delete_route(self, session: AsyncSession, who: Principal, key: str) -> None:
        row = await perimeter_store.get(session, who, Route, key, "route")
        await store.drop_planned(session, row.id, now())
        await session.delete(row)
