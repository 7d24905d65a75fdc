"""gRPC servicer of the uplink service: message in, one call, message out."""

from typing import Any

from anju.uplink.v1 import uplink_pb2 as pb
from anju.uplink.v1 import uplink_pb2_grpc
from kit.auth import caller
from kit.db import AsyncSession, Database
from kit.edge import rpc_write
from kit.message import parse, to_message
from services.uplink import store
from services.uplink.channels import Channels
from services.uplink.directory import Directory
from services.uplink.flows import Flows
from services.uplink.flows import view as flow_view
from services.uplink.inputs import (
    ChannelQuery,
    ChannelsIn,
    CredentialIn,
    DisclosureQuery,
    FlowIn,
    FlowQuery,
    LedgerQuery,
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

POLICY = {
    "CreatePeer": "uplink.write",
    "GetPeer": "uplink.read",
    "ListPeers": "uplink.read",
    "UpdatePeer": "uplink.write",
    "RotatePeerCredential": "uplink.write",
    "PausePeer": "uplink.write",
    "ResumePeer": "uplink.write",
    "TestPeer": "uplink.write",
    "CreateFlow": "uplink.write",
    "GetFlow": "uplink.read",
    "ListFlows": "uplink.read",
    "ApproveFlow": "uplink.approve",
    "EndFlow": "uplink.approve",
    "DryRunFlow": "uplink.read",
    "ListProfiles": "uplink.read",
    "ListObjects": "uplink.read",
    "ReplayObjects": "uplink.write",
    "ListLedger": "uplink.read",
    "VerifyLedger": "uplink.read",
    "ListReconciliations": "uplink.read",
    "ListDisclosures": "uplink.disclosures",
    "GetStatus": "uplink.read",
    "ListChannels": "uplink.read",
    "ImportChannels": "uplink.write",
}


class UplinkServicer(uplink_pb2_grpc.UplinkServiceServicer):
    def __init__(
        self,
        db: Database,
        directory: Directory,
        peers: Peers,
        flows: Flows,
        uplink: Uplink,
        channels: Channels,
    ) -> None:
        self._db = db
        self._directory = directory
        self._peers = peers
        self._flows = flows
        self._uplink = uplink
        self._channels = channels

    async def _peer(self, request: Any, kind: Any, run: Any) -> Any:
        """A write that changes a peer, which counts once it is committed."""
        changed: list[Peer] = []

        async def work(session: AsyncSession, who: Any) -> Any:
            changed.append(await run(session, who))
            return kind(peer=to_message(pb.Peer, peer_view(changed[0])))

        answer = await rpc_write(self._db, request, kind, work)
        self._directory.apply(*changed)
        return answer

    async def _flow(self, request: Any, kind: Any, run: Any) -> Any:
        changed: list[Flow] = []

        async def work(session: AsyncSession, who: Any) -> Any:
            changed.append(await run(session, who))
            return kind(flow=_flow(changed[0]))

        answer = await rpc_write(self._db, request, kind, work)
        self._directory.apply(*changed)
        return answer

    async def CreatePeer(self, request: Any, context: Any) -> Any:
        body = parse(PeerIn, request)
        return await self._peer(
            request, pb.CreatePeerResponse, lambda s, who: self._peers.create(s, who, body)
        )

    async def GetPeer(self, request: Any, context: Any) -> Any:
        async with self._db.read() as session:
            row = await store.get(session, caller(), Peer, request.id, "peer")
        return pb.GetPeerResponse(peer=to_message(pb.Peer, peer_view(row)))

    async def ListPeers(self, request: Any, context: Any) -> Any:
        ask = parse(PeerQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_peers(session, caller(), ask)
        found = [to_message(pb.Peer, peer_view(row)) for row in rows]
        return pb.ListPeersResponse(peers=found, next_page_token=token)

    async def UpdatePeer(self, request: Any, context: Any) -> Any:
        body = parse(PeerChangeIn, request, **_given(request))
        return await self._peer(
            request, pb.UpdatePeerResponse, lambda s, who: self._peers.change(s, who, body)
        )

    async def RotatePeerCredential(self, request: Any, context: Any) -> Any:
        await self._seen(Peer, request.id, "peer")
        body = parse(CredentialIn, request)
        return await self._peer(
            request,
            pb.RotatePeerCredentialResponse,
            lambda s, who: self._peers.rotate(s, who, body),
        )

    async def PausePeer(self, request: Any, context: Any) -> Any:
        await self._seen(Peer, request.id, "peer")
        body = parse(ReasonIn, request)
        return await self._peer(
            request, pb.PausePeerResponse, lambda s, who: self._peers.pause(s, who, body)
        )

    async def ResumePeer(self, request: Any, context: Any) -> Any:
        return await self._peer(
            request,
            pb.ResumePeerResponse,
            lambda s, who: self._peers.resume(s, who, request.id),
        )

    async def TestPeer(self, request: Any, context: Any) -> Any:
        peer = await self._seen(Peer, request.id, "peer")
        return to_message(pb.TestPeerResponse, await self._peers.test(peer))

    async def CreateFlow(self, request: Any, context: Any) -> Any:
        body = parse(FlowIn, request)
        return await self._flow(
            request, pb.CreateFlowResponse, lambda s, who: self._flows.create(s, who, body)
        )

    async def GetFlow(self, request: Any, context: Any) -> Any:
        row = await self._seen(Flow, request.id, "flow")
        return pb.GetFlowResponse(flow=_flow(row))

    async def ListFlows(self, request: Any, context: Any) -> Any:
        ask = parse(FlowQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_flows(session, caller(), ask)
        return pb.ListFlowsResponse(flows=map(_flow, rows), next_page_token=token)

    async def ApproveFlow(self, request: Any, context: Any) -> Any:
        return await self._flow(
            request,
            pb.ApproveFlowResponse,
            lambda s, who: self._flows.approve(s, who, request.id),
        )

    async def EndFlow(self, request: Any, context: Any) -> Any:
        await self._seen(Flow, request.id, "flow")
        body = parse(ReasonIn, request)
        return await self._flow(
            request, pb.EndFlowResponse, lambda s, who: self._flows.end(s, who, body)
        )

    async def DryRunFlow(self, request: Any, context: Any) -> Any:
        flow = await self._seen(Flow, request.id, "flow")
        made = self._flows.dry_run(flow, self._directory.peers[flow.destination_id])
        return to_message(pb.DryRunFlowResponse, made)

    async def ListProfiles(self, request: Any, context: Any) -> Any:
        found = [to_message(pb.Profile, each) for each in self._uplink.profiles()]
        return pb.ListProfilesResponse(profiles=found)

    async def ListObjects(self, request: Any, context: Any) -> Any:
        ask = parse(ObjectQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_objects(session, caller(), ask)
        found = [to_message(pb.SentObject, row) for row in rows]
        return pb.ListObjectsResponse(objects=found, next_page_token=token)

    async def ReplayObjects(self, request: Any, context: Any) -> Any:
        # Repeating it is safe by itself: what waits again is not replayed.
        count = await self._uplink.replay(caller(), parse(ReplayIn, request))
        return pb.ReplayObjectsResponse(count=count)

    async def ListLedger(self, request: Any, context: Any) -> Any:
        ask = parse(LedgerQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_ledger(session, caller(), ask)
        found = [to_message(pb.LedgerEntry, row) for row in rows]
        return pb.ListLedgerResponse(entries=found, next_page_token=token)

    async def VerifyLedger(self, request: Any, context: Any) -> Any:
        body = parse(VerifyIn, request)
        made = await self._uplink.verify(caller(), body.destination_id)
        return to_message(pb.VerifyLedgerResponse, made)

    async def ListReconciliations(self, request: Any, context: Any) -> Any:
        ask = parse(ReconciliationQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_reconciliations(session, caller(), ask)
        found = [to_message(pb.Reconciliation, row) for row in rows]
        return pb.ListReconciliationsResponse(reconciliations=found, next_page_token=token)

    async def ListDisclosures(self, request: Any, context: Any) -> Any:
        ask = parse(DisclosureQuery, request)
        async with self._db.write() as session:
            rows, token = await self._uplink.disclosures(session, caller(), ask)
        found = [to_message(pb.Disclosure, row) for row in rows]
        return pb.ListDisclosuresResponse(disclosures=found, next_page_token=token)

    async def GetStatus(self, request: Any, context: Any) -> Any:
        return to_message(pb.GetStatusResponse, await self._uplink.status(caller()))

    async def ListChannels(self, request: Any, context: Any) -> Any:
        ask = parse(ChannelQuery, request)
        async with self._db.read() as session:
            rows, token = await store.list_channels(session, caller(), ask)
        found = [to_message(pb.Channel, row) for row in rows]
        return pb.ListChannelsResponse(channels=found, next_page_token=token)

    async def ImportChannels(self, request: Any, context: Any) -> Any:
        body = parse(ChannelsIn, request)
        caller().district()
        made = await self._channels.take(body.platform_id, body.content)
        return to_message(pb.ImportChannelsResponse, made)

    async def _seen(self, model: Any, key: str, what: str) -> Any:
        """The row, if the caller sees it: absence comes before what else is wrong."""
        async with self._db.read() as session:
            return await store.get(session, caller(), model, key, what)


def _flow(row: Flow) -> Any:
    return to_message(pb.Flow, flow_view(row))


def _given(request: Any) -> dict[str, Any]:
    """Optional fields that were set, empty values among them."""
    names = [f.name for f in request.DESCRIPTOR.fields if f.has_presence]
    return {name: getattr(request, name) for name in names if request.HasField(name)}
