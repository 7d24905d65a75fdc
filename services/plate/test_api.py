"""REST: the same answers as gRPC; every route against every role."""

from typing import Any

import pytest

from kit.auth import PUBLIC
from kit.testing import TestNode
from services.plate.conftest import Estate
from services.plate.rpc import POLICY
from services.roles import ROLES

READ = {"text": "鲁C·12345", "confidence": 0.99}
REPORT = {"access_point_id": "{lane}", "key": "1"}
# gRPC method → how REST says it. `{lane}`, `{permit}`, `{passage}`, `{here}` are filled in.
CALLS: dict[str, tuple[str, str, Any]] = {
    "CreatePermit": ("POST", "/permits", {"community_id": "{here}", "plate": "鲁C77777"}),
    "GetPermit": ("GET", "/permits/{permit}", None),
    "UpdatePermit": ("PATCH", "/permits/{permit}", {"color": "blue"}),
    "RevealPermit": ("POST", "/permits/{permit}:reveal", {"reason": "as a test"}),
    "ListPermits": ("GET", "/permits?community_id={here}", None),
    "ImportPermits": ("POST", "/permits:import?community_id={here}&dry_run=true", "plate\n鲁C1"),
    "PutLane": ("PUT", "/lanes/{lane}", {"unknown": "kiosk"}),
    "GetLane": ("GET", "/lanes/{lane}", None),
    "ListLanes": ("GET", "/lanes", None),
    "MatchPlate": (
        "POST",
        "/plates:match",
        {"community_id": "{here}", "access_point_id": "{lane}", "read": READ},
    ),
    "ReportRead": ("POST", "/plate-reads", {"access_point_id": "{lane}", "read": READ}),
    "ListReads": ("GET", "/plate-reads?outcome=exact", None),
    "PressLine": ("POST", "/passages:press", REPORT),
    "ReportPicture": ("POST", "/passages:picture", REPORT),
    "DecidePassage": ("POST", "/passages:decide", REPORT | {"reason": "PERMIT"}),
    "ReportPassed": ("POST", "/passages:pass", REPORT),
    "ReportReversed": ("POST", "/passages:reverse", REPORT),
    "CorrectPassage": (
        "POST",
        "/passages/{passage}:correct",
        {"passed": False, "reason": "as a test"},
    ),
    "GetPassage": ("GET", "/passages/{passage}", None),
    "RevealPassage": ("POST", "/passages/{passage}:reveal", {"reason": "as a test"}),
    "ListPassages": ("GET", "/passages?phase=pressed", None),
    "GetOccupancy": ("GET", "/car-parks/main?community_id={here}", None),
    "SetOccupancy": (
        "PUT",
        "/car-parks/main",
        {"community_id": "{here}", "occupied": 3, "reason": "as a test"},
    ),
    "RevokePermit": ("POST", "/permits/{permit}:revoke", None),
}


def filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: filled(each, ids) for name, each in value.items()}
    if isinstance(value, str):
        for name, key in ids.items():
            value = value.replace("{" + name + "}", key)
    return value


@pytest.fixture
async def ids(estate: Estate) -> dict[str, str]:
    lane = await estate.lane()
    permit = await estate.permit()
    async with estate.node.rest() as http:
        body = {"access_point_id": lane, "key": "first"}
        passage = (await http.post("/passages:press", json=body)).json()["id"]
    return {"here": estate.here, "lane": lane, "permit": permit.id, "passage": passage}


async def ask(node: TestNode, method: str, ids: dict[str, str], **who: Any) -> Any:
    verb, path, body = CALLS[method]
    content = filled(body, ids)
    sent = {"content": content} if isinstance(content, str) else {"json": content}
    async with node.rest(**who) as http:
        return await http.request(verb, filled(path, ids), **sent)


def test_every_method_has_its_route() -> None:
    assert set(CALLS) == set(POLICY)
    assert PUBLIC not in POLICY.values()


def _scope(role: str, ids: dict[str, str]) -> dict[str, Any]:
    """A token as the platform makes it: a device stands at its lane."""
    point = ids["lane"] if role == "device" else ""
    return {"role": role, "communities": [ids["here"]], "access_point_id": point}


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
async def test_a_role_may_what_its_table_says(estate: Estate, ids, role: str) -> None:
    for method, permission in POLICY.items():
        answer = await ask(estate.node, method, ids, **_scope(role, ids))
        if permission in ROLES.get(role, ()):
            assert answer.is_success, (method, answer.text)
        else:
            assert answer.json()["reason"] == "PERMISSION_DENIED", method


async def test_without_a_token_nothing_is_said(estate: Estate, ids) -> None:
    for method in CALLS:
        answer = await ask(estate.node, method, ids, token="")
        assert (answer.status_code, answer.json()["reason"]) == (401, "TOKEN_MISSING"), method


async def test_another_community_gets_the_answer_of_absence(estate: Estate, ids) -> None:
    who = {"role": "district_admin", "communities": [estate.there]}
    nowhere = dict.fromkeys(ids, "0191d0a0-0000-7000-8000-00000000abcd")
    for method, (verb, path, _) in CALLS.items():
        if POLICY[method] not in ROLES["district_admin"]:
            continue
        answers = [await ask(estate.node, method, keys, **who) for keys in (ids, nowhere)]
        assert answers[0].status_code == answers[1].status_code, method
        assert answers[0].content == answers[1].content, method
        if answers[0].is_success:
            assert answers[0].json()["items"] == [], (verb, path)


async def test_rest_repeats_its_answer_for_a_key(estate: Estate) -> None:
    async with estate.node.rest() as http:
        http.headers["Idempotency-Key"] = "1"
        body = {"community_id": estate.here, "plate": "鲁C12345", "hours": [_span("06:00")]}
        first = await http.post("/permits", json=body)
        again = await http.post("/permits", json=body)
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert first.json()["plate"] == "鲁C***45"
        other = await http.post("/permits", json=body | {"plate": "鲁C77777"})
        assert other.json()["reason"] == "REQUEST_ID_REUSED"
        revoked = await http.post(f"/permits/{first.json()['id']}:revoke")
        assert revoked.json()["state"] == "revoked"


def _span(start: str) -> dict[str, str]:
    return {"start": start, "end": "23:00"}


async def test_a_match_over_rest_tells_the_misread(estate: Estate, ids) -> None:
    async with estate.node.rest(role="bench") as http:
        body = {"community_id": ids["here"], "access_point_id": ids["lane"]}
        read = {"text": "鲁C1234S", "confidences": [0.99] * 6 + [0.2]}
        decision = (await http.post("/plates:match", json=body | {"read": read})).json()
    assert (decision["outcome"], decision["action"]) == ("near", "open")
    assert decision["misreads"] == [{"position": 7, "read": "S", "permitted": "5", "weight": 0.8}]
    assert decision["permit_id"] == ids["permit"]
