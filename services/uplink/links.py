"""The link to one destination: registered, kept alive, and its queue sent; back-off where it is
not. One task per destination; what one does never waits for another.

A platform that takes nothing at all says nothing about an object, whatever it answers: only a
failure after something else was taken counts as the object's own. So an outage of days behind a
gateway that answers 503 sets nothing aside, and one object that makes the platform fail is.
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from kit.app import end_tasks
from kit.db import patient
from kit.tables import now
from services.uplink import gate
from services.uplink.consents import Consents
from services.uplink.directory import Directory
from services.uplink.linkstates import LinkStates
from services.uplink.models import LinkState, ObjectState, Peer, Subscription
from services.uplink.profiles.facts import Of
from services.uplink.profiles.mapper import notice, wrap
from services.uplink.profiles.profile import Profile, compose
from services.uplink.queue import Batch, Queue, later
from services.uplink.rows import Outcome
from services.uplink.sensitive import offences
from services.uplink.settings import UplinkSettings
from services.uplink.viid.answers import Judged, Verdict, judge
from services.uplink.viid.client import Client, Unreachable
from services.uplink.viid.replies import local

log = logging.getLogger("uplink.links")
NOTICE_FORM = "{org:12}04{time:14}{serial:5}"
JITTER = 0.3
KEEPALIVES = 3  # that may fail before it registers again


class LostSession(Exception):
    """The platform does not know us any more."""


@dataclass
class Link:
    """`peer` gives the destination as it is now; None ends the link."""

    peer_id: str
    peer: Callable[[], Peer | None]
    open_client: Callable[[Peer, Profile], Client]
    directory: Directory
    queue: Queue
    consents: Consents
    states: LinkStates
    settings: UplinkSettings
    registered: bool = False
    failures: int = 0
    lost: int = 0  # sessions in a row that ended before anything was taken
    refusals: int = 0  # posts in a row of which nothing was taken
    taking: bool = False  # whether something was taken since the last post that was not
    silent_keepalives: int = 0
    last: float = 0.0
    _client: Client | None = None
    _login: tuple[Any, ...] = ()

    async def run(self) -> None:
        """Until the destination is gone, or cancelled."""
        try:
            while peer := self.peer():
                await self._turn(peer)
        finally:
            await self._close()

    async def _turn(self, peer: Peer) -> None:
        if peer.paused:
            self.registered = False
            await self._wait(peer, self.settings.poll_interval)
            return
        wait = self.settings.poll_interval
        try:
            with patient("uplink link"):
                wait = await self._work(peer, self.directory.profiles[peer.profile])
        except Unreachable as error:
            wait = self._failed(peer, LinkState.OFFLINE, error.reason)
            wait = max(wait, self._delay(self.refusals - 1) if self.refusals else 0.0)
        except LostSession:
            self.registered = False
            wait = self._delay(self.lost - 1) if self.lost else 0.0
            self.lost += 1
        except Exception as error:
            # What one object or platform brings about must not end the other links. What the
            # error says may quote an object.
            log.error("link failed", extra={"peer": peer.id, "error": type(error).__name__})
            wait = self._failed(peer, LinkState.OFFLINE, "INTERNAL")
        if wait:
            await self._wait(peer, wait)

    async def _work(self, peer: Peer, profile: Profile) -> float:
        """One step; returns how long nothing needs to be done."""
        client = await self._open(peer, profile)
        if profile.session and not self.registered:
            answer = await client.register()
            if not answer.registered:
                reason = f"REGISTER_HTTP_{answer.http}_CODE_{answer.code or ''}".rstrip("_")
                return self._failed(peer, LinkState.REFUSED, reason)
            self._up(peer)
        batch, wait = await self._next(peer, profile)
        if batch.rows:
            return await self._send(client, peer, profile, batch)
        if profile.session and time.monotonic() - self.last >= profile.keepalive_seconds:
            await self._keep_alive(client, peer)
        return min(wait, self.settings.poll_interval)

    async def _next(self, peer: Peer, profile: Profile) -> tuple[Batch, float]:
        """A batch that is ready to leave, or how long all that there are gather for more."""
        gathering: set[tuple[str, str]] = set()
        wait = self.settings.poll_interval
        # Where nothing was taken, one object after the other shows whether it is one's own fault.
        limits = (1 if self.refusals else profile.batch_objects, profile.batch_bytes)
        while (batch := await self.queue.next(peer.id, *limits, now(), gathering)).rows:
            first = batch.rows[0]
            gathers = _gathers(batch, profile, self._wish(first.subscribe_id), now())
            if not gathers:
                return batch, 0.0
            gathering.add((first.kind, first.subscribe_id))
            wait = min(wait, gathers)
        return Batch(), wait

    def _up(self, peer: Peer) -> None:
        self.registered, self.failures, self.silent_keepalives = True, 0, 0
        self.last = time.monotonic()
        if not self.refusals:
            self.states.turn(peer, LinkState.ONLINE, "")

    async def _keep_alive(self, client: Client, peer: Peer) -> None:
        try:
            answer = await client.keepalive()
        except Unreachable:
            self.silent_keepalives += 1
            if self.silent_keepalives >= KEEPALIVES:
                self.registered = False
                raise
            self.last = time.monotonic() - self.settings.backoff[0]
            return
        if not answer.registered:
            raise LostSession
        self.lost = 0
        if self.refusals and not await self.queue.waits(peer.id):
            self.refusals = 0  # what was refused has ended meanwhile
        self._up(peer)

    async def _send(self, client: Client, peer: Peer, profile: Profile, batch: Batch) -> float:
        """Posts what may leave; returns how long the link shall rest."""
        batch, stopped = await self._lawful(peer, profile, batch)
        if stopped:
            await self.queue.settle(peer.id, stopped)
        if not batch.rows:
            return 0.0
        waiting = await self.queue.mark_sent(batch.rows)
        batch = batch.of(waiting)
        if not batch.rows:
            return 0.0
        path, document = self._compose(peer, profile, batch)
        ids = [row.object_id for row in batch.rows]
        try:
            answer = await client.post(path, document)
        except Unreachable as error:
            # It may have arrived: the same ids go again, and the receiver knows them.
            if error.left:
                await self._settle(peer, batch.rows, [Judged(Verdict.RETRY, error.reason)])
            raise
        self.last = time.monotonic()
        if batch.rows[0].subscribe_id:
            judged = judge(answer, ["notification"], profile.dialect)  # answered for as a whole
        else:
            judged = judge(answer, ids, profile.dialect)
        return await self._settle(peer, batch.rows, judged)

    async def _lawful(
        self, peer: Peer, profile: Profile, batch: Batch
    ) -> tuple[Batch, list[Outcome]]:
        """What may still leave at this moment, and the end of what may not (R94, R96)."""
        kept, stopped = Batch(), []
        for row, body in zip(batch.rows, batch.bodies, strict=True):
            flow = self.directory.flows.get(row.flow_id)
            reason = "FLOW_GONE"
            if flow:
                reason = gate.refusal(flow, peer, profile, row.kind, row.community_id, now())
            if Of(row.kind) not in profile.kinds:
                reason = reason or "KIND_NOT_IN_PROFILE"
            needs = flow and gate.needs_consent(flow, profile, Of(row.kind), row.fields)
            if row.subscribe_id:
                reason = reason or self._unwished(peer, row.subscribe_id)
            if flow and not reason and needs and row.subject:
                stands = await self.consents.stands(row, flow)
                if stands is None:
                    stopped.append(self._next_try(row, "CONSENT_UNKNOWN", counts=False))
                    continue
                reason = "" if stands else "CONSENT_WITHDRAWN"
            elif not reason and needs:
                reason = "SUBJECT_UNKNOWN"
            if not reason and next(offences(json.loads(body)), None):
                reason = "FIELD_FORBIDDEN"
            if reason:
                stopped.append(Outcome(row.id, ObjectState.SET_ASIDE, reason))
            else:
                kept.rows.append(row)
                kept.bodies.append(body)
        return kept, stopped

    def _compose(self, peer: Peer, profile: Profile, batch: Batch) -> tuple[str, dict[str, Any]]:
        kind = profile.kinds[Of(batch.rows[0].kind)]
        documents = [json.loads(each) for each in batch.bodies]
        wish = self._wish(batch.rows[0].subscribe_id)
        if wish is None:
            return kind.path, wrap(kind, documents)
        ids = [row.object_id for row in batch.rows]
        at, serial = batch.rows[0].event_time, crc32("\n".join(ids).encode()) % 100_000
        key = compose(NOTICE_FORM, self.settings.platform_id, local(at), serial)
        made = notice(kind, documents, ids, key, wish.subscribe_id, wish.title, now())
        return wish.receive_url, made

    def _wish(self, subscribe_id: str) -> Subscription | None:
        rows = self.directory.subscriptions.values()
        fit = (r for r in rows if (r.peer_id, r.subscribe_id) == (self.peer_id, subscribe_id))
        return next(fit, None) if subscribe_id else None

    def _unwished(self, peer: Peer, subscribe_id: str) -> str:
        """Why a notification must not go: over, or the peer is not there any more."""
        wish = self._wish(subscribe_id)
        if wish is None or (wish.end_time and wish.end_time < now()):
            return "SUBSCRIPTION_ENDED"
        there = urlsplit(wish.receive_url).hostname == urlsplit(peer.url).hostname
        return "" if there else "RECIPIENT_CHANGED"

    async def _settle(self, peer: Peer, rows: Sequence[Any], judged: Sequence[Judged]) -> float:
        """Writes down what became of a batch, by one verdict for each or one for all; returns
        how long the link shall rest."""
        if len(judged) < len(rows):
            judged = [judged[0]] * len(rows)
        verdicts = {each.verdict for each in judged}
        taken = Verdict.ACCEPTED in verdicts
        lost = Verdict.SESSION in verdicts
        if not taken and Verdict.CONTENT not in verdicts and (self.lost or not lost):
            self.refusals += 1
        proven, self.taking = self.taking or taken, taken or (self.taking and lost)
        outcomes = [
            self._outcome(row, each, len(rows) > 1, proven)
            for row, each in zip(rows, judged, strict=True)
        ]
        await self.queue.settle(peer.id, outcomes)
        if taken:
            await self._took(peer)
        if lost:
            raise LostSession
        if self.refusals > 1:
            self.states.turn(peer, LinkState.OFFLINE, judged[0].reason)
        return self._delay(self.refusals - 1) if self.refusals else 0.0

    async def _took(self, peer: Peer) -> None:
        """The platform takes objects: what waited for that goes now."""
        back, self.refusals, self.lost = self.refusals > 0, 0, 0
        self._up(peer)
        if back:
            await self.queue.resume(peer.id)

    def _outcome(self, row: Any, each: Judged, together: bool, proven: bool) -> Outcome:
        """Tried again, alone where it may be the object's own fault; or given up when that was
        too often. `proven` says that the platform took something since the last failure."""
        if each.verdict is Verdict.ACCEPTED:
            return Outcome(row.id, ObjectState.ACCEPTED)
        if each.verdict is Verdict.SESSION and not self.lost:
            return Outcome(row.id, reason=each.reason, next_time=now(), counts=False)
        content = each.verdict is Verdict.CONTENT
        counts = content or proven
        too_often = counts and row.tries + 1 >= self.settings.object_tries
        wrong = content and not together and row.content_tries + 1 >= self.settings.content_tries
        if too_often or wrong:
            state = ObjectState.REFUSED if wrong else ObjectState.SET_ASIDE
            return Outcome(row.id, state, each.reason)
        made = self._next_try(row, each.reason)
        return replace(made, counts=counts, content=content and not together, alone=counts)

    def _next_try(self, row: Any, reason: str, counts: bool = True) -> Outcome:
        failed = max(row.tries, self.refusals - 1, 0)
        # Twice, so that others have their turn before, once the link has rested.
        due = later(now(), failed, [2 * each for each in self.settings.backoff])
        return Outcome(row.id, reason=reason, next_time=due, counts=counts)

    def _failed(self, peer: Peer, state: LinkState, reason: str) -> float:
        self.registered = False
        self.states.turn(peer, state, reason)
        self.failures += 1
        return self._delay(self.failures - 1)

    def _delay(self, times: int) -> float:
        steps = self.settings.backoff
        base = steps[min(times, len(steps) - 1)]
        return base * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads retries

    async def _wait(self, peer: Peer, seconds: float) -> None:
        wake = self.queue.wake(peer.id)
        if self.failures or self.refusals:
            await asyncio.sleep(seconds)
            return
        try:
            await asyncio.wait_for(wake.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            wake.clear()

    async def _open(self, peer: Peer, profile: Profile) -> Client:
        login = (peer.url, peer.username, peer.password, peer.ca, peer.profile)
        if self._client is None or login != self._login:
            await self._close()
            self._client, self._login = self.open_client(peer, profile), login
            self.registered = False
        return self._client

    async def _close(self) -> None:
        if self._client:
            await self._client.close()
            self._client = None


def _gathers(batch: Batch, profile: Profile, wish: Subscription | None, at: datetime) -> float:
    """How long a batch that is not full may wait for more; nothing waits that waited already."""
    first = batch.rows[0]
    if len(batch.rows) >= profile.batch_objects or first.tries or first.alone:
        return 0.0
    if sum(row.size for row in batch.rows) >= profile.batch_bytes // 2:
        return 0.0
    seconds = max(profile.batch_seconds, wish.report_interval if wish else 0)
    due = first.create_time + timedelta(seconds=seconds)
    return float(max(0.0, (due - at).total_seconds()))


class Links:
    """Keeps one link running for each destination."""

    def __init__(self, directory: Directory, make: Callable[[str], Link], interval: float) -> None:
        self._directory = directory
        self._make = make
        self._interval = interval
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled; a link that fails unexpectedly ends this too."""
        try:
            while True:
                for peer in self._directory.destinations():
                    if peer.id not in self._running:
                        task = asyncio.create_task(self._make(peer.id).run(), name=peer.id)
                        self._running[peer.id] = task
                for peer_id, task in list(self._running.items()):
                    if task.done():
                        del self._running[peer_id]
                        task.result()
                await asyncio.sleep(self._interval)
        finally:
            await end_tasks(self._running.values())
