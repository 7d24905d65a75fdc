"""Administration of peers: who is at the other end, its credential, its limits."""

import ipaddress
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, select
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.secrets import Keyring
from kit.tables import now
from services.uplink import store
from services.uplink.inputs import CredentialIn, PeerChangeIn, PeerIn, ReasonIn
from services.uplink.models import DESTINATIONS, LinkState, Peer, PeerKind
from services.uplink.profiles.profile import Profile
from services.uplink.settings import UplinkSettings
from services.uplink.views import PeerView, TestView
from services.uplink.viid.client import Client, Unreachable
from services.uplink.viid.reading import get

QUEUE_OBJECTS = 1_000_000
QUEUE_BYTES = 8 * 2**30


class Peers:
    def __init__(
        self, ring: Keyring, settings: UplinkSettings, profiles: Mapping[str, Profile]
    ) -> None:
        self._ring = ring
        self._profiles = profiles
        self._settings = settings

    async def create(self, session: AsyncSession, who: Principal, body: PeerIn) -> Peer:
        self._within(who, body.community_id)
        if body.kind in DESTINATIONS and body.community_id:
            raise InvalidArgument(
                "FIELD_INVALID",
                "a destination is the district's; its flows name communities",
                field="community_id",
            )
        self._check_place(body.url)
        self._check_profile(body.profile)
        _check_ca(body.ca)
        taken = select(Peer).where(Peer.national_id == body.national_id, Peer.national_id != "")
        if (await session.exec(taken)).first():
            raise AlreadyExists("PEER_EXISTS", "a peer has this national id", field="national_id")
        values = body.model_dump(exclude={"password"})
        row = Peer(**values)
        row.username = body.username or body.national_id
        row.queue_objects = body.queue_objects or QUEUE_OBJECTS
        row.queue_bytes = body.queue_bytes or QUEUE_BYTES
        row.url = body.url.rstrip("/")
        if body.password:
            self._set(row, body.password.get_secret_value())
        session.add(row)
        audit.record(session, who, "peer.create", f"peer/{row.id}", row.community_id)
        await session.flush()
        return row

    def _within(self, who: Principal, community_id: str) -> None:
        if community_id:
            who.within(community_id)
        else:
            who.district()

    def _set(self, row: Peer, password: str) -> None:
        row.password = self._ring.seal(password.encode(), f"peer/{row.id}")
        row.password_time = now()

    def password(self, row: Peer) -> str:
        """In the clear, for the wire alone; empty without one."""
        return self._ring.unseal(row.password, f"peer/{row.id}").decode() if row.password else ""

    def _check_place(self, url: str) -> None:
        """Foreign endpoints are refused (R99): addresses of the district's networks, and names
        under the ends that the settings give."""
        if not url:
            return
        host = urlsplit(url).hostname or ""
        try:
            address = ipaddress.ip_address(host)
            networks = [ipaddress.ip_network(each) for each in self._settings.networks]
            fine = any(address in n for n in networks if n.version == address.version)
        except ValueError:
            fine = any(host.endswith(end) for end in self._settings.domains)
        if not fine:
            raise InvalidArgument(
                "ENDPOINT_OUTSIDE",
                "this address is not one that data may go to (R99)",
                field="url",
                remedy="use an address of ANJU_UPLINK__NETWORKS or a name of ANJU_UPLINK__DOMAINS",
            )

    def _check_profile(self, name: str) -> None:
        if name not in self._profiles:
            known = ", ".join(sorted(self._profiles))
            raise InvalidArgument(
                "PROFILE_UNKNOWN", f"no such profile; known: {known}", field="profile"
            )

    async def change(self, session: AsyncSession, who: Principal, body: PeerChangeIn) -> Peer:
        row = await store.get(session, who, Peer, body.id, "peer")
        given = body.model_dump(exclude_none=True, exclude={"id"})
        if body.url is not None:
            self._check_place(body.url)
            if row.kind is PeerKind.EXTRANET and not body.url.startswith("https://"):
                raise InvalidArgument("FIELD_INVALID", "the extranet needs https", field="url")
            if row.kind in DESTINATIONS and not body.url:
                raise InvalidArgument("FIELD_INVALID", "a destination needs one", field="url")
            given["url"] = body.url.rstrip("/")
        if body.profile is not None:
            self._check_profile(body.profile)
        _check_ca(body.ca or "")
        for name, value in given.items():
            setattr(row, name, value)
        row.queue_objects = row.queue_objects or QUEUE_OBJECTS
        row.queue_bytes = row.queue_bytes or QUEUE_BYTES
        session.add(row)
        audit.record(session, who, "peer.update", f"peer/{row.id}", row.community_id)
        return row

    async def rotate(self, session: AsyncSession, who: Principal, body: CredentialIn) -> Peer:
        """The old password ends at once, and with it the sessions that it opened."""
        row = await store.get(session, who, Peer, body.id, "peer")
        self._set(row, body.password.get_secret_value())
        session.add(row)
        audit.record(session, who, "peer.rotate", f"peer/{row.id}", row.community_id)
        return row

    async def pause(self, session: AsyncSession, who: Principal, body: ReasonIn) -> Peer:
        row = await self._destination(session, who, body.id)
        row.paused, row.link, row.link_reason = True, LinkState.PAUSED, "PAUSED_BY_HAND"
        row.link_time = now()
        session.add(row)
        audit.record(session, who, "peer.pause", f"peer/{row.id}", "", body.reason)
        return row

    async def resume(self, session: AsyncSession, who: Principal, key: str) -> Peer:
        row = await self._destination(session, who, key)
        row.paused, row.link, row.link_reason = False, LinkState.UNREGISTERED, "RESUMED"
        row.link_time = now()
        session.add(row)
        audit.record(session, who, "peer.resume", f"peer/{row.id}")
        return row

    async def _destination(self, session: AsyncSession, who: Principal, key: str) -> Peer:
        row = await store.get(session, who, Peer, key, "peer")
        if row.kind not in DESTINATIONS:
            raise FailedPrecondition("NOT_A_DESTINATION", "nothing is sent to this peer")
        return row

    def client(self, peer: Peer, profile: Profile) -> Client:
        return Client(
            peer.url,
            self._settings.platform_id,
            peer.username or self._settings.platform_id,
            self.password(peer),
            profile.dialect,
            profile.content_type,
            profile.timeout,
            peer.ca,
        )

    async def test(self, peer: Peer) -> TestView:
        """Speaks to an upper platform without sending any object."""
        if peer.kind is not PeerKind.UPPER:
            raise FailedPrecondition("NOT_A_PLATFORM", "only an upper platform can be tested")
        started = time.perf_counter()
        client = self.client(peer, self._profiles[peer.profile])
        made = TestView(ok=False)
        try:
            for call in (client.register, client.keepalive):
                answer = await call()
                if not answer.registered:
                    made.reason = f"{call.__name__.upper()}_HTTP_{answer.http}"
                    break
            else:
                made.ok = True
                found = get((await client.time()).body, "SystemTimeObject")
                made.peer_time = str(get(found, "LocalTime", default=""))[:32]
        except Unreachable as error:
            made.reason = error.reason
        finally:
            await client.close()
        made.milliseconds = round((time.perf_counter() - started) * 1000, 1)
        return made


def _check_ca(text: str) -> None:
    if not text:
        return
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError):
        raise InvalidArgument("FIELD_INVALID", "no certificate in PEM", field="ca") from None


def view(row: Peer) -> PeerView:
    """Without the password, which nobody sees again."""
    values = row.model_dump() | {"has_password": bool(row.password)}
    return PeerView.model_validate(values)
