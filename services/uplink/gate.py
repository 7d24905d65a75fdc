"""The gate: whether an object may go to a destination now, and with which fields (R94, R96, R97).

A pure function of a flow, a profile, a fact and the time. It is asked when an object is made and
again when it is about to leave: a flow that expired in between stops it.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from services.uplink.models import Flow, FlowState, LegalBasis, Peer, PeerKind
from services.uplink.profiles.facts import Of, Sensitivity
from services.uplink.profiles.mapper import sensitivity
from services.uplink.profiles.profile import Profile

PERSONAL = {Sensitivity.PLATE, Sensitivity.FACE}
COUNTS_ONLY = frozenset({Of.STATISTICS})


def refusal(
    flow: Flow, peer: Peer, profile: Profile | None, of: str, community_id: str, at: datetime
) -> str:
    """Why an object of this kind and community may not go under this flow; empty when it may."""
    covers = not flow.community_ids or community_id in flow.community_ids
    approved = flow.state is FlowState.ACTIVE and len(set(flow.approvers)) >= 2
    reasons = (
        (flow.destination_id != peer.id, "OTHER_DESTINATION"),
        (flow.recipient != recipient_of(peer, profile), "RECIPIENT_CHANGED"),
        (flow.expire_time <= at, "FLOW_EXPIRED"),
        (not approved, "FLOW_NOT_ACTIVE"),
        (of not in flow.fields, "KIND_NOT_IN_FLOW"),
        (not covers, "COMMUNITY_NOT_IN_FLOW"),
        (peer.kind is PeerKind.EXTRANET and of not in COUNTS_ONLY, "EXTRANET_GETS_COUNTS"),
    )
    found = next((reason for stops, reason in reasons if stops), "")
    return found or (face_refusal(flow) if of == Of.FACE else "")


def face_refusal(flow: Flow) -> str:
    """Faces need a basis of their own (K4): a duty or a state organ's power, written down, or
    the separate consent of each person to this recipient."""
    if not flow.face_basis.strip() or flow.basis is LegalBasis.NO_PERSONAL_DATA:
        return "FACE_WITHOUT_BASIS"
    if flow.basis is LegalBasis.SEPARATE_CONSENT and not flow.consent_purpose:
        return "FACE_WITHOUT_CONSENT"
    return ""


def recipient_of(peer: Peer, profile: Profile | None) -> str:
    """What the approvers of a flow agreed to: who it is, where, and in which form, to the last
    field of the profile. Whoever changes any of it needs a new flow."""
    form = profile.model_dump_json(include={"kinds", "tables", "mode"}) if profile else ""
    parts = (peer.national_id, peer.url, peer.ca, peer.profile, form)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def personal(profile: Profile, of: Of, names: Iterable[str]) -> list[str]:
    """Those of the fields that are about somebody."""
    fields = profile.kinds[of].fields if of in profile.kinds else {}
    return [n for n in names if n in fields and sensitivity(of, fields[n]) in PERSONAL]


def needs_consent(flow: Flow, profile: Profile, of: Of, names: Iterable[str]) -> bool:
    """Whether each person must have consented, now (R96): not where a law obliges."""
    return flow.basis is LegalBasis.SEPARATE_CONSENT and bool(personal(profile, of, names))


def allowed(flow: Flow, profile: Profile, of: Of) -> set[str]:
    """Fields of the kind that may leave under the flow."""
    kind = profile.kinds.get(of)
    if kind is None:
        return set()
    names = set(flow.fields.get(of, ())) & set(kind.fields)
    if flow.basis is LegalBasis.NO_PERSONAL_DATA:
        names = {n for n in names if sensitivity(of, kind.fields[n]) not in PERSONAL}
    return names


def wanted(flows: Iterable[tuple[Flow, Profile]], of: Of) -> set[str]:
    """Sources that any of the flows lets out: nothing else is fetched from other services."""
    return {
        profile.kinds[of].fields[name].source
        for flow, profile in flows
        if of in profile.kinds
        for name in allowed(flow, profile, of)
    }
