import logging

import httpx
import pytest
from pydantic import BaseModel

from kit.auth import Gatekeeper, Principal, Tokens
from kit.config import AuthSettings, ServerSettings
from kit.errors import FailedPrecondition, ResourceExhausted
from kit.server import allow, build_app
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
