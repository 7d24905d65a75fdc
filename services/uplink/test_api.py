"""REST and gRPC: every route against every role, and what lies in another community is absent."""

from typing import Any

import pytest

from anju.uplink.v1 import uplink_pb2 as pb
from kit.auth import PUBLIC
from kit.errors import AlreadyExists, InvalidArgument
from kit.testing import content_in
from services.roles import ROLES
from services.uplink.conftest import CAMERA, PASSWORD, UPPER, Estate
from services.uplink.rpc import POLICY
from services.uplink.test_queue import destination
from services.uplink.test_sending import VEHICLE

PEER = {"kind": "device", "display_name": "x", "national_id": "1" * 20, "password": PASSWORD}
FLOW = {
    "destination_id": "{peer}",
    "purpose": "as a test",
    "basis": "state_organ",
    "document": "x1",
    "fields": [{"kind": "motor_vehicle", "names": ["PlateNo"]}],
    "expire_time": "2027-06-01T00:00:00Z",
}
SPAN = {"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-02T00:00:00Z"}
# gRPC method → how REST says it. `{peer}` and `{flow}` are filled in.
CALLS: dict[str, tuple[str, str, Any]] = {
    "CreatePeer": ("POST", "/peers", PEER),
    "GetPeer": ("GET", "/peers/{peer}", None),
    "ListPeers": ("GET", "/peers?kind=upper", None),
    "UpdatePeer": ("PATCH", "/peers/{peer}", {"display_name": "区局"}),
    "RotatePeerCredential": ("POST", "/peers/{peer}:rotate", {"password": PASSWORD}),
    "PausePeer": ("POST", "/peers/{peer}:pause", {"reason": "as a test"}),
    "ResumePeer": ("POST", "/peers/{peer}:resume", None),
    "TestPeer": ("POST", "/peers/{peer}:test", None),
    "CreateFlow": ("POST", "/flows", FLOW),
    "GetFlow": ("GET", "/flows/{flow}", None),
    "ListFlows": ("GET", "/flows?state=proposed", None),
    "ApproveFlow": ("POST", "/flows/{flow}:approve", None),
    "DryRunFlow": ("GET", "/flows/{flow}/dry-run", None),
    "ListProfiles": ("GET", "/profiles", None),
    "ListObjects": ("GET", "/objects?state=accepted", None),
    "ReplayObjects": (
        "POST",
        "/objects:replay",
        SPAN | {"destination_id": "{peer}", "reason": "test"},
    ),
    "ListLedger": ("GET", "/ledger?destination_id={peer}", None),
    "VerifyLedger": ("POST", "/ledger:verify", {"destination_id": "{peer}"}),
    "ListReconciliations": ("GET", "/reconciliations?day=2026-01-01", None),
    "ListDisclosures": ("GET", "/disclosures?subject_id=1&reason=as a test", None),
    "GetStatus": ("GET", "/status", None),
    "ListChannels": ("GET", "/channels", None),
    "ImportChannels": ("POST", f"/channels:import?platform_id={'2' * 20}", "[]"),
    "EndFlow": ("POST", "/flows/{flow}:end", {"reason": "as a test"}),
}


def filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: filled(each, ids) for name, each in value.items()}
    if isinstance(value, str):
        for name, key in ids.items():
            value = value.replace("{" + name + "}", key)
    return value


async def ask(estate: Estate, method: str, ids: dict[str, str], **who: Any) -> Any:
    verb, path, body = CALLS[method]
    content = filled(body, ids)
    sent = {"content": content} if isinstance(content, str) else {"json": content}
    async with estate.node.rest(**who) as http:
        return await http.request(verb, "/uplink" + filled(path, ids), **sent)


@pytest.fixture
async def ids(estate: Estate, upper) -> dict[str, str]:
    peer = await destination(estate, upper)
    flow = await estate.proposed(peer, VEHICLE)
    return {"peer": peer.id, "flow": flow.id}


def test_every_method_has_its_route() -> None:
    assert set(CALLS) == set(POLICY)
    assert PUBLIC not in POLICY.values()


async def test_roles_may_what_their_table_says(estate: Estate, ids) -> None:
    for role in [*ROLES, "nobody"]:
        for method, permission in POLICY.items():
            answer = await ask(estate, method, ids, role=role)
            if permission in ROLES.get(role, ()):
                assert answer.is_success, (role, method, answer.text)
            else:
                assert answer.json()["reason"] == "PERMISSION_DENIED", (role, method)
    for method in CALLS:
        answer = await ask(estate, method, ids, token="")
        assert (answer.status_code, answer.json()["reason"]) == (401, "TOKEN_MISSING"), method


async def test_another_community_sees_nothing_of_it(estate: Estate, upper) -> None:
    """Scope is in the queries: objects, ledger, reconciliations and channels of others."""
    peer = await destination(estate, upper)
    await estate.flow(peer, VEHICLE)
    await estate.drive()
    await estate.until(peer, 1)
    await estate.parts.reconciler.day("2026-11-25")
    catalogue = f'[{{"DeviceID": "{CAMERA}", "Name": "x", "Status": "ON"}}]'
    request = pb.ImportChannelsRequest(platform_id="2" * 20, content=catalogue.encode())
    assert (await estate.stub().ImportChannels(request)).matched == 1
    for scope, sees in ((estate.here, True), ("0191d0a0-0000-7000-8000-00000000abcd", False)):
        stub = estate.stub("auditor", communities=[scope])
        assert bool((await stub.ListObjects(pb.ListObjectsRequest())).objects) == sees
        assert bool((await stub.ListLedger(pb.ListLedgerRequest())).entries) == sees
        assert bool((await stub.ListChannels(pb.ListChannelsRequest())).channels) == sees
        assert not (await stub.ListPeers(pb.ListPeersRequest())).peers  # the district's
        status = await stub.GetStatus(pb.GetStatusRequest())
        assert not status.destinations
        assert not status.counters


async def test_a_password_is_kept_sealed_and_never_shown(estate: Estate) -> None:
    await estate.peer()
    async with estate.node.rest() as http:
        shown = (await http.get("/uplink/peers")).text
    assert '"has_password":true' in shown.replace(" ", "")
    assert PASSWORD not in shown
    folder = estate.node.node.settings.data_dir
    assert PASSWORD.encode() not in content_in(folder, "uplink")


async def test_a_rotated_password_ends_sessions_at_once(estate: Estate) -> None:
    peer = await estate.peer()
    async with estate.signed_in() as client:
        assert (await client.post("/VIID/System/Keepalive", json={})).status_code == 200
        request = pb.RotatePeerCredentialRequest(id=peer.id, password="another-password")
        await estate.stub().RotatePeerCredential(request)
        assert (await client.post("/VIID/System/Keepalive", json={})).status_code == 401
    with pytest.raises(AssertionError):
        async with estate.signed_in():
            pass


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"national_id": "123"}, "national_id"),
        ({"password": "short"}, "password"),
        ({"url": "ftp://10.0.0.1"}, "url"),
        ({"url": "http://8.8.8.8:80"}, "R99"),
        ({"url": "https://example.com"}, "R99"),
        ({"url": "http://user:secret@10.0.0.1"}, "url"),
        ({"profile": "none"}, "no such profile"),
        ({"ca": "no certificate"}, "ca|PEM"),
        ({"kind": pb.PEER_KIND_EXTRANET, "url": "http://10.0.0.1"}, "https"),
    ],
)
async def test_a_wrong_peer_is_refused_with_its_field(estate: Estate, values, said) -> None:
    given = {"kind": pb.PEER_KIND_UPPER, "url": "http://10.0.0.1:80", "national_id": UPPER}
    given |= {"display_name": "x", "password": PASSWORD} | values
    with pytest.raises(InvalidArgument, match=said):
        await estate.stub().CreatePeer(pb.CreatePeerRequest(**given))


async def test_an_id_has_one_peer(estate: Estate) -> None:
    await estate.peer()
    with pytest.raises(AlreadyExists):
        await estate.peer()


async def test_a_test_message_says_how_it_went(estate: Estate, upper) -> None:
    peer = await destination(estate, upper)
    request = pb.TestPeerRequest(id=peer.id)
    made = await estate.stub().TestPeer(request)
    assert (made.ok, made.peer_time) == (True, "20260101080000")
    upper.password = "something else"
    made = await estate.stub().TestPeer(request)
    assert (made.ok, made.reason) == (False, "REGISTER_HTTP_401")
