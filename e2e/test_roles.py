"""Every gRPC method and every REST route against every role, and against nobody."""

from collections.abc import Iterator

import httpx
import pytest

from e2e.inside import Route, ask, inside, routes
from e2e.services import NAMES
from kit.auth import PUBLIC
from kit.testing import TestNode
from services.roles import ROLES

pytestmark = pytest.mark.one_process
SERVICES = set(NAMES)
OPEN_PAGES = ("/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/asyncapi.json")
# REST names that differ from the gRPC method's.
VERBS = {
    "enable_device": "SetDeviceEnabled",
    "disable_device": "SetDeviceEnabled",
    "issue_key": "IssueDeviceKey",
    "exchange_key": "ExchangeDeviceKey",
    "list_states": "ListDeviceStates",
}


def verb_of(route: Route) -> str:
    name = VERBS.get(route.name) or "".join(part.title() for part in route.name.split("_"))
    service = f"anju.{route.service}.v1.{route.service.title()}Service"
    return f"/{service}/{name}"


def roles(node: TestNode) -> Iterator[tuple[str, str]]:
    """Each role with a token of it; devices and services are made as the platform does."""
    for role in ROLES:
        yield role, node.token(role)
    yield "nobody", node.token("nobody")  # a role that no table knows


async def test_nobody_calls_without_a_token(tmp_path):
    async with inside(tmp_path) as node:
        policy = node.node.handlers.policy
        assert {method.split(".")[1] for method in policy} == SERVICES
        public = {method for method, permission in policy.items() if permission == PUBLIC}
        assert public == {"/anju.registry.v1.RegistryService/ExchangeDeviceKey"}
        for bad, reason in (("", "TOKEN_MISSING"), ("a.b.c", "TOKEN_INVALID")):
            for method in policy.keys() - public:
                assert (await ask(node.node, method, bad))[0] == reason, method
            async with node.rest(bad) as http:
                await _refused(http, list(routes(node.node)), reason)


async def _refused(http: httpx.AsyncClient, table: list[Route], reason: str) -> None:
    assert {route.service for route in table} == SERVICES - {"inference"}
    for route in table:
        answer = await http.request(route.verb, route.path.removeprefix("/v1"))
        if route.name == "exchange_key":
            assert answer.status_code == 400, route
            continue
        assert answer.status_code == 401, (route, answer.text)
        assert answer.json()["reason"] == reason, route
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_roles_allow_what_their_table_says(tmp_path):
    async with inside(tmp_path) as node:
        for role, token in roles(node):
            for method, permission in node.node.handlers.policy.items():
                reason, _ = await ask(node.node, method, token)
                assert reason not in {"TOKEN_MISSING", "TOKEN_INVALID"}, (role, method)
                _check(role, permission, method, reason)
            async with node.rest(token) as http:
                for route in routes(node.node):
                    answer = await http.request(route.verb, route.path.removeprefix("/v1"))
                    assert answer.status_code != 401 or route.permission == PUBLIC, (role, route)
                    _check(role, route.permission, str(route), _reason(answer))


def _reason(answer: httpx.Response) -> str:
    return str(answer.json()["reason"]) if answer.is_error else ""


def _check(role: str, permission: str, what: str, reason: str) -> None:
    allowed = permission == PUBLIC or permission in ROLES.get(role, ())
    assert (reason != "PERMISSION_DENIED") is allowed, (role, what, reason)


async def test_rest_and_grpc_ask_for_the_same_permission(tmp_path):
    async with inside(tmp_path) as node:
        table = list(routes(node.node))
        assert len(table) > 60
        for route in table:
            if route.path.endswith("-audit-entries"):  # REST alone, of each service
                assert route.permission == "audit.read", route
            else:
                assert node.node.handlers.policy[verb_of(route)] == route.permission, route


async def test_pages_that_need_no_token(tmp_path):
    async with inside(tmp_path) as node, node.rest("") as http:
        http.base_url = httpx.URL("http://anju")
        for page in OPEN_PAGES:
            assert (await http.get(page)).status_code == 200, page
        document = (await http.get("/openapi.json")).json()
        assert {str(route) for route in routes(node.node)} == {
            f"{verb.upper()} {path}" for path, verbs in document["paths"].items() for verb in verbs
        }


async def test_a_foreign_or_altered_token_is_refused(tmp_path):
    async with inside(tmp_path / "a") as here, inside(tmp_path / "b") as other:
        method = "/anju.registry.v1.RegistryService/ListDevices"
        token = here.token()
        assert (await ask(here.node, method, token))[0] == "OK"
        head, body, sign = token.split(".")
        for bad in (other.token(), f"{head}.{body}.", f"{head}.{sign}.{body}", token[:-4] + "AAAA"):
            assert (await ask(here.node, method, bad))[0] == "TOKEN_INVALID"
        expired = here.node.tokens.issue("x", "district_admin", None, -1)
        assert (await ask(here.node, method, expired))[0] == "TOKEN_EXPIRED"
        # alg=none, as forged by hand: {"alg":"none","typ":"JWT"}
        forged = f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}."
        assert (await ask(here.node, method, forged))[0] == "TOKEN_INVALID"
