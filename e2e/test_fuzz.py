"""Malformed requests by the thousand: refused with a reason, never with a failure of ours."""

import base64
import json
import random
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from schemathesis.generation import GenerationMode

from e2e.community import found
from e2e.inside import inside, routes
from e2e.objects import ABOUT, LISTS, filled
from e2e.platform import Platform
from e2e.settling import settle

QUIET = hypothesis.settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
FACES = "/v1/faces"
NASTY: list[Any] = [
    *(None, "", "\x00", "\u202e", "x" * 70_000, -1, 2**31, 2**63, 10**40, 1e308, True, [], {}),
    *(["x"], {"x": 1}, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-00-00"),
    *("1e999", "NaN", "'; DROP TABLE pass; --", "../../etc/passwd", "${jndi:x}", "%00", "🚪" * 65),
]


def _token(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


TOKENS = [
    *("x", "é", "=", "A" * 511, "[" * 400, _token([]), _token({}), _token(None), _token([None])),
    *(_token([2**70]), _token(["\ud800"]), _token(["\x00"]), _token([[]]), _token([True])),
    *(_token(["0001-01-01T00:00:00+23:59", "x"]), _token(["9999-12-31T23:00:00-20:00", "x"])),
    base64.urlsafe_b64encode(b"[" * 380).decode().rstrip("="),
]


def check(answer: Any, what: Any) -> None:
    """Either it was well formed after all, or a problem document says what is wrong."""
    if answer.status_code < 400:
        return
    assert answer.headers["content-type"] == "application/problem+json", (what, answer.text)
    problem = answer.json()
    assert problem["status"] == answer.status_code, what
    assert problem["reason"].replace("_", "").isupper(), what
    assert problem["detail"], what
    if answer.status_code == 503 and FACES in str(answer.url):
        return  # where there are no models
    assert 400 <= answer.status_code < 500, (what, problem)


def operations(platform: Platform) -> Iterator[Any]:
    for api in platform.apis:
        schema = schemathesis.openapi.from_url(f"{api}/openapi.json")
        yield from (result.ok() for result in schema.get_all_operations())


def test_rest_against_its_own_description(shared_platform: Platform):
    """Requests that schemathesis derives from the OpenAPI document, each wrong somewhere."""
    modes = {GenerationMode.NEGATIVE: 8, GenerationMode.POSITIVE: 3}
    sent = 0
    token = f"Bearer {shared_platform.admin_token()}"
    with requests.Session() as session:
        for operation in operations(shared_platform):
            for mode, count in modes.items():

                @hypothesis.settings(QUIET, max_examples=count)
                @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
                def one(case: Any) -> None:
                    nonlocal sent
                    sent += 1
                    request = case.as_transport_kwargs(base_url=shared_platform.http)
                    request["headers"]["Authorization"] = token
                    check(session.request(**request), case.as_curl_command())

                try:
                    one()
                except hypothesis.errors.Unsatisfiable:
                    assert mode is GenerationMode.NEGATIVE  # nothing in it can be wrong
    assert sent >= 1000


def _wrong(body: Any) -> Iterator[Any]:
    """The body with one value replaced, lost or added."""
    for name, value in body.items():
        for nasty in NASTY:
            yield body | {name: nasty}
        yield {k: v for k, v in body.items() if k != name}
        if isinstance(value, dict):
            yield from ({**body, name: inner} for inner in _wrong(value))
    yield body | {"surplus": 1}


@pytest.mark.one_process
async def test_each_field_takes_each_nasty_value(tmp_path):
    async with inside(tmp_path) as node, node.rest() as http:
        ids = await settle(node, "Z-1", 401)
        for kind, table in ABOUT.items():
            for verb, path, body in table:
                if not body or "photo" in body:
                    continue
                for wrong in _wrong(filled(body, ids[kind], ids)):
                    answer = await http.request(verb, path.replace("{}", ids[kind]), json=wrong)
                    check(answer, (verb, path, wrong))
        for wrong in _wrong({"device_id": ids["device"], "device_time": "2030-01-01T00:00:00Z"}):
            check(await http.post("/heartbeats", json={"heartbeats": [wrong]}), wrong)


@pytest.mark.one_process
async def test_paths_queries_and_raw_bodies(tmp_path):
    dice = random.Random(7)
    async with inside(tmp_path) as node, node.rest() as http:
        await found(node, "Z-2")  # type: ignore[arg-type]
        for path in LISTS:
            for token in TOKENS:
                answer = await http.get(path, params={"page_token": token})
                check(answer, (path, token))
            for nasty in (n for n in NASTY if isinstance(n, (str, int)) and len(str(n)) < 100):
                for name in ("page_size", "community_id", "since_revision", "start_time", "phone"):
                    check(await http.get(path, params={name: nasty}), (path, name, nasty))
        for route in routes(node.node):
            for raw in (b"", b"{", b"\xff\xfe", b"[" * 5000, b'"\\ud800"', dice.randbytes(64)):
                for kind in ("application/json", "multipart/form-data; boundary=x", "text/x"):
                    path = route.path.removeprefix("/v1").replace("{", "%7B")
                    answer = await http.request(
                        route.verb, path, content=raw, headers={"content-type": kind}
                    )
                    check(answer, (route, raw, kind))
