"""The rules of administration that are about more than one thing: status, replay, disclosures."""

from typing import Any

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, Database, col, select
from kit.secrets import Keyring
from services.uplink import store
from services.uplink.counters import Counters
from services.uplink.directory import Directory
from services.uplink.generating import Generator
from services.uplink.inputs import DisclosureQuery, ReplayIn
from services.uplink.ledger import Check
from services.uplink.models import FAILED, Destination, Peer, SentObject
from services.uplink.profiles.facts import Of
from services.uplink.publishing import Publisher
from services.uplink.queue import ERASED, REPLAY
from services.uplink.views import (
    Counter,
    DestinationView,
    DisclosureView,
    ProfileView,
    StatusView,
    VerifyView,
)
from services.uplink.viid.sessions import Sessions

PAGE = 2000


class Uplink:
    def __init__(
        self,
        db: Database,
        ring: Keyring,
        directory: Directory,
        generator: Generator,
        counters: Counters,
        sessions: Sessions,
        publisher: Publisher,
    ) -> None:
        self._db = db
        self._ring = ring
        self._directory = directory
        self._generator = generator
        self._counters = counters
        self._sessions = sessions
        self._publisher = publisher

    async def status(self, who: Principal) -> StatusView:
        rows = []
        async with self._db.read() as session:
            heads = await store.heads(session)
            for peer in await store.destinations(session, who):
                head = heads.get(peer.id) or Destination(destination_id=peer.id)
                oldest = await store.oldest_waiting(session, peer.id)
                rows.append(
                    DestinationView(
                        peer_id=peer.id,
                        display_name=peer.display_name,
                        link=peer.link,
                        link_reason=peer.link_reason,
                        waiting=head.waiting,
                        waiting_bytes=head.waiting_bytes,
                        oldest_time=oldest,
                        accepted=head.accepted,
                        set_aside=head.failed,
                        ledger_entries=head.number,
                    )
                )
        # What was received is the district's affair: it is not counted per community.
        values = self._counters.values if who.scope is None else {}
        counters = [Counter(name=n, value=v) for n, v in sorted(values.items())]
        sessions = len(self._sessions) if who.scope is None else 0
        return StatusView(destinations=rows, counters=counters, sessions=sessions)

    def profiles(self) -> list[ProfileView]:
        return [
            ProfileView(id=p.id, version=p.version, mode=p.mode, kinds=[str(k) for k in p.kinds])
            for p in self._directory.profiles.values()
        ]

    async def replay(self, who: Principal, body: ReplayIn) -> int:
        """Lets ended objects of the time wait again, with content fetched anew; where their flow
        is over, under the one that follows it."""
        async with self._db.write() as session:
            await store.get(session, who, Peer, body.destination_id, "peer")
            who.district()
            key = f"peer/{body.destination_id}"
            audit.record(session, who, "objects.replay", key, "", body.reason)
        count, after = 0, 0
        while True:
            async with self._db.read() as session:
                rows = await self._ended(session, body, after)
            if not rows:
                return count
            for row in rows:
                after = row.id or 0
                count += await self._again(row)

    async def _again(self, row: SentObject) -> bool:
        if row.kind == Of.STATISTICS:
            return await self._publisher.again(row, "REPLAY")
        return await self._generator.again(row, "REPLAY", renewed=True)

    async def _ended(self, session: AsyncSession, body: ReplayIn, after: int) -> Any:
        query = select(SentObject).where(
            SentObject.destination_id == body.destination_id,
            col(SentObject.create_time) >= body.start_time,
            col(SentObject.create_time) < body.end_time,
            col(SentObject.state).in_(body.states or FAILED),
            col(SentObject.id) > after,
            SentObject.reason != ERASED,
        )
        return (await session.exec(query.order_by(col(SentObject.id)).limit(REPLAY))).all()

    async def verify(self, who: Principal, destination_id: str) -> VerifyView:
        """Goes along the whole chain, from the last entry that was deleted for its age."""
        async with self._db.read() as session:
            await store.get(session, who, Peer, destination_id, "peer")
            who.district()
            head = await session.get(Destination, destination_id)
            head = head or Destination(destination_id=destination_id)
            check = Check(head.cut_number, head.cut_hash)
            while rows := await store.chain_after(session, destination_id, check.number, PAGE):
                check.follow(rows)
                if check.broken:
                    break
            check.end(head.number, head.hash)
        return VerifyView(whole=not check.broken, entries=check.entries, broken_number=check.broken)

    async def disclosures(
        self, session: AsyncSession, who: Principal, ask: DisclosureQuery
    ) -> tuple[list[DisclosureView], str]:
        """Who received what about a person (R48); the look itself is recorded."""
        subject = self._ring.digest("subject", ask.subject_id)
        rows, token = await store.sent_of(session, who, subject, ask)
        key = f"person/{ask.subject_id}"
        audit.record(session, who, "disclosures.read", key, "", ask.reason)
        taken = await store.accepted_numbers(session, [row.object_number for row in rows])
        found = []
        for row in rows:
            flow = self._directory.flows[row.flow_id]
            found.append(
                DisclosureView(
                    destination_id=row.destination_id,
                    destination_name=self._directory.peers[row.destination_id].display_name,
                    kind=row.kind,
                    fields=row.fields,
                    purpose=flow.purpose,
                    basis=flow.basis,
                    document=flow.document,
                    time=row.time,
                    accepted=row.object_number in taken,
                )
            )
        return found, token
