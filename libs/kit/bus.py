"""The event bus: JetStream with a bounded stream, durable consumers, dead letters, outbox relay."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import grpc
import nats
import nats.errors
import sqlalchemy as sa
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    StreamConfig,
)
from nats.js.errors import APIError, NotFoundError
from sqlalchemy.exc import OperationalError

from kit import telemetry
from kit.config import BusSettings
from kit.db import Database, col, patient
from kit.errors import Unavailable
from kit.events import Event, read_event
from kit.peers import Peers
from kit.tables import Outbox

log = logging.getLogger("kit.bus")
STREAM = "ANJU"
DEAD = "ANJU_DEAD"
BATCH = 256
GATHER = 0.05  # seconds
TOGETHER = 0.2  # seconds
STARTING = 30.0  # seconds
STANDBY = 1.0  # seconds between asking whether the replica that relays is gone
TRACE = "traceparent"
WAITING = sa.select(*sa.inspect(Outbox).columns).order_by(col(Outbox.id)).limit(BATCH)
GONE = sa.delete(Outbox).where(col(Outbox.id) == sa.bindparam("key"))
# What a broken connection or a JetStream that is still starting raises.
TROUBLE = (nats.errors.Error, APIError, OSError, TimeoutError)
# What says nothing against the event: it is tried again for as long as it takes.
NOT_NOW = (Unavailable, OperationalError)
NO_ANSWER = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
Handle = Callable[[Event], Awaitable[None]]
HandleMany = Callable[[Sequence[Event]], Awaitable[None]]


class Bus:
    """`alone` says that no other process is connected to the server."""

    def __init__(self, url: str, settings: BusSettings, alone: bool = False) -> None:
        self._url = url
        self._settings = settings
        self._client = Client()
        self._js: JetStreamContext = self._client.jetstream()
        self.peers = Peers(None if alone else self._client)
        self._telling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connects and brings the streams to their settings. Waits up to 30 s for a server, and
        for a cluster to elect its leaders."""
        tls = self._tls()
        try:
            async with asyncio.timeout(STARTING):
                await self._connect(tls)
        except TimeoutError:
            raise RuntimeError("no nats-server answers at ANJU_BUS__URL") from None
        self._js = self._client.jetstream(timeout=5)
        self._telling = asyncio.create_task(self.peers.run(), name="peers")
        limits = self._settings
        await self._keep(self._stream(STREAM, "anju.>", limits.max_bytes))
        await self._keep(self._stream(DEAD, "dead.>", limits.max_bytes // 16))

    def _stream(self, name: str, subjects: str, max_bytes: int) -> StreamConfig:
        return StreamConfig(
            name,
            subjects=[subjects],
            max_age=self._settings.max_age,
            max_bytes=max_bytes,
            discard=DiscardPolicy.OLD,
            duplicate_window=self._settings.duplicate_window,
            num_replicas=self._settings.replicas,
        )

    async def _connect(self, tls: ssl.SSLContext | None) -> None:
        limits = self._settings

        async def renew() -> None:
            # The next connection shows the certificate that lies there then.
            if tls and limits.certificate:
                tls.load_cert_chain(limits.certificate, limits.private_key)

        while True:
            try:
                return await self._client.connect(
                    [each.strip() for each in self._url.split(",")],
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=1,
                    error_cb=_quiet,
                    disconnected_cb=renew,
                    allow_reconnect=True,
                    tls=tls,
                    user_credentials=str(limits.credentials) if limits.credentials else None,
                )
            except TROUBLE:
                await asyncio.sleep(0.5)

    def _tls(self) -> ssl.SSLContext | None:
        limits = self._settings
        if not limits.ca:
            return None
        context = ssl.create_default_context(cafile=str(limits.ca))
        if limits.certificate:
            context.load_cert_chain(limits.certificate, limits.private_key)
        return context

    async def _keep(self, config: StreamConfig) -> None:
        deadline = asyncio.get_running_loop().time() + STARTING
        while True:
            try:
                try:
                    await self._js.update_stream(config)
                except NotFoundError:
                    await self._js.add_stream(config)
                return
            except TROUBLE as error:
                late = asyncio.get_running_loop().time() > deadline
                passing = not isinstance(error, APIError) or (error.code or 0) >= 500
                if late or not passing or self._settings.replicas == 1:
                    reason = getattr(error, "description", None) or type(error).__name__
                    raise RuntimeError(
                        f"nats-server refuses the stream {config.name}: {reason}"
                    ) from None
                await asyncio.sleep(0.5)  # a cluster without a leader yet

    async def publish(self, rows: Sequence[Any]) -> list[int]:
        """Publishes rows of the outbox; returns the ids that the stream holds now."""
        results = await asyncio.gather(*map(self._publish, rows), return_exceptions=True)
        done = []
        for row, result in zip(rows, results, strict=True):
            if row.id is not None and not isinstance(result, BaseException):
                done.append(row.id)
        telemetry.events.add(len(done))
        return done

    async def _publish(self, row: Any) -> None:
        headers = {"Nats-Msg-Id": row.event_id}
        if row.traceparent:
            headers[TRACE] = row.traceparent
        await self._js.publish(row.subject, row.body, stream=STREAM, headers=headers)

    async def subscribe(
        self, durable: str, subject: str, handle: Handle, many: HandleMany | None = None
    ) -> None:
        """Hands each event to `handle` in order, at least once, until cancelled.

        `many` gets what came together in one call, for those who can do it in one transaction;
        where it raises, each goes to `handle` by itself. An event that fails `max_deliver` times,
        other than for a database or service that is down, goes to `dead.<durable>.<subject>`.
        """
        config = ConsumerConfig(
            ack_policy=AckPolicy.EXPLICIT, ack_wait=30, max_ack_pending=BATCH, max_deliver=-1
        )
        while True:
            try:
                pull = await self._js.pull_subscribe(subject, durable, STREAM, config)
                break
            except TROUBLE:
                await asyncio.sleep(0.5)
        try:
            while True:
                try:
                    messages = await pull.fetch(BATCH, timeout=5)
                    if not (many and await self._deliver_all(messages, many)):
                        for message in messages:
                            await self._deliver(durable, message, handle)
                    await _pause(messages, TOGETHER if many else GATHER)
                except TimeoutError:
                    continue
                except TROUBLE:
                    await asyncio.sleep(0.5)
        finally:
            # A pull left open would swallow events meant for the next reader.
            with contextlib.suppress(*TROUBLE):
                await pull.unsubscribe()

    async def watch(
        self, subject: str, resync: Callable[[], Awaitable[None]], handle: Handle
    ) -> None:
        """Hands new events to `handle`, for state in memory that each process keeps for itself.

        Nothing is remembered of the reader: `resync` runs first, and after every break.
        """
        config = ConsumerConfig(
            ack_policy=AckPolicy.EXPLICIT,
            deliver_policy=DeliverPolicy.NEW,
            inactive_threshold=30,
            max_ack_pending=BATCH,
        )
        while True:
            try:
                pull = await self._js.pull_subscribe(subject, None, STREAM, config)
                await resync()
                while True:
                    with contextlib.suppress(TimeoutError):
                        messages = await pull.fetch(BATCH, timeout=5)
                        for message in messages:
                            await self._deliver("watch", message, handle)
                        await _pause(messages, GATHER)
                    await pull.consumer_info()  # raises when a restart of the server ended it
            except TROUBLE:
                await asyncio.sleep(0.5)

    async def history(self, subject: str) -> AsyncIterator[list[Event]]:
        """All events on the subject that the stream still holds, in its order, in batches; ends
        with what was there at the start. Raises what a broken connection raises."""
        config = ConsumerConfig(
            ack_policy=AckPolicy.NONE, deliver_policy=DeliverPolicy.ALL, inactive_threshold=30
        )
        pull = await self._js.pull_subscribe(subject, None, STREAM, config)
        try:
            left = (await pull.consumer_info()).num_pending or 0
            while left > 0:
                messages = await pull.fetch(min(BATCH, left), timeout=5)
                left -= len(messages)
                yield [read_event(each.data) for each in messages]
        finally:
            with contextlib.suppress(*TROUBLE):
                await pull.unsubscribe()

    async def _deliver_all(self, messages: Sequence[Msg], many: HandleMany) -> bool:
        """Whether all were handled."""
        try:
            await many([read_event(m.data, (m.headers or {}).get(TRACE, "")) for m in messages])
        except TROUBLE:
            raise
        except Exception as error:
            log.info("events go one by one", extra={"kind": type(error).__name__})
            return False
        for message in messages:
            await message.ack()
        return True

    async def _deliver(self, durable: str, message: Msg, handle: Handle) -> None:
        carrier = {TRACE: (message.headers or {}).get(TRACE, "")}
        delivered = message.metadata.num_delivered
        try:
            with telemetry.span(f"{durable} {message.subject}", carrier):
                await handle(read_event(message.data, carrier[TRACE]))
            await message.ack()
        except TROUBLE:
            raise
        except Exception as error:
            log.error("event handler failed", exc_info=error, extra={"subject": message.subject})
            if _not_now(error) or delivered < self._settings.max_deliver:
                await message.nak(delay=min(30.0, 0.1 * 2 ** min(delivered, 16)))
                return
            await self._js.publish(f"dead.{durable}.{message.subject}", message.data, stream=DEAD)
            await message.term()

    async def relay(self, db: Database) -> None:
        """Moves committed events from the outbox to the stream, in order, until cancelled; of
        several replicas one does, and another goes on when it is gone.

        A crash after the publish repeats it with the same id, which the stream drops.
        """
        done: list[int] = []
        leads = False
        topic = f"outbox.{db.place.name}"

        def filled(_: None) -> None:
            if leads:
                db.outbox_filled.set()

        await self.peers.hear(topic, filled)
        while True:
            here = db.outbox_filled.is_set()
            db.outbox_filled.clear()
            rows: Sequence[Any] = []
            with patient("outbox"):
                leads = await db.leads("outbox")
                if leads:
                    rows, done = await db.bulk(partial(_turn, done)), []
                elif here:
                    self.peers.tell(topic, None)
            if not rows:
                await _wait(db.outbox_filled, db.place.outbox_poll if leads else STANDBY)
                continue
            done = await self.publish(rows)
            if len(done) < len(rows):
                await asyncio.sleep(0.5)
            else:
                # What comes meanwhile leaves together: one look and one delete for all of it.
                await asyncio.sleep(GATHER)

    async def stop(self) -> None:
        if self._telling:
            self._telling.cancel()
        await self._client.close()


def _not_now(error: Exception) -> bool:
    if isinstance(error, grpc.aio.AioRpcError):
        return error.code() in NO_ANSWER
    return isinstance(error, NOT_NOW)


def _turn(done: list[int], connection: sa.Connection) -> Sequence[Any]:
    """Deletes what the stream holds, and returns what waits, oldest first."""
    if done:
        connection.execute(GONE, [{"key": each} for each in done])
    return connection.execute(WAITING).all()


async def _pause(messages: Sequence[Msg], seconds: float) -> None:
    """Under load what comes meanwhile is fetched, and handled, together; more may wait behind a
    full batch."""
    await asyncio.sleep(seconds if len(messages) < BATCH else 0)


async def _wait(event: asyncio.Event, timeout: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), timeout)


async def _quiet(error: Exception) -> None:
    log.warning("bus connection", extra={"kind": type(error).__name__})
