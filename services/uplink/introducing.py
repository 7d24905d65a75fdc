"""Devices that were there before: told once to each flow, and to each subscription of a platform
that asks for devices. Later changes come by their events."""

import logging
from collections.abc import Iterator

import grpc

from kit.db import Database
from kit.errors import AnjuError
from kit.hours import SHANGHAI
from kit.tables import now
from services.uplink import store
from services.uplink.directory import Directory
from services.uplink.generating import Generator
from services.uplink.models import Flow, FlowState, Peer, PublishedDay
from services.uplink.places import Device, Places
from services.uplink.profiles.facts import Of
from services.uplink.queue import Queue
from services.uplink.rows import Offer

log = logging.getLogger("uplink.introducing")
PART = 100  # devices that are fetched and put at once


class Introducer:
    def __init__(
        self, db: Database, directory: Directory, places: Places, generator: Generator, queue: Queue
    ) -> None:
        self._db = db
        self._directory = directory
        self._places = places
        self._generator = generator
        self._queue = queue

    async def turn(self) -> bool:
        """Introduces the devices where that was not done; false, as nothing more waits."""
        for flow, peer, key in list(self._wanted()):
            # Kept under the flow's last day, so that it goes with what is that old.
            day = flow.expire_time.astimezone(SHANGHAI).date().isoformat()
            async with self._db.read() as session:
                done = await store.is_published(session, key, day)
            if not done and await self._introduce(flow, peer):
                async with self._db.write() as session:
                    await session.merge(PublishedDay(what=key, day=day))
        return False

    def _wanted(self) -> Iterator[tuple[Flow, Peer, str]]:
        """Flows that let devices out, and for whom: all, or a subscription."""
        for flow in self._directory.flows.values():
            peer = self._directory.peers.get(flow.destination_id)
            profile = self._directory.profiles.get(peer.profile) if peer else None
            kind = profile.kinds.get(Of.APE) if profile else None
            if not peer or not profile or not kind or Of.APE not in flow.fields:
                continue
            if flow.state is not FlowState.ACTIVE or flow.expire_time <= now():
                continue
            if profile.mode == "direct" or not kind.notify:
                yield flow, peer, f"devices/{flow.id}"
                continue
            for wish in self._directory.wishes(peer.id, kind.detail, now()):
                yield flow, peer, f"devices/{flow.id}/{wish.id}"

    async def _introduce(self, flow: Flow, peer: Peer) -> bool:
        """Whether every device is in the queue; not while the queue is full or the registry
        does not answer."""
        devices = sorted(
            (d for d in self._places.all_devices() if _covers(flow, d)), key=lambda d: d.id
        )
        try:
            for start in range(0, len(devices), PART):
                if not await self._queue.has_room(peer):
                    return False
                offers = [o for d in devices[start : start + PART] for o in await self._of(flow, d)]
                await self._queue.put(offers)
        except (grpc.aio.AioRpcError, AnjuError) as error:
            log.warning("devices not introduced", extra={"error": type(error).__name__})
            return False
        return True

    async def _of(self, flow: Flow, device: Device) -> list[Offer]:
        offers = await self._generator.offers(
            f"devices/{flow.id}/{device.id}",
            "registry.device.changed",
            device.community_id,
            now(),
            {"id": device.id},
        )
        return [each for each in offers if each.values["flow_id"] == flow.id]


def _covers(flow: Flow, device: Device) -> bool:
    return not flow.community_ids or device.community_id in flow.community_ids
