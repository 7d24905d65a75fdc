"""Digest against independent implementations: the clients of httpx and requests at our listener,
our client at Apache's mod_auth_digest; and what must not count."""

import asyncio
import shutil
import subprocess
import time
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import requests
from requests.auth import HTTPDigestAuth

from kit.config import ServerSettings
from kit.server import HttpServer
from kit.testing_nats import free_ports
from services.uplink.models import Peer, PeerKind
from services.uplink.viid import digest
from services.uplink.viid.answers import Dialect
from services.uplink.viid.client import Client
from services.uplink.viid.digest import Nonces, Refusal
from services.uplink.viid.identity import FAILURES, Caller, Identity
from services.uplink.viid.server import Reply, Server

DEVICE = "37030300001310000001"
PASSWORD = "pa:ss, wörd=1"  # what parsers stumble over
REGISTER = "/VIID/System/Register"
BODY = {"RegisterObject": {"DeviceID": DEVICE}}


class Quiet:
    """A desk that nobody asks for anything."""

    async def answer(self, wish) -> Reply:
        return Reply()

    async def heard(self, peer, registered) -> None:
        pass

    async def left(self, peer) -> None:
        pass

    def refused(self, national_id, reason) -> None:
        pass


def identity(seconds: float = 300.0, clock=None) -> Identity:
    peer = Peer(
        kind=PeerKind.DEVICE,
        display_name="x",
        national_id=DEVICE,
        username=DEVICE,
        password=b"sealed",
    )
    known = {DEVICE: peer}.get
    options = {"clock": clock} if clock else {}
    return Identity(known, lambda _: PASSWORD, seconds, 270.0, **options)


@asynccontextmanager
async def listening(own: Identity | None = None):
    app = Server(own or identity(), Quiet(), "1" * 20, 2**20)
    server = HttpServer(app, ServerSettings(http_port=0))
    await server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        await server.stop()


async def test_the_client_of_httpx():
    async with listening() as url, httpx.AsyncClient(trust_env=False) as client:
        auth = httpx.DigestAuth(DEVICE, PASSWORD)
        for _ in range(3):  # the second one uses the nonce again, with its next count
            answer = await client.post(url + REGISTER, json=BODY, auth=auth)
            assert answer.status_code == 200
        wrong = httpx.DigestAuth(DEVICE, "another password")
        assert (await client.post(url + REGISTER, json=BODY, auth=wrong)).status_code == 401


async def test_the_client_of_requests():
    def speak(url: str) -> list[int]:
        with requests.Session() as session:
            session.trust_env = False
            session.auth = HTTPDigestAuth(DEVICE, PASSWORD)
            codes = [session.post(url + REGISTER, json=BODY, timeout=5).status_code]
            codes.append(session.post(f"{url}{REGISTER}?a=b", json=BODY, timeout=5).status_code)
            session.auth = HTTPDigestAuth(DEVICE, "another password")
            codes.append(session.post(url + REGISTER, json=BODY, timeout=5).status_code)
            return codes

    async with listening() as url:
        assert await asyncio.to_thread(speak, url) == [200, 200, 401]


CONFIG = """
ServerRoot "{folder}"
PidFile "{folder}/pid"
Listen 127.0.0.1:{port}
ServerName localhost
ErrorLog "{folder}/error.log"
DocumentRoot "{folder}/www"
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authn_file_module {modules}/mod_authn_file.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule auth_digest_module {modules}/mod_auth_digest.so
<Location "/VIID">
  AuthType Digest
  AuthName "upper realm"
  AuthDigestDomain /VIID
  AuthDigestQop auth
  AuthUserFile "{folder}/users"
  Require valid-user
</Location>
"""
MODULES = Path("/usr/lib/apache2/modules")


@pytest.fixture
def apache(tmp_path: Path):
    """Apache's httpd with mod_auth_digest, the server that most implementations were tried on."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    if not program or not (MODULES / "mod_auth_digest.so").exists():
        pytest.skip("needs Debian's apache2-bin")
    (port,) = free_ports(1)
    place = tmp_path / "www/VIID/System"
    place.mkdir(parents=True)
    (place / "Time").write_text('{"SystemTimeObject":{"LocalTime":"20260101080000"}}')
    (place / "Register").write_text("{}")
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755)
    ha1 = digest.hashed("MD5", "anju", "upper realm", PASSWORD)
    (tmp_path / "users").write_text(f"anju:upper realm:{ha1}\n")
    config = tmp_path / "httpd.conf"
    config.write_text(CONFIG.format(folder=tmp_path, port=port, modules=MODULES))
    command = [program, "-f", str(config), "-DFOREGROUND"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(url, timeout=1, trust_env=False)
                break
            except httpx.HTTPError:
                assert process.poll() is None, (tmp_path / "error.log").read_text()
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


async def test_our_client_at_apaches_mod_auth_digest(apache: str):
    for password, seen in ((PASSWORD, 200), ("another", 401)):
        client = Client(apache, DEVICE, "anju", password, Dialect(), "application/json", 5.0)
        try:
            answer = await client.time()
            assert answer.http == seen
            if seen == 200:
                assert answer.body["SystemTimeObject"]["LocalTime"] == "20260101080000"
            assert (await client.register()).http == seen
        finally:
            await client.close()


def proved(own: Identity, header: str, address: str = "10.0.0.1", path: str = REGISTER):
    return own.prove(Caller(address, "POST", path, DEVICE, header), DEVICE)[1]


def header_for(own: Identity, address: str = "10.0.0.1", uri: str = REGISTER) -> str:
    asked = own.challenge(Caller(address, "POST", uri, DEVICE, ""))
    return digest.answer(asked, "POST", uri, DEVICE, PASSWORD)


def test_a_proof_counts_once_from_one_address_for_one_path_and_a_short_time():
    at = 1000.0
    own = identity(seconds=60, clock=lambda: at)
    header = header_for(own)
    assert proved(own, header) is None
    assert proved(own, header) is Refusal.REPLAYED
    assert proved(own, header_for(own), address="10.0.0.2") is Refusal.STALE
    assert proved(own, header_for(own, uri="/VIID/Faces")) is Refusal.OTHER_URI
    late = header_for(own)
    at += 61
    assert proved(own, late) is Refusal.STALE
    assert proved(own, header_for(own).replace("response=", "respond=")) is Refusal.MALFORMED
    assert proved(own, header_for(own).replace("qop=auth", "qop=auth-int")) is Refusal.MALFORMED
    assert proved(own, "Basic YTpi") is Refusal.ABSENT


def test_a_nonce_of_nobody_does_not_count():
    own = identity()
    forged = f'Digest realm="anju", qop="auth", nonce="{"0" * 32}", opaque="a"'
    assert proved(own, digest.answer(forged, "POST", REGISTER, DEVICE, PASSWORD)) is Refusal.STALE


def test_whoever_guesses_is_not_listened_to_for_a_while():
    at = 0.0
    own = identity(clock=lambda: at)
    for _ in range(FAILURES):
        asked = own.challenge(Caller("10.0.0.9", "POST", REGISTER, DEVICE, ""))
        guess = digest.answer(asked, "POST", REGISTER, DEVICE, "guess")
        assert proved(own, guess, "10.0.0.9") is Refusal.WRONG
    assert proved(own, header_for(own, "10.0.0.9"), "10.0.0.9") is Refusal.WRONG
    assert proved(own, header_for(own)) is None  # others are
    at += 61
    assert proved(own, header_for(own, "10.0.0.9"), "10.0.0.9") is None


def test_nonces_are_bounded(monkeypatch):
    monkeypatch.setattr(digest, "MAX_NONCES", 10)
    nonces = Nonces(60)
    made = [nonces.issue("a", 0) for _ in range(50)]
    assert len(nonces) == 10
    assert nonces.use(made[0], "a", 1, 0) is Refusal.STALE
    assert nonces.use(made[-1], "a", 1, 0) is None


def test_the_header_alone_is_nobody():
    """The session's address counts, not the name in User-Identify."""
    own = identity()
    peer, _ = own.prove(Caller("10.0.0.1", "POST", REGISTER, DEVICE, header_for(own)), DEVICE)
    assert peer
    own.register(peer, "10.0.0.1")
    assert own.known(Caller("10.0.0.1", "POST", "/VIID/APEs", DEVICE, ""))[0] is peer
    assert own.known(Caller("10.0.0.2", "POST", "/VIID/APEs", DEVICE, ""))[0] is None
    assert own.known(Caller("10.0.0.1", "POST", "/VIID/APEs", "9" * 20, ""))[0] is None


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_known_answers(algorithm):
    """The example of RFC 7616 §3.9.1."""
    nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
    given = {
        "username": "Mufasa",
        "realm": "http-auth@example.org",
        "nonce": nonce,
        "uri": "/dir/index.html",
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "qop": "auth",
    }
    expected = {
        "MD5": "8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256": "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    }[algorithm]
    assert digest.response_of(given, "Circle of Life", "GET", algorithm) == expected
