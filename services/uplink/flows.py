"""Flows: who gets what, on which legal basis, approved by two others, until a day (R94)."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kit import audit
from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import FailedPrecondition, InvalidArgument, PermissionDenied
from kit.tables import now
from services.uplink import gate, store
from services.uplink.events import flow_changed
from services.uplink.inputs import FlowIn, ReasonIn
from services.uplink.models import DESTINATIONS, Flow, FlowState, LegalBasis, Peer, PeerKind
from services.uplink.profiles.facts import Fact, Of
from services.uplink.profiles.mapper import explain, map_fact, wrap
from services.uplink.profiles.profile import Profile
from services.uplink.views import DryField, DryRun, FieldList, FlowView

LONGEST = timedelta(days=3 * 366)
APPROVALS = 2
CONSENT = "upload"
"""How the purposes of consents to a sending begin: one to opening a door is none to this."""
MADE_UP = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


class Flows:
    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self._profiles = profiles

    async def create(self, session: AsyncSession, who: Principal, body: FlowIn) -> Flow:
        peer = await store.get(session, who, Peer, body.destination_id, "peer")
        who.district()
        if peer.kind not in DESTINATIONS:
            raise InvalidArgument(
                "NOT_A_DESTINATION", "nothing is sent to this peer", field="destination_id"
            )
        if not now() < body.expire_time <= now() + LONGEST:
            raise InvalidArgument(
                "FIELD_INVALID", "within three years from now", field="expire_time"
            )
        row = Flow(
            community_id=body.community_ids[0] if len(body.community_ids) == 1 else "",
            fields={each.kind: sorted(set(each.names)) for each in body.fields},
            proposer=who.subject,
            recipient=gate.recipient_of(peer, self._profiles.get(peer.profile)),
            **body.model_dump(exclude={"fields"}),
        )
        self._check(row, peer, self._profiles[peer.profile])
        session.add(row)
        audit.record(session, who, "flow.create", f"flow/{row.id}", row.community_id)
        emit(session, flow_changed(row, who.subject))
        return row

    def _check(self, flow: Flow, peer: Peer, profile: Profile) -> None:
        """Raises InvalidArgument for what the gate would stop, while somebody looks at it."""
        for name, fields in flow.fields.items():
            of = Of(name)
            kind = profile.kinds.get(of)
            if kind is None:
                known = ", ".join(profile.kinds)
                raise _wrong("fields", f"profile {profile.id} sends {known}, not {name}")
            if odd := sorted(set(fields) - set(kind.fields)):
                raise _wrong("fields", f"{name} has no field {', '.join(odd)}")
            if peer.kind is PeerKind.EXTRANET and of is not Of.STATISTICS:
                raise _wrong("fields", "the extranet gets statistics alone (R97)")
            personal = gate.personal(profile, of, fields)
            by_consent = flow.basis is LegalBasis.SEPARATE_CONSENT
            if personal and by_consent and not flow.consent_purpose.startswith(CONSENT):
                raise _wrong(
                    "consent_purpose",
                    f"CONSENT: personal data needs a consent to this, {CONSENT}… by name",
                )
            if personal and flow.basis is LegalBasis.NO_PERSONAL_DATA:
                raise _wrong("basis", f"{', '.join(personal)}: this is personal data")
            if of is Of.FACE and (refused := gate.face_refusal(flow)):
                field = "consent_purpose" if refused == "FACE_WITHOUT_CONSENT" else "face_basis"
                raise _wrong(field, f"faces need a basis of their own ({refused})")

    async def approve(self, session: AsyncSession, who: Principal, key: str) -> Flow:
        """By somebody who neither proposed it nor approved it before."""
        row = await store.get(session, who, Flow, key, "flow")
        who.district()
        if row.state is not FlowState.PROPOSED or row.expire_time <= now():
            raise FailedPrecondition("FLOW_NOT_PROPOSED", "the flow does not wait for approval")
        if who.subject == row.proposer or who.subject in row.approvers:
            raise PermissionDenied(
                "APPROVER_NOT_ANOTHER", "two people other than the proposer approve a flow"
            )
        row.approvers = [*row.approvers, who.subject]
        if len(row.approvers) >= APPROVALS:
            row.state, row.active_time = FlowState.ACTIVE, now()
        session.add(row)
        audit.record(session, who, "flow.approve", f"flow/{row.id}", row.community_id)
        emit(session, flow_changed(row, who.subject))
        return row

    async def end(self, session: AsyncSession, who: Principal, body: ReasonIn) -> Flow:
        row = await store.get(session, who, Flow, body.id, "flow")
        who.district()
        if row.state in {FlowState.ENDED, FlowState.EXPIRED}:
            raise FailedPrecondition("FLOW_OVER", "the flow is over already")
        row.state, row.end_time = FlowState.ENDED, now()
        session.add(row)
        audit.record(session, who, "flow.end", f"flow/{row.id}", row.community_id, body.reason)
        emit(session, flow_changed(row, who.subject))
        return row

    async def expire(self, session: AsyncSession) -> list[Flow]:
        """Writes down that flows are over; the gate stopped them at their minute already."""
        rows = list(await store.lapsed_flows(session, now()))
        for row in rows:
            row.state = FlowState.EXPIRED
            session.add(row)
            emit(session, flow_changed(row, ""))
        return rows

    def dry_run(self, flow: Flow, peer: Peer) -> DryRun:
        """Field by field what would leave, on made-up facts; sends nothing, reads nobody."""
        profile = self._profiles[peer.profile]
        shown, examples = [], {}
        for name in flow.fields:
            of = Of(name)
            if of not in profile.kinds:
                continue
            names = gate.allowed(flow, profile, of)
            refused = face_basis(flow, of)
            mapped = map_fact(profile, made_up(of), names)
            document = mapped.document if mapped else {}
            inner = document.get(profile.kinds[of].inner or "", document)
            for field, how, level, leaves in explain(profile, of, names):
                shown.append(
                    DryField(
                        kind=name,
                        name=field,
                        source=how.source or "constant",
                        sensitivity=level,
                        sent=leaves and not refused,
                        reason=refused or ("" if leaves else "NOT_IN_FLOW"),
                        example=json.dumps(inner.get(field, ""), ensure_ascii=False)[:200],
                    )
                )
            if mapped and not refused:
                made = wrap(profile.kinds[of], [document])
                examples[name] = json.dumps(made, ensure_ascii=False, indent=1)
        return DryRun(fields=shown, examples=examples)


def face_basis(flow: Flow, of: Of) -> str:
    return gate.face_refusal(flow) if of is Of.FACE else ""


def made_up(of: Of) -> Fact:
    """A fact about nobody, with a value for every source."""
    values: dict[str, Any] = {
        "name": "示例设备",
        "model": "EXAMPLE",
        "online": True,
        "place_code": "370303",
        "community_code": "EXAMPLE",
        "direction": "in",
        "has_plate": True,
        "plate": "鲁C00000",
        "plate_color": "blue",
        "plate_class": "small",
        "access_point_name": "示例门",
        "picture": b"\xff\xd8\xff example \xff\xd9",
        "rule": "intrusion",
        "event_sort": 20,
        "title": "周界报警",
        "day": "2026-01-01",
        "figures": {"counts": {"passes_granted": 100}, "rates": {}, "suppressed": []},
    }
    device = "37030300001310000001"
    return Fact(of, "dry-run", "", "dry-run", "dry-run", device, MADE_UP, values)


def view(row: Flow) -> FlowView:
    values = row.model_dump()
    values["fields"] = [FieldList(kind=k, names=n) for k, n in sorted(row.fields.items())]
    return FlowView.model_validate(values)


def _wrong(field: str, text: str) -> InvalidArgument:
    return InvalidArgument("FIELD_INVALID", f"{field}: {text}", field=field)
