"""Who calls and what they may: tokens, principals, roles × community scope.

Stores put the scope into their queries, so that what lies outside looks absent.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kit.config import AuthSettings
from kit.errors import PermissionDenied, Unauthenticated
from kit.oidc import Issuer, KeyUnknown
from kit.principal import DEVICE, SERVICE, Principal, missing
from kit.tables import new_id

PUBLIC = ""  # a method that checks a credential of its own, such as the device key exchange
_CACHE = 10_000


__all__ = [
    "DEVICE",
    "PUBLIC",
    "SERVICE",
    "Gatekeeper",
    "Principal",
    "Tokens",
    "acting",
    "caller",
    "create_secret",
    "missing",
    "write_secret",
]
_current: ContextVar[Principal] = ContextVar("principal")


def caller() -> Principal:
    """The principal of the request under way."""
    return _current.get()


class acting:
    """Context in which `caller()` is the principal."""

    def __init__(self, principal: Principal) -> None:
        self._principal = principal

    def __enter__(self) -> None:
        self._token = _current.set(self._principal)

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)


class Tokens:
    """Issues and checks EdDSA tokens with one key pair per installation; checks those of an
    OIDC provider too, where one is set."""

    def __init__(self, key: Ed25519PrivateKey, settings: AuthSettings) -> None:
        self._key = key
        self._settings = settings
        self._seen: dict[str, Principal] = {}
        self._own: tuple[str, float] = ("", 0.0)
        self.issuer = Issuer(settings.oidc) if settings.oidc.issuer else None

    @classmethod
    def open(cls, folder: Path, settings: AuthSettings) -> "Tokens":
        """The installation's key, made on the first start (file mode 0600)."""
        path = settings.key or folder / "issuer.pem"
        if settings.key and not path.exists():
            raise ValueError(f"no key in {path}: see ANJU_AUTH__KEY")
        pem = path.read_bytes() if path.exists() else create_secret(path, _new_key())
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path} is not an Ed25519 key")
        return cls(key, settings)

    def issue(
        self,
        subject: str,
        role: str,
        scope: frozenset[str] | None,
        ttl: float,
        access_point_id: str = "",
    ) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self._settings.issuer,
            "aud": self._settings.audience,
            "sub": subject,
            "iat": now,
            "exp": now + int(ttl),
            "jti": new_id(),
            "role": role,
            "communities": "*" if scope is None else sorted(scope),
        }
        if access_point_id:
            claims["access_point"] = access_point_id
        return jwt.encode(claims, self._key, algorithm="EdDSA")

    def service(self) -> str:
        """This process's own token for calls to other services."""
        token, until = self._own
        if time.time() > until:
            token, until = self.issue("anju", SERVICE, None, 600), time.time() + 300
            self._own = token, until
        return token

    def check(self, authorization: str) -> Principal:
        """The principal of an `Authorization: Bearer …` value. Raises Unauthenticated."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Unauthenticated(
                "TOKEN_MISSING", "no bearer token", remedy="send Authorization: Bearer <token>"
            )
        known = self._seen.get(token)
        if known is None:
            known = self._decode(token)
            if len(self._seen) >= _CACHE:
                self._seen.clear()
            self._seen[token] = known
        if known.expires <= time.time():
            self._seen.pop(token, None)
            raise Unauthenticated("TOKEN_EXPIRED", "the token has expired")
        return known

    async def learn(self) -> None:
        """Asks the provider for its keys; when some are gone, so is trust in them."""
        if self.issuer and await self.issuer.refresh():
            self._seen.clear()

    def _decode(self, token: str) -> Principal:
        if self.issuer and _issuer_of(token) == self.issuer.name:
            return self.issuer.principal(token)
        try:
            claims = jwt.decode(
                token,
                self._key.public_key(),
                algorithms=["EdDSA"],
                issuer=self._settings.issuer,
                audience=self._settings.audience,
                options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("TOKEN_EXPIRED", "the token has expired") from None
        except jwt.InvalidTokenError:
            raise Unauthenticated("TOKEN_INVALID", "the token is not valid here") from None
        communities = claims.get("communities", [])
        return Principal(
            subject=claims["sub"],
            role=str(claims.get("role", "")),
            scope=None if communities == "*" else frozenset(communities),
            access_point_id=str(claims.get("access_point", "")),
            expires=float(claims["exp"]),
        )


def _issuer_of(token: str) -> str:
    """What the token says, which is not proved yet."""
    try:
        return str(jwt.decode(token, options={"verify_signature": False}).get("iss", ""))
    except jwt.PyJWTError:
        return ""


class Gatekeeper:
    """Authenticates a call and checks that its role holds the permission."""

    def __init__(self, tokens: Tokens, roles: Mapping[str, frozenset[str]]) -> None:
        self._tokens = tokens
        self._roles = roles

    async def receive(self, authorization: str, permission: str) -> Principal:
        """`admit`, and once more when the OIDC provider has changed its keys."""
        try:
            return self.admit(authorization, permission)
        except KeyUnknown:
            await self._tokens.learn()
            return self.admit(authorization, permission)

    def admit(self, authorization: str, permission: str) -> Principal:
        """Raises Unauthenticated or PermissionDenied."""
        if permission == PUBLIC:
            return Principal("", "")
        principal = self._tokens.check(authorization)
        if not self.holds(principal, permission):
            raise PermissionDenied(
                "PERMISSION_DENIED",
                f"role {principal.role or '(none)'} lacks the permission {permission}",
                permission=permission,
            )
        return principal

    def holds(self, principal: Principal, permission: str) -> bool:
        return permission in self._roles.get(principal.role, frozenset())


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def write_secret(path: Path, content: bytes) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    with _part(path, content) as part:
        part.replace(path)


def create_secret(path: Path, content: bytes) -> bytes:
    """Writes the file where there is none; returns what it holds now. Of processes that start at
    once one is first, and all go on with what it wrote."""
    with _part(path, content) as part, suppress(FileExistsError):
        os.link(part, path)
    return path.read_bytes()


@contextmanager
def _part(path: Path, content: bytes) -> Iterator[Path]:
    """The content on disk beside `path`, under a name of its own; gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(".part", f"{path.name}.", path.parent)  # mode 0600
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)
