"""No configuration lets a sensitive field or an unbased face out: random profiles, flows, events
(K4, R17, R21, R94, R96)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.tables import now
from services.uplink import gate
from services.uplink.flows import made_up
from services.uplink.models import Flow, FlowState, LegalBasis, Peer, PeerKind
from services.uplink.profiles.facts import SOURCES, Of, Sensitivity
from services.uplink.profiles.mapper import Forbidden, map_fact, wrap
from services.uplink.profiles.profile import Profile, profiles
from services.uplink.sensitive import FORBIDDEN, JUDGEMENTS, clean, offences

PLATE, FACE = "鲁C55555", b"\xff\xd8\xff THE-FACE-OF-SOMEBODY"
CASED = sorted(FORBIDDEN | JUDGEMENTS)
EVIL = st.sampled_from(
    [*CASED, *(name.upper() for name in CASED), *(name.title() for name in CASED)]
)
PLAIN = st.from_regex(r"\A[A-Z][a-zA-Z]{2,12}\Z")
NAMES = st.one_of(EVIL, PLAIN, st.sampled_from(["PlateNo", "SubImageList", "Data", "DeviceID"]))
EVERY_SOURCE = sorted({name for sources in SOURCES.values() for name in sources} | {"id_number"})
FIELDS = st.one_of(
    st.builds(dict, const=st.one_of(st.integers(0, 3), st.text("01", max_size=3))),
    st.builds(
        dict,
        source=st.sampled_from(EVERY_SOURCE),
        form=st.sampled_from(["text", "time14", "int", "online", "pictures", "figures"]),
    ),
)


@st.composite
def kinds(draw: Any) -> dict[str, Any]:
    fields = draw(st.dictionaries(NAMES, FIELDS, max_size=8))
    fields["TheID"] = {"source": "object_id"}
    return {
        "path": "/VIID/X",
        "list": draw(NAMES),
        "item": draw(NAMES),
        "id": "TheID",
        "id_form": "{device:20}02{time:14}{serial:5}",
        "inner": draw(st.one_of(st.none(), NAMES)),
        "fields": fields,
    }


@st.composite
def profiles_made(draw: Any) -> dict[str, Any]:
    of = draw(st.sampled_from(list(Of)))
    return {"id": "random", "version": 1, "kinds": {str(of): draw(kinds())}}


FLOWS = st.fixed_dictionaries(
    {
        "basis": st.sampled_from(list(LegalBasis)),
        "face_basis": st.sampled_from(["", " ", "法定"]),
        "consent_purpose": st.sampled_from(["", "upload_police_face"]),
        "state": st.sampled_from(list(FlowState)),
        "approvers": st.sampled_from([[], ["a"], ["a", "a"], ["a", "b"]]),
        "hours": st.integers(-2, 2),
        "community_ids": st.sampled_from([[], ["here"], ["other"]]),
        "kind": st.sampled_from([PeerKind.UPPER, PeerKind.EXTRANET]),
        "names": st.lists(NAMES, max_size=6),
    }
)


def event_of(of: Of) -> Any:
    fact = made_up(of)
    fact.community_id = "here"
    fact.values |= {"plate": PLATE, "picture": FACE, "id_number": "11010119900101000X"}
    return fact


def sent(profile: Profile, of: Of, given_flow: dict[str, Any]) -> tuple[str, Flow, dict[str, Any]]:
    """What leaves under a flow, by the same steps as in the service; empty when nothing does."""
    values = dict(given_flow)
    peer = Peer(id="d", kind=values.pop("kind"), display_name="x")
    names, hours = values.pop("names"), values.pop("hours")
    flow = Flow(
        destination_id="d",
        purpose="x",
        document="x",
        proposer="p",
        recipient=gate.recipient_of(peer, profile),
        expire_time=now() + timedelta(hours=hours),
        fields={str(of): [*names, *(profile.kinds[of].fields if len(names) % 2 else ())]},
        **values,
    )
    if gate.refusal(flow, peer, profile, of, "here", now()):
        return "", flow, {}
    mapped = map_fact(profile, event_of(of), gate.allowed(flow, profile, of))
    if mapped is None:
        return "", flow, {}
    document = wrap(profile.kinds[of], [mapped.document])
    return json.dumps(document, ensure_ascii=False), flow, document


@settings(max_examples=600, deadline=None)
@given(raw=profiles_made(), flow=FLOWS)
def test_whatever_the_profile_nothing_forbidden_leaves(raw, flow):
    try:
        profile = Profile.model_validate(raw)
    except ValueError:
        return  # refused before anything is mapped by it
    (of,) = profile.kinds
    try:
        text, made, document = sent(profile, of, flow)
    except (Forbidden, TypeError, ValueError, AttributeError):
        return  # no object: a form that does not fit its source
    if not text:
        return
    assert next(offences(document), None) is None
    assert "11010119900101000X" not in text
    assert made.state is FlowState.ACTIVE
    assert len(set(made.approvers)) >= 2
    assert made.expire_time > now() - timedelta(seconds=5)
    assert made.community_ids in ([], ["here"])
    based = made.face_basis.strip() and made.basis is not LegalBasis.NO_PERSONAL_DATA
    if of is Of.FACE:
        assert based
        assert made.basis is not LegalBasis.SEPARATE_CONSENT or made.consent_purpose
    else:
        assert "VEhFLUZBQ0U" not in text  # the picture, whatever its form
        assert "THE-FACE" not in text
    if made.basis is LegalBasis.NO_PERSONAL_DATA:
        assert PLATE not in text
    if flow["kind"] is PeerKind.EXTRANET:
        assert of is Of.STATISTICS


@settings(max_examples=300, deadline=None)
@given(flow=FLOWS, name=st.sampled_from(sorted(profiles())), of=st.sampled_from(list(Of)))
def test_the_profiles_that_ship(flow, name, of):
    profile = profiles()[name]
    if of not in profile.kinds:
        return
    text, made, document = sent(profile, of, flow)
    if text:
        assert next(offences(document), None) is None
        if of is Of.MOTOR_VEHICLE and "PlateNo" not in made.fields[of]:
            assert PLATE not in text
        if of is Of.FACE:
            assert made.face_basis.strip()


@pytest.mark.parametrize("name", CASED)
def test_no_profile_can_name_a_forbidden_field(name):
    kind = {
        "path": "/VIID/X",
        "list": "L",
        "item": "I",
        "id": "TheID",
        "id_form": "{device:20}",
        "fields": {"TheID": {"source": "object_id"}, name.title(): {"const": 1}},
    }
    with pytest.raises(ValueError, match=r"may be sent|may not be sent"):
        Profile.model_validate({"id": "random", "version": 1, "kinds": {"ape": kind}})


def test_no_source_is_sensitive():
    """The mapper knows no identity, group, belief, health, feeling or template."""
    for sources in SOURCES.values():
        assert not {s.replace("_", "") for s in sources} & FORBIDDEN
        assert not set(sources) & {"subject", "subject_id", "display_name", "id_number", "phone"}
    assert set(SOURCES[Of.FACE].values()) == {Sensitivity.FACE}


@given(
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(st.one_of(EVIL, PLAIN), inner, max_size=4),
        ),
        max_leaves=30,
    )
)
@settings(max_examples=300, deadline=None)
def test_what_is_cleaned_holds_no_forbidden_name_at_any_depth(value):
    """R21: on the way in they are dropped, and counted once each."""
    from collections import Counter

    def names(found: Any) -> list[str]:
        if isinstance(found, dict):
            return [n.lower() for n in found] + [x for v in found.values() for x in names(v)]
        return [x for v in found for x in names(v)] if isinstance(found, list) else []

    dropped: Counter[str] = Counter()
    kept = names(clean(value, dropped))
    assert not set(kept) & (FORBIDDEN | JUDGEMENTS)
    if not set(names(value)) & (FORBIDDEN | JUDGEMENTS):
        assert not dropped
