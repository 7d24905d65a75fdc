"""A gate that is cut off: passes checked with public keys and a list of revoked ones alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.visitor import reasons
from services.visitor.judging import SKEW, refusal
from services.visitor.tokens import Claims, Refused, gate_tag, read


@dataclass
class OfflineGate:
    """`keys` and `revoked` come from GetOfflineKit; `seen` counts entries until the next one."""

    community_id: str
    access_point_id: str
    keys: Mapping[str, bytes]
    revoked: frozenset[str]
    seen: dict[str, int] = field(default_factory=dict)

    def enter(self, token: str, at: datetime) -> str:
        """VISIT when the gate may open, else why not. Entries at other gates are not known here:
        a pass may enter once per cut-off gate, which the log shows once the gate is back."""
        keys = {id_: Ed25519PublicKey.from_public_bytes(raw) for id_, raw in self.keys.items()}
        try:
            claims = read(token, keys)
        except Refused as refused:
            return refused.reason
        reason = self._refusal(claims, at)
        if not reason:
            self.seen[claims.pass_id] = self.seen.get(claims.pass_id, 0) + 1
        return reason or reasons.VISIT

    def _refusal(self, claims: Claims, at: datetime) -> str:
        if claims.community_id != self.community_id:
            return reasons.OTHER_COMMUNITY
        if claims.issued > at + SKEW:
            return reasons.CLOCK_SKEW
        if claims.pass_id in self.revoked:
            return reasons.REVOKED
        if 0 < claims.entries <= self.seen.get(claims.pass_id, 0):
            return reasons.USED_UP
        return refusal(claims.terms, gate_tag(self.access_point_id), at)
