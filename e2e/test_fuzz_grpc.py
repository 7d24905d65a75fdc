"""Strange messages, and bytes that are none, at every gRPC method: never a failure of ours."""

import random
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from anju.access.v1 import access_pb2
from anju.coverage.v1 import coverage_pb2
from anju.face.v1 import face_pb2
from anju.inference.v1 import inference_pb2
from anju.perimeter.v1 import perimeter_pb2
from anju.plate.v1 import plate_pb2
from anju.registry.v1 import registry_pb2
from anju.resident.v1 import resident_pb2
from anju.uplink.v1 import uplink_pb2
from anju.visitor.v1 import visitor_pb2
from e2e.community import Community
from e2e.inside import OK, ask, inside
from e2e.platform import Platform, bearer

FILES = (
    *(access_pb2, coverage_pb2, face_pb2, inference_pb2, perimeter_pb2, plate_pb2),
    *(registry_pb2, resident_pb2, uplink_pb2, visitor_pb2),
)
TEXTS = (
    "",
    "\x00",
    "x" * 70_000,
    "🚪",
    "../..",
    "é",
    "[" * 3000,
    "00000000-0000-7000-8000-00000000",
)
NUMBERS = (-1, 0, 1, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 2**32 - 1)
TIMES = ((-(2**62), 0), (2**62, 0), (-62135596801, 0), (253402300800, 0), (0, -1), (0, 2**31 - 1))
OURS = {grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL}


def methods() -> Iterator[tuple[str, Descriptor]]:
    for file in FILES:
        for service in file.DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                yield f"/{service.full_name}/{method.name}", method.input_type


def odd(kind: Descriptor) -> Iterator[Message]:
    """Messages with one odd field each."""
    for field in kind.fields:
        for value in _values(field):
            message = kind._concrete_class()
            try:
                _put(message, field, value)
            except (ValueError, TypeError):
                continue  # beyond what the wire can say
            yield message


def _values(field: FieldDescriptor) -> Iterator[Any]:
    if field.message_type and field.message_type.full_name == Timestamp.DESCRIPTOR.full_name:
        yield from (Timestamp(seconds=seconds, nanos=nanos) for seconds, nanos in TIMES)
    elif field.message_type:
        yield from odd(field.message_type)
    elif field.enum_type:
        yield from (99, -1, 2**31 - 1)
    elif field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        binary = field.type == FieldDescriptor.TYPE_BYTES
        yield from (text.encode() if binary else text for text in TEXTS)
    else:
        yield from NUMBERS


def _put(message: Message, field: FieldDescriptor, value: Any) -> None:
    if field.message_type and field.message_type.GetOptions().map_entry:
        getattr(message, field.name)[value.key] = value.value
    elif field.is_repeated:
        getattr(message, field.name).extend([value] * 3)
    elif field.message_type:
        getattr(message, field.name).CopyFrom(value)
    else:
        setattr(message, field.name, value)


@pytest.mark.one_process
async def test_each_field_of_each_message(tmp_path):
    sent = 0
    async with inside(tmp_path) as node:
        for method, kind in methods():
            for message in odd(kind):
                sent += 1
                reason, error = await ask(node.node, method, node.token(), message)
                fine = reason == OK or error.status < 500 or error.status == 503
                assert fine, (method, message, reason)
    assert sent > 1000


async def test_bytes_on_the_wire(shared_platform: Platform, community: Community):
    """UTF-8 that is none, lengths beyond the end, enum numbers and times that do not exist."""
    dice = random.Random(11)
    gate = await community.gate(number=403)
    tokens = bearer(shared_platform.admin_token()), bearer(gate.token)
    fixed = [
        b"\x0a\x02\xff\xfe",
        b"\x0a\xff\xff\xff\xff\x7f",
        b"\x08" + b"\xff" * 10,
        b"\x0b",
        b"\x00",
    ]
    async with shared_platform.channel() as channel:
        for method, _ in methods():
            if method.endswith("StreamHeartbeats"):
                continue
            call = channel.unary_unary(method)
            for raw in [*fixed, *(dice.randbytes(dice.randrange(1, 80)) for _ in range(12))]:
                for metadata in tokens:
                    code = await _code(call(raw, metadata=metadata, timeout=10))
                    assert code not in OURS, (method, raw)
        code = await _code(channel.unary_unary("/anju.access.v1.AccessService/Absent")(b""))
        assert code is grpc.StatusCode.UNIMPLEMENTED


async def test_bytes_on_a_stream(shared_platform: Platform):
    method = "/anju.registry.v1.RegistryService/StreamHeartbeats"
    async with shared_platform.channel() as channel:
        for raw in (b"\xff\xff", b"\x0a\x04\x0a\x02\xff\xfe", b""):
            stream = channel.stream_stream(method)(metadata=bearer(shared_platform.admin_token()))
            await stream.write(raw)
            await stream.done_writing()
            try:
                async for _ in stream:
                    pass
            except grpc.aio.AioRpcError as error:
                assert error.code() is grpc.StatusCode.INVALID_ARGUMENT, raw


async def _code(call: Any) -> grpc.StatusCode:
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK
