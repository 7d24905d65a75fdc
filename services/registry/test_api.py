"""The registry through REST: the same rules, the same reasons."""

from pathlib import Path

import pytest

from anju.registry.v1 import registry_pb2 as pb
from kit.errors import AnjuError
from services.registry.testing import District, district

DEVICE = {
    "national_id": "00000000000000000001",
    "display_name": "南门闸机",
    "kind": "face_terminal",
    "capabilities": ["face", "open"],
}


async def test_from_an_empty_district_to_a_heartbeat(tmp_path: Path) -> None:
    async with district(tmp_path) as d, d.node.rest() as http:
        assert (await http.put("/districts/370304", json={"display_name": "博山区"})).is_success
        town = await http.put("/towns/370304001", json={"display_name": "城东街道"})
        assert town.json() == {"code": "370304001", "display_name": "城东街道"}
        body = {
            "town_code": "370304001",
            "code": "BS-1",
            "display_name": "和平小区",
            "kind": "village",
            "enclosure": "open",
        }
        community = await http.post("/communities", json=body)
        assert community.status_code == 201
        here = community.json()["id"]
        assert (await http.get(f"/communities/{here}")).json() == community.json()
        body = {"community_id": here, "code": "0101001", "display_name": "南门"}
        position = (await http.post("/positions", json=body)).json()["id"]
        body = {
            "community_id": here,
            "position_id": position,
            "display_name": "1 号",
            "kind": "gate",
            "direction": "in",
        }
        point = (await http.post("/access-points", json=body)).json()
        assert point["lane"] == point["id"]
        device = DEVICE | {"community_id": here, "access_point_id": point["id"]}
        made = (await http.post("/devices", json=device)).json()
        assert made["state"] == "never_seen"
        assert (await http.get(f"/devices/{made['id']}")).json() == made
        key = (await http.post(f"/devices/{made['id']}:issueKey")).json()
        assert key["previous_key_expire_time"] is None
        async with d.node.rest(token="") as device_http:
            body = {"national_id": made["national_id"], "key": key["key"]}
            token = await device_http.post("/device-tokens", json=body)
            assert token.status_code == 201
        async with d.node.rest(token=token.json()["token"]) as device_http:
            beats = [{"device_id": made["id"], "device_time": "2026-01-01T00:00:00Z"}]
            answer = await device_http.post("/heartbeats", json={"heartbeats": beats})
            assert answer.json()["refused_device_ids"] == []
        off = await http.post(f"/devices/{made['id']}:disable")
        assert off.json()["state"] == "disabled"
        assert (await http.post(f"/devices/{made['id']}:enable")).json()["state"] != "disabled"
        states = (await http.get(f"/devices/{made['id']}/states")).json()
        assert "disabled" in [s["state"] for s in states["items"]]
        assert (await http.delete(f"/devices/{made['id']}")).status_code == 204
        assert (await http.delete(f"/access-points/{point['id']}")).status_code == 204
        feed = await http.get("/devices", params={"since_revision": 0})
        assert [row["deleted"] for row in feed.json()["items"]] == [True]


async def _rpc_reason(call) -> str:
    with pytest.raises(AnjuError) as caught:
        await call
    return caught.value.reason


async def test_both_apis_refuse_with_the_same_reason(tmp_path: Path) -> None:
    async with district(tmp_path) as d, d.node.rest() as http:
        await d.device(national_id=DEVICE["national_id"])
        same = DEVICE | {"community_id": d.here}
        token = {"national_id": "9" * 20, "key": "x"}
        asked = [
            (await http.post("/devices", json=same), 409, d.device(1)),
            (
                await http.post("/devices", json=same | {"national_id": "1"}),
                400,
                d.device(national_id="1"),
            ),
            (
                await http.get(f"/devices/{d.here}"),
                404,
                d.admin.GetDevice(pb.GetDeviceRequest(id=d.here)),
            ),
            (
                await http.post("/device-tokens", json=token),
                401,
                d.admin.ExchangeDeviceKey(pb.ExchangeDeviceKeyRequest(**token)),
            ),
            (
                await http.get("/devices", params={"page_token": "x"}),
                400,
                d.admin.ListDevices(pb.ListDevicesRequest(page_token="x")),
            ),
            (
                await http.get("/devices", params={"page_size": -1}),
                400,
                d.admin.ListDevices(pb.ListDevicesRequest(page_size=-1)),
            ),
            (await http.post("/heartbeats", json={"heartbeats": []}), 400, d.beat()),
            (
                await http.post("/imports", content=b""),
                400,
                d.admin.ImportRegistry(pb.ImportRegistryRequest()),
            ),
        ]
        for answer, status, call in asked:
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["reason"] == await _rpc_reason(call)


async def test_other_communities_look_absent(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        device = await d.device(community_id=d.there)
        async with d.node.rest(role="property_manager", communities=[d.here]) as http:
            for answer in (
                await http.get(f"/devices/{device.id}"),
                await http.delete(f"/devices/{device.id}"),
                await http.post(f"/devices/{device.id}:disable"),
                await http.post(f"/devices/{device.id}:issueKey"),
                await http.get(f"/devices/{device.id}/states"),
                await http.get(f"/communities/{d.there}"),
            ):
                assert answer.status_code == 404
            assert (await http.get("/devices")).json() == {"items": [], "next_page_token": ""}


async def test_a_repeated_write_happens_once(tmp_path: Path) -> None:
    async with district(tmp_path) as d, d.node.rest() as http:
        body, headers = DEVICE | {"community_id": d.here}, {"Idempotency-Key": "k"}
        first = await http.post("/devices", json=body, headers=headers)
        assert (await http.post("/devices", json=body, headers=headers)).json() == first.json()
        other = await http.post("/devices", json=body | {"vendor": "x"}, headers=headers)
        assert other.json()["reason"] == "REQUEST_ID_REUSED"


async def test_unknown_fields_are_refused(tmp_path: Path) -> None:
    async with district(tmp_path) as d, d.node.rest() as http:
        answer = await http.post("/devices", json=DEVICE | {"community_id": d.here, "colour": "x"})
        assert (answer.status_code, answer.json()["field"]) == (400, "colour")


CSV = "type,name,town_code,kind,enclosure,community_code\ncommunity,甲,370303001,old,open,A-1\n"


async def _import(d: District, **how) -> dict:
    async with d.node.rest() as http:
        answer = await http.post("/imports", **how)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def test_imports_take_raw_and_multipart_bodies(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        dry = await _import(d, content=CSV.encode(), params={"dry_run": True})
        assert dry == {"rows": 1, "created": 1, "changed": 0, "unchanged": 0, "problems": []}
        assert (await _import(d, files={"file": ("a.csv", CSV.encode())}))["created"] == 1
        assert (await _import(d, content=CSV.encode()))["unchanged"] == 1
        async with d.node.rest() as http:
            answer = await http.post("/imports", files={"other": ("a.csv", b"x")})
            assert (answer.status_code, answer.json()["field"]) == (400, "file")
            big = await http.post("/imports", content=b"x" * (32 * 2**20 + 1))
            assert big.json()["reason"] == "IMPORT_TOO_LARGE"


async def test_the_description_names_every_route(tmp_path: Path) -> None:
    async with district(tmp_path) as d:
        paths = d.node.node.app.openapi()["paths"]
        assert {"/v1/devices/{id}:issueKey", "/v1/imports", "/v1/access-points"} <= paths.keys()
        for path in paths.values():
            for operation in path.values():
                assert operation["tags"] == ["registry"]
