"""How links stand: changed in memory, written and told of in one transaction per turn."""

import logging

from kit.db import Database, emit
from kit.tables import now
from services.uplink.directory import Directory
from services.uplink.events import link_changed
from services.uplink.models import LinkState, Peer

log = logging.getLogger("uplink.links")


class LinkStates:
    def __init__(self, db: Database, directory: Directory) -> None:
        self._db = db
        self._directory = directory
        self._turned: dict[str, tuple[LinkState, str]] = {}

    def turn(self, peer: Peer, state: LinkState, reason: str) -> None:
        """The peer's link stands so from now on; nothing happens when it did already."""
        state_now, reason_now = self._turned.get(peer.id, (peer.link, peer.link_reason))
        if (state, reason) != (state_now, reason_now):
            self._turned[peer.id] = (state, reason)

    async def write(self) -> None:
        """Writes what turned since the last time."""
        if not self._turned:
            return
        turned, self._turned = self._turned, {}
        changed = []
        try:
            async with self._db.write() as session:
                for peer_id, (state, reason) in turned.items():
                    row = await session.get(Peer, peer_id)
                    if row is None:
                        continue
                    before = row.link
                    row.link, row.link_reason, row.link_time = state, reason, now()
                    session.add(row)
                    changed.append(row)
                    if before is not state:
                        emit(session, link_changed(row, before))
        except BaseException:
            self._turned = turned | self._turned
            raise
        for row in changed:
            log.info("link", extra={"peer": row.id, "state": row.link, "reason": row.link_reason})
        self._directory.apply(*changed)
