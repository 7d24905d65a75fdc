"""What upper platforms and state organs ask of us: subscriptions, and wishes to watch.

A subscription is taken only from an upper peer, and what it wants goes only to that peer's own
host. A wish to watch is taken only from a state organ's peer, sealed, and nothing acts on it.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from kit.db import Database, emit
from kit.secrets import Keyring
from kit.tables import now
from services.uplink import store
from services.uplink.counters import Counters
from services.uplink.directory import Directory
from services.uplink.events import watch_requested
from services.uplink.models import Peer, PeerKind, Subscription, WatchRequest
from services.uplink.sensitive import clean
from services.uplink.viid.kinds import KINDS
from services.uplink.viid.reading import Object, Unreadable, code, get, id_of, parts, time_of
from services.uplink.viid.replies import Code, Result

NOTICES = "/VIID/SubscribeNotifications"
ACTIVE, CANCELLED = 0, 1
MOST = 1000  # subscriptions of one peer
REMOVALS = tuple(f"DispositionRemove{word}" for word in ("Org", "Person", "Time", "Reason"))


class Orders:
    def __init__(
        self, db: Database, directory: Directory, ring: Keyring, counters: Counters
    ) -> None:
        self._db = db
        self._directory = directory
        self._ring = ring
        self._counters = counters

    def of(self, peer: Peer) -> list[Object]:
        """The peer's subscriptions that stand, as it sent them."""
        rows = self._directory.subscriptions.values()
        return [row.body for row in rows if row.peer_id == peer.id]

    async def subscribe(self, peer: Peer, items: Sequence[Object], method: str) -> list[Result]:
        """POST and PUT both add, change or cancel, by the id and OperateType."""
        results = []
        for item in items:
            try:
                key = id_of(item, KINDS["subscribe"])
                if peer.kind is not PeerKind.UPPER:
                    raise Unreadable(4, "only an upper platform subscribes")
                results.append(await self._subscribe(peer, key, item, method))
            except Unreadable as error:
                results.append(Result(_key(item), Code(error.code), error.text))
        return results

    async def _subscribe(self, peer: Peer, key: str, item: Object, method: str) -> Result:
        operate = code(get(item, "OperateType"), 1) or "0"
        status = code(get(item, "SubscribeStatus"), 1)
        # The standard's cancel: PUT with only the reasons for it.
        ending = method == "PUT" and get(item, "SubscribeDetail") is None
        if operate == "1" or ending or status == "1":
            return (await self.cancel(peer, [key]))[0]
        details = parts(get(item, "SubscribeDetail"))
        if not details:
            raise Unreadable(8, "SubscribeDetail is missing")
        values = {
            "title": str(get(item, "Title", default="") or "")[:256],
            "details": details[:32],
            "resources": parts(get(item, "ResourceURI"))[:200],
            "receive_url": receive_url(peer, item),
            "begin_time": time_of(get(item, "BeginTime")),
            "end_time": time_of(get(item, "EndTime")),
            "report_interval": _seconds(get(item, "ReportInterval")),
            "images": str(get(item, "ResultImageDeclare", default="")).strip() != "-1",
            "status": ACTIVE,
            "body": _bounded(item),
            "update_time": now(),
        }
        async with self._db.write() as session:
            row = await store.subscription(session, peer.id, key)
            if row is None:
                if self._going(peer) >= MOST:
                    raise Unreadable(4, "too many subscriptions")
                row = Subscription(peer_id=peer.id, subscribe_id=key)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)
        self._directory.apply(row)
        self._counters.add("subscribed")
        return Result(key)

    def _going(self, peer: Peer) -> int:
        """Its subscriptions that are not over: a platform may make new ones at each start."""
        rows = self._directory.subscriptions.values()
        return sum(r.peer_id == peer.id and not (r.end_time and r.end_time < now()) for r in rows)

    async def cancel(self, peer: Peer, keys: Sequence[str]) -> list[Result]:
        """Ends them; one that is not there is ended already."""
        ended = []
        async with self._db.write() as session:
            for key in keys:
                row = await store.subscription(session, peer.id, key)
                if row:
                    row.status, row.update_time = CANCELLED, now()
                    session.add(row)
                    ended.append(row)
        self._directory.apply(*ended)
        return [Result(key) for key in keys]

    async def watch(self, peer: Peer, items: Sequence[Object], method: str) -> list[Result]:
        """Keeps wishes to watch for the service that may once act on them (R95), or takes them
        back."""
        results = []
        for item in items:
            if not peer.state_organ:
                results.append(self._refused(_key(item)))
                continue
            try:
                key = id_of(item, KINDS["disposition"])
            except Unreadable as error:
                results.append(Result("", Code(error.code), error.text))
                continue
            if _withdraws(item, method):
                results += await self.unwatch(peer, [key])
                continue
            await self._keep(peer, key, item)
            results.append(Result(key))
        return results

    async def unwatch(self, peer: Peer, keys: Sequence[str]) -> list[Result]:
        """Forgets the peer's own wishes; one that is not there is forgotten already."""
        if not peer.state_organ:
            return [self._refused(key) for key in keys]
        async with self._db.write() as session:
            gone = await store.forget_watches(session, peer.id, keys)
        self._counters.add("watch_withdrawn", count=gone)
        return [Result(key) for key in keys]

    def _refused(self, key: str) -> Result:
        self._counters.add("watch_refused")
        text = "only a state organ's platform may ask for this"
        return Result(key, Code.INVALID_OPERATION, text)

    async def _keep(self, peer: Peer, key: str, item: Object) -> None:
        dropped: Counter[str] = Counter()
        body = json.dumps(clean(item, dropped), ensure_ascii=False).encode("utf-8", "replace")
        self._counters.add("field_dropped", "disposition", dropped.total())
        sealed = self._ring.seal(body, f"watch_request/{peer.id}/{key}")
        async with self._db.write() as session:
            row = await store.watch_request(session, peer.id, key)
            if row is None:
                session.add(WatchRequest(peer_id=peer.id, disposition_id=key, body=sealed))
                emit(session, watch_requested(peer.id, key))
            else:
                row.body = sealed
                session.add(row)


def _withdraws(item: Object, method: str) -> bool:
    """Cancelled by its own word, or by a PUT that says who ended it or not what is looked for."""
    if code(get(item, "OperateType"), 1) == "1" or code(get(item, "DispositionStatus"), 1) == "1":
        return True
    ended = any(get(item, name) not in (None, "") for name in REMOVALS)
    return method == "PUT" and (ended or get(item, "TargetFeature") is None)


def receive_url(peer: Peer, item: Object) -> str:
    """Where notifications go: scheme, port and path filled in where they are missing, and the
    host always the peer's own, so that nobody makes us call others. Raises Unreadable."""
    given = str(get(item, "ReceiveAddr", default="") or "").strip()
    own = urlsplit(peer.url)
    if not given:
        return f"{own.scheme}://{own.netloc}{NOTICES}"
    try:
        parsed = urlsplit(given if "://" in given else f"{own.scheme}://{given}")
        usual = 443 if parsed.scheme == "https" else 80
        port = parsed.port or int(str(get(item, "ReceivePort", default="") or own.port or usual))
    except ValueError:
        raise Unreadable(8, "ReceiveAddr has no port that is one") from None
    if parsed.scheme not in {"http", "https"} or parsed.hostname != own.hostname:
        raise Unreadable(4, "ReceiveAddr is not at the platform that subscribes")
    if own.scheme == "https" and parsed.scheme != "https":
        raise Unreadable(4, "ReceiveAddr is not over https as the platform is")
    if not 0 < port < 65536 or parsed.username or len(parsed.path) > 256:
        raise Unreadable(8, "ReceiveAddr is no address")
    host = f"[{parsed.hostname}]" if ":" in (parsed.hostname or "") else parsed.hostname
    path = parsed.path if parsed.path not in {"", "/"} else NOTICES
    return f"{parsed.scheme}://{host}:{port}{path}"


def _key(item: Object) -> str:
    return str(get(item, "SubscribeID", "DispositionID", default="") or "")[:64]


def _seconds(value: Any) -> int:
    text = str(value or "0").strip()
    return min(int(text), 86400) if text.isdecimal() and len(text) < 9 else 0


def _bounded(item: Object) -> Object:
    """What a GET shows again: plain values of a plausible length."""
    return {
        str(name)[:64]: value
        for name, value in list(item.items())[:64]
        if isinstance(value, (str, int, float)) and len(str(value)) <= 4096
    }
