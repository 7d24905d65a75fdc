import stat
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kit.auth import Gatekeeper, Principal, Tokens
from kit.config import AuthSettings
from kit.errors import NotFound, PermissionDenied, Unauthenticated

ROLES = {"guard": frozenset({"pass.read"})}


@pytest.fixture
def tokens(tmp_path):
    return Tokens.open(tmp_path / "auth", AuthSettings())


@pytest.fixture
def gate(tokens):
    return Gatekeeper(tokens, ROLES)


def bearer(token):
    return f"Bearer {token}"


def test_key_is_made_once_and_is_private(tokens, tmp_path):
    path = tmp_path / "auth" / "issuer.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = Tokens.open(tmp_path / "auth", AuthSettings())
    assert again.check(bearer(tokens.issue("s", "guard", None, 60))).subject == "s"


def test_of_many_who_start_at_once_all_have_the_key_of_the_first(tmp_path):
    begin = Barrier(16)

    def opened(_: int) -> str:
        begin.wait()
        return Tokens.open(tmp_path, AuthSettings()).issue("s", "guard", None, 60)

    with ThreadPoolExecutor(16) as threads:
        issued = list(threads.map(opened, range(16)))
    later = Tokens.open(tmp_path, AuthSettings())
    assert {later.check(bearer(token)).subject for token in issued} == {"s"}


def test_scope_travels(tokens):
    one = tokens.check(bearer(tokens.issue("s", "guard", frozenset({"c1"}), 60)))
    assert one.sees("c1")
    assert not one.sees("c2")
    with pytest.raises(NotFound):
        one.within("c2")
    with pytest.raises(PermissionDenied):
        one.district()
    assert tokens.check(bearer(tokens.issue("s", "guard", None, 60))).sees("anything")


def test_empty_scope_sees_nothing():
    assert not Principal("s", "guard").sees("c1")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer abc", "abc"])
def test_no_or_broken_token(gate, header):
    with pytest.raises(Unauthenticated):
        gate.admit(header, "pass.read")


def test_expired_token_is_refused_also_from_the_cache(tokens, gate, monkeypatch):
    token = tokens.issue("s", "guard", None, 60)
    gate.admit(bearer(token), "pass.read")
    monkeypatch.setattr(time, "time", lambda now=time.time(): now + 61)
    with pytest.raises(Unauthenticated, match="expired"):
        gate.admit(bearer(token), "pass.read")


def claims(**changes):
    now = int(time.time())
    base = {"iss": "anju", "aud": "anju", "sub": "s", "iat": now, "exp": now + 60, "role": "guard"}
    return {k: v for k, v in (base | changes).items() if v is not None}


@pytest.mark.parametrize(
    "changes", [{"iss": "other"}, {"aud": "other"}, {"exp": None}, {"sub": None}, {"aud": None}]
)
def test_every_claim_is_checked(tokens, changes):
    token = jwt.encode(claims(**changes), tokens._key, algorithm="EdDSA")
    with pytest.raises(Unauthenticated):
        tokens.check(bearer(token))


def test_foreign_keys_and_algorithms_are_refused(tokens):
    foreign = jwt.encode(claims(), Ed25519PrivateKey.generate(), algorithm="EdDSA")
    symmetric = jwt.encode(claims(), "x" * 32, algorithm="HS256")
    unsigned = jwt.encode(claims(), None, algorithm="none")
    for token in (foreign, symmetric, unsigned):
        with pytest.raises(Unauthenticated):
            tokens.check(bearer(token))


def test_role_needs_the_permission(tokens, gate):
    guard = bearer(tokens.issue("s", "guard", None, 60))
    assert gate.admit(guard, "pass.read").role == "guard"
    with pytest.raises(PermissionDenied) as caught:
        gate.admit(guard, "registry.write")
    assert caught.value.metadata == {"permission": "registry.write"}
    with pytest.raises(PermissionDenied):
        gate.admit(bearer(tokens.issue("s", "king", None, 60)), "pass.read")


def test_service_token_is_reused_until_half_its_life(tokens, monkeypatch):
    first = tokens.service()
    assert tokens.service() == first
    monkeypatch.setattr(time, "time", lambda now=time.time(): now + 301)
    assert tokens.service() != first
