"""What lies in another community looks exactly as if it were not there, over REST and gRPC."""

import uuid
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from e2e.community import call, found
from e2e.inside import ask, inside, routes
from e2e.objects import ABOUT, ELSEWHERE, LISTS, REGISTERS, RPC, filled
from e2e.perimeters import FILLED
from e2e.platform import has_models
from e2e.settling import settle
from kit.testing import TestNode

pytestmark = pytest.mark.one_process


async def _answer(http: Any, verb: str, path: str, body: Any) -> tuple[int, Any]:
    if body and "photo" in body:
        answer = await http.request(
            verb, path, data={k: v for k, v in body.items() if k != "photo"}, files={"photo": b"x"}
        )
    else:
        answer = await http.request(verb, path, json=body)
    return answer.status_code, answer.json()


async def test_ids_of_another_community_are_absent(tmp_path):
    async with inside(tmp_path) as node:
        there, own = await settle(node, "A-1", 201), await settle(node, "B-1", 202)
        async with node.rest(role="district_admin", communities=[own["community"]]) as http:
            for kind, table in ABOUT.items():
                for verb, path, body in table:
                    role = "bench" if path == "/faces:identify" else "district_admin"
                    http.headers["authorization"] = "Bearer " + node.token(role, [own["community"]])
                    seen = []
                    for key in (there[kind], str(uuid.uuid4())):
                        url = path.replace("{}", key)
                        seen.append(await _answer(http, verb, url, filled(body, key, own)))
                    assert seen[0] == seen[1], (verb, path)
                    expected = 403 if path == "/faces" else 404  # no consent, for either
                    assert seen[0][0] == expected, (verb, path, seen[0])
        await _untouched(node, there)


async def _untouched(node: TestNode, there: dict[str, str]) -> None:
    """Nothing of what was tried above happened."""
    async with node.rest() as http:
        assert (await call(http, "GET", f"/devices/{there['device']}"))["state"] == "online"
        (house,) = (await call(http, "GET", "/houses", params=_of(there)))["items"]
        assert house["rental"] is False
        (running,) = (await call(http, "GET", "/emergencies", params=_of(there)))["items"]
        assert running["end_time"] is None
        assert len((await call(http, "GET", "/passes", params=_of(there)))["items"]) == 1


def _of(there: dict[str, str]) -> dict[str, str]:
    return {"community_id": there["community"]}


async def test_lists_hold_only_what_is_within_the_scope(tmp_path):
    async with inside(tmp_path) as node:
        there, own = await settle(node, "A-2", 203), await settle(node, "B-2", 204)
        nowhere = {"district_admin": [str(uuid.uuid4())], "auditor": []}
        for path in LISTS:
            async with node.rest(role="district_admin", communities=[own["community"]]) as http:
                everything = await call(http, "GET", path, params={"page_size": 500})
                assert there["community"] not in str(everything), path
                if path not in {"/faces", *REGISTERS}:
                    assert everything["items"], path
                if path not in {"/communities", *REGISTERS}:
                    assert (await call(http, "GET", path, params=_of(there)))["items"] == [], path
            for role, scope in nowhere.items():
                async with node.rest(role=role, communities=scope) as http:
                    answer = await http.get(path)
                    assert answer.status_code == 403 or answer.json()["items"] == [], path


async def test_grpc_has_the_same_scope(tmp_path):
    async with inside(tmp_path) as node:
        there, own = await settle(node, "A-4", 209), await settle(node, "B-4", 210)
        token = node.token("district_admin", [own["community"]])
        handlers = node.node.handlers.methods
        with_id = {m for m in handlers if _has_id(handlers[m].request_deserializer(b""))}
        assert with_id == {_method(*each) for each in RPC}
        for service, name, kind in RPC:
            method = _method(service, name, kind)
            for key in (there[kind], str(uuid.uuid4())):
                request = handlers[method].request_deserializer(b"")
                ParseDict(FILLED.get(name, {}), request)
                request.id = key
                if hasattr(request, "reason"):
                    request.reason = "as a test"
                reason, _ = await ask(node.node, method, token, request)
                assert reason == f"{kind.upper().replace(' ', '_')}_NOT_FOUND", method
        for method in (m for m in handlers if "/List" in m):
            reason, answer = await ask(node.node, method, token)
            assert there["community"] not in str(answer), method
        await _untouched(node, there)


def _method(service: str, name: str, _: str) -> str:
    return f"/anju.{service}.v1.{service.title()}Service/{name}"


def _has_id(request: Any) -> bool:
    return "id" in request.DESCRIPTOR.fields_by_name


async def test_the_table_knows_every_route(tmp_path):
    async with inside(tmp_path) as node:
        known = ELSEWHERE | {f"GET /v1{path}" for path in LISTS}
        known |= {f"{verb} /v1{path}" for table in ABOUT.values() for verb, path, _ in table}
        for route in routes(node.node):
            path = "/".join(
                "{}" + p.split("}")[1] if "}" in p else p for p in route.path.split("/")
            )
            assert str(route) in known or f"{route.verb} {path}" in known, route


async def test_district_affairs_need_the_whole_district(tmp_path):
    async with inside(tmp_path) as node:
        own = await settle(node, "B-3", 205)
        async with node.rest(role="district_admin", communities=[own["community"]]) as http:
            name = {"display_name": "x"}
            community = {
                **name,
                "town_code": "370303001",
                "code": "X",
                "kind": "old",
                "enclosure": "open",
            }
            for verb, path, body in (
                ("PUT", "/districts/370303", name),
                ("PUT", "/towns/370303001", name),
                ("POST", "/communities", community),
            ):
                answer = await http.request(verb, path, json=body)
                assert answer.json()["reason"] == "DISTRICT_SCOPE_REQUIRED", path
            answer = await http.post("/imports", content=b"type\n")
            assert answer.json()["reason"] == "DISTRICT_SCOPE_REQUIRED"


async def test_a_device_is_confined_to_its_place(tmp_path):
    async with inside(tmp_path) as node:
        first = await found(node, "D-1")  # type: ignore[arg-type]
        second = await found(node, "D-2")  # type: ignore[arg-type]
        own, beside = await first.gate(number=206), await first.gate("北门", 207)
        there = await second.gate(number=208)
        evidence = {"evidence": {"card": "ABCD"}}
        async with node.rest(own.token) as http:
            for point, reason in (
                (beside.id, "OTHER_ACCESS_POINT"),
                (there.id, "ACCESS_POINT_NOT_FOUND"),
                (str(uuid.uuid4()), "ACCESS_POINT_NOT_FOUND"),
            ):
                answer = await http.post("/passes", json={"access_point_id": point} | evidence)
                assert answer.json()["reason"] == reason
            beats = [{"device_id": each.device_id} for each in (own, beside, there)]
            taken = await call(http, "POST", "/heartbeats", json={"heartbeats": beats})
            assert taken["refused_device_ids"] == [beside.device_id, there.device_id]
            for path in LISTS:
                assert (await http.get(path)).status_code == 403, path


@pytest.mark.skipif(not has_models(), reason="needs ../shared/models")
async def test_faces_of_another_community_are_absent(tmp_path, photos):
    photo = next(photos.glob("*_0001.jpg")).read_bytes()
    async with inside(tmp_path, models=True) as node:
        there = await found(node, "F-1")  # type: ignore[arg-type]
        own = await found(node, "F-2")  # type: ignore[arg-type]
        person = await there.enrolled("甲", photo)
        async with node.rest(role="property_manager", communities=[own.id]) as http:
            absent = str(uuid.uuid4())
            gone = [(await http.delete(f"/faces/{key}")).json() for key in (person, absent)]
            assert gone[0] == gone[1]
            assert (await call(http, "GET", "/faces", params={"subject_id": person}))["items"] == []
        token = node.token("bench", [own.id])
        method = "/anju.face.v1.FaceService/IdentifyFace"
        handler = node.node.handlers.methods[method]
        request = handler.request_deserializer(b"")
        request.community_id, request.image = there.id, photo
        assert (await ask(node.node, method, token, request))[0] == "COMMUNITY_NOT_FOUND"
        request.community_id = own.id
        _, answer = await ask(node.node, method, token, request)
        assert (answer.subject_id, answer.reason) == ("", "EMPTY_GALLERY")
