"""A provider on loopback that signs for real, rotates its keys and goes down."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from kit.auth import Gatekeeper, Tokens
from kit.config import AuthSettings, OidcSettings
from kit.errors import PermissionDenied, Unauthenticated, Unavailable
from kit.oidc import PATIENCE, Issuer, safe

ROLES = {role: frozenset({"pass.read"}) for role in ("guard", "device", "service")}


class Provider:
    def __init__(self):
        self.keys, self.fetches = {}, 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = outer.answer(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/realm"
        self.name = self.url
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path):
        if path == "/realm/.well-known/openid-configuration":
            about = {"issuer": self.name, "jwks_uri": f"{self.url}/keys"}
            return json.dumps(about).encode()
        self.fetches += 1
        return json.dumps({"keys": [public for _, _, public in self.keys.values()]}).encode()

    def rotate(self, kid, algorithm="RS256"):
        make, form = {
            "RS256": (lambda: rsa.generate_private_key(65537, 2048), RSAAlgorithm),
            "ES256": (lambda: ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
            "EdDSA": (Ed25519PrivateKey.generate, OKPAlgorithm),
        }[algorithm]
        private = make()
        public = json.loads(form.to_jwk(private.public_key())) | {"kid": kid, "use": "sig"}
        self.keys = {kid: (private, algorithm, public)}

    def token(self, *, key=None, **changes):
        kid = next(iter(self.keys))
        private, algorithm, _ = self.keys[kid]
        at = int(time.time())
        claims = {"iss": self.name, "aud": "anju", "sub": "u", "iat": at, "exp": at + 60}
        claims |= {"role": "guard", "communities": ["c1"]} | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return "Bearer " + jwt.encode(claims, key or private, algorithm, headers={"kid": kid})

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def provider():
    made = Provider()
    made.rotate("k1")
    yield made
    made.close()


@pytest.fixture
def tokens(provider, tmp_path):
    return Tokens.open(tmp_path, AuthSettings(oidc=OidcSettings(issuer=provider.url)))


@pytest.fixture
def gate(tokens):
    return Gatekeeper(tokens, ROLES)


def later(tokens):
    """Lets the provider be asked again."""
    tokens.issuer._asked -= PATIENCE


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_a_person_of_the_provider_is_let_in(provider, gate, algorithm):
    provider.rotate("k", algorithm)
    who = await gate.receive(provider.token(), "pass.read")
    assert (who.subject, who.role, who.scope) == ("u", "guard", frozenset({"c1"}))
    everywhere = await gate.receive(provider.token(communities="*"), "pass.read")
    assert everywhere.scope is None


async def test_own_tokens_stay_valid_beside(gate, tokens):
    own = tokens.issue("s", "guard", None, 60)
    assert (await gate.receive(f"Bearer {own}", "pass.read")).subject == "s"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"iss": "https://elsewhere"},
        {"iss": "anju"},
        {"key": rsa.generate_private_key(65537, 2048)},
    ],
)
async def test_every_claim_and_the_signature_are_checked(provider, gate, changes):
    with pytest.raises(Unauthenticated):
        await gate.receive(provider.token(**changes), "pass.read")


async def test_the_public_key_is_no_secret_to_sign_with(provider, gate):
    await gate.receive(provider.token(), "pass.read")
    claims = jwt.decode(provider.token()[7:], options={"verify_signature": False})
    for key, algorithm in (("x" * 64, "HS256"), (None, "none")):
        forged = jwt.encode(claims, key, algorithm, headers={"kid": "k1"})
        with pytest.raises(Unauthenticated):
            await gate.receive(f"Bearer {forged}", "pass.read")


@pytest.mark.parametrize("role", ["device", "service", ["service"], "", None, 7, {"a": 1}])
async def test_nobody_becomes_a_device_or_a_service(provider, gate, role):
    with pytest.raises(PermissionDenied):
        await gate.receive(provider.token(role=role), "pass.read")


async def test_a_rotated_key_is_fetched_and_the_old_one_is_no_longer_trusted(
    provider, gate, tokens
):
    old = provider.token()
    await gate.receive(old, "pass.read")
    provider.rotate("k2")
    later(tokens)
    assert (await gate.receive(provider.token(), "pass.read")).subject == "u"
    with pytest.raises(Unauthenticated):
        await gate.receive(old, "pass.read")


async def test_keys_are_kept_while_the_provider_is_down(provider, gate, tokens):
    await gate.receive(provider.token(), "pass.read")
    provider.close()
    later(tokens)
    await tokens.learn()
    assert (await gate.receive(provider.token(sub="another"), "pass.read")).subject == "another"


async def test_invented_keys_do_not_make_a_flood_of_fetches(provider, gate):
    await gate.receive(provider.token(), "pass.read")
    header = {"kid": "invented"}
    token = jwt.encode({"iss": provider.url}, "x" * 32, "HS256", headers=header)
    for _ in range(20):
        with pytest.raises(Unauthenticated):
            await gate.receive(f"Bearer {token}", "pass.read")
    assert provider.fetches == 1


async def test_a_provider_never_reached_is_said_so(provider, gate):
    provider.close()
    with pytest.raises(Unavailable) as caught:
        await gate.receive(provider.token(), "pass.read")
    assert caught.value.reason == "ISSUER_UNAVAILABLE"


async def test_a_provider_with_another_name_is_not_believed(provider, gate):
    token = provider.token()
    provider.name = "https://elsewhere"
    with pytest.raises(Unavailable):
        await gate.receive(token, "pass.read")


@pytest.mark.parametrize(
    ("claims", "role", "scope"),
    [
        ({"realm_access": {"roles": ["x", "anju-guards"]}}, "guard", set()),
        ({"realm_access.roles": "anju-guards"}, "guard", set()),
        ({"realm_access": {"roles": ["guard"]}}, "", set()),
        ({"realm_access": []}, "", set()),
        ({"places": "c1 c2"}, "", {"c1", "c2"}),
        ({"places": ["c1", 7]}, "", {"c1"}),
        ({"places": ["c1", "*"]}, "", None),
    ],
)
async def test_settings_name_the_claims(provider, claims, role, scope):
    issuer = Issuer(
        OidcSettings(
            issuer=provider.url,
            role_claim="realm_access.roles",
            roles={"anju-guards": "guard", "root": "service"},
            community_claim="places",
        )
    )
    await issuer.refresh()
    who = issuer.principal(provider.token(role=None, communities=None, **claims)[7:])
    assert (who.role, who.scope) == (role, None if scope is None else frozenset(scope))


def test_keys_travel_over_https_alone():
    assert safe("https://idp/keys")
    with pytest.raises(ValueError, match="https alone"):
        safe("http://idp/keys")


def test_a_key_that_is_named_must_be_there(tmp_path):
    with pytest.raises(ValueError, match="ANJU_AUTH__KEY"):
        Tokens.open(tmp_path, AuthSettings(key=tmp_path / "gone.pem"))
