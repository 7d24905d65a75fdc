"""REST of the uplink service, for administration: the same calls as gRPC, under the same names."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel

from kit.auth import Principal
from kit.db import AsyncSession, Database
from kit.edge import rest_write
from kit.server import IdempotencyKey, allow
from services.uplink import store
from services.uplink.channels import Channels
from services.uplink.directory import Directory
from services.uplink.flows import Flows
from services.uplink.flows import view as flow_view
from services.uplink.inputs import (
    ChannelQuery,
    CredentialIn,
    DisclosureQuery,
    FlowIn,
    FlowQuery,
    LedgerQuery,
    NationalId,
    ObjectQuery,
    PeerChangeIn,
    PeerIn,
    PeerQuery,
    ReasonIn,
    ReconciliationQuery,
    ReplayIn,
    VerifyIn,
)
from services.uplink.models import Flow, Peer
from services.uplink.peers import Peers
from services.uplink.peers import view as peer_view
from services.uplink.service import Uplink
from services.uplink.views import (
    ChannelView,
    DisclosureView,
    DryRun,
    FlowView,
    ImportView,
    LedgerView,
    ObjectView,
    PeerView,
    ProfileView,
    ReconciliationView,
    ReplayView,
    StatusView,
    TestView,
    VerifyView,
)

Reader = Annotated[Principal, allow("uplink.read")]
Writer = Annotated[Principal, allow("uplink.write")]
Approver = Annotated[Principal, allow("uplink.approve")]
Discloser = Annotated[Principal, allow("uplink.disclosures")]


class PeerList(BaseModel):
    items: list[PeerView]
    next_page_token: str


class FlowList(BaseModel):
    items: list[FlowView]
    next_page_token: str


class ObjectList(BaseModel):
    items: list[ObjectView]
    next_page_token: str


class LedgerList(BaseModel):
    items: list[LedgerView]
    next_page_token: str


class ReconciliationList(BaseModel):
    items: list[ReconciliationView]
    next_page_token: str


class DisclosureList(BaseModel):
    items: list[DisclosureView]
    next_page_token: str


class ChannelList(BaseModel):
    items: list[ChannelView]
    next_page_token: str


class ProfileList(BaseModel):
    items: list[ProfileView]


def build_router(
    db: Database,
    directory: Directory,
    peers: Peers,
    flows: Flows,
    uplink: Uplink,
    channels: Channels,
) -> APIRouter:
    router = APIRouter(prefix="/uplink", tags=["uplink"])
    _peers(router, db, directory, peers)
    _links(router, db, directory, peers)
    _flows(router, db, directory, flows)
    _objects(router, db, uplink)
    _ledger(router, db, uplink)
    _channels(router, db, channels)
    return router


def _writes(
    db: Database, directory: Directory
) -> Callable[[Callable[[AsyncSession], Awaitable[Peer | Flow]]], Awaitable[Peer | Flow]]:
    async def write(run: Callable[[AsyncSession], Awaitable[Peer | Flow]]) -> Peer | Flow:
        async with db.write() as session:
            row = await run(session)
        directory.apply(row)
        return row

    return write


def _peers(router: APIRouter, db: Database, directory: Directory, peers: Peers) -> None:
    write = _writes(db, directory)

    @router.post("/peers", status_code=201)
    async def create_peer(body: PeerIn, who: Writer, key: IdempotencyKey = "") -> PeerView:
        """Adds a device or platform. Its password is never shown again."""
        changed: list[Peer] = []

        async def run(session: AsyncSession) -> PeerView:
            changed.append(await peers.create(session, who, body))
            return peer_view(changed[0])

        made = await rest_write(db, who, key, "CreatePeer", body, PeerView, run)
        directory.apply(*changed)
        return made

    @router.get("/peers")
    async def list_peers(ask: Annotated[PeerQuery, Query()], who: Reader) -> PeerList:
        async with db.read() as session:
            rows, token = await store.list_peers(session, who, ask)
        return PeerList(items=[peer_view(row) for row in rows], next_page_token=token)

    @router.get("/peers/{id}")
    async def get_peer(id: str, who: Reader) -> PeerView:
        async with db.read() as session:
            return peer_view(await store.get(session, who, Peer, id, "peer"))

    @router.patch("/peers/{id}")
    async def update_peer(id: str, body: PeerChangeIn, who: Writer) -> PeerView:
        body.id = id
        row = await write(lambda session: peers.change(session, who, body))
        return peer_view(row)  # type: ignore[arg-type]

    @router.post("/peers/{id}:rotate")
    async def rotate_peer_credential(id: str, body: CredentialIn, who: Writer) -> PeerView:
        """The old password, and sessions under it, end at once."""
        body.id = id
        row = await write(lambda session: peers.rotate(session, who, body))
        return peer_view(row)  # type: ignore[arg-type]


def _links(router: APIRouter, db: Database, directory: Directory, peers: Peers) -> None:
    write = _writes(db, directory)

    @router.post("/peers/{id}:pause")
    async def pause_peer(id: str, body: ReasonIn, who: Writer) -> PeerView:
        body.id = id
        row = await write(lambda session: peers.pause(session, who, body))
        return peer_view(row)  # type: ignore[arg-type]

    @router.post("/peers/{id}:resume")
    async def resume_peer(id: str, who: Writer) -> PeerView:
        row = await write(lambda session: peers.resume(session, who, id))
        return peer_view(row)  # type: ignore[arg-type]

    @router.post("/peers/{id}:test")
    async def test_peer(id: str, who: Writer) -> TestView:
        """Registers, keeps alive and asks the time; sends no object."""
        async with db.read() as session:
            row = await store.get(session, who, Peer, id, "peer")
        return await peers.test(row)


def _flows(router: APIRouter, db: Database, directory: Directory, flows: Flows) -> None:
    write = _writes(db, directory)

    @router.post("/flows", status_code=201)
    async def create_flow(body: FlowIn, who: Writer, key: IdempotencyKey = "") -> FlowView:
        """Proposes a flow. Nothing is sent before two others approve."""
        changed: list[Flow] = []

        async def run(session: AsyncSession) -> FlowView:
            changed.append(await flows.create(session, who, body))
            return flow_view(changed[0])

        made = await rest_write(db, who, key, "CreateFlow", body, FlowView, run)
        directory.apply(*changed)
        return made

    @router.get("/flows")
    async def list_flows(ask: Annotated[FlowQuery, Query()], who: Reader) -> FlowList:
        async with db.read() as session:
            rows, token = await store.list_flows(session, who, ask)
        return FlowList(items=[flow_view(row) for row in rows], next_page_token=token)

    @router.get("/flows/{id}")
    async def get_flow(id: str, who: Reader) -> FlowView:
        async with db.read() as session:
            return flow_view(await store.get(session, who, Flow, id, "flow"))

    @router.post("/flows/{id}:approve")
    async def approve_flow(id: str, who: Approver) -> FlowView:
        row = await write(lambda session: flows.approve(session, who, id))
        return flow_view(row)  # type: ignore[arg-type]

    @router.post("/flows/{id}:end")
    async def end_flow(id: str, body: ReasonIn, who: Approver) -> FlowView:
        body.id = id
        row = await write(lambda session: flows.end(session, who, body))
        return flow_view(row)  # type: ignore[arg-type]

    @router.get("/flows/{id}/dry-run")
    async def dry_run_flow(id: str, who: Reader) -> DryRun:
        """What would be sent, field by field, on made-up facts."""
        async with db.read() as session:
            row = await store.get(session, who, Flow, id, "flow")
        return flows.dry_run(row, directory.peers[row.destination_id])


def _objects(router: APIRouter, db: Database, uplink: Uplink) -> None:
    @router.get("/profiles")
    async def list_profiles(who: Reader) -> ProfileList:
        return ProfileList(items=uplink.profiles())

    @router.get("/status")
    async def get_status(who: Reader) -> StatusView:
        """Queues, links and counters."""
        return await uplink.status(who)

    @router.get("/objects")
    async def list_objects(ask: Annotated[ObjectQuery, Query()], who: Reader) -> ObjectList:
        async with db.read() as session:
            rows, token = await store.list_objects(session, who, ask)
        items = [ObjectView.model_validate(row) for row in rows]
        return ObjectList(items=items, next_page_token=token)

    @router.post("/objects:replay")
    async def replay_objects(body: ReplayIn, who: Writer) -> ReplayView:
        """Lets ended objects of a time range wait again, fetched anew."""
        return ReplayView(count=await uplink.replay(who, body))


def _ledger(router: APIRouter, db: Database, uplink: Uplink) -> None:
    @router.get("/ledger")
    async def list_ledger(ask: Annotated[LedgerQuery, Query()], who: Reader) -> LedgerList:
        async with db.read() as session:
            rows, token = await store.list_ledger(session, who, ask)
        items = [LedgerView.model_validate(row) for row in rows]
        return LedgerList(items=items, next_page_token=token)

    @router.post("/ledger:verify")
    async def verify_ledger(body: VerifyIn, who: Reader) -> VerifyView:
        """Goes along a destination's whole chain."""
        return await uplink.verify(who, body.destination_id)

    @router.get("/reconciliations")
    async def list_reconciliations(
        ask: Annotated[ReconciliationQuery, Query()], who: Reader
    ) -> ReconciliationList:
        async with db.read() as session:
            rows, token = await store.list_reconciliations(session, who, ask)
        items = [ReconciliationView.model_validate(row) for row in rows]
        return ReconciliationList(items=items, next_page_token=token)

    @router.get("/disclosures")
    async def list_disclosures(
        ask: Annotated[DisclosureQuery, Query()], who: Discloser
    ) -> DisclosureList:
        """Who received what about a person (R48)."""
        async with db.write() as session:
            rows, token = await uplink.disclosures(session, who, ask)
        return DisclosureList(items=rows, next_page_token=token)


def _channels(router: APIRouter, db: Database, channels: Channels) -> None:
    @router.get("/channels")
    async def list_channels(ask: Annotated[ChannelQuery, Query()], who: Reader) -> ChannelList:
        async with db.read() as session:
            rows, token = await store.list_channels(session, who, ask)
        items = [ChannelView.model_validate(row) for row in rows]
        return ChannelList(items=items, next_page_token=token)

    @router.post("/channels:import")
    async def import_channels(
        who: Writer,
        platform_id: Annotated[NationalId, Query()],
        content: Annotated[
            bytes, Body(media_type="application/octet-stream", max_length=16 * 2**20, min_length=1)
        ],
    ) -> ImportView:
        """Takes a catalogue of a video platform: GB/T 28181 Catalog in XML, or JSON."""
        who.district()
        return await channels.take(platform_id, content)
