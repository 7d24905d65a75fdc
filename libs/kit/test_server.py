import logging

import grpc
import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError

from anju.registry.v1 import registry_pb2, registry_pb2_grpc
from kit import telemetry
from kit.auth import Gatekeeper, Principal, Tokens
from kit.channel import LocalContext
from kit.config import AuthSettings, ServerSettings
from kit.errors import FailedPrecondition, ResourceExhausted
from kit.server import Handlers, allow, build_app
from kit.status import from_rpc
from kit.telemetry import JsonFormatter


class Body(BaseModel):
    n: int


@pytest.fixture
def tokens(tmp_path):
    return Tokens.open(tmp_path, AuthSettings())


@pytest.fixture
def http(tokens):
    gate = Gatekeeper(tokens, {"r": frozenset({"p"})})
    app = build_app(gate, ServerSettings(max_body=1000), lambda: False)

    @app.post("/x")
    async def x(body: Body, who: Principal = allow("p")) -> str:
        if body.n == 1:
            raise FailedPrecondition("NOT_NOW", "not now", field="n", remedy="wait", a=1)
        if body.n == 2:
            raise ResourceExhausted("FULL", "full", retry_after=3.2)
        if body.n == 4:
            raise OperationalError("insert", {}, Exception("disk is full"))
        if body.n == 3:
            raise KeyError("13800005678")
        return who.subject

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"authorization": f"Bearer {tokens.issue('s', 'r', None, 60)}"}
    return httpx.AsyncClient(transport=transport, base_url="http://x", headers=headers)


async def test_problem_document(http):
    answer = await http.post("/x", json={"n": 1})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["reason"], body["field"], body["remedy"]) == ("NOT_NOW", "n", "wait")
    assert body["metadata"] == {"a": "1"}


async def test_retry_after(http):
    answer = await http.post("/x", json={"n": 2})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")


async def test_bug_says_nothing_of_the_data(http):
    answer = await http.post("/x", json={"n": 3})
    assert answer.status_code == 500
    assert answer.json()["reason"] == "INTERNAL"
    assert "138" not in answer.text


@pytest.mark.parametrize(
    ("content", "field"), [(b"{", "1"), (b"{}", "n"), (b'{"n": "x"}', "n"), (b"", "body")]
)
async def test_bad_body_names_the_field(http, content, field):
    answer = await http.post("/x", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["reason"] == "FIELD_INVALID"
    assert answer.json()["field"] == field


async def test_without_token(http, tokens):
    answer = await http.post("/x", json={"n": 0}, headers={"authorization": ""})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    other = {"authorization": f"Bearer {tokens.issue('s', 'other', None, 60)}"}
    assert (await http.post("/x", json={"n": 0}, headers=other)).status_code == 403


async def test_large_body_is_refused_with_and_without_length(http):
    announced = await http.post("/x", content=b"x" * 2000)
    assert (announced.status_code, announced.json()["reason"]) == (413, "BODY_TOO_LARGE")

    async def chunks():
        for _ in range(20):
            yield b"x" * 100

    streamed = await http.post("/x", content=chunks())
    assert streamed.status_code in {400, 413}


async def test_not_ready_and_unknown_route(http):
    assert (await http.get("/readyz")).status_code == 503
    assert (await http.get("/nowhere")).json()["reason"] == "ROUTE_NOT_FOUND"
    assert (await http.get("/x")).json()["reason"] == "METHOD_NOT_ALLOWED"


def test_log_lines_hold_where_and_not_what():
    try:
        raise ValueError("13800005678")
    except ValueError as error:
        record = logging.getLogger("m").makeRecord(
            "m", 40, "f", 1, "failed", (), (type(error), error, error.__traceback__), extra={"k": 1}
        )
    line = JsonFormatter().format(record)
    assert "138" not in line
    assert '"error": "ValueError"' in line
    assert '"k": 1' in line


class Servicer(registry_pb2_grpc.RegistryServiceServicer):
    async def GetDevice(self, request, context):
        if request.id == "full":
            raise OperationalError("insert", {}, Exception("disk is full"))
        raise FailedPrecondition("NOT_NOW", "not now")

    async def StreamHeartbeats(self, request_iterator, context):
        async for _ in request_iterator:
            yield registry_pb2.StreamHeartbeatsResponse()


@pytest.fixture
def handlers(tokens):
    made = Handlers(Gatekeeper(tokens, {"r": frozenset({"p"})}))
    names = [method.name for method in SERVICE.methods]
    made.add(
        registry_pb2_grpc.add_RegistryServiceServicer_to_server,
        Servicer(),
        dict.fromkeys(names, "p"),
    )
    return made


SERVICE = registry_pb2.DESCRIPTOR.services_by_name["RegistryService"]


async def ask(handlers, tokens, name, content):
    """The error of a call with these bytes."""
    handler = handlers.methods[f"/{SERVICE.full_name}/{name}"]
    authorization = f"Bearer {tokens.issue('s', 'r', None, 60)}"
    context = LocalContext((("authorization", authorization),), None)
    message = handler.request_deserializer(content)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        if handler.unary_unary:
            await handler.unary_unary(message, context)
        else:

            async def one():
                yield message

            async for _ in handler.stream_stream(one(), context):
                pass
    return from_rpc(caught.value)


@pytest.mark.parametrize("name", ["GetDevice", "StreamHeartbeats"])
async def test_bytes_that_are_no_message(handlers, tokens, name):
    error = await ask(handlers, tokens, name, b"\x0a\x02\xff\xfe")
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MESSAGE_MALFORMED")


async def test_database_that_refuses_is_unavailable(handlers, tokens, http):
    request = registry_pb2.GetDeviceRequest(id="full").SerializeToString()
    error = await ask(handlers, tokens, "GetDevice", request)
    assert (error.reason, error.retry_after) == ("DATABASE_UNAVAILABLE", 1)
    answer = await http.post("/x", json={"n": 4})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["reason"] == "DATABASE_UNAVAILABLE"


class Recorded:
    def __init__(self):
        self.calls = []

    def record(self, value, attributes):
        self.calls.append((attributes["method"], attributes["outcome"]))


async def test_refusals_are_not_counted_as_good(handlers, tokens, http, monkeypatch):
    """By gRPC under the reason, by REST under the route's pattern and the status."""
    recorded = Recorded()
    monkeypatch.setattr(telemetry, "calls", recorded)
    await ask(handlers, tokens, "GetDevice", b"")
    await http.post("/x", json={"n": 1})
    await http.post("/x", json={"n": 0})
    await http.request("STRANGE", "/x?phone=13800005678")
    await http.get("/13800005678")
    assert recorded.calls == [
        ("/anju.registry.v1.RegistryService/GetDevice", "NOT_NOW"),
        ("POST /x", "409"),
        ("POST /x", "OK"),
        ("no route", "405"),
        ("no route", "404"),
    ]


def test_spans_hold_the_kind_of_an_error_and_not_its_text(monkeypatch):
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("test"))
    monkeypatch.setattr(telemetry, "tracing", True)
    with pytest.raises(ValueError, match="138"), telemetry.span("call"):
        raise ValueError("13800005678")
    (span,) = exporter.get_finished_spans()
    assert span.status.description == "ValueError"
    assert "138" not in span.to_json()
