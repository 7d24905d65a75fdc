"""Who is trusted, and what happens when certificates are renewed."""

import asyncio
import ssl

import grpc
import pytest
from cryptography import x509
from pydantic import ValidationError

from anju.registry.v1 import registry_pb2 as pb
from anju.registry.v1 import registry_pb2_grpc
from kit import tls
from kit.auth import Gatekeeper, Tokens
from kit.channel import connect
from kit.config import AuthSettings, ServerSettings, TlsSettings
from kit.server import GrpcServer, Handlers
from kit.testing_tls import Authority

METHODS = [m.name for m in pb.DESCRIPTOR.services_by_name["RegistryService"].methods]


class Servicer(registry_pb2_grpc.RegistryServiceServicer):
    async def PutTown(self, request, context):
        if request.code == "slow":
            await asyncio.sleep(0.5)
        return pb.PutTownResponse(town=pb.Town(code=request.code))


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def tokens(tmp_path):
    return Tokens.open(tmp_path / "auth", AuthSettings())


def settings(authority, name, **more):
    certificate, key = authority.issue(name)
    return TlsSettings(certificate=certificate, private_key=key, ca=authority.ca, **more)


@pytest.fixture
async def server(authority, tokens, request):
    handlers = Handlers(Gatekeeper(tokens, {"service": frozenset({"x"})}))
    add = registry_pb2_grpc.add_RegistryServiceServicer_to_server
    handlers.add(add, Servicer(), dict.fromkeys(METHODS, "x"))
    mutual = getattr(request, "param", True)
    started = GrpcServer(
        handlers, ServerSettings(grpc_port=0, grace=0), settings(authority, "server", mutual=mutual)
    )
    await started.start()
    yield started
    await started.stop()


async def call(server, tokens, client, code="c", timeout=5):
    async with connect(f"127.0.0.1:{server.port}", tokens, client) as channel:
        return await ask(channel, code, timeout)


async def ask(channel, code="c", timeout=5):
    stub = registry_pb2_grpc.RegistryServiceStub(channel)
    return (await stub.PutTown(pb.PutTownRequest(code=code), timeout=timeout)).town.code


async def test_both_show_certificates(server, tokens, authority):
    assert await call(server, tokens, settings(authority, "client", mutual=True)) == "c"


@pytest.mark.parametrize("server", [False], indirect=True)
async def test_the_server_alone_shows_one(server, tokens, authority):
    assert await call(server, tokens, TlsSettings(ca=authority.ca)) == "c"


async def refused(server, tokens, client):
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call(server, tokens, client)
    return caught.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_a_caller_without_a_certificate_is_refused(server, tokens, authority):
    assert await refused(server, tokens, TlsSettings(ca=authority.ca))
    assert await refused(server, tokens, None)


async def test_certificates_of_another_authority_are_refused(server, tokens, authority, tmp_path):
    other = Authority(tmp_path, "other")
    assert await refused(server, tokens, settings(other, "client", mutual=True))
    foreign = settings(other, "client", mutual=True).model_copy(update={"ca": authority.ca})
    assert await refused(server, tokens, foreign)


async def shown(server, client):
    """Serial number of the certificate that the server shows to a new connection."""
    context = ssl.create_default_context(cafile=str(client.ca))
    context.set_alpn_protocols(["h2"])
    context.load_cert_chain(client.certificate, client.private_key)
    _, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=context)
    der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.transport.abort()
    return x509.load_der_x509_certificate(der).serial_number


async def test_a_renewed_certificate_of_the_server_is_shown_at_once(server, tokens, authority):
    client = settings(authority, "client", mutual=True)
    first = await shown(server, client)
    assert await shown(server, client) == first
    authority.issue("server")
    second = await shown(server, client)
    assert second != first
    (authority.ca.parent / "server.pem").unlink()  # as in the middle of a renewal
    assert await shown(server, client) == second


async def test_a_renewed_certificate_of_the_caller_is_used_without_losing_a_call(
    server, tokens, authority, monkeypatch
):
    monkeypatch.setattr(tls, "LOOK", 0.0)
    client = settings(authority, "client", mutual=True)
    async with connect(f"127.0.0.1:{server.port}", tokens, client) as channel:
        assert await ask(channel) == "c"
        first = channel._channel
        assert await ask(channel) == "c"
        assert channel._channel is first
        slow = asyncio.create_task(ask(channel, "slow"))
        await asyncio.sleep(0.1)
        authority.issue("client")
        assert await ask(channel) == "c"
        assert channel._channel is not first
        assert await slow == "slow"


@pytest.mark.parametrize(
    "wrong",
    [{"certificate": "x"}, {"private_key": "x"}, {"mutual": True}, {"mutual": True, "ca": "x"}],
)
def test_half_a_setting_stops_the_start(wrong):
    with pytest.raises(ValidationError):
        TlsSettings(**wrong)


def test_a_missing_file_stops_the_start(tmp_path):
    half = TlsSettings(certificate=tmp_path / "no.pem", private_key=tmp_path / "no.key")
    with pytest.raises(OSError, match=r"no\.key"):
        tls.server_credentials(half)
