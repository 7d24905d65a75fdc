"""Tokens of an OpenID Connect provider, beside the installation's own issuer.

Keys are fetched from the provider, kept while it is down, and fetched anew when a token names
one that is not known. Its tokens make people and systems, never devices or services.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlparse

import httpx
import jwt

from kit.config import OidcSettings
from kit.errors import Unauthenticated, Unavailable
from kit.principal import DEVICES, SERVICE, Principal

log = logging.getLogger("kit.oidc")
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
PATIENCE = 10.0  # seconds between two fetches, however many unknown keys tokens name
LEEWAY = 30  # seconds that the provider's clock may differ
EVERYWHERE = "*"


class KeyUnknown(Unauthenticated):
    """The token names a key that was not fetched yet: `Issuer.refresh` may know more."""


class Issuer:
    def __init__(self, settings: OidcSettings, clock: Callable[[], float] = time.monotonic) -> None:
        safe(settings.issuer)
        self._settings = settings
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._asked = -PATIENCE
        self._asking = asyncio.Lock()

    @property
    def name(self) -> str:
        return self._settings.issuer

    async def run(self) -> None:
        """Fetches the keys from time to time, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(self._settings.refresh if self._keys else PATIENCE)

    async def refresh(self) -> bool:
        """Fetches the keys, unless that was done a moment ago; returns whether they changed.
        Those known stay when the provider does not answer."""
        async with self._asking:
            if self._clock() - self._asked < PATIENCE:
                return False
            self._asked = self._clock()
            try:
                keys = await self._fetch()
            except (httpx.HTTPError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
                log.error("the OIDC provider's keys cannot be had", exc_info=error)
                return False
            changed = keys.keys() != self._keys.keys()
            self._keys = keys
            return changed

    async def _fetch(self) -> dict[str, jwt.PyJWK]:
        async with httpx.AsyncClient(timeout=5) as client:
            place = f"{self.name.rstrip('/')}/.well-known/openid-configuration"
            about = (await client.get(place)).raise_for_status().json()
            if about["issuer"] != self.name:
                raise ValueError("the provider calls itself something else")
            safe(about["jwks_uri"])
            found = (await client.get(about["jwks_uri"])).raise_for_status().json()
        usable = [key for key in found["keys"] if key.get("use", "sig") == "sig"]
        return {key.get("kid", ""): jwt.PyJWK(key) for key in usable if key["kty"] != "oct"}

    def principal(self, token: str) -> Principal:
        """Raises Unauthenticated, its kind KeyUnknown, or Unavailable before the first keys."""
        try:
            claims = jwt.decode(
                token,
                self._key(token),
                algorithms=ALGORITHMS,
                issuer=self.name,
                audience=self._settings.audience,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("TOKEN_EXPIRED", "the token has expired") from None
        except jwt.PyJWTError:
            raise Unauthenticated("TOKEN_INVALID", "the token is not valid here") from None
        return Principal(
            subject=claims["sub"],
            role=self._role(claims),
            scope=self._scope(claims),
            expires=float(claims["exp"]),
        )

    def _key(self, token: str) -> jwt.PyJWK:
        if not self._keys and self._asked > 0:
            raise Unavailable(
                "ISSUER_UNAVAILABLE", "the OIDC provider does not answer", retry_after=PATIENCE
            )
        key = self._keys.get(jwt.get_unverified_header(token).get("kid", ""))
        if key is None:
            raise KeyUnknown("TOKEN_KEY_UNKNOWN", "the token's key is not the provider's")
        return key

    def _role(self, claims: dict[str, Any]) -> str:
        """The first of the claim's values that stands for a role; empty when none does."""
        known = self._settings.roles
        for value in _values(_at(claims, self._settings.role_claim)):
            role = known.get(value, "") if known else value
            if role and role not in (*DEVICES, SERVICE):
                return role
        return ""

    def _scope(self, claims: dict[str, Any]) -> frozenset[str] | None:
        places = _values(_at(claims, self._settings.community_claim))
        return None if EVERYWHERE in places else frozenset(places)


def safe(url: str) -> str:
    """The URL. Raises ValueError for one where somebody between could change the answer."""
    parsed = urlparse(url)
    if parsed.scheme != "https" and parsed.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError("an OIDC provider is asked over https alone")
    return url


def _at(claims: dict[str, Any], path: str) -> Any:
    """`realm_access.roles` steps into objects; a claim whose whole name has dots goes first."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _values(claim: Any) -> list[str]:
    if isinstance(claim, str):
        return claim.split()
    return [each for each in claim if isinstance(each, str)] if isinstance(claim, list) else []
