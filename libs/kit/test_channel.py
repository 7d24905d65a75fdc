"""One suite for both channels: the same behaviour, or it is no replacement."""

import asyncio

import grpc
import pytest
from sqlalchemy.exc import DataError

from anju.registry.v1 import registry_pb2 as pb
from anju.registry.v1 import registry_pb2_grpc
from kit.auth import Gatekeeper, Tokens, caller
from kit.channel import LocalChannel, connect
from kit.config import AuthSettings, ServerSettings, TlsSettings
from kit.errors import InvalidArgument, ResourceExhausted
from kit.server import GrpcServer, Handlers
from kit.status import from_rpc
from kit.testing_tls import Authority

METHODS = [m.name for m in pb.DESCRIPTOR.services_by_name["RegistryService"].methods]


class Servicer(registry_pb2_grpc.RegistryServiceServicer):
    async def PutTown(self, request, context):
        if request.code == "slow":
            await asyncio.sleep(5)
        if request.code == "deadline":
            return pb.PutTownResponse(town=pb.Town(code=str(context.time_remaining())))
        if request.code == "bug":
            raise KeyError("13800005678")
        if request.code == "nul":
            raise DataError("insert", {"phone": "13800005678"}, Exception("NUL"))
        if request.code == "full":
            raise ResourceExhausted("FULL", "too much", retry_after=1.5)
        if request.code == "bad":
            raise InvalidArgument("CODE_BAD", "bad code", field="code", remedy="use digits", x=1)
        request.display_name += "!"
        return pb.PutTownResponse(
            town=pb.Town(code=caller().role, display_name=request.display_name)
        )


def mutual(authority):
    certificate, key = authority.issue("service")
    return TlsSettings(certificate=certificate, private_key=key, ca=authority.ca, mutual=True)


@pytest.fixture(params=["local", "network", "mtls"])
async def stub(request, tmp_path):
    tokens = Tokens.open(tmp_path, AuthSettings())
    handlers = Handlers(Gatekeeper(tokens, {"service": frozenset({"x"})}))
    handlers.add(
        registry_pb2_grpc.add_RegistryServiceServicer_to_server,
        Servicer(),
        {name: "x" if name == "PutTown" else "nobody" for name in METHODS},
    )
    tls = mutual(Authority(tmp_path)) if request.param == "mtls" else None
    server = GrpcServer(handlers, ServerSettings(grpc_port=0, grace=0), tls)
    if request.param == "local":
        yield registry_pb2_grpc.RegistryServiceStub(LocalChannel(handlers.methods, tokens))
        return
    await server.start()
    async with connect(f"127.0.0.1:{server.port}", tokens, tls) as channel:
        yield registry_pb2_grpc.RegistryServiceStub(channel)
    await server.stop()


async def fails(stub, code, timeout=None):
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.PutTown(pb.PutTownRequest(code=code), timeout=timeout)
    return caught.value


async def test_answer_and_credentials(stub):
    request = pb.PutTownRequest(display_name="town")
    answer = await stub.PutTown(request)
    assert (answer.town.code, answer.town.display_name) == ("service", "town!")
    assert request.display_name == "town"  # the callee got a copy


async def test_error_carries_reason_field_and_remedy(stub):
    error = from_rpc(await fails(stub, "bad"))
    assert isinstance(error, InvalidArgument)
    assert (error.reason, error.field, error.remedy) == ("CODE_BAD", "code", "use digits")
    assert (error.message, error.metadata) == ("bad code", {"x": "1"})


async def test_retry_hint(stub):
    error = from_rpc(await fails(stub, "full"))
    assert (error.reason, error.retry_after) == ("FULL", 1.5)


async def test_bug_is_internal_and_says_nothing_of_the_data(stub):
    error = await fails(stub, "bug")
    assert error.code() == grpc.StatusCode.INTERNAL
    assert "138" not in error.details()


async def test_what_no_table_takes_is_the_callers_fault(stub):
    error = await fails(stub, "nul")
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert from_rpc(error).reason == "VALUE_INVALID"
    assert "138" not in error.details()


async def test_deadline(stub):
    assert (await fails(stub, "slow", 0.05)).code() == grpc.StatusCode.DEADLINE_EXCEEDED
    answer = await stub.PutTown(pb.PutTownRequest(code="deadline"), timeout=9)
    assert 8 < float(answer.town.code) < 9.5  # the network's clock is coarse


async def test_permission_is_checked_inside_too(stub):
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.GetDevice(pb.GetDeviceRequest(id="1"))
    assert caught.value.code() == grpc.StatusCode.PERMISSION_DENIED


def test_every_method_needs_a_policy(tmp_path):
    handlers = Handlers(Gatekeeper(Tokens.open(tmp_path, AuthSettings()), {}))
    with pytest.raises(ValueError, match="differ in CreateAccessPoint"):
        add = registry_pb2_grpc.add_RegistryServiceServicer_to_server
        handlers.add(add, Servicer(), {"PutTown": "x"})
