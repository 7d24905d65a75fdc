"""REST: the same visits under the same names."""

from datetime import timedelta

from kit.tables import now
from services.visitor.conftest import Estate


async def test_a_visit_over_rest(estate: Estate) -> None:
    body = {
        "community_id": estate.here,
        "house_id": estate.house,
        "name": "小李",
        "phone": "138-0000-5678",
        "valid_to": (now() + timedelta(hours=2)).isoformat(),
        "route": [estate.gate],
    }
    who = {"role": "resident", "communities": [estate.here], "subject": estate.host}
    async with estate.node.rest(**who) as http:
        headers = {"Idempotency-Key": "k"}
        made = await http.post("/visits", json=body, headers=headers)
        assert made.status_code == 201
        assert (await http.post("/visits", json=body, headers=headers)).json() == made.json()
        visit, shown = made.json()["visit"], made.json()["pass"]
        assert (visit["state"], visit["phone"]) == ("approved", "138****5678")
        assert (await http.get(f"/visits/{visit['id']}/pass")).json() == shown
        listed = (await http.get("/visits", params={"state": "approved"})).json()
        assert [each["id"] for each in listed["items"]] == [visit["id"]]
        path = f"/visits/{visit['id']}:cancel"
        assert (await http.post(path, json={"reason": "no"})).json()["reason"] == "FIELD_INVALID"
        gone = await http.post(path, json={"reason": "ill, sorry"})
        assert gone.json()["state"] == "cancelled"
        again = await http.post(path, json={"reason": "ill, sorry"})
        assert (again.status_code, again.json()["reason"]) == (409, "VISIT_STATE")
        history = (await http.get(f"/visits/{visit['id']}")).json()["history"]
        assert [each["target_state"] for each in history] == ["invited", "approved", "cancelled"]


async def test_kiosk_asks_and_desk_approves(estate: Estate) -> None:
    body = {
        "community_id": estate.here,
        "house_id": estate.house,
        "name": "快递",
        "purpose": "courier",
        "valid_to": (now() + timedelta(minutes=30)).isoformat(),
        "route": [estate.gate],
    }
    async with estate.node.rest(role="kiosk", communities=[estate.here]) as kiosk:
        visit = (await kiosk.post("/visits:request", json=body)).json()
        unknown = await kiosk.post("/visits:request", json=body | {"house_id": "nowhere"})
        assert (unknown.status_code, unknown.json()["reason"]) == (404, "HOST_NOT_FOUND")
        assert (await kiosk.get("/visits")).status_code == 403
    async with estate.node.rest(role="guard", communities=[estate.here]) as desk:
        made = await desk.post(f"/visits/{visit['id']}:approve", json={})
        assert made.json()["pass"]["code"].isdecimal()


async def test_gates_fetch_keys_and_revoked_passes(estate: Estate) -> None:
    await estate.invite()
    async with estate.node.rest(role="device", communities=[estate.here]) as gate:
        kit = (await gate.get(f"/offline-kits/{estate.here}")).json()
        assert len(kit["keys"]) == 1
        assert kit["revoked"] == []
        assert (await gate.get("/offline-kits/elsewhere")).status_code == 404


async def test_blocks_and_receipts_over_rest(estate: Estate) -> None:
    body = {
        "community_id": estate.here,
        "phone": "13800005678",
        "reason": "damaged the gate",
        "expire_time": (now() + timedelta(days=30)).isoformat(),
    }
    async with estate.node.rest(communities=[estate.here]) as desk:
        made = await desk.post("/visit-blocks", json=body)
        assert "13800005678" not in made.text
        lifted = await desk.post(
            f"/visit-blocks/{made.json()['id']}:lift", json={"reason": "paid for it"}
        )
        assert lifted.json() == {"id": made.json()["id"]}
        assert (await desk.get("/visit-blocks")).json()["items"] == []
        assert (await desk.get("/visit-receipts")).json()["items"] == []
        late = body | {"expire_time": (now() + timedelta(days=999)).isoformat()}
        refused = (await desk.post("/visit-blocks", json=late)).json()
        assert refused["reason"] == "BLOCK_END_INVALID"
        rotated = await desk.post(
            "/pass-keys:rotate", json={"community_id": estate.here, "reason": "yearly change"}
        )
        assert len(rotated.json()["public_key"]) == 44
